"""What YAML, or its author, made of a value that was meant otherwise, and what to write."""

from __future__ import annotations

import re
from calendar import monthrange
from decimal import Decimal

from plainfact.schemas.shapes import DATE, URL, Cited, Reference, Shape, matches

_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_NUMBER = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_PERCENT = re.compile(rf"({_NUMBER})\s*(?:%|per ?cent)", re.IGNORECASE)
_SCALED = re.compile(rf"({_NUMBER})\s*(k|m|bn|thousand|million|billion)", re.IGNORECASE)
_SCALES = {"k": 10**3, "t": 10**3, "m": 10**6, "b": 10**9}
_SPAN = re.compile(rf"({_NUMBER})\s*(?:[-–—]|to)\s*({_NUMBER})")


def nothing(written: str, after: str) -> tuple[str, str]:
    """Why a field is empty, and what to do; `after` is the line behind the key's colon."""
    if written:
        return f"YAML takes '{written}' for nothing", f'write "{written}" if you mean the word'
    if after.lstrip().startswith("#"):
        return "'#' begins a comment", "put text that begins with '#' in quotation marks"
    return "", "give it a value, or delete the line"


_ITEM = re.compile(r"[\r\n][ \t]*(-[ \t][^\r\n]*)")


def swallowed_item(written: str) -> tuple[int, int] | None:
    """Where a line of a text that goes on over several lines looks like a list item."""
    found = _ITEM.search(written)
    return found.span(1) if found else None


def number_in_words(text: str) -> tuple[str, str]:
    """What is wrong with text that was meant as a number, and what to write; empty for words."""
    if text.casefold() in (".inf", "-.inf", "+.inf", ".nan"):
        return "is no number of anything", "write the number that the source gives"
    if found := _PERCENT.fullmatch(text):
        return "is text, not a number", f"write {_plain(found[1])}, and 'unit: per cent' below"
    if found := _SCALED.fullmatch(text):
        value = Decimal(_plain(found[1])) * _SCALES[found[2][0].lower()]
        return "is text, not a number", f"write {value.normalize():f}"
    if found := _SPAN.fullmatch(text):
        low, high = _plain(found[1]), _plain(found[2])
        if Decimal(low) < Decimal(high):
            return "is text, not a range", f"write {{min: {low}, max: {high}}}"
    return "", ""


def _plain(number: str) -> str:
    return number.replace(",", "")


def no_such_date(text: str) -> str:
    """Why the calendar lacks a date of the form 2024-02-30 or 2024-13; empty if unclear."""
    year, month, *day = (int(part) for part in text.split("-"))
    if not 1 <= month <= 12:
        return f"there is no month {month}"
    if not day or year < 1:
        return ""
    days = monthrange(year, month)[1]
    if month == 2 and day[0] == 29:
        return f"{year} is no leap year"
    return f"{_MONTHS[month - 1]} has {days} days"


def meant_address(text: str) -> str:
    """What to do about a text that holds an address, but is none; empty where that is unclear."""
    if matches(rf"{URL}(?: .*)?", text) and " " in text:
        return "an address has no spaces: write %20 for each"
    found = re.search(r"[Hh][Tt][Tt][Pp][Ss]?://[^\s<>\"\\)\]}]+", text)
    return f"write {found[0]}, and nothing around it" if found and matches(URL, found[0]) else ""


def meant_items(text: str, of: Shape) -> str:
    """What to write for a text that was meant as a list; empty where that is unclear."""
    if re.match(r"-[^\s-]", text):
        return f"write a space behind the dash: '- {text[1:60].split()[0]}'"
    if isinstance(of, (Cited, Reference)):
        ids = re.findall(r"[^\s\[\]@;,]+", text)
        if "@" in text and ids and not re.search(r"\s[^\s@\[\];,]+", text):
            return f"write [{', '.join(ids)}], without the sign '@'"
    return ""


_PERIOD = re.compile(
    r"([0-9][0-9-]{3,9})\s*(?:/|–|—|\.\.|\bto\b|\buntil\b| - )\s*([0-9][0-9-]{3,9})"
)


def meant_period(text: str) -> str:
    """What to write for two dates that were meant as a time from one to the other."""
    found = _PERIOD.fullmatch(text.strip())
    if found and all(matches(DATE, end) for end in found.groups()):
        return f"write {{from: {found[1]}, to: {found[2]}}}"
    return ""


_ISO_WITH_MORE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9].*")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})(?:[-./]([0-9]{1,2}))?")
_DAY_FIRST = re.compile(r"([0-9]{1,2})[./]\s?([0-9]{1,2})[./]\s?([0-9]{4})")
_NAMED = re.compile(r"(?:([0-9]{1,2})\.? )?([A-Z][a-z]{2,8})\.?(?: ([0-9]{1,2}),)? ([0-9]{4})")


def meant_date(text: str) -> str:
    """The date that a text was meant as, the way to write it; empty where that is a guess."""
    if found := _ISO_WITH_MORE.fullmatch(text):
        return _known(found[1])
    if found := _YEAR_FIRST.fullmatch(text):
        return _known("-".join([found[1], *(part.zfill(2) for part in found.groups()[1:] if part)]))
    if found := _DAY_FIRST.fullmatch(text):
        first, second, year = found.groups()
        # 10/11/2024 is of October to some and of November to others.
        if "/" in text and int(first) <= 12 and int(second) <= 12:
            return ""
        if int(second) > 12:
            first, second = second, first
        return _known(f"{year}-{second.zfill(2)}-{first.zfill(2)}")
    if found := _NAMED.fullmatch(text):
        numbers = [n for n, name in enumerate(_MONTHS, 1) if name.startswith(found[2])]
        day = found[1] or found[3]
        if len(numbers) == 1 and not (found[1] and found[3]):
            return _known(f"{found[4]}-{numbers[0]:02}" + (f"-{day.zfill(2)}" if day else ""))
    return ""


def _known(date: str) -> str:
    return date if matches(DATE, date) else ""
