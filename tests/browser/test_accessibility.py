"""Every kind of page, closed and open, light and dark, on a phone and a desktop: axe-core.

All rules of WCAG 2.2 A and AA and axe's best practices. What changes with the colour scheme
are colours, so the second scheme is held against the rules of colour; what changes when
something opens is what has opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from browser.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}},
}
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
KINDS = {
    "home": "",
    "explainer": "explainers/north-korean-troops/",
    "glossary": "glossary/",
    "sources": "sources/",
    "facts": "facts/",
    "timeline": "timeline/",
    "corrections": "corrections/",
    "plain": "about/",
    "missing": "404.html",
}
WITH_MARKS = ("explainer", "facts", "glossary")
SIZES = {"phone": (390, 800), "desktop": (1280, 900)}
OPENED = ".pf-pop:popover-open"


@pytest.fixture(scope="module")
def address(sample_site: Path) -> Iterator[str]:
    with served(sample_site) as found:
        yield found


@pytest.fixture(scope="module", params=sorted(SIZES))
def window(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """One window for all pages of a size."""
    width, height = SIZES[request.param]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        has_touch=request.param == "phone",
        reduced_motion="reduce",
        color_scheme="light",
    )
    yield context
    context.close()


def violations(tab: Page, options: dict[str, Any], context: str | None = None) -> list[str]:
    found = Axe().run(tab, context=context, options=options).response["violations"]
    return [
        f"{rule['id']}: {node['target']} {node['html'][:200]} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def in_both_schemes(tab: Page, context: str | None = None) -> list[str]:
    found = violations(tab, ALL, context)
    tab.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(tab, COLOURS, context)]
    tab.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_as_it_is(window: BrowserContext, address: str, kind: str) -> None:
    tab = window.new_page()
    tab.goto(address + KINDS[kind])
    found = in_both_schemes(tab)
    tab.close()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("kind", WITH_MARKS)
def test_with_a_note_or_term_open(window: BrowserContext, address: str, kind: str) -> None:
    tab = window.new_page()
    tab.goto(address + KINDS[kind])
    marks = ["a.glossary-term"] + ["a.footnote-ref"] * (kind == "explainer")
    for mark in marks:
        first = tab.locator(f".md-content {mark}").first
        if tab.viewport_size == {"width": 390, "height": 800}:
            first.tap()
        else:
            first.hover()
        tab.locator(OPENED).wait_for()
        found = in_both_schemes(tab, OPENED)
        assert not found, "\n".join(found)
        tab.keyboard.press("Escape")
    tab.close()


def test_with_the_search_open(window: BrowserContext, address: str) -> None:
    tab = window.new_page()
    tab.goto(address + KINDS["explainer"])
    tab.keyboard.press("/")
    found = in_both_schemes(tab, ".md-search")
    tab.keyboard.type("misreading")
    tab.locator(".pf-found mark").first.wait_for()
    found += in_both_schemes(tab, ".md-search")
    tab.locator(".md-search input").fill("zzzzzz")
    tab.locator(".pf-found__link").first.wait_for(state="detached")
    found += in_both_schemes(tab, ".md-search")
    tab.close()
    assert not found, "\n".join(found)
