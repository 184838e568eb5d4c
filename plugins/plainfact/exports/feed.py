"""The feed of a site: Atom (RFC 4287), built with the standard library.

One entry a page, whose `updated` moves when the page does, and one entry a correction. No
clock: the feed's own `updated` is its newest entry's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from plainfact.exports.uses import absolute, pages_corrected
from plainfact.messages import text
from plainfact.model import Correction, Knowledge, Page, References
from plainfact.values import written_date

ATOM = "http://www.w3.org/2005/Atom"
EPOCH = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    title: str
    link: str
    updated: str
    published: str
    summary: str
    authors: tuple[str, ...] = ()


def feed(
    pages: Iterable[Page],
    corrections: Iterable[Correction],
    site_name: str,
    site_url: str,
    *,
    knowledge: Knowledge | None = None,
    references: References | None = None,
    language: str = "en",
) -> str:
    """The feed as XML text; "" without `site_url` (an Atom id is an absolute address).

    Pages without a date are left out. With `knowledge` and `references`, a correction that
    names no page leads to the first page that uses its facts.
    """
    if not site_url:
        return ""
    paths = {page.path: page for page in pages}
    entries = [entry for page in paths.values() if (entry := _page(page, site_url, language))]
    for correction in corrections:
        touched = correction.pages
        if knowledge and references:
            touched = pages_corrected(correction, knowledge, references)
        page = next((paths[path] for path in touched if path in paths), None)
        entries.append(_correction(correction, page, site_url, language))
    entries.sort(key=lambda entry: entry.id)
    entries.sort(key=lambda entry: entry.updated, reverse=True)
    root = ElementTree.Element("feed", {"xmlns": ATOM, "xml:lang": language})
    home = absolute(site_url, "")
    _child(root, "id", home)
    _child(root, "title", site_name)
    _child(root, "updated", entries[0].updated if entries else EPOCH)
    _child(_child(root, "author"), "name", site_name)
    _child(root, "link", rel="alternate", type="text/html", href=home)
    _child(
        root,
        "link",
        rel="self",
        type="application/atom+xml",
        href=absolute(site_url, "feed.xml"),
    )
    for entry in entries:
        _add(root, entry)
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _page(page: Page, site_url: str, language: str) -> _Entry | None:
    published, updated = _instant(page.published), _instant(page.updated)
    newest = max(published, updated)
    if not newest:
        return None
    url = absolute(site_url, page.url)
    changed = bool(published) and updated > published
    title = text("Updated: {title}", language, title=page.title) if changed else page.title
    return _Entry(url, title, url, newest, published, page.summary, page.authors)


def _correction(correction: Correction, page: Page | None, site_url: str, language: str) -> _Entry:
    home = absolute(site_url, "")
    link = absolute(site_url, page.url) if page else home
    kind = text(f"correction.{correction.kind.value}", language)
    title = f"{kind}: {page.title}" if page else kind
    moment = _instant(str(correction.date)) or EPOCH
    was = f"{text('Before', language)}: {correction.was.strip()}"
    now = f"{text('Now', language)}: {correction.now.strip()}"
    return _Entry(
        f"{home}#correction:{correction.id}", title, link, moment, moment, f"{was}\n{now}"
    )


def _add(root: ElementTree.Element, entry: _Entry) -> None:
    element = _child(root, "entry")
    _child(element, "id", entry.id)
    _child(element, "title", entry.title)
    _child(element, "link", rel="alternate", type="text/html", href=entry.link)
    if entry.published:
        _child(element, "published", entry.published)
    _child(element, "updated", entry.updated)
    for name in entry.authors:
        _child(_child(element, "author"), "name", name)
    if entry.summary:
        _child(element, "summary", entry.summary)


def _child(
    parent: ElementTree.Element, name: str, words: str = "", **attributes: str
) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, name, {key: _xml(attributes[key]) for key in attributes})
    if words:
        child.text = _xml(words)
    return child


def _xml(words: str) -> str:
    """Without the characters that XML 1.0 (section 2.2) does not have."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", words)


def _instant(words: str) -> str:
    """A date as RFC 3339 (RFC 4287, section 3.3), a month or year by its first day; "" if none."""
    day = written_date(words)
    return f"{day.year:04d}-{day.month or 1:02d}-{day.day or 1:02d}T00:00:00Z" if day else ""
