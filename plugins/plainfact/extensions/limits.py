"""A bound on what one page may cost Python-Markdown.

Some constructs make the host start over: a `[` without its `]` is searched for to the end of
its block by each of a dozen patterns, a heading whose id is taken tries all numbers in turn.
A line of ten thousand `[` takes twelve seconds, one ten times as long a hundred times that.
So the work is estimated before the host begins, in characters to be read again, and blocks beyond a
budget that no page written for readers comes near are shown as they are written.

| class     | registry       | name             | priority |
| --------- | -------------- | ---------------- | -------: |
| Budget    | preprocessors  | plainfact-budget |       24 |
| Overspent | treeprocessors | plainfact-budget |        4 |

That is behind fenced code (25), whose contents the host does not read again, and before raw
HTML (20), some of which is Markdown (`md_in_html`).
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Sequence
from html import escape

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions.base import taking_part
from plainfact.extensions.host import current_page
from plainfact.extensions.locate import unmark

BUDGET = 4_000_000
"""Characters that the host may have to read again for one page: one to three seconds."""
BLOCK = 200
"""What any block costs at least, in the same unit."""
MAX_DEPTH = 60
"""Quotations, lists and indented blocks within each other. The host calls itself for each."""
MAX_DEFINITIONS = 200
"""Definitions without a blank line between them. The host calls itself for each."""

_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_INDENTING = frozenset(" >*+-0123456789")
_TABLE = re.compile(r"[^\n]*\|[^\n]*\n[ |:-]+(?:\n|$)")
_ITEM = re.compile(r"\n(?=[ ]*(?:[-*+]|\d{1,9}[.)])[ ])")
_INLINE = re.compile(r"[`*_\[<&~=^+\\:]")
_TARGET = re.compile(r"\]\(|\)")
_TICKS = re.compile(r"`+")
_ANGLE = re.compile(r"<(?=[a-zA-Z/!?])|>")
_START = re.compile(r"^[ ]{0,3}(?:#|([-*_])[ ]*\1[ ]*\1|!!!|\?\?\?|===|:[ ]|>)", re.MULTILINE)
_HEADING = re.compile(r"^[\s>]*#|^[ ]{0,3}(?:=+|-+)[ ]*$", re.MULTILINE)
_ABBREVIATION = re.compile(r"^[ ]{0,3}\*\[", re.MULTILINE)
_DEFINITION = re.compile(r"^[ ]{0,3}:[ ]", re.MULTILINE)
_DEEP = re.compile(
    rf"^(?:[ ]{{4}}|[ ]{{0,3}}(?:>|[-*+][ ]|\d{{1,9}}[.)][ ])){{{MAX_DEPTH + 1}}}", re.MULTILINE
)


class Budget(Preprocessor):
    """Takes blocks out of a page that would cost too much, and shows them as written."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.overspent: list[str] = []

    def run(self, lines: list[str]) -> list[str]:
        """The lines, with a placeholder in place of each block that is too much."""
        self.overspent = []
        if not taking_part(self.md):
            return lines
        text = "\n".join(lines)
        if not _may_be_too_much(text, lines):
            return lines
        blocks = text.split("\n\n")
        kept, self.overspent = _within_budget(blocks)
        store = self.md.htmlStash.store
        shown = (
            block if block is not None else store(f"<p>{escape(unmark(written))}</p>")
            for block, written in zip(kept, blocks, strict=True)
        )
        return "\n\n".join(shown).split("\n")


def _may_be_too_much(text: str, lines: Sequence[str]) -> bool:
    """A look at the whole page, which is all that nearly every page gets: an upper bound of
    what `_needs` would say."""
    blocks = text.split("\n\n")
    if text.count("<") * len(text) > 4 * BUDGET or 3 * len(lines) ** 2 > BUDGET:
        return True
    if text.count(": ") > MAX_DEFINITIONS:
        return True
    starts = text.count("[") + text.count("`") + len(lines) + len(text) // 50
    if max(map(len, blocks)) * starts > BUDGET // 2:
        restarts = sum(
            len(block) * (block.count("[") + block.count("`") + block.count("\n"))
            + len(block) ** 2 // 50
            for block in blocks
        )
        if restarts > BUDGET // 2:
            return True
    long = [line for line in lines if len(line) > MAX_DEPTH]
    return any(_DEEP.match(line) for line in long if line[0] in _INDENTING)


def _within_budget(blocks: Sequence[str]) -> tuple[list[str | None], list[str]]:
    """The blocks, None for each that is too much; and the words of those."""
    texts = [unmark(block) for block in blocks]
    spent, headings, abbreviations = 0, 0, 0
    kept: list[str | None] = []
    overspent = []
    for block, text, tags in zip(blocks, texts, _unclosed_tags(texts), strict=True):
        titles, short = len(_HEADING.findall(text)), len(_ABBREVIATION.findall(text))
        # Each is compared with all before it.
        pairs = titles * (titles + 2 * headings) + 3 * short * (short + 2 * abbreviations)
        needs = _needs(text) + tags // 4 + pairs
        deep = _DEEP.search(text) or len(_DEFINITION.findall(text)) > MAX_DEFINITIONS
        if deep or spent + needs > BUDGET:
            kept.append(None)
            overspent.append(text)
            continue
        kept.append(block)
        spent, headings, abbreviations = spent + needs, headings + titles, abbreviations + short
    return kept, overspent


def _needs(text: str) -> int:
    """The work on one block; the divisors are measured, against that on a bracket."""
    lines = text.count("\n") + 1
    # After each thing found in it, the host reads a paragraph, cell or item from the start.
    units = text.split("\n") if _TABLE.match(text) else _ITEM.split(text)
    again = sum(len(unit) * len(_INLINE.findall(unit)) for unit in units)
    whole = lines**2 // 13 + again // 50
    return BLOCK + whole + _brackets(text) + _code(text) // 3 + _restarts(text)


def _brackets(text: str) -> int:
    """How far the ends of all `[` and `](` are, or the end of the block without them."""
    total, opened = 0, []
    for match in _BRACKET.finditer(text):
        if match[0] == "[":
            opened.append(match.start())
        elif match[0] == "]" and opened:
            total += match.start() - opened.pop()
    total += sum(len(text) - start for start in opened)
    end = len(text)
    for match in reversed([*_TARGET.finditer(text)]):
        if match[0] == ")":
            end = match.start()
        else:
            total += end - match.start()
    return total


def _code(text: str) -> int:
    """How far it is from each run of backticks to the next one of the same length."""
    following: dict[int, int] = {}
    total = 0
    for match in reversed([*_TICKS.finditer(text)]):
        length = match.end() - match.start()
        total += following.get(length, len(text)) - match.start()
        following[length] = match.start()
    return total


def _restarts(text: str) -> int:
    """What is left of the block behind each line that begins something new within it."""
    return sum(len(text) - match.start() for match in _START.finditer(text))


def _unclosed_tags(texts: Sequence[str]) -> list[int]:
    """For each block, how far the next `>` is from each `<` of a tag, in whichever block."""
    found, beyond = [], 0
    for text in reversed(texts):
        total = 0
        end = len(text) + beyond
        for match in reversed([*_ANGLE.finditer(text)]):
            if match[0] == ">":
                end = match.start()
            else:
                total += end - match.start()
        found.append(total)
        first = text.find(">")
        beyond = first if first >= 0 else beyond + len(text)
    return found[::-1]


class Overspent(Treeprocessor):
    """Says which blocks were taken out, when the page's result is there to say it in."""

    def __init__(self, md: Markdown, budget: Budget) -> None:
        super().__init__(md)
        self.budget = budget

    def run(self, root: etree.Element) -> None:
        """Change nothing in the tree."""
        if self.budget.overspent:
            path = current_page(self.md).page.path
            taking_part(self.md)[0].result(path).too_much.extend(self.budget.overspent)


def register(md: Markdown) -> None:
    """Both extensions register these; the same name makes them one."""
    budget = Budget(md)
    md.preprocessors.register(budget, "plainfact-budget", 24)
    md.treeprocessors.register(Overspent(md, budget), "plainfact-budget", 4)
