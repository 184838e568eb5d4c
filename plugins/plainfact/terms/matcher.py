"""All labels of all terms, found in one pass over a text.

One Aho-Corasick automaton (`ahocorasick_rs`) over folded forms: the work depends on the
text and on what is found in it, not on how many terms there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, Implementation

from plainfact.model import Term
from plainfact.terms.boundaries import stands_alone
from plainfact.terms.claims import Claim, Claims
from plainfact.terms.folding import Folded, fold

_ASCII_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")
_IS_WORD = bytes(chr(code) in _ASCII_WORD for code in range(256))


class Span(NamedTuple):
    """Where a label stands: its place in the text, the terms that claim it with equal
    right (in order of id), and the label of the first."""

    start: int
    end: int
    term_ids: tuple[str, ...]
    label: str


class Matcher:
    """Finds labels. Made once for all terms; the order of the terms does not matter.

    `language` is that of terms that name none.
    """

    def __init__(self, terms: Iterable[Term], language: str = "en") -> None:
        self._claims, forms = Claims.made(terms, language)
        self._automaton = AhoCorasick(
            forms, store_patterns=False, implementation=Implementation.ContiguousNFA
        )

    def spans(
        self, text: str, active: Callable[[str], bool] = lambda _id: True
    ) -> tuple[Span, ...]:
        """Every place where a label of an active term stands as words of its own,
        overlapping ones too; from left to right, of those at one place the longest first.
        """
        return tuple(self._spans(text, active, overlapping=True))

    def find(self, text: str, active: Callable[[str], bool] = lambda _id: True) -> tuple[Span, ...]:
        """The places that do not overlap: leftmost first, of those at one place the longest.
        The same as `leftmost_longest` of all, with less work.
        """
        return tuple(self._spans(text, active))

    def look(
        self,
        text: str,
        active: Callable[[str], bool],
        is_wanted: Callable[[int, int], bool],
    ) -> Iterator[Span]:
        """The spans of `find`, one by one, without those that nobody wants.

        `is_wanted` is asked about each form (see `terms_of`) that may stand at a place; it is
        asked as the spans are taken, so that it may depend on what became of those before.
        Where it wants none of the forms that overlap, none of them is looked at.
        """
        return self._spans(text, active, is_wanted)

    def terms_of(self, form: int) -> Sequence[str]:
        """The terms that claim a form."""
        return self._claims.terms_of(form)

    def _spans(
        self,
        text: str,
        active: Callable[[str], bool],
        is_wanted: Callable[[int, int], bool] | None = None,
        *,
        overlapping: bool = False,
    ) -> Iterator[Span]:
        folded = fold(text)
        subject = folded.text
        # 1 for what is part of words; in front of the text and behind it is none.
        inner = b"\0" + subject.encode("latin-1", "replace").translate(_IS_WORD) + b"\0"
        # Most places fail by the letters of ASCII on both sides of a border.
        places: Iterable[tuple[int, int, int]] = [
            (start, -end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(
                subject, overlapping=True
            )
            if not ((inner[start] and inner[start + 1]) or (inner[end] and inner[end + 1]))
        ]
        places = sorted(places)
        if is_wanted is not None:
            places = self._wanted(places, folded, is_wanted)
        done = -1  # where the last label ended
        for start, minus_end, index in places:
            if start < done and not overlapping:
                continue
            end = -minus_end
            first, last = folded.start(start), folded.end(end)
            if first is None or last is None:
                continue
            best: list[Claim] = []
            for claim in self._claims.of(index):
                if best and claim.rank > best[0].rank:
                    break
                if (
                    stands_alone(subject, start, end, claim.language)
                    and (claim.always or claim.accepts(text[first:last]))
                    and active(claim.term)
                ):
                    best.append(claim)
            if best:
                alone = len(best) == 1
                ids = (best[0].term,) if alone else tuple(dict.fromkeys(c.term for c in best))
                done = end
                yield Span(first, last, ids, best[0].label)

    def _wanted(
        self,
        places: list[tuple[int, int, int]],
        folded: Folded,
        is_wanted: Callable[[int, int], bool],
    ) -> Iterator[tuple[int, int, int]]:
        """The places of which one is wanted, each with those that overlap it."""
        at, count = 0, len(places)
        while at < count:
            first, minus_end, index = places[at]
            wanted = is_wanted(index, folded.start(first) or 0)
            after = at + 1
            while after < count and (place := places[after])[0] < -minus_end:
                minus_end = min(minus_end, place[1])
                wanted = wanted or is_wanted(place[2], folded.start(place[0]) or 0)
                after += 1
            if wanted:
                yield from places[at:after]
            at = after


def leftmost_longest(spans: Iterable[Span]) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Of spans in order, those that count, and those that are part of one that counts."""
    chosen: list[Span] = []
    covered: list[Span] = []
    end = -1
    for span in spans:
        if span.start < end:
            covered.append(span)
        else:
            chosen.append(span)
            end = span.end
    return tuple(chosen), tuple(covered)
