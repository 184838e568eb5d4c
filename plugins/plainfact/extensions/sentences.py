"""Sentences and quotations in a paragraph's plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import regex

# Months as languages shorten them with a full stop ("Oct. 17", "Okt. 2024", "févr. 2025"), and
# those that stand behind a day's ("19. Juni").
_SHORT = (
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Jän|Mär|Okt|Dez"
    "|janv|févr|avr|juil|sept|oct|nov|déc|ene|feb|abr|jun|jul|ago|dic"
    "|янв|февр|апр|авг|сент|окт|нояб|дек|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд"
)
_LONG = "Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez"
_STOPS = ".!?…。！？"
_RUN = re.compile("[.!?…]*")
_END = regex.compile(
    r"""[.!?…]++[\p{Pf}\p{Pe}"']*+(?=\s+["'\p{Pi}\p{Ps}]*[\p{Lu}\p{Lo}\p{Nd}])|[。！？]"""
)
# UAX 29 breaks sentences inside "Oct. 17" and "U.S. allies"; an abbreviation is one capital
# letter, or a short word of these lists.
_ABBREVIATED = regex.compile(
    rf"""(?<=(?<!\p{{Nd}})\p{{Nd}}{{1,2}})\.\s+(?:{_LONG})
    |(?<=\b(?:{_SHORT}))\.\s+\p{{Nd}}
    |(?<=\b\p{{Lu}})[.!?…]
    |(?<=\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|Art|Gen|Col|Sen|Rep|vs|cf|pp|p|para|ca))[.!?…]""",
    regex.VERBOSE,
)
_QUOTED = regex.compile(
    r"“([^“”]{3,300})”|\"([^\"]{3,300})\"|«([^«»]{3,300})»|„([^„“”]{3,300})[“”]"
)

_OPENING = '“"«„'


def spans(paragraph: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; between them they hold the whole paragraph."""
    start = passed = 0
    for stop in _stops(paragraph):
        if stop < passed:
            continue
        end = _END.match(paragraph, stop)
        if end is None:
            # Nor does a sentence end further on in the same run: "..........".
            run = _RUN.match(paragraph, stop)
            passed = run.end() if run else stop
        elif _is_long(paragraph[max(stop - 5, 0) : stop]) or not _ABBREVIATED.match(
            paragraph, stop
        ):
            yield start, end.end()
            start = passed = end.end()
    if paragraph[start:].strip():
        yield start, len(paragraph)


def _is_long(word: str) -> bool:
    """No abbreviation has five letters."""
    return len(word) == 5 and word.isalpha()


def _stops(paragraph: str) -> list[int]:
    """Where sentences may end. To have the patterns look for that themselves, and ask Unicode
    about each letter, takes ten times as long."""
    found: list[int] = []
    for stop in _STOPS:
        at = paragraph.find(stop)
        while at >= 0:
            found.append(at)
            at = paragraph.find(stop, at + 1)
    return sorted(found)


def sentence_at(paragraph: str, place: int) -> str:
    """The sentence that a mark at `place` belongs to: the one that ends there or around it."""
    return sentence_of(paragraph, spans(paragraph), place)


def sentence_of(paragraph: str, sentences: Iterable[tuple[int, int]], place: int) -> str:
    """The same of a paragraph whose sentences are known."""
    for start, end in sentences:
        if end >= place:
            return paragraph[start:end].strip()
    return paragraph.strip()


def quotations(sentence: str) -> tuple[str, ...]:
    """The quotations of at least two words in a sentence, without their marks."""
    if not any(mark in sentence for mark in _OPENING):
        return ()
    found = (
        next(group for group in match.groups() if group) for match in _QUOTED.finditer(sentence)
    )
    return tuple(text.strip(" ,.") for text in found if " " in text.strip())
