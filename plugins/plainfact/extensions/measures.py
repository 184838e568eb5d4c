"""A measure on a page: who disagrees, the drawing, and every figure in a table."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping, Sequence

from plainfact.extensions import chart, note_html
from plainfact.extensions.chart_marks import newest
from plainfact.extensions.listings import PLACE_KEY, element
from plainfact.extensions.locate import located
from plainfact.extensions.record_listing import Listing
from plainfact.extensions.tree import escaped
from plainfact.findings import Finding, Rule
from plainfact.messages import text as say
from plainfact.model import Fact, Knowledge, Reference, Status, Use, machine_value
from plainfact.suggest import did_you_mean_label
from plainfact.values import disagreements, format_date

MOST_SIDES = 10
"""Disagreements that one measure shows; the table has every figure."""


def measure(parent: etree.Element, arguments: Mapping[str, str], listing: Listing) -> None:
    """The figures of one measure, each claimant's newest in bold: drawn, and as a table."""
    key = arguments.get("", "")
    place = located(arguments.get(PLACE_KEY, ""), len(key) or 1, listing.current.page.file)
    measure = listing.knowledge.measure(key)
    if measure is None:
        element(parent, "p", escaped(f"[MEASURE {key}]"))
        if listing.knowledge.is_refused("measure", key):
            return
        listing.extension.find(
            listing.current.page.path,
            Finding(
                Rule.UNKNOWN_MEASURE,
                place,
                f"unknown measure '{key}'" if key else "[MEASURE] names no measure",
                did_you_mean_label(
                    key,
                    listing.knowledge.measures,
                    {each.label: each.id for each in listing.knowledge.measures.values()},
                )
                or ("add it to the content folder's measures" if key else "write [MEASURE id]"),
            ),
        )
        return
    anchor = f"measure:{measure.id}"
    listing.extension.refer(
        Reference(
            kind="measure",
            id=measure.id,
            page=listing.current.page.path,
            use=Use.LISTED,
            anchor=anchor,
            raw=f"[MEASURE {key}]",
            location=place,
        )
    )
    figure = element(parent, "figure", class_="pf-measure", id=anchor)
    caption = element(figure, "figcaption")
    element(caption, "b", escaped(measure.label))
    if measure.counts:
        caption[-1].tail = " "
        counts = measure.counts[:1].upper() + measure.counts[1:]
        element(caption, "span", escaped(f"{counts}."))
    figures = _figures(measure.id, listing.knowledge)
    for group in disagreements(figures, listing.knowledge)[:MOST_SIDES]:
        _sides(figure, group, listing)
    holder = figure
    if drawn := chart.draw(measure, figures, listing.knowledge, listing.language):
        listing.extension.charts[measure.id] = drawn
        chart.placeholder(figure, measure.id)
        holder = element(figure, "details", class_="pf-measure__table")
        element(holder, "summary", listing.say("Figures in the chart as a table"))
    table = element(holder, "table", class_="pf-table")
    head = element(element(table, "thead"), "tr")
    for words in ("Who", "When", "Value", "Status"):
        element(head, "th", listing.say(words), scope="col")
    body = element(table, "tbody")
    for fact in figures:
        _figure_row(body, fact, listing)


def _figures(measure: str, knowledge: Knowledge) -> list[Fact]:
    """By claimant, who spoke first comes first; each claimant's in order of the claim."""
    facts = sorted(
        knowledge.figures(measure),
        key=lambda fact: (str(fact.as_of), knowledge.claimant(fact).casefold(), fact.id),
    )
    claimants = list(dict.fromkeys(knowledge.claimant(fact) for fact in facts))
    place = {name: number for number, name in enumerate(claimants)}
    return sorted(facts, key=lambda fact: place[knowledge.claimant(fact)])


def _sides(parent: etree.Element, group: Sequence[Fact], listing: Listing) -> None:
    """Claims that contradict each other side by side, of one size, by date of the claim."""
    sides = element(parent, "div", class_="pf-sides")
    element(element(sides, "p", class_="pf-sides__title"), "b", listing.say("They disagree"))
    columns = element(sides, "div", class_="pf-sides__two")
    for fact in group:
        side = element(columns, "div", data_fact=fact.id, data_status=fact.status.value)
        figure = element(side, "p", class_="pf-sides__figure")
        shown = element(figure, "del") if fact.status is Status.RETRACTED else figure
        shown.text = escaped(listing.value(fact))
        by = note_html.who_and_when(listing.knowledge, fact, listing.language)
        element(side, "p", escaped(by), class_="pf-sides__who")
        claim = element(side, "p", class_="pf-sides__claim")
        if page := listing.context.pages.facts:
            link = element(claim, "a", escaped(fact.claim))
            link.set("href", listing.current.link(page, fact.id))
        else:
            claim.text = escaped(fact.claim)
        if fact.note:
            element(side, "p", escaped(fact.note), class_="pf-sides__note")
        note_html.sources_in_short(
            element(side, "p", class_="pf-sides__sources"), fact, listing.context
        )


def _figure_row(body: etree.Element, fact: Fact, listing: Listing) -> None:
    is_newest = newest(fact, listing.knowledge)
    row = element(body, "tr", class_="pf-newest" if is_newest else "pf-earlier")
    element(row, "th", escaped(listing.knowledge.claimant(fact)), scope="row")
    element(row, "td", escaped(format_date(fact.as_of, listing.language, short=True)))
    cell = element(row, "td")
    holder = element(cell, "b") if is_newest else cell
    data = element(
        holder,
        "data",
        escaped(listing.value(fact)),
        class_="fact",
        value=escaped(machine_value(fact.value if fact.value is not None else fact.as_of)),
        data_fact=fact.id,
        data_status=fact.status.value,
    )
    if page := listing.context.pages.facts:
        holder.remove(data)
        link = element(holder, "a", href=listing.current.link(page, fact.id))
        link.append(data)
    standing = f"status.{fact.status.value}"
    revised = not is_newest and fact.status is not Status.RETRACTED
    age = f", {say('since revised', listing.language)}" if revised else ""
    element(row, "td", escaped(say(standing, listing.language) + age))
