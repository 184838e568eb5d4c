"""The plugins on sites of other owners: real MkDocs, real files."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from minisite import BOTH, DATA, FACTS, GLOSSARY, PAGES, build, dead_links, run, soup, write

SMALL = {"mkdocs.yml": BOTH, **DATA, **PAGES}


@pytest.mark.parametrize("directory_urls", [True, False])
def test_every_link_leads_somewhere(tmp_path: Path, directory_urls: bool) -> None:
    config = BOTH + f"use_directory_urls: {str(directory_urls).lower()}\n"
    site = build(write(tmp_path, {**SMALL, "mkdocs.yml": config}), strict=True)
    assert dead_links(site) == []
    deep = soup(site / ("deep/er/page/index.html" if directory_urls else "deep/er/page.html"))
    term = deep.select_one("a.glossary-term")
    assert term is not None
    expected = "../../../glossary/#nis" if directory_urls else "../../glossary.html#nis"
    assert (term["href"], term["data-term"], term["id"]) == (expected, "nis", "term:nis")


def test_a_site_of_terms_imports_nothing_that_only_others_need(tmp_path: Path) -> None:
    config = "site_name: Small\nplugins: [search, plainfact/glossary]\n"
    page = "# Home\n\nThe treaty came first.\n"
    files = {"mkdocs.yml": config, "content/glossary/g.yml": GLOSSARY, "docs/index.md": page}
    program = (
        "import sys; from mkdocs.__main__ import cli; cli(['build'], standalone_mode=False); "
        "print(*sorted(sys.modules), sep='\\n')"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=write(tmp_path, files),
        capture_output=True,
        text=True,
        check=True,
    )
    assert 'class="glossary-term"' in (tmp_path / "site/index.html").read_text("utf-8")
    modules = set(done.stdout.split())
    assert "plainfact.extensions.glossary" in modules
    of_notes = {f"plainfact.extensions.{name}" for name in ("citations", "notes", "chart")}
    assert not modules & {*of_notes, "plainfact.search", "nh3", "ruamel.yaml", "multiprocessing"}


def test_a_corrected_page_says_so(tmp_path: Path) -> None:
    correction = (
        "c1:\n  date: 2026-03-04\n  kind: correction\n  was: It said <b>2,500</b>.\n"
        "  now: It is 1,500.\n  facts: [troops-nis-2024-10-18]\n"
    )
    files = {
        **SMALL,
        "content/corrections/c.yml": correction,
        "docs/corrections.md": "# Corrections\n\n[CORRECTIONS]\n",
    }
    site = build(write(tmp_path, files), strict=True)
    notice = soup(site / "deep/er/page/index.html").select_one("h1 + aside.pf-notice")
    assert notice is not None
    assert "4 March 2026" in notice.text
    assert "It said <b>2,500</b>." in notice.text
    assert soup(site / "index.html").select_one(".pf-notice") is None
    listing = soup(site / "corrections/index.html")
    uses = listing.select("section:has(#c1) .pf-uses a")
    assert "../deep/er/page/#fnref:fact:troops-nis-2024-10-18" in [a["href"] for a in uses]


@pytest.mark.parametrize("number", ["1e31", "0", "-0.5", "1e-30", "123456789012345678901234567890"])
def test_unusual_numbers_are_printed(tmp_path: Path, number: str) -> None:
    facts = FACTS.replace("value: 1500", f"value: {number}")
    page = "# T\n\n[][fact:troops-nis-2024-10-18] [MEASURE m]\n\n[MEASURE m]\n"
    files = {
        **SMALL,
        "content/facts/f.yml": facts.replace("kind: figure", "kind: figure\n  measure: m"),
        "content/measures/m.yml": "m:\n  label: M\n",
        "docs/deep/er/page.md": page,
    }
    site = build(write(tmp_path, files))
    data = soup(site / "deep/er/page/index.html").select_one("p data.fact")
    assert data is not None
    assert any(character.isdigit() for character in data.text)
    assert Decimal(str(data["value"])) == Decimal(number)


def test_structured_data(tmp_path: Path) -> None:
    page = "---\ntitle: '</script> T'\npublished: 2026-01-01\n---\n[@upi-2024-10-17-msmt]\n"
    site = build(write(tmp_path, {**SMALL, "docs/index.md": page}), strict=True)
    found = [
        json.loads(str(script.string))
        for name in ("index.html", "glossary/index.html")
        for script in soup(site / name).select('head script[type="application/ld+json"]')
    ]
    assert [each["@type"] for each in found] == ["Article", "DefinedTermSet"]
    assert found[0]["headline"] == "</script> T"
    assert found[0]["citation"][0]["name"] == "Allies establish <monitoring> team"


def test_listings_and_used_on(tmp_path: Path) -> None:
    site = build(write(tmp_path, SMALL), strict=True)
    glossary = soup(site / "glossary/index.html")
    assert glossary.select_one("h3#nis") is not None
    uses = glossary.select("section[data-entry=nis] .pf-uses a")
    assert [link["href"] for link in uses] == ["../deep/er/page/#term:nis"]
    sources = soup(site / "sources/index.html")
    heading = sources.select_one("h3#upi-2024-10-17-msmt")
    assert heading is not None
    assert "Allies establish <monitoring> team" in heading.text
    cited = {str(link["href"]) for link in sources.select(".pf-uses a")}
    assert "../#fnref:source:upi-2024-10-17-msmt" in cited
    assert "../deep/er/page/#fnref:fact:troops-nis-2024-10-18" in cited
    facts = soup(site / "facts/index.html")
    assert facts.select_one("h3#troops-nis-2024-10-18") is not None
    assert "data-uses" not in (site / "facts/index.html").read_text()


def test_data_files_are_valid_sorted_and_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    first = build(write(tmp_path / "one", SMALL))
    second = build(write(tmp_path / "two", SMALL))
    names = ["data/sources.json", "data/facts.json", "data/glossary.json", "data/sources.bib"]
    for name in [*names, "index.html", "glossary/index.html", "search/search_index.json"]:
        assert (first / name).read_bytes() == (second / name).read_bytes()
    (source,) = json.loads((first / "data/sources.json").read_text())
    assert source["id"] == "upi-2024-10-17-msmt"
    assert json.loads((first / "data/facts.json").read_text())["facts"][0]["id"]
    assert [
        t["id"] for t in json.loads((first / "data/glossary.json").read_text())["glossary"]
    ] == [
        "nis",
        "treaty",
    ]
    assert not (first / "feed.xml").exists()


def test_data_files_are_never_published_as_they_are(tmp_path: Path) -> None:
    config = BOTH + "docs_dir: content/pages\n"
    pages = {name.replace("docs/", "content/pages/", 1): text for name, text in PAGES.items()}
    extra = {
        "content/pages/leak.yml": "a: b\n",
        "content/pages/leak.yaml": "a: b\n",
        "content/pages/leak.bib": "@book{a}\n",
        "content/pages/kept.json": "{}\n",
    }
    site = build(write(tmp_path, {"mkdocs.yml": config, **DATA, **pages, **extra}))
    published = {path.suffix for path in site.rglob("*") if path.is_file()}
    assert not published & {".yml", ".yaml"}
    assert [path.name for path in site.rglob("*.bib")] == ["sources.bib"]
    assert (site / "kept.json").exists()


@pytest.mark.parametrize(
    ("change", "fails"),
    [
        ({}, False),
        ({"docs/index.md": "Text [@nope].\n"}, True),
        ({"docs/index.md": "[words][term:nope]\n"}, True),
        (
            {
                "content/facts/f.yml": DATA["content/facts/f.yml"].replace(
                    "2024-10-18\n", "2024-02-30\n"
                )
            },
            True,
        ),
        ({"content/facts/f.yml": "a: [\n"}, True),
    ],
)
def test_a_strict_build_fails_on_findings(
    tmp_path: Path, change: dict[str, str], fails: bool, caplog: pytest.LogCaptureFixture
) -> None:
    folder = write(tmp_path, {**SMALL, **change})
    build(folder)
    if fails:
        with caplog.at_level(logging.WARNING), pytest.raises(Abort):
            build(folder, strict=True)
    else:
        build(folder, strict=True)


def test_a_strict_build_prints_place_caret_and_hint(tmp_path: Path) -> None:
    page = "---\ntitle: T\n---\n\nText\n\n> - item 𝒳 [@upi-2024-10-17].\n"
    result = run(write(tmp_path, {**SMALL, "docs/index.md": page}), "mkdocs", "build", "--strict")
    assert result.returncode == 1
    assert (
        "docs/index.md:7:14: error: unknown source 'upi-2024-10-17' [unknown-source]"
        in result.stderr
    )
    assert "> - item 𝒳 [@upi-2024-10-17]." in result.stderr
    assert "did you mean 'upi-2024-10-17-msmt'?" in result.stderr


PLACES = [
    ("Text [@nope].\n", 1, 8),
    ("---\ntitle: T\n---\nText [@nope].\n", 4, 8),
    ("---\r\ntitle: T\r\n---\r\n\r\nText [@nope].\r\n", 5, 8),
    ("\ufeffText [@nope].\n", 1, 8),
    ("`[@nope]`\n\nText [@nope].\n", 3, 8),
    ("```\n[@nope]\n```\n\n\\[@nope] [@nope]\n", 5, 12),
    ("<!-- [@nope] -->\n\nText [a@nope] [@nope]\n", 3, 17),
    ("|a|b|\n|-|-|\n|x|y|\n\nText [@nope].\n", 5, 8),
    ("> - a\n> - b [@nope]\n", 2, 9),
    ("- a\n\n    - \tb [@nope]\n", 3, 12),
    ("😀😀 [see @nope, p. 2]\n", 1, 10),
    ("Text [@upi-2024-10-17-msmt;\n@nope].\n", 2, 2),
    ("Text [1,500][fact:nope].\n", 1, 19),
    ("Text [words][term:nope].\n", 1, 19),
    ("Text.[^1]\n\n[^1]: Note [@nope].\n", 3, 14),
    ("[MEASURE nope]\n", 1, 10),
    ("---\ntitle: T\nsummary: Words [@nope].\n---\nText.\n", 3, 18),
    ("---\nsummary: >\n  Folded\n  words [x][fact:nope].\n---\nText.\n", 4, 18),
    ("---\nsummary: 'It''s [@nope]'\n---\nText.\n", 2, 19),
]


@pytest.mark.parametrize(("page", "line", "column"), PLACES, ids=[repr(p[0])[:40] for p in PLACES])
def test_a_finding_is_at_the_very_word(tmp_path: Path, page: str, line: int, column: int) -> None:
    config = BOTH + "markdown_extensions: [footnotes]\n"
    folder = write(tmp_path, {**SMALL, "mkdocs.yml": config, "docs/deep/er/page.md": page})
    result = run(folder, "plainfact", "check", "--format", "json")
    found = [
        f
        for f in json.loads(result.stdout)["findings"]
        if f["path"] == "docs/deep/er/page.md" and f["severity"] == "error"
    ]
    assert [(f["line"], f["column"], f["end_column"] - f["column"]) for f in found] == [
        (line, column, 4)
    ]
    assert result.returncode == 1


PLAIN = (
    "---\npublished: 2026-01-01\n---\n# Plain\n\nNothing *here*, [link](index.md).[^1]\n"
    "\n[^1]: Author's.\n\n[ref]: https://example.org\n"
)


@pytest.mark.parametrize(
    "plugins",
    [["plainfact/sources"], ["plainfact/glossary"], ["plainfact/sources", "plainfact/glossary"]],
)
def test_a_page_that_uses_nothing_of_ours_is_as_it_was(tmp_path: Path, plugins: list[str]) -> None:
    bare = "site_name: Small\nplugins: [search]\nmarkdown_extensions: [footnotes]\n"
    ours = bare.replace("[search]", f"[search, {', '.join(plugins)}]")
    files = {**DATA, "docs/index.md": "# Home\n", "docs/glossary.md": PLAIN, "docs/plain.md": PLAIN}
    without = build(write(tmp_path / "without", {"mkdocs.yml": bare, **files}))
    with_us = build(write(tmp_path / "with", {"mkdocs.yml": ours, **files}))
    for name in ("plain/index.html", "glossary/index.html"):
        assert (with_us / name).read_bytes() == (without / name).read_bytes()


def test_include_and_exclude_take_a_site_up_page_by_page(tmp_path: Path) -> None:
    options = "{include: ['new/*'], exclude: ['new/not.md']}"
    config = (
        "site_name: Small\nplugins:\n"
        f"  - plainfact/sources: {options}\n  - plainfact/glossary: {options}\n"
    )
    text = "The treaty [@upi-2024-10-17-msmt], [x][fact:nope] and [y][term:nope].\n"
    names = ["old.md", "new/yes.md", "new/not.md"]
    pages = {f"docs/{name}": text for name in names}
    bare = {"mkdocs.yml": "site_name: Small\nplugins: []\n", **pages, "docs/index.md": "# H\n"}
    without = build(write(tmp_path / "without", bare))
    site = build(write(tmp_path / "with", {**bare, **DATA, "mkdocs.yml": config}))
    for name in ("old", "new/not"):
        page = f"{name}/index.html"
        assert (site / page).read_bytes() == (without / page).read_bytes()
    assert soup(site / "new/yes/index.html").select("a.footnote-ref, a.glossary-term")


ALONE = [
    ("plainfact/sources", "content/sources/s.yml", "[@upi-2024-10-17-msmt]", "a.footnote-ref"),
    ("plainfact/glossary", "content/glossary/g.yml", "The treaty.", "a.glossary-term"),
]


@pytest.mark.parametrize(("plugin", "data", "page", "selector"), ALONE)
def test_each_plugin_is_of_use_alone(
    tmp_path: Path, plugin: str, data: str, page: str, selector: str
) -> None:
    """Only mkdocs.yml, one YAML file, one page; terms without a page are on the same page."""
    config = f"site_name: Bare\nplugins: ['{plugin}']\nvalidation: {{links: {{anchors: warn}}}}\n"
    site = build(
        write(tmp_path, {"mkdocs.yml": config, data: DATA[data], "docs/index.md": page}),
        strict=True,
    )
    mark = soup(site / "index.html").select_one(selector)
    assert mark is not None
    assert dead_links(site) == []


def test_a_glossary_without_sources_leaves_citations_out_quietly(tmp_path: Path) -> None:
    config = "site_name: Bare\nplugins: ['plainfact/glossary']\n"
    pages = {"docs/index.md": "# H\n", "docs/glossary.md": "[GLOSSARY]\n"}
    files = {
        "mkdocs.yml": config,
        "content/glossary/g.yml": DATA["content/glossary/g.yml"],
        **pages,
    }
    site = build(write(tmp_path, files), strict=True)
    assert "@upi" not in (site / "glossary/index.html").read_text()


def test_beside_autorefs_macros_blog_and_tags(tmp_path: Path) -> None:
    config = """\
site_name: Full
site_url: https://example.org/
theme: {name: material, font: false}
plugins:
  - search
  - autorefs
  - macros
  - tags
  - blog
  - plainfact/sources
  - plainfact/glossary
"""
    post = "---\ndate: 2026-01-02\n---\n# Post\n\nThe treaty [@upi-2024-10-17-msmt].\n"
    post += "\n<!-- more -->\n\nMore.\n"
    home = "---\ntags: [x]\n---\n# Home\n\nSee [Deep][] and {{ 1 + 1 }} [@upi-2024-10-17-msmt].\n"
    files = {
        "mkdocs.yml": config,
        **DATA,
        **PAGES,
        "docs/index.md": home,
        "docs/blog/index.md": "# Blog\n",
        "docs/blog/posts/post.md": post,
    }
    folder = write(tmp_path, files)
    result = run(folder, "mkdocs", "build", "--strict")
    assert result.returncode == 0, result.stderr
    page = soup(folder / "site/index.html")
    assert page.select_one("a.footnote-ref") is not None
    assert page.select_one("a.autorefs, a[href='deep/er/page/#deep']") is not None
    posts = list((folder / "site/blog").rglob("post/index.html"))
    assert soup(posts[0]).select_one("a.glossary-term") is not None
    assert (folder / "site/feed.xml").exists()


def test_mkdocs_and_properdocs_make_the_same_articles(tmp_path: Path) -> None:
    config = BOTH + "theme: material\n"
    folder = write(tmp_path, {**SMALL, "mkdocs.yml": config})
    for host, target in (("mkdocs", "one"), ("properdocs", "two")):
        result = run(folder, host, "build", "--strict", "-f", "mkdocs.yml", "-d", target)
        assert result.returncode == 0, result.stderr
    for name in ("index.html", "deep/er/page/index.html", "glossary/index.html"):
        one, two = (soup(folder / site / name) for site in ("one", "two"))
        article = "article.md-content__inner"
        assert one.select_one(article) is not None
        assert str(one.select_one(article)) == str(two.select_one(article))


def test_zensical_builds_it_too(tmp_path: Path) -> None:
    """`plainfact check && zensical build && plainfact export site`: extensions, no plugins."""
    config = (
        "site_name: Small\ntheme: {name: material}\n"
        "markdown_extensions: [footnotes, plainfact.citations, plainfact.glossary]\n"
    )
    folder = write(tmp_path, {**SMALL, "mkdocs.yml": config})
    for words in (
        ("plainfact", "check", "--strict"),
        ("zensical", "build"),
        ("plainfact", "export", "site"),
    ):
        result = run(folder, *words)
        assert result.returncode == 0, result.stderr + result.stdout
    site = folder / "site"
    assert dead_links(site) == []
    deep = soup(site / "deep/er/page/index.html")
    term = deep.select_one("a.glossary-term")
    assert term is not None
    assert term["href"] == "../../../glossary/#nis"
    assert deep.select_one("a.footnote-ref") is not None
    uses = soup(site / "glossary/index.html").select("section[data-entry=nis] .pf-uses a")
    assert [link["href"] for link in uses] == ["../deep/er/page/#term:nis"]
    assert (site / "data/sources.json").exists()


@pytest.mark.parametrize("said_by", ["both", "sources", "glossary"])
def test_safe_html_takes_scripts_out_and_says_so(tmp_path: Path, said_by: str) -> None:
    """One of the plugins saying so is enough: an owner who forgets the other is not left open."""
    config = BOTH
    for name in ("sources", "glossary"):
        if said_by in ("both", name):
            config = config.replace(f"plainfact/{name}", f"plainfact/{name}: {{html: safe}}")
    page = (
        "# T\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) "
        "[y](java&#115;cript:alert(1)) <b onclick='x()'>b</b> [@upi-2024-10-17-msmt]\n"
    )
    folder = write(tmp_path, {**SMALL, "mkdocs.yml": config, "docs/index.md": page})
    site = build(folder)
    article = soup(site / "index.html").select_one("div[role=main]")
    assert article is not None
    assert "javascript" not in str(article)
    assert "onclick" not in str(article)
    assert "alert" not in article.text
    assert article.select_one("li[id='fn:source:upi-2024-10-17-msmt']") is not None
    result = run(folder, "plainfact", "check", "--format", "json")
    rules = {f["rule"] for f in json.loads(result.stdout)["findings"] if f["severity"] == "error"}
    assert rules == {"unsafe-html", "unsafe-url"}
    with pytest.raises(Abort):
        build(folder, strict=True)


def test_front_matter_is_no_markup(tmp_path: Path) -> None:
    """MkDocs and Material print titles and descriptions as they are; on a safe site we escape."""
    config = (
        "site_name: Safe\ntheme: {name: material, font: false}\nplugins:\n  - search\n  - tags\n"
        "  - plainfact/sources: {html: safe, look: true}\n  - plainfact/glossary: {html: safe}\n"
    )
    hostile = '<img src=x onerror="alert(1)">'
    page = (
        f"---\ntitle: '{hostile}'\nsubtitle: '{hostile}'\nauthor: '{hostile}'\n"
        f"description: '\" onload=\"alert(1){hostile}'\nauthors: ['{hostile}']\n"
        f"published: 2026-01-01\ntags: ['{hostile}']\nsummary: '{hostile} words'\n---\n\nText.\n"
    )
    files = {
        **SMALL,
        "mkdocs.yml": config,
        "docs/hostile.md": page,
        "docs/quoted.md": "---\ndescription: '\" onload=\"alert(1)'\n---\n\n# Quoted\n",
        "docs/corrections.md": "[PAGES under=]\n",
    }
    site = build(write(tmp_path, files))
    for file in sorted(site.rglob("*.html")):
        found = soup(file)
        assert not found.select("[onerror], [onload]"), file
        assert not found.select("img[src=x]"), file
    title = soup(site / "hostile/index.html").select_one("h1")
    assert title is not None
    assert "<img" not in str(title)


@pytest.mark.slow
def test_the_wheel_is_enough(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parent.parent
    built = run(root, "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "dist"))
    assert built.returncode == 0, built.stderr
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    target = tmp_path / "installed"
    installed = run(
        tmp_path, "pip", "install", "--no-deps", "--no-index", "--target", str(target), str(wheel)
    )
    assert installed.returncode == 0, installed.stderr
    folder = write(tmp_path / "site", SMALL)
    where = run(folder, "site", PYTHONPATH=str(target))
    assert str(target) in where.stdout
    result = run(folder, "mkdocs", "build", "--strict", PYTHONPATH=str(target))
    assert result.returncode == 0, result.stderr
    assert (target / "plainfact/schemas/fact.schema.json").exists()
    for plugin, data, page, selector in ALONE:
        bare = write(
            tmp_path / plugin,
            {
                "mkdocs.yml": f"site_name: Bare\nplugins: ['{plugin}']\n",
                data: DATA[data],
                "docs/index.md": page,
            },
        )
        result = run(bare, "mkdocs", "build", "--strict", PYTHONPATH=str(target))
        assert result.returncode == 0, result.stderr
        assert soup(bare / "site/index.html").select_one(selector) is not None


@pytest.mark.slow
def test_serving_picks_up_data_files(tmp_path: Path) -> None:
    """A changed, a new and a removed YAML file each lead to a new build."""
    import socket
    import subprocess
    import sys
    import time
    from urllib.request import urlopen

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = write(tmp_path, SMALL)
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--livereload", "-q", "-a", f"127.0.0.1:{port}"],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def shows(text: str, wanted: bool) -> bool:
        end = time.monotonic() + 40
        while time.monotonic() < end:
            try:
                with urlopen(f"http://127.0.0.1:{port}/sources/", timeout=5) as answer:
                    if (text in answer.read().decode()) is wanted:
                        return True
            except OSError:
                pass
            time.sleep(0.2)
        return False

    source = "new-one:\n  type: webpage\n  title: A new one\n"
    try:
        assert shows("Allies establish", True)
        data = folder / "content/sources/s.yml"
        data.write_text(data.read_text().replace("Allies establish", "Allies found"))
        assert shows("Allies found", True)
        (folder / "content/sources/new.yml").write_text(source)
        assert shows("A new one", True)
        (folder / "content/sources/new.yml").unlink()
        assert shows("A new one", False)
    finally:
        server.terminate()
        server.wait(20)


def test_a_strict_build_and_check_find_the_same_at_the_same_lines(tmp_path: Path) -> None:
    newer = FACTS.replace("troops-nis-2024-10-18:", "troops-nis-2024-12:").replace(
        "as_of: 2024-10-18", "as_of: 2024-12-01"
    )
    series = (FACTS + newer).replace("kind: figure", "kind: figure\n  measure: sent")
    files = {
        **SMALL,
        "content/facts/f.yml": series,
        "content/measures/m.yml": "sent:\n  label: Soldiers sent\n",
        "docs/deep/er/page.md": "# T\n\nNow [1,500][fact:troops-nis-2024-10-18] went. [@nope]\n",
    }
    folder = write(tmp_path, files)
    checked = run(folder, "plainfact", "check", "--strict")
    built = run(folder, "mkdocs", "build", "--strict")
    places = re.compile(r"^(?:WARNING +- +|ERROR +- +)?(docs/\S+: (?:error|warning): .*)$", re.M)
    assert places.findall(checked.stdout) == places.findall(built.stderr)
    assert [found.split(": ")[0] for found in places.findall(checked.stdout)] == [
        "docs/deep/er/page.md:3:18",
        "docs/deep/er/page.md:3:49",
    ]
    assert (checked.returncode, built.returncode) == (1, 1)


def test_figures_and_quotations_without_a_note_are_noted(tmp_path: Path) -> None:
    page = (
        "# T\n\nSourced [@upi-2024-10-17-msmt]. He saw 5,000 men. "
        "He had 12 [@upi-2024-10-17-msmt].\n"
        '\n- She said "nobody saw the men".\n'
    )
    folder = write(tmp_path, {**SMALL, "docs/deep/er/page.md": page})
    result = run(folder, "plainfact", "check", "--format", "json", "--strict")
    found = [
        (f["rule"], f["line"], f["column"])
        for f in json.loads(result.stdout)["findings"]
        if f["rule"].startswith("uncited")
    ]
    assert found == [("uncited-figure", 3, 33), ("uncited-quotation", 5, 3)]
    assert result.returncode == 0


def test_a_page_settles_an_ambiguous_label(tmp_path: Path) -> None:
    terms = "a:\n  term: pact\n  definition: One.\nb:\n  term: pact\n  definition: Two.\n"
    page = "---\nglossary: {prefer: [b]}\n---\n# T\n\nThe pact.\n"
    files = {
        "mkdocs.yml": "site_name: S\nplugins: ['plainfact/glossary']\n",
        "content/glossary/g.yml": terms,
        "docs/index.md": page,
    }
    site = build(write(tmp_path, files), strict=True)
    link = soup(site / "index.html").select_one("a.glossary-term")
    assert link is not None
    assert link["data-term"] == "b"
    (tmp_path / "docs/index.md").write_text("# T\n\nThe pact.\n")
    with pytest.raises(Abort):
        build(tmp_path, strict=True)


@pytest.mark.parametrize(
    ("plugin", "expected"),
    [
        ("plainfact/glossary", {"unused-term"}),
        ("plainfact/sources", {"unused-fact"}),
    ],
)
def test_records_of_an_absent_plugin_are_nobodys_concern(
    tmp_path: Path, plugin: str, expected: set[str]
) -> None:
    config = f"site_name: Bare\nplugins: ['{plugin}']\n"
    folder = write(tmp_path, {"mkdocs.yml": config, **DATA, "docs/index.md": "# H\n"})
    result = run(folder, "plainfact", "check", "--format", "json")
    rules = {f["rule"] for f in json.loads(result.stdout)["findings"]}
    assert {rule for rule in rules if rule.startswith("unused-")} == expected
