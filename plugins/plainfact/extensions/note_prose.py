"""The words around marks: what a page refers to in which sentence, and what no note supports."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from plainfact.extensions.locate import unmark
from plainfact.extensions.note_page import Mark, NotePage
from plainfact.extensions.sentences import quotations, sentence_of, spans
from plainfact.extensions.standing import standing_in_text
from plainfact.extensions.tree import BLOCKS, block_of, escaped
from plainfact.model import Reference

PROSE = frozenset({"p", "li", "td", "dd"})
CODE = frozenset({"code", "kbd", "samp", "var", "pre"})
_PUT_ASIDE = re.compile(r"\x02[^\x03]{1,40}\x03")


class Words(NamedTuple):
    """A block's text without its marks, and where in it each raised figure stands; then the
    same without code, and without raw HTML, which the host has put aside."""

    text: str
    places: Mapping[etree.Element, int]
    prose: str
    prose_places: Sequence[int]


class PageWords:
    """Reads the words around a page's marks."""

    def __init__(self, page: NotePage) -> None:
        self.page = page
        self._read: dict[etree.Element, Words] = {}
        self._sentences: dict[str, list[tuple[int, int]]] = {}

    def collect(self) -> None:
        """References with the sentence around each mark, and words that say a fact's standing."""
        page, blocks = self.page, dict[etree.Element, list[Mark]]()
        for mark in page.marks.values():
            if mark.sup in page.parents:
                blocks.setdefault(block_of(mark.sup, page.parents), []).append(mark)
        for block, marks in blocks.items():
            self._collect_block(block, marks)

    def prose(self, root: etree.Element, container: etree.Element | None) -> None:
        """The sentences of paragraphs, list items and cells, with whether a note supports them."""
        found = self.page.result.sentences
        for block in _prose_blocks(root, container):
            words = self._words(block)
            for start, end in self._spans(words.prose):
                noted = any(start < place <= end for place in words.prose_places)
                text = unmark(" ".join(words.prose[start:end].split()))
                # Whose note is missing for an unknown id has a finding already.
                noted = noted or any(raw in text for raw in self.page.unresolved)
                found.append((text, noted))

    def _words(self, block: etree.Element) -> Words:
        if block not in self._read:
            self._read[block] = _words_of(block)
        return self._read[block]

    def _spans(self, text: str) -> list[tuple[int, int]]:
        found = self._sentences.get(text)
        if found is None:
            found = self._sentences[text] = list(spans(text))
        return found

    def _collect_block(self, block: etree.Element, marks: list[Mark]) -> None:
        page, words = self.page, self._words(block)
        found = self._spans(words.text)
        sentences = [sentence_of(words.text, found, words.places.get(m.sup, 0)) for m in marks]
        paragraph = unmark(" ".join(words.text.split()))
        for mark, sentence in zip(marks, sentences, strict=True):
            kind, _, key = mark.note.partition(":")
            if kind == "source" and len(quoted := quotations(sentence)) == 1:
                beside = (
                    m.note for m, other in zip(marks, sentences, strict=True) if other == sentence
                )
                if set(beside) == {mark.note}:
                    mark.quote = quoted[0]
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
                        paragraph=paragraph,
                        raw=mark.raw,
                        location=page.location(mark.cite),
                    )
                )
            if mark.data is not None and _say_standing(page, mark, sentence):
                self._read.clear()


def _say_standing(page: NotePage, mark: Mark, sentence: str) -> bool:
    """Say it in the text, if it wants to be said; whether it did."""
    knowledge = page.extension.knowledge
    fact = knowledge.facts[mark.note.removeprefix("fact:")]
    words = standing_in_text(knowledge, fact, sentence, page.language)
    if not words or mark.data is None:
        return False
    said = etree.Element("span", {"class": "pf-said"})
    said.text = escaped(f" ({words})")
    parent = page.parents[mark.data]
    index = list(parent).index(mark.data) + 1
    said.tail, mark.data.tail = mark.data.tail, None
    parent.insert(index, said)
    page.parents[said] = parent
    return True


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
        waiting += [each for each in reversed(children) if len(each) or each.tag in PROSE]


def _words_of(block: etree.Element) -> Words:
    texts: list[str] = []
    kept: list[str] = []
    places: list[tuple[etree.Element, int, int]] = []

    def add(text: str, *, prose: bool) -> None:
        texts.append(text)
        if prose:
            kept.append(_PUT_ASIDE.sub("", text) if "\x02" in text else text)

    def walk(node: etree.Element, *, prose: bool) -> None:
        if text := node.text:
            add(text, prose=prose)
        for child in node:
            if child.tag == "sup":
                places.append((child, len(texts), len(kept) if prose else -1))
            else:
                walk(child, prose=prose and child.tag not in CODE)
            if text := child.tail:
                add(text, prose=prose)

    walk(block, prose=True)
    ends = [0, *accumulate(map(len, texts))]
    kept_ends = [0, *accumulate(map(len, kept))]
    return Words(
        "".join(texts),
        {sup: ends[at] for sup, at, _ in places},
        "".join(kept),
        [kept_ends[at] for _, _, at in places if at >= 0],
    )
