"""Values that somebody else gave, held against the loader's own rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plainfact.importers.common import spread
from plainfact.loader.records import Parsed, parse
from plainfact.model import Source
from plainfact.reader import Document, Node, Text
from plainfact.schemas.fields import SOURCE

REQUIRED = SOURCE.required


# The least that a record of each kind holds, for holding one field of it against the rules.
_LEAST: Mapping[str, Mapping[str, Any]] = {
    "source": {"type": "document", "title": "x"},
    "fact": {"claim": "x", "as_of": "2000", "status": "reported", "sources": ["x"]},
    "term": {"term": "x", "definition": "x"},
}


def problem(kind: str, name: str, value: Any) -> str:
    """What the loader has against one field's value; empty where nothing.

    `name` "id" is the record's own id. Whether references lead anywhere is another question.
    """
    if name == "id":
        parsed = _parsed(kind, str(value), _LEAST[kind])
    else:
        parsed = _parsed(kind, "x", {**_LEAST[kind], name: value})
    if not parsed.findings:
        return ""
    finding = parsed.findings[0]
    message = finding.message.removesuffix(f" in {kind} 'x'")
    return f"{message}; {finding.hint}" if finding.hint else message


def _parsed(kind: str, key: str, values: Mapping[str, Any]) -> Parsed:
    child = spread(dict(values), 0, 0, 0)
    child.key = (0, 0)
    root = Node({key: dict(values)}, 0, 0, children={key: child})
    return parse(Document(Text("", " "), root), kind, "")


def built(key: str, values: Mapping[str, Any]) -> Source | None:
    """The source that these values make; None where the loader has anything against them."""
    parsed = _parsed("source", key, values)
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
    order = (*SOURCE.names, *(each for each in values if each not in SOURCE.names))
    given = {
        name: values[name]
        for name in order
        if name in values and values[name] not in ("", None, [], {})
    }
    if built(key, given) is not None:
        return given, []
    out: dict[str, Any] = {}
    refused = []
    for name in given:
        if name in needed or built(key, {**needed, name: values[name]}) is not None:
            out[name] = values[name]
        else:
            refused.append(name)
    return out, refused
