"""From pending citations to numbered notes: everything that needs a page's whole tree.

Runs after Python-Markdown's footnotes extension has placed authors' own notes, so that
theirs and ours become one list in the order in which readers meet the marks. Each step is a
file: marks (`note_marks`), where they stand (`mark_places`), their numbers (`note_numbers`),
the words around them (`note_prose`), the list (`note_list`).
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions.host import current_page
from plainfact.extensions.ledger import narrow
from plainfact.extensions.mark_places import place_marks
from plainfact.extensions.note_list import list_notes
from plainfact.extensions.note_marks import MARK, expand
from plainfact.extensions.note_numbers import number
from plainfact.extensions.note_page import NotePage
from plainfact.extensions.note_prose import PageWords
from plainfact.extensions.sealed_marks import SealedMarks
from plainfact.extensions.tree import parent_map

if TYPE_CHECKING:
    from plainfact.extensions.citations import CitationsExtension, Pending


class NotesTreeprocessor(Treeprocessor):
    """Makes notes of a page's marks, and tells the extension what the page refers to."""

    def __init__(
        self,
        md: Markdown,
        extension: CitationsExtension,
        pending: list[Pending],
        sealed: list[str],
        marks: SealedMarks,
    ) -> None:
        super().__init__(md)
        self.extension = extension
        self.pending = pending
        self.sealed = sealed
        self.marks = marks

    def run(self, root: etree.Element) -> None:
        """Change the tree; a page without a mark of ours is left as it is."""
        current = current_page(self.md)
        result = self.extension.begin(current.page)
        result.references.extend(self.extension.listed.pop(current.page.path, ()))
        result.findings.extend(self.extension.listing_findings.pop(current.page.path, ()))
        if self.pending:
            language = self.extension.language(current)
            self._make_notes(root, NotePage(self.md, self.extension, current, result, language))
        narrow(root, {ref.id for ref in result.references if ref.kind == "fact"})

    def _make_notes(self, root: etree.Element, page: NotePage) -> None:
        page.parents = parent_map(root)
        expand(page, list(root.iter(MARK)), self.pending)
        if not page.marks:
            return
        place_marks(page)
        container = next((e for e in root.iter("div") if e.get("class") == "footnote"), None)
        notes = number(page, root, container)
        words = PageWords(page)
        words.collect()
        words.prose(root, container)
        list_notes(page, root, container, notes, self.sealed)
        self.marks.take(page)
