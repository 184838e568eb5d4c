"""A comparison for a terminal. What comes from content cannot steer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from plainfact.changes.as_json import address
from plainfact.changes.compare import Changes
from plainfact.changes.pages import PageChange, PassageChange
from plainfact.changes.records import RecordChange
from plainfact.changes.wording import (
    NAMES,
    SIGNS,
    coverage_words,
    headline,
    many,
    page_words,
    rest_words,
    short,
    standing_of,
)
from plainfact.findings import Finding
from plainfact.report import block, visible

COLORS = {"+": "32", "-": "31", "~": "33", "=": "36"}
Paint = Callable[[str, str], str]


def as_text(changes: Changes, url: str = "", *, color: bool = False) -> str:
    """The report, section by section."""

    def paint(text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if color else text

    lines = [*headline(changes)]
    for kind, name in NAMES.items():
        if of_kind := changes.of(kind):
            lines += ["", paint(name, "1")]
            lines += [line for change in of_kind for line in _record(change, paint)]
    if changes.pages:
        lines += ["", paint("Pages", "1")]
        lines += [line for page in changes.pages for line in _page(page, url, paint)]
    if changes.leftovers:
        lines += ["", paint("Still says the old", "1")]
        for each in changes.leftovers:
            at = each.location
            lines += [
                f"  {visible(at.path)}:{max(at.line, 1)}: {_words(each.sentence)}",
                f"      instead of “{_words(each.words)}” put “{_words(each.replacement)}”",
            ]
    for name, findings in (("New findings", changes.new), ("Findings gone", changes.gone)):
        if findings:
            lines += ["", paint(name, "1")]
            lines += [f"  {line}" for finding in findings for line in _finding(finding, color)]
    for side in (changes.base, changes.head):
        if side.left_out:
            lines += ["", paint(f"Not looked at in {visible(side.name)}", "1")]
            lines += [f"  {visible(path)}: {visible(why)}" for path, why in side.left_out]
    return "\n".join(lines) + "\n"


def _words(text: str) -> str:
    return visible(short(" ".join(text.split())))


def _signed(sign: str, text: str, paint: Paint) -> str:
    return paint(f"{sign} {text}", COLORS[sign])


def _record(change: RecordChange, paint: Paint) -> Iterator[str]:
    head = f"{visible(change.id)} ({visible(standing_of(change))}): {_words(change.title)}"
    yield "  " + _signed(SIGNS[change.change], head, paint)
    if change.change == "changed":
        for each in change.fields:
            old, new = _words(each.old) or "–", _words(each.new) or "–"
            yield f"      {visible(each.name)}: {old} → {new}"


def _page(change: PageChange, url: str, paint: Paint) -> Iterator[str]:
    page = change.page
    title = f"{_words(page.title or page.path)} ({visible(page.path)}): {page_words(change)}"
    yield "  " + _signed(SIGNS[change.change], title, paint)
    if change.change != "removed" and (where := address(url, page.url)):
        yield f"      {visible(where)}"
    if change.change == "changed":
        for passage in change.passages:
            if passage.is_own:
                yield from _passage(passage, paint)
        if generated := sum(not passage.is_own for passage in change.passages):
            yield f"      and {many(generated, 'sentence')} in notes and lists"
    for rest in change.rests_on:
        yield f"      rests on {visible(rest_words(rest))}"
    if covered := coverage_words(change):
        yield f"      coverage: {covered}"


def _passage(change: PassageChange, paint: Paint) -> Iterator[str]:
    where = f" ({change.part})" if change.part != "prose" else ""
    if change.old:
        yield "      " + _signed("-", _words(change.old) + where, paint)
    if change.new:
        yield "      " + _signed("+", _words(change.new) + where, paint)


def _finding(finding: Finding, color: bool) -> Iterator[str]:
    yield from block(finding, lambda _path, _line: None, color=color)
