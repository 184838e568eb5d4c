"""docs/terminal.md shows what the commands do today: its recordings are made again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from saved_pages import SAVED
from terminal import typed
from webserver import Server

PAGE = Path(__file__).resolve().parent.parent / "docs" / "terminal.md"
ADDRESS = "http://127.0.0.1:8000"  # on the page; the port is another one each time
CLAIM = "Allies said on 16 October 2024 that 11 countries would watch the sanctions together."
KEY = "example-press-2024-10-17-allies-form-team"


@pytest.mark.slow
def test_the_recordings_are_true(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")

    def recorded(folder: Path, words: Sequence[str], answers: Sequence[str] = ()) -> None:
        _, shown = typed(folder, [word.replace(ADDRESS, server.url) for word in words], answers)
        shown = "\n".join(line.rstrip() for line in shown.replace(server.url, ADDRESS).split("\n"))
        assert f"$ plainfact {' '.join(words)}\n{shown}" in page

    with closing(Server()) as server:
        for name, saved in (
            ("allies", "news with JSON-LD"),
            ("gone", "404"),
            ("novosti", "Cyrillic in windows-1251"),
        ):
            server.answers[f"/{name}.html"] = SAVED[saved].answer
        recorded(tmp_path, ["new", "site", "my-explainers"], ["My explainers"])
        site = tmp_path / "my-explainers"
        cite = ["cite", "--allow-private"]
        recorded(site, [*cite, f"{ADDRESS}/allies.html"], ["y"])
        recorded(site, [*cite, f"{ADDRESS}/allies.html"])
        recorded(site, [*cite, f"{ADDRESS}/novosti.html", f"{ADDRESS}/gone.html"], ["n"])
        recorded(
            site,
            ["new", "fact"],
            f"{CLAIM}|figure|11|countries||2024-10-16|||example-2024-10-17-allies|{KEY}||"
            "allies-countries-2024-10-16|y".split("|"),
        )
        explainer = site / "content/pages/explainers/first.md"
        text = explainer.read_text() + f"\nPasted [see @{{{server.url}/novosti.html}}, para. 2].\n"
        explainer.write_text(text)
        recorded(site, ["cite", "--pages", "--allow-private"], ["y"])
        cited = "[see @primer-novosti-2024-06-19-putin-kim-podpisali, para. 2]"
        assert cited in explainer.read_text()
        assert f"`{cited}`" in page
