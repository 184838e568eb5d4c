"""Notes are numbered in the order in which readers meet their marks, authors' and ours alike."""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Iterable

from plainfact.extensions import note_html
from plainfact.extensions.note_page import Note, NotePage
from plainfact.messages import text as say


def number(page: NotePage, root: etree.Element, container: etree.Element | None) -> dict[str, Note]:
    """The notes by their keys, in order; their marks get number, id and label.

    `container` holds authors' notes, if there are any.
    """
    numbers = _Numbers(page, root, container)
    inside = set(container.iter("sup")) if container is not None else set()
    numbers.meet_all(sup for sup in root.iter("sup") if sup not in inside)
    return numbers.notes


class _Numbers:
    """What is known while marks are met."""

    def __init__(
        self, page: NotePage, root: etree.Element, container: etree.Element | None
    ) -> None:
        self.page = page
        self.notes: dict[str, Note] = {}
        self.used_ids = {found for e in root.iter() if (found := e.get("id"))}
        items = None if container is None else container.find("ol")
        self.authored = {} if items is None else {item.get("id", ""): item for item in items}
        self.pattern = str(page.footnotes.getConfig("SUPERSCRIPT_TEXT"))

    def meet_all(self, sups: Iterable[etree.Element]) -> None:
        """Notes have marks too, which are met after the text."""
        queue, done = list(sups), 0
        listed: set[str] = set()
        while True:
            while done < len(queue):
                self._meet(queue[done])
                done += 1
            if not self.authored:
                return
            following = [
                (note.key, note.item)
                for note in self.notes.values()
                if note.key not in listed and note.item is not None
            ]
            if not following:
                rest = [key for key in self.authored if key not in self.notes]
                if not rest:
                    return
                self._note(rest[0], self.authored[rest[0]])
                continue
            for key, item in following:
                listed.add(key)
                queue.extend(item.iter("sup"))

    def _meet(self, sup: etree.Element) -> None:
        link = sup.find("a")
        if link is None:
            return
        mark = self.page.marks.get(sup)
        if mark is not None:
            note = self._note(mark.note, None)
            sup.set("id", self._unique(f"fnref:{note_html.anchor(mark.note)}"))
            link.text = str(note.number)
        else:
            target = link.get("href", "").removeprefix("#")
            if link.get("class") != "footnote-ref" or target not in self.authored:
                return
            note = self._note(target, self.authored[target])
            link.set("role", "doc-noteref")
            link.text = self.pattern.format(note.number)
        link.set("aria-label", say("Note {n}", self.page.language, n=note.number))
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
