"""Which data files there are, and their bytes: nothing outside the content folder is read."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from plainfact.findings import Finding, Location, Rule
from plainfact.importers import MAX_IMPORT
from plainfact.reader import MAX_BYTES

YAML_SUFFIXES = (".yml", ".yaml")
FOLDERS = (
    ("measure", "measures"),
    ("source", "sources"),
    ("term", "glossary"),
    ("fact", "facts"),
    ("correction", "corrections"),
)
"""Kinds and their folders."""

PUBLISHERS = ("publishers.yml", "publishers.yaml")


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of records of one kind; `path` is relative to the project, as findings say it."""

    kind: str
    file: Path
    path: str

    @property
    def stem(self) -> str:
        """The file's name without its ending: the id of a single record."""
        return self.file.stem


def find(content: Path, project: Path) -> Iterator[DataFile]:
    """All data files, in an order that depends on their names alone."""
    for kind, folder in FOLDERS:
        suffixes = (*YAML_SUFFIXES, ".json", ".bib") if kind == "source" else YAML_SUFFIXES
        found: list[Path] = []
        for top, folders, names in os.walk(content / folder):  # follows no links
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            found += (
                Path(top, name)
                for name in names
                if name.lower().endswith(suffixes) and not name.startswith(".")
            )
        for file in sorted(found, key=Path.as_posix):
            yield DataFile(kind, file, shown(file, project))
    for name in PUBLISHERS:
        if os.path.lexists(content / name):
            yield DataFile("publisher", content / name, shown(content / name, project))


def shown(file: Path, project: Path) -> str:
    """A path as findings print it: relative to the project, with forward slashes."""
    path = os.path.abspath(file)
    with suppress(ValueError):  # another drive, on Windows
        path = os.path.relpath(path, os.path.abspath(project))
    text = path.replace(os.sep, "/")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def read_bytes(data: DataFile, content: Path) -> bytes | Finding:
    """A file's bytes, one more than are taken at most; a finding when it must not be read."""
    try:
        real = data.file.resolve(strict=True)
        if not real.is_relative_to(content.resolve(strict=True)):
            return _refused(data, "leads out of the content folder and is not read")
        most = MAX_BYTES if real.suffix.lower() in YAML_SUFFIXES else MAX_IMPORT
        if not stat.S_ISREG(real.stat().st_mode):
            return _refused(data, "is no regular file and is not read")
        with real.open("rb") as stream:
            return stream.read(most + 1)
    except (OSError, RuntimeError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        return _refused(data, f"cannot be read ({reason})")


def _refused(data: DataFile, why: str) -> Finding:
    what = "the link" if data.file.is_symlink() else "the file"
    hint = "put the file itself here" if data.file.is_symlink() else ""
    return Finding(Rule.LIMIT, Location(data.path), f"{what} {why}", hint)
