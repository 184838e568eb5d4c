"""Keeping untrusted words harmless: addresses in the tree, HTML on the finished page."""

from __future__ import annotations

import html as html_module
import xml.etree.ElementTree as etree
from typing import TYPE_CHECKING

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions.host import current_page
from plainfact.findings import Finding, Location, Rule
from plainfact.sanitise import clean, is_safe_address, removals

if TYPE_CHECKING:
    from plainfact.extensions.base import PlainfactExtension

FROM_DATA = "pf-entry__definition"


class SafeAddresses(Treeprocessor):
    """Takes addresses such as `javascript:` off links: everywhere on pages that are `safe`,
    in words that come from data files always."""

    def __init__(self, md: Markdown, extension: PlainfactExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        """Change links and images in place."""
        current = current_page(self.md)
        if self.extension.getConfig("html") == "safe":
            if self.extension.takes_part(current):
                self._check(root, current.page.path, current.page.file)
            return
        for element in root.iter("div"):
            if element.get("class") == FROM_DATA:
                self._check(element, current.page.path, current.page.file)

    def _check(self, root: etree.Element, path: str, file: str) -> None:
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(str(element.tag), "")
            address = element.get(name) if name else None
            # The serialiser leaves character references alone, so a browser sees through them.
            if address is None or is_safe_address(html_module.unescape(address)):
                continue
            element.set(name, "#")
            self.extension.result(path).findings.append(
                Finding(
                    Rule.UNSAFE_URL,
                    Location(file),
                    f"a link to '{address[:80]}'",
                    "links may lead to http, https and mailto addresses and to other pages",
                )
            )


class SafeHtml(Postprocessor):
    """Sanitises a finished page (`html: safe`), and says what that took out."""

    def __init__(self, md: Markdown, extension: PlainfactExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, text: str) -> str:
        """The page's HTML; unchanged where the site trusts its authors."""
        # The table of contents calls this for every heading.
        if self.extension.getConfig("html") != "safe":
            return text
        current = current_page(self.md)
        if not self.extension.takes_part(current):
            return text
        for removed in removals(text):
            self.extension.result(current.page.path).findings.append(
                Finding(
                    Rule.UNSAFE_HTML,
                    Location(current.page.file),
                    f"{removed} is taken out of this page",
                    "write it in Markdown, or leave it out",
                )
            )
        return clean(text)


def register(md: Markdown, extension: PlainfactExtension) -> None:
    """Both extensions register these; the same name makes them one."""
    md.treeprocessors.register(SafeAddresses(md, extension), "plainfact-addresses", 3)
    md.postprocessors.register(SafeHtml(md, extension), "plainfact-safe", -20)
