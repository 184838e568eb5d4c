"""Options that name a page or a folder that is not there, and options that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from plainfact.extensions.base import OPTIONS, PlainfactExtension
from plainfact.findings import Finding, Location, Rule, Severity
from plainfact.suggest import did_you_mean

PAGE_OPTIONS = ("glossary_page", "sources_page", "facts_page")


def unknown_option_pages(
    extensions: Mapping[str, PlainfactExtension], pages: Collection[str], config_file: Path
) -> Iterator[Finding]:
    """A default that is not there is fine: the site just has no such page."""
    for option in PAGE_OPTIONS:
        for path in dict.fromkeys(str(each.getConfig(option)) for each in extensions.values()):
            if path and path not in pages and path != OPTIONS[option][0]:
                yield Finding(
                    Rule.UNKNOWN_PAGE,
                    _place(config_file, option, path),
                    f"the option '{option}' names the page '{path[:80]}', which is not there",
                    did_you_mean(path, pages) or "write its path in the docs folder: glossary.md",
                )


def missing_content(
    extensions: Mapping[str, PlainfactExtension], config_file: Path
) -> Iterator[Finding]:
    """A content folder that the owner names, and that is not there. One that nobody names may
    be missing: the site has no data yet."""
    project = config_file.resolve().parent
    for folder in dict.fromkeys(str(each.getConfig("content")) for each in extensions.values()):
        if folder != OPTIONS["content"][0] and not (project / folder).is_dir():
            others = [each.name for each in project.iterdir() if each.is_dir()]
            yield Finding(
                Rule.INVALID_FIELD,
                _place(config_file, "content", folder),
                f"the option 'content' names the folder '{folder[:80]}', which is not there",
                did_you_mean(folder, others) or "write its path beside mkdocs.yml: content",
            )


def unknown_options(
    given: Mapping[str, tuple[Collection[str], Collection[str]]], config_file: Path
) -> Iterator[Finding]:
    """Options that a plugin does not know. `given` has, by the plugin's name, those that it
    was given and those that it knows. A build warns of them in MkDocs' own words."""
    for plugin, (names, known) in given.items():
        for name in names:
            if name not in known:
                yield Finding(
                    Rule.INVALID_FIELD,
                    _place(config_file, name, ""),
                    f"the plugin '{plugin}' has no option '{name[:80]}'",
                    did_you_mean(name, known) or f"its options are {', '.join(known)}",
                    Severity.WARNING,
                )


def _place(config_file: Path, option: str, path: str) -> Location:
    """Where the option's value stands in mkdocs.yml, or its name where no value is asked for;
    the file where that inherits it."""
    try:
        lines = config_file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    value = rf"\s*:\s*[\"']?({re.escape(path)})" if path else r"\s*:"
    name = re.escape(option) if path else f"({re.escape(option)})"
    pattern = re.compile(rf"\b{name}{value}")
    for number, line in enumerate(lines, 1):
        if found := pattern.search(line):
            start, end = found.span(1)
            return Location(config_file.name, number, start + 1, number, end + 1)
    return Location(config_file.name)
