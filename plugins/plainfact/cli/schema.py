"""`plainfact schema`: the JSON Schemas of the data files, for editors and other programs."""

from __future__ import annotations

import json

import click

from plainfact.cli.completing import schema_kind
from plainfact.cli.frame import Stopped
from plainfact.schemas import kinds
from plainfact.schemas import schema as schema_of
from plainfact.suggest import did_you_mean


@click.command()
@click.argument("kind", required=False, shell_complete=schema_kind)
def schema(kind: str | None) -> None:
    """Print the JSON Schema of files of a KIND; without KIND, the list of kinds.

    \b
    Example:
      plainfact schema fact > fact.schema.json
    """
    known = kinds()
    if kind is None:
        click.echo("\n".join(known))
        return
    if kind not in known:
        hint = did_you_mean(kind, known) or f"there are {', '.join(known)}"
        raise Stopped(f"there is no schema '{kind}'; {hint}")
    click.echo(json.dumps(schema_of(kind), indent=2, ensure_ascii=False))
