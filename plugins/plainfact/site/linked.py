"""Symbolic links in the docs folder of a site whose authors are not trusted.

MkDocs follows them. A stranger's link to a file of the machine that builds the site would
publish that file, and one that leads back to a folder above itself is followed without end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plainfact.findings import Finding, Location, Rule
from plainfact.loader import shown

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

MAX_FOLDERS = 20_000
"""Folders below the docs folder, each counted for every way that leads there."""


def endless(docs: str) -> str:
    """Why the docs folder must not be walked through, in words; "" where it may.

    A link into a folder above itself leads round for ever; without one, links to folders
    that hold such links lead to the same place in more ways than can be counted.
    """
    waiting: list[tuple[str, frozenset[str]]] = [(docs, frozenset())]
    visited = 0
    while waiting:
        folder, above = waiting.pop()
        real = os.path.realpath(folder)
        if real in above:
            return f"'{os.path.relpath(folder, docs)}' is a link to a folder that it lies in"
        visited += 1
        if visited > MAX_FOLDERS:
            return f"links lead to more than {MAX_FOLDERS:,} folders"
        try:
            with os.scandir(folder) as entries:
                inner = [each.path for each in entries if each.is_dir()]
        except OSError:
            continue  # MkDocs passes it over, too
        waiting += [(each, above | {real}) for each in inner]
    return ""


def drop_outside(files: Files, config: MkDocsConfig) -> Iterator[Finding]:
    """Leave out what lies neither in the docs folder nor in the project, and what is hidden
    there (`.git`, `.env`). A link to the project's own README is fine."""
    project = Path(config.config_file_path or "mkdocs.yml").resolve().parent
    docs, around = os.path.realpath(config.docs_dir), str(project)
    real_folders: dict[str, str] = {}
    for file in list(files):
        path = file.abs_src_path
        if path is None or file.src_dir != config.docs_dir or file.generated_by is not None:
            continue  # a theme's, or a plugin's
        folder, name = os.path.split(path)
        if folder not in real_folders:
            real_folders[folder] = os.path.realpath(folder)
        real = os.path.join(real_folders[folder], name)
        if os.path.islink(real):
            real = os.path.realpath(real)
        if _inside(real, docs) or (_inside(real, around) and not _hidden(real, around)):
            if os.path.exists(real):
                continue
            why = "leads nowhere"
        else:
            why = "leads out of the site's folder"
        files.remove(file)
        yield Finding(
            Rule.LIMIT,
            Location(shown(Path(path), project)),
            f"{'the link' if os.path.islink(path) else 'a folder above, a link,'} {why}: left out",
            "put the file itself here",
        )


def _inside(path: str, folder: str) -> bool:
    return path.startswith(os.path.join(folder, ""))


def _hidden(path: str, folder: str) -> bool:
    return any(part.startswith(".") for part in os.path.relpath(path, folder).split(os.sep))
