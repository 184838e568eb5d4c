"""What may be meant, but is more often a slip: notes, at their places; and options of the site."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from minisite import DATA, PAGES, write
from plainfact.cli import main

MKDOCS = """\
site_name: Slips
plugins:
  - plainfact/sources: {html: safe}
  - plainfact/glossary: {html: safe}
"""
SLIPS = """\
---
titel: Slips
summery: Words.
author: Somebody
tags: [troops]
---
# Slips

Somebody said so (@upi-2024-10-17-msmt). Write to someone@example.org or @someone.

Some [1,500 men][fact:troops-nis-2024-10-18] went. It was 1,600 [@upi-2024].
"""

Said = list[tuple[int, int, str, str, str]]


def said(folder: Path, files: dict[str, str], path: str) -> Said:
    write(folder, {**DATA, **PAGES, "mkdocs.yml": MKDOCS, **files})
    result = CliRunner().invoke(
        main, ["check", "--format", "json", "-f", str(folder / "mkdocs.yml")]
    )
    assert isinstance(result.exception, SystemExit | None), result.exc_info
    return [
        (each["line"], each["column"], each["severity"], each["rule"], each["hint"])
        for each in json.loads(result.output)["findings"]
        if each["path"] == path and not each["rule"].startswith("unused")
    ]


def test_a_page(tmp_path: Path) -> None:
    """One finding each: no figure is uncited whose citation is unknown, and has been told."""
    assert said(tmp_path, {"docs/slips.md": SLIPS}, "docs/slips.md") == [
        (2, 1, "note", "invalid-field", "did you mean 'title'?"),
        (3, 1, "note", "invalid-field", "did you mean 'summary'?"),
        (9, 20, "note", "invalid-field", "write [@upi-2024-10-17-msmt] to cite it"),
        (11, 67, "error", "unknown-source", "did you mean 'upi-2024-10-17-msmt'?"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        (
            "html: safe}",
            "htlm: safe}",
            (3, 25, "warning", "invalid-field", "did you mean 'html'?"),
        ),
        (
            "html: safe}",
            "content: contents}",
            (3, 34, "error", "invalid-field", "did you mean 'content'?"),
        ),
    ],
)
def test_options(
    tmp_path: Path, before: str, after: str, found: tuple[int, int, str, str, str]
) -> None:
    assert said(tmp_path, {"mkdocs.yml": MKDOCS.replace(before, after, 1)}, "mkdocs.yml") == [found]


def test_a_configuration_that_is_no_yaml(tmp_path: Path) -> None:
    file = tmp_path / "mkdocs.yml"
    file.write_text("site_name: Base: x\n")
    done = CliRunner().invoke(main, ["check", "-f", str(file)])
    assert (done.exit_code, done.stderr) == (
        2,
        f"Error: {file}:1:16: mapping values are not allowed here\n",
    )
