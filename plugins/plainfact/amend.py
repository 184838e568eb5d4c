"""Fields added to a record in a YAML file, with nothing else in the file touched.

Nothing is dumped: a line goes in, or a value is replaced where it stands, so that comments,
quotation marks and order stay letter by letter. What came out is read again and compared with
what should have; where it is anything else, nothing is changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from plainfact.findings import Severity
from plainfact.reader import Node, read

__all__ = ["NotAmended", "with_fields"]

_PLAIN = re.compile(r"[a-z][a-z-]*")
_RESERVED = frozenset({"null", "true", "false"})
_LINE_END = re.compile(r"\r\n|\r|\n")


class NotAmended(Exception):
    """The file stays as it is; the message says why, in one sentence without a full stop."""


def with_fields(text: str, record: str, fields: Mapping[str, str], *, after: str) -> str:
    """The file's text with these fields in a record; those that are there get the new value.

    New ones are put on lines of their own below the field `after`. Raises NotAmended where
    that cannot be done without a risk: no such record, a record in braces, a value over
    several lines.
    """
    body = text.removeprefix("\ufeff")
    done = body
    for name, value in fields.items():
        done = _with_field(done, record, name, value, after)
        after = name
    expected = _values(body)
    expected[record] = {**expected[record], **fields}
    if _values(done) != expected:
        raise NotAmended("the file would not say what it should")
    return text[: len(text) - len(body)] + done


def _with_field(text: str, record: str, name: str, value: str, after: str) -> str:
    node = _record(text, record)
    old = node.child(name)
    if old is not None:
        if _LINE_END.search(text[old.start : old.end]) or not isinstance(old.value, str):
            raise NotAmended(f"'{name}' runs over several lines")
        if old.value == value:
            return text
        return text[: old.start] + _scalar(value) + text[old.end :]
    above = node.child(after)
    if above is None or above.key is None:
        raise NotAmended(f"the record has no field '{after}'")
    line = text.rfind("\n", 0, above.key[0]) + 1
    indent = text[line : above.key[0]]
    if indent.strip(" "):
        raise NotAmended(f"'{after}' does not begin a line of its own")
    if _LINE_END.search(text[above.start : above.end]):
        raise NotAmended(f"'{after}' runs over several lines")
    end = _LINE_END.search(text, above.end)
    line_end = end[0] if end else "\n"
    new = f"{indent}{name}: {_scalar(value)}"
    if end is None:
        return f"{text}{line_end}{new}{line_end}"
    return text[: end.end()] + new + line_end + text[end.end() :]


def _record(text: str, record: str) -> Node:
    root = read(text.encode("utf-8"), "").root
    node = root.child(record) if root else None
    if node is None or not isinstance(node.value, dict):
        raise NotAmended(f"there is no record '{record}'")
    return node


def _values(text: str) -> dict[str, Any]:
    """What a file says."""
    document = read(text.encode("utf-8"), "")
    if any(finding.level is Severity.ERROR for finding in document.findings):
        raise NotAmended("the file has errors")
    value = document.root.value if document.root else None
    if not isinstance(value, dict):
        raise NotAmended("the file holds no records")
    return value


def _scalar(value: str) -> str:
    """A plain word as such; anything else in double quotation marks (YAML 1.2.2, 7.3.1: JSON's
    strings are YAML's)."""
    if _PLAIN.fullmatch(value) and value not in _RESERVED:
        return value
    return json.dumps(value, ensure_ascii=False)
