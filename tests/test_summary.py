"""A page's summary in plain words."""

from __future__ import annotations

import pytest

from plainfact.extensions.summary import summarise
from plainfact.findings import Rule
from test_citations import knowledge


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Plain words.", "Plain words."),
        ("Two\n  lines.", "Two lines."),
        (
            "Sent [about 1,500 soldiers][fact:f], *they* say [@a].",
            "Sent about 1,500 soldiers, they say.",
        ),
        ("Sent [][fact:f].", "Sent about 1,500 soldiers."),
        ("See [the site](https://example.org).", "See the site."),
        ("<script>alert(1)</script>Words & more", "Words & more"),
        ("In [the pact][term:x].", "In the pact."),
        ("In [][term:x].", "In [][term:x]."),
    ],
)
def test_plain_words(written: str, expected: str) -> None:
    assert summarise(written, knowledge()).text == expected


def test_what_a_summary_cites_is_checked() -> None:
    assert [f.rule for f in summarise("Sent [@nope].", knowledge()).findings] == [
        Rule.UNKNOWN_SOURCE
    ]
