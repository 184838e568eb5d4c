"""From a page to its neighbours, to the form that reports an error, and to the file to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag

from minisite import DATA, PAGES, build, dead_links, soup, write

CONFIG = """\
site_name: Small & plain
site_url: https://example.org/below/
repo_url: https://REPOSITORY
edit_uri: edit/main/docs/
theme: {name: material, font: false, features: [navigation.path, navigation.footer]}
plugins:
  - plainfact/sources: {look: true}
  - plainfact/glossary
"""
FRONT = "---\ntitle: {title}\nsummary: In short.\npublished: 2026-11-20\n---\n\n"
EXPLAINERS = {
    "docs/explainers/a.md": FRONT.format(title="What is <b>A</b>?")
    + "The NIS said [1,500 soldiers][fact:troops-nis-2024-10-18].\n",
    "docs/explainers/b.md": FRONT.format(title="B?") + "A claim [@fact:troops-nis-2024-10-18].\n",
    "docs/explainers/c.md": FRONT.format(title="C?") + "Only the treaty.\n",
    "docs/explainers/d.md": FRONT.format(title="D?") + "The treaty, and the NIS.\n",
    "docs/explainers/e.md": FRONT.format(title="E?") + "Nothing in common.\n",
}


Make = Callable[..., Path]


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Builds the site for a repository's address, once each."""
    built: dict[str, Path] = {}

    def site(repository: str = "github.com/example/site") -> Path:
        if repository not in built:
            config = CONFIG.replace("REPOSITORY", repository)
            if not repository:
                config = "\n".join(
                    line
                    for line in CONFIG.splitlines()
                    if not line.startswith(("repo_url", "edit_uri"))
                )
            folder = write(
                tmp_path_factory.mktemp("way"),
                {**DATA, **PAGES, **EXPLAINERS, "mkdocs.yml": config},
            )
            built[repository] = build(folder, strict=True)
        return built[repository]

    return site


def note(site: Path, page: str = "explainers/a") -> Tag:
    found = soup(site / page / "index.html").find(id="fn:fact:troops-nis-2024-10-18")
    assert isinstance(found, Tag)
    return found


def address(within: BeautifulSoup | Tag, words: str) -> str:
    [link] = [a for a in within.select("a") if a.get_text(strip=True) == words]
    assert "noopener" in link["rel"]
    return str(link["href"])


def test_a_note_leads_to_a_form_that_is_filled_in(make: Make) -> None:
    found = urlsplit(address(note(make()), "Suggest a correction"))
    assert (found.netloc, found.path) == ("github.com", "/example/site/issues/new")
    assert parse_qs(found.query) == {
        "template": ["correction.yml"],
        "title": ["Correction: troops-nis-2024-10-18"],
        "record": ["troops-nis-2024-10-18"],
        "page": ["docs/explainers/a.md"],
    }


def test_gitlab_has_another_form(make: Make) -> None:
    found = urlsplit(
        address(note(make("gitlab.example.org/group/site.git")), "Suggest a correction")
    )
    assert found.path == "/group/site/-/issues/new"
    assert parse_qs(found.query) == {
        "issue[title]": ["Correction: troops-nis-2024-10-18"],
        "issue[description]": ["Record: troops-nis-2024-10-18\nPage: docs/explainers/a.md\n"],
    }


@pytest.mark.parametrize(
    ("page", "selector", "file", "line"),
    [
        ("explainers/a", "#fn\\:fact\\:troops-nis-2024-10-18", "facts/f.yml", "L1"),
        ("index", "#fn\\:source\\:upi-2024-10-17-msmt", "sources/s.yml", "L1"),
        ("facts", "[data-fact]", "facts/f.yml", "L1"),
        ("sources", "[data-source]", "sources/s.yml", "L1"),
        ("glossary", ".pf-entry:has(> #treaty)", "glossary/g.yml", "L6"),
    ],
)
def test_edit_leads_to_the_records_file_and_line(
    make: Make, page: str, selector: str, file: str, line: str
) -> None:
    path = "index.html" if page == "index" else f"{page}/index.html"
    entry = soup(make() / path).select(selector)[0]
    expected = f"https://github.com/example/site/edit/main/content/{file}#{line}"
    assert address(entry, "Edit") == expected


def test_the_page_itself_can_be_corrected_and_edited(make: Make) -> None:
    page = soup(make() / "explainers/a/index.html")
    assert address(page, "Edit this page") == (
        "https://github.com/example/site/edit/main/docs/explainers/a.md"
    )
    [helps] = page.select(".pf-help")
    query = parse_qs(urlsplit(address(helps, "Suggest a correction")).query)
    assert query["page"] == ["docs/explainers/a.md"]


def test_without_a_repository_there_is_nothing_to_press(make: Make) -> None:
    for page in make("").rglob("*.html"):
        words = page.read_text()
        assert "Suggest a correction" not in words, page
        assert "data-do" not in words, page
        assert "pf-help" not in words, page


def test_related_explainers_share_records_and_the_nearest_come_first(make: Make) -> None:
    def related(page: str) -> list[str]:
        links = soup(make() / f"explainers/{page}/index.html").select(".pf-related a")
        return [link.get_text(strip=True) for link in links]

    assert related("a") == ["B?", "D?"], "a fact weighs more than a term"
    assert related("d")[0] == "C?"
    assert related("e") == []


def test_breadcrumb_neighbours_and_no_dead_link(make: Make) -> None:
    page = soup(make() / "explainers/b/index.html")
    [path] = page.select("nav.md-path")
    assert path["aria-label"] == "Breadcrumb"
    neighbours = [str(link["aria-label"]) for link in page.select(".md-footer a[aria-label]")]
    assert neighbours == ["Previous: What is <b>A</b>?", "Next: C?"]
    assert dead_links(make()) == []


def test_the_head_names_the_feed_and_what_is_shared(make: Make) -> None:
    page = soup(make() / "explainers/a/index.html")
    [feed] = page.select('link[rel="alternate"][type="application/atom+xml"]')
    assert feed["href"] == "../../feed.xml"
    shared = {str(m["property"])[3:]: m["content"] for m in page.select('meta[property^="og:"]')}
    assert shared == {
        "title": "What is A?",
        "type": "article",
        "site_name": "Small & plain",
        "locale": "en_US",
        "description": "In short.",
        "url": "https://example.org/below/explainers/a/",
    }
    assert (make() / "sitemap.xml").exists()


def test_a_page_that_is_not_there_leads_home(make: Make) -> None:
    page = soup(make() / "404.html")
    assert page.select_one("article h1").get_text() == "There is no such page"  # type: ignore[union-attr]
    links = [str(link["href"]) for link in page.select("article a")]
    assert links[0].removesuffix(".") == "/below/"
    assert "/below/glossary/" in links
    assert page.select_one('article label[for="__search"]') is not None


def test_the_repository_link_calls_no_other_server(make: Make) -> None:
    assert soup(make() / "index.html").select('[data-md-component="source"]') == []


def test_tags_lead_to_their_list_and_cards_count_standings(tmp_path: Path) -> None:
    tagged = "---\ntitle: A?\npublished: 2026-11-20\ntags: [one <b>topic</b>, two]\n---\n\n"
    corrected = "wrong:\n  date: 2026-11-21\n  kind: correction\n  was: a\n  now: b\n"
    site = build(
        write(
            tmp_path,
            {
                **DATA,
                "content/corrections/c.yml": corrected + "  pages: [explainers/a.md]\n",
                "docs/index.md": "# Home\n\n[PAGES under=explainers]\n",
                "docs/topics.md": "# Topics\n\n[TAGS]\n",
                "docs/explainers/a.md": tagged + "A claim [@fact:troops-nis-2024-10-18].\n",
                "docs/explainers/b.md": tagged.replace("A?", "B?") + "Nothing.\n",
                "mkdocs.yml": CONFIG.replace("REPOSITORY", "github.com/example/site"),
            },
        )
    )
    article = soup(site / "explainers/a/index.html")
    links = {a.get_text(): str(a["href"]) for a in article.select('.pf-meta a[rel="tag"]')}
    assert links == {
        "one <b>topic</b>": "../../topics/#tag:one-<b>topic</b>",
        "two": "../../topics/#tag:two",
    }
    assert "What changed, 21 November 2026" in article.select(".pf-meta")[0].get_text()
    assert dead_links(site) == []
    topics = soup(site / "topics/index.html").select(".pf-tags section")
    assert [section.get_text(" ", strip=True) for section in topics] == [
        "one <b>topic</b> A? B?",
        "two A? B?",
    ]
    cards = soup(site / "index.html").select(".pf-card")
    assert [card.select(".pf-card__standing")[0].get_text() for card in cards[:1]] == ["Reported 1"]
    assert not cards[1].select(".pf-card__standing")
