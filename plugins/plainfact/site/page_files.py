"""What the files of pages themselves say, beside their Markdown: front matter, summaries,
characters; and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.utils.meta import get_data

from plainfact.extensions.host import page_of
from plainfact.extensions.locate import mark
from plainfact.findings import Finding, Location
from plainfact.model import Page, Reference
from plainfact.site.acted_on import findings_of, refused
from plainfact.site.linked import drop_outside
from plainfact.site.written import make_readable, written
from plainfact.store import Store, digest

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files

    from plainfact.extensions.summary import Summary
    from plainfact.site.session import Session


@dataclass(slots=True)
class PageFiles:
    """The files of a session's pages. `written` is what is wrong with each, by its path;
    `clean` keeps, from one build to the next, those with which nothing was.
    """

    session: Session
    kept: dict[str, Page] = field(default_factory=dict)
    summaries: dict[str, Summary] = field(default_factory=dict)
    referring: dict[str, tuple[Reference, ...]] = field(default_factory=dict)
    refused: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    unreadable: tuple[Finding, ...] = ()
    written: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    clean: Store | None = None

    def receive(self, files: Files) -> None:
        """All files of the site are known: see to it that pages can and may be read."""
        config = self.session.config
        outside = drop_outside(files, config) if self.session.is_safe else ()
        self.unreadable = (*outside, *make_readable(files, config))

    def keep(self, file: File) -> None:
        """What a page's front matter says, before anybody changes it."""
        if file.page is not None:
            self.kept[file.src_uri] = page_of(file, file.page.meta or {}, self.session.config)

    def fitting(self, file: File) -> dict[str, Any]:
        """A page's front matter without what must not reach a theme (`acted_on`)."""
        meta = dict(file.page.meta or {}) if file.page else {}
        wrong = self.refused[file.src_uri] = refused(meta, self.session.config.theme)
        return {key: value for key, value in meta.items() if key not in wrong}

    def summary(self, path: str, summary: str) -> Summary:
        """A page's summary in plain words, and what is wrong with it."""
        if path not in self.summaries:
            self.summaries[path] = self._summarised(summary)
        return self.summaries[path]

    def _summarised(self, summary: str) -> Summary:
        # Only here, since it brings all of notes along, which not every site has.
        from plainfact.extensions.summary import summarise

        return summarise(summary, self.session.knowledge)

    def findings(self, files: Files) -> Iterable[Finding]:
        """Everything that is wrong with the files of pages."""
        yield from self.unreadable
        for file in files.documentation_pages():
            yield from self.of_summary(file)
            yield from self.of_file(file)

    def of_summary(self, file: File) -> tuple[Finding, ...]:
        """What is wrong with a page's summary, at its place in the front matter."""
        summary = self.summaries.get(file.src_uri)
        if summary is None or not summary.findings:
            return ()
        path = page_of(file, {}, self.session.config).file
        return tuple(
            replace(finding, location=replace(finding.location, path=path))
            for finding in self._placed(file).findings or summary.findings
        )

    def references(self, file: File) -> tuple[Reference, ...]:
        """What a page's summary refers to, at its place in the front matter. It stands in no
        element of the page, so that it has no anchor."""
        summary = self.summaries.get(file.src_uri)
        if summary is None or not summary.references:
            return ()
        if file.src_uri not in self.referring:
            page = page_of(file, {}, self.session.config)
            self.referring[file.src_uri] = tuple(
                replace(
                    each,
                    page=page.path,
                    anchor="",
                    location=replace(each.location, path=page.file),
                )
                for each in self._placed(file).references or summary.references
            )
        return self.referring[file.src_uri]

    def _placed(self, file: File) -> Summary:
        """The summary with places: marks survive YAML, however it folds the lines of a text."""
        _, meta = get_data(mark(file.content_string))
        return self._summarised(str(meta.get("summary") or ""))

    def of_file(self, file: File) -> tuple[Finding, ...]:
        """What is wrong with a page's characters and front matter, looked at once."""
        if file.page is None or not self.session.takes_part(file.src_uri):
            return ()
        if file.src_uri not in self.written:
            results = self.session.results(file.src_uri)
            uses_us = any(result.references or result.findings for result in results)
            found = self._written(file, uses_us)
            self.written[file.src_uri] = (*found, *self._refused(file, found))
        return self.written[file.src_uri]

    def _refused(self, file: File, others: Iterable[Finding]) -> list[Finding]:
        """Front matter that no theme gets to see, but for what is reported there already."""
        if not self.session.is_safe:
            return []
        if file.src_uri not in self.refused:
            self.fitting(file)
        path = page_of(file, {}, self.session.config).file
        others = tuple(others)
        found = findings_of(self.refused[file.src_uri], file.content_string, path)
        return [
            each
            for each in found
            if not any(_is_within(other.location, each.location) for other in others)
        ]

    def _written(self, file: File, uses_us: bool) -> tuple[Finding, ...]:
        """The same, unless nothing was wrong with just this page when it was last looked at."""
        session = self.session
        if self.clean is None:
            data = (loaded.digest for loaded in session.loaded.values())
            docs = Path(session.config.docs_dir)
            self.clean = Store.open("front", docs, *data) if session.store is None else Store()
        path = page_of(file, {}, session.config).file
        # A build has taken from the front matter what the theme must not see.
        refused = self.refused.get(file.src_uri)
        has_meta = bool(file.page and file.page.meta) or bool(refused)
        key = digest(path, f"{uses_us} {has_meta}", file.content_string)
        if self.clean.get(key):
            return ()
        found = written(file, path, session.knowledge, uses_us=uses_us, has_meta=has_meta)
        if not found:
            self.clean.put(key, 1)
        return found

    def save(self) -> None:
        """Keep, for the next build, the pages with which nothing was wrong."""
        if self.clean:
            self.clean.save()


def _is_within(inner: Location, outer: Location) -> bool:
    """Whether a place lies in another of the same file."""
    start, end = (outer.line, outer.column), (outer.end_line, outer.end_column)
    return start <= (inner.line, inner.column) and (inner.end_line, inner.end_column) <= end


def preferred_terms(files: Files) -> dict[str, tuple[str, ...]]:
    """The terms that pages prefer where a label is ambiguous, by the page's path."""
    found = {}
    for file in files.documentation_pages():
        wishes = (file.page.meta or {}).get("glossary") if file.page else None
        preferred = wishes.get("prefer") if isinstance(wishes, Mapping) else None
        if isinstance(preferred, list):
            found[file.src_uri] = tuple(str(key) for key in preferred)
    return found
