"""A browser agrees with the policy: nothing on any kind of page is refused."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

KINDS = {
    "home": "index.html",
    "explainer": "explainers/north-korean-troops/index.html",
    "glossary": "glossary/index.html",
    "facts": "facts/index.html",
    "sources": "sources/index.html",
    "timeline": "timeline/index.html",
    "corrections": "corrections/index.html",
    "about": "about/index.html",
    "topics": "topics/index.html",
    "404": "404.html",
}
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", e =>
  refused.push([e.violatedDirective, e.blockedURI, e.sample].join(" ")));"""
MARK = "article a.footnote-ref"


def visit(tab: Page, address: str) -> None:
    """Open a page, a note, the palette and the search, as a reader would."""
    tab.goto(address)
    if tab.locator(MARK).count():
        tab.locator(MARK).first.focus()
        tab.keyboard.press("Shift+Tab")
        tab.keyboard.press("Tab")
        tab.locator(".pf-pop:popover-open").wait_for()
        tab.keyboard.press("Escape")
    tab.locator("label[for^=__palette]:visible").first.click()


def refused(tab: Page) -> Any:
    return tab.evaluate("window.refused")


@pytest.fixture
def guarded(context: BrowserContext) -> Page:
    """A tab that notes what the policy refuses, before any script of the page runs."""
    tab = context.new_page()
    tab.add_init_script(LISTEN)
    return tab


def test_the_test_would_notice(guarded: Page, sample_site: Path) -> None:
    guarded.goto((sample_site / KINDS["about"]).as_uri())
    guarded.evaluate("document.body.setAttribute('onclick', 'alert(1)')")
    guarded.evaluate("document.body.click()")
    guarded.wait_for_function("refused.length")
    assert refused(guarded)[0].startswith("script-src-attr")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_refused_over_http(
    guarded: Page, sample_site: Path, serve: Callable[[Path], str], kind: str
) -> None:
    complaints: list[str] = []
    guarded.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    visit(guarded, serve(sample_site) + KINDS[kind])
    guarded.keyboard.press("/")
    guarded.keyboard.type("treaty")
    guarded.locator(".md-search-result__item a, .pf-found a").first.wait_for()
    assert refused(guarded) == []
    assert [text for text in complaints if text.startswith("error")] == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "404"])
def test_nothing_is_refused_from_the_file_system(
    guarded: Page, sample_site: Path, kind: str
) -> None:
    visit(guarded, (sample_site / KINDS[kind]).as_uri())
    assert refused(guarded) == []


def test_below_a_sub_path_pages_and_notes_work(
    guarded: Page, sample_site: Path, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    shutil.copytree(sample_site, tmp_path / "deep/er")
    address = serve(tmp_path)
    for kind in ("home", "explainer"):
        visit(guarded, f"{address}deep/er/{KINDS[kind]}")
        assert refused(guarded) == []
    guarded.click("article a.glossary-term")
    assert guarded.url.startswith(f"{address}deep/er/glossary/#")
