"""Where in a page's source does a reference stand? Asked of the renderer, never guessed.

A scanner over raw Markdown disagrees with the renderer about code, escapes and raw HTML.
So a page in which something is wrong is converted once more, with its line and column
written (in private-use characters) behind every `@`, `fact:` and `term:` that might be
ours. The inline patterns read the places of those that are, and the output is thrown away.
"""

from __future__ import annotations

import re

from plainfact.findings import Location

_FIRST, _ZERO = "\uf8f0", 0xF8E0
PLACE = "\uf8f0[\uf8e0-\uf8ea]{3,20}"
_COMMA = chr(_ZERO + 10)
_PLACES = re.compile(PLACE)
_CANDIDATE = re.compile(r"@|\[(?:fact|term):|\[(?:MEASURE|FACTS|TIMELINE|PAGES) ")


def mark(markdown: str, *, first_line: int = 1, limit: int = 20_000) -> str:
    """The text with places behind the first `limit` candidates.

    `first_line` is the line of the file on which the text begins.
    """
    lines = markdown.split("\n")
    left = limit
    for index, line in enumerate(lines):
        if left <= 0:
            break
        if "@" in line or "[" in line:
            number = first_line + index

            def place(match: re.Match[str], number: int = number) -> str:
                return match[0] + _encode(number, match.end() + 1)

            lines[index], count = _CANDIDATE.subn(place, line, count=left)
            left -= count
    return "\n".join(lines)


def unmark(text: str) -> str:
    """The text without places."""
    return _PLACES.sub("", text) if _FIRST in text else text


def decode(place: str) -> tuple[int, int] | None:
    """Line and column (from 1, of what follows the mark) that a place holds."""
    digits = "".join(
        "," if character == _COMMA else str(ord(character) - _ZERO) for character in place[1:]
    )
    line, comma, column = digits.partition(",")
    return (int(line), int(column)) if comma and line and column.isdigit() else None


def _encode(line: int, column: int) -> str:
    digits = "".join(chr(_ZERO + int(digit)) for digit in str(line))
    return _FIRST + digits + _COMMA + "".join(chr(_ZERO + int(digit)) for digit in str(column))


def place_of(words: str, source: str, path: str) -> Location:
    """Where a sentence begins in a page's source: at its first words that stand there as written.

    Markup may part the words of a sentence, so ever shorter beginnings are looked for; where
    none is found, the place is the page.
    """
    for length in (60, 30, 15):
        pattern = r"\s+".join(re.escape(word) for word in words[:length].split())
        found = re.search(pattern, source) if pattern else None
        if found:
            line = source.count("\n", 0, found.start()) + 1
            column = found.start() - source.rfind("\n", 0, found.start())
            return Location(path, line, column, line, column + len(found[0].split("\n", 1)[0]))
    return Location(path)
