"""The sentences of a rendered page, each with its place in the page's HTML.

Read by Python's own HTML parser, which tolerates whatever authors may write; the same
reading serves the comparison of two pages and the marking of what changed in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from html.parser import HTMLParser

from plainfact.extensions.sentences import spans

MAX_PASSAGES = 20_000
"""On one page; what stands behind them is not compared."""


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


BLOCKS = _names(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li "
    "main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul"
)
VOID = _names("area base br col embed hr img input link meta param source track wbr")
SILENT = _names(
    "audio button canvas iframe math noscript object option script select style svg template "
    "textarea title video"
)
"""Elements that hold no prose, or none that can be marked."""

CONTROLS = _names("a button label summary")
"""What a click does something with: no link may stand inside."""
SILENT_CLASSES = _names("headerlink footnote-backref pf-uses")
"""Permanent links, links back from notes, and where else a record is used, which is a matter
of other pages."""

_LINE_END = re.compile("\n")
HEADINGS = _names("h1 h2 h3 h4 h5 h6")


class Part(StrEnum):
    """What part of a page a passage belongs to."""

    TITLE = "title"
    SUMMARY = "summary"
    HEADING = "heading"
    PROSE = "prose"
    NOTE = "note"
    LISTING = "listing"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of text without a tag in it: [start, end) in the HTML."""

    start: int
    end: int
    in_control: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence as a reader sees it. `noted`: a note mark stands in it."""

    part: Part
    text: str
    noted: bool = False
    stretches: tuple[Stretch, ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """A page's sentences, and where in its HTML its first heading of level one ends (0: it
    has none)."""

    passages: tuple[Passage, ...]
    after_title: int = 0


def passages(html: str) -> tuple[Passage, ...]:
    """All sentences of a page's HTML, in reading order."""
    return read(html).passages


def read(html: str) -> Reading:
    """The same, with the end of the page's title."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    reader.flush()
    return Reading(tuple(reader.found), reader.after_title)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some text, and where in the HTML it stands. `exact`: character for character."""

    text: str
    start: int
    end: int
    exact: bool
    in_control: bool


@dataclass(slots=True)
class _Open:
    """An element that is not closed yet."""

    tag: str
    silent: bool = False
    part: Part | None = None


class _Reader(HTMLParser):
    """Collects text from block to block."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.found: list[Passage] = []
        self.after_title = 0
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(html))]
        self._open: list[_Open] = []
        self._silent = 0
        self._pieces: list[_Piece] = []
        self._notes: list[int] = []
        self._length = 0

    # -- elements ------------------------------------------------------------

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element; a block ends the text before it."""
        if tag in BLOCKS:
            self.flush()
        if tag in VOID:
            return
        given = dict(attrs)
        classes = (given.get("class") or "").split()
        opened = _Open(tag, self._is_silent(tag, given, classes), _part(tag, classes))
        if tag == "a" and "footnote-ref" in classes:
            self._notes.append(self._length)
        self._open.append(opened)
        self._silent += opened.silent

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that is closed at once: in HTML, a start tag like any other."""
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """Close the nearest element of that name, and those within it."""
        if tag in BLOCKS:
            self.flush()
        if tag == "h1" and not self.after_title:
            self.after_title = self.html.find(">", self._position()) + 1
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].tag == tag:
                self._silent -= sum(opened.silent for opened in self._open[index:])
                del self._open[index:]
                return

    @staticmethod
    def _is_silent(tag: str, given: dict[str, str | None], classes: Sequence[str]) -> bool:
        if tag in SILENT or tag == "sup" or "hidden" in given:
            return True
        return not SILENT_CLASSES.isdisjoint(classes)

    # -- text ----------------------------------------------------------------

    def handle_data(self, data: str) -> None:
        """Plain text."""
        self._add(data, data, exact=True)

    def handle_entityref(self, name: str) -> None:
        """`&amp;`, with its semicolon or without."""
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        """`&#38;`, with its semicolon or without."""
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        start = self._position()
        if self.html[start + len(written) : start + len(written) + 1] == ";":
            written += ";"
        self._add(unescape(written), written, exact=False)

    def _add(self, text: str, written: str, *, exact: bool) -> None:
        if self._silent:
            return
        start = self._position()
        in_control = any(opened.tag in CONTROLS for opened in self._open)
        self._pieces.append(_Piece(text, start, start + len(written), exact, in_control))
        self._length += len(text)

    def _position(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    # -- sentences -----------------------------------------------------------

    def flush(self) -> None:
        """A block is over: its text becomes sentences."""
        pieces, self._pieces = self._pieces, []
        notes, self._notes = self._notes, []
        self._length = 0
        block = "".join(piece.text for piece in pieces)
        if not block.strip() or len(self.found) >= MAX_PASSAGES:
            return
        part = self._part()
        for start, end in spans(block):
            text = " ".join(block[start:end].split())
            if text:
                noted = any(start < place <= end for place in notes)
                stretches = tuple(_stretches(pieces, start, end))
                self.found.append(Passage(part, text, noted, stretches))

    def _part(self) -> Part:
        found = [opened.part for opened in self._open if opened.part is not None]
        for part in (Part.NOTE, Part.LISTING, Part.HEADING):
            if part in found:
                return part
        return Part.PROSE


def _part(tag: str, classes: Sequence[str]) -> Part | None:
    if "footnote" in classes:
        return Part.NOTE
    if tag in BLOCKS and any(name.startswith("pf-") for name in classes):
        return Part.LISTING
    return Part.HEADING if tag in HEADINGS else None


def _stretches(pieces: Sequence[_Piece], start: int, end: int) -> list[Stretch]:
    """The places of a block's characters [start, end), joined where no tag parts them."""
    found: list[Stretch] = []
    before = 0
    for piece in pieces:
        first, last = max(start - before, 0), min(end - before, len(piece.text))
        before += len(piece.text)
        if first >= last:
            continue
        here = (
            (piece.start + first, piece.start + last) if piece.exact else (piece.start, piece.end)
        )
        if found and found[-1].end == here[0]:
            found[-1] = Stretch(found[-1].start, here[1], piece.in_control)
        else:
            found.append(Stretch(*here, piece.in_control))
    return found
