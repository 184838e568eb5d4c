"""What contributors are told is so: messages are the check's own, examples load, forms hold."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest

from minisite import run
from plainfact.loader import front_matter, load
from plainfact.reader import read

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "docs/contributing.md").read_text("utf-8")
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml"))

# What a newcomer does to this site's content: file, what stands there, what is made of it.
MISTAKES = [
    ("facts/troops.yml", "as_of: 2024-10-18", "as_of: 18.10.2024"),
    ("facts/casualties.yml", "status: reported", "status: reportd"),
    ("facts/treaty.yml", "id: tass-2024-11-04-evstigneeva-treaty", "id: tass-2024-11-04-treaty"),
    ("sources/arms.yml", "title: ", "title: Exclusive: "),
    (
        "pages/explainers/north-korean-troops.md",
        "[about 11,000][fact:soldiers-sent-gur",
        "[about 12,000][fact:soldiers-sent-gur",
    ),
]


@pytest.mark.slow
def test_the_messages_are_those_of_the_check(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    for name, old, new in MISTAKES:
        file = tmp_path / "content" / name
        text = file.read_text("utf-8")
        assert old in text, f"{name} no longer has {old}"
        file.write_text(text.replace(old, new, 1), "utf-8")
    printed = run(tmp_path, "plainfact", "check").stdout
    shown = re.findall(r"```text\n(content/.*?)```", GUIDE, re.DOTALL)
    assert len(shown) == len(MISTAKES) == printed.count(" error: ")
    for block in shown:
        assert block in printed


def yaml_blocks() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)


@pytest.mark.parametrize("block", yaml_blocks(), ids=lambda block: block.partition(":")[0])
def test_the_examples_are_right(block: str, tmp_path: Path) -> None:
    folder = next(
        name
        for key, name in (("claim:", "facts"), ("was:", "corrections"), ("title:", "sources"))
        if key in block
    )
    shutil.copytree(ROOT / "content", tmp_path / "content")
    for file in (tmp_path / "content" / folder).glob("*.yml"):  # it may stand there already
        text = file.read_text("utf-8")
        file.write_text(text.replace(block.partition(":")[0] + ":", "other:"), "utf-8")
    (tmp_path / "content" / folder / "example.yml").write_text(block, "utf-8")
    found = load(tmp_path / "content", project=tmp_path).findings
    assert [each for each in found if each.location.path.endswith("example.yml")] == []


def test_the_example_of_a_page_is_right() -> None:
    page = re.search(r"```markdown\n(---\n.*?)```", GUIDE, re.DOTALL)
    assert page
    matter = front_matter(page[1], "x.md")
    assert matter is not None
    assert matter.findings == ()
    assert {"title", "summary", "authors", "published", "tags"} == set(matter.values)


def form(file: Path) -> dict[str, Any]:
    document = read(file.read_bytes(), file.name)
    assert document.findings == ()
    assert isinstance(document.value, dict)
    return document.value


def fields(file: Path) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in form(file)["body"] if each["type"] != "markdown"}


@pytest.mark.parametrize(
    "file", [each for each in FORMS if each.name != "config.yml"], ids=lambda file: file.stem
)
def test_forms_are_what_github_takes(file: Path) -> None:
    """GitHub's documentation, "Syntax for GitHub's form schema"."""
    value = form(file)
    assert {"name", "description", "body"} <= set(value)
    for each in value["body"]:
        assert each["type"] in ("markdown", "input", "textarea", "dropdown", "checkboxes")
        if each["type"] == "markdown":
            assert each["attributes"]["value"]
            continue
        assert re.fullmatch(r"[A-Za-z0-9_-]+", each["id"])
        assert each["attributes"]["label"]
        if each["type"] == "dropdown":
            assert each["attributes"]["options"]
    assert len(fields(file)) == len([each for each in value["body"] if each["type"] != "markdown"])


def test_links_from_pages_fill_in_the_form() -> None:
    found = fields(ROOT / ".github/ISSUE_TEMPLATE/correction.yml")
    assert list(found)[:3] == ["record", "page", "what"]
    assert "source" in found
    assert found["record"]["type"] == found["page"]["type"] == "input"


def test_the_guide_names_the_forms() -> None:
    for file in FORMS:
        if file.name != "config.yml":
            assert form(file)["name"] in GUIDE
