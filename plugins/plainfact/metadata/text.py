"""Bytes of a page → text, and words of a page → words that a record may hold."""

from __future__ import annotations

import codecs
import html
import re

MAX_WORDS = 500
"""Characters of a title or a name; longer ones are cut at a word."""

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.I)
_HEAD = 4096  # bytes in which a page says its encoding; the standard asks for 1024
# What browsers read behind these names (WHATWG Encoding Standard).
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "tis-620": "cp874",
}
_TAG = re.compile(r"<[^<>]{0,300}>")
# Controls and what changes the order of words unseen; soft hyphens and joiners may stay.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]+"
)


def decoded(data: bytes, declared: str = "", *, whole: bool = True) -> str:
    """A page's text. `declared` is the charset of its HTTP header; `whole` is false where
    the page was cut off, perhaps within a character.

    What is valid UTF-8 is UTF-8, whatever the page declares; then header and page are
    believed, where they can be; else the encoding is guessed.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    within = _DECLARED.search(data[:_HEAD])
    names = ["utf-8", declared, within[1].decode("ascii") if within else ""]
    for name in names:
        if (text := _strict(data, name, whole)) is not None:
            return text
    from charset_normalizer import from_bytes  # an extra

    guess = from_bytes(data[:200_000]).best()
    if guess is not None:
        return data.decode(guess.encoding, "replace")
    return data.decode("utf-8", "replace")


def _strict(data: bytes, name: str, whole: bool) -> str | None:
    try:
        found = codecs.lookup(name.strip().lower()).name
        decoder = codecs.getincrementaldecoder(_WIDER.get(found, found))("strict")
        text: object = decoder.decode(data, final=whole)
    except (LookupError, UnicodeError, ValueError):
        return None
    return text if isinstance(text, str) else None  # 'hex' and the like give bytes


def cleaned(text: object, most: int = MAX_WORDS) -> str:
    """Words on one line: no markup, no invisible characters, of bounded length."""
    if not isinstance(text, str):
        return ""
    text = text[: most * 20]
    for _ in range(2):  # some pages escape twice
        if "&" in text:
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    text = " ".join(_HIDDEN.sub(" ", text).split())
    if len(text) <= most:
        return text
    return text[:most].rpartition(" ")[0] or text[:most]


def words(text: str) -> frozenset[str]:
    """A set of words, from words parted by spaces."""
    return frozenset(text.split())
