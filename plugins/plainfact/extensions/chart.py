"""A measure's chart: one row a figure, in order of time within its claimant, one scale for all.

Places are in per cent and type in pixels, so that one drawing without a viewBox serves every
width. Colours come from the style sheet by class; without one, everything is `currentColor`.
Where there is room for it, a drawing over time takes its place (`time_chart`).
The drawing enters a page after sanitising: `placeholder` stands for it until then.
"""

from __future__ import annotations

import html
import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby

from markdown import Markdown
from markdown.postprocessors import Postprocessor

from plainfact.extensions.chart_marks import (
    PHONE,
    Mark,
    drawable,
    lines_of,
    mark_of,
    newest,
    width_of,
)
from plainfact.extensions.listings import element
from plainfact.extensions.time_chart import over_time
from plainfact.messages import text as say
from plainfact.model import Fact, Kind, Knowledge, Measure, Status
from plainfact.values import format_value

LEAST = 2
_NAMED = 12
_WIDE = 480  # where remarks begin to show
_ROW, _GROUP, _LINE = 25, 39, 18
_HEAD, _FOOT = 20, 17
_PLACEHOLDER = re.compile(r"<div ([^<>]{1,400})></div>")
_KEY = re.compile(r'\bdata-chart="([^"]*)"')


def placeholder(parent: etree.Element, key: str) -> None:
    """Where the chart of a measure goes. Its words are in the table, and so not searched twice."""
    element(parent, "div", class_="pf-chart", data_chart=key, data_search_exclude="")


def register(md: Markdown) -> dict[str, str]:
    """Have the charts of a document (by measure) put in after sanitising; filled by a listing."""
    charts: dict[str, str] = {}
    md.postprocessors.register(Charts(md, charts), "plainfact-charts", -30)
    return charts


class Charts(Postprocessor):
    """Puts each drawn chart where its placeholder stands."""

    def __init__(self, md: Markdown, charts: dict[str, str]) -> None:
        super().__init__(md)
        self.charts = charts

    def run(self, text: str) -> str:
        """The page with its charts. Only what was drawn for this page is put in."""
        return _PLACEHOLDER.sub(self._drawn, text) if self.charts else text

    def _drawn(self, match: re.Match[str]) -> str:
        key = _KEY.search(match[1])
        drawing = self.charts.get(html.unescape(key[1])) if key else None
        if drawing is None or 'class="pf-chart"' not in match[1]:
            return match[0]
        return f"<div {match[1]}>{drawing}</div>"


def draw(measure: Measure, figures: Sequence[Fact], knowledge: Knowledge, language: str) -> str:
    """The chart as SVG; "" where there are fewer than two figures to compare.

    `figures` are in the order of the rows, those of one claimant together.
    """
    marks = [mark_of(fact, measure, knowledge, language) for fact in drawable(measure, figures)]
    if len(marks) < LEAST:
        return ""
    scale = _Scale.of(marks)
    rows: list[str] = []
    y = _HEAD - 1
    for name, group in groupby(marks, key=lambda mark: knowledge.claimant(mark.fact)):
        y = y + _GROUP if rows else y + _ROW - 4
        lines = lines_of(name or say("Other", language))
        rows += [
            f'<text class="group" x="0" y="{y + number * _LINE}" font-weight="700">{line}</text>'
            for number, line in enumerate(map(html.escape, lines))
        ]
        y += (len(lines) - 1) * _LINE
        for mark in group:
            y += _ROW
            rows.append(_row(mark, y, scale))
            y += 0 if scale.fits(mark) else _LINE
    height = y + _FOOT
    percent = marks[0].fact.unit if marks[0].fact.unit == "%" else ""
    axis = "".join(_axis(scale, height, percent, language))
    label = html.escape(_in_words(measure, marks, knowledge, language))
    wide = over_time(marks, label, knowledge, language)
    narrow = ' class="pf-rows"' if wide else ""
    return (
        f'{wide}<svg{narrow} role="img" aria-label="{label}" width="100%" height="{height}" '
        f'direction="ltr" fill="currentColor" font-size="13">{axis}{"".join(rows)}</svg>'
        f"{_key(marks, language)}"
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """Numbers to places, in per cent of the drawing's width. Zero is always on it."""

    low: Decimal
    high: Decimal
    left: float
    right: float
    whole: bool

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> _Scale:
        """As wide as the dates to the left and the labels to the right leave it on a phone."""
        low = min(Decimal(0), *(mark.low for mark in marks))
        high = max(Decimal(0), *(mark.high for mark in marks))
        high = high if high > low else Decimal(1)
        dates = max(width_of(mark.date) for mark in marks)
        left = min(max((dates + 8) / PHONE, 0.2), 0.45)
        right = 0.92
        for mark in marks:
            share = float((mark.high - low) / (high - low))
            label = width_of(mark.label, bold=mark.solid) + mark.gap
            remark = width_of(mark.remark) + 6 if mark.remark else 0
            for room, words in ((PHONE, label), (_WIDE, label + remark)):
                end = left + (1 - words / room - left) / share if share > 0 else right
                if end >= left + 0.25:  # else its label goes below: `fits`
                    right = min(right, end)
        whole = all(end == int(end) for mark in marks for end in (mark.low, mark.high))
        return cls(low, high, left * 100, right * 100, whole)

    def place(self, number: Decimal) -> str:
        """Where a number stands: "30.70%"."""
        share = float((number - self.low) / (self.high - self.low))
        return f"{self.left + share * (self.right - self.left):.2f}%"

    def fits(self, mark: Mark) -> bool:
        """Whether a label has room behind its figure on a phone."""
        words = width_of(mark.label, bold=mark.solid) + mark.gap
        return float(self.place(mark.high).rstrip("%")) / 100 * PHONE + words <= PHONE + 1

    def below(self, mark: Mark) -> str:
        """Where a label ends that stands on a line of its own: as near its figure as may be."""
        words = width_of(mark.label, bold=mark.solid) / PHONE * 100
        return f"{min(max(words, float(self.place(mark.high).rstrip('%'))), 100):.2f}%"

    def ticks(self, unit: str, language: str) -> list[tuple[Decimal, str, bool]]:
        """Round numbers, as many as have room, and whether a phone has room for each;
        at least one besides zero."""
        span = self.high - self.low
        wide = (self.right - self.left) / 100
        found: list[tuple[Decimal, str]] = []
        for step in _steps(span):
            if self.whole and step < 1:
                continue  # nobody counts half a soldier
            first = int((self.low / step).to_integral_value(ROUND_CEILING))
            last = int((self.high / step).to_integral_value(ROUND_FLOOR))
            if first == last:
                break
            numbers = [step * number for number in range(first, last + 1)]
            found = [(each, format_value(each, unit=unit, language=language)) for each in numbers]
            widest = max(width_of(words) for _, words in found) + 6
            share = float(step / span) * wide
            if share * _WIDE >= widest and share * 2 * PHONE >= widest:
                zero = next((index for index, each in enumerate(numbers) if not each), 0)
                every = 1 if share * PHONE >= widest else 2
                return [(*tick, (index - zero) % every == 0) for index, tick in enumerate(found)]
        ends = (found[0], found[-1])
        return [(*tick, True) for tick in found if tick in ends or not tick[0]]


def _steps(span: Decimal) -> Iterator[Decimal]:
    """1, 2 or 5 times a power of ten: from a fifth of the span or more, ever larger."""
    power = Decimal(1).scaleb(span.adjusted() - 1)
    for scale in (power, power * 10, power * 100):
        for factor in (1, 2, 5):
            if span / (scale * factor) <= 5:
                yield scale * factor


def _axis(scale: _Scale, height: int, unit: str, language: str) -> Iterator[str]:
    for number, words, major in scale.ticks(unit, language):
        at = scale.place(number)
        kind = "grid" if number else "base"
        faint = ' stroke-opacity=".25"' if number else ""
        minor = "" if major else " minor"
        yield (
            f'<line class="{kind}" x1="{at}" x2="{at}" y1="{_HEAD}" y2="{height}" '
            f'stroke="currentColor"{faint}/><text class="tick{minor}" x="{at}" y="12" '
            f'text-anchor="middle">{html.escape(words)}</text>'
        )


def _row(mark: Mark, y: int, scale: _Scale) -> str:
    past = "" if mark.solid else " past"
    low, high, middle = scale.place(mark.low), scale.place(mark.high), y - 4
    parts = [f'<text class="date" x="0" y="{y}">{html.escape(mark.date)}</text>']
    if mark.low != mark.high:
        parts.append(
            f'<line class="bar{past}" x1="{low}" x2="{high}" y1="{middle}" y2="{middle}" '
            'stroke="currentColor" stroke-width="6" stroke-linecap="round"/>'
        )
        if past:  # hollow
            parts.append(
                f'<line class="bar-inner" x1="{low}" x2="{high}" y1="{middle}" y2="{middle}"/>'
            )
    else:
        zero = scale.place(Decimal(0))
        parts.append(
            f'<line class="stem" x1="{zero}" x2="{high}" y1="{middle}" y2="{middle}" '
            'stroke="currentColor" stroke-opacity=".5" stroke-dasharray="1 3"/>'
            f'<circle class="dot{past}" cx="{high}" cy="{middle}" r="4.5" '
            f'stroke="currentColor" stroke-width="2"{"" if mark.solid else _HOLLOW}/>'
        )
    if mark.arrow:
        path = "M5 0H17M13 -4L17 0L13 4" if mark.arrow > 0 else "M-5 0H-17M-13 -4L-17 0L-13 4"
        parts.append(
            f'<svg x="{high}" y="{middle}" overflow="visible"><path class="open{past}" d="{path}" '
            f'stroke="currentColor" stroke-width="2"{_HOLLOW}/></svg>'
        )
    remark = ""
    retracted = mark.fact.status is Status.RETRACTED
    if mark.remark:
        remark = (
            f'<tspan class="what wide" dx="6" font-weight="400">{html.escape(mark.remark)}</tspan>'
        )
    words = html.escape(mark.label)
    struck = f'<tspan text-decoration="line-through">{words}</tspan>' if retracted else words
    weight = ' font-weight="700"' if mark.solid else ""
    at = f'x="{high}" dx="{mark.gap}" y="{y}"'
    if not scale.fits(mark):
        at = f'x="{scale.below(mark)}" y="{y + _LINE}" text-anchor="end"'
    parts.append(
        f'<text class="{"new" if mark.solid else "old"}" {at}{weight}>{struck}{remark}</text>'
    )
    status = f' data-status="{mark.fact.status.value}"'
    return f'<g class="row" data-fact="{html.escape(mark.fact.id)}"{status}>{"".join(parts)}</g>'


_HOLLOW = ' fill="none"'


def _key(marks: Sequence[Mark], language: str) -> str:
    """What hollow means here, in words, where anything is."""
    reasons = {_why_hollow(mark.fact) for mark in marks if not mark.solid}
    if not reasons:
        return ""
    told = ", ".join(
        html.escape(say(words, language))
        for words in ("since revised", "expected", "withdrawn")
        if words in reasons
    )
    return f'<p class="pf-chart__read"><span aria-hidden="true">○</span> {told}</p>'


def _why_hollow(fact: Fact) -> str:
    if fact.status is Status.RETRACTED:
        return "withdrawn"
    return "expected" if fact.kind is Kind.FORECAST else "since revised"


def _in_words(measure: Measure, marks: Sequence[Mark], knowledge: Knowledge, language: str) -> str:
    """What the drawing shows, for those who do not see it; the table says all of it."""
    said = []
    for mark in marks:
        if not newest(mark.fact, knowledge) or mark.fact.value is None:
            continue
        value = format_value(
            mark.fact.value,
            unit=mark.fact.unit,
            approximate=mark.fact.approximate,
            language=language,
        )
        remark = f", {mark.remark}" if mark.remark else ""
        who = knowledge.claimant(mark.fact) or say("Other", language)
        said.append(f"{who}: {value} ({mark.date}{remark})")
    more = "; …" if len(said) > _NAMED else ""
    return f"{measure.label}. {'; '.join(said[:_NAMED])}{more}"
