"""Text made comparable: what two spellings of one label have in common, and where it stood.

Canonical caseless matching of the Unicode Standard (3.13, D145), taken per grapheme base
with its marks, so that every place in the folded text leads back to a place in the original.
On top of that a space is a space (no-break, thin, line break, several of them), an
apostrophe and a hyphen are what a keyboard has, and a soft hyphen is nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

import regex

SPACES = " \t\n\r\f\v\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"

# Characters that fold by `casefold` alone, each to one character. Whatever is not in here
# (marks, conjoining jamo, ligatures, ß, İ, compatibility ideographs …) takes the slower way,
# together with the character before it, to which a mark may belong.
_SIMPLE = (
    "\x00-\xac\xae-\xde\xe0-\u012f\u0131-\u0148\u014a-\u01ef\u01f1-\u02ff"
    "\u0370-\u0373\u0375-\u037d\u037f\u0386\u0388-\u038f\u0391-\u03af\u03b1-\u03ff"
    "\u0400-\u0482\u048a-\u052f\u05d0-\u05ea\u0620-\u064a\u2000-\u206f\u20a0-\u20bf"
    "\u2100-\u2328\u232b-\u2adb\u3000-\u3029\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uac00-\ud7a3"
)
_IRREGULAR = re.compile(f"[{SPACES}]{{2,}}|.?[^{_SIMPLE}]+", re.DOTALL)
_NOT_SIMPLE = re.compile(f"[^{_SIMPLE}]")
_CLUSTER = regex.compile(
    f"[{SPACES}]{{2,}}|[\u1100-\u115f\uac00-\ud7a3]?[\u1160-\u11ff]+|.\\p{{M}}*", regex.DOTALL
)
_SEVERAL = re.compile("   *")  # as ` {2,}`, but found by its two spaces
_SPACE = re.compile(f"[{SPACES}]+")

# Written differently, meant alike. The em dash (a pause, not a joint) stays what it is.
_ALIKE = (
    *(("'", other) for other in "\u2018\u2019\u02bc\u2032\uff07\u201b"),
    *(("-", other) for other in "\u2010\u2011\u2012\u2013\u2212"),
    *((" ", other) for other in "\t\n\r\f\v\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"),
    *((" ", chr(code)) for code in range(0x2000, 0x200B)),
)
_ALIKE_ASCII = tuple((new, old) for new, old in _ALIKE if old.isascii())


class Folded:
    """Folded text. `bends` are the places where a piece has another length than its
    original: (start and end in the folded text, start and end in the original).
    """

    __slots__ = ("_bends", "_starts", "text")

    def __init__(self, text: str, bends: Sequence[tuple[int, int, int, int]] = ()) -> None:
        self.text = text
        self._bends = bends
        self._starts = [bend[0] for bend in bends]

    def start(self, place: int) -> int | None:
        """The original's place of a start; None inside of what one character became."""
        return self._original(bisect_right(self._starts, place), place) if self._starts else place

    def end(self, place: int) -> int | None:
        """The original's place of an end, before whatever folds to nothing there."""
        return self._original(bisect_left(self._starts, place), place) if self._starts else place

    def _original(self, at: int, place: int) -> int | None:
        if not at:
            return place
        start, end, original, original_end = self._bends[at - 1]
        if place >= end:
            return original_end + place - end
        return original if place == start else None


def fold(text: str) -> Folded:
    """The text as it is compared, with the way back to its places."""
    if text.isascii() or not _NOT_SIMPLE.search(text):
        return _single_spaced(_regular(text))
    parts: list[str] = []
    bends: list[tuple[int, int, int, int]] = []
    done = length = 0
    for match in _IRREGULAR.finditer(text):
        regular = _regular(text[done : match.start()])
        parts.append(regular)
        length += len(regular)
        for cluster in _CLUSTER.finditer(match[0]):
            folded = _cluster(cluster[0])
            if len(folded) != 1 or len(cluster[0]) != 1:
                start = match.start() + cluster.start()
                bends.append((length, length + len(folded), start, match.start() + cluster.end()))
            parts.append(folded)
            length += len(folded)
        done = match.end()
    parts.append(_regular(text[done:]))
    return Folded("".join(parts), bends)


def _single_spaced(regular: str) -> Folded:
    """One space in place of several, in text in which nothing else changes its length."""
    if "  " not in regular:
        return Folded(regular)
    parts: list[str] = []
    bends: list[tuple[int, int, int, int]] = []
    done = length = 0
    for match in _SEVERAL.finditer(regular):
        start, end = match.span()
        parts.append(regular[done : start + 1])
        length += start + 1 - done
        bends.append((length - 1, length, start, end))
        done = end
    parts.append(regular[done:])
    return Folded("".join(parts), bends)


def _regular(text: str) -> str:
    """Fold text in which every character becomes one character."""
    if text.isascii():
        text = text.lower()
        for new, old in _ALIKE_ASCII:
            text = text.replace(old, new)
        return text
    text = text.casefold()
    for new, old in _ALIKE:
        text = text.replace(old, new)
    return text


@lru_cache(maxsize=4096)
def _cluster(text: str) -> str:
    """Fold one base with its marks, or one run of spaces."""
    text = text.replace("\u00ad", "")
    if _SPACE.fullmatch(text):
        return " "
    return normalize("NFC", _regular(normalize("NFD", text)))


def plain(text: str) -> str:
    """The text as it is compared where letter case counts."""
    if not text.isascii():
        text = normalize("NFC", text.replace("\u00ad", ""))
        for new, old in _ALIKE:
            text = text.replace(old, new)
    return _SPACE.sub(" ", text).strip()


def folded_plain(text: str) -> str:
    """`fold` of what `plain` has gone over: in ASCII only the letter case is left to do."""
    return text.lower() if text.isascii() else fold(text).text


def turkic(text: str) -> str:
    """Case folding with the dotted and the dotless i of Turkish and Azerbaijani
    (CaseFolding.txt, status T)."""
    return plain(text).replace("I", "ı").replace("İ", "i").casefold()
