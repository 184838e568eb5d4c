"""`plainfact check`: all findings over data files and pages, without building a site."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from plainfact.checks import Coverage
from plainfact.cli.frame import (
    Stopped,
    config_option,
    fewer_collections,
    line_reader,
    site_of,
    wants_color,
)
from plainfact.findings import Finding
from plainfact.report import as_github, as_json, as_text, summary
from plainfact.step_summary import as_summary

MOST_PAGES = 20
"""Pages with gaps that are told one by one; `--format json` has all."""


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

    \b
    Example:
      plainfact check
      plainfact check --strict content/facts
    """
    with fewer_collections():
        site = site_of(config_file)
        wanted = tuple(_in_project(path, site.project) for path in paths)
        findings = within(site.check(), wanted)
        covered = [each for each in site.coverage() if _is_within(each.path, wanted)]
    if form == "json":
        click.echo(as_json(findings, {"coverage": [asdict(each) for each in covered]}), nl=False)
    elif form == "github":
        click.echo(as_github(findings), nl=False)
        add_to_summary(as_summary(findings))
    else:
        color = wants_color()
        read_line = line_reader(site.project)
        text = as_text(findings, read_line, color=color, remarks=coverage_in_words(covered))
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
    return tuple(finding for finding in findings if _is_within(finding.location.path, paths))


def _is_within(path: str, paths: tuple[str, ...]) -> bool:
    if not paths or "." in paths:
        return True
    return any(path == each or path.startswith(f"{each}/") for each in paths)


def coverage_in_words(pages: Sequence[Coverage]) -> Iterator[str]:
    """A line for each page with a gap, the widest first, then one for all of them."""
    gaps = [(_gap(page), page) for page in pages if _gap(page)]
    gaps.sort(key=lambda pair: (-pair[0], pair[1].path))
    for _, page in gaps[:MOST_PAGES]:
        yield f"{page.path}: {_supported(page)}"
    if len(gaps) > MOST_PAGES:
        yield f"… and {len(gaps) - MOST_PAGES} more pages with gaps"
    if pages:
        counts = [(p.figures, p.figures_noted, p.quotations, p.quotations_noted) for p in pages]
        total = Coverage("", *(sum(column) for column in zip(*counts, strict=True)))
        pages_in_words = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
        yield f"coverage of {pages_in_words}: {_supported(total)} have a note in their sentence"


def _gap(page: Coverage) -> int:
    return page.figures - page.figures_noted + page.quotations - page.quotations_noted


def _supported(page: Coverage) -> str:
    return (
        f"{page.figures_noted} of {page.figures} sentences with figures, "
        f"{page.quotations_noted} of {page.quotations} with quotations"
    )


def _in_project(path: Path, project: Path) -> str:
    try:
        return path.resolve().relative_to(project.resolve()).as_posix()
    except ValueError:
        raise Stopped(f"'{path}' is not in the project, {project}") from None
