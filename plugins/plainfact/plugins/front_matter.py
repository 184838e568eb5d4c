"""Front matter as templates get it: nothing in it is markup, dates are in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, MutableMapping
from html import escape
from typing import Any

from plainfact.exports import cite_page
from plainfact.extensions.fill import tag_anchor
from plainfact.extensions.related import related
from plainfact.messages import text as say
from plainfact.model import Page
from plainfact.plugins.fallback import falls_back
from plainfact.site.session import Session
from plainfact.values import format_date, with_region, written_date

UNPRINTED = frozenset({"summary", "template"})
"""Keys that no template prints; the one is Markdown, the other names a file."""
MAX_DEPTH = 20


def inert(meta: Mapping[str, Any]) -> MutableMapping[str, Any]:
    """The same front matter with every text escaped: MkDocs' templates print it as it is."""
    return {key: value if key in UNPRINTED else _inert(value, 0) for key, value in meta.items()}


def _inert(value: Any, depth: int) -> Any:
    if isinstance(value, str):
        return escape(value) if any(character in value for character in "<>\"'") else value
    if depth >= MAX_DEPTH:
        return None
    if isinstance(value, Mapping):
        return {_inert(k, depth + 1): _inert(v, depth + 1) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_inert(each, depth + 1) for each in value]
    return value


def page_words(session: Session, path: str, link: Callable[[Page], str]) -> dict[str, Any]:
    """Words for our templates, by the names that `partials/content.html` documents.

    `link` gives the address of another page, relative to this one.
    """
    page = session.references.pages.get(path)
    language = session.language
    tags_page = session.references.pages.get(session.tags_page)
    changed = max((each.date for each in session.corrections(path)), key=str, default=None)
    others = related(path, session.references) if page and page.published else ()
    return {
        "related": [{"title": each.title or each.path, "url": link(each)} for each in others],
        "correct": session.repository.correction_address(
            f"{say('correction.correction', language)}: {page.title}", "", page.file
        )
        if page
        else "",
        "changed": format_date(changed, language) if changed else "",
        "tags": [
            {"name": tag, "url": link(tags_page) + f"#{tag_anchor(tag)}" if tags_page else ""}
            for tag in (page.tags if page else ())
        ],
        "cite": _citation(session, page) if page else {},
        "feed": session.has_feed,
        "summary": escape(session.pages.summary(path, page.summary).text)
        if page and page.summary
        else "",
        "published": _date(page.published, language) if page else "",
        "updated": _date(page.updated, language) if page else "",
        **site_words(session),
    }


def _citation(session: Session, page: Page) -> dict[str, str]:
    """How the page is cited, escaped: in words, as BibTeX, as CSL-JSON."""
    config = session.config
    found = cite_page(page, config.site_name, config.site_url or "", session.language)
    return {
        "plain": escape(found.plain),
        "bibtex": escape(found.bibtex.strip()),
        "csl_json": escape(found.csl_json.strip()),
    }


def site_words(session: Session) -> dict[str, Any]:
    """What templates print on pages that have no Markdown, too."""
    return {
        "say": lambda words: say(words, session.language),
        "locale": with_region(session.language),
    }


SCRIPT_WORDS = {
    "note": "Note",
    "go": "Go to note",
    "term": "Open the glossary entry",
    "close": "Close",
    "copy": "Copy link to this sentence",
    "copied": "Link copied",
}
"""Words that our scripts show, by the `data-pf-…` attribute of `<html>` they read them from."""


def with_script_words(html: str, language: str) -> str:
    """The page with the words of our scripts in its language."""
    words = "".join(
        f' data-pf-{name}="{escape(say(text, language))}"' for name, text in SCRIPT_WORDS.items()
    )
    if falls_back(language):
        words += ' data-pf-lang="en"'
    head, tag, rest = html.partition("<html")
    return f"{head}{tag}{words}{rest}" if tag else html


def _date(written: str, language: str) -> str:
    day = written_date(written)
    return format_date(day, language) if day else ""
