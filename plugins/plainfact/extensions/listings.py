"""Listing markers: `[NAME key=value …]` alone in a paragraph, in the manner of `[TOC]`.

A listing is built as elements while blocks are parsed, so that everything after that
(inline patterns, heading ids, the table of contents, the host's links) treats it as if the
author had written it. Text from data files enters either as `plain` (never parsed) or as
`inline` Markdown in which raw HTML is inert.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Mapping

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.util import AtomicString

from plainfact.extensions.locate import PLACE, unmark

MARKER = re.compile(rf"^ {{0,3}}(?:{PLACE})?\[([A-Z]+)((?: +[^\]\n]+|{PLACE})?)\] *$")
PLACE_KEY, WRITTEN_KEY = "@place", "@written"
Builder = Callable[[etree.Element, Mapping[str, str]], None]


def plain(text: str) -> str:
    """Text that no Markdown pattern may touch."""
    return AtomicString(text)


def inline(text: str) -> str:
    """A data file's inline Markdown, on one line, with raw HTML shown as it is written."""
    return " ".join(text.split()).replace("<", "&lt;")


def element(parent: etree.Element, tag: str, text: str = "", /, **attributes: str) -> etree.Element:
    """A child element; `class_` stands for class, underscores for hyphens."""
    names = {key.rstrip("_").replace("_", "-"): value for key, value in attributes.items()}
    child = etree.SubElement(parent, tag, names)
    if text:
        child.text = text
    return child


def arguments(text: str) -> dict[str, str]:
    """`a=1 b=two word` → {"a": "1", "b": "two", "": "word"}; bare words gather under "".

    Under `WRITTEN_KEY` they stand as written, under `PLACE_KEY` the place of the first,
    where that is known (see `locate`).
    """
    found: dict[str, str] = {WRITTEN_KEY: unmark(text).strip()}
    if place := re.search(PLACE, text):
        found[PLACE_KEY] = place[0]
    for part in found[WRITTEN_KEY].split():
        key, equals, value = part.partition("=")
        if not equals:
            key, value = "", f"{found.get('', '')} {part}".strip()
        found[key] = value
    return found


class ListingProcessor(BlockProcessor):
    """Replaces a paragraph that is a marker by the listing that `builders` name for it."""

    def __init__(
        self,
        md: Markdown,
        builders: Mapping[str, Builder],
        takes_part: Callable[[], bool] = lambda: True,
    ) -> None:
        super().__init__(md.parser)
        self.builders = builders
        self.takes_part = takes_part

    def test(self, parent: etree.Element, block: str) -> bool:
        """Whether the block is one of our markers, alone."""
        match = MARKER.match(block)
        return bool(match and match[1] in self.builders and self.takes_part())

    def run(self, parent: etree.Element, blocks: list[str]) -> None:
        """Build the listing in the marker's place."""
        match = MARKER.match(blocks.pop(0))
        assert match  # test() said so
        self.builders[match[1]](parent, arguments(match[2]))


def uses_placeholder(parent: etree.Element, kind: str, key: str) -> None:
    """Where 'used on' goes, once all pages are known (`listing_uses.fill`)."""
    element(parent, "div", class_="pf-uses", data_uses=f"{kind}:{key}")
