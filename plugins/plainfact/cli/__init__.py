"""The command line: `plainfact` and `python -m plainfact`. One file a command.

Exit 0: no error. 1: findings. 2: wrong use, and whatever else stops a command.
"""

from __future__ import annotations

import click

from plainfact.cli.check import check
from plainfact.cli.cite import cite
from plainfact.cli.completion import completion
from plainfact.cli.diff import diff
from plainfact.cli.explain import explain
from plainfact.cli.export import export
from plainfact.cli.fmt import fmt
from plainfact.cli.frame import Commands
from plainfact.cli.links import links
from plainfact.cli.new import new
from plainfact.cli.schema import schema
from plainfact.cli.trace import trace

__all__ = ["main"]


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="plainfact", message="%(prog)s %(version)s")
def main() -> None:
    """Sourced explainers: every claim traced to a dated fact, every fact to a source."""


for command in (check, cite, completion, diff, explain, export, fmt, links, new, schema, trace):
    main.add_command(command)
