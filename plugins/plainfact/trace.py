"""What rests on a source, a fact, a publisher or a host: facts, sentences, pages. Pure."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from plainfact.model import Fact, Knowledge, Reference, References, Source, Use, host_names
from plainfact.report import visible

COLUMNS = ("kind", "id", "sole", "page", "path", "line", "text", "link")
MARKDOWN = re.compile(r"([\\`*_\[\]<>#|])")


@dataclass(frozen=True, slots=True)
class Row:
    """A fact, a glossary entry, a sentence or a measure on a page that rests on what was asked for.

    `sole`: nothing else supports it. `link` is the place's address in the site.
    """

    kind: str  # "fact", "term", "sentence" or "measure"
    id: str
    sole: bool
    page: str
    path: str
    line: int
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer: which records were meant, and all that rests on them."""

    wanted: str
    sources: tuple[str, ...]
    facts: tuple[str, ...]
    rows: tuple[Row, ...]

    def of(self, kind: str) -> tuple[Row, ...]:
        """The rows of one kind."""
        return tuple(row for row in self.rows if row.kind == kind)


def trace(knowledge: Knowledge, references: References, wanted: str) -> Trace | None:
    """What rests on the source, fact, publisher or host of that name; None: there is none."""
    sources = {source.id for source in knowledge.sources.values() if _is_meant(source, wanted)}
    if renamed := knowledge.source(wanted):
        sources.add(renamed.id)
    fact = knowledge.fact(wanted)
    if not sources and not fact:
        return None
    resting = {
        one.id: one
        for one in knowledge.facts.values()
        if (fact and one.id == fact.id) or _support(one, knowledge) & sources
    }
    sole = {
        one.id
        for one in resting.values()
        if (fact and one.id == fact.id) or _support(one, knowledge) <= sources
    }
    rows = [_fact_row(one, one.id in sole) for one in resting.values()]
    for term in knowledge.terms.values():
        support = {_source_id(cite.source, knowledge) for cite in term.citations}
        if support & sources:
            rows.append(
                Row("term", term.id, support <= sources, "", term.location.path,
                    term.location.line, term.term)
            )  # fmt: skip
    rows += _sentences(knowledge, references, sources, set(resting), sole)
    rows += _measures(knowledge, references, set(resting), sole)
    return Trace(wanted, tuple(sorted(sources)), (fact.id,) if fact else (), tuple(rows))


def _is_meant(source: Source, wanted: str) -> bool:
    """By publication, publisher, host, or the agency whose report it passes on."""
    folded = wanted.casefold().strip()
    names = (source.container_title, source.publisher, source.relays)
    hosts = (*host_names(source.url), *host_names(source.archive_url))
    return bool(folded) and (
        folded in (name.casefold() for name in names if name)
        or folded.removeprefix("www.") in hosts
    )


def _source_id(key: str, knowledge: Knowledge) -> str:
    source = knowledge.source(key)
    return source.id if source else key


def _support(fact: Fact, knowledge: Knowledge) -> set[str]:
    return {_source_id(citation.source, knowledge) for citation in fact.citations}


def _fact_row(fact: Fact, sole: bool) -> Row:
    at = fact.location
    return Row("fact", fact.id, sole, "", at.path, at.line, f"{fact.claim} ({fact.as_of})")


def _sentences(
    knowledge: Knowledge,
    references: References,
    sources: set[str],
    facts: set[str],
    sole: set[str],
) -> list[Row]:
    """The sentences that refer to one of these, each once for every record it refers to.

    A listing is no sentence. A sentence stands on it alone where all its notes do.
    """

    def today(ref: Reference) -> str:
        return knowledge.renamed.get((ref.kind, ref.id), ref.id)

    def rests(ref: Reference, on_facts: set[str]) -> bool:
        return today(ref) in (sources if ref.kind == "source" else on_facts)

    marks = [
        ref
        for ref in references.found
        if ref.kind in ("source", "fact") and ref.use is not Use.LISTED
    ]
    other_support = {_place(ref) for ref in marks if not rests(ref, sole)}
    rows: dict[tuple[str, str, str], Row] = {}
    for ref in marks:
        if rests(ref, facts):
            page = references.pages.get(ref.page)
            rows.setdefault(
                (ref.page, ref.sentence, today(ref)),
                Row(
                    kind="sentence",
                    id=today(ref),
                    sole=_place(ref) not in other_support,
                    page=ref.page,
                    path=ref.location.path,
                    line=ref.location.line,
                    text=ref.sentence,
                    link=f"{page.url if page else ''}#{ref.anchor}" if ref.anchor else "",
                ),
            )
    return list(rows.values())


def _measures(
    knowledge: Knowledge, references: References, facts: set[str], sole: set[str]
) -> list[Row]:
    """The measures that pages show with a figure among these; sole where all figures are."""
    rows: dict[tuple[str, str], Row] = {}
    for ref in references.found:
        measure = knowledge.measure(ref.id) if ref.kind == "measure" else None
        figures = {fact.id for fact in knowledge.figures(measure.id)} if measure else set()
        if measure is None or not figures & facts:
            continue
        page = references.pages.get(ref.page)
        at = ref.location
        rows.setdefault(
            (ref.page, measure.id),
            Row(
                kind="measure",
                id=measure.id,
                sole=figures <= sole,
                page=ref.page,
                path=at.path,
                line=at.line,
                text=measure.label,
                link=f"{page.url if page else ''}#{ref.anchor}" if ref.anchor else "",
            ),
        )
    return list(rows.values())


def _place(ref: Reference) -> tuple[str, str, str]:
    return (ref.page, ref.paragraph, ref.sentence)


def as_json(found: Trace) -> str:
    """For programs."""
    report = {
        "version": 1,
        "wanted": found.wanted,
        "sources": list(found.sources),
        "facts": list(found.facts),
        "rows": [asdict(row) for row in found.rows],
        "summary": _counts(found),
    }
    return json.dumps(report, indent=2) + "\n"


def as_csv(found: Trace) -> str:
    """For a spreadsheet, in which no cell is taken for a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in found.rows:
        cells = asdict(row) | {"sole": "yes" if row.sole else "no"}
        writer.writerow([_cell(str(cells[column])) for column in COLUMNS])
    return out.getvalue()


def as_markdown(found: Trace) -> str:
    """A checklist to paste into an issue."""
    counts = _counts(found)
    lines = [
        f"# What rests on {_escaped(found.wanted)}",
        "",
        f"{_many(counts['facts'], 'fact')} ({counts['sole_facts']} on nothing else), "
        f"{_many(counts['sentences'], 'sentence')} ({counts['sole_sentences']} on nothing else) "
        f"on {_many(counts['pages'], 'page')}.",
    ]
    lines += _section("Facts", found.of("fact"))
    lines += _section("Glossary", found.of("term"))
    on_pages = (*found.of("sentence"), *found.of("measure"))
    for page in sorted({row.page for row in on_pages}):
        lines += _section(page, [row for row in on_pages if row.page == page])
    return "\n".join(lines) + "\n"


def _section(heading: str, rows: Iterable[Row]) -> list[str]:
    items = [
        f"- [ ] {_escaped(row.text)} — `{row.id}`"
        f"{', sole support' if row.sole else ''}"
        f"{_place_of(row)}"
        for row in rows
    ]
    return ["", f"## {_escaped(heading)}", "", *items] if items else []


def _counts(found: Trace) -> dict[str, int]:
    facts, sentences = found.of("fact"), found.of("sentence")
    places = {(row.page, row.text): row.sole for row in sentences}
    return {
        "facts": len(facts),
        "sole_facts": sum(row.sole for row in facts),
        "sentences": len(places),
        "sole_sentences": sum(places.values()),
        "pages": len({row.page for row in (*sentences, *found.of("measure"))}),
    }


def _place_of(row: Row) -> str:
    line = f":{row.line}" if row.line else ""
    return f" ({visible(row.path)}{line})" if row.path else ""


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _escaped(text: str) -> str:
    return MARKDOWN.sub(r"\\\1", visible(" ".join(text.split())))


def _cell(text: str) -> str:
    shown = visible(text)
    return f"'{shown}" if shown[:1] in ("=", "+", "-", "@") else shown
