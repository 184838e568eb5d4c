"""What a note says: a fact with its standing, date and sources, or a source's reference."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from plainfact.bibliography import origins
from plainfact.extensions.reference_html import (
    Context,
    add,
    capitalised,
    quotation,
    source_reference,
    tail,
    title_reference,
)
from plainfact.extensions.tree import escaped
from plainfact.messages import text as say
from plainfact.model import Citation, Fact, Kind, Knowledge, Measure, Source, Status
from plainfact.values import format_date, rivals

MAX_RELATED = 12
"""Contradicting claims that one note lists: a bound; the ledger's entries lead on."""
MAX_NAMED = 4
"""Origins that are named; of more, their number is told."""
# Hebrew, Arabic, Syriac, Thaana, NKo and their presentation forms.
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


@dataclass(frozen=True, slots=True)
class Place:
    """One place within a source: the author's words, the words quoted, the marks that lead
    there (ids)."""

    words: str
    quote: str
    anchors: tuple[str, ...]


def anchor(key: str) -> str:
    """A note's key as part of an id: ids hold no white space, addresses may hold anything."""
    return key if not key.startswith("url:") else "url:" + quote(key[4:], safe="")


def fact_note(item: etree.Element, fact: Fact, places: Sequence[Place], context: Context) -> None:
    """The note of a fact: claim, standing, what contradicts or follows it, sources."""
    item.set("data-status", fact.status.value)
    claim = add(item, "p", class_="pf-note__claim")
    shown = add(claim, "del") if fact.status is Status.RETRACTED else claim
    shown.text = escaped(fact.claim)
    fact_standing(item, fact, context)
    fact_sources(item, fact, context)
    _places(item, places, None)
    meta = fact_meta(item, fact, context)
    if context.pages.facts:
        tail(meta, " " if len(meta) or meta.text else "")
        link = add(meta, "a", say("Permanent link", context.language))
        link.set("href", context.current.link(context.pages.facts, fact.id))


def fact_standing(parent: etree.Element, fact: Fact, context: Context) -> None:
    """In one plain sentence: how the claim stands, by whom, when; and what happened since."""
    language = context.language
    line = add(parent, "p", class_="pf-note__standing")
    standing = add(line, "span", say(f"status.{fact.status.value}", language), "pf-standing")
    standing.set("data-status", fact.status.value)
    tail(line, f": {say(f'status.{fact.status.value}.why', language)}. ")
    add(line, "span", who_and_when(context.knowledge, fact, language), "pf-by")
    if fact.retraction:
        _retraction(parent, fact, context)
    related: list[tuple[str, Fact]] = []
    if newer := context.knowledge.successor(fact):
        related.append(("Newer: {fact}", newer))
    related += [("Against it: {fact}", other) for other in context.knowledge.disputing(fact)]
    if fact.kind is Kind.FIGURE:
        related += [("Another count: {fact}", other) for other in rivals(fact, context.knowledge)]
    if related:
        rows = add(parent, "ul", class_="pf-note__related")
        for label, other in related[:MAX_RELATED]:
            _related(add(rows, "li"), say(label, language, fact="").strip(), other, context)


def _retraction(parent: etree.Element, fact: Fact, context: Context) -> None:
    """Who withdrew it, when and why, and where that is written."""
    retraction, language = fact.retraction, context.language
    assert retraction
    said = capitalised(say("withdrawn by {by}", language, by=retraction.by))
    when = f", {format_date(retraction.on, language)}" if retraction.on else ""
    why = f": {retraction.why}" if retraction.why else ""
    line = add(parent, "p", f"{said}{when}{why}".rstrip(".") + ".", "pf-note__retraction")
    source = context.knowledge.source(retraction.source)
    if source and all(citation.source != retraction.source for citation in fact.citations):
        tail(line, " ")
        source_reference(line, source, context)


def _related(row: etree.Element, label: str, fact: Fact, context: Context) -> None:
    """Another fact beside it: its claim, by whom, when, and the titles of its sources."""
    add(row, "b", label)
    tail(row, " ")
    if context.pages.facts:
        link = add(row, "a", fact.claim)
        link.set("href", context.current.link(context.pages.facts, fact.id))
    else:
        tail(row, fact.claim)
    by = who_and_when(context.knowledge, fact, context.language)
    tail(row, f" {by}")
    sources_in_short(row, fact, context)


def sources_in_short(parent: etree.Element, fact: Fact, context: Context) -> None:
    """The titles of a fact's first sources, each a link to the very words."""
    found = [(context.knowledge.source(each.source), each) for each in fact.citations]
    known = [(source, citation) for source, citation in found if source]
    for number, (source, citation) in enumerate(known[:3]):
        tail(parent, "; " if number else " ")
        title_reference(parent, source, citation)


def who_and_when(knowledge: Knowledge, fact: Fact, language: str) -> str:
    """`South Korea's intelligence service said, 18 October 2024.`"""
    who, date = knowledge.claimant(fact), format_date(fact.as_of, language)
    if not who:
        return ended(date)
    if _RIGHT_TO_LEFT.search(who) and not _RIGHT_TO_LEFT.search(date):
        who = f"\u2068{who}\u2069"  # else the date's digits would change places with the name
    if fact.anonymous:
        who = capitalised(f"{who} ({say('anonymous', language)})")
    verb = {Kind.STATEMENT: "said", Kind.FORECAST: "expects"}.get(fact.kind)
    return ended(f"{who} {say(verb, language)}, {date}" if verb else f"{who}, {date}")


def ended(words: str) -> str:
    """Words with a full stop; Ukrainian and Russian dates end in one of their own (`2026 р.`)."""
    return words if words.endswith(".") else f"{words}."


def fact_sources(parent: etree.Element, fact: Fact, context: Context) -> None:
    """The sources of a fact, with the words quoted from each, and how many origins they have."""
    rows = add(parent, "ul", class_="pf-refs")
    found: dict[str, Source] = {}
    for citation in fact.citations:
        if source := context.knowledge.source(citation.source):
            found[source.id] = source
            source_reference(add(rows, "li"), source, context, citation)
    if len(found) > 1:
        words = _origins_in_words(tuple(found.values()), context.language)
        add(parent, "p", words, "pf-note__origins")


def _origins_in_words(sources: Sequence[Source], language: str) -> str:
    """`3 reports, 1 origin: AFP`; `3 reports, 2 origins: AFP, Yonhap`."""
    independent, reports = origins(sources), len(sources)
    if len(independent) == 1:
        return say("{n} reports, 1 origin: {origin}", language, n=reports, origin=independent[0])
    counted = say("{n} origins", language, n=len(independent))
    named = ", ".join(independent[:MAX_NAMED]) + (" …" if len(independent) > MAX_NAMED else "")
    return f"{say('{n} reports', language, n=reports)}, {counted}: {named}"


def fact_meta(parent: etree.Element, fact: Fact, context: Context) -> etree.Element:
    """What time a fact speaks of, where that is another; when it was checked last; its measure."""
    language = context.language
    meta = add(parent, "p", class_="pf-note__meta")
    if fact.when and fact.when not in (fact.as_of, fact.value):
        tail(meta, ended(f"{say('When', language)}: {format_date(fact.when, language)}") + " ")
    if fact.checked:
        date = format_date(fact.checked, language)
        tail(meta, ended(say("Last checked {date}", language, date=date)) + " ")
    if measure := context.knowledge.measure(fact.measure):
        tail(meta, say("Compare", language) + ": ")
        _to_measure(meta, measure, context)
        tail(meta, ".")
    return meta


def _to_measure(parent: etree.Element, measure: Measure, context: Context) -> None:
    """To all figures of a measure: on this page, else in the ledger.

    Another page that shows the measure is known only once all are; `fill` leads there.
    """
    if measure.id in context.measures:
        add(parent, "a", measure.label).set("href", f"#measure:{measure.id}")
    elif context.pages.facts:
        link = add(parent, "a", measure.label, "pf-to-measure")
        link.set("data-measure", measure.id)
        link.set("href", context.current.link(context.pages.facts, f"figures:{measure.id}"))
    else:
        add(parent, "span", measure.label, "pf-to-measure").set("data-measure", measure.id)


def source_note(
    item: etree.Element, source: Source, places: Sequence[Place], context: Context
) -> None:
    """The note of a source: its reference, and the places in it that the page cites."""
    line = add(item, "p", class_="pf-note__reference")
    quoted = next((place.quote for place in places if place.quote), "")
    source_reference(line, source, context, Citation(source=source.id, quote=quoted), quote=False)
    _places(item, places, source)
    if context.pages.sources:
        meta = add(item, "p", class_="pf-note__meta")
        link = add(meta, "a", say("Cited by", context.language))
        link.set("href", context.current.link(context.pages.sources, source.id))


def address_note(item: etree.Element, key: str, places: Sequence[Place]) -> None:
    """The note of a source that is cited by its address alone."""
    line = add(item, "p", class_="pf-note__reference")
    link = add(line, "a", key)
    link.set("href", escaped(key))
    link.set("rel", "noopener nofollow")
    _places(item, places, None)


def _places(item: etree.Element, places: Sequence[Place], source: Source | None) -> None:
    """One row a place, in order of its first mark; its back links are added to it later."""
    if not places:
        return
    rows = add(item, "ul", class_="pf-places")
    for place in places:
        row = add(rows, "li", place.words)
        if place.quote:
            tail(row, ": " if place.words else "")
            quotation(row, place.quote, source.language if source else "", source)


def place_rows(item: etree.Element) -> list[etree.Element]:
    """The rows that stand for the places of a note, in their order."""
    found = next((each for each in item.iter("ul") if each.get("class") == "pf-places"), None)
    return [] if found is None else list(found)
