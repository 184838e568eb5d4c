"""Dates in words and figures: 19 June 2024, June 19, 2024, June 2024, 2024-06-19.

Month names are English, and the page's language by CLDR. A year that is not written is
0: "19 June" is PartialDate(0, 6, 19). Forms that countries read differently (10/11/2024)
are not read.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from plainfact.model import PartialDate
from plainfact.values.printing import locale_of

_NAMES = """January February March April May June
    July August September October November December"""
ENGLISH = _NAMES.split()
_ABBREVIATED = {name[:3]: number for number, name in enumerate(ENGLISH, 1)} | {"Sept": 9}
_GAP = r"[ \t\n\u00a0\u202f]+"
_DAY = r"(?P<{}>0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th|er|\.)?"
_TO = r"\s*(?:to|and|or|bis|und|au|et|al|y|[–—-])\s*(?:the\s+)?"
_YEAR = r"(?P<year>[12][0-9]{3})(?![0-9]|[.,][0-9])"
_ISO = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?(?![0-9-])"
)
_WRITTEN = re.compile(
    r"([1-9][0-9]{3})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2})(?:[T ].*)?)?)?\Z", re.ASCII
)
_DOTTED = re.compile(
    r"(?P<day>[0-9]{1,2})\.\s?(?P<month>[0-9]{1,2})\.\s?(?P<year>[12][0-9]{3})(?![0-9])"
)
_KOREAN = re.compile(
    r"(?:(?P<year>[12][0-9]{3})년\s*)?(?:(?P<month>[0-9]{1,2})월)(?:\s*(?P<day>[0-9]{1,2})일)?"
    r"|(?P<only>[12][0-9]{3})년"
)
_BEFORE_MONTH = re.compile(
    r"\b(?:in|of|by|since|until|till|during|from|between|before|after|early|late|mid|last|next"
    r"|this|im|seit|en|depuis|desde|в|у)[ \n\u00a0-]$",
    re.I,
)


def read_dates(
    text: str, start: int, language: str = "en"
) -> tuple[int, tuple[PartialDate, ...]] | None:
    """The date at `start`, or the two of a span that shares its month: end and dates."""
    if text[start].isdigit():
        for pattern in (_ISO, _DOTTED, _KOREAN):
            found = pattern.match(text, start)
            if found:
                return found.end(), (_from_groups(found),)
    for pattern in _patterns(language):
        found = pattern.match(text, start)
        if found:
            return found.end(), _named(found, language)
    return None


def written_date(text: str) -> PartialDate | None:
    """A day, month or year in ISO 8601, as a page's front matter gives it; of a moment, which
    YAML or another plugin may have made of it, the day. None where the calendar has no such."""
    parts = _WRITTEN.match(text)
    if parts is None:
        return None
    year, month, day = (int(part or 0) for part in parts.groups())
    if day:
        try:
            date(year, month, day)
        except ValueError:
            return None
    return PartialDate(year, month, day)


def _from_groups(found: re.Match[str]) -> PartialDate:
    parts = found.groupdict()
    if parts.get("only"):
        return PartialDate(int(parts["only"]))
    return PartialDate(int(parts["year"] or 0), int(parts["month"]), int(parts["day"] or 0))


def read_month(text: str, start: int, language: str = "en") -> tuple[int, PartialDate] | None:
    """A month named without day and year, after a word that makes it a date ("in June")."""
    found = _month(language).match(text, start)
    if found and _BEFORE_MONTH.search(text, max(0, start - 12), start):
        return found.end(), PartialDate(0, months(language)[found["month"].casefold()])
    return None


@lru_cache(maxsize=32)
def months(language: str) -> dict[str, int]:
    """Month names, case-folded, of English and of `language`."""
    found = {name.casefold(): number for number, name in enumerate(ENGLISH, 1)}
    found |= {name.casefold(): number for name, number in _ABBREVIATED.items()}
    locale = locale_of(language)
    if locale.language not in ("en", "ko", "ja", "zh"):
        for width in ("abbreviated", "wide"):
            for context in ("stand-alone", "format"):
                names = locale.months[context][width]
                found |= {
                    str(names[number]).strip(".").casefold(): number
                    for number in names
                    if len(str(names[number])) > 2 and not str(names[number])[0].isdigit()
                }
    return found


@lru_cache(maxsize=32)
def _month_names(language: str) -> str:
    """English names with their capital ("may" and "march" are verbs), others in any case."""
    english = [name for full in ENGLISH for name in (full, full.upper())]
    english += [name for short in _ABBREVIATED for name in (short, short.upper())]
    known = {name.casefold() for name in english}
    other = [name for name in months(language) if name not in known]
    plain = "|".join(sorted(english, key=len, reverse=True))
    loose = "|".join(re.escape(name) for name in sorted(other, key=len, reverse=True))
    return rf"(?P<month>{plain}{'|(?i:' + loose + ')' if loose else ''})(?:\.(?=\s))?(?!\w)"


@lru_cache(maxsize=32)
def _month(language: str) -> re.Pattern[str]:
    return re.compile(_month_names(language))


@lru_cache(maxsize=32)
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    month = _month_names(language)
    one, two = _DAY.format("day"), _DAY.format("last")
    of = r"(?:(?:of|de)\s+)?"
    return (
        re.compile(rf"{one}(?:{_TO}{two})?{_GAP}{of}{month}(?:,?{_GAP}{of}{_YEAR})?"),
        re.compile(
            rf"{month}{_GAP}(?:the{_GAP})?{one}(?![0-9]|[,.][0-9]|\s*%)"
            rf"(?:{_TO}{two}(?![0-9]|[,.][0-9]))?(?:,?{_GAP}{_YEAR})?"
        ),
        re.compile(rf"{month},?{_GAP}{of}{_YEAR}"),
    )


def _named(found: re.Match[str], language: str) -> tuple[PartialDate, ...]:
    parts = found.groupdict()
    year = int(parts["year"] or 0)
    month = months(language)[parts["month"].casefold()]
    days = [int(parts[name]) for name in ("day", "last") if parts.get(name)]
    return tuple(PartialDate(year, month, day) for day in days) or (PartialDate(year, month),)
