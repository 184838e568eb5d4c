"""The entries of a page's list of notes, each made once for all pages on which it says the same.

Most sources are cited on many pages. Of a page, a note holds nothing but numbers and addresses
of its back links, relative links to the listings and, where the page shows the fact's measure,
a link to that. So a note is made and written as HTML once for each such case, with tokens where
links back and ways to the listings go.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from markdown import Markdown

from plainfact.extensions import note_html
from plainfact.extensions.folded import fold
from plainfact.extensions.glossary_outline import words_of
from plainfact.extensions.host import CurrentPage
from plainfact.extensions.reference_html import Context
from plainfact.extensions.tree import Node, append_text, escaped
from plainfact.model import Fact, Knowledge, Source

Key = tuple[object, ...]
MAX_KEPT = 2000
"""Entries kept; when there are more, keeping begins anew. A bound on memory."""

LAST = -1
"""The row of back links that belong to no place within the source."""
WAYS = {"sources": "\x02pf-way:sources\x03", "facts": "\x02pf-way:facts\x03"}
"""What stands in finished notes for the relative addresses of the listings."""
_BACK = "\x02pf-back:{}\x03"
_BACKS = re.compile(r"\x02pf-back:(-?\d+)\x03")


@dataclass(frozen=True, slots=True)
class FinishedNote:
    """HTML in pieces, with the row of back links that stands between each and the next;
    the words for the glossary (`glossary_outline`), where the site has one."""

    pieces: tuple[str, ...]
    rows: tuple[int, ...]
    words: str

    def html(self, back: Mapping[int, str]) -> str:
        """The whole, with the back links of each row."""
        parts = [self.pieces[0]]
        for row, piece in zip(self.rows, self.pieces[1:], strict=True):
            parts += (back[row], piece)
        return "".join(parts)


class _AnyPage(CurrentPage):
    """A page of which nothing is known but the listings."""

    def link(self, path: str, fragment: str = "") -> str:
        """The token of a listing, with the fragment."""
        return f"{path}#{fragment}"


def finished_note(
    key: str,
    places: Sequence[note_html.Place],
    rows: Sequence[int],
    context: Context,
    md: Markdown,
    made: dict[Key, FinishedNote],
    *,
    folded: bool,
) -> FinishedNote:
    """The note of "source:ID", "fact:ID" or "url:ADDRESS", with back links in these rows.

    `made` keeps what was made of this knowledge before.
    """
    pages = context.pages
    named = tuple((place.words, place.quote) for place in places)
    measured = bool(context.measures) and _measure(key, context.knowledge) in context.measures
    case = (key, context.language, pages.sources, pages.facts, measured, named, *rows)
    found = made.get(case)
    if found is None:
        anywhere = replace(
            context,
            current=_AnyPage(context.current.page),
            pages=replace(
                pages,
                sources=pages.sources and WAYS["sources"],
                facts=pages.facts and WAYS["facts"],
            ),
        )
        links: dict[int, list[Node]] = {row: [_BACK.format(row)] for row in rows}
        item = note_item(key, places, links, anywhere, md, folded=folded)
        words = words_of(item, md) if "plainfact-glossary" in md.treeprocessors else ""
        html = _BACKS.split(md.serializer(item))
        found = FinishedNote(tuple(html[::2]), tuple(map(int, html[1::2])), words)
        if len(made) >= MAX_KEPT:
            made.clear()
        made[case] = found
    return found


def note_item(
    key: str,
    places: Sequence[note_html.Place],
    links: Mapping[int, Sequence[Node]],
    context: Context,
    md: Markdown,
    *,
    folded: bool,
) -> etree.Element:
    """The list item of a note, as the host would leave it, with these back links in its rows."""
    item = _made(key, places, context)
    put_links(item, places, links)
    if folded:
        _fold(item, key, context)
    if "prettify" in md.treeprocessors:
        md.treeprocessors["prettify"].run(item)
    item.tail = None
    return item


def put_links(
    item: etree.Element, places: Sequence[note_html.Place], links: Mapping[int, Sequence[Node]]
) -> None:
    """Put back links into the rows of a note's places, and into its last paragraph."""
    rows = note_html.place_rows(item) if places else []
    for row, nodes in links.items():
        if row != LAST:
            holder = rows[row]
        elif len(item) and item[-1].tag == "p":
            holder = item[-1]
        else:
            holder = etree.SubElement(item, "p")
        append_text(holder, len(holder), " " if len(holder) or holder.text else "")
        for node in nodes:
            if isinstance(node, str):
                append_text(holder, len(holder), node)
            else:
                holder.append(node)


def _measure(key: str, knowledge: Knowledge) -> str:
    kind, _, record = key.partition(":")
    return knowledge.facts[record].measure if kind == "fact" else ""


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


def _fold(item: etree.Element, key: str, context: Context) -> None:
    """Behind one line; what is cited by its address alone is one line."""
    kind, _, record = key.partition(":")
    records: dict[str, Mapping[str, Fact | Source]] = {
        "fact": context.knowledge.facts,
        "source": context.knowledge.sources,
    }
    if found := records.get(kind, {}).get(record):
        newer = context.knowledge.successor(found) if isinstance(found, Fact) else None
        fold(item, found, context.language, revised=newer is not None)
