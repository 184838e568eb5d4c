"""What a site publishes beside its pages: data files, the feed, structured data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from plainfact import exports
from plainfact.model import Page
from plainfact.schemas import kinds, schema
from plainfact.site.session import Session


def data_files(session: Session) -> Iterator[tuple[str, str]]:
    """Path (relative to the site) and text of every data file, in a fixed order."""
    knowledge, references = session.knowledge, session.references
    if "plainfact.citations" in session.extensions:
        yield "data/facts.json", exports.facts_json(knowledge, references)
        yield "data/sources.bib", exports.sources_bib(knowledge)
        yield "data/sources.json", exports.sources_json(knowledge)
    if "plainfact.glossary" in session.extensions:
        yield "data/glossary.json", exports.glossary_json(knowledge, references)
    for kind in kinds():
        text = json.dumps(schema(kind), indent=2, ensure_ascii=False) + "\n"
        yield f"data/schemas/{kind}.schema.json", text
    site_url = session.config.site_url
    if session.has_feed and site_url:
        pages = [plain(session, page) for page in references.pages.values() if page.published]
        yield (
            "feed.xml",
            exports.feed(
                pages,
                knowledge.corrections.values(),
                session.config.site_name,
                site_url,
                knowledge=knowledge,
                references=references,
                language=session.language,
            ),
        )


def write_data_files(session: Session, folder: Path) -> tuple[str, ...]:
    """Write them below a folder; returns what was written. Raises OSError."""
    written = []
    for name, text in data_files(session):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))
        written.append(name)
    return tuple(written)


def structured_data(session: Session, path: str, html: str) -> str:
    """The JSON-LD of a page (its path in docs_dir, its HTML), as a script element.

    Empty on a page that uses nothing of ours.
    """
    page = session.references.pages.get(path)
    site_url = session.config.site_url or ""
    if page is None:
        return ""
    found = []
    if (
        "plainfact.citations" in session.extensions
        and page.published
        and session.references.on(path)
    ):
        found.append(
            exports.article_json_ld(
                plain(session, page),
                session.knowledge,
                session.references,
                site_url,
                session.language,
            )
        )
    if 'class="pf-glossary"' in html and session.knowledge.terms:
        found.append(
            exports.glossary_json_ld(page, session.knowledge, site_url, {}, session.language)
        )
    return "".join(f'<script type="application/ld+json">{text}</script>' for text in found if text)


def plain(session: Session, page: Page) -> Page:
    """The page with its summary in plain words."""
    if not page.summary:
        return page
    return replace(page, summary=session.pages.summary(page.path, page.summary).text)
