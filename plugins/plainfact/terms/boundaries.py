"""Where a label is a word of its own: Unicode's word boundaries (UAX #29), and a little more.

More: no part of a hyphenated compound, an address, an identifier or a larger number.
All of it looks at folded text (`folding`), in which a hyphen is "-" and a space is " ".
"""

from __future__ import annotations

import re
from functools import lru_cache

import regex

BREAK = "\x00"  # between blocks of a page
OBJECT = "\x01"  # a picture, a note mark: no letter, no space

# WB5–WB13: what sticks to its like. Ideographs, Hiragana and Thai are not among them:
# UAX #29 parts them everywhere and leaves words to dictionaries.
_WORD = regex.compile(
    r"[\p{WB=ALetter}\p{WB=Hebrew_Letter}\p{WB=Numeric}\p{WB=ExtendNumLet}"
    r"\p{WB=Katakana}\p{WB=Extend}\p{WB=ZWJ}\u200c]"
)
_KATAKANA = regex.compile(r"\p{WB=Katakana}")
_MIDDLE = frozenset(".'·:\u2027\u05f4\u2024\ufe52\uff0e")  # WB6, WB7: MidLetter, MidNumLet
_MIDDLE_OF_NUMBER = frozenset(".,;'\u066c\ufe50\uff0c")  # WB11, WB12: MidNum, MidNumLet
_SIGIL = frozenset("@#$=\\~]")  # of mentions, tags, variables, values, types ([]Taint)

# What may be glued to a Korean noun (josa and the copula), longest first.
_KOREAN_TAIL = re.compile(
    "(?:들)?(?:"
    + "|".join(
        sorted(
            (
                *("은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "만", "로"),
                *("으로", "에서", "에게", "께서", "에게서", "한테", "보다", "처럼", "까지"),
                *("부터", "으로부터", "로부터", "조차", "마저", "밖에", "이나", "나", "이라도"),
                *("라도", "이며", "며", "이고", "고", "이란", "란", "이라는", "라는", "이라고"),
                *("라고", "으로서", "로서", "으로써", "로써", "에서는", "에는", "에도", "와의"),
                *("과의", "와는", "과는", "로는", "으로는", "에서의", "으로의", "로의", "에의"),
                *("에게는", "까지는", "부터는", "만을", "만이", "이다", "다", "입니다", "이었다"),
                *("였다", "인", "일", "였던", "이던", "이자", "마다", "뿐", "뿐만", "같은", "하고"),
            ),
            key=len,
            reverse=True,
        )
    )
    + ")?"
)
_HANGUL = re.compile("[\u1100-\u11ff\u3131-\u318e\uac00-\ud7a3]")

_SPACE_OR_BREAK = frozenset((" ", BREAK, OBJECT))
_TELLING = re.compile(r"[/@\\<>{}|]")
_ADDRESS = re.compile(
    r"://|\w@\w|\\"
    r"|^\W*www\."
    r"|^[(\[\"'“‘]*(?:~|\.{1,2})?/\w"  # /path, ./path, ~/path
    r"|\w\.\w+/|/\w[\w.-]*\.\w{1,5}\b"  # host.org/path, folder/file.ext
    r"|\w/[)\]\"'”’.,;:]*$|//"  # folder/
    r"|^[\"'“][^\"'“”]*/[^\"'“”]*[\"'”]"  # "nodes/status", a name in quotation marks
    r"|/\*|[a-z]\d\w*/|/[a-z]+\d"  # pods/*, v1/nodes, apps/v1
)
_ELISION = frozenset(("fr", "it", "ca", "oc"))


@lru_cache(maxsize=8192)
def is_word(char: str) -> bool:
    """Whether a character is part of words or numbers."""
    return _WORD.match(char) is not None


@lru_cache(maxsize=4096)
def _katakana(char: str) -> bool:
    return _KATAKANA.match(char) is not None


def _glued(left: str, right: str) -> bool:
    """Whether no word boundary lies between two characters (WB5, WB8–WB10, WB13)."""
    return is_word(left) and is_word(right) and _katakana(left) == _katakana(right)


def stands_alone(text: str, start: int, end: int, language: str) -> bool:
    """Whether text[start:end] is words of their own, for a label of that language."""
    return (
        _starts(text, start, language)
        and _ends(text, end, language)
        and not _in_address(text, start, end)
    )


def _starts(text: str, start: int, language: str) -> bool:
    if start == 0:
        return True
    before = text[start - 1]
    if before in _SPACE_OR_BREAK:
        return True
    if _glued(before, text[start]):
        return False
    further = text[start - 2] if start > 1 else " "
    if before == "-":
        return further == "-"
    if before in _SIGIL or before == further == ":":
        return False
    if before == "'" and language in _ELISION:
        return True
    return not _joins(further, before, text[start])


def _ends(text: str, end: int, language: str) -> bool:
    if end == len(text):
        return True
    after = text[end]
    if after in _SPACE_OR_BREAK:
        return True
    if _glued(text[end - 1], after):
        return language == "ko" and _korean_tail(text, end)
    further = text[end + 1] if end + 1 < len(text) else " "
    if after == "-":
        return further == "-"
    if after == "=" or (after == "(" and further == ")") or (after == ":" and further == ":"):
        return False
    return not _joins(text[end - 1], after, further)


def _joins(left: str, middle: str, right: str) -> bool:
    """Whether punctuation between two characters stands inside a word (WB6, WB7) or a
    number (WB11, WB12). A full stop between any two is one: files, hosts, versions."""
    if not (is_word(left) and is_word(right)):
        return False
    if middle in _MIDDLE_OF_NUMBER and left.isdigit() and right.isdigit():
        return True
    return middle in _MIDDLE


def _korean_tail(text: str, end: int) -> bool:
    """Whether a Korean particle, or two, and nothing else follows."""
    if not _HANGUL.match(text[end]):
        return False
    for _ in range(2):
        match = _KOREAN_TAIL.match(text, end)
        if not match or match.end() == end:
            return False
        end = match.end()
        if end == len(text) or not is_word(text[end]):
            return True
    return False


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether the words are part of an address, a path or a placeholder."""
    left, right = start, end
    while left and text[left - 1] not in _SPACE_OR_BREAK:
        left -= 1
    while right < len(text) and text[right] not in _SPACE_OR_BREAK:
        right += 1
    if not _TELLING.search(text, left, right):
        return False
    around = text[start - 1 : start] + text[end : end + 1]
    if around in ("<>", "{}"):
        return True
    words = text[left:right].split(" ")
    return any(_ADDRESS.search(word) for word in (words[0], words[-1]))
