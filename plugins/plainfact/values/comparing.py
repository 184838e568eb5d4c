"""Whether words say what a fact says (rules fact-text-mismatch and claim-value-mismatch)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from plainfact.model import DateRange, Fact, PartialDate, Range
from plainfact.values.reading import Quantity, read_quantities
from plainfact.values.words import FIGURE_SCALES

_DOT_GROUP = re.compile(r"[0-9]{1,3}\.[0-9]{3}(?![0-9])")


def mismatch(words: str, fact: Fact, language: str = "en") -> Quantity | None:
    """The first number or date in words bound to a fact that the fact does not hold.

    A fact holds its value, what its claim says, `as_of` and `when`. A year or month is
    held where a held date lies in it; one end of a range is; a rounded number is not.
    Both ends of a range in the words must be held.
    """
    numbers = frozenset(_held_numbers(fact, language))
    dates = tuple(_held_dates(fact, language))
    for quantity in read_quantities(words, language):
        if not _holds(quantity, numbers, dates, fact):
            return quantity
    return None


def claim_mismatch(fact: Fact, language: str = "en") -> bool:
    """Whether the claim has numbers or dates, but not the fact's own value among them.

    A value in words never mismatches; of a range both ends must be in the claim.
    """
    value = fact.value
    if value is None or isinstance(value, str):
        return False
    said = read_quantities(fact.claim, language)
    if not said:
        return False
    if isinstance(value, PartialDate):
        dates = [date for quantity in said for date in _dates(quantity)]
        return not any(_within(date, value) or _within(value, date) for date in dates)
    numbers = {number for quantity in said for number in _numbers(quantity)}
    scale = _unit_scale(fact.unit)
    return not all(end in numbers or end * scale in numbers for end in _ends(value))


def _holds(
    quantity: Quantity, numbers: frozenset[Decimal], dates: tuple[PartialDate, ...], fact: Fact
) -> bool:
    if isinstance(quantity.value, Range):
        return all(end in numbers for end in _ends(quantity.value))
    if any(number in numbers for number in _numbers(quantity)):
        return True
    return any(
        any(_within(date, held) for held in dates) or _inside(date, fact.when)
        for date in _dates(quantity)
    )


def _ends(value: Decimal | Range) -> tuple[Decimal, ...]:
    if isinstance(value, Decimal):
        return (value,)
    return tuple(end for end in (value.minimum, value.maximum) if end is not None)


def _numbers(quantity: Quantity) -> Iterator[Decimal]:
    """The numbers that a quantity may mean: 1.500 is 1,500 where people write it so."""
    if isinstance(quantity.value, PartialDate):
        if not quantity.value.month:
            yield Decimal(quantity.value.year)
        return
    yield from _ends(quantity.value)
    if isinstance(quantity.value, Decimal) and _DOT_GROUP.match(quantity.words):
        yield quantity.value * 1000


def _dates(quantity: Quantity) -> Iterator[PartialDate]:
    """The dates that a quantity may mean: four plain digits may be a year."""
    if isinstance(quantity.value, PartialDate):
        yield quantity.value
    elif isinstance(quantity.value, Decimal) and re.fullmatch(r"[12][0-9]{3}", quantity.words):
        yield PartialDate(int(quantity.value))


def _held_numbers(fact: Fact, language: str) -> Iterator[Decimal]:
    if isinstance(fact.value, Decimal | Range):
        scale = _unit_scale(fact.unit)
        for end in _ends(fact.value):
            yield end
            yield end * scale
    for text in (fact.claim, fact.unit, fact.value if isinstance(fact.value, str) else ""):
        for quantity in read_quantities(text, language):
            yield from _numbers(quantity)


def _held_dates(fact: Fact, language: str) -> Iterator[PartialDate]:
    named = [fact.as_of]
    if isinstance(fact.value, PartialDate):
        named.append(fact.value)
    if isinstance(fact.when, PartialDate):
        named.append(fact.when)
    elif fact.when:
        named += [end for end in (fact.when.start, fact.when.end) if end]
    yield from named
    value = fact.value if isinstance(fact.value, str) else ""
    years = {date.year for date in named}
    for quantity in (*read_quantities(fact.claim, language), *read_quantities(value, language)):
        for date in _dates(quantity):
            yield date
            if not date.year:
                # "on 19 June" in a claim is that day of the fact's own year
                yield from (PartialDate(year, date.month, date.day) for year in sorted(years))


def _within(date: PartialDate, held: PartialDate) -> bool:
    """Whether `date` says nothing but what `held` says: each part that it names is equal."""
    pairs = ((date.year, held.year), (date.month, held.month), (date.day, held.day))
    return all(not part or part == other for part, other in pairs)


def _inside(date: PartialDate, when: PartialDate | DateRange | None) -> bool:
    """Whether a month or year lies in a closed span of time. A single day is not held by it."""
    if not isinstance(when, DateRange) or not (when.start and when.end):
        return False
    if date.day or not date.year:
        return False
    size = 7 if date.month else 4
    return str(when.start)[:size] <= str(date) <= str(when.end)[:size]


def _unit_scale(unit: str) -> Decimal:
    """1,000,000,000 for "billion US dollars": the value is then counted in billions."""
    first = unit.split(maxsplit=1)[0].lower() if unit.strip() else ""
    return FIGURE_SCALES.get(first, Decimal(1))
