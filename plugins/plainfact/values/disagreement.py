"""Claimants who count the same at the same time and do not agree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from itertools import combinations

from plainfact.model import DateRange, Fact, Kind, Knowledge, PartialDate, Range, Status

APPROXIMATE = Decimal("0.05")
"""How far "about 3,000" reaches, either way: 2,850 is no other count than that."""
MOST = 200
"""Figures of one measure that are held against each other, the newest: 20,000 pairs."""

Group = tuple[Fact, ...]


def disagreements(figures: Sequence[Fact], knowledge: Knowledge) -> tuple[Group, ...]:
    """The figures of one measure that contradict each other, in groups, by date of the claim.

    Two figures contradict each other where a record says so (`disputes`), or where other
    claimants speak of the same time (`when`, else `as_of`) and their figures leave no number
    that fits both. Forecasts and what was withdrawn contradict nobody by themselves.
    """
    newest = sorted(figures, key=lambda fact: (str(fact.as_of), fact.id))[-MOST:]
    group_of = {fact.id: fact.id for fact in newest}

    def root(key: str) -> str:
        while group_of[key] != key:
            key = group_of[key]
        return key

    for one, other in _pairs(newest, knowledge):
        group_of[root(other.id)] = root(one.id)
    groups: dict[str, list[Fact]] = {}
    for fact in newest:
        groups.setdefault(root(fact.id), []).append(fact)
    return tuple(tuple(group) for group in groups.values() if len(group) > 1)


def rivals(fact: Fact, knowledge: Knowledge) -> Group:
    """Other claimants' figures that disagree with this one though no record says so."""
    if not fact.measure:
        return ()
    named = {other.id for other in knowledge.disputing(fact)}
    figures = knowledge.figures(fact.measure)[-MOST:]
    others = (other for other in figures if other.id != fact.id and other.id not in named)
    return tuple(other for other in others if _contradict(fact, other, knowledge.claimant))


def _pairs(figures: Sequence[Fact], knowledge: Knowledge) -> Iterable[tuple[Fact, Fact]]:
    said = {fact.id: {other.id for other in knowledge.disputing(fact)} for fact in figures}
    for one, other in combinations(figures, 2):
        if other.id in said[one.id] or _contradict(one, other, knowledge.claimant):
            yield one, other


def _contradict(one: Fact, other: Fact, claimant: Callable[[Fact], str]) -> bool:
    if any(_is_apart(fact) for fact in (one, other)) or _same(one, other, claimant):
        return False
    if one.unit != other.unit or not _same_time(one.when or one.as_of, other.when or other.as_of):
        return False
    first, second = _reach(one), _reach(other)
    if first is None or second is None:
        return False
    (low, high), (least, most) = first, second
    return (high is not None and least is not None and high < least) or (
        most is not None and low is not None and most < low
    )


def _same(one: Fact, other: Fact, claimant: Callable[[Fact], str]) -> bool:
    return claimant(one).casefold() == claimant(other).casefold()


def _is_apart(fact: Fact) -> bool:
    return fact.kind is Kind.FORECAST or fact.status is Status.RETRACTED


def _same_time(one: PartialDate | DateRange, other: PartialDate | DateRange) -> bool:
    """A day is not the same time as its month: what is not known exactly is not guessed."""
    return one == other


def _reach(fact: Fact) -> tuple[Decimal | None, Decimal | None] | None:
    """The numbers that a figure leaves open: from, to; None where an end is open."""
    value = fact.value
    if isinstance(value, Decimal):
        low: Decimal | None = value
        high: Decimal | None = value
    elif isinstance(value, Range):
        low, high = value.minimum, value.maximum
    else:
        return None
    if not fact.approximate:
        return low, high
    slack = [abs(end) * APPROXIMATE if end is not None else Decimal(0) for end in (low, high)]
    return (
        None if low is None else low - slack[0],
        None if high is None else high + slack[1],
    )
