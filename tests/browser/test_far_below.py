"""On a phone, what is far below is styled a little later; nobody misses it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXPLAINER = "explainers/north-korean-troops/"
KINDS = (EXPLAINER, "glossary/", "facts/")
FAR = ".footnote > ol > li, .pf-entry, .pf-row"
NOTE = ".footnote > ol > li:last-child"
WAITING = f"""() => [...document.querySelectorAll('{FAR}')]
  .filter(e => !e.firstElementChild.checkVisibility({{contentVisibilityAuto: true}})).length"""
PLACE = "e => e.getBoundingClientRect().top"


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(
        viewport={"width": 390, "height": 800}, has_touch=True, reduced_motion="reduce"
    )
    yield context
    context.close()


def opened(context: BrowserContext, address: str, *, script: bool = True) -> Page:
    """A page after it has loaded; without our script it stays as the style sheet leaves it."""
    tab = context.new_page()
    if not script:
        tab.route("**/plainfact.js", lambda route: route.abort())
    tab.goto(address, wait_until="networkidle")
    return tab


def at_rest(tab: Page) -> bool:
    """Whether all of the page is styled in the end."""
    for _ in range(100):
        if not tab.evaluate(WAITING):
            return True
        tab.wait_for_timeout(100)
    return False


@pytest.mark.parametrize("path", KINDS)
def test_all_is_styled_in_the_end(phone: BrowserContext, address: str, path: str) -> None:
    assert opened(phone, address + path, script=False).evaluate(WAITING) > 10
    tab = opened(phone, address + path)
    assert at_rest(tab)
    spoken = phone.new_cdp_session(tab).send("Accessibility.getFullAXTree")
    headings = [n for n in spoken["nodes"] if n.get("role", {}).get("value") == "heading"]
    assert len(headings) >= tab.locator("article :is(h1, h2, h3)").count()


def test_without_the_script_it_is_there_for_who_comes_near(
    phone: BrowserContext, address: str
) -> None:
    tab = opened(phone, address + EXPLAINER, script=False)
    words = tab.locator(NOTE).evaluate("e => e.textContent.trim().slice(0, 20)")
    tab.locator(NOTE).scroll_into_view_if_needed()
    tab.wait_for_timeout(300)
    assert words in tab.locator(NOTE).inner_text()
    tab = opened(phone, address + EXPLAINER, script=False)
    tab.emulate_media(media="print")
    assert tab.evaluate(WAITING) == 0


def test_a_jump_lands_where_it_should_and_stays(phone: BrowserContext, address: str) -> None:
    tab = opened(phone, address + EXPLAINER)
    tab.evaluate(
        "name => { const a = document.createElement('a'); a.href = '#' + name; a.id = 'jump';"
        " a.textContent = 'jump'; document.querySelector('article').prepend(a); }",
        tab.locator(NOTE).get_attribute("id"),
    )
    tab.locator("#jump").click()
    tab.wait_for_timeout(500)
    landed = tab.locator(NOTE).evaluate(PLACE)
    assert 0 <= landed <= 800
    assert at_rest(tab)
    assert tab.locator(NOTE).evaluate(PLACE) == landed


@pytest.mark.parametrize("path", KINDS)
def test_who_comes_by_a_link_into_the_page_has_all_of_it_at_once(
    phone: BrowserContext, address: str, path: str
) -> None:
    tab = opened(phone, address + path + "#pf-content", script=False)
    assert tab.evaluate(WAITING) == 0


def test_who_comes_back_is_where_they_were(phone: BrowserContext, address: str) -> None:
    tab = opened(phone, address + "glossary/")
    tab.mouse.wheel(0, 4000)
    tab.wait_for_timeout(500)
    first = """() => { const e = [...document.querySelectorAll('.pf-entry')]
      .find(e => e.getBoundingClientRect().top > 60);
      return [e.textContent, e.getBoundingClientRect().top]; }"""
    name, place = tab.evaluate(first)
    tab.reload(wait_until="networkidle")
    tab.wait_for_timeout(300)
    again, now = tab.evaluate(first)
    assert again == name
    assert abs(now - place) < 2


@pytest.mark.parametrize(("width", "scripts"), [(1280, True), (390, False)])
def test_on_a_desktop_and_without_scripts_nothing_waits(
    browser: Browser, address: str, width: int, scripts: bool
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, java_script_enabled=scripts
    )
    tab = opened(context, address + EXPLAINER, script=False)
    assert tab.evaluate(WAITING) == 0
    context.close()
