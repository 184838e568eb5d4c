"""Sentences that still say what a change has replaced elsewhere, and the words to put there.

Looked for are a fact's old value, where the sentence speaks of the same thing; a term's old
name; and sentences that stood on several pages and were changed on one of them. What is
generated from records (notes, listings) follows the records by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plainfact.changes.pages import PageChange, words
from plainfact.changes.passages import Part
from plainfact.changes.records import RecordChange, predecessor
from plainfact.changes.sides import Side
from plainfact.extensions.locate import place_of
from plainfact.findings import Location
from plainfact.model import Fact, Knowledge, PartialDate, Range, Term, Value
from plainfact.values import format_value, read_quantities

MAX_LEFTOVERS = 1000
MIN_WORDS = 4
"""Words of a sentence from which an equal one elsewhere is the same sentence."""

MIN_SHARED = 3
"""Words that a sentence shares with a claim from which it may speak of the same thing."""

_LONG_WORD = 4


@dataclass(frozen=True, slots=True)
class Leftover:
    """A sentence that says `words` where `replacement` should stand now.

    `kind` and `id` name the record whose change this follows from; both are empty where a
    sentence was changed elsewhere. `page` is the path in docs_dir; empty for a definition.
    """

    kind: str
    id: str
    page: str
    location: Location
    sentence: str
    words: str
    replacement: str


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    folded: frozenset[str]
    page: str
    path: str
    source: str
    place: Location | None = None
    facts: frozenset[str] = frozenset()

    def leftover(self, kind: str, key: str, old: str, new: str) -> Leftover:
        """This sentence as one that still says something."""
        place = self.place or _place(self, old)
        return Leftover(kind, key, self.page, place, self.text, old, new)


def leftovers(
    base: Side, head: Side, records: Sequence[RecordChange], pages: Sequence[PageChange]
) -> tuple[Leftover, ...]:
    """All of them, by place."""
    changed = [change for change in records if change.change == "changed"]
    facts = [change for change in changed if change.kind == "fact"]
    terms = [change for change in changed if change.kind == "term"]
    rewritten = _rewritten(pages)
    if not (facts or terms or rewritten):
        return ()
    sentences = list(_sentences(head))
    found: dict[Leftover, None] = {}
    for change in facts:
        found |= dict.fromkeys(_of_fact(change, base.knowledge, head, sentences))
    for change in terms:
        found |= dict.fromkeys(_of_term(change, base.knowledge, head.knowledge, sentences))
    for sentence in sentences:
        if new := rewritten.get(sentence.text):
            found[sentence.leftover("", "", sentence.text, new)] = None
    ordered = sorted(found, key=lambda each: (each.location, each.kind, each.id, each.words))
    return tuple(ordered[:MAX_LEFTOVERS])


def _sentences(side: Side) -> Iterator[_Sentence]:
    """Sentences that somebody wrote, on pages and in definitions."""
    named: dict[tuple[str, str], set[str]] = {}
    for reference in side.references.found:
        if reference.kind == "fact":
            named.setdefault((reference.page, reference.sentence), set()).add(reference.id)
    for path, page in side.pages.items():
        for passage in page.passages:
            if passage.part not in (Part.NOTE, Part.LISTING):
                yield _Sentence(
                    passage.text,
                    frozenset(words(passage.text)),
                    path,
                    page.page.file,
                    page.source,
                    facts=frozenset(named.get((path, passage.text), ())),
                )
    for term in side.knowledge.terms.values():
        text = " ".join(term.definition.split())
        place = term.at("definition")
        yield _Sentence(text, frozenset(words(text)), "", place.path, "", place)


# -- facts -------------------------------------------------------------------


def _of_fact(
    change: RecordChange, base: Knowledge, head: Side, sentences: Iterable[_Sentence]
) -> Iterator[Leftover]:
    now = head.knowledge.facts[change.id]
    before = predecessor("fact", now, base)
    if not isinstance(before, Fact) or before.value is None or before.value == now.value:
        return
    if now.value is None:
        return
    for sentence in sentences:
        others = sentence.facts - {now.id, before.id}
        if others and _is_held(before.value, others, head.knowledge):
            continue  # it rests on another fact, which still says so
        own = bool(sentence.facts & {now.id, before.id})
        if own or _same_subject(sentence, before):
            for old, said in _said(before.value, sentence.text, head.language):
                value = _as_said(said, before.value, now.value)
                new = format_value(value, language=head.language)
                yield sentence.leftover("fact", now.id, old, new)


def _is_held(value: Value, facts: Iterable[str], knowledge: Knowledge) -> bool:
    return any((fact := knowledge.fact(key)) and fact.value == value for key in facts)


def _same_subject(sentence: _Sentence, fact: Fact) -> bool:
    """Whether a sentence speaks of what a fact claims: a number with its unit, or anything
    with several words of the claim."""
    claim = {word for word in words(fact.claim) if len(word) >= _LONG_WORD and word.isalpha()}
    unit = set(words(fact.unit))
    shared = len(claim & sentence.folded)
    if unit and isinstance(fact.value, str):
        unit = set()
    return bool(unit and unit <= sentence.folded) or shared >= MIN_SHARED


def _said(value: Value, sentence: str, language: str) -> Iterator[tuple[str, Value]]:
    """The words in which a sentence says a value, and what they say."""
    if isinstance(value, str):
        if len(value) >= _LONG_WORD and (match := _whole(value, sentence)):
            yield match, value
        return
    for quantity in read_quantities(sentence, language):
        if _equal(quantity.value, value):
            yield quantity.words, quantity.value


def _as_said(said: Value, before: Value, now: Value) -> Value:
    """What to put for words that say the bound of 'at least' or 'up to' alone: the new bound
    alone, since the sentence has the words before it."""
    if isinstance(before, Range) and isinstance(now, Range) and not isinstance(said, Range):
        if before.maximum is None and now.maximum is None and now.minimum is not None:
            return now.minimum
        if before.minimum is None and now.minimum is None and now.maximum is not None:
            return now.maximum
    return now


def _equal(said: Value, value: Value) -> bool:
    if isinstance(value, PartialDate) and isinstance(said, PartialDate):
        return said == value
    if isinstance(value, Range) and not isinstance(said, Range):
        return said in (value.minimum, value.maximum) and None in (value.minimum, value.maximum)
    return said == value


# -- terms and sentences -----------------------------------------------------


def _of_term(
    change: RecordChange, base: Knowledge, head: Knowledge, sentences: Iterable[_Sentence]
) -> Iterator[Leftover]:
    now = head.terms[change.id]
    before = predecessor("term", now, base)
    if not isinstance(before, Term) or before.term == now.term or before.term in now.labels:
        return
    for sentence in sentences:
        if match := _whole(before.term, sentence.text):
            yield sentence.leftover("term", now.id, match, now.term)


def _whole(label: str, text: str) -> str:
    """A label where it stands as a whole word, in the letter case of the text."""
    if label.casefold() not in text.casefold():
        return ""
    match = re.search(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE)
    return match[0] if match else ""


def _rewritten(pages: Iterable[PageChange]) -> Mapping[str, str]:
    """Sentences that were changed, and what became of them."""
    return {
        passage.old: passage.new
        for page in pages
        for passage in page.passages
        if passage.change == "changed"
        and passage.says_something_new
        and len(passage.old.split()) >= MIN_WORDS
    }


def _place(sentence: _Sentence, old: str) -> Location:
    """Where the words stand in the page's source: on the line that has most of the sentence,
    of those that have the words; else where their sentence begins."""
    best, place = 0, None
    for number, line in enumerate(sentence.source.split("\n"), start=1):
        column = line.find(old) + 1
        if column:
            shared = len(sentence.folded.intersection(words(line)))
            if shared > best:
                end = column + len(old)
                best, place = shared, Location(sentence.path, number, column, number, end)
    return place or place_of(sentence.text, sentence.source, sentence.path)
