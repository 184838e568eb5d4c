"""Where on a page labels may stand: the page's blocks, read just closely enough to say so.

Most blocks of most pages hold no mention that gets a link: a term is linked where it is
first mentioned. To read a block as `glossary_page` does, with the place of every text and
the reason of every part, takes far longer than to see that it holds nothing. So all blocks
are read once in a coarse way, the automaton goes over that, and only a block that may get a
link is read closely.

The coarse reading never misses a mention that gets a link. Words that can be linked stand
in one block, outside of all that may hold no link, and between their letters is only what
both readings leave out (emphasis, raw inline tags). What may hold no link is one OBJECT,
which is part of no label. So what the coarse reading has too much is a question of time;
which mentions count, what they overlap and whether they are words of their own, is decided
by the close one alone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from bisect import bisect_right
from collections.abc import Callable, Iterator
from enum import Enum, auto

from markdown import Markdown

from plainfact.extensions.glossary_page import SILENT, TAGS, is_mark, reason_within
from plainfact.extensions.glossary_tokens import TOKEN, VOID, read_token
from plainfact.extensions.sealed_notes import NoteList, Sealed
from plainfact.terms import Matcher
from plainfact.terms.boundaries import BREAK, OBJECT


class _Kind(Enum):
    """What elements of a name are, on the whole."""

    BLOCK = auto()
    INLINE = auto()
    NOTE = auto()  # <sup>: a note's mark, or inline
    NOTHING = auto()
    OBJECT = auto()


_LEAVES = frozenset(("p", "td", "th", "dt"))
"""Blocks that hold no other blocks, as Python-Markdown makes them."""


def words_of(element: etree.Element, md: Markdown) -> str:
    """The words of a note as an outline reads them, that of any page."""
    outline = Outline(etree.Element("div"), md, quotations=False, by_section=False)
    outline._read(element)
    return outline._text()


def _opened(block: etree.Element | tuple[NoteList, Sealed]) -> etree.Element:
    if isinstance(block, tuple):
        notes, sealed = block
        return notes.open(sealed)
    return block


class Outline:
    """The blocks of a page in which something may be linked, in reading order. A page that
    is made in a way in which its parts cannot be told apart does not `fit`, and is read as
    a whole.
    """

    def __init__(
        self, root: etree.Element, md: Markdown, *, quotations: bool, by_section: bool
    ) -> None:
        self._md = md
        self._quotations = quotations
        self._by_section = by_section
        self._kinds: dict[str, _Kind] = {}
        self._parts: list[str] = []
        self._blocks: list[tuple[etree.Element | tuple[NoteList, Sealed], int]] = []
        self._section = self._headings = 0  # how many second-level headings there were
        self._notes: list[etree.Element] = []
        self.fits = self._holds_blocks(root)
        if not self.fits:
            return
        for child in root:
            self._block(child)
        for notes in [*self._notes]:
            self._section += 1
            self._block(notes)
        # Whatever stands where this reading does not go would change what comes after it.
        lists = sum("footnote" in (div.get("class") or "").split() for div in root.iter("div"))
        headings = sum(1 for _ in root.iter("h2")) if by_section else self._headings
        self.fits &= lists == len(self._notes) and headings == self._headings

    def closer(
        self, matcher: Matcher, is_open: Callable[[str, int], bool]
    ) -> Iterator[tuple[etree.Element, int]]:
        """The blocks to read closely, in order, each with the number of its section.

        `is_open` says whether a term may get a link in a section; it is asked as the blocks
        come, since what is linked in one is not in the next.
        """
        text = self._text()
        if text.count(BREAK) != len(self._blocks):  # a NUL that the author wrote
            yield from ((_opened(block), section) for block, section in self._blocks)
            return
        sightings, ends = matcher.sightings(text)
        done = 0
        over: set[int] = set()  # forms of terms that get no more links on this page
        for place, form in sightings:
            if place < done or form in over:
                continue
            number = bisect_right(ends, place)
            section = self._blocks[number][1]
            if any(is_open(term, section) for term in matcher.terms_of(form)):
                done = ends[number]
                yield _opened(self._blocks[number][0]), section
            elif not self._by_section:
                over.add(form)

    def _text(self) -> str:
        """All blocks in one string, placeholders read, a BREAK behind each."""
        text = "".join(self._parts)
        if "\x02" in text or "&" in text:
            parts = (
                TOKEN.sub(self._token, part) if "\x02" in part or "&" in part else part
                for part in self._parts
            )
            text = "".join(parts)
        return text

    def _token(self, match: re.Match[str]) -> str:
        text, _ = read_token(match, self._md)
        return OBJECT if text == BREAK else text

    def _kind(self, tag: str) -> _Kind:
        if tag == "wbr":
            found = _Kind.NOTHING
        elif tag in VOID or tag in TAGS or tag in SILENT or not isinstance(tag, str):
            found = _Kind.OBJECT
        elif self._md.is_block_level(tag):
            found = _Kind.BLOCK
        else:
            found = _Kind.NOTE if tag == "sup" else _Kind.INLINE
        self._kinds[tag] = found
        return found

    def _holds_blocks(self, element: etree.Element) -> bool:
        """Whether an element holds blocks and nothing else."""
        if len(element) == 0 or (element.text and not element.text.isspace()):
            return False
        for child in element:
            tag = child.tag
            if (self._kinds.get(tag) or self._kind(tag)) is not _Kind.BLOCK and (
                not self._md.is_block_level(tag)
            ):
                return False
            if child.tail and not child.tail.isspace():
                return False
        return True

    def _block(self, element: etree.Element) -> None:
        """Go over a block, or over the blocks in it."""
        tag, attributes = element.tag, element.attrib
        classes: list[str] = []
        if attributes:
            classes = (attributes.get("class") or "").split()
            if tag == "div" and "footnote" in classes and element not in self._notes:
                self._notes.append(element)
                return
            if "data-entry" in attributes:
                self.fits = False  # nothing in it may be linked to one term
        if tag == "h2":
            self._section += 1
            self._headings += 1
        if (
            (self._kinds.get(tag) or self._kind(tag)) is _Kind.OBJECT
            or (attributes and is_mark(element, tag, classes))
            or reason_within(element, tag, classes, quotations=self._quotations)
        ):
            return
        if isinstance(element, NoteList):
            self._entries(element)
            return
        if tag not in _LEAVES and self._holds_blocks(element):
            for child in element:
                self._block(child)
            return
        self._blocks.append((element, self._section))
        self._read(element)
        self._parts.append(BREAK)

    def _entries(self, notes: NoteList) -> None:
        """Go over a list of notes, in which ours are one block each, read before."""
        for entry in notes.entries:
            if isinstance(entry, Sealed):
                self._blocks.append(((notes, entry), self._section))
                self._parts += (entry.words, BREAK)
            else:
                self._block(entry)

    def _read(self, element: etree.Element) -> None:
        """Gather the words of one block."""
        parts, kinds = self._parts, self._kinds
        if element.text:
            parts.append(element.text)
        for child in element:
            tag, attributes = child.tag, child.attrib
            kind = kinds.get(tag) or self._kind(tag)
            if kind is _Kind.OBJECT or (
                (attributes or kind is _Kind.NOTE) and self._is_closed(child)
            ):
                parts.append(OBJECT)
            elif kind is _Kind.BLOCK:
                parts.append(OBJECT)
                self._read(child)
                parts.append(OBJECT)
            elif kind is not _Kind.NOTHING:
                self._read(child)
            if child.tail:
                parts.append(child.tail)

    def _is_closed(self, element: etree.Element) -> bool:
        """Whether nothing in an element can be linked, for its attributes or as a mark."""
        tag, classes = str(element.tag), (element.get("class") or "").split()
        return is_mark(element, tag, classes) or bool(
            reason_within(element, tag, classes, quotations=self._quotations)
        )
