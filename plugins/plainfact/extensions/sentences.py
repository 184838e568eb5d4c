"""Sentences and quotations in a paragraph's plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

# Months as languages shorten them with a full stop ("Oct. 17", "Okt. 2024", "févr. 2025"), and
# those that stand behind a day's ("19. Juni").
_SHORT = (
    "Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Jän|Mär|Okt|Dez"
    "|janv|févr|avr|juil|sept|oct|nov|déc|ene|feb|abr|jun|jul|ago|dic"
    "|янв|февр|апр|авг|сент|окт|нояб|дек|січ|лют|бер|квіт|трав|черв|лип|серп|вер|жовт|лист|груд"
)
_LONG = "Jan|Jän|Feb|Mär|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez"
# UAX 29 breaks sentences inside "Oct. 17" and "U.S. allies"; an abbreviation is one capital
# letter, or a short word of these lists.
_END = regex.compile(
    rf"""(?!(?<=(?<!\p{{Nd}})\p{{Nd}}{{1,2}})\.\s+(?:{_LONG})\w*)
    (?!(?<=\b(?:{_SHORT}))\.\s+\p{{Nd}})
    (?<!\b\p{{Lu}})(?<!\b(?:Mr|Mrs|Ms|Dr|St|No|Nos|Art|Gen|Col|Sen|Rep|vs|cf|pp|p|para|ca))
    [.!?…]+[\p{{Pf}}\p{{Pe}}"']*(?=\s+["'\p{{Pi}}\p{{Ps}}]*[\p{{Lu}}\p{{Lo}}\p{{Nd}}])|[。！？]""",
    regex.VERBOSE,
)
_STOP = re.compile(r"[.!?…。！？](?:(?=\W)|(?<=[。！？]))")
"""What every end begins with: quickly found, since it begins with a set of characters."""
_QUOTED = regex.compile(
    r"“([^“”]{3,300})”|\"([^\"]{3,300})\"|«([^«»]{3,300})»|„([^„“”]{3,300})[“”]"
)


def spans(paragraph: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end; between them they hold the whole paragraph."""
    start = 0
    for stop in _STOP.finditer(paragraph):
        at = stop.start()
        if at >= start and (match := _END.match(paragraph, at)):
            yield start, match.end()
            start = match.end()
    if paragraph[start:].strip():
        yield start, len(paragraph)


def sentence_at(paragraph: str, place: int) -> str:
    """The sentence that a mark at `place` belongs to: the one that ends there or around it."""
    for start, end in spans(paragraph):
        if end >= place:
            return paragraph[start:end].strip()
    return paragraph.strip()


def quotations(sentence: str) -> tuple[str, ...]:
    """The quotations of at least two words in a sentence, without their marks."""
    found = (
        next(group for group in match.groups() if group) for match in _QUOTED.finditer(sentence)
    )
    return tuple(text.strip(" ,.") for text in found if " " in text.strip())
