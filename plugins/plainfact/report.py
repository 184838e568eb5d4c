"""Findings as text for people, as JSON for programs, and as GitHub's workflow commands.

Messages and source lines come from untrusted content: control characters, bidirectional
overrides and terminal escapes are made visible before anything is printed.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from plainfact.findings import Finding, Location, Severity, sort_key

ReadLine = Callable[[str, int], str | None]

PLURALS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.NOTE: "notes"}
COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTE: "1;36"}
COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}

WIDTH = 100  # columns of a source line that are shown
BEFORE = 40  # of which at most so many stand before the place
LONGEST = 2000  # characters of a message or hint that are shown
ANNOTATIONS = 10  # what GitHub shows of each kind in one step

NOTHING: Mapping[str, object] = MappingProxyType({})
HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})
JOINERS = frozenset("\u200c\u200d")  # part of ordinary words and emoji


def summary(findings: Iterable[Finding]) -> dict[str, int]:
    """How many of each severity: {"errors": 1, "warnings": 0, "notes": 2}."""
    levels = [finding.level for finding in findings]
    return {plural: levels.count(severity) for severity, plural in PLURALS.items()}


def as_text(
    findings: Iterable[Finding],
    read_line: ReadLine,
    *,
    color: bool = False,
    remarks: Iterable[str] = (),
) -> str:
    """One block a finding (place, message, source line with caret, hint), remarks, the totals.

    `read_line` takes a path and a line number and gives the line, or None where there is
    no such file or line.
    """
    ordered = sorted(findings, key=sort_key)
    lines: list[str] = []
    for finding in ordered:
        lines += block(finding, read_line, color=color)
    lines += map(visible, remarks)
    return "\n".join([*lines, _totals(ordered)]) + "\n"


def as_json(findings: Iterable[Finding], more: Mapping[str, object] = NOTHING) -> str:
    """The report of docs/owners.md, version 1. Plain ASCII, so safe on any terminal.

    `more` are keys that stand behind those of every report.
    """
    ordered = sorted(findings, key=sort_key)
    report = {
        "version": 1,
        "findings": [finding_as_dict(finding) for finding in ordered],
        "summary": summary(ordered),
        **more,
    }
    return json.dumps(report, indent=2) + "\n"


def as_github(findings: Iterable[Finding]) -> str:
    """Workflow commands for the worst ten of each kind, then the whole list as plain text.

    GitHub obeys any line that starts with `::`, whoever wrote it: so the plain list stands
    between `::stop-commands::TOKEN` and `::TOKEN::`, where TOKEN follows from the list
    itself, which therefore cannot contain it.
    """
    ordered = sorted(findings, key=sort_key)
    lines: list[str] = []
    more: list[str] = []
    for severity in Severity:
        of_kind = [finding for finding in ordered if finding.level is severity]
        lines += [_command(finding) for finding in of_kind[:ANNOTATIONS]]
        if len(of_kind) > ANNOTATIONS:
            more.append(f"{len(of_kind) - ANNOTATIONS} more {PLURALS[severity]}")
    if more:
        lines.append(f"Not shown above: {', '.join(more)}. The whole list follows.")
    plain = [line for finding in ordered for line in (_headline(finding), *_hints(finding))]
    token = "plainfact-" + hashlib.sha256("\n".join(plain).encode()).hexdigest()[:32]
    if plain:
        lines += [f"::stop-commands::{token}", *plain, f"::{token}::"]
    return "\n".join([*lines, _totals(ordered)]) + "\n"


def visible(text: str) -> str:
    """Text that is safe on a terminal: what is invisible or steers is spelt out, <U+202E>."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    if character in JOINERS or unicodedata.category(character) not in HIDDEN:
        return character
    return f"<U+{ord(character):04X}>"


def block(finding: Finding, read_line: ReadLine, *, color: bool = False) -> Iterator[str]:
    """All lines of one finding, for hosts that log them one by one."""
    at = finding.location
    yield _headline(finding, color)
    line = read_line(at.path, at.line) if at.path and at.line else None
    if line is not None:
        shown, caret = excerpt(line.rstrip("\r\n"), at)
        gutter = f"{at.line:>5} | "
        yield (gutter + shown).rstrip()
        yield " " * (len(gutter) - 2) + "| " + _painted(caret, COLORS[finding.level], color)
    yield from _hints(finding)


def excerpt(line: str, at: Location) -> tuple[str, str]:
    """A source line, cut around the place, and the line of carets that goes under it."""
    first = min(max(at.column - 1, 0), len(line))
    last = len(line) if at.end_line > at.line else max(at.end_column - 1, first + 1)
    begin, end = _window(line, first)
    cells = [_cell(character) for character in line[begin:end]]
    head = "…" if begin else ""
    tail = "…" if end < len(line) else ""
    before = len(head) + sum(width for _, width in cells[: first - begin])
    under = sum(width for _, width in cells[first - begin : last - begin])
    shown = head + "".join(text for text, _ in cells) + tail
    return shown, " " * before + "^" + "~" * max(under - 1, 0)


def _window(line: str, first: int) -> tuple[int, int]:
    """Which part of a line is shown; what is spelt out takes more than one character."""

    def size(character: str) -> int:
        return len(_cell(character)[0])

    if len(line) <= WIDTH and sum(map(size, line)) <= WIDTH:
        return 0, len(line)
    begin = end = first
    used = 0
    while begin and (used := used + size(line[begin - 1])) <= BEFORE:
        begin -= 1
    used = sum(map(size, line[begin:first]))
    while end < len(line) and (used := used + size(line[end])) <= WIDTH:
        end += 1
    return begin, max(end, min(first + 1, len(line)))


def _cell(character: str) -> tuple[str, int]:
    """What is shown for a character, and how many columns of a terminal that takes."""
    if character == "\t":
        return "    ", 4
    if character in JOINERS or unicodedata.category(character) in ("Mn", "Me"):
        return character, 0
    shown = _shown(character)
    if shown == character and unicodedata.east_asian_width(character) in "WF":
        return shown, 2
    return shown, len(shown)


def _headline(finding: Finding, color: bool = False) -> str:
    place = _painted(_place(finding.location), "1", color)
    level = _painted(f"{finding.level}:", COLORS[finding.level], color)
    message = visible(_short(finding.message))
    return f"{place}{level} {message} [{finding.rule.value}]"


def _hints(finding: Finding) -> Iterator[str]:
    for line in _short(finding.hint).splitlines():
        yield "        " + visible(line)


def _place(at: Location) -> str:
    """`path:line:column: `; a finding about a whole file stands at its beginning."""
    if not at.path:
        return ""
    return f"{visible(at.path)}:{max(at.line, 1)}:{max(at.column, 1)}: "


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def _painted(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color and text else text


def _totals(findings: Sequence[Finding]) -> str:
    counts = summary(findings)
    return ", ".join(
        f"{counts[plural]} {severity if counts[plural] == 1 else plural}"
        for severity, plural in PLURALS.items()
    )


def finding_as_dict(finding: Finding) -> dict[str, str | int]:
    """A finding as the JSON report has it."""
    at = finding.location
    line, column = max(at.line, 1), max(at.column, 1)
    return {
        "rule": finding.rule.value,
        "severity": finding.level.value,
        "path": at.path,
        "line": line,
        "column": column,
        "end_line": at.end_line or line,
        "end_column": at.end_column or column,
        "message": finding.message,
        "hint": finding.hint,
    }


def _command(finding: Finding) -> str:
    """One workflow command; GitHub's escapes are those of actions/toolkit's command.ts."""
    at = finding.location
    properties = {"title": f"plainfact {finding.rule.value}"}
    if at.path:
        values = finding_as_dict(finding)
        properties |= {
            "file": visible(at.path),
            "line": str(values["line"]),
            "endLine": str(values["end_line"]),
            "col": str(values["column"]),
            "endColumn": str(values["end_column"]),
        }
    listed = ",".join(f"{key}={_escape_property(value)}" for key, value in properties.items())
    words = [visible(_short(finding.message)), *(line.strip() for line in _hints(finding))]
    return f"::{COMMANDS[finding.level]} {listed}::{_escape_data(chr(10).join(words))}"


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
