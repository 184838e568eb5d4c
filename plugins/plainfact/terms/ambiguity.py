"""Labels that two terms claim, where those terms can meet on a page."""

from __future__ import annotations

import fnmatch
from collections.abc import Collection, Iterable, Iterator
from itertools import combinations

from plainfact.findings import Finding, Location, Rule
from plainfact.model import Match, Page, Term
from plainfact.terms.folding import folded_plain, plain


def limits_allow(term: Term, page: Page) -> bool:
    """Whether a term's `only_on` lets it be linked on a page: one tag or one path suffices."""
    if not (term.only_on_tags or term.only_on_paths):
        return True
    if any(tag in page.tags for tag in term.only_on_tags):
        return True
    return any(fnmatch.fnmatchcase(page.path, glob) for glob in term.only_on_paths)


def ambiguous(
    terms: Iterable[Term], pages: Iterable[tuple[Page, Collection[str]]] | None = None
) -> tuple[Finding, ...]:
    """One finding for each pair of terms that share a label and can meet.

    `pages` are the site's pages, each with the ids that its front matter prefers; where
    they are not known, terms can meet unless their limits have nothing in common.
    """
    known = None if pages is None else tuple(pages)
    labels: dict[str, list[tuple[Term, int]]] = {}
    for term in sorted(terms, key=lambda term: (term.location, term.id)):
        for index, label in enumerate(term.labels):
            labels.setdefault(folded_plain(plain(label)), []).append((term, index))
    found: dict[tuple[str, str], Finding] = {}
    for claims in labels.values():
        if len(claims) == 1:
            continue
        for first, second in combinations(claims, 2):
            pair = (first[0].id, second[0].id)
            if pair[0] == pair[1] or pair in found or not _same(first, second):
                continue
            meeting = _meeting(first[0], second[0], known)
            if meeting is not None:
                found[pair] = _finding(first, second, meeting)
    return tuple(found.values())


def _same(first: tuple[Term, int], second: tuple[Term, int]) -> bool:
    """Whether two labels that fold alike are one. Where one term insists on its letter
    case and the other is written differently, the first wins its own spelling."""
    exact = [term.match is Match.EXACT for term, _ in (first, second)]
    if not any(exact):
        return True
    return plain(first[0].labels[first[1]]) == plain(second[0].labels[second[1]])


def _meeting(
    first: Term, second: Term, pages: tuple[tuple[Page, Collection[str]], ...] | None
) -> str | None:
    """Where the two meet unsettled: a page's path, or "" for anywhere; None for nowhere."""
    if pages is None:
        return "" if _limits_overlap(first, second) else None
    limited = bool(_limits(first) or _limits(second))
    for page, preferred in pages:
        if len({first.id, second.id} & set(preferred)) == 1:
            continue
        if limits_allow(first, page) and limits_allow(second, page):
            return page.path if limited else ""
    return None


def _limits(term: Term) -> tuple[str, ...]:
    return term.only_on_tags + term.only_on_paths


def _limits_overlap(first: Term, second: Term) -> bool:
    if not (_limits(first) and _limits(second)):
        return True
    if set(first.only_on_tags) & set(second.only_on_tags):
        return True
    return any(
        fnmatch.fnmatchcase(one, other) or fnmatch.fnmatchcase(other, one)
        for one in first.only_on_paths
        for other in second.only_on_paths
    )


def _finding(first: tuple[Term, int], second: tuple[Term, int], page: str) -> Finding:
    (one, one_index), (other, other_index) = first, second
    label, place = other.labels[other_index], other.at(_path(other_index))
    elsewhere = ":".join(_words(one.at(_path(one_index))))
    message = f"label {label!r} of term {other.id!r} is also a label of {one.id!r}"
    message += f" ({elsewhere})" if elsewhere else ""
    message += f"; both can be linked on {page}" if page else ""
    hint = (
        f"limit both with only_on, drop one label, or settle it on a page with "
        f"glossary: {{prefer: [{other.id}]}}"
    )
    return Finding(Rule.AMBIGUOUS_LABEL, place, message, hint)


def _path(index: int) -> str:
    return f"aliases/{index - 1}" if index else "term"


def _words(place: Location) -> Iterator[str]:
    if place.path:
        yield place.path
    if place.line:
        yield str(place.line)
        yield str(place.column)
