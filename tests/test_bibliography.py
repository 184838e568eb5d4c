"""References in words, links to quoted words, and whose report it is."""

from __future__ import annotations

from typing import Any

import pytest

from plainfact.bibliography import Part, origins, plain_reference, reference, text_fragment
from plainfact.findings import NOWHERE
from plainfact.model import Level, Name, PartialDate, Read, Source, Standing, UrlStatus

DAY = PartialDate(2024, 10, 17)
READ = PartialDate(2026, 11, 23)
MARESCA = Name("Maresca", "Thomas")
SMITH = Name("Smith", "Ann")
LEE = Name("Lee", "Bo")
UN = Name(literal="United Nations")
URL = "https://example.org/a"


def source(kind: str = "webpage", title: str = "Title", **fields: Any) -> Source:
    return Source(id="s", location=NOWHERE, type=kind, title=title, **fields)


NEWS: dict[str, Any] = {"kind": "article-newspaper", "container_title": "UPI", "issued": DAY}
ROWS: list[tuple[dict[str, Any], str]] = [
    ({}, "Title, undated."),
    ({"accessed": READ}, "Title, undated, read 23 November 2026."),
    ({"issued": DAY, "accessed": READ}, "Title, 17 October 2024."),
    ({"issued": PartialDate(2024, 10)}, "Title, October 2024."),
    ({"issued": PartialDate(2024)}, "Title, 2024."),
    (NEWS, "Title, UPI, 17 October 2024."),
    (NEWS | {"author": (MARESCA,)}, "Thomas Maresca, Title, UPI, 17 October 2024."),
    (
        NEWS | {"author": (MARESCA, SMITH)},
        "Thomas Maresca and Ann Smith, Title, UPI, 17 October 2024.",
    ),
    (
        NEWS | {"author": (MARESCA, SMITH, LEE)},
        "Thomas Maresca, Ann Smith and Bo Lee, Title, UPI, 17 October 2024.",
    ),
    (
        NEWS | {"author": (MARESCA, SMITH, LEE, UN)},
        "Thomas Maresca et al., Title, UPI, 17 October 2024.",
    ),
    (NEWS | {"author": (Name(literal="UPI"),)}, "UPI, Title, 17 October 2024."),
    (NEWS | {"title": "Who went?"}, "Who went? UPI, 17 October 2024."),
    (NEWS | {"title": "'fake' news"}, "'fake' news, UPI, 17 October 2024."),
    (NEWS | {"relays": "AFP"}, "Title, UPI, AFP report, 17 October 2024."),
    (NEWS | {"relays": "UPI"}, "Title, UPI, 17 October 2024."),
    (
        NEWS | {"read": Read.EXCERPT},
        "Title, UPI, 17 October 2024 (only an excerpt was read).",
    ),
    (
        NEWS | {"read": Read.HEADLINE},
        "Title, UPI, 17 October 2024 (only the headline was read).",
    ),
    (
        NEWS | {"url_status": UrlStatus.PAYWALLED},
        "Title, UPI, 17 October 2024 (behind a paywall).",
    ),
    (
        NEWS | {"archive_url": "https://web.archive.org/x"},
        "Title, UPI, 17 October 2024, archived copy.",
    ),
    (
        NEWS | {"archive_url": "https://web.archive.org/x", "url_status": UrlStatus.DEAD},
        "Title, UPI, 17 October 2024, archived copy (no longer online).",
    ),
    (
        NEWS | {"standing": Standing(Level.CAUTION, PartialDate(2025, 1, 10), "It made it up.")},
        "Title, UPI, 17 October 2024 (use with caution since 10 January 2025: It made it up).",
    ),
    (
        NEWS | {"standing": Standing(Level.WITHDRAWN), "read": Read.EXCERPT},
        "Title, UPI, 17 October 2024 (only an excerpt was read; withdrawn).",
    ),
    (NEWS | {"variables": {"page": "A4"}}, "Title, UPI, p. A4, 17 October 2024."),
    (
        {
            "kind": "report",
            "author": (UN,),
            "issued": PartialDate(2024, 3, 7),
            "variables": {"number": "S/2024/215"},
        },
        "United Nations, Title, S/2024/215, 7 March 2024.",
    ),
    (
        {"kind": "report", "publisher": "RUSI", "variables": {"genre": "Working paper"}},
        "Title, Working paper, RUSI, undated.",
    ),
    (
        {"kind": "report", "publisher": "CSIS", "variables": {"number": "12"}},
        "Title, no. 12, CSIS, undated.",
    ),
    (
        {"kind": "report", "author": (Name(literal="CSIS"),), "publisher": "CSIS"},
        "CSIS, Title, undated.",
    ),
    (
        {
            "kind": "book",
            "author": (SMITH,),
            "publisher": "Hurst",
            "issued": PartialDate(2020),
            "variables": {"publisher-place": "London", "edition": "2"},
        },
        "Ann Smith, Title, edition 2, Hurst, London, 2020.",
    ),
    (
        {"kind": "book", "names": {"editor": (SMITH, LEE)}, "issued": PartialDate(2020)},
        "Title, edited by Ann Smith and Bo Lee, 2020.",
    ),
    (
        {"kind": "book", "names": {"translator": (LEE,)}, "issued": PartialDate(2020)},
        "Title, translated by Bo Lee, 2020.",
    ),
    (
        {
            "kind": "chapter",
            "author": (SMITH,),
            "container_title": "The Pact",
            "publisher": "Hurst",
            "names": {"editor": (LEE,)},
            "variables": {"page": "12–34"},
            "issued": PartialDate(2020),
        },
        "Ann Smith, Title, in The Pact, edited by Bo Lee, Hurst, pp. 12–34, 2020.",
    ),
    (
        {"kind": "paper-conference", "container_title": "Proceedings", "issued": DAY},
        "Title, in Proceedings, 17 October 2024.",
    ),
    (
        {
            "kind": "article-journal",
            "author": (SMITH,),
            "container_title": "Survival",
            "doi": "10.1000/182",
            "variables": {"volume": "66", "issue": "4", "page": "7–32"},
            "issued": PartialDate(2024),
        },
        "Ann Smith, Title, Survival, vol. 66, no. 4, pp. 7–32, 2024, doi:10.1000/182.",
    ),
    (
        {"kind": "article-magazine", "container_title": "Time", "variables": {"issue": "May"}},
        "Title, Time, May, undated.",
    ),
    (
        {"kind": "dataset", "publisher": "Zenodo", "variables": {"version": "3"}},
        "Title, data set, version 3, Zenodo, undated.",
    ),
    (
        {"kind": "motion_picture", "container_title": "YouTube", "issued": DAY},
        "Title, video, YouTube, 17 October 2024.",
    ),
    ({"kind": "broadcast", "publisher": "BBC"}, "Title, broadcast, BBC, undated."),
    (
        {"kind": "interview", "container_title": "Yonhap", "issued": DAY},
        "Title, interview, Yonhap, 17 October 2024.",
    ),
    (
        {"kind": "speech", "author": (SMITH,), "variables": {"event-title": "General Assembly"}},
        "Ann Smith, Title, speech, General Assembly, undated.",
    ),
    (
        {"kind": "thesis", "publisher": "KCL", "variables": {"genre": "PhD thesis"}},
        "Title, PhD thesis, KCL, undated.",
    ),
    (
        {"kind": "treaty", "issued": PartialDate(2024, 6, 19), "container_title": "UNTS"},
        "Title, UNTS, 19 June 2024.",
    ),
    (
        {
            "kind": "legislation",
            "issued": PartialDate(2017, 12, 22),
            "variables": {"number": "S/RES/2397 (2017)", "authority": "UN Security Council"},
        },
        "Title, S/RES/2397 (2017), UN Security Council, 22 December 2017.",
    ),
    (
        {"kind": "bill", "variables": {"number": "115", "jurisdiction": "United States"}},
        "Title, no. 115, United States, undated.",
    ),
    (
        {"kind": "entry-encyclopedia", "container_title": "Wikipedia", "accessed": READ},
        "Title, Wikipedia, undated, read 23 November 2026.",
    ),
    (
        {"kind": "post-weblog", "author": (LEE,), "container_title": "38 North", "issued": DAY},
        "Bo Lee, Title, 38 North, 17 October 2024.",
    ),
    ({"author": (Name("김", "정은"),)}, "김정은, Title, undated."),
    ({"author": (Name(),), "title": "Done."}, "Done., undated."),
    ({"title": "<b>&amp;"}, "<b>&amp;, undated."),
]


@pytest.mark.parametrize(("fields", "expected"), ROWS, ids=[text[:40] for _, text in ROWS])
def test_reference(fields: dict[str, Any], expected: str) -> None:
    assert plain_reference(source(**fields), "en") == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Ann Smith und Bo Lee, Title, UPI, Bericht: AFP, 17. Oktober 2024 "
               "(nur ein Auszug wurde gelesen)."),
        ("ko", "Ann Smith 및 Bo Lee, Title, UPI, AFP 보도, 2024년 10월 17일 (일부만 읽음)."),
        ("xx", "Ann Smith and Bo Lee, Title, UPI, AFP report, 17 October 2024 "
               "(only an excerpt was read)."),
    ],
)  # fmt: skip
def test_reference_in_other_languages(language: str, expected: str) -> None:
    fields = NEWS | {"author": (SMITH, LEE), "relays": "AFP", "read": Read.EXCERPT}
    assert plain_reference(source(**fields), language) == expected


def linked(**fields: Any) -> dict[str, str]:
    return {part.role: part.url for part in reference(source(**fields), "en") if part.url}


ARCHIVE = "https://web.archive.org/x"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"url": URL}, {"title": URL}),
        ({"url": URL, "archive_url": ARCHIVE}, {"title": URL, "archive": ARCHIVE}),
        (
            {"url": URL, "archive_url": ARCHIVE, "url_status": UrlStatus.DEAD},
            {"title": ARCHIVE, "archive": ARCHIVE},
        ),
        ({"url": URL, "url_status": UrlStatus.DEAD}, {}),
        ({"archive_url": ARCHIVE}, {"title": ARCHIVE, "archive": ARCHIVE}),
        ({"url": "javascript:alert(1)", "archive_url": "data:x"}, {}),
        (
            {"doi": "10.1/<x>"},
            {"title": "https://doi.org/10.1/%3Cx%3E", "detail": "https://doi.org/10.1/%3Cx%3E"},
        ),
    ],
)
def test_where_a_reference_leads(fields: dict[str, Any], expected: dict[str, str]) -> None:
    assert linked(**fields) == expected


def test_a_title_keeps_its_language_and_the_standing_can_be_the_publishers() -> None:
    parts = reference(source(language="ko"), "en", Standing(Level.CAUTION))
    assert parts[0] == Part("Title", "title", "", "ko")
    assert Part("use with caution", "standing") in parts


LONG = "one two three four five six seven eight nine ten eleven"


@pytest.mark.parametrize(
    ("url", "quote", "expected"),
    [
        (URL, "from the 8th", f"{URL}#:~:text=from%20the%208th"),
        (URL, "a-b, c & d", f"{URL}#:~:text=a%2Db%2C%20c%20%26%20d"),
        (URL, "100% #1", f"{URL}#:~:text=100%25%20%231"),
        (URL, "a\n b", f"{URL}#:~:text=a%20b"),
        (URL, "북한", f"{URL}#:~:text=%EB%B6%81%ED%95%9C"),
        (URL, "“said”", f"{URL}#:~:text=said"),
        (URL, LONG, f"{URL}#:~:text=one%20two%20three%20four,eight%20nine%20ten%20eleven"),
        (URL, "it said … no more", f"{URL}#:~:text=it%20said,no%20more"),
        (URL, "to [North Korea] he", f"{URL}#:~:text=to,he"),
        (f"{URL}#part", "word", f"{URL}#part:~:text=word"),
        (f"{URL}#", "word", f"{URL}#:~:text=word"),
        (f"{URL}?q=1", "word", f"{URL}?q=1#:~:text=word"),
        (f"{URL}#:~:text=x", "word", f"{URL}#:~:text=x"),
        (f"{URL}.pdf", "word", f"{URL}.pdf"),
        (f"{URL}.PDF?x#page=2", "word", f"{URL}.PDF?x#page=2"),
        ("mailto:a@b.org", "word", "mailto:a@b.org"),
        ("../a", "word", "../a"),
        ("http://[", "word", "http://["),
        ("", "word", ""),
        (URL, "", URL),
        (URL, " … ", URL),
    ],
)
def test_text_fragment(url: str, quote: str, expected: str) -> None:
    assert text_fragment(url, quote) == expected


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], ()),
        ([{"relays": "AFP"}, {"relays": "afp "}, {"container_title": "AFP"}], ("AFP",)),
        ([{"container_title": "UPI"}, {"relays": "AFP"}], ("UPI", "AFP")),
        ([{"publisher": "RUSI"}, {"url": "https://www.rusi.org/x"}], ("RUSI", "rusi.org")),
        ([{"author": (SMITH,)}, {}], ("Ann Smith", "Title")),
    ],
)
def test_origins(sources: list[dict[str, Any]], expected: tuple[str, ...]) -> None:
    assert origins([source(**fields) for fields in sources]) == expected
