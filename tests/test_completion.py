"""Help with an example on every command, and completion through the shells' protocol."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from minisite import BOTH, DATA, PAGES, write
from plainfact.cli import main


def all_commands(
    group: click.Group, words: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        yield (*words, name), command
        if isinstance(command, click.Group):
            yield from all_commands(command, (*words, name))


COMMANDS = dict(all_commands(main))


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_help_shows_an_example(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, [*words, "--help"], prog_name="plainfact")
    assert result.exit_code == 0
    assert "Example" in result.output, f"plainfact {' '.join(words)} --help shows none"
    assert f"  plainfact {words[0]}" in result.output or f"&& plainfact {words[0]}" in result.output


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("completed")
    return write(folder, {**DATA, **PAGES, "mkdocs.yml": BOTH})


def completed(site: Path, *words: str) -> list[str]:
    """What the shell is told, by click's own protocol for bash."""
    program = Path(sys.executable).parent / "plainfact"
    if not program.exists():
        pytest.skip("plainfact is not installed as a command")
    result = subprocess.run(
        [str(program)],
        cwd=site,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={
            **os.environ,
            "_PLAINFACT_COMPLETE": "bash_complete",
            "COMP_WORDS": " ".join(["plainfact", *words]),
            "COMP_CWORD": str(len(words)),
        },
    )
    assert result.stderr == ""
    return [line.partition(",")[2] for line in result.stdout.splitlines() if line]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("che",), ["check"]),
        (("check", "--f"), ["--format"]),
        (("trace", "upi-"), ["upi-2024-10-17-msmt"]),
        (("trace", "troops"), ["troops-nis-2024-10-18"]),
        (("trace", "exa"), ["example.org"]),
        (("explain", "deep"), ["deep/er/page.md"]),
        (("schema", "fa"), ["fact"]),
        (("completion", "z"), ["zsh"]),
    ],
)
def test_completes(site: Path, words: tuple[str, ...], expected: list[str]) -> None:
    assert completed(site, *words) == expected


def test_completes_nothing_where_no_site_is(tmp_path: Path) -> None:
    assert completed(tmp_path, "trace", "u") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_scripts(shell: str) -> None:
    result = CliRunner().invoke(main, ["completion", shell], prog_name="plainfact")
    assert result.exit_code == 0
    assert "_PLAINFACT_COMPLETE" in result.output
    if program := shutil.which(shell):
        check = subprocess.run(
            [program, "-n"], input=result.output, capture_output=True, text=True, check=False
        )
        assert check.returncode == 0, check.stderr
