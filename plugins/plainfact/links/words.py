"""Are these words on that page? Compared without what publishers change at will.

Typographic quotation marks, dashes, white space, letter case and Unicode's compatibility forms
(NFKC, UAX 15) do not count. Words left out ("…") or put in ("[…]", "[the minister]") part a
quotation into pieces, which have to follow each other.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from plainfact.metadata import MissingParser, text_apart
from plainfact.network import Response

SHORTEST = 200  # letters of a page that can be said to lack something
SHORTEST_PIECE = 2  # letters
HTML = frozenset({"text/html", "application/xhtml+xml", ""})
PDF = "application/pdf"

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE | re.ASCII)
_LEFT_OUT = re.compile(r"\[[^\[\]]{0,200}\]|\(?(?:…|\.\s?\.\s?\.)\)?")


@dataclass(frozen=True, slots=True)
class Text:
    """What a page says, or why that cannot be told."""

    words: str = ""
    why_not: str = ""


def fingerprint(quote: str) -> str:
    """What a quotation is kept under: equal where the normalised words are."""
    return hashlib.sha256(" ".join(pieces(quote)).encode()).hexdigest()[:32]


def normalised(text: str) -> str:
    """The letters, digits and symbols of a text, without what does not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFKC", folded) if _counts(c))


def _counts(character: str) -> bool:
    if character in "-'\"`´ʼ":
        return False
    return unicodedata.category(character) not in {"Pi", "Pf", "Pd", "Ps", "Pe"} and not (
        character.isspace() or unicodedata.category(character)[0] == "C"
    )


def pieces(quote: str) -> list[str]:
    """The parts of a quotation between what was left out or put in, normalised."""
    parts = (normalised(part).strip(".,;:!?") for part in _LEFT_OUT.split(quote))
    return [part for part in parts if len(part) >= SHORTEST_PIECE]


def says(words: str, quote: str) -> bool:
    """Whether normalised words hold a quotation."""
    at = 0
    for piece in pieces(quote):
        found = words.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def text_of(answer: Response) -> Text:
    """What an answer says, normalised."""
    kind = answer.content_type
    if answer.truncated:
        return Text(why_not="the page is too large to be read")
    if kind == PDF or answer.body.startswith(b"%PDF-"):
        return _parsed(answer, "pdf")
    if kind in HTML:
        return _parsed(answer, "html")
    if kind.startswith("text/"):
        return Text(normalised(answer.body.decode("utf-8", "replace")))
    return Text(why_not=f"a file of the kind {kind[:60]} is not read")


def _parsed(answer: Response, kind: str) -> Text:
    charset = _CHARSET.search(answer.headers.get("content-type", ""))
    try:
        text, why = text_apart(answer.body, kind=kind, charset=charset[1] if charset else "")
    except MissingParser as error:
        return Text(why_not=str(error))
    words = normalised(text)
    if why or sum(map(str.isalnum, words)) >= SHORTEST:
        return Text(words, why)
    if kind == "pdf":
        return Text(why_not="the PDF has no text, only pictures of it")
    return Text(why_not="the page shows hardly any text without its scripts")
