"""A page's text as a reader meets it, and where each piece of it stands in the tree.

The tree is read once, body before notes, into one string: inline elements are joined,
blocks are parted by BREAK, what is no text is an OBJECT. Text where nothing may be linked
is in the string too, with the reason: it decides about word boundaries and longer labels,
and explains why a mention has no link.

At this stage text holds placeholders of Python-Markdown (STX … ETX): escaped characters,
entities and raw inline HTML. They are read as what they will become.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from markdown import Markdown

from plainfact.extensions.glossary_tokens import TOKEN, VOID, read_token
from plainfact.terms.boundaries import BREAK, OBJECT

EXPLICIT = "data-pf-term"
"""Marks a link to a term that the author asked for, until the page is done."""


class Reason(StrEnum):
    """Why a mention of a term is not linked."""

    CODE = "inside code"
    LINK = "inside a link"
    HEADING = "inside a heading"
    CAPTION = "inside a caption"
    BUTTON = "inside a button or a tab's label"
    MATH = "inside a formula"
    ABBR = "inside an abbreviation"
    OPTED_OUT = "marked translate=no or no-glossary"
    QUOTATION = "inside a quotation"
    OWN_ENTRY = "inside the term's own entry"
    MARKUP = "crosses the border of an element"
    LONGER = "part of a longer label"
    ALREADY = "already linked"
    AMBIGUOUS = "two terms have this label"
    NEVER = "never linked by itself"
    PAGE = "the page asks for no link"


TAGS = {
    **dict.fromkeys(("code", "kbd", "samp", "tt"), Reason.CODE),
    **dict.fromkeys(("a", "autoref"), Reason.LINK),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), Reason.HEADING),
    **dict.fromkeys(("caption", "figcaption"), Reason.CAPTION),
    **dict.fromkeys(("button", "label", "summary", "legend", "option"), Reason.BUTTON),
    "abbr": Reason.ABBR,
}
_CLASSES = {
    **dict.fromkeys(("arithmatex", "math", "katex"), Reason.MATH),
    **dict.fromkeys(("no-glossary", "pf-no-glossary", "pf-entry__aliases"), Reason.OPTED_OUT),
    **dict.fromkeys(("pf-az", "pf-entry__see", "headerlink", "md-button"), Reason.LINK),
    **dict.fromkeys(("tabbed-labels",), Reason.BUTTON),
    **dict.fromkeys(("admonition-title",), Reason.HEADING),
    **dict.fromkeys(("highlight", "highlighttable", "codehilite", "keys"), Reason.CODE),
}
# Nothing in these is text of the page.
SILENT = frozenset(
    (
        *("audio", "canvas", "iframe", "math", "mjx-container", "noscript", "object", "pre"),
        *("script", "select", "style", "svg", "template", "textarea", "title", "video"),
    )
)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


class Slot(NamedTuple):
    """One text or tail: its place in the page's text and in the tree. `pieces` are its
    parts (start and length in the decoded text, then in the raw one) where they differ.
    """

    start: int
    end: int
    owner: etree.Element
    parent: etree.Element
    tail: bool
    pieces: tuple[tuple[int, int, int, int], ...]

    def raw_start(self, place: int) -> int:
        """Where in the raw text the character at a place of the page begins."""
        return self._raw(place - self.start)[0]

    def raw_end(self, place: int) -> int:
        """Where in the raw text the character before a place of the page ends."""
        return self._raw(place - self.start - 1)[1]

    def _raw(self, offset: int) -> tuple[int, int]:
        if not self.pieces:
            return offset, offset + 1
        at = bisect_right(self.pieces, offset, key=lambda piece: piece[0]) - 1
        start, length, raw, raw_length = self.pieces[at]
        if length == raw_length:
            return raw + offset - start, raw + offset - start + 1
        return raw, raw + raw_length


class Text(Protocol):
    """A text, read closely or in outline, and what a link needs to know of its places."""

    text: str

    @property
    def parents(self) -> Mapping[etree.Element, etree.Element]:
        """Every element's parent."""

    def slot(self, place: int) -> Slot:
        """What holds the character at a place."""

    def balanced(self, start: int, end: int) -> bool:
        """Whether raw tags between the first and the last character close what they open."""

    def block(self, place: int) -> tuple[int, str]:
        """The block of text around a place, and where it starts."""


class _RawTag(NamedTuple):
    """An inline tag that the author wrote as HTML."""

    name: str
    closing: bool
    reason: Reason | None


class PageText:
    """The text of one page, and what is known about its parts."""

    def __init__(self, root: etree.Element, md: Markdown, *, quotations: bool = False) -> None:
        self._md = md
        self._quotations = quotations
        self._blocks: dict[str, bool] = {}  # whether elements of a name are blocks
        self._parts: list[str] = []
        self._length = 0
        self._notes: list[tuple[etree.Element, etree.Element]] = []
        self._raw_open: list[_RawTag] = []
        self._blocked: list[tuple[int, int, Reason]] = []
        self._tags: list[tuple[int, _RawTag]] = []
        self._entries: list[tuple[int, int, str]] = []
        self._sections: list[int] = []
        self._starts: list[int] = []
        self._slots: list[Slot] = []
        self.explicit: list[tuple[int, int, etree.Element]] = []
        self._parents: dict[etree.Element, etree.Element] = {}
        self._children(root, None)
        for element, parent in self._notes:
            self._sections.append(self._length)
            self._element(element, parent, None)
        self.text = "".join(self._parts)
        self._starts = [slot.start for slot in self._slots]
        self._blocked_starts = [start for start, _, _ in self._blocked]
        self._tag_places = [place for place, _ in self._tags]

    # -- asking ---------------------------------------------------------------

    @property
    def parents(self) -> Mapping[etree.Element, etree.Element]:
        """Every element's parent."""
        return self._parents

    def slot(self, place: int) -> Slot:
        """What holds the character at a place."""
        return self._slots[bisect_right(self._starts, place) - 1]

    def section(self, place: int) -> int:
        """The number of the second-level section; the notes are one of their own."""
        return bisect_right(self._sections, place)

    def reason(self, start: int, end: int) -> Reason | None:
        """Why no part of start:end may be linked, if so."""
        at = max(0, bisect_right(self._blocked_starts, start) - 1)
        for first, last, reason in self._blocked[at : at + 50]:
            if first >= end:
                break
            if last > start:
                return reason
        return None

    def own_entry(self, start: int, term: str) -> bool:
        """Whether a place lies within the entry of that term."""
        at = bisect_right(self._entries, start, key=lambda entry: entry[0]) - 1
        return at >= 0 and self._entries[at][2] == term and start < self._entries[at][1]

    def balanced(self, start: int, end: int) -> bool:
        """Whether raw tags between the first and the last character close what they open."""
        at, names = bisect_right(self._tag_places, start), []
        for place, tag in self._tags[at:]:
            if place >= end:
                break
            if not tag.closing:
                names.append(tag.name)
            elif not names or names.pop() != tag.name:
                return False
        return not names

    def block(self, place: int) -> tuple[int, str]:
        """The block of text around a place, and where it starts."""
        return block_around(self.text, place)

    # -- reading --------------------------------------------------------------

    def _emit(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _break(self) -> None:
        if self._parts and self._parts[-1] != BREAK:
            self._parts.append(BREAK)
            self._length += 1

    def _children(self, element: etree.Element, reason: Reason | None) -> None:
        if text := element.text:
            self._text(text, element, element, reason, tail=False)
        for child in element:
            self._element(child, element, reason)
            if text := child.tail:
                self._text(text, child, element, reason, tail=True)

    def _element(
        self, element: etree.Element, parent: etree.Element, reason: Reason | None
    ) -> None:
        self._parents[element] = parent
        tag = str(element.tag)  # a comment's is a function, and no name of an element
        if tag in VOID:
            self._emit(VOID[tag])
            return
        attributes = element.attrib
        named = attributes.get("class")
        classes = named.split() if named else ()
        if tag == "div" and "footnote" in classes and (element, parent) not in self._notes:
            self._break()
            self._notes.append((element, parent))
            return
        block = self._blocks.get(tag)
        if block is None:
            block = self._blocks[tag] = self._md.is_block_level(tag)
        if tag in SILENT or tag[0] == "<" or is_mark(element, tag, classes):
            self._emit(BREAK if block else OBJECT)
            return
        if block:
            self._break()
            raw_open, self._raw_open = self._raw_open, []
        if tag == "h2":
            self._sections.append(self._length)
        start = self._length
        self._children(
            element, reason or reason_within(element, tag, classes, quotations=self._quotations)
        )
        if attributes and EXPLICIT in attributes:
            self.explicit.append((start, self._length, element))
        if attributes and "data-entry" in attributes:
            self._entries.append((start, self._length, element.get("data-entry", "")))
        if block:
            self._break()
            self._raw_open = raw_open

    def _text(
        self,
        raw: str,
        owner: etree.Element,
        parent: etree.Element,
        reason: Reason | None,
        *,
        tail: bool,
    ) -> None:
        if raw.isspace() and (not self._parts or self._parts[-1] == BREAK):
            return
        start = self._length
        pieces: tuple[tuple[int, int, int, int], ...] = ()
        if "\x02" in raw or "&" in raw:
            pieces = tuple(self._decode(raw, reason))
        else:
            self._emit(raw)
            self._block(start, reason)
        if self._length > start:
            self._slots.append(Slot(start, self._length, owner, parent, tail, pieces))

    def _block(self, start: int, reason: Reason | None) -> None:
        """Note that nothing may be linked from a place up to here."""
        if reason is None and self._raw_open:
            reason = next((tag.reason for tag in self._raw_open if tag.reason), None)
        if reason and self._length > start:
            self._blocked.append((start, self._length, reason))

    def _decode(self, raw: str, reason: Reason | None) -> Iterator[tuple[int, int, int, int]]:
        """Emit text with placeholders; the pieces of the slot that it becomes."""
        origin, done = self._length, 0

        def piece(text: str, start: int, end: int) -> tuple[int, int, int, int]:
            at = self._length
            self._emit(text)
            self._block(at, reason)
            return at - origin, len(text), start, end - start

        for match in TOKEN.finditer(raw):
            if match.start() > done:
                yield piece(raw[done : match.start()], done, match.start())
            text = self._token(match)
            if text:
                yield piece(text, match.start(), match.end())
            done = match.end()
        if done < len(raw):
            yield piece(raw[done:], done, len(raw))

    def _token(self, match: re.Match[str]) -> str:
        """What a placeholder will be read as; a raw tag is no text, but noted."""
        text, found = read_token(match, self._md)
        if found is None:
            return text
        name, closing = found[2].lower(), bool(found[1])
        tag = _RawTag(name, closing, None if closing else _raw_reason(name, found[3]))
        if not closing:
            self._raw_open.append(tag)
        else:
            for index in range(len(self._raw_open) - 1, -1, -1):
                if self._raw_open[index].name == name:
                    del self._raw_open[index:]
                    break
        self._tags.append((self._length, tag))
        return text


def block_around(text: str, place: int) -> tuple[int, str]:
    """The part of a text between two BREAKs, and where it starts."""
    start = text.rfind(BREAK, 0, place) + 1
    end = text.find(BREAK, place)
    return start, text[start : end if end >= 0 else len(text)]


def reason_within(
    element: etree.Element, tag: str, classes: Sequence[str], *, quotations: bool
) -> Reason | None:
    """Why nothing may be linked within an element, if so."""
    if tag == "blockquote" and not quotations:
        return Reason.QUOTATION
    if tag in TAGS:
        return TAGS[tag]
    if not element.attrib:
        return None
    if element.get("translate") == "no" or "popover" in element.attrib:
        return Reason.OPTED_OUT
    return next((_CLASSES[name] for name in classes if name in _CLASSES), None)


def is_mark(element: etree.Element, tag: str, classes: Sequence[str]) -> bool:
    """Whether an element is a note's mark, or the way back to one."""
    if tag == "sup":
        return (element.get("id") or "").startswith("fnref") or (
            len(element) == 1 and "footnote-ref" in (element[0].get("class") or "").split()
        )
    return bool(classes) and ("footnote-backref" in classes or "footnote-ref" in classes)


def _raw_reason(name: str, written: str) -> Reason | None:
    """Why nothing may be linked between a raw tag and its end."""
    if name in SILENT:
        return Reason.CODE
    if name in TAGS:
        return TAGS[name]
    values = {
        match[1].lower(): match[2] or match[3] or match[4] or ""
        for match in _ATTRIBUTE.finditer(written)
    }
    if values.get("translate") == "no":
        return Reason.OPTED_OUT
    classes = values.get("class", "").split()
    return next((_CLASSES[name] for name in classes if name in _CLASSES), None)
