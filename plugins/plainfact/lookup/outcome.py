"""What a look-up comes to: a record that is there, or one to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plainfact.model import Source


@dataclass(frozen=True, slots=True)
class Known:
    """The source is there already; `same` says by what it was recognised."""

    source: Source
    same: str

    @property
    def key(self) -> str:
        """The id to cite it by."""
        return self.source.id


@dataclass(frozen=True, slots=True)
class New:
    """A source to be written: its id, its fields, and what to look at before it is kept."""

    key: str
    values: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


Outcome = Known | New
