"""`plainfact check`: all findings over data files and pages, without building a site."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

from plainfact.cli.frame import Stopped, config_option, line_reader, site_of, wants_color
from plainfact.findings import Finding
from plainfact.report import as_github, as_json, as_text, summary
from plainfact.step_summary import as_summary


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="For people, for programs, or as annotations of a pull request.",
)
@click.option("--strict", is_flag=True, help="Warnings fail the check too, as in a strict build.")
@config_option
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=click.Path(exists=True, path_type=Path))
def check(form: str, strict: bool, config_file: Path | None, paths: tuple[Path, ...]) -> None:
    """Say what is wrong, where, and what to do about it.

    With PATHs, only what was found in these files and folders is shown. The whole site is
    looked at in any case.
    """
    site = site_of(config_file)
    wanted = tuple(_in_project(path, site.project) for path in paths)
    findings = within(site.check(), wanted)
    if form == "json":
        click.echo(as_json(findings), nl=False)
    elif form == "github":
        click.echo(as_github(findings), nl=False)
        add_to_summary(as_summary(findings))
    else:
        color = wants_color()
        text = as_text(findings, line_reader(site.project), color=color)
        click.echo(text, nl=False, color=color)
    counts = summary(findings)
    if counts["errors"] or (strict and counts["warnings"]):
        raise click.exceptions.Exit(1)


def add_to_summary(markdown: str) -> None:
    """Put Markdown on the page of GitHub's run, where this is a step of one.

    That it cannot be written is said, and changes nothing else.
    """
    if file := os.environ.get("GITHUB_STEP_SUMMARY"):
        try:
            with open(file, "a", encoding="utf-8", newline="\n") as stream:
                stream.write(markdown)
        except OSError as error:
            click.echo(f"no summary: {error.strerror}", err=True)


def within(findings: Iterable[Finding], paths: tuple[str, ...]) -> tuple[Finding, ...]:
    """The findings in these files and folders; all of them where none are named."""
    if not paths or "." in paths:
        return tuple(findings)
    return tuple(
        finding
        for finding in findings
        if any(
            finding.location.path == path or finding.location.path.startswith(f"{path}/")
            for path in paths
        )
    )


def _in_project(path: Path, project: Path) -> str:
    try:
        return path.resolve().relative_to(project.resolve()).as_posix()
    except ValueError:
        raise Stopped(f"'{path}' is not in the project, {project}") from None
