"""Other explainers on the same matter: those that share facts, sources and terms with a page."""

from __future__ import annotations

from fractions import Fraction

from plainfact.model import Page, References

MAX_RELATED = 3
WEIGHTS = {"fact": 4, "measure": 4, "source": 2, "term": 1}


def related(path: str, references: References) -> tuple[Page, ...]:
    """The pages nearest to a page (its path), the nearest first; only explainers count.

    What few pages share says more than what all of them do: each record counts as its kind's
    weight, parted among the pages that use it. Equal ones stand in order of their paths.
    """
    shared: dict[str, Fraction] = {}
    own = dict.fromkeys((each.kind, each.id) for each in references.on(path))
    for kind, key in own:
        others = {each.page for each in references.of(kind, key)} - {path}
        for other in others:
            page = references.pages.get(other)
            if page is not None and page.published:
                share = Fraction(WEIGHTS.get(kind, 0), len(others) + 1)
                shared[other] = shared.get(other, Fraction()) + share
    found = sorted((other for other in shared if shared[other]), key=lambda o: (-shared[o], o))
    return tuple(references.pages[other] for other in found[:MAX_RELATED])
