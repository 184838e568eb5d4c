"""Records put at the end of YAML files: what is written is what was meant, and nothing else
changes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plainfact.additions import Refused, add, record_text
from plainfact.reader import read
from plainfact.writer import format_text

TRICKY = """\
plain|N. Korea: x|no|yes|null|~|true|1.5|012|0x1f|1_000|2024-10-17|12:30|# x|a # b|'x' y|"q"|[x]
{a|x:|- a|-x|@x|`x`|*a|&a|!a|%a|? a|: a|<<|=|a, b|…|“x”|日本語|1e3|.5|+1|.inf|.nan|''|a: b: c|a\\b
""".replace("\n", "|").split("|")

TEXT = st.one_of(
    st.sampled_from([each for each in TRICKY if each]),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Co", "Cn"]), min_size=1),
)
VALUES = st.dictionaries(
    st.from_regex(r"[a-z_-]{1,8}", fullmatch=True),
    st.one_of(
        TEXT,
        st.integers(-(10**9), 10**9),
        st.booleans(),
        st.lists(TEXT, min_size=1, max_size=3),
        st.lists(
            st.dictionaries(st.sampled_from(["family", "given"]), TEXT, min_size=1), min_size=1
        ),
        st.dictionaries(st.sampled_from(["min", "max"]), st.integers(0, 9), min_size=1),
    ),
    min_size=1,
    max_size=5,
)
BOUNDED = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("text", [each for each in TRICKY if each])
def test_tricky_words_stay_words(text: str) -> None:
    record = record_text("k", {"title": text, "list": [text], "map": [{"a": text, "b": text}]})
    assert read(record.encode(), "x").value == {
        "k": {"title": text, "list": [text], "map": [{"a": text, "b": text}]}
    }
    assert format_text(record, "x").text == record


@BOUNDED
@given(values=VALUES)
def test_what_is_written_is_what_was_meant(values: dict[str, Any]) -> None:
    before = "# top\nold:  {a: 1} # why\n\n# end\n"
    try:
        done = add(before, "x.yml", [("new", values), ("more", values)])
    except Refused:
        # Only where a text holds what no data file may hold.
        assert any(read(f"a: {v!r}".encode(), "x").findings for v in map(str, values.values()))
        return
    assert done.text.startswith(before)
    assert read(done.text.encode(), "x").value == {"old": {"a": 1}, "new": values, "more": values}
    record = done.text.removeprefix(before).lstrip("\n")
    assert format_text(record, "x").text == record
    lines = done.text.split("\n")
    assert [lines[line - 1] for line in done.lines] == ["new:", "more:"]


@BOUNDED
@given(before=st.text(st.sampled_from("ab: -\n#{}[]'\"|>.&*!%\r\t"), max_size=60))
def test_any_file_is_kept_or_refused(before: str) -> None:
    old = read(before.encode(), "x").value or {}
    try:
        done = add(before, "x.yml", [("new", {"title": "x"})])
    except Refused:
        return
    assert isinstance(old, dict)
    assert read(done.text.encode(), "x").value == {**old, "new": {"title": "x"}}
    assert done.text.startswith(before.rstrip(" \t\r\n"))


def test_empty_values_are_left_out() -> None:
    values = {"a": "", "b": None, "c": [], "d": {}, "e": [{"x": ""}, "y"], "f": False, "g": 0}
    assert record_text("k", values) == "k:\n  e:\n    - y\n  f: false\n  g: 0\n"


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(Refused, match="has 'k' already"):
        add("k: {a: 1}\n", "x.yml", [("k", {"a": "b"})])


def test_a_file_does_not_grow_beyond_what_is_read() -> None:
    with pytest.raises(Refused, match="larger than 1 MB"):
        add("a: {b: 1}\n", "x.yml", [("k", {"a": "x " * 500_000})])
