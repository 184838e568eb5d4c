"""What all importers need: bounds, text, and nodes for values without finer places."""

from __future__ import annotations

import re
from typing import Any

from plainfact.findings import Finding, Location, Rule
from plainfact.reader import MAX_DEPTH, Node, Text, decode, hidden

MAX_IMPORT = 10_000_000
"""Bytes of a .json or .bib file: exports of whole reference managers are large."""


def import_text(data: bytes, path: str) -> tuple[Text | None, tuple[Finding, ...]]:
    """An imported file\'s text, and what in it is none; None where it is too large."""
    if len(data) > MAX_IMPORT:
        message = f"the file is larger than {MAX_IMPORT // 1_000_000} MB"
        found = Finding(Rule.LIMIT, Location(path), message, "split it into several files")
        return None, (found,)
    content, findings = decode(data, path)
    if content is None:
        return None, findings
    text = Text(path, content)
    return text, (*findings, *hidden(text))


def likely_ids(data: bytes) -> frozenset[str]:
    """Ids in a file that cannot be read: what refers to them is not wrong as well."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data[:MAX_IMPORT].decode("utf-16" if wide else "utf-8", "replace")
    found = re.findall(r"^(?!#)[\"']?([^\s:\"'#{}\[\],][^\s:\"']*)[\"']?:(?:\s|$)", text, re.M)
    found += re.findall(r'"id"\s*:\s*"([^"\\\n]{1,200})"', text)
    found += re.findall(r"^\s*@\w+\s*\{\s*([^\s,{}]{1,200}),", text, re.M)
    return frozenset(found)


def spread(value: Any, start: int, end: int, depth: int) -> Node:
    """Nodes of a value, all at one place. RecursionError where it is too deep."""
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        nodes = {str(key): spread(each, start, end, depth + 1) for key, each in value.items()}
        for child in nodes.values():
            child.key = (start, end)
        return Node(value, start, end, children=nodes)
    if isinstance(value, list):
        listed = [spread(each, start, end, depth + 1) for each in value]
        return Node(value, start, end, children=listed)
    written = "" if value is None else str(value).lower() if value in (True, False) else str(value)
    return Node(value, start, end, written=written)


# Zotero's field Extra becomes CSL's note; lines that are fields are no words for people.
_EXTRA = re.compile(
    r"^(?:tex\.[\w.]+|Citation Key|OCLC|PMC?ID|arXiv|ADS Bibcode|Page Version ID|Section|_eprint"
    r"|[a-z]+(?:-[a-z]+)*)\s*[:=].*$",
    re.MULTILINE,
)


def without_extra(note: str) -> str:
    """A note without the fields that Zotero keeps in it."""
    return _EXTRA.sub("", note).strip()


_ISO = re.compile(r"[0-9]{4}(?!-2[1-4]$)(?:-[0-9]{1,2}){0,2}")
_YEAR = re.compile(r"(?<![0-9])[12][0-9]{3}(?![0-9])")


UNDATED = frozenset(("n.d.", "n.d", "nd", "s.d.", "o.j.", "undated", "no date"))
"""What people write where a date would stand."""


def date_in(text: str) -> str:
    """The year, month or day that a text says, the first of a span: 2024-10-08/2024-10-13.

    Marks of doubt (EDTF's ?, ~ and %) are left out; of words ("Autumn 2024"), and of EDTF's
    seasons (2024-23), the year is taken; empty where there is none ("n.d.").
    """
    first = text.partition("/")[0].partition("T")[0].strip().rstrip("?~%")
    if _ISO.fullmatch(first):
        return first
    year = _YEAR.search(first)
    return year[0] if year else ""


_LANGUAGES = {
    # babel's names, and what people write into Zotero's field
    "arabic": "ar",
    "american": "en-US",
    "brazilian": "pt-BR",
    "british": "en-GB",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "ngerman": "de",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "ukrainian": "uk",
}


def language_tag(written: str) -> str:
    """A language's tag (BCP 47), of a tag or one of the commoner names; else nothing."""
    words = written.strip().strip("{}").replace("_", "-")
    is_tag = re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", words)
    return _LANGUAGES.get(words.casefold(), words if is_tag else "")


def iso(parts: list[Any]) -> str:
    """[2024, 10] → 2024-10; what is no date stays, for the loader to say so."""
    texts = [str(part).strip() for part in parts]
    widths = (4, 2, 2)
    return "-".join(text.zfill(width) for text, width in zip(texts, widths, strict=False))
