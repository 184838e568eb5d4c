"""What a first view costs a reader: bytes on the wire, what blocks it, what moves in it."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import minisite
from browser.serving import served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BUDGET = 150_000
"""Bytes of an explainer's first view with gzip, fonts and headers included."""
WATCH = """
new PerformanceObserver(list => {
  for (const e of list.getEntries())
    if (!e.hadRecentInput) self.moved = (self.moved || 0) + e.value;
}).observe({type: 'layout-shift', buffered: true});
"""
KINDS = ("explainers/north-korean-troops/", "glossary/", "")


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("width", [390, 1280])
def test_a_first_view(browser: Browser, sample_site: Path, path: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(WATCH)
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    wire.send("Network.enable")
    received: list[float] = []
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    with served(sample_site) as address:
        tab.goto(address + path, wait_until="networkidle")
        blocking = tab.evaluate(
            "performance.getEntriesByType('resource')"
            ".filter(e => e.renderBlockingStatus === 'blocking').map(e => e.name)"
        )
        tab.mouse.wheel(0, 2000)
        tab.wait_for_timeout(300)
        moved = tab.evaluate("self.moved || 0")
        abroad = [url for url in asked if not url.startswith((address, "data:"))]
    context.close()
    assert sum(received) <= BUDGET, f"{sum(received)} bytes"
    assert len(blocking) <= 3, blocking
    assert moved == 0
    assert not abroad


def test_a_page_does_not_grow_with_the_site(tmp_path: Path) -> None:
    config = (
        "site_name: Grows\n"
        "theme: {name: material, font: false, features: [navigation.prune]}\n"
        "plugins:\n  - search\n  - plainfact/sources: {look: true, search: false}\n"
    )

    def size(pages: int) -> int:
        files = {
            f"docs/part{n % 10}/page{n:04d}.md": f"# Page {n}\n\nText.\n" for n in range(pages)
        }
        site = minisite.write(
            tmp_path / str(pages), {"mkdocs.yml": config, "docs/index.md": "# Home\n", **files}
        )
        return len(gzip.compress((minisite.build(site) / "index.html").read_bytes()))

    small, large = size(20), size(400)
    assert large < small * 1.1, "navigation of pages that are far away is left out"


def test_the_script_of_notes_is_small() -> None:
    theme = Path(minisite.__file__).parent.parent / "plugins/plainfact/theme/assets"
    assert len(gzip.compress((theme / "plainfact.js").read_bytes())) < 6 * 1024


def test_the_server_serves_as_hosts_do(
    browser: Browser, sample_site: Path, serve: Callable[[Path], str]
) -> None:
    """The measure above is worth as much as the server is like a real one."""
    context = browser.new_context()
    answer = context.request.get(serve(sample_site) + "assets/plainfact.css")
    assert answer.headers["content-encoding"] == "gzip"
    missing = context.request.get(serve(sample_site) + "no/such/page/")
    assert missing.status == 404
    assert "md-header" in missing.text()
    context.close()
