"""Pages of two sides: which sentences changed, and what they rest on that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plainfact.changes.passages import Part, Passage
from plainfact.changes.records import RecordChange
from plainfact.changes.sides import Coverage, Side, SidePage
from plainfact.exports import pages_corrected
from plainfact.extensions.locate import place_of
from plainfact.findings import NOWHERE, Location
from plainfact.model import Knowledge, Page, References, host_names

MAX_ALIGNED = 3000
"""Sentences of a page that are aligned in order; longer pages are compared as bags of them."""

ALIKE = 0.4
"""Share of words that two sentences have in common, from which they are one, changed."""


@dataclass(frozen=True, slots=True)
class PassageChange:
    """A sentence that is new (`old` empty), gone (`new` empty) or says something else.

    `nth` tells equal sentences of a page apart: how many stand before it. `location` is
    its place in the page's source, as far as it stands there as written.
    """

    part: Part
    old: str
    new: str
    nth: int = 0
    location: Location = NOWHERE

    @property
    def change(self) -> str:
        """ "added", "removed" or "changed"."""
        if not self.old:
            return "added"
        return "changed" if self.new else "removed"

    @property
    def says_something_new(self) -> bool:
        """Whether the page's own words changed, other than in signs."""
        return self.is_own and words(self.old) != words(self.new)

    @property
    def is_own(self) -> bool:
        """Whether somebody wrote it for this page; notes and listings follow the records."""
        return self.part not in (Part.NOTE, Part.LISTING)


@dataclass(frozen=True, slots=True)
class Rest:
    """A changed record that a page rests on; `through` are the records between the two."""

    kind: str
    id: str
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that changed, or that rests on something that changed.

    `change` is "added", "removed", "changed" (it says something else) or "affected" (it
    rests on what changed, and says the same).
    """

    page: Page
    change: str
    passages: tuple[PassageChange, ...] = ()
    rests_on: tuple[Rest, ...] = ()
    before: Coverage | None = None
    after: Coverage | None = None
    updated_before: str = ""

    @property
    def says_something_new(self) -> bool:
        """Whether its own words changed, other than in signs."""
        return any(change.says_something_new for change in self.passages)


def page_changes(base: Side, head: Side, records: Sequence[RecordChange]) -> tuple[PageChange, ...]:
    """All pages that the change concerns, by path."""
    resting = _resting(base, head, records)
    found = []
    for path in sorted({*base.pages, *head.pages}):
        before, after = base.pages.get(path), head.pages.get(path)
        changed = tuple(_passages(before, after))
        rests_on = resting.get(path, ())
        if before and after and not changed and not rests_on:
            continue
        here = after or before
        assert here is not None
        found.append(
            PageChange(
                page=here.page,
                change=_kind(before, after, bool(changed)),
                passages=changed,
                rests_on=rests_on,
                before=before.coverage if before else None,
                after=after.coverage if after else None,
                updated_before=(before.page.updated or before.page.published) if before else "",
            )
        )
    return tuple(found)


def _kind(before: SidePage | None, after: SidePage | None, changed: bool) -> str:
    if before is None:
        return "added"
    if after is None:
        return "removed"
    return "changed" if changed else "affected"


# -- sentences ---------------------------------------------------------------


def _passages(before: SidePage | None, after: SidePage | None) -> Iterator[PassageChange]:
    old = before.passages if before else ()
    new = after.passages if after else ()
    if old == new:
        return
    source, path = (after.source, after.page.file) if after else ("", "")
    seen: Counter[tuple[Part, str]] = Counter()
    nth = []
    for passage in new:
        nth.append(seen[passage.part, passage.text])
        seen[passage.part, passage.text] += 1
    for was, now in _aligned(old, new):
        first = old[was] if was is not None else None
        second = new[now] if now is not None else None
        part = (second or first).part  # type: ignore[union-attr]
        text = second.text if second else ""
        generated = second is None or part in (Part.NOTE, Part.LISTING)
        place = Location(path) if generated else place_of(text, source, path)
        yield PassageChange(
            part, first.text if first else "", text, nth[now] if now is not None else 0, place
        )


def _aligned(
    old: Sequence[Passage], new: Sequence[Passage]
) -> Iterator[tuple[int | None, int | None]]:
    """Pairs of indices of what differs, in the order of the new text."""
    first = [(passage.part, passage.text) for passage in old]
    second = [(passage.part, passage.text) for passage in new]
    if max(len(first), len(second)) > MAX_ALIGNED:
        yield from _bags(first, second)
        return
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            yield from _paired(old, new, range(i1, i2), range(j1, j2))


def _bags(
    old: Sequence[tuple[Part, str]], new: Sequence[tuple[Part, str]]
) -> Iterator[tuple[int | None, int | None]]:
    left, more = Counter(old), Counter(new)
    left, more = left - more, more - left
    for index, key in enumerate(old):
        if left[key] > 0:
            left[key] -= 1
            yield index, None
    for index, key in enumerate(new):
        if more[key] > 0:
            more[key] -= 1
            yield None, index


def _paired(
    old: Sequence[Passage], new: Sequence[Passage], gone: range, come: range
) -> Iterator[tuple[int | None, int | None]]:
    """Which of the sentences that went became which of those that came, in order."""
    start = gone.start
    for now in come:
        likeness = [(_alike(old[was], new[now]), -was) for was in gone if start <= was < start + 40]
        best, index = max(likeness, default=(0.0, 0))
        if best < ALIKE:
            yield None, now
            continue
        for skipped in range(start, -index):
            yield skipped, None
        yield -index, now
        start = -index + 1
    for was in range(start, gone.stop):
        yield was, None


def _alike(old: Passage, new: Passage) -> float:
    if old.part is not new.part:
        return 0.0
    if new.part in (Part.TITLE, Part.SUMMARY):
        return 1.0
    first, second = Counter(words(old.text)), Counter(words(new.text))
    common = (first & second).total()
    return 2 * common / max(first.total() + second.total(), 1)


def words(text: str) -> list[str]:
    """A text's words and numbers in lower case, without signs."""
    kept = (
        character if character.isalnum() or character in ".,%" else " "
        for character in text.casefold()
    )
    return [word for part in "".join(kept).split() if (word := part.strip(".,"))]


# -- what pages rest on ------------------------------------------------------


def _resting(
    base: Side, head: Side, records: Sequence[RecordChange]
) -> Mapping[str, tuple[Rest, ...]]:
    """By page: the changed records that it refers to, itself or through others."""
    found: dict[str, dict[Rest, None]] = {}
    for side in (head, base):
        facts, terms = _facts_by_support(side.knowledge), _terms_by_source(side.knowledge)
        for change in records:
            for pages, through in _uses(change, side, facts, terms):
                for path in pages:
                    found.setdefault(path, {})[Rest(change.kind, change.id, through)] = None
    return {path: _shortest(rests) for path, rests in found.items()}


def _shortest(rests: Iterable[Rest]) -> tuple[Rest, ...]:
    """One for each record: the first of the shortest ways to it."""
    best: dict[tuple[str, str], Rest] = {}
    for rest in rests:
        known = best.get((rest.kind, rest.id))
        if known is None or len(rest.through) < len(known.through):
            best[rest.kind, rest.id] = rest
    return tuple(best.values())


Support = Mapping[tuple[str, str], Collection[str]]


def _uses(
    change: RecordChange, side: Side, facts: Support, terms: Support
) -> Iterator[tuple[Collection[str], tuple[str, ...]]]:
    """Pages that use a record, with the records by way of which they do."""
    references = side.references
    for key in filter(None, (change.id, change.formerly)):
        yield _pages(references, change.kind, key), ()
        for fact in facts.get((change.kind, key), ()):
            yield _pages(references, "fact", fact), (f"fact:{fact}",)
        for term in terms.get((change.kind, key), ()):
            yield _pages(references, "term", term), (f"term:{term}",)
    if change.kind == "correction" and (found := side.knowledge.corrections.get(change.id)):
        yield pages_corrected(found, side.knowledge, references), ()


def _facts_by_support(knowledge: Knowledge) -> Support:
    """Facts by what their notes speak of: sources and their publishers, the measure, the
    claimant, the fact that supersedes them, those that they contradict."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for fact in knowledge.facts.values():
        supports = {("measure", fact.measure), ("term", fact.attributed_to)}
        supports.update(("fact", other.id) for other in knowledge.disputing(fact))
        if successor := knowledge.successor(fact):
            supports.add(("fact", successor.id))
        for citation in fact.citations:
            if source := knowledge.source(citation.source):
                supports.add(("source", source.id))
                hosts = host_names(source.url)
                names = (source.container_title, source.publisher, *hosts)
                supports.update(("publisher", name) for name in names)
        for support in supports - {("fact", fact.id)}:
            found.setdefault(support, {})[fact.id] = None
    return found


def _terms_by_source(knowledge: Knowledge) -> Support:
    """Glossary terms by the sources of their definitions."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for term in knowledge.terms.values():
        for citation in term.citations:
            if source := knowledge.source(citation.source):
                found.setdefault(("source", source.id), {})[term.id] = None
    return found


def _pages(references: References, kind: str, key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found.page for found in references.of(kind, key)))
