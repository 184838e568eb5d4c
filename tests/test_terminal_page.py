"""The recordings of `check` and `fmt` in the handbook are what these commands print."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from minisite import run

PAGE = (Path(__file__).resolve().parent.parent / "docs/terminal.md").read_text("utf-8")

# What is done to the new site's files before each recording: file, what stands there, what
# is made of it. The handbook says so in words.
CHANGES = {
    "check": [
        ("content/facts/first.yml", "as_of: 2023-10-13", "as_of: 13 October 2023"),
        ("content/sources/first.yml", "  URL:", "  url:"),
        ("content/pages/explainers/first.md", "[@yonhap-2023-10-14-1000-", "[@yonhap-2023-"),
    ],
    "fmt": [
        ("content/facts/first.yml", "  kind: figure\n", "  kind:   figure\n"),
        ("content/facts/first.yml", "{min: 1000}", "{min: 1000,  # at least\n    }"),
        ("content/sources/first.yml", "    - family", "      - family"),
        ("content/sources/first.yml", "      given", "        given"),
    ],
}


def recording(name: str) -> list[tuple[str, str]]:
    """The commands of a section and what they print."""
    section = re.search(rf"^## `{name}`\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE)
    assert section, f"docs/terminal.md has no section on {name}"
    blocks = re.findall(r"```console\n(.*?)```", section[1], re.DOTALL)
    lines = "".join(blocks)
    return re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", lines, re.MULTILINE)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGES)
def test_the_recording_is_true(name: str, tmp_path: Path) -> None:
    made = run(tmp_path, "plainfact", "new", "site", "my-explainers", "--name", "My explainers")
    assert made.returncode == 0, made.stderr
    site = tmp_path / "my-explainers"
    for path, old, new in CHANGES[name]:
        file = site / path
        text = file.read_text("utf-8")
        assert old in text, f"{path}: {old}"
        file.write_text(text.replace(old, new), "utf-8")
    steps = recording(name)
    assert steps
    status = 0
    for command, printed in steps:
        if command == "echo $?":
            assert printed.strip() == str(status)
            continue
        program, *words = shlex.split(command)
        assert program == "plainfact"
        done = run(site, program, *words, SOURCE_DATE_EPOCH="1795392000")
        status = done.returncode
        assert done.stdout + done.stderr == printed
