"""YAML files put into canonical form, comments kept; a file that would lose something is left.

This is the only room that writes with ruamel.yaml. Its round trip loses some comments and
rewrites some values, so nothing it made is believed: what was dumped is parsed again, and
every event, comment and empty line is compared with what stood there before. Plain scalars
are never resolved: `012`, `1_000.5` and `~` are carried over as they are written.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.events import DocumentEndEvent, DocumentStartEvent, ScalarEvent, StreamEndEvent
from ruamel.yaml.resolver import VersionedResolver

from plainfact.findings import Finding, Location, Rule, Severity
from plainfact.reader import Text, read

__all__ = ["Formatted", "format_text", "write_atomically"]

WIDTH = 2**31 - 1  # no line is ever folded
ROUNDS = 4  # in which a text has to come to rest

_LINE_END = re.compile(r"\r\n|\r|\n")
_ONLY_COMMENTS = re.compile(r"(?:[ \t]*(?:#[^\n]*)?(?:\n|\Z))*")
_COMMENT_OR_BLANK = re.compile(r"#[^\n]*|\n(?=[ \t]*\n)")
_STRANGE = re.compile("[\u2028\u2029]")
_LEADING = re.compile(r"(?:[ \t]*\n)*")
_HEADER = re.compile(r"[|>][^\s#]*[ \t]+(#[^\n]*)")  # of a block scalar
_BLOCK = ("|", ">")
_NEAR = 50  # lines in which a comment looks for its neighbour
_BLANK = "empty line"


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text in canonical form; where there are findings, the text as it was."""

    text: str
    findings: tuple[Finding, ...] = ()


def format_text(text: str, path: str) -> Formatted:
    """A data file's text in canonical form. `path` is how findings name the file.

    Bytes that are no UTF-8 may stand in it as Python's `surrogateescape` has them. Line
    ends become those of the first line; a byte order mark stays. Formatting the result
    again changes nothing.
    """
    document = read(_encoded(text), path)
    errors = tuple(each for each in document.findings if each.level is Severity.ERROR)
    if errors:
        return Formatted(text, errors)
    body = text.removeprefix("\ufeff")
    mark = text[: len(text) - len(body)]
    first = _LINE_END.search(body)
    line_end = "\r\n" if first and first[0] == "\r\n" else "\n"
    body = _LINE_END.sub("\n", body)
    strange = _STRANGE.search(body)
    if strange:
        place = Text(path, body).location(strange.start())
        why = f"U+{ord(strange[0]):04X} is the end of a line to some programs and not to others"
        return Formatted(text, (_refused(place, why, "delete it"),))
    if _ONLY_COMMENTS.fullmatch(body):
        done = _trimmed(body).strip("\n").rstrip(" \t\n")
        done = f"{done}\n" if done else ""
    elif document.root is None or not isinstance(document.root.value, dict):
        place = Text(path, body).location(document.root.start if document.root else 0)
        return Formatted(text, (_refused(place, "no mapping at the top level"),))
    else:
        try:
            done = _canonical(body)
            trouble = None if done == body else _lost(body, done, path)
        except _Restless:
            trouble = _refused(Location(path), "it would come out otherwise each time")
        except Exception as error:  # any type can come out of ruamel
            trouble = _refused(Location(path), f"ruamel.yaml stumbles ({type(error).__name__})")
        if trouble:
            return Formatted(text, (trouble,))
    return Formatted(mark + done.replace("\n", line_end))


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content, or make the file: whoever reads it sees the old or the new.

    Whatever stops this on its way, the file is whole; killed, it can leave a hidden
    `.NAME.….tmp` behind. The file's mode stays. A link stays one: what it leads to changes.
    """
    target = path.resolve()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.chmod(name, _mode(target))
            os.fsync(stream.fileno())
        os.replace(name, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
    with contextlib.suppress(OSError):  # no folder can be opened on Windows
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _mode(target: Path) -> int:
    with contextlib.suppress(FileNotFoundError):
        return stat.S_IMODE(target.stat().st_mode)
    return 0o644


def _encoded(text: str) -> bytes:
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")


# -- the round trip --------------------------------------------------------------------


class _Unresolved(VersionedResolver):
    """Takes every plain scalar for text, so that it is written again letter by letter."""

    @property
    def versioned_resolver(self) -> Mapping[str, Any]:
        return {}


def _yaml() -> Any:
    """A new one for each text: directives leak into the next."""
    yaml = YAML(typ="rt", pure=True)
    yaml.Resolver = _Unresolved
    yaml.preserve_quotes = True
    yaml.width = WIDTH
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml


class _Restless(Exception):
    """A text that comes out otherwise each time."""


def _canonical(text: str) -> str:
    """The round trip, until nothing changes any more."""
    for _ in range(ROUNDS):
        before, text = text, _round(text)
        if text == before:
            return text
    raise _Restless


def _round(text: str) -> str:
    events = list(_events(text))
    stripped = _stripped(text, events)
    yaml = _yaml()
    for event in events:
        if isinstance(event, DocumentStartEvent):
            yaml.explicit_start = bool(event.explicit)
        elif isinstance(event, DocumentEndEvent):
            yaml.explicit_end = bool(event.explicit)
    stream = io.StringIO()
    yaml.dump(yaml.load(stripped), stream)
    dumped = stream.getvalue().rstrip("\n") + "\n"
    return dumped if dumped == stripped else _mended(stripped, dumped)


def _stripped(text: str, events: Iterable[Any]) -> str:
    """Without white space at the ends of lines, but for lines inside scalars, and without
    empty lines at both ends."""
    parts: list[str] = []
    leading = _LEADING.match(text)
    done = leading.end() if leading else 0
    for event in events:
        if isinstance(event, ScalarEvent):
            start, end = _span(event, text)
            parts += [_trimmed(text[done:start]), text[start:end]]
            done = end
    return "".join([*parts, _trimmed(text[done:]).rstrip(" \t\n"), "\n"])


def _trimmed(gap: str) -> str:
    *lines, last = gap.split("\n")
    return "\n".join([*(line.rstrip(" \t") for line in lines), last])


def _mended(before: str, dumped: str) -> str:
    """What ruamel does not carry over: escapes as they are written, and comments in line
    with what they stand beside."""
    old, new = _tokens(before), _tokens(dumped)
    if [token.what for token in old] != [token.what for token in new]:
        return dumped
    parts: list[str] = []
    done = 0
    for was, now in zip(old, new, strict=True):
        written = before[was.start : was.end]
        if was.what[0] == "value" and was.what[2] in ("'", '"') and "\n" not in written:
            parts += [dumped[done : now.start], written]
            done = now.end
        elif was.what[0] == "comment" and was.what[2]:
            line = dumped.rfind("\n", 0, now.start) + 1
            parts += [dumped[done:line], " " * _comment_indent(before, was, dumped, now)]
            done = now.start
        elif was.what[0] == "comment":
            parts += [dumped[done : now.start - _gap(dumped, now)], " " * max(_gap(before, was), 1)]
            done = now.start
    return "".join([*parts, dumped[done:]])


def _gap(text: str, token: _Token) -> int:
    line = text[text.rfind("\n", 0, token.start) + 1 : token.start]
    return len(line) - len(line.rstrip(" \t"))


def _comment_indent(before: str, was: _Token, dumped: str, now: _Token) -> int:
    """A comment goes with the line below it or above it that it was in line with."""
    own = was.start - before.rfind("\n", 0, was.start) - 1
    for neighbour in (_below, _above):
        if neighbour(before, was) == own:
            moved = neighbour(dumped, now)
            if moved is not None:
                return moved
    return now.start - dumped.rfind("\n", 0, now.start) - 1


def _below(text: str, token: _Token) -> int | None:
    start = text.find("\n", token.end) + 1
    for _ in range(_NEAR if start else 0):
        end = text.find("\n", start)
        if end < 0:
            break
        if (indent := _indent(text[start:end])) is not None:
            return indent
        start = end + 1
    return None


def _above(text: str, token: _Token) -> int | None:
    end = text.rfind("\n", 0, token.start)
    for _ in range(_NEAR):
        if end < 0:
            break
        start = text.rfind("\n", 0, end) + 1
        if (indent := _indent(text[start:end])) is not None:
            return indent
        end = start - 1
    return None


def _indent(line: str) -> int | None:
    """Of a line that has more in it than a comment."""
    content = line.lstrip(" ")
    return None if not content or content.startswith("#") else len(line) - len(content)


# -- what must not get lost ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of a file that has to survive, and the offset at which it stands."""

    what: tuple[object, ...]
    start: int
    end: int = 0


def _lost(before: str, after: str, path: str) -> Finding | None:
    """The first difference that counts, at its place in the file as it is."""
    for old, new in zip_longest(_tokens(before), _tokens(after)):
        if old is None or new is None or old.what != new.what:
            token = old or new
            assert token
            place = Text(path, before).location(old.start if old else len(before.rstrip()))
            kind = str(token.what[0])
            kind = kind if kind in _LOSSES else "value"
            return _refused(place, _LOSSES[kind], _HINTS[kind])
    return None


_LOSSES = {
    "comment": "the comment here would get lost or move",
    _BLANK: "the empty line here would get lost or move",
    "value": "what stands here would be changed",
}


_HINTS = {
    "comment": "move the comment to a line of its own, above the record",
    _BLANK: "delete the empty line",
    "value": "write it on one line, or in quotation marks",
}


def _refused(place: Location, why: str, hint: str = "") -> Finding:
    return Finding(Rule.NOT_FORMATTABLE, place, f"not formatted: {why}", hint)


def _tokens(text: str) -> list[_Token]:
    """Events, comments and empty lines, in the order in which they stand."""
    tokens: list[_Token] = []
    done = 0
    for event in _events(text):
        start, end = _span(event, text)
        if isinstance(event, ScalarEvent):
            if start == end:  # nothing: the parser puts it where the next thing begins
                start = end = done
            tokens += _between(text, done, start)
            tokens.append(_Token(("value", str(event.value), event.style), start, end))
            header = _HEADER.match(text, start, end) if event.style in _BLOCK else None
            if header:
                what = ("comment", header[1].rstrip(), False)
                tokens.append(_Token(what, header.start(1), header.end(1)))
            done = end
            continue
        if isinstance(event, StreamEndEvent):
            tokens += _between(text, done, len(text))
        details = [getattr(event, name, None) for name in ("flow_style", "explicit")]
        tokens.append(_Token((type(event).__name__, *map(bool, details)), start, end))
    kept = [i for i, token in enumerate(tokens) if token.what[0] in ("value", "comment")]
    last = max(kept, default=0)  # empty lines at the end may go
    return [token for i, token in enumerate(tokens) if i < last or token.what[0] != _BLANK]


def _between(text: str, start: int, end: int) -> Iterator[_Token]:
    """Comments and empty lines where no scalar stands: there, '#' always begins a comment."""
    if start == 0:
        leading = _LEADING.match(text)
        start = leading.end() - 1 if leading and leading[0] else 0  # these may go
    for match in _COMMENT_OR_BLANK.finditer(text, start, end):
        if match[0].startswith("#"):
            line = text.rfind("\n", 0, match.start()) + 1
            alone = not text[line : match.start()].strip()
            yield _Token(("comment", match[0].rstrip(), alone), *match.span())
        else:
            yield _Token((_BLANK,), match.start() + 1, match.end() + 1)


def _events(text: str) -> Iterator[Any]:
    return iter(YAML(typ="safe", pure=True).parse(text))


def _span(event: Any, text: str) -> tuple[int, int]:
    """From where to where; a block scalar without the empty lines below it."""
    start, end = event.start_mark.index, event.end_mark.index
    if isinstance(event, ScalarEvent) and event.style in _BLOCK:
        last = start + len(text[start:end].rstrip(" \t\n"))
        end = last + len(text[last:end].partition("\n")[0])
    return start, end
