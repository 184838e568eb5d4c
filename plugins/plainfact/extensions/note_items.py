"""The entries of a page's list of notes, each made once for all pages on which it says the same.

Most sources are cited on many pages. Of a page, a note holds nothing but relative links to the
listings and, where the page shows the fact's measure, a link to that; a note without places of
its own is made once for each such case, and copied.
"""

from __future__ import annotations

import posixpath
import xml.etree.ElementTree as etree
from collections.abc import Sequence

from plainfact.extensions import note_html
from plainfact.extensions.reference_html import Context
from plainfact.extensions.tree import append_text, escaped

Key = tuple[object, ...]
MAX_KEPT = 2000
"""Entries kept for copying; when there are more, keeping begins anew. A bound on memory."""


def note_item(
    key: str, places: Sequence[note_html.Place], context: Context, made: dict[Key, etree.Element]
) -> etree.Element:
    """The list item of a note ("source:ID", "fact:ID", "url:ADDRESS"), without its back links.

    `made` keeps what was made of this knowledge before.
    """
    if places:
        return _made(key, places, context)
    page = context.current.page.path
    pages = (context.pages.sources, context.pages.facts)
    case = (
        key,
        context.language,
        pages,
        page if page in pages else posixpath.dirname(page),
        _measure(key, context) in context.measures,
    )
    if case not in made:
        if len(made) >= MAX_KEPT:
            made.clear()
        made[case] = _made(key, places, context)
    return copied(made[case])


def _measure(key: str, context: Context) -> str:
    kind, _, record = key.partition(":")
    return context.knowledge.facts[record].measure if kind == "fact" else ""


def _made(key: str, places: Sequence[note_html.Place], context: Context) -> etree.Element:
    item = etree.Element("li", {"id": f"fn:{note_html.anchor(key)}", "class": "pf-note"})
    kind, _, record = key.partition(":")
    if kind == "fact":
        note_html.fact_note(item, context.knowledge.facts[record], places, context)
    elif kind == "source":
        note_html.source_note(item, context.knowledge.sources[record], places, context)
    else:
        note_html.address_note(item, record, places)
    if kind != "url":
        last = item[-1] if item[-1].tag == "p" else etree.SubElement(item, "p")
        # Filled once it is known where the site's files are kept (`fill`).
        append_text(last, len(last), " ")
        etree.SubElement(last, "span", {"class": "pf-do", "data-do": escaped(key)})
    return item


def copied(element: etree.Element) -> etree.Element:
    """The element with all that it holds, anew. Texts stay the objects that they are, so that
    those which no pattern may parse stay so."""
    found = etree.Element(element.tag, element.attrib)
    found.text, found.tail = element.text, element.tail
    for child in element:
        found.append(copied(child))
    return found
