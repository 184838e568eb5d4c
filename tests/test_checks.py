"""The rules over a built Knowledge and References, each where it fires and where it must not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from plainfact.checks import Sentence, apply_rules, check, rule_problems, uncited
from plainfact.checks.publications import same_address
from plainfact.checks.records import is_past
from plainfact.checks.uses import names_date
from plainfact.findings import Finding, Location, Rule, Severity
from plainfact.model import (
    Citation,
    Correction,
    CorrectionKind,
    DateRange,
    Fact,
    Knowledge,
    Level,
    Link,
    Measure,
    Name,
    Page,
    PartialDate,
    Publisher,
    Reference,
    References,
    Retraction,
    Source,
    Standing,
    Status,
    Term,
    Use,
)

TODAY = date(2026, 11, 23)
DAY = PartialDate(2024, 10, 18)


def source(key: str, line: int = 1, **fields: Any) -> Source:
    fields = {"type": "article-newspaper", "title": f"Title of {key}"} | fields
    return Source(id=key, location=Location("content/sources/x.yml", line, 1), **fields)


def fact(key: str, *sources: str, **fields: Any) -> Fact:
    fields = {"claim": "It was said.", "as_of": DAY, "status": Status.REPORTED} | fields
    citations = tuple(Citation(source=one) for one in sources)
    at = Location("content/facts/x.yml", 1, 1)
    return Fact(id=key, location=at, citations=citations, **fields)


def term(key: str, label: str = "", **fields: Any) -> Term:
    at = Location("content/glossary/x.yml", 1, 1)
    return Term(id=key, location=at, term=label or key, definition="What it means.", **fields)


def mark(kind: str, key: str, use: Use = Use.CITED, **fields: Any) -> Reference:
    fields = {"sentence": "So it is.", "paragraph": "So it is. And more."} | fields
    at = Location("content/pages/x.md", 3, 1)
    return Reference(kind=kind, id=key, page="x.md", use=use, anchor="a", location=at, **fields)


def knowledge(*records: Any, **fields: Any) -> Knowledge:
    def of(kind: type) -> dict[str, Any]:
        return {one.id: one for one in records if isinstance(one, kind)}

    return Knowledge(
        sources=of(Source),
        facts=of(Fact),
        terms=of(Term),
        measures=of(Measure),
        corrections=of(Correction),
        publishers=of(Publisher),
        **fields,
    )


def found(
    rule: Rule, known: Knowledge, marks: Iterable[Reference] = (), **more: Any
) -> list[Finding]:
    references = References({"x.md": Page(path="x.md")}, tuple(marks))
    return [one for one in check(known, references, today=TODAY, **more) if one.rule is rule]


# -- facts and their use ---------------------------------------------------------------


def retracted() -> Fact:
    return fact("f", "s", status=Status.RETRACTED, retraction=Retraction(by="Daily Mail"))


@pytest.mark.parametrize("use", [Use.CITED, Use.BOUND, Use.PRINTED])
def test_retracted_fact(use: Use) -> None:
    (one,) = found(Rule.RETRACTED_FACT, knowledge(retracted()), [mark("fact", "f", use)])
    assert one.location.path == "content/pages/x.md"
    assert "Daily Mail" in one.message
    assert one.level is Severity.WARNING


@pytest.mark.parametrize(
    "words", ["It withdrew the report.", "The claim, since RETRACTED, was so."]
)
def test_a_sentence_that_says_so(words: str) -> None:
    marks = [mark("fact", "f", sentence=words)]
    assert not found(Rule.RETRACTED_FACT, knowledge(retracted()), marks)


def test_a_listing_marks_retracted_facts_by_itself() -> None:
    marks = [mark("fact", "f", Use.LISTED)]
    assert not found(Rule.RETRACTED_FACT, knowledge(retracted()), marks)


def two_figures() -> Knowledge:
    row = {"measure": "m", "attributed_to": "nis"}
    return knowledge(
        fact("old", "s", **row), fact("new", "s", **row, as_of=PartialDate(2025, 1, 13))
    )


def test_superseded_fact() -> None:
    (one,) = found(Rule.SUPERSEDED_FACT, two_figures(), [mark("fact", "old")])
    assert "'new'" in one.message
    assert not found(Rule.SUPERSEDED_FACT, two_figures(), [mark("fact", "new")])


def test_superseded_fact_with_its_date() -> None:
    marks = [mark("fact", "old", paragraph="In October 2024 it was so.")]
    assert not found(Rule.SUPERSEDED_FACT, two_figures(), marks)


def test_superseded_fact_beside_its_successor() -> None:
    marks = [mark("fact", "old"), mark("fact", "new", Use.BOUND)]
    assert not found(Rule.SUPERSEDED_FACT, two_figures(), marks)
    elsewhere = [mark("fact", "old"), mark("fact", "new", paragraph="Another.")]
    assert found(Rule.SUPERSEDED_FACT, two_figures(), elsewhere)


def test_facts_that_supersede_each_other_in_a_circle_end() -> None:
    known = knowledge(fact("a", "s", superseded_by="b"), fact("b", "s", superseded_by="a"))
    assert len(found(Rule.SUPERSEDED_FACT, known, [mark("fact", "a")])) == 1


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("On 18 October 2024 it said so.", True),
        ("On October 18th it said so.", True),
        ("In Oct. 2024 it said so.", True),
        ("2024-10-18: it said so.", True),
        ("Between 8 and 13 September 2024", True),  # what the fact speaks of
        ("In 2024 it said so.", False),
        ("On 18 November 2024 it said so.", False),
        ("In October it said so.", False),
        ("There were 18.", False),
    ],
)
def test_names_date(text: str, named: bool) -> None:
    when = DateRange(PartialDate(2024, 9, 8), None)
    assert names_date(text, fact("f", "s", when=when)) is named


def test_a_year_is_named_by_the_year() -> None:
    assert names_date("In 2024 it was so.", fact("f", "s", as_of=PartialDate(2024)))


def test_fact_text_mismatch() -> None:
    known = knowledge(fact("f", "s", value=Decimal(1500), claim="It said 1,500 went."))
    wrong = mark("fact", "f", Use.BOUND, words="about 1,600 soldiers")
    (one,) = found(Rule.FACT_TEXT_MISMATCH, known, [wrong])
    assert "1,600" in one.message
    for words in ("about 1,500 soldiers", "1.5 thousand", "some soldiers"):
        right = mark("fact", "f", Use.BOUND, words=words)
        assert not found(Rule.FACT_TEXT_MISMATCH, known, [right])


def test_claim_value_mismatch() -> None:
    known = knowledge(fact("f", "s", value=Decimal(1500), claim="It said 1,600 went."))
    assert len(found(Rule.CLAIM_VALUE_MISMATCH, known)) == 1
    known = knowledge(fact("f", "s", value=Decimal(1500), claim="It said 1,500 went."))
    assert not found(Rule.CLAIM_VALUE_MISMATCH, known)


# -- sources ---------------------------------------------------------------------------


def test_discredited_source() -> None:
    bad = Standing(Level.CAUTION, PartialDate(2025), "made things up")
    known = knowledge(source("s", standing=bad), source("t"), fact("f", "s"), fact("g", "s", "t"))
    (one,) = found(Rule.DISCREDITED_SOURCE, known)
    assert "'f'" in one.message
    assert "since 2025 (made things up)" in one.message


def test_discredited_by_publisher_or_host() -> None:
    standing = Standing(Level.WITHDRAWN)
    at = Location("content/publishers.yml", 1, 1)
    known = knowledge(
        source("s", container_title="EIR News"),
        source("t", url="https://www.news.example.org/a"),
        fact("f", "s", "t"),
        Publisher(id="EIR News", location=at, standing=standing),
        Publisher(id="example.org", location=at, standing=standing),
    )
    (one,) = found(Rule.DISCREDITED_SOURCE, known)
    assert "sources are all marked 'withdrawn'" in one.message


def test_discredited_is_no_news_about_a_retracted_fact_or_an_unknown_source() -> None:
    bad = source("s", standing=Standing(Level.WITHDRAWN))
    assert not found(Rule.DISCREDITED_SOURCE, knowledge(bad, retracted()))
    assert not found(Rule.DISCREDITED_SOURCE, knowledge(bad, fact("f", "s", "missing")))


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ({"doi": "10.1/AB"}, {"doi": "https://doi.org/10.1/ab"}, "DOI"),
        ({"url": "https://www.a.org/x/?utm_source=y#z"}, {"url": "http://a.org/x"}, "address"),
        ({"title": "A  b", "issued": DAY}, {"title": "a B", "issued": DAY}, "title and date"),
    ],
)
def test_duplicate_source(one: dict[str, Any], two: dict[str, Any], same: str) -> None:
    (finding,) = found(
        Rule.DUPLICATE_SOURCE, knowledge(source("b", 9, **two), source("a", 2, **one))
    )
    assert finding.location.line == 9
    assert f"has the {same} of 'a' (content/sources/x.yml:2)" in finding.message


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ({}, {}),
        ({"url": "https://a.org/x?id=1"}, {"url": "https://a.org/x?id=2"}),
        ({"title": "A", "issued": DAY}, {"title": "A", "issued": PartialDate(2024)}),
        ({"title": "A"}, {"title": "A"}),
        (
            {"title": "A", "issued": DAY, "container_title": "Japan Today"},
            {"title": "A", "issued": DAY, "container_title": "France 24"},
        ),
    ],
)
def test_no_duplicate_source(one: dict[str, Any], two: dict[str, Any]) -> None:
    assert not found(Rule.DUPLICATE_SOURCE, knowledge(source("a", **one), source("b", **two)))


@pytest.mark.parametrize("url", ["", "no address", "http://[broken", "https://a.org:99999999/"])
def test_addresses_that_are_none(url: str) -> None:
    assert same_address(url) == ""


def test_single_origin() -> None:
    known = knowledge(
        source("s", relays="AFP"), source("t", relays="afp "), source("u", container_title="AFP"),
        source("v", container_title="UPI"), source("w", container_title="UPI"),
        fact("f", "s", "t"), fact("g", "s", "u"), fact("h", "s", "v"), fact("i", "s"),
        fact("j", "s", "s"), fact("k", "v", "w"),
    )  # fmt: skip
    messages = [one.message for one in found(Rule.SINGLE_ORIGIN, known)]
    assert [("'f'" in text, "'g'" in text) for text in messages] == [(True, False), (False, True)]


# -- dates -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "past"),
    [
        (PartialDate(2026, 11, 22), True),
        (PartialDate(2026, 11, 23), False),
        (PartialDate(2026, 11), False),
        (PartialDate(2026, 10), True),
        (PartialDate(2026), False),
        (PartialDate(2025), True),
    ],
)
def test_stale_fact(limit: PartialDate, past: bool) -> None:
    assert is_past(limit, TODAY) is past
    notes = found(Rule.STALE_FACT, knowledge(fact("f", "s", review_by=limit)))
    assert [one.level for one in notes] == ([Severity.NOTE] if past else [])


# -- use -------------------------------------------------------------------------------


def test_unused() -> None:
    known = knowledge(source("s"), fact("f", "t"), term("t"))
    assert len(found(Rule.UNUSED_SOURCE, known)) == 1
    assert len(found(Rule.UNUSED_FACT, known)) == 1
    assert len(found(Rule.UNUSED_TERM, known)) == 1


def test_used() -> None:
    known = knowledge(
        source("cited"), source("of-fact"), source("of-term"), source("of-retraction"),
        fact("cited", "of-fact"), fact("successor", "x"), fact("figure", "x", measure="m"),
        fact("corrected", "x"), fact("older", "x", superseded_by="successor"),
        fact("withdrawn", "x", retraction=Retraction(by="x", source="of-retraction")),
        term("linked", citations=(Citation(source="of-term"),), see_also=("seen",)),
        term("seen"),
        Correction(
            id="c", location=Location("c"), date=DAY, kind=CorrectionKind.CORRECTION,
            was="", now="", facts=("corrected",),
        ),
    )  # fmt: skip
    marks = [
        mark("source", "cited"), mark("fact", "cited"), mark("fact", "older"),
        mark("fact", "withdrawn"), mark("measure", "m", Use.LISTED),
        mark("term", "linked", Use.AUTOMATIC),
    ]  # fmt: skip
    for rule in (Rule.UNUSED_SOURCE, Rule.UNUSED_FACT, Rule.UNUSED_TERM):
        assert not found(rule, known, marks)


def test_a_former_id_is_a_use() -> None:
    known = knowledge(source("new"), renamed={("source", "old"): "new"})
    assert not found(Rule.UNUSED_SOURCE, known, [mark("source", "old")])


def test_a_list_of_all_facts_is_no_use() -> None:
    assert found(Rule.UNUSED_FACT, knowledge(fact("f", "s")), [mark("fact", "f", Use.LISTED)])


def test_without_pages_nothing_is_unused() -> None:
    assert not check(knowledge(source("s")), References(), today=TODAY)


def test_ambiguous_label() -> None:
    one, two = term("a", "pact"), term("b", "Pact")
    assert len(found(Rule.AMBIGUOUS_LABEL, knowledge(one, two))) == 1
    assert not found(Rule.AMBIGUOUS_LABEL, knowledge(one, two), preferred={"x.md": ["a"]})
    never = term("b", "Pact", link=Link.NEVER)
    assert not found(Rule.AMBIGUOUS_LABEL, knowledge(one, never))


# -- prose -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("About 1,500 soldiers went.", [Rule.UNCITED_FIGURE]),
        ("Twelve thousand soldiers went.", [Rule.UNCITED_FIGURE]),
        ("One of the two said so.", []),
        ("On 18 October 2024 it was so.", []),
        ("In 2024 it was so.", []),
        ("Resolution 2397 forbids it.", []),
        ("He called it “a very grave escalation”.", [Rule.UNCITED_QUOTATION]),
        ('He called it "a very grave escalation".', [Rule.UNCITED_QUOTATION]),
        ("The “special operation” goes on.", []),
        ("Er sprach von „einer sehr ernsten Lage“.", [Rule.UNCITED_QUOTATION]),
    ],
)
def test_uncited(text: str, rules: list[Rule]) -> None:
    page = Page(path="x.md")
    at = Location("content/pages/x.md", 3, 1)
    findings = uncited(page, [Sentence(text, False, at)])
    assert [one.rule for one in findings] == rules
    assert all(one.location == at for one in findings)
    assert not uncited(page, [Sentence(text, True, at)])


# -- severities ------------------------------------------------------------------------

NOTE = Finding(Rule.UNCITED_FIGURE, Location("content/pages/explainers/old/x.md", 3), "…")


@pytest.mark.parametrize(
    ("setting", "level"),
    [
        ("off", None),
        (False, None),  # what YAML 1.1 makes of off
        ("error", Severity.ERROR),
        ({"severity": "warning"}, Severity.WARNING),
        ({"severity": "off", "pages": ["explainers/old/*.md"]}, None),
        ({"severity": "off", "pages": "explainers/old/*.md"}, None),
        ({"severity": "off", "pages": ["content/pages/*.md"]}, None),
        ({"severity": "off", "pages": ["old.md"]}, Severity.NOTE),
        (["error", {"severity": "warning", "pages": ["explainers/*"]}], Severity.WARNING),
        (["error", {"severity": "warning", "pages": ["elsewhere/*"]}], Severity.ERROR),
        ("loud", Severity.NOTE),
        (17, Severity.NOTE),
    ],
)
def test_apply_rules(setting: Any, level: Severity | None) -> None:
    kept = apply_rules([NOTE], {"uncited-figure": setting, "stale-fact": "error"})
    assert [one.level for one in kept] == ([level] if level else [])


def test_rule_problems() -> None:
    assert not rule_problems({"stale-fact": False, "dead-link": {"severity": "note"}})
    assert rule_problems(
        {
            "stale-facts": "off",
            "dead-link": "loud",
            "unused-fact": {"severity": "note", "page": "x"},
            "unused-term": {"pages": 3},
        }
    ) == (
        "there is no rule 'stale-facts'; did you mean 'stale-fact'?",
        "rule 'dead-link': the severity is error, warning, note or off, not 'loud'",
        "rule 'unused-fact': 'page' is neither 'severity' nor 'pages'",
        "rule 'unused-term': 'pages' is a list of globs",
        "rule 'unused-term': the severity is error, warning, note or off, not None",
    )


def test_findings_come_in_order_and_twice_the_same() -> None:
    known = knowledge(source("b", 2), source("a", 1, author=(Name(literal="x"),)), fact("f", "s"))
    references = References({"x.md": Page(path="x.md")})
    first = check(known, references, today=TODAY)
    assert first == check(known, references, today=TODAY)
    assert [one.location.path for one in first] == sorted(one.location.path for one in first)
