"""Pages written to keep Python-Markdown busy: bounded, shown as written, and reported."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minisite import BOTH, DATA, build, run, write

SIZE = 60_000
"""Characters of a hostile page. Without a bound, many of these take minutes, and ten times as
much hours."""
REPEATED = {
    "brackets": "[",
    "images": "![",
    "notes": "[^",
    "citations": "[@",
    "closed brackets": "[[]",
    "targets": "[a](",
    "image targets": "![a](b",
    "code": "``x`",
    "paired code": "`a",
    "tags": "<a ",
    "emphasis": "*a",
    "headings": "# a\n",
    "underlined headings": "a\n-\n",
    "separate headings": "# a\n\n",
    "abbreviations": "*[a]: b\n",
    "rules": "a\n***\n",
    "quotations": "# b\n> a\n",
    "admonitions": "!!! a\n",
    "items": "- a\n",
    "definitions": "a\n: b\n",
}
CONFIG = f"{BOTH}markdown_extensions: [abbr, admonition, def_list, footnotes, md_in_html]\n"


def checked(site: Path) -> list[dict[str, Any]]:
    done = run(site, "plainfact", "check", "--format", "json", PLAINFACT_CACHE="off")
    assert "Traceback" not in done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


@pytest.mark.slow
def test_no_page_keeps_the_build_busy(tmp_path: Path) -> None:
    pages = {
        f"docs/{name.replace(' ', '-')}.md": f"# Page\n\n{unit * (SIZE // len(unit))}\n"
        for name, unit in REPEATED.items()
    }
    nested = {
        "docs/nested-lists.md": "".join("    " * depth + "- a\n" for depth in range(400)),
        "docs/nested-quotations.md": "".join("> " * depth + "a\n\n" for depth in range(400)),
        "docs/one-line.md": "- " * 2_000 + "a\n",
    }
    spread = {  # no block of these is large
        "docs/brackets-in-blocks.md": "\n\n".join(["[" * 3_900] * 16),
        "docs/some-definitions.md": "a\n: b\n" * 400,
    }
    pages |= spread
    site = write(tmp_path, {**DATA, **pages, **nested, "mkdocs.yml": CONFIG})
    limits = {each["path"]: each for each in checked(site) if each["rule"] == "limit"}
    assert limits.keys() == pages.keys() | nested.keys()
    assert all(each["line"] for each in limits.values())


def test_the_lines_are_shown_as_they_are_written(tmp_path: Path) -> None:
    brackets = "<b>[x" + "[" * 5_000
    text = (
        f"# Page\n\nIt sent [1,500 soldiers][fact:troops-nis-2024-10-18].\n\n{brackets}\n\n*End.*"
    )
    site = write(tmp_path, {**DATA, "mkdocs.yml": CONFIG, "docs/index.md": text})
    html = (build(site) / "index.html").read_text("utf-8")
    assert f"<p>&lt;b&gt;[x{'[' * 5_000}</p>" in html
    assert 'href="#fn:' in html
    assert "<em>End.</em>" in html
    (found,) = [each for each in checked(site) if each["rule"] == "limit"]
    assert (found["path"], found["line"], found["column"]) == ("docs/index.md", 5, 1)
    assert "close each '['" in found["hint"]


@pytest.mark.parametrize(
    "text",
    [
        "| a | b |\n|---|---|\n" + "| `code` | [link](b.md) and *more* |\n" * 2_000,
        "- an item with [a link](b.md), `code` and **strong** words\n" * 2_000,
        "A sentence with [a link](b.md) and `code`. " * 300,
        "# Heading\n\nText.\n\n" * 500,
        "> A quotation\n> of many lines\n" * 300,
        "    " * 30 + "- deep\n",
    ],
    ids=["table", "list", "paragraph", "headings", "quotation", "depth"],
)
def test_long_pages_are_left_alone(tmp_path: Path, text: str) -> None:
    pages = {"docs/index.md": text, "docs/b.md": "# B\n"}
    site = write(tmp_path, {**DATA, "mkdocs.yml": CONFIG, **pages})
    assert [each for each in checked(site) if each["rule"] == "limit"] == []


@pytest.fixture
def too_deep(tmp_path: Path) -> Path:
    """A site with a page on which Python-Markdown gives up."""
    text = "# Page\n\n" + "*" * 3_000 + "a" + "*" * 3_000
    pages = {"docs/deep.md": text, "docs/index.md": "# Home\n\nIn [@no-such-source].\n"}
    return write(tmp_path, {**DATA, "mkdocs.yml": CONFIG, **pages})


def test_a_page_that_nests_too_deep_is_a_finding(too_deep: Path) -> None:
    found = {(each["path"], each["rule"]) for each in checked(too_deep)}
    assert {("docs/deep.md", "limit"), ("docs/index.md", "unknown-source")} <= found


def test_a_page_that_nests_too_deep_ends_a_build_in_plain_words(too_deep: Path) -> None:
    done = run(too_deep, "mkdocs", "build", "-q")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert "deep.md" in done.stderr
    assert "nests emphasis, links or HTML too deep" in done.stdout
