"""One page through Markdown as the site would, apart from the build."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import markdown
from markdown.treeprocessors import Treeprocessor

from plainfact.site.too_much import too_deep

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files


class HostPage(Treeprocessor):
    """Carries what MkDocs' own treeprocessor of that name carries; changes nothing."""

    def __init__(self, md: markdown.Markdown, file: File, files: Files, config: Any) -> None:
        super().__init__(md)
        self.file = file
        self.files = files
        self.config = config

    def run(self, root: Any) -> None:
        """Nothing: links are MkDocs' business."""


def render(text: str, file: File, files: Files, config: MkDocsConfig) -> str:
    """The HTML of a page's Markdown, with the extensions that the configuration names.

    A page that nests too deep for the host is empty, and one of their findings.
    """
    md = markdown.Markdown(
        extensions=list(config.markdown_extensions), extension_configs=config.mdx_configs or {}
    )
    md.treeprocessors.register(HostPage(md, file, files, config), "relpath", 0)
    try:
        return md.convert(text)
    except RecursionError:
        too_deep(file, config)
        return ""
