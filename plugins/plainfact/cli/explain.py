"""`plainfact explain`: what a page rests on, and which terms it links and why."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from plainfact.cli.completing import page as complete_page
from plainfact.cli.frame import Stopped, config_option, site_of
from plainfact.extensions.glossary import GlossaryExtension
from plainfact.extensions.glossary_choice import Account, Linked, NearMiss
from plainfact.model import Knowledge, Page, Reference, References, Use
from plainfact.report import visible
from plainfact.site import Site
from plainfact.site.render import render
from plainfact.suggest import did_you_mean
from plainfact.terms.boundaries import OBJECT

WHY = {
    Use.AUTOMATIC: "a mention in plain words",
    Use.EXPLICIT: "asked for with [words][term:…]",
    Use.LISTED: "shown by a listing",
    Use.CITED: "cited",
    Use.BOUND: "bound to words",
    Use.PRINTED: "its value is printed",
}
HIDDEN = (OBJECT, "\u00ad")  # in a page's text, no part of its words
UNKNOWN = "no term has this id"
# How much of what stands before and behind a mention has to stand there in the source too,
# in letters: the most first. Markup may part a mention from either side, or from both.
AROUND = ((40, 40), (15, 15), (30, 0), (0, 30), (12, 0), (0, 12), (5, 0), (0, 5))


@dataclass(frozen=True, slots=True)
class Mention:
    """One row of the table: a mention that is linked, or one that is not."""

    term: str
    label: str
    words: str
    line: int | None
    reason: str


class Places:
    """The lines of a page's source on which words of the rendered page stand.

    Both are compared by their letters and digits alone. Ask in reading order: of several
    places that fit, the next one is meant.
    """

    def __init__(self, source: str, text: str, *, start: int = 0) -> None:
        self._ends: list[int] = []  # of lines, in letters
        letters: list[str] = []
        length = 0
        for number, line in enumerate(source.split("\n"), 1):
            kept = _letters(line) if number > start else ""
            length += len(kept)
            letters.append(kept)
            self._ends.append(length)
        self._source = "".join(letters)
        self._text = _letters(text)
        self._before = text
        self._done = (0, 0)
        self._at = 0

    def line(self, start: int, words: str) -> int | None:
        """The line of the words that begin at a place of the page's text."""
        wanted = _letters(words)
        if not wanted:
            return None
        place = self._letters_before(start)
        for before, behind in AROUND:
            left = self._text[max(0, place - before) : place]
            right = self._text[place + len(wanted) : place + len(wanted) + behind]
            if left or right:
                found = self._find(left + wanted + right)
                if found is not None:
                    return self._line(found + len(left))
        if self._source.count(wanted) == 1:
            return self._line(self._source.index(wanted))
        return None

    def _letters_before(self, start: int) -> int:
        """How many letters stand before a place of the page's text."""
        place, count = self._done
        if start < place:
            place, count = 0, 0
        count += len(_letters(self._before[place:start]))
        self._done = (start, count)
        return count

    def _find(self, wanted: str) -> int | None:
        found = self._source.find(wanted, self._at)
        if found >= 0:
            self._at = found
            return found
        found = self._source.find(wanted)
        return found if found >= 0 else None

    def _line(self, place: int) -> int:
        return bisect_right(self._ends, place) + 1


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Tables, or a report for programs.",
)
@config_option
@click.argument("page", metavar="PAGE", shell_complete=complete_page)
def explain(form: str, config_file: Path | None, page: str) -> None:
    """Say which facts, sources and terms PAGE uses, where, and why each link is there.

    PAGE is a path in the docs folder (explainers/x.md), or the path of the file.

    \b
    Example:
      plainfact explain explainers/north-korean-troops.md
    """
    site = site_of(config_file)
    found = _page(site.references, page, site.project)
    if found is None:
        hint = did_you_mean(page, site.references.pages) or "pages are named as in the docs folder"
        raise Stopped(f"there is no page '{page}'; {hint}")
    links, missed = mentions(site, found)
    refs = site.references.on(found.path)
    if form == "json":
        click.echo(json.dumps(_report(found, refs, links, missed), indent=2))
    else:
        click.echo("\n".join(_explained(found, site.knowledge, refs, links, missed)))


def _page(references: References, wanted: str, project: Path) -> Page | None:
    if wanted in references.pages:
        return references.pages[wanted]
    file = Path(wanted).resolve()
    for page in references.pages.values():
        if page.file and (project / page.file).resolve() == file:
            return page
    return None


def mentions(site: Site, page: Page) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """The mentions of terms on a page that are linked, and those that are not."""
    account = _account(site, page)
    places = _places(site, page, account.text)
    links: list[Mention] = []
    missed = [
        Mention(ref.id, "", ref.raw, places.line(0, ref.raw), UNKNOWN)
        for ref in site.references.on(page.path)
        if ref.kind == "term" and not ref.anchor
    ]
    both: list[tuple[list[Mention], Linked | NearMiss, str]] = [
        *((links, each, WHY[each.use]) for each in account.links),
        *((missed, each, each.reason.value) for each in account.near_misses),
    ]
    for rows, each, reason in sorted(both, key=lambda row: row[1].start):
        words = " ".join("".join(char for char in each.words if char not in HIDDEN).split())
        line = places.line(each.start, each.words)
        rows.append(Mention(each.term, each.label, words, line, reason))
    return tuple(links), tuple(missed)


def _account(site: Site, page: Page) -> Account:
    """What becomes of the mentions on a page: it is converted once more to learn that."""
    glossary = site.session.extensions.get("plainfact.glossary")
    file = site.files.get_file_from_path(page.path)
    if not isinstance(glossary, GlossaryExtension) or not file or not file.page:
        return Account()
    glossary.explains = True
    render(file.page.markdown or "", file, site.files, site.session.config)
    return glossary.accounts.get(page.path) or Account()


def _places(site: Site, page: Page, text: str) -> Places:
    file = site.files.get_file_from_path(page.path)
    source = file.content_string if file else ""
    body = (file.page.markdown if file and file.page else "") or ""
    start = source.find(body) if body else -1
    return Places(source, text, start=source.count("\n", 0, start) if start > 0 else 0)


def _explained(
    page: Page,
    knowledge: Knowledge,
    refs: Sequence[Reference],
    links: Sequence[Mention],
    missed: Sequence[Mention],
) -> Iterator[str]:
    """The lines of the answer."""
    yield visible(f"{page.path}: {page.title or 'without a title'}")
    yield from _section("Facts", refs, "fact", knowledge)
    yield from _section("Sources cited directly", refs, "source", knowledge)
    yield from _table("Terms linked", links)
    yield from _table("Mentions not linked", missed)


def _table(heading: str, rows: Sequence[Mention]) -> Iterator[str]:
    """A line for each mention; words and reason come last, as they are of any length."""
    yield ""
    yield f"{heading}: {len(rows) or 'none'}"
    if not rows:
        return
    cells = [("line", "term", "label", "words, and why")]
    cells += [
        (
            str(row.line or "?"),
            visible(row.term),
            visible(row.label) or "-",
            visible(f"'{row.words}' {row.reason}"),
        )
        for row in rows
    ]
    widths = [max(len(row[column]) for row in cells) for column in range(3)]
    for row in cells:
        parts = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield "  " + "  ".join([*parts, row[3]])


def _section(
    heading: str, refs: Iterable[Reference], kind: str, knowledge: Knowledge
) -> Iterator[str]:
    of_kind = [ref for ref in refs if ref.kind == kind]
    yield ""
    yield f"{heading}: {len({ref.id for ref in of_kind}) or 'none'}"
    for key in dict.fromkeys(ref.id for ref in of_kind):
        yield visible(f"  {key}{_about(kind, key, knowledge)}")
        for ref in of_kind:
            if ref.id == key:
                words = f" '{ref.words}'" if ref.words else ""
                yield visible(f"    line {ref.location.line or '?'}:{words} {WHY[ref.use]}")


def _about(kind: str, key: str, knowledge: Knowledge) -> str:
    if kind == "fact" and (fact := knowledge.fact(key)):
        return f" ({fact.status}, {fact.as_of}): {fact.claim}"
    if kind == "source" and (source := knowledge.source(key)):
        return f": {source.title}"
    return ""


def _report(
    page: Page,
    refs: Sequence[Reference],
    links: Sequence[Mention],
    missed: Sequence[Mention],
) -> dict[str, object]:
    """The report for programs, version 1."""
    return {
        "version": 1,
        "page": page.path,
        "links": [asdict(each) for each in links],
        "near_misses": [asdict(each) for each in missed],
        "facts": _uses(refs, "fact"),
        "sources": _uses(refs, "source"),
    }


def _uses(refs: Sequence[Reference], kind: str) -> list[dict[str, object]]:
    return [
        {
            kind: ref.id,
            "words": ref.words,
            "line": ref.location.line or None,
            "reason": WHY[ref.use],
        }
        for ref in refs
        if ref.kind == kind
    ]
