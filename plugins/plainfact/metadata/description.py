"""What was found out about a source: the shape that every reader of metadata gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Description:
    """`values` are fields of a source, as a YAML file would have them; without `title` it
    is no source yet. `warnings` are for whoever reads the record before it is kept.

    `is_article`: the page says itself that it is one publication with a title, so that what
    it says counts even where its text is withheld. `is_door`: it seems to stand in front of
    the page that was asked for.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    is_article: bool = False
    is_paywalled: bool = False
    is_door: bool = False
