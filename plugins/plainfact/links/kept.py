"""Outcomes kept between runs, so that nobody's server is asked more often than needed.

A JSON file under `.cache/plainfact`. Whatever is wrong with it, it is taken for empty.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plainfact.links.outcomes import Outcome, State
from plainfact.writer import write_atomically

VERSION = 1
LARGEST = 50_000_000  # bytes
MOST = 100_000  # addresses


@dataclass(slots=True)
class Kept:
    """Outcomes by address, each with the second (Unix time) at which it was found out."""

    file: Path
    now: float
    entries: dict[str, tuple[float, Outcome]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path, now: float) -> Kept:
        """What was kept; nothing where the file is missing or damaged."""
        kept = cls(file, now)
        try:
            if file.stat().st_size <= LARGEST:
                kept.entries = dict(_entries(json.loads(file.read_bytes())))
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            pass
        return kept

    def get(self, url: str, max_age: float, quotes: Iterable[str]) -> Outcome | None:
        """An outcome of the last `max_age` seconds that knows about these quotations.

        `quotes` are fingerprints. What was unsure is asked again.
        """
        entry = self.entries.get(url)
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
        """Keep what was found out now. Raises OSError where it cannot be written."""
        self.entries.update((url, (self.now, outcome)) for url, outcome in outcomes.items())
        newest = sorted(self.entries.items(), key=lambda each: -each[1][0])[:MOST]
        text = json.dumps(
            {
                "version": VERSION,
                "addresses": {url: _as_dict(*entry) for url, entry in sorted(newest)},
            },
            indent=1,
        )
        self.file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(self.file, text.encode() + b"\n")


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


def _entries(whole: Any) -> Iterable[tuple[str, tuple[float, Outcome]]]:
    if whole["version"] != VERSION:
        return
    for url, entry in whole["addresses"].items():
        words = (entry["why"], entry["moved_to"], *entry["found"], *entry["missing"])
        if not all(isinstance(word, str) for word in words):
            raise TypeError
        yield (
            str(url),
            (
                float(entry["asked"]),
                Outcome(
                    State(entry["state"]),
                    int(entry["status"]),
                    entry["why"],
                    entry["moved_to"],
                    frozenset(entry["found"]),
                    frozenset(entry["missing"]),
                ),
            ),
        )
