"""Links to terms that the author asked for: `[words][term:id]`, `[word][term:none]`."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import ETX, INLINE_PLACEHOLDER_RE, STX, AtomicString

from plainfact.extensions.glossary_page import EXPLICIT
from plainfact.extensions.host import current_page
from plainfact.extensions.locate import PLACE, unmark
from plainfact.extensions.syntax import closing_bracket

if TYPE_CHECKING:
    from plainfact.extensions.glossary import GlossaryExtension

NONE = "none"
UNKNOWN = "data-pf-unknown"
"""Marks an element around what the author wrote with an unknown id: taken off in the end."""

_TARGET = re.compile(r"\s?\[term:(" + PLACE + r")?([^\[\]\s]{1,200})\]")
_ESCAPED = re.compile(f"{STX}(\\d+){ETX}")


@dataclass(frozen=True, slots=True)
class Asked:
    """One explicit link as it was written; the place of the id where it is known."""

    term: str
    raw: str
    place: str = ""


class ExplicitProcessor(InlineProcessor):
    """Before Python-Markdown's reference links (170) and mkdocs-autorefs (168)."""

    def __init__(self, md: Markdown, extension: GlossaryExtension) -> None:
        super().__init__(r"\[", md)
        self.extension = extension
        self._takes_part: bool | None = None

    def handleMatch(  # type: ignore[override]
        self, m: re.Match[str], data: str
    ) -> tuple[etree.Element | None, int | None, int | None]:
        start = m.start(0)
        if "[term:" not in data or (start and data[start - 1] == "!") or not self._here():
            return None, None, None
        end = closing_bracket(data, start)
        target = _TARGET.match(data, end + 1) if end >= 0 else None
        if target is None:
            return None, None, None
        words, written = data[start + 1 : end], unmark(target[2])
        if written == NONE:
            return self._span(words), start, target.end()
        raw = unmark(self._as_written(data[start : target.end()]))
        self.extension.asked.append(Asked(written, raw, target[1] or ""))
        index = str(len(self.extension.asked) - 1)
        term = self.extension.knowledge.term(written)
        if term is None:
            return self._unknown(words, written, index), start, target.end()
        link = etree.Element("a", {EXPLICIT: index, "data-term": term.id})
        link.text = words if words.strip() else AtomicString(term.term.replace("&", "&amp;"))
        return link, start, target.end()

    def _here(self) -> bool:
        """Whether the page takes part. The host says which it is only after setting up."""
        if self._takes_part is None:
            self._takes_part = self.extension.takes_part(current_page(self.md))
        return self._takes_part

    @staticmethod
    def _span(words: str) -> etree.Element:
        span = etree.Element("span", {"class": "no-glossary"})
        span.text = words
        return span

    @staticmethod
    def _unknown(words: str, written: str, index: str) -> etree.Element:
        """What stands there as the author wrote it, with brackets that no pattern sees."""
        opening, closing = (f"{STX}{ord(char)}{ETX}" for char in "[]")
        span = etree.Element("span", {UNKNOWN: index})
        span.text = f"{opening}{words}{closing}{opening}term:{written}{closing}"
        return span

    def _as_written(self, data: str) -> str:
        """The source of a stretch in which code and escapes are placeholders already."""
        assert self.md is not None
        inline: Any = self.md.treeprocessors["inline"]
        stashed: dict[str, etree.Element | str] = inline.stashed_nodes

        def restore(match: re.Match[str]) -> str:
            node = stashed.get(match[1])
            if isinstance(node, etree.Element):
                text = "".join(node.itertext())
                return f"`{text}`" if node.tag == "code" else text
            return node or ""

        restored = INLINE_PLACEHOLDER_RE.sub(restore, data)
        return _ESCAPED.sub(lambda found: "\\" + chr(int(found[1])), restored)
