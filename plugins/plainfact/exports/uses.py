"""Where records are used, and what a page rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from json.encoder import encode_basestring
from typing import Any
from urllib.parse import urljoin

from plainfact.model import Correction, Knowledge, References


def dumped(value: object) -> str:
    """JSON as all data files write it: UTF-8 as it is, two spaces, a newline at the end.

    The same as `json.dumps(value, ensure_ascii=False, indent=2)`, which is slow, since it
    leaves C behind as soon as it indents.
    """
    return _indented(value, "\n") + "\n"


def dumped_rows(name: str, rows: Iterable[object]) -> str:
    """`dumped({name: [row, …]})`, with one row at a time in memory: they take more room than
    what is written of them."""
    inner = "\n    "
    items = [_indented(row, inner) for row in rows]
    written = f"{inner}{f',{inner}'.join(items)}\n  " if items else ""
    return f"{{\n  {encode_basestring(name)}: [{written}]\n}}\n"


def _indented(value: object, end: str) -> str:
    if type(value) is str:
        return encode_basestring(value)
    if isinstance(value, dict) and all(type(key) is str for key in value):
        if not value:
            return "{}"
        inner = f"{end}  "
        # Most values are texts and empty lists: those without a call.
        items = [
            f"{encode_basestring(key)}: {encode_basestring(each)}"
            if type(each) is str
            else f"{encode_basestring(key)}: {_indented(each, inner) if each != [] else '[]'}"
            for key, each in value.items()
        ]
        return f"{{{inner}{f',{inner}'.join(items)}{end}}}"
    if isinstance(value, (list, tuple)):
        if not value:
            return "[]"
        inner = f"{end}  "
        items = [_indented(each, inner) for each in value]
        return f"[{inner}{f',{inner}'.join(items)}{end}]"
    return json.dumps(value, ensure_ascii=False, indent=2).replace("\n", end)


def absolute(site_url: str, url: str) -> str:
    """A page's address on the web; empty where the site does not say where it stands."""
    base = site_url if site_url.endswith("/") else f"{site_url}/"
    return urljoin(base, url.lstrip("/")) if site_url else ""


def used_on(knowledge: Knowledge, references: References, kind: str, key: str) -> list[Any]:
    """The places that refer to a record, former ids counted: page, address, title, anchors."""
    former = [old for (what, old), new in knowledge.renamed.items() if (what, new) == (kind, key)]
    places: dict[str, list[str]] = {}
    for name in (key, *former):
        for found in references.of(kind, name):
            places.setdefault(found.page, []).append(found.anchor)
    rows = []
    for path in sorted(places):
        page = references.pages.get(path)
        row = {"page": path, "url": page.url if page else "", "title": page.title if page else ""}
        rows.append(row | {"anchors": [anchor for anchor in places[path] if anchor]})
    return rows


def sources_of_page(path: str, knowledge: Knowledge, references: References) -> tuple[str, ...]:
    """Ids of the sources that a page rests on: cited by itself, or by a fact it uses."""
    found: set[str] = set()
    for place in references.on(path):
        if place.kind == "source" and (source := knowledge.source(place.id)):
            found.add(source.id)
        if place.kind == "fact" and (fact := knowledge.fact(place.id)):
            cited = (knowledge.source(citation.source) for citation in fact.citations)
            found.update(source.id for source in cited if source)
    return tuple(sorted(found))


def pages_corrected(
    correction: Correction, knowledge: Knowledge, references: References
) -> tuple[str, ...]:
    """Paths of the pages that a correction concerns: those it names, else its facts' users."""
    if correction.pages:
        return tuple(sorted(set(correction.pages)))
    facts = {fact.id for fact in map(knowledge.fact, correction.facts) if fact}
    former = {
        old for (kind, old), new in knowledge.renamed.items() if kind == "fact" and new in facts
    }
    found = {place.page for key in facts | former for place in references.of("fact", key)}
    return tuple(sorted(found))
