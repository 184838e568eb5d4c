"""Front matter that a build acts on, on a site whose authors are not trusted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from minisite import DATA, build, run, soup, write

SITE = """\
site_name: Small
site_url: https://example.org/
theme:
  name: material
  custom_dir: own
plugins:
  - search
  - tags
  - plainfact/sources:
      html: safe
"""
WRONG = {
    "template": [
        "nope.html", "[x]", "3", "{a: b}", "''", "../own/mine.html", "/etc/passwd", "sitemap.xml",
        "404.html", "base.html", "partials/nav.html", "inner/deep.html",
        "redirect.html\nlocation: 'javascript:alert(1)'",
    ],
    "icon": ["3", "nope/x", "../../x", "[x]", "material/../material/account"],
    "hide": ["3", "true", "[[1]]", "{a: b}"],
    "tags": ["3", "x", "{a: b}", "[[x]]", "[{a: b}]", "[null]"],
    "search": ["5", "[x]", "{boost: x}", "{exclude: 3}"],
    "title": ["[x]", "{a: b}"],
    "status": ["[x]"],
    "description": ["[x]"],
    "published": [
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-02-30", "[2024]", "1e400",
        "{a: b}", "true", "-1", "0000-01-01", "99999-01-01", "2024-06-19T10:00:00+25:00",
    ],
    "updated": ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "[x]", "'<script>'"],
    "summary": ["[x]", "{a: b}", "3"],
    "glossary": ["3", "[x]"],
}  # fmt: skip
RIGHT = {
    "template": "mine.html",
    "icon": "material/account",
    "hide": "[toc]",
    "tags": "[one, '2']",
    "search": "{boost: 2}",
    "title": "Right",
    "status": "new",
    "published": "2024-06",
    "updated": "2025",
    "authors": "[A, B]",
    "summary": "Words.",
    "glossary": "false",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with a page for each faulty value, and one on which all is right."""
    pages = {
        f"docs/{key}{number}.md": f"---\n{key}: {value}\n---\n\n# Page\n\nThe words of the page.\n"
        for key, values in WRONG.items()
        for number, value in enumerate(values)
    }
    right = "\n".join(f"{key}: {value}" for key, value in RIGHT.items())
    own = '{% extends "main.html" %}{% block content %}<i>mine</i>{{ page.content }}{% endblock %}'
    files = {
        "mkdocs.yml": SITE,
        "docs/index.md": "# Home\n",
        "docs/right.md": f"---\n{right}\n---\n\n# Right\n\nThe words of the page.\n",
        "own/mine.html": own,
        "own/inner/deep.html": own,
    }
    return write(tmp_path_factory.mktemp("site"), {**DATA, **files, **pages})


@pytest.mark.slow
def test_no_front_matter_stops_a_build(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    site = build(folder)
    said = caplog.text
    for key, values in WRONG.items():
        for number in range(len(values)):
            page = (site / f"{key}{number}" / "index.html").read_text()
            assert "The words of the page." in page
            assert "javascript:alert" not in page
            assert f"docs/{key}{number}.md:2:{len(key) + 3}: error:" in said, (key, number)
    assert "docs/right.md" not in said
    right = soup(site / "right" / "index.html")
    assert right.select_one("i").text == "mine"


def test_check_says_the_same(folder: Path, tmp_path: Path) -> None:
    own = shutil.copytree(folder, tmp_path / "site")
    done = run(own, "plainfact", "check")
    assert done.returncode == 1, done.stderr
    for key, values in WRONG.items():
        for number in range(len(values)):
            line = f"docs/{key}{number}.md:2:{len(key) + 3}: error:"
            assert done.stdout.count(line) == 1, (key, number)
    assert "docs/right.md" not in done.stdout
    assert "'nope.html' is no template that a page may name" in done.stdout
    assert "leave 'template' out, or name one of the site's: main.html, mine.html" in done.stdout
