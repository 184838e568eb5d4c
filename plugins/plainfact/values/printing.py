"""Values in the words of a language, by the rules of CLDR (through Babel).

The few words around a number ("about", "at least") stand here and not in `messages`:
values know nothing but the model (docs/architecture.md).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global, parse_locale
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.numbers import format_decimal, format_percent

from plainfact.model import DateRange, PartialDate, Value

# about, at least, up to, from … to …, from, until
WORDS: dict[str, tuple[str, str, str, str, str, str]] = {
    "en": ("about {}", "at least {}", "up to {}", "{} to {}", "from {}", "until {}"),
    "de": ("etwa {}", "mindestens {}", "bis zu {}", "{} bis {}", "ab {}", "bis {}"),
    "fr": ("environ {}", "au moins {}", "jusqu’à {}", "{} à {}", "depuis {}", "jusqu’à {}"),
    "es": ("unos {}", "al menos {}", "hasta {}", "de {} a {}", "desde {}", "hasta {}"),
    "ko": ("약 {}", "최소 {}", "최대 {}", "{}~{}", "{}부터", "{}까지"),
    "ru": ("около {}", "не менее {}", "до {}", "{} – {}", "с {}", "по {}"),
    "uk": ("близько {}", "щонайменше {}", "до {}", "{} – {}", "з {}", "до {}"),
}


@lru_cache(maxsize=64)
def locale_of(language: str) -> Locale:
    """The CLDR locale of a language tag (BCP 47).

    `en` without a region is en-001, international English (docs/format.md); so is
    whatever CLDR does not know.
    """
    tag = language.strip().replace("-", "_")
    if tag.lower() in ("", "en"):
        tag = "en_001"
    try:
        return Locale.parse(tag)
    except (UnknownLocaleError, ValueError, TypeError):
        head = tag.split("_", 1)[0]
        return locale_of(head if head != tag else "en")


def with_region(language: str) -> str:
    """A language tag (BCP 47) as `language_TERRITORY`, which is what Open Graph's `locale` takes.

    Where the tag names no region, it is the one in which most of the language's readers
    live (CLDR, likely subtags): `en_US` for "en", `zh_TW` for "zh-Hant". Empty where CLDR
    knows none.
    """
    tag = language.strip().replace("-", "_")
    try:
        name, territory, script, *_ = parse_locale(tag)
    except ValueError:
        return ""
    for known in (f"{name}_{script}", name) if script else (name,):
        likely = get_global("likely_subtags").get(known)
        if not territory and likely:
            territory = parse_locale(likely)[1]
    return f"{name}_{territory}" if territory and territory.isalpha() else ""


MAX_DIGITS = 200
"""Far more than a data file's numbers may have (40 digits, and exponents of as many)."""


def format_value(
    value: Value, *, unit: str = "", approximate: bool = False, language: str = "en"
) -> str:
    """A value as readers see it: "about 1,500 soldiers", "at least 11,000", "19 June 2024".

    Number and unit are parted by a plain space, so that a search for the words finds
    them (docs/format.md); "%" follows the language's own pattern. A text value is
    printed as written, without unit: only a number has one.
    """
    about, at_least, up_to, span, _, _ = _words(language)
    if isinstance(value, str):
        return value
    if isinstance(value, PartialDate):
        text = format_date(value, language)
        return about.format(text) if approximate else text
    if isinstance(value, Decimal):
        text = _number(value, unit, language)
        return about.format(text) if approximate else text
    low, high = value.minimum, value.maximum
    if low is not None and high is not None:
        if low == high:
            text = _number(low, unit, language)
        else:
            text = span.format(_number(low, "", language), _number(high, unit, language))
        return about.format(text) if approximate else text
    end = low if low is not None else high
    if end is None:
        return unit
    text = _number(end, unit, language)
    text = about.format(text) if approximate else text
    return (at_least if low is not None else up_to).format(text)


def format_date(moment: PartialDate | DateRange, language: str, *, short: bool = False) -> str:
    """A day, month, year or span in words: "19 June 2024", "June 2024"; short "19 Jun 2024".

    A date that the calendar does not have (the loader refuses it) is printed as ISO 8601.
    """
    if isinstance(moment, DateRange):
        return _span(moment, language, short)
    locale = locale_of(language)
    try:
        day = date(moment.year, moment.month or 1, moment.day or 1)
    except ValueError:
        return str(moment)
    if moment.day:
        if short:
            return format_skeleton("yMMMd", day, locale=locale)
        return babel_date(day, "long", locale=locale)
    if moment.month:
        return format_skeleton("yMMM" if short else "yMMMM", day, locale=locale)
    return format_skeleton("y", day, locale=locale)


def _words(language: str) -> tuple[str, str, str, str, str, str]:
    return WORDS.get(locale_of(language).language, WORDS["en"])


def _number(number: Decimal, unit: str, language: str) -> str:
    # Babel computes in the current context, whose 28 digits are too few for what data may hold.
    with localcontext() as context:
        context.prec = MAX_DIGITS
        return _printed(number, unit, language)


def _printed(number: Decimal, unit: str, language: str) -> str:
    locale = locale_of(language)
    # Adding zero drops a superfluous minus; quantization would round.
    if unit == "%":
        return format_percent(number / 100, locale=locale, decimal_quantization=False)
    text = format_decimal(number, locale=locale, decimal_quantization=False)
    return f"{text} {unit}" if unit else text


def _span(moment: DateRange, language: str, short: bool) -> str:
    _, _, _, span, since, until = _words(language)
    start, end = moment.start, moment.end
    if start is None or end is None:
        only = start or end
        if only is None:
            return ""
        return (until if start is None else since).format(format_date(only, language, short=short))
    if start == end:
        return format_date(start, language, short=short)
    last = format_date(end, language, short=short)
    first = format_date(start, language, short=short)
    if first == last:
        return last
    locale = locale_of(language)
    if locale.language == "en" and locale.territory != "US" and start.year == end.year:
        if start.day and end.day and start.month == end.month:
            first = str(start.day)
        elif start.month and end.month:
            first = first.removesuffix(f" {start.year}")
    return span.format(first, last)
