"""Findings that a change brings, and those that are gone with it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from plainfact.findings import Finding, sort_key

_LINE_NUMBER = re.compile(r":[0-9]{1,9}\b")
Key = tuple[str, ...]


def findings_changed(
    base: Iterable[Finding],
    head: Iterable[Finding],
    base_lines: Mapping[Finding, str],
    head_lines: Mapping[Finding, str],
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """New findings, and those gone.

    Two are the same where rule, message and the line of the file are, wherever that line
    stands now: first in the same file, then in any.
    """

    def exact(lines: Mapping[Finding, str]) -> Callable[[Finding], Key]:
        return lambda finding: (finding.location.path, *_key(finding, lines))

    def moved(lines: Mapping[Finding, str]) -> Callable[[Finding], Key]:
        return lambda finding: _key(finding, lines)

    gone, new = _without_pairs(base, head, exact(base_lines), exact(head_lines))
    gone, new = _without_pairs(gone, new, moved(base_lines), moved(head_lines))
    return tuple(sorted(new, key=sort_key)), tuple(sorted(gone, key=sort_key))


def _key(finding: Finding, lines: Mapping[Finding, str]) -> Key:
    """Messages that name another place do so with its line, which may move as well."""
    message = _LINE_NUMBER.sub("", finding.message)
    return (finding.rule.value, message, " ".join(lines.get(finding, "").split()))


def _without_pairs(
    base: Iterable[Finding],
    head: Iterable[Finding],
    base_key: Callable[[Finding], Key],
    head_key: Callable[[Finding], Key],
) -> tuple[list[Finding], list[Finding]]:
    """What is on one side only; findings that are alike pair off one by one."""
    waiting: defaultdict[Key, list[Finding]] = defaultdict(list)
    for finding in sorted(base, key=sort_key):
        waiting[base_key(finding)].append(finding)
    new = []
    for finding in sorted(head, key=sort_key):
        alike = waiting[head_key(finding)]
        if alike:
            alike.pop(0)
        else:
            new.append(finding)
    return [finding for left in waiting.values() for finding in left], new
