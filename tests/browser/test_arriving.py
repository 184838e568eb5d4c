"""A page that is still arriving is painted in parts: what is painted stays where it is."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.serving import running, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WATCH = """
self.moved = [];
new PerformanceObserver(list => {
  for (const e of list.getEntries()) {
    const parts = e.sources.map(s => [
      s.node && (s.node.outerHTML || s.node.data).slice(0, 80), s.previousRect, s.currentRect]);
    self.moved.push(`${e.value} ${JSON.stringify(parts)}`);
  }
}).observe({type: 'layout-shift', buffered: true});
"""
PAUSE = 0.15
"""Seconds between two parts: time for several pictures."""
FIRST_PAUSE = 1.0
"""Seconds: time for the style sheets, without which nothing is painted."""
PARTS = 6


def parts(html: str) -> list[bytes]:
    """The page cut where a rule of the style sheet could look at what has not come yet: behind the
    first paragraph, before the list of records, and behind the first marks' opening tags. Not
    between two marks of one place: they are one word, and half a word may have to change lines."""
    body = html.index("<h1")
    marks = [m.end() for m in re.finditer(r'(?<!</sup>)<sup id="fnref[^>]*>', html[body:])][:PARTS]
    text = [m.end() for m in re.finditer(r"</p>", html[body:])][:1]
    cuts = sorted(body + at for at in {*marks, *text})
    return [
        html[start:end].encode() for start, end in zip([0, *cuts], [*cuts, len(html)], strict=True)
    ]


@contextmanager
def dripping(site: Path, path: str, rest: str) -> Iterator[str]:
    """Serve one page in parts, with pauses; everything else is at the address `rest`."""
    pieces = parts((site / path / "index.html").read_text("utf-8"))
    assert len(pieces) > 1

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keep test output free of access logs."""

        def do_GET(self) -> None:
            if self.path != f"/{path}":
                self.send_response(302)
                self.send_header("Location", rest + self.path.lstrip("/"))
                self.end_headers()
                return
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            for number, piece in enumerate(pieces):
                self.wfile.write(piece)
                self.wfile.flush()
                pause.wait(PAUSE if number else FIRST_PAUSE)

    pause = threading.Event()
    with running(Handler) as address:
        try:
            yield address
        finally:
            pause.set()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("path", ["glossary/", "explainers/north-korean-troops/"])
def test_what_is_painted_does_not_move(
    browser: Browser, sample_site: Path, path: str, width: int
) -> None:
    # A policy that allows only 'self' would refuse the rest from another port: it is tested apart.
    context = browser.new_context(viewport={"width": width, "height": 1200}, bypass_csp=True)
    context.add_init_script(WATCH)
    tab = context.new_page()
    with served(sample_site) as rest, dripping(sample_site, path, rest) as address:
        tab.goto(address + path, wait_until="load")
        tab.wait_for_timeout(300)
        moved = tab.evaluate("self.moved")
    context.close()
    assert not moved
