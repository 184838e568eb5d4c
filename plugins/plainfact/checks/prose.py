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
    r"“([^“”]{8,})”|(?<!\w)\"(?=\S)([^\"]{7,}\S)\"(?!\w)|«([^«»]{8,})»|„([^„“”]{8,})[“”]|「([^「」]{3,})」"
)
# "401: Unauthorized", "2) Next", "200 (OK): yes", what is left of a list's own numbers
LABEL = re.compile(
    r"(?:^|[:.;]\s)\(?(?P<number>[0-9]{1,4}|[0-9]{1,3}(?:\.[0-9]{1,3}){1,4})"
    r"(?:\s\([^()]{1,80}\))?(?::\s|\)\s|[:.)]$)"
)
_ANNOUNCED = "aspects|examples|kinds|options|questions|reasons|steps|things|types|ways"
# What counts nothing in the world: versions, comparisons, braces of code, what a text announces.
NO_CLAIM = re.compile(
    r"\bversions?\s(?:[a-z]{2,9}\s){0,2}(?P<version>[0-9]{1,4}(?:\.[0-9]{1,6}){1,3})"
    r"(?:\s(?:to|and|or|through)\s(?P<other>[0-9]{1,4}(?:\.[0-9]{1,6}){1,3}))?"
    r"|(?<![\w.])(?P<numbered>[0-9]{1,4}\.[0-9]{1,6})(?:\+(?!\w)|\s(?:versions?|releases?)\b)"
    r"|=\s?(?P<equal>[0-9]{1,20}(?:\.[0-9]{1,9})?)|[<>]\s(?P<compared>[0-9]{1,2})(?![0-9]|[.,][0-9])"
    r"|\{(?P<braced>[0-9]{1,20})(?=[,}])|(?<=,\s)(?P<closing>[0-9]{1,20})\}"
    rf"|(?<![\w.,])(?P<few>[0-9]{{1,2}})\s(?:[a-z]{{3,12}}\s)?(?:{_ANNOUNCED})\b(?!\s(?:of|in|from)\b)"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a page's prose: its plain text, and whether a note stands in it."""

    text: str
    has_note: bool
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many figures and quotations of a page have a note in their sentence.

    Counted are sentences: one with three figures counts once.
    """

    path: str
    figures: int = 0
    figures_noted: int = 0
    quotations: int = 0
    quotations_noted: int = 0


def uncited(page: Page, sentences: Iterable[Sentence], language: str = "en") -> tuple[Finding, ...]:
    """One finding a sentence at most of each of the two kinds; `language` is the site's."""
    language = page.language or language
    found: list[Finding] = []
    for sentence in sentences:
        if not sentence.has_note:
            found += _figure(sentence, language)
            found += _quotation(sentence)
    return tuple(found)


def coverage(path: str, sentences: Iterable[tuple[str, bool]], language: str = "en") -> Coverage:
    """What the rules uncited-figure and uncited-quotation look at, counted over a page.

    `sentences` are texts, each with whether a note stands in it.
    """
    counts = {"figures": 0, "figures_noted": 0, "quotations": 0, "quotations_noted": 0}
    for text, noted in sentences:
        if first_figure(text, language):
            counts["figures"] += 1
            counts["figures_noted"] += noted
        if first_quotation(text):
            counts["quotations"] += 1
            counts["quotations_noted"] += noted
    return Coverage(path, **counts)


def wants_note(text: str, language: str = "en") -> bool:
    """Whether a sentence holds a figure or a quotation."""
    return bool(first_figure(text, language) or first_quotation(text))


def first_figure(text: str, language: str = "en") -> values.Quantity | None:
    """The first number of a sentence that a reader takes for a claim.

    Dates are none, nor are numbers below ten in words ("one of the two"), nor what numbers
    a list, a step or an entry.
    """
    if not values.may_count(text):
        return None
    labels = {match.start("number") for match in LABEL.finditer(text)}
    labels |= {
        match.start(name)
        for match in NO_CLAIM.finditer(text)
        for name, found in match.groupdict().items()
        if found
    }
    for quantity in values.read_quantities(text, language):
        if quantity.start in labels or isinstance(quantity.value, PartialDate):
            continue
        if _is_year(quantity):
            continue
        if any(character.isdigit() for character in quantity.words) or _is_large(quantity):
            return quantity
    return None


def first_quotation(text: str) -> str:
    """The first quotation of a sentence, with its marks, if it has three words or more."""
    for match in QUOTATION.finditer(text):
        words = next(group for group in match.groups() if group)
        if len(words.split()) >= 3 or match[0].startswith("「"):
            return match[0]
    return ""


def _figure(sentence: Sentence, language: str) -> Iterator[Finding]:
    if figure := first_figure(sentence.text, language):
        yield Finding(
            Rule.UNCITED_FIGURE,
            sentence.location,
            f"no note says where the figure '{figure.words}' comes from",
            "bind it to a fact, [words][fact:id], or cite a source in the same sentence",
        )


def _is_year(quantity: values.Quantity) -> bool:
    return re.fullmatch(r"(?:19|20)[0-9]{2}", quantity.words) is not None


def _is_large(quantity: values.Quantity) -> bool:
    ends = quantity.value
    numbers = (ends.minimum, ends.maximum) if isinstance(ends, Range) else (ends,)
    return any(isinstance(number, Decimal) and abs(number) >= 10 for number in numbers)


def _quotation(sentence: Sentence) -> Iterator[Finding]:
    if quoted := first_quotation(sentence.text):
        yield Finding(
            Rule.UNCITED_QUOTATION,
            sentence.location,
            f"no note says where the words {quoted} stand",
            "cite the source in the same sentence: [@source-id]",
        )
