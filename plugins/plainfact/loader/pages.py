"""What a page's file says beside its Markdown: bytes that are no text, characters unseen.

Pages are read by their host; this says what is wrong with them before anybody renders them.
"""

from __future__ import annotations

from collections.abc import Mapping

from plainfact.findings import Finding
from plainfact.loader.records import parse
from plainfact.model import Term
from plainfact.reader import (
    MAX_REPEATED,
    Text,
    control_findings,
    decode,
    hidden,
    no_text_file,
    read,
)


def page_text(data: bytes, path: str) -> tuple[str, tuple[Finding, ...]]:
    """A page's bytes as text, U+FFFD for what is none, and what is wrong with them; no text
    at all where nothing in the bytes can be meant (UTF-16)."""
    text, findings = decode(data, path)
    return text or "", findings


def unseen(text: str, path: str) -> tuple[Finding, ...]:
    """Characters of a page that change its order or words unseen, or that no text holds."""
    page = Text(path, text)
    controls = control_findings(page)
    if len(controls) == MAX_REPEATED:
        return (no_text_file(controls[0].location),)
    return (*hidden(page), *controls)


def definitions(text: str, path: str) -> Mapping[str, str]:
    """The definitions in a glossary file, by the id of their term."""
    document = read(text.encode("utf-8", "surrogatepass"), path)
    records = parse(document, "term", "").records
    return {record.id: record.definition for record in records if isinstance(record, Term)}
