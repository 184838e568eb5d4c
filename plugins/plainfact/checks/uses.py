"""Rules that hold the records against their use on pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from plainfact import values
from plainfact.findings import Finding, Location, Rule
from plainfact.model import (
    DateRange,
    Fact,
    Knowledge,
    PartialDate,
    Reference,
    References,
    Status,
    Use,
)

IN_PROSE = (Use.CITED, Use.BOUND, Use.PRINTED)

WITHDRAWN = re.compile(
    r"withdr[ae]w|retract|taken back|took back"
    r"|zurückgezogen|zurückgenommen|widerrufen|rétract|retir[ée]|retirad|ritirat|отозва|철회",
    re.IGNORECASE,
)

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july",
    "august", "september", "october", "november", "december",
)  # fmt: skip

MOST_LINES = 20
"""Lines over which words bound to a fact are followed back to a number in them."""


def check_uses(
    knowledge: Knowledge,
    references: References,
    language: str = "en",
    text_of: Callable[[str], str] = lambda _file: "",
) -> Iterator[Finding]:
    """All findings about what pages do with the records; `language` is the site's, `text_of`
    gives a file, by its path in the project."""
    superseded = _Superseded(knowledge, references)
    own = {path: page.language or language for path, page in references.pages.items()}
    for reference in references.found:
        fact = knowledge.fact(reference.id) if reference.kind == "fact" else None
        if fact and reference.use in IN_PROSE:
            written_in = own.get(reference.page, language)
            yield from _fact_text_mismatch(reference, fact, written_in, text_of)
            yield from _retracted_fact(reference, fact)
            yield from superseded.check(reference, fact, written_in)
    # Nothing can be unused where nothing was looked at, or where not all could be read.
    if references.pages and not knowledge.refused:
        yield from _unused(knowledge, references)


def _fact_text_mismatch(
    reference: Reference, fact: Fact, language: str, text_of: Callable[[str], str]
) -> Iterator[Finding]:
    if reference.use is not Use.BOUND:
        return
    wrong = values.mismatch(reference.words, fact, language)
    if wrong is not None:
        words = " ".join(reference.words.split())
        yield Finding(
            Rule.FACT_TEXT_MISMATCH,
            _place_of(wrong, reference, text_of),
            f"the words '{words}' do not say what fact '{fact.id}' says: "
            f"'{wrong.words}' is neither its value nor in its claim",
            f"the fact: {fact.claim}",
        )


def _place_of(
    quantity: values.Quantity, reference: Reference, text_of: Callable[[str], str]
) -> Location:
    """Where a number stands in the words as written; the fact's id where it cannot be told."""
    at, raw = reference.location, reference.raw
    end = raw.rfind("][fact:")
    bound = raw[1:end]
    start = quantity.start if bound == reference.words else bound.find(quantity.words)
    if not at.line or end < 0 or start < 0:
        return at
    from_number = raw[start + 1 : end] + "][fact:"
    line, column, rest = at.line, at.column - len(from_number), quantity.words
    if "\n" in from_number or " " in from_number:  # which may be the end of a line in YAML
        line, column, rest = _back(from_number, at, text_of(at.path)) or (line, column, rest)
        if "\n" in from_number and line == at.line:
            return at
    words = quantity.words.partition("\n")[0]
    if not rest.startswith(words):
        words = rest
    return Location(at.path, line, column, line, column + len(words)) if column > 0 else at


def _back(words: str, at: Location, text: str) -> tuple[int, int, str] | None:
    """Line and column where words begin that end at a place, and the rest of that line.

    Lines may end between the words otherwise than they did for the renderer, and begin with
    the indent and the marks of a quotation.
    """
    lines = text.split("\n", at.line)[: at.line]
    if len(lines) < at.line:
        return None
    lines[-1] = lines[-1][: at.column - 1]
    first = max(len(lines) - MOST_LINES, 0)
    before = "\n".join(lines[first:])
    pattern = r"[\s>]+".join(map(re.escape, words.split()))
    found = re.search(rf"{pattern}\Z", before[-len(words) - 100 * MOST_LINES :])
    if found is None:
        return None
    start = len(before) - (len(found.string) - found.start())
    line = first + before.count("\n", 0, start) + 1
    return line, start - before.rfind("\n", 0, start), before[start:].partition("\n")[0]


def _retracted_fact(reference: Reference, fact: Fact) -> Iterator[Finding]:
    if fact.status is Status.RETRACTED and not WITHDRAWN.search(reference.sentence):
        by = f" by {fact.retraction.by}" if fact.retraction else ""
        yield Finding(
            Rule.RETRACTED_FACT,
            reference.location,
            f"fact '{fact.id}' was withdrawn{by}, and the sentence does not say so",
            "say in the same sentence that it was withdrawn or retracted, or take it out",
        )


class _Superseded:
    """The rule superseded-fact, with what it looks up again and again."""

    def __init__(self, knowledge: Knowledge, references: References) -> None:
        self.knowledge = knowledge
        self.next: dict[str, Fact | None] = {}
        self.later: dict[str, tuple[Fact, ...]] = {}
        self.beside: dict[tuple[str, str], set[str]] = {}
        for reference in references.found:
            if reference.kind == "fact":
                key = (reference.page, reference.paragraph)
                today = knowledge.renamed.get(("fact", reference.id), reference.id)
                self.beside.setdefault(key, set()).add(today)

    def next_of(self, fact: Fact) -> Fact | None:
        """The next newer fact; looking for it takes a walk through all facts."""
        if fact.id not in self.next:
            self.next[fact.id] = self.knowledge.successor(fact)
        return self.next[fact.id]

    def check(self, reference: Reference, fact: Fact, language: str) -> Iterator[Finding]:
        """The finding on one use of a fact."""
        if fact.status is Status.RETRACTED or names_date(reference.paragraph, fact, language):
            return
        if fact.id not in self.later:
            self.later[fact.id] = successors(fact, self.next_of)
        later = self.later[fact.id]
        beside = self.beside.get((reference.page, reference.paragraph), set())
        if not later or beside & {one.id for one in later}:
            return
        newest = later[-1]
        yield Finding(
            Rule.SUPERSEDED_FACT,
            reference.location,
            f"fact '{fact.id}' is of {fact.as_of} and was superseded by '{newest.id}' "
            f"of {newest.as_of}; the paragraph names neither its date nor the newer fact",
            f"say when it was said, or use the newer fact: {newest.claim}",
        )


LONGEST_CHAIN = 100
"""How many facts that supersede each other are followed; what is newer still, nobody cites
beside the oldest."""


def successors(fact: Fact, next_of: Callable[[Fact], Fact | None]) -> tuple[Fact, ...]:
    """The facts that supersede this one, one after the other, the newest last."""
    found: dict[str, Fact] = {}
    step = next_of(fact)
    while step and step.id != fact.id and step.id not in found and len(found) < LONGEST_CHAIN:
        found[step.id] = step
        step = next_of(step)
    return tuple(found.values())


def names_date(text: str, fact: Fact, language: str = "en") -> bool:
    """Whether a text dates a fact: by the day it was said or by the time it speaks of."""
    dates: list[PartialDate | None] = [fact.as_of]
    if isinstance(fact.when, PartialDate):
        dates.append(fact.when)
    elif isinstance(fact.when, DateRange):
        dates += [fact.when.start, fact.when.end]
    wanted = [one for one in dates if one]
    if any(_names(text, one) for one in wanted):
        return True
    if language.partition("-")[0].lower() == "en":
        return False
    said = [each.value for each in values.read_quantities(text, language)]
    return any(
        _is_said(date, one) for date in said if isinstance(date, PartialDate) for one in wanted
    )


def _is_said(date: PartialDate, wanted: PartialDate) -> bool:
    """Whether a date read from words is the wanted one: its month and year, or day and month."""
    if not wanted.month or date.month != wanted.month:
        return False
    return date.year == wanted.year or (not date.year and 0 < date.day == wanted.day)


def _names(text: str, wanted: PartialDate) -> bool:
    """The year; and of a month or day its month too, in English words or in figures.

    A day may stand without its year, as it does where the text has just named that. What is
    looked for letter by letter first saves making a pattern, which takes longer than to search.
    """
    folded = text.casefold()
    has_year = str(wanted.year) in folded
    year = has_year and re.search(rf"(?<!\d){wanted.year}(?!\d)", folded) is not None
    if not wanted.month:
        return year
    figures = rf"(?<!\d){wanted.year}-{wanted.month:02d}|(?<!\d)0?{wanted.month}[./]{wanted.year}"
    if has_year and re.search(figures, folded):
        return True
    name = MONTHS[wanted.month - 1]
    if name[:3] not in folded:
        return False
    month = (
        rf"\b(?:{name}|{name[:3]}|sept)\b" if wanted.month == 9 else rf"\b(?:{name}|{name[:3]})\b"
    )
    if year and re.search(month, folded):
        return True
    if not wanted.day or str(wanted.day) not in folded:
        return False
    day = rf"(?<!\d)0?{wanted.day}(?:st|nd|rd|th)?"
    either = rf"{day} (?:of )?{month}|{month}\.? {day}(?!\d)"
    return re.search(either, folded) is not None


def _unused(knowledge: Knowledge, references: References) -> Iterator[Finding]:
    used_facts, used_sources, used_terms = used_ids(knowledge, references)
    for source in knowledge.sources.values():
        if source.id not in used_sources:
            yield Finding(
                Rule.UNUSED_SOURCE,
                source.location,
                f"no fact, term or page uses source '{source.id}'",
                "cite it where it supports something, or delete it",
            )
    for fact in knowledge.facts.values():
        if fact.id not in used_facts:
            yield Finding(
                Rule.UNUSED_FACT,
                fact.location,
                f"no page uses fact '{fact.id}'",
                f"bind words to it: [words][fact:{fact.id}], or keep it for later",
            )
    for term in knowledge.terms.values():
        if term.id not in used_terms:
            yield Finding(
                Rule.UNUSED_TERM,
                term.location,
                f"no page, term or fact mentions term '{term.id}'",
                f"'plainfact explain PAGE' says why '{term.term}' is not linked there",
            )


def used_ids(knowledge: Knowledge, references: References) -> tuple[set[str], set[str], set[str]]:
    """The ids of all facts, sources and terms that something uses.

    That a listing of everything shows a record is no use of it; that a measure is shown is
    a use of its figures.
    """
    refs = [ref for ref in references.found if ref.kind == "measure" or ref.use is not Use.LISTED]
    pages: dict[str, set[str]] = {"fact": set(), "source": set(), "term": set(), "measure": set()}
    for ref in refs:
        pages.setdefault(ref.kind, set()).add(knowledge.renamed.get((ref.kind, ref.id), ref.id))
    facts = knowledge.facts.values()
    used_facts = pages["fact"] | {
        one.id for key in pages["measure"] for one in knowledge.figures(key)
    }
    used_facts |= {key for one in facts for key in (*one.disputes, one.superseded_by) if key}
    used_facts |= {key for one in knowledge.corrections.values() for key in one.facts}
    terms = knowledge.terms.values()
    used_sources = pages["source"] | {cite.source for one in facts for cite in one.citations}
    used_sources |= {cite.source for one in terms for cite in one.citations}
    used_sources |= {one.retraction.source for one in facts if one.retraction}
    used_terms = pages["term"] | {key for one in terms for key in one.see_also}
    used_terms |= {one.attributed_to for one in facts}
    return (
        {_today("fact", key, knowledge) for key in used_facts},
        {_today("source", key, knowledge) for key in used_sources},
        {_today("term", key, knowledge) for key in used_terms},
    )


def _today(kind: str, key: str, knowledge: Knowledge) -> str:
    """A record's id of today."""
    return knowledge.renamed.get((kind, key), key)
