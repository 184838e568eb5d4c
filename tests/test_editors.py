"""Editors: the language server that most of them run, over our schemas and our settings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from language_server import LanguageServer
from minisite import BOTH, DATA, PAGES, build, write
from plainfact.findings import Rule
from plainfact.loader import load
from plainfact.schemas import kinds
from plainfact.schemas import schema as schema_of
from plainfact.writer import Formatted, format_text

ROOT = Path(__file__).resolve().parent.parent
SETTINGS = ROOT / ".vscode/settings.json"

GOOD = """\
troops-nis-2024-10-18:
  claim: The agency said 1,500 soldiers had been sent.
  value: 1500
  as_of: 2024-10-18
  status: reported
  sources: [upi-2024-10-17-msmt]
"""
BROKEN = GOOD.replace("status: reported", "status: reportd").replace("value:", "valeu:")
UNFINISHED = GOOD + "  \n"


@pytest.fixture(scope="module")
def server(
    node_modules: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LanguageServer]:
    # As .vscode/settings.json has it; the globs are held against the whole path.
    settings = {
        "validate": True,
        "completion": True,
        "schemaStore": {"enable": False},
        "yamlVersion": "1.2",
    }
    with LanguageServer(node_modules, settings) as running:
        yield running


def file(folder: Path, text: str) -> Path:
    """A file that names its schema in its first line."""
    schema = folder / "fact.schema.json"
    schema.write_text(json.dumps(schema_of("fact")), "utf-8")
    path = folder / "facts.yml"
    path.write_text(f"# yaml-language-server: $schema={schema.as_uri()}\n{text}", "utf-8")
    return path


@pytest.mark.slow
def test_a_good_file(server: LanguageServer, tmp_path: Path) -> None:
    assert server.open(file(tmp_path, GOOD)) == []


@pytest.mark.slow
def test_a_broken_file_is_underlined_where_check_says(
    server: LanguageServer, tmp_path: Path
) -> None:
    found = server.open(file(tmp_path, BROKEN))
    lines = BROKEN.splitlines()
    at = {
        (each["range"]["start"]["line"] - 1, each["range"]["start"]["character"]) for each in found
    }
    assert {(2, 2), (4, lines[4].index("reportd"))} <= at, found
    said = " ".join(each["message"] for each in found)
    assert "valeu" in said
    assert "confirmed" in said


@pytest.mark.slow
def test_fields_and_words_are_offered(server: LanguageServer, tmp_path: Path) -> None:
    path = file(tmp_path, UNFINISHED)
    server.open(path)
    offered = server.complete(path, len(UNFINISHED.splitlines()), 2)
    assert {"attributed_to", "measure", "review_by"} <= set(offered)
    assert "claim" not in offered  # it is there
    status = GOOD.splitlines().index("  status: reported") + 1
    assert "confirmed" in server.complete(path, status, len("  status: "))


def test_the_settings_give_every_kind_of_file_its_schema() -> None:
    schemas = json.loads(SETTINGS.read_text("utf-8"))["yaml.schemas"]
    assert {Path(path).name.partition(".")[0] for path in schemas} == set(kinds()) - {
        "front-matter"
    }
    for path, glob in schemas.items():
        assert (ROOT / path).is_file()
        assert list(ROOT.glob(glob)), f"{glob} fits no file"


SNIPPETS: dict[str, dict[str, Any]] = json.loads(
    (ROOT / ".vscode/plainfact.code-snippets").read_text("utf-8")
)
FOLDERS = {
    "Source": "sources",
    "Fact": "facts",
    "Figure": "facts",
    "Term": "glossary",
    "Measure": "measures",
    "Correction": "corrections",
}


def expanded(name: str) -> str:
    """A snippet as it stands in the file before anything is typed."""
    text = "\n".join(SNIPPETS[name]["body"]).replace("$0", "")
    text = re.sub(r"\$\{CURRENT_(YEAR|MONTH|DATE)\}", r"\1", text)
    text = text.replace("YEAR-MONTH-DATE", "2024-10-19")
    return re.sub(r"\$\{\d+(?:\||:)([^}|,]*)[^}]*\}", r"\1", text)


@pytest.mark.parametrize("name", FOLDERS)
def test_what_a_snippet_writes_is_right_and_formatted(name: str, tmp_path: Path) -> None:
    text = expanded(name)
    folder = tmp_path / "content" / FOLDERS[name]
    folder.mkdir(parents=True)
    (folder / "new.yml").write_text(text, "utf-8")
    found = load(tmp_path / "content", project=tmp_path).findings
    assert [each for each in found if each.rule is not Rule.UNKNOWN_SOURCE] == []
    assert format_text(text, "new.yml") == Formatted(text)


def test_every_snippet_is_for_a_kind_of_file() -> None:
    assert {name for name, each in SNIPPETS.items() if each["scope"] == "yaml"} == set(FOLDERS)


def test_a_site_publishes_the_schemas(tmp_path: Path) -> None:
    site = build(write(tmp_path, {**DATA, **PAGES, "mkdocs.yml": BOTH}))
    for kind in kinds():
        published = json.loads((site / f"data/schemas/{kind}.schema.json").read_text("utf-8"))
        assert published == schema_of(kind)
