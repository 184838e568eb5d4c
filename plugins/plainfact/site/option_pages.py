"""Options that name a page: does it exist?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from plainfact.extensions.base import OPTIONS, PlainfactExtension
from plainfact.findings import Finding, Location, Rule
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


def _place(config_file: Path, option: str, path: str) -> Location:
    """Where the option's value stands in mkdocs.yml; the file where that inherits it."""
    try:
        lines = config_file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    pattern = re.compile(rf"\b{option}\s*:\s*[\"']?({re.escape(path)})")
    for number, line in enumerate(lines, 1):
        if found := pattern.search(line):
            start, end = found.span(1)
            return Location(config_file.name, number, start + 1, number, end + 1)
    return Location(config_file.name)
