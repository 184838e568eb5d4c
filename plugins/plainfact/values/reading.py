"""Numbers and dates in running text.

Understood: digits with thousands separators, decimals, scale words (1.5 thousand, 1.5m,
12k), English number words, ranges, per cent, dates. What is not understood is not
guessed: ordinals (first, 38th), names with numbers in them (Resolution 2397, Article 51,
KN-23, S/RES/2397, 38 North, version 1.21, port 80, mode 0644), times (3:45, 8 pm),
fractions (2/3, two thirds), decades (1990s), addresses (10 Downing Street, https://…),
calibres (155 mm), versions (1.6.1) and vague words (dozens, several thousand) give no
quantity.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from plainfact.model import PartialDate, Range
from plainfact.values.dates import read_dates, read_month
from plainfact.values.words import ATTACHED, FIGURE_SCALES, SCALES, read_words


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, range or date at [start, end) of a text. A date's year is 0 if not named."""

    start: int
    end: int
    words: str
    value: Decimal | Range | PartialDate


@dataclass(frozen=True, slots=True)
class _Number:
    end: int
    value: Decimal
    scale: Decimal
    digits: str


_LABEL = (
    r"(?:Article|Chapter|Paragraph|Section|Annexe?|Appendix|Rule|Resolution|Page|Clause|Line|Figure"
    r"|Table|Note|Footnote|Item|Step|Point|Version|Release|Build|Port|Artikel|Artículo|Kapitel|Absatz|Resolución|Résolution"
    r"|статья|статьи|резолюция|резолюции|стаття)"
)
_TITLE = (
    r"(?:Protocol|Volume|Part|Act|Bill|Decree|Order|Directive|Regulation|Law|Flight|Room|Unit"
    r"|Division|Brigade|Battalion|Regiment|Army|Group|Type|Model|Mark|Mk|Committee|Version|Channel"
    r"|Highway|Route|Phase|Stage|Level|Grade|Class|Case|File|Pier|Gate|Building|Office|Bureau|Camp"
    r"|Platform|Zone|Area|Formula|Apollo|Title|Schedule|Form|Document|Doc|Project|Number|Issue"
    r"|Episode|Season|Day|Opus|Windows|Boeing|Airbus)"
)
_NUM = (
    r"[0-9]{1,9}(?:[./-][0-9A-Za-z]{1,9}){0,4}(?:\([0-9A-Za-z]{1,4}\)){0,4}"
    r"(?:\s*\([0-9]{4}\))?(?![0-9]|,[0-9])"
)


@cache  # made when first needed: that takes 10 ms, and a site of terms needs none
def _passed_over() -> re.Pattern[str]:
    """Figures that count nothing."""
    return re.compile(
        "|".join(  # the first that fits
            (
                r"(?:https?://|www\.)\S+",
                r"[\w.+-]{1,64}@[\w-]+\.[\w.-]+",
                # Resolutions 1718, 1874 and 2270; articles 3 to 5; paragraph 26
                rf"(?i:{_LABEL}s|[Pp]p|[Pp]aras|[Nn]os|[Aa]rts)\b\.?\s*{_NUM}"
                rf"(?:(?:,\s*|,?\s+(?:and|or|to|und|et|y)\s+|\s*[–-]\s*){_NUM}){{0,30}}",
                rf"(?i:{_LABEL})\s+{_NUM}",
                rf"(?i:{_LABEL}|chapter)\s+[IVXLC]+\b",
                rf"{_TITLE}s?\.?\s+{_NUM}",
                rf"(?:[Nn]o|[Nn]r|[Pp]|[Pp]ara|[Aa]rt|[Vv]ol|[Cc]h|[Ss]ec|[Ff]ig)\.\s*{_NUM}",
                rf"(?:No|Nr|№|#|§+)\s*{_NUM}",
                # times of day
                r"[0-9]{1,2}[:.][0-9]{2}(?::[0-9]{2})?\s*(?:[ap]\.?m\b\.?|[AP]M\b)",
                r"[0-9]{1,2}\s*(?:[ap]\.m\.|[ap]m\b|[AP]M\b|o['’]clock)",
                r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?![0-9])",
                r"[0-9]{4}\s*(?:GMT|UTC|KST|hours)\b",
                # fractions, scores of three, telephone and version numbers
                r"[0-9]+(?:/[0-9]+){1,9}",
                r"\+?[0-9]+(?:-[0-9]+){2,9}",
                r"(?![0-9]{1,3}(?:\.[0-9]{3}){2,7}(?![0-9.]))[0-9]+(?:\.[0-9]+){2,9}",
                # bearings, parallels and what is named after them: 38 North, 38.5° N
                r"[0-9]+(?:\.[0-9]+)?(?:\s*°\s*[NSEW]\b|\s+(?:North|South|East|West)\b(?!\s+[A-Z]))",
                r"[0-9]+[A-Za-z]?\s+(?:[A-Z][\w'’]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Square|Lane"
                r"|Boulevard|Drive|Place)\b",
                r"[0-9]{3,4}\s+Committee\b",
                # modes and codes that begin with a zero: 0644
                r"0[0-9]{1,9}(?![0-9]|[.,][0-9])",
                # what is named with its version: Kubernetes 1.16. Kubernetes 1.16+ or later
                r"[A-Z][\w-]{1,30}\s[0-9]{1,4}\.[0-9]{1,6}"
                r"(?=\+|[.,;:)]?$|[.;:)]\s|\s(?:and|or)\s(?:later|newer|earlier|older))",
                # calibres
                r"[0-9]+(?:\.[0-9]+)?(?:\s|-)?(?:mm|millimet(?:re|er)s?)\b",
                # ordinals, decades, and other figures with letters attached
                r"[0-9][0-9,]{0,30}(?:st|nd|rd|th|er|ère|ème|e|s)(?![\w])",
            )
        )
    )


# Names such as KN-23, T-62M, S/RES/2397, COVID-19, G7, but not mid-2024.
_IDENTIFIER = re.compile(
    r"(?!(?:mid|pre|post|early|late|sub)[-\u2011])[^\W\d_]{1,40}(?:[-\u2011/.][^\W\d_]{1,40}){0,4}[-\u2011/.]?"
    r"[0-9][\w/-]*(?:\.\w+)*",
    re.I,
)
_FIGURE = re.compile(
    r"(?P<grouped>[0-9]{1,3}(?:(?P<mark>[,\u00a0\u202f\u2009\u2007 '’])[0-9]{3}"
    r"(?:(?P=mark)[0-9]{3}){0,6}"
    r"|(?:\.[0-9]{3}){2,7})(?![0-9]))(?P<fraction>\.[0-9]+)?"
    r"|(?P<plain>[0-9]{1,20})(?:[.,](?P<decimals>[0-9]{1,20}))?(?![0-9])"
)
_PERCENT = re.compile(r"\s?(?:%|per\s?cent\b|Prozent\b|pour\scent\b|por\sciento\b|процент\w*)")
_CONNECT = re.compile(r"\s*[–—-]\s*|\s+(?:to|bis|à|до)\s+")
_AND = re.compile(r"\s+(?:and|und|et|y|и|та)\s+")
_BETWEEN = re.compile(r"(?:between|zwischen|entre|между|між)\s+", re.I)
_SCALE_AFTER = re.compile(r"[\s\u00a0-]?(?P<word>[^\W\d_]+)\.?")
_WORD = re.compile(r"[^\W_]+")
_YEAR_AFTER = re.compile(
    r"(?:^|[\s(–-])(?:in|since|during|until|till|early|late|mid|year|years|spring|summer|autumn"
    r"|fall|winter|end\sof|start\sof|im\sJahr|seit|en|depuis|desde|в|у|з|с)[\s-]+$",
    re.I,
)
_MAYBE_YEAR_AFTER = re.compile(
    r"(?:^|[\s(–-])(?:of|by|from|before|after|pre|post|between|and|or|to|for|through|the|a|[(,]"
    r"|treaty|pact|election)[\s-]*$|\($",
    re.I,
)
_COUNTED = re.compile(
    r"[\s-]+(?!(?:and|or|to|when|after|before|until|as|in|on|at|with|by|for|but|which|that|had|has"
    r"|have|was|were|is|are|the|a|an|it|he|she|they|und|et|y)\b)[a-z]+"
)


@lru_cache(maxsize=1024)  # several rules read the same claim or sentence
def read_quantities(text: str, language: str = "en") -> tuple[Quantity, ...]:
    """All numbers, ranges and dates of a text, in order, not overlapping.

    `language` adds the month names of that language; number words are English only.
    """
    found: list[Quantity] = []
    position = 0
    while position < len(text):
        char = text[position]
        if not (char.isalnum() or char in "#§№"):
            position += 1
            continue
        end, values = _at(text, position, language)
        start = position
        for value in values:
            found.append(Quantity(start, end, text[start:end], value))
        position = end
    return tuple(found)


_Values = tuple[Decimal | Range | PartialDate, ...]


def _at(text: str, start: int, language: str) -> tuple[int, _Values]:
    """What stands at a word's first character: its end, and its values if it has any."""
    digit = text[start] in "0123456789"
    dates = read_dates(text, start, language)
    if dates:
        return dates
    if skipped := _passed_over().match(text, start):
        return skipped.end(), ()
    word = _WORD.match(text, start)
    word_end = word.end() if word else start + 1
    if not digit:
        identifier = _IDENTIFIER.match(text, start)
        if identifier:
            return identifier.end(), ()
        month = read_month(text, start, language)
        if month:
            return month[0], (month[1],)
        between = _BETWEEN.match(text, start)
        if between:
            both = _range(text, between.end(), language, _AND)
            return both or (between.end(), ())
    elif start and text[start - 1] in ".,:/" and start > 1 and text[start - 2].isdigit():
        return word_end, ()  # the tail of something already passed over
    return _range(text, start, language, _CONNECT) or _single(text, start) or (word_end, ())


def _single(text: str, start: int) -> tuple[int, _Values] | None:
    number = _number(text, start)
    if number is not None:
        return number.end, (_year_or_number(text, start, number),)
    spelt = read_words(text, start)
    if spelt is None:
        return None
    return spelt[0], (() if spelt[1] is None else (spelt[1],))


def _range(
    text: str, start: int, language: str, connect: re.Pattern[str]
) -> tuple[int, _Values] | None:
    low = _number(text, start)
    joint = connect.match(text, low.end) if low else None
    if low is None or joint is None or read_dates(text, joint.end(), language):
        return None
    high = _number(text, joint.end()) if joint.end() < len(text) else None
    if high is None or _passed_over().match(text, joint.end()):
        return None
    first = low.value
    if high.scale != 1 and low.scale == 1 and first * high.scale < high.value:
        first *= high.scale  # 1.5 to 2 million
    elif high.digits.endswith(",000") and high.value <= first * 10000 < high.value * 10:
        first *= 1000  # 11–12,000
    years = _is_year(low, 1800) and _is_year(high, 1800)
    if years and first < high.value:
        return high.end, (PartialDate(int(low.value)), PartialDate(int(high.value)))
    if first >= high.value:
        # a score or a season (13-0, 2023-24); "8 to 3" are two numbers
        return None if text[low.end].isspace() else (high.end, ())
    return high.end, (Range(first, high.value),)


def _number(text: str, start: int) -> _Number | None:
    """A figure or number word with its scale and its per cent sign."""
    found = _FIGURE.match(text, start)
    if found is None:
        spelt = read_words(text, start)
        if spelt is None or spelt[1] is None:
            return None
        sign = _PERCENT.match(text, spelt[0])
        last = re.split(r"[\s-]+", text[start : spelt[0]].lower())[-1]
        scale = SCALES.get(last, Decimal(1))  # "ten to twelve thousand" shares it
        return _Number(sign.end() if sign else spelt[0], spelt[1], scale, "")
    if found["grouped"]:
        digits = re.sub(r"[^0-9]", "", found["grouped"])
        value = Decimal(digits + (found["fraction"] or ""))
    else:
        value = Decimal(found["plain"] + (f".{found['decimals']}" if found["decimals"] else ""))
    end, scale = found.end(), Decimal(1)
    attached = _WORD.match(text, end)
    if attached and attached[0][0].isascii():
        suffix = attached[0].lower()
        if suffix not in ATTACHED:
            return None
        scale, end = Decimal(ATTACHED[suffix]), attached.end()
    while True:
        after = _SCALE_AFTER.match(text, end)
        more = FIGURE_SCALES.get(after["word"].lower()) if after else None
        if after is None or more is None:
            break
        scale, end = scale * more, after.end("word")
    sign = _PERCENT.match(text, end)
    if start and text[start - 1] in "-−" and (start == 1 or text[start - 2].isspace()):
        value = -value
    return _Number(sign.end() if sign else end, value * scale, scale, found[0])


def _is_year(number: _Number, earliest: int = 1000) -> bool:
    plain = len(number.digits) == 4 and number.digits.isdigit() and number.scale == 1
    return plain and earliest <= number.value <= 2100


def _year_or_number(text: str, start: int, number: _Number) -> Decimal | PartialDate:
    """Four plain digits are a year where the words around say so, else a number."""
    if not _is_year(number) or number.end - start != 4:
        return number.value
    before = text[max(0, start - 24) : start]
    counted = _COUNTED.match(text, number.end)
    year = PartialDate(int(number.value))
    if _YEAR_AFTER.search(before) or text[number.end : number.end + 2] in ("'s", "’s"):
        return year
    if _MAYBE_YEAR_AFTER.search(before):
        singular = counted and number.value >= 1800 and not counted[0].endswith("s")
        if not counted or singular:
            return year
    if text.strip() == number.digits and number.value >= 1800:
        return year
    return number.value
