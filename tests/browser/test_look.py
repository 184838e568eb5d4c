"""The look: templates, style sheet and popovers on Material's real frame."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import plainfact
from browser.kinds import PALETTE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

THEME = Path(plainfact.__file__).parent / "theme"

# What plainfact/sources does where `look: true`; these tests look at the theme alone.
HOOK = f"""
def on_config(config):
    at = 1 if config.theme.custom_dir else 0
    config.theme.dirs.insert(at, {str(THEME)!r})
    config.extra_css.insert(0, "assets/plainfact.css")
    config.extra_javascript.insert(0, "assets/plainfact.js")
    return config
"""
CONFIG = f"""
site_name: Mini
site_url: http://127.0.0.1/
theme:
  name: material
  font: false
{PALETTE}  features: [FEATURES]
use_directory_urls: false
hooks: [hook.py]
plugins: [search]
markdown_extensions: [toc: {{permalink: true}}]
"""
ARTICLE = """\
---
title: How many soldiers went?
summary_text: Counts run from 10 to 15 & are "disputed" <b>.
authors: [Desk, "<img src=x onerror=alert(1)>"]
published: 2026-11-20
updated: 2026-11-23
---

## How many were sent?

<p id="text">Seoul said <data class="fact" value="1500" data-fact="a" data-status="reported">about
1,500 soldiers</data><span class="pf-said"> (Oct 2024; since revised)</span>,<sup
id="fnref:fact:a"><a class="footnote-ref" href="#fn:fact:a" role="doc-noteref"
aria-label="Note 1">1</a></sup> says the <a class="glossary-term" href="words.html#nis"
data-term="nis" id="term:nis">NIS</a>, and a treaty.<sup id="fnref:source:b"><a
class="footnote-ref" href="#fn:source:b" role="doc-noteref" aria-label="Note 2">2</a></sup>
<a id="after" href="words.html">Words</a></p>

<ul class="pf-cards"><li class="pf-card"><h3><a href="words.html">A question, and a long one at
that?</a></h3><p>Summary</p><p class="pf-card__meta">5 facts</p></li></ul>

<figure class="pf-measure"><figcaption><b>Sent</b> <span>All.</span></figcaption>
<table class="pf-table"><thead><tr><th scope="col">Who</th><th scope="col">When</th>
<th scope="col">Figure</th><th scope="col">Standing</th></tr></thead><tbody>
<tr class="pf-earlier"><th scope="row">Multilateral Sanctions Monitoring Team</th>
<td>18 Oct 2024</td><td>about 1,500 soldiers</td><td>Reported, since revised</td></tr>
</tbody></table></figure>

<div class="footnote" role="doc-endnotes" aria-label="Notes and sources"><hr /><ol>
<li id="fn:fact:a" class="pf-note" data-status="reported"><p class="pf-note__claim">The agency
said that about 1,500 were sent.</p><p class="pf-note__standing"><span class="pf-standing"
data-status="reported">Reported</span>: one party says so. <span class="pf-by">NIS, 18 October
2024.</span></p><ul class="pf-refs"><li><cite class="pf-title"><a href="https://example.org/one"
rel="noopener">A title</a></cite>, <q class="pf-quote">words</q></li></ul>
<p class="pf-note__meta">Last checked 1 May 2026. <a class="footnote-backref"
role="doc-backlink" href="#fnref:fact:a" aria-label="Back to note 1 in the text">↩</a></p></li>
<li id="fn:source:b" class="pf-note"><p class="pf-note__reference"><cite class="pf-title"><a
href="https://example.org/two/with-an-address-that-is-long-enough-to-overflow-a-narrow-screen"
rel="noopener">https://example.org/two/with-an-address-that-is-long-enough-to-overflow</a></cite>
</p><p><a class="footnote-backref" role="doc-backlink" href="#fnref:source:b"
aria-label="Back to note 2 in the text">↩</a></p></li>
</ol></div>

<template id="pop:nis"><p class="pf-pop__term">NIS</p><p class="pf-entry__definition">South
Korea's <a class="glossary-term" href="words.html#seoul" data-term="seoul">intelligence</a>
service.</p></template>
"""
WORDS = '# Words\n\n<h3 id="nis">NIS</h3>\n\nPlain text.\n'

NOTE = ".pf-pop:popover-open"
FIRST, SECOND = '[id="fnref:fact:a"] > a', '[id="fnref:source:b"] > a'


def build(folder: Path, features: str = "", **files: str) -> Path:
    """A site of two pages, and whatever `files` add (path with __ for /, suffix _html)."""
    (folder / "docs").mkdir(parents=True)
    (folder / "hook.py").write_text(HOOK, encoding="utf-8")
    config = CONFIG.replace("FEATURES", features)
    if files:
        config = config.replace("  font: false", "  font: false\n  custom_dir: overrides")
    (folder / "mkdocs.yml").write_text(config, encoding="utf-8")
    (folder / "docs" / "index.md").write_text(ARTICLE, encoding="utf-8")
    (folder / "docs" / "words.md").write_text(WORDS, encoding="utf-8")
    for name, text in files.items():
        (folder / "overrides").mkdir(exist_ok=True)
        (folder / "overrides" / f"{name}.html").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "-q"],
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site, shared by all tests that only look at it."""
    return build(tmp_path_factory.mktemp("look") / "site")


@pytest.fixture
def article(page: Page, site: Path, serve: Callable[[Path], str]) -> Iterator[Page]:
    """The article in a desktop window; whatever the console complains of fails the test."""
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(serve(site) + "index.html")
    yield page
    assert not complaints


@contextmanager
def phone(browser: Browser, address: str, width: int = 390) -> Iterator[Page]:
    """A page on a small screen that is touched."""
    context = browser.new_context(
        viewport={"width": width, "height": 700}, has_touch=True, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.goto(address)
    yield tab
    context.close()


def test_a_note_opens_on_hover_and_leaves_with_the_pointer(article: Page) -> None:
    article.hover(FIRST)
    opened = article.locator(NOTE)
    opened.wait_for()
    assert "The agency said" in opened.inner_text()
    assert opened.locator(".footnote-backref, [id]").count() == 0
    assert opened.get_attribute("aria-label") == "Note 1"
    opened.hover()
    article.wait_for_timeout(500)
    assert opened.count() == 1, "the pointer may enter the popover"
    article.mouse.move(5, 500)
    opened.wait_for(state="detached")


def test_a_pointer_that_passes_by_opens_nothing(article: Page) -> None:
    article.hover(FIRST)
    article.mouse.move(5, 500)
    article.wait_for_timeout(500)
    assert article.locator(NOTE).count() == 0


def test_keyboard_opens_enters_leaves_and_closes(article: Page) -> None:
    article.focus(FIRST)
    article.keyboard.press("Shift+Tab")
    article.keyboard.press("Tab")
    opened = article.locator(NOTE)
    opened.wait_for()
    focused = "document.activeElement.textContent.trim()"
    article.keyboard.press("Tab")
    assert article.evaluate(focused) == "A title"
    article.keyboard.press("Tab")
    assert article.evaluate(focused) == "Go to note 1"
    article.keyboard.press("Shift+Tab")
    article.keyboard.press("Shift+Tab")
    assert article.evaluate(focused) == "1"
    assert opened.count() == 1
    article.keyboard.press("Escape")
    opened.wait_for(state="detached")
    assert article.evaluate(focused) == "1", "Escape stays on the mark"
    assert article.locator(FIRST).get_attribute("aria-expanded") == "false"
    article.keyboard.press("Tab")
    opened.wait_for()
    assert opened.get_attribute("aria-label") == "NIS"
    article.keyboard.press("Tab")
    article.keyboard.press("Tab")
    article.keyboard.press("Tab")
    assert article.evaluate(focused) == "2", "Tab goes on after the mark, not at the page's end"
    assert article.locator(NOTE).count() == 1, "one at a time"


def test_escape_inside_a_note_returns_to_its_mark(article: Page) -> None:
    article.focus(FIRST)
    article.keyboard.press("Shift+Tab")
    article.keyboard.press("Tab")
    article.locator(NOTE).wait_for()
    article.keyboard.press("Tab")
    article.keyboard.press("Escape")
    article.locator(NOTE).wait_for(state="detached")
    assert article.evaluate("document.activeElement.matches('a.footnote-ref')")


def test_go_to_note_leads_there(article: Page) -> None:
    article.hover(FIRST)
    article.click(f"{NOTE} .pf-pop__go")
    article.locator(NOTE).wait_for(state="detached")
    assert article.url.endswith("#fn:fact:a")


def test_a_term_shows_its_definition_without_terms_in_it(article: Page) -> None:
    article.hover(".glossary-term")
    opened = article.locator(NOTE)
    opened.wait_for()
    assert "intelligence service" in " ".join(opened.inner_text().split())
    assert opened.locator("[data-term]").count() == 0


def test_a_click_follows_the_link(article: Page) -> None:
    article.click(FIRST)
    assert article.url.endswith("#fn:fact:a")


def test_a_tap_opens_a_sheet(browser: Browser, site: Path, serve: Callable[[Path], str]) -> None:
    with phone(browser, serve(site) + "index.html") as tab:
        tab.tap(FIRST)
        opened = tab.locator(NOTE)
        opened.wait_for()
        box = opened.bounding_box()
        assert box is not None
        assert (box["x"], box["width"]) == (0, 390)
        assert round(box["y"] + box["height"]) == 700
        mark = tab.locator(FIRST).bounding_box()
        assert mark is not None
        assert mark["y"] + mark["height"] <= box["y"] + 8, "the sentence stays above the sheet"
        tab.tap(f"{NOTE} .pf-pop__close")
        opened.wait_for(state="detached")
        assert "#" not in tab.url


@pytest.mark.parametrize("page_name", ["index.html", "words.html"])
def test_no_horizontal_scroll_at_320_pixels(
    browser: Browser, site: Path, serve: Callable[[Path], str], page_name: str
) -> None:
    with phone(browser, serve(site) + page_name, width=320) as tab:
        tab.wait_for_timeout(100)
        widest = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
        assert tab.evaluate(widest) <= 320


def test_marks_are_24_pixels_wide_and_high(article: Page) -> None:
    for selector in (FIRST, SECOND, ".footnote-backref"):
        box = article.locator(selector).first.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 24, selector


def test_an_article_has_a_header_and_nothing_in_it_is_markup(article: Page) -> None:
    assert article.locator("h1").inner_text() == "How many soldiers went?"
    assert (
        article.locator(".pf-dek").inner_text() == 'Counts run from 10 to 15 & are "disputed" <b>.'
    )
    meta = article.locator(".pf-meta").inner_text()
    assert "By Desk" in meta
    assert "20 November 2026" in meta
    assert article.locator(".pf-head img").count() == 0
    assert article.locator(".pf-foot").count() == 1


def test_a_page_without_front_matter_has_no_header(page: Page, site: Path) -> None:
    page.goto((site / "words.html").as_uri())
    assert page.locator(".pf-head, .pf-foot").count() == 0


def test_skip_link_leads_to_the_title(article: Page) -> None:
    article.keyboard.press("Tab")
    assert article.evaluate("document.activeElement.matches('.pf-skip')")
    article.keyboard.press("Enter")
    assert article.evaluate("document.activeElement.id") == "pf-content"


def test_search_and_menu_have_names_and_a_keyboard(
    browser: Browser, site: Path, serve: Callable[[Path], str]
) -> None:
    with phone(browser, serve(site) + "index.html") as tab:
        assert tab.locator(".md-search").get_attribute("aria-label") == "Search"
        menu = tab.get_by_role("button", name="Navigation")
        menu.focus()
        tab.keyboard.press("Enter")
        assert tab.locator("#__drawer").is_checked()


def test_from_the_file_system(page: Page, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    page.hover(FIRST)
    page.locator(NOTE).wait_for()


def test_without_scripts_marks_are_links(
    browser: Browser, site: Path, serve: Callable[[Path], str]
) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(serve(site) + "index.html")
    tab.click(FIRST)
    assert tab.url.endswith("#fn:fact:a")
    context.close()


def test_instant_navigation_and_a_sites_own_main_template(
    page: Page, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    own = '{% extends "base.html" %}{% block announce %}Ours{% endblock %}'
    built = build(tmp_path / "own", "navigation.instant", main=own)
    address = serve(built)
    sitemap = built / "sitemap.xml"  # says which pages may be fetched, and at which port
    words = sitemap.read_text(encoding="utf-8").replace("http://127.0.0.1/", address)
    sitemap.write_text(words, encoding="utf-8")
    page.goto(address + "words.html", wait_until="networkidle")
    page.evaluate("window.kept = true")
    page.click(".md-nav--primary a.md-nav__link[href$='index.html']")
    page.locator(".pf-head").wait_for()
    assert page.evaluate("window.kept"), "no full reload"
    assert page.locator(".md-banner").inner_text() == "Ours"
    page.hover(FIRST)
    page.locator(NOTE).wait_for()
