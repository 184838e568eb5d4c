"""An explainer read in all the ways people read, as far as notes and terms go: narrow, in forced
colours, without a mouse, without scripts. What holds for every kind of page: test_walks.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXPLAINER = "explainers/north-korean-troops/"
OPENED = ".pf-pop:popover-open"
TERM = ".md-content a.glossary-term[data-term]"
NOTE = ".md-content a.footnote-ref"
FOCUSED = "document.activeElement"


@pytest.fixture(scope="module")
def narrow(browser: Browser) -> Iterator[Page]:
    """A window of 320 pixels: what is left of 1280 at 400 % zoom (WCAG 1.4.10)."""
    context = browser.new_context(
        viewport={"width": 320, "height": 640}, has_touch=True, reduced_motion="reduce"
    )
    yield context.new_page()
    context.close()


def test_a_sheet_is_inside_a_narrow_window(narrow: Page, address: str) -> None:
    narrow.goto(address + EXPLAINER)
    for mark in (narrow.locator(NOTE).first, narrow.locator(TERM).first):
        mark.tap()
        sheet = narrow.locator(OPENED)
        sheet.wait_for()
        box = sheet.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["y"] >= 0
        assert box["x"] + box["width"] <= 320
        assert box["y"] + box["height"] <= 640
        close = sheet.locator(".pf-pop__close")
        button = close.bounding_box()
        assert button is not None
        assert button["y"] > 320, "within reach of the thumb: in the lower half"
        assert min(button["width"], button["height"]) >= 24
        assert narrow.locator(OPENED).count() == 1, "one at a time"
        close.tap()
        sheet.wait_for(state="detached")


def test_forced_colours_keep_marks_and_edges(browser: Browser, address: str) -> None:
    context = browser.new_context(
        forced_colors="active", viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    tab = context.new_page()
    tab.goto(address + EXPLAINER)
    underlined = "e => getComputedStyle(e).textDecorationLine"
    assert tab.locator(TERM).first.evaluate(underlined) == "underline"
    tab.locator(NOTE).first.hover()
    opened = tab.locator(OPENED)
    opened.wait_for()
    assert opened.evaluate("e => parseFloat(getComputedStyle(e).borderTopWidth)") >= 1
    context.close()


def test_the_keyboard_alone_reaches_the_story_and_its_sources(
    browser: Browser, address: str
) -> None:
    """From the top of the page: skip the frame, read a note, follow it, and come back."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(address + EXPLAINER)
    tab.keyboard.press("Tab")
    tab.keyboard.press("Enter")
    assert tab.evaluate(f"{FOCUSED}.id") == "pf-content"
    for _ in range(40):
        tab.keyboard.press("Tab")
        box = tab.evaluate(
            f"(r => [r.width, r.height, r.top, innerHeight])({FOCUSED}.getBoundingClientRect())"
        )
        assert box[0] > 0
        assert 0 <= box[2] < box[3], "what has the focus is in sight"
        outline = tab.evaluate(
            f"(s => s.outlineStyle !== 'none' || s.boxShadow !== 'none')"
            f"(getComputedStyle({FOCUSED}))"
        )
        assert outline, tab.evaluate(f"{FOCUSED}.outerHTML.slice(0, 200)")
        if tab.evaluate(f"{FOCUSED}.matches('a.footnote-ref')"):
            break
    assert tab.evaluate(f"{FOCUSED}.matches('a.footnote-ref')")
    mark = tab.evaluate(f"{FOCUSED}.parentElement.id")
    tab.locator(OPENED).wait_for()
    tab.keyboard.press("Enter")
    note = tab.evaluate("decodeURIComponent(location.hash.slice(1))")
    assert note.startswith("fn:")
    back = tab.locator(f'[id="{note}"] .footnote-backref').first
    back.focus()
    tab.keyboard.press("Enter")
    assert tab.evaluate("decodeURIComponent(location.hash.slice(1))") == mark
    context.close()


def test_without_scripts_every_mark_leads_there_and_back(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address + EXPLAINER)
    note = tab.locator(NOTE).first
    target = (note.get_attribute("href") or "").lstrip("#")
    note.click()
    assert tab.url.endswith("#" + target)
    tab.locator(f'[id="{target}"] .footnote-backref').first.click()
    assert "#fnref" in tab.url
    term = tab.locator(TERM).first
    key = term.get_attribute("data-term")
    term.click()
    assert tab.url.endswith(f"glossary/#{key}")
    back = tab.locator(f'[data-entry="{key}"] .pf-uses a').first
    back.click()
    assert f"#term:{key}" in tab.url
    assert not tab.locator(".md-search").is_visible(), "a box that cannot work is not shown"
    context.close()
