"""Rules read numbers and dates as the page's language writes them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.minisite import run, write

CONFIG = """\
site_name: Klein
theme: {name: mkdocs, locale: de}
plugins: [plainfact/sources]
"""
SOURCES = "a: {type: webpage, title: Quelle, URL: https://example.org/}\n"
FACTS = """\
vertrag:
  claim: Der Vertrag wurde am 19. Juni 2024 unterzeichnet.
  kind: event
  value: 2024-06-19
  as_of: 2024-06-19
  status: confirmed
  sources: [a]
soldaten:
  claim: Seoul zählte 1.500 Soldaten.
  kind: figure
  value: 1500
  unit: Soldaten
  measure: entsandt
  as_of: 2024-10-18
  status: reported
  attributed_to: Seoul
  sources: [a]
soldaten-neu:
  claim: Seoul zählte 3.000 Soldaten.
  kind: figure
  value: 3000
  unit: Soldaten
  measure: entsandt
  as_of: 2024-12-01
  status: reported
  attributed_to: Seoul
  sources: [a]
"""
GERMAN = """\
# Seite

Sie wurde [am 19. Juni 2024][fact:vertrag] geschlossen, [im Juni 2024][fact:vertrag].

Am 18. Oktober 2024 waren es [1.500 Soldaten][fact:soldaten], [1,5 Tausend][fact:soldaten].

Am 3. März 2025 geschah nichts.

Falsch ist [am 20. Juni 2024][fact:vertrag].

Es waren [1.500][fact:soldaten].
"""
FRENCH = """\
---
language: fr
---
# Page

Signé [le 19 juin 2024][fact:vertrag], pas [le 20 juin 2024][fact:vertrag].

Le 3 février 2025, rien.
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, int, int]]:
    folder = write(
        tmp_path_factory.mktemp("klein"),
        {
            "mkdocs.yml": CONFIG,
            "content/sources/s.yml": SOURCES,
            "content/measures/m.yml": "entsandt: {label: Entsandte Soldaten, unit: Soldaten}\n",
            "content/facts/f.yml": FACTS,
            "docs/index.md": GERMAN,
            "docs/fr.md": FRENCH,
        },
    )
    done = run(folder, "plainfact", "check", "--format", "json")
    return [
        (each["rule"], Path(each["path"]).name, each["line"], each["column"])
        for each in json.loads(done.stdout)["findings"]
        if not each["rule"].startswith("unused-")
    ]


def test_what_is_right_in_its_language_is_no_finding(
    found: list[tuple[str, str, int, int]],
) -> None:
    assert sorted(found) == [
        ("fact-text-mismatch", "fr.md", 6, 48),
        ("fact-text-mismatch", "index.md", 9, 16),
        ("superseded-fact", "index.md", 11, 23),
    ]


def test_a_date_that_ends_in_a_full_stop_gets_no_second_one(tmp_path: Path) -> None:
    """Ukrainian writes '23 листопада 2026 р.'."""
    retracted = (
        "  retraction: {by: Seoul, on: 2024-11-01, source: a, why: Помилка}\n"
        "  status: retracted\n  when: {from: 2024-10-08, to: 2024-10-13}\n  checked: 2026-11-23\n"
    )
    facts = FACTS.replace("  status: reported\n", retracted, 1)
    files = {
        "mkdocs.yml": CONFIG.replace("name: mkdocs, locale: de", "name: material, language: uk"),
        "content/sources/s.yml": SOURCES,
        "content/facts/f.yml": facts,
        "docs/index.md": "# Сторінка\n\nЦе так [@fact:soldaten], і так [@fact:soldaten-neu].\n",
        "docs/facts.md": "# Факти\n\n[FACTS]\n",
    }
    done = run(write(tmp_path, files), "mkdocs", "build", "-q")
    assert done.returncode == 0, done.stderr
    for page in ("index.html", "facts/index.html"):
        html = (tmp_path / "site" / page).read_text("utf-8")
        assert "2024 р." in " ".join(html.split())
        assert "2026 р." in " ".join(html.split())
        assert "р.." not in html
