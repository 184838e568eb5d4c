"""No value of a record becomes markup, whichever field it stands in, in either mode.

Each text of each kind of record holds markup, Markdown, marks of our own and what closes
other syntaxes; all listings and marks show them on one page.
"""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pybtex.database
import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from plainfact import exports
from plainfact.extensions.citations import CitationsExtension
from plainfact.loader import load
from plainfact.model import Knowledge, Page, References

BAD = (
    '<b class="leak">b</b><img class="leak" src=x onerror=alert(1)></svg><script>leak</script>'
    " *leak* `leak` [leak](https://leak.example) [@s1] [^leak] &lt;i class=leak&gt; &amp;lt;"
    " ]]> --> \" ' \\input{x} } % $x$ {{leak}}"
)
URL = "https://example.org/?a=(1)&lt=2&amp;b=[3]"
LONG = "W" * 400


def source(**fields: Any) -> dict[str, Any]:
    texts = (
        "title container-title publisher publisher-place genre edition volume issue number page "
        "relays note event-title event-place collection-title archive version medium section"
    )
    names = [{"literal": BAD}, {"family": BAD, "given": BAD}]
    return {
        "type": "article-newspaper",
        **dict.fromkeys(texts.split(), BAD),
        "author": names,
        "editor": names,
        "translator": names,
        "issued": "2024-10-18",
        "URL": URL,
        "DOI": '10.1/"><b class="leak">',
        "archive_url": "https://web.archive.org/" + URL,
        "read": "excerpt",
        "standing": {"level": "caution", "since": "2025", "why": BAD},
        **fields,
    }


def fact(**fields: Any) -> dict[str, Any]:
    quoted = {"locator": BAD, "quote": BAD, "language": "ko", "translation": BAD}
    return {
        "claim": BAD,
        "kind": "figure",
        "value": 1500,
        "unit": BAD,
        "measure": "m",
        "as_of": "2024-10-18",
        "status": "reported",
        "attributed_to": BAD,
        "sources": [{"id": "s1", **quoted}, {"id": "s2", **quoted, "language": "en"}],
        "note": BAD,
        "tags": ["leak"],
        "checked": "2026-01-01",
        **fields,
    }


FILES: dict[str, Any] = {
    "sources/s.yml": {
        "s1": source(url_status="dead"),
        "s2": source(type="book", read="headline"),
        "s3": source(type="report", title=LONG, URL="https://example.org/" + LONG),
        "s4": source(type="motion_picture", archive_url="https://web.archive.org/x"),
    },
    "facts/f.yml": {
        "f1": fact(status="disputed", disputes=["f2"]),
        "f2": fact(attributed_to=LONG, unit=LONG, claim=LONG, value={"min": 1, "max": 2}),
        "f3": fact(as_of="2025-03-01", value={"min": 9}),
        "f4": fact(status="retracted", retraction={"by": BAD, "source": "s1", "why": BAD}),
        "f5": fact(as_of="2025-06-01", value=BAD),
        "f6": fact(as_of="2025-07", kind="forecast", anonymous=True),
        "f7": fact(measure="other", superseded_by="f3", attributed_to="t"),
        "f8": fact(attributed_to="Another", value=3),
    },
    "measures/m.yml": {
        "m": {"label": BAD, "unit": BAD, "counts": BAD},
        "other": {"label": BAD, "counts": LONG},
    },
    "glossary/g.yml": {"t": {"term": BAD, "definition": "A word."}},
    "corrections/c.yml": {
        "c1": {"date": "2026-01-01", "kind": "correction", "was": BAD, "now": BAD, "facts": ["f1"]},
        "c2": {"date": "2026", "kind": "retraction", "was": LONG, "now": BAD, "pages": ["x.md"]},
    },
    "publishers.yml": {"example.org": {"level": "withdrawn", "why": BAD}},
}
TEXT = """\
All: [@fact:f1] [@fact:f2] [@fact:f3] [@fact:f4] [@fact:f5] [@fact:f6] [@fact:f7] [@fact:f8].

Values: [][fact:f1] [][fact:f2] [][fact:f3] [][fact:f4] [][fact:f5] [some][fact:f6].

Sources: [@s1] [@s2, p. 3] [see @s3; @s4, <b>].

[MEASURE m]

[MEASURE other]

[FACTS]

[TIMELINE]

[SOURCES]

[CORRECTIONS]

[PAGES]
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    folder = tmp_path_factory.mktemp("hostile")
    for name, data in FILES.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(data), encoding="utf-8")  # which is YAML too
    found = load(folder / "content", project=folder)
    assert found.findings == ()
    return found.knowledge


@pytest.mark.parametrize("html", ["trusted", "safe"])
@pytest.mark.parametrize("folded", [True, False])
def test_no_value_becomes_markup(known: Knowledge, html: str, folded: bool) -> None:
    extension = CitationsExtension(html=html, folded=folded)
    extension.provide(known)
    page = BeautifulSoup(Markdown(extensions=[extension]).convert(TEXT), "html5lib")
    assert page.select("li[id^='fn:fact:']")
    assert len(page.select("svg")) >= 1
    assert not page.select(".leak, img, script, em, [onerror], a[href*='leak.example']")
    assert not page.find_all("code", string="leak")
    assert not page.find_all(["i", "b"], class_="leak")
    text = page.get_text()
    assert "&lt;i class=leak&gt;" in text, "entities are words, too"
    assert "&amp;lt;" in text
    assert "&lt;b" not in text, "nothing is escaped twice"
    for link in page.select("a[href]"):
        assert str(link["href"]).startswith(("https://", "#", "http://"))


def test_no_value_ends_a_data_file(known: Knowledge) -> None:
    page = Page(path="x.md", url="x/", title=BAD, summary=BAD, published="2024-01-01")
    found = References(pages={"x.md": page})
    library = pybtex.database.parse_string(exports.sources_bib(known), "bibtex")
    assert set(library.entries) == {"s1", "s2", "s3", "s4"}
    assert json.loads(exports.sources_json(known))[0]["title"] == BAD
    assert json.loads(exports.facts_json(known, found))["facts"][0]["claim"] == BAD
    feed = exports.feed(
        [page], known.corrections.values(), "S", "https://example.org/", knowledge=known
    )
    titles = [each.text or "" for each in ElementTree.fromstring(feed).iter() if each.text]
    assert any(BAD in title for title in titles)
    data = exports.article_json_ld(page, known, found, "https://example.org/", "en")
    assert not set("<>&") & set(data)
    assert json.loads(data)["headline"] == BAD
    assert "leak" in exports.cite_page(page, "S", "https://example.org/", "en").plain
