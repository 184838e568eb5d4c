"""What sanitising takes out is named, whichever way a tag is written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainfact.sanitise import removals

NAMES = ["a", "p", "img", "svg", "path", "input", "td", "script", "font", "form", "p-x", "h1", "A"]
ATTRIBUTES = [
    *(' href="https://example.org/"', ' href="javascript:alert(1)"', ' href="../a:b"', " hidden"),
    *(' href="&#106;avascript:alert(1)"', ' href="java\nscript:x"', ' href="x.md#y"', ' src=""'),
    *(' viewBox="0 0 1 1"', ' d="M0"', " onclick", ' onclick="x"', ' onClick="x"', " data-x='1'"),
    *(' aria-label="a > b"', ' style="x"', ' title="<b>"', " href=javascript:x", "\nid=x", ' id="'),
    *(
        ' type="radio" type="x"',
        " /",
        " ",
        "/",
        ' href=" javascript:x"',
        ' href="//x/"',
        ' cite="a:b"',
    ),
    *(' poster="mailto:x"', ' src="data:x"', ' href="./x:y"', ' href="#a:b"', ' HREF="vbscript:x"'),
]
TAGS = st.builds(
    lambda name, attributes, end: f"<{name}{''.join(attributes)}{end}",
    st.sampled_from(NAMES),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
    st.sampled_from([">", ">", " />", "/>", ""]),
)
OTHER = [
    "text",
    "</p>",
    "</svg>",
    "</x>",
    "<!-- <b onclick> -->",
    "a < b",
    "&lt;b&gt;",
    "\n",
    "<",
    ">",
]
HTML = st.lists(st.one_of(TAGS, st.sampled_from(OTHER)), max_size=5).map("".join)


@settings(max_examples=400, deadline=None)
@given(HTML)
def test_the_quick_look_finds_what_the_parser_finds(html: str) -> None:
    """What has a lone angle bracket in it goes to the parser."""
    assert removals(html) == removals(f"< {html}")


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ('<p onclick="x">a</p>', ["onclick="]),
        ("<script>x</script>", ["<script>"]),
        ('<a href="javascript:x">a</a>', ['href="javascript:x"']),
        ('<a href="&#106;avascript:x">a</a>', ['href="javascript:x"']),
        ('<svg viewBox="0 0 1 1"><path d="M0" stroke="x"></path></svg>', ["stroke="]),
        ('<p class="x" id="y">a <b hidden>b</b></p><img src="a.png" alt="a" />', []),
    ],
)
def test_what_is_taken_out(html: str, what: list[str]) -> None:
    assert [removal.what for removal in removals(html)] == what
