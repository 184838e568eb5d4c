"""What was meant as a citation or a bound word and is none: `[words][fact: id]`, `[@key.`

A slip of the hand in our syntax leaves plain text, and the sentence loses its note without a
word. Looked for in the tree, when notes are made: what is a note, a link, code or escaped
there is left alone, and so is what has a finding already (an unknown id).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor
from markdown.util import ETX, AtomicString

from plainfact.extensions.host import current_page, current_path
from plainfact.extensions.locate import PLACE, located
from plainfact.extensions.syntax import KEY, Cite
from plainfact.findings import Finding, Location, Rule, Severity

if TYPE_CHECKING:
    from plainfact.extensions.base import PlainfactExtension

_LEFT_ALONE = frozenset(("a", "code", "kbd", "samp", "var", "pre", "script", "style", "svg"))
_BOUND = re.compile(
    rf"\[(?P<kind>fact|term):(?P<at>{PLACE})?(?P<space>\s*)(?P<id>[\w.-]{{1,200}})(?P<end>\s*\])?",
    re.IGNORECASE,
)
_EXACT = re.compile(rf"\[(?:fact|term):(?:{PLACE})?[^\[\]\s]+\]")
_SPACED = re.compile(rf"\[@(?P<at>{PLACE})?\s+(?P<key>[\w:.-]{{2,200}})\s*\]")
_ADDRESS = re.compile(
    rf"\[@(?P<at>{PLACE})?\{{(?P<key>https?://[^{{}}\]\s]*\s[^{{}}\]]*)\}}", re.IGNORECASE
)
_DISTINCTIVE = re.compile(r"[-\d:]")
_MOST = 20
"""In one page."""


class MeantReferences(Treeprocessor):
    """Reports the text of a page that was meant as references of a kind: "fact" (and
    citations) or "term". `cites` gives the citations that the page has."""

    def __init__(
        self,
        md: Markdown,
        extension: PlainfactExtension,
        kind: str,
        cites: Callable[[], Iterable[Cite]] = tuple,
    ) -> None:
        super().__init__(md)
        self.extension = extension
        self.kind = kind
        self.cites = cites

    def run(self, root: etree.Element) -> None:
        """Look at a finished page; nothing in it changes."""
        path = current_path(self.md)
        if not self.extension.takes(path):
            return
        # A look at all words at once, which is all that nearly every page gets.
        words = "".join(root.itertext()).casefold()
        may_be = f"{self.kind}:" in words or (self.kind == "fact" and "@" in words)
        if self.kind == "fact" or may_be:
            file = current_page(self.md).page.file
            found = islice(self._found(_texts(root) if may_be else (), file), _MOST)
            self.extension.result(path).findings.extend(found)

    def _found(self, texts: Iterable[str], file: str) -> Iterator[Finding]:
        for text in texts:
            if f"{self.kind}:" in text.casefold():
                yield from self._bound(text, file)
            if self.kind == "fact" and "@" in text:
                yield from self._cited(text, file)
        if self.kind == "fact":
            yield from self._behind_a_comma(file)

    def _bound(self, text: str, file: str) -> Iterator[Finding]:
        for match in _BOUND.finditer(text):
            kind, written = match["kind"].casefold(), match["id"].rstrip(".")
            behind_words = text[: match.start()].endswith("]")
            exact = behind_words and _EXACT.match(text, match.start())
            if kind != self.kind or exact:  # an unknown id is told elsewhere
                continue
            if text[match.end() : match.end() + 1] == ":":  # like a link's definition: plain text
                continue
            if not match["end"]:
                hint = "close the bracket: ']'"
            elif not behind_words:
                hint = f"write [words][{kind}:{written}]"
                hint += f", or [@fact:{written}] for a note" if kind == "fact" else ""
            else:
                hint = f"write [{kind}:{written}], in small letters and without a space"
            place = self._place(match["at"], len(match["id"]), file, len(match["space"]))
            message = f"this names the {kind} '{written}', but binds no words to it"
            yield _finding(place, message, hint)

    def _cited(self, text: str, file: str) -> Iterator[Finding]:
        for match in _SPACED.finditer(text):
            space = match.start("key") - match.end("at") if match["at"] else 0
            place = self._place(match["at"], len(match["key"]), file, space)
            message = "a space behind '@': this is no citation"
            yield _finding(place, message, f"write [@{match['key']}]")
        for match in _ADDRESS.finditer(text):
            place = self._place(match["at"], len(match["key"]), file, 1)
            message = "an address with a space in it: this is no citation"
            yield _finding(place, message, "write %20 for each space of the address")
        for match in KEY.finditer(text):
            key = match["plain"] or match["braced"]
            before = text[: match.start()]
            if before.endswith(ETX) or not self._is_known(key):  # `\\[@key]` is meant as it stands
                continue
            place = self._place(match["place"], len(key), file)
            if before.rfind("[") > before.rfind("]"):
                if text[match.end() :].partition("[")[0].count("]"):
                    continue  # a group with an unknown key, which is told elsewhere
                yield _finding(place, f"the bracket before '@{key}' is never closed", "add ']'")
            else:
                message = f"'@{key}' without square brackets is plain text"
                yield _finding(place, message, f"write [@{key}] to cite it", Severity.NOTE)

    def _behind_a_comma(self, file: str) -> Iterator[Finding]:
        """`[@a, @b]`: what stands behind the comma is a place in the first source."""
        for cite in self.cites():
            for match in KEY.finditer(cite.suffix) if "@" in cite.suffix else ():
                key = match["plain"] or match["braced"]
                if self._is_known(key):
                    place = self._place(match["place"], len(key), file)
                    message = f"'@{key}' is no source of its own here, but words behind a comma"
                    yield _finding(place, message, f"part sources by a semicolon: ; @{key}")

    def _is_known(self, key: str) -> bool:
        """Whether a key is a source's or a fact's, and no name that people have elsewhere."""
        knowledge = self.extension.knowledge
        if key.startswith("fact:"):
            return knowledge.fact(key.removeprefix("fact:")) is not None
        return bool(_DISTINCTIVE.search(key)) and knowledge.source(key) is not None

    def _place(self, at: str | None, length: int, file: str, behind: int = 0) -> Location:
        """The place of a word that stands so many characters behind its mark."""
        place = located(at or "", length, file, self.extension.data_files)
        if not place.line or not behind:
            return place
        start, end = place.column + behind, place.end_column + behind
        return Location(place.path, place.line, start, place.line, end)


def _texts(root: etree.Element) -> Iterator[str]:
    """The texts of a page that its author wrote as prose."""
    waiting: list[etree.Element | str] = [root]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if not isinstance(each, AtomicString):
                yield each
            continue
        parts = [] if each.tag in _LEFT_ALONE else [each.text or "", *each]
        waiting += reversed([*parts, each.tail or ""])


def _finding(
    place: Location, message: str, hint: str, severity: Severity = Severity.WARNING
) -> Finding:
    return Finding(Rule.INVALID_FIELD, place, message, hint, severity)
