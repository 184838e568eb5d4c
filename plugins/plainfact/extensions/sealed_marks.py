"""Note marks become text in the tree once nobody has to see them as elements any more.

| class       | registry       | name            | priority | why there                           |
| ----------- | -------------- | --------------- | -------: | ----------------------------------- |
| SealedMarks | treeprocessors | plainfact-marks |      5.2 | behind all that changes text, the   |
|             |                |                 |          | glossary (5.5) too; before the host |
|             |                |                 |          | goes through all elements again (5) |

A mark that anybody has changed stays an element, and so do those of headings, which the table
of contents leaves out of its titles.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions.host import announce_ids
from plainfact.extensions.note_page import NotePage
from plainfact.extensions.sealed_notes import storing
from plainfact.extensions.tree import block_of

_BLOCKS = frozenset({"p", "li", "td", "dd"})
_PLAIN = re.compile(r"[^&<>\"\x00-\x1f]*")


class SealedMarks(Treeprocessor):
    """Writes the marks of a page as HTML."""

    def __init__(self, md: Markdown, sealed: list[str]) -> None:
        super().__init__(md)
        self.store: Callable[[str], str] = storing(sealed)
        self.waiting: dict[etree.Element, list[etree.Element]] = {}

    def take(self, page: NotePage) -> None:
        """Remember the marks of a page: by the element that they stand in."""
        self.waiting.clear()
        for sup in page.marks:
            parent = page.parents.get(sup)
            if parent is not None and (
                parent.tag in _BLOCKS or block_of(sup, page.parents).tag in _BLOCKS
            ):
                self.waiting.setdefault(parent, []).append(sup)

    def run(self, root: etree.Element) -> None:
        """Change the tree."""
        ids: list[str] = []
        for parent, found in self.waiting.items():
            marks = set(found)
            before: etree.Element | None = None
            for child in list(parent):
                html = _written(child) if child in marks else ""
                if not html:
                    before = child
                    continue
                ids.append(child.get("id", ""))
                text = f"{self.store(html)}{child.tail or ''}"
                parent.remove(child)
                if before is None:
                    parent.text = f"{parent.text or ''}{text}"
                else:
                    before.tail = f"{before.tail or ''}{text}"
        self.waiting.clear()
        announce_ids(self.md, ids)


def _written(sup: etree.Element) -> str:
    """A mark as the host would write it; empty where it is not as we made it."""
    if len(sup) != 1 or sup.text or len(sup.attrib) != 1:
        return ""
    link = sup[0]
    found = link.attrib
    if len(found) != 4 or len(link) or link.tail or found.get("class") != "footnote-ref":
        return ""
    mark, label, address = sup.get("id"), found.get("aria-label"), found.get("href")
    if not (mark and label and address and link.text) or found.get("role") != "doc-noteref":
        return ""
    html = (
        f'id="{mark}"><a aria-label="{label}" class="footnote-ref" href="{address}" '
        f'role="doc-noteref">{link.text}</a></sup>'
    )
    plain = all(map(_PLAIN.fullmatch, (mark, label, address, link.text)))
    return f"<sup {html}" if plain else ""
