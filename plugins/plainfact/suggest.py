"""Did you mean …? The nearest known word to one that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

MAX_KNOWN = 20_000
MAX_LENGTH = 200
"""Bounds on hostile data: longer words get no suggestion, later ones are not looked at."""

NEAR = 70.0
"""From this similarity on (0 to 100, rapidfuzz's ratio) a word is worth suggesting."""


def closest(word: str, known: Iterable[str]) -> str:
    """The known word nearest to `word`; "" when none is near. Same input, same answer."""
    if not word or len(word) > MAX_LENGTH:
        return ""
    # Here, since most runs ask nothing and it takes 4 MB.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA
    from rapidfuzz.fuzz import ratio

    choices = sorted(name for name in islice(known, MAX_KNOWN) if 0 < len(name) <= MAX_LENGTH)
    folded = word.casefold()
    lowered = [name.casefold() for name in choices]
    if similar := process.extractOne(folded, lowered, scorer=ratio, score_cutoff=NEAR):
        return choices[similar[2]]
    slips = 0 if len(word) < 3 else 1 if len(word) < 6 else 2  # exchanged letters are one slip
    if slipped := process.extractOne(folded, lowered, scorer=OSA.distance, score_cutoff=slips):
        return choices[slipped[2]]
    longer = [name for name in choices if len(word) > 2 and name.casefold().startswith(folded)]
    return longer[0] if len(longer) == 1 else ""


def slip(word: str, known: Iterable[str]) -> str:
    """The known word that a word differs from by a slip or two of the hand; "" where none is."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    names = sorted(known)
    most = 1 if len(word) < 7 else 2
    found = process.extractOne(word, names, scorer=OSA.distance, score_cutoff=most)
    return names[found[2]] if found else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A finding's hint: "did you mean 'x'?", or "" when nothing is near."""
    near = closest(word, known)
    return f"did you mean '{near}'?" if near else ""


def did_you_mean_label(word: str, ids: Iterable[str], labels: Mapping[str, str]) -> str:
    """The same for an id, where a label may stand in its place; `labels` lead to ids."""
    if near := did_you_mean(word, ids):
        return near
    label = closest(word.replace("-", " ").replace("_", " "), labels)
    return f"did you mean '{labels[label]}' ({label})?" if label else ""
