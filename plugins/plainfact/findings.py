"""What is wrong, where, and what to do: the one shape in which every check reports.

Nothing in here knows how a finding is printed (`report`) or how it came to be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self


class Severity(StrEnum):
    """How much a finding matters. A strict build fails on the first two."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for the worst; for sorting."""
        return list(Severity).index(self)


class Rule(StrEnum):
    """Every kind of finding. The value is the rule's public id (docs/rules.md).

    Each member carries its default severity and one sentence on what it finds; the
    handbook's rules page says the rest, and a test fails when a rule is missing there.
    """

    default: Severity
    finds: str

    def __new__(cls, value: str, default: Severity, finds: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.default = default
        member.finds = finds
        return member

    YAML_SYNTAX = "yaml-syntax", Severity.ERROR, "not valid YAML, or YAML of a kind not taken here"
    DUPLICATE_KEY = "duplicate-key", Severity.ERROR, "a key that stands twice in one mapping"
    DUPLICATE_ID = "duplicate-id", Severity.ERROR, "an id that two records of a kind share"
    ENCODING = "encoding", Severity.ERROR, "bytes that are no UTF-8 text"
    LIMIT = "limit", Severity.ERROR, "a file that is too large, too deep, or uses anchors"
    INVALID_FIELD = "invalid-field", Severity.ERROR, "a field that is missing, unknown or wrong"
    UNKNOWN_SOURCE = "unknown-source", Severity.ERROR, "a source that is not there"
    UNKNOWN_FACT = "unknown-fact", Severity.ERROR, "a fact that is not there"
    UNKNOWN_TERM = "unknown-term", Severity.ERROR, "a glossary term that is not there"
    UNKNOWN_PAGE = "unknown-page", Severity.ERROR, "a page that is not there"
    UNKNOWN_MEASURE = "unknown-measure", Severity.ERROR, "a measure that is not there"
    AMBIGUOUS_LABEL = "ambiguous-label", Severity.ERROR, "one label that two terms claim"
    UNSOURCED_FACT = "unsourced-fact", Severity.ERROR, "a fact with no source"
    FACT_TEXT_MISMATCH = (
        "fact-text-mismatch",
        Severity.ERROR,
        "bound words with a number or date that the fact does not hold",
    )
    CLAIM_VALUE_MISMATCH = (
        "claim-value-mismatch",
        Severity.ERROR,
        "a claim whose numbers or dates are not the fact's own value",
    )
    UNSAFE_URL = "unsafe-url", Severity.ERROR, "an address that a reader must not be sent to"
    UNSAFE_HTML = "unsafe-html", Severity.ERROR, "HTML that sanitising removes"
    BIDI_CONTROL = "bidi-control", Severity.ERROR, "an invisible character that changes order"
    RETRACTED_FACT = "retracted-fact", Severity.WARNING, "a withdrawn fact used as if it stood"
    SUPERSEDED_FACT = "superseded-fact", Severity.WARNING, "an older fact used without its date"
    DISCREDITED_SOURCE = (
        "discredited-source",
        Severity.WARNING,
        "a fact whose only support is no longer trusted",
    )
    DUPLICATE_SOURCE = "duplicate-source", Severity.WARNING, "one publication recorded twice"
    DEAD_LINK = "dead-link", Severity.WARNING, "an address that no longer answers"
    MOVED_LINK = "moved-link", Severity.NOTE, "an address that has moved for good"
    QUOTE_MISSING = "quote-missing", Severity.WARNING, "quoted words no longer on the page"
    NOT_FORMATTABLE = "not-formattable", Severity.WARNING, "a file that fmt would damage"
    FACT_REWRITTEN = (
        "fact-rewritten",
        Severity.WARNING,
        "a published value that was changed under the same date",
    )
    CORRECTION_MISSING = (
        "correction-missing",
        Severity.WARNING,
        "a published fact changed in substance without a correction",
    )
    UPDATED_MISSING = (
        "updated-missing",
        Severity.WARNING,
        "a page that says something new under an old date",
    )
    STALE_FACT = "stale-fact", Severity.NOTE, "a fact past its day of review"
    SINGLE_ORIGIN = "single-origin", Severity.NOTE, "several reports of one origin"
    BARE_SOURCE = "bare-source", Severity.NOTE, "a source cited by its address alone"
    UNCITED_FIGURE = "uncited-figure", Severity.NOTE, "a number that no note supports"
    UNCITED_QUOTATION = "uncited-quotation", Severity.NOTE, "a quotation that no note supports"
    UNUSED_SOURCE = "unused-source", Severity.NOTE, "a source that nothing uses"
    UNUSED_FACT = "unused-fact", Severity.NOTE, "a fact that nothing uses"
    UNUSED_TERM = "unused-term", Severity.NOTE, "a term that nothing links to"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file. Lines and columns count from 1, columns in characters.

    `path` is relative to the project (the folder of mkdocs.yml) with forward slashes.
    The end is exclusive: the column after the last character. Line 0 means that the
    finding is about the file as a whole.
    """

    path: str
    line: int = 0
    column: int = 0
    end_line: int = 0
    end_column: int = 0


NOWHERE = Location("")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `message` says what, `hint` what to do about it."""

    rule: Rule
    location: Location
    message: str
    hint: str = ""
    severity: Severity | None = None

    @property
    def level(self) -> Severity:
        """The severity that counts: the site's own choice, else the rule's default."""
        return self.severity or self.rule.default

    def with_severity(self, severity: Severity) -> Finding:
        """The same finding at another severity."""
        return replace(self, severity=severity)


def sort_key(finding: Finding) -> tuple[str, int, int, str, str]:
    """Order of findings in every report: by place, then by rule."""
    at = finding.location
    return (at.path, at.line, at.column, finding.rule.value, finding.message)
