"""Small surgery on element trees, whose text hangs on the element before it (`tail`)."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable, Iterator, Sequence

from markdown.util import AtomicString

Node = etree.Element | str
BLOCKS = frozenset(
    [
        "p",
        "li",
        "td",
        "th",
        "dd",
        "dt",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "div",
        "section",
        "blockquote",
        "figcaption",
        "summary",
        "caption",
    ]
)


def escaped(text: str) -> str:
    """Text for a tree that goes straight to the serialiser, which leaves entities alone."""
    return AtomicString(text.replace("&", "&amp;"))


def parent_map(root: etree.Element) -> dict[etree.Element, etree.Element]:
    """Every element's parent."""
    return {child: parent for parent in root.iter() for child in parent}


def append_text(parent: etree.Element, index: int, text: str) -> None:
    """Text in front of the child at `index` (or behind the last)."""
    if not text:
        return
    if index == 0:
        parent.text = _joined(parent.text, text)
    else:
        before = parent[index - 1]
        before.tail = _joined(before.tail, text)


def _joined(before: str | None, after: str) -> str:
    kind = AtomicString if isinstance(before or after, AtomicString) else str
    return kind((before or "") + after)


def replace(parent: etree.Element, child: etree.Element, nodes: Sequence[Node]) -> None:
    """Put `nodes` where `child` was; the text behind it stays behind them."""
    index, tail = list(parent).index(child), child.tail or ""
    child.tail = None
    parent.remove(child)
    for node in nodes:
        if isinstance(node, str):
            append_text(parent, index, node)
        else:
            parent.insert(index, node)
            index += 1
    append_text(parent, index, tail)


def with_tails(element: etree.Element) -> list[Node]:
    """The children of an element, each followed by the text behind it, which it loses."""
    nodes: list[Node] = []
    for child in list(element):
        tail, child.tail = child.tail, None
        nodes += [child, tail] if tail else [child]
    return nodes


def text_before(parent: etree.Element, child: etree.Element) -> str:
    """The text between a child and the element in front of it."""
    index = list(parent).index(child)
    return (parent.text if index == 0 else parent[index - 1].tail) or ""


def set_text_before(parent: etree.Element, child: etree.Element, text: str) -> None:
    """Change that text."""
    index = list(parent).index(child)
    if index == 0:
        parent.text = text
    else:
        parent[index - 1].tail = text


def plain_text(element: etree.Element, *, without: Iterable[etree.Element] = ()) -> str:
    """An element's text, without that of some of its descendants."""
    skipped = set(without)

    def walk(node: etree.Element) -> Iterator[str]:
        yield node.text or ""
        for child in node:
            if child not in skipped:
                yield from walk(child)
            yield child.tail or ""

    return "".join(walk(element))


def block_of(element: etree.Element, parents: dict[etree.Element, etree.Element]) -> etree.Element:
    """The nearest block around an inline element; the root where there is none."""
    current = element
    while current in parents:
        current = parents[current]
        if current.tag in BLOCKS:
            return current
    return current
