"""A page's list of notes, in which ours are finished HTML that the host never walks through.

A page has far more elements in its notes than in its text, and the host goes over each of them
a dozen times. So an entry of ours is a piece of text in the tree, a placeholder, and enters the
page when that is text itself, in front of all other postprocessors but that for raw HTML. Who
has to see the elements (a glossary that links a word in a note) opens the entry.

| class       | registry       | name            | priority | why there                          |
| ----------- | -------------- | --------------- | -------: | ---------------------------------- |
| SealedNotes | postprocessors | plainfact-notes |       29 | behind raw HTML (30), before the   |
|             |                |                 |          | host's words for back links (25)   |
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.util import AtomicString

_PLACEHOLDER = "\x02pf-notes:{}\x03"
_PLACEHOLDERS = re.compile(r"\x02pf-notes:(\d+)\x03")


class Sealed(ABC):
    """An entry as HTML; its words as `glossary_outline` reads them."""

    __slots__ = ("html", "words")

    def __init__(self, html: str, words: str) -> None:
        self.html = html
        self.words = words

    @abstractmethod
    def make(self) -> etree.Element:
        """The same as an element."""


class NoteList(etree.Element):
    """The `<ol>`. `store` takes HTML and gives what stands for it in the tree."""

    def __init__(
        self, entries: Iterable[etree.Element | Sealed], store: Callable[[str], str]
    ) -> None:
        super().__init__("ol")
        self.entries = list(entries)
        self._store = store
        self._arrange()

    def open(self, sealed: Sealed) -> etree.Element:
        """Put an entry's element in its place; returns it."""
        made = sealed.make()
        self.entries[self.entries.index(sealed)] = made
        self._arrange()
        return made

    def open_all(self) -> None:
        """Put the elements of all entries in their places."""
        self.entries = [
            entry.make() if isinstance(entry, Sealed) else entry for entry in self.entries
        ]
        self._arrange()

    def _arrange(self) -> None:
        """Elements as children, and between them one placeholder for all that are sealed."""
        for child in list(self):
            self.remove(child)
        last: etree.Element | None = None
        waiting: list[str] = []
        for entry in [*self.entries, None]:
            if isinstance(entry, Sealed):
                waiting.append(entry.html)
                continue
            text = "\n" + (self._store("\n".join([*waiting, ""])) if waiting else "")
            if last is None:
                self.text = AtomicString(text)
            else:
                last.tail = AtomicString(text)
            if entry is not None:
                self.append(entry)
                last, waiting = entry, []


class SealedNotes(Postprocessor):
    """Puts the finished notes of a document into its HTML."""

    def __init__(self, md: Markdown, sealed: Sequence[str]) -> None:
        super().__init__(md)
        self.sealed = sealed

    def run(self, text: str) -> str:
        """The page with its notes. The table of contents asks for each heading too."""
        if not self.sealed or "\x02pf-notes:" not in text:
            return text
        return _PLACEHOLDERS.sub(self._html, text)

    def _html(self, match: re.Match[str]) -> str:
        number = int(match[1])
        return self.sealed[number] if number < len(self.sealed) else match[0]


def register(md: Markdown) -> list[str]:
    """Have the finished notes of a document put in; they are those of the list returned."""
    sealed: list[str] = []
    md.postprocessors.register(SealedNotes(md, sealed), "plainfact-notes", 29)
    return sealed


def storing(sealed: list[str]) -> Callable[[str], str]:
    """What adds HTML to the list, and gives its placeholder."""

    def store(html: str) -> str:
        sealed.append(html)
        return _PLACEHOLDER.format(len(sealed) - 1)

    return store
