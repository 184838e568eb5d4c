"""Bytes → text that knows its lines, and the characters that no text may hold."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from plainfact.findings import Finding, Location, Rule, Severity

MAX_REPEATED = 20
"""How many findings of one kind about single characters a file gets."""

# Characters that change the order or the words of a text without being seen: the bidi
# controls of UAX 9 and what hides inside words. The second class is at home in right-to-left
# text, so it is only a warning. 00AD, 200C and 200D are part of ordinary spelling.
_HIDDEN = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u061c\u200e\u200f]")
_MARKS = frozenset("\u061c\u200e\u200f")

# What no text file holds: C0 and C1 without tab, line feed and carriage return, halves of
# surrogate pairs, and the two noncharacters that YAML's printable set leaves out.
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Text:
    """A file's text, which knows the line and column of each offset."""

    path: str
    content: str

    @cached_property
    def _lines(self) -> array[int]:
        starts = array("i", (0,))
        starts.extend(match.end() for match in re.finditer(r"\r\n|\n|\r", self.content))
        return starts

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


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Bytes as text; what is no text is reported and stands as U+FFFD.

    None where the bytes are so little like text that nothing in them can be meant.
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
    controls = control_findings(text)
    if len(controls) == MAX_REPEATED:
        return None, (no_text_file(controls[0].location),)
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
    findings += controls
    return CONTROL.sub("\ufffd", raw), tuple(findings)


def no_text_file(place: Location) -> Finding:
    """What a file gets that has no place for each of its faults."""
    message = "this is no text file: it is full of control characters"
    hint = "if it was made by another program, save it from there as plain text in UTF-8"
    return Finding(Rule.ENCODING, place, message, hint)


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


def is_harmless(text: str) -> bool:
    """Whether a text has none of the characters that `unescaped` looks for."""
    return not (CONTROL.search(text) or _HIDDEN.search(text))


def unescaped(text: str, written: str, place: Location) -> tuple[str, list[Finding]]:
    """Text in quotation marks, whose escapes can bring in what the file itself may not
    hold; `written` is how it stands there. What is no text becomes U+FFFD."""
    findings: list[Finding] = []
    if CONTROL.search(text):
        # "\\ud83d\\ude00" is one character in two halves, as JSON writes it.
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
    for match, _ in zip(CONTROL.finditer(text), range(MAX_REPEATED), strict=False):
        message = f"{_control_name(match[0])} has no place in a text"
        findings.append(Finding(Rule.ENCODING, place, message, "delete the escape"))
    for match, _ in zip(_HIDDEN.finditer(text), range(MAX_REPEATED), strict=False):
        if match[0] not in written:
            findings.append(_hidden_finding(match[0], place))
    return CONTROL.sub("\ufffd", text), findings


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


def control_findings(text: Text, start: int = 0, end: int | None = None) -> list[Finding]:
    """Characters that no text file holds, each at its place."""
    content = text.content
    found = CONTROL.finditer(content, start, len(content) if end is None else end)
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
