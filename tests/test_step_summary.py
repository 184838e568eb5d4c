"""What `check --format github` puts on the page of a run."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from minisite import BOTH, DATA, run, write
from plainfact.findings import Finding, Location, Rule
from plainfact.step_summary import LARGEST, as_summary, escaped


def finding(
    rule: Rule = Rule.UNKNOWN_FACT, line: int = 1, message: str = "m", hint: str = ""
) -> Finding:
    return Finding(rule, Location("content/a.yml", line, 2, line, 3), message, hint)


def test_totals_and_the_whole_list_the_worst_first() -> None:
    many = [
        finding(rule, line)
        for rule in (Rule.UNUSED_FACT, Rule.DEAD_LINK, Rule.UNKNOWN_FACT)
        for line in range(1, 14)
    ]
    text = as_summary(many)
    assert text.startswith("### Plainfact: 13 errors, 13 warnings, 13 notes\n")
    assert text.count("\n- ") == 39
    places = [text.index(word) for word in ("#### Errors", "#### Warnings", "Notes (13)")]
    assert places == sorted(places)
    assert "more are not listed" not in text


def test_nothing_found() -> None:
    assert as_summary([]) == "### Plainfact: 0 errors, 0 warnings, 0 notes\n\n"


@pytest.mark.parametrize(
    "message",
    [
        "</code></details><script>alert(1)</script>",
        "![x](https://example.org/x.png) [a](javascript:x)",
        "\n\n# heading\n- item\n1. item\n> quote\n| a | b |\n",
        "`code` **bold** _x_ ~~y~~ &amp; &#60;b&#62; <!-- marker -->",
        "\\<b>\\`",
    ],
)
def test_words_of_content_stay_words(message: str) -> None:
    html = markdown.markdown(as_summary([finding(message=message, hint=message)]))
    item = BeautifulSoup(html, "html5lib").select_one("li")
    assert item is not None
    assert {tag.name for tag in item.find_all(True)} <= {"code", "br"}
    assert "".join(message.split()) in "".join(item.get_text().replace("<U+000A>", "").split())


@given(st.text(max_size=60))
def test_nothing_is_left_that_opens_a_structure(text: str) -> None:
    assert not set(escaped(text).replace("&#", "")) & set("<>`*[]()!|\\~\"'@\n\r")


def test_what_does_not_fit_is_counted() -> None:
    many = [finding(line=line, message="x" * 900, hint="y" * 900) for line in range(1, 2001)]
    text = as_summary(many)
    assert len(text.encode()) <= LARGEST + 4096
    listed = text.count("\n- ")
    assert 0 < listed < 2000
    assert text.endswith(f"{2000 - listed} more are not listed here; the log has them all.\n")


def test_check_appends_it_where_github_says(tmp_path: Path) -> None:
    site = write(
        tmp_path / "site",
        {
            "mkdocs.yml": BOTH,
            **DATA,
            "docs/index.md": "# Home\n\nA claim [@::error::x] [@fact:no-such-fact].\n",
        },
    )
    page = tmp_path / "summary.md"
    page.write_text("before\n")
    done = run(site, "plainfact", "check", "--format", "github", GITHUB_STEP_SUMMARY=str(page))
    assert done.returncode == 1
    assert done.stdout.startswith("::error title=plainfact ")
    assert page.read_text().startswith("before\n### Plainfact: 1 error")
    elsewhere = run(site, "plainfact", "check", "--format", "github", GITHUB_STEP_SUMMARY="/no/x")
    assert elsewhere.returncode == 1
    assert "no summary: No such file or directory" in elsewhere.stderr
