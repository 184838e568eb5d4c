"""How findings print: as text, as JSON, as GitHub's workflow commands."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plainfact.findings import NOWHERE, Finding, Location, Rule, Severity
from plainfact.report import as_github, as_json, as_text, excerpt, summary, visible

TROOPS = Location("content/facts/troops.yml", 12, 7, 12, 21)


def finding(
    rule: Rule = Rule.UNKNOWN_SOURCE,
    at: Location = TROOPS,
    message: str = "unknown source 'upi-2024-10-17'",
    hint: str = "did you mean 'upi-2024-10-17-msmt'?",
) -> Finding:
    return Finding(rule, at, message, hint)


def nothing(path: str, line: int) -> str | None:
    return None


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def test_text_is_place_line_caret_hint_totals() -> None:
    text = as_text([finding()], lambda path, line: "    - upi-2024-10-17\n")
    assert text.splitlines() == [
        "content/facts/troops.yml:12:7: error: unknown source 'upi-2024-10-17' [unknown-source]",
        "   12 |     - upi-2024-10-17",
        "      |       ^~~~~~~~~~~~~~",
        "        did you mean 'upi-2024-10-17-msmt'?",
        "1 error, 0 warnings, 0 notes",
    ]


def test_nothing_found() -> None:
    assert as_text([], nothing) == "0 errors, 0 warnings, 0 notes\n"
    assert as_github([]) == "0 errors, 0 warnings, 0 notes\n"
    assert json.loads(as_json([]))["findings"] == []


def test_findings_are_sorted_by_place() -> None:
    later, earlier = finding(at=Location("b.yml", 1, 1)), finding(at=Location("a.yml", 9, 1))
    lines = as_text([later, earlier], nothing).splitlines()
    assert lines[0].startswith("a.yml:9:1")


@pytest.mark.parametrize(
    ("line", "column", "end"),
    [
        ("claim: x", 8, 9),
        ("\t\tx: 1", 3, 4),
        ("平壌: x", 5, 6),
        ("😀😀 x", 4, 5),
        ("e\u0301 x", 4, 5),
        ("a\x1bb x", 5, 6),
    ],
)
def test_caret_stands_under_the_place(line: str, column: int, end: int) -> None:
    shown, caret = excerpt(line, Location("a", 1, column, 1, end))
    place = shown.rindex("x")
    combining = sum(unicodedata.combining(c) > 0 for c in shown[:place])
    assert caret.index("^") == width(shown[:place]) - combining


def test_wide_words_are_underlined_in_full() -> None:
    assert excerpt("平壌 x", Location("a", 1, 1, 1, 3))[1] == "^~~~"


def test_a_place_over_several_lines_is_underlined_to_the_line_s_end() -> None:
    assert excerpt("ab [cd", Location("a", 1, 4, 3, 1)) == ("ab [cd", "   ^~~")


@pytest.mark.parametrize("column", [1, 41, 150_000, 299_990, 300_001, 10**9])
def test_long_lines_are_cut_around_the_place(column: int) -> None:
    line = "a" * (column - 1) + "X" + "b" * 300_000 if column < 300_000 else "a" * 300_000
    shown, caret = excerpt(line, Location("a", 1, column, 1, column + 1))
    assert len(shown) <= 102
    assert caret.endswith("^")
    if column < 300_000:
        assert shown[caret.index("^")] == "X"


def test_column_beyond_the_line() -> None:
    assert excerpt("ab", Location("a", 1, 9, 1, 12)) == ("ab", "  ^")


def test_whole_file_and_nowhere() -> None:
    text = as_text([finding(at=Location("a.yml")), finding(at=NOWHERE)], nothing)
    assert text.splitlines()[0].startswith("error: ")
    assert "a.yml:1:1: error: " in text


@given(st.text(), st.text(), st.text())
def test_nothing_reaches_a_terminal_unescaped(message: str, hint: str, line: str) -> None:
    hostile = finding(at=Location(f"a{message}.yml", 1, 2, 1, 4), message=message, hint=hint)
    for text in (as_text([hostile], lambda *_: line), as_json([hostile]), as_github([hostile])):
        for character in text:
            category = unicodedata.category(character)
            assert character in "\n\u200c\u200d" or category not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def test_terminal_escapes_and_bidi_are_spelt_out() -> None:
    assert visible("\x1b[31m\u202e\u2028\ud800") == "<U+001B>[31m<U+202E><U+2028><U+D800>"
    assert visible("Čeština 平壌 👩‍🚀") == "Čeština 平壌 👩‍🚀"


def test_color_only_when_asked() -> None:
    assert "\x1b[" not in as_text([finding()], nothing)
    assert "\x1b[1;31m" in as_text([finding()], nothing, color=True)


def test_json_is_the_contract() -> None:
    note = finding(Rule.STALE_FACT, Location("a.yml")).with_severity(Severity.WARNING)
    report = json.loads(as_json([finding(), note]))
    assert report["version"] == 1
    assert report["summary"] == {"errors": 1, "warnings": 1, "notes": 0}
    assert report["findings"][1] == {
        "rule": "unknown-source",
        "severity": "error",
        "path": "content/facts/troops.yml",
        "line": 12,
        "column": 7,
        "end_line": 12,
        "end_column": 21,
        "message": "unknown source 'upi-2024-10-17'",
        "hint": "did you mean 'upi-2024-10-17-msmt'?",
    }
    whole_file = report["findings"][0]
    assert (whole_file["line"], whole_file["column"], whole_file["end_line"]) == (1, 1, 1)


def test_summary_counts_levels() -> None:
    warning = finding().with_severity(Severity.WARNING)
    assert summary([finding(), warning]) == {"errors": 1, "warnings": 1, "notes": 0}


def test_github_escapes_data_and_properties() -> None:
    line = as_github([finding(at=Location("a,b:c%.yml", 3, 4), message="50%\r\n::x")]).splitlines()[
        0
    ]
    assert line == (
        "::error title=plainfact unknown-source,file=a%2Cb%3Ac%25.yml,line=3,endLine=3,"
        "col=4,endColumn=4::50%25<U+000D><U+000A>::x%0Adid you mean 'upi-2024-10-17-msmt'?"
    )


def test_github_shows_ten_of_each_kind_worst_first_and_then_all() -> None:
    many = [
        finding(rule, Location("a.yml", line, 1))
        for rule in (Rule.UNUSED_FACT, Rule.DEAD_LINK, Rule.UNKNOWN_FACT)
        for line in range(1, 14)
    ]
    lines = as_github(many).splitlines()
    commands = [line.split(" ")[0] for line in lines[:30]]
    assert commands == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"] * 10
    assert lines[30] == (
        "Not shown above: 3 more errors, 3 more warnings, 3 more notes. The whole list follows."
    )
    assert sum("a.yml:" in line and not line.startswith("::") for line in lines) == 39
    assert lines[-1] == "13 errors, 13 warnings, 13 notes"


@given(st.lists(st.text("::errorstp-cmands \n##[]x", max_size=40), min_size=1, max_size=5))
def test_github_never_obeys_content(texts: list[str]) -> None:
    """Outside our own commands, and outside the stopped part, no line can be a command."""
    out = as_github([finding(message=text, hint=text) for text in texts])
    stopped = ""
    for line in out.splitlines():
        if stopped:
            if line == f"::{stopped}::":
                stopped = ""
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        else:
            command = line.startswith("::error title=plainfact unknown-source,file=content/")
            assert command or ("::" not in line and "##[" not in line)
    assert not stopped


def test_what_is_spelt_out_does_not_make_an_excerpt_longer() -> None:
    shown, caret = excerpt("\x00" * 90 + "ab" + "\x01" * 500, Location("a", 1, 91, 1, 93))
    assert (shown[:9], shown[-9:]) == ("…<U+0000>", "<U+0001>…")
    assert len(shown) <= 102
    assert shown[caret.index("^") :].startswith("ab<U+0001>")
    assert excerpt("\x00" * 90, Location("a", 1, 1, 1, 2))[1] == "^~~~~~~~"
