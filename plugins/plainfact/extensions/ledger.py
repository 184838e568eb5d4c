"""The ledger of facts, and facts in order of time."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections import Counter
from collections.abc import Callable, Container, Mapping, Sequence
from typing import TYPE_CHECKING

from plainfact.extensions import catalogue, measures, note_html
from plainfact.extensions.host import CurrentPage
from plainfact.extensions.listing_arguments import argument_findings
from plainfact.extensions.listings import Builder, element, uses_placeholder
from plainfact.extensions.record_listing import Listing
from plainfact.extensions.tree import escaped
from plainfact.model import DateRange, Fact, PartialDate, Status
from plainfact.values import format_date

if TYPE_CHECKING:
    from plainfact.extensions.citations import CitationsExtension

FEW = 8
"""Facts that a reader takes in without a filter."""


def listing_builders(
    extension: CitationsExtension, current: Callable[[], CurrentPage]
) -> Mapping[str, Builder]:
    """The listings of this extension by the name of their marker."""
    makers = {
        "SOURCES": catalogue.sources,
        "FACTS": _facts,
        "TIMELINE": _timeline,
        "MEASURE": measures.measure,
        "CORRECTIONS": catalogue.corrections,
        "PAGES": catalogue.pages,
        "TAGS": catalogue.tags,
    }

    def builder(
        name: str,
        make: Callable[[etree.Element, Mapping[str, str], Listing], None],
    ) -> Builder:
        def build(parent: etree.Element, arguments: Mapping[str, str]) -> None:
            listing = Listing(extension, current())
            page = listing.current.page
            folders = listing.current.folders() if name == "PAGES" else ()
            for finding in argument_findings(
                name, arguments, listing.knowledge, page.file, folders
            ):
                extension.find(page.path, finding)
            make(parent, arguments, listing)

        return build

    return {name: builder(name, make) for name, make in makers.items()}


def _facts(parent: etree.Element, arguments: Mapping[str, str], listing: Listing) -> None:
    """The ledger: every fact, by topic (its first tag) and measure, the newest first."""
    chosen = listing.chosen(arguments)
    div = element(parent, "div", class_="pf-facts", **_scope(arguments))
    if not arguments.get("page") and not arguments.get("status"):
        _filters(div, chosen, arguments.get("tag", ""), listing)
    measured: dict[str, list[Fact]] = {}
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in chosen:
        if found := listing.knowledge.measure(fact.measure):
            measured.setdefault(found.id, []).append(fact)
        else:
            groups.setdefault((_topic([fact]), ""), []).append(fact)
    groups |= {(_topic(figures), key): figures for key, figures in measured.items()}
    for tag, key in sorted(groups, key=lambda key: (not key[0], key[0].casefold(), key[1])):
        group = element(div, "div", class_="pf-group")
        if key:
            title = escaped(listing.knowledge.measures[key].label)
            anchor = f"figures:{key}"
        else:
            words = tag.replace("-", " ").replace("_", " ")
            title = escaped(words[:1].upper() + words[1:]) if tag else listing.say("Other")
            anchor = f"tag-{tag or 'none'}"
        element(group, "h2", title, id=anchor)
        by_date = sorted(groups[tag, key], key=lambda fact: fact.id)
        by_date.sort(key=lambda fact: str(fact.as_of), reverse=True)
        for fact in by_date:
            _row(group, fact, listing)


def _topic(facts: Sequence[Fact]) -> str:
    """The first tag of most of them; of several the first in the alphabet. Figures of one
    measure stand together whatever else they are about."""
    counts = Counter(fact.tags[0] if fact.tags else "" for fact in facts)
    return min(counts, key=lambda tag: (-counts[tag], tag))


def _filters(parent: etree.Element, facts: Sequence[Fact], scope: str, listing: Listing) -> None:
    """By standing, and by age: style sheets do it (`:has()`), so that no script is needed."""
    counts = {status: sum(fact.status is status for fact in facts) for status in Status}
    revised = sum(_is_revised(fact, listing) for fact in facts)
    if len(facts) < FEW or len([count for count in counts.values() if count]) < 2:
        return
    name = f"pf-standing-{scope}" if scope else "pf-standing"
    box = element(parent, "div", class_="pf-filter", role="group", data_search_exclude="")
    box.set("aria-label", listing.say("Filter"))
    _choice(box, "radio", name, "all", f"{listing.say('All')} {len(facts)}").set("checked", "")
    for status in Status:
        if counts[status]:
            words = f"{listing.say(f'status.{status.value}')} {counts[status]}"
            _choice(box, "radio", name, status.value, words)
    if revised:
        words = f"{listing.say('status.superseded')} {revised}"
        _choice(box, "checkbox", f"{name}-age", "superseded", words)


def _choice(box: etree.Element, kind: str, name: str, value: str, words: str) -> etree.Element:
    label = element(box, "label")
    choice = element(label, "input", type=kind, name=escaped(name), data_filter=value)
    if value == "all":
        choice.tail = escaped(words)
    else:
        element(label, "span", escaped(words), class_="pf-standing", data_status=value)
    return choice


def _is_revised(fact: Fact, listing: Listing) -> bool:
    return fact.status is not Status.RETRACTED and listing.knowledge.successor(fact) is not None


def _scope(arguments: Mapping[str, str]) -> dict[str, str]:
    """`page=this`: which facts a page uses is known only when all of it is a tree."""
    return {"data_scope": "page"} if arguments.get("page") == "this" else {}


def narrow(root: etree.Element, used: Container[str]) -> None:
    """Leave only the facts that the page uses in listings with `page=this`."""
    for listing in root.iter():
        if listing.get("data-scope") != "page":
            continue
        for group in [listing, *listing.findall("div")]:
            for row in [row for row in group if row.get("data-fact")]:
                if row.get("data-fact", "") not in used:
                    group.remove(row)
        for group in listing.findall("div"):
            if not any(row.get("data-fact") for row in group):
                listing.remove(group)


def _row(parent: etree.Element, fact: Fact, listing: Listing) -> None:
    """One entry. Its parts are siblings, so that a narrow page simply sets them one by one."""
    row = element(
        parent,
        "section",
        class_="pf-row",
        data_status=fact.status.value,
        data_fact=fact.id,
        data_tags=escaped(" ".join(fact.tags)),
    )
    if _is_revised(fact, listing):
        row.set("data-age", "superseded")
    title = listing.title(fact)
    heading = element(row, "h3", id=fact.id)
    _side(row, fact, listing)
    is_claim = title == fact.claim
    claim = heading if is_claim else element(row, "p", class_="pf-row__claim")
    if not is_claim:
        heading.text = escaped(title)
    shown = element(claim, "del") if fact.status is Status.RETRACTED else claim
    shown.text = escaped(fact.claim)
    note_html.fact_standing(row, fact, listing.context)
    note_html.fact_sources(row, fact, listing.context)
    if fact.note:
        element(row, "p", escaped(fact.note), class_="pf-row__note")
    note_html.fact_meta(row, fact, listing.context)
    uses_placeholder(row, "fact", fact.id)
    permanent = element(row, "p", class_="pf-row__id")
    link = element(permanent, "a", escaped(f"#{fact.id}"), href=f"#{escaped(fact.id)}")
    link.set("class", "pf-id")
    link.set("aria-label", escaped(f"{listing.say('Permanent link')}: {fact.id}"))


def _side(row: etree.Element, fact: Fact, listing: Listing) -> None:
    """Standing, age and date: what a reader runs an eye down."""
    side = element(row, "p", class_="pf-row__side")
    statuses = [fact.status.value]
    statuses += ["superseded"] if _is_revised(fact, listing) else []
    for status in statuses:
        words = listing.say(f"status.{status}")
        element(side, "span", words, class_="pf-standing", data_status=status)
        side[-1].tail = " "
    date = element(side, "time", escaped(format_date(fact.as_of, listing.language)))
    date.set("datetime", str(fact.as_of))


def _timeline(parent: etree.Element, arguments: Mapping[str, str], listing: Listing) -> None:
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
