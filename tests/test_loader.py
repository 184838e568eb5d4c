"""The data files through their one door: what is right is built, what is wrong is placed."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import pytest

from plainfact.findings import Finding, Rule, Severity
from plainfact.loader import Loaded, front_matter, load
from plainfact.model import (
    DateRange,
    Knowledge,
    Level,
    Name,
    PartialDate,
    Range,
    Status,
    host_names,
)

SOURCES = "content/sources/a.yml"
FACTS = "content/facts/a.yml"
TERMS = "content/glossary/a.yml"
MEASURES = "content/measures/a.yml"
CORRECTIONS = "content/corrections/a.yml"
PUBLISHERS = "content/publishers.yml"

SOURCE = "src:\n  type: report\n  title: A report\n"
FACT = """\
fct:
  claim: Something is so.
  as_of: 2024-10-18
  status: reported
  sources: [src]
"""
TERM = "trm:\n  term: word\n  definition: What it means.\n"
CORRECTION = "cor:\n  date: 2024-10-18\n  kind: correction\n  was: One.\n  now: Two.\n"

GOOD = {
    SOURCES: SOURCE,
    FACTS: FACT,
    TERMS: TERM,
    MEASURES: "msr:\n  label: Things counted\n",
    CORRECTIONS: CORRECTION,
}


def loaded(folder: Path, files: dict[str, str | bytes]) -> Loaded:
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(folder / "content", project=folder)


def knowledge(folder: Path, files: dict[str, str | bytes]) -> Knowledge:
    found = loaded(folder, files)
    assert found.findings == ()
    return found.knowledge


def said(finding: Finding) -> str:
    at = finding.location
    return f"{at.path}:{at.line}:{at.column}: {finding.rule}: {finding.message} ({finding.hint})"


# The file that is wrong (the others are GOOD), its text, the rule, line, column, and words
# of the message or hint.
Row = tuple[str, str | bytes, Rule, int, int, str]

S, F, T, M, C, P = SOURCES, FACTS, TERMS, MEASURES, CORRECTIONS, PUBLISHERS
INVALID = Rule.INVALID_FIELD

BROKEN: list[Row] = [
    # YAML that is none, or not of our kind
    (S, SOURCE + "  note: [a, b\n", Rule.YAML_SYNTAX, 4, 9, "add ']'"),
    (S, SOURCE + "  note: {a: b\n  read: full\n", Rule.YAML_SYNTAX, 4, 9, "add '}'"),
    (S, SOURCE + '  note: "open\n  read: full\n', Rule.YAML_SYNTAX, 4, 9, "never closed"),
    (S, SOURCE + "  note: 'it\n", Rule.YAML_SYNTAX, 4, 9, "never closed"),
    (S, SOURCE + '  note: "open\n  relays: "AFP"\n', Rule.YAML_SYNTAX, 4, 9, "never closed"),
    (S, SOURCE + "  note: Foo: bar\n", Rule.YAML_SYNTAX, 4, 12, "quotation marks"),
    (S, SOURCE + "\tnote: x\n", Rule.YAML_SYNTAX, 4, 1, "two spaces"),
    (S, SOURCE + "  note: @x\n", Rule.YAML_SYNTAX, 4, 9, "quotation marks"),
    (S, SOURCE + "  note: `x`\n", Rule.YAML_SYNTAX, 4, 9, "quotation marks"),
    (S, SOURCE + '  note: "He said "no" to it"\n', Rule.YAML_SYNTAX, 4, 19, "other kind"),
    (S, SOURCE + "   note: x\n", Rule.YAML_SYNTAX, 4, 8, "indentation"),
    (S, SOURCE + " note: x\n", Rule.YAML_SYNTAX, 4, 2, "same indentation"),
    (S, SOURCE + "  note\n", Rule.YAML_SYNTAX, 4, 3, "'key: value'"),
    (S, SOURCE + "note\nother: {}\n", Rule.YAML_SYNTAX, 4, 1, "'key: value'"),
    (M, "msr:label\nb: {}\n", Rule.YAML_SYNTAX, 1, 1, "a space after the colon"),
    (S, SOURCE + "  note: - x\n", Rule.YAML_SYNTAX, 4, 9, "line of its own"),
    (S, SOURCE + '  note: "a\\q"\n', Rule.YAML_SYNTAX, 4, 11, "\\\\"),
    (S, SOURCE + "  note: |x\n    y\n", Rule.YAML_SYNTAX, 4, 10, "next line"),
    (S, SOURCE + "  note: [a]]\n", Rule.YAML_SYNTAX, 4, 12, "that nothing opened"),
    (S, SOURCE + "  note: [a}\n", Rule.YAML_SYNTAX, 4, 9, "never closed"),
    (S, SOURCE + '  note: ["a" "b"]\n', Rule.YAML_SYNTAX, 4, 14, "expected"),
    (S, SOURCE + "  ? [a]\n  : b\n", Rule.YAML_SYNTAX, 4, 5, "a key must be words"),
    (S, SOURCE + "  : b\n", Rule.YAML_SYNTAX, 4, 3, "a key is missing"),
    (S, SOURCE + "  note: !!python/name:os.system\n", Rule.YAML_SYNTAX, 4, 9, "tags"),
    (S, SOURCE + "  note: !x y\n", Rule.YAML_SYNTAX, 4, 9, "tags"),
    (S, "%YAML 1.1\n---\n" + SOURCE, Rule.YAML_SYNTAX, 1, 1, "directives"),
    (S, SOURCE + "---\nb: {}\n", Rule.YAML_SYNTAX, 4, 1, "second document"),
    (S, SOURCE + "  note: &a x\n", Rule.LIMIT, 4, 9, "anchor"),
    (S, SOURCE + "  note: *a\n", Rule.LIMIT, 4, 9, "alias"),
    (S, SOURCE + "  note: " + "[" * 60 + "]" * 60 + "\n", Rule.LIMIT, 4, 57, "50 levels"),
    (S, SOURCE + "#" * 1_000_000, Rule.LIMIT, 0, 0, "1 MB"),
    (S, SOURCE + "  volume: 1e999999999\n", Rule.LIMIT, 4, 11, "40 digits"),
    (S, SOURCE + "  volume: " + "9" * 5000 + "\n", Rule.LIMIT, 4, 11, "40 digits"),
    (S, SOURCE + "  title: B\n", Rule.DUPLICATE_KEY, 4, 3, "first at content/sources/a.yml:3:3"),
    (S, SOURCE + SOURCE, Rule.DUPLICATE_KEY, 4, 1, "first at content/sources/a.yml:1:1"),
    (S, SOURCE.encode() + b"  note: caf\xe9\n", Rule.ENCODING, 4, 12, "byte E9"),
    (S, SOURCE + "  note: a\0b\n", Rule.ENCODING, 4, 10, "NUL"),
    (S, SOURCE + "  note: a\x07b\n", Rule.ENCODING, 4, 10, "U+0007"),
    (S, SOURCE + "  note: a\x85b\n", Rule.ENCODING, 4, 10, "U+0085"),
    (S, SOURCE.encode() + b"  note: \xed\xa0\x80\n", Rule.ENCODING, 4, 9, "bytes ED A0 80"),
    (S, SOURCE + '  note: "\\ud800"\n', Rule.ENCODING, 4, 9, "lone surrogate U+D800"),
    (S, SOURCE + '  note: "\\0"\n', Rule.ENCODING, 4, 9, "NUL"),
    (S, SOURCE.encode("utf-16"), Rule.ENCODING, 0, 0, "save it as UTF-8"),
    (S, SOURCE + "  note: ab\u202ecd\n", Rule.BIDI_CONTROL, 4, 11, "U+202E"),
    (S, SOURCE + "  note: \U0001f600\u200bcd\n", Rule.BIDI_CONTROL, 4, 10, "U+200B"),
    (S, SOURCE + "  note: a\ufeffb\n", Rule.BIDI_CONTROL, 4, 10, "byte order mark"),
    (S, SOURCE + '  note: "a\\u202eb"\n', Rule.BIDI_CONTROL, 4, 9, "U+202E"),
    (S, SOURCE + "  note: a\u200fb\n", Rule.BIDI_CONTROL, 4, 10, "right-to-left mark"),
    # records
    (M, "- a\n- b\n", INVALID, 1, 1, "mapping from ids"),
    (M, "just words\n", INVALID, 1, 1, "mapping from ids"),
    (S, SOURCE + "other: 5\n", INVALID, 4, 8, "mapping of fields"),
    (S, SOURCE + "other:\n", INVALID, 4, 1, "mapping of fields"),
    (S, SOURCE + "a b:\n  type: report\n  title: x\n", INVALID, 4, 1, "no spaces"),
    (S, SOURCE + "'fact:x':\n  type: report\n  title: x\n", INVALID, 4, 1, "fact:"),
    (F, FACT.replace("fct", "Fct"), INVALID, 1, 1, "small letters"),
    (T, TERM.replace("trm", "-trm"), INVALID, 1, 1, "small letters"),
    (M, "_m: {label: x}\n", INVALID, 1, 1, "small letters"),
    (C, CORRECTION.replace("cor", "c/r"), INVALID, 1, 1, "small letters"),
    # missing
    (S, "src:\n  type: report\n", INVALID, 1, 1, "has no 'title'"),
    (S, "src:\n  title: x\n", INVALID, 1, 1, "has no 'type'"),
    (F, FACT.replace("  status: reported\n", ""), INVALID, 1, 1, "confirmed, reported"),
    (F, FACT.replace("  as_of: 2024-10-18\n", ""), INVALID, 1, 1, "has no 'as_of'"),
    (F, FACT.replace("  claim: Something is so.\n", ""), INVALID, 1, 1, "has no 'claim'"),
    (F, FACT.replace("  sources: [src]\n", ""), Rule.UNSOURCED_FACT, 1, 1, "has no source"),
    (F, FACT.replace("[src]", "[]"), Rule.UNSOURCED_FACT, 5, 12, "has no source"),
    (F, FACT.replace("reported", "retracted"), INVALID, 1, 1, "add 'retraction:"),
    (F, FACT + "  retraction: {why: x}\n", INVALID, 6, 15, "no 'retraction/by'"),
    (T, "trm:\n  term: x\n", INVALID, 1, 1, "has no 'definition'"),
    (M, "msr:\n  unit: x\n", INVALID, 1, 1, "has no 'label'"),
    (C, CORRECTION.replace("  now: Two.\n", ""), INVALID, 1, 1, "has no 'now'"),
    (P, "EIR News:\n  why: x\n", INVALID, 1, 1, "has no 'level'"),
    # unknown keys
    (S, SOURCE + "  url: https://x.org\n", INVALID, 4, 3, "did you mean 'URL'?"),
    (S, SOURCE + "  container_title: x\n", INVALID, 4, 3, "did you mean 'container-title'?"),
    (S, SOURCE + "  id: x\n", INVALID, 4, 3, "the key above is the id"),
    (F, FACT + "  tag: [x]\n", INVALID, 6, 3, "did you mean 'tags'?"),
    (F, FACT + "  xyzzy: 1\n", INVALID, 6, 3, "fields are claim, as_of"),
    (F, FACT.replace("[src]", "[{id: src, quot: x}]"), INVALID, 5, 23, "'quote'?"),
    (F, FACT + "  when: {form: 2024}\n", INVALID, 6, 10, "did you mean 'from'?"),
    (F, FACT + "  value: {minimum: 3}\n", INVALID, 6, 11, "did you mean 'min'?"),
    (F, FACT + "  value: {least: 3}\n", INVALID, 6, 11, "fields are min, max"),
    (T, TERM + "  alias: [x]\n", INVALID, 4, 3, "did you mean 'aliases'?"),
    (S, SOURCE + "  author: [{familly: x, given: y}]\n", INVALID, 4, 13, "'family'?"),
    # wrong types
    (S, SOURCE.replace("A report", "[a]"), INVALID, 3, 10, "must be text, not a list"),
    (S, SOURCE.replace("A report", "1984"), INVALID, 3, 10, 'write "1984"'),
    (S, SOURCE.replace("A report", "012"), INVALID, 3, 10, 'write "012"'),
    (S, SOURCE.replace("A report", "true"), INVALID, 3, 10, 'write "true"'),
    (S, SOURCE.replace("A report", ""), INVALID, 3, 3, "is empty"),
    (S, SOURCE.replace("A report", "' '"), INVALID, 3, 10, "is empty"),
    (S, SOURCE + "  author: Jane Doe\n", INVALID, 4, 11, "[{family: Doe, given: Jane}]"),
    (S, SOURCE + "  author: {family: x}\n", INVALID, 4, 11, "a list of names"),
    (S, SOURCE + "  author: [Jane Doe]\n", INVALID, 4, 12, "{literal: Jane Doe}"),
    (S, SOURCE + "  author: [{suffix: Jr.}]\n", INVALID, 4, 12, "names nobody"),
    (S, SOURCE + "  author: [{}]\n", INVALID, 4, 12, "is empty"),
    (S, SOURCE + "  standing: caution\n", INVALID, 4, 13, "{level: …"),
    (S, SOURCE + "  language: en_US\n", INVALID, 4, 13, "en-GB"),
    (F, FACT + "  approximate: yes\n", INVALID, 6, 16, "write true"),
    (F, FACT + "  approximate: 'no'\n", INVALID, 6, 16, "write false"),
    (F, FACT + "  approximate: perhaps\n", INVALID, 6, 16, "true or false"),
    (F, FACT + "  tags: troops\n", INVALID, 6, 9, "write [troops]"),
    (F, FACT + "  tags: [2024]\n", INVALID, 6, 10, 'write "2024"'),
    (F, FACT + "  note:\n", INVALID, 6, 3, "delete the line"),
    (F, FACT + "  value: 1_500\n", INVALID, 6, 10, "write 1500"),
    (F, FACT + "  value: 1,500\n", INVALID, 6, 10, "write 1500"),
    (F, FACT + "  value: '15000'\n", INVALID, 6, 10, "write 15000"),
    (F, FACT + "  value: 012\n", INVALID, 6, 10, "write 12"),
    (F, FACT + "  value: true\n", INVALID, 6, 10, "must be a number"),
    (F, FACT + "  value: {}\n", INVALID, 6, 10, "'min', 'max' or both"),
    (F, FACT + "  value: {min: many}\n", INVALID, 6, 16, "must be a number"),
    (F, FACT + "  value: {min: 3, max: 2}\n", INVALID, 6, 10, "min above its max"),
    (F, FACT.replace("[src]", "src"), INVALID, 5, 12, "write [src]"),
    (F, FACT.replace("[src]", "[{quote: x}]"), INVALID, 5, 13, "no 'sources/0/id'"),
    (F, FACT.replace("[src]", "[[src]]"), INVALID, 5, 13, "must be text"),
    (T, TERM + "  aliases: x\n", INVALID, 4, 12, "write [x]"),
    (T, TERM + "  only_on: [x]\n", INVALID, 4, 12, "{tags: …"),
    # dates
    (F, FACT.replace("2024-10-18", "2024-02-30"), INVALID, 3, 10, "no such date"),
    (F, FACT.replace("2024-10-18", "2023-02-29"), INVALID, 3, 10, "no such date"),
    (F, FACT.replace("2024-10-18", "2024-13"), INVALID, 3, 10, "no such date"),
    (F, FACT.replace("2024-10-18", "18 October 2024"), INVALID, 3, 10, "write 2024-10-18"),
    (F, FACT.replace("2024-10-18", "2024-10-18T00:00:00Z"), INVALID, 3, 10, "is no date"),
    (F, FACT.replace("2024-10-18", "24"), INVALID, 3, 10, "is no date"),
    (F, FACT.replace("2024-10-18", "2024.5"), INVALID, 3, 10, "must be a date"),
    (F, FACT + "  value: 2024-02-30\n", INVALID, 6, 10, "no such date"),
    (F, FACT + "  when: {from: 2024-02, to: 2024-01}\n", INVALID, 6, 9, "ends before"),
    (F, FACT + "  when: {}\n", INVALID, 6, 9, "'from', 'to' or both"),
    (F, FACT + "  when: {from: soon}\n", INVALID, 6, 16, "is no date"),
    (S, SOURCE + "  issued: 2024-06-31\n", INVALID, 4, 11, "no such date"),
    # not of the list
    (F, FACT.replace("reported", "reportd"), INVALID, 4, 11, "did you mean 'reported'?"),
    (F, FACT.replace("reported", "maybe"), INVALID, 4, 11, "confirmed, reported, disputed"),
    (F, FACT + "  kind: figures\n", INVALID, 6, 9, "did you mean 'figure'?"),
    (S, SOURCE.replace("report\n", "newspaper-article\n"), INVALID, 2, 9, "CSL's item types"),
    (S, SOURCE + "  url_status: deed\n", INVALID, 4, 15, "did you mean 'dead'?"),
    (S, SOURCE + "  standing: {level: bad}\n", INVALID, 4, 21, "caution, withdrawn"),
    (T, TERM + "  match: exakt\n", INVALID, 4, 10, "did you mean 'exact'?"),
    (T, TERM + "  link: no\n", INVALID, 4, 9, "first, all, never"),
    (C, CORRECTION.replace("kind: correction", "kind: error"), INVALID, 3, 9, "clarification"),
    (P, "EIR News: {level: low}\n", INVALID, 1, 19, "caution, withdrawn"),
    # references
    (F, FACT.replace("[src]", "[scr]"), Rule.UNKNOWN_SOURCE, 5, 13, "did you mean 'src'?"),
    (F, FACT.replace("[src]", "[{id: scr}]"), Rule.UNKNOWN_SOURCE, 5, 18, "'src'?"),
    (F, FACT + "  measure: mrs\n", Rule.UNKNOWN_MEASURE, 6, 12, "did you mean 'msr'?"),
    (F, FACT + "  superseded_by: nope\n", Rule.UNKNOWN_FACT, 6, 18, "unknown fact 'nope'"),
    (F, FACT + "  disputes: [nope]\n", Rule.UNKNOWN_FACT, 6, 14, "unknown fact 'nope'"),
    (
        F,
        FACT.replace("reported", "retracted") + "  retraction: {by: x, source: scr}\n",
        Rule.UNKNOWN_SOURCE,
        6,
        31,
        "'src'?",
    ),
    (T, TERM + "  see_also: [term]\n", Rule.UNKNOWN_TERM, 4, 14, "did you mean 'trm'?"),
    (T, TERM + "  sources: [scr]\n", Rule.UNKNOWN_SOURCE, 4, 13, "did you mean 'src'?"),
    (C, CORRECTION + "  facts: [fact]\n", Rule.UNKNOWN_FACT, 6, 11, "did you mean 'fct'?"),
    (F, FACT + "  superseded_by: fct\n", INVALID, 6, 18, "circular"),
    (F, FACT + "  disputes: [fct]\n", INVALID, 6, 14, "disputes itself"),
    # addresses
    (S, SOURCE + "  URL: javascript:alert(1)\n", Rule.UNSAFE_URL, 4, 8, "https://"),
    (S, SOURCE + "  URL: www.example.org/x\n", Rule.UNSAFE_URL, 4, 8, "https://"),
    (S, SOURCE + "  URL: data:text/html,x\n", Rule.UNSAFE_URL, 4, 8, "https://"),
    (S, SOURCE + "  URL: 'https://a.org\\@b.org'\n", Rule.UNSAFE_URL, 4, 8, "https://"),
    (S, SOURCE + "  URL: 'https://a.org/\"onclick='\n", Rule.UNSAFE_URL, 4, 8, "https://"),
    (S, SOURCE + "  archive_url: file:///etc/passwd\n", Rule.UNSAFE_URL, 4, 16, "https://"),
    # other ids
    (T, TERM + "  formerly: [trm]\n", Rule.DUPLICATE_ID, 4, 14, "'trm' in content/glossary"),
]


@pytest.mark.parametrize("row", BROKEN, ids=lambda row: f"{row[0].split('/')[1]}-{row[1][-40:]!r}")
def test_what_is_wrong_is_named_at_its_place(tmp_path: Path, row: Row) -> None:
    path, text, rule, line, column, words = row
    found = loaded(tmp_path, {**GOOD, path: text}).findings
    assert len(found) == 1, [said(each) for each in found]
    assert found[0].rule is rule, said(found[0])
    at = found[0].location
    assert (at.path, at.line, at.column) == (path, line, column), said(found[0])
    assert words in f"{found[0].message} {found[0].hint}", said(found[0])
    assert (at.end_line, at.end_column) >= (at.line, at.column)


def test_the_good_files_are_good(tmp_path: Path) -> None:
    known = knowledge(tmp_path, dict(GOOD))
    assert (list(known.sources), list(known.facts), list(known.terms)) == (
        ["src"],
        ["fct"],
        ["trm"],
    )
    assert (list(known.measures), list(known.corrections)) == (["msr"], ["cor"])
    assert known.files == (CORRECTIONS, FACTS, TERMS, MEASURES, SOURCES)


def test_everything_a_source_can_say(tmp_path: Path) -> None:
    text = """\
Upi_2024:msmt.a/b:
  type: article-newspaper
  title: >
    A long
    title
  author: [{family: Maresca, given: Thomas}, {literal: United Nations},
    {family: Berg, given: Jan, non-dropping-particle: van den, dropping-particle: de},
    {family: King, given: Martin, suffix: Jr.}]
  editor: [{family: Roe, given: R.}]
  container-title: UPI
  publisher: News World
  issued: 2024-10
  accessed: 2026-11-23
  original-date: 1984
  URL: https://example.org/a?b=c#d
  DOI: https://doi.org/10.1000/182
  language: en-GB
  archive_url: http://web.archive.org/x
  url_status: dead
  relays: AFP
  read: excerpt
  standing: {level: caution, since: 2025-01-10, why: Because.}
  volume: 012
  genre: Press release
  note: Seen.
  formerly: [upi-old]
"""
    known = knowledge(tmp_path, {SOURCES: text})
    source = known.sources["Upi_2024:msmt.a/b"]
    assert source.title == "A long title"
    assert source.author == (
        Name("Maresca", "Thomas"),
        Name(literal="United Nations"),
        Name("van den Berg", "Jan de"),
        Name("King Jr.", "Martin"),
    )
    assert dict(source.names) == {"editor": (Name("Roe", "R."),)}
    assert source.issued == PartialDate(2024, 10)
    assert dict(source.variables) == {
        "genre": "Press release",
        "volume": "012",
        "original-date": "1984",
    }
    assert source.doi == "10.1000/182"
    assert source.standing is not None
    assert source.standing.level is Level.CAUTION
    assert known.source("upi-old") is source
    assert source.at("URL").line == 15
    assert source.at("author/1/literal").column == 56
    assert source.places["key:issued"].column == 3
    assert set(source.places) >= {"key:title", "title", "author/0", "standing/level"}
    assert "nothing" not in source.places


def test_everything_a_fact_can_say(tmp_path: Path) -> None:
    text = """\
fct:
  claim: Something is so.
  kind: figure
  value: {min: 11000, max: 12000.5}
  unit: soldiers
  approximate: true
  measure: msr
  as_of: 2024
  when: {from: 2024-10-08}
  status: retracted
  attributed_to: trm
  anonymous: false
  sources:
    - src
    - {id: src, locator: p. 3, quote: "words", language: ko, translation: others}
  tags: [troops]
  superseded_by: old-other
  disputes: [other]
  retraction: {by: Daily Mail, on: 2024-11-01, source: src, why: Wrong.}
  checked: 2026-11-23
  review_by: 2027-03
other:
  claim: Otherwise.
  value: 2024-10-18
  as_of: 2025-01-01
  when: 2024-10
  status: disputed
  attributed_to: not-a-term
  sources: [src]
  formerly: [old-other]
"""
    known = knowledge(tmp_path, {**GOOD, FACTS: text})
    fact, other = known.facts["fct"], known.facts["other"]
    assert fact.value == Range(Decimal(11000), Decimal("12000.5"))
    assert fact.when == DateRange(PartialDate(2024, 10, 8), None)
    assert fact.as_of == PartialDate(2024)
    assert fact.status is Status.RETRACTED
    assert [citation.locator for citation in fact.citations] == ["", "p. 3"]
    assert [citation.location.line for citation in fact.citations] == [14, 15]
    assert fact.retraction is not None
    assert fact.retraction.on == PartialDate(2024, 11, 1)
    assert known.successor(fact) is other
    assert other.value == PartialDate(2024, 10, 18)
    assert known.claimant(fact) == "word"
    assert known.claimant(other) == "not-a-term"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1500", Decimal(1500)),
        ("-1.50", Decimal("-1.50")),
        ("{min: 3}", Range(Decimal(3), None)),
        ("{max: 3}", Range(None, Decimal(3))),
        ("2024-10", PartialDate(2024, 10)),
        ("'2024'", PartialDate(2024)),
        ("2024", Decimal(2024)),
        ("some words", "some words"),
        ("no", "no"),
        ("about 1,500", "about 1,500"),
    ],
)
def test_values(tmp_path: Path, written: str, value: object) -> None:
    known = knowledge(tmp_path, {**GOOD, FACTS: FACT + f"  value: {written}\n"})
    assert known.facts["fct"].value == value


def test_one_record_a_file(tmp_path: Path) -> None:
    known = knowledge(
        tmp_path,
        {
            "content/sources/2024/src.yaml": "type: report\ntitle: A report\n",
            "content/facts/some-name.yml": "# what\nid: fct\n" + FACT[5:].replace("  ", ""),
        },
    )
    assert known.sources["src"].location.line == 1
    fact = known.facts["fct"]
    assert (fact.location.line, fact.location.column) == (2, 5)
    assert fact.at("claim").line == 3
    assert "id" not in fact.places


def test_a_file_of_one_record_that_lacks_a_field(tmp_path: Path) -> None:
    found = loaded(tmp_path, {"content/sources/src.yml": "type: report\nissued: 2024\n"}).findings
    assert [each.message for each in found] == ["source 'src' has no 'title'"]


@pytest.mark.parametrize("text", ["", "{}\n", "# nothing yet\n", "---\n", "\ufeff", "null\n"])
def test_files_with_nothing_in_them(tmp_path: Path, text: str) -> None:
    assert knowledge(tmp_path, {SOURCES: text}).files == (SOURCES,)


def test_no_content_folder(tmp_path: Path) -> None:
    found = load(tmp_path / "nothing", project=tmp_path)
    assert (found.knowledge, found.findings) == (Knowledge(), ())


def test_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    text = "\ufeff" + SOURCE.replace("\n", "\r\n") + "  xyzzy: 1\r\n"
    found = loaded(tmp_path, {SOURCES: text})
    assert found.knowledge.sources["src"].location.column == 1
    assert [(each.location.line, each.location.column) for each in found.findings] == [(4, 3)]


def test_an_id_in_two_files(tmp_path: Path) -> None:
    found = loaded(tmp_path, {SOURCES: SOURCE, "content/sources/b.yml": "\n" + SOURCE}).findings
    assert [said(each) for each in found] == [
        "content/sources/b.yml:2:1: duplicate-id: duplicate source id 'src', already defined in "
        "content/sources/a.yml:1 (give one of them another id)"
    ]


def test_former_ids(tmp_path: Path) -> None:
    files = {**GOOD, SOURCES: SOURCE + "  formerly: [old]\n", FACTS: FACT.replace("[src]", "[old]")}
    known = knowledge(tmp_path, dict(files))
    assert known.renamed == {("source", "old"): "src"}
    assert known.facts["fct"].citations[0].source == "old"


def test_a_former_id_that_two_once_had(tmp_path: Path) -> None:
    two = SOURCE + "  formerly: [old]\n" + SOURCE.replace("src", "two") + "  formerly: [old]\n"
    found = loaded(tmp_path, {SOURCES: two})
    assert [each.rule for each in found.findings] == [Rule.DUPLICATE_ID]
    assert found.knowledge.renamed == {("source", "old"): "src"}


def test_circles_of_supersession(tmp_path: Path) -> None:
    ring = "".join(
        FACT.replace("fct", name) + f"  superseded_by: {next_one}\n"
        for name, next_one in (("a", "b"), ("b", "c"), ("c", "a"), ("d", "a"))
    )
    found = loaded(tmp_path, {**GOOD, FACTS: ring, CORRECTIONS: ""})
    assert len(found.findings) == 1
    assert "'b', then 'c', then 'a'" in found.findings[0].message
    assert found.findings[0].location.line == 18
    facts = found.knowledge.facts
    assert [facts[key].superseded_by for key in "abcd"] == ["b", "c", "", "a"]


def test_a_faulty_optional_field_is_left_out(tmp_path: Path) -> None:
    text = SOURCE + "  URL: javascript:x\n  issued: soon\n  author: [x, {family: y}]\n  foo: 1\n"
    found = loaded(tmp_path, {SOURCES: text})
    source = found.knowledge.sources["src"]
    assert (source.url, source.issued, source.author) == ("", None, (Name("y"),))
    assert len(found.findings) == 4


def test_a_faulty_required_field_refuses_the_record_once(tmp_path: Path) -> None:
    found = loaded(tmp_path, {**GOOD, SOURCES: SOURCE.replace("report\n", "paper\n", 1)})
    assert dict(found.knowledge.sources) == {}
    assert [each.rule for each in found.findings] == [INVALID]
    assert found.knowledge.facts["fct"].citations == ()


def test_all_references_lead_somewhere(tmp_path: Path) -> None:
    fact = FACT.replace("[src]", "[src, b]") + "  disputes: [x]\n  superseded_by: y\n  measure: z\n"
    found = loaded(tmp_path, {**GOOD, FACTS: fact})
    kept = found.knowledge.facts["fct"]
    assert [citation.source for citation in kept.citations] == ["src"]
    assert (kept.disputes, kept.superseded_by, kept.measure) == ((), "", "")
    assert len(found.findings) == 4


def test_a_broken_file_does_not_break_the_others(tmp_path: Path) -> None:
    files = {**GOOD, SOURCES: SOURCE + "  note: [\n"}
    assert [each.rule for each in loaded(tmp_path, dict(files)).findings] == [Rule.YAML_SYNTAX]


def test_marks_of_right_to_left_text_are_a_warning(tmp_path: Path) -> None:
    found = loaded(tmp_path, {SOURCES: SOURCE + "  note: a\u200fb\u200dc\u00add\u200ce\n"})
    assert [each.level for each in found.findings] == [Severity.WARNING]
    assert found.knowledge.sources["src"].note == "a\u200fb\u200dc\u00add\u200ce"


def test_publishers(tmp_path: Path) -> None:
    known = knowledge(
        tmp_path,
        {
            PUBLISHERS: "EIR News: {level: caution, since: 2025}\n"
            "x.org: {standing: {level: withdrawn, why: Closed.}}\n",
            SOURCES: SOURCE + "  URL: https://www.x.org/a\n  container-title: EIR News\n",
        },
    )
    assert list(host_names("https://www.x.org/a")) == ["x.org"]
    standing = known.standing(known.sources["src"])
    assert standing is not None
    assert standing.level is Level.WITHDRAWN


def test_links_out_of_the_folder_are_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text("src: {type: report, title: Secret}\n")
    folder = tmp_path / "content/sources"
    folder.mkdir(parents=True)
    (folder / "a.yml").symlink_to(tmp_path / "secret.yml")
    (folder / "b.yml").symlink_to("/dev/zero")
    (folder / "c.yml").symlink_to(folder / "c.yml")
    (folder / "d.yml").symlink_to(folder / "gone.yml")
    (folder / "e.yml").mkdir()
    (folder / "f").symlink_to(tmp_path)
    os.mkfifo(folder / "g.yml")
    (folder / "real.yml").write_text(SOURCE)
    (folder / "h.yml").symlink_to(folder / "real.yml")
    found = load(tmp_path / "content", project=tmp_path)
    assert list(found.knowledge.sources) == ["src"]
    assert "Secret" not in str(found)
    assert [(each.rule, each.location.path[-5:]) for each in found.findings] == [
        (Rule.LIMIT, "a.yml"),
        (Rule.LIMIT, "b.yml"),
        (Rule.LIMIT, "c.yml"),
        (Rule.LIMIT, "d.yml"),
        (Rule.LIMIT, "g.yml"),
        (Rule.DUPLICATE_ID, "l.yml"),
    ]


def test_the_same_files_give_the_same_result(tmp_path: Path) -> None:
    files: dict[str, str | bytes] = dict(GOOD)
    files |= {f"content/sources/{n}.yml": f"s{n}:\n  type: x\n" for n in range(20)}
    assert loaded(tmp_path, files) == load(tmp_path / "content", project=tmp_path)


def test_hidden_files_and_other_endings_are_not_data(tmp_path: Path) -> None:
    files = {"content/sources/.#a.yml": "[", "content/sources/notes.md": "[", SOURCES: SOURCE}
    assert knowledge(tmp_path, dict(files)).files == (SOURCES,)


PAGE = """\
---
title: What happened?
authors: [Desk]
published: 2026-02-30
tags: troops
theme-option: {anything: [goes]}
glossary:
  never: [trm, nope]
---

Text
"""


def test_front_matter(tmp_path: Path) -> None:
    known = knowledge(tmp_path, dict(GOOD))
    found = front_matter(PAGE, "content/pages/x.md", known)
    assert found is not None
    assert dict(found.values) == {
        "title": "What happened?",
        "authors": ("Desk",),
        "glossary": {"never": ("trm", "nope")},
    }
    assert [(e.rule, e.location.line, e.location.column) for e in found.findings] == [
        (INVALID, 4, 12),
        (INVALID, 5, 7),
        (Rule.UNKNOWN_TERM, 8, 16),
    ]


@pytest.mark.parametrize("text", ["", "# Title\n", "---\n", "--- x\na: b\n---\n", "text\n---\n"])
def test_no_front_matter(text: str) -> None:
    assert front_matter(text, "x.md") is None


@pytest.mark.parametrize("text", ["---\n- a\n---\n", "---\ntitle: [\n---\n"])
def test_front_matter_that_is_none(text: str) -> None:
    found = front_matter(text, "x.md")
    assert found is not None
    assert len(found.findings) == 1
    assert dict(found.values) == {}
