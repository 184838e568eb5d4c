"""Pages converted once are not converted again, and nothing is said that is not so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minisite import BOTH, DATA, PAGES, run, write

SNIPPETS = f"{BOTH}markdown_extensions: [pymdownx.snippets]\n"
FACT = "[1,500 soldiers][fact:troops-nis-2024-10-18]"


class Checked:
    """A site that is checked again and again: with what is kept, and without."""

    def __init__(self, folder: Path, config: str = BOTH) -> None:
        self.kept = folder / "kept"
        self.site = write(folder / "site", {**DATA, **PAGES, "mkdocs.yml": config})

    def change(self, name: str, text: str) -> None:
        write(self.site, {name: text})

    def findings(self) -> list[dict[str, Any]]:
        """What check says; the same each time, with and without what is kept."""
        words = ("plainfact", "check", "--format", "json")
        said = [
            run(self.site, *words, PLAINFACT_CACHE=str(folder)).stdout
            for folder in (self.kept, "off")
        ]
        assert said[0] == said[1]
        found: list[dict[str, Any]] = json.loads(said[0])["findings"]
        return found

    def rules(self) -> list[str]:
        return [f"{each['path']}:{each['line']} {each['rule']}" for each in self.findings()]

    def pages(self) -> dict[str, Any]:
        """What is kept of pages, by their paths."""
        rows: dict[str, Any] = {}
        for file in self.kept.glob("pages-*.json"):
            for row in json.loads(file.read_bytes().partition(b"\n")[2]).values():
                for result in row["results"].values():
                    rows[result["page"]["path"]] = row
        return rows


@pytest.fixture
def checked(tmp_path: Path) -> Checked:
    return Checked(tmp_path)


@pytest.mark.slow
def test_each_change_is_seen(checked: Checked) -> None:
    """Of a page, of a record, of another page, of an option."""
    assert checked.rules() == []
    assert "index.md" in checked.pages()
    checked.change("docs/index.md", "# Home\n\nNo [@such].\n")
    assert "docs/index.md:3 unknown-source" in checked.rules()
    checked.change("docs/index.md", PAGES["docs/index.md"])
    fact = DATA["content/facts/f.yml"].replace("1500", "1600").replace("1,500", "1,600")
    checked.change("content/facts/f.yml", fact)
    assert checked.rules() == ["docs/deep/er/page.md:3 fact-text-mismatch"]
    checked.change("content/facts/f.yml", DATA["content/facts/f.yml"])
    checked.change("docs/index.md", "---\npublished: 2024-13-01\n---\n\nThe treaty.\n")
    assert "docs/index.md:2 invalid-field" in checked.rules()
    checked.change("mkdocs.yml", BOTH.replace("s/glossary", "s/glossary:\n      first: section"))
    checked.rules()
    (checked.site / "docs/glossary.md").unlink()
    checked.rules()


@pytest.mark.slow
def test_what_is_added_to_the_theme_is_seen(tmp_path: Path) -> None:
    """A page names a template and an icon before they are there, and when they are."""
    both = BOTH.replace("sources", "sources: {html: safe}").replace(
        "glossary", "glossary: {html: safe}"
    )
    checked = Checked(tmp_path, both + "theme: {name: mkdocs, custom_dir: own}\n")
    checked.change("own/x.css", "")
    checked.change(
        "docs/index.md",
        "---\ntemplate: wide.html\nicon: own/mark\n---\n" + PAGES["docs/index.md"],
    )
    wrong = ["docs/index.md:2 invalid-field", "docs/index.md:3 invalid-field"]
    assert [rule for rule in checked.rules() if "index" in rule] == wrong
    checked.change("own/wide.html", "{% extends 'main.html' %}")
    assert [rule for rule in checked.rules() if "index" in rule] == wrong[1:]
    checked.change("own/.icons/own/mark.svg", "<svg/>")
    assert [rule for rule in checked.rules() if "index" in rule] == []


@pytest.mark.slow
def test_a_page_that_may_read_files_is_converted_each_time(tmp_path: Path) -> None:
    checked = Checked(tmp_path, SNIPPETS)
    checked.change(
        "docs/index.md", '# Home\n\nThe treaty [@upi-2024-10-17-msmt].\n\n--8<-- "part.txt"\n'
    )
    checked.change("part.txt", "Fine.")
    checked.rules()
    checked.change("part.txt", "No [@such].")
    assert [rule.split()[1] for rule in checked.rules()] == ["unknown-source"]
    assert checked.pages() == {}


@pytest.mark.slow
def test_many_pages_are_checked_as_few_are(checked: Checked) -> None:
    """Shared out among processes, with the findings of each at its place."""
    for number in range(130):
        text = f"# {number}\n\nThey sent {FACT}, and no [@such-{number}]. A treaty.\n"
        checked.change(f"docs/many/{number:03}.md", text)
    found = checked.findings()
    unknown = [each for each in found if each["rule"] == "unknown-source"]
    assert [each["path"] for each in unknown] == [f"docs/many/{n:03}.md" for n in range(130)]
    assert [each["message"] for each in unknown] == [
        f"unknown source 'such-{number}'" for number in range(130)
    ]
    assert {each["line"] for each in unknown} == {3}
    assert len(checked.pages()) == len(PAGES) + 130


@pytest.mark.slow
def test_trace_has_the_places_of_what_is_kept(checked: Checked) -> None:
    words = ("plainfact", "trace", "upi-2024-10-17-msmt", "--format", "json")
    said = [
        run(checked.site, *words, PLAINFACT_CACHE=str(folder)).stdout
        for folder in (checked.kept, "off", checked.kept)
    ]
    assert said[0] == said[1] == said[2]
    assert json.loads(said[0])
