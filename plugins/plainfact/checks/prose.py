"""Numbers and quotations in prose that no note in their sentence supports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from plainfact import values
from plainfact.findings import NOWHERE, Finding, Location, Rule
from plainfact.model import Page, PartialDate, Range

# “so”, "so", «so», „so“, 「so」: at least three words (or three characters of CJK).
QUOTATION = re.compile(
    r"“([^“”]{8,})”|\"([^\"]{8,})\"|«([^«»]{8,})»|„([^„“”]{8,})[“”]|「([^「」]{3,})」"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a page's prose: its plain text, and whether a note stands in it."""

    text: str
    has_note: bool
    location: Location = NOWHERE


def uncited(page: Page, sentences: Iterable[Sentence]) -> tuple[Finding, ...]:
    """One finding a sentence at most of each of the two kinds."""
    del page  # the sentences carry their places; a rule by kind of page would need it
    found: list[Finding] = []
    for sentence in sentences:
        if not sentence.has_note:
            found += _figure(sentence)
            found += _quotation(sentence)
    return tuple(found)


def _figure(sentence: Sentence) -> Iterator[Finding]:
    """Dates are no figures here, nor are numbers below ten in words ("one of the two")."""
    for quantity in values.read_quantities(sentence.text):
        if isinstance(quantity.value, PartialDate) or _is_year(quantity):
            continue
        if any(character.isdigit() for character in quantity.words) or _is_large(quantity):
            yield Finding(
                Rule.UNCITED_FIGURE,
                sentence.location,
                f"no note says where the figure '{quantity.words}' comes from",
                "bind it to a fact, [words][fact:id], or cite a source in the same sentence",
            )
            return


def _is_year(quantity: values.Quantity) -> bool:
    return re.fullmatch(r"(?:19|20)[0-9]{2}", quantity.words) is not None


def _is_large(quantity: values.Quantity) -> bool:
    ends = quantity.value
    numbers = (ends.minimum, ends.maximum) if isinstance(ends, Range) else (ends,)
    return any(isinstance(number, Decimal) and abs(number) >= 10 for number in numbers)


def _quotation(sentence: Sentence) -> Iterator[Finding]:
    match = QUOTATION.search(sentence.text)
    if match:
        words = next(group for group in match.groups() if group)
        if len(words.split()) >= 3 or match[0].startswith("「"):
            yield Finding(
                Rule.UNCITED_QUOTATION,
                sentence.location,
                f"no note says where the words {match[0]} stand",
                "cite the source in the same sentence: [@source-id]",
            )
