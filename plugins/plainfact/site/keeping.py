"""Where a site's files are kept: what mkdocs.yml says of its repository."""

from __future__ import annotations

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from plainfact.extensions.contributing import Repository

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig


def repository_of(config: MkDocsConfig, project: Path) -> Repository:
    """The repository, with the way from a file of the project to where it is edited.

    MkDocs' own `edit_uri` and `edit_uri_template` lead to pages below docs_dir; data files
    mostly lie beside it, and their addresses follow from the same pattern.
    """
    url = config.repo_url or ""
    if urlsplit(url).scheme not in ("http", "https"):
        return Repository()

    def edit(path: str) -> str:
        try:
            inside = PurePath(os.path.relpath(project / path, config.docs_dir)).as_posix()
        except ValueError:  # another drive of Windows
            return ""
        if config.edit_uri_template:
            uri = str(config.edit_uri_template.format(inside, os.path.splitext(inside)[0]))
        elif config.edit_uri:
            uri = config.edit_uri + quote(inside)
        else:
            return ""
        # A query (Bitbucket's) and an escaped slash cannot lead out of the docs folder.
        if "?" in uri or "%2F" in uri:
            return ""
        return urljoin(url.rstrip("/") + "/", uri)

    return Repository(url, edit)
