"""Untrusted YAML in, plain values and their places out: all bounds on data files are here.

This is the only room that reads YAML. It drives a parser's events (`events.py`) and
builds the values itself, for three reasons: whatever we do not take (tags, anchors,
directives) is refused before anything is built; every key and value keeps its place; and
plain scalars mean what the core schema of YAML 1.2.2 (section 10.3.2) says, with dates
left as text.

Nothing in here raises on hostile input: what is wrong becomes a `Finding`.
"""

from __future__ import annotations

import re

from plainfact.findings import Finding, Location, Rule
from plainfact.reader.events import MAX_DEPTH, MAX_DIGITS, MAX_VALUES, TOO_MUCH, parse
from plainfact.reader.nodes import Document, Node, Value
from plainfact.reader.text import (
    CONTROL,
    MAX_REPEATED,
    Text,
    control_findings,
    decode,
    hidden,
    no_text_file,
    unescaped,
)

__all__ = [
    "MAX_BYTES",
    "MAX_DEPTH",
    "MAX_DIGITS",
    "MAX_REPEATED",
    "MAX_VALUES",
    "Document",
    "Node",
    "Text",
    "Value",
    "control_findings",
    "decode",
    "hidden",
    "no_text_file",
    "read",
    "read_front_matter",
    "too_large",
    "unescaped",
]

MAX_BYTES = 1_000_000

# As MkDocs recognises front matter (mkdocs.utils.meta.YAML_RE), with CRLF too.
_FRONT_MATTER = re.compile(r"\A(-{3}[ \t]*\r?\n)(.*?\r?\n)(?:\.{3}|-{3})[ \t]*\r?\n", re.DOTALL)


def read(data: bytes, path: str) -> Document:
    """A YAML file's values and places. `path` is how findings name the file."""
    if len(data) > MAX_BYTES:
        return Document(Text(path, ""), None, (too_large(path),))
    content, findings = decode(data, path)
    if content is None:
        return Document(Text(path, ""), None, findings)
    text = Text(path, content)
    document = parse(text, content, 0)
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
    findings = [*hidden(page, start, end), *control_findings(page, start, end)]
    document = parse(page, CONTROL.sub("\ufffd", text[start:end]), start)
    return Document(page, document.root, (*findings, *document.findings))


def too_large(path: str) -> Finding:
    """What a file above the bound gets."""
    return Finding(
        Rule.LIMIT,
        Location(path),
        f"the file is larger than {MAX_BYTES // 1_000_000} MB",
        TOO_MUCH,
    )
