"""The words between citation brackets, taken apart. Pure text, nothing of Markdown.

Grammar: pandoc's manual, section 8.20 ("Citation syntax"). A key begins with a letter, a
digit or `_` and may hold alphanumerics and single internal punctuation characters
(`:.#$%&-+?<>~/`); in braces it may hold anything but braces and white space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from plainfact.extensions.locate import PLACE, unmark

KEY = re.compile(
    r"(?<![\w@.\\])(?P<suppress>-?)@(?P<place>" + PLACE + r")?"
    r"(?:\{(?P<braced>[^{}\s]+)\}|(?P<plain>\w+(?:[:.#$%&+?<>~/-]\w+)*))"
)
_BRACKET = re.compile(r"[\[\]]")
MAX_LENGTH = 2000
"""Characters that a bracket may span: a bound on every scan."""
MAX_DEPTH = 8
"""Brackets within brackets: deeper, and it is no citation but an attempt to keep us busy."""


@dataclass(frozen=True, slots=True)
class Cite:
    """One key of a group, with the author's words around it, as written."""

    key: str
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    place: str = ""
    raw: str = ""

    @property
    def is_fact(self) -> bool:
        """Whether the key names a fact (`@fact:id`)."""
        return self.key.startswith("fact:")

    @property
    def is_address(self) -> bool:
        """Whether the key is a web address (`@{https://…}`)."""
        return self.key.lower().startswith(("https://", "http://"))

    @property
    def words(self) -> str:
        """Prefix, locator and suffix, printed as written; empty for a bare key."""
        after = self.suffix.removeprefix(",").strip() if self.suffix else ""
        return " ".join(part for part in (self.prefix, after) if part)


def parse_group(text: str) -> tuple[Cite, ...]:
    """The keys of a bracket's content; nothing where it is no citation.

    A part without a key belongs to the part before it, so that no words are lost;
    a group that begins with such a part is no citation (pandoc says the same).
    """
    cites: list[Cite] = []
    for part in _split(text):
        match = KEY.search(part)
        if match is None:
            if not cites:
                return ()
            last = cites[-1]
            cites[-1] = Cite(
                last.key,
                last.prefix,
                f"{last.suffix};{part}",
                last.suppress_author,
                last.place,
                f"{last.raw};{part}",
            )
            continue
        cites.append(
            Cite(
                key=unmark(match["braced"] or match["plain"]),
                prefix=part[: match.start()].strip(),
                suffix=part[match.end() :].strip(),
                suppress_author=bool(match["suppress"]),
                place=match["place"] or "",
                raw=part.strip(),
            )
        )
    return tuple(cites)


def _split(text: str) -> list[str]:
    """Parts between semicolons that stand outside braces."""
    if "{" not in text:
        return text.split(";")
    parts, depth, start = [], 0, 0
    for index, character in enumerate(text):
        if character == "{":
            depth += 1
        elif character == "}":
            depth = max(0, depth - 1)
        elif character == ";" and not depth:
            parts.append(text[start:index])
            start = index + 1
    parts.append(text[start:])
    return parts


def closing_bracket(text: str, start: int) -> int:
    """The index of the `]` that closes the `[` at `start`; -1 where there is none near."""
    depth = 0
    for bracket in _BRACKET.finditer(text, start, start + MAX_LENGTH):
        if bracket[0] == "[":
            depth += 1
            if depth > MAX_DEPTH:
                return -1
        else:
            depth -= 1
            if not depth:
                return bracket.start()
    return -1
