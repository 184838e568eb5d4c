"""What asking an address led to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a reader meets at an address, as far as a program can tell."""

    LIVE = "live"
    MOVED = "moved"  # for good: 301 or 308 (RFC 9110, section 15.4)
    DEAD = "dead"  # 404, 410, or no such host
    PAYWALLED = "paywalled"
    UNSURE = "unsure"  # refused, busy, too slow: none of it means that readers meet the same


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state of an address, and why; `moved_to` is its new address where it has one.

    `status` is HTTP's, 0 where no answer came. `found` and `missing` are the quotations that
    were looked for (see `words.fingerprint`); those that could not be looked for are in neither.
    """

    state: State
    status: int = 0
    why: str = ""
    moved_to: str = ""
    found: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()
