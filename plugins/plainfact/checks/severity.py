"""The option `rules`: how much each kind of finding matters on this site, and where.

    rules:
      uncited-figure: off                 # nowhere
      stale-fact: warning                 # everywhere
      superseded-fact: {severity: note, pages: ["explainers/archive/*.md"]}

The last setting whose pages match counts. A list of settings is taken too.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plainfact.findings import Finding, Rule, Severity
from plainfact.suggest import did_you_mean

OFF = "off"
RuleSetting = Any  # what YAML gives: text, a boolean (`off` is one), a map, or a list of maps


def apply_rules(
    findings: Iterable[Finding], rules: Mapping[str, RuleSetting]
) -> tuple[Finding, ...]:
    """The findings at the severities that the site wants, without those it turned off."""
    settings = {name: tuple(_settings(setting)) for name, setting in rules.items()}
    kept = (_applied(finding, settings.get(finding.rule.value, ())) for finding in findings)
    return tuple(finding for finding in kept if finding is not None)


def rule_problems(rules: Mapping[str, RuleSetting]) -> tuple[str, ...]:
    """What is wrong with the option itself, in words for the site's owner."""
    return tuple(_problems(rules))


def matches(path: str, glob: str) -> bool:
    """Whether a path in the project matches a glob, which may start at any folder of it."""
    return fnmatch.fnmatchcase(path, glob) or fnmatch.fnmatchcase(path, f"*/{glob}")


def _applied(finding: Finding, settings: Iterable[tuple[str, tuple[str, ...]]]) -> Finding | None:
    wanted = ""
    for severity, pages in settings:
        if not pages or any(matches(finding.location.path, glob) for glob in pages):
            wanted = severity
    if wanted == OFF:
        return None
    return finding.with_severity(Severity(wanted)) if wanted else finding


def _settings(setting: RuleSetting) -> Iterator[tuple[str, tuple[str, ...]]]:
    """One rule's settings as (severity, globs), without what is not understood."""
    if isinstance(setting, (list, tuple)):
        for one in setting:
            yield from _settings(one)
    elif isinstance(setting, Mapping):
        severity = _severity(setting.get("severity"))
        pages = setting.get("pages") or ()
        globs = (pages,) if isinstance(pages, str) else tuple(str(glob) for glob in pages)
        if severity:
            yield severity, globs
    elif severity := _severity(setting):
        yield severity, ()


def _severity(word: RuleSetting) -> str:
    """YAML 1.1 reads a bare `off` as false."""
    if word is False:
        return OFF
    known = (OFF, *(severity.value for severity in Severity))
    return word if isinstance(word, str) and word in known else ""


def _problems(rules: Mapping[str, RuleSetting]) -> Iterator[str]:
    known = [rule.value for rule in Rule]
    for name, setting in rules.items():
        if name not in known:
            hint = did_you_mean(str(name), known)
            yield f"there is no rule '{name}'" + (f"; {hint}" if hint else "")
        for one in setting if isinstance(setting, (list, tuple)) else (setting,):
            yield from (f"rule '{name}': {problem}" for problem in _setting_problems(one))


def _setting_problems(setting: RuleSetting) -> Iterator[str]:
    severity = setting
    if isinstance(setting, Mapping):
        severity = setting.get("severity")
        for key in setting.keys() - {"severity", "pages"}:
            yield f"'{key}' is neither 'severity' nor 'pages'"
        pages = setting.get("pages", [])
        if not isinstance(pages, (str, list, tuple)):
            yield "'pages' is a list of globs"
    if not _severity(severity):
        yield f"the severity is error, warning, note or off, not {severity!r}"
