"""What both extensions share: their options, the site's knowledge, what pages were found to use."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from markdown import Markdown
from markdown.extensions import Extension

from plainfact.extensions.host import CurrentPage, current_path
from plainfact.findings import Finding
from plainfact.loader import load
from plainfact.model import Knowledge, Page, Reference

OPTIONS: Mapping[str, tuple[Any, str]] = {
    "content": ("content", "folder of the data files, relative to the project"),
    "include": ([], "page globs that take part; empty: all"),
    "exclude": ([], "page globs that do not take part"),
    "first": ("page", "a term's first mention is per 'page' or per second-level 'section'"),
    "glossary_page": ("glossary.md", "page that holds [GLOSSARY], relative to docs_dir"),
    "sources_page": ("sources.md", "page that holds [SOURCES]"),
    "facts_page": ("facts.md", "page that holds [FACTS]"),
    "html": ("trusted", "'trusted', or 'safe' to sanitise what authors write"),
    "quotations": (False, "whether terms are linked inside block quotations"),
    "folded": (False, "whether a note is one line until it is opened"),
    "language": ("en", "language of pages that name none"),
}


@dataclass(slots=True)
class PageResult:
    """What converting one page found.

    `sentences` are those of the prose of a page that has notes, each with whether a note
    mark stands in it; `too_much` are blocks that are shown as they are written (`limits`).
    """

    page: Page
    references: list[Reference] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    sentences: list[tuple[str, bool]] = field(default_factory=list)
    too_much: list[str] = field(default_factory=list)


class PlainfactExtension(Extension):
    """Options and knowledge, in the shape that Python-Markdown wants.

    Knowledge is loaded when a page is first converted, not before: MkDocs makes instances
    while it validates its configuration. A plugin that has loaded it hands it over by
    `provide`. `results` holds, by the page's path, what its last conversion found.
    `has_doors` says that a plugin or command stands around it, which checks front matter
    itself and has no use for the words around links to terms. `data_files` are the files that
    the places in definitions speak of (`locate`).
    """

    def __init__(self, **kwargs: Any) -> None:
        self.config = {key: [default, text] for key, (default, text) in OPTIONS.items()}
        self.results: dict[str, PageResult] = {}
        self.data_findings: tuple[Finding, ...] = ()
        self.data_files: tuple[str, ...] = ()
        self.has_doors = False
        self._knowledge: Knowledge | None = None
        super().__init__(**kwargs)

    def let_go(self) -> None:
        """Keep nothing that only converting needs; it is made anew if a page comes after all."""

    def provide(self, knowledge: Knowledge) -> None:
        """Use this knowledge, instead of reading the content folder."""
        self._knowledge = knowledge
        self.results = {}

    def place(self, marked: Knowledge, data_files: tuple[str, ...]) -> None:
        """Use this knowledge, in whose definitions places stand, and keep the results."""
        self._knowledge = marked
        self.data_files = data_files

    @property
    def knowledge(self) -> Knowledge:
        """What the data files say."""
        if self._knowledge is None:
            project = Path.cwd()
            loaded = load(project / str(self.getConfig("content")), project=project)
            self.data_findings = loaded.findings
            self._knowledge = loaded.knowledge
        return self._knowledge

    def takes_part(self, current: CurrentPage) -> bool:
        """Whether `include` and `exclude` let this page take part."""
        return self.takes(current.page.path)

    def takes(self, path: str) -> bool:
        """The same, of a page's path in docs_dir."""
        include, exclude = self.getConfig("include"), self.getConfig("exclude")
        if include and not any(fnmatch.fnmatchcase(path, glob) for glob in include):
            return False
        return not any(fnmatch.fnmatchcase(path, glob) for glob in exclude)

    @property
    def is_safe(self) -> bool:
        """Whether what authors write is sanitised."""
        return bool(self.getConfig("html") == "safe")

    def result(self, path: str) -> PageResult:
        """The result of a page whose conversion has begun."""
        return self.results.setdefault(path, PageResult(Page(path=path)))

    def begin(self, page: Page) -> PageResult:
        """A fresh result for a page whose conversion begins."""
        self.results[page.path] = PageResult(page)
        return self.results[page.path]


def taking_part(md: Markdown) -> tuple[PlainfactExtension, ...]:
    """Those of our extensions that take part in the page that is being converted."""
    path = current_path(md)
    ours = (each for each in md.registeredExtensions if isinstance(each, PlainfactExtension))
    return tuple(each for each in ours if each.takes(path))
