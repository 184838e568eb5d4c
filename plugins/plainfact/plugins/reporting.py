"""Findings in MkDocs' log, where a strict build counts errors and warnings."""

from __future__ import annotations

import logging
from collections.abc import Iterable
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
    for finding in findings:
        notes += finding.level is Severity.NOTE
        log.log(LEVELS[finding.level], "%s", _shown(finding, project))
    if notes:
        log.info("%d notes; `plainfact check` lists them", notes)


def _shown(finding: Finding, project: Path) -> str:
    """The finding as `plainfact check` prints it, without the totals."""

    def read_line(path: str, line: int) -> str | None:
        file = (project / path).resolve()
        if not file.is_relative_to(project) or not file.is_file():
            return None
        lines = file.read_text("utf-8-sig", errors="replace").splitlines()
        return lines[line - 1] if 0 < line <= len(lines) else None

    return "\n".join(block(finding, read_line))
