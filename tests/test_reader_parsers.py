"""Two parsers read data files, libyaml and ruamel's: what a file says never depends on which.

A tab in a comment is left to ruamel's; so a file with such a comment above it is the same
file, read by the other parser, with all of its places one line further down.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainfact.reader import Document, Node, read
from test_broken import BROKEN, prepared

ROOT = Path(__file__).resolve().parent.parent
ONLY_RUAMEL = "#\t\n"
DATA = sorted((ROOT / "content").rglob("*.yml"))

INDENTS = ["", "", "  ", "  ", "    ", "   ", " ", "      "]
HEADS = ["k: ", "key: ", "- ", "- - ", "a b: ", '"q": ', "'s': ", "? ", "", "- k: ", "1: ", "é: "]
VALUES = """\
a b¦"x"¦"x¦x"¦'it''s'¦[a, b]¦[a,¦b]¦{a: b, c}¦{¦}¦[¦]¦|¦>¦|-¦>+¦|2¦>1-¦>x¦>#x¦# c¦a # c¦a#c¦-¦- a
http://x/y¦a: b¦"a\\n\\u00e9"¦12¦~¦[{a: 1}, "b"]¦😀¦a\u00a0b¦[]¦{}¦"a" # c¦"a"b¦[a, b] # c¦[a, b]c
[a: b]¦{a:b}¦{"a":b}¦"\\ud83d\\ude00"¦"\\/"¦"a\\¦   ¦? a¦@x¦=¦%x¦--- a¦---¦...¦.5¦a:¦a :b¦R&D
A & B¦x*y¦*x*¦&x a¦!x a¦!¦"¦'¦: ¦\u200b¦\u2028¦\x85¦\ufeff¦a\tb¦\ta""".replace("\n", "¦").split("¦")
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(INDENTS), st.sampled_from(HEADS), st.sampled_from(VALUES)),
        st.tuples(st.sampled_from(INDENTS), st.sampled_from(["", "# c"])),
    ).map("".join),
    max_size=7,
)
FILES = st.builds(
    lambda lines, end, last: end.join([*lines, last]),
    LINES,
    st.sampled_from(["\n", "\n", "\r\n", "\r"]),
    st.sampled_from(["", "", "  ", "# c"]),
)


def tree(node: Node | None, line: int, document: Document) -> object:
    """All that there is to know of a node and of what lies below it."""
    if node is None:
        return None
    of, of_key = document.of(node), document.of_key(node)
    places = [
        (each.line - line, each.column, each.end_line - line, each.end_column)
        for each in (of, of_key)
    ]
    below = [(name, tree(child, line, document)) for name, child in node.items()]
    value = node.value if node.children is None else None
    return type(node.value), value, node.written, node.plain, places, below


def same_both_ways(text: str) -> bool:
    """Holds one parser against the other; says whether there was anything to compare."""
    text = text.removeprefix("\ufeff")
    document = read(text.encode("utf-8", "surrogateescape"), "x.yml")
    if document.findings:
        return False
    other = read((ONLY_RUAMEL + text).encode("utf-8", "surrogateescape"), "x.yml")
    assert other.findings == ()
    assert tree(document.root, 0, document) == tree(other.root, 1, other)
    return document.root is not None


@pytest.mark.parametrize("file", DATA, ids=lambda file: str(file.relative_to(ROOT)))
def test_our_own_files_say_the_same_both_ways(file: Path) -> None:
    assert same_both_ways(file.read_text("utf-8"))


@pytest.mark.parametrize("name", [name for name, row in BROKEN.items() if row[0] != "page"])
def test_broken_files_say_the_same_both_ways(name: str) -> None:
    same_both_ways(prepared(0, BROKEN[name])[1].decode("utf-8", "surrogateescape"))


@settings(max_examples=300, deadline=None)
@given(FILES)
def test_what_either_parser_takes_says_the_same(text: str) -> None:
    same_both_ways(text)
