"""A page's text as `glossary_page` reads it, read once and with as little work as will do.

What may hold no link is most of what the close reading keeps account of: why a mention has
none, and where. A page that nobody asks about needs only to know *that* it has none. So here
headings, code blocks and quotations are passed over as a whole, and each piece of text is
kept with the element that holds it; what else a link needs to know of its place is worked out
for the few places that get one.

Inline tags that the author wrote as HTML may close what they did not open. A block with such
tags is `raw`: its words stand in the text, so that mentions are found, and are judged by the
close reading of that block.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate

from markdown import Markdown

from plainfact.extensions.glossary_page import (
    SILENT,
    TAGS,
    PageText,
    Slot,
    block_around,
    is_mark,
    reason_within,
)
from plainfact.extensions.glossary_tokens import TOKEN, VOID, pieces, read_token
from plainfact.extensions.glossary_wrap import Range, locate
from plainfact.extensions.sealed_notes import NoteList, Sealed
from plainfact.extensions.tree import parent_map
from plainfact.terms.boundaries import BREAK, OBJECT

# What an element is to the text around it. Numbers, since members of an Enum take ten times
# as long to name, and every element of every page is asked for.
_LIST = -1  # a block that may be our list of notes
_BLOCK = 0
_PASSED = 1  # a block in which nothing is linked
_SECTION = 2  # the same, and a section begins
_INLINE = 3
_CLOSED = 4  # inline; its words count, but are not linked
_MARK = 5  # <sup>: a note's mark, or inline
_LINE_BREAK = 6
_OBJECT = 7
_NOTHING = 8
_NOTES = 9  # a list of notes: read behind everything else
_OF_VOID = {BREAK: _LINE_BREAK, OBJECT: _OBJECT, "": _NOTHING}


class Kinds(dict[str, int]):
    """What elements of a name are, as far as their names say: the same for all pages that
    have the same `blocks`.
    """

    def __init__(self, blocks: list[str], *, quotations: bool) -> None:
        super().__init__()
        self.blocks = [*blocks]
        self.quotations = quotations

    def __missing__(self, tag: str) -> int:
        """Work out the kind of a name that was not met before."""
        name = str(tag)  # a comment's is a function, and no name of an element
        block = name.lower().rstrip("/") in self.blocks
        if name in VOID:
            kind = _OF_VOID[VOID[name]]
        elif name in SILENT or name[0] == "<":
            kind = _PASSED if block else _OBJECT
        elif name == "h2":
            kind = _SECTION
        elif name in TAGS or (name == "blockquote" and not self.quotations):
            kind = _PASSED if block else _CLOSED
        elif name == "sup":
            kind = _MARK
        elif block:
            kind = _LIST if name == "ol" else _BLOCK
        else:
            kind = _INLINE
        self[tag] = kind
        return kind


_Unit = tuple[etree.Element, int, int]
"""A block with the blocks in it, its section, and the first of its pieces of text."""
_Holder = tuple[etree.Element, etree.Element | None, bool]
"""Where a piece of text stands: in which element, behind which child (None: its own text);
and whether nothing in it may be linked."""


def words_of(element: etree.Element, md: Markdown) -> str:
    """The words of a note, for a page in which it is sealed."""
    root = etree.Element("div")
    root.append(element)
    kinds = Kinds(md.block_level_elements, quotations=True)
    return Outline(root, md, kinds, by_section=False).text.strip(BREAK)


class Outline:
    """The `text` of a page, and what links need to know of it. A page that is made in a way
    in which its parts cannot be told apart does not `fit`.
    """

    def __init__(self, root: etree.Element, md: Markdown, kinds: Kinds, *, by_section: bool):
        self._root = root
        self._md = md
        self._kinds = kinds
        self._by_section = by_section
        self._parts: list[str] = [BREAK]
        self._holders: list[_Holder | None] = [None]
        self._units: list[_Unit] = []
        self._notes: list[etree.Element] = []
        self._section = self._headings = 0
        self._parents: Mapping[etree.Element, etree.Element] | None = None
        self._decoded: set[int] = set()  # pieces that held placeholders
        self._raw: set[int] = set()  # units with tags that the author wrote
        self._sealed: dict[int, tuple[NoteList, Sealed]] = {}  # units that are finished notes
        self.text = ""
        self.fits = True
        self._read(root, False, False)
        for notes in self._notes:  # may grow: notes within notes
            self._section += 1
            self._read(notes, False, False)
        # Whatever stands where this reading does not go would change what comes after it.
        lists = sum("footnote" in (div.get("class") or "").split() for div in root.iter("div"))
        self.fits &= lists == len(self._notes)
        if by_section:
            self.fits &= sum(1 for _ in root.iter("h2")) == self._headings
        if self.fits:
            self._join()

    # -- asking ---------------------------------------------------------------

    def unit(self, place: int) -> int:
        """The number of the block that holds the character at a place."""
        return bisect_right(self._firsts, bisect_right(self._starts, place) - 1) - 1

    def is_raw(self, unit: int) -> bool:
        """Whether a block has to be read closely."""
        return unit in self._raw or unit in self._sealed

    def end(self, unit: int) -> int:
        """Where a block ends, in the text."""
        return self._starts[self._firsts[unit + 1]] if unit + 1 < len(self._firsts) else self._size

    def close(self, unit: int) -> PageText:
        """A block's text, read closely; a finished note is opened for that."""
        block = self._units[unit][0]
        if unit in self._sealed:
            notes, sealed = self._sealed[unit]
            block = notes.open(sealed)
        return PageText(block, self._md, quotations=self._kinds.quotations)

    def section(self, place: int) -> int:
        """The number of the second-level section; the notes are one of their own."""
        return self._units[self.unit(place)][1]

    def place(self, start: int, end: int) -> Range | None:
        """Where in the tree the words start:end stand; None where no link can be there."""
        starts = self._starts
        first = bisect_right(starts, start) - 1
        last = first if first + 1 == len(starts) or end <= starts[first + 1] else None
        holder = self._holders[first]
        if last is not None and holder and first not in self._decoded:
            parent, after, closed = holder
            offset = start - starts[first]
            return None if closed else Range(parent, after, offset, after, offset + end - start)
        at = first
        while at < len(starts) and starts[at] < end:
            holder = self._holders[at]
            if holder and holder[2]:
                return None
            at += 1
        return locate(self, start, end)

    def balanced(self, start: int, end: int) -> bool:
        """What has tags of the author's is read closely."""
        return True

    def slot(self, place: int) -> Slot:
        """What holds the character at a place."""
        at = bisect_right(self._starts, place) - 1
        holder = self._holders[at]
        assert holder  # between labels' first and last letters there is text
        parent, after, _ = holder
        start = self._starts[at]
        raw: tuple[tuple[int, int, int, int], ...] = ()
        if at in self._decoded:
            written = parent.text if after is None else after.tail
            raw = tuple(pieces(written or "", self._md))
        owner = parent if after is None else after
        return Slot(start, start + len(self._parts[at]), owner, parent, after is not None, raw)

    @property
    def parents(self) -> Mapping[etree.Element, etree.Element]:
        """Every element's parent, as long as no link was made."""
        if self._parents is None:
            self._parents = parent_map(self._root)
        return self._parents

    def block(self, place: int) -> tuple[int, str]:
        """The block of text around a place, and where it starts."""
        return block_around(self.text, place)

    # -- reading --------------------------------------------------------------

    def _read(self, element: etree.Element, inside: bool, closed: bool) -> None:
        """Gather an element's text; `inside` a unit or not."""
        parts, holders, kinds = self._parts, self._holders, self._kinds
        text = element.text
        if text and not (parts[-1] == BREAK and text.isspace()):
            if not inside:
                inside = self._begin(element)
            parts.append(text)
            holders.append((element, None, closed))
        parted = False
        for child in element:
            kind = kinds[child.tag]
            if kind == _MARK or child.keys():
                kind = self._closer(child, kind)
            if kind <= _SECTION:
                parted = True
                if parts[-1] != BREAK:
                    parts.append(BREAK)
                    holders.append(None)
                if kind == _BLOCK:
                    self._read(child, inside, closed)
                    if parts[-1] != BREAK:
                        parts.append(BREAK)
                        holders.append(None)
                elif kind == _LIST:
                    self._list(child, inside, closed)
                elif kind == _SECTION:
                    self._section += 1
                    self._headings += 1
                    self.fits &= not (inside and self._by_section)
            elif kind != _NOTES:
                if not inside:
                    self.fits &= not parted
                    inside = self._begin(element)
                if kind <= _CLOSED:
                    within = closed or kind == _CLOSED
                    if len(child):
                        self._read(child, True, within)
                    elif (text := child.text) and not (parts[-1] == BREAK and text.isspace()):
                        parts.append(text)
                        holders.append((child, None, within))
                elif kind != _NOTHING:
                    parts.append(OBJECT if kind == _OBJECT else BREAK)
                    holders.append(None)
            text = child.tail
            if text and not (parts[-1] == BREAK and text.isspace()):
                if not inside:
                    self.fits &= not parted
                    inside = self._begin(element)
                parts.append(text)
                holders.append((element, child, closed))

    def _list(self, element: etree.Element, inside: bool, closed: bool) -> None:
        """Gather a list's text: of our own notes it is known."""
        parts, holders = self._parts, self._holders
        if not isinstance(element, NoteList):
            self._read(element, inside, closed)
        else:
            self.fits &= not inside
            for entry in element.entries:
                if isinstance(entry, Sealed):
                    self._sealed[len(self._units)] = element, entry
                    self._begin(element)
                    parts += (entry.words, BREAK)
                    holders += (None, None)
                elif self._closer(entry, self._kinds[entry.tag]) == _BLOCK:
                    self._read(entry, False, closed)
                    if parts[-1] != BREAK:
                        parts.append(BREAK)
                        holders.append(None)
        if parts[-1] != BREAK:
            parts.append(BREAK)
            holders.append(None)

    def _begin(self, element: etree.Element) -> bool:
        """A unit begins, since a block has words of its own."""
        self._units.append((element, self._section, len(self._parts)))
        return True

    def _closer(self, element: etree.Element, kind: int) -> int:
        """What an element is, by its attributes too."""
        if kind > _MARK:
            return kind
        tag = element.tag
        named = element.get("class")
        classes = named.split() if named else ()
        if tag == "div" and "footnote" in classes:
            self._notes.append(element)
            return _NOTES
        if (named or kind == _MARK) and is_mark(element, tag, classes):
            return _PASSED if kind <= _SECTION else _OBJECT
        if element.get("data-entry") is not None:
            self.fits = False  # nothing in it may be linked to one term
        if kind == _MARK:
            kind = _INLINE
        if kind not in (_LIST, _BLOCK, _INLINE) or not reason_within(
            element, tag, classes, quotations=self._kinds.quotations
        ):
            return kind
        return _CLOSED if kind == _INLINE else _PASSED

    def _join(self) -> None:
        """Put the pieces together, placeholders read."""
        parts = self._parts
        self._firsts = [first for _, _, first in self._units]
        text = "".join(parts)
        if "\x02" in text or "&" in text:
            for at, part in enumerate(parts):
                if "\x02" in part or "&" in part:
                    self._decode(at, part)
            text = "".join(parts)
        self.text = text
        self._starts = [0, *accumulate(map(len, parts))]
        self._size = self._starts.pop()

    def _decode(self, at: int, part: str) -> None:
        def token(match: re.Match[str]) -> str:
            text, tag = read_token(match, self._md)
            if tag is not None:
                self._raw.add(bisect_right(self._firsts, at) - 1)
            self._decoded.add(at)
            return text

        self._parts[at] = TOKEN.sub(token, part)
