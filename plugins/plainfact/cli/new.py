"""`plainfact new`: a site, a page or a record to start from, valid as it stands."""

from __future__ import annotations

import click

from plainfact.cli.new_explainer import explainer
from plainfact.cli.new_record import fact, source, term
from plainfact.cli.new_site import site


@click.group()
def new() -> None:
    """Make a site, an explainer, or a record of a fact, source or term.

    On a terminal you are asked for what is missing; elsewhere it has to be there as an
    option.

    \b
    Examples:
      plainfact new site my-explainers
      plainfact new fact
      plainfact new term --term "no-fly zone" --definition "Airspace closed to aircraft."
    """


for command in (explainer, fact, site, source, term):
    new.add_command(command)
