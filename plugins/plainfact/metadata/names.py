"""Bylines → names as CSL writes them: {family, given}, or {literal} where that is not sure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plainfact.metadata.text import cleaned, words

Name = dict[str, str]

MOST = 50
"""Authors of one page; a longer list is cut."""
MAX_NAME = 120

_BY = re.compile(r"(?:written |reported |story )?by:?\s+", re.I)
_PARTS = re.compile(r"\s*(?:;|\||\n| and | & |\bund\b| et )\s*")
_PARTICLES = words(
    "al bin da dal de del della den der des di dos du el ibn la le ten ter van von zu"
)
# Offices, not people. A name with one of these words stays whole.
_OFFICE = re.compile(
    r"\b(?:agency|associated|board|bureau|committee|council|correspondents?|department|desk|"
    r"editor(?:s|ial)?|for|foundation|group|institute|ministry|news|newsroom|of|office|online|panel|post|press|"
    r"report(?:er)?s?|service|staff|team|the|times|tv|union|university|wire|writers?)\b|\d",
    re.I,
)
# Where the family name comes first, and so it may in their names in Latin letters.
_FAMILY_FIRST = words("hu ja ko vi zh")
_FIRST_IN_LATIN = words(
    "ahn bae baek cha chen cho choe choi han hong hwang jang jeon jeong jung kang kim ko kwon lee "
    "li lim liu nam noh oh park ryu seo shin son song wang wu xi yang yi yoo yoon yun zhang"
)
_NO_NAME = re.compile(r"https?://|www\.|@|^(?:admin|author|by|n/?a|none|null|unknown)$", re.I)


def people(bylines: Iterable[str], language: str = "", *, but: str = "") -> list[Name]:
    """The authors that bylines name, each once, in order. `but` is the publication's own
    name, which is no author of its pages. Addresses and accounts are no names."""
    found: dict[str, Name] = {}
    for byline in bylines:
        text = _BY.sub("", cleaned(byline, MAX_NAME * 10), count=1)
        # 'Ministry of Health and Welfare' is one.
        office = _OFFICE.search(text) and ";" not in text and "|" not in text
        for part in [text] if office else _PARTS.split(text):
            for one in [part] if office else _commas(part):
                name = one.strip(" ,.·•-–—")
                if not name or len(name) > MAX_NAME or _NO_NAME.search(name):
                    continue
                if name.casefold() != but.casefold() and len(found) < MOST:
                    found.setdefault(name.casefold(), person(one.strip(" ,"), language))
    return list(found.values())


def _commas(text: str) -> list[str]:
    """`Doe, Jane` is one name; `Jane Doe, John Roe` are two."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 2 and (" " not in parts[0] or _is_initials(parts[1])):
        return [", ".join(parts)]
    if len(parts) > 2 and all(" " not in part for part in parts) and len(parts) % 2 == 0:
        return [f"{a}, {b}" for a, b in zip(parts[::2], parts[1::2], strict=True)]
    return parts


def _is_initials(text: str) -> bool:
    return re.fullmatch(r"(?:[^\W\d_]\.[ -]?){1,4}", text) is not None


def person(name: str, language: str = "") -> Name:
    """One name. It is taken apart only where it is plain which part is the family's."""
    name = cleaned(name, MAX_NAME)
    family, comma, given = name.partition(",")
    if comma and family.strip() and given.strip() and not _OFFICE.search(name):
        return {"family": family.strip(), "given": given.strip(" ,")}
    parts = name.split()
    base = language.partition("-")[0].lower()
    latin = all(character < "\u0250" for character in name)
    if (
        not 2 <= len(parts) <= 4
        or _OFFICE.search(name)
        or name.isupper()
        or base in _FAMILY_FIRST
        or parts[0].lower() in _FIRST_IN_LATIN
        or not (latin or base in ("ru", "uk", "be", "bg", "el", "sr"))
        or not all(word[0].isalpha() for word in parts)
    ):
        return {"literal": name}
    cut = next(
        (index for index, word in enumerate(parts[1:], 1) if word in _PARTICLES), len(parts) - 1
    )
    if len(parts) == 4 and cut == 3:  # two family names, or two given ones?
        return {"literal": name}
    return {"family": " ".join(parts[cut:]), "given": " ".join(parts[:cut])}
