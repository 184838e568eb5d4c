"""Records of two sides, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from plainfact.findings import Location
from plainfact.model import (
    Citation,
    Correction,
    Fact,
    Knowledge,
    Measure,
    Name,
    Record,
    Retraction,
    Source,
    Standing,
    Status,
    Term,
    Value,
    machine_value,
)

KINDS = ("fact", "source", "measure", "term", "correction", "publisher")
"""In the order in which reports list them."""

UNCOMPARED = frozenset({"id", "location", "places"})
WRITTEN = {
    "container_title": "container-title",
    "url": "URL",
    "doi": "DOI",
    "citations": "sources",
    "only_on_tags": "only_on.tags",
    "only_on_paths": "only_on.paths",
}
"""Names of fields in the data files, where the model has others."""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after, as text; empty where it is not there."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What happened to one record: `change` is "added", "changed" or "removed".

    `title` says in words what it is, `formerly` its id before, where that was another.
    `superseded_by` is the fact that supersedes it now and did not before; `retracted`, that
    it was withdrawn. `location` is its place, of a removed one the place that it had.
    """

    kind: str
    id: str
    change: str
    title: str
    location: Location
    fields: tuple[FieldChange, ...] = ()
    formerly: str = ""
    superseded_by: str = ""
    retracted: bool = False


def record_changes(base: Knowledge, head: Knowledge) -> tuple[RecordChange, ...]:
    """All records that differ, by kind and id."""
    return tuple(change for kind in KINDS for change in _of_kind(kind, base, head))


def records_of(knowledge: Knowledge, kind: str) -> Mapping[str, Record]:
    """All records of a kind."""
    found: Mapping[str, Mapping[str, Record]] = {
        "fact": knowledge.facts,
        "source": knowledge.sources,
        "measure": knowledge.measures,
        "term": knowledge.terms,
        "correction": knowledge.corrections,
        "publisher": knowledge.publishers,
    }
    return found[kind]


def title_of(record: Record) -> str:
    """A record in words."""
    if isinstance(record, Fact):
        return record.claim
    if isinstance(record, Source):
        return record.title
    if isinstance(record, Term):
        return record.term
    if isinstance(record, Measure):
        return record.label
    return record.now if isinstance(record, Correction) else record.id


def predecessor(kind: str, record: Record, base: Knowledge) -> Record | None:
    """The record of the other side that is this one: of its id, or of an id it once had."""
    old = records_of(base, kind)
    names = (record.id, *record.formerly)
    found = next((old[name] for name in names if name in old), None)
    return found or old.get(base.renamed.get((kind, record.id), ""))


def _of_kind(kind: str, base: Knowledge, head: Knowledge) -> Iterator[RecordChange]:
    old, new = records_of(base, kind), records_of(head, kind)
    kept: set[str] = set()
    found: list[RecordChange] = []
    for key, record in new.items():
        before = predecessor(kind, record, base)
        if before is None:
            found.append(_change(kind, record, "added", _fields(None, record)))
            continue
        kept.add(before.id)
        changed = _fields(before, record)
        superseded = _newly_superseded(before, record, base, head)
        if changed or superseded or before.id != key:
            found.append(
                _change(
                    kind,
                    record,
                    "changed",
                    changed,
                    formerly=before.id if before.id != key else "",
                    superseded_by=superseded,
                    retracted=_is_retracted(record) and not _is_retracted(before),
                )
            )
    found += [
        _change(kind, record, "removed", ()) for key, record in old.items() if key not in kept
    ]
    yield from sorted(found, key=lambda change: change.id)


def _change(
    kind: str, record: Record, change: str, changed: tuple[FieldChange, ...], **more: Any
) -> RecordChange:
    return RecordChange(kind, record.id, change, title_of(record), record.location, changed, **more)


def _is_retracted(record: Record) -> bool:
    return isinstance(record, Fact) and record.status is Status.RETRACTED


def _newly_superseded(before: Record, now: Record, base: Knowledge, head: Knowledge) -> str:
    if not (isinstance(before, Fact) and isinstance(now, Fact)):
        return ""
    earlier, later = base.successor(before), head.successor(now)
    return later.id if later and (earlier is None or earlier.id != later.id) else ""


def _fields(before: Record | None, now: Record) -> tuple[FieldChange, ...]:
    """The fields that differ; of a new record, those that say something."""
    found = []
    for each in fields(now):
        if each.name in UNCOMPARED:
            continue
        old = getattr(before, each.name) if before else None
        new = getattr(now, each.name)
        if old != new:
            name = WRITTEN.get(each.name, each.name)
            found += list(_differences(name, old, new))
    return tuple(change for change in found if change.old != change.new)


def _differences(name: str, old: Any, new: Any) -> Iterator[FieldChange]:
    """One change a field; a map's entries are fields of their own."""
    if isinstance(new, Mapping):
        before = old if isinstance(old, Mapping) else {}
        for key in sorted({*before, *new}):
            yield FieldChange(str(key), shown(before.get(key)), shown(new.get(key)))
    else:
        yield FieldChange(name, shown(old), shown(new))


def shown(value: object) -> str:
    """A field's value as text; empty for one that says nothing."""
    if value is None or value is False or value == "" or value == ():
        return ""
    if value is True:
        return "true"
    if isinstance(value, Citation):
        return _citation(value)
    if isinstance(value, Standing):
        return _joined(value.level, f"since {value.since}" if value.since else "", value.why)
    if isinstance(value, Retraction):
        return _joined(value.by, str(value.on or ""), value.source, value.why)
    if isinstance(value, tuple):
        return "; ".join(shown(each) for each in value)
    if isinstance(value, Name):
        return str(value)
    return machine_value(value) if isinstance(value, Value) else str(value)


def _citation(citation: Citation) -> str:
    quote = f"“{citation.quote}”" if citation.quote else ""
    translation = f"(“{citation.translation}”)" if citation.translation else ""
    return _joined(citation.source, citation.locator, quote, citation.language, translation)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def by_id(changes: Iterable[RecordChange]) -> Mapping[tuple[str, str], RecordChange]:
    """Changes by kind and id."""
    return {(change.kind, change.id): change for change in changes}
