"""`plainfact fmt`: data files in canonical form, or left as they are."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path

import click

from plainfact.cli.frame import Stopped, config_option, line_reader, site_of, wants_color
from plainfact.findings import Finding
from plainfact.loader.files import YAML_SUFFIXES, DataFile, find, read_bytes, shown
from plainfact.report import as_text, summary, visible
from plainfact.writer import format_text, write_atomically

SITES = ("mkdocs.yml", "mkdocs.yaml")
COLORS = {"+": "green", "-": "red", "@": "cyan"}

Bounded = tuple[DataFile, Path]
"""A file, and the folder out of which no link may lead."""


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; list what would change, and exit 1.")
@click.option("--diff", is_flag=True, help="Write nothing; print what would change.")
@config_option
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(exists=True, path_type=Path))
def fmt(check: bool, diff: bool, config_file: Path | None, paths: tuple[Path, ...]) -> None:
    """Put data files into canonical form: indentation, spaces, line ends.

    Without PATH: all YAML files of the site's data. PATHs are files, or folders of them.

    Nothing is reordered; comments, quotation marks, empty lines and long lines stay. A file
    that would lose something is not written, and a finding says why.

    \b
    Example:
      plainfact fmt --diff content/facts
    """
    project, files = _chosen(config_file, paths)
    findings: list[Finding] = []
    changed = []
    for data, bound in files:
        before = read_bytes(data, bound)
        if isinstance(before, Finding):
            findings.append(before)
            continue
        text = before.decode("utf-8", "surrogateescape")
        done = format_text(text, data.path)
        findings += done.findings
        if done.findings or done.text == text:
            continue
        changed.append(data.path)
        if diff:
            _print_diff(data.path, text, done.text)
        elif check:
            click.echo(visible(f"would format {data.path}"))
        else:
            write_atomically(data.file, done.text.encode("utf-8"))
            click.echo(visible(f"formatted {data.path}"))
    if findings:
        color = wants_color()
        report = as_text(findings, line_reader(project), color=color)
        click.echo(report, nl=False, err=True, color=color)
    if summary(findings)["errors"] or (check and changed):
        raise click.exceptions.Exit(1)


def _chosen(config_file: Path | None, paths: tuple[Path, ...]) -> tuple[Path, list[Bounded]]:
    """The folder that paths are relative to, and the files, each once."""
    if paths:
        project = config_file.parent if config_file else Path.cwd()
        found = [each for path in paths for each in _below(path, project)]
    else:
        project, found = _of_site(config_file)
    return project, list({os.path.realpath(data.file): (data, at) for data, at in found}.values())


def _of_site(config_file: Path | None) -> tuple[Path, list[Bounded]]:
    session = site_of(config_file).session
    contents = {session.content(extension) for extension in session.extensions.values()}
    return session.project, [
        (data, content)
        for content in sorted(contents)
        for data in find(content, session.project)
        if data.file.suffix.lower() in YAML_SUFFIXES
    ]


def _below(path: Path, project: Path) -> Iterator[Bounded]:
    """A file as such; the YAML files in a folder, or the data of the site that lies there."""
    if not path.is_dir():
        if path.suffix.lower() not in YAML_SUFFIXES:
            raise Stopped(f"'{path}' is no YAML file; their names end in .yml or .yaml")
        yield DataFile("", path, shown(path, project)), path.parent
        return
    site = next((path / name for name in SITES if (path / name).is_file()), None)
    if site is not None:
        for data, content in _of_site(site)[1]:
            yield DataFile(data.kind, data.file, shown(data.file, project)), content
        return
    for top, folders, names in os.walk(path):  # follows no links
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(YAML_SUFFIXES) and not name.startswith("."):
                file = Path(top, name)
                yield DataFile("", file, shown(file, project)), path


def _print_diff(path: str, before: str, after: str) -> None:
    color = wants_color()
    name = visible(path)  # what is in the file has passed the reader; its name has not
    for line in difflib.unified_diff(_lines(before), _lines(after), f"a/{name}", f"b/{name}"):
        whole = line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        click.echo(click.style(whole, COLORS.get(line[0])) if color else whole, nl=False)


def _lines(text: str) -> list[str]:
    return re.findall(r"[^\n]*\n|[^\n]+", text)
