"""A page's front matter: our own keys checked, everybody else's left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from plainfact.findings import Finding, Location, Rule
from plainfact.loader.check import Checker
from plainfact.loader.references import Known, known
from plainfact.model import Knowledge
from plainfact.reader import Document, read_front_matter
from plainfact.schemas.fields import FRONT_MATTER


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
    if knowledge is not None and checker.uses:  # few pages name terms, and there may be many
        names: Known = known(knowledge, knowledge.refused)
        checker.findings += filter(None, map(names.finding, checker.uses))
    return FrontMatter(MappingProxyType(values), document, tuple(checker.findings))
