"""The option `rules`, in check as in a build: severity for each rule, on all pages or on some."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from minisite import DATA, PAGES, run, write
from plainfact.cli import main

PAGE = "# Page\n\nA claim [@nope].\n"


def checked(folder: Path, rules: str) -> Result:
    config = f"site_name: Rules\nplugins:\n  - plainfact/sources:\n      rules: {rules}\n"
    files = {"docs/old/a.md": PAGE, "docs/new/a.md": PAGE, "mkdocs.yml": config}
    write(folder, {**DATA, **PAGES, **files})
    return CliRunner().invoke(
        main, ["check", "--format", "json", "-f", str(folder / "mkdocs.yml")], prog_name="plainfact"
    )


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ("{}", {"docs/old/a.md": "error", "docs/new/a.md": "error"}),
        ("{unknown-source: off}", {}),
        ("{unknown-source: note}", {"docs/old/a.md": "note", "docs/new/a.md": "note"}),
        (
            "{unknown-source: {severity: warning, pages: ['old/*']}}",
            {"docs/old/a.md": "warning", "docs/new/a.md": "error"},
        ),
        ("{unknown-source: {severity: off, pages: 'docs/old/*'}}", {"docs/new/a.md": "error"}),
        (
            "{unknown-source: [note, {severity: error, pages: ['new/*.md']}]}",
            {"docs/old/a.md": "note", "docs/new/a.md": "error"},
        ),
    ],
)
def test_severity(tmp_path: Path, rules: str, expected: dict[str, str]) -> None:
    result = checked(tmp_path, rules)
    found = json.loads(result.output)["findings"]
    named = {each["path"]: each["severity"] for each in found if each["rule"] == "unknown-source"}
    assert named == expected
    assert result.exit_code == ("error" in expected.values())


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ("{unknown-sorce: off}", "did you mean 'unknown-source'?"),
        ("{unknown-source: loud}", "error, warning, note or off"),
        ("{unknown-source: {severity: off, page: x}}", "'page' is neither"),
    ],
)
def test_what_is_wrong_with_the_option_is_said(tmp_path: Path, rules: str, said: str) -> None:
    result = checked(tmp_path, rules)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.slow
def test_a_strict_build_takes_the_same_option(tmp_path: Path) -> None:
    checked(tmp_path, "{unknown-source: {severity: note, pages: ['old/*', 'new/*']}}")
    assert run(tmp_path, "mkdocs", "build", "--strict").returncode == 0
    checked(tmp_path, "{unknown-source: {severity: note, pages: ['old/*']}}")
    built = run(tmp_path, "mkdocs", "build", "--strict")
    assert built.returncode == 1
    assert "docs/new/a.md:3:11: error" in built.stderr
    assert "docs/old/a.md:3:11" not in built.stderr
