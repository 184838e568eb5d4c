"""A YAML parser's events → nodes, with all bounds on YAML: size is the caller's.

ruamel's parser is the judge of what a file says and of what is wrong with it. It is written
in Python, and takes more than half of the time that reading takes. So a file is read with
libyaml first, where PyYAML, which MkDocs brings along, has it; what libyaml refuses, or what
the two could see in different ways, is read by ruamel's.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from plainfact.findings import Finding, Location, Rule
from plainfact.reader.nodes import Document, Node, Value
from plainfact.reader.text import Text, is_harmless, unescaped

TOO_MUCH = "split it into several files"
MAX_DEPTH = 50
MAX_VALUES = 60_000
"""In one file: parsing one takes some 0.1 ms, whatever it holds. A file of 1 MB has as many
only if each takes 16 characters with its key, and records of any kind take more."""
MAX_DIGITS = 40
"""Of a number, and the largest power of ten: what is more is no figure of anything."""

# YAML 1.2.2, section 10.3.2, and its null, which is also the empty scalar.
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


# Where libyaml takes other files than ruamel does, or says other things of them.
_ONLY_RUAMEL = re.compile(
    r"""
    [|>][-+0-9]*[#]                                 # a comment right behind a block's mark
    | [|>][-+0-9]*[ ]*(?:[#].*)?\r?\n[ ]*(?:\r?\n|\Z)      # a block that begins with a blank line
    | [\t\x85\u2028\u2029\ufeff] | \r(?!\n)         # tabs, a BOM, the line ends of YAML 1.1
    | ^% | (?<=\n)(?:---|[.]{3})                    # directives and second documents
    | (?:^|[ \n,:?\[\]{}-])(?:[&*][^ \n\r]|!)       # anchors, aliases and tags
    """,
    re.MULTILINE | re.VERBOSE,
)


class _Unsure(Exception):
    """libyaml could mean another place than ruamel would."""


class Refused(Exception):
    """Reading stops here: the rule, the offset and the words of the finding."""

    def __init__(self, rule: Rule, start: int, message: str, hint: str = "", end: int = 0) -> None:
        super().__init__(message)
        self.rule, self.start, self.end = rule, start, end
        self.message, self.hint = message, hint


@dataclass(frozen=True, slots=True)
class State:
    """What had been read when the error came: where brackets that are open began, the span
    of the last value if it is in quotation marks, of the last scalar if it is not."""

    brackets: tuple[int, ...]
    quoted: tuple[int, int] | None
    plain: tuple[int, int] | None


@dataclass(slots=True)
class _Open:
    """A collection that is being read; `key` is the key that waits for its value."""

    node: Node
    flow: bool
    lost: bool = False  # the value of a key that was there before
    key: tuple[str, int, int] | None = None


@dataclass(slots=True)
class Builder:
    """Events in, a tree of nodes out."""

    text: Text
    base: int
    findings: list[Finding] = field(default_factory=list)
    root: Node | None = None
    open: list[_Open] = field(default_factory=list)
    quoted: Node | None = None  # the last scalar, if it is in quotation marks
    plain: tuple[int, int] | None = None  # the span of the last scalar, if it is not
    documents: int = 0
    values: int = 0
    sure: bool = True  # the events are ruamel's, so that each place is what it says

    @property
    def state(self) -> State:
        """How far reading has come."""
        quoted = (self.quoted.start, self.quoted.end) if self.quoted else None
        brackets = tuple(entry.node.start for entry in self.open if entry.flow)
        return State(brackets, quoted, self.plain)

    def take(self, event: Any) -> None:
        """Hang one event's content where it belongs; raises what cannot be taken."""
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self._scalar(event)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._start(event, kind == "MappingStartEvent")
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.open.pop().node.end = event.end_mark.index + self.base
        elif kind == "DocumentStartEvent":
            self.documents += 1
            if self.documents > 1:
                raise Refused(
                    Rule.YAML_SYNTAX,
                    event.start_mark.index,
                    "a second document in one file",
                    "delete the line '---' (or '...'), or make two files",
                    event.end_mark.index,
                )

    def _start(self, event: Any, mapping: bool) -> None:
        start = event.start_mark.index
        if len(self.open) >= MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep"
            raise Refused(Rule.LIMIT, start, message, "flatten it", start + 1)
        top = self.open[-1] if self.open else None
        if top and isinstance(top.node.value, dict) and top.key is None:
            message = "a key must be words, not a list or a mapping"
            hint = "put text that begins with a bracket in quotation marks"
            raise Refused(Rule.YAML_SYNTAX, start, message, hint, start + 1)
        node = (
            Node({}, start + self.base, start + self.base, children={})
            if mapping
            else Node([], start + self.base, start + self.base, children=[])
        )
        lost = self._add(node)
        self.quoted = None
        self.open.append(_Open(node, bool(event.flow_style), lost))

    def _scalar(self, event: Any) -> None:
        if not (self.sure or self.open):  # no record, and a block of it can end elsewhere
            raise _Unsure
        start, end = event.start_mark.index + self.base, event.end_mark.index + self.base
        plain = not event.style
        self.plain = (start, end) if plain else None
        text = str(event.value)
        if not plain:
            text = self._unescaped(text, start, end)
        top = self.open[-1] if self.open else None
        if top and isinstance(top.node.value, dict) and top.key is None:
            if plain and not text:
                message = "a key is missing before ':'"
                raise Refused(Rule.YAML_SYNTAX, start - self.base, message, "write 'key: value'")
            # Records have the same few keys: one text each.
            top.key = (sys.intern(text) if len(self.open) > 1 else text, start, end)
            return
        if plain and not text:  # ruamel puts it where the next token begins
            if not self.sure and not (top and top.key):
                raise _Unsure
            written = self.text.content[:start].rstrip() if not (top and top.key) else ""
            start = end = top.key[2] + 1 if top and top.key else len(written)
        value = self._resolve(text, start, end) if plain else text
        node = Node(value, start, end, written=text, plain=plain)
        self._add(node)
        self.quoted = node if event.style in ("'", '"') else None

    def _add(self, node: Node) -> bool:
        """Hang a node into what is open; says whether it is lost, its key being taken."""
        self.values += 1
        if self.values > MAX_VALUES:
            message = f"more than {MAX_VALUES:,} values in one file"
            raise Refused(Rule.LIMIT, node.start - self.base, message, TOO_MUCH)
        if not self.open:
            self.root = node
            return False
        top = self.open[-1]
        if top.lost:
            top.key = None
            return True
        children = top.node.children
        if isinstance(children, list) and isinstance(top.node.value, list):
            children.append(node)
            top.node.value.append(node.value)
            return False
        assert isinstance(children, dict)
        assert isinstance(top.node.value, dict)
        assert top.key
        (key, *span), top.key = top.key, None
        node.key = (span[0], span[1])
        first = children.get(key)
        if first is not None:
            at = self.text.location(*first.key) if first.key else Location(self.text.path)
            self.findings.append(
                Finding(
                    Rule.DUPLICATE_KEY,
                    self.text.location(*span),
                    f"duplicate key '{key}', first at {at.path}:{at.line}:{at.column}",
                    "delete one of the two, or give it another name",
                )
            )
            return True
        children[key] = node
        top.node.value[key] = node.value
        return False

    def _unescaped(self, text: str, start: int, end: int) -> str:
        if is_harmless(text):
            return text
        place = self.text.location(start, end)
        clean, findings = unescaped(text, self.text.content[start:end], place)
        self.findings += findings
        return clean

    def _resolve(self, text: str, start: int, end: int) -> Value:
        """A plain scalar by the core schema of YAML 1.2.2; dates stay text."""
        if text in _NULL:
            return None
        if text in _BOOL:
            return _BOOL[text]
        if _INT.fullmatch(text) or _FLOAT.fullmatch(text):
            return self._number(text, start, end)
        return text

    def _number(self, text: str, start: int, end: int) -> int | Decimal | str:
        if len(text) <= MAX_DIGITS:
            if text[:2] in ("0o", "0x"):
                return int(text, 0)
            if _INT.fullmatch(text):
                return int(text)
            number = Decimal(text)
            if abs(number.adjusted()) <= MAX_DIGITS:
                return number
        message = f"a number with more than {MAX_DIGITS} digits"
        place = self.text.location(start, end)
        self.findings.append(
            Finding(Rule.LIMIT, place, message, "put it in quotation marks if it is text")
        )
        return text


def parse(text: Text, content: str, base: int) -> Document:
    """The values of `content`, which stands in `text` from the offset `base` on."""
    if document := _quickly(text, content, base):
        return document
    # Only here, since ruamel takes time and memory to import, and few files need it.
    from plainfact.reader.thorough import thoroughly

    return thoroughly(text, content, base)


def _quickly(text: Text, content: str, base: int) -> Document | None:
    """A document in which nothing is wrong, read by libyaml; None where that is not sure."""
    loader = getattr(yaml, "CSafeLoader", None)  # PyYAML can be built without libyaml
    if loader is None or _ONLY_RUAMEL.search(content):
        return None
    builder = Builder(text, base, sure=False)
    try:
        for event in yaml.parse(content, Loader=loader):
            builder.take(event)
            if builder.findings:
                return None
    except Exception:  # any type can come out of hostile input; it is read again
        return None
    return Document(text, builder.root)
