"""Do the records' references to one another lead anywhere?

Afterwards every reference in a Knowledge does: those that do not are reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from plainfact.findings import Finding, Location, Rule
from plainfact.loader.check import Use
from plainfact.model import Correction, Fact, Knowledge, Record, Term
from plainfact.suggest import did_you_mean

RULES = {
    "source": Rule.UNKNOWN_SOURCE,
    "fact": Rule.UNKNOWN_FACT,
    "term": Rule.UNKNOWN_TERM,
    "measure": Rule.UNKNOWN_MEASURE,
}
WHERE = {
    "source": "content folder's sources",
    "fact": "content folder's facts",
    "term": "glossary",
    "measure": "content folder's measures",
}
"""Where a record of each kind would have to stand."""
MAX_SUGGESTIONS = 200
"""In one load: a hostile file can name very many things that are not there."""


@dataclass(slots=True)
class Known:
    """The ids of each kind. `silent` are ids that stand in files, but could not be built;
    what refers to them is left out without a finding of its own."""

    ids: Mapping[str, frozenset[str]]
    silent: Mapping[str, frozenset[str]]
    suggested: int = 0
    _cache: dict[tuple[str, str], str] = field(default_factory=dict)

    def has(self, kind: str, key: str) -> bool:
        """Whether a record of that id, or former id, can be used."""
        return key in self.ids.get(kind, frozenset())

    def finding(self, use: Use) -> Finding | None:
        """What a reference gets that leads nowhere."""
        if self.has(use.kind, use.id) or use.id in self.silent.get(use.kind, frozenset()):
            return None
        name = use.id if len(use.id) <= 80 else f"{use.id[:80]}…"
        hint = self._hint(use.kind, use.id)
        return Finding(RULES[use.kind], use.location, f"unknown {use.kind} '{name}'", hint)

    def _hint(self, kind: str, key: str) -> str:
        if (kind, key) not in self._cache:
            if self.suggested >= MAX_SUGGESTIONS:
                return ""
            self.suggested += 1
            bare = key.strip("[]@")
            near = "" if bare != key else did_you_mean(key, self.ids.get(kind, frozenset()))
            self._cache[kind, key] = near or self._other(kind, key)
        return self._cache[kind, key]

    def _other(self, kind: str, key: str) -> str:
        """What to do about an id that is like none of its kind."""
        for other, ids in self.ids.items():
            if key in ids:
                return f"'{key}' is a {other}; the id of a {kind} belongs here"
        if kind == "source":
            if (bare := key.strip("[]@")) != key and bare in self.ids.get(kind, frozenset()):
                return f"write {bare}, without '@' and brackets"
            if re.match("https?://", key):
                return "make a source of the address (plainfact cite), and write its id here"
        return f"add it to the {WHERE[kind]}, or take it out here"


def known(knowledge: Knowledge, refused: Mapping[str, Iterable[str]]) -> Known:
    """The ids and former ids of a Knowledge."""
    maps: dict[str, Mapping[str, Record]] = {
        "source": knowledge.sources,
        "fact": knowledge.facts,
        "measure": knowledge.measures,
        "term": knowledge.terms,
    }
    ids = {
        kind: frozenset(records) | {old for (of, old) in knowledge.renamed if of == kind}
        for kind, records in maps.items()
    }
    return Known(ids, {kind: frozenset(keys) for kind, keys in refused.items()})


def resolved(record: Record, names: Known) -> Record:
    """A record without the references that lead nowhere."""
    match record:
        case Fact():
            retraction = record.retraction
            if retraction and not names.has("source", retraction.source):
                retraction = replace(retraction, source="")
            return _with(
                record,
                citations=tuple(c for c in record.citations if names.has("source", c.source)),
                measure=record.measure if names.has("measure", record.measure) else "",
                superseded_by=(
                    record.superseded_by if names.has("fact", record.superseded_by) else ""
                ),
                disputes=tuple(key for key in record.disputes if names.has("fact", key)),
                retraction=retraction,
            )
        case Term():
            return _with(
                record,
                citations=tuple(c for c in record.citations if names.has("source", c.source)),
                see_also=tuple(key for key in record.see_also if names.has("term", key)),
            )
        case Correction():
            facts = tuple(key for key in record.facts if names.has("fact", key))
            return _with(record, facts=facts)
        case _:
            return record


def _with(record: Record, **values: Any) -> Record:
    """A record with other values; itself where they are what it has, as they nearly always are."""
    if all(getattr(record, name) == value for name, value in values.items()):
        return record
    return replace(record, **values)


def circular(facts: Mapping[str, Fact], renamed: Mapping[tuple[str, str], str]) -> list[Finding]:
    """Facts that supersede or dispute themselves, directly or by way of others."""

    def today(key: str) -> str:
        return key if key in facts else renamed.get(("fact", key), key)

    def fault(at: Location, message: str, hint: str) -> Finding:
        return Finding(Rule.INVALID_FIELD, at, message, hint)

    findings: list[Finding] = []
    settled: set[str] = set()
    for start in facts:
        path: list[str] = []
        key = start
        while key in facts and key not in settled and key not in path:
            path.append(key)
            key = today(facts[key].superseded_by)
        if key in path:
            ring = path[path.index(key) :]
            last = facts[ring[-1]]
            names = "', then '".join([*ring[1:], ring[0]][:8])
            message = f"'superseded_by' is circular: '{ring[0]}' is superseded by '{names}'"
            hint = "the newest fact is superseded by none"
            findings.append(fault(last.at("superseded_by"), message, hint))
        settled.update(path)
        for index, other in enumerate(facts[start].disputes):
            if today(other) == start:
                message = f"'disputes' is circular: fact '{start}' disputes itself"
                at = facts[start].at(f"disputes/{index}")
                findings.append(fault(at, message, "name the other party's fact"))
    return findings


def without_circles(facts: Mapping[str, Fact], findings: Iterable[Finding]) -> dict[str, Fact]:
    """Facts without the references that `circular` found."""
    wrong = {finding.location for finding in findings}
    kept: dict[str, Fact] = {}
    for key, fact in facts.items():
        if fact.superseded_by and fact.at("superseded_by") in wrong:
            fact = replace(fact, superseded_by="")
        own = [fact.at(f"disputes/{index}") in wrong for index in range(len(fact.disputes))]
        if any(own):
            disputes = zip(fact.disputes, own, strict=True)
            fact = replace(fact, disputes=tuple(key for key, bad in disputes if not bad))
        kept[key] = fact
    return kept
