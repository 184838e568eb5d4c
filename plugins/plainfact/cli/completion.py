"""`plainfact completion`: the script that teaches a shell to complete our commands."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from plainfact.cli.frame import Stopped

SHELLS = ("bash", "zsh", "fish")


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands, options, ids and pages in a SHELL.

    \b
    Example:
      plainfact completion bash >> ~/.bashrc
      plainfact completion zsh >> ~/.zshrc
      plainfact completion fish > ~/.config/fish/completions/plainfact.fish
    """
    found = get_completion_class(shell)
    if found is None:
        raise Stopped(f"click knows no completion for {shell}")
    program = context.find_root().command
    click.echo(found(program, {}, "plainfact", "_PLAINFACT_COMPLETE").source(), nl=False)
