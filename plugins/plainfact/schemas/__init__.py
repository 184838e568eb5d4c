"""JSON Schemas of the data files, made from the same declarations that the loader checks.

`python -m plainfact.schemas` writes them next to this file, for editors and for the wheel;
a test fails when a file is not what the declarations say.
"""

from __future__ import annotations

from typing import Any

from plainfact.schemas.fields import KINDS
from plainfact.schemas.generate import file_schema


def kinds() -> tuple[str, ...]:
    """The names of all schemas."""
    return tuple(KINDS)


def schema(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of files of a kind. KeyError where there is none."""
    return file_schema(KINDS[kind])
