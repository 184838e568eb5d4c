"""Values with their places: what a data file is, once read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from plainfact.findings import Finding, Location
from plainfact.reader.text import Text

Value = dict[str, Any] | list[Any] | str | int | Decimal | bool | None


@dataclass(slots=True)
class Node:
    """A value with its place, as offsets into the text; `key` is the span of its key.

    `written` is a scalar's text as it stands in the file, and empty for collections;
    `plain` says that it stands without quotation marks.
    """

    value: Value
    start: int
    end: int
    key: tuple[int, int] | None = None
    written: str = ""
    plain: bool = False
    children: Mapping[str, Node] | list[Node] | None = None

    def child(self, name: str) -> Node | None:
        """The node under a key or an index."""
        if isinstance(self.children, Mapping):
            return self.children.get(name)
        if isinstance(self.children, list) and name.isdecimal() and len(name) < 9:
            index = int(name)
            return self.children[index] if index < len(self.children) else None
        return None

    def items(self) -> Iterator[tuple[str, Node]]:
        """The nodes right below this one, by key or index."""
        if isinstance(self.children, Mapping):
            yield from self.children.items()
        elif self.children:
            yield from ((str(index), node) for index, node in enumerate(self.children))


@dataclass(frozen=True)
class Document:
    """What a file says: its value, the place of each part, and what is wrong with it.

    Paths are keys and list indices joined by a slash ("x/sources/0/quote"), the whole is
    "". A slash inside a key is written `~1`, a tilde `~0` (RFC 6901).
    """

    text: Text
    root: Node | None = None
    findings: tuple[Finding, ...] = ()

    @cached_property
    def told(self) -> frozenset[Location]:
        """The places of which the reader has said that something is wrong."""
        return frozenset(found.location for found in self.findings)

    @property
    def path(self) -> str:
        """The file, relative to the project."""
        return self.text.path

    @property
    def value(self) -> Value:
        """The document as plain values; None when it could not be read, or is empty."""
        return self.root.value if self.root else None

    def node(self, path: str) -> Node | None:
        """The node at a path."""
        node = self.root
        for part in path.split("/") if path else ():
            node = node.child(part.replace("~1", "/").replace("~0", "~")) if node else None
        return node

    def place(self, path: str = "") -> Location:
        """Where the value at a path stands; the file as a whole where there is none."""
        node = self.node(path)
        return self.of(node) if node else Location(self.path)

    def key_place(self, path: str) -> Location:
        """Where the key of the value at a path stands; the value itself in lists."""
        node = self.node(path)
        return self.of_key(node) if node else Location(self.path)

    def of(self, node: Node) -> Location:
        """The place of a node's value."""
        return self.text.location(node.start, node.end)

    def of_key(self, node: Node) -> Location:
        """The place of a node's key; of the node itself where it has none."""
        return self.text.location(*node.key) if node.key else self.of(node)
