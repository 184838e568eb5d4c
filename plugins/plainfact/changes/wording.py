"""What the reports for people say, whatever their form: headings, counts, which words changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from plainfact.changes.compare import Changes
from plainfact.changes.pages import PageChange, Rest
from plainfact.changes.records import RecordChange
from plainfact.changes.sides import Coverage
from plainfact.report import summary

NAMES = {
    "fact": "Facts",
    "source": "Sources",
    "measure": "Measures",
    "term": "Glossary",
    "correction": "Corrections",
    "publisher": "Publishers",
}
SIGNS = {"added": "+", "removed": "-", "changed": "~", "affected": "="}
LONGEST = 600
"""Characters of one text that a report shows."""

_WORD = re.compile(r"\s+|[^\s]+")


def short(text: str, length: int = LONGEST) -> str:
    """A text, cut where it is very long."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def many(number: int, word: str) -> str:
    """ "1 fact", "2 facts"; "1 entry", "2 entries"."""
    if number == 1:
        return f"1 {word}"
    return f"{number} {word[:-1]}ies" if word.endswith("y") else f"{number} {word}s"


def headline(changes: Changes) -> list[str]:
    """The whole in a few sentences, the gravest first."""
    counts, gone = summary(changes.new), summary(changes.gone)
    said = []
    for counted, what in ((counts, "new"), (gone, "gone")):
        listed = [
            many(counted[plural], plural[:-1])
            for plural in ("errors", "warnings", "notes")
            if counted[plural]
        ]
        if listed:
            said.append(f"{', '.join(listed)} {what}.")
    records = []
    for kind, name in NAMES.items():
        of_kind = changes.of(kind)
        if of_kind:
            what = "glossary entry" if kind == "term" else name.lower()[:-1]
            records.append(many(len(of_kind), what))
    if records:
        said.append(f"{_listed(records)} changed, added or removed.")
    other = sum(page.change in ("changed", "added", "removed") for page in changes.pages)
    same = len(changes.pages) - other
    if other:
        said.append(
            f"{many(other, 'page')} {'says' if other == 1 else 'say'} something else than before."
        )
    if same:
        said.append(
            f"{many(same, 'page')} {'rests' if same == 1 else 'rest'} on what changed, and "
            f"{'says' if same == 1 else 'say'} the same."
        )
    if changes.leftovers:
        number = len(changes.leftovers)
        said.append(f"{many(number, 'sentence')} still {'says' if number == 1 else 'say'} the old.")
    return said or ["Nothing that readers would see has changed."]


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def page_words(change: PageChange) -> str:
    """What became of a page."""
    if change.change == "changed":
        own = any(passage.is_own for passage in change.passages)
        return "says something else" if own else "says something else in notes or lists"
    return {
        "added": "new",
        "removed": "removed",
        "affected": "says the same, and rests on what changed",
    }[change.change]


def standing_of(change: RecordChange) -> str:
    """What became of a record, in words."""
    words = [change.change]
    if change.retracted:
        words.append("retracted")
    if change.superseded_by:
        words.append(f"superseded by {change.superseded_by}")
    if change.formerly:
        words.append(f"formerly {change.formerly}")
    if change.superseded_by and change.change == "changed" and not change.fields:
        words.remove("changed")
    return ", ".join(words)


def rest_words(rest: Rest) -> str:
    """ "fact x", "source y by way of fact:x"."""
    through = f" by way of {', '.join(rest.through)}" if rest.through else ""
    return f"{rest.kind} {rest.id}{through}"


def coverage_words(change: PageChange) -> str:
    """Coverage before and after, where it is not the same."""
    before, after = change.before or Coverage(), change.after
    if after is None or before == after:
        return ""
    rows = (
        ("sentences", before.sentences, after.sentences),
        ("with a note", before.supported, after.supported),
        ("facts", before.facts, after.facts),
        ("uncited figures", before.uncited_figures, after.uncited_figures),
        ("uncited quotations", before.uncited_quotations, after.uncited_quotations),
    )
    return ", ".join(f"{name} {old} → {new}" for name, old, new in rows if old != new)


def differing(old: str, new: str) -> Iterator[tuple[str, str, str]]:
    """Two texts word by word: what both have, what went, what came, in turns."""
    first, second = _WORD.findall(old), _WORD.findall(new)
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield "".join(first[i1:i2]), "", ""
        else:
            yield "", "".join(first[i1:i2]), "".join(second[j1:j2])
