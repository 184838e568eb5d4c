"""The command line: `plainfact` and `python -m plainfact`. One file a command.

Exit 0: no error. 1: findings. 2: wrong use, and whatever else stops a command.
"""

from __future__ import annotations

import click

from plainfact.cli.frame import Commands
from plainfact.cli.named import Named

__all__ = ["main"]

NAMES = (
    *("check", "cite", "completion", "diff", "explain", "export", "fmt", "links", "new"),
    *("schema", "trace"),
)


@click.group(
    cls=Commands,
    commands=Named({name: f"plainfact.cli.{name}" for name in NAMES}),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="plainfact", message="%(prog)s %(version)s")
def main() -> None:
    """Sourced explainers: every claim traced to a dated fact, every fact to a source."""
