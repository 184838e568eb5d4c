"""What the commands share that write records: which file, shown first, written whole."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from plainfact import checks
from plainfact.additions import Refused, add, record_text
from plainfact.cli.frame import Stopped, line_reader, wants_color
from plainfact.findings import Finding, Severity
from plainfact.loader import load
from plainfact.loader.files import FOLDERS, YAML_SUFFIXES, DataFile, find, read_bytes, shown
from plainfact.model import References
from plainfact.report import ReadLine, as_text, visible
from plainfact.site import Session, today
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


def files_of(session: Session, kind: str) -> list[str]:
    """Names of the YAML files right in a kind's folder."""
    folder = content_folder(session, kind) / FOLDER[kind]
    return [path.name for path in _yaml(folder)]


def asked_file(session: Session, kind: str, default: str) -> Path | None:
    """Which of several files of a kind it is to be; None where there is no choice, or nobody
    to ask."""
    names = files_of(session, kind)
    if len(names) < 2 or not has_terminal():
        return None
    choices = dict.fromkeys([*map(visible, names), default])
    return Path(str(click.prompt("File", type=click.Choice(list(choices)), default=default)))


def _only(folder: Path) -> Path | None:
    found = _yaml(folder)
    return found[0] if len(found) == 1 else None


def _yaml(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in (folder.iterdir() if folder.is_dir() else ())
        if path.suffix.lower() in YAML_SUFFIXES and not path.name.startswith(".")
    )


def schema_line(session: Session, kind: str) -> str:
    """The first line of a new file, for editors, where the site keeps the schemas for them."""
    schemas = session.project / ".schemas" / f"{kind}.schema.json"
    if not schemas.is_file():
        return ""
    folder = content_folder(session, kind) / FOLDER[kind]
    path = os.path.relpath(schemas, folder).replace(os.sep, "/")
    return f"# yaml-language-server: $schema={path}\n"


def print_record(key: str, values: Mapping[str, Any]) -> None:
    """A record as it is going to stand in its file."""
    for line in record_text(key, values).splitlines():
        click.echo(visible(line))


def has_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def wants_it(question: str, *, yes: bool) -> bool:
    """Asked on a terminal only; elsewhere, whoever wrote the command has answered."""
    if yes or not has_terminal():
        return True
    return click.confirm(visible(question), default=True)


def written(
    target: Target,
    records: Iterable[tuple[str, Mapping[str, Any]]],
    session: Session,
    *,
    head: str = "",
    tried: bool = False,
) -> list[tuple[str, int]]:
    """Put records at the end of a file, all of them or none. Ids with the lines they are on.

    `head` begins a new file. `tried`: what the check would say of the records comes first.
    Raises Stopped where the file cannot take them without a loss, or the check has something
    against them; it is then left alone.
    """
    path = target.data.path
    text = head
    if not target.is_new:
        found = read_bytes(target.data, target.content)
        if isinstance(found, Finding):
            raise Stopped(f"{path}: {found.message}")
        text = found.decode("utf-8", "surrogateescape")
    records = list(records)
    try:
        done = add(text, path, records)
    except Refused as error:
        _report(error.findings, line_reader(session.project))
        raise Stopped(f"nothing was written: {error}") from error
    data = done.text.encode("utf-8", "surrogateescape")
    if tried and (wrong := new_findings(session, target, data)):
        lines = done.text.splitlines()
        _report(wrong, lambda _, line: lines[line - 1] if 0 < line <= len(lines) else None)
        raise Stopped("nothing was written: the check would fail")
    target.data.file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(target.data.file, data)
    return [(key, line) for (key, _), line in zip(records, done.lines, strict=True)]


def _report(findings: Iterable[Finding], read_line: ReadLine) -> None:
    if findings:
        color = wants_color()
        click.echo(as_text(tuple(findings), read_line, color=color), nl=False, err=True)


def new_findings(session: Session, target: Target, data: bytes) -> list[Finding]:
    """Errors and warnings that a file's new content would bring: tried on a copy of the data
    files, with the loader and the rules that need no page."""
    before, after = (_findings(session, target, each) for each in (None, data))
    known = {(finding.rule, finding.message) for finding in before}
    return [
        finding
        for finding in after
        if finding.level is not Severity.NOTE and (finding.rule, finding.message) not in known
    ]


def _findings(session: Session, target: Target, data: bytes | None) -> tuple[Finding, ...]:
    with TemporaryDirectory() as name:
        project = Path(name)
        content = project / (shown(target.content, session.project).replace("../", "") or "content")
        files = {
            each.file: read_bytes(each, target.content) for each in find(target.content, project)
        }
        if data is not None:
            files[target.data.file] = data
        for file, found in files.items():
            if isinstance(found, bytes):
                copy = content / file.resolve().relative_to(target.content.resolve())
                copy.parent.mkdir(parents=True, exist_ok=True)
                copy.write_bytes(found)
        loaded = load(content, project=project)
        checked = checks.check(loaded.knowledge, References(), today=today())
        return checks.apply_rules((*loaded.findings, *checked), session.rules)


def told(message: str) -> None:
    """A line for whoever reads along; standard output holds records alone."""
    click.echo(visible(message), err=True)
