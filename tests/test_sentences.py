"""Words held against facts, figures and quotations against notes: a table of sentences.

Each was written down with its answer first. What is not understood is not guessed: such rows
say that nothing is found.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from markdown import Markdown

from plainfact import checks
from plainfact.extensions.citations import CitationsExtension
from plainfact.extensions.sentences import spans
from plainfact.findings import Location, Rule
from plainfact.model import (
    Citation,
    DateRange,
    Fact,
    Kind,
    Knowledge,
    Page,
    PartialDate,
    Range,
    References,
    Source,
    Status,
    Value,
)

HERE = Location("content/facts/x.yml", 1, 1)


def fact(key: str, claim: str, value: Value | None, unit: str = "", **more: object) -> Fact:
    given: dict[str, object] = {
        "as_of": PartialDate(2024, 10, 18),
        "status": Status.REPORTED,
        "citations": (Citation(source="a"),),
        "kind": Kind.FIGURE,
    }
    return Fact(  # type: ignore[arg-type]
        id=key, location=HERE, claim=claim, value=value, unit=unit, **{**given, **more}
    )


FACTS = (
    fact(
        "sent",
        "The service said 1,500 soldiers had been shipped.",
        Decimal(1500),
        "soldiers",
        when=DateRange(PartialDate(2024, 10, 8), PartialDate(2024, 10, 13)),
    ),
    fact(
        "range", "Between 11,000 and 12,000 soldiers went.", Range(Decimal(11000), Decimal(12000))
    ),
    fact("least", "At least 13,000 soldiers went.", Range(Decimal(13000), None), "soldiers"),
    fact("most", "Up to 9 million rounds were sent.", Range(None, Decimal(9000000)), "rounds"),
    fact("cap", "The cap is 500,000 barrels a year.", Decimal(500000), "barrels"),
    fact("share", "The share was 12.5%.", Decimal("12.5"), "%"),
    fact("money", "The deal was worth 2.8 billion dollars.", Decimal("2.8"), "billion dollars"),
    fact("trips", "Analysts saw 64 trips by four ships.", Decimal(64), "trips"),
    fact("two", "Ukraine captured 2 soldiers.", Decimal(2), "prisoners"),
    fact("temp", "It was -5 degrees.", Decimal(-5), "degrees"),
    fact(
        "signed",
        "The treaty was signed on 19 June 2024.",
        PartialDate(2024, 6, 19),
        as_of=PartialDate(2024, 6, 19),
        kind=Kind.EVENT,
    ),
    fact("month", "The estimate was made in April 2025.", None, as_of=PartialDate(2025, 4)),
    fact("words", "Moscow neither denied nor confirmed it.", "neither denied nor confirmed"),
)

# bound words, fact, the word that is wrong ("" where none is)
BOUND = [
    # the value itself, as people write it
    ("1,500 soldiers", "sent", ""),
    ("about 1,500 soldiers", "sent", ""),
    ("1500 soldiers", "sent", ""),
    ("1 500 soldiers", "sent", ""),
    ("1.500 Soldaten", "sent", ""),
    ("1.5 thousand soldiers", "sent", ""),
    ("1.5k soldiers", "sent", ""),
    ("fifteen hundred soldiers", "sent", ""),
    ("one thousand five hundred soldiers", "sent", ""),
    ("some **1,500** soldiers", "sent", ""),
    ("a first group", "sent", ""),
    ("its soldiers", "sent", ""),
    ("dozens of soldiers", "sent", ""),
    ("several thousand soldiers", "sent", ""),
    # another value
    ("1,600 soldiers", "sent", "1,600"),
    ("15,000 soldiers", "sent", "15,000"),
    ("150 soldiers", "sent", "150"),
    ("1.5 million soldiers", "sent", "1.5 million"),
    ("two thousand soldiers", "sent", "two thousand"),
    ("1,500 to 2,000 soldiers", "sent", "1,500 to 2,000"),
    ("1,500 of 3,000 soldiers", "sent", "3,000"),
    ("12% of the soldiers", "sent", "12%"),
    # the fact's own dates
    ("1,500 soldiers on 18 October 2024", "sent", ""),
    ("1,500 soldiers on October 18, 2024", "sent", ""),
    ("1,500 soldiers in October 2024", "sent", ""),
    ("1,500 soldiers in 2024", "sent", ""),
    ("1,500 soldiers from 8 October 2024", "sent", ""),
    ("1,500 soldiers on 8 October", "sent", ""),
    ("1,500 soldiers on 2024-10-18", "sent", ""),
    ("1,500 soldiers on 19 October 2024", "sent", "19 October 2024"),
    ("1,500 soldiers in November 2024", "sent", "November 2024"),
    ("1,500 soldiers in 2023", "sent", "2023"),
    ("1,500 soldiers on 10/18/2024", "sent", ""),
    # names with numbers
    ("soldiers under Resolution 2397", "sent", ""),
    ("soldiers under Article 51", "sent", ""),
    ("soldiers with KN-23 missiles", "sent", ""),
    ("soldiers of the 11th corps", "sent", ""),
    ("soldiers with 155 mm shells", "sent", ""),
    ("two thirds of the soldiers", "sent", ""),
    ("soldiers of the 1990s", "sent", ""),
    ("soldiers at 3:45 pm", "sent", ""),
    ("soldiers in version 1.21", "sent", ""),
    # ranges
    ("11,000 to 12,000 soldiers", "range", ""),
    ("11,000–12,000 soldiers", "range", ""),
    ("between 11,000 and 12,000", "range", ""),
    ("11 to 12 thousand", "range", ""),
    ("eleven to twelve thousand", "range", ""),
    ("11–12,000", "range", ""),
    ("up to 12,000", "range", ""),
    ("at least 11,000", "range", ""),
    ("11,000 to 13,000", "range", "11,000 to 13,000"),
    ("10,000 to 12,000", "range", "10,000 to 12,000"),
    ("11,500", "range", "11,500"),
    ("at least 13,000", "least", ""),
    ("more than 13,000", "least", ""),
    ("at least 14,000", "least", "14,000"),
    ("9 million rounds", "most", ""),
    ("nine million rounds", "most", ""),
    ("9m rounds", "most", ""),
    ("9,000,000 rounds", "most", ""),
    ("9 billion rounds", "most", "9 billion"),
    ("half a million barrels", "cap", ""),
    ("500 thousand barrels", "cap", ""),
    ("five hundred thousand barrels", "cap", ""),
    ("5 million barrels", "cap", "5 million"),
    ("12.5%", "share", ""),
    ("12.5 per cent", "share", ""),
    ("12,5 %", "share", ""),
    ("12%", "share", "12%"),
    ("2.8 billion dollars", "money", ""),
    ("2.8bn dollars", "money", ""),
    ("2,800,000,000 dollars", "money", ""),
    ("2.8 million dollars", "money", "2.8 million"),
    ("64 trips by four ships", "trips", ""),
    ("sixty-four trips", "trips", ""),
    ("64 trips by five ships", "trips", "five"),
    ("two soldiers", "two", ""),
    ("one of the two soldiers", "two", ""),
    ("three soldiers", "two", "three"),
    ("-5 degrees", "temp", ""),
    # dates
    ("signed on 19 June 2024", "signed", ""),
    ("signed on June 19, 2024", "signed", ""),
    ("signed in June 2024", "signed", ""),
    ("signed in June", "signed", ""),
    ("signed on 18 June 2024", "signed", "18 June 2024"),
    ("signed in July 2024", "signed", "July 2024"),
    ("an estimate of April 2025", "month", ""),
    ("an estimate of April", "month", ""),
    ("an estimate of 3 April 2025", "month", "3 April 2025"),
    ("neither denied nor confirmed", "words", ""),
    ("denied 3 times", "words", "3"),
]

# claim, value, unit, whether the claim has numbers and not this one
CLAIMS: list[tuple[str, Value, str, bool]] = [
    ("It sent 1,500 soldiers.", Decimal(1500), "soldiers", False),
    ("It sent 1.5 thousand soldiers.", Decimal(1500), "soldiers", False),
    ("It sent fifteen hundred soldiers.", Decimal(1500), "soldiers", False),
    ("It sent 3,000 soldiers, 1,500 of them by ship.", Decimal(1500), "soldiers", False),
    ("It sent soldiers.", Decimal(1500), "soldiers", False),
    ("It sent soldiers under Resolution 2397.", Decimal(1500), "soldiers", False),
    ("It sent 1,600 soldiers.", Decimal(1500), "soldiers", True),
    ("In October 2024 it sent soldiers.", Decimal(1500), "soldiers", True),
    ("It sent 11,000 to 12,000.", Range(Decimal(11000), Decimal(12000)), "", False),
    ("It sent 11,000 or more.", Range(Decimal(11000), Decimal(12000)), "", True),
    ("It sent at least 13,000.", Range(Decimal(13000), None), "", False),
    ("It cost 2.8 billion.", Decimal("2.8"), "billion dollars", False),
    ("It cost 2.8 million.", Decimal("2.8"), "billion dollars", True),
    ("It was signed on 19 June 2024.", PartialDate(2024, 6, 19), "", False),
    ("It was signed in June 2024.", PartialDate(2024, 6, 19), "", False),
    ("It was signed on 18 June 2024.", PartialDate(2024, 6, 19), "", True),
    ("It named 3 reasons.", "three reasons", "", False),
]

FIGURE, QUOTATION = Rule.UNCITED_FIGURE, Rule.UNCITED_QUOTATION
# a sentence without a note, and what that is found to be
PROSE: list[tuple[str, Rule | None]] = [
    # claims
    ("About 11,000 soldiers went.", FIGURE),
    ("Eleven thousand soldiers went.", FIGURE),
    ("It cost $2.8bn.", FIGURE),
    ("The share rose to 12.5%.", FIGURE),
    ("They counted 64 trips.", FIGURE),
    ("Between 300 and 600 were killed.", FIGURE),
    ("At least 6 sea trips were seen.", FIGURE),
    ("The count stood at 12k.", FIGURE),
    ("Twenty soldiers were buried there.", FIGURE),
    ("Half a million barrels a year are allowed.", FIGURE),
    ("11,000", FIGURE),
    ("5 soldiers died.", FIGURE),
    ("He said: 300 were killed.", FIGURE),
    # ordinary numbers
    ("There are two reasons for that.", None),
    ("One of the three ships turned back.", None),
    ("Nobody knew it at first.", None),
    ("Article 4 says so.", None),
    ("Articles 3 to 5 say so.", None),
    ("Paragraph 26 of Resolution 1874 says so.", None),
    ("Resolutions 1718, 1874 and 2270 say so.", None),
    ("See S/RES/2397 and S/2024/215.", None),
    ("The 1718 Committee met.", None),
    ("It was signed on 19 June 2024.", None),
    ("It began in 2023 and ended in 2025.", None),
    ("In the 1990s it was different.", None),
    ("The 38th parallel is near.", None),
    ("A 155 mm shell fits.", None),
    ("A KN-23 and a Hwasong-11 were seen.", None),
    ("The talks began at 3:45 pm.", None),
    ("The war's first day was a Thursday.", None),
    ("Dozens were hurt.", None),
    ("Several thousand went.", None),
    ("Two thirds of them came back.", None),
    ("Chapter 7 applies.", None),
    ("See page 12.", None),
    ("Footnote 3 has it.", None),
    ("The Group of Seven agreed.", None),
    ("The G7 agreed.", None),
    ("COVID-19 closed the border.", None),
    ("Flight 370 was lost.", None),
    ("It runs on version 1.21 and port 80.", None),
    ("It needs Kubernetes 1.16 or later.", None),
    ("The mode is 0644.", None),
    ("It changed in versions prior to 1.11.", None),
    ("Go from version 1.20 to 1.21 first.", None),
    ("Find the newest stable 1.21 version.", None),
    ("This field needs 1.10+ of it.", None),
    ("If replicas > 1, the reason is not known.", None),
    ("It matches ~= 384.81.", None),
    ("The form is [a-z]{6} or {{0, 0}, {100, 10}}.", None),
    ("This tells us 3 things.", None),
    ("There are 12 good reasons and 4 ways.", None),
    ("It made 3 things of steel.", FIGURE),
    ("The ministry confirmed 45 cases.", FIGURE),
    ("The index fell 12 points.", FIGURE),
    ("There were 17 foreign parts in it.", FIGURE),
    ("Losses were > 1,500 and >20 tanks.", FIGURE),
    ("There were 12 reasons and 40 tanks.", FIGURE),
    ("They fired more than 50 shells, versions of 1965.", FIGURE),
    ("Inflation rose from 1.20 to 1.21 per cent.", FIGURE),
    ("401: Unauthorized", None),
    ("200 (OK): the answer", None),
    ("2) Open the file.", None),
    ("6.", None),
    ("Phase 2 began.", None),
    ("Camp 14 was closed.", None),
    ("See https://example.org/2024/12345 for more.", None),
    ("Write to desk42@example.org.", None),
    ("The score was 3-0.", None),
    ("He lives at 10 Downing Street.", None),
    ("The 2024-25 season is over.", None),
    ("A two-day visit followed.", None),
    # quotations
    ("He called it “a very grave escalation”.", QUOTATION),
    ('He called it "a very grave escalation".', QUOTATION),
    ("Il a parlé d’«une escalade très grave».", QUOTATION),
    ("Er sprach von „einer sehr ernsten Lage“.", QUOTATION),
    ("그는 「매우 심각하다」고 말했다.", QUOTATION),
    ("Peskov spoke of “another bit of fake news” then.", QUOTATION),
    ("The “special operation” goes on.", None),
    ('The "Storm Corps" is a name.', None),
    ("The so-called “pact” holds.", None),
    ("He said it wasn't so, and they didn't ask.", None),
    ('Between 5" and 6" of snow is no quotation.', FIGURE),
    # both: one finding of each kind
    ("He said “we lost 350 soldiers”.", FIGURE),
]


def converted(text: str) -> CitationsExtension:
    extension = CitationsExtension()
    extension.provide(KNOWLEDGE)
    Markdown(extensions=["tables", extension]).convert(text)
    return extension


KNOWLEDGE = Knowledge(
    sources={"a": Source(id="a", location=HERE, type="webpage", title="A")},
    facts={each.id: each for each in FACTS},
)


@pytest.fixture(scope="module")
def mismatches() -> dict[str, str]:
    """The wrong words that the check names, by the paragraph that binds them."""
    page = "\n\n".join(f"[{words}][fact:{key}]" for words, key, _ in BOUND)
    references = converted(page).results[""].references
    found: dict[str, str] = {}
    for reference in references:
        one = References({}, (reference,))
        for finding in checks.check(KNOWLEDGE, one, today=date(2026, 11, 25)):
            if finding.rule is Rule.FACT_TEXT_MISMATCH:
                found[reference.raw] = finding.message.split("says: '", 1)[1].split("'", 1)[0]
    return found


def test_there_are_sentences_enough() -> None:
    assert len(BOUND) + len(CLAIMS) + len(PROSE) >= 160


@pytest.mark.parametrize(("words", "key", "wrong"), BOUND)
def test_bound_words(mismatches: dict[str, str], words: str, key: str, wrong: str) -> None:
    assert mismatches.get(f"[{words}][fact:{key}]", "") == wrong


@pytest.mark.parametrize(("claim", "value", "unit", "wrong"), CLAIMS)
def test_claims(claim: str, value: Value, unit: str, wrong: bool) -> None:
    one = fact("x", claim, value, unit)
    found = checks.check(
        Knowledge(sources=KNOWLEDGE.sources, facts={"x": one}),
        References(),
        today=date(2026, 11, 25),
    )
    assert [each.rule for each in found] == [Rule.CLAIM_VALUE_MISMATCH] * wrong


@pytest.mark.parametrize(("sentence", "rule"), PROSE)
def test_prose(sentence: str, rule: Rule | None) -> None:
    found = checks.uncited(Page(path="x.md"), [checks.Sentence(sentence, has_note=False)])
    assert [each.rule for each in found][:1] == ([rule] if rule else [])
    assert not checks.uncited(Page(path="x.md"), [checks.Sentence(sentence, has_note=True)])


def test_what_is_no_prose_makes_no_claim() -> None:
    """Headings, code, list numbers, raw HTML and listings are not sentences of the page."""
    page = (
        "# 12,000 soldiers\n\nText [@a].\n\n1. First.\n2. Second.\n\nRun `sleep 500` now.\n\n"
        "    count = 12000\n\n<div>15,000</div>\n\n[FACTS]\n"
    )
    sentences = converted(page).results[""].sentences
    found = checks.uncited(Page(path="x.md"), [checks.Sentence(*each) for each in sentences])
    assert found == ()
    assert [text for text, _ in sentences] == ["Text.", "First.", "Second.", "Run now."]


def test_coverage_counts_sentences() -> None:
    page = "It was 1,500 [@a]. It was 3,000. He said “this is quite new” [@a]. None here.\n"
    covered = checks.coverage("x.md", converted(page).results[""].sentences)
    assert covered == checks.Coverage("x.md", 2, 1, 1, 1)


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("It was so. Then more.", ["It was so.", "Then more."]),
        ("On Oct. 17 it was so. Then more.", ["On Oct. 17 it was so.", "Then more."]),
        ("It was so in Oct. Then more.", ["It was so in Oct.", "Then more."]),
        ("Am 19. Juni 2024 war es so. Dann mehr.", ["Am 19. Juni 2024 war es so.", "Dann mehr."]),
        ("Es waren 18. Dann mehr.", ["Es waren 18.", "Dann mehr."]),
        ("Es war (Okt. 2024; so). Dann mehr.", ["Es war (Okt. 2024; so).", "Dann mehr."]),
        ("C’était en févr. 2025. Puis plus.", ["C’était en févr. 2025.", "Puis plus."]),
        ("U.S. allies came. Then more.", ["U.S. allies came.", "Then more."]),
        ("See Art. 4 of it. Then more.", ["See Art. 4 of it.", "Then more."]),
    ],
)
def test_where_sentences_end(paragraph: str, expected: list[str]) -> None:
    assert [paragraph[start:end].strip() for start, end in spans(paragraph)] == expected
