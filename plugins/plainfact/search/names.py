"""The index of names: scripts that a browser can load from a host and from a folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from plainfact.messages import text as say
from plainfact.search.entries import WORDS, Entry, EntryKind

MAX_SCRIPT = 100_000
"""Characters of one script: some 30 KB compressed, a fifth of a second on a slow line."""
MAX_FIRST = 30_000
"""Characters of the first script, on which the first result waits."""
MAX_PAGES = 2_000
"""Pages (not explainers) whose titles are among the names; the others are Pagefind's alone."""
ORDER = (EntryKind.EXPLAINER, EntryKind.TERM, EntryKind.PAGE, EntryKind.FACT, EntryKind.SOURCE)
"""What comes first is what readers look for most: it is in the first script."""


def name_scripts(entries: Iterable[Entry], language: str) -> Iterator[tuple[str, str]]:
    """File name and text of each script, in the order in which a browser loads them.

    Each pushes one object: `{"kinds": […], "more": …, "scripts": n, "names": [[kind, title,
    address, other names, note], …]}`. JSON as a script, since a page opened from a folder may load
    scripts but may not fetch.
    """
    entries = list(entries)
    pages = [entry for entry in entries if entry.kind is EntryKind.PAGE]
    left_out = {id(entry) for entry in pages[MAX_PAGES:]}
    rows: list[list[str]] = [[]]
    size = 0
    for kind in ORDER:
        for entry in entries:
            if entry.kind is not kind or id(entry) in left_out:
                continue
            row = _json([int(kind), entry.title, entry.address, " · ".join(entry.also), entry.note])
            limit = MAX_SCRIPT if len(rows) > 1 else MAX_FIRST
            if size + len(row) > limit and rows[-1]:
                rows.append([])
                size = 0
            rows[-1].append(row)
            size += len(row) + 2
    head = _json(
        {
            "kinds": [say(word, language) for word in WORDS],
            "more": say("More results", language),
            "scripts": len(rows),
        }
    )
    for number, script in enumerate(rows):
        body = ",\n".join(script)
        yield (
            f"names-{number}.js",
            f'(self.plainfactNames ||= []).push({head[:-1]},"names":[\n{body}\n]}});\n',
        )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
