"""Putting an element around words of a page, wherever its inline markup allows it."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from typing import NamedTuple

from plainfact.extensions.glossary_page import Text


class Range(NamedTuple):
    """Words within one element: they begin in the text behind the child `after` (None:
    the element's own text) at an offset, and end likewise behind `until`.
    """

    container: etree.Element
    after: etree.Element | None
    start: int
    until: etree.Element | None
    end: int


def locate(page: Text, start: int, end: int) -> Range | None:
    """Where in the tree the words start:end stand; None where no element can hold just them.

    Words that begin with all that an inline element begins with may begin before it,
    and end behind one that ends with them: so a link can go around emphasis.
    """
    if not page.balanced(start, end):
        return None
    first, last = page.slot(start), page.slot(end - 1)
    left, after, offset = first.parent, first.owner if first.tail else None, first.raw_start(start)
    right, until, limit = last.parent, last.owner if last.tail else None, last.raw_end(end)
    if left is right:
        return Range(left, after, offset, until, limit)
    around = [right]
    while around[-1] in page.parents:
        around.append(page.parents[around[-1]])
    while not any(left is element for element in around):
        if after is not None or offset > 0:
            return None
        left, inner = page.parents[left], left
        after = _neighbour(left, inner, -1)
        offset = len(raw_text(left, after))
    while right is not left:
        if limit < len(raw_text(right, until)) or _behind(right, until):
            return None
        right, until, limit = page.parents[right], right, 0
    return Range(left, after, offset, until, limit)


def wrap(place: Range, element: etree.Element) -> None:
    """Move the words into the element, and put that where they were."""
    container, after, start, until, end = place
    text = raw_text(container, after)
    index = list(container).index(after) + 1 if after is not None else 0
    if until is after:
        element.text, element.tail = _part(text, start, end), _part(text, end)
    else:
        assert until is not None  # what begins in one text and ends in another, ends in a tail
        inside = list(container)[index : list(container).index(until) + 1]
        tail = until.tail or ""
        element.text, element.tail = _part(text, start), _part(tail, end)
        until.tail = _part(tail, 0, end)
        for child in inside:
            container.remove(child)
            element.append(child)
    if after is None:
        container.text = _part(text, 0, start)
    else:
        after.tail = _part(text, 0, start)
    container.insert(index, element)


def raw_text(container: etree.Element, after: etree.Element | None) -> str:
    """The text behind a child, or the element's own."""
    return (container.text if after is None else after.tail) or ""


def _part(text: str, start: int, end: int | None = None) -> str:
    """A part of a text, atomic where the text is."""
    return type(text)(text[start:end])


def _neighbour(container: etree.Element, child: etree.Element, step: int) -> etree.Element | None:
    children = list(container)
    at = children.index(child) + step
    return children[at] if 0 <= at < len(children) else None


def _behind(container: etree.Element, child: etree.Element | None) -> bool:
    """Whether an element stands behind the child, or in the container at all."""
    return len(container) > 0 if child is None else _neighbour(container, child, 1) is not None
