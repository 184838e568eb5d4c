"""Figures as a chart draws them, and how wide words are at its size of type (13 px)."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from plainfact.messages import text as say
from plainfact.model import Fact, Kind, Knowledge, Measure, Range, Status
from plainfact.values import format_date, format_value

MOST = 60
LARGEST = 20  # powers of ten, either way
PHONE = 288  # a page 320 px wide without its edges


def newest(fact: Fact, knowledge: Knowledge) -> bool:
    """Whether a figure still stands as its claimant's last word."""
    return fact.status is not Status.RETRACTED and knowledge.successor(fact) is None


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure as it is drawn; `low` is `high` unless it is a range."""

    fact: Fact
    low: Decimal
    high: Decimal
    arrow: int
    solid: bool
    date: str
    label: str
    remark: str

    @property
    def gap(self) -> int:
        """From the figure's place to its label."""
        return 24 if self.arrow > 0 else 12


def drawable(measure: Measure, figures: Sequence[Fact]) -> list[Fact]:
    """The figures that have a place on one scale; the newest of them where they are too many."""
    found = [fact for fact in figures if any(ends_of(fact))]
    if not found:
        return []
    percent = (measure.unit or found[0].unit) == "%"
    found = [fact for fact in found if (fact.unit == "%") == percent]
    kept = sorted(found, key=lambda fact: (str(fact.as_of), fact.id))[-MOST:]
    ids = {fact.id for fact in kept}
    return [fact for fact in found if fact.id in ids]


def ends_of(fact: Fact) -> tuple[tuple[Decimal, ...], int]:
    """The numbers of a figure, and where it is open: 1 upwards, -1 downwards."""
    value, arrow = fact.value, 0
    if isinstance(value, Range):
        if value.minimum is None or value.maximum is None:
            arrow = 1 if value.maximum is None else -1
        numbers = tuple(end for end in (value.minimum, value.maximum) if end is not None)
    else:
        numbers = (value,) if isinstance(value, Decimal) else ()
    known = all(end.is_finite() and abs(end.adjusted()) <= LARGEST for end in numbers)
    return (tuple(sorted(numbers)), arrow) if numbers and known else ((), 0)


def mark_of(fact: Fact, measure: Measure, knowledge: Knowledge, language: str) -> Mark:
    """A drawable figure with the words that stand beside it."""
    numbers, arrow = ends_of(fact)
    assert fact.value is not None  # it has numbers
    unit = "" if fact.unit == measure.unit != "%" else fact.unit
    remark = ""
    if fact.status in (Status.RETRACTED, Status.DISPUTED):
        remark = say(f"status.{fact.status.value}", language)
    elif fact.kind is Kind.FORECAST:
        remark = say("expected", language)
    return Mark(
        fact=fact,
        low=numbers[0],
        high=numbers[-1],
        arrow=arrow,
        solid=newest(fact, knowledge) and fact.kind is not Kind.FORECAST,
        date=format_date(fact.as_of, language, short=True),
        label=format_value(fact.value, unit=unit, approximate=fact.approximate, language=language),
        remark=remark,
    )


def width_of(text: str, *, bold: bool = False) -> float:
    """About how wide a text is, at 13 px, in the sans faces of the usual systems."""
    return sum(map(_advance, text)) * (1.06 if bold else 1)


def _advance(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 13
    if character in " .,:;'’|il()":
        return 4
    return 9 if character.isupper() or character in "mwм" else 7.2


def lines_of(name: str, room: float = PHONE, most: int = 3) -> list[str]:
    """A claimant's name on a few lines that fit, by default a phone; the table has all of it."""
    lines, words = [""], name.split()
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer, bold=True) <= room:
            lines[-1] = longer
            continue
        while width_of(word, bold=True) > room:
            word = word[: len(word) * 3 // 4] + "…"
        if lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]}…"]
