"""A site opened for the command line: every page converted, nothing built or written."""

from __future__ import annotations

import logging
import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.config import load_config
from mkdocs.exceptions import Abort, ConfigurationError
from mkdocs.structure.files import File, Files, get_files
from mkdocs.structure.pages import Page as HostedPage

from plainfact import checks
from plainfact.checks import Coverage
from plainfact.findings import Finding, Location, Rule
from plainfact.loader.files import FOLDERS, PUBLISHERS
from plainfact.model import Knowledge, References
from plainfact.site.converting import Converter
from plainfact.site.linked import endless
from plainfact.site.option_pages import unknown_options
from plainfact.site.prose import coverage
from plainfact.site.render import render
from plainfact.site.session import EXTENSIONS, Session
from plainfact.store import Store

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

NAMES = ("mkdocs.yml", "mkdocs.yaml")
PLUGINS = {"plainfact/sources": "plainfact.citations", "plainfact/glossary": "plainfact.glossary"}


class SiteError(Exception):
    """The site cannot be opened: no mkdocs.yml, or one that MkDocs refuses."""


Convert = Callable[[Session, Files, Sequence[tuple[File, str]]], None]


@dataclass(frozen=True, slots=True)
class Shape:
    """Where a site's content lies, relative to the folder of its mkdocs.yml (docs_dir, the
    files and folders of records), and its option `rules`."""

    paths: tuple[str, ...]
    rules: Mapping[str, Any]


@dataclass(slots=True)
class Site:
    """A site and what rendering all its pages found."""

    session: Session
    files: Files
    converter: Converter
    _placed: bool = False

    @property
    def project(self) -> Path:
        """The folder of mkdocs.yml."""
        return self.session.project

    @property
    def knowledge(self) -> Knowledge:
        """What the data files say."""
        return self.session.knowledge

    @property
    def references(self) -> References:
        """What the pages refer to, with places; they cost a second conversion of each page."""
        self._place()
        return self.session.references

    def _place(self) -> None:
        if not self._placed:
            self.session.place_references(self.files, self.converter.convert)
            self.converter.save()
            self._placed = True

    def bare_sources(self) -> tuple[Location, ...]:
        """Where pages cite an address alone, whatever the option `rules` says of it."""
        citations = self.session.extensions.get("plainfact.citations")
        if citations is None:
            return ()
        self._place()
        found: dict[Location, None] = {}
        for file in self.files.documentation_pages():
            result = citations.results.get(file.src_uri)
            findings = (*(result.findings if result else ()), *self.session.pages.of_summary(file))
            misplaced = {f.location for f in findings if f.rule is not Rule.BARE_SOURCE}
            for finding in findings:
                if finding.rule is Rule.BARE_SOURCE and finding.location not in misplaced:
                    found[finding.location] = None
        return tuple(found)

    def check(self) -> tuple[Finding, ...]:
        """All findings over content and pages: those of a strict build."""
        config = self.session.config
        named = {
            plugin: (
                tuple(config.plugins[plugin].config),
                tuple(type(config.plugins[plugin].config)()),
            )
            for plugin in PLUGINS
            if plugin in config.plugins
        }
        unknown = unknown_options(named, Path(config.config_file_path or "mkdocs.yml"))
        return (*self.session.findings, *unknown)

    def coverage(self) -> tuple[Coverage, ...]:
        """How many figures and quotations of each page have a note in their sentence."""
        return coverage(self.session, self.files)


def open_site(
    config_file: Path | None = None,
    *,
    content_of: Path | None = None,
    store: Store | None = None,
    rendered: Callable[[File, str], None] | None = None,
    converted: Convert | None = None,
) -> Site:
    """Read a site's configuration and convert all of its pages.

    `content_of` is another project's folder, whose content is taken in place of that beside
    the configuration; nothing else there is looked at. `store` is for its data files, in
    place of the one that is kept between runs. `rendered` is told the HTML of each page;
    `converted` converts the pages itself. Raises SiteError where there is no configuration
    or MkDocs refuses it.
    """
    config = _configuration(config_file)
    if content_of is not None:
        _move(config, content_of)
    session = _session(config, store)
    if session.is_safe and (why := endless(config.docs_dir)):
        raise SiteError(f"{config.docs_dir}: {why}; delete the link")
    files = get_files(config)
    session.pages.receive(files)
    for file in files.documentation_pages():
        page = HostedPage(None, file, config)
        page.read_source(config)
        file.page = page
    converter = Converter(session, files, keeps=not (rendered or converted))
    tasks = []
    for file in files.documentation_pages():
        if file.page is None or file.page.markdown is None:
            continue
        tasks.append((file, file.page.markdown))
        if summary := (file.page.meta or {}).get("summary"):
            session.pages.summary(file.src_uri, str(summary))
    if converted:
        converted(session, files, tasks)
    elif rendered:
        for file, text in tasks:
            rendered(file, render(text, file, files, config))
    else:
        converter.convert(tasks)
    session.finish(files, converter.convert)
    converter.save()
    return Site(session, files, converter)


def open_data(config_file: Path | None = None) -> Session:
    """Read a site's configuration and data files, and none of its pages.

    Raises SiteError as `open_site` does.
    """
    return _session(_configuration(config_file))


def shape_of(config_file: Path, store: Store | None = None) -> Shape:
    """What a site's configuration says of its content. Raises SiteError; also where that is
    not in the project."""
    session = _session(_configuration(config_file), store)
    found = [Path(session.config.docs_dir)]
    for extension in session.extensions.values():
        content = session.content(extension)
        found += [content / name for name in (*(folder for _, folder in FOLDERS), *PUBLISHERS)]
    try:
        paths = [path.resolve().relative_to(session.project).as_posix() for path in found]
    except ValueError:
        raise SiteError(
            "docs_dir and the content folder have to lie in the folder of mkdocs.yml"
        ) from None
    return Shape(tuple(dict.fromkeys(paths)), session.rules)


def _move(config: MkDocsConfig, project: Path) -> None:
    """Let a configuration speak of another project's content. Hooks, templates and all else
    that runs was found beside the configuration, and stays what it is."""
    file = Path(config.config_file_path).resolve()
    docs = Path(config.docs_dir).resolve().relative_to(file.parent)
    config.docs_dir = str(project / docs)
    config.config_file_path = str(project / file.name)


def _session(config: MkDocsConfig, store: Store | None = None) -> Session:
    """A session with the extensions that a configuration names. Raises SiteError."""
    session = Session.of(config, store)
    for plugin, extension in PLUGINS.items():
        if plugin in config.plugins:
            options = dict(config.plugins[plugin].config)
            session.rules = {**session.rules, **(options.get("rules") or {})}
            session.add(extension, options)
        elif extension in config.markdown_extensions:
            session.add(extension, {})
    if problems := checks.rule_problems(session.rules):
        raise SiteError(f"{config.config_file_path}: 'rules': {'; '.join(problems)}")
    if not session.extensions:
        known = " or ".join(EXTENSIONS)
        raise SiteError(
            f"{config.config_file_path} uses none of plainfact's plugins; add "
            f"'plainfact/sources' or 'plainfact/glossary' under plugins, or {known} "
            "under markdown_extensions"
        )
    return session


def _configuration(config_file: Path | None) -> MkDocsConfig:
    path = config_file or next((Path(name) for name in NAMES if Path(name).is_file()), None)
    if path is None:
        raise SiteError(f"there is no mkdocs.yml in this folder; {_where_to_go()}")
    logging.getLogger("mkdocs").setLevel(logging.ERROR)
    try:
        return load_config(str(path))
    except (ConfigurationError, Abort) as error:
        mark = getattr(error.__context__, "problem_mark", None)
        if mark is not None:  # of YAML that cannot be read
            at = f"{path}:{mark.line + 1}:{mark.column + 1}"
            problem = getattr(error.__context__, "problem", "") or "no valid YAML"
            raise SiteError(f"{at}: {problem}") from error
        raise SiteError(f"{path}: {' '.join(str(error).split())}") from error


def _where_to_go() -> str:
    """What somebody can do who is in a folder without a site: often it is one above or below."""
    here = Path.cwd()
    near = [
        os.path.relpath(above, here)
        for above in here.parents
        if any((above / name).is_file() for name in NAMES)
    ][:1]
    near += sorted(file.parent.name for name in NAMES for file in here.glob(f"*/{name}"))
    if near:
        folder = shlex.quote(near[0])
        return f"there is one in {folder}: go there (cd {folder}), or name it with -f"
    return (
        "go to your site's folder (cd FOLDER), name the file with -f, or make a new site "
        "(plainfact new site FOLDER)"
    )
