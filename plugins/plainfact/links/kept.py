"""Outcomes kept between runs, so that nobody's server is asked more often than needed.

They lie in the user's cache folder (`store`), never in the project. Whatever is wrong with an
entry, it is as if it were not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plainfact.links.outcomes import Outcome, State
from plainfact.store import Store

VERSION = "1"


@dataclass(slots=True)
class Kept:
    """Outcomes by address, each with the second (Unix time) at which it was found out."""

    store: Store
    now: float

    @classmethod
    def open(cls, project: Path, now: float) -> Kept:
        """What was kept of a project's addresses."""
        return cls(Store.open("links", project, VERSION), now)

    def get(self, url: str, max_age: float, quotes: Iterable[str]) -> Outcome | None:
        """An outcome of the last `max_age` seconds that knows about these quotations.

        `quotes` are fingerprints. What was unsure is asked again.
        """
        entry = _read(self.store.get(url))
        if entry is None:
            return None
        when, outcome = entry
        if not 0 <= self.now - when < max_age or outcome.state is State.UNSURE:
            return None
        # A page that could not be read lacks them all: the next run tries again.
        if set(quotes) - outcome.found - outcome.missing and outcome.state is not State.DEAD:
            return None
        return outcome

    def put(self, outcomes: Mapping[str, Outcome]) -> None:
        """Keep what was found out now."""
        for url, outcome in outcomes.items():
            self.store.put(url, _as_dict(self.now, outcome))
        self.store.save()


def _as_dict(when: float, outcome: Outcome) -> dict[str, Any]:
    return {
        "asked": int(when),
        "state": outcome.state.value,
        "status": outcome.status,
        "why": outcome.why,
        "moved_to": outcome.moved_to,
        "found": sorted(outcome.found),
        "missing": sorted(outcome.missing),
    }


def _read(entry: Any) -> tuple[float, Outcome] | None:
    try:
        words = (entry["why"], entry["moved_to"], *entry["found"], *entry["missing"])
        if not all(isinstance(word, str) for word in words):
            return None
        return float(entry["asked"]), Outcome(
            State(entry["state"]),
            int(entry["status"]),
            entry["why"],
            entry["moved_to"],
            frozenset(entry["found"]),
            frozenset(entry["missing"]),
        )
    except (KeyError, TypeError, ValueError):
        return None
