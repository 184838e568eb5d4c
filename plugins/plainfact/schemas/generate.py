"""Fields → JSON Schema, draft 2020-12.

A schema holds what can be said of one file: not that a reference leads somewhere, that an
id is unique over all files, that `min` is no greater than `max`, or how a number is written.
"""

from __future__ import annotations

from typing import Any

from plainfact.schemas import csl
from plainfact.schemas.shapes import (
    DATE,
    GROUPED_NUMBER,
    LIKE_A_DATE,
    URL,
    Address,
    Amount,
    Choice,
    Cited,
    Date,
    Field,
    Flag,
    Group,
    Kind,
    Many,
    Names,
    Period,
    Reference,
    Shape,
    Switch,
    Text,
)

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_WORDS: Schema = {"type": "string", "pattern": r"\S"}
_DATE: Schema = {
    "type": ["string", "integer"],
    "pattern": f"^{DATE}$",
    "minimum": 1000,
    "maximum": 9999,
}


def file_schema(kind: Kind) -> Schema:
    """The schema of a file of a kind: many records by id, or one record."""
    title = kind.name.replace("-", " ")
    head = {"$schema": DRAFT, "title": f"Plainfact: {title}", "description": kind.about}
    if kind.open:
        return {**head, **_record(kind)}
    single = _record(kind)
    single["properties"] = {"id": {**_WORDS, **_pattern(kind.id_pattern)}, **single["properties"]}
    many: Schema = {
        "type": ["object", "null"],
        "additionalProperties": {"$ref": "#/$defs/record"},
    }
    if kind.id_pattern:
        many["propertyNames"] = _pattern(kind.id_pattern)
    if not kind.required:  # publishers: there is only one file, with many
        return {**head, **many, "$defs": {"record": _record(kind)}}
    return {
        **head,
        "if": {"anyOf": [_has_scalar(name) for name in ("id", *kind.required)]},
        "then": single,
        "else": many,
        "$defs": {"record": _record(kind)},
    }


def _has_scalar(name: str) -> Schema:
    """A file is one record when a required field, no mapping, stands at its top."""
    return {
        "type": "object",
        "required": [name],
        "properties": {name: {"not": {"type": "object"}}},
    }


def _pattern(pattern: str) -> Schema:
    return {"pattern": f"^({pattern})$"} if pattern else {}


def _record(kind: Kind) -> Schema:
    schema = _object(kind.fields)
    if kind.open:
        schema["additionalProperties"] = True
        schema["type"] = ["object", "null"]
    if kind.name == "fact":
        schema["if"] = {"properties": {"status": {"const": "retracted"}}, "required": ["status"]}
        schema["then"] = {"required": ["retraction"]}
    if kind.name == "publisher":
        schema["anyOf"] = [{"required": ["level"]}, {"required": ["standing"]}]
    return schema


def _object(fields: tuple[Field, ...]) -> Schema:
    schema: Schema = {
        "type": "object",
        "properties": {
            field.name: {"description": field.about, **_shape(field.shape)} for field in fields
        },
        "additionalProperties": False,
    }
    required = [field.name for field in fields if field.required]
    return {**schema, "required": required} if required else schema


def _shape(shape: Shape) -> Schema:
    match shape:
        case Text(pattern, numbers, _):
            schema: Schema = {**_WORDS, **_pattern(pattern)}
            return {**schema, "type": ["string", "number"]} if numbers else schema
        case Address():
            return {"type": "string", "pattern": f"^{URL}$"}
        case Choice(values):
            return {"enum": list(values)}
        case Flag():
            return {"type": "boolean"}
        case Date():
            return dict(_DATE)
        case Period():
            ends = {"from": dict(_DATE), "to": dict(_DATE)}
            return {"anyOf": [dict(_DATE), _either(ends)]}
        case Amount():
            number: Schema = {"type": "number"}
            words = {**_WORDS, "not": {"pattern": f"^({GROUPED_NUMBER}|{LIKE_A_DATE})$"}}
            date = {"type": "string", "pattern": f"^{DATE}$"}
            return {"anyOf": [number, _either({"min": number, "max": number}), date, words]}
        case Reference():
            return dict(_WORDS)
        case Names():
            return {"type": "array", "items": _name()}
        case Many(of, least):
            schema = {"type": "array", "items": _shape(of)}
            return {**schema, "minItems": least} if least else schema
        case Group(fields):
            return _object(fields)
        case Cited(group):
            return {"anyOf": [dict(_WORDS), _object(group.fields)]}
        case Switch(group):
            return {"anyOf": [{"type": "boolean"}, _object(group.fields)]}


def _either(properties: dict[str, Schema]) -> Schema:
    """A mapping with at least one of the keys."""
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
    }


def _name() -> Schema:
    flags = ("comma-suffix", "static-ordering", "parse-names")
    return {
        "type": "object",
        "properties": {
            part: {"type": "boolean"} if part in flags else dict(_WORDS) for part in csl.NAME_PARTS
        },
        "additionalProperties": False,
        "anyOf": [{"required": [part]} for part in ("family", "given", "literal")],
    }
