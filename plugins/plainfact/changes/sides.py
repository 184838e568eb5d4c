"""One side of a comparison: everything that a site says at one point of its history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from plainfact.changes.passages import Part, Passage
from plainfact.findings import Finding, Rule
from plainfact.model import Knowledge, Page, References, empty


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a page's prose is supported: its sentences and those with a note, the facts
    that it refers to, figures and quotations that no note supports."""

    sentences: int = 0
    supported: int = 0
    facts: int = 0
    uncited_figures: int = 0
    uncited_quotations: int = 0


@dataclass(frozen=True, slots=True)
class SidePage:
    """A page as its readers get it; `source` is the text of its file."""

    page: Page
    source: str = ""
    passages: tuple[Passage, ...] = ()
    coverage: Coverage = Coverage()


@dataclass(frozen=True, slots=True)
class Side:
    """A site: records, references, pages by their path in docs_dir, and what is wrong.

    `context` holds, for a finding, the line of the file that it is about, which stays the
    same when the line moves. `left_out` are files that were not looked at, with the reason.
    """

    name: str
    commit: str = ""
    knowledge: Knowledge = field(default_factory=Knowledge)
    references: References = field(default_factory=References)
    pages: Mapping[str, SidePage] = field(default_factory=empty)
    findings: tuple[Finding, ...] = ()
    context: Mapping[Finding, str] = field(default_factory=empty)
    left_out: tuple[tuple[str, str], ...] = ()
    language: str = "en"


def coverage(
    page: Page, passages: tuple[Passage, ...], references: References, findings: Counter[Rule]
) -> Coverage:
    """A page's coverage; `findings` counts those in its file by their rule."""
    prose = [passage for passage in passages if passage.part is Part.PROSE]
    return Coverage(
        sentences=len(prose),
        supported=sum(passage.noted for passage in prose),
        facts=len({found.id for found in references.on(page.path) if found.kind == "fact"}),
        uncited_figures=findings[Rule.UNCITED_FIGURE],
        uncited_quotations=findings[Rule.UNCITED_QUOTATION],
    )
