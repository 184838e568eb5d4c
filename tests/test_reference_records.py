"""References as a newsroom needs them, each written by hand before it was printed.

The first table holds records of the sample site, by id; the second, kinds of things that it
does not cite. `accessed` is told only where no date is known.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from plainfact.bibliography import plain_reference
from plainfact.findings import NOWHERE
from plainfact.loader import load
from plainfact.model import Knowledge, Name, PartialDate, Source, UrlStatus

ROOT = Path(__file__).parent.parent
EXCERPT = "(only an excerpt was read)."
UNDATED = f"undated, read 23 November 2026 {EXCERPT}"

RECORDS = {
    # reports of agencies, as others print them
    "anews-2024-10-18-first-contingent": (
        "N. Korea sent first contingent of 1,500 soldiers to Russia: Seoul spy agency, A News, "
        f"AFP report, 18 October 2024 {EXCERPT}"
    ),
    "bss-afp-2024-10-23-1500-more": (
        "N. Korea sent 1,500 more troops to Russia, Seoul spy agency tells lawmakers, "
        f"Bangladesh Sangbad Sangstha (BSS), AFP report, 23 October 2024 {EXCERPT}"
    ),
    "upi-daily8-2025-05-30-msmt-report": (
        "North Korean aid helping Russia increase attacks on Ukraine, report says, daily8.com, "
        f"UPI report, 30 May 2025 {EXCERPT}"
    ),
    # newspapers
    "voz-2024-10-28-nato": (
        f"NATO confirms deployment of North Korean troops in Russia, Voz, 28 October 2024 {EXCERPT}"
    ),
    "kbs-news-today-2025-01-14-3000": (
        f"[News Today] “NK CASUALTIES HIT 3,000 IN RUSSIA”, KBS, January 2025 {EXCERPT}"
    ),
    "kbs-news-today-2025-04-millions-of-shells": (
        f'[News Today] "NK sent millions of shells to Russia", KBS, {UNDATED}'
    ),
    "wapo-repost-2023-10-16-images": (
        "Michelle Ye Hee Lee and Joyce Sohyun Lee, North Korea may be sending arms to Russia for "
        f"Ukraine war, images suggest, The Washington Post, 16 October 2023 {EXCERPT}"
    ),
    "asiae-2024-06-20-nato-style": (
        "Putin Escapes International Isolation with 'North Korea-Russia NATO-Style Alliance', "
        f"Asia Economy, {UNDATED}"
    ),
    "woorinewstime-2024-11-nis-combat": (
        f"국정원, 북한군 쿠르스크 지역 전투 참여 공식 확인..美도 인정, 우리뉴스타임, {UNDATED}"
    ),
    "sputnik-2026-01-06-museum": (
        "North Korea's Kim Inspects Construction Site of Museum Honoring Combat Feats, "
        f"Sputnik International, 6 January 2026 {EXCERPT}"
    ),
    "united24-2024-04-kharkiv-missile": (
        "Russia Used North Korean Missile in Kharkiv Attack, UN Confirms, UNITED24 Media, "
        f"{UNDATED}"
    ),
    # documents of the United Nations and of governments
    "un-press-2006-10-14-sc8853": (
        "Security Council Condemns Nuclear Test by Democratic People’s Republic of Korea, "
        "Unanimously Adopting Resolution 1718 (2006), United Nations, press release SC/8853, "
        f"14 October 2006 {EXCERPT}"
    ),
    "un-press-2024-sc15648-veto": (
        "Security Council Fails to Extend Mandate for Expert Panel Assisting Sanctions Committee "
        "on Democratic People’s Republic of Korea, United Nations, press release SC/15648, "
        f"{UNDATED}"
    ),
    "un-1718-panel-work-mandate": (
        f"Work and mandate, United Nations Security Council, 1718 Sanctions Committee, {UNDATED}"
    ),
    "msmt-2025-joint-statement-first-report": (
        "Governments of the MSMT participating states, Joint Statement of the Multilateral "
        "Sanctions Monitoring Team (MSMT) on the First Report Covering DPRK-Russia Military "
        f"Cooperation, corruptionbuzz.com, {UNDATED}"
    ),
    # think tanks, companies, encyclopedias
    "csis-beyond-parallel-2023-10-najin": (
        f"Ongoing Arms Transfer Activity at Najin Port, CSIS Beyond Parallel, {UNDATED}"
    ),
    "rusi-wiredgov-2023-10-17-orient-express": (
        "RUSI, The Orient Express: North Korea’s Clandestine Supply Route to Russia, "
        f"wired-gov.net, 17 October 2023 {EXCERPT}"
    ),
    "38north-2024-04-panel-final-act": (f"UN Panel of Experts: The Final Act, 38 North, {UNDATED}"),
    "smallarmssurvey-embargo-background": f"Background Information, Small Arms Survey, {UNDATED}",
    "chainalysis-2025-msmt-five-takeaways": (
        "Five Key Takeaways from MSMT’s Report on North Korean Cyber Operations, Chainalysis, "
        f"{UNDATED}"
    ),
    "wikipedia-dprk-russia-treaty": (
        f"North Korean–Russian Treaty on Comprehensive Strategic Partnership, Wikipedia, {UNDATED}"
    ),
}

DAY = PartialDate(2024, 10, 17)
SMITH, LEE = Name("Smith", "Ann"), Name("Lee", "Bo")
OTHERS: list[tuple[dict[str, Any], str]] = [
    (
        {
            "type": "hearing",
            "title": "Threats to peace",
            "author": (Name(literal="US Senate Committee on Foreign Relations"),),
            "issued": DAY,
            "variables": {"number": "118-45"},
        },
        "US Senate Committee on Foreign Relations, Threats to peace, no. 118-45, 17 October 2024.",
    ),
    (
        {
            "type": "legal_case",
            "title": "Warmbier v. DPRK",
            "issued": PartialDate(2018, 12, 24),
            "variables": {"authority": "US District Court, D.C.", "number": "18-977"},
        },
        "Warmbier v. DPRK, no. 18-977, US District Court, D.C., 24 December 2018.",
    ),
    (
        {
            "type": "regulation",
            "title": "Concerning restrictive measures",
            "issued": PartialDate(2017, 8, 30),
            "variables": {"number": "2017/1509", "authority": "Council of the EU"},
        },
        "Concerning restrictive measures, 2017/1509, Council of the EU, 30 August 2017.",
    ),
    (
        {
            "type": "report",
            "title": "Final report of the Panel of Experts",
            "author": (Name(literal="United Nations Security Council"),),
            "issued": PartialDate(2024, 3, 7),
            "doi": "10.1000/s.2024",
            "variables": {"number": "S/2024/215", "page": "12"},
        },
        "United Nations Security Council, Final report of the Panel of Experts, S/2024/215, p. 12, "
        "7 March 2024, doi:10.1000/s.2024.",
    ),
    (
        {"type": "post", "title": "Two sentences", "author": (SMITH,), "issued": DAY,
         "container_title": "Mastodon"},
        "Ann Smith, Two sentences, Mastodon, 17 October 2024.",
    ),
    (
        {
            "type": "map",
            "title": "Port of Najin",
            "publisher": "OpenStreetMap contributors",
            "issued": PartialDate(2023),
            "variables": {"scale": "1:5000"},
        },
        "Port of Najin, map, OpenStreetMap contributors, 2023.",
    ),
    (
        {"type": "personal_communication", "title": "Letter to the desk", "author": (LEE,),
         "issued": DAY},
        "Bo Lee, Letter to the desk, personal communication, 17 October 2024.",
    ),
    (
        {
            "type": "broadcast",
            "title": "Evening news",
            "container_title": "KBS",
            "issued": DAY,
            "variables": {"genre": "Podcast"},
        },
        "Evening news, Podcast, KBS, 17 October 2024.",
    ),
    (
        {
            "type": "motion_picture",
            "title": "Salute",
            "author": (Name(literal="Korean Central Television"),),
            "container_title": "YouTube",
            "archive_url": "https://web.archive.org/v",
            "url_status": UrlStatus.DEAD,
            "accessed": DAY,
        },
        "Korean Central Television, Salute, video, YouTube, undated, read 17 October 2024, "
        "archived copy (no longer online).",
    ),
    (
        {
            "type": "dataset",
            "title": "Ship calls at Najin",
            "author": (Name(literal="Open Source Centre"),),
            "publisher": "Zenodo",
            "issued": PartialDate(2025, 4),
            "doi": "10.5281/zenodo.1",
            "variables": {"version": "2.1"},
        },
        "Open Source Centre, Ship calls at Najin, data set, version 2.1, Zenodo, April 2025, "
        "doi:10.5281/zenodo.1.",
    ),
    (
        {
            "type": "book",
            "title": "The Hermit and the Bear",
            "author": (SMITH, LEE),
            "publisher": "Hurst",
            "issued": PartialDate(2025),
            "variables": {"publisher-place": "London", "edition": "3", "ISBN": "978-0-00-000000-2"},
        },
        "Ann Smith and Bo Lee, The Hermit and the Bear, edition 3, Hurst, London, 2025.",
    ),
    (
        {
            "type": "chapter",
            "title": "Trade",
            "author": (LEE,),
            "container_title": "The Pact: A History",
            "publisher": "Hurst",
            "issued": PartialDate(2025),
            "names": {"editor": (SMITH,)},
            "variables": {"publisher-place": "London", "page": "7"},
        },
        "Bo Lee, Trade, in The Pact: A History, edited by Ann Smith, Hurst, London, p. 7, 2025.",
    ),
    (
        {
            "type": "article-journal",
            "title": "What sanctions do",
            "author": (SMITH, LEE, SMITH, LEE),
            "container_title": "Survival",
            "issued": PartialDate(2024, 2),
            "variables": {"volume": "66", "issue": "1", "page": "7-32"},
        },
        "Ann Smith et al., What sanctions do, Survival, vol. 66, no. 1, pp. 7-32, February 2024.",
    ),
    (
        {"type": "article-magazine", "title": "A portrait", "author": (LEE,),
         "container_title": "The Economist", "issued": DAY},
        "Bo Lee, A portrait, The Economist, 17 October 2024.",
    ),
    (
        {
            "type": "treaty",
            "title": "Treaty on the Comprehensive Strategic Partnership",
            "author": (Name(literal="Russian Federation"), Name(literal="DPRK")),
            "issued": PartialDate(2024, 6, 19),
        },
        "Russian Federation and DPRK, Treaty on the Comprehensive Strategic Partnership, "
        "19 June 2024.",
    ),
    (
        {"type": "software", "title": "Sentinel Toolbox", "publisher": "ESA",
         "variables": {"version": "10"}, "issued": PartialDate(2024)},
        "Sentinel Toolbox, version 10, ESA, 2024.",
    ),
    (
        {"type": "graphic", "title": "A satellite image of the port", "publisher": "Planet Labs",
         "issued": DAY},
        "A satellite image of the port, Planet Labs, 17 October 2024.",
    ),
    (
        {"type": "standard", "title": "Date and time", "publisher": "ISO",
         "variables": {"number": "ISO 8601-1:2019"}, "issued": PartialDate(2019, 2)},
        "Date and time, ISO 8601-1:2019, ISO, February 2019.",
    ),
    (
        {"type": "manuscript", "title": "Notes of a meeting", "author": (SMITH,), "issued": DAY},
        "Ann Smith, Notes of a meeting, 17 October 2024.",
    ),
    (
        {"type": "webpage", "title": "Statement by the Spokesperson", "accessed": DAY,
         "author": (Name(literal="Ministry of Foreign Affairs"),),
         "publisher": "Ministry of Foreign Affairs", "variables": {"genre": "Press release"}},
        "Ministry of Foreign Affairs, Statement by the Spokesperson, Press release, undated, "
        "read 17 October 2024.",
    ),
    (
        {"type": "webpage", "title": "Behind a wall", "container_title": "FT", "issued": DAY,
         "url_status": UrlStatus.PAYWALLED},
        "Behind a wall, FT, 17 October 2024 (behind a paywall).",
    ),
    (
        {"type": "article", "title": "A preprint", "author": (LEE,), "publisher": "arXiv",
         "variables": {"number": "2410.00001"}, "issued": PartialDate(2024, 10)},
        "Bo Lee, A preprint, 2410.00001, arXiv, October 2024.",
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load(ROOT / "content", project=ROOT).knowledge


@pytest.mark.parametrize("key", RECORDS)
def test_a_record_of_the_sample_site(knowledge: Knowledge, key: str) -> None:
    assert plain_reference(knowledge.sources[key], "en") == RECORDS[key]


@pytest.mark.parametrize(("fields", "expected"), OTHERS, ids=[text[:40] for _, text in OTHERS])
def test_other_kinds(fields: dict[str, Any], expected: str) -> None:
    assert plain_reference(Source(id="s", location=NOWHERE, **fields), "en") == expected
