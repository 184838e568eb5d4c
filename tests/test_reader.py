"""Bytes → values and places, whatever the bytes."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from plainfact.findings import Location, Rule
from plainfact.reader import MAX_VALUES, Document, read, read_front_matter
from plainfact.suggest import closest, did_you_mean


def value(text: str) -> object:
    document = read(text.encode(), "x.yml")
    assert document.findings == ()
    return document.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2024-10-18", "2024-10-18"),
        ("no", "no"),
        ("on", "on"),
        ("true", True),
        ("FALSE", False),
        ("~", None),
        ("12", 12),
        ("012", 12),
        ("0o17", 15),
        ("0x1F", 31),
        ("-3", -3),
        ("1_500", "1_500"),
        ("1,500", "1,500"),
        ("1.50", Decimal("1.50")),
        ("1e3", Decimal("1e3")),
        (".5", Decimal("0.5")),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("12:30:45", "12:30:45"),
        ("'12'", "12"),
        ('"\\u00e9"', "é"),
        ('"\\ud83d\\ude00"', "😀"),
        ("<<", "<<"),
        ("=", "="),
    ],
)
def test_scalars_of_the_core_schema(written: str, meant: object) -> None:
    found = value(f"key: {written}\n")
    assert found == {"key": meant}
    assert type(found["key"]) is type(meant)


@pytest.mark.parametrize("key", ["2024", "true", "null", "1.5", "yes", "'quoted'"])
def test_keys_are_text(key: str) -> None:
    assert value(f"{key}: x\n") == {key.strip("'"): "x"}


def test_places() -> None:
    text = 'ü😀: {b: [x, "yz"]}\nc: >\n  folded\n  text\n\nd/e: f\n'
    document = read(text.encode(), "x.yml")
    assert document.place("ü😀/b/1") == Location("x.yml", 1, 13, 1, 17)
    assert document.key_place("ü😀/b") == Location("x.yml", 1, 6, 1, 7)
    assert document.key_place("ü😀/b/1") == document.place("ü😀/b/1")
    assert document.place("c") == Location("x.yml", 2, 4, 4, 7)
    assert document.place("d~1e") == Location("x.yml", 6, 6, 6, 7)
    assert document.place("nowhere/0") == Location("x.yml")
    assert document.place().line == 1


def test_what_was_written_is_kept() -> None:
    document = read(b"a: 012\nb: '012'\n", "x")
    a, b = document.node("a"), document.node("b")
    assert a is not None
    assert b is not None
    assert (a.value, a.written, a.plain) == (12, "012", True)
    assert (b.value, b.written, b.plain) == ("012", "012", False)


def test_a_duplicate_key_keeps_the_first() -> None:
    document = read(b"a: 1\na: {b: {a: 2, a: 3}}\nc: 4\n", "x")
    assert document.value == {"a": 1, "c": 4}
    assert [finding.rule for finding in document.findings] == [Rule.DUPLICATE_KEY]


def test_front_matter_has_its_places_in_the_page() -> None:
    page = "---\r\ntitle: [a\u202eb]\r\nx: 1\r\n...\r\nText \u202e\r\n"
    document = read_front_matter(page, "p.md")
    assert document is not None
    assert document.value == {"title": ["a\u202eb"], "x": 1}
    assert document.place("x") == Location("p.md", 3, 4, 3, 5)
    assert [finding.location.column for finding in document.findings] == [10]


def test_errors_of_front_matter_have_their_places_in_the_page() -> None:
    document = read_front_matter("---\ntitle: x\nsummary: a: b\n---\n", "p.md")
    assert document is not None
    (finding,) = document.findings
    assert (finding.location.line, finding.location.column) == (3, 11)


def check(document: Document) -> None:
    for finding in document.findings:
        at = finding.location
        assert at.line >= 0
        assert (at.end_line, at.end_column) >= (at.line, at.column)
        f"{finding.message}{finding.hint}".encode()
    if document.root:
        waiting = [document.root]
        while waiting:
            node = waiting.pop()
            assert document.of(node).line >= 1
            waiting += [child for _, child in node.items()]
    repr(document.value).encode()


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=200))
@example(b"\xff\xfe")
@example(b"\xef\xbb\xbf")
@example(b"a: \xf0\x9f\x98")
def test_no_bytes_raise(data: bytes) -> None:
    check(read(data, "x.yml"))


YAMLISH = st.lists(
    st.sampled_from(
        [
            *"abc:-?[]{},#&*!|>'\"%@` \t\n\r\\",
            "\n  ",
            ": ",
            "- ",
            "---\n",
            "...\n",
            "\\ud800",
            "\\x",
            "\u202e",
            "\ufeff",
            "\x85",
            "\u2028",
            "😀",
            "1e9",
            "012",
            "<<: ",
            "~",
            "\x00",
            "é",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=800, deadline=None)
@given(YAMLISH)
@example("a: 'x\n--- y\n")
@example("? ")
@example("- \n- ")
@example("[: , ]")
def test_no_text_raises(text: str) -> None:
    check(read(text.encode("utf-8", "surrogatepass"), "x.yml"))
    front = read_front_matter(f"---\n{text}\n---\n", "x.md")
    if front:
        check(front)


def test_a_file_of_another_program_is_one_finding() -> None:
    for data in (bytes(range(256)) * 4, b"PK\x03\x04\x14\x00" + b"\x00\x08word" * 40):
        document = read(data, "x.yml")
        assert [finding.rule for finding in document.findings] == [Rule.ENCODING]
        assert "no text file" in document.findings[0].message
        assert document.root is None


HOSTILE = {
    "brackets": "[" * 999_999,
    "braces": "{a: " * 200_000,
    "dashes": "- " * 400_000,
    "questions": "? " * 400_000,
    "exclamations": "!" * 999_999,
    "anchors": "&a " * 300_000,
    "percents": "%" * 999_999,
    "quote": '"' + "a" * 999_000,
    "line ends in quotes": "'" + "\n" * 999_000,
    "plain lines": "a\n" * 499_000,
    "spaces": " " * 999_999,
    "comments": "#\n" * 499_000,
    "bad bytes": "\udcff" * 999_999,
    "every other byte bad": "a\udcff" * 499_000,
    "controls": "\x01" * 999_999,
    "hidden": "\u202e" * 300_000,
    "documents": "---\n" * 200_000,
    "block": "a: |\n" + " \n" * 400_000,
    "duplicates": "a: 1\n" * 150_000,
    "escapes": '"' + "\\ud800" * 150_000 + '"',
}


RECORD = """made-{0}:
  term: made word {0}
  aliases: [word made {0}, {0} words]
  definition: >
    What is called so, for the sake of a file that is as large as a file can be, with a
    [link][term:made-1] in it.
"""


def seconds(data: bytes) -> float:
    begun = time.process_time()
    check(read(data, "x.yml"))
    return time.process_time() - begun


@pytest.fixture(scope="module")
def ordinary() -> float:
    """What the largest file costs in which nothing is wrong, in CPU seconds. A tab leaves it to
    the parser that is written in Python, as what is hostile is."""
    records = "#\t\n" + "".join(RECORD.format(index) for index in range(4_800))
    assert 980_000 < len(records) < 1_000_000
    assert read(records.encode(), "x.yml").findings == ()
    return seconds(records.encode())


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_do_not_hang(name: str, ordinary: float) -> None:
    """None costs more than four times what a good file of its size does."""
    assert seconds(HOSTILE[name].encode("utf-8", "surrogateescape")) < 4 * ordinary


@pytest.mark.slow
def test_a_file_holds_only_so_many_values() -> None:
    """Keys are none; lists and mappings are one each."""
    (finding,) = read(b"a:" + b"\n- 1" * (MAX_VALUES - 1), "x.yml").findings
    assert (finding.rule, finding.location.line) == (Rule.LIMIT, MAX_VALUES)
    assert "60,000 values" in finding.message


def test_suggestions() -> None:
    fields = ["title", "container-title", "URL", "as_of"]
    assert closest("titel", fields) == "title"
    assert closest("url", fields) == "URL"
    assert closest("asof", fields) == "as_of"
    assert closest("scr", ["src", "other"]) == "src"
    assert closest("upi-2024-10-17", ["upi-2024-10-17-msmt", "nis"]) == "upi-2024-10-17-msmt"
    assert closest("kcna", ["kcna-2024-10-17-long-name"]) == "kcna-2024-10-17-long-name"
    assert closest("xyz", fields) == ""
    assert closest("", fields) == ""
    assert closest("a" * 10_000, ["a" * 10_000]) == ""
    assert closest("ab", []) == ""
    assert did_you_mean("titel", fields) == "did you mean 'title'?"
    assert did_you_mean("xyz", fields) == ""


def test_suggestions_do_not_depend_on_order() -> None:
    assert closest("fact", ["facta", "factb"]) == closest("fact", ["factb", "facta"]) == "facta"
