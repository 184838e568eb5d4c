"""Ids by the house rule: publication, date, and a word or two of the title."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from anyascii import anyascii

from plainfact.metadata import words
from plainfact.model import Knowledge

MAX_PUBLICATION = 18
MAX_SLUG = 28
MAX_WORDS = 3
MAX_ID = 80

# Words that tell nothing about what a title is about.
_SMALL = words(
    "a about after all an and are as at be been by can could da das de del der des die do du "
    "el en et for from had has have how if in into is it its la las le les los may more new no "
    "not of on or out over s said say says so than that the their they this to un und up vs was "
    "we were what when where which who why will with would i na po v za "
    "january february march april june july august september october november december"
)
_SECOND_LEVEL = words("ac co com edu go gob gov ne net or org")


def slug(text: str, most: int = MAX_ID) -> str:
    """A text in small letters, digits and hyphens, whatever script it is written in."""
    plain = anyascii(re.sub(r"(?<=\d)[,.'\u00a0\u202f ](?=\d{3}\b)|['’]", "", text[:500]))
    parts = re.findall(r"[a-z0-9]+", plain.lower())
    out = ""
    for part in parts:
        longer = f"{out}-{part}" if out else part
        if len(longer) > most:
            break
        out = longer
    return out or (parts[0][:most] if parts else "")


def words_of(title: str) -> str:
    """The first words of a title that say what it is about."""
    parts = [part for part in slug(title).split("-") if part]
    kept = [part for part in parts if part not in _SMALL and len(part) > 1] or parts
    out = ""
    for part in kept[:MAX_WORDS]:
        longer = f"{out}-{part}" if out else part
        if len(longer) > MAX_SLUG:
            break
        out = longer
    return out or (kept[0][:MAX_SLUG] if kept else "")


def publication(values: Mapping[str, Any]) -> str:
    """A short name of where it was published: the publication's, the host's, the author's."""
    for name in ("container-title", "publisher"):
        full = slug(str(values.get(name) or "")).removeprefix("the-")
        if 0 < len(full) <= MAX_PUBLICATION:
            return full
    host = _host_label(str(values.get("URL") or ""))
    if host:
        return host
    authors = values.get("author")
    first = authors[0] if isinstance(authors, list) and authors else {}
    if isinstance(first, Mapping):
        name = slug(str(first.get("family") or first.get("literal") or ""), MAX_PUBLICATION)
        if name:
            return name
    full = slug(str(values.get("container-title") or values.get("publisher") or ""))
    return slug(full.removeprefix("the-"), MAX_PUBLICATION)


def _host_label(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    if host in ("doi.org", "localhost") or re.fullmatch(r"[\d.]+|.*:.*", host):
        return ""
    labels = host.split(".")
    cut = 2 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 1
    return slug(labels[-cut - 1], MAX_PUBLICATION) if len(labels) > cut else ""


def source_id(values: Mapping[str, Any], taken: Collection[str]) -> str:
    """An id for a source that no record has or had: `upi-2024-10-17-allies-team`.

    The same values give the same id; where that is taken, a number is added.
    """
    parts = (publication(values), str(values.get("issued") or ""), words_of(str(values["title"])))
    base = "-".join(part for part in parts if part) or "source"
    return unique(base, taken)


def unique(base: str, taken: Collection[str]) -> str:
    """The id itself, or the first of id-2, id-3 … that is free."""
    if base not in taken:
        return base
    number = 2
    while f"{base}-{number}" in taken:
        number += 1
    return f"{base}-{number}"


def taken_ids(knowledge: Knowledge, kind: str) -> set[str]:
    """Ids of a kind that some record has, or had once."""
    records: Mapping[str, Mapping[str, Any]] = {
        "source": knowledge.sources,
        "fact": knowledge.facts,
        "term": knowledge.terms,
    }
    return {*records[kind], *(old for known, old in knowledge.renamed if known == kind)}
