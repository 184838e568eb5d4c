"""Findings in MkDocs' log, where a strict build counts errors and warnings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

from plainfact.findings import Finding, Severity
from plainfact.report import block

log = logging.getLogger("mkdocs.plugins.plainfact")
LEVELS = {
    Severity.ERROR: logging.ERROR,
    Severity.WARNING: logging.WARNING,
    Severity.NOTE: logging.DEBUG,
}


def log_findings(findings: Iterable[Finding], project: Path) -> None:
    """One entry a finding; notes are counted only, `plainfact check` lists them."""
    notes = 0
    read_line = _line_reader(project)
    for finding in findings:
        notes += finding.level is Severity.NOTE
        level = LEVELS[finding.level]
        if log.isEnabledFor(level):  # a large site has thousands of notes
            log.log(level, "%s", "\n".join(block(finding, read_line)))
    if notes:
        log.info("%d notes; `plainfact check` lists them", notes)


def _line_reader(project: Path) -> Callable[[str, int], str | None]:
    """Reads lines of the project's files, and of no others; a file once in a row."""

    @lru_cache(maxsize=4)
    def lines_of(path: str) -> tuple[str, ...]:
        file = (project / path).resolve()
        if not file.is_relative_to(project) or not file.is_file():
            return ()
        return tuple(file.read_text("utf-8-sig", errors="replace").splitlines())

    def read_line(path: str, line: int) -> str | None:
        lines = lines_of(path)
        return lines[line - 1] if 0 < line <= len(lines) else None

    return read_line
