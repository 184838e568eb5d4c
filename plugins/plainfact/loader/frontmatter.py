"""A page's front matter: our own keys checked, everybody else's left alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from plainfact.findings import Finding, Location, Rule, Severity
from plainfact.loader.check import Checker
from plainfact.loader.references import Known, known
from plainfact.model import Knowledge
from plainfact.reader import Document, Node, read_front_matter
from plainfact.schemas.fields import FRONT_MATTER
from plainfact.suggest import slip

_OF_OTHERS = frozenset(
    ("author", "date", "description", "subtitle", "icon", "status", "template", "hide", "search")
)
"""Keys of MkDocs, Material and its blog, however like ours they are."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Our keys of a page's front matter, converted: texts, tuples, PartialDate; `glossary`
    is a bool or a mapping with `never`, `also`, `prefer`. What is faulty is left out."""

    values: Mapping[str, Any]
    document: Document
    findings: tuple[Finding, ...]


def front_matter(text: str, path: str, knowledge: Knowledge | None = None) -> FrontMatter | None:
    """The front matter of a page's text; None where it has none.

    With a Knowledge, terms that are named but not there are reported too.
    """
    document = read_front_matter(text, path)
    if document is None:
        return None
    root = document.root
    if root is None or root.value is None:
        return FrontMatter(MappingProxyType({}), document, document.findings)
    if not isinstance(root.value, dict):
        message, hint = "front matter is a mapping of keys", "write 'title: …' and so on"
        found = Finding(Rule.INVALID_FIELD, document.of(root), message, hint)
        return FrontMatter(MappingProxyType({}), document, (*document.findings, found))
    checker = Checker(document, "front matter", list(document.findings))
    values, _ = checker.fields(root, FRONT_MATTER.fields, Location(path), foreign=True)
    checker.findings += _slips(document, root, values)
    if knowledge is not None and checker.uses:  # few pages name terms, and there may be many
        names: Known = known(knowledge, knowledge.refused)
        checker.findings += filter(None, map(names.finding, checker.uses))
    return FrontMatter(MappingProxyType(values), document, tuple(checker.findings))


def _slips(document: Document, root: Node, values: Mapping[str, Any]) -> Iterator[Finding]:
    """Keys that are ours but for a letter, and dates that cannot both be right."""
    names = FRONT_MATTER.names
    for name, child in root.items():
        if name in names or name in _OF_OTHERS or len(name) > 20:
            continue
        near = slip(name.casefold(), names)
        if near and root.child(near) is None:
            message = f"'{name}' is no key of ours; if it is nobody else's, nothing reads it"
            place = document.of_key(child)
            hint = f"did you mean '{near}'?"
            yield Finding(Rule.INVALID_FIELD, place, message, hint, Severity.NOTE)
    published, updated = str(values.get("published", "")), str(values.get("updated", ""))
    length = min(len(published), len(updated))
    node = root.child("updated")
    if length and node is not None and updated[:length] < published[:length]:
        message = f"'updated' ({updated}) lies before 'published' ({published})"
        hint = "see which of the two is wrong"
        yield Finding(Rule.INVALID_FIELD, document.of(node), message, hint, Severity.WARNING)
