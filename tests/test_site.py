"""This repository's own site: what `make site` builds."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from minisite import dead_links, run, soup

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def site(sample_site: Path) -> Path:
    return sample_site


def test_no_errors_and_no_warnings() -> None:
    result = run(ROOT, "plainfact", "check", "--strict")
    assert result.returncode == 0, result.stdout
    assert "error" not in result.stdout.lower().replace("0 errors", "").replace("no errors", "")


def test_no_link_is_dead(site: Path) -> None:
    assert dead_links(site) == []


def test_the_treaty_is_linked_once_to_its_entry(site: Path) -> None:
    page = soup(site / "explainers/partnership-treaty/index.html")
    links = page.select('a.glossary-term[data-term="comprehensive-strategic-partnership-treaty"]')
    assert [link.text for link in links] == ["comprehensive strategic partnership treaty"]
    assert links[0]["href"] == "../../glossary/#comprehensive-strategic-partnership-treaty"
    glossary = soup(site / "glossary/index.html")
    assert glossary.find(id="comprehensive-strategic-partnership-treaty") is not None


@pytest.mark.parametrize(
    "name", ["north-korean-troops", "partnership-treaty", "sanctions-monitoring", "arms-transfers"]
)
def test_every_mark_leads_to_its_note_and_back(site: Path, name: str) -> None:
    page = soup(site / f"explainers/{name}/index.html")
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    marks = page.select("a.footnote-ref")
    notes = page.select("div.footnote > ol > li")
    assert len(marks) >= 10
    for mark in marks:
        note = page.find(id=str(mark["href"])[1:])
        assert notes.index(note) + 1 == int(mark.text)
        backs = [link["href"] for link in note.select("a[role=doc-backlink]")]
        assert f"#{mark.parent['id']}" in backs
    assert len(page.select("a[role=doc-backlink]")) == len(marks)


def test_search_knows_terms_facts_and_sources(site: Path) -> None:
    index = (site / "search/search_index.json").read_text()
    for place in (
        "glossary/#comprehensive-strategic-partnership-treaty",
        "facts/#",
        "sources/#",
    ):
        assert f'"location":"{place}' in index or f'"location": "{place}' in index


def test_figures_of_one_measure_stand_together_in_the_ledger(site: Path) -> None:
    """Those of casualties are about two topics."""
    headings = [h.text.rstrip("¶ ") for h in soup(site / "facts/index.html").select("h2[id]")]
    assert "North Korean casualties" in headings
    assert len(headings) == len(set(headings))


def test_nothing_comes_from_a_third_party(site: Path) -> None:
    for file in site.rglob("*.html"):
        page = soup(file)
        loaded = [e.get("src") for e in page.select("script[src], img[src], iframe[src]")]
        loaded += [e.get("href") for e in page.select("link[rel=stylesheet], link[rel=preload]")]
        assert not [url for url in loaded if url and str(url).startswith(("http:", "https:", "//"))]


@pytest.mark.slow
def test_the_same_input_gives_the_same_bytes(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    copy = tmp_path / "copy"
    shutil.copytree(ROOT / "content", copy / "content")
    shutil.copy(ROOT / "mkdocs.yml", copy)
    assert run(copy, "mkdocs", "build", "-d", str(again)).returncode == 0
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.suffix in {".html", ".json", ".bib"}:
            assert file.read_bytes() == (again / file.relative_to(site)).read_bytes(), file


@pytest.mark.parametrize(
    "name", ["north-korean-troops", "partnership-treaty", "sanctions-monitoring", "arms-transfers"]
)
def test_explainers_rest_on_facts(site: Path, name: str) -> None:
    page = soup(site / f"explainers/{name}/index.html")
    article = page.select_one("article")
    assert article is not None
    facts = {str(mark["href"]) for mark in article.select("a.footnote-ref[href^='#fn:fact:']")}
    assert len(facts) >= 12
    bound = {str(data["data-fact"]) for data in article.select("p data.fact, li data.fact")}
    assert len(bound) >= 5
    assert len(article.select(".admonition.short li")) >= 3
    assert all(li.select("data.fact") for li in article.select(".admonition.figures li > strong"))
    for part in article.select("div.footnote, template, .pf-head, .pf-foot, figure, sup"):
        part.decompose()
    assert 700 <= len(article.text.split()) <= 1200
    assert all(heading.text.rstrip("¶ ").endswith("?") for heading in article.select("h2[id]"))
