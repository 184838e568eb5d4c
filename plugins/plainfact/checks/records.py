"""Rules that need the data files alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from plainfact import values
from plainfact.checks.publications import Publications, folded
from plainfact.findings import Finding, Location, Rule
from plainfact.model import (
    Fact,
    Knowledge,
    Level,
    PartialDate,
    Source,
    Status,
    host_names,
    machine_value,
)


def check_records(knowledge: Knowledge, *, today: date, language: str = "en") -> Iterator[Finding]:
    """All findings about records as such, whether a page uses them or not."""
    for fact in knowledge.facts.values():
        yield from _claim_value_mismatch(fact, language)
        yield from _discredited_source(fact, knowledge)
        yield from _single_origin(fact, knowledge)
        yield from _stale_fact(fact, today)
    yield from _duplicate_sources(knowledge)


def _claim_value_mismatch(fact: Fact, language: str) -> Iterator[Finding]:
    if fact.value is not None and values.claim_mismatch(fact, language):
        yield Finding(
            Rule.CLAIM_VALUE_MISMATCH,
            fact.at("value"),
            f"fact '{fact.id}' has the value {machine_value(fact.value)}, "
            "but its claim has other numbers or dates and not this one",
            "bring the claim and the value into line with the source",
        )


def _discredited_source(fact: Fact, knowledge: Knowledge) -> Iterator[Finding]:
    if fact.status is Status.RETRACTED:  # readers are told so already
        return
    sources = [knowledge.source(citation.source) for citation in fact.citations]
    standings = [knowledge.standing(source) for source in sources if source]
    if len(standings) < len(sources) or not standings or None in standings:
        return
    only = (
        f"only source '{sources[0].id}' is"
        if sources[0] and len(sources) == 1
        else "sources are all"
    )
    worst = max(
        (standing for standing in standings if standing),
        key=lambda standing: standing.level is Level.WITHDRAWN,
    )
    since = f" since {worst.since}" if worst.since else ""
    why = f" ({worst.why})" if worst.why else ""
    yield Finding(
        Rule.DISCREDITED_SOURCE,
        fact.citations[0].location if fact.citations[0].location.path else fact.at("sources"),
        f"fact '{fact.id}' rests on nothing else: its {only} marked "
        f"'{worst.level.value}'{since}{why}",
        "add a source that stands, or tell readers so and change the fact's status",
    )


def _single_origin(fact: Fact, knowledge: Knowledge) -> Iterator[Finding]:
    named = {citation.source: knowledge.source(citation.source) for citation in fact.citations}
    sources = {source.id: source for source in named.values() if source}
    if len(sources) < 2 or not any(source.relays for source in sources.values()):
        return
    origins = {folded(origin(source)) for source in sources.values()}
    if len(origins) == 1 and "" not in origins:
        relayed = next(source.relays for source in sources.values() if source.relays)
        yield Finding(
            Rule.SINGLE_ORIGIN,
            fact.at("sources"),
            f"the {len(sources)} sources of fact '{fact.id}' all pass on one report, by {relayed}",
            "for a second witness, look for a source that did its own reporting",
        )


def origin(source: Source) -> str:
    """Whose report it is: the one it relays, else its own publication, publisher or host."""
    return (
        source.relays
        or source.container_title
        or source.publisher
        or next(host_names(source.url), "")
    )


def _stale_fact(fact: Fact, today: date) -> Iterator[Finding]:
    if fact.review_by and is_past(fact.review_by, today):
        yield Finding(
            Rule.STALE_FACT,
            fact.at("review_by"),
            f"fact '{fact.id}' was to be looked at again by {fact.review_by}",
            "see whether it still holds, then set 'checked' and a new 'review_by'",
        )


def is_past(limit: PartialDate, today: date) -> bool:
    """Whether the whole of a day, month or year lies before today."""
    written = str(limit)
    return today.isoformat()[: len(written)] > written


def _duplicate_sources(knowledge: Knowledge) -> Iterator[Finding]:
    """The second record of one publication, naming the first; each record once."""
    publications = Publications()
    for source in sorted(knowledge.sources.values(), key=lambda one: (one.location, one.id)):
        if twin := publications.twin(source):
            yield _duplicate(source, twin.first, twin.same, source.at(twin.field))
        publications.add(source)


def _duplicate(source: Source, first: Source, same: str, place: Location) -> Finding:
    return Finding(
        Rule.DUPLICATE_SOURCE,
        place,
        f"source '{source.id}' has the {same} of '{first.id}' "
        f"({first.location.path}:{first.location.line})",
        f"keep one of the two, and name the other under 'formerly: [{source.id}]'",
    )
