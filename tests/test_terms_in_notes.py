"""Terms in notes: our notes are finished HTML in the tree, and opened where a term gets a link."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions.citations import CitationsExtension
from plainfact.extensions.glossary import GlossaryExtension
from plainfact.findings import NOWHERE
from plainfact.model import Citation, Fact, Knowledge, PartialDate, Source, Status, Term

PAGES = {"x.md", "glossary.md", "facts.md", "sources.md"}
KNOWLEDGE = Knowledge(
    sources={
        "a": Source(id="a", location=NOWHERE, type="book", title="A", publisher="Peace & Press"),
        "b": Source(id="b", location=NOWHERE, type="webpage", title="B", url="https://b.example/"),
    },
    facts={
        key: Fact(
            id=key,
            location=NOWHERE,
            claim=claim,
            as_of=PartialDate(2024, 10),
            status=Status.REPORTED,
            citations=(Citation(source="b"),),
        )
        for key, claim in {"pact": "A pact was signed.", "none": "Nobody signed."}.items()
    },
    terms={
        key: Term(id=key, location=NOWHERE, term=label, definition="Is defined.")
        for key, label in {"pact": "pact", "signing": "signed", "press": "Peace & Press"}.items()
    },
)
TEXTS = (
    "Words [@fact:pact].",
    "The pact [@fact:pact].",
    "One [@fact:none]. Two [@fact:pact]. Three [@a]. Four [@b].",
    "One[^1]. Two [@fact:pact].\n\n[^1]: It was a pact [@fact:none], signed.",
    "One [@fact:pact][^1], two[^2].\n\n[^2]: Signed.\n[^1]: Peace &amp; Press [@a, p. 2].",
    "“A pact of two” [@b, p. 3], and “of a pact” [@b]. [@a; @fact:none]",
    "## Part\n\nA pact [@fact:pact].\n\n## Part\n\nIt was signed [@fact:none].",
    "An [x][term:signing] [@fact:pact].",
    "///Footnotes Go Here///\n\nA pact[^1] [@fact:pact].\n\n[^1]: Signed.",
)


class Host(Treeprocessor):
    """What MkDocs registers: which page it is, and which others there are."""

    def __init__(self) -> None:
        super().__init__()
        self.file = SimpleNamespace(src_uri="x.md", url="x/", page=SimpleNamespace(meta={}))
        self.files = SimpleNamespace(
            get_file_from_path=lambda path: path if path in PAGES else None
        )


def convert(text: str, *, explains: bool = False, **options: object) -> str:
    citations = CitationsExtension(**{key: options[key] for key in options if key != "first"})
    glossary = GlossaryExtension(**{key: options[key] for key in options if key != "folded"})
    glossary.explains = explains
    for extension in (citations, glossary):
        extension.provide(KNOWLEDGE)
    md = Markdown(extensions=["footnotes", "toc", citations, glossary])
    md.treeprocessors.register(Host(), "relpath", 0)
    return md.convert(text)


def linked(html: str) -> dict[str, list[str]]:
    """The terms linked in each note and ("") outside of notes."""
    soup = BeautifulSoup(html, "html.parser")
    found: dict[str, list[str]] = {}
    for link in soup.select("a.glossary-term"):
        note = link.find_parent("li")
        found.setdefault(str(note["id"]) if note else "", []).append(str(link["data-term"]))
    return found


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (TEXTS[0], {"fn:fact:pact": ["pact", "signing"]}),
        (TEXTS[1], {"": ["pact"], "fn:fact:pact": ["signing"]}),
        (
            TEXTS[2],
            {"fn:fact:none": ["signing"], "fn:fact:pact": ["pact"], "fn:source:a": ["press"]},
        ),
        (TEXTS[3], {"fn:1": ["pact", "signing"]}),
        (TEXTS[7], {"": ["signing"], "fn:fact:pact": ["pact"]}),
    ],
)
def test_a_word_in_a_note_is_linked_unless_readers_met_it_before(
    text: str, terms: dict[str, list[str]]
) -> None:
    assert linked(convert(text)) == terms


@pytest.mark.parametrize("options", [{}, {"folded": True}, {"first": "section"}, {"html": "safe"}])
@pytest.mark.parametrize("text", TEXTS)
def test_opened_notes_are_the_notes_that_were_finished(
    text: str, options: dict[str, object]
) -> None:
    """A page that is explained has all of its notes as elements."""
    assert convert(text, **options) == convert(text, explains=True, **options)


@pytest.mark.parametrize("options", [{}, {"folded": True}])
@pytest.mark.parametrize("text", [text for text in TEXTS if "term:" not in text])
def test_a_note_is_the_same_with_a_glossary_that_links_nothing(
    text: str, options: dict[str, object]
) -> None:
    alone = CitationsExtension(**options)
    alone.provide(KNOWLEDGE)
    without = Markdown(extensions=["footnotes", "toc", alone])
    without.treeprocessors.register(Host(), "relpath", 0)
    none = replace(KNOWLEDGE, terms={})
    beside, glossary = CitationsExtension(**options), GlossaryExtension()
    beside.provide(none)
    glossary.provide(none)
    both = Markdown(extensions=["footnotes", "toc", beside, glossary])
    both.treeprocessors.register(Host(), "relpath", 0)
    assert both.convert(text) == without.convert(text)


def test_notes_stand_once_and_whole_where_authors_and_ours_alternate() -> None:
    text = "A [@a] b[^1] c [@b] d[^2] e [@fact:none] f[^1].\n\n[^1]: One.\n[^2]: Two [@fact:pact]."
    soup = BeautifulSoup(convert(text), "html.parser")
    items = soup.select("div.footnote > ol > li")
    assert [item["id"] for item in items] == [
        "fn:source:a", "fn:1", "fn:source:b", "fn:2", "fn:fact:none", "fn:fact:pact",
    ]  # fmt: skip
    for number, item in enumerate(items, start=1):
        for back in item.select("a.footnote-backref"):
            mark = soup.find(id=str(back["href"])[1:])
            assert mark is not None
            assert mark.get_text() == str(number)
    assert "\x02" not in str(soup)
    assert "\x03" not in str(soup)
