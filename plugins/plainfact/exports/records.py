"""Facts and glossary as data: `{"facts": […]}` and `{"glossary": […]}`.

Every entry has every field, in one order, so that a program need not ask what is there:
what is unknown is null, "" or []. Fields are only ever added (docs, data files).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from plainfact.exports.uses import dumped_rows, used_on
from plainfact.model import (
    Citation,
    DateRange,
    Fact,
    Knowledge,
    PartialDate,
    Range,
    References,
    Term,
    Value,
)


def facts_json(knowledge: Knowledge, references: References) -> str:
    """All facts, sorted by id, with where they are used."""
    facts = (_fact(knowledge.facts[key], knowledge, references) for key in sorted(knowledge.facts))
    return dumped_rows("facts", facts)


def glossary_json(knowledge: Knowledge, references: References) -> str:
    """All terms, sorted by id, with where they are used; definitions are inline Markdown."""
    terms = (_term(knowledge.terms[key], knowledge, references) for key in sorted(knowledge.terms))
    return dumped_rows("glossary", terms)


def _fact(fact: Fact, knowledge: Knowledge, references: References) -> dict[str, Any]:
    successor = knowledge.successor(fact)
    retraction = fact.retraction
    return {
        "id": fact.id,
        "formerly": list(fact.formerly),
        "claim": fact.claim,
        "kind": fact.kind.value,
        "status": fact.status.value,
        "value": _value(fact.value),
        "unit": fact.unit,
        "approximate": fact.approximate,
        "measure": fact.measure,
        "as_of": str(fact.as_of),
        "when": _when(fact.when),
        "attributed_to": fact.attributed_to,
        "claimant": knowledge.claimant(fact),
        "anonymous": fact.anonymous,
        "sources": _citations(fact.citations),
        "tags": list(fact.tags),
        "superseded_by": successor.id if successor else "",
        "disputes": [other.id for other in knowledge.disputing(fact)],
        "retraction": retraction
        and {
            "by": retraction.by,
            "on": _date(retraction.on),
            "source": retraction.source,
            "why": retraction.why,
        },
        "checked": _date(fact.checked),
        "review_by": _date(fact.review_by),
        "note": fact.note,
        "used_on": used_on(knowledge, references, "fact", fact.id),
    }


def _term(term: Term, knowledge: Knowledge, references: References) -> dict[str, Any]:
    return {
        "id": term.id,
        "formerly": list(term.formerly),
        "term": term.term,
        "aliases": list(term.aliases),
        "definition": term.definition.strip(),
        "language": term.language,
        "see_also": list(term.see_also),
        "sources": _citations(term.citations),
        "used_on": used_on(knowledge, references, "term", term.id),
    }


def _value(value: Value | None) -> object:
    """A number, {"min", "max"} (null where open), an ISO 8601 date, a text, or null."""
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, Range):
        return {"min": _number(value.minimum), "max": _number(value.maximum)}
    return str(value) if isinstance(value, PartialDate) else value


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def _date(date: PartialDate | None) -> str | None:
    return str(date) if date else None


def _when(when: PartialDate | DateRange | None) -> object:
    """An ISO 8601 date, {"from", "to"} (null where open), or null."""
    if isinstance(when, DateRange):
        return {"from": _date(when.start), "to": _date(when.end)}
    return _date(when)


def _citations(citations: Sequence[Citation]) -> list[dict[str, str]]:
    return [
        {
            "id": citation.source,
            "locator": citation.locator,
            "quote": citation.quote,
            "language": citation.language,
            "translation": citation.translation,
        }
        for citation in citations
    ]
