"""Where marks stand in their sentence: behind links and punctuation, and never run together."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree

from plainfact.extensions.note_page import NotePage, comma
from plainfact.extensions.tree import replace, set_text_before, text_before

_MOVES = re.compile(r"^(?:[,.;:”’»\"']|\x02wzxhzdk:\d+\x03)+")
_CLOSING = ("&rdquo;", "&rsquo;", "&raquo;", "&quot;")
_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")


def place_marks(page: NotePage) -> None:
    """Move the page's marks to where readers look for them."""
    _leave_links(page)
    _behind_punctuation(page)
    _part(page)


def _leave_links(page: NotePage) -> None:
    """A link cannot hold a link: marks move behind the link that they stand in."""
    parents = page.parents
    for sup in page.marks:
        outer, current = None, sup
        while current in parents:
            current = parents[current]
            if current.tag == "a":
                outer = current
        if outer is None:
            continue
        parent = parents[sup]
        if not sup.tail:
            set_text_before(parent, sup, text_before(parent, sup).rstrip())
        replace(parent, sup, [])
        before = parents[outer]
        index = list(before).index(outer) + 1
        while index < len(before) and before[index] in page.marks and not before[index - 1].tail:
            index += 1
        previous = before[index - 1]
        sup.tail, previous.tail = previous.tail, None
        before.insert(index, sup)
        parents[sup] = before


def _behind_punctuation(page: NotePage) -> None:
    """No space before a mark; `Russia [@a].` gives `Russia.¹` (pandoc's manual, 8.20)."""
    done = set[etree.Element]()
    for sup in page.marks:
        if sup in done:
            continue
        parent = page.parents[sup]
        children = list(parent)
        index = last = children.index(sup)
        # An author's own mark that stands beside it is of the same run.
        while (
            index
            and not (children[index - 1].tail or "").strip(" ")
            and _is_mark(page, children[index - 1])
        ):
            index -= 1
            children[index].tail = None
        while (
            not (children[last].tail or "").strip(" ")
            and last + 1 < len(children)
            and _is_mark(page, children[last + 1])
        ):
            children[last].tail = None
            last += 1
        done.update(children[index : last + 1])
        owner = children[index - 1] if index else None
        before = (parent.text if owner is None else owner.tail) or ""
        stripped = before.rstrip(" \n\t\u00a0")
        if stripped or index:
            before = stripped
        tail = children[last].tail or ""
        moved = _movable(page, tail)
        if moved and (before or index):
            before += tail[:moved]
            children[last].tail = tail[moved:]
        if owner is None:
            parent.text = before
        else:
            owner.tail = before


def _part(page: NotePage) -> None:
    """A comma between marks that nothing parts: 1 and 2 side by side read as 12."""
    for sup in page.marks:
        parent = page.parents[sup]
        index = list(parent).index(sup)
        if not sup.tail and index + 1 < len(parent) and page.is_note_mark(parent[index + 1]):
            parent.insert(index + 1, comma())
        before = parent[index - 1] if index else None
        if before is not None and not before.tail and page.is_note_mark(before):
            parent.insert(index, comma())


def _is_mark(page: NotePage, element: etree.Element) -> bool:
    return page.is_note_mark(element) or element.get("class") == "pf-comma"


def _movable(page: NotePage, tail: str) -> int:
    """How many characters of closing punctuation a text begins with."""
    match = _MOVES.match(tail)
    if not match:
        return 0
    end = match.end()
    for stashed in _STASHED.finditer(tail, 0, end):
        raw = str(page.md.htmlStash.rawHtmlBlocks[int(stashed[1])])
        if raw not in _CLOSING:
            return stashed.start()
    if tail[:1] in ",." and tail[1:2].isdigit():
        return 0
    return end
