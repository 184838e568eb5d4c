"""A measure's chart: one row a figure, in order of time within its claimant, one scale for all.

Places are in per cent and type in pixels, so that one drawing without a viewBox serves every
width. Colours come from the style sheet by class; without one, everything is `currentColor`.
The drawing enters a page after sanitising: `placeholder` stands for it until then.
"""

from __future__ import annotations

import html
import re
import unicodedata
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import groupby

from markdown import Markdown
from markdown.postprocessors import Postprocessor

from plainfact.extensions.listings import element
from plainfact.messages import text as say
from plainfact.model import Fact, Kind, Knowledge, Measure, Range, Status
from plainfact.values import format_date, format_value

MOST = 60
LEAST = 2
_NAMED = 12
_LARGEST = 20  # powers of ten, either way
_PHONE, _WIDE = 288, 480  # a page 320 px wide without its edges; where remarks begin to show
_ROW, _GROUP, _LINE = 25, 39, 18
_HEAD, _FOOT = 20, 17
_PLACEHOLDER = re.compile(r"<div ([^<>]{1,400})></div>")
_KEY = re.compile(r'\bdata-chart="([^"]*)"')


def newest(fact: Fact, knowledge: Knowledge) -> bool:
    """Whether a figure still stands as its claimant's last word."""
    return fact.status is not Status.RETRACTED and knowledge.successor(fact) is None


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


@dataclass(frozen=True, slots=True)
class _Mark:
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


def draw(measure: Measure, figures: Sequence[Fact], knowledge: Knowledge, language: str) -> str:
    """The chart as SVG; "" where there are fewer than two figures to compare.

    `figures` are in the order of the rows, those of one claimant together.
    """
    marks = [_mark(fact, measure, knowledge, language) for fact in _drawable(measure, figures)]
    if len(marks) < LEAST:
        return ""
    scale = _Scale.of(marks)
    rows: list[str] = []
    y = _HEAD - 1
    for name, group in groupby(marks, key=lambda mark: knowledge.claimant(mark.fact)):
        y = y + _GROUP if rows else y + _ROW - 4
        lines = _lines(name or say("Other", language))
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
    return (
        f'<svg role="img" aria-label="{label}" width="100%" height="{height}" direction="ltr" '
        f'fill="currentColor" font-size="13">{axis}{"".join(rows)}</svg>{_key(marks, language)}'
    )


def _drawable(measure: Measure, figures: Sequence[Fact]) -> list[Fact]:
    """The figures that have a place on one scale; the newest of them where they are too many."""
    found = [fact for fact in figures if any(_ends(fact))]
    if not found:
        return []
    percent = (measure.unit or found[0].unit) == "%"
    found = [fact for fact in found if (fact.unit == "%") == percent]
    kept = sorted(found, key=lambda fact: (str(fact.as_of), fact.id))[-MOST:]
    ids = {fact.id for fact in kept}
    return [fact for fact in found if fact.id in ids]


def _ends(fact: Fact) -> tuple[tuple[Decimal, ...], int]:
    """The numbers of a figure, and where it is open: 1 upwards, -1 downwards."""
    value, arrow = fact.value, 0
    if isinstance(value, Range):
        if value.minimum is None or value.maximum is None:
            arrow = 1 if value.maximum is None else -1
        numbers = tuple(end for end in (value.minimum, value.maximum) if end is not None)
    else:
        numbers = (value,) if isinstance(value, Decimal) else ()
    known = all(end.is_finite() and abs(end.adjusted()) <= _LARGEST for end in numbers)
    return (tuple(sorted(numbers)), arrow) if numbers and known else ((), 0)


def _mark(fact: Fact, measure: Measure, knowledge: Knowledge, language: str) -> _Mark:
    numbers, arrow = _ends(fact)
    assert fact.value is not None  # it has numbers
    unit = "" if fact.unit == measure.unit != "%" else fact.unit
    remark = ""
    if fact.status in (Status.RETRACTED, Status.DISPUTED):
        remark = say(f"status.{fact.status.value}", language)
    elif fact.kind is Kind.FORECAST:
        remark = say("expected", language)
    return _Mark(
        fact=fact,
        low=numbers[0],
        high=numbers[-1],
        arrow=arrow,
        solid=newest(fact, knowledge) and fact.kind is not Kind.FORECAST,
        date=format_date(fact.as_of, language, short=True),
        label=format_value(fact.value, unit=unit, approximate=fact.approximate, language=language),
        remark=remark,
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
    def of(cls, marks: Sequence[_Mark]) -> _Scale:
        """As wide as the dates to the left and the labels to the right leave it on a phone."""
        low = min(Decimal(0), *(mark.low for mark in marks))
        high = max(Decimal(0), *(mark.high for mark in marks))
        high = high if high > low else Decimal(1)
        dates = max(_width(mark.date) for mark in marks)
        left = min(max((dates + 8) / _PHONE, 0.2), 0.45)
        right = 0.92
        for mark in marks:
            share = float((mark.high - low) / (high - low))
            label = _width(mark.label, bold=mark.solid) + mark.gap
            remark = _width(mark.remark) + 6 if mark.remark else 0
            for room, words in ((_PHONE, label), (_WIDE, label + remark)):
                end = left + (1 - words / room - left) / share if share > 0 else right
                if end >= left + 0.25:  # else its label goes below: `fits`
                    right = min(right, end)
        whole = all(end == int(end) for mark in marks for end in (mark.low, mark.high))
        return cls(low, high, left * 100, right * 100, whole)

    def place(self, number: Decimal) -> str:
        """Where a number stands: "30.70%"."""
        share = float((number - self.low) / (self.high - self.low))
        return f"{self.left + share * (self.right - self.left):.2f}%"

    def fits(self, mark: _Mark) -> bool:
        """Whether a label has room behind its figure on a phone."""
        words = _width(mark.label, bold=mark.solid) + mark.gap
        return float(self.place(mark.high).rstrip("%")) / 100 * _PHONE + words <= _PHONE + 1

    def below(self, mark: _Mark) -> str:
        """Where a label ends that stands on a line of its own: as near its figure as may be."""
        words = _width(mark.label, bold=mark.solid) / _PHONE * 100
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
            widest = max(_width(words) for _, words in found) + 6
            share = float(step / span) * wide
            if share * _WIDE >= widest and share * 2 * _PHONE >= widest:
                zero = next((index for index, each in enumerate(numbers) if not each), 0)
                every = 1 if share * _PHONE >= widest else 2
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


def _row(mark: _Mark, y: int, scale: _Scale) -> str:
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


def _key(marks: Sequence[_Mark], language: str) -> str:
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


def _in_words(measure: Measure, marks: Sequence[_Mark], knowledge: Knowledge, language: str) -> str:
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


def _width(text: str, *, bold: bool = False) -> float:
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


def _lines(name: str) -> list[str]:
    """A claimant's name on at most three lines that fit a phone; the table has all of it."""
    lines, words = [""], name.split()
    for word in words:
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, bold=True) <= _PHONE:
            lines[-1] = longer
            continue
        while _width(word, bold=True) > _PHONE:
            word = word[: len(word) * 3 // 4] + "…"
        if lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    return lines if len(lines) <= 3 else [*lines[:2], f"{lines[2]}…"]
