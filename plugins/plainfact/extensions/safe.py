"""Keeping untrusted words harmless: addresses in the tree, HTML on the finished page."""

from __future__ import annotations

import html as html_module
import re
import xml.etree.ElementTree as etree
from dataclasses import replace

from markdown import Markdown
from markdown.postprocessors import Postprocessor
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions import limits
from plainfact.extensions.base import PlainfactExtension, taking_part
from plainfact.extensions.host import current_page
from plainfact.extensions.locate import LISTED_AT, PLACE, TAG_AT, located, unmark, without_place
from plainfact.findings import Finding, Location, Rule, sort_key
from plainfact.sanitise import Removal, clean, is_safe_address, removals

FROM_DATA = "pf-entry__definition"
_ADDRESS = re.compile(rf'\w+="{PLACE}')
"""The address of a link in Markdown, which `SafeAddresses` reports. The table of contents
calls for headings before that has taken them off."""
_WORDS = re.compile(r"[^<>&\r\x00\xa0]*")
"""Text that parsing and writing as HTML leaves as it is."""
_PLACED = re.compile(rf"({TAG_AT}|{LISTED_AT}[\w:.-]+)=[\"']?({PLACE})")


class SafeAddresses(Treeprocessor):
    """Takes addresses such as `javascript:` off links: everywhere on pages that are `safe`,
    in words that come from data files always."""

    def run(self, root: etree.Element) -> None:
        """Change links and images in place."""
        extensions = taking_part(self.md)
        if not extensions:
            return
        safe = next((each for each in extensions if each.is_safe), None)
        if safe:
            self._check(root, safe)
            return
        for element in root.iter("div"):
            if element.get("class") == FROM_DATA:
                self._check(element, extensions[0])

    def _check(self, root: etree.Element, extension: PlainfactExtension) -> None:
        page = current_page(self.md).page
        for element in root.iter():
            name = {"a": "href", "img": "src"}.get(str(element.tag), "")
            address = element.get(name) if name else None
            address, place = without_place(address or "")
            if place:
                element.set(name, address)
            # The serialiser leaves character references alone, so a browser sees through them.
            if is_safe_address(html_module.unescape(address)):
                continue
            element.set(name, "#")
            listed = element.get(LISTED_AT + name, "")
            where = located(
                place or listed, len(address if place else name), page.file, extension.data_files
            )
            extension.result(page.path).findings.append(
                Finding(
                    Rule.UNSAFE_URL,
                    where,
                    f"a link to '{address[:80]}'",
                    f"bind words in square brackets: [words][{address[:80]}]"
                    if address.startswith(("fact:", "term:"))
                    else "links may lead to http, https and mailto addresses and to other pages",
                )
            )


class SafeHtml(Postprocessor):
    """Sanitises a finished page (`html: safe`), and says what that took out."""

    def run(self, text: str) -> str:
        """The page's HTML; unchanged where the site trusts its authors."""
        # The table of contents calls this for every heading, and most have words alone.
        if _WORDS.fullmatch(text):
            return text
        safe = next((each for each in taking_part(self.md) if each.is_safe), None)
        if safe is None:
            return text
        current = current_page(self.md)
        found = {
            Finding(
                Rule.UNSAFE_HTML,
                place_in_tag(removed, current.page.file),
                f"{unmark(removed.what)} is taken out of this page",
                "write it in Markdown, or leave it out",
            )
            for removed in removals(text)
            if not _ADDRESS.match(removed.what)
        }
        safe.result(current.page.path).findings.extend(sorted(found, key=sort_key))
        return clean(text)


def place_in_tag(removed: Removal, file: str) -> Location:
    """Where what is taken out stands, by the marks of `locate`; the file where there are none."""
    tag, name, what = (unmark(each) for each in (removed.tag, removed.name, removed.what))
    marks = dict(_PLACED.findall(removed.tag))
    if place := marks.get(LISTED_AT + name):
        return located(place, len(name), file)
    at = located(marks.get(TAG_AT, ""), 0, file)
    if not at.line:
        return at
    if what.startswith("<"):
        length = len(name) + (2 if tag == what else 1)
        return replace(at, end_column=at.column + length)
    found = re.search(rf"[\s\"'/]({re.escape(name)})(?=[\s=/>])", tag, re.IGNORECASE)
    if found is None:
        return at
    before = tag[: found.start(1)].split("\n")
    line = at.line + len(before) - 1
    column = len(before[-1]) + (at.column if len(before) == 1 else 1)
    return Location(file, line, column, line, column + len(name))


def register(md: Markdown) -> None:
    """Both extensions register these; the same name makes them one, which asks both: a page
    is safe as soon as one of them says so."""
    md.treeprocessors.register(SafeAddresses(md), "plainfact-addresses", 3)
    md.postprocessors.register(SafeHtml(md), "plainfact-safe", -20)
    limits.register(md)
