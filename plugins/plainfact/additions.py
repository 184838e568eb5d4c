"""New records at the end of a YAML file; nothing else in the file changes by a byte.

What was written is read again before it is believed: the old records have to be what they
were, and the new one what it was meant to be. Where that fails, nothing is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plainfact.findings import Finding, Severity
from plainfact.reader import MAX_BYTES, Document, read

__all__ = ["Added", "Refused", "add", "record_text", "scalar"]

_LINE_END = re.compile(r"\r\n|\r|\n")
_SAFE = re.compile(r"[^\W_][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]*")
# Words that are nothing else in any YAML: no need to ask the reader.
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'()/_-]{3,}(?<! )")
_MEANS_MORE = frozenset(("false", "null", "true"))
_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


class Refused(Exception):
    """The file cannot take the record without a loss. The text says why."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Added:
    """The file as it is to be, and the lines on which the new records begin."""

    text: str
    lines: tuple[int, ...]


def record_text(key: str, values: Mapping[str, Any]) -> str:
    """One record as YAML in canonical form, as `plainfact fmt` leaves it.

    Values are text, numbers, true or false, lists and mappings of these; None and what is
    empty is left out.
    """
    lines = [f"{scalar(key)}:", *_mapping(values, 1)]
    return "\n".join(lines) + "\n"


def add(text: str, path: str, records: Sequence[tuple[str, Mapping[str, Any]]]) -> Added:
    """A file's text with records behind its last one. `path` is how messages name it.

    Line ends are those of the file's first line. Raises Refused.
    """
    before = _read(text, path)
    old = before.value if before.root is not None else {}
    if old is None:
        old = {}
    if not isinstance(old, dict):
        raise Refused(f"{path} holds a list, not records by id")
    if any(not isinstance(value, dict) for value in old.values()):
        raise Refused(f"{path} is one record by itself, or has faults")
    if before.root and text[before.root.start : before.root.start + 1] == "{":
        raise Refused(f"{path} is written in curly brackets")
    first = _LINE_END.search(text)
    line_end = "\r\n" if first and first[0] == "\r\n" else "\n"
    body = text.rstrip(" \t\r\n")
    parts = [body, line_end * 2] if body.strip("\ufeff") else [body]
    line = len(_LINE_END.findall("".join(parts))) + 1
    lines = []
    wanted = dict(old)
    for index, (key, values) in enumerate(records):
        if key in wanted:
            raise Refused(f"{path} has '{key}' already")
        wanted[key] = _plain(values)
        record = ("\n" if index else "") + record_text(key, values)
        lines.append(line + (1 if index else 0))
        line += record.count("\n")
        parts.append(record.replace("\n", line_end))
    after = "".join(parts)
    if len(after.encode("utf-8", "surrogateescape")) > MAX_BYTES:
        raise Refused(f"{path} would become larger than {MAX_BYTES // 1_000_000} MB")
    value = _read(after, path).value
    if not isinstance(value, dict) or value != wanted or list(value) != list(wanted):
        raise Refused(f"{path} cannot take a record at its end without a change to what is there")
    return Added(after, tuple(lines))


def _read(text: str, path: str) -> Document:
    document = read(text.encode("utf-8", "surrogateescape"), path)
    errors = tuple(each for each in document.findings if each.level is Severity.ERROR)
    if errors:
        raise Refused(f"{path} has errors; mend them first", errors)
    return document


def _plain(value: Any) -> Any:
    """A value as the reader gives it back, without what is empty."""
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items() if not _is_empty(each)}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value if not _is_empty(each)]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or (
        not isinstance(value, (bool, int, float)) and value in ("", [], (), {})
    )


def _mapping(values: Mapping[str, Any], depth: int) -> Iterator[str]:
    for name, value in values.items():
        if not _is_empty(value):
            yield from _entry(f"{'  ' * depth}{scalar(name)}:", value, depth)


def _entry(head: str, value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield head
        yield from _mapping(value, depth + 1)
    elif isinstance(value, (list, tuple)):
        yield head
        for each in value:
            yield from _item(each, depth + 1)
    else:
        yield f"{head} {scalar(value)}"


def _item(value: Any, depth: int) -> Iterator[str]:
    mark = f"{'  ' * depth}- "
    if isinstance(value, Mapping):
        for index, line in enumerate(_mapping(value, depth + 1)):
            yield mark + line[len(mark) :] if index == 0 else line
    elif not _is_empty(value):
        yield f"{mark}{scalar(value)}"


def scalar(value: Any) -> str:
    """A value on one line, with quotation marks only where YAML needs them."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    if _WORDS.fullmatch(value) and len(value) < 500 and value.lower() not in _MEANS_MORE:
        return value
    if _SAFE.fullmatch(value) and value == value.strip():
        found = read(f"{value}: {value}\n".encode("utf-8", "replace"), "")
        if not found.findings and found.value == {value: value}:
            return value
    return _ESCAPED.sub(lambda m: f"\\u{ord(m[0]):04x}", json.dumps(value, ensure_ascii=False))
