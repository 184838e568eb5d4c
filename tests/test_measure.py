"""Measures: the chart of their figures, and the table that says the same."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown

from plainfact.extensions.citations import CitationsExtension
from plainfact.findings import Location
from plainfact.model import (
    Citation,
    Fact,
    Kind,
    Knowledge,
    Measure,
    PartialDate,
    Range,
    Status,
    Value,
)

HERE = Location("content/x.yml", 1, 1)
HOSTILE = '</svg><script>alert(1)</script>" onload="x & <b>'


def fact(key: str, who: str, day: int, value: Value | None, **fields: object) -> Fact:
    given: dict[str, object] = {
        "claim": f"Claim of {key}.",
        "as_of": PartialDate(2024, 10, day),
        "status": Status.REPORTED,
        "citations": (Citation(source="a"),),
        "kind": Kind.FIGURE,
        "value": value,
        "unit": "soldiers",
        "measure": "m",
        "attributed_to": who,
    }
    return Fact(id=key, location=HERE, **{**given, **fields})  # type: ignore[arg-type]


FIGURES = (
    fact("b1", "Zed", 3, Decimal(3000), approximate=True),
    fact("b2", "Zed", 9, Range(Decimal(10000), None)),
    fact("a1", "Abe", 4, Range(Decimal(1000), Decimal(3000))),
    fact("a2", "Abe", 8, Range(None, Decimal(12000)), kind=Kind.FORECAST),
    fact("c1", HOSTILE, 5, Decimal(15000), status=Status.DISPUTED),
    fact("d1", "Dee", 6, Decimal(9), status=Status.RETRACTED),
    fact("e1", "Eve", 7, "many"),
)


def convert(
    *figures: Fact, text: str = "[MEASURE m]", unit: str = "soldiers", **options: object
) -> str:
    extension = CitationsExtension(**options)
    extension.provide(
        Knowledge(
            facts={each.id: each for each in figures},
            measures={"m": Measure(id="m", location=HERE, label="Sent <all>", unit=unit)},
        )
    )
    return Markdown(extensions=[extension]).convert(text)


def soup(*figures: Fact, **options: str) -> BeautifulSoup:
    return BeautifulSoup(convert(*figures, **options), "html5lib")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1, selector
    return found[0]


def place(element: Tag, name: str) -> float:
    return float(str(element[name]).removesuffix("%"))


@pytest.mark.parametrize("html", ["trusted", "safe"])
def test_the_drawing_in_either_mode(html: str) -> None:
    page = soup(*FIGURES, html=html)
    drawing = one(page, "figure.pf-measure > div.pf-chart > svg")
    assert drawing["role"] == "img"
    assert not drawing.has_attr("viewbox")
    assert not page.select("script, svg [onload], svg b")
    rows = drawing.select("g.row")
    # Who spoke first comes first; each claimant's in order of the claim; words have no place.
    assert [row["data-fact"] for row in rows] == ["b1", "b2", "a1", "a2", "c1", "d1"]
    dates = [one(row, ".date").text for row in rows]
    assert dates == [f"{day} Oct 2024" for day in (3, 9, 4, 8, 5, 6)]
    labels = [one(row, ".new, .old").text for row in rows]
    assert labels == [
        "about 3,000",
        "at least 10,000",
        "1,000 to 3,000",
        "up to 12,000expected",
        "15,000Disputed",
        "9Retracted",
    ]
    assert [row.select_one(".new") is not None for row in rows] == [
        False,  # since revised
        True,
        True,  # the newest figure; the later forecast is no figure
        False,
        True,
        False,
    ]
    groups = [group.text for group in drawing.select(".group")]
    assert groups[:2] == ["Zed", "Abe"]
    assert groups[-1] == "Dee"
    assert "".join(groups[2:-1]).startswith("</svg><script>alert(1)</script>")


def test_shapes() -> None:
    rows = {row["data-fact"]: row for row in soup(*FIGURES).select("g.row")}
    bar = one(rows["a1"], "line.bar")
    assert place(bar, "x1") < place(bar, "x2")
    assert not rows["a1"].select(".dot, .open")
    assert one(rows["b2"], "path.open")["d"].startswith("M5 0H17")
    assert one(rows["a2"], "path.open.past")["d"].startswith("M-5 0H-17")
    assert one(rows["b1"], ".dot.past")["fill"] == "none"
    assert not one(rows["c1"], ".dot").has_attr("fill")
    assert one(rows["d1"], "[text-decoration=line-through]").text == "9"
    numbers = [(9, "d1"), (3000, "b1"), (10000, "b2"), (12000, "a2"), (15000, "c1")]
    dots = [place(one(rows[key], ".dot"), "cx") for _, key in numbers]
    for ((low, _), (high, _)), (left, right) in zip(pairwise(numbers), pairwise(dots), strict=True):
        assert (right - left) / (high - low) == pytest.approx(
            (dots[-1] - dots[0]) / 14991, rel=0.02
        )


def test_in_words_and_key() -> None:
    page = soup(*FIGURES[:4])
    assert one(page, "svg[role=img]")["aria-label"] == (
        "Sent <all>. Zed: at least 10,000 soldiers (9 Oct 2024); "
        "Abe: 1,000 to 3,000 soldiers (4 Oct 2024); "
        "Abe: up to 12,000 soldiers (8 Oct 2024, expected)"
    )
    assert one(page, ".pf-chart__read").text == "○ since revised, expected"


def test_the_table_says_all_of_it() -> None:
    page = soup(*FIGURES)
    table = one(page, "figure > details > table")
    assert one(page, "details > summary").text == "Figures in the chart as a table"
    assert [row["data-fact"] for row in table.select("data")] == [
        "b1", "b2", "a1", "a2", "c1", "d1", "e1",
    ]  # fmt: skip
    assert "Retracted" in [cell.text for cell in table.select("td:last-child")]


@pytest.mark.parametrize(
    "figures",
    [
        (),
        FIGURES[:1],
        (FIGURES[0], FIGURES[6]),
        (FIGURES[6], fact("n", "Abe", 1, None)),
        (FIGURES[0], fact("p", "Abe", 1, Decimal(3), unit="%")),
        (FIGURES[0], fact("h", "Abe", 1, Decimal("1e21"))),
    ],
)
def test_no_chart_of_fewer_than_two(figures: tuple[Fact, ...]) -> None:
    page = soup(*figures)
    assert not page.select("svg, .pf-chart, details")
    assert len(page.select("figure > table tbody tr")) == len(figures)


@pytest.mark.parametrize(
    ("numbers", "ticks"),
    [
        (("0", "0"), ["0", "1"]),
        (("1", "2"), ["0", "1", "2"]),
        (("0.5", "1"), ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (("4", "10"), ["0", "2", "4", "6", "8", "10"]),
        (("0.02", "0.05"), ["0", "0.01", "0.02", "0.03", "0.04", "0.05"]),
        (("-5", "5"), ["-4", "-2", "0", "2", "4"]),
        (("-8", "-3"), ["-8", "-6", "-4", "-2", "0"]),
        (("1500000", "4200000"), ["0", "2,000,000", "4,000,000"]),
    ],
)
def test_ticks_are_round(numbers: tuple[str, ...], ticks: list[str]) -> None:
    facts = [fact(f"f{n}", f"W{n}", 1, Decimal(each)) for n, each in enumerate(numbers)]
    assert [tick.text for tick in soup(*facts).select(".tick")] == ticks


def test_the_readers_language_and_per_cent() -> None:
    facts = [fact(f"f{n}", f"W{n}", 1, Decimal(n), unit="%") for n in (20, 40)]
    page = soup(*facts, unit="%", language="de")
    assert [text.text for text in page.select("text.new")] == ["20\xa0%", "40\xa0%"]
    assert page.select(".tick")[-1].text == "40\xa0%"
    assert one(page, "details > summary").text == "Zahlen der Grafik als Tabelle"


def test_another_unit_than_the_measures_is_told() -> None:
    page = soup(FIGURES[0], fact("o", "Abe", 4, Decimal(7), unit="officers"))
    assert [text.text for text in page.select(".new")] == ["about 3,000", "7 officers"]


def test_a_label_without_room_stands_below() -> None:
    wide = Range(Decimal(1200000), Decimal(4200000))
    page = soup(fact("w", "Abe", 1, wide, approximate=True), fact("n", "Abe", 2, Decimal(5)))
    below, beside = page.select(".old, .new")
    assert below["text-anchor"] == "end"
    assert place(below, "x") <= 100
    assert float(str(below["y"])) == float(str(page.select(".date")[0]["y"])) + 18
    assert beside["y"] == page.select(".date")[1]["y"]


def test_the_newest_sixty_are_drawn() -> None:
    facts = [fact(f"f{n:02}", f"W{n}", n % 28 + 1, Decimal(n)) for n in range(70)]
    page = soup(*facts)
    assert len(page.select("g.row")) == 60
    assert len(page.select("tbody tr")) == 70
    drawn = {row["data-fact"] for row in page.select("g.row")}
    assert {f"f{n:02}" for n in (0, 28, 56)}.isdisjoint(drawn)  # of the first day
    assert convert(*facts) == convert(*reversed(facts))


def test_an_authors_placeholder_gets_no_more_than_a_chart() -> None:
    raw = (
        '<div class="pf-chart" data-chart="m"></div>\n\n<div class="pf-chart" data-chart="x"></div>'
    )
    assert "<svg" not in convert(*FIGURES, text=raw)
    both = BeautifulSoup(convert(*FIGURES, text=f"[MEASURE m]\n\n{raw}", html="safe"), "html5lib")
    assert [bool(div.svg) for div in both.select(".pf-chart")] == [True, True, False]
    assert "<svg" not in convert(*FIGURES, text=f"    {raw}")


def test_charts_are_forgotten_with_their_document() -> None:
    extension = CitationsExtension()
    extension.provide(
        Knowledge(
            facts={each.id: each for each in FIGURES},
            measures={"m": Measure(id="m", location=HERE, label="Sent")},
        )
    )
    md = Markdown(extensions=[extension])
    assert "<svg" in md.convert("[MEASURE m]")
    md.reset()
    assert "<svg" not in md.convert('<div class="pf-chart" data-chart="m"></div>')


@pytest.mark.parametrize("name", ["x" * 5000, "many words " * 300, "국가정보원 " * 40, " "])
def test_long_names_take_three_lines_at_most(name: str) -> None:
    page = soup(FIGURES[0], fact("l", name, 9, Decimal(5)))
    assert 2 <= len(page.select(".group")) <= 4
    assert all(len(group.text) < 70 for group in page.select(".group"))


def dated(key: str, who: str, when: PartialDate, value: Value, **fields: object) -> Fact:
    return fact(key, who, 1, value, as_of=when, **fields)


OVER_TIME = (
    dated("n1", "Nis", PartialDate(2024, 1, 1), Decimal(1000)),
    dated("n2", "Nis", PartialDate(2024, 3, 1), Decimal(3000)),
    dated("n3", "Nis", PartialDate(2024, 12, 31), Range(Decimal(9000), None)),
    dated("k1", HOSTILE, PartialDate(2024, 7), Range(Decimal(8000), Decimal(10000))),
    dated("k2", HOSTILE, PartialDate(2024, 9, 1), Decimal(12000), kind=Kind.FORECAST),
    dated("z1", "Zed", PartialDate(2024, 12, 31), Decimal(9000), status=Status.DISPUTED),
)


def test_over_time_where_there_is_room() -> None:
    page = soup(*OVER_TIME, html="safe")
    assert not page.select("script, svg [onload], svg b")
    wide, narrow = page.select("div.pf-chart > svg")
    assert wide["class"] == ["pf-over-time"]
    assert wide["display"] == "none"  # a style sheet shows it, and hides the other
    assert narrow["class"] == ["pf-rows"]
    assert wide["aria-label"] == narrow["aria-label"]
    points = {point["data-fact"]: point for point in wide.select("g.point")}
    assert set(points) == {"n1", "n2", "n3", "k1", "k2", "z1"}
    across = {
        key: place(one(points[key], "circle.dot"), "cx") for key in ("n1", "n2", "n3", "k2", "z1")
    }
    # a true axis: 60 of 365 days are 60 of 365 parts
    share = (across["n2"] - across["n1"]) / (across["n3"] - across["n1"])
    assert share == pytest.approx(60 / 365, abs=0.01)
    assert across["n3"] == across["z1"]
    # a range is a bar, a month as wide as the month, an open end an arrow, a forecast hollow
    bar, span = one(points["k1"], "line.bar"), one(points["k1"], "line.span")
    assert bar["x1"] == bar["x2"]
    assert float(str(bar["y1"])) > float(str(bar["y2"]))
    assert place(span, "x2") - place(span, "x1") == pytest.approx(
        30 / 365 * (across["n3"] - across["n1"]), abs=0.1
    )
    assert points["n3"].select("path.open")
    assert points["k2"].select("circle.past")
    assert not points["n1"].select("line.span, path.open")


def test_a_claim_holds_until_its_claimant_replaces_it() -> None:
    wide = soup(*OVER_TIME).select("svg.pf-over-time")[0]
    steps = [(line["x1"], line["x2"], line["y1"], line["y2"]) for line in wide.select("line.step")]
    assert len(steps) == 4  # twice along, twice up; nothing from a forecast, nothing across claims
    along, up = steps[:2]
    assert along[2] == along[3]
    assert up[0] == up[1]
    assert float(str(up[3])) < float(str(up[2]))


def test_names_at_the_edge_do_not_meet() -> None:
    crowd = [
        dated(f"c{number}", f"Claimant {number}", PartialDate(2024, number, 1), Decimal(900))
        for number in range(1, 11)
    ]
    wide = soup(*crowd).select("svg.pf-over-time")[0]
    rows = [float(str(text["y"])) for text in wide.select("text.new, text.what")]
    assert len(rows) == 20
    assert all(lower - upper >= 15 for upper, lower in pairwise(rows))
    assert max(rows) < float(str(wide["height"]))
    names = [text.text for text in wide.select("text.what")]
    assert sorted(names) == sorted(f"Claimant {number}" for number in range(1, 11))


@pytest.mark.parametrize(
    "figures",
    [
        OVER_TIME[:3],  # one claimant
        FIGURES,  # a week
        tuple(
            dated(f"c{number}", f"C{number}", PartialDate(2024, number % 12 + 1), Decimal(9))
            for number in range(11)
        ),
    ],
)
def test_rows_alone_where_time_says_nothing(figures: tuple[Fact, ...]) -> None:
    drawings = soup(*figures).select("div.pf-chart > svg")
    assert len(drawings) == 1
    assert not drawings[0].has_attr("class")


@pytest.mark.parametrize("years", [(1, 9999), (1900, 2024), (2023, 2025), (2024, 2024)])
def test_ticks_of_time_have_room(years: tuple[int, int]) -> None:
    first, last = PartialDate(years[0], 1), PartialDate(years[1], 9)
    figures = [dated("a", "A", first, Decimal(3)), dated("b", "B", last, Decimal(4))]
    wide = soup(*figures).select("svg.pf-over-time")[0]
    ticks = [text for text in wide.select("text.tick") if text["text-anchor"] == "middle"]
    if years != (1, 9999):
        assert len(ticks) >= 2
    places = [place(text, "x") / 100 * 520 for text in ticks]
    widest = max((len(text.text) for text in ticks), default=0) * 7.5
    assert all(right - left >= widest for left, right in pairwise(places))
