"""The listings of records: sources, facts, timeline, measures, corrections, pages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Container, Iterable, Mapping
from typing import TYPE_CHECKING

from plainfact.extensions import chart, note_html
from plainfact.extensions.host import CurrentPage
from plainfact.extensions.listings import Builder, element, uses_placeholder
from plainfact.extensions.locate import PLACE, decode, unmark
from plainfact.extensions.tree import escaped
from plainfact.findings import Finding, Location, Rule
from plainfact.messages import text as say
from plainfact.model import (
    DateRange,
    Fact,
    Knowledge,
    PartialDate,
    Reference,
    Source,
    Status,
    Use,
    machine_value,
)
from plainfact.suggest import did_you_mean
from plainfact.values import format_date, format_value

if TYPE_CHECKING:
    from plainfact.extensions.citations import CitationsExtension


def listing_builders(
    extension: CitationsExtension, current: Callable[[], CurrentPage]
) -> Mapping[str, Builder]:
    """The listings of this extension by the name of their marker."""
    makers = {
        "SOURCES": _sources,
        "FACTS": _facts,
        "TIMELINE": _timeline,
        "MEASURE": _measure,
        "CORRECTIONS": _corrections,
        "PAGES": _pages,
    }

    def builder(
        make: Callable[[etree.Element, Mapping[str, str], _Listing], None],
    ) -> Builder:
        return lambda parent, arguments: make(parent, arguments, _Listing(extension, current()))

    return {name: builder(make) for name, make in makers.items()}


class _Listing:
    """What a listing needs to know; the page is known only when it is built."""

    def __init__(self, extension: CitationsExtension, current: CurrentPage) -> None:
        self.extension = extension
        self.current = current
        self.language = extension.language(current)
        self.knowledge: Knowledge = extension.knowledge
        self.context = note_html.Context(
            self.knowledge, current, self.language, extension.listing_pages(current)
        )

    def say(self, words: str, **values: object) -> str:
        """Our words in the page's language, ready for the tree."""
        return escaped(say(words, self.language, **values))

    def chosen(self, arguments: Mapping[str, str]) -> list[Fact]:
        """The facts that a marker's `tag=` and `status=` let through."""
        facts: Iterable[Fact] = self.knowledge.facts.values()
        if tag := arguments.get("tag"):
            facts = (fact for fact in facts if tag in fact.tags)
        if status := arguments.get("status"):
            facts = (fact for fact in facts if fact.status.value == status)
        return list(facts)


def _sources(parent: etree.Element, _: Mapping[str, str], listing: _Listing) -> None:
    """By publication, the newest first; each with who cites it."""
    div = element(parent, "div", class_="pf-sources")
    groups: dict[str, list[Source]] = {}
    for source in listing.knowledge.sources.values():
        groups.setdefault(source.container_title or source.publisher, []).append(source)
    for number, name in enumerate(sorted(groups, key=lambda name: (not name, name.casefold())), 1):
        title = escaped(name) if name else listing.say("Other")
        element(div, "h2", title, id=f"publication-{number}")
        by_date = sorted(groups[name], key=lambda source: source.id)
        by_date.sort(key=lambda source: str(source.issued or ""), reverse=True)
        for source in by_date:
            entry = element(div, "section", class_="pf-entry", data_source=source.id)
            heading = element(entry, "h3", escaped(source.title), id=source.id)
            if source.language:
                heading.set("lang", escaped(source.language))
            line = element(entry, "p", class_="pf-entry__reference")
            note_html.source_reference(line, source, listing.context)
            if source.note:
                element(entry, "p", escaped(source.note), class_="pf-entry__note")
            uses_placeholder(entry, "source", source.id)


def _facts(parent: etree.Element, arguments: Mapping[str, str], listing: _Listing) -> None:
    """The ledger: every fact, grouped by its first tag, the newest first."""
    div = element(parent, "div", class_="pf-facts", **_scope(arguments))
    groups: dict[str, list[Fact]] = {}
    for fact in listing.chosen(arguments):
        groups.setdefault(fact.tags[0] if fact.tags else "", []).append(fact)
    for tag in sorted(groups, key=lambda tag: (not tag, tag.casefold())):
        words = tag.replace("-", " ").replace("_", " ")
        title = escaped(words[:1].upper() + words[1:]) if tag else listing.say("Other")
        element(div, "h2", title, id=f"tag-{tag or 'none'}")
        by_date = sorted(groups[tag], key=lambda fact: fact.id)
        by_date.sort(key=lambda fact: str(fact.as_of), reverse=True)
        for fact in by_date:
            _ledger_row(div, fact, listing)


def _scope(arguments: Mapping[str, str]) -> dict[str, str]:
    """`page=this`: which facts a page uses is known only when all of it is a tree."""
    return {"data_scope": "page"} if arguments.get("page") == "this" else {}


def narrow(root: etree.Element, used: Container[str]) -> None:
    """Leave only the facts that the page uses in listings with `page=this`."""
    for listing in root.iter():
        if listing.get("data-scope") != "page":
            continue
        for row in [row for row in listing if row.get("data-fact", "") not in used]:
            if row.tag != "h2":
                listing.remove(row)
        children = list(listing)
        for heading, following in zip(children, [*children[1:], None], strict=True):
            if heading.tag == "h2" and (following is None or following.tag == "h2"):
                listing.remove(heading)


def _ledger_row(parent: etree.Element, fact: Fact, listing: _Listing) -> None:
    row = element(
        parent,
        "section",
        class_="pf-row",
        data_status=fact.status.value,
        data_fact=fact.id,
        data_tags=escaped(" ".join(fact.tags)),
    )
    title = fact_title(fact, listing)
    heading = element(row, "h3", id=fact.id)
    is_claim = title == fact.claim
    claim = heading if is_claim else element(row, "p", class_="pf-row__claim")
    if not is_claim:
        heading.text = escaped(title)
    shown = element(claim, "del") if fact.status is Status.RETRACTED else claim
    shown.text = escaped(fact.claim)
    if fact.when:
        when = format_date(fact.when, listing.language)
        element(row, "p", listing.say("When") + f": {escaped(when)}", class_="pf-row__when")
    note_html.fact_standing(row, fact, listing.context)
    note_html.fact_sources(row, fact, listing.context)
    if fact.note:
        element(row, "p", escaped(fact.note), class_="pf-row__note")
    if fact.checked:
        checked = format_date(fact.checked, listing.language)
        element(
            row,
            "p",
            listing.say("Last checked {date}", date=checked) + ".",
            class_="pf-row__checked",
        )
    uses_placeholder(row, "fact", fact.id)


def fact_title(fact: Fact, listing: _Listing) -> str:
    """A fact's heading: who, when and which value; the claim where it has none."""
    if fact.value is None or isinstance(fact.value, PartialDate):
        return fact.claim
    printed = format_value(
        fact.value, unit=fact.unit, approximate=fact.approximate, language=listing.language
    )
    who = listing.knowledge.claimant(fact)
    date = format_date(fact.as_of, listing.language)
    return f"{who}, {date}: {printed}" if who else f"{date}: {printed}"


def _timeline(parent: etree.Element, arguments: Mapping[str, str], listing: _Listing) -> None:
    """Facts in order of the time they speak of."""
    items = element(parent, "ol", class_="pf-timeline", **_scope(arguments))
    for fact in sorted(listing.chosen(arguments), key=lambda fact: (_begins(fact), fact.id)):
        item = element(items, "li", data_status=fact.status.value, data_fact=fact.id)
        when = fact.when or fact.as_of
        time = element(item, "time", escaped(format_date(when, listing.language)))
        if isinstance(when, PartialDate):
            time.set("datetime", str(when))
        claim = element(item, "p")
        if page := listing.context.pages.facts:
            link = element(claim, "a", escaped(fact.claim))
            link.set("href", listing.current.link(page, fact.id))
        else:
            claim.text = escaped(fact.claim)
        standing = element(item, "p", class_="pf-note__standing")
        element(
            standing,
            "span",
            listing.say(f"status.{fact.status.value}"),
            class_="pf-standing",
            data_status=fact.status.value,
        )
        by = note_html.who_and_when(listing.knowledge, fact, listing.language)
        standing[-1].tail = escaped(f": {by}")


def _begins(fact: Fact) -> str:
    when = fact.when or fact.as_of
    return str((when.start or when.end) if isinstance(when, DateRange) else when)


def _measure(parent: etree.Element, arguments: Mapping[str, str], listing: _Listing) -> None:
    """The figures of one measure, each claimant's newest in bold: drawn, and as a table."""
    written = arguments.get("", "")
    key = unmark(written)
    measure = listing.knowledge.measure(key)
    if measure is None:
        element(parent, "p", escaped(f"[MEASURE {key}]"))
        listing.extension.find(
            listing.current.page.path,
            Finding(
                Rule.UNKNOWN_MEASURE,
                _place(written, key, listing.current),
                f"unknown measure '{key}'",
                did_you_mean(key, list(listing.knowledge.measures)),
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
            location=_place(written, key, listing.current),
        )
    )
    figure = element(parent, "figure", class_="pf-measure", id=anchor)
    caption = element(figure, "figcaption")
    element(caption, "b", escaped(measure.label))
    if measure.counts:
        caption[-1].tail = " "
        element(caption, "span", escaped(measure.counts[:1].upper() + measure.counts[1:]) + ".")
    figures = _figures(measure.id, listing.knowledge)
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
    facts = [fact for fact in knowledge.facts.values() if fact.measure == measure]
    facts.sort(key=lambda fact: (str(fact.as_of), knowledge.claimant(fact).casefold(), fact.id))
    claimants = list(dict.fromkeys(knowledge.claimant(fact) for fact in facts))
    place = {name: number for number, name in enumerate(claimants)}
    return sorted(facts, key=lambda fact: place[knowledge.claimant(fact)])


def _figure_row(body: etree.Element, fact: Fact, listing: _Listing) -> None:
    newest = chart.newest(fact, listing.knowledge)
    row = element(body, "tr", class_="pf-newest" if newest else "pf-earlier")
    element(row, "th", escaped(listing.knowledge.claimant(fact)), scope="row")
    element(row, "td", escaped(format_date(fact.as_of, listing.language, short=True)))
    cell = element(row, "td")
    printed = (
        format_value(
            fact.value, unit=fact.unit, approximate=fact.approximate, language=listing.language
        )
        if fact.value is not None
        else ""
    )
    holder = element(cell, "b") if newest else cell
    data = element(
        holder,
        "data",
        escaped(printed),
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
    revised = not newest and fact.status is not Status.RETRACTED
    age = f", {say('since revised', listing.language)}" if revised else ""
    element(row, "td", escaped(say(standing, listing.language) + age))


def _place(written: str, key: str, current: CurrentPage) -> Location:
    match = re.match(PLACE, written)
    place = decode(match[0]) if match else None
    if place is None:
        return Location(current.page.file)
    return Location(current.page.file, place[0], place[1], place[0], place[1] + len(key))


def _corrections(parent: etree.Element, _: Mapping[str, str], listing: _Listing) -> None:
    """What we got wrong, the newest first."""
    div = element(parent, "div", class_="pf-corrections")
    corrections = sorted(listing.knowledge.corrections.values(), key=lambda each: each.id)
    corrections.sort(key=lambda each: str(each.date), reverse=True)
    if not corrections:
        element(div, "p", listing.say("No corrections so far") + ".")
    for correction in corrections:
        entry = element(div, "section", class_="pf-entry", data_kind=correction.kind.value)
        date = format_date(correction.date, listing.language)
        kind = say(f"correction.{correction.kind.value}", listing.language)
        element(entry, "h3", escaped(f"{kind}, {date}"), id=correction.id)
        was = element(entry, "p", class_="pf-correction__was")
        element(was, "b", listing.say("Before") + ":")
        was[-1].tail = " "
        element(was, "del", escaped(correction.was))
        now = element(entry, "p", class_="pf-correction__now")
        element(now, "b", listing.say("Now") + ":")
        now[-1].tail = escaped(f" {correction.now}")
        uses_placeholder(entry, "correction", correction.id)


def _pages(parent: etree.Element, arguments: Mapping[str, str], _: _Listing) -> None:
    """Explainers as cards; their titles are known only once all pages are."""
    element(
        parent, "div", class_="pf-pages", data_under=escaped(unmark(arguments.get("under", "")))
    )
