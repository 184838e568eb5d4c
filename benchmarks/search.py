"""First result after the first key, on a throttled phone: Material's search against ours.

    python benchmarks/search.py SITE-WITH-MATERIALS-SEARCH SITE-WITH-OURS [WORDS]

Each site is opened afresh several times, in turn, with the processor six times slower and a
line of 1.6 Mbit/s with 150 ms of latency (Lighthouse's slow 4G), and a key is pressed at once.
Prints the median of the seconds from the first key to the first result, and the bytes that
searching loaded.
"""

from __future__ import annotations

import statistics
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

ROUNDS = 3
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1_600_000 / 8,
    "uploadThroughput": 750_000 / 8,
}
RESULT = ".md-search-result__list a"


def measure(browser: Any, address: str, words: str) -> tuple[float, float]:
    """Seconds from the first key to the first result; kilobytes that the search loaded."""
    context = browser.new_context(viewport={"width": 390, "height": 800}, has_touch=True)
    tab = context.new_page()
    wire = context.new_cdp_session(tab)
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    received: list[float] = []
    tab.goto(address, wait_until="load")
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    wire.send("Network.emulateNetworkConditions", LINE)
    wire.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    tab.evaluate("document.getElementById('__search').click()")
    field = tab.locator(".md-search__input")
    field.focus()
    start = tab.evaluate("performance.now()")
    tab.keyboard.press(words[0])
    tab.locator(RESULT).first.wait_for(timeout=240_000)
    first = tab.evaluate("performance.now()") - start
    tab.keyboard.type(words[1:])
    tab.wait_for_timeout(3000)
    context.close()
    return first / 1000, sum(received) / 1000


def main() -> None:
    """Measure both, in turn."""
    from playwright.sync_api import sync_playwright

    from browser.serving import served

    material, ours, *rest = sys.argv[1:]
    words = " ".join(rest) or "comprehensive treaty"
    found: dict[str, list[tuple[float, float]]] = {"Material": [], "ours": []}
    with (
        served(Path(material)) as one,
        served(Path(ours)) as two,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for _ in range(ROUNDS):
            for name, address in (("Material", one), ("ours", two)):
                found[name].append(measure(browser, address, words))
                print(name, *(f"{value:.2f}" for value in found[name][-1]), flush=True)
        browser.close()
    for name, rounds in found.items():
        first, size = (statistics.median(each) for each in zip(*rounds, strict=True))
        print(
            f"{name}: first result {first:.2f} s after the first key, {size:.0f} kB loaded for it"
        )


if __name__ == "__main__":
    main()
