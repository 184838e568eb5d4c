"""`plainfact new explainer`: a page to write on, with the front matter that it needs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from plainfact.additions import record_text
from plainfact.cli.frame import Stopped, config_option
from plainfact.cli.questions import Question, answers
from plainfact.cli.records import has_terminal, told, wants_it
from plainfact.loader.files import shown
from plainfact.lookup import slug
from plainfact.report import visible
from plainfact.site import open_data, today
from plainfact.writer import write_atomically

QUESTIONS = (
    Question("title", "The question that the page answers.", True),
    Question("summary", "The answer in short, in a sentence or two.", True),
    Question("authors", "Who writes it.", many=True, option="author"),
    Question("tags", "A word to list it by.", many=True, option="tag"),
)
FOLDER = "explainers"
MOST = 2_000
BODY = """
Begin with the answer, in two or three sentences. Tie each claim to a fact or a source.

## What is known?

Write here.
"""


@click.command()
@click.option("--title", help="The question that the page answers.")
@click.option("--summary", help="The answer in short, in a sentence or two.")
@click.option("--author", multiple=True, help="Who writes it. May be given more than once.")
@click.option("--tag", multiple=True, help="A word to list it by. May be given more than once.")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to make (default: explainers/ and the title, in the docs folder).",
)
@click.option("--dry-run", is_flag=True, help="Print the page and write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before writing.")
@config_option
def explainer(
    to: Path | None, dry_run: bool, yes: bool, config_file: Path | None, **given: Any
) -> None:
    """Make an explainer: a page with title, summary and dates.

    \b
    Example:
      plainfact new explainer --title "What is in the treaty?" --summary "Help in case of war."
    """
    session = open_data(config_file)
    docs = Path(session.config.docs_dir)
    values = answers(QUESTIONS, given, _judge)
    page = to or docs / FOLDER / f"{slug(values['title'], 60) or 'page'}.md"
    if to and to.parent == Path() and not to.is_absolute():
        page = docs / FOLDER / to
    if page.suffix != ".md" or not page.resolve().is_relative_to(docs.resolve()):
        raise Stopped(f"a page is a .md file in {shown(docs, session.project)}/")
    path = shown(page, session.project)
    if page.exists():
        raise Stopped(f"there is a {path} already")
    text = _text(values, today().isoformat())
    if dry_run or has_terminal():
        click.echo("\n".join(map(visible, text.splitlines())))
    if dry_run:
        return
    if not wants_it(f"Write it to {path}?", yes=yes):
        told("nothing was written")
        return
    page.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(page, text.encode("utf-8"))
    told(f"wrote {path}")
    if session.config.nav:
        told("your mkdocs.yml lists its pages under 'nav': add this one")


def _judge(question: Question, text: str) -> str:
    text = " ".join(text.split())
    if len(text) > MOST or visible(text) != text:
        raise click.BadParameter("this is too long, or has invisible characters in it")
    return text


def _text(values: Mapping[str, Any], day: str) -> str:
    ordered = {
        "title": values["title"],
        "summary": values["summary"],
        "authors": values.get("authors"),
        "published": day,
        "updated": day,
        "tags": values.get("tags"),
    }
    lines = record_text("page", ordered).splitlines()[1:]
    front = "\n".join(line.removeprefix("  ") for line in lines)
    return f"---\n{front}\n---\n{BODY}"
