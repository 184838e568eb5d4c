"""What a newsroom asks of a change to what it has published.

The base of the comparison is what is published. Nothing in one build can tell: these rules
need two.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from plainfact.changes.pages import PageChange, words
from plainfact.changes.records import RecordChange, predecessor, shown
from plainfact.changes.sides import Side
from plainfact.findings import Finding, Location, Rule
from plainfact.model import Fact, Status

SUBSTANCE = ("value", "unit", "as_of", "when", "attributed_to", "claim")
"""Fields in which a fact says what it says. Others say how well it is known, where it was
read, or are for the desk."""


def desk_findings(
    base: Side, head: Side, records: Sequence[RecordChange], pages: Sequence[PageChange]
) -> tuple[Finding, ...]:
    """Findings of the rules `fact-rewritten`, `correction-missing` and `updated-missing`."""
    corrected = _newly_corrected(base, head)
    found: list[Finding] = []
    for change in records:
        if change.kind == "fact" and change.change == "changed":
            now = head.knowledge.facts[change.id]
            before = predecessor("fact", now, base.knowledge)
            if isinstance(before, Fact) and not {now.id, before.id} & corrected:
                found += _of_fact(before, now)
    found += [finding for page in pages for finding in _of_page(page, head)]
    return tuple(found)


def substance(before: Fact, now: Fact) -> tuple[str, ...]:
    """The fields in which a fact says something else than before.

    A claim whose words are the same is the same claim, whatever became of its signs.
    """
    found = []
    for name in SUBSTANCE:
        old, new = getattr(before, name), getattr(now, name)
        same = words(old) == words(new) if name == "claim" else old == new
        if not same:
            found.append(name)
    return tuple(found)


def _newly_corrected(base: Side, head: Side) -> set[str]:
    """Facts that a correction names which was not there before, or did not name them."""
    found: set[str] = set()
    for key, correction in head.knowledge.corrections.items():
        before = base.knowledge.corrections.get(key)
        if before is None or (before.was, before.now) != (correction.was, correction.now):
            found.update(correction.facts)
        else:
            found.update(set(correction.facts) - set(before.facts))
    return found


def _of_fact(before: Fact, now: Fact) -> Iterator[Finding]:
    changed = substance(before, now)
    if "value" in changed and before.as_of == now.as_of:
        yield Finding(
            Rule.FACT_REWRITTEN,
            now.at("value"),
            f"fact '{now.id}' said {shown(before.value) or 'no value'} and now says "
            f"{shown(now.value) or 'no value'}, both as of {now.as_of}",
            "a newer figure is a new record with its own date; if ours was wrong, add a "
            f"correction with 'facts: [{now.id}]'",
        )
    if changed and not _is_withdrawn(before, now):
        listed = ", ".join(f"'{name}'" for name in changed)
        yield Finding(
            Rule.CORRECTION_MISSING,
            now.at(changed[0]),
            f"fact '{now.id}' was published and says something else now ({listed}), and no "
            "correction names it",
            f"add a record to content/corrections with 'facts: [{now.id}]', what we said and "
            "what is right; or leave the record as it was and add a new one",
        )


def _is_withdrawn(before: Fact, now: Fact) -> bool:
    """A retraction is a correction by the one who published it."""
    return now.status is Status.RETRACTED is not before.status


def _of_page(change: PageChange, head: Side) -> Iterator[Finding]:
    """Only pages that carry a date can carry an old one."""
    page = change.page
    dated = page.updated or page.published
    if change.change != "changed" or not dated or dated != change.updated_before:
        return
    if not change.says_something_new:
        return
    new = next(passage for passage in change.passages if passage.says_something_new)
    yield Finding(
        Rule.UPDATED_MISSING,
        _place_of_date(head, page.path) or Location(page.file, 1, 1),
        f"the page says something new, and still gives {dated} as its date: "
        f"“{_short(new.new or new.old)}”",
        "set 'updated' in its front matter to the day of the change",
    )


def _place_of_date(side: Side, path: str) -> Location | None:
    """The place of `updated` (or `published`) in a page's front matter."""
    page = side.pages[path]
    lines = page.source.splitlines()
    if not lines or lines[0].strip() != "---":
        return None
    for wanted in ("updated:", "published:"):
        for number, line in enumerate(lines[1:200], start=2):
            if line.strip() in ("---", "..."):
                break
            if line.startswith(wanted):
                end = len(line.rstrip()) + 1
                return Location(page.page.file, number, 1, number, end)
    return None


def _short(text: str, length: int = 80) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
