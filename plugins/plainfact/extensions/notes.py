"""From pending citations to numbered notes: everything that needs a page's whole tree.

Runs after Python-Markdown's footnotes extension has placed authors' own notes, so that
theirs and ours become one list in the order in which readers meet the marks.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as dataclass_replace
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.extensions.footnotes import FN_BACKLINK_TEXT, FootnoteExtension
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions import note_html
from plainfact.extensions.folded import fold
from plainfact.extensions.host import CurrentPage, current_page
from plainfact.extensions.ledger import narrow
from plainfact.extensions.locate import located, unmark
from plainfact.extensions.note_items import note_item
from plainfact.extensions.reference_html import Context
from plainfact.extensions.sentences import quotations, sentence_at, spans
from plainfact.extensions.standing import standing_in_text
from plainfact.extensions.syntax import Cite
from plainfact.extensions.tree import (
    BLOCKS,
    append_text,
    block_of,
    escaped,
    parent_map,
    plain_text,
    replace,
    set_text_before,
    text_before,
    with_tails,
)
from plainfact.findings import Finding, Location, Rule
from plainfact.messages import text as say
from plainfact.model import Fact, Reference, Source, Use, machine_value
from plainfact.suggest import did_you_mean
from plainfact.values import format_value

if TYPE_CHECKING:
    from plainfact.extensions.base import PageResult
    from plainfact.extensions.citations import CitationsExtension, Pending

MARK = "pf-mark"
PROSE = frozenset({"p", "li", "td", "dd"})
CODE = frozenset({"code", "kbd", "samp", "var", "pre"})
_MOVES = re.compile(r"^(?:[,.;:”’»\"']|\x02wzxhzdk:\d+\x03)+")
_CLOSING = ("&rdquo;", "&rsquo;", "&raquo;", "&quot;")
_PUT_ASIDE = re.compile(r"\x02[^\x03]{1,40}\x03")
_STASHED = re.compile(r"\x02wzxhzdk:(\d+)\x03")


@dataclass(slots=True)
class Mark:
    """One mark of ours in the text: a raised figure that leads to a note."""

    sup: etree.Element
    note: str  # "source:ID", "fact:ID", "url:ADDRESS"
    cite: Cite
    use: Use
    raw: str
    data: etree.Element | None = None
    words: str = ""
    quote: str = ""


@dataclass(slots=True)
class Note:
    """One entry of the list, in the order of first mention, with all marks that lead to it."""

    key: str
    number: int
    item: etree.Element | None = None
    marks: list[tuple[str, Mark | None]] = field(default_factory=list)


class NotesTreeprocessor(Treeprocessor):
    """Makes notes of a page's marks, and tells the extension what the page refers to."""

    def __init__(self, md: Markdown, extension: CitationsExtension, pending: list[Pending]) -> None:
        super().__init__(md)
        self.extension = extension
        self.pending = pending

    def run(self, root: etree.Element) -> None:
        """Change the tree; a page without a mark of ours is left as it is."""
        current = current_page(self.md)
        result = self.extension.begin(current.page)
        result.references.extend(self.extension.listed.pop(current.page.path, ()))
        result.findings.extend(self.extension.listing_findings.pop(current.page.path, ()))
        if self.pending:
            _PageNotes(self.md, self.extension, self.pending, current, result).run(root)
        narrow(root, {ref.id for ref in result.references if ref.kind == "fact"})


class _PageNotes:
    """The work on one page."""

    def __init__(
        self,
        md: Markdown,
        extension: CitationsExtension,
        pending: list[Pending],
        current: CurrentPage,
        result: PageResult,
    ) -> None:
        self.md = md
        self.knowledge = extension.knowledge
        self.extension = extension
        self.pending = pending
        self.current = current
        self.result = result
        self.language = extension.language(current)
        self.marks: dict[etree.Element, Mark] = {}
        self.notes: dict[str, Note] = {}
        self.used_ids: set[str] = set()
        self.footnotes = self._footnotes_extension()
        measures = frozenset(ref.id for ref in result.references if ref.kind == "measure")
        self.context = Context(
            self.knowledge,
            current,
            self.language,
            extension.listing_pages(current),
            measures,
            extension.references_made,
        )

    def run(self, root: etree.Element) -> None:
        seen: set[int] = set()
        for element in root.iter(MARK):
            seen.add(int(element.get("data-index", "0")))
        self._expand(root)
        for index, pending in enumerate(self.pending):
            if index not in seen:
                self._not_rendered(pending)
        if not self.marks:
            return
        parents = parent_map(root)
        self._leave_links(parents)
        self._behind_punctuation(parents)
        self._part(parents)
        self.used_ids = {found for e in root.iter() if (found := e.get("id"))}
        container = next((e for e in root.iter("div") if e.get("class") == "footnote"), None)
        authored = self._authored(container)
        inside = set(container.iter("sup")) if container is not None else set()
        self._number([sup for sup in root.iter("sup") if sup not in inside], authored)
        self._collect(parents)
        self._prose(root, container)
        self._list(root, container, authored)

    # -- marks ---------------------------------------------------------------

    def _expand(self, root: etree.Element) -> None:
        """Replace what the patterns left by marks, bound words or the author's text."""
        parents = parent_map(root)
        for element in list(root.iter(MARK)):
            pending = self.pending[int(element.get("data-index", "0"))]
            nodes = self._bound(element, pending) if pending.bound else self._group(pending)
            parent = parents[element]
            replace(parent, element, nodes)
            for node in nodes:
                if not isinstance(node, str):
                    parents[node] = parent
                    parents.update(dict.fromkeys(node, node))

    def _group(self, pending: Pending) -> list[etree.Element | str]:
        nodes: list[etree.Element | str] = []
        unknown: list[str] = []
        for cite in pending.cites:
            key = self._note_key(cite)
            if not key:
                unknown.append(cite.raw)
                continue
            if nodes:
                nodes.append(_comma())
            nodes.append(self._mark(key, cite, Use.CITED, pending.raw))
        if not nodes:
            return [escaped(pending.raw)]
        if unknown:
            nodes.append(escaped(f" [{'; '.join(unknown)}]"))
        return nodes

    def _bound(self, element: etree.Element, pending: Pending) -> list[etree.Element | str]:
        cite = pending.cites[0]
        key = self._note_key(cite)
        fact = self.knowledge.fact(cite.key.removeprefix("fact:")) if key else None
        if fact is None or (pending.printed and fact.value is None):
            if fact is not None:
                self._find(
                    Rule.INVALID_FIELD,
                    cite,
                    f"fact '{fact.id}' has no value to print",
                    "write the words between the first brackets, or give the fact a 'value'",
                )
            return self._as_written(element, pending)
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
                language=self.language,
            )
            data.text = escaped(printed)
        else:
            data.text = element.text
            data.extend(list(element))
        sup = self._mark(key, cite, Use.PRINTED if pending.printed else Use.BOUND, pending.raw)
        mark = self.marks[sup]
        mark.data = data
        mark.words = plain_text(data)
        return [data, sup]

    @staticmethod
    def _as_written(element: etree.Element, pending: Pending) -> list[etree.Element | str]:
        """The author's words with their markup, in the brackets they were written in."""
        inner = etree.Element("span")
        inner.text = element.text
        inner.extend(list(element))
        if not len(inner):
            return [escaped(pending.raw)]
        reference = pending.raw[pending.raw.rfind("][") :]
        return ["[", *([inner.text] if inner.text else []), *with_tails(inner), escaped(reference)]

    def _mark(self, key: str, cite: Cite, use: Use, raw: str) -> etree.Element:
        sup = etree.Element("sup")
        link = etree.SubElement(sup, "a", {"class": "footnote-ref"})
        link.set("href", f"#fn:{note_html.anchor(key)}")
        link.set("role", "doc-noteref")
        self.marks[sup] = Mark(sup, key, cite, use, raw)
        return sup

    def _note_key(self, cite: Cite) -> str:
        """Which note a citation leads to; empty, with a finding, where there is none."""
        if cite.is_fact:
            wanted = cite.key.removeprefix("fact:")
            if fact := self.knowledge.fact(wanted):
                return f"fact:{fact.id}"
            self._unknown(Rule.UNKNOWN_FACT, "fact", wanted, cite, list(self.knowledge.facts))
            return ""
        if source := self.knowledge.source(cite.key):
            return f"source:{source.id}"
        if cite.is_address:
            self._find(
                Rule.BARE_SOURCE,
                cite,
                f"'{cite.key}' is cited by its address alone",
                "make it a source record, with title, publication and date",
            )
            return f"url:{cite.key}"
        known = [*self.knowledge.sources, *(f"fact:{key}" for key in self.knowledge.facts)]
        self._unknown(Rule.UNKNOWN_SOURCE, "source", cite.key, cite, known)
        return ""

    def _unknown(self, rule: Rule, kind: str, key: str, cite: Cite, known: list[str]) -> None:
        if self.knowledge.is_refused(kind, key):
            return
        hint = did_you_mean(key, known) or f"add it to the content folder's {kind}s"
        self._find(rule, cite, f"unknown {kind} '{key}'", hint)

    def _not_rendered(self, pending: Pending) -> None:
        """A citation that stands where no mark can: in an image's alt text, a link's title."""
        cite = pending.cites[0]
        for each in pending.cites:
            if self._note_key(each):
                cite = each
        self._find(
            Rule.INVALID_FIELD,
            cite,
            f"'{pending.raw}' stands where no note mark can be (alt text, a title, an address)",
            "move the citation into the text",
        )

    # -- where marks stand ---------------------------------------------------

    def _leave_links(self, parents: dict[etree.Element, etree.Element]) -> None:
        """A link cannot hold a link: marks move behind the link that they stand in."""
        for sup in self.marks:
            outer, current = None, sup
            while current in parents:
                current = parents[current]
                if current.tag == "a":
                    outer = current
            if outer is None:
                continue
            parent = parents[sup]
            if not sup.tail:
                set_text_before(parent, sup, text_before(parent, sup).rstrip())
            replace(parent, sup, [])
            before = parents[outer]
            index = list(before).index(outer) + 1
            while (
                index < len(before) and before[index] in self.marks and not before[index - 1].tail
            ):
                index += 1
            previous = before[index - 1]
            sup.tail, previous.tail = previous.tail, None
            before.insert(index, sup)
            parents[sup] = before

    def _behind_punctuation(self, parents: dict[etree.Element, etree.Element]) -> None:
        """No space before a mark; `Russia [@a].` gives `Russia.¹` (pandoc's manual, 8.20)."""
        done = set[etree.Element]()
        for sup in self.marks:
            if sup in done:
                continue
            parent = parents[sup]
            children = list(parent)
            index = last = children.index(sup)
            # An author's own mark that stands beside it is of the same run.
            while (
                index
                and not (children[index - 1].tail or "").strip(" ")
                and self._is_mark(children[index - 1])
            ):
                index -= 1
                children[index].tail = None
            while (
                not (children[last].tail or "").strip(" ")
                and last + 1 < len(children)
                and self._is_mark(children[last + 1])
            ):
                children[last].tail = None
                last += 1
            done.update(children[index : last + 1])
            first = children[index]
            before = text_before(parent, first)
            stripped = before.rstrip(" \n\t\u00a0")
            if stripped or index:
                before = stripped
            set_text_before(parent, first, before)
            tail = children[last].tail or ""
            moved = self._movable(tail)
            if moved and (before or index):
                set_text_before(parent, first, before + tail[:moved])
                children[last].tail = tail[moved:]

    def _part(self, parents: dict[etree.Element, etree.Element]) -> None:
        """A comma between marks that nothing parts: 1 and 2 side by side read as 12."""
        for sup in self.marks:
            parent = parents[sup]
            index = list(parent).index(sup)
            if not sup.tail and index + 1 < len(parent) and self._is_note_mark(parent[index + 1]):
                parent.insert(index + 1, _comma())
            before = parent[index - 1] if index else None
            if before is not None and not before.tail and self._is_note_mark(before):
                parent.insert(index, _comma())

    def _is_mark(self, element: etree.Element) -> bool:
        return self._is_note_mark(element) or element.get("class") == "pf-comma"

    def _is_note_mark(self, element: etree.Element) -> bool:
        """Whether it leads to a note, an author's or one of ours."""
        if element in self.marks:
            return True
        if element.tag != "sup" or len(element) != 1:
            return False
        return element[0].get("class") == "footnote-ref"

    def _movable(self, tail: str) -> int:
        """How many characters of closing punctuation a text begins with."""
        match = _MOVES.match(tail)
        if not match:
            return 0
        end = match.end()
        for stashed in _STASHED.finditer(tail, 0, end):
            raw = str(self.md.htmlStash.rawHtmlBlocks[int(stashed[1])])
            if raw not in _CLOSING:
                return stashed.start()
        if tail[:1] in ",." and tail[1:2].isdigit():
            return 0
        return end

    # -- numbers -------------------------------------------------------------

    def _footnotes_extension(self) -> FootnoteExtension:
        processor = self.md.inlinePatterns["footnote"]
        footnotes = getattr(processor, "footnotes", None)
        assert isinstance(footnotes, FootnoteExtension)
        return footnotes

    def _authored(self, container: etree.Element | None) -> dict[str, etree.Element]:
        """Authors' notes by the id of their list item."""
        if container is None:
            return {}
        items = container.find("ol")
        return {} if items is None else {item.get("id", ""): item for item in items}

    def _number(self, sups: list[etree.Element], authored: dict[str, etree.Element]) -> None:
        """Number notes in reading order; notes have marks too, which are met after the text."""
        queue, done = list(sups), 0
        listed: set[str] = set()
        while True:
            while done < len(queue):
                self._meet(queue[done], authored)
                done += 1
            following = [
                note
                for note in self.notes.values()
                if note.key not in listed and note.item is not None
            ]
            if not following:
                rest = [key for key in authored if key not in self.notes]
                if not rest:
                    return
                self.notes[rest[0]] = Note(rest[0], len(self.notes) + 1, authored[rest[0]])
                continue
            for note in following:
                listed.add(note.key)
                assert note.item is not None
                queue.extend(note.item.iter("sup"))

    def _meet(self, sup: etree.Element, authored: dict[str, etree.Element]) -> None:
        link = sup.find("a")
        if link is None:
            return
        mark = self.marks.get(sup)
        if mark is not None:
            note = self._note(mark.note, None)
            sup.set("id", self._unique(f"fnref:{note_html.anchor(mark.note)}"))
            link.text = str(note.number)
        else:
            target = link.get("href", "").removeprefix("#")
            if link.get("class") != "footnote-ref" or target not in authored:
                return
            note = self._note(target, authored[target])
            link.set("role", "doc-noteref")
            pattern = str(self.footnotes.getConfig("SUPERSCRIPT_TEXT"))
            link.text = pattern.format(note.number)
        link.set("aria-label", say("Note {n}", self.language, n=note.number))
        note.marks.append((sup.get("id", ""), mark))

    def _note(self, key: str, item: etree.Element | None) -> Note:
        if key not in self.notes:
            self.notes[key] = Note(key, len(self.notes) + 1, item)
        return self.notes[key]

    def _unique(self, wanted: str) -> str:
        found, number = wanted, 2
        while found in self.used_ids:
            found, number = f"{wanted}:{number}", number + 1
        self.used_ids.add(found)
        return found

    # -- what the page refers to ---------------------------------------------

    def _collect(self, parents: dict[etree.Element, etree.Element]) -> None:
        """References with the sentence around each mark, and words that say a fact's standing."""
        blocks: dict[etree.Element, list[Mark]] = {}
        for mark in self.marks.values():
            if mark.sup in parents:
                blocks.setdefault(block_of(mark.sup, parents), []).append(mark)
        for block, marks in blocks.items():
            self._collect_block(block, marks, parents)

    def _prose(self, root: etree.Element, container: etree.Element | None) -> None:
        """The sentences of paragraphs, list items and cells, with whether a note supports them."""
        for block in _prose_blocks(root, container):
            paragraph, places = _text_with_places(block, prose=True)
            for start, end in spans(paragraph):
                noted = bool(places) and any(start < place <= end for place in places.values())
                words = unmark(" ".join(paragraph[start:end].split()))
                self.result.sentences.append((words, noted))

    def _collect_block(
        self,
        block: etree.Element,
        marks: list[Mark],
        parents: dict[etree.Element, etree.Element],
    ) -> None:
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
                self.result.references.append(
                    Reference(
                        kind=kind,
                        id=key,
                        page=self.current.page.path,
                        use=mark.use,
                        anchor=mark.sup.get("id", ""),
                        words=unmark(mark.words),
                        sentence=unmark(" ".join(sentence.split())),
                        paragraph=unmark(" ".join(paragraph.split())),
                        raw=mark.raw,
                        location=self._location(mark.cite),
                    )
                )
            if mark.data is not None:
                self._say_standing(mark, sentence, parents)

    def _say_standing(
        self, mark: Mark, sentence: str, parents: dict[etree.Element, etree.Element]
    ) -> None:
        fact = self.knowledge.facts[mark.note.removeprefix("fact:")]
        words = standing_in_text(self.knowledge, fact, sentence, self.language)
        if not words or mark.data is None:
            return
        said = etree.Element("span", {"class": "pf-said"})
        said.text = escaped(f" ({words})")
        parent = parents[mark.data]
        index = list(parent).index(mark.data) + 1
        said.tail, mark.data.tail = mark.data.tail, None
        parent.insert(index, said)
        parents[said] = parent

    # -- the list ------------------------------------------------------------

    def _list(
        self,
        root: etree.Element,
        container: etree.Element | None,
        authored: dict[str, etree.Element],
    ) -> None:
        if container is None:
            container = etree.Element("div", {"class": "footnote"})
            etree.SubElement(container, "hr")
            self._place(root, container)
        container.set("role", "doc-endnotes")
        # Facts and sources are search results of their own, with pages of their own.
        container.set("data-search-exclude", "")
        container.set("aria-label", say("Notes and sources", self.language))
        for old in container.findall("ol"):
            container.remove(old)
        items = etree.SubElement(container, "ol")
        for note in self.notes.values():
            places = _places_of(note)
            item = note.item
            if item is None:
                made = self.extension.notes_made
                item = note_item(note.key, places, self.context, made)
            else:
                _without_back_links(item)
            items.append(item)
            self._back_links(item, note, places)
            if self.extension.getConfig("folded"):
                self._fold(item, note)

    def _place(self, root: etree.Element, container: etree.Element) -> None:
        """At the site's marker for footnotes, else at the end of the page."""
        marker = str(self.footnotes.getConfig("PLACE_MARKER"))
        # The host's search goes through every element by itself.
        there = marker in "".join(root.itertext())
        found = self.footnotes.findFootnotesPlaceholder(root) if there else None
        if found is None:
            root.append(container)
            return
        child, parent, is_text = found
        index = list(parent).index(child)
        if is_text:
            parent.remove(child)
            parent.insert(index, container)
        else:
            parent.insert(index + 1, container)
            child.tail = None

    def _fold(self, item: etree.Element, note: Note) -> None:
        """Ours are folded; what authors wrote as a note stays as they wrote it."""
        kind, _, key = note.key.partition(":")
        records: dict[str, Mapping[str, Fact | Source]] = {
            "fact": self.knowledge.facts,
            "source": self.knowledge.sources,
        }
        if note.item is None and (record := records.get(kind, {}).get(key)):
            newer = self.knowledge.successor(record) if isinstance(record, Fact) else None
            fold(item, record, self.language, revised=newer is not None)

    def _back_links(self, item: etree.Element, note: Note, places: list[note_html.Place]) -> None:
        """One labelled link back for every mark."""
        rows = dict[str, etree.Element]()
        if places:
            for place, row in zip(places, note_html.place_rows(item), strict=False):
                rows.update(dict.fromkeys(place.anchors, row))
        last = item[-1] if len(item) and item[-1].tag == "p" else None
        many = len(note.marks) > 1
        for index, (anchor, _) in enumerate(note.marks, start=1):
            holder = rows.get(anchor)
            if holder is None:
                last = etree.SubElement(item, "p") if last is None else last
                holder = last
            append_text(holder, len(holder), " " if len(holder) or holder.text else "")
            holder.append(self._back_link(anchor, note.number, index if many else 0))

    def _back_link(self, anchor: str, number: int, place: int) -> etree.Element:
        """`place` counts the marks of a note that has several."""
        link = etree.Element(
            "a", {"class": "footnote-backref", "role": "doc-backlink", "href": f"#{anchor}"}
        )
        label = "Back to place {place} in the text, note {n}"
        label = label if place else "Back to the text, note {n}"
        link.set("aria-label", say(label, self.language, place=place, n=number))
        link.text = FN_BACKLINK_TEXT
        if place:
            etree.SubElement(link, "sup").text = str(place)
        return link

    # -- findings ------------------------------------------------------------

    def _location(self, cite: Cite) -> Location:
        shown = cite.key.removeprefix("fact:")
        if not cite.place:
            return located("", len(shown), self.current.page.file)
        before = 0 if cite.raw.startswith("fact:") else len(cite.key) - len(shown)
        before += f"{{{cite.key}}}" in unmark(cite.raw)
        at = located(cite.place, len(shown), self.current.page.file, self.extension.data_files)
        if at.line:
            at = dataclass_replace(at, column=at.column + before, end_column=at.end_column + before)
        return at

    def _find(self, rule: Rule, cite: Cite, message: str, hint: str) -> None:
        self.result.findings.append(Finding(rule, self._location(cite), message, hint))


def _without_back_links(item: etree.Element) -> None:
    """Take out the host's links back."""
    parents = parent_map(item)
    for link in [e for e in item.iter("a") if e.get("class") == "footnote-backref"]:
        replace(parents[link], link, [])


def _places_of(note: Note) -> list[note_html.Place]:
    """The places that a note's marks name, each once with all marks that name it."""
    found: dict[tuple[str, str], list[str]] = {}
    for anchor, mark in note.marks:
        if mark is not None and (mark.cite.words or mark.quote):
            found.setdefault((mark.cite.words, mark.quote), []).append(anchor)
    return [note_html.Place(*key, tuple(anchors)) for key, anchors in found.items()]


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


def _comma() -> etree.Element:
    comma = etree.Element("sup", {"class": "pf-comma", "aria-hidden": "true"})
    comma.text = ","
    return comma


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
