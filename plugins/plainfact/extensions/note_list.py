"""The list at the end of a page: authors' notes and ours, each with its links back."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping, Sequence

from markdown.extensions.footnotes import FN_BACKLINK_TEXT

from plainfact.extensions import note_html, note_items
from plainfact.extensions.host import announce_ids, resolved
from plainfact.extensions.note_page import Note, NotePage
from plainfact.extensions.reference_html import Context
from plainfact.extensions.sealed_notes import NoteList, Sealed, storing
from plainfact.extensions.tree import Node, parent_map, replace
from plainfact.messages import text as say

_HERE = "\x02pf-anchor\x03"
_PLAIN = re.compile(r"[\w:.-]+")


def list_notes(
    page: NotePage,
    root: etree.Element,
    container: etree.Element | None,
    notes: Mapping[str, Note],
    sealed: list[str],
) -> None:
    """Put the notes into the host's `container`, or one of our own.

    `sealed` takes the HTML of our notes (`sealed_notes`).
    """
    if container is None:
        container = etree.Element("div", {"class": "footnote"})
        etree.SubElement(container, "hr")
        _place(page, root, container)
    container.set("role", "doc-endnotes")
    # Facts and sources are search results of their own, with pages of their own.
    container.set("data-search-exclude", "")
    container.set("aria-label", say("Notes and sources", page.language))
    for old in container.findall("ol"):
        container.remove(old)
    ours = _OurNotes(page)
    entries = [
        ours.entry(note) if note.item is None else _authored(page, note.item, note)
        for note in notes.values()
    ]
    announce_ids(page.md, ours.ids)
    container.append(NoteList(entries, storing(sealed)))


def _place(page: NotePage, root: etree.Element, container: etree.Element) -> None:
    """At the site's marker for footnotes, else at the end of the page."""
    marker = str(page.footnotes.getConfig("PLACE_MARKER"))
    # The host's search goes through every element by itself.
    there = marker in "".join(root.itertext())
    found = page.footnotes.findFootnotesPlaceholder(root) if there else None
    if found is None:
        root.append(container)
        return
    child, parent, is_text = found
    index = list(parent).index(child)
    if is_text:
        parent.remove(child)
        parent.insert(index, container)
    else:
        parent.insert(index + 1, container)
        child.tail = None


def _authored(page: NotePage, item: etree.Element, note: Note) -> etree.Element:
    """What authors wrote as a note stays as they wrote it, but for the host's links back."""
    parents = parent_map(item)
    for link in [e for e in item.iter("a") if e.get("class") == "footnote-backref"]:
        replace(parents[link], link, [])
    note_items.put_links(item, (), _back_links(page, note, {}))
    return item


def _back_links(page: NotePage, note: Note, rows: Mapping[str, int]) -> dict[int, list[Node]]:
    """One labelled link back for every mark, by the row that it belongs to."""
    found: dict[int, list[Node]] = {}
    for row, anchor, place in _rows_of_marks(note, rows):
        nodes = found.setdefault(row, [])
        nodes += [" "] if nodes else []
        nodes.append(_back_link(anchor, note.number, place, page.language))
    return found


def _rows_of_marks(note: Note, rows: Mapping[str, int]) -> Iterator[tuple[int, str, int]]:
    """For each mark of a note: the row for its link back, its anchor, and which mark it is of
    several (0 where it is the only one)."""
    many = len(note.marks) > 1
    for index, (anchor, _) in enumerate(note.marks, start=1):
        yield rows.get(anchor, note_items.LAST), anchor, index if many else 0


def _back_link(anchor: str, number: int, place: int, language: str) -> etree.Element:
    """`place` counts the marks of a note that has several."""
    link = etree.Element(
        "a", {"class": "footnote-backref", "role": "doc-backlink", "href": f"#{anchor}"}
    )
    label = "Back to place {place} in the text, note {n}"
    label = label if place else "Back to the text, note {n}"
    link.set("aria-label", say(label, language, place=place, n=number))
    link.text = FN_BACKLINK_TEXT
    if place:
        etree.SubElement(link, "sup").text = str(place)
    return link


class _OurNotes:
    """Makes the entries of our notes on one page; `ids` are those of the entries."""

    def __init__(self, page: NotePage) -> None:
        self.page = page
        self.extension = page.extension
        self.folded = bool(page.extension.getConfig("folded"))
        self.ids: list[str] = []
        self.ways: dict[str, str] = {}
        self.context = Context(
            page.extension.knowledge,
            page.current,
            page.language,
            page.extension.listing_pages(page.current),
            frozenset(ref.id for ref in page.result.references if ref.kind == "measure"),
            page.extension.references_made,
        )

    def entry(self, note: Note) -> Sealed:
        """The entry of a note, as HTML."""
        places = _places_of(note)
        rows = _rows_of(places)
        back: dict[int, str] = {}
        for row, anchor, place in _rows_of_marks(note, rows):
            link = self._back_link(anchor, note.number, place)
            back[row] = f"{back[row]} {link}" if row in back else link
        made = note_items.finished_note(
            note.key,
            places,
            tuple(back),
            self.context,
            self.page.md,
            self.extension.notes_made,
            folded=self.folded,
        )
        html = made.html(back)
        if "\x02pf-way:" in html:
            html = self._with_ways(html, note.key)
        self.ids.append(f"fn:{note_html.anchor(note.key)}")

        return _OurNote(html, made.words, self, note)

    def _back_link(self, anchor: str, number: int, place: int) -> str:
        """A link back as HTML: all but the anchor is the same on all pages."""
        md, language = self.page.md, self.page.language
        if not _PLAIN.fullmatch(anchor):
            return str(md.serializer(_back_link(anchor, number, place, language)))
        made, case = self.extension.back_links_made, (language, number, place)
        found = made.get(case)
        if found is None:
            if len(made) >= note_items.MAX_KEPT:
                made.clear()
            before, _, after = md.serializer(_back_link(_HERE, number, place, language)).partition(
                _HERE
            )
            found = made[case] = before, after
        return f"{found[0]}{anchor}{found[1]}"

    def _with_ways(self, html: str, key: str) -> str:
        """With the addresses of the listings, from this page."""
        for name, token in note_items.WAYS.items():
            if token not in html:
                continue
            if name not in self.ways:
                path = str(getattr(self.context.pages, name))
                address = self.page.current.link(path, key.partition(":")[2])
                link = etree.Element("a", {"href": resolved(self.page.md, address)})
                written = self.page.md.serializer(link)
                self.ways[name] = written.partition('href="')[2].partition("#")[0]
            html = html.replace(token, self.ways[name])
        return html


class _OurNote(Sealed):
    """One of our notes on one page."""

    __slots__ = ("note", "ours")

    def __init__(self, html: str, words: str, ours: _OurNotes, note: Note) -> None:
        super().__init__(html, words)
        self.ours = ours
        self.note = note

    def make(self) -> etree.Element:
        """The note as an element, with its back links."""
        ours, places = self.ours, _places_of(self.note)
        links = _back_links(ours.page, self.note, _rows_of(places))
        return note_items.note_item(
            self.note.key, places, links, ours.context, ours.page.md, folded=ours.folded
        )


def _rows_of(places: Sequence[note_html.Place]) -> dict[str, int]:
    """The number of its place for each mark."""
    return {anchor: number for number, place in enumerate(places) for anchor in place.anchors}


def _places_of(note: Note) -> list[note_html.Place]:
    """The places that a note's marks name, each once with all marks that name it."""
    found: dict[tuple[str, str], list[str]] = {}
    for anchor, mark in note.marks:
        if mark is not None and (mark.cite.words or mark.quote):
            found.setdefault((mark.cite.words, mark.quote), []).append(anchor)
    return [note_html.Place(*key, tuple(anchors)) for key, anchors in found.items()]
