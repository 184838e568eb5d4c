"""A preview's page with what changed in it marked: a list at the top, passages highlighted.

Marks go around stretches of text that the HTML parser found, and nowhere else; no tag, id
or attribute of the page is touched. All words that come from content are escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape

from plainfact.changes.pages import PassageChange
from plainfact.changes.passages import Part, Passage, Reading, read
from plainfact.changes.preview import Preview, PreviewPage, PreviewRecord
from plainfact.messages import text as say

MAX_LISTED = 300
"""Changes of one page that its list holds."""

LONGEST = 600
"""Characters of one text in that list."""

KINDS = ("fact", "source", "measure", "term", "correction", "publisher")


def marked(
    html: str,
    path: str,
    preview: Preview,
    language: str,
    link: Callable[[str], str] = lambda _path: "",
) -> str:
    """A page of a preview: with a banner, and with its changes marked where it has any.

    `path` is the page's in docs_dir; `link` gives the address of another page as seen from
    it, empty where there is none.
    """
    page = preview.pages.get(path)
    banner = _banner(preview, path, language, link)
    if page is None:
        return banner + html
    reading = read(html)
    # A new page is new all over: marks would say nothing.
    places = {} if page.change == "added" else _places(page.passages, reading)
    listed = _list(page, places, language)
    return banner + _with_marks(html, page.passages, places, reading.after_title, listed, language)


def _places(changes: Sequence[PassageChange], reading: Reading) -> dict[int, Passage]:
    """The sentences that changed, by the index of their change."""
    found: dict[tuple[Part, str], list[Passage]] = {}
    for passage in reading.passages:
        found.setdefault((passage.part, passage.text), []).append(passage)
    places = {}
    for index, change in enumerate(changes):
        alike = found.get((change.part, change.new), [])
        if change.new and 0 <= change.nth < len(alike):
            places[index] = alike[change.nth]
    return places


def _with_marks(
    html: str,
    changes: Sequence[PassageChange],
    places: dict[int, Passage],
    after_title: int,
    listed: str,
    language: str,
) -> str:
    inserted: list[tuple[int, int, str]] = [(after_title, 0, listed)]
    for index, passage in places.items():
        first = True
        for stretch in passage.stretches:
            start, end = _trimmed(html, stretch.start, stretch.end)
            if start >= end:
                continue
            opening = '<ins class="pf-change">'
            if first:
                opening = _first(index + 1, changes[index], stretch.in_control, language)
                first = False
            inserted += [(start, 1, opening), (end, 0, "</ins>")]
    parts, at = [], 0
    # Of what goes to one place, ends come before beginnings.
    for place, _, text in sorted(inserted, key=lambda item: item[:2]):
        parts += [html[at:place], text]
        at = place
    return "".join([*parts, html[at:]])


def _trimmed(html: str, start: int, end: int) -> tuple[int, int]:
    piece = html[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, start + max(len(piece.rstrip()), left)


def _first(number: int, change: PassageChange, in_control: bool, language: str) -> str:
    """The beginning of a changed sentence, with a word for those who do not see colour. It
    leads to what stood there before."""
    word = escape(say("preview.changed" if change.old else "preview.added", language))
    opening = f'<ins class="pf-change" id="pf-change:{number}">'
    if in_control:
        return f'{opening}<span class="pf-change__word">{word}</span> '
    return f'{opening}<a class="pf-change__word" href="#pf-was:{number}">{word}</a> '


# -- the list at the top -----------------------------------------------------


def _list(page: PreviewPage, places: dict[int, Passage], language: str) -> str:
    own = [n for n, change in enumerate(page.passages) if change.is_own]
    generated = [n for n, change in enumerate(page.passages) if not change.is_own]
    if page.change == "added":
        title = say("This page is new", language)
        own, generated = [], []
    elif page.passages:
        title = say("What changes on this page", language)
    else:
        title = say("This page says the same as before, and rests on what changes", language)
    items = [_item(n, page.passages[n], places, language) for n in own[:MAX_LISTED]]
    items += _more(len(own) - MAX_LISTED, language)
    records = [_record(record, language) for record in page.records[:MAX_LISTED]]
    body = f'<ul class="pf-changes__list">{"".join(items)}</ul>' if items else ""
    if generated:
        inner = [_item(n, page.passages[n], places, language) for n in generated[:MAX_LISTED]]
        inner += _more(len(generated) - MAX_LISTED, language)
        words = say("In notes and lists: {n}", language, n=len(generated))
        body += _details(words, f'<ul class="pf-changes__list">{"".join(inner)}</ul>')
    if records:
        words = say("Records behind it: {n}", language, n=len(page.records))
        body += _details(words, f'<ul class="pf-changes__list">{"".join(records)}</ul>')
    return (
        f'<section class="pf-changes" aria-label="{escape(title)}" data-search-exclude>'
        f'<p class="pf-changes__title"><strong>{escape(title)}</strong></p>{body}</section>'
    )


def _item(index: int, change: PassageChange, places: dict[int, Passage], language: str) -> str:
    """One sentence: what it says now, leading to the place, and on demand what it said."""
    number = index + 1
    kind = "changed" if change.old and change.new else "added" if change.new else "removed"
    word = escape(say(f"preview.{kind}", language))
    if change.part in (Part.TITLE, Part.SUMMARY):
        word = f"{escape(say(f'preview.{change.part.value}', language))}, {word}"
    said = ""
    if change.new:
        new = escape(_short(change.new))
        said = f'<a href="#pf-change:{number}">{new}</a>' if index in places else new
    was = ""
    if change.old:
        old = f"<p><del>{escape(_short(change.old))}</del></p>"
        was = _details(say("preview.before", language), old)
    return f'<li id="pf-was:{number}"><span class="pf-change__word">{word}</span> {said}{was}</li>'


def _record(record: PreviewRecord, language: str) -> str:
    kind = escape(say(f"preview.{record.kind}", language)) if record.kind in KINDS else ""
    change = record.change if record.change in ("added", "removed") else "changed"
    word = escape(say(f"preview.{change}", language))
    head = f"{kind} <code>{escape(record.id)}</code>, {word}: {escape(_short(record.title))}"
    if change != "changed":
        return f"<li>{head}</li>"
    rows = "".join(
        f"<li><code>{escape(each.name)}</code>: <del>{escape(_short(each.old)) or '–'}</del> "
        f"→ <ins>{escape(_short(each.new)) or '–'}</ins></li>"
        for each in record.fields[:MAX_LISTED]
    )
    return f"<li>{head}{f'<ul>{rows}</ul>' if rows else ''}</li>"


def _details(summary: str, body: str) -> str:
    return f'<details class="pf-more"><summary>{escape(summary)}</summary>{body}</details>'


def _more(number: int, language: str) -> Iterator[str]:
    if number > 0:
        yield f"<li>{escape(say('and {n} more', language, n=number))}</li>"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


# -- the banner --------------------------------------------------------------


def _banner(preview: Preview, path: str, language: str, link: Callable[[str], str]) -> str:
    """Says on every page that this is a preview, and where its changes are."""
    words = say("This is a preview of a proposed change, not the published page.", language)
    items = []
    for page in list(preview.pages.values())[:MAX_LISTED]:
        if page.change == "affected":
            continue
        title = escape(_short(page.title or page.path))
        where = "" if page.change == "removed" or page.path == path else link(page.path)
        name = f'<a href="{escape(where)}">{title}</a>' if where else title
        kind = page.change if page.change in ("added", "removed") else "changed"
        word = escape(say(f"preview.{kind}", language))
        items.append(f'<li>{name} <span class="pf-change__word">{word}</span></li>')
    pages = ""
    if items:
        summary = say("Pages that say something else: {n}", language, n=len(items))
        pages = _details(summary, f"<ul>{''.join(items)}</ul>")
    label = escape(say("preview.preview", language))
    return (
        f'<section class="pf-preview" aria-label="{label}" data-search-exclude>'
        f"<p><strong>{escape(words)}</strong></p>{pages}</section>"
    )
