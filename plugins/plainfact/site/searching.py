"""The search of a site: which entries it has, and its files below `search/`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from mkdocs.structure.files import File, Files

from plainfact import search
from plainfact.extensions.summary import summarise
from plainfact.search import Entry
from plainfact.site.session import Session

_IDS = re.compile(r'\bid="([^"]*)"')


def write_search(session: Session, files: Files, folder: Path) -> None:
    """Write the index of names and Pagefind's below a site's folder.

    Raises OSError and search.PagefindError.
    """
    program = search.executable()
    target = folder / "search"
    pages = list(_pages(session, files))
    records = list(_records(session, files))
    target.mkdir(parents=True, exist_ok=True)
    for old in target.glob("names-*.js"):
        old.unlink()
    entries = [*(entry for entry, _ in pages), *records]
    for name, text in search.name_scripts(entries, session.language):
        (target / name).write_bytes(text.encode("utf-8"))
    if program is not None:
        documents = [
            search.document_of(entry, content, session.language)
            for entry, content in [*pages, *((entry, "") for entry in records)]
        ]
        search.write_index(program, documents, target / "pagefind", language=session.language)


def _pages(session: Session, files: Files) -> Iterator[tuple[Entry, str]]:
    """Every page that is not hidden from search, and its HTML."""
    for file in sorted(files.documentation_pages(), key=lambda file: file.src_uri):
        page = session.references.pages.get(file.src_uri)
        if file.page is None or page is None or _is_hidden(file):
            continue
        summary = session.pages.summary(page.path, page.summary).text if page.summary else ""
        title = page.title or session.config.site_name
        entry = search.page_entry(page, title, file.url, summary)
        yield entry, file.page.content or ""


def _is_hidden(file: File) -> bool:
    """Material's front matter: `search: {exclude: true}`."""
    wish = file.page.meta.get("search") if file.page else None
    return isinstance(wish, dict) and bool(wish.get("exclude"))


def _records(session: Session, files: Files) -> Iterator[Entry]:
    knowledge, language = session.knowledge, session.language
    if "plainfact.glossary" in session.extensions:
        listed = _Listed(session, files, "plainfact.glossary", "glossary_page")
        yield from search.term_entries(
            knowledge, listed.place, lambda text: summarise(text, knowledge).text
        )
    if "plainfact.citations" in session.extensions:
        listed = _Listed(session, files, "plainfact.citations", "facts_page")
        yield from search.fact_entries(knowledge, listed.place, language)
        listed = _Listed(session, files, "plainfact.citations", "sources_page")
        yield from search.source_entries(knowledge, listed.place, language)


class _Listed:
    """The records that have an entry on a listing's page."""

    def __init__(self, session: Session, files: Files, extension: str, option: str) -> None:
        path = str(session.extensions[extension].getConfig(option))
        file = files.get_file_from_path(path)
        content = file.page.content if file and file.page else None
        self.url = file.url if file else ""
        self.ids = frozenset(unescape(found) for found in _IDS.findall(content or ""))

    def place(self, key: str) -> str | None:
        """The address of a record's entry."""
        return f"{self.url}#{key}" if key in self.ids else None
