"""`cite --pages`: where pages cite bare addresses, and the pages with keys in their place.

Places come from the renderer, as those of findings do: an address in code, behind an escape
or in raw HTML is no citation and is never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from plainfact.cli.frame import Stopped
from plainfact.findings import Location
from plainfact.site import Session, Site

_ADDRESS = re.compile(r"(?i:https?)://[^{}\s]+(?=\})")
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
# A key that needs no braces, and what behind it would be taken for a part of it (pandoc 8.20).
_PLAIN = re.compile(r"\w+(?:[:.#$%&+?<>~/-]\w+)*")
_GOES_ON = re.compile(r"[\w:.#$%&+?<>~/-]")


@dataclass(frozen=True, slots=True)
class BarePlace:
    """One `{https://…}` in a page: its file, and where the address stands in it."""

    path: str
    line: int
    column: int
    url: str


def bare_places(site: Site, paths: Iterable[str] = ()) -> tuple[list[BarePlace], list[str]]:
    """All citations by address alone in pages (in these files and folders, where any are
    named), and those whose place could not be made sure of."""
    wanted = [_in_project(path, site.project) for path in paths]
    found: list[BarePlace] = []
    lost: list[str] = []
    lines: dict[str, list[str]] = {}
    for location in site.bare_sources():
        path = location.path
        if wanted and not any(path == w or path.startswith(f"{w}/") or w == "." for w in wanted):
            continue
        if path not in lines:
            lines[path] = _lines(_text(site.project / path) or "")
        place = _place(location, lines[path])
        if place is None:
            lost.append(f"{path}:{location.line}")
        else:
            found.append(place)
    return sorted(found, key=lambda one: (one.path, one.line, one.column)), lost


def _place(location: Location, lines: list[str]) -> BarePlace | None:
    """The address at a finding's place, if it stands there in braces behind an `@`."""
    if not 0 < location.line <= len(lines):
        return None
    line = lines[location.line - 1]
    start = location.column - 1
    match = _ADDRESS.match(line, start + line.startswith("{", start))
    if match is None or not line[: match.start()].endswith("@{"):
        return None
    return BarePlace(location.path, location.line, match.start() + 1, match[0])


def with_keys(
    places: Iterable[BarePlace], keys: Mapping[str, str], session: Session
) -> dict[str, tuple[Path, str]]:
    """The files that change, by path, with their new text. Nothing else in them changes."""
    by_path: dict[str, list[BarePlace]] = {}
    for place in places:
        if place.url in keys:
            by_path.setdefault(place.path, []).append(place)
    out = {}
    for path, found in by_path.items():
        file = session.project / path
        text = _text(file)
        if text is None:
            continue
        lines = _lines(text)
        for place in sorted(found, key=lambda one: (one.line, one.column), reverse=True):
            line = lines[place.line - 1]
            start = place.column - 2  # of the brace, from 0
            end = start + len(place.url) + 2
            if line[start:end] == f"{{{place.url}}}":  # nobody has changed it meanwhile
                key = _written(keys[place.url], line[end : end + 1])
                lines[place.line - 1] = line[:start] + key + line[end:]
        mark = "\ufeff" if text.startswith("\ufeff") else ""
        out[path] = (file, mark + "".join(lines))
    return out


def _written(key: str, behind: str) -> str:
    plain = _PLAIN.fullmatch(key) and not _GOES_ON.match(behind)
    return key if plain else f"{{{key}}}"


def _text(file: Path) -> str | None:
    try:
        return file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _lines(text: str) -> list[str]:
    """As a reader of text counts them, each with its end, without a byte order mark."""
    return _LINE.findall(text.removeprefix("\ufeff"))


def _in_project(path: str, project: Path) -> str:
    try:
        found = Path(path).resolve().relative_to(project.resolve())
    except ValueError:
        raise Stopped(f"'{path}' is not in the project, {project}") from None
    if not Path(path).exists():
        raise Stopped(f"there is no '{path}'")
    return found.as_posix()
