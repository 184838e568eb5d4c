"""`plainfact diff`: what a change does to readers, to the desk and to the findings."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import click

from plainfact import changes
from plainfact.changes import Changes, Side
from plainfact.checks import apply_rules
from plainfact.cli.frame import Stopped, config_option, wants_color
from plainfact.findings import Finding, Severity
from plainfact.revisions import (
    LeftOut,
    Limits,
    Repository,
    RevisionError,
    copy_folder,
    repository_of,
    top_paths,
)
from plainfact.site.sides import Origin, Sides

CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
WORK_TREE = "work tree"


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For a terminal, for a comment on a pull request, or for programs and previews.",
)
@click.option("--url", default="", help="Address of the preview, to link its pages.")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the report into this file instead of printing it.",
)
@click.option(
    "--json",
    "also",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the comparison as JSON into this file as well, for a preview.",
)
@click.option("--strict", is_flag=True, help="New warnings fail it too, not only new errors.")
@click.option(
    "--config-from",
    type=click.Choice(["base", "head"]),
    default="base",
    show_default=True,
    help="Whose mkdocs.yml both sides are rendered with. It can run code: 'head' only "
    "where you trust HEAD.",
)
@config_option
@click.argument("base", metavar="BASE")
@click.argument("head", metavar="[HEAD]", required=False, default="")
def diff(
    form: str,
    url: str,
    output: Path | None,
    also: Path | None,
    strict: bool,
    config_from: str,
    config_file: Path | None,
    base: str,
    head: str,
) -> None:
    """Say what a change does: facts, sources, sentences, pages and findings before and after.

    BASE and HEAD are git revisions, or folders written with a slash (./old, ../new);
    without HEAD, it is the work tree as it stands, whatever is committed. Nothing is
    written but the report.

    Exit 0: no new error. 1: new errors (with --strict, warnings too). 2: wrong use.

    \b
    Example:
      plainfact diff origin/main
      plainfact diff origin/main HEAD --format markdown
    """
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
        raise Stopped(f"--url takes an address that begins with https://, not '{url}'")
    try:
        found = _compared(base, head, config_from, config_file)
    except RevisionError as error:
        raise Stopped(str(error)) from error
    text = _report(found, form, url, to_terminal=output is None)
    if also:
        also.write_text(changes.as_json(found, url), encoding="utf-8")
    if output:
        output.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False, color=form == "text" and wants_color())
    fatal = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(finding.level in fatal for finding in found.new):
        raise click.exceptions.Exit(1)


def _report(found: Changes, form: str, url: str, *, to_terminal: bool) -> str:
    if form == "json":
        return changes.as_json(found, url)
    if form == "markdown":
        return changes.as_markdown(found, url)
    return changes.as_text(found, url, color=to_terminal and wants_color())


@dataclass(frozen=True, slots=True)
class _Tree:
    """A side's files: a revision of a repository, or a folder."""

    name: str
    folder: Path
    repository: Repository | None = None
    commit: str = ""

    def config(self, name: str, into: Path) -> Path:
        """The side's mkdocs.yml, with all that stands beside it; a revision's is written
        below `into`."""
        if self.repository is None:
            return _config_in(self.folder, name)
        self.repository.extract(self.commit, None, into, Limits())
        return _config_in(into / self.repository.prefix, name, self.name)

    def content(self, paths: tuple[str, ...], into: Path) -> tuple[Path, tuple[LeftOut, ...]]:
        """The files at and below these paths of the project, written below `into`."""
        limits = Limits()
        if self.repository is None:
            return into, copy_folder(self.folder, paths, into, limits)
        prefix = self.repository.prefix
        left_out = self.repository.extract(self.commit, top_paths(prefix, paths), into, limits)
        return into / prefix, left_out


def _compared(base: str, head: str, config_from: str, config_file: Path | None) -> Changes:
    project = config_file.resolve().parent if config_file else Path.cwd()
    repository = repository_of(project)
    old = _tree(base, repository)
    new = _tree(head, repository) if head else _Tree(WORK_TREE, project)
    # A hook's compiled form would otherwise be written beside it.
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory(prefix="plainfact-diff-") as name:
        room = Path(name).resolve()
        trusted = old if config_from == "base" else new
        config = trusted.config(config_file.name if config_file else "", room / "config")
        rendering = Sides(config)
        shape = rendering.shape()
        sides: list[Side] = []
        for tree, folder in ((old, room / "base"), (new, room / "head")):
            content, left_out = tree.content(shape.paths, folder)
            content.mkdir(parents=True, exist_ok=True)
            skipped = tuple((each.path, each.why) for each in left_out)
            sides.append(rendering.render(content, Origin(tree.name, tree.commit, skipped)))

        def ruled(findings: Iterable[Finding]) -> tuple[Finding, ...]:
            return apply_rules(findings, shape.rules)

        before, after = sides
        return changes.compare(before, after, ruled)


def _tree(name: str, repository: Repository | None) -> _Tree:
    """What an argument names. In a repository a bare name is a revision, never a folder:
    whoever can add a folder to it cannot take the place of a branch."""
    is_path = name in (".", "..") or name.startswith(("/", "./", "../", "~"))
    if is_path or Path(name).is_absolute() or (repository is None and Path(name).is_dir()):
        folder = Path(name)
        if not folder.is_dir():
            raise RevisionError(f"there is no folder '{name}'")
        return _Tree(name, folder.resolve())
    if repository is None:
        raise RevisionError(f"'{name}' is no folder, and no git repository is here")
    return _Tree(name, repository.top, repository, repository.commit(name))


def _config_in(folder: Path, name: str, revision: str = "") -> Path:
    for candidate in (name,) if name else CONFIGS:
        if (folder / candidate).is_file():
            return folder / candidate
    wanted = name or CONFIGS[0]
    where = f"revision '{revision}'" if revision else f"'{folder}'"
    raise Stopped(
        f"there is no {wanted} in {where}; --config-from names the other side's, -f another file"
    )
