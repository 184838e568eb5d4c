"""A browser agrees with the policy: nothing on any kind of page is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.kinds import KINDS, PREVIEW, SAMPLE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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


@pytest.fixture(scope="module")
def guarded(browser: Browser) -> Iterator[Page]:
    """A tab that notes what the policy refuses, before any script of a page runs."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(LISTEN)
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(guarded: Page) -> Iterator[list[str]]:
    """Errors in the browser's console, from any page of the tab."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            said.append(message.text)

    guarded.on("console", listen)
    yield said
    guarded.remove_listener("console", listen)


def test_the_test_would_notice(guarded: Page, addresses: dict[str, str]) -> None:
    guarded.goto(addresses["plain"])
    guarded.evaluate("document.body.setAttribute('onclick', 'alert(1)')")
    guarded.evaluate("document.body.click()")
    guarded.wait_for_function("refused.length")
    assert refused(guarded)[0].startswith("script-src-attr")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_refused_over_http(
    guarded: Page, complaints: list[str], addresses: dict[str, str], kind: str
) -> None:
    visit(guarded, addresses[kind])
    guarded.keyboard.press("/")
    guarded.keyboard.type("treaty")
    guarded.locator(".pf-found a").first.wait_for()
    assert refused(guarded) == []
    assert complaints == []


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "missing"])
def test_nothing_is_refused_from_the_file_system(
    guarded: Page, sample_site: Path, preview_site: Path, kind: str
) -> None:
    page = preview_site / PREVIEW if kind == "preview" else sample_site / SAMPLE[kind]
    visit(guarded, (page / "index.html").as_uri())
    assert refused(guarded) == []


def test_below_a_sub_path_pages_and_notes_work(
    guarded: Page, sample_site: Path, serve: Callable[[Path], str], tmp_path: Path
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/er").symlink_to(sample_site)
    address = serve(tmp_path)
    for kind in ("home", "explainer"):
        visit(guarded, f"{address}deep/er/{SAMPLE[kind]}")
        assert refused(guarded) == []
    guarded.click("article a.glossary-term")
    assert guarded.url.startswith(f"{address}deep/er/glossary/#")
