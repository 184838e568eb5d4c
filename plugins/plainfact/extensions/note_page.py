"""What all steps that make a page's notes share: the page, its marks, what was found wrong."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass, field
from dataclasses import replace as dataclass_replace
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.extensions.footnotes import FootnoteExtension

from plainfact.extensions.host import CurrentPage
from plainfact.extensions.locate import located, unmark
from plainfact.extensions.syntax import Cite
from plainfact.findings import Finding, Location, Rule
from plainfact.model import Use

if TYPE_CHECKING:
    from plainfact.extensions.base import PageResult
    from plainfact.extensions.citations import CitationsExtension

Parents = dict[etree.Element, etree.Element]


@dataclass(slots=True)
class Mark:
    """One mark of ours in the text: a raised figure that leads to a note."""

    sup: etree.Element
    note: str  # "source:ID", "fact:ID", "url:ADDRESS"
    cite: Cite
    use: Use
    raw: str
    data: etree.Element | None = None
    words: str = ""
    quote: str = ""


@dataclass(slots=True)
class Note:
    """One entry of the list, in the order of first mention, with all marks that lead to it.

    `item` is an author's note, as the host's footnotes extension has made it; ours have none.
    """

    key: str
    number: int
    item: etree.Element | None = None
    marks: list[tuple[str, Mark | None]] = field(default_factory=list)


@dataclass(slots=True)
class NotePage:
    """A page in whose tree notes are made, and its marks by their elements, in reading order.
    `unresolved` is what stays in its text since an id is unknown."""

    md: Markdown
    extension: CitationsExtension
    current: CurrentPage
    result: PageResult
    language: str
    marks: dict[etree.Element, Mark] = field(default_factory=dict)
    parents: Parents = field(default_factory=dict)
    unresolved: list[str] = field(default_factory=list)

    @property
    def footnotes(self) -> FootnoteExtension:
        """The host's extension for authors' notes, with the site's options for them."""
        processor = self.md.inlinePatterns["footnote"]
        footnotes = getattr(processor, "footnotes", None)
        assert isinstance(footnotes, FootnoteExtension)
        return footnotes

    def location(self, cite: Cite) -> Location:
        """Where a key stands in the page's source, as far as that is known."""
        shown = cite.key.removeprefix("fact:")
        if not cite.place:
            return located("", len(shown), self.current.page.file)
        before = 0 if cite.raw.startswith("fact:") else len(cite.key) - len(shown)
        before += f"{{{cite.key}}}" in unmark(cite.raw)
        at = located(cite.place, len(shown), self.current.page.file, self.extension.data_files)
        if at.line:
            at = dataclass_replace(at, column=at.column + before, end_column=at.end_column + before)
        return at

    def find(self, rule: Rule, cite: Cite, message: str, hint: str) -> None:
        """Note what is wrong with a key."""
        self.result.findings.append(Finding(rule, self.location(cite), message, hint))

    def is_note_mark(self, element: etree.Element) -> bool:
        """Whether an element leads to a note, an author's or one of ours."""
        if element in self.marks:
            return True
        if element.tag != "sup" or len(element) != 1:
            return False
        return element[0].get("class") == "footnote-ref"


def comma() -> etree.Element:
    """What parts two marks that stand side by side."""
    found = etree.Element("sup", {"class": "pf-comma", "aria-hidden": "true"})
    found.text = ","
    return found
