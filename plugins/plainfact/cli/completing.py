"""What the shell completes: ids of records, pages, kinds. Empty where a site cannot be read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import click
from click.shell_completion import CompletionItem

from plainfact.report import visible
from plainfact.schemas import kinds
from plainfact.site import Session, SiteError, open_data

MOST = 200
"""Completions that are offered; a shell shows no more in a useful way."""
MOST_FILES = 20_000


def traceable(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """What `trace` takes: ids of sources and facts, publishers and hosts."""
    session = _session(context)
    if session is None:
        return []
    knowledge = session.knowledge
    words: dict[str, str] = {}
    for source in knowledge.sources.values():
        words.setdefault(source.id, source.title)
        for name in (source.container_title, urlsplit(source.url).hostname or ""):
            words.setdefault(name, "everything from there")
    for fact in knowledge.facts.values():
        words.setdefault(fact.id, fact.claim)
    return _items(words.items(), typed)


def page(context: click.Context, _: click.Parameter, typed: str) -> list[CompletionItem]:
    """What `explain` takes: pages as they are named in the docs folder."""
    session = _session(context)
    if session is None:
        return []
    return _items(((path, "") for path in _pages(Path(session.config.docs_dir))), typed)


def schema_kind(_: click.Context, __: click.Parameter, typed: str) -> list[CompletionItem]:
    """The names of the schemas."""
    return _items(((kind, "") for kind in kinds()), typed)


def _pages(docs: Path) -> Iterator[str]:
    seen = 0
    for top, folders, names in os.walk(docs):  # follows no links
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            seen += 1
            if seen > MOST_FILES:
                return
            if name.endswith(".md"):
                yield Path(top, name).relative_to(docs).as_posix()


def _session(context: click.Context) -> Session | None:
    chosen = context.params.get("config_file")
    try:
        return open_data(Path(chosen) if chosen else None)
    except (SiteError, OSError):
        return None


def _items(words: Iterable[tuple[str, str]], typed: str) -> list[CompletionItem]:
    """Words that go on from what was typed. A shell would run what a line end begins."""
    fitting = sorted(
        (word, about)
        for word, about in words
        if word.casefold().startswith(typed.casefold()) and word == visible(word) and word
    )
    return [
        CompletionItem(word, help=visible(about)[:60] or None) for word, about in fitting[:MOST]
    ]
