"""The words around marks: what a page refers to in which sentence, and what no note supports."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator

from plainfact.extensions.locate import unmark
from plainfact.extensions.note_page import Mark, NotePage
from plainfact.extensions.sentences import quotations, sentence_at, spans
from plainfact.extensions.standing import standing_in_text
from plainfact.extensions.tree import BLOCKS, block_of, escaped
from plainfact.model import Reference

PROSE = frozenset({"p", "li", "td", "dd"})
CODE = frozenset({"code", "kbd", "samp", "var", "pre"})
_PUT_ASIDE = re.compile(r"\x02[^\x03]{1,40}\x03")


def collect(page: NotePage) -> None:
    """References with the sentence around each mark, and words that say a fact's standing."""
    blocks: dict[etree.Element, list[Mark]] = {}
    for mark in page.marks.values():
        if mark.sup in page.parents:
            blocks.setdefault(block_of(mark.sup, page.parents), []).append(mark)
    for block, marks in blocks.items():
        _collect_block(page, block, marks)


def prose(page: NotePage, root: etree.Element, container: etree.Element | None) -> None:
    """The sentences of paragraphs, list items and cells, with whether a note supports them."""
    for block in _prose_blocks(root, container):
        paragraph, places = _text_with_places(block, prose=True)
        for start, end in spans(paragraph):
            noted = bool(places) and any(start < place <= end for place in places.values())
            words = unmark(" ".join(paragraph[start:end].split()))
            page.result.sentences.append((words, noted))


def _collect_block(page: NotePage, block: etree.Element, marks: list[Mark]) -> None:
    paragraph, places = _text_with_places(block)
    sentences = {id(mark): sentence_at(paragraph, places.get(mark.sup, 0)) for mark in marks}
    for mark in marks:
        sentence = sentences[id(mark)]
        beside = [other for other in marks if sentences[id(other)] == sentence]
        quoted = quotations(sentence)
        if (
            mark.note.startswith("source:")
            and len(quoted) == 1
            and {other.note for other in beside} == {mark.note}
        ):
            mark.quote = quoted[0]
        kind, _, key = mark.note.partition(":")
        if kind != "url":
            page.result.references.append(
                Reference(
                    kind=kind,
                    id=key,
                    page=page.current.page.path,
                    use=mark.use,
                    anchor=mark.sup.get("id", ""),
                    words=unmark(mark.words),
                    sentence=unmark(" ".join(sentence.split())),
                    paragraph=unmark(" ".join(paragraph.split())),
                    raw=mark.raw,
                    location=page.location(mark.cite),
                )
            )
        if mark.data is not None:
            _say_standing(page, mark, sentence)


def _say_standing(page: NotePage, mark: Mark, sentence: str) -> None:
    knowledge = page.extension.knowledge
    fact = knowledge.facts[mark.note.removeprefix("fact:")]
    words = standing_in_text(knowledge, fact, sentence, page.language)
    if not words or mark.data is None:
        return
    said = etree.Element("span", {"class": "pf-said"})
    said.text = escaped(f" ({words})")
    parent = page.parents[mark.data]
    index = list(parent).index(mark.data) + 1
    said.tail, mark.data.tail = mark.data.tail, None
    parent.insert(index, said)
    page.parents[said] = parent


def _prose_blocks(root: etree.Element, container: etree.Element | None) -> Iterator[etree.Element]:
    """The blocks that hold authors' words, in order: none of the notes, none that we made."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element is container or (element.get("class") or "").startswith("pf-"):
            continue
        children = list(element)
        if element.tag in PROSE and not any(child.tag in BLOCKS for child in children):
            yield element
        waiting += reversed(children)


def _text_with_places(
    block: etree.Element, *, prose: bool = False
) -> tuple[str, dict[etree.Element, int]]:
    """A block's text without its marks, and where in it each raised figure stands.

    `prose`: without code, and without raw HTML, which the host has put aside.
    """
    parts: list[str] = []
    places: dict[etree.Element, int] = {}
    length = 0

    def add(text: str | None) -> None:
        nonlocal length
        if text and prose and "\x02" in text:
            text = _PUT_ASIDE.sub("", text)
        if text:
            parts.append(text)
            length += len(text)

    def walk(node: etree.Element) -> None:
        add(node.text)
        for child in node:
            if child.tag == "sup":
                places[child] = length
            elif not (prose and child.tag in CODE):
                walk(child)
            add(child.tail)

    walk(block)
    return "".join(parts), places
