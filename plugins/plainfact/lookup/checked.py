"""Values that somebody else gave, held against the loader's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plainfact.importers.common import spread
from plainfact.loader.records import parse
from plainfact.model import Source
from plainfact.reader import Document, Node, Text
from plainfact.schemas.fields import SOURCE

REQUIRED = SOURCE.required


def built(key: str, values: Mapping[str, Any]) -> Source | None:
    """The source that these values make; None where the loader has anything against them."""
    child = spread(dict(values), 0, 0, 0)
    child.key = (0, 0)
    root = Node({key: dict(values)}, 0, 0, children={key: child})
    parsed = parse(Document(Text("", " "), root), "source", "")
    if parsed.findings or len(parsed.records) != 1:
        return None
    record = parsed.records[0]
    return record if isinstance(record, Source) else None


def kept(key: str, values: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What the loader takes of these values, in the order in which fields are declared, and
    the names of fields that it refuses. Nothing where a required field is refused."""
    needed = {name: values[name] for name in REQUIRED if name in values}
    if built(key, needed) is None:
        return {}, [name for name in REQUIRED if name not in values] or list(REQUIRED)
    out: dict[str, Any] = {}
    refused = []
    for name in (*SOURCE.names, *(each for each in values if each not in SOURCE.names)):
        if name not in values or values[name] in ("", None, [], {}):
            continue
        if name in needed or built(key, {**needed, name: values[name]}) is not None:
            out[name] = values[name]
        else:
            refused.append(name)
    return out, refused
