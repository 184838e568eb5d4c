"""Front matter as templates get it: nothing in it is markup, dates are in words."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from html import escape
from typing import Any

from plainfact.messages import text as say
from plainfact.site.session import Session
from plainfact.values import format_date, written_day

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


def page_words(session: Session, path: str) -> dict[str, Any]:
    """Words for our templates, by the names that `partials/content.html` documents."""
    page = session.references.pages.get(path)
    language = session.language
    return {
        "summary": escape(session.summary(path, page.summary).text)
        if page and page.summary
        else "",
        "published": _date(page.published, language) if page else "",
        "updated": _date(page.updated, language) if page else "",
        "say": lambda words: say(words, language),
    }


def _date(written: str, language: str) -> str:
    day = written_day(written)
    return format_date(day, language) if day else ""
