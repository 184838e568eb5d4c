"""Light and dark: what the system asks for, what the reader chose, and neither with a flash."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import minisite
from browser.kinds import CONFIG

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXPLAINER = "explainers/north-korean-troops/"
DARK, LIGHT = "body[data-md-color-scheme=slate]", "body[data-md-color-scheme=default]"
BUTTON = "label[for^=__palette]:visible"
PAPER = "getComputedStyle(document.body).backgroundColor"
WHITE = "rgb(255, 255, 255)"
AUTOMATIC = CONFIG.replace(
    "  palette:\n",
    '  palette:\n    - {media: "(prefers-color-scheme)", toggle: {icon: material/weather-night, '
    "name: Light}}\n",
)


@pytest.fixture
def dark(browser: Browser) -> Iterator[BrowserContext]:
    """A reader whose system is dark."""
    context = browser.new_context(color_scheme="dark")
    yield context
    context.close()


def test_a_dark_system_needs_no_script_file(dark: BrowserContext, address: str) -> None:
    """Nothing of the page is painted light before a script has come over the line."""
    dark.route("**/*.js", lambda route: route.abort())
    tab = dark.new_page()
    tab.goto(address + EXPLAINER)
    tab.locator(DARK).wait_for()
    assert tab.evaluate(PAPER) != WHITE
    assert tab.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_the_system_is_followed_while_somebody_reads(dark: BrowserContext, address: str) -> None:
    tab = dark.new_page()
    tab.goto(address + EXPLAINER)
    night = tab.evaluate(PAPER)
    tab.emulate_media(color_scheme="light")
    tab.locator(LIGHT).wait_for()
    assert tab.evaluate(PAPER) == WHITE
    tab.emulate_media(color_scheme="dark")
    tab.locator(DARK).wait_for()
    assert tab.evaluate(PAPER) == night


def test_a_choice_is_kept_and_goes_before_the_system(dark: BrowserContext, address: str) -> None:
    tab = dark.new_page()
    tab.goto(address + EXPLAINER)
    tab.locator(BUTTON).click()
    tab.locator(LIGHT).wait_for()
    tab.goto(address + "glossary/")
    tab.locator(LIGHT).wait_for()
    tab.emulate_media(color_scheme="light")
    tab.emulate_media(color_scheme="dark")
    tab.wait_for_timeout(100)
    assert tab.evaluate(PAPER) == WHITE
    tab.locator(BUTTON).click()
    tab.locator(DARK).wait_for()


def test_a_choice_made_under_materials_own_button_is_kept(
    dark: BrowserContext, address: str
) -> None:
    tab = dark.new_page()
    tab.goto(address)
    tab.evaluate("""() => __md_set("__palette", {index: 0, color: {
      media: "(prefers-color-scheme: light)", scheme: "default",
      primary: "custom", accent: "custom"}})""")
    tab.reload()
    tab.locator(LIGHT).wait_for()


def test_the_keyboard_chooses_and_one_button_is_shown(page: Page, address: str) -> None:
    page.goto(address + EXPLAINER)
    names = []
    page.locator(".md-option:checked").focus()
    for scheme in (DARK, LIGHT):
        assert page.locator(BUTTON).count() == 1
        page.keyboard.press("Enter")
        page.locator(scheme).wait_for()
        names.append(page.evaluate("document.activeElement.getAttribute('aria-label')"))
    assert names == ["Switch to light", "Switch to dark"], "the focus is on what comes next"


def test_the_browsers_own_frame_has_the_headers_colour(page: Page, address: str) -> None:
    theme = "document.querySelector('meta[name=theme-color]').content"
    page.goto(address + EXPLAINER)
    page.wait_for_function(f"{theme} === '{WHITE}'")
    page.locator(BUTTON).click()
    page.wait_for_function(f"{theme} !== '{WHITE}'")
    header = "getComputedStyle(document.querySelector('.md-header')).backgroundColor"
    assert page.evaluate(f"{theme} === {header}")


def test_an_automatic_choice_follows_the_system(
    dark: BrowserContext, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    site = minisite.write(
        tmp_path / "site", {"mkdocs.yml": AUTOMATIC, **minisite.DATA, **minisite.PAGES}
    )
    tab = dark.new_page()
    tab.goto(serve(minisite.build(site)))
    tab.locator(DARK).wait_for()
    for scheme in (LIGHT, DARK, DARK):  # chosen light, chosen dark, left to the system again
        tab.locator(BUTTON).click()
        tab.locator(scheme).wait_for()
    tab.emulate_media(color_scheme="light")
    tab.locator(LIGHT).wait_for()


def test_without_storage_the_page_has_colours(dark: BrowserContext, address: str) -> None:
    """A reader may forbid a site to keep anything."""
    dark.add_init_script(
        "Storage.prototype.getItem = () => { throw new DOMException('no', 'SecurityError'); }"
    )
    tab = dark.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(address + EXPLAINER)
    tab.locator(DARK).wait_for()
    assert not errors
