"""Which pages of one side of a comparison must come out as on the other.

A page's HTML follows from its source, the configuration, which other pages there are, and
the records that it refers to, with those that speak of them. So a page is taken over only
where all of these are the same: all glossary terms (any of which could be linked), measures
and publishers; its own facts, with every fact that shares a measure with them, disputes or
supersedes them, at any remove; their sources, and its own. A page with a listing or with a
finding is always converted, since these may depend on anything.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from plainfact.findings import NOWHERE
from plainfact.model import Fact, Knowledge, Record
from plainfact.site.session import Session

if TYPE_CHECKING:
    from mkdocs.structure.files import Files

_OURS = re.compile(r"\bpf-[\w-]+")
_OF_NOTES = {"pf-by", "pf-comma", "pf-container", "pf-date", "pf-do", "pf-note", "pf-places"}
_OF_NOTES |= {"pf-refs", "pf-said", "pf-standing", "pf-title", "pf-to-measure"}
_LISTING = re.compile(r"\[[A-Z]{5,}[ \]]")
Node = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Rendered:
    """What rendering one side made: its pages' HTML, by their path in docs_dir."""

    session: Session
    files: Files
    html: Mapping[str, str]

    def hand_over(self, path: str, session: Session) -> str:
        """Give another session what was found on a page; returns the page's HTML."""
        for name, extension in session.extensions.items():
            known = self.session.extensions[name].results.get(path)
            if known is not None:
                extension.results[path] = known
        if path in self.session.pages.written:
            session.pages.written[path] = self.session.pages.written[path]
        if path in self.session.unsupported:
            session.unsupported[path] = self.session.unsupported[path]
        return self.html[path]


def same_pages(other: Rendered, session: Session, files: Files) -> frozenset[str]:
    """The paths of the pages that come out as they did on the other side."""
    before, now = other.session.knowledge, session.knowledge
    sources = {file.src_uri: file.content_string for file in files.documentation_pages()}
    known = {file.src_uri: file.content_string for file in other.files.documentation_pages()}
    if sources.keys() != known.keys() or before.renamed != now.renamed:
        return frozenset()
    for name in ("terms", "measures", "publishers"):
        if _changed(getattr(before, name), getattr(now, name)):
            return frozenset()
    changed = {("source", key) for key in _changed(before.sources, now.sources)}
    changed |= {("fact", key) for key in _changed(before.facts, now.facts)}
    changed = _reached(changed, before, now)
    return frozenset(
        path
        for path, text in sources.items()
        if known[path] == text
        and path in other.html
        and not _LISTING.search(text)
        and _is_untouched(path, other, changed)
    )


def _is_untouched(path: str, other: Rendered, changed: set[Node]) -> bool:
    names = set(_OURS.findall(other.html[path])) - _OF_NOTES
    if any(not name.startswith("pf-note__") for name in names):
        return False
    knowledge = other.session.knowledge
    for extension in other.session.extensions.values():
        result = extension.results.get(path)
        if result is None:
            continue
        if result.findings:
            return False
        for found in result.references:
            if (found.kind, knowledge.renamed.get((found.kind, found.id), found.id)) in changed:
                return False
    return not other.session.pages.written.get(path)


def _changed(before: Mapping[str, Record], now: Mapping[str, Record]) -> set[str]:
    """Ids of records that are not the same, wherever they stand."""
    keys = {*before, *now}
    return {key for key in keys if _plain(before.get(key)) != _plain(now.get(key))}


def _plain(record: Record | None) -> Record | None:
    if record is None:
        return None
    return replace(record, location=NOWHERE, places=MappingProxyType({}))


def _reached(changed: Iterable[Node], before: Knowledge, now: Knowledge) -> set[Node]:
    """Everything that is tied to what changed, at any remove, on either side."""
    ties: defaultdict[Node, set[Node]] = defaultdict(set)
    for knowledge in (before, now):
        for fact in knowledge.facts.values():
            node = ("fact", fact.id)
            for other in _tied(fact, knowledge):
                ties[other].add(node)
                ties[node].add(other)
            for citation in fact.citations:  # a fact does not change its sources
                source = knowledge.source(citation.source)
                ties["source", source.id if source else citation.source].add(node)
    found: set[Node] = set()
    waiting = list(changed)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += ties[node]
    return found


def _tied(fact: Fact, knowledge: Knowledge) -> Iterable[Node]:
    if fact.measure:
        yield ("measure", fact.measure)
    for other in (*fact.disputes, fact.superseded_by):
        if known := knowledge.fact(other):
            yield ("fact", known.id)
