"""`plainfact explain`: every link and every near miss of a page, with the line and the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minisite import BOTH, DATA, run, write
from plainfact.cli.explain import Places

PAGE = """\
---
title: About the treaty
glossary: {never: [pact]}
---

# The treaty

```
treaty
```

A *treaty* is [signed](https://example.org/treaty), and a treaty
is kept. It is no `treaty`.

A pact, said the [spies][term:nis] of the NIS [@upi-2024-10-17-msmt], and
[1,500 soldiers][fact:troops-nis-2024-10-18] went. No [treaty][term:none], no
[word][term:nowhere].

The treaty office.[^1]

[^1]: A note on the treaty.
"""
MORE = """\
pact:
  term: pact
  definition: Something like a treaty.
office:
  term: treaty office
  definition: An office.
"""


NIS = "National Intelligence Service"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {**DATA, "content/glossary/more.yml": MORE, "docs/glossary.md": "# G\n\n[GLOSSARY]\n"}
    config = f"{BOTH}markdown_extensions: [footnotes]\n"
    folder = tmp_path_factory.mktemp("explain")
    return write(folder, {**files, "mkdocs.yml": config, "docs/x.md": PAGE})


def report(site: Path, page: str) -> dict[str, list[dict[str, object]]]:
    done = run(site, "plainfact", "explain", page, "--format", "json")
    assert done.returncode == 0, done.stderr
    found: dict[str, list[dict[str, object]]] = json.loads(done.stdout)
    return found


def test_json(site: Path) -> None:
    found = report(site, "x.md")
    assert list(found) == ["version", "page", "links", "near_misses", "facts", "sources"]
    assert (found["version"], found["page"]) == (1, "x.md")
    assert [tuple(link.values()) for link in found["links"]] == [
        ("treaty", "treaty", "treaty", 12, "a mention in plain words"),
        ("nis", NIS, "spies", 15, "asked for with [words][term:…]"),
        ("office", "treaty office", "treaty office", 19, "a mention in plain words"),
    ]
    assert [tuple(miss.values()) for miss in found["near_misses"]] == [
        ("nowhere", "", "[word][term:nowhere]", 17, "no term has this id"),
        ("treaty", "treaty", "treaty", 6, "inside a heading"),
        ("treaty", "treaty", "treaty", 12, "already linked"),
        ("treaty", "treaty", "treaty", 13, "inside code"),
        ("pact", "pact", "pact", 15, "the page asks for no link"),
        ("nis", "NIS", "NIS", 15, "already linked"),
        ("treaty", "treaty", "treaty", 16, "marked translate=no or no-glossary"),
        ("treaty", "treaty", "treaty", 19, "part of a longer label"),
        ("nis", NIS, NIS, None, "already linked"),  # in the fact's note, which is ours
        ("treaty", "treaty", "treaty", 21, "already linked"),
    ]
    (fact,) = found["facts"]
    assert fact == {
        "fact": "troops-nis-2024-10-18",
        "words": "1,500 soldiers",
        "line": 16,
        "reason": "bound to words",
    }
    (source,) = found["sources"]
    assert (source["source"], source["line"]) == ("upi-2024-10-17-msmt", 15)


def test_text(site: Path) -> None:
    done = run(site, "plainfact", "explain", "docs/x.md")
    assert done.returncode == 0, done.stderr
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "Terms linked: 3" in lines
    assert "Mentions not linked: 10" in lines
    assert "line term label words, and why" in lines
    assert "12 treaty treaty 'treaty' a mention in plain words" in lines
    assert "19 treaty treaty 'treaty' part of a longer label" in lines
    assert "17 nowhere - '[word][term:nowhere]' no term has this id" in lines


def test_what_a_listing_shows_has_no_line(site: Path) -> None:
    found = report(site, "glossary.md")
    assert found["links"]
    assert {mention["line"] for mention in found["links"] + found["near_misses"]} == {None}
    assert "?" in run(site, "plainfact", "explain", "glossary.md").stdout


def test_a_page_without_anything(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": BOTH, "docs/index.md": ""})
    found = report(tmp_path, "index.md")
    assert [found[key] for key in ("links", "near_misses", "facts", "sources")] == [[]] * 4
    assert "Terms linked: none" in run(tmp_path, "plainfact", "explain", "index.md").stdout


@pytest.mark.parametrize(
    ("source", "text", "starts", "lines"),
    [
        ("a b\nb c", "a b\nb c", (2, 4), [1, 2]),
        ("it is b [x](b)\nand **b** c", "it is b x\nand b c", (6, 14), [1, 2]),
        ("nothing", "b", (0,), [None]),
        ("", "", (0,), [None]),
        ("조약\n\n조약은", "조약\x00조약은", (0, 3), [1, 3]),
    ],
)
def test_places(source: str, text: str, starts: tuple[int, ...], lines: list[int | None]) -> None:
    places = Places(source, text)
    word = "조약" if "조약" in text else "b"
    assert [places.line(start, word) for start in starts] == lines
