"""What the inline patterns left becomes marks, bound words, or again what the author wrote."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Sequence
from typing import TYPE_CHECKING

from plainfact.extensions import note_html
from plainfact.extensions.note_page import Mark, NotePage, comma
from plainfact.extensions.syntax import Cite
from plainfact.extensions.tree import escaped, plain_text, replace, with_tails
from plainfact.findings import Rule
from plainfact.model import Use, machine_value
from plainfact.suggest import did_you_mean
from plainfact.values import format_value

if TYPE_CHECKING:
    from plainfact.extensions.citations import Pending

MARK = "pf-mark"
"""The element that stands for a pending citation, with its index."""


def expand(page: NotePage, elements: Sequence[etree.Element], pending: Sequence[Pending]) -> None:
    """Replace what the patterns left (`elements`) by marks, bound words or the author's text.

    The page's marks and parents are those of the tree from then on.
    """
    parents, seen = page.parents, set[int]()
    for element in elements:
        index = int(element.get("data-index", "0"))
        seen.add(index)
        found = pending[index]
        nodes = _bound(page, element, found) if found.bound else _group(page, found)
        parent = parents[element]
        replace(parent, element, nodes)
        for node in nodes:
            if not isinstance(node, str):
                parents[node] = parent
                parents.update(dict.fromkeys(node, node))
    if len(seen) < len(pending):
        for index, each in enumerate(pending):
            if index not in seen:
                _not_rendered(page, each)


def _group(page: NotePage, pending: Pending) -> list[etree.Element | str]:
    nodes: list[etree.Element | str] = []
    unknown: list[str] = []
    for cite in pending.cites:
        key = _note_key(page, cite)
        if not key:
            unknown.append(cite.raw)
            continue
        if nodes:
            nodes.append(comma())
        nodes.append(_mark(page, key, cite, Use.CITED, pending.raw))
    if not nodes:
        page.unresolved.append(" ".join(pending.raw.split()))
        return [escaped(pending.raw)]
    if unknown:
        nodes.append(escaped(f" [{'; '.join(unknown)}]"))
    return nodes


def _bound(page: NotePage, element: etree.Element, pending: Pending) -> list[etree.Element | str]:
    cite = pending.cites[0]
    key = _note_key(page, cite)
    fact = page.extension.knowledge.fact(cite.key.removeprefix("fact:")) if key else None
    if fact is None or (pending.printed and fact.value is None):
        page.unresolved.append(pending.raw[pending.raw.rfind("][") :])
        if fact is not None:
            page.find(
                Rule.INVALID_FIELD,
                cite,
                f"fact '{fact.id}' has no value to print",
                "write the words between the first brackets, or give the fact a 'value'",
            )
        return _as_written(element, pending)
    data = etree.Element(
        "data",
        {
            "class": "fact",
            "value": escaped(machine_value(fact.as_of if fact.value is None else fact.value)),
            "data-fact": fact.id,
            "data-status": fact.status.value,
        },
    )
    if pending.printed and fact.value is not None:
        printed = format_value(
            fact.value,
            unit=fact.unit,
            approximate=fact.approximate,
            language=page.language,
        )
        data.text = escaped(printed)
    else:
        data.text = element.text
        data.extend(list(element))
    sup = _mark(page, key, cite, Use.PRINTED if pending.printed else Use.BOUND, pending.raw)
    mark = page.marks[sup]
    mark.data = data
    mark.words = plain_text(data)
    return [data, sup]


def _as_written(element: etree.Element, pending: Pending) -> list[etree.Element | str]:
    """The author's words with their markup, in the brackets they were written in."""
    inner = etree.Element("span")
    inner.text = element.text
    inner.extend(list(element))
    if not len(inner):
        return [escaped(pending.raw)]
    reference = pending.raw[pending.raw.rfind("][") :]
    return ["[", *([inner.text] if inner.text else []), *with_tails(inner), escaped(reference)]


def _mark(page: NotePage, key: str, cite: Cite, use: Use, raw: str) -> etree.Element:
    sup = etree.Element("sup")
    link = etree.SubElement(sup, "a", {"class": "footnote-ref"})
    link.set("href", f"#fn:{note_html.anchor(key)}")
    link.set("role", "doc-noteref")
    page.marks[sup] = Mark(sup, key, cite, use, raw)
    return sup


def _note_key(page: NotePage, cite: Cite) -> str:
    """Which note a citation leads to; empty, with a finding, where there is none."""
    knowledge = page.extension.knowledge
    if cite.is_fact:
        wanted = cite.key.removeprefix("fact:")
        if fact := knowledge.fact(wanted):
            return f"fact:{fact.id}"
        _unknown(page, Rule.UNKNOWN_FACT, "fact", wanted, cite)
        return ""
    if source := knowledge.source(cite.key):
        return f"source:{source.id}"
    if cite.is_address:
        page.find(
            Rule.BARE_SOURCE,
            cite,
            f"'{cite.key}' is cited by its address alone",
            "make it a source record, with title, publication and date",
        )
        return f"url:{cite.key}"
    _unknown(page, Rule.UNKNOWN_SOURCE, "source", cite.key, cite)
    return ""


def _unknown(page: NotePage, rule: Rule, kind: str, key: str, cite: Cite) -> None:
    knowledge = page.extension.knowledge
    if knowledge.is_refused(kind, key):
        return
    known = list(knowledge.facts)
    if kind == "source":
        known = [*knowledge.sources, *(f"fact:{each}" for each in known)]
    hint = did_you_mean(key, known) or f"add it to the content folder's {kind}s"
    if kind == "source" and key.casefold() in ("http", "https"):
        hint = "put an address in curly brackets: [@{https://…}]"
    elif kind == "fact" and knowledge.source(key):
        hint = f"it is a source: write [@{key}]"
    elif kind == "fact" and knowledge.term(key):
        hint = f"it is a term: write [words][term:{key}]"
    page.find(rule, cite, f"unknown {kind} '{key}'", hint)


def _not_rendered(page: NotePage, pending: Pending) -> None:
    """A citation that stands where no mark can: in an image's alt text, a link's title."""
    cite = pending.cites[0]
    for each in pending.cites:
        if _note_key(page, each):
            cite = each
    page.find(
        Rule.INVALID_FIELD,
        cite,
        f"'{pending.raw}' stands where no note mark can be (alt text, a title, an address)",
        "move the citation into the text",
    )
