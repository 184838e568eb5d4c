"""Data files, structured data and the feed: valid, sorted, the same every time."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from decimal import Decimal as D
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

import bibtexparser
import feedparser
import jsonschema
import pybtex.database
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyld import jsonld

from plainfact import exports
from plainfact.exports.bibtex import escaped
from plainfact.exports.structured import plain_words
from plainfact.exports.uses import dumped
from plainfact.findings import NOWHERE
from plainfact.loader import load
from plainfact.model import (
    Citation,
    Correction,
    CorrectionKind,
    DateRange,
    Fact,
    Knowledge,
    Level,
    Name,
    Page,
    PartialDate,
    Range,
    Reference,
    References,
    Retraction,
    Source,
    Standing,
    Status,
    Term,
    UrlStatus,
    Use,
)
from plainfact.schemas import csl

SITE = "https://example.org/site"
NASTY = "</script><!-- & \u2028 “x”"
DAY = PartialDate(2024, 10, 18)


def source(key: str, kind: str = "article-newspaper", **fields: Any) -> Source:
    return Source(id=key, location=NOWHERE, type=kind, **({"title": key} | fields))


def fact(key: str, **fields: Any) -> Fact:
    default: dict[str, Any] = {
        "claim": key,
        "as_of": DAY,
        "status": Status.REPORTED,
        "citations": (Citation(source="b"),),
    }
    return Fact(id=key, location=NOWHERE, **(default | fields))


SOURCES = [
    source(
        "b",
        title="50% of {x} & $y_z #1 ~ \\ done",
        author=(Name("Maresca", "Thomas"), Name(literal="Barnes and Noble, Inc.")),
        container_title="UPI",
        issued=DAY,
        accessed=PartialDate(2026, 11),
        url="https://example.org/a_b?c=%20&d#e",
        relays="AFP",
        url_status=UrlStatus.DEAD,
        archive_url="https://web.archive.org/x",
        standing=Standing(Level.CAUTION, DAY, "why"),
        variables=MappingProxyType({"page": "1–2", "event-date": "2024-06", "x-own": "1"}),
        names=MappingProxyType({"editor": (Name("Lee", "Bo"),), "editor-translator": (Name("X"),)}),
    ),
    source("a", "report", publisher="RUSI", issued=PartialDate(2024), title=NASTY),
    source("odd{key,1}", "webpage", formerly=("older",)),
    source("odd-key-1-", "book", variables=MappingProxyType({"event-date": "spring"})),
]
FACTS = [
    fact("figure", value=D(1500), unit="soldiers", measure="m", attributed_to="nis", claim=NASTY),
    fact("later", value=Range(D(11000), None), measure="m", as_of=PartialDate(2025)),
    fact("day", value=PartialDate(2024, 6, 19), when=DateRange(PartialDate(2024), None)),
    fact("words", value="two brigades", disputes=("figure",), when=PartialDate(2024, 6)),
    fact("part", value=D("2.75"), citations=(Citation(source="a", quote="q"),)),
    fact("gone", status=Status.RETRACTED, retraction=Retraction(by="Mail", on=DAY)),
]
TERMS = [
    Term(
        id="nis",
        location=NOWHERE,
        term="National Intelligence Service",
        aliases=("NIS",),
        definition=f"The **service** of [Seoul](x.md) [@b], {NASTY}",
    ),
    Term(id="bda", location=NOWHERE, term="BDA", definition="A bank."),
]
CORRECTIONS = [
    Correction(
        id="c1",
        location=NOWHERE,
        date=PartialDate(2026, 3, 1),
        kind=CorrectionKind.CORRECTION,
        was="1,600 & more",
        now="1,500",
        facts=("figure",),
    ),
    Correction(
        id="c2",
        location=NOWHERE,
        date=PartialDate(2026),
        kind=CorrectionKind.CLARIFICATION,
        was="x\x00",
        now="y",
        pages=("explainers/none.md",),
    ),
]
PAGES = [
    Page(
        path="explainers/troops.md",
        url="explainers/troops/",
        title=NASTY,
        summary="A & B",
        authors=("Ann",),
        published="2025-01-02",
        updated="2025-06-01",
        tags=("troops",),
    ),
    Page(path="index.md", url="", title="Home"),
    Page(path="explainers/new.md", url="explainers/new/", title="New", published="2026-02"),
]


def by_id(records: list[Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType({record.id: record for record in records})


KNOWLEDGE = Knowledge(
    sources=by_id(SOURCES),
    facts=by_id(FACTS),
    terms=by_id(TERMS),
    corrections=by_id(CORRECTIONS),
    renamed=MappingProxyType({("fact", "old-figure"): "figure"}),
)


def place(kind: str, key: str, anchor: str = "", page: str = PAGES[0].path) -> Reference:
    return Reference(kind=kind, id=key, page=page, use=Use.CITED, anchor=anchor)


REFERENCES = References(
    pages=MappingProxyType({page.path: page for page in PAGES}),
    found=(
        place("fact", "figure", "fnref:fact:figure"),
        place("fact", "old-figure", "fnref2:fact:figure"),
        place("source", "a"),
        place("source", "nothing"),
        place("term", "nis", "term:nis", "index.md"),
    ),
)


def csl_schema() -> Any:
    schema = Path(__file__).parent / "data" / "csl-items.schema.json"
    return json.loads(schema.read_text(encoding="utf-8"))


def test_sources_are_csl_json() -> None:
    text = exports.sources_json(KNOWLEDGE)
    assert text.endswith("]\n")
    items = json.loads(text)
    jsonschema.validate(items, csl_schema())
    assert [item["id"] for item in items] == ["a", "b", "odd-key-1-", "odd{key,1}"]
    item = items[1]
    assert item["issued"] == {"date-parts": [[2024, 10, 18]]}
    assert item["accessed"] == {"date-parts": [[2026, 11]]}
    assert item["event-date"] == {"date-parts": [[2024, 6]]}
    assert item["author"][1] == {"literal": "Barnes and Noble, Inc."}
    assert item["custom"] == {
        "archive_url": "https://web.archive.org/x",
        "editor-translator": [{"family": "X"}],
        "relays": "AFP",
        "standing": {"level": "caution", "since": "2024-10-18", "why": "why"},
        "url_status": "dead",
        "x-own": "1",
    }
    assert items[2]["event-date"] == {"literal": "spring"}
    assert items[3]["custom"] == {"formerly": ["older"]}


EVERY_VARIABLE = source(
    "every",
    "event",
    variables=MappingProxyType(dict.fromkeys((*csl.STANDARD, *csl.NUMBERS, *csl.DATES), "2024-06")),
    names=MappingProxyType({name: (Name("Lee", "Bo"),) for name in csl.NAMES}),
)


def official_schema() -> Any:
    """CSL's own csl-data.json: no package has it, and it is not ours to copy."""
    path = os.environ.get("CSL_SCHEMA", "")
    if not path:
        pytest.skip("CSL_SCHEMA names no copy of csl-data.json (docs/architecture.md)")
    return json.loads(Path(path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("which", [csl_schema, official_schema])
def test_what_csl_has_a_variable_for_is_no_extra(which: Callable[[], Any]) -> None:
    known = Knowledge(sources=by_id([EVERY_VARIABLE]))
    items = json.loads(exports.sources_json(known))
    jsonschema.validate(items, which())
    assert set(items[0]["custom"]) == {"editor-translator", "license"}
    assert items[0]["type"] == "event"


def test_our_schema_of_csl_json_allows_nothing_that_csls_own_does_not() -> None:
    ours, official = csl_schema()["items"], official_schema()["items"]
    assert set(ours["required"]) >= set(official["required"])
    kinds = ours["properties"]["type"]["enum"]
    assert set(kinds) <= set(official["properties"]["type"]["enum"])
    for pattern in ours["patternProperties"]:
        names = pattern.removeprefix("^(").removesuffix(")$").split("|")
        assert set(names) <= set(official["properties"])
    content = Path(__file__).parent.parent / "content"
    sample = load(content, project=content.parent).knowledge
    for known in (KNOWLEDGE, sample):
        jsonschema.validate(json.loads(exports.sources_json(known)), official_schema())


def test_facts_are_data() -> None:
    facts = {
        row["id"]: row for row in json.loads(exports.facts_json(KNOWLEDGE, REFERENCES))["facts"]
    }
    assert list(facts) == sorted(facts)
    assert len({tuple(row) for row in facts.values()}) == 1, "every fact has every field"
    assert facts["figure"]["value"] == 1500
    assert facts["figure"]["claimant"] == "National Intelligence Service"
    assert facts["figure"]["disputes"] == ["words"]
    assert facts["figure"]["used_on"] == [
        {
            "page": "explainers/troops.md",
            "url": "explainers/troops/",
            "title": NASTY,
            "anchors": ["fnref:fact:figure", "fnref2:fact:figure"],
        }
    ]
    assert facts["later"]["value"] == {"min": 11000, "max": None}
    assert facts["day"]["value"] == "2024-06-19"
    assert facts["day"]["when"] == {"from": "2024", "to": None}
    assert facts["words"]["value"] == "two brigades"
    assert facts["words"]["when"] == "2024-06"
    assert facts["part"]["value"] == 2.75
    assert facts["part"]["sources"][0]["quote"] == "q"
    assert facts["gone"]["retraction"] == {
        "by": "Mail",
        "on": "2024-10-18",
        "source": "",
        "why": "",
    }
    assert facts["gone"]["used_on"] == []


def test_the_glossary_is_data() -> None:
    terms = json.loads(exports.glossary_json(KNOWLEDGE, REFERENCES))["glossary"]
    assert [term["id"] for term in terms] == ["bda", "nis"]
    assert terms[1]["aliases"] == ["NIS"]
    assert terms[1]["used_on"][0]["anchors"] == ["term:nis"]


def test_bibtex_is_read_back() -> None:
    text = exports.sources_bib(KNOWLEDGE)
    library = bibtexparser.parse_string(text)
    assert not library.failed_blocks
    found = {entry.key: entry for entry in library.entries}
    assert list(found) == ["a", "b", "odd-key-1-", "odd-key-1--2"]
    assert found["a"].entry_type == "techreport"
    fields = {field.key: field.value for field in found["b"].fields}
    assert fields["author"] == "Maresca, Thomas and {Barnes and Noble, Inc.}"
    assert fields["journal"] == "UPI"
    assert fields["date"] == "2024-10-18"
    assert fields["month"] == "oct"
    assert fields["pages"] == "1--2"
    assert fields["url"] == "https://example.org/a_b?c=%20&d#e"
    assert found["odd-key-1--2"].fields_dict["ids"].value == escaped("odd{key,1}")


def test_bibtex_says_in_latex_what_the_record_says() -> None:
    middle = [bibtexparser.middlewares.LatexDecodingMiddleware()]
    library = bibtexparser.parse_string(exports.sources_bib(KNOWLEDGE), append_middleware=middle)
    titles = {entry.key: entry.fields_dict["title"].value for entry in library.entries}
    assert titles["b"].strip("{}") == SOURCES[0].title


def test_bibtex_is_read_by_another_program() -> None:
    library = pybtex.database.parse_string(exports.sources_bib(KNOWLEDGE), "bibtex")
    assert len(library.entries) == len(KNOWLEDGE.sources)
    entry = library.entries["b"]
    assert [str(person) for person in entry.persons["author"]] == [
        "Maresca, Thomas",
        "{Barnes and Noble, Inc.}",
    ]
    assert entry.fields["year"] == "2024"
    assert "b" in library.entries
    assert pybtex.database.parse_string(exports.sources_bib(Knowledge()), "bibtex").entries == {}


@pytest.mark.parametrize(
    ("words", "expected"),
    [("a\nb\x00c", "a b c"), ("50%", r"50\%"), ("}", r"{\rbrace}"), ("북한", "북한")],
)
def test_escaped(words: str, expected: str) -> None:
    assert escaped(words) == expected


def expand(text: str) -> dict[str, Any]:
    def loader(url: str, options: object) -> dict[str, Any]:
        assert url.rstrip("/") == "https://schema.org"
        vocabulary = {"@vocab": "https://schema.org/"}
        return {
            "contextUrl": None,
            "documentUrl": url,
            "contentType": "application/ld+json",
            "document": {"@context": vocabulary},
        }

    assert not set("<>&\u2028\u2029") & set(text)
    (node,) = jsonld.expand(json.loads(text), {"documentLoader": loader})
    return dict(node)


def said(node: dict[str, Any], name: str) -> list[Any]:
    return [item.get("@value", item) for item in node.get(f"https://schema.org/{name}", [])]


def test_a_page_can_be_cited() -> None:
    page = Page(
        path="x.md",
        url="x/",
        title="Who went? & “why” {now}",
        authors=("Ann Smith", "Plainfact desk"),
        published="2024-10-07",
        updated="2024-11-02",
    )
    found = exports.cite_page(page, "Plain fact", SITE, "en")
    assert found.plain == (
        "Ann Smith and Plainfact desk, Who went? & “why” {now}, Plain fact, 2 November 2024, "
        "https://example.org/site/x/"
    )
    (entry,) = pybtex.database.parse_string(found.bibtex, "bibtex").entries.values()
    assert entry.type == "online"
    assert entry.fields["url"] == "https://example.org/site/x/"
    assert (entry.fields["date"], entry.fields["howpublished"]) == ("2024-11-02", "Plain fact")
    items = json.loads(found.csl_json)
    jsonschema.validate(items, csl_schema())
    assert items[0]["id"] == "plain-fact-who-went-why-now-2024"
    assert items[0]["author"] == [{"literal": "Ann Smith"}, {"literal": "Plainfact desk"}]
    assert items[0]["issued"] == {"date-parts": [[2024, 11, 2]]}


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("How many North Korean soldiers went to fight for Russia?",
         "plainfact-how-many-north-korean-soldiers-went-to-fight-for"),
        ("w" * 70, "plainfact"),
        ("Two words", "plainfact-two-words"),
    ],
)  # fmt: skip
def test_the_key_of_a_page_ends_with_a_whole_word(title: str, key: str) -> None:
    found = exports.cite_page(Page(path="x.md", title=title), "Plainfact", "", "en")
    assert json.loads(found.csl_json)[0]["id"] == key


def test_a_page_without_date_address_and_authors_can_be_cited() -> None:
    found = exports.cite_page(Page(path="x.md", title="북한군"), "Site", "", "ko")
    assert found.plain.startswith("북한군, Site")
    assert json.loads(found.csl_json)[0]["id"] == "site"
    assert len(pybtex.database.parse_string(found.bibtex, "bibtex").entries) == 1


def test_an_explainer_is_an_article() -> None:
    text = exports.article_json_ld(PAGES[0], KNOWLEDGE, REFERENCES, SITE, "en")
    node = expand(text)
    assert node["@type"] == ["https://schema.org/Article"]
    assert node["@id"] == "https://example.org/site/explainers/troops/"
    assert said(node, "headline") == [NASTY]
    assert said(node, "dateModified") == ["2026-03-01"]
    assert said(node, "datePublished") == ["2025-01-02"]
    works = [said(work, "name")[0] for work in said(node, "citation")]
    assert works == [NASTY, SOURCES[0].title]
    assert said(said(node, "correction")[0], "text") == ["1,600 & more → 1,500"]


def test_without_a_site_url_an_article_has_no_address() -> None:
    node = json.loads(exports.article_json_ld(PAGES[0], KNOWLEDGE, REFERENCES, ""))
    assert not {"@id", "url", "mainEntityOfPage"} & set(node)


def test_the_glossary_is_a_set_of_defined_terms() -> None:
    page = Page(path="glossary.md", url="glossary/", title="Glossary")
    node = expand(exports.glossary_json_ld(page, KNOWLEDGE, SITE, {"bda": "A bank in Macau."}))
    assert node["@type"] == ["https://schema.org/DefinedTermSet"]
    bank, service = said(node, "hasDefinedTerm")
    assert said(bank, "description") == ["A bank in Macau."]
    assert service["@id"] == "https://example.org/site/glossary/#nis"
    assert said(service, "description")[0].startswith("The service of Seoul, </script>")
    assert json.loads(exports.glossary_json_ld(page, Knowledge(), ""))["name"] == "Glossary"


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("a *b* **c** `d`", "a b c d"),
        ("see [x](y.md) and [z][term:q]", "see x and z"),
        ("so [@a; @b, p. 3], [see @a].", "so,."),
        ("2 * 3 * 4", "2 * 3 * 4"),
    ],
)
def test_plain_words(markdown: str, expected: str) -> None:
    assert plain_words(markdown) == expected


def atom(**more: Any) -> str:
    return exports.feed(PAGES, CORRECTIONS, "A & B", SITE, **more)


def test_the_feed_is_atom() -> None:
    parsed = feedparser.parse(atom(knowledge=KNOWLEDGE, references=REFERENCES))
    assert not parsed.bozo
    assert parsed.version == "atom10"
    assert parsed.feed.id == "https://example.org/site/"
    assert parsed.feed.title == "A &amp; B" or parsed.feed.title == "A & B"
    assert parsed.feed.updated == "2026-03-01T00:00:00Z"
    rows = [(entry.id, entry.updated, entry.link) for entry in parsed.entries]
    home, troops = "https://example.org/site/", "https://example.org/site/explainers/troops/"
    assert rows == [
        (f"{home}#correction:c1", "2026-03-01T00:00:00Z", troops),
        (f"{home}explainers/new/", "2026-02-01T00:00:00Z", f"{home}explainers/new/"),
        (f"{home}#correction:c2", "2026-01-01T00:00:00Z", home),
        (troops, "2025-06-01T00:00:00Z", troops),
    ]
    assert parsed.entries[3].title.startswith("Updated: ")
    assert parsed.entries[3].published == "2025-01-02T00:00:00Z"


ATOM = "{http://www.w3.org/2005/Atom}"
ONE_OF_FEED = ("id", "title", "updated")
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def test_the_feed_keeps_the_rules_of_rfc_4287() -> None:
    """Sections 4.1.1 (feed), 4.1.2 (entry), 4.2.7 (links), 3.3 (dates), 4.2.6 (ids)."""
    root = ElementTree.fromstring(atom(knowledge=KNOWLEDGE, references=REFERENCES))
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert entries
    for element in (root, *entries):
        for name in ONE_OF_FEED:
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        links = [
            (link.get("rel"), link.get("type"), link.get("hreflang"))
            for link in element.findall(f"{ATOM}link")
        ]
        assert len(links) == len(set(links))
        assert "alternate" in [rel for rel, _, _ in links]
    assert [link.get("href") for link in root.findall(f"{ATOM}link[@rel='self']")]
    # an author on the feed stands for the entries that have none
    assert root.find(f"{ATOM}author/{ATOM}name") is not None
    for author in root.iter(f"{ATOM}author"):
        assert len(author.findall(f"{ATOM}name")) == 1
    ids = [str(each.findtext(f"{ATOM}id")) for each in (root, *entries)]
    assert len(ids) == len(set(ids))
    assert all(urlsplit(each).scheme == "https" for each in ids)
    dates = [each.text for name in ("updated", "published") for each in root.iter(f"{ATOM}{name}")]
    assert all(RFC_3339.fullmatch(str(each)) for each in dates)
    assert root.findtext(f"{ATOM}updated") == max(
        str(entry.findtext(f"{ATOM}updated")) for entry in entries
    )


def test_there_is_no_feed_without_a_site_url() -> None:
    assert exports.feed(PAGES, CORRECTIONS, "x", "") == ""


def test_an_empty_feed_is_valid() -> None:
    parsed = feedparser.parse(exports.feed([], [], "x", SITE))
    assert not parsed.bozo
    assert parsed.feed.updated == "1970-01-01T00:00:00Z"


@pytest.mark.parametrize(
    "made",
    [
        exports.sources_json,
        exports.sources_bib,
        lambda known: exports.facts_json(known, REFERENCES),
        lambda known: exports.glossary_json(known, REFERENCES),
        lambda known: exports.article_json_ld(PAGES[0], known, REFERENCES, SITE),
        lambda known: exports.feed(PAGES, reversed(known.corrections.values()), "x", SITE),
    ],
)
def test_the_order_of_input_does_not_matter(made: Callable[[Knowledge], str]) -> None:
    turned = Knowledge(
        sources=by_id(SOURCES[::-1]),
        facts=by_id(FACTS[::-1]),
        terms=by_id(TERMS[::-1]),
        corrections=by_id(CORRECTIONS[::-1]),
        renamed=KNOWLEDGE.renamed,
    )
    assert made(KNOWLEDGE) == made(turned)


def test_nothing_is_a_valid_knowledge() -> None:
    assert exports.sources_json(Knowledge()) == "[]\n"
    assert exports.sources_bib(Knowledge()) == ""
    assert json.loads(exports.facts_json(Knowledge(), References())) == {"facts": []}
    assert json.loads(exports.glossary_json(Knowledge(), References())) == {"glossary": []}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_data_files_are_written_as_json_writes_them(value: object) -> None:
    assert dumped(value) == json.dumps(value, ensure_ascii=False, indent=2) + "\n"
