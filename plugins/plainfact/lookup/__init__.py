"""An address, a DOI or a file → the sources that it stands for, as records to be written.

A source that is known already is found, and never made again. What a page says is checked
with the loader's own rules; what they refuse is left out.
"""

from __future__ import annotations

from plainfact.lookup.ask import Asking, LookupFailed, look_up
from plainfact.lookup.checked import problem
from plainfact.lookup.naming import slug, source_id, taken_ids, unique, words_of
from plainfact.lookup.outcome import Known, New, Outcome

__all__ = [
    "Asking",
    "Known",
    "LookupFailed",
    "New",
    "Outcome",
    "look_up",
    "problem",
    "slug",
    "source_id",
    "taken_ids",
    "unique",
    "words_of",
]
