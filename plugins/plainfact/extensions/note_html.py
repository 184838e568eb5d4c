"""What a note says: a fact with its standing, date and sources, or a source's reference.

Elements are made after inline patterns have run, so every text goes through `escaped`.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from plainfact.bibliography import origins, reference, text_fragment, title_address
from plainfact.extensions.host import CurrentPage
from plainfact.extensions.tree import escaped
from plainfact.messages import text as say
from plainfact.model import (
    Citation,
    Fact,
    Kind,
    Knowledge,
    PartialDate,
    Source,
    Status,
)
from plainfact.values import format_date

MAX_RELATED = 12
"""Contradicting claims that one note lists: a bound, with a link to the ledger for the rest."""


@dataclass(frozen=True, slots=True)
class Place:
    """One mark's place within a source: the author's words, the words quoted, the mark's id."""

    words: str
    quote: str
    anchor: str


@dataclass(frozen=True, slots=True)
class ListingPages:
    """The pages (paths in docs_dir) on which records have an entry; empty where there is none."""

    sources: str = ""
    facts: str = ""
    glossary: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a note needs to know of the site around it."""

    knowledge: Knowledge
    current: CurrentPage
    language: str
    pages: ListingPages


def anchor(key: str) -> str:
    """A note's key as part of an id: ids hold no white space, addresses may hold anything."""
    return key if not key.startswith("url:") else "url:" + quote(key[4:], safe="")


def _add(parent: etree.Element, tag: str, text: str = "", class_: str = "") -> etree.Element:
    child = etree.SubElement(parent, tag)
    if class_:
        child.set("class", class_)
    if text:
        child.text = escaped(text)
    return child


def _tail(parent: etree.Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = escaped((parent[-1].tail or "").replace("&amp;", "&") + text)
    else:
        parent.text = escaped((parent.text or "").replace("&amp;", "&") + text)


def fact_note(item: etree.Element, fact: Fact, places: Sequence[Place], context: Context) -> None:
    """The note of a fact: claim, standing, what contradicts or follows it, sources."""
    item.set("data-status", fact.status.value)
    claim = _add(item, "p", class_="pf-note__claim")
    shown = _add(claim, "del") if fact.status is Status.RETRACTED else claim
    shown.text = escaped(fact.claim)
    fact_standing(item, fact, context)
    fact_sources(item, fact, context)
    if places:
        rows = _add(item, "ul", class_="pf-places")
        for place in places:
            _add(rows, "li", place.words)
    _fact_meta(item, fact, context)


def fact_standing(parent: etree.Element, fact: Fact, context: Context) -> None:
    """In one plain sentence: how the claim stands, by whom, when; and what happened since."""
    language = context.language
    line = _add(parent, "p", class_="pf-note__standing")
    standing = _add(line, "span", say(f"status.{fact.status.value}", language), "pf-standing")
    standing.set("data-status", fact.status.value)
    _tail(line, f": {say(f'status.{fact.status.value}.why', language)}. ")
    _add(line, "span", who_and_when(context.knowledge, fact, language), "pf-by")
    if fact.retraction:
        retraction = fact.retraction
        said = capitalised(say("withdrawn by {by}", language, by=retraction.by))
        when = f", {format_date(retraction.on, language)}" if retraction.on else ""
        why = f": {retraction.why}" if retraction.why else ""
        line = _add(parent, "p", f"{said}{when}{why}".rstrip(".") + ".", "pf-note__retraction")
        if source := context.knowledge.source(retraction.source):
            _tail(line, " ")
            source_reference(line, source, context)
    related = [("Against it: {fact}", other) for other in context.knowledge.disputing(fact)]
    if newer := context.knowledge.successor(fact):
        related.insert(0, ("Newer: {fact}", newer))
    if related:
        rows = _add(parent, "ul", class_="pf-note__related")
        for label, other in related[:MAX_RELATED]:
            _related(_add(rows, "li"), say(label, language, fact="").strip(), other, context)


def _related(row: etree.Element, label: str, fact: Fact, context: Context) -> None:
    _add(row, "b", label)
    _tail(row, " ")
    if context.pages.facts:
        link = _add(row, "a", fact.claim)
        link.set("href", context.current.link(context.pages.facts, fact.id))
    else:
        _tail(row, fact.claim)
    by = who_and_when(context.knowledge, fact, context.language)
    _tail(row, f" {by}")
    sources = [context.knowledge.source(citation.source) for citation in fact.citations]
    for number, source in enumerate([source for source in sources if source][:3]):
        _tail(row, "; " if number else " ")
        _title(row, source.title, source.language, _address(source, None))


def who_and_when(knowledge: Knowledge, fact: Fact, language: str) -> str:
    """`South Korea's intelligence service said, 18 October 2024.`"""
    who, date = knowledge.claimant(fact), format_date(fact.as_of, language)
    if not who:
        return f"{date}."
    verb = {Kind.STATEMENT: "said", Kind.FORECAST: "expects"}.get(fact.kind)
    return f"{who} {say(verb, language)}, {date}." if verb else f"{who}, {date}."


def fact_sources(parent: etree.Element, fact: Fact, context: Context) -> None:
    """The sources of a fact, with the words quoted from each, and how many origins they have."""
    rows = _add(parent, "ul", class_="pf-refs")
    found = []
    for citation in fact.citations:
        if source := context.knowledge.source(citation.source):
            found.append(source)
            row = _add(rows, "li")
            source_reference(row, source, context, citation)
    independent = origins(found)
    if len(found) > 1 and len(independent) == 1:
        _add(
            parent,
            "p",
            say(
                "{n} reports, 1 origin: {origin}",
                context.language,
                n=len(found),
                origin=independent[0],
            ),
            "pf-note__origins",
        )


def _fact_meta(item: etree.Element, fact: Fact, context: Context) -> None:
    meta = _add(item, "p", class_="pf-note__meta")
    if fact.checked:
        date = format_date(fact.checked, context.language)
        _tail(meta, say("Last checked {date}", context.language, date=date) + ". ")
    if context.pages.facts:
        link = _add(meta, "a", say("Permanent link", context.language))
        link.set("href", context.current.link(context.pages.facts, fact.id))


def source_note(
    item: etree.Element, source: Source, places: Sequence[Place], context: Context
) -> None:
    """The note of a source: its reference, and the places in it that the page cites."""
    line = _add(item, "p", class_="pf-note__reference")
    quoted = next((place.quote for place in places if place.quote), "")
    source_reference(line, source, context, Citation(source=source.id, quote=quoted), quote=False)
    if places:
        rows = _add(item, "ul", class_="pf-places")
        for place in places:
            row = _add(rows, "li", place.words)
            if place.quote:
                _tail(row, ": " if place.words else "")
                _quotation(row, source, place.quote, "")
    if context.pages.sources:
        meta = _add(item, "p", class_="pf-note__meta")
        link = _add(meta, "a", say("Cited by", context.language))
        link.set("href", context.current.link(context.pages.sources, source.id))


def address_note(item: etree.Element, key: str, places: Sequence[Place]) -> None:
    """The note of a source that is cited by its address alone."""
    line = _add(item, "p", class_="pf-note__reference")
    link = _add(line, "a", key)
    link.set("href", escaped(key))
    link.set("rel", "noopener nofollow")
    for place in places:
        if place.words:
            _tail(line, f" {place.words}")


def source_reference(
    parent: etree.Element,
    source: Source,
    context: Context,
    citation: Citation | None = None,
    *,
    quote: bool = True,
) -> None:
    """A source in words, as markup; then locator, quoted words and what weighs against it."""
    address = _address(source, citation)
    standing = context.knowledge.standing(source)
    for part in reference(source, context.language, standing):
        if part.role == "title":
            _title(parent, part.text, part.language, address)
        elif part.url:
            _link(parent, part.text, part.url).set("class", f"pf-{part.role}")
        elif part.role == "plain":
            _tail(parent, part.text)
        else:
            _add(parent, "span", part.text, f"pf-{part.role}")
    if citation and citation.locator:
        _tail(parent, f" {citation.locator}.")
    if citation and citation.quote and quote:
        _tail(parent, " ")
        _quotation(parent, source, citation.quote, citation.language or source.language)
        if citation.translation:
            _tail(parent, f" ({citation.translation})")


def capitalised(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def _title(parent: etree.Element, title: str, language: str, address: str) -> None:
    cite = _add(parent, "cite", class_="pf-title")
    if language:
        cite.set("lang", escaped(language))
    if address:
        _link(cite, title, address)
    else:
        cite.text = escaped(title)


def _link(parent: etree.Element, words: str, address: str) -> etree.Element:
    link = _add(parent, "a", words)
    link.set("href", escaped(address))
    link.set("rel", "noopener")
    return link


def _address(source: Source, citation: Citation | None) -> str:
    """Where a source is read, at the quoted words where there are any."""
    address = title_address(source)
    return text_fragment(address, citation.quote) if citation and citation.quote else address


def _quotation(parent: etree.Element, source: Source, words: str, language: str) -> None:
    quoted = _add(parent, "q", words, "pf-quote")
    if language:
        quoted.set("lang", escaped(language))


def standing_in_text(knowledge: Knowledge, fact: Fact, sentence: str, language: str) -> str:
    """What stands in brackets behind bound words, unless the sentence says so itself."""
    lowered = sentence.lower()
    if fact.status is Status.RETRACTED:
        if re.search(r"retract|withdr", lowered) or say("withdrawn", language).lower() in lowered:
            return ""
        who = fact.retraction.by if fact.retraction else ""
        on = fact.retraction.on if fact.retraction else None
        words = say("withdrawn by {by}", language, by=who) if who else say("withdrawn", language)
        return words + (f", {format_date(on, language, short=True)}" if on else "")
    if knowledge.successor(fact):
        if says_date(sentence, fact.as_of, language):
            return ""
        month = PartialDate(fact.as_of.year, fact.as_of.month)
        date = format_date(month, language, short=True)
        return f"{date}; {say('since revised', language)}"
    if fact.status is Status.DISPUTED:
        if re.search(r"disput|contradict|den(?:y|ie)|differ|while|but\b", lowered):
            return ""
        return say("disputed", language)
    return ""


def says_date(sentence: str, date: PartialDate, language: str) -> bool:
    """Whether a sentence dates itself: it names the year, and the month where there is one."""
    if str(date.year) not in sentence:
        return False
    if not date.month:
        return True
    month = PartialDate(date.year, date.month)
    names = {format_date(month, language, short=short) for short in (True, False)}
    words = {word for name in names for word in name.split() if not word.isdigit()}
    return any(word.rstrip(".") in sentence for word in words) or str(month) in sentence
