"""A site as one side of a comparison (`changes`): every page with its sentences."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from mkdocs.structure.files import File

from plainfact.changes import Part, Passage, Side, SidePage, coverage, passages
from plainfact.findings import Finding, Rule
from plainfact.site.opening import Site, open_site


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a side comes from: what it is called, its commit, and what was left out of it."""

    name: str
    commit: str = ""
    left_out: tuple[tuple[str, str], ...] = ()


def side_of(config_file: Path, content_of: Path, origin: Origin) -> Side:
    """Render the content of a folder as the configuration says. Raises SiteError."""
    html: dict[str, str] = {}

    def keep(file: File, text: str) -> None:
        html[file.src_uri] = text

    site = open_site(config_file, content_of=content_of, rendered=keep)
    session = site.session
    in_file: defaultdict[str, Counter[Rule]] = defaultdict(Counter)
    for finding in session.findings:
        in_file[finding.location.path][finding.rule] += 1
    pages = {}
    for file in site.files.documentation_pages():
        page = session.references.pages.get(file.src_uri)
        if page is None or file.src_uri not in html or not session.takes_part(file.src_uri):
            continue
        filled = session.fill(html.pop(file.src_uri), file, site.files)
        found = (*_of_front_matter(site, file), *passages(filled))
        covered = coverage(page, found, session.references, in_file[page.file])
        pages[file.src_uri] = SidePage(page, file.content_string, found, covered)
    return Side(
        name=origin.name,
        commit=origin.commit,
        knowledge=session.knowledge,
        references=session.references,
        pages=MappingProxyType(dict(sorted(pages.items()))),
        findings=session.findings,
        context=_lines(session.findings, content_of),
        left_out=origin.left_out,
        language=session.language,
    )


def _of_front_matter(site: Site, file: File) -> Iterable[Passage]:
    """A page's title and summary, where its front matter has them."""
    page = site.session.references.pages[file.src_uri]
    meta = (file.page.meta if file.page else None) or {}
    if title := " ".join(str(meta.get("title") or "").split()):
        yield Passage(Part.TITLE, title)
    if page.summary:
        words = " ".join(site.session.summary(page.path, page.summary).text.split())
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
