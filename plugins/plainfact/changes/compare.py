"""Two sides compared: everything that a report or a preview says about the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plainfact.changes.desk import desk_findings
from plainfact.changes.found import findings_changed
from plainfact.changes.leftovers import Leftover, leftovers
from plainfact.changes.pages import PageChange, page_changes
from plainfact.changes.records import RecordChange, record_changes
from plainfact.changes.sides import Side
from plainfact.findings import Finding, sort_key

Ruled = Callable[[Iterable[Finding]], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a change does. `new` includes the findings of the rules that only a comparison
    knows; `gone` are those that the base had."""

    base: Side
    head: Side
    records: tuple[RecordChange, ...] = ()
    pages: tuple[PageChange, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    new: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()

    def of(self, kind: str) -> tuple[RecordChange, ...]:
        """The changed records of one kind."""
        return tuple(change for change in self.records if change.kind == kind)


def compare(base: Side, head: Side, ruled: Ruled = tuple) -> Changes:
    """Compare two sides; `ruled` gives the findings of a comparison the site's severities."""
    records = record_changes(base.knowledge, head.knowledge)
    pages = page_changes(base, head, records)
    new, gone = findings_changed(base.findings, head.findings, base.context, head.context)
    asked = tuple(ruled(desk_findings(base, head, records, pages)))
    return Changes(
        base=base,
        head=head,
        records=records,
        pages=pages,
        leftovers=leftovers(base, head, records, pages),
        new=tuple(sorted((*new, *asked), key=sort_key)),
        gone=gone,
    )
