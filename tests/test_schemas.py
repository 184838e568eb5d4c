"""The JSON Schemas say what the loader says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import plainfact.schemas
from plainfact.findings import Rule
from plainfact.loader import front_matter, load
from plainfact.reader import read, read_front_matter
from plainfact.schemas import kinds, schema
from plainfact.schemas.csl import TYPES
from plainfact.schemas.fields import KINDS
from test_loader import BROKEN, CORRECTIONS, FACTS, GOOD, MEASURES, PUBLISHERS, SOURCES, TERMS

FILES = {
    SOURCES: "source",
    FACTS: "fact",
    TERMS: "term",
    MEASURES: "measure",
    CORRECTIONS: "correction",
    PUBLISHERS: "publisher",
}


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=float))


def fits(kind: str, value: Any) -> bool:
    return Draft202012Validator(schema(kind)).is_valid(plain(value))


@pytest.mark.parametrize("kind", kinds())
def test_schemas_are_schemas(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))
    assert schema(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("kind", kinds())
def test_the_files_that_ship_are_what_the_fields_say(kind: str) -> None:
    file = Path(plainfact.schemas.__file__).with_name(f"{kind}.schema.json")
    stale = "run 'python -m plainfact.schemas'"
    assert json.loads(file.read_text(encoding="utf-8")) == schema(kind), stale


@pytest.mark.parametrize("path", GOOD)
def test_what_the_loader_takes_the_schema_takes(path: str) -> None:
    assert fits(FILES[path], read(GOOD[path].encode(), path).value)


@pytest.mark.parametrize(
    "row",
    [row for row in BROKEN if row[2] in (Rule.INVALID_FIELD, Rule.UNSAFE_URL, Rule.UNSOURCED_FACT)],
    ids=lambda row: f"{row[0].split('/')[1]}-{row[1][-40:]!r}",
)
def test_what_the_loader_refuses_the_schema_refuses(row: Any) -> None:
    path, text, _, _, _, words = row
    document = read(text.encode() if isinstance(text, str) else text, path)
    beyond = words in ("circular", "disputes itself", "write 12", "min above its max")
    beyond = beyond or words == "ends before"
    assert fits(FILES[path], document.value) == beyond


@pytest.mark.parametrize("folder", ["sources", "facts", "measures", "glossary", "corrections"])
def test_this_sites_own_files(folder: str) -> None:
    kind = {"glossary": "term"}.get(folder, folder.removesuffix("s"))
    root = Path(__file__).parent.parent / "content"
    for file in sorted((root / folder).glob("*.yml")):
        problems = Draft202012Validator(schema(kind)).iter_errors(
            plain(read(file.read_bytes(), file.name).value)
        )
        assert [f"{file.name}: {problem.message}" for problem in problems] == []


@pytest.mark.parametrize("type_", TYPES)
def test_all_types_of_csl(type_: str, tmp_path: Path) -> None:
    file = tmp_path / "content/sources/a.yml"
    file.parent.mkdir(parents=True)
    file.write_text(f"type: {type_}\ntitle: x\n")
    assert load(tmp_path / "content", project=tmp_path).findings == ()
    assert fits("source", {"type": type_, "title": "x"})


DATES = [
    "2024",
    "2024-02",
    "2024-02-29",
    "2000-02-29",
    "1900-02-28",
    "2024-12-31",
    "1999-04-30",
    "9999-12-31",
    "2023-02-29",
    "1900-02-29",
    "2024-04-31",
    "2024-00",
    "2024-13",
    "2024-1",
    "24-01-01",
    "2024-01-32",
    "0000",
    "999",
    "2024-1-1",
    "20240101",
    "2024-01-01x",
]


@pytest.mark.parametrize("date", DATES)
def test_dates(date: str, tmp_path: Path) -> None:
    text = f"type: report\ntitle: x\nissued: '{date}'\n"
    file = tmp_path / "content/sources/a.yml"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    found = load(tmp_path / "content", project=tmp_path)
    right = date in DATES[:8]
    assert (found.findings == ()) == right
    assert fits("source", read(text.encode(), "x").value) == right


@pytest.mark.parametrize(
    "text",
    [
        "title: x\nanything: {a: [1]}\n",
        "glossary: false\n",
        "glossary: {never: [a], also: [b], prefer: [c]}\ntags: [a]\npublished: 2024-01-01\n",
        "title: 5\n",
        "glossary: maybe\n",
        "glossary: {nevr: [a]}\n",
        "tags: a\n",
        "updated: 2024-02-30\n",
    ],
)
def test_front_matter(text: str) -> None:
    page = f"---\n{text}---\n"
    document, found = read_front_matter(page, "x.md"), front_matter(page, "x.md")
    assert document is not None
    assert found is not None
    assert fits("front-matter", document.value) == (found.findings == ())


def test_every_field_is_described() -> None:
    for kind in KINDS.values():
        assert len(set(kind.names)) == len(kind.names)
        for field in kind.fields:
            assert field.about.endswith("."), field.name


def test_no_such_schema() -> None:
    with pytest.raises(KeyError):
        schema("page")
