"""Entries: what can be found, under which names, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from plainfact.messages import text as say
from plainfact.model import Fact, Knowledge, Page, PartialDate, Source, Term
from plainfact.values import format_date

NOTE_LENGTH = 110
"""Characters of a definition or summary that stand under a result's title."""


class EntryKind(IntEnum):
    """What a result is; its value is its place in `WORDS`, which the browser gets too."""

    EXPLAINER = 0
    PAGE = 1
    TERM = 2
    FACT = 3
    SOURCE = 4


WORDS = ("Explainer", "Page", "Term", "Fact", "Source")
"""Messages that name the kinds, in the order of their values."""

Place = Callable[[str], str | None]
"""The address of a record's entry, relative to the site; None where it has none."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One result. `also` are its other names, `note` is printed under the title, `words`
    is what else can be found in it; `address` is relative to the site's root.
    """

    kind: EntryKind
    title: str
    address: str
    also: tuple[str, ...] = ()
    note: str = ""
    words: str = ""


def page_entry(page: Page, title: str, address: str, summary: str) -> Entry:
    """A page: an explainer where its front matter has a date."""
    kind = EntryKind.EXPLAINER if page.published or page.updated else EntryKind.PAGE
    return Entry(kind, title, address, note=shortened(summary))


def term_entries(
    knowledge: Knowledge, place: Place, plain: Callable[[str], str]
) -> Iterator[Entry]:
    """The terms that have a place; `plain` gives a definition's words without markup."""
    for term in knowledge.terms.values():
        if address := place(term.id):
            yield _term(term, address, plain(term.definition))


def fact_entries(knowledge: Knowledge, place: Place, language: str) -> Iterator[Entry]:
    """The facts that have a place; dates and standing in the site's language."""
    for fact in knowledge.facts.values():
        if address := place(fact.id):
            yield _fact(fact, address, knowledge, language)


def source_entries(knowledge: Knowledge, place: Place, language: str) -> Iterator[Entry]:
    """The sources that have a place."""
    for source in knowledge.sources.values():
        if address := place(source.id):
            yield _source(source, address, language)


def _term(term: Term, address: str, definition: str) -> Entry:
    return Entry(
        EntryKind.TERM,
        term.term,
        address,
        also=term.aliases,
        note=shortened(definition),
        words=definition,
    )


def _fact(fact: Fact, address: str, knowledge: Knowledge, language: str) -> Entry:
    claimant = knowledge.claimant(fact)
    standing = say(f"status.{fact.status.value}", language)
    quotes = [part for each in fact.citations for part in (each.quote, each.translation) if part]
    return Entry(
        EntryKind.FACT,
        fact.claim,
        address,
        also=_present(claimant),
        note=_joined(standing, _day(fact.as_of, language), claimant),
        words=_joined(*quotes, fact.note, *fact.tags),
    )


def _source(source: Source, address: str, language: str) -> Entry:
    people = [str(name) for names in (source.author, *source.names.values()) for name in names]
    where = source.container_title or source.publisher
    return Entry(
        EntryKind.SOURCE,
        source.title or source.url,
        address,
        also=_present(*people, source.container_title, source.publisher, source.doi),
        note=_joined(", ".join(people[:3]), where, _day(source.issued, language)),
        words=_joined(source.note, source.url, source.relays),
    )


def shortened(text: str) -> str:
    """The beginning of a text, up to a whole word."""
    text = " ".join(text.split())
    if len(text) <= NOTE_LENGTH:
        return text
    return text[:NOTE_LENGTH].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"


def _present(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))


def _joined(*parts: str) -> str:
    return " · ".join(_present(*parts))


def _day(day: PartialDate | None, language: str) -> str:
    return format_date(day, language) if day else ""
