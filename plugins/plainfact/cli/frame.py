"""What the commands share: opening the site, reading source lines, errors without traceback."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import click

from plainfact.report import visible
from plainfact.site import Site, SiteError, open_site

WRONG_USE = 2
LARGEST = 10_000_000  # bytes of a file of which lines are shown
LINE_END = re.compile(r"\r\n|\r|\n")

Command = TypeVar("Command", bound=Callable[..., Any])


class Stopped(click.ClickException):
    """A command that cannot go on: one line on standard error, exit 2."""

    exit_code = WRONG_USE

    def format_message(self) -> str:
        return visible(self.message)


class Commands(click.Group):
    """A group whose commands end in a sentence, never in a traceback, on a user's error."""

    def invoke(self, ctx: click.Context) -> Any:
        _print_anything()
        try:
            return super().invoke(ctx)
        except SiteError as error:
            raise Stopped(str(error)) from error
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f" ({error.filename})" if error.filename else ""
            raise Stopped(f"{error.strerror or error}{where}") from error


def _print_anything() -> None:
    """Let a terminal that lacks a character show its number, and not stop the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="backslashreplace")


def config_option(command: Command) -> Command:
    """`-f`, as MkDocs has it."""
    option = click.option(
        "-f",
        "--config-file",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="The site's mkdocs.yml (default: the one in this folder).",
    )
    return option(command)


def site_of(config_file: Path | None) -> Site:
    """The site to work on."""
    return open_site(config_file)


def wants_color() -> bool:
    """Colours on a terminal only, and not where NO_COLOR is set (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


@contextmanager
def fewer_collections() -> Iterator[None]:
    """Let Python look for circles of objects less often than it does for a program that runs
    on: a check makes a great many objects that all stay, and looking takes a tenth of it."""
    usual = gc.get_threshold()
    gc.set_threshold(50_000, 10, 10)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def line_reader(project: Path) -> Callable[[str, int], str | None]:
    """Reads lines of the project's files, and of no others."""
    root = project.resolve()

    @lru_cache(maxsize=16)
    def lines_of(path: str) -> tuple[str, ...]:
        file = (root / path).resolve()
        try:
            if not file.is_relative_to(root) or file.stat().st_size > LARGEST:
                return ()
            text = file.read_bytes().decode("utf-8", errors="replace")
        except (OSError, ValueError):
            return ()
        return tuple(LINE_END.split(text.removeprefix("\ufeff")))

    def read_line(path: str, line: int) -> str | None:
        lines = lines_of(path)
        return lines[line - 1] if 0 < line <= len(lines) else None

    return read_line
