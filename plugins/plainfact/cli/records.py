"""What the commands share that write records: which file, shown first, written whole."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from plainfact.additions import Refused, add, record_text
from plainfact.cli.frame import Stopped, line_reader, wants_color
from plainfact.findings import Finding
from plainfact.loader.files import FOLDERS, YAML_SUFFIXES, DataFile, read_bytes, shown
from plainfact.report import as_text, visible
from plainfact.site import Session
from plainfact.writer import write_atomically

CITATIONS, GLOSSARY = "plainfact.citations", "plainfact.glossary"
FOLDER = dict(FOLDERS)


@dataclass(frozen=True, slots=True)
class Target:
    """The file that records of a kind go to, and the folder out of which it may not lead."""

    data: DataFile
    content: Path

    @property
    def is_new(self) -> bool:
        """Whether the file is still to be made."""
        return not self.data.file.exists()


def content_folder(session: Session, kind: str) -> Path:
    """The folder of a site's data files; Stopped where it has no plugin for the kind."""
    name, plugin = (GLOSSARY, "glossary") if kind == "term" else (CITATIONS, "sources")
    extension = session.extensions.get(name)
    if extension is None:
        raise Stopped(f"this site does not use the plugin 'plainfact/{plugin}'; {kind}s need it")
    return session.content(extension)


def target(session: Session, kind: str, to: Path | None, default: str) -> Target:
    """The file to write to: the one that is named; the only one there is; else `default`.

    A bare name is one in the kind's folder. Raises Stopped where the loader would not read it.
    """
    content = content_folder(session, kind)
    folder = content / FOLDER[kind]
    file = _named(to, folder) if to else _only(folder) or folder / default
    if file.suffix.lower() not in YAML_SUFFIXES:
        raise Stopped(f"'{file.name}' is no YAML file; their names end in .yml or .yaml")
    if not file.resolve().is_relative_to(folder.resolve()) or file.name.startswith("."):
        where = shown(folder, session.project)
        raise Stopped(f"{kind}s are read from {where}/ only; '{to}' is not in there")
    return Target(DataFile(kind, file, shown(file, session.project)), content)


def _named(to: Path, folder: Path) -> Path:
    return folder / to if to.parent == Path() and not to.is_absolute() else to


def _only(folder: Path) -> Path | None:
    found = sorted(
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.suffix.lower() in YAML_SUFFIXES and not path.name.startswith(".")
    )
    return found[0] if len(found) == 1 else None


def print_record(key: str, values: Mapping[str, Any]) -> None:
    """A record as it is going to stand in its file."""
    for line in record_text(key, values).splitlines():
        click.echo(visible(line))


def wants_it(question: str, *, yes: bool) -> bool:
    """Asked on a terminal only; elsewhere, whoever wrote the command has answered."""
    if yes or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    return click.confirm(visible(question), default=True)


def written(
    target: Target, records: Iterable[tuple[str, Mapping[str, Any]]], session: Session
) -> list[tuple[str, int]]:
    """Put records at the end of a file, all of them or none. Ids with the lines they are on.

    Raises Stopped where the file cannot take them without a loss; it is then left alone.
    """
    path = target.data.path
    text = ""
    if not target.is_new:
        found = read_bytes(target.data, target.content)
        if isinstance(found, Finding):
            raise Stopped(f"{path}: {found.message}")
        text = found.decode("utf-8", "surrogateescape")
    places = []
    try:
        for key, values in records:
            done = add(text, path, key, values)
            text = done.text
            places.append((key, done.line))
    except Refused as error:
        if error.findings:
            color = wants_color()
            report = as_text(error.findings, line_reader(session.project), color=color)
            click.echo(report, nl=False, err=True, color=color)
        raise Stopped(f"nothing was written: {error}") from error
    target.data.file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target.data.file, text.encode("utf-8", "surrogateescape"))
    return places


def told(message: str) -> None:
    """A line for whoever reads along; standard output holds records alone."""
    click.echo(visible(message), err=True)
