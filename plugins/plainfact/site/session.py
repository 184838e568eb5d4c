"""One build's state: what was loaded, what rendering found, what is wrong with it.

Made once for each build and held by the plugin that came first; no state outlives it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from html import unescape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainfact import checks
from plainfact.exports import pages_corrected
from plainfact.extensions.base import PageResult, PlainfactExtension
from plainfact.extensions.contributing import Repository
from plainfact.extensions.fill import Filling, fill, has_placeholders
from plainfact.extensions.host import page_of
from plainfact.extensions.notice import with_notice
from plainfact.findings import Finding, Rule, sort_key
from plainfact.loader import Loaded, load
from plainfact.model import Correction, Knowledge, Page, Reference, References
from plainfact.site.keeping import repository_of
from plainfact.site.locating import Convert, locate, place_definitions, unplaced
from plainfact.site.option_pages import missing_content, unknown_option_pages
from plainfact.site.options import options_of, site_language
from plainfact.site.page_files import PageFiles, preferred_terms
from plainfact.site.prose import unsupported
from plainfact.site.too_much import shown_as_written
from plainfact.store import Store

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

# Imported when a site wants one: a site that has only terms needs no notes, ledgers and charts.
EXTENSIONS = {
    "plainfact.citations": "plainfact.extensions.citations",
    "plainfact.glossary": "plainfact.extensions.glossary",
}


def today() -> date:
    """The day of the build; `SOURCE_DATE_EPOCH` where it is set (reproducible-builds.org)."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = int(epoch) if epoch.isdigit() else int(time.time())
    return datetime.fromtimestamp(seconds, tz=UTC).date()


@dataclass(slots=True)
class Session:
    """Knowledge, extensions and findings of one build of one site."""

    config: MkDocsConfig
    project: Path
    rules: Mapping[str, Any] = field(default_factory=dict)
    extensions: dict[str, PlainfactExtension] = field(default_factory=dict)
    loaded: dict[Path, Loaded] = field(default_factory=dict)
    references: References = field(default_factory=References)
    findings: tuple[Finding, ...] = ()
    unsupported: dict[str, tuple[tuple[tuple[str, bool], ...], tuple[Finding, ...]]] = field(
        default_factory=dict
    )
    store: Store | None = None
    look: bool = False
    tags_page: str = ""
    search: bool = False
    pages: PageFiles = field(init=False)

    def __post_init__(self) -> None:
        self.pages = PageFiles(self)

    @classmethod
    def of(cls, config: MkDocsConfig, store: Store | None = None) -> Session:
        """A session for a site; its project is the folder of mkdocs.yml. `store` takes the
        place of the one that the content folder has."""
        file = config.config_file_path
        project = Path(file).resolve().parent if file else Path.cwd()
        return cls(config, project, store=store)

    def add(self, name: str, options: Mapping[str, Any]) -> PlainfactExtension:
        """Make an extension and put it into MkDocs' configuration.

        A site that lists it under `markdown_extensions` has its options there; they win.
        """
        config = self.config
        own = dict((config.mdx_configs or {}).get(name) or {})
        chosen = {**options_of(options, site_language(config.theme)), **own}
        extension: PlainfactExtension = import_module(EXTENSIONS[name]).makeExtension(**chosen)
        extension.provide(self.load(self.content(extension)).knowledge)
        extension.has_doors = True
        listed = [each for each in config.markdown_extensions if each != name]
        config.markdown_extensions = [*listed, extension]  # type: ignore[list-item]
        self.extensions[name] = extension
        return extension

    def content(self, extension: PlainfactExtension) -> Path:
        """The folder of an extension's data files."""
        return self.project / str(extension.getConfig("content"))

    def load(self, content: Path) -> Loaded:
        """The records of a folder, read once a build."""
        if content not in self.loaded:
            store = Store.open("data", content) if self.store is None else self.store
            self.loaded[content] = load(content, project=self.project, store=store)
            store.save()
        return self.loaded[content]

    @property
    def knowledge(self) -> Knowledge:
        """What the data files say."""
        return next((each.knowledge for each in self.loaded.values()), Knowledge())

    @property
    def language(self) -> str:
        """The site's language."""
        return site_language(self.config.theme)

    @property
    def written_in(self) -> str:
        """The language of facts, and of pages that name no other."""
        extension = self.extensions.get("plainfact.citations")
        return str(extension.getConfig("language")) if extension else self.language

    def takes_part(self, path: str) -> bool:
        """Whether any of the extensions takes a page (its path in docs_dir)."""
        return any(extension.takes(path) for extension in self.extensions.values())

    @property
    def is_safe(self) -> bool:
        """Whether authors are not trusted with HTML."""
        return any(each.is_safe for each in self.extensions.values())

    def finish(self, files: Files, convert: Convert | None = None) -> None:
        """All pages are rendered: collect references, check, find the places of findings.

        `convert` converts pages once more, as they are given; else it is done here.
        """
        self._check(files)
        if wanted := unplaced(self, files):
            locate(self, wanted, files, convert)
            self._check(files)
        if (wanted := unplaced(self, files)) and place_definitions(self):
            locate(self, wanted, files, convert, "definitions")
            self._check(files)
            for extension in self.extensions.values():
                extension.place(self.load(self.content(extension)).knowledge, ())
        self.pages.save()

    def let_go(self) -> None:
        """All is told and all pages are converted: keep nothing that only this needed. What
        comes next, the search index of all pages, takes more memory than all before it.
        """
        self.findings = ()
        for extension in self.extensions.values():
            extension.let_go()

    def place_references(self, files: Files, convert: Convert | None = None) -> None:
        """Find the line and column of every reference, for those who ask for all of them."""
        used = [file for file in files.documentation_pages() if self.results(file.src_uri)]
        locate(self, used, files, convert)
        self.references = self._references(files)

    def _check(self, files: Files) -> None:
        self.references = self._references(files)
        data = [finding for loaded in self.loaded.values() for finding in loaded.findings]
        pages = [
            finding
            for extension in self.extensions.values()
            for result in extension.results.values()
            for finding in result.findings
        ]
        checked = checks.check(
            self.knowledge,
            self.references,
            today=today(),
            preferred=preferred_terms(files),
            language=self.written_in,
            text_of=self.text_of,
        )
        prose = [
            finding
            for file in files.documentation_pages()
            for finding in (*unsupported(self, file), *shown_as_written(self, file))
        ]
        config_file = Path(self.config.config_file_path or "mkdocs.yml")
        options = [
            *unknown_option_pages(self.extensions, self.references.pages, config_file),
            *missing_content(self.extensions, config_file),
        ]
        self.findings = self._ruled(
            {*data, *pages, *checked, *prose, *options, *self.pages.findings(files)}
        )

    def text_of(self, path: str) -> str:
        """The text of a page's or data file, by its path in the project."""
        try:
            return (self.project / path).read_text("utf-8-sig")
        except (OSError, ValueError):
            return ""

    def _ruled(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        relevant = (f for f in findings if self._concerns(f))
        return tuple(sorted(checks.apply_rules(relevant, self.rules), key=sort_key))

    def _concerns(self, finding: Finding) -> bool:
        """Records of a plugin that is not there are nobody's concern."""
        if not finding.rule.value.startswith("unused-"):
            return True
        terms = finding.rule is Rule.UNUSED_TERM
        return ("plainfact.glossary" if terms else "plainfact.citations") in self.extensions

    def results(self, path: str) -> list[PageResult]:
        """What each extension found on a page."""
        return [each.results[path] for each in self.extensions.values() if path in each.results]

    def _references(self, files: Files) -> References:
        pages: dict[str, Page] = {}
        found: list[Reference] = []
        for file in sorted(files.documentation_pages(), key=lambda file: file.src_uri):
            if file.page is None:
                continue
            kept = self.pages.kept.get(file.src_uri)
            page = kept or page_of(file, file.page.meta or {}, self.config)
            # MkDocs' titles are HTML where they come from a heading.
            title = page.title or unescape(str(file.page.title or ""))
            pages[file.src_uri] = replace(page, title=title)
            found += self.pages.references(file)
            for name in ("plainfact.citations", "plainfact.glossary"):
                if name in self.extensions and file.src_uri in self.extensions[name].results:
                    found += self.extensions[name].results[file.src_uri].references
        return References(pages, tuple(found))

    def fill(self, html: str, file: File, files: Files) -> str:
        """A page's HTML with what needs all pages, and with what its popovers show."""
        corrections = self.corrections(file.src_uri)
        if not (self.look or corrections or has_placeholders(html)):
            return html
        filling = Filling(
            self.knowledge,
            self.references,
            self.linker(file, files),
            self.language,
            lambda page: self.pages.summary(page.path, page.summary).text if page.summary else "",
            frozenset(
                str(extension.getConfig(f"{listing}_page"))
                for extension in self.extensions.values()
                for listing in ("glossary", "sources", "facts")
            ),
            self.repository,
            page_of(file, {}, self.config).file,
        )
        filled = with_notice(fill(html, filling), corrections, self.language)
        if not self.look:
            return filled
        from plainfact.extensions.popovers import popovers  # only here: it brings notes along

        return filled + popovers(file.src_uri, filled, filling)

    @property
    def repository(self) -> Repository:
        """Where the site's files are kept, as far as mkdocs.yml says."""
        return repository_of(self.config, self.project)

    @property
    def has_feed(self) -> bool:
        """Whether the site publishes one: it has to know its own address."""
        return "plainfact.citations" in self.extensions and bool(self.config.site_url)

    def corrections(self, path: str) -> list[Correction]:
        """The corrections that concern a page: those that name it, or facts that it uses."""
        if "plainfact.citations" not in self.extensions:
            return []
        return [
            correction
            for correction in self.knowledge.corrections.values()
            if path in pages_corrected(correction, self.knowledge, self.references)
        ]

    def linker(self, file: File, files: Files) -> Callable[[Page, str], str]:
        """What makes links from a page to a place on another."""

        def link(page: Page, anchor: str) -> str:
            fragment = f"#{anchor}" if anchor else ""
            if page.path == file.src_uri and fragment:
                return fragment
            target = files.get_file_from_path(page.path)
            return (target.url_relative_to(file) if target else page.url) + fragment

        return link
