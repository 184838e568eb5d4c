"""Sources as other programs write them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from plainfact.findings import Rule
from plainfact.importers import bibtex, csl_json
from plainfact.loader import Loaded, load
from plainfact.model import Name, PartialDate


def loaded(folder: Path, name: str, text: str | bytes) -> Loaded:
    file = folder / "content/sources" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load(folder / "content", project=folder)


CSL = """\
[
\t{
\t\t"id": "maresca_2024",
\t\t"type": "article-newspaper",
\t\t"title": "A \\"title\\": \\ud83d\\ude00",
\t\t"author": [{"family": "Maresca", "given": "Thomas"}],
\t\t"issued": {"date-parts": [["2024", 10, 7]]},
\t\t"accessed": {"date-parts": [[2024, 11]]},
\t\t"volume": 12,
\t\t"journalAbbreviation": "UPI",
\t\t"DOI": "",
\t\t"URL": "https://example.org/"
\t},
\t{"id": 7, "type": "book", "title": "Seven", "issued": {"raw": "1984"}}
]
"""


def test_csl_json(tmp_path: Path) -> None:
    found = loaded(tmp_path, "zotero.json", CSL)
    assert found.findings == ()
    source = found.knowledge.sources["maresca_2024"]
    assert source.title == 'A "title": 😀'
    assert source.author == (Name("Maresca", "Thomas"),)
    assert (source.issued, source.accessed) == (PartialDate(2024, 10, 7), PartialDate(2024, 11))
    assert dict(source.variables) == {"volume": "12", "container-title-short": "UPI"}
    assert (source.location.line, source.at("URL").line, source.at("URL").column) == (3, 12, 10)
    assert found.knowledge.sources["7"].issued == PartialDate(1984)


CSL_BROKEN = [
    ('[{"id": "a", "type": "book"}]', Rule.INVALID_FIELD, 1, "has no 'title'"),
    ('[{"type": "book", "title": "x"}]', Rule.INVALID_FIELD, 1, "without an 'id'"),
    ('[\n"x"]', Rule.INVALID_FIELD, 2, "must be a mapping"),
    ('[{"id": "a",\n"type": "bok", "title": "x"}]', Rule.INVALID_FIELD, 2, "'book'"),
    (
        '[{"id": "a",\n"URL": "javascript:x",\n"type": "book", "title": "x"}]',
        Rule.UNSAFE_URL,
        2,
        "",
    ),
    (
        '[{"id": "a", "type": "book", "title": "x"},\n{"id": "a", "type": "book", "title": "y"}]',
        Rule.DUPLICATE_ID,
        2,
        "already defined in",
    ),
    ('[{"id": "a"', Rule.YAML_SYNTAX, 1, "no valid JSON"),
    ("[\n{'id': 1}]", Rule.YAML_SYNTAX, 2, "no valid JSON"),
    ("[]\nx", Rule.YAML_SYNTAX, 2, "text after the end"),
    ("[NaN]", Rule.YAML_SYNTAX, 1, "no number"),
    ("[" * 100_000, Rule.LIMIT, 1, "too deep"),
    ('[{"id": "a", "type": ' + "[" * 100 + "]" * 100 + "}]", Rule.LIMIT, 1, "too deep"),
]


@pytest.mark.parametrize(("text", "rule", "line", "words"), CSL_BROKEN)
def test_csl_json_that_is_wrong(
    tmp_path: Path, text: str, rule: Rule, line: int, words: str
) -> None:
    (finding,) = loaded(tmp_path, "a.json", text).findings
    assert (finding.rule, finding.location.line) == (rule, line), finding
    assert words in f"{finding.message} {finding.hint}"


def test_a_lone_surrogate_in_json_is_reported(tmp_path: Path) -> None:
    text = '[{"id": "a", "type": "book", "title": "x\\ud800"}]'
    found = loaded(tmp_path, "a.json", text)
    assert [finding.rule for finding in found.findings] == [Rule.ENCODING]
    str(found.knowledge).encode()


@pytest.mark.parametrize("text", ["", "[]", " \n"])
def test_empty_json(tmp_path: Path, text: str) -> None:
    assert loaded(tmp_path, "a.json", text).findings == ()


def test_csl_yaml_of_pandoc(tmp_path: Path) -> None:
    text = """\
references:
- id: a
  type: book
  title: A
  author:
  - family: Doe
  issued:
  - year: 2024
    month: 3
- id: b
  type: book
  title: B
  issued: {date-parts: [[2023]]}
"""
    found = loaded(tmp_path, "a.yaml", text)
    assert found.findings == ()
    sources = found.knowledge.sources
    assert [str(each.issued) for each in sources.values()] == ["2024-03", "2023"]
    assert sources["b"].location.line == 10


BIB = r"""
@string{upi = "UPI"}
@comment{not this}
@article{maresca2024,
  author = {Maresca, Thomas and van der Berg, Jan and {United Nations} and King, Jr., Martin
    and others},
  title = {{North} Korea --- \"{O}sterreich \& co},
  subtitle = {A story},
  journal = upi, year = 2024, month = oct, day = 7,
  doi={10.1/x_y}, pages = {1--3}, volume = 4, keywords = {a, b}, file = {:x.pdf},
  url = {https://x.org/a_b~c}
}

@online{Key:2, title="t", date={2024-10-17}, urldate = {2024-11-02}, langid = {english},
  editor = "Roe, R."}
@misc{three, title = {Three}, howpublished = {\url{https://example.org/3}}}
"""


def test_bibtex(tmp_path: Path) -> None:
    found = loaded(tmp_path, "a.bib", BIB)
    assert found.findings == ()
    sources = found.knowledge.sources
    source = sources["maresca2024"]
    assert source.title == "North Korea — Österreich & co: A story"
    assert source.author == (
        Name("Maresca", "Thomas"),
        Name("van der Berg", "Jan"),
        Name(literal="United Nations"),
        Name("King Jr.", "Martin"),
    )
    assert (source.type, source.container_title) == ("article-journal", "UPI")
    assert source.issued == PartialDate(2024, 10, 7)
    assert (source.url, source.doi) == ("https://x.org/a_b~c", "10.1/x_y")
    assert source.variables["page"] == "1–3"
    assert (source.location.line, source.location.column) == (4, 10)
    online = sources["Key:2"]
    assert (online.type, online.language) == ("webpage", "en")
    assert online.accessed == PartialDate(2024, 11, 2)
    assert dict(online.names) == {"editor": (Name("Roe", "R."),)}
    assert sources["three"].url == "https://example.org/3"


BIB_BROKEN = [
    ("\n@misc{a, year = 2024}", Rule.INVALID_FIELD, 2, "has no 'title'"),
    ("\n@misc{a, title = {x", Rule.YAML_SYNTAX, 2, "cannot be read"),
    ("@misc{a, title={x}}\n@misc{a, title={y}}", Rule.DUPLICATE_ID, 2, "already defined"),
    ("@misc{a, title={x}, date={soon}}", Rule.INVALID_FIELD, 1, "is no date"),
    ("@misc{a, title={x}, url={javascript:x}}", Rule.UNSAFE_URL, 1, "https://"),
    ("@misc{a, title={" + "{" * 2000 + "x" + "}" * 2000 + "}}", Rule.YAML_SYNTAX, 1, "read"),
]


@pytest.mark.parametrize(("text", "rule", "line", "words"), BIB_BROKEN)
def test_bibtex_that_is_wrong(tmp_path: Path, text: str, rule: Rule, line: int, words: str) -> None:
    found = loaded(tmp_path, "a.bib", text).findings
    assert len(found) == 1, found
    assert (found[0].rule, found[0].location.line) == (rule, line)
    assert words in f"{found[0].message} {found[0].hint}"


def test_bibtex_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bibtexparser", None)
    (finding,) = bibtex(b"@misc{a, title={x}}", "a.bib").findings
    assert "pip install plainfact[bib]" in finding.hint


def test_imports_have_a_limit() -> None:
    for read in (bibtex, csl_json):
        (finding,) = read(b" " * 10_000_001, "x").findings
        assert finding.rule is Rule.LIMIT


def test_imported_values_are_json() -> None:
    assert json.dumps(csl_json(CSL.encode(), "x").value)
