"""The listings of sources, corrections and pages."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping

from plainfact.extensions.listings import element, uses_placeholder
from plainfact.extensions.record_listing import Listing
from plainfact.extensions.reference_html import source_reference
from plainfact.extensions.tree import escaped
from plainfact.messages import text as say
from plainfact.model import Source
from plainfact.values import format_date


def sources(parent: etree.Element, _: Mapping[str, str], listing: Listing) -> None:
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
            source_reference(line, source, listing.context)
            if source.note:
                element(entry, "p", escaped(source.note), class_="pf-entry__note")
            uses_placeholder(entry, "source", source.id)


def corrections(parent: etree.Element, _: Mapping[str, str], listing: Listing) -> None:
    """What we got wrong, the newest first."""
    div = element(parent, "div", class_="pf-corrections")
    found = sorted(listing.knowledge.corrections.values(), key=lambda each: each.id)
    found.sort(key=lambda each: str(each.date), reverse=True)
    if not found:
        element(div, "p", listing.say("No corrections so far") + ".")
    for correction in found:
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


def pages(parent: etree.Element, arguments: Mapping[str, str], _: Listing) -> None:
    """Explainers as cards; their titles are known only once all pages are."""
    element(parent, "div", class_="pf-pages", data_under=escaped(arguments.get("under", "")))


def tags(parent: etree.Element, _: Mapping[str, str], __: Listing) -> None:
    """Pages by their tags; filled in once all pages are known."""
    element(parent, "div", class_="pf-tags", data_tags="all")
