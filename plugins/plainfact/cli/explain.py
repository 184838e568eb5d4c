"""`plainfact explain`: what a page rests on, and which terms it links and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from plainfact.cli.frame import Stopped, config_option, site_of
from plainfact.extensions.glossary import GlossaryExtension
from plainfact.extensions.glossary_choice import NearMiss
from plainfact.model import Knowledge, Page, Reference, References, Use
from plainfact.report import visible
from plainfact.suggest import did_you_mean

WHY = {
    Use.AUTOMATIC: "a mention in plain words",
    Use.EXPLICIT: "asked for with [words][term:…]",
    Use.LISTED: "shown by a listing",
    Use.CITED: "cited",
    Use.BOUND: "bound to words",
    Use.PRINTED: "its value is printed",
}


@click.command()
@config_option
@click.argument("page", metavar="PAGE")
def explain(config_file: Path | None, page: str) -> None:
    """Say which facts, sources and terms PAGE uses, where, and why each link is there.

    PAGE is a path in the docs folder (explainers/x.md), or the path of the file.
    """
    site = site_of(config_file)
    found = _page(site.references, page, site.project)
    if found is None:
        hint = did_you_mean(page, site.references.pages) or "pages are named as in the docs folder"
        raise Stopped(f"there is no page '{page}'; {hint}")
    glossary = site.session.extensions.get("plainfact.glossary")
    missed = glossary.near_misses if isinstance(glossary, GlossaryExtension) else {}
    lines = explained(found, site.knowledge, site.references, missed.get(found.path, ()))
    click.echo("\n".join(lines))


def _page(references: References, wanted: str, project: Path) -> Page | None:
    if wanted in references.pages:
        return references.pages[wanted]
    file = Path(wanted).resolve()
    for page in references.pages.values():
        if page.file and (project / page.file).resolve() == file:
            return page
    return None


def explained(
    page: Page, knowledge: Knowledge, references: References, missed: Sequence[NearMiss] = ()
) -> Iterator[str]:
    """The lines of the answer."""
    refs = [ref for ref in references.found if ref.page == page.path]
    yield visible(f"{page.path}: {page.title or 'without a title'}")
    yield from _section("Facts", refs, "fact", knowledge)
    yield from _section("Sources cited directly", refs, "source", knowledge)
    yield from _section("Terms linked", refs, "term", knowledge)
    yield ""
    yield f"Mentions not linked: {len(missed) or 'none'}"
    for miss in missed:
        yield visible(f"  {miss.term}: '{' '.join(miss.words.split())}': {miss.reason.value}")


def _section(
    heading: str, refs: Iterable[Reference], kind: str, knowledge: Knowledge
) -> Iterator[str]:
    of_kind = [ref for ref in refs if ref.kind == kind]
    yield ""
    yield f"{heading}: {len({ref.id for ref in of_kind}) or 'none'}"
    for key in dict.fromkeys(ref.id for ref in of_kind):
        yield visible(f"  {key}{_about(kind, key, knowledge)}")
        for ref in of_kind:
            if ref.id == key:
                words = f" '{ref.words}'" if ref.words else ""
                yield visible(f"    line {ref.location.line or '?'}:{words} {WHY[ref.use]}")


def _about(kind: str, key: str, knowledge: Knowledge) -> str:
    if kind == "fact" and (fact := knowledge.fact(key)):
        return f" ({fact.status}, {fact.as_of}): {fact.claim}"
    if kind == "source" and (source := knowledge.source(key)):
        return f": {source.title}"
    if kind == "term" and (term := knowledge.term(key)):
        return f": {term.term}"
    return ""
