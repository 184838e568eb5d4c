"""What converting a page found, as JSON: for the store, and between processes."""

from __future__ import annotations

from dataclasses import fields
from enum import Enum
from typing import Any

from plainfact.extensions.base import PageResult
from plainfact.findings import Finding, Location, Rule, Severity
from plainfact.model import Page, Reference, Use


def written(result: PageResult) -> dict[str, Any]:
    """A result as plain values."""
    return {
        "page": _plain(result.page),
        "references": [_plain(each) for each in result.references],
        "findings": [written_finding(each) for each in result.findings],
        "sentences": [list(each) for each in result.sentences],
        "too_much": list(result.too_much),
    }


def written_finding(finding: Finding) -> dict[str, Any]:
    """A finding as plain values."""
    return _plain(finding)


def result_of(row: Any) -> PageResult:
    """The result that was written. Raises LookupError, TypeError or ValueError on others."""
    page: dict[str, Any] = {
        key: tuple(v) if isinstance(v, list) else v for key, v in row["page"].items()
    }
    return PageResult(
        Page(**page),
        [_reference(each) for each in row["references"]],
        [finding_of(each) for each in row["findings"]],
        [(str(words), bool(noted)) for words, noted in row["sentences"]],
        [str(words) for words in row["too_much"]],
    )


def finding_of(row: Any) -> Finding:
    """The finding that was written. Raises as `result_of` does."""
    severity = row["severity"]
    # mypy takes the arguments of Rule's __new__ for those of the lookup.
    rule = Rule(row["rule"])  # type: ignore[call-arg]
    return Finding(
        rule,
        Location(*row["location"]),
        str(row["message"]),
        str(row["hint"]),
        Severity(severity) if severity else None,
    )


def _reference(row: Any) -> Reference:
    return Reference(**{**row, "use": Use(row["use"]), "location": Location(*row["location"])})


def _plain(record: Page | Reference | Finding) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in fields(record):
        value = getattr(record, each.name)
        if isinstance(value, Location):
            value = [getattr(value, part.name) for part in fields(value)]
        elif isinstance(value, Enum):
            value = value.value
        elif isinstance(value, tuple):
            value = list(value)
        found[each.name] = value
    return found
