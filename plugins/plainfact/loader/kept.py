"""Documents as a store keeps them: the tree of values with its places, as JSON.

Only documents in which nothing is wrong are kept, so that no finding is ever an old one.
A mapping is `[start, end, key, {…}]`, a list `[start, end, key, […]]`, anything else
`[start, end, key, value, written, plain]`; `key` is the span of its key or null, and a
decimal number is `{"decimal": "1.50"}`.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from plainfact.reader import Document, Node, Text, decode
from plainfact.store import Store, digest


def recalled(
    store: Store, data: bytes, path: str, kind: str, read: Callable[[], Document]
) -> Document:
    """The document of a file's bytes: as it is kept, else as `read` reads it.

    `kind` says how these bytes are read; the same bytes can be read in several ways.
    """
    key = digest(kind, data)
    if (known := store.get(key)) is not None:
        try:
            content, findings = decode(data, path)
            if content is not None and not findings:
                return Document(Text(path, content), _node(known))
        except (ArithmeticError, LookupError, TypeError, ValueError):
            pass
    document = read()
    root = document.root
    if store.file is not None and root is not None and not document.findings:
        written = _written(root)
        if _same(_node(written), root) and document.text.content == decode(data, path)[0]:
            store.put(key, written)
    return document


def _written(node: Node) -> list[Any]:
    children: Any = node.children
    place = [node.start, node.end, node.key]
    if isinstance(children, list):
        return [*place, [_written(child) for child in children]]
    if children is not None:
        return [*place, {name: _written(child) for name, child in children.items()}]
    value = {"decimal": str(node.value)} if isinstance(node.value, Decimal) else node.value
    return [*place, value, node.written if node.written != value else None, node.plain]


def _node(known: Any) -> Node:
    """The tree that was kept. Raises where it has another shape."""
    start, end, key, value, *rest = known
    span = (int(key[0]), int(key[1])) if key is not None else None
    if rest:
        written, plain = rest
        if isinstance(value, dict):
            value = Decimal(value["decimal"])
        text = written if written is not None else value
        return Node(value, int(start), int(end), span, str(text), bool(plain))
    if isinstance(value, list):
        nodes = [_node(child) for child in value]
        values: Any = [child.value for child in nodes]
        return Node(values, int(start), int(end), span, children=nodes)
    named = {name: _node(child) for name, child in value.items()}
    values = {name: child.value for name, child in named.items()}
    return Node(values, int(start), int(end), span, children=named)


def _same(one: Node, other: Node) -> bool:
    """Whether two trees say the same, types of values and order of keys included."""
    if (one.start, one.end, one.key, one.written, one.plain) != (
        *(other.start, other.end, other.key, other.written, other.plain),
    ):
        return False
    if one.children is None or other.children is None:
        same = type(one.value) is type(other.value) and str(one.value) == str(other.value)
        return same and one.children is other.children
    left, right = list(one.items()), list(other.items())
    return (
        one.value == other.value
        and len(left) == len(right)
        and all(a == b and _same(c, d) for (a, c), (b, d) in zip(left, right, strict=True))
    )
