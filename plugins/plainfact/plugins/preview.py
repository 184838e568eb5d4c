"""Previews: a build that says it is one, and marks what a change does to its pages.

Switched on by the environment variable PLAINFACT_PREVIEW, since whether a build is a preview
is no property of the site: it names the comparison that `plainfact diff` wrote as JSON, or
is `yes` for a preview without one.
"""

from __future__ import annotations

import os
from importlib.resources import files as resources
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files

if TYPE_CHECKING:
    from plainfact.changes import Preview

VARIABLE = "PLAINFACT_PREVIEW"
STYLES = "assets/plainfact-preview.css"
NO_INDEX = '<meta name="robots" content="noindex">'


def preview_wanted() -> Preview | None:
    """What the environment asks for; None for an ordinary build."""
    wanted = os.environ.get(VARIABLE, "")
    if wanted.lower() in ("", "no", "0", "false"):
        return None
    # Few builds are previews, and all would import what comparisons need.
    from plainfact.changes import Preview, PreviewError, read_preview

    if wanted.lower() in ("yes", "1", "true"):
        return Preview()
    try:
        return read_preview(Path(wanted))
    except PreviewError as error:
        raise PluginError(f"plainfact: {VARIABLE}: {error}") from error


def prepare(config: MkDocsConfig, preview: Preview) -> None:
    """Styles for what is marked; addresses that are those of the preview."""
    if STYLES not in config.extra_css:
        config.extra_css.append(STYLES)
    if preview.url:
        config.site_url = preview.url if preview.url.endswith("/") else f"{preview.url}/"


def styles(config: MkDocsConfig) -> File:
    """The preview's style sheet, which no other build has."""
    text = (resources("plainfact.plugins") / "preview.css").read_text("utf-8")
    return File.generated(config, STYLES, content=text)


def mark(html: str, file: File, files: Files, preview: Preview, language: str) -> str:
    """A page's content with banner and marks."""
    from plainfact.changes import marked

    def link(path: str) -> str:
        target = files.get_file_from_path(path)
        return target.url_relative_to(file) if target else ""

    return marked(html, file.src_uri, preview, language, link)


def not_indexed(html: str) -> str:
    """A page that asks search engines to pass it by."""
    head, end, rest = html.partition("</head>")
    return f"{head}{NO_INDEX}{end}{rest}" if end else html
