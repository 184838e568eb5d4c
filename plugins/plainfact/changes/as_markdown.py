"""A comparison as a comment on a pull request: Markdown as GitHub and GitLab read it.

Every word that comes from content is inert: its signs are written as character references,
which CommonMark (section 2.5) never takes for structure, and what a host makes of finished
text (mentions, numbers of issues) is parted by an invisible character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from plainfact.changes.as_json import address
from plainfact.changes.compare import Changes
from plainfact.changes.leftovers import Leftover
from plainfact.changes.pages import PageChange, PassageChange
from plainfact.changes.records import RecordChange
from plainfact.changes.wording import (
    NAMES,
    coverage_words,
    differing,
    headline,
    many,
    page_words,
    rest_words,
    short,
    standing_of,
)
from plainfact.findings import Finding
from plainfact.report import visible

LONGEST_COMMENT = 60_000
"""Characters; GitHub takes 65,536 of one comment."""

OPEN = 12
"""Entries of a list that are shown unfolded; a longer one is folded."""

MOST_FOLDED = 40
"""Sentences of a page that are folded away; the rest are counted."""

WORD_JOINER = "&#8288;"  # U+2060: parts words for programs, and is not seen
_SIGNS = re.compile(r"[^\w\s“”‘’–—…→·,'();?/.-]|_")
_CALLS = re.compile(r"(&#(?:64|35|33|37|36|38|126|43|94|42);)(?=[\w&])")
_BEGINNING = re.compile(r"^([0-9]{0,9})([-.)])")  # of a list, where words begin a line
_ADDRESS = re.compile(r"\b(www)\.", re.IGNORECASE)
_ISSUE = re.compile(r"\b(GH-)(?=\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading and its entries, each whole in itself."""

    heading: str
    entries: tuple[str, ...]
    folded: bool = False


def as_markdown(changes: Changes, url: str = "") -> str:
    """The report. What does not fit is left out entry by entry, with a note at the place."""
    sections = [section for section in _sections(changes, url) if section.entries]
    lines = [f"**{headline(changes)[0]}** {' '.join(headline(changes)[1:])}".rstrip(), ""]
    lines += [f"<sub>{_sides(changes)}</sub>", ""]
    length = sum(len(line) + 1 for line in lines)
    for index, section in enumerate(sections):
        left = [later.heading for later in sections[index:]]
        note = _cut_note(left)
        room = LONGEST_COMMENT - length - len(note) - 200
        written, complete = _written(section, room)
        lines += written
        length += sum(len(line) + 1 for line in written)
        if not complete:
            lines.append(note)
            break
    return "\n".join(lines).rstrip() + "\n"


def inert(text: str) -> str:
    """Words from content, as they are and with no effect."""
    escaped = _CALLS.sub(rf"\1{WORD_JOINER}", _escaped(text))
    return _ISSUE.sub(rf"\1{WORD_JOINER}", escaped.replace("&#58;//", f"&#58;{WORD_JOINER}//"))


def code(text: str) -> str:
    """An id or path, in a face for code, where hosts make nothing of finished text."""
    return f"<code>{_escaped(text)}</code>"


def _escaped(text: str) -> str:
    flat = visible(" ".join(text.split()))
    escaped = _SIGNS.sub(_reference, flat)
    escaped = _BEGINNING.sub(lambda match: match[1] + _reference(match[2]), escaped)
    return _ADDRESS.sub(r"\1&#46;", escaped)


def _reference(sign: str | re.Match[str]) -> str:
    return f"&#{ord(sign if isinstance(sign, str) else sign[0])};"


def _cut_note(left: Iterable[str]) -> str:
    return (
        f"\n_Cut here: a comment holds no more than {LONGEST_COMMENT:,} characters. Not all is "
        f"shown of: {', '.join(left)}. `plainfact diff --format json` has all of it._\n"
    )


def _written(section: _Section, room: int) -> tuple[list[str], bool]:
    """The lines of a section as far as they fit, and whether all of it did."""
    number = len(section.entries)
    if section.folded or number > OPEN:
        top = ["<details>", f"<summary>{section.heading} ({number})</summary>", ""]
        bottom = ["", "</details>", ""]
    else:
        top, bottom = [f"#### {section.heading} ({number})", ""], [""]
    used = sum(len(line) + 1 for line in (*top, *bottom))
    lines = list(top)
    for entry in section.entries:
        used += len(entry) + 1
        if used > room:
            return ([*lines, *bottom] if len(lines) > len(top) else []), False
        lines.append(entry)
    return [*lines, *bottom], True


def _sides(changes: Changes) -> str:
    def side(name: str, commit: str) -> str:
        return code(name) + (f" ({code(commit[:12])})" if commit and commit != name else "")

    base, head = changes.base, changes.head
    return f"{side(head.name, head.commit)} compared with {side(base.name, base.commit)}"


def _sections(changes: Changes, url: str) -> Iterator[_Section]:
    """The gravest first: what must be looked at before what may be."""
    grave = [finding for finding in changes.new if finding.level.rank < 2]
    minor = [finding for finding in changes.new if finding.level.rank >= 2]
    yield _Section("New errors and warnings", tuple(map(_finding, grave)))
    yield _Section("Still says the old", tuple(map(_leftover, changes.leftovers)))
    for kind, name in NAMES.items():
        folded = kind not in ("fact", "correction")
        yield _Section(name, tuple(map(_record, changes.of(kind))), folded)
    other = [page for page in changes.pages if page.change != "affected"]
    same = [page for page in changes.pages if page.change == "affected"]
    yield _Section("Pages that say something else", tuple(_page(page, url) for page in other))
    yield _Section(
        "Pages that say the same and rest on what changed",
        tuple(_page(page, url) for page in same),
        folded=True,
    )
    yield _Section("New notes", tuple(map(_finding, minor)), folded=True)
    yield _Section("Findings gone", tuple(map(_finding, changes.gone)), folded=True)
    yield _Section("Not looked at", tuple(_left_out(changes)), folded=True)


def _finding(finding: Finding) -> str:
    at = finding.location
    place = code(f"{at.path}:{max(at.line, 1)}") + " " if at.path else ""
    hint = f"<br>{inert(short(finding.hint))}" if finding.hint else ""
    message = inert(short(finding.message))
    return f"- {place}{finding.level}: {message} ({code(finding.rule.value)}){hint}"


def _record(change: RecordChange) -> str:
    lines = [f"- {code(change.id)} {inert(standing_of(change))}: {inert(short(change.title))}"]
    if change.change == "changed":
        lines += [
            f"  - {code(each.name)}: {_old_and_new(each.old, each.new)}" for each in change.fields
        ]
    return "\n".join(lines)


def _page(change: PageChange, url: str) -> str:
    page = change.page
    title = inert(short(page.title or page.path, 200))
    where = "" if change.change == "removed" else address(url, page.url)
    name = f'<a href="{_href(where)}">{title}</a>' if where else title
    lines = [f"- {name} {code(page.path)}: {page_words(change)}"]
    if change.change == "changed":
        own = [passage for passage in change.passages if passage.is_own]
        generated = [passage for passage in change.passages if not passage.is_own]
        lines += [f"  - {_passage(passage)}" for passage in own[:OPEN]]
        lines += _folded(own[OPEN:], "more sentence")
        lines += _folded(generated, "entry in notes and lists", "entries in notes and lists")
    if change.rests_on:
        resting = ", ".join(inert(rest_words(rest)) for rest in change.rests_on[:OPEN])
        more = len(change.rests_on) - OPEN
        lines.append(f"  - rests on {resting}" + (f" and {more} more" if more > 0 else ""))
    if covered := coverage_words(change):
        lines.append(f"  - coverage: {covered}")
    return "\n".join(lines)


def _folded(passages: Sequence[PassageChange], one: str, several: str = "") -> Iterator[str]:
    """Sentences that need not be seen at once, on one line: it cannot be cut in the middle."""
    if passages:
        items = "".join(f"<li>{_passage(passage)}</li>" for passage in passages[:MOST_FOLDED])
        more = len(passages) - MOST_FOLDED
        items += f"<li>and {more} more</li>" if more > 0 else ""
        number = len(passages)
        counted = f"{number} {several}" if several and number != 1 else many(number, one)
        yield f"  - <details><summary>{counted}</summary><ul>{items}</ul></details>"


def _passage(change: PassageChange) -> str:
    part = f"{change.part}, " if change.part != "prose" else ""
    line = f"line {change.location.line}, " if change.location.line else ""
    label = f"{part}{line}".rstrip(", ")
    said = _old_and_new(change.old, change.new)
    return f"({label}) {said}" if label else said


def _old_and_new(old: str, new: str) -> str:
    """Both in one where they share words, else one after the other."""
    old, new = short(" ".join(old.split())), short(" ".join(new.split()))
    if not old or not new:
        return f"<del>{inert(old)}</del>" if old else f"<ins>{inert(new)}</ins>"
    parts = list(differing(old, new))
    kept = sum(len(same.split()) for same, _, _ in parts)
    if kept * 2 < len(new.split()):
        return f"<del>{inert(old)}</del> → <ins>{inert(new)}</ins>"
    found = []
    for same, gone, came in parts:
        found += [inert(same)] if same.strip() else []
        found += [f"<del>{inert(gone)}</del>"] if gone.strip() else []
        found += [f"<ins>{inert(came)}</ins>"] if came.strip() else []
    return " ".join(found)


def _leftover(each: Leftover) -> str:
    at = each.location
    place = code(f"{at.path}:{max(at.line, 1)}")
    return (
        f"- {place} “{inert(short(each.sentence))}”<br>instead of “{inert(short(each.words))}” "
        f"put “{inert(short(each.replacement))}”"
    )


def _left_out(changes: Changes) -> Iterator[str]:
    for side in (changes.base, changes.head):
        for path, why in side.left_out[:100]:
            yield f"- {code(path)} of {code(side.name)}: {inert(why)}"


def _href(url: str) -> str:
    """An address in an attribute; `--url` was held against http and https before."""
    return "".join(
        character if (character.isalnum() and character.isascii()) or character in "-._~/:%"
        else f"&#{ord(character)};"
        for character in url
    )  # fmt: skip
