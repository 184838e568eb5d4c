"""One mistake is one finding: what uses a record that could not be built is not wrong as well."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from minisite import BOTH, DATA, PAGES, write
from plainfact.cli import main

PAGE = """\
---
summary: Some [1,500][fact:troops-nis-2024-10-18] and a [treaty][term:treaty].
glossary: {prefer: [treaty]}
---
# Page

Sent [1,500][fact:troops-nis-2024-10-18], [@fact:troops-nis-2024-10-18], [@upi-2024-10-17-msmt].

The [pact][term:treaty].

[MEASURE soldiers]
"""
MEASURES = "soldiers:\n  label: Soldiers\n"


def errors(folder: Path, **broken: tuple[str, str]) -> list[str]:
    files = {
        **DATA,
        **PAGES,
        "content/measures/m.yml": MEASURES,
        "docs/page.md": PAGE,
        "mkdocs.yml": BOTH,
    }
    for name, (old, new) in broken.items():
        path = next(each for each in files if each.startswith(f"content/{name}/"))
        assert old in files[path]
        files[path] = files[path].replace(old, new)
    write(folder, files)
    config = str(folder / "mkdocs.yml")
    result = CliRunner().invoke(main, ["check", "--format", "json", "-f", config])
    found = json.loads(result.output)["findings"]
    return [f"{each['path']}: {each['rule']}" for each in found if each["rule"] != "uncited-figure"]


@pytest.mark.parametrize(
    ("kind", "old", "new", "rule"),
    [
        ("facts", "as_of: 2024-10-18", "as_of: 18 Oct 24", "invalid-field"),
        ("facts", "  status: reported\n", "", "invalid-field"),
        ("facts", "  status: reported\n", "  status: [x\n", "yaml-syntax"),
        ("sources", "  type: article-newspaper\n", "", "invalid-field"),
        ("sources", "title: ", "title: Exclusive: ", "yaml-syntax"),
        ("glossary", "  definition: An agreement between states.\n", "", "invalid-field"),
        ("measures", "label", "labl", "invalid-field"),
    ],
)
def test_one_mistake(tmp_path: Path, kind: str, old: str, new: str, rule: str) -> None:
    found = errors(tmp_path, **{kind: (old, new)})
    assert {each.partition(": ")[0] for each in found} == {next(iter(found)).partition(": ")[0]}, (
        found
    )
    assert {each.partition(": ")[2] for each in found} == {rule}


def test_nothing_is_wrong_with_the_whole(tmp_path: Path) -> None:
    assert errors(tmp_path) == []
