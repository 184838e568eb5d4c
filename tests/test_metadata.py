"""Dates, names and encodings as pages write them; and pages that are made to break readers."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from importlib import resources
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plainfact.lookup import source_id
from plainfact.lookup.checked import built, kept
from plainfact.metadata.dates import LANGUAGES, day_in_address, day_of
from plainfact.metadata.names import people
from plainfact.metadata.page import describe
from plainfact.metadata.text import cleaned, decoded

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024", "2024"),
        (2024, "2024"),
        ("2024-10", "2024-10"),
        ("2024-10-17", "2024-10-17"),
        ("2024/10/17", "2024-10-17"),
        ("2024/1/7", "2024-01-07"),
        ("2024.10.17", "2024-10-17"),
        ("20241017", "2024-10-17"),
        ("20241017T120000Z", "2024-10-17"),
        ("2024-10-17T23:30:00-04:00", "2024-10-17"),
        ("2024-10-17 23:30:00 +0900", "2024-10-17"),
        ("2024-10-17T23:30:00.000Z", "2024-10-17"),
        ("D:20241017120000+09'00'", "2024-10-17"),
        ("Thu, 17 Oct 2024 06:00:00 GMT", "2024-10-17"),
        ("17 October 2024", "2024-10-17"),
        ("17 Oct. 2024, 10:30", "2024-10-17"),
        ("October 17, 2024", "2024-10-17"),
        ("Oct 17 2024 3:00PM", "2024-10-17"),
        ("October 2024", "2024-10"),
        ("Sept. 9, 2024", "2024-09-09"),
        ("17. Oktober 2024", "2024-10-17"),
        ("Dienstag, 5. Mär. 2024", "2024-03-05"),
        ("1er août 2024", "2024-08-01"),
        ("le 17 févr. 2024 à 10h30", "2024-02-17"),
        ("17 de octubre de 2024", "2024-10-17"),
        ("octubre de 2024", "2024-10"),
        ("17 октября 2024 г.", "2024-10-17"),
        ("17 жовтня 2024 року", "2024-10-17"),
        ("листопад 2024", "2024-11"),
        ("2024년 10월 17일", "2024-10-17"),
        ("2024년 10월", "2024-10"),
        ("17 smarch 2024", ""),
        ("31 listopada 2024", ""),
        ("10/11/2024", ""),
        ("17.10.2024", ""),
        ("2024-02-30", ""),
        ("2024-13", ""),
        ("0001-01-01", ""),
        ("2099-01-01", ""),
        ("2026-11-24", "2026-11-24"),
        ("yesterday", ""),
        ("", ""),
        (None, ""),
        (True, ""),
        (["2024"], ""),
        ("2024-10-17" * 1000, ""),
    ],
)
def test_dates(written: object, day: str) -> None:
    assert day_of(written, TODAY) == day


def test_months_are_read_in_the_languages_of_our_own_words() -> None:
    folder = resources.files("plainfact") / "translations"
    assert {f"{each}.json" for each in LANGUAGES} == {each.name for each in folder.iterdir()}


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/2023/08/03/x", "2023-08-03"),
        ("https://example.org/world/2023-8-3/x", "2023-08-03"),
        ("https://example.org/2023/08/", ""),
        ("https://example.org/x?d=/2023/08/03/", ""),
        ("https://example.org/2023/13/03/", ""),
    ],
)
def test_dates_in_addresses(url: str, day: str) -> None:
    assert day_in_address(url, TODAY) == day


def name(family: str, given: str = "") -> dict[str, str]:
    return {"family": family, "given": given} if given else {"literal": family}


@pytest.mark.parametrize(
    ("byline", "language", "names"),
    [
        ("Thomas Maresca", "en", [name("Maresca", "Thomas")]),
        ("By Thomas Maresca", "en", [name("Maresca", "Thomas")]),
        ("Maresca, Thomas", "en", [name("Maresca", "Thomas")]),
        ("Ann Field and Bob Stone", "en", [name("Field", "Ann"), name("Stone", "Bob")]),
        ("Ann Field, Bob Stone", "en", [name("Field", "Ann"), name("Stone", "Bob")]),
        ("Ann Field; Bob Stone; Ann Field", "en", [name("Field", "Ann"), name("Stone", "Bob")]),
        ("Doe, J.; Roe, R. S.", "en", [name("Doe", "J."), name("Roe", "R. S.")]),
        ("Ludwig van der Berg", "en", [name("van der Berg", "Ludwig")]),
        ("María José García López", "es", [name("María José García López")]),
        ("Kim Jong Un", "en", [name("Kim Jong Un")]),
        ("Song Sang-ho", "en", [name("Song Sang-ho")]),
        ("김예시", "ko", [name("김예시")]),
        ("Иван Иванов", "ru", [name("Иванов", "Иван")]),
        ("Иван Иванов", "", [name("Иван Иванов")]),
        ("Example News Staff", "en", [name("Example News Staff")]),
        ("REUTERS", "en", [name("REUTERS")]),
        ("Our Site", "en", []),
        ("https://social.example.org/x", "en", []),
        ("@handle", "en", []),
        ("jane@example.org", "en", []),
        ("admin", "en", []),
        ("", "en", []),
        ("x" * 200, "en", []),
    ],
)
def test_names(byline: str, language: str, names: list[dict[str, str]]) -> None:
    assert people([byline], language, but="Our site") == names


@pytest.mark.parametrize(
    ("data", "declared", "text"),
    [
        ("é".encode(), "iso-8859-1", "é"),
        ("é".encode("latin-1"), "iso-8859-1", "é"),
        ("“x”".encode("cp1252"), "iso-8859-1", "“x”"),
        ("북한".encode("cp949"), "euc-kr", "북한"),
        ("日本".encode("cp932"), "shift_jis", "日本"),
        ("中文".encode("gb18030"), "gb2312", "中文"),
        (b"\xef\xbb\xbfx", "", "x"),
        (b"x", "no-such-encoding", "x"),
        (b"x", "hex", "x"),
        (b"", "", ""),
    ],
)
def test_encodings(data: bytes, declared: str, text: str) -> None:
    assert decoded(data, declared) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a \n b\t", "a b"),
        ("AT&amp;amp;T", "AT&T"),
        ("<b>x</b> < y", "x < y"),
        ("a\u202eb\u200bc\x00d\ud800e", "a b c d e"),
        ("so\u00adft", "so\u00adft"),
        ("x" * 600, "x" * 500),
        (None, ""),
        (5, ""),
    ],
)
def test_words_are_cleaned(text: object, clean: str) -> None:
    assert cleaned(text) == clean


ANY = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.text(max_size=20),
        st.sampled_from(["NewsArticle", "2024-10-17", "https://example.org/x", "Jane Doe", "en"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["@id", "@type", "name", "headline", "author", "@graph", "x"]),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)
FIELDS = st.dictionaries(
    st.sampled_from(
        [
            "@type",
            "@graph",
            "headline",
            "name",
            "author",
            "publisher",
            "datePublished",
            "inLanguage",
            "isPartOf",
            "url",
            "mainEntityOfPage",
            "isAccessibleForFree",
        ]
    ),
    ANY,
    max_size=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(thing=FIELDS, tags=st.lists(st.tuples(st.text(max_size=10), st.text(max_size=30))))
def test_any_metadata_makes_a_valid_record_or_none(
    thing: dict[str, Any], tags: list[tuple[str, str]]
) -> None:
    thing = {"@type": "NewsArticle", "headline": "A title", **thing}
    metas = "".join(f'<meta property="{a}" content="{b}">' for a, b in tags)
    text = f'{metas}<script type="application/ld+json">{json.dumps(thing)}</script>'
    found = describe(text.encode("utf-8", "replace"), "https://example.org/a", TODAY)
    fields, _ = kept("x", found.values)
    if "title" in found.values:
        assert fields["title"]
        key = source_id(fields, set())
        assert key.isascii()
        assert built(key, fields) is not None


@pytest.mark.parametrize("kind", ["cpu", "memory"])
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of processes on Windows")
def test_the_parsers_process_is_bounded(kind: str) -> None:
    greedy = {"cpu": "while True: pass", "memory": "x = b'x' * 3_000_000_000"}[kind]
    code = (
        f"from plainfact.metadata import worker\nworker.SECONDS = 1\nworker.bounded()\n{greedy}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode != 0
