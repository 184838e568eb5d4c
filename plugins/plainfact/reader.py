"""Untrusted YAML in, plain values and their places out: all bounds on data files are here.

This is the only module that reads with ruamel.yaml. It drives the parser's events and
builds the values itself, for three reasons: whatever we do not take (tags, anchors,
directives) is refused before anything is built; every key and value keeps its place; and
plain scalars mean what the core schema of YAML 1.2.2 (section 10.3.2) says, with dates
left as text.

Nothing in here raises on hostile input: what is wrong becomes a `Finding`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.scanner import Scanner

from plainfact.findings import Finding, Location, Rule, Severity

MAX_BYTES = 1_000_000
MAX_DEPTH = 50
MAX_DIGITS = 40
"""Of a number, and the largest power of ten: what is more is no figure of anything."""

MAX_REPEATED = 20
"""How many findings of one kind about single characters a file gets."""

Value = dict[str, Any] | list[Any] | str | int | Decimal | bool | None

# YAML 1.2.2, section 10.3.2, and its null, which is also the empty scalar.
_NULL = frozenset(("", "~", "null", "Null", "NULL"))
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")

# Characters that change the order or the words of a text without being seen: the bidi
# controls of UAX 9 and what hides inside words. The second class is at home in right-to-left
# text, so it is only a warning. 00AD, 200C and 200D are part of ordinary spelling.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u061c\u200e\u200f]")
_MARKS = frozenset("\u061c\u200e\u200f")

# What no text file holds: C0 and C1 without tab, line feed and carriage return, halves of
# surrogate pairs, and the two noncharacters that YAML's printable set leaves out.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

# As MkDocs recognises front matter (mkdocs.utils.meta.YAML_RE), with CRLF too.
_FRONT_MATTER = re.compile(r"\A(-{3}[ \t]*\r?\n)(.*?\r?\n)(?:\.{3}|-{3})[ \t]*\r?\n", re.DOTALL)


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
class Text:
    """A file's text, which knows the line and column of each offset."""

    path: str
    content: str

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", self.content))]

    def line_start(self, offset: int) -> int:
        """The offset at which the line of `offset` begins."""
        return self._lines[bisect_right(self._lines, offset) - 1]

    def location(self, start: int, end: int | None = None) -> Location:
        """The place of a span; white space at its end (block scalars) is left out."""
        size = len(self.content)
        start = max(0, min(start, size))
        end = start + 1 if end is None else max(start, min(end, size))
        end = start + len(self.content[start:end].rstrip()) if end > start + 1 else end
        line, last = bisect_right(self._lines, start), bisect_right(self._lines, end)
        return Location(
            self.path,
            line,
            start - self._lines[line - 1] + 1,
            last,
            end - self._lines[last - 1] + 1,
        )


@dataclass(frozen=True)
class Document:
    """What a file says: its value, the place of each part, and what is wrong with it.

    Paths are keys and list indices joined by a slash ("x/sources/0/quote"), the whole is
    "". A slash inside a key is written `~1`, a tilde `~0` (RFC 6901).
    """

    text: Text
    root: Node | None = None
    findings: tuple[Finding, ...] = ()

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


def read(data: bytes, path: str) -> Document:
    """A YAML file's values and places. `path` is how findings name the file."""
    if len(data) > MAX_BYTES:
        return Document(Text(path, ""), None, (too_large(path),))
    content, findings = decode(data, path)
    if content is None:
        return Document(Text(path, ""), None, findings)
    text = Text(path, content)
    document = _parse(text, content, 0)
    return Document(text, document.root, (*findings, *hidden(text), *document.findings))


def read_front_matter(text: str, path: str) -> Document | None:
    """The front matter of a Markdown page, with places in the page; None without any."""
    text = text.removeprefix("\ufeff")
    found = _FRONT_MATTER.match(text)
    if found is None:
        return None
    start, end = found.span(2)
    page = Text(path, text)
    if end - start > MAX_BYTES:
        return Document(page, None, (too_large(path),))
    findings = [*hidden(page, start, end), *_control_findings(page, start, end)]
    document = _parse(page, _CONTROL.sub("\ufffd", text[start:end]), start)
    return Document(page, document.root, (*findings, *document.findings))


def too_large(path: str) -> Finding:
    """What a file above the bound gets."""
    return Finding(
        Rule.LIMIT,
        Location(path),
        f"the file is larger than {MAX_BYTES // 1_000_000} MB",
        "split it into several files",
    )


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Bytes as text; what is no text is reported and stands as U+FFFD.

    None where the bytes are so little like UTF-8 that nothing in them can be meant.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        message = "the file is UTF-16"
        return None, (Finding(Rule.ENCODING, Location(path), message, "save it as UTF-8"),)
    data = data.removeprefix(b"\xef\xbb\xbf")
    parts: list[str] = []
    wrong: list[tuple[int, bytes]] = []
    length, rest = 0, memoryview(data)
    for tries in range(len(data) + 1):
        try:
            parts.append(str(rest, "utf-8"))
            break
        except UnicodeDecodeError as error:
            good = str(rest[: error.start], "utf-8")
            byte = bytes(rest[error.start : error.end])
            if wrong and not good:  # one with those right before it
                wrong[-1] = (wrong[-1][0], wrong[-1][1] + byte)
            else:
                wrong.append((length + len(good), byte))
            parts += [good, "\ufffd"]
            length += len(good) + 1
            rest = rest[error.end :]
            if len(wrong) == MAX_REPEATED or tries == MAX_REPEATED * 8:
                parts.append(str(rest, "utf-8", "replace"))
                break
    raw = "".join(parts)
    text = Text(path, raw)
    findings = [
        Finding(
            Rule.ENCODING,
            text.location(offset),
            f"the byte{'s' * (len(byte) > 1)} {byte[:8].hex(' ').upper()} "
            f"{'are' if len(byte) > 1 else 'is'} not valid UTF-8",
            "save the file as UTF-8",
        )
        for offset, byte in wrong
    ]
    findings += _control_findings(text)
    return _CONTROL.sub("\ufffd", raw), tuple(findings)


def hidden(text: Text, start: int = 0, end: int | None = None) -> tuple[Finding, ...]:
    """Characters that change a text's order or words unseen, each at its place."""
    content = text.content
    found = _HIDDEN.finditer(content, start, len(content) if end is None else end)
    return tuple(
        _hidden_finding(match[0], text.location(match.start()))
        for match, _ in zip(found, range(MAX_REPEATED), strict=False)
    )


def _hidden_finding(character: str, location: Location) -> Finding:
    return Finding(
        Rule.BIDI_CONTROL,
        location,
        f"invisible character U+{ord(character):04X} ({_HIDDEN_NAMES[character]})",
        "delete it, and type the words around it again if need be",
        Severity.WARNING if character in _MARKS else None,
    )


def unescaped(text: str, written: str, place: Location) -> tuple[str, list[Finding]]:
    """Text in quotation marks, whose escapes can bring in what the file itself may not
    hold; `written` is how it stands there. What is no text becomes U+FFFD."""
    findings: list[Finding] = []
    if _CONTROL.search(text):
        # "\\ud83d\\ude00" is one character in two halves, as JSON writes it.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    for match, _ in zip(_CONTROL.finditer(text), range(MAX_REPEATED), strict=False):
        message = f"{_control_name(match[0])} has no place in a text"
        findings.append(Finding(Rule.ENCODING, place, message, "delete the escape"))
    for match, _ in zip(_HIDDEN.finditer(text), range(MAX_REPEATED), strict=False):
        if match[0] not in written:
            findings.append(_hidden_finding(match[0], place))
    return _CONTROL.sub("\ufffd", text), findings


_HIDDEN_NAMES = {
    "\u061c": "Arabic letter mark",
    "\u200b": "zero-width space",
    "\u200e": "left-to-right mark",
    "\u200f": "right-to-left mark",
    "\u202a": "left-to-right embedding",
    "\u202b": "right-to-left embedding",
    "\u202c": "pop directional formatting",
    "\u202d": "left-to-right override",
    "\u202e": "right-to-left override",
    "\u2060": "word joiner",
    "\u2066": "left-to-right isolate",
    "\u2067": "right-to-left isolate",
    "\u2068": "first strong isolate",
    "\u2069": "pop directional isolate",
    "\ufeff": "byte order mark inside the text",
}


def _control_findings(text: Text, start: int = 0, end: int | None = None) -> list[Finding]:
    content = text.content
    found = _CONTROL.finditer(content, start, len(content) if end is None else end)
    return [
        Finding(
            Rule.ENCODING,
            text.location(match.start()),
            f"{_control_name(match[0])} has no place in a text file",
            "delete it",
        )
        for match, _ in zip(found, range(MAX_REPEATED), strict=False)
    ]


def _control_name(character: str) -> str:
    code = ord(character)
    if code == 0:
        return "the character NUL"
    kind = "lone surrogate" if 0xD800 <= code <= 0xDFFF else "control character"
    return f"the {kind} U+{code:04X}"


class _Refused(Exception):
    """Reading stops here: the rule, the offset and the words of the finding."""

    def __init__(self, rule: Rule, start: int, message: str, hint: str = "", end: int = 0) -> None:
        super().__init__(message)
        self.rule, self.start, self.end = rule, start, end
        self.message, self.hint = message, hint


class _Scanner(Scanner):
    """YAML without tags, anchors, aliases and directives: refused where they stand.

    So early because scanning some of them (a long row of exclamation marks) takes time
    that grows with the square of its length.
    """

    def scan_tag(self) -> NoReturn:
        raise _Refused(
            Rule.YAML_SYNTAX,
            self.reader.get_mark().index,
            "tags ('!…') are not taken here",
            "put text that begins with '!' in quotation marks",
        )

    def scan_anchor(self, TokenClass: Any) -> NoReturn:
        mark = self.reader.get_mark().index
        what = "an anchor ('&…')" if self.reader.peek() == "&" else "an alias ('*…')"
        hint = f"put text that begins with '{self.reader.peek()}' in quotation marks"
        raise _Refused(Rule.LIMIT, mark, f"{what} is not taken here", hint)

    def scan_directive(self) -> NoReturn:
        mark = self.reader.get_mark().index
        raise _Refused(
            Rule.YAML_SYNTAX, mark, "directives ('%…') are not taken here", "delete this line"
        )


@dataclass(slots=True)
class _Open:
    """A collection that is being read; `key` is the key that waits for its value."""

    node: Node
    flow: bool
    lost: bool = False  # the value of a key that was there before
    key: tuple[str, int, int] | None = None


@dataclass(slots=True)
class _Builder:
    """Events in, a tree of nodes out."""

    text: Text
    base: int
    findings: list[Finding] = field(default_factory=list)
    root: Node | None = None
    open: list[_Open] = field(default_factory=list)
    quoted: Node | None = None  # the last scalar, if it is in quotation marks
    documents: int = 0

    def take(self, event: Any) -> None:
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
                raise _Refused(
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
            raise _Refused(Rule.LIMIT, start, message, "flatten it", start + 1)
        top = self.open[-1] if self.open else None
        if top and isinstance(top.node.value, dict) and top.key is None:
            message = "a key must be words, not a list or a mapping"
            hint = "put text that begins with a bracket in quotation marks"
            raise _Refused(Rule.YAML_SYNTAX, start, message, hint, start + 1)
        node = (
            Node({}, start + self.base, start + self.base, children={})
            if mapping
            else Node([], start + self.base, start + self.base, children=[])
        )
        lost = self._add(node)
        self.quoted = None
        self.open.append(_Open(node, bool(event.flow_style), lost))

    def _scalar(self, event: Any) -> None:
        start, end = event.start_mark.index + self.base, event.end_mark.index + self.base
        plain = event.style is None
        text = str(event.value)
        if not plain:
            text = self._unescaped(text, start, end)
        top = self.open[-1] if self.open else None
        if top and isinstance(top.node.value, dict) and top.key is None:
            if plain and not text:
                message = "a key is missing before ':'"
                raise _Refused(Rule.YAML_SYNTAX, start - self.base, message, "write 'key: value'")
            top.key = (text, start, end)
            return
        if plain and not text:  # ruamel puts it where the next token begins
            written = self.text.content[:start].rstrip() if not (top and top.key) else ""
            start = end = top.key[2] + 1 if top and top.key else len(written)
        value = self._resolve(text, start, end) if plain else text
        node = Node(value, start, end, written=text, plain=plain)
        self._add(node)
        self.quoted = node if event.style in ("'", '"') else None

    def _add(self, node: Node) -> bool:
        """Hang a node into what is open; says whether it is lost, its key being taken."""
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


def _parse(text: Text, content: str, base: int) -> Document:
    """The values of `content`, which stands in `text` from the offset `base` on."""
    yaml = YAML(typ="safe", pure=True)  # a new one each time: directives leak into the next
    yaml.Scanner = _Scanner
    builder = _Builder(text, base)
    try:
        for event in yaml.parse(content):
            builder.take(event)
    except _Refused as refused:
        start, end = refused.start + base, refused.end + base if refused.end else None
        place = text.location(start, end)
        found = Finding(refused.rule, place, refused.message, refused.hint)
        return Document(text, None, (*builder.findings, found))
    except MarkedYAMLError as error:
        return Document(text, None, (*builder.findings, _syntax(builder, error)))
    except Exception as error:  # any type can come out of hostile input
        message = f"this cannot be read as YAML ({type(error).__name__})"
        found = Finding(Rule.YAML_SYNTAX, Location(text.path), message)
        return Document(text, None, (*builder.findings, found))
    return Document(text, builder.root, tuple(builder.findings))


# ruamel's words for what is wrong, and ours: what it is, and what to do about it.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed here",
        "a colon and a space where no key can be",
        "put the whole value in quotation marks, or look at the indentation of this line",
    ),
    (
        "found character '\\t'",
        "a tab where only spaces can indent",
        "indent with two spaces",
    ),
    (
        "found character '",
        "text cannot begin with this character",
        "put the value in quotation marks",
    ),
    (
        "could not find expected ':'",
        "a key without a colon and a space after it",
        "write 'key: value', or indent the line if it goes on with the text above",
    ),
    (
        "sequence entries are not allowed here",
        "a list cannot begin on the line of its key",
        "put '- …' on a line of its own, or write [a, b], or quote the text",
    ),
    (
        "found unknown escape character",
        "an escape that YAML does not know",
        "write \\\\ for a backslash, or use single quotation marks",
    ),
    (
        "chomping or indentation indicators",
        "text on the line of '|' or '>'",
        "begin the text on the next line, or put it in quotation marks",
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "text after the end of a value",
        "if the value has quotation marks inside, use the other kind around it",
    ),
    (
        "expected <block end>",
        "this does not line up with what stands above",
        "give keys and list items of one level the same indentation",
    ),
)


def _syntax(builder: _Builder, error: MarkedYAMLError) -> Finding:
    """ruamel's error as a finding: at the opening mark of what was never closed, else at
    the place where reading stopped."""
    text, base = builder.text, builder.base
    problem = str(error.problem or error.context or "no valid YAML")
    mark = error.problem_mark or error.context_mark
    context = str(error.context or "")
    at = (mark.index if mark else 0) + base
    opener = _unclosed(builder, error, at)
    if opener is not None:
        character = text.content[opener : opener + 1]
        what = "quotation mark" if character in "'\"" else "bracket"
        message = f"this {what} is never closed"
        hint = {"[": "add ']'", "{": "add '}'"}.get(character, f"add {character} at the end")
        return Finding(Rule.YAML_SYNTAX, text.location(opener), message, hint)
    if context == "while scanning a simple key" and error.context_mark is not None:
        at = error.context_mark.index + base
        end = text.content.find("\n", at)
        at_end: int | None = end if end > at else None
    else:
        at_end = None
    at = min(at, max(len(text.content.rstrip()) - 1, 0)) - ("escape character" in problem)
    for words, message, hint in _PROBLEMS:
        if words in problem:
            return Finding(Rule.YAML_SYNTAX, text.location(at, at_end), message, hint)
    detail = f"{context}, {problem}" if context and context not in problem else problem
    return Finding(Rule.YAML_SYNTAX, text.location(at, at_end), f"no valid YAML: {detail}")


def _unclosed(builder: _Builder, error: MarkedYAMLError, at: int) -> int | None:
    """Where a bracket or quotation mark opens that is not closed where it should be.

    YAML finds out late: an open bracket or quotation swallows the lines that follow. A
    line inside it that is indented no further than the line on which it opens, and looks
    like a key or an item, was not meant to be inside.
    """
    content = builder.text.content
    context, problem = str(error.context or ""), str(error.problem or "")
    if error.context_mark is not None and "quoted scalar" in context and "end of" in problem:
        return int(error.context_mark.index) + builder.base
    if error.context_mark is not None and "found unexpected document separator" in problem:
        return int(error.context_mark.index) + builder.base
    quoted = builder.quoted
    if quoted is not None and _swallows(builder.text, quoted.start, quoted.end):
        return quoted.start
    brackets = [entry.node.start for entry in builder.open if entry.flow]
    if not brackets:
        return None
    wrong_bracket = content[at : at + 1] in ("]", "}")
    if wrong_bracket or not content[at:].strip():
        return brackets[-1]
    return next((start for start in brackets if _swallows(builder.text, start, at)), None)


_KEY_OR_ITEM = re.compile(r"- |-$|[^\s#\[\]{},\"'][^:\n]*:(?:\s|$)")


def _swallows(text: Text, start: int, end: int) -> bool:
    content = text.content
    line = text.line_start(start)
    indent = _indent(content[line:start])
    stop = content.find("\n", end)
    lines = _later_lines(content[start : len(content) if stop < 0 else stop])
    return any(
        _indent(after) <= indent and _KEY_OR_ITEM.match(after.lstrip(" "))
        for after in lines
        if after.strip()
    )


def _later_lines(content: str) -> Iterable[str]:
    return re.split(r"\r\n|\n|\r", content)[1:]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
