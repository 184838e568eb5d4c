"""How much of a page the browser styles while it loads: each element about once.

A slow phone styles some ten elements a millisecond. A class or attribute that a script sets on
the page's root, or an element put back beside others, may have all of them styled anew; each
such time kept a phone busy for a quarter of a second, and a tap on a mark waiting.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TIMES = 2.0
"""Times that an element may be styled on average. As a page arrives in parts, the first and last
elements of each part are styled twice; Material's bare script alone makes it five and more."""
KINDS = ("explainers/north-korean-troops/", "explainers/arms-transfers/", "glossary/", "facts/")


def styled(browser: Browser, tab: Page, address: str) -> int:
    """Elements styled until the page is at rest, one counted each time that it is."""
    browser.start_tracing(page=tab, categories=["devtools.timeline"])
    tab.goto(address, wait_until="networkidle")
    tab.wait_for_timeout(500)  # what our scripts leave for idle moments
    events = json.loads(browser.stop_tracing())["traceEvents"]
    counted: Counter[int] = Counter()  # by process: the page's own has most
    for event in events:
        if event["name"] == "UpdateLayoutTree":
            counted[event["pid"]] += event["args"].get("elementCount", 0)
    return counted.most_common(1)[0][1]


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", KINDS)
def test_each_element_is_styled_about_once(
    browser: Browser, sample_site: Path, path: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    tab = context.new_page()
    with served(sample_site) as address:
        times = styled(browser, tab, address + path)
    elements = tab.evaluate("document.querySelectorAll('body, body *').length")
    context.close()
    assert times < TIMES * elements, f"{elements} elements were styled {times} times"


def test_the_test_would_notice(browser: Browser, sample_site: Path) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.add_init_script(
        "addEventListener('load', () => { for (const each of ['a', 'b', 'c']) {"
        " document.documentElement.className = each; document.body.offsetHeight; } })"
    )
    tab = context.new_page()
    with served(sample_site) as address:
        times = styled(browser, tab, address + KINDS[0])
    elements = tab.evaluate("document.querySelectorAll('body, body *').length")
    context.close()
    assert times > TIMES * elements
