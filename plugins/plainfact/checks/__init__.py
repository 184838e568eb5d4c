"""Rules over what the data files say and what rendering found. Pure: no file, no clock.

What the loader and the extensions find on the way (unknown ids, wrong fields, unsafe HTML)
is not repeated here.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date

from plainfact.checks.pages import unknown_pages
from plainfact.checks.prose import Coverage, Sentence, coverage, uncited, wants_note
from plainfact.checks.records import check_records
from plainfact.checks.severity import RuleSetting, apply_rules, rule_problems
from plainfact.checks.uses import check_uses
from plainfact.findings import Finding, sort_key
from plainfact.model import Knowledge, Link, References
from plainfact.terms import ambiguous

__all__ = [
    "Coverage",
    "RuleSetting",
    "Sentence",
    "apply_rules",
    "check",
    "coverage",
    "rule_problems",
    "uncited",
    "wants_note",
]


def check(
    knowledge: Knowledge,
    references: References,
    *,
    today: date,
    preferred: Mapping[str, Collection[str]] | None = None,
    language: str = "en",
    text_of: Callable[[str], str] = lambda _file: "",
) -> tuple[Finding, ...]:
    """All findings of the rules that need the whole site, in order of place.

    `preferred` are the ids that a page's front matter prefers (`glossary: {prefer: […]}`),
    by the page's path. `language` is the site's: that of its facts, and of pages that name
    no other. `text_of` gives a file, by its path in the project, where a place over several
    lines is looked for.
    """
    found = [
        *check_records(knowledge, today=today, language=language),
        *check_uses(knowledge, references, language, text_of),
        *unknown_pages(knowledge, references),
        *_ambiguous_labels(knowledge, references, preferred or {}),
    ]
    return tuple(sorted(found, key=sort_key))


def _ambiguous_labels(
    knowledge: Knowledge, references: References, preferred: Mapping[str, Collection[str]]
) -> tuple[Finding, ...]:
    """Terms that are never linked by themselves cannot get into each other's way."""
    linked = [term for term in knowledge.terms.values() if term.link is not Link.NEVER]
    pages = [(page, preferred.get(path, ())) for path, page in references.pages.items()]
    return ambiguous(linked, pages or None)
