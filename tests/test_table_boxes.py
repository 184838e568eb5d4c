"""With our look, each plain table stands in a box of its own; nothing else is touched."""

from __future__ import annotations

from pathlib import Path

from bs4 import BeautifulSoup

import minisite

CONFIG = """\
site_name: Tables
theme: {name: material, font: false}
plugins:
  - search
  - plainfact/sources: {search: false, LOOK}
markdown_extensions: [tables]
"""
PAGE = """\
# Tables

| a | b |
|---|---|
| 1 | 2 |

Between `<table>x</table>` them.

<table class="own"><tr><td>3</td></tr></table>

<table><tr><td>around <table><tr><td>within</td></tr></table></td></tr></table>

<script>const made = "<table><tr><td>4</td></tr></table>";</script>
"""


def article(folder: Path, *, look: bool) -> BeautifulSoup:
    config = CONFIG.replace("LOOK", f"look: {str(look).lower()}")
    site = minisite.write(folder, {"mkdocs.yml": config, "docs/index.md": PAGE})
    html = (minisite.build(site) / "index.html").read_text("utf-8")
    return BeautifulSoup(html, "html.parser").select_one("article")  # type: ignore[return-value]


def test_a_plain_table_has_a_box_of_its_own(tmp_path: Path) -> None:
    found = article(tmp_path, look=True)
    boxes = found.select(".pf-table-box")
    assert [box.get_text(" ", strip=True) for box in boxes] == ["a b 1 2", "within"]
    assert all(
        [child.name for child in box.find_all(True, recursive=False)] == ["table"] for box in boxes
    )
    assert found.code is not None
    assert found.code.get_text() == "<table>x</table>"
    script = found.find("script")
    assert script is not None
    assert script.get_text().count('"') == 2, "a string in a script is still one string"


def test_without_the_look_there_is_none(tmp_path: Path) -> None:
    found = article(tmp_path, look=False)
    assert not found.select(".pf-table-box")
    assert len(found.select("table")) == 4
