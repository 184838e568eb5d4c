"""Which mentions of terms on a page are linked, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plainfact.extensions.glossary_outline import Outline
from plainfact.extensions.glossary_page import PageText, Reason, Text
from plainfact.extensions.glossary_wrap import Range, locate
from plainfact.model import Knowledge, Link, Page, Term, Use
from plainfact.terms import Matcher, Span, leftmost_longest, limits_allow

# A member of an Enum takes ten times as long to name, and this is asked of every mention.
_ALL, _NEVER = Link.ALL, Link.NEVER


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A mention that is not linked: the term, its label, the words on the page, why, and
    where in the page's text they begin.
    """

    term: str
    label: str
    words: str
    reason: Reason
    start: int = 0


@dataclass(frozen=True, slots=True)
class Linked:
    """A mention that is linked; an explicit link has the label of its term."""

    term: str
    label: str
    words: str
    use: Use
    start: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """What became of all mentions on a page, in reading order, and the page's text."""

    text: str = ""
    links: tuple[Linked, ...] = ()
    near_misses: tuple[NearMiss, ...] = ()


class Chosen(NamedTuple):
    """A mention that gets a link, and where it stands: in which text, where in the tree."""

    text: Text
    span: Span
    term: str
    place: Range


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a page's front matter says about terms, with the ids of today."""

    off: bool = False
    never: frozenset[str] = frozenset()
    also: frozenset[str] = frozenset()
    prefer: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


def wishes_of(meta: Mapping[str, Any], knowledge: Knowledge) -> Wishes:
    """Read `glossary:` of a page's front matter; what has the wrong shape is not for us."""
    value = meta.get("glossary")
    if value is False:
        return Wishes(off=True)
    if not isinstance(value, Mapping):
        return Wishes()
    found: dict[str, frozenset[str]] = {}
    unknown: list[str] = []
    for key in ("never", "also", "prefer"):
        ids: set[str] = set()
        for written in _listed(value.get(key)):
            term = knowledge.term(written)
            if term:
                ids.add(term.id)
            else:
                unknown.append(written)
        found[key] = frozenset(ids)
    return Wishes(False, **found, unknown=tuple(dict.fromkeys(unknown)))


def _listed(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(item) for item in value) if isinstance(value, (list, tuple)) else ()


@dataclass(slots=True)
class Choice:
    """Chooses links for one page, and gathers `near_misses` where it `explains`. `taken`
    are terms (with the scope) that have a link.

    A page is read as a whole or block by block: a block has the number of its `section`.
    """

    page: Page
    terms: Mapping[str, Term]
    wishes: Wishes
    by_section: bool = False
    explains: bool = False
    taken: set[tuple[str, int]] = field(default_factory=set)
    near_misses: list[NearMiss] = field(default_factory=list)
    _active: dict[str, bool] = field(default_factory=dict)

    def active(self, term: str) -> bool:
        """Whether a term is there at all on this page."""
        known = self._active.get(term)
        if known is None:
            known = self._active[term] = limits_allow(self.terms[term], self.page)
        return known

    def is_open(self, term: str, section: int) -> bool:
        """Whether a term may still get a link, wherever it stands in a section."""
        key = (term, section if self.by_section else 0)
        link = self.terms[term].link
        if key in self.taken and link is not _ALL:
            return False
        if term in self.wishes.never or (link is _NEVER and term not in self.wishes.also):
            return False
        return self.active(term)

    def explicit(self, term: str, text: PageText, place: int) -> None:
        """An explicit link counts as the first mention."""
        self.taken.add((term, self._scope(text, place, 0)))

    def links(self, matcher: Matcher, text: PageText, section: int = 0) -> list[Chosen]:
        """The mentions to link, from left to right."""
        words = text.text
        chosen: list[Chosen] = []
        if not self.explains:
            for span in matcher.find(words, self.active):
                term, decided = self._decide(span, text, section)
                if not isinstance(decided, Reason):
                    chosen.append(Chosen(text, span, term, decided))
            return chosen
        candidates, covered = leftmost_longest(matcher.spans(words, self.active))
        for span in candidates:
            term, decided = self._decide(span, text, section)
            if isinstance(decided, Reason):
                self._miss(span, text, term, decided)
            else:
                chosen.append(Chosen(text, span, term, decided))
        for span in covered:
            self._miss(span, text, span.term_ids[0], Reason.LONGER)
        return chosen

    def links_in_outline(self, matcher: Matcher, outline: Outline) -> list[Chosen]:
        """The same, with a look only at mentions of terms that may still get a link."""
        chosen: list[Chosen] = []
        over: set[int] = set()  # forms of terms that get no more links on this page
        passed = 0

        def is_wanted(form: int, place: int) -> bool:
            if form in over or place < passed:
                return False
            section = outline.section(place) if self.by_section else 0
            for term in matcher.terms_of(form):
                if self.is_open(term, section):
                    return True
            if not self.by_section:
                over.add(form)
            return False

        for span in matcher.look(outline.text, self.active, is_wanted):
            unit = outline.unit(span.start)
            if span.start < passed:
                continue
            if outline.is_raw(unit):
                passed = outline.end(unit)
                section = outline.section(span.start)
                chosen += self.links(matcher, outline.close(unit), section)
                continue
            term = self._settle(span.term_ids, self.wishes.prefer)
            section = outline.section(span.start) if self.by_section else 0
            if term is None or not self.is_open(term, section):
                continue
            place = outline.place(span.start, span.end)
            if place is not None:
                self.taken.add((term, section))
                chosen.append(Chosen(outline, span, term, place))
        return chosen

    def _decide(self, span: Span, text: PageText, section: int) -> tuple[str, Range | Reason]:
        """The term that a mention is of, and where it is linked, or why not."""
        term = self._settle(span.term_ids, self.wishes.prefer)
        reason = text.reason(span.start, span.end)
        if reason:
            return term or span.term_ids[0], reason
        if term is None:
            return span.term_ids[0], Reason.AMBIGUOUS
        if self.wishes.off or term in self.wishes.never:
            return term, Reason.PAGE
        link = self.terms[term].link
        if link is _NEVER and term not in self.wishes.also:
            return term, Reason.NEVER
        if text.own_entry(span.start, term):
            return term, Reason.OWN_ENTRY
        key = (term, self._scope(text, span.start, section))
        if link is not _ALL and key in self.taken:
            return term, Reason.ALREADY
        place = locate(text, span.start, span.end)
        if place is None:
            return term, Reason.MARKUP
        self.taken.add(key)
        return term, place

    @staticmethod
    def _settle(ids: tuple[str, ...], prefer: Collection[str]) -> str | None:
        if len(ids) == 1:
            return ids[0]
        preferred = [term for term in ids if term in prefer]
        return preferred[0] if len(preferred) == 1 else None

    def _scope(self, text: PageText, place: int, section: int) -> int:
        return section + text.section(place) if self.by_section else 0

    def _miss(self, span: Span, text: PageText, term: str, reason: Reason) -> None:
        words = text.text[span.start : span.end]
        self.near_misses.append(NearMiss(term, span.label, words, reason, span.start))
