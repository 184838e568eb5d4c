"""Sources as CSL-JSON, as CSL's own JSON schema has it (csl-data.json, version 1.0)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from plainfact.exports.uses import dumped
from plainfact.model import Knowledge, Name, PartialDate, Read, Source, UrlStatus

# The variables of CSL's own JSON schema, without those that Source has fields for.
DATE_VARIABLES = frozenset(("available-date", "event-date", "original-date", "submitted"))
_NAMES = """chair collection-editor compiler composer container-author contributor curator director
    editor editorial-director executive-producer guest host illustrator interviewer narrator
    organizer original-author performer producer recipient reviewed-author script-writer
    series-creator translator"""
_TEXTS = """abstract annote archive archive-place archive_collection archive_location authority
    call-number chapter-number citation-key citation-label citation-number collection-number
    collection-title container-title-short dimensions division edition event-place event-title
    first-reference-note-number genre ISBN ISSN issue jurisdiction keyword locator medium number
    number-of-pages number-of-volumes original-publisher original-publisher-place original-title
    page page-first part part-title PMCID PMID printing publisher-place references reviewed-genre
    reviewed-title scale section source status supplement title-short version volume volume-title
    volume-title-short year-suffix"""
_TYPES = """article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture musical_score
    pamphlet paper-conference patent performance periodical personal_communication post
    post-weblog regulation report review review-book software song speech standard thesis treaty
    webpage"""
# What the schema calls otherwise than CSL's specification does.
_RENAMED = {
    "event": "event-title",
    "part-number": "part",
    "printing-number": "printing",
    "supplement-number": "supplement",
}
TYPES = frozenset(_TYPES.split())
NAME_VARIABLES = frozenset(_NAMES.split())
TEXT_VARIABLES = frozenset(_TEXTS.split())


def sources_json(knowledge: Knowledge) -> str:
    """All sources as a CSL-JSON list, sorted by id."""
    return dumped(csl_items(tuple(knowledge.sources.values())))


def csl_items(sources: Sequence[Source]) -> list[dict[str, Any]]:
    """Sources as CSL items. What CSL has no variable for stands under `custom`."""
    return [_item(source) for source in sorted(sources, key=lambda source: source.id)]


def _item(source: Source) -> dict[str, Any]:
    custom: dict[str, Any] = {
        "archive_url": source.archive_url,
        "formerly": list(source.formerly),
        "read": source.read.value if source.read is not Read.FULL else "",
        "relays": source.relays,
        "url_status": source.url_status.value if source.url_status is not UrlStatus.LIVE else "",
    }
    if source.standing:
        standing = source.standing
        since = str(standing.since) if standing.since else ""
        custom["standing"] = {"level": standing.level.value, "since": since, "why": standing.why}
    if source.type not in TYPES:
        custom["type"] = source.type
    item: dict[str, Any] = {
        "id": source.id,
        "type": source.type if source.type in TYPES else "document",
        "title": source.title,
        "author": _names(source.author),
        "container-title": source.container_title,
        "publisher": source.publisher,
        "issued": _date(source.issued),
        "accessed": _date(source.accessed),
        "URL": source.url,
        "DOI": source.doi,
        "language": source.language,
        "note": source.note,
    }
    for key in sorted(source.names):
        (item if key in NAME_VARIABLES else custom)[key] = _names(source.names[key])
    for key in sorted(source.variables):
        value = source.variables[key]
        key = _RENAMED.get(key, key)
        if key in DATE_VARIABLES:
            item[key] = _date_in_words(value)
        else:
            (item if key in TEXT_VARIABLES else custom)[key] = value
    custom = {key: custom[key] for key in sorted(custom) if custom[key]}
    if custom:
        item["custom"] = custom
    return {key: value for key, value in item.items() if value}


def _names(names: Sequence[Name]) -> list[dict[str, str]]:
    found = (
        {"literal": name.literal} if name.literal else {"family": name.family, "given": name.given}
        for name in names
    )
    return [{key: text for key, text in name.items() if text} for name in found]


def _date(date: PartialDate | None) -> dict[str, Any]:
    if date is None:
        return {}
    return {"date-parts": [[part for part in (date.year, date.month, date.day) if part]]}


def _date_in_words(words: str) -> dict[str, Any]:
    found = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?", words)
    if found is None:
        return {"literal": words}
    return {"date-parts": [[int(part) for part in found.groups() if part]]}
