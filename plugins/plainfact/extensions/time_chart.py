"""A measure over time: a true axis, one line of steps a claimant, names at the right edge.

For 520 px and more: the rows of `chart` stand in its place on a phone, where no style sheet
is, and where there is too little or too much to draw. A claim holds until its claimant
replaces it, so lines are steps. A date known by its month is drawn as wide as the month.
"""

from __future__ import annotations

import calendar
import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from plainfact.extensions.chart_marks import Mark, lines_of, width_of
from plainfact.messages import text as say
from plainfact.model import Fact, Kind, Knowledge, PartialDate, Status
from plainfact.values import format_date, format_value

ROOM = 520  # px, from which the style sheet shows it
NAMES = 172  # px for the names at the right edge
GAP = 30  # px in which lines lead there
MOST_CLAIMANTS = 10
LEAST_DAYS = 45
_TOP, _BOTTOM, _LINE = 14, 26, 16
_PLOT = 240  # px, unless the names need more
_STEPS = (1, 2, 3, 6, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 500, 2000, 5000)))
"""Months between ticks."""


def over_time(marks: Sequence[Mark], label: str, knowledge: Knowledge, language: str) -> str:
    """The drawing as SVG, hidden until a style sheet shows it; "" where it would say nothing.

    `label` is what it shows in words, escaped already.
    """
    series: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (_begin(mark.fact), mark.fact.id)):
        series.setdefault(knowledge.claimant(mark.fact), []).append(mark)
    first = min(_begin(mark.fact) for mark in marks)
    last = max(_end(mark.fact) for mark in marks)
    if not 2 <= len(series) <= MOST_CLAIMANTS or last - first < LEAST_DAYS:
        return ""
    names = [_Name.of(name or say("Other", language), found) for name, found in series.items()]
    height = max(_PLOT, sum(name.height for name in names) + 8) + _TOP + _BOTTOM
    plot = _Plot.of(marks, first, last, height, language)
    parts = [*_axes(plot, marks, language)]
    for found in series.values():
        parts += _steps(found, plot)
    parts += _names(names, plot)
    for found in series.values():
        parts += (_point(mark, plot) for mark in found)
    parts += _values(marks, {name.mark.fact.id for name in names}, plot)
    return (
        f'<svg class="pf-over-time" display="none" role="img" aria-label="{label}" width="100%" '
        f'height="{height}" direction="ltr" fill="currentColor" font-size="13">'
        f"{''.join(parts)}</svg>"
    )


def _begin(fact: Fact) -> int:
    """The first day of a claim's date, counted as date.toordinal does."""
    return _first(fact.as_of).toordinal()


def _end(fact: Fact) -> int:
    when = fact.as_of
    if not when.month:
        return date(_year(when), 12, 31).toordinal()
    if not when.day:
        last = calendar.monthrange(_year(when), when.month)[1]
        return date(_year(when), when.month, last).toordinal()
    return _first(when).toordinal()


def _first(when: PartialDate) -> date:
    return date(_year(when), when.month or 1, when.day or 1)


def _year(when: PartialDate) -> int:
    return min(max(when.year, 1), 9999)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Days and numbers to places: per cent across, pixels down. Zero is always on it."""

    first: int
    days: int
    low: Decimal
    high: Decimal
    left: float
    right: float
    top: int
    bottom: int

    @classmethod
    def of(cls, marks: Sequence[Mark], first: int, last: int, height: int, language: str) -> _Plot:
        low = min(Decimal(0), *(mark.low for mark in marks))
        high = max(Decimal(0), *(mark.high for mark in marks))
        high = high if high > low else low + 1
        widest = max(width_of(words) for _, words in _ticks(low, high, marks, language))
        left = (widest + 10) / ROOM * 100
        right = (ROOM - NAMES - GAP) / ROOM * 100
        return cls(first, max(last - first, 1), low, high, left, right, _TOP, height - _BOTTOM)

    def across(self, day: float) -> float:
        """Where a day stands, in per cent; a little off the edges."""
        share = 0.03 + 0.94 * (day - self.first) / self.days
        return self.left + share * (self.right - self.left)

    def down(self, number: Decimal) -> float:
        """Where a number stands, in pixels; the largest a little below the top."""
        share = float((number - self.low) / (self.high - self.low))
        return self.bottom - share * (self.bottom - self.top - 10)

    def middle(self, fact: Fact) -> float:
        """Where a claim's date stands: the middle of a month or year."""
        return self.across((_begin(fact) + _end(fact)) / 2)


def _ticks(
    low: Decimal, high: Decimal, marks: Sequence[Mark], language: str
) -> list[tuple[Decimal, str]]:
    """Round numbers, five at most, zero among them."""
    span = high - low
    power = Decimal(1).scaleb(span.adjusted() - 1)
    step = next(
        power * factor for factor in (1, 2, 5, 10, 20, 50, 100) if span / (power * factor) <= 4
    )
    unit = "%" if marks[0].fact.unit == "%" else ""
    first = int((low / step).to_integral_value(ROUND_CEILING))
    numbers = [step * index for index in range(first, int(high / step) + 1)]
    return [(each, format_value(each, unit=unit, language=language)) for each in numbers]


def _axes(plot: _Plot, marks: Sequence[Mark], language: str) -> Iterator[str]:
    left, right = f"{plot.left:.2f}%", f"{plot.right:.2f}%"
    for number, words in _ticks(plot.low, plot.high, marks, language):
        y = f"{plot.down(number):.1f}"
        kind, faint = ("grid", ' stroke-opacity=".25"') if number else ("base", "")
        yield (
            f'<line class="{kind}" x1="{left}" x2="{right}" y1="{y}" y2="{y}" '
            f'stroke="currentColor"{faint}/><text class="tick" x="{left}" dx="-8" y="{y}" dy="4" '
            f'text-anchor="end">{html.escape(words)}</text>'
        )
    months = [_month_of(plot.first), _month_of(plot.first + plot.days)]
    step = next((s for s in _STEPS if _has_room(s, plot, language)), _STEPS[-1])
    for month in range(-(-months[0] // step) * step, months[1] + 1, step):
        year, index = divmod(month, 12)
        day = date(min(max(year, 1), 9999), index + 1, 1).toordinal()
        if not plot.first <= day <= plot.first + plot.days:
            continue
        x = f"{plot.across(day):.2f}%"
        when = PartialDate(year, 0 if step >= 12 else index + 1)
        words = html.escape(format_date(when, language, short=True))
        yield (
            f'<line class="base" x1="{x}" x2="{x}" y1="{plot.bottom}" y2="{plot.bottom + 5}" '
            f'stroke="currentColor"/><text class="tick" x="{x}" y="{plot.bottom + 19}" '
            f'text-anchor="middle">{words}</text>'
        )


def _has_room(step: int, plot: _Plot, language: str) -> bool:
    """Whether words stand clear of each other where there is one for every so many months."""
    when = PartialDate(_month_of(plot.first) // 12, 0 if step >= 12 else 9)
    words = width_of(format_date(when, language, short=True)) + 12
    return step * 30.4 / plot.days * (plot.right - plot.left) / 100 * ROOM >= words


def _month_of(day: int) -> int:
    """Months since the year 0."""
    when = date.fromordinal(min(max(day, 1), date.max.toordinal()))
    return when.year * 12 + when.month - 1


def _steps(found: Sequence[Mark], plot: _Plot) -> Iterator[str]:
    """From each figure of a claimant to the next: it holds until it is replaced."""
    said = [mark for mark in found if _is_count(mark)]
    for mark, following in pairwise(said):
        x1, x2 = plot.middle(mark.fact), plot.middle(following.fact)
        y1, y2 = plot.down(mark.high), plot.down(following.high)
        yield _line("step", x1, y1, x2, y1)
        yield _line("step", x2, y1, x2, y2)


def _is_count(mark: Mark) -> bool:
    return mark.fact.kind is not Kind.FORECAST and mark.fact.status is not Status.RETRACTED


def _line(kind: str, x1: float, y1: float, x2: float, y2: float, more: str = "") -> str:
    return (
        f'<line class="{kind}" x1="{x1:.2f}%" y1="{y1:.1f}" x2="{x2:.2f}%" y2="{y2:.1f}" '
        f'stroke="currentColor"{more}/>'
    )


def _point(mark: Mark, plot: _Plot) -> str:
    past = "" if mark.solid else " past"
    x, low, high = plot.middle(mark.fact), plot.down(mark.low), plot.down(mark.high)
    begin, end = plot.across(_begin(mark.fact)), plot.across(_end(mark.fact))
    parts = []
    if end > begin:
        parts.append(_line("span", begin, high, end, high, ' stroke-width="2"'))
    if mark.low != mark.high:
        bar = ' stroke-width="6" stroke-linecap="round"'
        parts.append(_line(f"bar{past}", x, low, x, high, bar))
        if past:  # hollow
            parts.append(
                f'<line class="bar-inner" x1="{x:.2f}%" x2="{x:.2f}%" y1="{low:.1f}" '
                f'y2="{high:.1f}"/>'
            )
    else:
        hollow = ' fill="none"' if past else ""
        parts.append(
            f'<circle class="dot{past}" cx="{x:.2f}%" cy="{high:.1f}" r="4.5" '
            f'stroke="currentColor" stroke-width="2"{hollow}/>'
        )
    if mark.arrow:
        path = "M0 -5V-17M-4 -13L0 -17L4 -13" if mark.arrow > 0 else "M0 5V17M-4 13L0 17L4 13"
        parts.append(
            f'<svg x="{x:.2f}%" y="{high:.1f}" overflow="visible"><path class="open{past}" '
            f'd="{path}" stroke="currentColor" stroke-width="2" fill="none"/></svg>'
        )
    key = html.escape(mark.fact.id)
    status = mark.fact.status.value
    return f'<g class="point" data-fact="{key}" data-status="{status}">{"".join(parts)}</g>'


@dataclass(frozen=True, slots=True)
class _Name:
    """What stands at the right edge for a claimant: the newest figure and whose it is."""

    mark: Mark
    lines: tuple[str, ...]

    @classmethod
    def of(cls, name: str, found: Sequence[Mark]) -> _Name:
        solid = [mark for mark in found if mark.solid] or [m for m in found if _is_count(m)]
        return cls((solid or list(found))[-1], tuple(lines_of(name, NAMES, 2)))

    @property
    def height(self) -> int:
        return (len(self.lines) + 1) * _LINE + 6


def _names(names: Sequence[_Name], plot: _Plot) -> Iterator[str]:
    """Names beside their newest figure, moved apart where they would meet."""
    ordered = sorted(names, key=lambda name: (plot.down(name.mark.high), name.lines))
    tops: list[float] = []
    floor = 2.0
    for name in ordered:
        floor = max(floor, plot.down(name.mark.high) - name.height / 2)
        tops.append(floor)
        floor += name.height
    ceiling = float(plot.bottom + _BOTTOM - 4)
    for index in reversed(range(len(ordered))):
        ceiling -= ordered[index].height
        tops[index] = min(tops[index], ceiling)
        ceiling = tops[index]
    edge = plot.right + GAP / ROOM * 100
    for name, top in zip(ordered, tops, strict=True):
        middle = top + name.height / 2 - 2
        x, y = plot.middle(name.mark.fact), plot.down(name.mark.high)
        yield _line("lead", x, y, plot.right, y, ' stroke-dasharray="1 3"')
        yield _line("lead", plot.right, y, edge - 4 / ROOM * 100, middle, ' stroke-dasharray="1 3"')
        remark = f" ({name.mark.remark})" if name.mark.remark else ""
        words = html.escape(f"{name.mark.label}{remark}")
        weight = ' font-weight="700"' if name.mark.solid else ""
        yield (
            f'<text class="{"new" if name.mark.solid else "old"}" x="{edge:.2f}%" '
            f'y="{top + _LINE - 3:.1f}"{weight}>{words}</text>'
        )
        for number, line in enumerate(name.lines, start=2):
            yield (
                f'<text class="what" x="{edge:.2f}%" y="{top + number * _LINE - 3:.1f}">'
                f"{html.escape(line)}</text>"
            )


def _values(marks: Sequence[Mark], named: set[str], plot: _Plot) -> Iterator[str]:
    """The other figures' values, above or below their points, where there is room for them."""
    taken = [
        _Box.around(plot.middle(mark.fact) / 100 * ROOM, plot.down(mark.high), 12, 12)
        for mark in marks
    ]
    edges = (plot.left / 100 * ROOM, plot.right / 100 * ROOM)
    for mark in marks:
        if mark.fact.id in named:
            continue
        x, y = plot.middle(mark.fact) / 100 * ROOM, plot.down(mark.high)
        own = _Box.around(x, y, 12, 12)
        width = width_of(mark.label) + 4
        aside = x + width / 2 + 5
        for centre, base in ((x, y - 10), (aside, y - 7), (x, y + 20), (aside, y + 17)):
            box = _Box.around(centre, base - 4, width, 14)
            inside = edges[0] <= box.left and box.right <= edges[1] and box.bottom <= plot.bottom
            if inside and not any(box.meets(other) for other in taken if other != own):
                taken.append(box)
                words = html.escape(mark.label)
                struck = ' text-decoration="line-through"' if _is_withdrawn(mark) else ""
                yield (
                    f'<text class="old" x="{centre / ROOM * 100:.2f}%" y="{base:.1f}" '
                    f'text-anchor="middle"{struck}>{words}</text>'
                )
                break


def _is_withdrawn(mark: Mark) -> bool:
    return mark.fact.status is Status.RETRACTED


@dataclass(frozen=True, slots=True)
class _Box:
    """A rectangle in pixels, at the narrowest width that is drawn."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> _Box:
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)

    def meets(self, other: _Box) -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom
