"""Findings as the Markdown that GitHub shows on the page of a run: totals and the whole list.

A step appends it to the file that `GITHUB_STEP_SUMMARY` names ("Workflow commands for GitHub
Actions", "Adding a job summary"). GitHub takes 1 MiB a step, and shows nothing of what is larger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from plainfact.findings import Finding, Severity, sort_key
from plainfact.report import PLURALS, summary, visible

LARGEST = 1024 * 1024 - 4096  # bytes; the rest is for the closing lines
LONGEST = 500  # characters of a message or hint
TITLES = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.NOTE: "Notes"}

_MARKUP = re.compile(r"[^A-Za-z0-9\s,;?]")


def as_summary(findings: Iterable[Finding], *, largest: int = LARGEST) -> str:
    """Markdown of at most `largest` bytes and a closing line: totals, then all findings.

    The worst come first; notes are folded. Where not all fit, the last line says how many
    more there are, and that the log has them.
    """
    ordered = sorted(findings, key=lambda each: (each.level.rank, sort_key(each)))
    counts = summary(ordered)
    totals = ", ".join(
        f"{counts[plural]} {severity if counts[plural] == 1 else plural}"
        for severity, plural in PLURALS.items()
    )
    parts = [f"### Plainfact: {totals}\n\n"]
    size, listed = len(parts[0]), 0
    for severity in Severity:
        of_kind = [each for each in ordered if each.level is severity]
        opening, closing = _frame(severity, len(of_kind))
        lines: list[str] = []
        for line in _lines(of_kind):
            if (size := size + len(line.encode())) > largest:
                break
            lines.append(line)
        if lines:
            parts += [opening, *lines, closing]
            listed += len(lines)
    if listed < len(ordered):
        parts.append(f"{len(ordered) - listed} more are not listed here; the log has them all.\n")
    return "".join(parts)


def escaped(text: str) -> str:
    """Text in which nothing is Markdown or HTML any more, on one line.

    Whatever is no letter, digit or blank becomes a numeric character reference, which opens
    no structure (CommonMark 0.31, section 2.5).
    """
    shown = " ".join(visible(text).split())
    return _MARKUP.sub(lambda found: _reference(found[0]), shown)


def _reference(character: str) -> str:
    return f"&#{ord(character)};" if character.isascii() else character


def _frame(severity: Severity, count: int) -> tuple[str, str]:
    if severity is Severity.NOTE:
        return f"<details><summary>Notes ({count})</summary>\n\n", "\n</details>\n"
    return f"#### {TITLES[severity]}\n\n", "\n"


def _lines(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        at = finding.location
        place = f"{at.path}:{max(at.line, 1)}:{max(at.column, 1)}"
        where = f"<code>{escaped(place)}</code> " if at.path else ""
        line = f"- {where}{escaped(_short(finding.message))} (<code>{finding.rule.value}</code>)"
        if finding.hint:
            line += f"<br>{escaped(_short(finding.hint))}"
        yield line + "\n"


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
