"""Facts on a whole site: the ledger, measures over pages, standing in notes, corrections."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup, Tag
from markdown import Markdown
from tests.minisite import DATA, PAGES, build, dead_links, run, soup, write

from plainfact.extensions.citations import CitationsExtension
from plainfact.findings import Location
from plainfact.model import Citation, Fact, Kind, Knowledge, PartialDate, Status

SOURCES = """\
afp:
  type: article-newspaper
  title: Seoul counts 1,500
  container-title: AFP
  issued: 2024-10-18
  URL: https://example.org/afp
repost:
  type: article-newspaper
  title: Seoul counts 1,500 (AFP)
  container-title: Daily
  relays: AFP
  issued: 2024-10-18
  URL: https://example.org/repost
  read: excerpt
yonhap:
  type: article-newspaper
  title: 북한군 파병
  container-title: Yonhap
  issued: 2024-10-18
  URL: https://example.org/yonhap
  language: ko
gone:
  type: webpage
  title: A page that is gone
  container-title: Gone
  issued: 2024-10-18
  URL: https://gone.example/page
  archive_url: https://web.archive.example/gone
  url_status: dead
tabloid:
  type: article-newspaper
  title: Women at the front
  container-title: Tabloid
  issued: 2024-12-01
  URL: https://tabloid.example/women
apology:
  type: article-newspaper
  title: We were wrong
  container-title: Tabloid
  issued: 2024-12-20
  URL: https://tabloid.example/apology
"""
PUBLISHERS = """\
Tabloid:
  level: caution
  since: 2024-12-20
  why: It printed a doctored picture.
"""
MEASURES = """\
sent:
  label: Soldiers sent
  unit: soldiers
  counts: all sent since October 2024
  formerly: [soldiers]
killed:
  label: Soldiers killed
  unit: soldiers
"""
FACTS = """\
nis-1:
  claim: The agency said about 1,500 soldiers had been sent.
  kind: figure
  value: 1500
  unit: soldiers
  approximate: true
  measure: soldiers
  as_of: 2024-10-18
  when: {from: 2024-10-08, to: 2024-10-13}
  status: reported
  attributed_to: nis
  sources:
    - {id: afp, locator: para. 2, quote: "some 1,500 soldiers"}
    - repost
    - {id: yonhap, quote: "천오백 명", language: ko, translation: "fifteen hundred"}
  disputes: [gur]
  checked: 2026-11-23
  tags: [troops]
gur:
  claim: Kyiv counted 11,000 soldiers.
  kind: figure
  value: 11000
  unit: soldiers
  measure: sent
  as_of: 2024-10-18
  status: disputed
  attributed_to: Kyiv
  sources: [gone]
  note: Soldiers in training.
  tags: [troops]
nis-2:
  claim: The agency said 3,000 soldiers had been sent.
  kind: figure
  value: 3000
  unit: soldiers
  measure: sent
  as_of: 2024-10-23
  status: reported
  attributed_to: national-intelligence-service
  sources: [afp, repost]
  tags: [troops]
pentagon:
  claim: The Pentagon counted 10,000 soldiers on that day.
  kind: figure
  value: 10000
  unit: soldiers
  measure: sent
  as_of: 2024-10-23
  status: reported
  attributed_to: Pentagon
  sources: [afp]
  tags: [troops]
plan:
  claim: The agency expects 12,000 soldiers to go.
  kind: forecast
  value: 12000
  unit: soldiers
  as_of: 2024-10-23
  status: reported
  attributed_to: an official
  anonymous: true
  sources: [tabloid]
women:
  claim: Women fought at the front.
  as_of: 2024-12
  status: retracted
  attributed_to: Tabloid
  sources: [tabloid]
  retraction: {by: Tabloid, on: 2024-12-20, source: apology, why: The picture was doctored.}
dead-nis:
  claim: The agency counted 300 soldiers killed.
  kind: figure
  value: 300
  unit: soldiers
  measure: killed
  as_of: 2025-01
  status: reported
  attributed_to: nis
  sources: [afp]
treaty:
  claim: A treaty was signed.
  kind: event
  as_of: 2024-06-19
  status: confirmed
  sources: [afp]
"""
GLOSSARY = """\
nis:
  term: National Intelligence Service
  formerly: [national-intelligence-service]
  definition: An agency.
"""
CORRECTIONS = """\
c1:
  date: 2026-11-24
  kind: correction
  was: We wrote 15,000.
  now: It is 1,500.
  facts: [nis-1]
"""
CONFIG = """\
site_name: Facts
site_url: https://example.org/site/
plugins:
  - search
  - plainfact/sources: {html: HTML}
  - plainfact/glossary
markdown_extensions: [toc]
validation: {links: {anchors: warn}}
"""
FILES = {
    "content/sources/s.yml": SOURCES,
    "content/publishers.yml": PUBLISHERS,
    "content/measures/m.yml": MEASURES,
    "content/facts/f.yml": FACTS,
    "content/glossary/g.yml": GLOSSARY,
    "content/corrections/c.yml": CORRECTIONS,
    "docs/index.md": "# Home\n",
    "docs/facts.md": "# Facts\n\n[FACTS]\n",
    "docs/sources.md": "# Sources\n\n[SOURCES]\n",
    "docs/glossary.md": "# Glossary\n\n[GLOSSARY]\n",
    "docs/corrections.md": "# Corrections\n\n[CORRECTIONS]\n",
    "docs/chart.md": (
        "# Chart\n\nOn 18 October 2024 it was [1,500][fact:nis-1].\n\n[MEASURE sent]\n"
    ),
    "docs/deep/story.md": (
        "# Story\n\nSeoul said [about 1,500][fact:nis-1], Kyiv said [11,000][fact:gur].\n\n"
        "Then came [3,000 soldiers][fact:nis-2], [12,000][fact:plan] and "
        "[300 dead][fact:dead-nis].\n\n[Women][fact:women] fought there.\n\n"
        "Gone [@gone], again [@tabloid, p. 2].\n\n"
        "He wrote “some 1,500 soldiers had left” [@afp]. See [@afp, p. 3].\n"
    ),
}

LEDGER = "../../facts/#figures:killed"


@pytest.fixture(scope="module", params=["safe", "trusted"])
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("facts")
    config = {"mkdocs.yml": CONFIG.replace("HTML", str(request.param))}
    return build(write(folder, {**FILES, **config}))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site, not built: for commands."""
    config = {"mkdocs.yml": CONFIG.replace("HTML", "safe")}
    return write(tmp_path_factory.mktemp("facts-project"), {**FILES, **config})


def note(page: BeautifulSoup, kind: str, key: str) -> Tag:
    found = page.find(id=f"fn:{kind}:{key}")
    assert isinstance(found, Tag)
    return found


def words(element: Tag | None) -> str:
    assert element is not None
    return " ".join(element.text.split())


def test_no_link_is_dead(site: Path) -> None:
    assert dead_links(site) == []


def test_the_ledger_is_grouped_and_every_fact_has_an_address(site: Path) -> None:
    ledger = soup(site / "facts/index.html")
    headings = [heading["id"] for heading in ledger.select(".pf-group > h2")]
    assert headings == ["figures:sent", "tag-none", "figures:killed"]
    rows = ledger.select("#figures\\:sent ~ .pf-row")
    assert [row["data-fact"] for row in rows] == ["nis-2", "pentagon", "gur", "nis-1"]
    for row in ledger.select(".pf-row"):
        key = str(row["data-fact"])
        assert [heading["id"] for heading in row.select("h3")] == [key]
        assert [link["href"] for link in row.select("a.pf-id")] == [f"#{key}"]
    first = ledger.select_one(".pf-row[data-fact=nis-1]")
    assert first is not None
    assert words(first.select_one(".pf-row__side")) == "Reported Superseded 18 October 2024"
    assert [words(link) for link in first.select(".pf-uses a")] == ["Chart", "Story"]


def test_the_ledger_has_a_filter_that_needs_no_script(site: Path) -> None:
    ledger = soup(site / "facts/index.html")
    box = ledger.select_one(".pf-facts > .pf-filter")
    assert box is not None
    assert [words(label) for label in box.select("label")] == [
        "All 8", "Confirmed 1", "Reported 5", "Disputed 1", "Retracted 1", "Superseded 1",
    ]  # fmt: skip
    inputs = box.select("input")
    assert [one["type"] for one in inputs] == ["radio"] * 5 + ["checkbox"]
    assert [one["data-filter"] for one in inputs if one.has_attr("checked")] == ["all"]
    assert len({one["name"] for one in inputs[:5]}) == 1


def test_a_note_says_how_a_fact_stands(site: Path) -> None:
    story = soup(site / "deep/story/index.html")
    nis = note(story, "fact", "nis-1")
    assert words(nis.select_one(".pf-note__standing")) == (
        "Reported: one party says so. National Intelligence Service, 18 October 2024."
    )
    related = [words(row) for row in nis.select(".pf-note__related li")]
    assert related == [
        "Newer: The agency said 3,000 soldiers had been sent. National Intelligence Service, "
        "23 October 2024. Seoul counts 1,500; Seoul counts 1,500 (AFP)",
        "Against it: Kyiv counted 11,000 soldiers. Kyiv, 18 October 2024. A page that is gone",
    ]
    assert words(nis.select_one(".pf-note__origins")) == "3 reports, 2 origins: AFP, Yonhap"
    assert "When: 8 to 13 October 2024. Last checked 23 November 2026." in words(nis)
    assert words(note(story, "fact", "nis-2").select_one(".pf-note__origins")) == (
        "2 reports, 1 origin: AFP"
    )
    references = [words(row) for row in nis.select(".pf-refs li")]
    assert references[0] == "Seoul counts 1,500, AFP, 18 October 2024. Para. 2. some 1,500 soldiers"
    assert "only an excerpt was read" in references[1]
    assert references[2].endswith("천오백 명 (our translation: fifteen hundred)")
    assert [quote["lang"] for quote in nis.select("q[lang]")] == ["ko", "en"]
    links = [str(link["href"]) for link in nis.select(".pf-refs cite a")]
    assert links[0] == "https://example.org/afp#:~:text=some%201%2C500%20soldiers"
    assert unquote(links[2]).endswith("#:~:text=천오백 명")


@pytest.mark.parametrize(
    ("who", "language", "expected"),
    [
        ("وزارة 7", "en", "\u2068وزارة 7\u2069, 18 October 2024."),
        ("Ministry", "en", "Ministry, 18 October 2024."),
        ("Ministry", "ar", "Ministry, 18 أكتوبر 2024."),
    ],
)
def test_a_name_does_not_change_places_with_the_date(
    who: str, language: str, expected: str
) -> None:
    extension = CitationsExtension(language=language)
    said = Fact(
        id="f",
        location=Location("f.yml", 1, 1),
        claim="A count.",
        as_of=PartialDate(2024, 10, 18),
        status=Status.REPORTED,
        kind=Kind.FIGURE,
        citations=(Citation(source="a"),),
        attributed_to=who,
    )
    extension.provide(Knowledge(facts={"f": said}))
    page = BeautifulSoup(Markdown(extensions=[extension]).convert("So [@fact:f]."), "html5lib")
    assert [each.text for each in page.select(".pf-by")] == [expected]


def test_who_expects_and_who_is_not_named(site: Path) -> None:
    plan = note(soup(site / "deep/story/index.html"), "fact", "plan")
    assert words(plan.select_one(".pf-by")) == "An official (anonymous) expects, 23 October 2024."
    assert "use with caution since 20 December 2024: It printed a doctored picture" in words(plan)


def test_what_was_withdrawn_is_struck_through(site: Path) -> None:
    story = soup(site / "deep/story/index.html")
    women = note(story, "fact", "women")
    assert words(women.select_one(".pf-note__claim > del")) == "Women fought at the front."
    assert words(women.select_one(".pf-note__retraction")).startswith(
        "Withdrawn by Tabloid, 20 December 2024: The picture was doctored. We were wrong, Tabloid"
    )
    said = [words(each) for each in story.select(".pf-said")]
    assert said == [
        "(Oct 2024; since revised)",
        "(disputed)",
        "(withdrawn by Tabloid, 20 Dec 2024)",
    ]


def test_a_dead_source_is_shown_by_its_copy(site: Path) -> None:
    gone = note(soup(site / "deep/story/index.html"), "source", "gone")
    link = gone.select_one("cite a")
    assert link is not None
    assert link["href"] == "https://web.archive.example/gone"
    assert "no longer online" in words(gone)


def test_places_in_a_source_have_their_own_links(site: Path) -> None:
    afp = note(soup(site / "deep/story/index.html"), "source", "afp")
    rows = afp.select(".pf-places li")
    assert [words(row) for row in rows] == ["some 1,500 soldiers had left ↩1", "p. 3 ↩2"]
    quoted = rows[0].select_one("q a")
    assert quoted is not None
    assert str(quoted["href"]).endswith("#:~:text=some%201%2C500%20soldiers%20had%20left")
    assert [row.select_one(".footnote-backref") is not None for row in rows] == [True, True]


def test_a_note_leads_to_its_measure(site: Path) -> None:
    """On the page itself, on the page that shows it, else in the ledger."""
    story = soup(site / "deep/story/index.html")
    for key, href in (("nis-1", "../../chart/#measure:sent"), ("dead-nis", LEDGER)):
        link = note(story, "fact", key).select_one(".pf-note__meta a")
        assert link is not None
        assert link["href"] == href
    own = note(soup(site / "chart/index.html"), "fact", "nis-1").select_one(".pf-note__meta a")
    assert own is not None
    assert own["href"] == "#measure:sent"


def test_claimants_who_disagree_stand_side_by_side(site: Path) -> None:
    figure = soup(site / "chart/index.html").find(id="measure:sent")
    assert isinstance(figure, Tag)
    groups = [
        [str(side["data-fact"]) for side in sides.select(".pf-sides__two > div")]
        for sides in figure.select(".pf-sides")
    ]
    # one by the record; one since both speak of one day, and no number fits both
    assert groups == [["gur", "nis-1"], ["nis-2", "pentagon"]]
    assert words(figure.select_one(".pf-sides__two > div")) == (
        "11,000 soldiers Kyiv, 18 October 2024. Kyiv counted 11,000 soldiers. "
        "Soldiers in training. A page that is gone"
    )
    # a figure whose record names the measure by an id of old
    assert figure.select_one("table [data-fact=nis-1]") is not None
    revised = note(soup(site / "deep/story/index.html"), "fact", "nis-2")
    assert words(revised.select_one(".pf-note__related")).startswith(
        "Another count: The Pentagon counted 10,000 soldiers on that day."
    )


def test_a_corrected_page_says_so(site: Path) -> None:
    for page in ("chart", "deep/story"):
        notice = soup(site / page / "index.html").select_one("h1 + .pf-notice")
        assert words(notice) == (
            "Correction, 24 November 2026. Before: We wrote 15,000. Now: It is 1,500."
        )
    listing = soup(site / "corrections/index.html")
    assert [words(link) for link in listing.select("section .pf-uses a")] == ["Chart", "Story"]


def test_sources_are_by_publication_with_cited_by(site: Path) -> None:
    page = soup(site / "sources/index.html")
    names = [words(heading) for heading in page.select(".pf-sources > h2")]
    assert names == ["AFP", "Daily", "Gone", "Tabloid", "Yonhap"]
    entries = [entry["data-source"] for entry in page.select(".pf-entry")]
    assert entries[3:5] == ["apology", "tabloid"]  # the newest first
    # of a withdrawal, too
    apology = page.select_one("[data-source=apology]")
    assert "Story" in words(apology.select_one(".pf-uses") if apology else None)
    tabloid = page.select_one("[data-source=tabloid]")
    assert "Story" in words(tabloid.select_one(".pf-uses") if tabloid else None)


def test_trace_lists_facts_sentences_and_measures(project: Path) -> None:
    """A publisher's fall: what rests on it, where, and whether on anything else besides."""
    done = run(project, "plainfact", "trace", "Tabloid", "--format", "json")
    assert done.returncode == 0, done.stderr
    rows = [(row["kind"], row["id"], row["sole"]) for row in json.loads(done.stdout)["rows"]]
    assert rows == [
        ("fact", "plan", True),
        ("fact", "women", True),
        ("sentence", "plan", False),
        ("sentence", "women", True),
        ("sentence", "tabloid", False),
    ]
    done = run(project, "plainfact", "trace", "yonhap")
    assert "- [ ] Soldiers sent — `sent` (docs/chart.md:5)" in done.stdout.splitlines()
    assert "`nis-1`, sole support" not in done.stdout


@pytest.mark.slow
def test_what_only_a_summary_says_is_traced_and_used(tmp_path: Path) -> None:
    """A fact that stands in nothing but a page's summary, folded over lines."""
    summary = "---\nsummary: >\n  The NIS said\n  [1,500][fact:troops-nis-2024-10-18].\n---\n"
    pages = {**PAGES, "docs/deep/er/page.md": f"{summary}\n# Deep\n\nNo more.\n"}
    pages["docs/facts.md"] = "# Facts\n\nNone here.\n"
    write(tmp_path, {**DATA, **pages, "mkdocs.yml": CONFIG.replace("HTML", "safe")})
    done = run(tmp_path, "plainfact", "trace", "troops-nis-2024-10-18")
    assert "- [ ] The NIS said 1,500. — `troops-nis-2024-10-18`" in done.stdout
    assert "(docs/deep/er/page.md:4)" in done.stdout
    done = run(tmp_path, "plainfact", "check", "--format", "json")
    rules = [each["rule"] for each in json.loads(done.stdout)["findings"]]
    assert "unused-fact" not in rules
    site = build(tmp_path)
    assert dead_links(site) == []
    facts = json.loads((site / "data/facts.json").read_text("utf-8"))["facts"]
    used = {row["id"]: row["used_on"] for row in facts}["troops-nis-2024-10-18"]
    assert [(row["page"], row["anchors"]) for row in used] == [("deep/er/page.md", [])]


def test_a_fact_that_rests_on_a_fallen_publisher_is_found(project: Path) -> None:
    done = run(project, "plainfact", "check", "--format", "json")
    found = [
        (each["rule"], each["line"])
        for each in json.loads(done.stdout)["findings"]
        if each["rule"] in ("discredited-source", "single-origin", "retracted-fact")
    ]
    line = FACTS[: FACTS.index("sources: [tabloid]")].count("\n") + 1
    assert ("discredited-source", line) in found
    assert [rule for rule, _ in found].count("discredited-source") == 1  # not the retracted one
    assert [rule for rule, _ in found].count("single-origin") == 1
    assert [rule for rule, _ in found].count("retracted-fact") == 1


def test_a_folded_note_says_what_a_reader_should_know_first() -> None:
    extension = CitationsExtension(folded=True)
    facts = {
        "old": fact("old", PartialDate(2024, 10, 18)),
        "new": fact("new", PartialDate(2024, 12, 1)),
        "con": fact("con", PartialDate(2024, 10, 18), status=Status.DISPUTED),
    }
    extension.provide(Knowledge(facts=facts))
    html = Markdown(extensions=[extension]).convert("[a][fact:old] [b][fact:new] [c][fact:con]")
    page = BeautifulSoup(html, "html5lib")
    lines = [words(line) for line in page.select("li > details > summary .pf-fold__meta")]
    assert lines == [
        "Superseded · 18 Oct 2024",
        "Reported · 1 Dec 2024",
        "Disputed · 18 Oct 2024",
    ]
    standing = words(page.select_one("li > details > .pf-note__standing"))
    assert standing.startswith("Reported: one party says so.")


def fact(key: str, as_of: PartialDate, status: Status = Status.REPORTED) -> Fact:
    return Fact(
        id=key,
        location=Location("content/x.yml", 1, 1),
        claim=f"Claim of {key}.",
        kind=Kind.FIGURE,
        value=Decimal(1),
        measure="m",
        attributed_to="Seoul",
        as_of=as_of,
        status=status,
        citations=(Citation(source="a"),),
    )
