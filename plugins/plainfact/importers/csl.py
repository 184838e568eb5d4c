"""CSL-JSON and CSL-YAML → source values."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

from plainfact.findings import Finding, Rule
from plainfact.importers.common import (
    UNDATED,
    date_in,
    import_text,
    iso,
    language_tag,
    spread,
    without_extra,
)
from plainfact.reader import MAX_DIGITS, Document, Node, Text, Value, unescaped
from plainfact.schemas.csl import NAMES, NUMBERS, STANDARD

# What exports (Zotero, Mendeley, citeproc-js) and CSL's own JSON schema call differently from
# the specification of CSL 1.0.2.
_CSL_ALIASES = {
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
    "container-title-abbrev": "container-title-short",
    "event": "event-title",
    "part": "part-number",
    "printing": "printing-number",
    "supplement": "supplement-number",
}
_CSL_DROPPED = frozenset(
    ("id", "categories", "citation-item", "citation-key", "custom", "multi", "system_id")
)
# How a name is sorted and cut up, in words, numbers or truth values: not needed here.
_NAME_FLAGS = frozenset(("comma-suffix", "static-ordering", "parse-names"))
# What our own sources.json keeps under `custom`; that of other programs is theirs.
_OURS = frozenset(
    ("archive_url", "formerly", "read", "relays", "standing", "type", "url_status", *NAMES)
) | frozenset((*STANDARD, *NUMBERS))
# Rich text in titles (CSL-JSON's description, "HTML-like formatting").
_MARKUP = re.compile(r"</?(?:i|b|em|strong|sc|su[bp]|span)(?:\s[^<>]{0,200})?>")
_TITLES = frozenset(("title", "title-short", "container-title", "collection-title"))
_CSL_DATES = frozenset(
    ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
)


def csl_json(data: bytes, path: str) -> Document:
    """A CSL-JSON file (a list of items, or one item) as a document of sources."""
    text, findings = import_text(data, path)
    if text is None:
        return Document(Text(path, ""), None, findings)
    content = text.content
    start = len(content) - len(content.lstrip())
    items: list[tuple[Value, int, int]] = []
    decoder = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_no_constant)
    at = start
    found = list(findings)
    try:
        if content[start : start + 1] == "[":
            at = _skip(content, start + 1)
            while content[at : at + 1] != "]":
                value, end = decoder.raw_decode(content, at)
                items.append((value, at, end))
                at = _skip(content, end)
                if content[at : at + 1] == ",":
                    at = _skip(content, at + 1)
                elif content[at : at + 1] != "]":
                    raise json.JSONDecodeError("expected ',' or ']'", content, at)
            at = _skip(content, at + 1)
        elif content.strip():
            value, end = decoder.raw_decode(content, start)
            items.append((value, start, end))
            at = _skip(content, end)
        if content[at:]:
            raise json.JSONDecodeError("text after the end", content, at)
        nodes = [
            _located(_clean(value, text, (begin, end), found), begin, end, content)
            for value, begin, end in items
        ]
    except json.JSONDecodeError as error:
        place = text.location(min(error.pos, max(len(content) - 1, 0)))
        message = f"no valid JSON: {error.msg}"
        return Document(text, None, (*findings, Finding(Rule.YAML_SYNTAX, place, message)))
    except (RecursionError, ValueError) as error:
        rule = Rule.LIMIT if isinstance(error, RecursionError) else Rule.YAML_SYNTAX
        message = "nested too deep" if rule is Rule.LIMIT else f"no valid JSON: {error}"
        place = text.location(min(at, max(len(content) - 1, 0)))
        return Document(text, None, (*findings, Finding(rule, place, message[:200])))
    root = _by_id(text, nodes, found)
    return Document(text, root, tuple(found))


def csl_yaml(document: Document) -> Document:
    """A YAML file of sources; one that holds CSL items (a list, or pandoc's `references:`)
    is turned into records by id, any other is given back as it is."""
    root = document.root
    if root is None:
        return document
    listed = root
    if isinstance(root.value, dict) and isinstance(root.value.get("references"), list):
        listed = root.child("references") or root
    if not isinstance(listed.value, list) or not isinstance(listed.children, list):
        return document
    if not any(isinstance(item, dict) and "id" in item for item in listed.value):
        return document
    found = list(document.findings)
    return Document(document.text, _by_id(document.text, listed.children, found), tuple(found))


def _by_id(text: Text, items: list[Node], findings: list[Finding]) -> Node:
    """Items with an `id` → a mapping from ids to records."""
    records: dict[str, Node] = {}
    for item in items:
        own = item.child("id") if isinstance(item.value, dict) else None
        if own is None or not own.written:
            message, hint = "an item without an 'id'", "add 'id', the key to cite it by"
            if not isinstance(item.value, dict):
                message, hint = "an item must be a mapping of CSL fields", ""
            place = text.location(item.start, item.end)
            findings.append(Finding(Rule.INVALID_FIELD, place, message, hint))
            continue
        better = item.child("citation-key")
        if "://" in own.written and better and better.written:
            own = better  # Zotero's own ids are addresses of a library
        if own.written in records:
            first = text.location(*(records[own.written].key or (item.start, item.end)))
            message = f"duplicate source id '{own.written}', already defined in "
            message += f"{first.path}:{first.line}"
            place = text.location(own.start, own.end)
            findings.append(
                Finding(Rule.DUPLICATE_ID, place, message, "give one of them another id")
            )
            continue
        records[own.written] = _csl_item(item, (own.start, own.end))
    start, end = (items[0].start, items[-1].end) if items else (0, 0)
    value: Value = {key: node.value for key, node in records.items()}
    return Node(value, start, end, children=records)


def _csl_item(item: Node, key: tuple[int, int]) -> Node:
    children: dict[str, Node] = {}
    custom = item.child("custom")
    ours = custom.items() if custom and isinstance(custom.value, dict) else ()
    known = [(name, child) for name, child in ours if name in _OURS]
    if any(name == "type" for name, _ in known):
        children["type"] = dict(known)["type"]
    for name, child in (*item.items(), *known):
        if name in _CSL_DROPPED or child.value in (None, "", [], {}):
            continue
        name = _CSL_ALIASES.get(name, name)
        if name in _CSL_DATES:
            date = _csl_date(child)
            if date is not None:
                children.setdefault(name, date)
        elif name in NAMES or name == "author":
            children.setdefault(name, _names(child))
        elif cleaned := _plain(name, child):
            children.setdefault(name, cleaned)
    value: Value = {name: child.value for name, child in children.items()}
    return Node(value, item.start, item.end, key, children=children)


def _names(node: Node) -> Node:
    """Names without empty parts, and without what says how to sort them."""
    if isinstance(node.children, list):
        parts = [_names(child) for child in node.children]
        return Node([part.value for part in parts], node.start, node.end, node.key, children=parts)
    if not isinstance(node.children, dict):
        return node
    kept = {
        name: child
        for name, child in node.children.items()
        if name not in _NAME_FLAGS and child.value not in (None, "")
    }
    value: Value = {name: child.value for name, child in kept.items()}
    return Node(value, node.start, node.end, node.key, children=kept)


def _plain(name: str, node: Node) -> Node | None:
    """A field without what programs put there for themselves; None where nothing is left."""
    if name == "standing" and isinstance(node.children, dict):
        kept = {key: child for key, child in node.children.items() if child.value != ""}
        value: Value = {key: child.value for key, child in kept.items()}
        return Node(value, node.start, node.end, node.key, children=kept)
    if not isinstance(node.value, str):
        return node
    text = node.value
    if name in _TITLES and "<" in text:
        text = _MARKUP.sub("", text)
    elif name == "note":
        text = without_extra(text)
    elif name == "language":
        text = language_tag(text)
    if text == node.value:
        return node
    return Node(text, node.start, node.end, node.key, written=text) if text else None


def _csl_date(node: Node) -> Node | None:
    """CSL's dates (date-parts, raw, literal; pandoc's year, month, day) as ISO 8601.

    Of words ("Autumn 2024") and EDTF ("2024-10~", "2024-10-07/2024-10-09") what is sure is
    taken; None where they name no year ("n.d.").
    """
    value: Any = node.value
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return _dated(node, value) if isinstance(value, str) else node
    parts: Any = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        parts = parts[0]
    elif "year" in value:
        parts = [value.get(name) for name in ("year", "month", "day")]
    if not isinstance(parts, list):
        words = value.get("raw") or value.get("literal") or value.get("edtf")
        return _dated(node, str(words)) if words else node
    text = iso([part for part in parts[:3] if part not in (None, "")])
    return Node(text, node.start, node.end, node.key, written=text) if text else None


def _dated(node: Node, words: str) -> Node | None:
    """A date that is written as words or as EDTF; of what names no year only the undated."""
    text = date_in(words[:40])
    if not text and words.strip() and isinstance(node.value, str):
        text = "" if words.strip().casefold() in UNDATED else words  # for the loader to judge
    return Node(text, node.start, node.end, node.key, written=text) if text else None


def _located(value: Any, start: int, end: int, content: str) -> Node:
    """A JSON item's nodes: its fields at their first key in the item, all else at those."""
    node = spread(value, start, end, 0)
    if isinstance(node.children, dict):
        for name, child in node.children.items():
            key = re.compile(rf"(?<!\\){re.escape(json.dumps(name, ensure_ascii=False))}\s*:\s*")
            found = key.search(content, start, end)
            if found:
                child.key = (found.start(), found.start() + len(name) + 2)
                stop = _value_end(content, found.end(), end)
                _move(child, found.end(), stop)
    return node


def _clean(value: Any, text: Text, span: tuple[int, int], findings: list[Finding]) -> Any:
    """A JSON value whose texts hold only what a text may; the rest is reported."""
    if isinstance(value, str):
        place = text.location(*span)
        clean, wrong = unescaped(value, text.content[slice(*span)], place)
        findings += wrong
        return clean
    if isinstance(value, list):
        return [_clean(each, text, span, findings) for each in value]
    if isinstance(value, dict):
        return {
            _clean(key, text, span, findings): _clean(each, text, span, findings)
            for key, each in value.items()
        }
    return value


def _value_end(content: str, start: int, limit: int) -> int:
    try:
        return json.JSONDecoder(parse_int=str).raw_decode(content, start)[1]
    except (ValueError, RecursionError):
        return limit


def _move(node: Node, start: int, end: int) -> None:
    node.start, node.end = start, end
    for _, child in node.items():
        _move(child, start, end)


def _skip(content: str, at: int) -> int:
    while content[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at


def _number(text: str) -> int | Decimal | str:
    if len(text) > MAX_DIGITS:
        return text
    if text.lstrip("-").isdecimal():
        return int(text)
    number = Decimal(text)
    return number if abs(number.adjusted()) <= MAX_DIGITS else text


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")
