"""A comparison as a preview reads it back: data, whose every part may be hostile.

The file is what `plainfact diff --format json` wrote; in CI it may have been made by a job
that had a stranger's content before it. Nothing in it is taken for more than text.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from plainfact.changes.pages import PassageChange
from plainfact.changes.passages import Part
from plainfact.changes.records import FieldChange
from plainfact.model import empty

MAX_BYTES = 100_000_000
MAX_ITEMS = 100_000
VERSION = 1


class PreviewError(Exception):
    """A comparison that cannot be read; the message is for whoever builds the preview."""


@dataclass(frozen=True, slots=True)
class PreviewRecord:
    """A changed record that a page rests on."""

    kind: str
    id: str
    change: str
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What the change does to one page."""

    path: str
    title: str
    change: str
    passages: tuple[PassageChange, ...] = ()
    records: tuple[PreviewRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a preview shows: pages by their path in docs_dir. `url` is where it will stand."""

    base: str = ""
    url: str = ""
    pages: Mapping[str, PreviewPage] = field(default_factory=empty)


def read_preview(file: Path) -> Preview:
    """Read a comparison. Raises PreviewError where it is none."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise PreviewError(f"cannot read '{file}': {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        raise PreviewError(f"'{file}' is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise PreviewError(f"'{file}' is no JSON: {str(error)[:200]}") from error
    if not isinstance(found, dict) or found.get("version") != VERSION:
        raise PreviewError(
            f"'{file}' is no comparison of version {VERSION}; "
            "plainfact diff BASE --format json --output FILE writes one"
        )
    return _preview(found)


def _preview(found: Mapping[str, Any]) -> Preview:
    records = {
        (record.kind, record.id): record for record in map(_record, _maps(found.get("records")))
    }
    pages = [_page(page, records) for page in _maps(found.get("pages"))]
    base = found.get("base")
    url = _text(found.get("url"))
    return Preview(
        base=_text(base.get("name")) if isinstance(base, dict) else "",
        url=url if urlsplit(url).scheme in ("http", "https") else "",
        pages={page.path: page for page in pages},
    )


def _page(page: Mapping[str, Any], records: Mapping[tuple[str, str], PreviewRecord]) -> PreviewPage:
    keys = [
        (_text(rest.get("kind")), _text(rest.get("id"))) for rest in _maps(page.get("rests_on"))
    ]
    return PreviewPage(
        path=_text(page.get("page")),
        title=_text(page.get("title")),
        change=_text(page.get("change")),
        passages=tuple(_passages(page.get("passages"))),
        records=tuple(records[key] for key in keys if key in records),
    )


def _passages(found: Any) -> Iterator[PassageChange]:
    parts = {part.value: part for part in Part}
    for passage in _maps(found):
        part = parts.get(_text(passage.get("part")))
        old, new, nth = _text(passage.get("old")), _text(passage.get("new")), passage.get("nth")
        if part is not None and (old or new):
            yield PassageChange(part, old, new, nth if isinstance(nth, int) else 0)


def _record(record: Mapping[str, Any]) -> PreviewRecord:
    return PreviewRecord(
        kind=_text(record.get("kind")),
        id=_text(record.get("id")),
        change=_text(record.get("change")),
        title=_text(record.get("title")),
        fields=tuple(
            FieldChange(_text(each.get("name")), _text(each.get("old")), _text(each.get("new")))
            for each in _maps(record.get("fields"))
        ),
    )


def _maps(found: Any) -> list[Mapping[str, Any]]:
    if not isinstance(found, list):
        return []
    return [each for each in found[:MAX_ITEMS] if isinstance(each, dict)]


def _text(found: Any) -> str:
    return found if isinstance(found, str) else ""
