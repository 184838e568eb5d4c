"""`plainfact trace`: what rests on a source, a fact, a publisher or a host."""

from __future__ import annotations

from pathlib import Path

import click

from plainfact import trace as tracing
from plainfact.cli.completing import traceable
from plainfact.cli.frame import Stopped, config_option, site_of
from plainfact.suggest import did_you_mean

FORMATS = {
    "markdown": tracing.as_markdown,
    "csv": tracing.as_csv,
    "json": tracing.as_json,
}


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="markdown",
    show_default=True,
    help="A checklist, a table, or a report for programs.",
)
@config_option
@click.argument("wanted", metavar="ID|PUBLISHER|HOST", shell_complete=traceable)
def trace(form: str, config_file: Path | None, wanted: str) -> None:
    """List what rests on a source, fact, publisher or host, and where it is the sole support.

    \b
    Example:
      plainfact trace upi-2024-10-17-msmt
      plainfact trace upi.com --format csv > upi.csv
    """
    site = site_of(config_file)
    found = tracing.trace(site.knowledge, site.references, wanted)
    if found is None:
        hint = did_you_mean(wanted, [*site.knowledge.sources, *site.knowledge.facts])
        because = f"no source, fact, publisher or host is called '{wanted}'"
        raise Stopped(f"{because}; {hint}" if hint else because)
    click.echo(FORMATS[form](found), nl=False)
