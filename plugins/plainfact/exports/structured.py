"""Structured data for search engines: JSON-LD with schema.org's words.

Made to stand inside <script type="application/ld+json">: no character in it can end the
element (HTML Living Standard, 4.12.1.3; JSON-LD 1.1, section 7.1).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from plainfact.bibliography import title_address, written_name
from plainfact.exports.uses import absolute, pages_corrected, sources_of_page
from plainfact.model import Knowledge, Page, References, Source

CONTEXT = "https://schema.org"
TYPES = {
    "article-journal": "ScholarlyArticle",
    "article-magazine": "Article",
    "article-newspaper": "NewsArticle",
    "bill": "Legislation",
    "book": "Book",
    "chapter": "Chapter",
    "dataset": "Dataset",
    "legislation": "Legislation",
    "map": "Map",
    "motion_picture": "VideoObject",
    "paper-conference": "ScholarlyArticle",
    "post-weblog": "BlogPosting",
    "regulation": "Legislation",
    "report": "Report",
    "software": "SoftwareSourceCode",
    "thesis": "Thesis",
    "treaty": "Legislation",
    "webpage": "WebPage",
}
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}
NO_DEFINITIONS: Mapping[str, str] = MappingProxyType({})


def article_json_ld(
    page: Page, knowledge: Knowledge, references: References, site_url: str, language: str = ""
) -> str:
    """An explainer as schema.org Article: citation, dateModified, correction.

    dateModified is the newest of the page's own dates and its corrections'. Without
    `site_url` there is no address in it but those of the sources.
    """
    corrections = [
        correction
        for correction in knowledge.corrections.values()
        if page.path in pages_corrected(correction, knowledge, references)
    ]
    corrections.sort(key=lambda correction: (str(correction.date), correction.id))
    dates = [page.published, page.updated, *(str(correction.date) for correction in corrections)]
    url = absolute(site_url, page.url)
    return _script(
        {
            "@context": CONTEXT,
            "@type": "Article",
            "@id": url,
            "headline": page.title,
            "description": page.summary,
            "inLanguage": language,
            "author": [{"@type": "Person", "name": name} for name in page.authors],
            "datePublished": page.published,
            "dateModified": max(dates),
            "keywords": list(page.tags),
            "url": url,
            "mainEntityOfPage": url,
            "citation": [
                _work(knowledge.sources[key])
                for key in sources_of_page(page.path, knowledge, references)
            ],
            "correction": [
                {
                    "@type": "CorrectionComment",
                    "text": f"{correction.was.strip()} → {correction.now.strip()}",
                    "datePublished": str(correction.date),
                }
                for correction in corrections
            ],
        }
    )


def glossary_json_ld(
    page: Page,
    knowledge: Knowledge,
    site_url: str,
    definitions: Mapping[str, str] = NO_DEFINITIONS,
    language: str = "",
) -> str:
    """The glossary as schema.org DefinedTermSet; `page` is the one that lists it.

    `definitions` are definitions in plain text by id, as the page renders them; where one is
    not given, the Markdown is read roughly.
    """
    url = absolute(site_url, page.url)
    terms = [
        {
            "@type": "DefinedTerm",
            "@id": f"{url}#{key}" if url else "",
            "name": term.term,
            "alternateName": list(term.aliases),
            "description": definitions.get(key) or plain_words(term.definition),
            "termCode": key,
            "inLanguage": term.language,
            "url": f"{url}#{key}" if url else "",
        }
        for key, term in sorted(knowledge.terms.items())
    ]
    return _script(
        {
            "@context": CONTEXT,
            "@type": "DefinedTermSet",
            "@id": url,
            "name": page.title,
            "inLanguage": language,
            "url": url,
            "hasDefinedTerm": [_kept(term) for term in terms],
        }
    )


def plain_words(markdown: str) -> str:
    """Inline Markdown without its marks: good enough for a description."""
    text = re.sub(r"\s?\[-?@[^\]]*\]|\s?\[[^\]@]{0,99}@[^\]]*\]", "", markdown)
    text = re.sub(r"!?\[([^\]]*)\](?:\([^()]*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"(\*\*|__|[*`])(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    return " ".join(text.split())


def _work(source: Source) -> dict[str, Any]:
    address = title_address(source)
    container = source.container_title
    return _kept(
        {
            "@type": TYPES.get(source.type, "CreativeWork"),
            "name": source.title,
            "author": [
                _kept(
                    {
                        "@type": "Organization" if name.literal else "Person",
                        "name": written_name(name),
                    }
                )
                for name in source.author
            ],
            "datePublished": str(source.issued or ""),
            "inLanguage": source.language,
            "publisher": _kept({"@type": "Organization", "name": source.publisher}),
            "isPartOf": _kept({"@type": "CreativeWork", "name": container}),
            "identifier": f"doi:{source.doi}" if source.doi else "",
            "url": address,
        }
    )


def _kept(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties that say something; nothing at all where only a type would stay."""
    kept = {key: value for key, value in properties.items() if value}
    return kept if set(kept) - {"@type", "@context"} else {}


def _script(properties: dict[str, Any]) -> str:
    return json.dumps(_kept(properties), ensure_ascii=False, indent=1).translate(_ESCAPES)
