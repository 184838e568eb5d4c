"""Dates as pages write them → a year, a month or a day, as precise as they were written."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate
from functools import cache

from babel.dates import get_month_names

LANGUAGES = ("en", "de", "es", "fr", "ko", "ru", "uk")
"""Of the names of months that are read: those that our own words are translated into."""
_ISO = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ]\d{1,2}(?::\d{2}.{0,30})?)?Z?"
)
_BASIC = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?\d{4,6}.{0,10})?")
_PDF = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?")
_NAME = r"([^\W\d_]{3,12})\.?"
_DAY_FIRST = re.compile(rf"(\d{{1,2}})(?:\.|er|º)? (?:de )?{_NAME},? (?:de )?(\d{{4}})\b")
_MONTH_FIRST = re.compile(rf"{_NAME} (\d{{1,2}}),? (\d{{4}})\b")
_MONTH_ONLY = re.compile(rf"{_NAME},? (?:de )?(\d{{4}})")
_KOREAN = re.compile(r"(\d{4})년(?: ?(\d{1,2})월(?: ?(\d{1,2})일)?)?")
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/-]|$)")
EARLIEST = 1450


def day_of(text: object, today: date) -> str:
    """`2024`, `2024-10` or `2024-10-17`; empty where it is no date, or one to come.

    The day is that of the place where the page was written: a time zone is not reckoned in.
    A date like 10/11/2024, which has two meanings, is none.
    """
    if isinstance(text, int) and not isinstance(text, bool):
        text = str(text)
    if not isinstance(text, str):
        return ""
    text = " ".join(text[:100].split())
    parts = _parts(text)
    if parts is None:
        return ""
    year, month, day = parts
    try:
        if day and date(year, month, day).toordinal() > today.toordinal() + 1:
            return ""  # one day more: the page may lie east of us
        date(year, month or 1, day or 1)
    except ValueError:
        return ""
    if year < EARLIEST or (year, month or 1) > (today.year, today.month + 1):
        return ""
    written = f"{year:04d}"
    if month:
        written += f"-{month:02d}"
    return f"{written}-{day:02d}" if month and day else written


def _parts(text: str) -> tuple[int, int, int] | None:
    for pattern in (_PDF, _BASIC, _ISO):
        if found := pattern.fullmatch(text) or (pattern is _PDF and pattern.match(text)) or None:
            return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if found := _KOREAN.match(text):
        return int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if (found := _DAY_FIRST.search(text)) and (month := _month(found[2])):
        return int(found[3]), month, int(found[1])
    if (found := _MONTH_FIRST.search(text)) and (month := _month(found[1])):
        return int(found[3]), month, int(found[2])
    if (found := _MONTH_ONLY.fullmatch(text)) and (month := _month(found[1])):
        return int(found[2]), month, 0
    stamp = parsedate(text) if "," in text else None  # RFC 5322
    return (stamp[0], stamp[1], stamp[2]) if stamp else None


def _month(name: str) -> int:
    return _months().get(name.casefold().rstrip("."), 0)


@cache
def _months() -> dict[str, int]:
    """Months by their names in CLDR, long and short, as they stand in a date and alone. No
    name is that of another month in another of these languages."""
    found: dict[str, int] = {}
    for language in LANGUAGES:
        for names in (
            get_month_names("wide", "format", language),
            get_month_names("wide", "stand-alone", language),
            get_month_names("abbreviated", "format", language),
            get_month_names("abbreviated", "stand-alone", language),
        ):
            for number, name in names.items():
                found[name.casefold().rstrip(".")] = int(number)
    return found


def day_in_address(url: str, today: date) -> str:
    """The day that many newspapers write into the paths of their pages."""
    found = _IN_ADDRESS.search(url.partition("?")[0])
    return day_of("-".join(found.groups()), today) if found else ""
