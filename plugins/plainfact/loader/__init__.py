"""Data files → Knowledge and findings: the one door to what the YAML says.

What cannot be built is refused and reported; what is built is whole: ids are unique, and
every reference leads to a record. Loading never raises on what files hold.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from plainfact import importers, reader
from plainfact.findings import Finding, Location, Rule, sort_key
from plainfact.loader.check import Use
from plainfact.loader.files import DataFile, find, read_bytes, shown
from plainfact.loader.frontmatter import FrontMatter, front_matter
from plainfact.loader.kept import recalled
from plainfact.loader.pages import definitions, page_text, unseen
from plainfact.loader.records import Parsed, parse
from plainfact.loader.references import circular, known, resolved, without_circles
from plainfact.model import Fact, Knowledge, Record
from plainfact.reader import Document, Text
from plainfact.store import Store, digest

__all__ = [
    "FrontMatter",
    "Loaded",
    "Text",
    "definitions",
    "front_matter",
    "load",
    "page_text",
    "shown",
    "unseen",
]


MAX_FINDINGS = 1000
"""In one file."""

# What each file held when it was last read, by the digest of its bytes: two plugins load
# the same files, and a server loads them again after each change. Parsing is what is slow.
_PARSED: dict[DataFile, tuple[bytes, Parsed]] = {}


@dataclass(frozen=True, slots=True)
class Loaded:
    """What the data files say, and what is wrong with them, in order of place. `digest` is
    the same only for the same bytes in the same files."""

    knowledge: Knowledge
    findings: tuple[Finding, ...] = ()
    digest: str = ""


def load(content: Path, *, project: Path, store: Store | None = None) -> Loaded:
    """All records below `content`; findings name files relative to `project`.

    A folder that is not there holds nothing. Same files, same result. What is in the store
    is not parsed again.
    """
    store = store or Store()
    files = list(find(content, project))
    findings: list[Finding] = []
    hashes: list[str | bytes] = []
    all_records: dict[str, dict[str, Record]] = {}
    uses: dict[tuple[str, str], tuple[Use, ...]] = {}
    refused: dict[str, set[str]] = {}
    for data in files:
        parsed, hashed = _read(data, content, store)
        hashes += [data.kind, data.path, hashed]
        findings += _bounded(parsed.findings, data)
        refused.setdefault(data.kind, set()).update(parsed.refused)
        records = all_records.setdefault(data.kind, {})
        for index, record in enumerate(parsed.records):
            first = records.setdefault(record.id, record)
            if first is record:
                uses[data.kind, record.id] = parsed.uses.get(index, ())
            else:
                findings.append(_duplicate(data.kind, record, first))
    renamed = _renamed(all_records, findings)
    knowledge = _knowledge(all_records, renamed, files)
    names = known(knowledge, refused)
    for each in uses.values():
        findings += filter(None, map(names.finding, each))
    for kind, records in all_records.items():
        all_records[kind] = {key: resolved(record, names) for key, record in records.items()}
    facts = cast("dict[str, Fact]", all_records.get("fact", {}))
    circles = circular(facts, renamed)
    findings += circles
    all_records["fact"] = {**without_circles(facts, circles)} if circles else {**facts}
    return Loaded(
        _knowledge(all_records, renamed, files, refused),
        tuple(sorted(set(findings), key=sort_key)),
        digest(*hashes),
    )


def _read(data: DataFile, content: Path, store: Store) -> tuple[Parsed, bytes]:
    """What a file holds, and the digest of its bytes; empty where they cannot be had."""
    found = read_bytes(data, content)
    if isinstance(found, Finding):
        return Parsed(findings=[found]), b""
    hashed = hashlib.sha256(found).digest()
    known_digest, parsed = _PARSED.get(data, (b"", None))
    if parsed is None or known_digest != hashed:
        parsed = _parse(data, found, store)
        _PARSED[data] = (hashed, parsed)
    return parsed, hashed


def _parse(data: DataFile, found: bytes, store: Store) -> Parsed:
    suffix = data.file.suffix.lower()
    how = f"{data.kind == 'source'}{suffix}"
    document = recalled(store, found, data.path, how, lambda: _document(data, suffix, found))
    parsed = parse(document, data.kind, data.stem)
    if document.root is None and document.findings:
        parsed.refused |= importers.likely_ids(found)
    return parsed


def _document(data: DataFile, suffix: str, found: bytes) -> Document:
    if suffix == ".json":
        return importers.csl_json(found, data.path)
    if suffix == ".bib":
        return importers.bibtex(found, data.path)
    document = reader.read(found, data.path)
    return importers.csl_yaml(document) if data.kind == "source" else document


def _bounded(findings: list[Finding], data: DataFile) -> list[Finding]:
    """A hostile file can be wrong in very many places: the first of them will do."""
    more = len(findings) - MAX_FINDINGS
    if more <= 0:
        return findings
    message = f"{more} more findings in this file are not listed"
    return [*findings[:MAX_FINDINGS], Finding(Rule.LIMIT, Location(data.path), message)]


def _duplicate(kind: str, record: Record, first: Record) -> Finding:
    at = first.location
    return Finding(
        Rule.DUPLICATE_ID,
        record.location,
        f"duplicate {kind} id '{record.id}', already defined in {at.path}:{at.line}",
        "give one of them another id",
    )


def _renamed(
    all_records: Mapping[str, Mapping[str, Record]], findings: list[Finding]
) -> Mapping[tuple[str, str], str]:
    """Former ids. An id that a record has today, or two once had, cannot lead to another."""
    renamed: dict[tuple[str, str], str] = {}
    for kind, records in sorted(all_records.items()):
        for key, record in sorted(records.items()):
            for index, old in enumerate(record.formerly):
                other = records.get(old) or records.get(renamed.get((kind, old), ""))
                if other is None:
                    renamed[kind, old] = key
                elif other is not record or old == key:
                    at = other.location
                    message = f"former id '{old}' of {kind} '{key}' is taken"
                    whose = f"'{other.id}' in {at.path}:{at.line} has it"
                    place = record.at(f"formerly/{index}")
                    findings.append(Finding(Rule.DUPLICATE_ID, place, message, whose))
    return MappingProxyType(dict(sorted(renamed.items())))


def _knowledge(
    all_records: Mapping[str, Mapping[str, Record]],
    renamed: Mapping[tuple[str, str], str],
    files: Iterable[DataFile],
    refused: Mapping[str, Iterable[str]] | None = None,
) -> Knowledge:
    def of(kind: str) -> Mapping[str, Any]:
        return MappingProxyType(dict(sorted(all_records.get(kind, {}).items())))

    return Knowledge(
        sources=of("source"),
        facts=of("fact"),
        measures=of("measure"),
        terms=of("term"),
        corrections=of("correction"),
        publishers=of("publisher"),
        renamed=renamed,
        files=tuple(sorted(data.path for data in files)),
        refused=MappingProxyType(
            {kind: frozenset(keys) for kind, keys in sorted((refused or {}).items()) if keys}
        ),
    )
