"""What a DOI's registry answers (CSL-JSON) → a CSL item as our importers take it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from plainfact.metadata.text import cleaned, words
from plainfact.schemas import csl

# Crossref's own names of types (api.crossref.org/types), which it sends unchanged.
_TYPES = {
    "journal-article": "article-journal",
    "book-chapter": "chapter",
    "book-part": "chapter",
    "book-section": "chapter",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "proceedings-article": "paper-conference",
    "proceedings": "book",
    "posted-content": "article",
    "dissertation": "thesis",
    "peer-review": "review",
    "report-component": "report",
    "report-series": "report",
    "reference-entry": "entry",
    "journal": "periodical",
    "journal-issue": "periodical",
    "database": "dataset",
    "component": "document",
    "grant": "document",
    "other": "document",
}
_DROPPED = words("abstract annote keyword note references source status")
_TEXTS = (
    frozenset({"title", "container-title", "publisher", "DOI", "URL", "language", *csl.STANDARD})
    - _DROPPED
)
_DATES = frozenset({"issued", *csl.DATES})
_NAMES = frozenset({"author", *csl.NAMES})
_PARTS = ("family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle")
MAX_NAMES = 100


def registered(data: bytes, doi: str, key: str) -> bytes | None:
    """One item under the id `key`, as CSL-JSON, or None where the answer is none.

    Only fields of CSL are kept, without abstracts and lists of references; texts lose their
    markup, and the address becomes that of the DOI itself.
    """
    try:
        answer = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if isinstance(answer, list) and answer:
        answer = answer[0]
    if not isinstance(answer, dict):
        return None
    item: dict[str, Any] = {"id": key, "type": _type(answer.get("type"))}
    for name, value in answer.items():
        kept = _value(name, value)
        if kept not in (None, "", [], {}):
            item[name] = kept
    if not item.get("title"):
        return None
    item["DOI"] = doi
    item["URL"] = f"https://doi.org/{doi}"
    return json.dumps(item, ensure_ascii=False).encode()


def _type(value: Any) -> str:
    text = value if isinstance(value, str) else ""
    return text if text in csl.TYPES else _TYPES.get(text, "document")


def _value(name: str, value: Any) -> Any:
    if name in _TEXTS or name in csl.NUMBERS:
        if isinstance(value, list):
            texts = [cleaned(each) for each in value[:5] if isinstance(each, str)]
            return ", ".join(texts) if name in ("ISSN", "ISBN") else next(iter(texts), "")
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)[:100]
        return cleaned(value)
    if name in _DATES and isinstance(value, dict):
        parts = value.get("date-parts")
        return {"date-parts": parts} if isinstance(parts, list) and parts and parts[0] else None
    if name in _NAMES and isinstance(value, list):
        return [each for each in map(_name, value[:MAX_NAMES]) if each]
    return None


def _name(value: Any) -> dict[str, str]:
    if not isinstance(value, Mapping):
        return {}
    found = {part: cleaned(value.get(part), 200) for part in _PARTS}
    if not found["family"] and not found["literal"]:
        name = cleaned(value.get("name"), 200) or found["given"]
        return {"literal": name} if name else {}
    return {part: text for part, text in found.items() if text}
