"""Where in a page's source does a reference stand? Asked of the renderer, never guessed.

A scanner over raw Markdown disagrees with the renderer about code, escapes and raw HTML.
So a page in which something is wrong is converted once more, with its line and column
written (in private-use characters) behind every `@`, `fact:` and `term:` that might be
ours, in front of every address, and into every HTML tag and attribute list. Whoever finds
something wrong reads the place of it; the output is thrown away.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from plainfact.findings import Location

_FIRST, _ZERO = "\uf8f0", 0xF8E0
PLACE = "\uf8f0[\uf8e0-\uf8ea]{3,30}+"  # possessive: no part of a place is an id
_COMMA = chr(_ZERO + 10)

TAG_AT = "data-pf-place"
"""The attribute that carries a tag's place."""
LISTED_AT = "data-pf-at-"
"""Attributes that carry the places of those of an attribute list, with their names behind."""

_MARKS = re.compile(rf" (?:{TAG_AT}|{LISTED_AT}[\w:.-]+)={PLACE}|{PLACE}")
_PLACE = re.compile(PLACE)
_WORD = re.compile(r"\S+")
_CANDIDATE = re.compile(
    r"@|\[(?i:fact|term):|\[(?:CORRECTIONS|FACTS|GLOSSARY|MEASURE|PAGES|SOURCES|TAGS|TIMELINE) "
    r"|\[MEASURE(?=\])"  # without its id
    # what may have been meant as a listing
    r"|^[\s>*+-]*(?:\d{1,9}[.)][ \t]+)?(?=\[(?!TOC\])[A-Za-z]{3,14}(?: [^\[\]]*)?\][ \t]*$)"
    r"|\]\(\s*<?(?=[^\s)>])"  # the address of a link
    r"|^[\s>]*\[[^\[\]^][^\[\]]*\]:[ \t]+<?(?=\S)"  # a link's definition
    r"|\b[fF][tT][pP][sS]?://"
    r"|(?P<tag><[a-zA-Z][\w-]*)(?=[\s/>]|$)"
    r"|(?P<list>\{(?!\{)[^{}]*=[^{}]*)(?=\})"
)
_FENCE = re.compile(r"[\s>*+-]*(?:`{3}|~{3})")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]*)=")
_MOST_ATTRIBUTES = 20


def mark(markdown: str, *, first_line: int = 1, limit: int = 20_000, data_file: int = 0) -> str:
    """The text with places behind the first `limit` candidates.

    `first_line` is the line of the file on which the text begins. A text that is no page
    but YAML has a number (from 1), by which `located` knows its file, and no tags or
    attribute lists of its own.
    """
    lines = markdown.split("\n")
    left = limit
    for index, line in enumerate(lines):
        if left <= 0:
            break
        if not any(character in line for character in "@[<{:"):
            continue
        number = first_line + index
        fenced = _FENCE.match(line) is not None

        def place(match: re.Match[str], number: int = number, fenced: bool = fenced) -> str:
            if match["tag"] or match["list"]:
                if data_file or fenced:
                    return match[0]
                return match[0] + (_in_tag if match["tag"] else _in_list)(match, number)
            return match[0] + _encode(number, match.end() + 1, data_file)

        lines[index], count = _CANDIDATE.subn(place, line, count=left)
        left -= count
    return "\n".join(lines)


def _in_tag(match: re.Match[str], line: int) -> str:
    return f" {TAG_AT}={_encode(line, match.start() + 1)}"


def _in_list(match: re.Match[str], line: int) -> str:
    found = [*_ATTRIBUTE.finditer(match[0])][:_MOST_ATTRIBUTES]
    start = match.start() + 1
    return "".join(f" {LISTED_AT}{one[1]}={_encode(line, start + one.start())}" for one in found)


def unmark(text: str) -> str:
    """The text without places."""
    return _MARKS.sub("", text) if _FIRST in text else text


def without_place(address: str) -> tuple[str, str]:
    """An address without the place in it, and a place that is that of its beginning."""
    found = _PLACE.search(address) if _FIRST in address else None
    if found is None:
        return address, ""
    line, column, data_file = _decode(found[0]) or (1, 1, 0)
    start = _encode(line, max(column - found.start(), 1), data_file)
    return _PLACE.sub("", address), start


def located(place: str, length: int, file: str, data_files: Sequence[str] = ()) -> Location:
    """The location of a word of a length at a place; of the file as a whole without one."""
    decoded = _decode(place) if place else None
    if decoded is None:
        return Location(file)
    line, column, data_file = decoded
    if data_file:
        file = data_files[data_file - 1] if data_file <= len(data_files) else file
    return Location(file, line, column, line, column + length)


def _decode(place: str) -> tuple[int, int, int] | None:
    """Line and column (from 1, of what follows the mark) and the number of the data file."""
    digits = "".join(
        "," if character == _COMMA else str(ord(character) - _ZERO) for character in place[1:]
    )
    parts = digits.split(",")
    if not 2 <= len(parts) <= 3 or not all(part.isdigit() for part in parts):
        return None
    line, column, data_file = (*map(int, parts), 0)[:3]
    return line, column, data_file


def _encode(line: int, column: int, data_file: int = 0) -> str:
    numbers = (line, column, data_file) if data_file else (line, column)
    return _FIRST + _COMMA.join(
        "".join(chr(_ZERO + int(digit)) for digit in str(number)) for number in numbers
    )


def place_of(words: str, source: str, path: str) -> Location:
    """Where a sentence begins in a page's source: at its first words that stand there as written.

    Markup may part the words of a sentence, so ever shorter beginnings are looked for; where
    none is found, the place is the page.
    """
    text, starts, places = _words(source)
    for length in (60, 30, 15):
        wanted = " ".join(words[:length].split())
        found = text.find(wanted) if wanted else -1
        if found >= 0:
            start = _back(found, starts, places)
            end = _back(found + len(wanted) - 1, starts, places) + 1
            line = source.count("\n", 0, start) + 1
            column = start - source.rfind("\n", 0, start)
            first_line = source[start:end].split("\n", 1)[0]
            return Location(path, line, column, line, column + len(first_line))
    return Location(path)


@lru_cache(maxsize=4)
def _words(source: str) -> tuple[str, list[int], list[int]]:
    """A text with its words one space apart, and where each begins in it and in the source.

    A page is asked for each of its sentences: to compile a pattern for each took longer
    than all else that is done to it.
    """
    starts, places, parts, length = [], [], [], 0
    for match in _WORD.finditer(source):
        starts.append(length)
        places.append(match.start())
        parts.append(match[0])
        length += len(match[0]) + 1
    return " ".join(parts), starts, places


def _back(position: int, starts: list[int], places: list[int]) -> int:
    """The place in the source of a character of a word."""
    index = bisect_right(starts, position) - 1
    return places[index] + position - starts[index]
