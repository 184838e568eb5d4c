"""The sides of a comparison (`changes`): a site's content at two points of its history.

Both are rendered with one configuration. Data files that are the same on both sides are
parsed once; pages that must come out the same (`sameness`) are converted once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from mkdocs.structure.files import File, Files

from plainfact.changes import Part, Passage, Side, SidePage, coverage, passages
from plainfact.findings import Finding, Rule
from plainfact.site.opening import Shape, Site, open_site, shape_of
from plainfact.site.render import render
from plainfact.site.sameness import Rendered, same_pages
from plainfact.site.session import Session
from plainfact.store import Store


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a side comes from: what it is called, its commit, and what was left out of it."""

    name: str
    commit: str = ""
    left_out: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Sides:
    """Renders the sides of one comparison as `config_file` says, whose content they share."""

    config_file: Path
    _store: Store = field(default_factory=Store)
    _last: Rendered | None = None
    _read: dict[str, tuple[Passage, ...]] = field(default_factory=dict)

    def shape(self) -> Shape:
        """Where the content lies, and the site's rules. Raises SiteError."""
        return shape_of(self.config_file, self._store)

    def render(self, content_of: Path, origin: Origin) -> Side:
        """The side whose content lies in a folder. Raises SiteError."""
        html: dict[str, str] = {}

        def convert(session: Session, files: Files, tasks: Sequence[tuple[File, str]]) -> None:
            last = self._last
            same = same_pages(last, session, files) if last else frozenset()
            for file, text in tasks:
                if last and file.src_uri in same:
                    html[file.src_uri] = last.hand_over(file.src_uri, session)
                else:
                    html[file.src_uri] = render(text, file, files, session.config)

        site = open_site(
            self.config_file, content_of=content_of, store=self._store, converted=convert
        )
        self._last = Rendered(site.session, site.files, html)
        session = site.session
        return Side(
            name=origin.name,
            commit=origin.commit,
            knowledge=session.knowledge,
            references=session.references,
            pages=MappingProxyType(self._pages(site, html)),
            findings=session.findings,
            context=_lines(session.findings, content_of),
            left_out=origin.left_out,
            language=session.language,
        )

    def _pages(self, site: Site, html: Mapping[str, str]) -> dict[str, SidePage]:
        session = site.session
        in_file: defaultdict[str, Counter[Rule]] = defaultdict(Counter)
        for finding in session.findings:
            in_file[finding.location.path][finding.rule] += 1
        pages = {}
        before, self._read = self._read, {}
        for file in sorted(site.files.documentation_pages(), key=lambda file: file.src_uri):
            page = session.references.pages.get(file.src_uri)
            if page is None or file.src_uri not in html or not session.takes_part(file.src_uri):
                continue
            filled = session.fill(html[file.src_uri], file, site.files)
            read = before[filled] if filled in before else passages(filled)
            self._read[filled] = read
            found = (*_of_front_matter(site, file), *read)
            covered = coverage(page, found, session.references, in_file[page.file])
            pages[file.src_uri] = SidePage(page, file.content_string, found, covered)
        return pages


def _of_front_matter(site: Site, file: File) -> Iterable[Passage]:
    """A page's title and summary, where its front matter has them."""
    page = site.session.references.pages[file.src_uri]
    meta = (file.page.meta if file.page else None) or {}
    if title := " ".join(str(meta.get("title") or "").split()):
        yield Passage(Part.TITLE, title)
    if page.summary:
        words = " ".join(site.session.pages.summary(page.path, page.summary).text.split())
        yield Passage(Part.SUMMARY, words)


def _lines(findings: Iterable[Finding], root: Path) -> Mapping[Finding, str]:
    """The line that each finding is about, as it stands in its file."""
    files: dict[str, list[str]] = {}
    found = {}
    for finding in findings:
        path, line = finding.location.path, finding.location.line
        if path not in files:
            file = root / path
            inside = bool(path) and file.resolve().is_relative_to(root.resolve())
            text = file.read_bytes() if inside and file.is_file() else b""
            files[path] = text.decode("utf-8", "replace").splitlines()
        if 0 < line <= len(files[path]):
            found[finding] = files[path][line - 1].strip()
    return MappingProxyType(found)
