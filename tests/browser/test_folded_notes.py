"""Notes of one line each: nothing is out of reach, with scripts and without."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

EXPLAINER = "explainers/arms-transfers/index.html"
NOTE = "fn:fact:voyages-rusi-2023-10-16"


def address(site: Path, fragment: str = "") -> str:
    return (site / EXPLAINER).as_uri() + fragment


def note(tab: Page) -> Locator:
    return tab.locator(f'[id="{NOTE}"]')


def test_a_note_is_one_line_until_it_is_opened(page: Page, sample_site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address(sample_site))
    box = note(page).bounding_box()
    assert box is not None
    assert box["height"] < 44
    line = note(page).locator("summary")
    assert "Reported" in line.inner_text()
    assert "16 Oct 2023" in line.inner_text()
    assert not note(page).locator(".pf-refs").is_visible()
    line.focus()
    page.keyboard.press("Enter")
    assert note(page).locator(".pf-refs").is_visible()
    assert note(page).locator(".footnote-backref").is_visible()


def test_a_link_to_a_note_shows_it(page: Page, sample_site: Path) -> None:
    page.goto(address(sample_site, f"#{NOTE}"))
    assert note(page).locator(".pf-refs").is_visible()
    page.goto(address(sample_site))
    page.evaluate(f"document.querySelector('a[href=\"#{NOTE}\"]').click()")
    note(page).locator(".pf-refs").wait_for()


def test_a_link_to_a_note_shows_it_without_scripts(browser: Browser, sample_site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address(sample_site, f"#{NOTE}"))
    assert note(tab).locator(".pf-refs").is_visible()
    others = tab.locator(f'.pf-note:not([id="{NOTE}"]) .pf-refs')
    assert not others.first.is_visible()
    tab.locator(".pf-note summary").first.click()
    assert others.first.is_visible()
    context.close()


def test_words_found_in_a_folded_note_open_it(page: Page, sample_site: Path) -> None:
    page.goto(address(sample_site, "#:~:text=making%20at%20least%20five%20round%20trips"))
    note(page).locator(".pf-refs").wait_for()


def test_in_print_every_note_is_open_and_tells_its_addresses(page: Page, sample_site: Path) -> None:
    page.goto(address(sample_site))
    page.emulate_media(media="print")
    folds = page.locator(".pf-fold")
    assert folds.count() > 20
    for index in range(0, folds.count(), 5):
        assert folds.nth(index).locator(".pf-title").first.is_visible()
    link = page.locator(".pf-refs .pf-title a").first
    shown = link.evaluate("e => getComputedStyle(e, '::after').content")
    assert "http" in shown


def test_a_popover_is_the_note_unfolded(page: Page, sample_site: Path) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address(sample_site))
    page.hover(f'a[href="#{NOTE}"]')
    opened = page.locator(".pf-pop:popover-open")
    opened.wait_for()
    assert opened.locator("details, summary").count() == 0
    assert opened.locator(".pf-refs").is_visible()
    assert opened.inner_text().count("RUSI counted") == 1


def test_an_open_note_gives_the_address_of_its_sentence(page: Page, sample_site: Path) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address(sample_site))
    page.hover(f'a[href="#{NOTE}"]')
    link = page.locator(".pf-pop__copy")
    link.wait_for()
    assert link.inner_text() == "Copy link to this sentence"
    link.click()
    page.get_by_text("Link copied").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(copied)
    assert page.evaluate("document.querySelector(':target').matches('sup[id^=\"fnref:\"]')")
