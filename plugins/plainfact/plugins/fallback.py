"""Our English words on a page in a language that we have no words in: marked as English.

A screen reader then speaks them as such (WCAG 3.1.2), and in a page that is written from right
to left they keep their order. What is marked is a whole text that is one of our messages.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape, unescape

from plainfact.messages import LANGUAGES, base_language, catalogue

_TOKEN = re.compile(r"<[^>]*>|[^<]+|<")
_TAG = re.compile(r"</?([a-z][a-z0-9]*)", re.IGNORECASE)
_CLASS = re.compile(r"""\sclass=["']?([^"'>]*)""")
_TEXT = re.compile(r"(\s*:?\s*)(.*?)([:.]?\s*)", re.DOTALL)
_LEFT_ALONE = frozenset({"head", "script", "style", "svg", "textarea", "select", "pre", "code"})


def falls_back(language: str) -> bool:
    """Whether our words are English on a page in this language, which is another."""
    return base_language(language) not in LANGUAGES


def english_marked(html: str, language: str) -> str:
    """The page with each text that is one of our English messages in a `<span lang="en">`.

    Single words, which other languages may have too, only in elements of ours. A page in a
    language of ours stays as it is, byte for byte.
    """
    if not falls_back(language):
        return html
    parts: list[str] = []
    within, ours = "", False
    for token in _TOKEN.findall(html):
        if tag := _TAG.match(token):
            name = tag[1].lower()
            if within:
                within = "" if token.startswith("</") and name == within else within
            elif name in _LEFT_ALONE and not token.startswith("</"):
                within = name
            elif found := _CLASS.search(token):
                ours = "pf-" in found[1]
        elif not within:
            token = _marked(token, ours)
        parts.append(token)
    return "".join(parts)


def _marked(text: str, ours: bool) -> str:
    if len(text) > 400 or not (match := _TEXT.fullmatch(text)):
        return text
    before, words, after = match.groups()
    known = unescape(words)
    if known not in _messages() or not (ours or " " in known):
        return text
    return f'{before}<span lang="en" dir="ltr">{escape(known, quote=False)}</span>{after}'


@lru_cache(maxsize=1)
def _messages() -> frozenset[str]:
    return frozenset(
        words.rstrip(".:")
        for words in catalogue("en").values()
        if isinstance(words, str) and "{" not in words
    )
