"""Every kind of page in every state, light and dark, on a phone and a desktop: axe-core.

All rules of WCAG 2.2 A and AA and axe's best practices. A page as it is loaded is looked at as a
whole; where a note, a term or the search opens, at what has opened and what it opened from (on
the explainer, at the whole page with a note open). The box before a word is typed and the one
that finds nothing are the same everywhere, and looked at on the explainer.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.axe import in_both_schemes, violations
from browser.kinds import CARRIED, KINDS, MARKS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SIZES = {"phone": (390, 800), "desktop": (1280, 900)}
OPENED = ".pf-pop:popover-open"
RESULT = ".pf-found__link"
SEARCHED = {"preview": "treaty"}
"""A word of running text, so that results show marked words; the sample site has another."""
NOWHERE = "zzzzzz"


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


def open_mark(tab: Page, selector: str) -> None:
    mark = tab.locator(selector).first
    if tab.viewport_size == {"width": 390, "height": 800}:
        mark.tap()
    else:
        mark.hover()
    tab.locator(OPENED).wait_for()


@pytest.mark.parametrize("kind", KINDS)
def test_no_rule_is_broken(window: BrowserContext, addresses: dict[str, str], kind: str) -> None:
    tab = window.new_page()
    tab.goto(addresses[kind])
    found = [f"closed, {each}" for each in in_both_schemes(tab)]

    for name, selector in MARKS.items():
        if name not in CARRIED.get(kind, ()):
            assert not tab.locator(selector).count(), f"{kind} has a {name}"
            continue
        open_mark(tab, selector)
        whole = (kind, name) == ("explainer", "fact note")
        parts = () if whole else (OPENED, "[aria-expanded=true]")
        found += [f"{name} open, {each}" for each in in_both_schemes(tab, *parts)]
        assert tab.locator(OPENED).count() == 1
        tab.keyboard.press("Escape")
        tab.locator(OPENED).wait_for(state="detached")

    others = ("", NOWHERE) if kind == "explainer" else ()
    for words in (SEARCHED.get(kind, "misreading"), *others):
        search_for(tab, words)
        found += [f"search {words!r}, {each}" for each in in_both_schemes(tab, ".md-search")]
    tab.close()
    assert not found, "\n".join(found)


def test_the_handbook_tells_what_is_looked_at() -> None:
    states = ("as it is", *(f"{mark} open" for mark in MARKS), "search open")
    rows = [("kind of page", *states), *((kind, *_cells(kind)) for kind in KINDS)]
    handbook = (Path(__file__).parents[2] / "docs/reading.md").read_text("utf-8")
    for row in rows:
        assert f"| {' | '.join(row)} |" in handbook.splitlines()


def _cells(kind: str) -> list[str]:
    carried = CARRIED.get(kind, ())
    return ["none", *("none" if mark in carried else "–" for mark in MARKS), "none"]


def search_for(tab: Page, words: str) -> None:
    if not tab.locator("#__search").is_checked():
        tab.keyboard.press("/")
    box = tab.locator(".md-search input")
    box.fill(words)
    if words not in ("", NOWHERE):
        tab.locator(f"{RESULT} mark").first.wait_for()
    else:
        tab.locator(RESULT).first.wait_for(state="detached")


FAULTS = """
<main><h1>Faults</h1>
<p style="color: #777; background: #fff">Too pale, but once.</p>
<div style="background: #222"><p style="color: #fff">Well <b style="color: #fff">seen</b>.</p></div>
<div style="background: #ddd"><p style="color: #fff">The same above another ground.</p></div>
<p style="color: #000">Black. <span style="color: #000">Black again.</span></p>
<ul><li style="color: #000">Black.<li><span>Black. <i style="color: #bbb">Pale.</i></span></ul>
<input aria-label="Pale" style="color: #ccc; background: #fff" value="Pale">
<button></button></main>
"""


def test_faults_are_found(page: Page) -> None:
    """Measuring each look once finds what measuring every text would find."""
    page.set_content(f"<html lang='en'><title>Faults</title><body>{FAULTS}{FAULTS}</body></html>")
    found = violations(page)
    assert sum(each.startswith("button-name") for each in found) == 2
    looks = sorted(each.split(": ")[1] for each in found if each.startswith("color-contrast"))
    everything = page.evaluate(
        "axe.run({runOnly: ['color-contrast']}).then(r => r.violations[0].nodes.map(n => n.html))"
    )
    assert len(looks) == len(set(everything)) == 4
