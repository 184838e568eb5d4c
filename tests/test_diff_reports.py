"""The reports of `plainfact diff`, held against files kept beside the tests; and what hostile
content can do to them, which is nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from plainfact.changes.as_markdown import LONGEST_COMMENT, inert
from repository import commit, git, repository
from test_diff import BASE, FOLLOWED, NEWER, REWRITTEN, SOURCES, TERMS, changed, diff

GOLDEN = Path(__file__).parent / "data" / "diff"
TITLE = (
    "</details></summary><script>alert(1)</script> @octocat fixes #1 `x` "
    "[a](https://evil.example) **b** | ::error::x"
)
HOSTILE = (
    "\u202eevil \x1b[31mred\x1b[0m @octocat ![i](https://evil.example/x.png) <!-- -- > "
    "www.evil.example https://evil.example GH-12 owner/repo#3 :+1: \\ &lt; a@evil.example"
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two branches; what the second says is as nasty as it gets."""
    folder = tmp_path_factory.mktemp("reports")
    repository(folder, BASE)
    git(folder, "checkout", "--quiet", "-b", "change")
    title = json.dumps(TITLE)
    commit(
        folder,
        {
            "content/facts/f.yml": REWRITTEN + NEWER,
            "content/sources/s.yml": changed(SOURCES, ("First report", title)),
            "content/glossary/g.yml": changed(TERMS, ("Intelligence Service", title)),
            "docs/troops.md": changed(FOLLOWED, ("How many went?", title), ("by ship", "by train")),
            "docs/treaty.md": f"# {TITLE}\n\n{HOSTILE}\n\nSee [@no`body] [@</details>].\n\n"
            "By autumn 1,500 soldiers were there.\n",
            "docs/@octocat.md": "# Mention\n\n42 soldiers [@upi-2024]. 43 left.\n",
            "docs/old.md": None,
        },
    )
    return folder


FORMS = {"text": "txt", "markdown": "md", "json": "json"}


@pytest.fixture(scope="module")
def reports(hostile: Path) -> dict[str, str]:
    """The three reports, by their form."""
    url = ("--url", "https://example.org/preview/7")
    found = {}
    for form in FORMS:
        done = diff(hostile, "main", "change", "--format", form, *url)
        assert done.exit_code == 1
        found[form] = done.output
    return found


@pytest.mark.parametrize(("form", "ending"), FORMS.items())
def test_reports_are_as_kept(reports: dict[str, str], form: str, ending: str) -> None:
    assert reports[form] == (GOLDEN / f"report.{ending}").read_text("utf-8")


def test_nothing_steers_a_terminal(reports: dict[str, str]) -> None:
    for printed in reports.values():
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed)


def rendered(markdown: str) -> BeautifulSoup:
    """As a host that lets HTML through would show it: more than GitHub and GitLab allow."""
    html = MarkdownIt("gfm-like", {"linkify": False}).render(markdown)
    return BeautifulSoup(html, "html5lib")


def test_a_comment_has_no_markup_but_ours(reports: dict[str, str]) -> None:
    page = rendered(reports["markdown"])
    assert page.body is not None
    ours = {"p", "strong", "sub", "code", "h4", "ul", "li", "br", "a", "del", "ins"}
    assert {tag.name for tag in page.body.find_all(True)} <= ours | {"details", "summary"}
    for link in page.select("a"):
        assert str(link["href"]).startswith("https://example.org/preview/7/")
    for tag in page.body.find_all(True):
        assert set(tag.attrs) <= {"href"}


def test_a_comment_calls_nobody(reports: dict[str, str]) -> None:
    """Mentions and the like are made of finished text, outside of code."""
    page = rendered(reports["markdown"])
    for code in page.select("code"):
        code.extract()
    text = page.get_text()
    assert "octocat" in text
    assert not re.search(r"[@#!~&$%^+*]\w|GH-\d", text)


def test_details_are_closed_where_we_close_them(reports: dict[str, str]) -> None:
    text = reports["markdown"]
    assert text.count("<details>") == text.count("</details>") > 0
    page = rendered(text)
    assert len(page.select("details")) == text.count("<details>")
    assert page.select("h4")[0].find_parent("details") is None


@pytest.mark.parametrize(
    "words",
    [
        "</details>",
        "a\n\n# b",
        "- [ ] x",
        "~~~",
        "| a | b |\n|---|---|",
        "\\`x`",
        "$x$ $$y$$",
        "&#60;b&#62;",
        "[[wiki]] ~label !12 %5 &epic",
        "1. x",
        "2) x",
        "- x",
        "*a* _b_ **c**",
        "http://x.example",
    ],
)
def test_words_stay_words(words: str) -> None:
    page = rendered(f"- {inert(words)} end")
    assert page.body is not None
    assert {tag.name for tag in page.body.find_all(True)} <= {"ul", "li"}
    shown = page.get_text().replace("\u2060", "")
    assert " ".join(shown.split()) == " ".join(f"{words} end".split())


def test_a_long_comment_is_cut_with_a_note(tmp_path: Path) -> None:
    repository(tmp_path, BASE)
    git(tmp_path, "checkout", "--quiet", "-b", "change")
    facts = "".join(
        f"fact-{number}:\n  claim: Claim {number} " + "on and on " * 30 + "\n"
        "  as_of: 2024-01-01\n  status: reported\n  sources: [upi-2024]\n"
        for number in range(300)
    )
    commit(tmp_path, {"content/facts/more.yml": facts})
    text = diff(tmp_path, "main", "change", "--format", "markdown").output
    assert LONGEST_COMMENT - 2000 < len(text) <= LONGEST_COMMENT
    assert text.rstrip().endswith("has all of it._")
    assert "Not all is shown of: Facts" in text
    assert text.count("<details>") == text.count("</details>")
    assert (
        len(json.loads(diff(tmp_path, "main", "change", "--format", "json").output)["records"])
        == 300
    )
