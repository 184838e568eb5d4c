"""Number words of English, and the scale words that go with figures in several languages."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import regex

_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: Decimal(number) for number, word in enumerate(_UNITS.split())}
TENS = {word: Decimal(10 * number) for number, word in enumerate(_TENS.split(), 2)}
SCALES = {
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "million": Decimal(10**6),
    "billion": Decimal(10**9),
    "trillion": Decimal(10**12),
    "dozen": Decimal(12),
}

# After figures only, by a space or a hyphen. Other languages' words are here because
# "1,5 Millionen" read as 1.5 would be a guess, and a wrong one.
FIGURE_SCALES = SCALES | {
    word: Decimal(10**power)
    for power, words in (
        (3, "tausend mille millier milliers mil тыс тысяч тысячи тысяча тисяч тисячі тисяча 천"),
        (4, "만"),
        (
            6,
            "mn mio millionen millions million millón millones млн миллион миллиона миллионов "
            "мільйон мільйони мільйонів",
        ),
        (8, "억"),
        (9, "bn mrd milliarde milliarden milliard milliards billions млрд"),
        (12, "tn trillions"),
    )
    for word in words.split()
}
# Attached to the figure: 12k, 1.5m, 2.8bn. "1.5 m" with a space are metres.
ATTACHED = {"k": 10**3, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}

_CARDINAL = "|".join((*UNITS, *TENS))
_SCALE = "|".join(SCALES)
_FIRST = re.compile(rf"(?P<article>an?\s+)?(?P<word>{_CARDINAL}|{_SCALE})(?!\w)", re.I)
_NEXT = re.compile(rf"(?P<gap>[\s-]+)(?P<and>and\s+)?(?P<word>{_CARDINAL}|{_SCALE})(?!\w)", re.I)
_HALF_OF = re.compile(rf"half\s+an?\s+(?P<word>{_SCALE})(?!\w)", re.I)
_AND_HALF = re.compile(rf"\s+and\s+a\s+half(?:\s+(?P<word>{_SCALE}))?(?!\w)", re.I)
# twenty-first, two-thirds, three quarters: ordinals and fractions.
_FRACTION = re.compile(
    r"[\s-](?:thirds?|quarters?|halves|half|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?"
    r"|tenths?|hundredths?|thousandths?|first|second)(?!\w)",
    re.I,
)
_NOT_AFTER = re.compile(
    r"(?:\b(?:no|any|every|some|each|this|that|another|the|first|last|only|which|new|big)|\bif)"
    r"\s+$",
    re.I,
)
_NOT_BEFORE = re.compile(
    r"(?:-|\s*(?:$|[.,;:!?)\]’”\"'])|\s+(?:of|another|day|side|time|thing|way|or|by|such|that|who"
    r"|which|can|could|may|might|must|should|would|has|is|was|party|and)\b)",
    re.I,
)


def may_count(text: str) -> bool:
    """Whether a text can hold a number at all: cheaply, and never falsely no."""
    return _counting().search(text) is not None


@cache  # made when first needed: that takes time and memory, and a site of terms needs none
def _counting() -> regex.Pattern[str]:
    """Whole words, as `read_words` reads them: "sentence" holds no ten."""
    return regex.compile(rf"\p{{N}}|(?<![^\W_])(?:{_CARDINAL}|{_SCALE})(?!\w)", regex.I)


def read_words(text: str, start: int) -> tuple[int, Decimal | None] | None:
    """The number that is spelt out at `start`: its end and value.

    None where no number word stands; a value of None where one stands that is not a
    cardinal number: an ordinal (twenty-first), a fraction (two thirds), the pronoun
    'one', or a part of a name (Group of Seven, the Big Three).
    """
    half = _HALF_OF.match(text, start)
    if half:
        return half.end(), SCALES[half["word"].lower()] / 2
    first = _FIRST.match(text, start)
    if first is None:
        return None
    word = first["word"].lower()
    if word in SCALES and not first["article"]:
        return None  # "thousand" alone, "hundred days": no number by itself
    if first["article"] and word not in SCALES:
        return None  # "a one", "a two-day visit": the word is read at its own place
    end, value = _run(text, first)
    half = _AND_HALF.match(text, end)
    if half:
        end = half.end()
        value = (value + Decimal("0.5")) * SCALES.get((half["word"] or "").lower(), Decimal(1))
    if _FRACTION.match(text, end):
        return end, None
    alone = end - start >= len(text.strip())
    before, after = _NOT_AFTER.search(text, max(0, start - 12), start), _NOT_BEFORE.match(text, end)
    if word == "one" and value == 1 and not alone and (before or after):
        return end, None
    if first["word"][0].isupper() and not _starts_sentence(text, start):
        return end, None
    return end, value


def _run(text: str, first: re.Match[str]) -> tuple[int, Decimal]:
    """Take words as long as they make one number; "five and six", "ten twenty" do not."""
    total = Decimal(0)
    limit = Decimal(10**15)  # scales must fall: a million and two thousand
    word = first["word"].lower()
    current = Decimal(1) if word in SCALES else UNITS.get(word, TENS.get(word, Decimal(0)))
    end = first.end("word")
    if word in SCALES:
        end = first.start("word")
    while True:
        here = _NEXT.match(text, end) if end != first.start("word") else None
        word = here["word"].lower() if here else word
        joined = bool(here and here["and"])
        if here is None and end != first.start("word"):
            break
        if word in SCALES:
            scale = SCALES[word]
            if joined or current == 0 or scale >= limit or (scale == 100 and current > 99):
                break
            if scale in (100, 12):
                current *= scale
            else:
                total += current * scale
                current, limit = Decimal(0), scale
        else:
            low = UNITS.get(word)
            number = low if low is not None else TENS[word]
            if number == 0:
                break
            after_tens = 20 <= current % 100 < 100 and current % 10 == 0
            digit = after_tens and low is not None and low < 10 and not joined
            if not digit and (current % 100 or not (current or total)):
                break
            current += number
        end = here.end() if here else first.end("word")
    return end, total + current


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 12) : start].rstrip()
    return not before or before[-1] in '.!?:…“"‘(–—'
