"""What Pagefind reads: one small HTML document for each page and each record.

They are written into a folder that is thrown away, never published. Listings are left out of
pages, since each record is a document of its own: as one, a ledger of 5,000 facts would be a
single result that a browser has to load whole.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from plainfact.search.entries import Entry

LEFT_OUT = (
    ".headerlink",
    ".footnote-backref",
    ".pf-uses",
    ".pf-glossary",
    ".pf-facts",
    ".pf-sources",
    ".pf-timeline",
    ".pf-corrections",
    "[data-search-exclude]",
    "template",
)
"""Elements (CSS selectors) whose words are not the page's own."""


@dataclass(frozen=True, slots=True)
class Document:
    """The HTML of an entry; results carry its `kind` and its `place` (address)."""

    html: str


def document_of(entry: Entry, content: str = "", language: str = "en") -> Document:
    """The document of a record, or of a page whose HTML is `content`."""
    head = "".join(
        f'<meta data-pagefind-meta="{name}[content]" content="{escape(value)}">'
        for name, value in (
            ("title", entry.title),
            ("place", entry.address),
            ("kind", str(int(entry.kind))),
        )
    )
    body = content or "".join(
        (
            f"<h1>{escape(entry.title)}</h1>",
            *(f"<p>{escape(name)}.</p>" for name in entry.also),
            f"<p>{escape(entry.words)}</p>",
        )
    )
    return Document(
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(entry.title)}</title></head>"
        f"<body>{head}<main data-pagefind-body>{body}</main></body></html>"
    )
