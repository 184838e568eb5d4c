"""Previews as the real MkDocs builds them: banner, noindex, changes listed and marked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from mkdocs.exceptions import Abort

from minisite import DATA, PAGES, build, dead_links, soup, write
from test_diff import changed, diff

CONFIG = """\
site_name: Small
site_url: https://example.org/
plugins:
  - search
  - plainfact/sources:
      exclude: [plain.md]
  - plainfact/glossary:
      exclude: [plain.md]
"""
BEFORE = """\
---
title: How many?
summary: A first count.
---

## A heading

The NIS said [1,500 soldiers][fact:troops-nis-2024-10-18]. It **said *so*** & left.

It stays. It stays.
"""
AFTER = changed(
    BEFORE,
    ("A heading", "Another heading"),
    ("It **said *so*** & left.", "It **said *more*, [here](index.md)** & left."),
    ("A first count.", "A second count."),
    ("It stays. It stays.", "It stays. It stays. It stays."),
)
FILES = {
    "mkdocs.yml": CONFIG,
    **DATA,
    **PAGES,
    "docs/plain.md": "# Plain\n\nNothing of ours.\n",
    "docs/count.md": BEFORE,
    "docs/gone.md": "# Gone <i>\n\nIt was so.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two folders, and the comparison of the two."""
    root = tmp_path_factory.mktemp("previews")
    write(root / "old", FILES)
    after = {**FILES, "docs/count.md": AFTER}
    facts = changed(FILES["content/facts/f.yml"], ("The agency said", "The agency told us"))
    after["content/facts/f.yml"] = facts
    del after["docs/gone.md"]
    after["docs/new.md"] = "# New\n\nIt is so.\n"
    write(root / "new", after)
    url = ("--url", "https://example.org/pr/7")
    done = diff(root, "./old", "./new", "--json", "diff.json", *url)
    assert done.exit_code == 0, done.output
    return root


@pytest.fixture(scope="module")
def ordinary(folder: Path) -> Path:
    built = build(folder / "new")
    return built.rename(folder / "ordinary")


@pytest.fixture(scope="module")
def preview(folder: Path, ordinary: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAINFACT_PREVIEW", str(folder / "diff.json"))
        return build(folder / "new")


def marks(page: BeautifulSoup) -> list[str]:
    """The marked words, mark by mark, without the word that says so."""
    found = []
    for mark in page.select("ins.pf-change"):
        for word in mark.select(".pf-change__word"):
            word.extract()
        found.append(" ".join(mark.get_text().split()))
    return found


def test_every_page_says_that_it_is_a_preview(preview: Path) -> None:
    pages = sorted(preview.rglob("*.html"))
    assert len(pages) > 6
    for path in pages:
        page = soup(path)
        assert [tag["content"] for tag in page.select('head meta[name="robots"]')] == ["noindex"]
        if path.name != "404.html":
            (banner,) = page.select("section.pf-preview[aria-label]")
            assert "This is a preview of a proposed change" in banner.get_text()


def test_an_ordinary_build_says_nothing_of_the_kind(ordinary: Path) -> None:
    assert not list(ordinary.rglob("plainfact-preview.css"))
    for path in ordinary.rglob("*.html"):
        assert "pf-preview" not in path.read_text()
        assert "noindex" not in path.read_text()


def test_what_changed_is_marked(preview: Path) -> None:
    assert marks(soup(preview / "count/index.html")) == [
        "Another heading",
        "It",
        "said",
        "more",
        ",",
        "here",
        "& left.",
        "It stays.",
        "The agency told us 1,500 soldiers had been sent.",
    ]


def test_marks_have_words_and_lead_to_what_stood_there(preview: Path) -> None:
    page = soup(preview / "count/index.html")
    for mark in page.select("ins.pf-change[id]"):
        word = mark.select_one("a.pf-change__word, span.pf-change__word")
        assert word is not None
        assert word.get_text() in ("changed", "new")
        number = str(mark["id"]).removeprefix("pf-change:")
        item = page.find(id=f"pf-was:{number}")
        assert isinstance(item, Tag)
        assert item.select_one(f'a[href="#pf-change:{number}"]')
        old = item.select_one("details del")
        assert (old is not None) == (word.get_text() == "changed")


def test_the_list_at_the_top(preview: Path) -> None:
    page = soup(preview / "count/index.html")
    (listed,) = page.select("section.pf-changes")
    assert listed["aria-label"] == "What changes on this page"
    text = " ".join(listed.get_text(" ").split())
    assert "summary, changed A second count. What stood here before A first count." in text
    assert "In notes and lists: 1" in text
    assert "fact troops-nis-2024-10-18 , changed" in text
    new = soup(preview / "new/index.html")
    assert "This page is new" in new.get_text()
    assert marks(new) == []


def test_a_page_that_rests_on_what_changed(preview: Path) -> None:
    (listed,) = soup(preview / "deep/er/page/index.html").select("section.pf-changes")
    assert "troops-nis-2024-10-18" in listed.get_text()


def test_the_banner_leads_to_changed_pages(preview: Path) -> None:
    (banner,) = soup(preview / "deep/er/page/index.html").select("section.pf-preview")
    links = {link.get_text(): link["href"] for link in banner.select("a")}
    assert links["How many?"] == "../../../count/"
    assert links["New"] == "../../../new/"
    assert "Gone <i>" in banner.get_text()
    assert "Gone <i>" not in links
    assert not dead_links(preview)


def test_nothing_else_differs(preview: Path, ordinary: Path) -> None:
    for path in sorted(ordinary.rglob("*.html")):
        page, same = soup(preview / path.relative_to(ordinary)), soup(path)
        for added in page.select(".pf-preview, .pf-changes, .pf-change__word, meta[name=robots]"):
            added.extract()
        for mark in page.select("ins.pf-change"):
            mark.unwrap()
        for link in page.select('link[href*="plainfact-preview"], link[rel=canonical]'):
            link.extract()
        for link in same.select("link[rel=canonical]"):
            link.extract()
        if path.name != "404.html":
            assert body(page) == body(same), path


def body(page: BeautifulSoup) -> tuple[list[str], str]:
    assert page.body is not None
    ids = [str(element["id"]) for element in page.select("[id]")]
    return ids, " ".join(page.body.get_text().split())


def test_addresses_are_those_of_the_preview(preview: Path) -> None:
    page = soup(preview / "count/index.html")
    (canonical,) = page.select("link[rel=canonical]")
    assert canonical["href"] == "https://example.org/pr/7/count/"
    lost = (preview / "404.html").read_text()
    assert 'href="/pr/7/assets/plainfact-preview.css"' in lost
    for path in preview.rglob("*.html"):
        if path.name != "404.html":
            for element in soup(path).select("[src], [href]"):
                assert not str(element.get("src") or element.get("href")).startswith("/")


def comparison(**page: Any) -> dict[str, Any]:
    return {
        "version": 1,
        "base": {"name": "main"},
        "url": "javascript:alert(1)",
        "records": [
            {
                "kind": "fact",
                "id": "<b>x",
                "change": "changed",
                "title": "<script>alert(1)</script>",
                "fields": [{"name": "<i>", "old": "<img src=x>", "new": "</li></ul>"}],
            }
        ],
        "pages": [
            {
                "page": "index.md",
                "title": "</section><script>alert(1)</script>",
                "change": "changed",
                "rests_on": [{"kind": "fact", "id": "<b>x"}],
                **page,
            }
        ],
    }


def built(folder: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(folder, {**FILES, "diff.json": text})
    monkeypatch.setenv("PLAINFACT_PREVIEW", str(folder / "diff.json"))
    return build(folder)


def test_a_hostile_comparison_is_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "<script>alert(1)</script>"
    passages = [
        {"part": "prose", "old": hostile, "new": "The treaty came first.", "nth": 0},
        {"part": "prose", "old": "", "new": hostile, "nth": -1},
        {"part": "prose", "old": "x", "new": "", "nth": "one"},
        {"part": "nothing", "old": "a", "new": "b"},
        "no map",
    ]
    found = comparison(passages=passages)
    site = built(tmp_path, json.dumps(found), monkeypatch)
    page = soup(site / "index.html")
    assert marks(page) == ["The", "treaty", "came first."]
    assert not [each for each in page.select("script") if "alert" in each.get_text()]
    assert not page.select(".pf-changes img, .pf-changes i, .pf-preview script, .pf-changes b")
    (section,) = page.select("section.pf-changes")
    assert section.get_text().count(hostile) == 3
    assert "javascript:" not in (site / "index.html").read_text()


def test_no_mark_is_a_link_inside_what_opens_something(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HTML forbids it, and a screen reader would not reach it."""
    passages = [{"part": "prose", "old": "It was.", "new": "It is so.", "nth": 0}]
    write(tmp_path, {**FILES, "diff.json": json.dumps(comparison(passages=passages))})
    folded = "# Home\n\n<details><summary>It is so.</summary><p>Why.</p></details>\n"
    write(tmp_path, {"docs/index.md": folded})
    monkeypatch.setenv("PLAINFACT_PREVIEW", str(tmp_path / "diff.json"))
    page = soup(build(tmp_path) / "index.html")
    assert page.select("summary > ins.pf-change > span.pf-change__word")
    assert not page.select("summary a")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no json", "is no JSON"),
        ("[]", "is no comparison of version 1"),
        ('{"version": 2}', "is no comparison of version 1"),
        ("[" * 100_000, "is no JSON"),
    ],
)
def test_what_is_no_comparison_stops_the_build(
    text: str,
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(Abort):
        built(tmp_path, text, monkeypatch)
    assert message in caplog.text


def test_a_preview_without_a_comparison(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, FILES)
    monkeypatch.setenv("PLAINFACT_PREVIEW", "yes")
    page = soup(build(tmp_path) / "index.html")
    assert page.select("section.pf-preview")
    assert not page.select("section.pf-changes, ins")
