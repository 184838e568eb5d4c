"""The handbook names everything that it should: rules, options, commands, fields; its links lead
somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from plainfact.cli import main
from plainfact.extensions.base import OPTIONS
from plainfact.findings import Rule
from plainfact.schemas.fields import KINDS

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])


def text(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def section(name: str, heading: str) -> str:
    """A page's section, up to the next heading of the same level."""
    found = re.search(
        rf"^(#+) {re.escape(heading)}\n(.*?)(?=^\1 |\Z)", text(name), re.DOTALL | re.MULTILINE
    )
    assert found, f"docs/{name} has no section '{heading}'"
    return found[2]


@pytest.mark.parametrize("rule", list(Rule), ids=lambda rule: rule.value)
def test_every_rule_has_a_section(rule: Rule) -> None:
    body = section("rules.md", f"`{rule.value}`")
    assert body.strip().startswith(f"*{rule.default.value.capitalize()}")
    assert "**Why it matters.**" in body
    assert "**Mend it.**" in body


def test_no_section_for_a_rule_that_is_not_there() -> None:
    documented = re.findall(r"^### `([a-z-]+)`$", text("rules.md"), re.MULTILINE)
    assert sorted(documented) == sorted(rule.value for rule in Rule)


def plugin_options() -> set[str]:
    from plainfact.plugins.base import Options

    return {key for key, _ in Options._schema}


def test_every_option_is_documented_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| `([^`]*)` \|", section("owners.md", "Options"), re.M))
    assert set(rows) == set(OPTIONS) | {"rules"} | plugin_options()
    for name, (default, _) in OPTIONS.items():
        assert rows[name] == (str(default).lower() if isinstance(default, bool) else str(default))


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_command_is_documented(name: str) -> None:
    assert f"| `plainfact {name}" in section("owners.md", "Build and check")


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_long_option_of_a_command_is_documented(name: str) -> None:
    for parameter in main.commands[name].params:
        if isinstance(parameter, click.Option) and parameter.name != "config_file":
            assert parameter.opts[0] in text("owners.md"), parameter.opts


def test_no_command_is_documented_that_is_not_there() -> None:
    for page in PAGES:
        for line in page.read_text("utf-8").splitlines():
            for word in re.findall(r"(?:`|^|&& |run: |\$\()plainfact ([a-z]+)", line):
                assert word in main.commands, f"{page.name}: plainfact {word}"


HEADINGS = {
    "source": "Sources",
    "fact": "Facts",
    "measure": "Measures",
    "term": "Glossary",
    "correction": "Corrections",
    "publisher": "Publishers",
    "front-matter": "Front matter of a page",
}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_field_is_documented(kind: str) -> None:
    body = section("format.md", HEADINGS[kind])
    rows: dict[str, str] = {}
    for line in body.splitlines():
        if line.startswith("| `"):
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            rows |= dict.fromkeys(re.findall(r"`([\w-]+)`", cells[0]), cells[1])
    for field in KINDS[kind].fields:
        if field.about.startswith("CSL "):  # named in one sentence
            continue
        assert field.name in rows, f"docs/format.md does not say what '{field.name}' holds"
        if field.required:
            assert rows[field.name] == "yes", field.name
    assert set(rows) <= {field.name for field in KINDS[kind].fields}


def slug(heading: str) -> str:
    """A heading's anchor, as GitHub makes it."""
    plain = re.sub(r"[`*]|\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    body = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text("utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)\s]+)\)", body):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        file = (page.parent / path).resolve() if path else page
        if file.parent.name == "images":
            continue
        assert file.is_file(), f"{page.name} links to {target}"
        if anchor:
            anchors = map(slug, re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE))
            assert anchor in set(anchors), f"{page.name} links to {target}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_no_place_of_one_machine(page: Path) -> None:
    assert not re.search(r"(?<![\w.])/(?:home|work|root|Users)/", page.read_text("utf-8"))
