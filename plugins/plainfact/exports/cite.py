"""How somebody else cites a page of the site: in words, as BibTeX, as CSL-JSON."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from plainfact.bibliography import plain_reference
from plainfact.exports.bibtex import sources_bib
from plainfact.exports.csl import csl_items
from plainfact.exports.uses import absolute, dumped
from plainfact.findings import NOWHERE
from plainfact.model import Knowledge, Name, Page, Source
from plainfact.values import written_date

LONGEST_KEY = 60


@dataclass(frozen=True, slots=True)
class PageCitation:
    """One page's citation in the three forms."""

    plain: str
    bibtex: str
    csl_json: str


def cite_page(page: Page, site_name: str, site_url: str, language: str) -> PageCitation:
    """The citation of a page by its newest date, with its address where the site has one.

    Authors are given as the page names them: which part of a name is the family's is not
    known.
    """
    url = absolute(site_url, page.url)
    source = Source(
        id=_key(page, site_name),
        location=NOWHERE,
        type="webpage",
        title=page.title or page.path,
        author=tuple(Name(literal=name) for name in page.authors),
        container_title=site_name,
        issued=written_date(page.updated) or written_date(page.published),
        url=url,
        language=language,
    )
    words = plain_reference(source, language).rstrip(".")
    return PageCitation(
        plain=f"{words}, {url}" if url else f"{words}.",
        bibtex=sources_bib(Knowledge(sources={source.id: source})),
        csl_json=dumped(csl_items([source])),
    )


def _key(page: Page, site_name: str) -> str:
    """`plainfact-how-many-soldiers-2026`: what BibTeX takes, and people can read."""
    year = (page.updated or page.published)[:4]
    plain = unicodedata.normalize("NFKD", f"{site_name} {page.title}").encode("ascii", "ignore")
    words = re.findall(r"[a-z0-9]+", plain.decode().lower())
    stem = "-".join(words)
    if len(stem) > LONGEST_KEY:  # whole words, unless the first is too long itself
        stem = stem[: LONGEST_KEY + 1].rpartition("-")[0] or stem[:LONGEST_KEY]
    return "-".join(part for part in (stem, year) if part) or "page"
