"""Addresses asked: what is dead, moved, behind a wall, or no longer says what we quote.

Data goes one way: `collecting` finds addresses and the words quoted from them, `asking` asks
one of them, `hosts` many side by side, `words` looks for quotations, `archive` for copies, and
`reporting` makes findings of all that. Whatever servers send is data, and bounded.
"""

from __future__ import annotations

from plainfact.links.archive import DEFAULT_ARCHIVE, find_copy
from plainfact.links.asking import Asking, Polite
from plainfact.links.collecting import Address, Place, addresses_in, collect
from plainfact.links.hosts import ask_all
from plainfact.links.kept import Kept
from plainfact.links.outcomes import Outcome, State
from plainfact.links.reporting import Asked, as_json, as_markdown, findings_of, others

__all__ = [
    "DEFAULT_ARCHIVE",
    "Address",
    "Asked",
    "Asking",
    "Kept",
    "Outcome",
    "Place",
    "Polite",
    "State",
    "addresses_in",
    "as_json",
    "as_markdown",
    "ask_all",
    "collect",
    "find_copy",
    "findings_of",
    "others",
]
