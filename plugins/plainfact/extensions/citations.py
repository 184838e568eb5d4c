"""Citations, facts and listings in Markdown: the extension `plainfact.citations`.

| class              | registry        | name                | priority | why there                |
| ------------------ | --------------- | ------------------- | -------: | ------------------------ |
| CitationProcessor  | inlinepatterns  | plainfact-citation  |      174 | after code and escapes,  |
|                    |                 |                     |          | before links, autorefs   |
| BoundFactProcessor | inlinepatterns  | plainfact-fact      |      173 | the same                 |
| NoDefinitions      | blockprocessors | reference           |       15 | in place of the host's   |
| ListingProcessor   | blockprocessors | plainfact-listing   |       72 | before paragraphs        |
| NotesTreeprocessor | treeprocessors  | plainfact-notes     |       14 | after footnotes, before  |
|                    |                 |                     |          | toc (5), links (0)       |
| MeantListings      | treeprocessors  | plainfact-meant     |       13 | after notes, which begin |
|                    |                 |                     |          | a page's result          |
| MeantReferences    | treeprocessors  | plainfact-slips     |       12 | the same                 |
| SealedMarks        | treeprocessors  | plainfact-marks     |      5.2 | before toc               |
| SafeAddresses      | treeprocessors  | plainfact-addresses |        3 | when links are there     |
| SealedNotes        | postprocessors  | plainfact-notes     |       29 | after raw HTML           |
| SafeHtml           | postprocessors  | plainfact-safe      |      -20 | when all else is done    |
| Charts             | postprocessors  | plainfact-charts    |      -30 | our own SVG, after that  |

An inline pattern only notes what was written (as a `pf-mark` element); what becomes of it is
decided in the tree, where reading order is known.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import ReferenceProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from plainfact.bibliography import Reference as SourceReference
from plainfact.extensions.base import PlainfactExtension
from plainfact.extensions.chart import register as register_charts
from plainfact.extensions.host import CurrentPage, current_page
from plainfact.extensions.ledger import listing_builders
from plainfact.extensions.listings import ListingProcessor
from plainfact.extensions.locate import PLACE, unmark
from plainfact.extensions.meant_listings import MeantListings
from plainfact.extensions.meant_references import MeantReferences
from plainfact.extensions.note_items import FinishedNote
from plainfact.extensions.note_items import Key as NoteKey
from plainfact.extensions.note_marks import MARK
from plainfact.extensions.notes import NotesTreeprocessor
from plainfact.extensions.reference_html import ListingPages
from plainfact.extensions.safe import register as register_safety
from plainfact.extensions.sealed_marks import SealedMarks
from plainfact.extensions.sealed_notes import register as register_sealed
from plainfact.extensions.syntax import MAX_LENGTH, Cite, closing_bracket, parse_group
from plainfact.findings import Finding
from plainfact.model import Knowledge, Reference

_IN_TAG = re.compile(r"<(?:[a-zA-Z/][^<>]*|!--(?:(?!-->).)*)$", re.DOTALL)
_TAG_ENDS = re.compile(r"[^<>]*>")
_FACT = re.compile(r"\[fact:(" + PLACE + r")?([^\[\]\s]{1,200})\]")


@dataclass(frozen=True, slots=True)
class Pending:
    """What an inline pattern saw: a group of citations, or words bound to a fact."""

    raw: str
    cites: tuple[Cite, ...]
    bound: bool = False
    printed: bool = False


class OurProcessor(InlineProcessor):
    """A pattern that leaves pages alone which do not take part."""

    def __init__(self, md: Markdown, extension: CitationsExtension) -> None:
        super().__init__(r"\[", md)
        self.extension = extension
        self.pending = extension.pending
        self._takes_part: bool | None = None

    @property
    def takes_part(self) -> bool:
        """Whether the page does. The host says which it is only after setting up."""
        if self._takes_part is None:
            self._takes_part = self.extension.takes_part(current_page(self.md))
        return self._takes_part


class CitationProcessor(OurProcessor):
    """`[@key]`, `[see @a, p. 3; @b]`, `[-@a]`, `[@fact:id]`, `[@{https://…}]`."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        start = m.start(0)
        if "@" not in data or not self.takes_part:
            return None, None, None
        end = closing_bracket(data, start)
        if end < 0 or "@" not in data[start:end]:
            return None, None, None
        if start and data[start - 1] in "!]" and not self._closes_ours(data, start):
            return None, None, None
        after = data[end + 1 : end + 2]
        if after == "(" or (after == "[" and self._is_reference(data, end + 1)):
            return None, None, None
        if in_tag(data, start, end):
            return None, None, None
        written = data[start + 1 : end]
        if "[" in written and parse_group(written.split("[", 1)[0]) == ():
            # An inner bracket may be the citation: "[as said [@a]]".
            return None, None, None
        cites = parse_group(written)
        if not cites:
            return None, None, None
        raw = f"[{written}]"
        if "\x02" in raw:
            raw = str(self.unescape(raw))
        raw = unmark(raw)
        self.pending.append(Pending(raw, cites))
        return mark_element(len(self.pending) - 1, raw), start, end + 1

    def _is_reference(self, data: str, start: int) -> bool:
        """Whether the bracket at `start` makes a link reference: `[@x][ref]`."""
        end = closing_bracket(data, start)
        inner = data[start + 1 : end] if end > 0 else ""
        return not (parse_group(inner) or inner.startswith(("fact:", "term:", "^")))

    @staticmethod
    def _closes_ours(data: str, start: int) -> bool:
        """Whether the `]` before ends a group of ours: `[@a][@b]`, or a code-like `x][@a]`."""
        if data[start - 1] == "!":
            return False
        opening = data.rfind("[", 0, start)
        inner = data[opening + 1 : start - 1] if opening >= 0 else ""
        return bool(parse_group(inner)) or inner.startswith(("fact:", "term:", "^"))


class BoundFactProcessor(OurProcessor):
    """`[words][fact:id]`, and `[][fact:id]` for the fact's value."""

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        start = m.start(0)
        if "[fact:" not in data or not self.takes_part:
            return None, None, None
        end = closing_bracket(data, start)
        if end < 0 or (start and data[start - 1] == "!"):
            return None, None, None
        fact = _FACT.match(data, end + 1)
        if fact is None or in_tag(data, start, end):
            return None, None, None
        words = data[start + 1 : end]
        raw = unmark(str(self.unescape(data[start : fact.end()])))
        key = f"fact:{unmark(fact[2])}"
        cite = Cite(key=key, place=fact[1] or "", raw=key)
        self.pending.append(Pending(raw, (cite,), bound=True, printed=not words.strip()))
        found = etree.Element(MARK, {"data-index": str(len(self.pending) - 1)})
        # The words are parsed on: they may hold emphasis, code, a term.
        found.text = words
        return found, start, fact.end()


class NoDefinitions(ReferenceProcessor):
    """Link definitions, but `[@key, V.9]: text` and `[fact:id]: text` are none."""

    RE = re.compile(
        r"^[ ]{0,3}\[(?!(?:fact|term):|(?:[^\[\]]*[\s;])?-?@"
        + f"(?:{PLACE})?"
        + r"[\w{])"
        + ReferenceProcessor.RE.pattern.removeprefix(r"^[ ]{0,3}\["),
        re.MULTILINE,
    )

    def __init__(self, parser: BlockParser, takes_part: Callable[[], bool]) -> None:
        super().__init__(parser)
        self.takes_part = takes_part
        self.hosts = ReferenceProcessor(parser)

    def run(self, parent: etree.Element, blocks: list[str]) -> bool:
        """As the host does, with our narrower idea of a definition."""
        if self.takes_part():
            return bool(super().run(parent, blocks))
        return bool(self.hosts.run(parent, blocks))


def in_tag(data: str, start: int, end: int) -> bool:
    """Whether a bracket stands inside raw HTML's `<…>`, a comment or an address in `<…>`.

    Python-Markdown takes those out only after the patterns for links, and so after ours.
    """
    before = data[max(0, start - MAX_LENGTH) : start]
    return "<" in before and bool(_IN_TAG.search(before) and _TAG_ENDS.match(data, end))


def mark_element(index: int, raw: str) -> etree.Element:
    """Stands for a pending citation until the tree is complete.

    Its text is what the author wrote: what shows where a mark cannot stand (alt texts).
    """
    found = etree.Element(MARK, {"data-index": str(index)})
    found.text = AtomicString(raw)
    return found


class CitationsExtension(PlainfactExtension):
    """Source notes, bound facts and the listings of sources, facts and pages."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pending: list[Pending] = []
        self.charts: dict[str, str] = {}
        self.listed: dict[str, list[Reference]] = {}
        self.listing_findings: dict[str, list[Finding]] = {}
        self.references_made: dict[tuple[str, str], SourceReference] = {}
        self.notes_made: dict[NoteKey, FinishedNote] = {}
        self.back_links_made: dict[tuple[str, int, int], tuple[str, str]] = {}
        self.sealed: list[str] = []
        self.forget: Callable[[], None] = lambda: None

    def provide(self, knowledge: Knowledge) -> None:
        """Use this knowledge, and nothing that was made from another."""
        super().provide(knowledge)
        self._begin_anew()

    def place(self, marked: Knowledge, data_files: tuple[str, ...]) -> None:
        """Use this knowledge, in whose definitions places stand."""
        super().place(marked, data_files)
        self._begin_anew()

    def _begin_anew(self) -> None:
        self.references_made = {}
        self.notes_made = {}

    def refer(self, reference: Reference) -> None:
        """Note what a listing refers to, before its page has a result."""
        self.listed.setdefault(reference.page, []).append(reference)

    def find(self, path: str, finding: Finding) -> None:
        """Note what is wrong with a listing, before its page has a result."""
        self.listing_findings.setdefault(path, []).append(finding)

    def language(self, current: CurrentPage) -> str:
        """The language of a page: its front matter's, else the site's."""
        meta = current.meta
        return str(meta.get("language") or meta.get("lang") or self.getConfig("language"))

    def listing_pages(self, current: CurrentPage) -> ListingPages:
        """The listing pages that exist on this site."""
        found = {
            name: path if current.exists(path) else ""
            for name in ("sources", "facts", "glossary")
            if (path := str(self.getConfig(f"{name}_page")))
        }
        return ListingPages(**found)

    def extendMarkdown(self, md: Markdown) -> None:
        """Register everything of the table above, and footnotes where the site has none."""
        md.registerExtension(self)
        self.pending = []
        self.sealed = register_sealed(md)

        @cache  # asked at every block, and the same for all of a page
        def takes_part() -> bool:
            return self.takes_part(current_page(md))

        self.forget = takes_part.cache_clear
        if "footnote" not in md.inlinePatterns:
            md.registerExtensions(["footnotes"], {})
        md.inlinePatterns.register(CitationProcessor(md, self), "plainfact-citation", 174)
        md.inlinePatterns.register(BoundFactProcessor(md, self), "plainfact-fact", 173)
        md.parser.blockprocessors.register(NoDefinitions(md.parser, takes_part), "reference", 15)
        builders = listing_builders(self, lambda: current_page(md))
        md.parser.blockprocessors.register(
            ListingProcessor(md, builders, takes_part), "plainfact-listing", 72
        )
        marks = SealedMarks(md, self.sealed)
        notes = NotesTreeprocessor(md, self, self.pending, self.sealed, marks)
        md.treeprocessors.register(notes, "plainfact-notes", 14)
        md.treeprocessors.register(marks, "plainfact-marks", 5.2)
        md.treeprocessors.register(MeantListings(md, self, builders), "plainfact-meant", 13)
        md.treeprocessors.register(
            MeantReferences(md, self, "fact", lambda: _cites(self.pending)), "plainfact-slips", 12
        )
        register_safety(md)
        self.charts = register_charts(md)

    def reset(self) -> None:
        """Forget the last document's citations."""
        self.forget()
        self.pending.clear()
        self.sealed.clear()
        self.charts.clear()


def _cites(pending: list[Pending]) -> Iterator[Cite]:
    return (cite for each in pending for cite in each.cites)


def makeExtension(**kwargs: Any) -> CitationsExtension:
    """Python-Markdown's entry point."""
    return CitationsExtension(**kwargs)
