"""Placeholders in a page's text, and what they are read as.

While a page is a tree, escaped characters, entities and raw inline HTML stand in its text as
placeholders of Python-Markdown (STX … ETX), or as references (`&lt;`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from markdown import Markdown

from plainfact.terms.boundaries import BREAK, OBJECT

TOKEN = re.compile(r"\x02([^\x02\x03]*)\x03|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,31});")
VOID = {"br": BREAK, "hr": BREAK, "img": OBJECT, "input": OBJECT, "wbr": ""}
"""Elements without content, and what they are between the words around them."""

_RAW_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>")


def read_token(match: re.Match[str], md: Markdown) -> tuple[str, re.Match[str] | None]:
    """The text that a token becomes; and where it is a raw tag that opens or closes an
    element, its slash, its name and its attributes.
    """
    token = match[1]
    if token is None:
        return unescape(match[0]).replace("\x00", OBJECT), None
    if token.isdigit():
        return chr(int(token)) if int(token) < 0x110000 else OBJECT, None
    if token == "amp":
        return "&", None
    kind, _, number = token.partition(":")
    stash = md.htmlStash.rawHtmlBlocks
    if kind != "wzxhzdk" or not number.isdigit() or int(number) >= len(stash):
        return OBJECT, None
    html = stash[int(number)]
    if not isinstance(html, str):
        return OBJECT, None
    if html.startswith("&"):
        return unescape(html), None
    if html.startswith("<!--") and html.find("-->") == len(html) - 3:
        return "", None
    tag = _RAW_TAG.fullmatch(html.strip())
    if tag is None:
        return OBJECT, None
    name = tag[2].lower()
    if name in VOID:
        return VOID[name], None
    if tag[3].endswith("/"):
        return OBJECT, None
    return BREAK if md.is_block_level(name) else "", tag


def pieces(raw: str, md: Markdown) -> Iterator[tuple[int, int, int, int]]:
    """The parts of a text with placeholders: start and length as it is read, then as it is."""
    length = done = 0
    for match in TOKEN.finditer(raw):
        if match.start() > done:
            yield length, match.start() - done, done, match.start() - done
            length += match.start() - done
        text, _ = read_token(match, md)
        if text:
            yield length, len(text), match.start(), match.end() - match.start()
            length += len(text)
        done = match.end()
    if done < len(raw):
        yield length, len(raw) - done, done, len(raw) - done
