"""What was meant as a listing and is none: `[FACT]`, `[facts]`, `[FACTS]` amid other words.

It would stay in the page as these words, and nobody would be told. Looked for in the tree,
when inline patterns have run: what is a link, code or escaped there is left alone.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Collection, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from plainfact.extensions.host import current_page, current_path
from plainfact.extensions.listing_arguments import ARGUMENTS
from plainfact.extensions.locate import PLACE, located, unmark
from plainfact.findings import Finding, Rule, Severity
from plainfact.suggest import slip

if TYPE_CHECKING:
    from plainfact.extensions.base import PlainfactExtension

_PARAGRAPHS = frozenset(("p", "li", "dd"))
_CHILD = "\ufffc"
_LINE = re.compile(
    rf"^[ \t]*(?P<at>{PLACE})?(?P<raw>\[(?P<name>[A-Za-z]{{3,14}})(?: [^\[\]\n]*)?\])[ \t]*$",
    re.MULTILINE,
)
_MOST = 20
"""In one page."""


class MeantListings(Treeprocessor):
    """Reports the lines of paragraphs that were meant as one of an extension's listings."""

    def __init__(self, md: Markdown, extension: PlainfactExtension, names: Collection[str]) -> None:
        super().__init__(md)
        self.extension = extension
        self.names = names

    def run(self, root: etree.Element) -> None:
        """Look at a finished page; nothing in it changes."""
        path = current_path(self.md)
        if self.extension.takes(path) and (found := [*islice(self._found(root), _MOST)]):
            self.extension.result(path).findings.extend(found)

    def _found(self, root: etree.Element) -> Iterator[Finding]:
        for element in root.iter():
            if element.tag not in _PARAGRAPHS or not _may_hold(element):
                continue
            for match in _LINE.finditer(_text(element)):
                name = slip(match["name"].upper(), ARGUMENTS)
                if name not in self.names:
                    continue
                raw = unmark(match["raw"])
                message = f"{raw} is no listing, and is shown as it is written"
                hint = f"did you mean [{name}{raw[len(match['name']) + 1 :]}?"
                if match["name"] == name:
                    message = f"{raw} stands among other words, and is shown as it is written"
                    hint = "a listing stands alone: leave an empty line before and after it"
                file = current_page(self.md).page.file
                place = located(match["at"] or "", len(raw), file)
                yield Finding(Rule.INVALID_FIELD, place, message, hint, Severity.WARNING)


def _may_hold(element: etree.Element) -> bool:
    text = element.text or ""
    if isinstance(text, AtomicString):  # a listing of ours, with what it has to say
        return False
    if "[" in text:
        return True
    return len(element) > 0 and any("[" in (child.tail or "") for child in element)


def _text(element: etree.Element) -> str:
    """A paragraph's own text; a sign for each element in it, a new line for a line break."""
    parts = [element.text or ""]
    for child in element:
        parts += ["\n" if child.tag == "br" or child.tag in _PARAGRAPHS else _CHILD]
        parts += [child.tail or ""]
    return "".join(parts)
