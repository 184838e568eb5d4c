"""A comparison for programs: version 1 of the form that docs/owners.md describes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any
from urllib.parse import urljoin

from plainfact.changes.compare import Changes
from plainfact.changes.leftovers import Leftover
from plainfact.changes.pages import PageChange, PassageChange, Rest
from plainfact.changes.records import KINDS, RecordChange
from plainfact.changes.sides import Side
from plainfact.findings import Finding
from plainfact.report import finding_as_dict, summary

VERSION = 1


def as_json(changes: Changes, url: str = "") -> str:
    """The report; `url` is the preview's address. Plain ASCII, so safe on any terminal."""
    return json.dumps(as_dict(changes, url), indent=2) + "\n"


def as_dict(changes: Changes, url: str = "") -> dict[str, Any]:
    """The report as plain values."""
    return {
        "version": VERSION,
        "base": _side(changes.base),
        "head": _side(changes.head),
        "url": url,
        "summary": _summary(changes),
        "records": [_record(change, changes.pages) for change in changes.records],
        "pages": [_page(change, url) for change in changes.pages],
        "still_says": [_leftover(each) for each in changes.leftovers],
        "findings": {"new": _findings(changes.new), "gone": _findings(changes.gone)},
        "left_out": [
            {"side": name, "path": path, "why": why}
            for name, side in (("base", changes.base), ("head", changes.head))
            for path, why in side.left_out
        ],
    }


def address(url: str, page: str) -> str:
    """A page's address below that of the preview; empty where there is none."""
    base = url if url.endswith("/") else f"{url}/"
    return urljoin(base, f"./{page.lstrip('/')}") if url else ""


def _side(side: Side) -> dict[str, str]:
    return {"name": side.name, "commit": side.commit}


def _summary(changes: Changes) -> dict[str, Any]:
    counts: dict[str, Any] = {}
    for kind in KINDS:
        of_kind = changes.of(kind)
        counts[f"{kind}s"] = {
            what: sum(change.change == what for change in of_kind)
            for what in ("added", "changed", "removed")
        }
    counts["facts"]["superseded"] = sum(bool(c.superseded_by) for c in changes.records)
    counts["facts"]["retracted"] = sum(c.retracted for c in changes.records)
    counts["pages"] = {
        what: sum(page.change == what for page in changes.pages)
        for what in ("added", "changed", "removed", "affected")
    }
    counts["still_says"] = len(changes.leftovers)
    counts["findings"] = {"new": summary(changes.new), "gone": summary(changes.gone)}
    return counts


def _record(change: RecordChange, pages: Iterable[PageChange]) -> dict[str, Any]:
    at = change.location
    return {
        "kind": change.kind,
        "id": change.id,
        "change": change.change,
        "title": change.title,
        "formerly": change.formerly,
        "superseded_by": change.superseded_by,
        "retracted": change.retracted,
        "path": at.path,
        "line": at.line,
        "fields": [asdict(each) for each in change.fields],
        "pages": [
            page.page.path
            for page in pages
            if any((rest.kind, rest.id) == (change.kind, change.id) for rest in page.rests_on)
        ],
    }


def _page(change: PageChange, url: str) -> dict[str, Any]:
    page = change.page
    return {
        "page": page.path,
        "path": page.file,
        "title": page.title,
        "url": page.url,
        "address": "" if change.change == "removed" else address(url, page.url),
        "change": change.change,
        "updated": {"old": change.updated_before, "new": page.updated or page.published},
        "passages": [_passage(each) for each in change.passages],
        "rests_on": [_rest(each) for each in change.rests_on],
        "coverage": {
            "before": asdict(change.before) if change.before else None,
            "after": asdict(change.after) if change.after else None,
        },
    }


def _passage(change: PassageChange) -> dict[str, Any]:
    return {
        "part": change.part.value,
        "change": change.change,
        "old": change.old,
        "new": change.new,
        "nth": change.nth,
        "line": change.location.line,
    }


def _rest(rest: Rest) -> dict[str, Any]:
    return {"kind": rest.kind, "id": rest.id, "through": list(rest.through)}


def _leftover(each: Leftover) -> dict[str, Any]:
    at = each.location
    return {
        "kind": each.kind,
        "id": each.id,
        "page": each.page,
        "path": at.path,
        "line": at.line,
        "column": at.column,
        "sentence": each.sentence,
        "words": each.words,
        "replacement": each.replacement,
    }


def _findings(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [dict(finding_as_dict(finding)) for finding in findings]
