"""Sources as Zotero exports them, read unchanged; and our own exports, read back."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pybtex.database
import pytest

from plainfact import exports
from plainfact.findings import NOWHERE
from plainfact.loader import Loaded, load
from plainfact.model import Knowledge, Name, PartialDate, Source
from plainfact.schemas.csl import TYPES

# Zotero 7, "CSL JSON": ids are addresses, numbers are texts, Extra is the note.
ZOTERO_JSON = r"""
[
	{
		"id": "http://zotero.org/users/4711/items/ABCD2345",
		"type": "article-newspaper",
		"abstract": "An abstract.\nOn two lines.",
		"container-title": "<i>Reuters</i>",
		"language": "en-US",
		"note": "tex.ids= maresca2024a\nCitation Key: maresca2024\nRead on paper.",
		"section": "World",
		"source": "www.reuters.com",
		"title": "Kim’s “<span class=\"nocase\">iron fist</span>” in CO<sub>2</sub>",
		"title-short": "Kim’s “iron fist”",
		"URL": "https://www.reuters.com/world/x/",
		"author": [
			{"family": "Maresca", "given": "Thomas"},
			{"family": "Gaulle", "given": "Anna", "non-dropping-particle": "de"},
			{"literal": "AFP"}
		],
		"citation-key": "maresca2024",
		"accessed": {"date-parts": [["2024", 11, 2]]},
		"issued": {"date-parts": [["2024", 10, 7]]}
	},
	{
		"id": "un-2024",
		"type": "report",
		"collection-number": "S/2024/215",
		"event": "A meeting",
		"event-place": "New York",
		"number": "S/2024/215",
		"publisher": "United Nations",
		"title": "Final report",
		"volume": 12,
		"issued": {"date-parts": [["2024"]], "season": 3}
	},
	{
		"id": "video1",
		"type": "motion_picture",
		"dimensions": "0:12:01",
		"genre": "Video",
		"medium": "Videorecording",
		"title": "A video",
		"director": [{"literal": "KCTV"}],
		"issued": {"literal": "n.d."}
	},
	{
		"id": "span1",
		"type": "webpage",
		"title": "Over some days",
		"issued": {"date-parts": [["2024", 10, 8], ["2024", 10, 13]]},
		"custom": {"somebody-elses": true}
	},
	{"id": "autumn", "type": "book", "title": "Autumn", "issued": {"literal": "Autumn 2024"}}
]
"""


DATES = (PartialDate(2024, 10, 7), PartialDate(2024, 11, 2))


def loaded(folder: Path, name: str, text: str) -> Loaded:
    file = folder / "content/sources" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return load(folder / "content", project=folder)


def test_csl_json_of_zotero(tmp_path: Path) -> None:
    found = loaded(tmp_path, "zotero.json", ZOTERO_JSON)
    assert found.findings == ()
    sources = found.knowledge.sources
    assert set(sources) == {"maresca2024", "un-2024", "video1", "span1", "autumn"}
    article = sources["maresca2024"]
    assert article.title == "Kim’s “iron fist” in CO2"
    assert article.container_title == "Reuters"
    assert article.author == (
        Name("Maresca", "Thomas"),
        Name("de Gaulle", "Anna"),
        Name(literal="AFP"),
    )
    assert article.note == "Read on paper."
    assert (article.issued, article.accessed) == (
        PartialDate(2024, 10, 7),
        PartialDate(2024, 11, 2),
    )
    dates = {key: str(source.issued or "") for key, source in sources.items()}
    assert dates["un-2024"] == "2024"
    assert dates["video1"] == ""
    assert dates["span1"] == "2024-10-08"
    assert dates["autumn"] == "2024"
    assert sources["un-2024"].variables["event-title"] == "A meeting"
    assert sources["video1"].names["director"] == (Name(literal="KCTV"),)


# Better BibTeX for Zotero, "Better CSL YAML".
ZOTERO_YAML = """\
---
references:
  - id: maresca2024
    abstract: >-
      Text: with a colon.
    accessed:
      - year: 2024
        month: 11
        day: 2
    author:
      - family: Maresca
        given: Thomas
      - literal: United Nations
    citation-key: maresca2024
    container-title: Reuters
    issued:
      - year: 2024
        month: 10
        day: 7
    language: en-US
    title: "Allies: a “team”"
    title-short: Allies
    type: article-newspaper
    URL: https://www.reuters.com/x
  - id: undated
    issued: {literal: n.d.}
    title: Undated
    type: webpage
...
"""


def test_csl_yaml_of_zotero(tmp_path: Path) -> None:
    found = loaded(tmp_path, "zotero.yaml", ZOTERO_YAML)
    assert found.findings == ()
    source = found.knowledge.sources["maresca2024"]
    assert source.title == "Allies: a “team”"
    assert (source.issued, source.accessed) == DATES
    assert source.location.line == 3
    assert found.knowledge.sources["undated"].issued is None


# Zotero's BibTeX (first entry) and Better BibLaTeX (the others).
ZOTERO_BIB = r"""
@article{maresca_allies_2024,
	title = {A {MSMT} to {\textquotedblleft}watch{\textquotedblright} {North} {Korea}},
	url = {https://www.upi.com/a_b\&c},
	abstract = {Seoul -- a line,
and 50\% more.},
	language = {en-US},
	urldate = {2024-11-02},
	journal = {UPI},
	author = {Maresca, Thomas and {United Nations Security Council} and M{\"u}ller, J{\'e}r{\^o}me},
	month = oct,
	year = {2024},
	note = {Section: World News},
	file = {Snapshot:/home/x/storage/ABCD/y.html:text/html},
}

@online{rusi2023,
  title = {A {{NATO}} View},
  author = {{RUSI}},
  date = {2023-10-16},
  url = {https://www.rusi.org/x},
  urldate = {2024-11-02},
  langid = {british},
  abstract = {x},
  organization = {RUSI}
}

@article{yonhap2024,
  entrysubtype = {newspaper},
  title = {북한군 파병},
  author = {김, 철수},
  date = {2024-10-08/2024-10-13},
  journaltitle = {연합뉴스},
  langid = {korean},
  shortjournal = {Yonhap}
}

@report{un2024,
  type = {techreport},
  title = {Final Report},
  institution = {United Nations},
  number = {S/2024/215},
  date = {2024-03},
  location = {New York},
  keywords = {a,b}
}
"""


def test_bibtex_of_zotero(tmp_path: Path) -> None:
    found = loaded(tmp_path, "zotero.bib", ZOTERO_BIB)
    assert found.findings == ()
    sources = found.knowledge.sources
    article = sources["maresca_allies_2024"]
    assert article.title == "A MSMT to “watch” North Korea"
    assert article.author == (
        Name("Maresca", "Thomas"),
        Name(literal="United Nations Security Council"),
        Name("Müller", "Jérôme"),
    )
    assert article.url == "https://www.upi.com/a_b&c"
    assert article.language == "en-US"
    assert article.issued == PartialDate(2024, 10)
    assert sources["rusi2023"].author == (Name(literal="RUSI"),)
    assert sources["rusi2023"].title == "A NATO View"
    korean = sources["yonhap2024"]
    assert (korean.type, korean.container_title) == ("article-newspaper", "연합뉴스")
    assert (korean.language, korean.issued) == ("ko", PartialDate(2024, 10, 8))
    report = sources["un2024"]
    assert (report.type, report.publisher) == ("report", "United Nations")
    assert report.variables["number"] == "S/2024/215"


OURS = """\
full:
  type: article-newspaper
  title: "Title: with {odd} & <characters>"
  title-short: Short
  author: [{family: Maresca, given: Thomas}, {literal: "Barnes and Noble, Inc."}]
  editor: [{family: Roe, given: R.}]
  series-creator: [{family: X, given: Y}]
  container-title: UPI
  publisher: UPI Inc.
  issued: 2024-10-17
  accessed: 2026-11
  event-title: A meeting
  event-date: 2024-06
  volume: "12"
  page: 3-5
  URL: https://example.org/a
  DOI: 10.1/x
  language: en
  archive_url: https://web.archive.org/a
  url_status: dead
  relays: AFP
  read: excerpt
  formerly: [older, oldest]
  standing: {level: caution, since: 2025-01-10, why: It was wrong.}
  note: A word to readers.
plain: {type: webpage, title: Plain}
gathering: {type: event, title: A gathering, issued: 2024}
warned: {type: book, title: Warned, standing: {level: withdrawn}}
"""


def same(knowledge: Knowledge) -> dict[str, Source]:
    return {
        key: replace(source, location=NOWHERE, places={})
        for key, source in knowledge.sources.items()
    }


@pytest.mark.parametrize("records", ["own", "sample site"])
def test_csl_json_goes_out_and_comes_back(tmp_path: Path, records: str) -> None:
    if records == "own":
        first = loaded(tmp_path / "out", "s.yml", OURS)
        assert first.findings == ()
    else:
        project = Path(__file__).parent.parent
        first = load(project / "content", project=project)
    text = exports.sources_json(first.knowledge)
    second = loaded(tmp_path / "in", "s.json", text)
    assert second.findings == ()
    assert same(second.knowledge) == same(first.knowledge)
    assert second.knowledge.renamed == {
        key: value for key, value in first.knowledge.renamed.items() if key[0] == "source"
    }
    assert exports.sources_json(second.knowledge) == text
    assert json.loads(text)[0]["type"]


def test_bibtex_goes_out_and_comes_back(tmp_path: Path) -> None:
    """BibTeX knows fewer kinds and fields; what it has stays the same."""
    project = Path(__file__).parent.parent
    first = load(project / "content", project=project).knowledge
    second = loaded(tmp_path, "s.bib", exports.sources_bib(first))
    assert second.findings == ()
    assert set(second.knowledge.sources) == set(first.sources)
    for key, source in first.sources.items():
        back = second.knowledge.sources[key]
        assert (back.title, back.author) == (source.title, source.author)
        assert (back.issued, back.accessed) == (source.issued, source.accessed)
        assert (back.url, back.doi) == (source.url or source.archive_url, source.doi)
        assert back.type == source.type
        assert back.publisher == source.publisher
        assert back.container_title == source.container_title
        assert (back.variables, back.names) == (source.variables, source.names)
        assert (back.language, back.note) == (source.language, source.note)


@pytest.mark.parametrize("kind", [*TYPES])
def test_every_type_goes_out_as_bibtex_and_comes_back(tmp_path: Path, kind: str) -> None:
    record = (
        f"x:\n  type: {kind}\n  title: A & B\n  author: [{{literal: C}}]\n  issued: 2024-05\n"
        "  publisher: D\n  container-title: E % F\n  issue: '7'\n  URL: https://example.org/x\n"
    )
    first = loaded(tmp_path / "out", "s.yml", record)
    assert first.findings == ()
    second = loaded(tmp_path / "in", "s.bib", exports.sources_bib(first.knowledge))
    assert second.findings == ()
    back, source = second.knowledge.sources["x"], first.knowledge.sources["x"]
    assert (back.type, back.title, back.author) == (kind, source.title, source.author)
    assert (back.issued, back.url, back.publisher) == (
        source.issued,
        source.url,
        source.publisher,
    )
    assert back.container_title == source.container_title
    if kind.startswith(("article", "periodical", "review")):
        assert back.variables["issue"] == "7"


EVERY_FIELD = """\
x:
  type: TYPE
  title: A title
  title-short: A
  container-title: The whole of it
  container-title-short: Whole
  collection-title: A series
  collection-number: "3"
  volume: "12"
  number: S/2024/215
  issue: "7"
  edition: "2"
  version: 1.4.2
  chapter-number: "9"
  page: 3–5
  number-of-pages: "340"
  number-of-volumes: "2"
  part-number: "1"
  printing-number: "4"
  supplement-number: "1"
  genre: White paper
  publisher: D
  publisher-place: New York
  ISBN: 978-3-16-148410-0
  ISSN: 2049-3630
  PMID: "123"
  PMCID: PMC123
  event-title: A meeting
  event-place: Geneva
  event-date: 2024-06
  issued: 2024-10-17
  original-date: 1961
  original-title: Ein Titel
  original-publisher: E
  original-publisher-place: Bonn
  submitted: 2024-01
  archive: National Archives
  archive_collection: Papers
  archive_location: Box 3
  archive-place: Kew
  call-number: QA 76
  abstract: Short & good.
  annote: Our own words.
  keyword: a, b
  license: CC BY 4.0
  medium: DVD
  section: World
  source: A library
  status: in press
  jurisdiction: kr
  language: ko
  accessed: 2026-11
  note: A word to readers.
  author: [{family: "Smith, or Smyth", given: Ann}, {family: Brandreth, given: Ann and Co}]
  editor: [{family: de la Cruz, given: Bo}]
  translator: [{family: Müller, given: Jérôme}]
  container-author: [{literal: United Nations}]
  director: [{family: Kim, given: A.}, {family: Lee, given: B.}]
"""


@pytest.mark.parametrize("kind", ["article-newspaper", "book", "chapter", "report", "webpage"])
def test_every_field_goes_out_as_bibtex_and_comes_back(tmp_path: Path, kind: str) -> None:
    first = loaded(tmp_path / "out", "s.yml", EVERY_FIELD.replace("TYPE", kind))
    assert first.findings == ()
    text = exports.sources_bib(first.knowledge)
    second = loaded(tmp_path / "in", "s.bib", text)
    assert second.findings == ()
    assert same(second.knowledge) == same(first.knowledge)
    (entry,) = pybtex.database.parse_string(text, "bibtex").entries.values()
    assert entry.fields["series"] == "A series"
    assert [len(people) for people in entry.persons.values()] == [2, 1]  # authors, editors


# Better BibLaTeX and Zotero's own BibLaTeX: fields that a desk's library has.
ZOTERO_BIBLATEX = r"""
@book{cha2018,
  title = {The {{Impossible State}}: {{North Korea}}, {{Past}} and {{Future}}},
  shorttitle = {The {{Impossible State}}},
  author = {Cha, Victor and family=Dam, given=Bert, prefix=van, useprefix=true},
  translator = {Lee, Ann},
  date = {2018},
  origdate = {2012},
  series = {Studies of {{East Asia}}},
  number = {4},
  edition = {2},
  volumes = {2},
  publisher = {Ecco},
  location = {New York},
  isbn = {978-0-06-199850-8},
  langid = {english},
  pagetotal = {544},
  note = {tex.ids= cha2012\nCitation Key: cha2018},
  annotation = {Read in 2024.},
  file = {/home/x/Zotero/storage/A/Cha - 2018.pdf}
}

@video{kctv2024,
  entrysubtype = {video},
  title = {Parade},
  editora = {{KCTV}},
  editoratype = {director},
  date = {2024-22},
  url = {https://example.org/v},
  langid = {korean}
}

@article{preprint2023,
  title = {A Preprint},
  author = {Roe, Richard},
  date = {2023-05-02?},
  eprint = {2305.01234},
  eprinttype = {arxiv},
  eprintclass = {cs},
  journaltitle = {Journal of {{Arms}}},
  number = {2},
  eid = {17},
  pubstate = {prepublished}
}

@inproceedings{talk2022,
  title = {A Talk},
  author = {Doe, Jane},
  date = {2022-06-01/2022-06-03},
  eventtitle = {Conference on {{Sanctions}}},
  eventdate = {2022-06-01/2022-06-03},
  venue = {Geneva},
  booktitle = {Proceedings},
  type = {Keynote},
  language = {English}
}

@misc{notdated,
  title = {Not Dated},
  year = {n.d.},
  urldate = {2024-11-02},
  note = {Section: World News}
}
"""


def test_biblatex_of_zotero(tmp_path: Path) -> None:
    found = loaded(tmp_path, "zotero.bib", ZOTERO_BIBLATEX)
    assert found.findings == ()
    sources = found.knowledge.sources
    book = sources["cha2018"]
    assert book.title == "The Impossible State: North Korea, Past and Future"
    assert book.author == (Name("Cha", "Victor"), Name("van Dam", "Bert"))
    assert dict(book.variables) == {
        "annote": "Read in 2024.",
        "collection-number": "4",
        "collection-title": "Studies of East Asia",
        "edition": "2",
        "ISBN": "978-0-06-199850-8",
        "number-of-pages": "544",
        "number-of-volumes": "2",
        "original-date": "2012",
        "publisher-place": "New York",
        "title-short": "The Impossible State",
    }
    assert dict(book.names) == {"translator": (Name("Lee", "Ann"),)}
    assert (book.note, book.language) == ("", "en")
    video = sources["kctv2024"]
    assert video.names["director"] == (Name(literal="KCTV"),)
    assert video.issued == PartialDate(2024)
    article = sources["preprint2023"]
    assert (article.variables["issue"], article.variables["number"]) == ("2", "17")
    assert article.issued == PartialDate(2023, 5, 2)
    talk = sources["talk2022"].variables
    assert (talk["event-title"], talk["event-place"]) == ("Conference on Sanctions", "Geneva")
    assert (talk["event-date"], talk["genre"]) == ("2022-06-01", "Keynote")
    assert sources["talk2022"].language == "en"
    undated = sources["notdated"]
    assert (undated.issued, undated.note) == (None, "")
    assert undated.accessed == PartialDate(2024, 11, 2)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ('"2024-10-07"', "2024-10-07"),
        ('"2024-10-07/2024-10-09"', "2024-10-07"),
        ('"2024-10~"', "2024-10"),
        ('"2024-21"', "2024"),
        ('{"edtf": "2024-10?"}', "2024-10"),
        ('{"literal": "Autumn 2024"}', "2024"),
        ('{"raw": "2024-10-07T10:00:00Z"}', "2024-10-07"),
        ('{"date-parts": [[null]]}', ""),
        ('{"date-parts": [["2024", "3"]], "circa": true}', "2024-03"),
        ('"n.d."', ""),
    ],
)
def test_dates_as_programs_write_them(tmp_path: Path, written: str, expected: str) -> None:
    item = f'[{{"id": 1, "type": "webpage", "title": "A", "issued": {written}}}]'
    found = loaded(tmp_path, "s.json", item)
    assert found.findings == ()
    assert str(found.knowledge.sources["1"].issued or "") == expected


def test_all_that_csls_own_schema_allows_is_read(tmp_path: Path) -> None:
    """Names of fields that the schema has and the specification not, and flags of names."""
    item = {
        "id": "x",
        "type": "book",
        "title": "X",
        "language": "Korean",
        "part": "1",
        "printing": 2,
        "supplement": "3",
        "volume-title-short": "V",
        "author": [{"family": "A", "comma-suffix": 1, "static-ordering": "1", "parse-names": 0}],
        "editor": [{"family": "Reuters", "given": ""}],
    }
    found = loaded(tmp_path, "s.json", json.dumps([item]))
    assert found.findings == ()
    source = found.knowledge.sources["x"]
    assert (source.language, source.author) == ("ko", (Name("A"),))
    assert source.names["editor"] == (Name("Reuters"),)
    (back,) = json.loads(exports.sources_json(found.knowledge))
    assert (back["part"], back["printing"], back["supplement"]) == ("1", "2", "3")
    assert back["volume-title-short"] == "V"
