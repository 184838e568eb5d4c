"""The search box: what readers type, what they find, and how it is used without a mouse."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

import minisite
from browser.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MKDOCS = """\
site_name: Mini
site_url: http://127.0.0.1/sub/path/
theme: {name: material, font: false}
plugins:
  - search
  - plainfact/sources: {look: true, html: safe}
  - plainfact/glossary: {html: safe}
"""
FILES = {
    "mkdocs.yml": MKDOCS,
    "content/glossary/g.yml": """\
comprehensive-strategic-partnership-treaty:
  term: comprehensive strategic partnership treaty
  aliases: [Pyongyang treaty]
  definition: A pact of two neighbours, signed in summer.
zelenskyy:
  term: Volodymyr Zelenský
  definition: President of Ukraine.
cafe-accord:
  term: Café Accord
  definition: Named after where it was signed.
nis:
  term: 국가정보원
  aliases: [NIS]
  definition: An intelligence agency.
lavrov:
  term: Сергей Лавров
  definition: A minister.
partner:
  term: partner
  definition: One of two.
markup:
  term: "<img src=x onerror=alert(1)>"
  definition: "Words & *markup* <b>bold</b>."
""",
    "content/facts/f.yml": """\
troops-nis-2024-10-18:
  claim: The agency said that 1,500 soldiers had been shipped.
  as_of: 2024-10-18
  status: reported
  attributed_to: nis
  sources:
    - {id: upi-2024-10-17-msmt, quote: "an allied monitoring team of eleven nations"}
""",
    "content/sources/s.yml": """\
upi-2024-10-17-msmt:
  type: article-newspaper
  title: Allies establish monitoring team after veto
  author: [{family: Maresca, given: Thomas}]
  container-title: UPI
  issued: 2024-10-17
  DOI: 10.1234/abc.def-5
  URL: https://example.org/upi
""",
    "docs/index.md": (
        "# Home\n\nThe comprehensive strategic partnership treaty.\n\nBarter went on.\n"
    ),
    "docs/glossary.md": "# Glossary\n\n[GLOSSARY]\n",
    "docs/sources.md": "# Sources\n\n[SOURCES]\n",
    "docs/facts.md": "# Facts\n\n[FACTS]\n",
    "docs/deep/er/pact.md": (
        "---\ntitle: What did they promise?\npublished: 2024-10-20\n---\n\n"
        "# What did they promise?\n\nHelp without delay.\n\n## Who watches?\n\n"
        "A ferry crossed the gulf of & <b>calm</b> water at nightfall.\n"
    ),
    "docs/hidden.md": "---\nsearch: {exclude: true}\n---\n\n# Hidden\n\nA zebra.\n",
}
FILES |= {f"docs/more/p{n}.md": f"# Chapter {n}\n\nA heron stood by pond {n}.\n" for n in range(14)}
LINKS = ".pf-found__link"
STATUS = ".md-search [role=status]"
BOX = ".md-search input"
PAGEFIND = "performance.getEntriesByType('resource').some(e => e.name.endsWith('.pf_fragment'))"
"""Whether it has found something on this page before: from then on only its count is announced."""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to serve, with the site below a path in it."""
    folder = tmp_path_factory.mktemp("search")
    built = minisite.build(minisite.write(folder / "made", FILES), strict=True)
    shutil.copytree(built, folder / "host/sub/path")
    return folder / "host"


@pytest.fixture
def tab(page: Page, root: Path, serve: Callable[[Path], str]) -> Page:
    """An explainer deep in the site, in a desktop window."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(serve(root) + "sub/path/deep/er/pact/")
    return page


@pytest.fixture(scope="module")
def searcher(browser: Browser, root: Path) -> Iterator[Page]:
    """One page for all that only type and read."""
    complaints: list[str] = []
    with served(root) as address:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        tab = context.new_page()
        tab.on(
            "console",
            lambda said: complaints.append(said.text) if said.type == "error" else None,
        )
        tab.goto(address + "sub/path/deep/er/pact/")
        yield tab
        context.close()
    assert not complaints, "the Content-Security-Policy allows what the search needs"


@contextmanager
def phone(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 700}, has_touch=True)
    tab = context.new_page()
    tab.goto(address)
    yield tab
    context.close()


def found(tab: Page, words: str) -> list[str]:
    """The first three results for some words, once the count has been announced."""
    tab.locator(BOX).fill("")
    expect(tab.locator(LINKS)).to_have_count(0)
    tab.locator(BOX).fill(words)
    expect(tab.locator(STATUS)).to_have_text(re.compile(r"^(\d|No)"))
    if not tab.evaluate(PAGEFIND):
        # It is still on its way: its results come after those of names.
        tab.wait_for_timeout(600)
    return [" ".join(link.inner_text().split()) for link in tab.locator(LINKS).all()[:3]]


@pytest.mark.parametrize(
    ("typed", "result"),
    [
        ("comprehensive strategic partnership treaty", "Term comprehensive strategic"),
        ("comprehensiv partnersip", "Term comprehensive strategic"),
        ("comprehansiv partnarsip", "Term comprehensive strategic"),  # two wrong letters a word
        ("komprehensive treaty", "Term comprehensive strategic"),  # the first one
        ("Selenskyi", "Term Volodymyr Zelenský"),
        ("Лаврфв", "Term Сергей Лавров"),
        ("Pyongyang treaty", "Term comprehensive strategic"),
        ("Zelensky", "Term Volodymyr Zelenský"),
        ("Zelenskyy", "Term Volodymyr Zelenský"),
        ("cafe", "Term Café Accord"),
        ("국가정보", "Term 국가정보원"),
        ("Лавров", "Term Сергей Лавров"),
        ("лаврв", "Term Сергей Лавров"),
        ("Allies establish monitoring team after veto", "Source Allies establish"),
        ("10.1234/abc.def-5", "Source Allies establish"),
        ("UPI", "Source Allies establish"),
        ("Thomas Maresca", "Source Allies establish"),
        ("maresca thomas", "Source Allies establish"),
        ("soldiers shipped", "Fact The agency said"),
        ('"eleven nations"', "Fact The agency said"),
        ('"crossed the gulf"', "Explainer What did they promise? › Who watches?"),
        ("what did the ferry cross at nightfall", "Explainer What did they promise?"),
        ("signed in summer", "Term comprehensive strategic"),
    ],
)
def test_readers_find_it_in_the_first_three(searcher: Page, typed: str, result: str) -> None:
    results = found(searcher, typed)
    assert any(each.startswith(result) for each in results), results


def test_words_of_a_text_come_before_names_that_are_like_them(searcher: Page) -> None:
    """'barter' is two letters from 'partner', and is on a page."""
    assert found(searcher, "barter")[0].startswith("Page Home")
    assert found(searcher, "bartner")[0].startswith("Term partner")


def test_a_word_like_none_is_not_found(searcher: Page) -> None:
    assert found(searcher, "zzzzzz") == []


def test_a_result_leads_to_the_entry_and_the_section(tab: Page) -> None:
    found(tab, "cafe")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/sub/path/glossary/#cafe-accord")
    found(tab, '"crossed the gulf"')
    tab.locator(LINKS).first.click()
    tab.wait_for_url("**/sub/path/deep/er/pact/#who-watches")


def test_typing_opens_a_search_that_was_closed_meanwhile(tab: Page) -> None:
    """Material closes it once more 125 ms after its script has begun, where the address has a #."""
    found(tab, "cafe")
    tab.evaluate("document.getElementById('__search').click()")
    assert tab.locator(LINKS).first.evaluate("e => !!e.closest('[inert]')")
    tab.keyboard.type(" accord")
    tab.locator(LINKS).first.click()
    tab.wait_for_url("**/sub/path/glossary/#cafe-accord")


def test_nothing_found_is_markup(tab: Page) -> None:
    results = found(tab, "img src onerror")
    assert results[0].startswith("Term <img src=x onerror=alert(1)>")
    assert found(tab, '"calm water"') or found(tab, "ferry")
    assert "& calm water" in tab.locator(LINKS).first.inner_text().replace("\n", " ")
    assert tab.locator(".pf-found :is(img, b, script)").count() == 0
    assert tab.locator(".pf-found mark").count() > 0


def test_a_page_hidden_from_search_is_not_found(tab: Page) -> None:
    assert found(tab, "zebra") == []
    assert tab.locator(STATUS).inner_text() == "No matching documents"


def test_the_count_is_announced_and_more_can_be_had(tab: Page) -> None:
    found(tab, "heron")
    assert tab.locator(STATUS).inner_text() == "14 matching documents"
    assert tab.locator(LINKS).count() == 10
    for _ in range(11):
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    expect(tab.locator(LINKS)).to_have_count(14)
    expect(tab.locator(LINKS).nth(10)).to_be_focused()
    assert tab.locator(STATUS).inner_text() == "14 matching documents"


def test_without_a_mouse(tab: Page) -> None:
    focused = "document.activeElement.className || document.activeElement.tagName"
    tab.keyboard.press("/")
    assert "md-search__input" in tab.evaluate(focused)
    tab.keyboard.type("soldiers")
    tab.locator(LINKS).first.wait_for()
    tab.keyboard.press("ArrowDown")
    assert "pf-found__link" in tab.evaluate(focused)
    tab.keyboard.press("ArrowUp")
    assert "md-search__input" in tab.evaluate(focused)
    tab.keyboard.press("Escape")
    assert not tab.locator("#__search").is_checked()
    # In one step: more results may still take the place of those that are there.
    inert = "name => !!document.querySelector(name).closest('[inert]')"
    assert tab.evaluate(inert, LINKS), "closed is out of reach"
    tab.keyboard.press("s")
    assert tab.locator("#__search").is_checked()
    assert tab.locator(BOX).input_value() == "soldiers", "the key that opens is not typed"
    for _ in range(20):
        tab.keyboard.press("Tab")
        if not tab.locator("#__search").is_checked():
            break
    assert not tab.locator("#__search").is_checked(), "Tab leaves the results, and closes them"


def test_on_a_phone(browser: Browser, root: Path, serve: Callable[[Path], str]) -> None:
    with phone(browser, serve(root) + "sub/path/") as tab:
        tab.locator("label.md-header__button[for=__search]").tap()
        tab.locator(BOX).fill("cafe")
        tab.locator(LINKS).first.wait_for()
        tab.locator(LINKS).first.tap()
        tab.wait_for_url("**/sub/path/glossary/#cafe-accord")
        assert not tab.locator("#__search").is_checked()


def test_nothing_of_it_is_loaded_before_somebody_searches(tab: Page) -> None:
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    tab.reload()
    tab.wait_for_load_state("networkidle")
    assert not [name for name in asked if name.startswith(("search_index", "names-", "pagefind."))]
    tab.focus(BOX)
    tab.wait_for_load_state("networkidle")
    assert "names-0.js" in asked
    assert not [name for name in asked if name.startswith("search_index")]


def test_an_address_can_ask(tab: Page) -> None:
    tab.goto(tab.url + "?q=cafe")
    tab.locator(LINKS).first.wait_for()
    assert "Café Accord" in tab.locator(LINKS).first.inner_text()


def test_from_a_folder_names_are_found(page: Page, root: Path) -> None:
    page.goto((root / "sub/path/index.html").as_uri())
    assert found(page, "comprehensiv partnersip")[0].startswith("Term comprehensive strategic")
    assert page.locator(STATUS).inner_text() == "1 matching document"
    assert found(page, "comprehansiv partnarsip")[0].startswith("Term comprehensive strategic")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    def digest(folder: Path) -> dict[str, str]:
        built = minisite.build(minisite.write(folder, FILES)) / "search"
        return {
            str(path.relative_to(built)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(built.rglob("*"))
            if path.is_file() and path.name != "search_index.json"
        }

    first = digest(tmp_path / "one")
    assert any(name.endswith(".pf_index") for name in first)
    assert first == digest(tmp_path / "two")
    assert first == digest(tmp_path / "one"), "a second build leaves no old file behind"


def test_materials_own_search_where_ours_is_not_wanted(tmp_path: Path) -> None:
    files = {**FILES, "mkdocs.yml": MKDOCS.replace("look: true", "look: true, search: false")}
    built = minisite.build(minisite.write(tmp_path / "site", files))
    html = (built / "index.html").read_text()
    assert 'data-md-component="search"' in html
    assert "data-pf-search" not in html
    assert not (built / "search/names-0.js").exists()


def test_without_pagefind_materials_own_stays(tmp_path: Path) -> None:
    folder = minisite.write(tmp_path / "site", FILES)
    blocker = "raise ImportError('not installed')\n"
    minisite.write(tmp_path, {"path/pagefind/__init__.py": blocker})
    done = minisite.run(folder, "mkdocs", "build", "-q", PYTHONPATH=str(tmp_path / "path"))
    assert done.returncode == 0, done.stderr
    assert 'data-md-component="search"' in (folder / "site/index.html").read_text()
    wanted = MKDOCS.replace("look: true", "look: true, search: true")
    minisite.write(folder, {"mkdocs.yml": wanted})
    done = minisite.run(folder, "mkdocs", "build", "-q", PYTHONPATH=str(tmp_path / "path"))
    assert done.returncode
    assert "plainfact[search]" in done.stderr


def test_the_matching_library_is_what_npm_has(node_modules: Path) -> None:
    ours = Path(minisite.__file__).parent.parent / "plugins/plainfact/search_theme/assets"
    theirs = node_modules / "@leeoniya/ufuzzy"
    assert (ours / "ufuzzy.js").read_bytes() == (theirs / "dist/uFuzzy.iife.min.js").read_bytes()
    assert (ours / "ufuzzy.LICENSE.txt").read_bytes() == (theirs / "LICENSE").read_bytes()
