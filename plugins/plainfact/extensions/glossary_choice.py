"""Which mentions of terms on a page are linked, and why the others are not."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from plainfact.extensions.glossary_page import PageText, Reason
from plainfact.extensions.glossary_wrap import locate
from plainfact.model import Knowledge, Link, Page, Term, Use
from plainfact.terms import Matcher, Span, leftmost_longest, limits_allow


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


@dataclass(frozen=True, slots=True)
class Chosen:
    """A mention that gets a link."""

    span: Span
    term: str


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
    """

    page: Page
    text: PageText
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

    def explicit(self, term: str, place: int) -> None:
        """An explicit link counts as the first mention."""
        self.taken.add((term, self._scope(place)))

    def links(self, matcher: Matcher) -> list[Chosen]:
        """The mentions to link, from left to right."""
        text = self.text.text
        if not self.explains:
            return [
                Chosen(span, term)
                for span in matcher.find(text, self.active)
                if not self._is_taken(span)
                for term, reason in (self._decide(span),)
                if reason is None
            ]
        candidates, covered = leftmost_longest(matcher.spans(text, self.active))
        chosen: list[Chosen] = []
        for span in candidates:
            term, reason = self._decide(span)
            if reason is None:
                chosen.append(Chosen(span, term))
            else:
                self._miss(span, term, reason)
        for span in covered:
            self._miss(span, span.term_ids[0], Reason.LONGER)
        return chosen

    def _is_taken(self, span: Span) -> bool:
        """Whether it is plain that a mention gets no link: its one term has one."""
        term = span.term_ids[0]
        return (
            len(span.term_ids) == 1
            and (term, self._scope(span.start)) in self.taken
            and self.terms[term].link is not Link.ALL
        )

    def _decide(self, span: Span) -> tuple[str, Reason | None]:
        """The term that a mention is of, and why it is not linked, if so."""
        term = self._settle(span.term_ids, self.wishes.prefer)
        reason = self.text.reason(span.start, span.end)
        if reason:
            return term or span.term_ids[0], reason
        if term is None:
            return span.term_ids[0], Reason.AMBIGUOUS
        if self.wishes.off or term in self.wishes.never:
            return term, Reason.PAGE
        link = self.terms[term].link
        if link is Link.NEVER and term not in self.wishes.also:
            return term, Reason.NEVER
        if self.text.own_entry(span.start, term):
            return term, Reason.OWN_ENTRY
        key = (term, self._scope(span.start))
        if link is not Link.ALL and key in self.taken:
            return term, Reason.ALREADY
        if locate(self.text, span.start, span.end) is None:
            return term, Reason.MARKUP
        self.taken.add(key)
        return term, None

    @staticmethod
    def _settle(ids: tuple[str, ...], prefer: Collection[str]) -> str | None:
        if len(ids) == 1:
            return ids[0]
        preferred = [term for term in ids if term in prefer]
        return preferred[0] if len(preferred) == 1 else None

    def _scope(self, place: int) -> int:
        return self.text.section(place) if self.by_section else 0

    def _miss(self, span: Span, term: str, reason: Reason) -> None:
        words = self.text.text[span.start : span.end]
        self.near_misses.append(NearMiss(term, span.label, words, reason, span.start))
