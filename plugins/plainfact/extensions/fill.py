"""What needs all pages: 'used on', 'cited by', the cards of explainers.

Listings leave empty elements of a fixed shape; once every page is rendered, they are filled
in the finished HTML. Pure text in, text out: the plugins and `plainfact export` share it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape, unescape

from plainfact.extensions.contributing import Repository, actions
from plainfact.messages import text as say
from plainfact.model import Fact, Knowledge, Page, Record, Reference, References, Status
from plainfact.values import format_date, written_date

_USES = re.compile(r'<div class="pf-uses" data-uses="([a-z]+):([^"]*)"></div>')
_MEASURE = re.compile(
    r'<(a|span) ([^<>]*\bdata-measure="([a-z0-9._-]+)"[^<>]*)>([^<>]{0,500})</\1>'
)
_DO = re.compile(r'<span class="pf-do" data-do="([a-z]+):([^"]*)"></span>')
_PAGES = re.compile(r'<div class="pf-pages" data-under="([^"]*)"></div>')
_TAGS = '<div class="pf-tags" data-tags="all"></div>'
_MARKS = ('data-uses="', 'data-measure="', 'data-do="', 'data-under="', _TAGS)
MAX_PLACES = 20
"""Links to places on one page; more say nothing more to a reader."""


@dataclass(frozen=True, slots=True)
class Filling:
    """What filling needs: `link` makes a link from the page at hand (kept in `file`, relative
    to the project) to a place on another."""

    knowledge: Knowledge
    references: References
    link: Callable[[Page, str], str]
    language: str = "en"
    summary: Callable[[Page], str] = lambda page: page.summary
    listing_pages: frozenset[str] = frozenset()
    repository: Repository = field(default_factory=Repository)
    file: str = ""


def fill(html: str, filling: Filling) -> str:
    """The page's HTML with its placeholders filled; a page without any is returned as it is."""
    if 'data-uses="' in html:
        html = _USES.sub(lambda match: _uses(match[1], unescape(match[2]), filling), html)
    if 'data-measure="' in html:
        html = _MEASURE.sub(lambda match: _to_measure(match, filling), html)
    if 'data-do="' in html:
        if filling.repository.url:
            html = _DO.sub(lambda match: _actions(match[1], unescape(match[2]), filling), html)
        else:
            html = _DO.sub("", html)
    if 'data-under="' in html:
        html = _PAGES.sub(lambda match: _cards(unescape(match[1]), filling), html)
    if has_tags(html):
        html = html.replace(_TAGS, _tags(filling))
    return html


def has_placeholders(html: str) -> bool:
    """Whether a page may have placeholders."""
    return any(mark in html for mark in _MARKS)


def has_tags(html: str) -> bool:
    """Whether a page is the one that lists pages by their tags."""
    return _TAGS in html


def tag_anchor(tag: str) -> str:
    """The id of a tag's heading."""
    return "tag:" + "-".join(tag.split())


def _tags(filling: Filling) -> str:
    """Each tag with its pages, in order of letters."""
    tagged: dict[str, list[Page]] = {}
    for page in filling.references.pages.values():
        for tag in dict.fromkeys(page.tags):
            tagged.setdefault(tag, []).append(page)
    sections = []
    for tag in sorted(tagged, key=lambda tag: (tag.casefold(), tag)):
        links = "".join(
            f'<li><a href="{escape(filling.link(page, ""))}">{escape(page.title or page.path)}'
            "</a></li>"
            for page in tagged[tag]
        )
        heading = f'<h2 id="{escape(tag_anchor(tag))}">{escape(tag)}</h2>'
        sections.append(f"<section>{heading}<ul>{links}</ul></section>")
    return f'<div class="pf-tags">{"".join(sections)}</div>'


def _actions(kind: str, key: str, filling: Filling) -> str:
    """Where a record can be put right."""
    records: dict[str, Mapping[str, Record]] = {
        "fact": filling.knowledge.facts,
        "source": filling.knowledge.sources,
        "term": filling.knowledge.terms,
        "correction": filling.knowledge.corrections,
    }
    record = records.get(kind, {}).get(key)
    if record is None:
        return ""
    return actions(record, filling.file, filling.repository, filling.language)


def _uses(kind: str, key: str, filling: Filling) -> str:
    """'Used on' for terms and facts; 'Cited by' for sources, through facts too."""
    references = list(filling.references.of(kind, key))
    label = "Used on"
    if kind in ("term", "fact"):
        # A term's mention in another record's entry is no use that a reader looks for.
        references = [each for each in references if each.page not in filling.listing_pages]
    if kind == "source":
        label = "Cited by"
        for fact in filling.knowledge.resting_on(key):
            references += filling.references.of("fact", fact.id)
        references.sort(key=lambda reference: reference.page)
    elif kind == "correction":
        correction = filling.knowledge.corrections.get(key)
        for fact_id in correction.facts if correction else ():
            references += filling.references.of("fact", fact_id)
    pages = _by_page(references, filling)
    do = _actions(kind, key, filling)
    do = f'<p class="pf-uses" data-search-exclude>{do}</p>' if do else ""
    if not pages:
        words = escape(say("Not used yet", filling.language)) + "."
        return f'<p class="pf-uses" data-search-exclude>{words}</p>{do}'
    items = "".join(f"<li>{_page_links(page, found, filling)}</li>" for page, found in pages)
    name = escape(say(label, filling.language))
    return f'<div class="pf-uses" data-search-exclude><p>{name}:</p><ul>{items}</ul></div>{do}'


def _to_measure(match: re.Match[str], filling: Filling) -> str:
    """A link to a measure leads to the first page that shows it, else where it led before."""
    if 'class="pf-to-measure"' not in match[2]:
        return match[0]
    shown = [ref for ref in filling.references.of("measure", match[3]) if ref.anchor]
    shown.sort(key=lambda ref: (ref.page in filling.listing_pages, ref.page))
    pages = filling.references.pages
    first = next((ref for ref in shown if ref.page in pages), None)
    if first is None:
        return match[0]
    href = escape(filling.link(pages[first.page], first.anchor))
    return f'<a class="pf-to-measure" href="{href}">{match[4]}</a>'


def _by_page(
    references: Iterable[Reference], filling: Filling
) -> list[tuple[Page, list[Reference]]]:
    found: dict[str, list[Reference]] = {}
    for reference in references:
        if reference.anchor:
            found.setdefault(reference.page, []).append(reference)
    pages = filling.references.pages
    return [(pages[path], found[path]) for path in sorted(found) if path in pages]


def _page_links(page: Page, references: list[Reference], filling: Filling) -> str:
    title = escape(page.title or page.path)
    first, *rest = references
    links = f'<a href="{escape(filling.link(page, first.anchor))}">{title}</a>'
    for number, reference in enumerate(rest[: MAX_PLACES - 1], start=2):
        label = escape(f"{page.title or page.path}, {number}")
        href = escape(filling.link(page, reference.anchor))
        links += f' <a href="{href}" aria-label="{label}">{number}</a>'
    return links


def _cards(under: str, filling: Filling) -> str:
    """Explainers, those checked last first."""
    prefix = under.strip("/") + "/" if under.strip("/") else ""
    pages = [page for path, page in filling.references.pages.items() if path.startswith(prefix)]
    pages = [
        page for page in pages if not page.path.endswith("index.md") and (prefix or page.published)
    ]
    pages.sort(key=lambda page: page.path)
    pages.sort(key=lambda page: page.updated or page.published, reverse=True)
    cards = "".join(_card(page, filling) for page in pages)
    return f'<ul class="pf-cards">{cards}</ul>'


def _standings(facts: Iterable[Fact | None], language: str) -> str:
    """How many facts stand how: `Confirmed 19`, in words that need no plural."""
    counts = Counter(fact.status for fact in facts if fact)
    counted = "".join(
        f'<span class="pf-standing" data-status="{status.value}">'
        f"{escape(say(f'status.{status.value}', language))} {counts[status]}</span> "
        for status in Status
        if counts[status]
    )
    return f'<p class="pf-card__standing">{counted.strip()}</p>' if counted else ""


def _card(page: Page, filling: Filling) -> str:
    title = escape(page.title or page.path)
    href = escape(filling.link(page, ""))
    summary = escape(filling.summary(page))
    facts = {ref.id for ref in filling.references.on(page.path) if ref.kind == "fact"}
    standing = _standings((filling.knowledge.fact(key) for key in facts), filling.language)
    counted = say("{n} facts", filling.language, n=len(facts))
    day = written_date(page.updated or page.published)
    said = f"{counted} · {format_date(day, filling.language)}" if day else counted
    return (
        f'<li class="pf-card"><h2 class="pf-card__title"><a href="{href}">{title}</a></h2>'
        f'<p class="pf-card__summary">{summary}</p>'
        f'{standing}<p class="pf-card__meta">{escape(said)}</p></li>'
    )
