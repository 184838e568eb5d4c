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
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from mkdocs.utils.meta import get_data

from plainfact import checks
from plainfact.exports import pages_corrected
from plainfact.extensions.base import PageResult, PlainfactExtension
from plainfact.extensions.citations import CitationsExtension
from plainfact.extensions.contributing import Repository
from plainfact.extensions.fill import Filling, fill
from plainfact.extensions.glossary import GlossaryExtension
from plainfact.extensions.host import CurrentPage, page_of
from plainfact.extensions.locate import mark, place_of
from plainfact.extensions.notice import with_notice
from plainfact.extensions.popovers import popovers
from plainfact.extensions.summary import Summary, summarise
from plainfact.findings import Finding, Rule, sort_key
from plainfact.loader import Loaded, definitions, load
from plainfact.model import Correction, Knowledge, Page, References
from plainfact.site.acted_on import findings_of, refused
from plainfact.site.keeping import repository_of
from plainfact.site.option_pages import unknown_option_pages
from plainfact.site.options import options_of, site_language
from plainfact.site.render import render
from plainfact.site.written import make_readable, written
from plainfact.store import Store, digest

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

Convert = Callable[[Iterable[tuple["File", str]], str], None]
EXTENSIONS: Mapping[str, type[PlainfactExtension]] = {
    "plainfact.citations": CitationsExtension,
    "plainfact.glossary": GlossaryExtension,
}


_PROSE = frozenset((Rule.UNCITED_FIGURE, Rule.UNCITED_QUOTATION))
"""Found in rendered prose, whose place is looked for there and then (`place_of`)."""


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
    summaries: dict[str, Summary] = field(default_factory=dict)
    kept: dict[str, Page] = field(default_factory=dict)
    refused: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)
    unreadable: tuple[Finding, ...] = ()
    written: dict[str, tuple[Finding, ...]] = field(default_factory=dict)
    clean: Store | None = None  # pages with whose front matter nothing was wrong
    unsupported: dict[str, tuple[tuple[tuple[str, bool], ...], tuple[Finding, ...]]] = field(
        default_factory=dict
    )
    store: Store | None = None
    look: bool = False
    tags_page: str = ""
    search: bool = False

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
        extension = EXTENSIONS[name](**chosen)
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
        current = CurrentPage(Page(path=path))
        return any(extension.takes_part(current) for extension in self.extensions.values())

    @property
    def is_safe(self) -> bool:
        """Whether authors are not trusted with HTML."""
        return any(each.getConfig("html") == "safe" for each in self.extensions.values())

    def receive(self, files: Files) -> None:
        """All files of the site are known: see to it that pages can be read."""
        self.unreadable = tuple(make_readable(files, self.config))

    def keep(self, file: File) -> None:
        """What a page's front matter says, before anybody changes it."""
        if file.page is not None:
            self.kept[file.src_uri] = page_of(file, file.page.meta or {}, self.config)

    def fitting(self, file: File) -> dict[str, Any]:
        """A page's front matter without what must not reach a theme (`acted_on`)."""
        meta = dict(file.page.meta or {}) if file.page else {}
        wrong = self.refused[file.src_uri] = refused(meta, self.config.theme)
        return {key: value for key, value in meta.items() if key not in wrong}

    def summary(self, path: str, summary: str) -> Summary:
        """A page's summary in plain words, and what is wrong with it."""
        if path not in self.summaries:
            self.summaries[path] = summarise(summary, self.knowledge)
        return self.summaries[path]

    def finish(self, files: Files, convert: Convert | None = None) -> None:
        """All pages are rendered: collect references, check, find the places of findings.

        `convert` converts pages once more, as they are given; else it is done here.
        """
        self._check(files)
        if unplaced := self._unplaced(files):
            self._locate(unplaced, files, convert)
            self._check(files)
        if (unplaced := self._unplaced(files)) and self._place_definitions():
            self._locate(unplaced, files, convert, "definitions")
            self._check(files)
            for extension in self.extensions.values():
                extension.place(self.load(self.content(extension)).knowledge, ())
        if self.clean:
            self.clean.save()

    def _unplaced(self, files: Files) -> list[File]:
        """Pages with findings that name no line, but for notes on prose."""
        without_line = {
            each.location.path
            for each in self.findings
            if not each.location.line and each.rule not in _PROSE
        }
        return [
            file
            for file in files.documentation_pages()
            if any(each.page.file in without_line for each in self._results(file.src_uri))
        ]

    def _place_definitions(self) -> bool:
        """Hand the extensions definitions that carry their places; whether there are any."""
        paths = sorted(
            {term.location.path for term in self.knowledge.terms.values() if "[" in term.definition}
        )
        placed: dict[tuple[str, str], str] = {}
        for number, path in enumerate(paths, 1):
            try:
                text = (self.project / path).read_text("utf-8-sig")
            except (OSError, UnicodeDecodeError):
                continue
            for key, words in definitions(mark(text, data_file=number), path).items():
                placed[path, key] = words
        for extension in self.extensions.values():
            knowledge = self.load(self.content(extension)).knowledge
            terms = {
                key: replace(
                    term, definition=placed.get((term.location.path, key), term.definition)
                )
                for key, term in knowledge.terms.items()
            }
            extension.place(replace(knowledge, terms=MappingProxyType(terms)), tuple(paths))
        return bool(placed)

    def place_references(self, files: Files, convert: Convert | None = None) -> None:
        """Find the line and column of every reference, for those who ask for all of them."""
        used = [file for file in files.documentation_pages() if self._results(file.src_uri)]
        self._locate(used, files, convert)
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
        summaries = [f for file in files.documentation_pages() for f in self.of_summary(file)]
        checked = checks.check(
            self.knowledge,
            self.references,
            today=today(),
            preferred=self._preferred(files),
            language=self.written_in,
        )
        unsupported = [
            finding for file in files.documentation_pages() for finding in self._unsupported(file)
        ]
        options = unknown_option_pages(
            self.extensions,
            self.references.pages,
            Path(self.config.config_file_path or "mkdocs.yml"),
        )
        files_own = [f for file in files.documentation_pages() for f in self.of_file(file)]
        self.findings = self._ruled(
            {
                *data,
                *pages,
                *summaries,
                *checked,
                *unsupported,
                *files_own,
                *options,
                *self.unreadable,
            }
        )

    def of_summary(self, file: File) -> tuple[Finding, ...]:
        """What is wrong with a page's summary, at its place in the front matter."""
        summary = self.summaries.get(file.src_uri)
        if summary is None or not summary.findings:
            return ()
        # Marks survive YAML, however it folds the lines of a text.
        _, meta = get_data(mark(file.content_string))
        placed = summarise(str(meta.get("summary") or ""), self.knowledge).findings
        page = page_of(file, {}, self.config)
        return tuple(
            replace(finding, location=replace(finding.location, path=page.file))
            for finding in placed or summary.findings
        )

    def of_file(self, file: File) -> tuple[Finding, ...]:
        """What is wrong with a page's characters and front matter, looked at once."""
        if file.page is None or not self.takes_part(file.src_uri):
            return ()
        if file.src_uri not in self.written:
            results = self._results(file.src_uri)
            uses_us = any(result.references or result.findings for result in results)
            found = self._written(file, uses_us)
            self.written[file.src_uri] = (*found, *self._refused(file, found))
        return self.written[file.src_uri]

    def _refused(self, file: File, others: Iterable[Finding]) -> list[Finding]:
        """Front matter that no theme gets to see, but for what is reported there already."""
        if not self.is_safe:
            return []
        if file.src_uri not in self.refused:
            self.fitting(file)
        path = page_of(file, {}, self.config).file
        places = {(each.rule, each.location) for each in others}
        found = findings_of(self.refused[file.src_uri], file.content_string, path)
        return [each for each in found if (each.rule, each.location) not in places]

    def _written(self, file: File, uses_us: bool) -> tuple[Finding, ...]:
        """The same, unless nothing was wrong with just this page when it was last looked at."""
        if self.clean is None:
            data = (loaded.digest for loaded in self.loaded.values())
            docs = Path(self.config.docs_dir)
            self.clean = Store.open("front", docs, *data) if self.store is None else Store()
        path = page_of(file, {}, self.config).file
        has_meta = bool(file.page and file.page.meta)
        key = digest(path, f"{uses_us} {has_meta}", file.content_string)
        if self.clean.get(key):
            return ()
        found = written(file, path, self.knowledge, uses_us=uses_us)
        if not found:
            self.clean.put(key, 1)
        return found

    def _preferred(self, files: Files) -> dict[str, tuple[str, ...]]:
        """The terms that pages prefer where a label is ambiguous, by the page's path."""
        found = {}
        for file in files.documentation_pages():
            wishes = (file.page.meta or {}).get("glossary") if file.page else None
            preferred = wishes.get("prefer") if isinstance(wishes, Mapping) else None
            if isinstance(preferred, list):
                found[file.src_uri] = tuple(str(key) for key in preferred)
        return found

    def _unsupported(self, file: File) -> tuple[Finding, ...]:
        """Figures and quotations on a page with notes that no note supports."""
        extension = self.extensions.get("plainfact.citations")
        result = extension.results.get(file.src_uri) if extension else None
        if result is None or not any(not noted for _, noted in result.sentences):
            return ()
        sentences = tuple(result.sentences)
        known, findings = self.unsupported.get(file.src_uri, ((), ()))
        if known != sentences:
            source, path = file.content_string, result.page.file
            language = result.page.language or self.written_in
            without = [
                checks.Sentence(words, noted, place_of(words, source, path))
                for words, noted in sentences
                # Few want one; finding places is slow.
                if not noted and checks.wants_note(words, language)
            ]
            findings = checks.uncited(result.page, without, self.written_in)
            self.unsupported[file.src_uri] = (sentences, findings)
        return findings

    def coverage(self, files: Files) -> tuple[checks.Coverage, ...]:
        """How many figures and quotations have notes, of each page that has notes at all."""
        extension = self.extensions.get("plainfact.citations")
        results = extension.results if extension else {}
        pages = (results.get(file.src_uri) for file in files.documentation_pages())
        counted = [
            checks.coverage(page.page.file, page.sentences, page.page.language or self.written_in)
            for page in pages
            if page
        ]
        found = (each for each in counted if each.figures or each.quotations)
        return tuple(sorted(found, key=lambda each: each.path))

    def _ruled(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        relevant = (f for f in findings if self._concerns(f))
        return tuple(sorted(checks.apply_rules(relevant, self.rules), key=sort_key))

    def _concerns(self, finding: Finding) -> bool:
        """Records of a plugin that is not there are nobody's concern."""
        if not finding.rule.value.startswith("unused-"):
            return True
        terms = finding.rule is Rule.UNUSED_TERM
        return ("plainfact.glossary" if terms else "plainfact.citations") in self.extensions

    def _results(self, path: str) -> list[PageResult]:
        """What each extension found on a page."""
        return [each.results[path] for each in self.extensions.values() if path in each.results]

    def _locate(
        self,
        wanted: Iterable[File],
        files: Files,
        convert: Convert | None,
        besides: str = "",
    ) -> None:
        """Convert pages once more, to learn the lines of what they refer to (see `locate`).
        `besides` names what has its places now besides the pages' own text."""
        tasks = []
        for file in wanted:
            page = file.page
            if page is None or not page.markdown:
                continue
            start = file.content_string.find(page.markdown)
            if start < 0:  # another plugin has changed the text: lines would be wrong
                continue
            first_line = file.content_string.count("\n", 0, start) + 1
            tasks.append((file, mark(page.markdown, first_line=first_line)))
        if convert:
            convert(tasks, besides)
            return
        for file, text in tasks:
            render(text, file, files, self.config)

    def _references(self, files: Files) -> References:
        pages: dict[str, Page] = {}
        for file in sorted(files.documentation_pages(), key=lambda file: file.src_uri):
            if file.page is None:
                continue
            page = self.kept.get(file.src_uri) or page_of(file, file.page.meta or {}, self.config)
            # MkDocs' titles are HTML where they come from a heading.
            title = page.title or unescape(str(file.page.title or ""))
            pages[file.src_uri] = replace(page, title=title)
        found = [
            reference
            for path in pages
            for name in ("plainfact.citations", "plainfact.glossary")
            if name in self.extensions and path in self.extensions[name].results
            for reference in self.extensions[name].results[path].references
        ]
        return References(pages, tuple(found))

    def fill(self, html: str, file: File, files: Files) -> str:
        """A page's HTML with what needs all pages, and with what its popovers show."""
        filling = Filling(
            self.knowledge,
            self.references,
            self.linker(file, files),
            self.language,
            lambda page: self.summary(page.path, page.summary).text if page.summary else "",
            frozenset(
                str(extension.getConfig(f"{listing}_page"))
                for extension in self.extensions.values()
                for listing in ("glossary", "sources", "facts")
            ),
            self.repository,
            page_of(file, {}, self.config).file,
        )
        filled = with_notice(fill(html, filling), self.corrections(file.src_uri), self.language)
        return filled + popovers(file.src_uri, filled, filling) if self.look else filled

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
