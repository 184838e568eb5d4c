"""One document → its records: many by id, or a single one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plainfact.findings import Finding, Location, Rule, Severity
from plainfact.loader.build import Places, build
from plainfact.loader.check import Checker, Use
from plainfact.model import Record
from plainfact.reader import Document, Node
from plainfact.schemas.fields import KINDS
from plainfact.schemas.shapes import SOURCE_ID, Kind, matches

_ID_HINT = "use small letters, digits, '.', '_' and '-', and begin with a letter or digit"
_SOURCE_ID_HINT = "use a citation key: no spaces, no curly brackets, not 'fact:' in front"


@dataclass(slots=True)
class Parsed:
    """What a file holds. `refused` are ids of records that could not be built: what refers
    to them is not wrong as well."""

    records: list[Record] = field(default_factory=list)
    uses: dict[int, tuple[Use, ...]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def parse(document: Document, kind_name: str, stem: str) -> Parsed:
    """The records of a document of a kind; `stem` is the id of a file that is one record.

    The document's tree is taken apart on the way: it is empty afterwards.
    """
    parsed = Parsed()
    parsed.findings += document.findings
    root = document.root
    if root is None or root.value is None:
        return parsed
    kind = KINDS[kind_name]
    if not isinstance(root.value, dict):
        message = f"a file of {kind_name}s is a mapping from ids to records"
        hint = "write 'some-id:' and the record's fields below it, indented"
        if isinstance(root.value, list):
            first = root.value[0] if root.value else None
            own = first.get("id") if isinstance(first, dict) else None
            message += ", not a list"
            if isinstance(own, str) and own.strip():
                hint = (
                    f"write '{own[:60]}:' in place of '- id: {own[:60]}', and the fields below it"
                )
        parsed.findings.append(Finding(Rule.INVALID_FIELD, document.of(root), message, hint))
        return parsed
    shapes: dict[tuple[str, ...], dict[str, int]] = {}
    top = dict(root.items())
    outside = _outside(top, kind)
    if outside:
        place = document.of_key(top[outside])
        message = f"the fields of {kind_name} '{outside}' do not stand below it"
        hint = "indent them by two spaces"
        parsed.findings.append(Finding(Rule.INVALID_FIELD, place, message, hint))
    waiting = list(_split(document, root, top, kind, stem, outside))
    waiting.reverse()
    # Trees take twice the room of records, which so get that of the trees before them.
    root.value, root.children = {}, {}
    while waiting:
        key, node, own = waiting.pop()
        places = Places.of(document.text, node, shapes)
        _record(parsed, document, kind, key, node, own or document.of_key(node), places)
    return parsed


def _outside(top: Mapping[str, Node], kind: Kind) -> str:
    """The id whose fields were not indented: nothing stands below it, and fields follow."""
    first = next(iter(top), "")
    follow = [name for name in top if name in kind.required]
    if first and top[first].value is None and first not in kind.names and len(follow) > 1:
        return first
    return ""


def _split(
    document: Document, root: Node, top: dict[str, Node], kind: Kind, stem: str, outside: str
) -> Iterator[tuple[str, Node, Location | None]]:
    """Ids and records; the place of an id where it is not that of the record's key. `top` are
    the nodes right below the root; an id is taken out of it where its fields stand beside it."""
    if outside:
        place = document.of_key(top.pop(outside))
        yield outside, Node(root.value, root.start, root.end, children=top), place
        return
    single = any(
        name in top and not isinstance(top[name].value, dict)
        for name in (("id", *kind.required) if kind.required else ())
    )
    if not single:
        for key, node in top.items():
            yield key, node, None
        return
    own = top.pop("id", None)
    node = Node(root.value, root.start, root.end, children=top)
    if own is not None and (own.written or not isinstance(own.value, (dict, list))):
        yield own.written, node, document.of(own)
    else:
        place = document.text.location(root.start)
        yield stem, node, document.of_key(next(iter(top.values()))) if top else place


def _record(
    parsed: Parsed,
    document: Document,
    kind: Kind,
    key: str,
    node: Node,
    place: Location,
    places: Places,
) -> None:
    label = f"{kind.name} '{key}'"
    checker = Checker(document, label, parsed.findings)

    def wrong(at: Location, message: str, hint: str) -> None:
        parsed.findings.append(Finding(Rule.INVALID_FIELD, at, message, hint))

    parsed.refused.add(key)
    if kind.id_pattern and not matches(kind.id_pattern, key):
        hint = _SOURCE_ID_HINT if kind.id_pattern == SOURCE_ID else _ID_HINT
        meant = re.sub(r"[^a-z0-9._-]+", "-", key.lower()).strip("-._")
        if key.isascii() and meant and matches(kind.id_pattern, meant) and len(meant) <= 80:
            hint = f"write '{meant}': {hint.removeprefix('use ')}"
        wrong(place, f"'{key[:80]}' is no valid id of a {kind.name}", hint)
        return
    if not isinstance(node.value, dict):
        at = place if node.value is None else document.of(node)
        wrong(at, f"{label} must be a mapping of fields", "indent its fields below it")
        return
    if kind.required and _holds_records(node, kind):
        message = f"'{key}' is no {kind.name}: it holds records, and no field of one"
        wrong(place, message, "delete this line, and let each id begin at the margin")
        parsed.refused.update(name for name, _ in node.items())
        return
    values, complete = checker.fields(node, kind.fields, place)
    retracted = kind.name == "fact" and values.get("status") == "retracted"
    if retracted and node.child("retraction") is None:
        hint = "add 'retraction: {by: …, on: …, why: …}': who withdrew the claim, when and why"
        wrong(place, f"{label} is retracted, but has no 'retraction'", hint)
    if not retracted and values.get("status") and values.get("retraction"):
        message = f"{label} has a 'retraction', but its status is '{values['status']}'"
        hint = "write 'status: retracted', or take the retraction out"
        at = document.of_key(node.child("retraction") or node)
        finding = Finding(Rule.INVALID_FIELD, at, message, hint, Severity.WARNING)
        parsed.findings.append(finding)
    if kind.name == "fact":
        _claimant(checker, node, values)
    if kind.name == "publisher" and not ({"level", "standing"} & values.keys()):
        if node.child("level") is None and node.child("standing") is None:
            wrong(place, f"{label} has no 'level'", "add 'level: caution' or 'level: withdrawn'")
        complete = False
    if not complete:
        return
    parsed.refused.discard(key)
    common = {
        "id": key,
        "location": place,
        "places": places,
        "formerly": values.get("formerly", ()),
    }
    if checker.uses:
        parsed.uses[len(parsed.records)] = tuple(checker.uses)
    parsed.records.append(build(kind.name, common, values))


def _holds_records(node: Node, kind: Kind) -> bool:
    """Whether a record is a folder of records: `facts:` above them all."""
    inner = [child for _, child in node.items()]
    return bool(inner) and all(
        isinstance(child.value, dict) and any(name in child.value for name in kind.required)
        for child in inner
    )


def _claimant(checker: Checker, node: Node, values: Mapping[str, Any]) -> None:
    """Readers of an anonymous claim are told what sort of person makes it."""
    flag = node.child("anonymous")
    if flag is None or not values.get("anonymous") or node.child("attributed_to") is not None:
        return
    message = f"{checker.label} is anonymous, and nothing describes who says so"
    hint = "add 'attributed_to:' with a description in words: a senior official"
    place = checker.document.of_key(flag)
    checker.findings.append(Finding(Rule.INVALID_FIELD, place, message, hint, Severity.WARNING))
