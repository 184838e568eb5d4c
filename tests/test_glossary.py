"""The glossary extension on pages: options, front matter, listing, findings, properties."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions.glossary import GlossaryExtension, makeExtension
from plainfact.extensions.glossary_page import Reason
from plainfact.findings import NOWHERE, Rule
from plainfact.model import Citation, Knowledge, Link, Term, Use

EXTENSIONS = ["admonition", "attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc"]


class Host(Treeprocessor):
    """What MkDocs registers: which page it is, and which others there are."""

    def __init__(self, path: str, meta: dict[str, Any], pages: set[str]) -> None:
        super().__init__()
        page = SimpleNamespace(meta=meta)
        self.file = SimpleNamespace(src_uri=path, url=path, page=page)
        self.files = SimpleNamespace(get_file_from_path=lambda p: p if p in pages else None)


def term(key: str, *labels: str, **fields: Any) -> Term:
    fields.setdefault("definition", f"What {key} means.")
    names = labels or (key,)
    return Term(id=key, term=names[0], aliases=names[1:], location=NOWHERE, **fields)


TERMS = [term("treaty"), term("pact"), term("sanctions"), term("peace-treaty", "peace treaty")]


def convert(
    text: str,
    terms: list[Term] = TERMS,
    *,
    path: str = "explainers/x.md",
    meta: dict[str, Any] | None = None,
    pages: tuple[str, ...] = ("glossary.md",),
    extensions: tuple[Any, ...] = (),
    explains: bool = False,
    **options: Any,
) -> tuple[str, GlossaryExtension]:
    extension = GlossaryExtension(**options)
    extension.explains = explains
    extension.provide(Knowledge(terms={each.id: each for each in terms}))
    md = markdown.Markdown(extensions=[*EXTENSIONS, *extensions, extension])
    md.treeprocessors.register(Host(path, meta or {}, {path, *pages}), "relpath", 0)
    return md.convert(text), extension


def linked(html: str) -> list[str]:
    return re.findall(r'data-term="([^"]*)"', html)


def test_a_link_carries_all_that_is_promised() -> None:
    html, extension = convert("The treaty. A treaty.")
    assert html == (
        '<p>The <a class="glossary-term" data-term="treaty" href="../glossary.md#treaty"'
        ' id="term:treaty" role="doc-glossref">treaty</a>. A treaty.</p>'
    ) or sorted(re.findall(r'[\w-]+="[^"]*"', html)) == [
        'class="glossary-term"',
        'data-term="treaty"',
        'href="../glossary.md#treaty"',
        'id="term:treaty"',
        'role="doc-glossref"',
    ]
    (reference,) = extension.results["explainers/x.md"].references
    assert (reference.kind, reference.id, reference.use) == ("term", "treaty", Use.AUTOMATIC)
    assert (reference.anchor, reference.words) == ("term:treaty", "treaty")
    assert reference.sentence == "The treaty."
    assert reference.paragraph == "The treaty. A treaty."


def test_pages_can_be_converted_after_all_seemed_to_be() -> None:
    first, extension = convert("The treaty. A treaty.")
    extension.let_go()
    md = markdown.Markdown(extensions=[*EXTENSIONS, extension])
    md.treeprocessors.register(Host("explainers/x.md", {}, {"glossary.md"}), "relpath", 0)
    assert linked(md.convert("The treaty. A treaty.")) == linked(first) == ["treaty"]


def test_repeated_links_have_ids_of_their_own() -> None:
    html, _ = convert("treaty treaty [x][term:treaty]", [term("treaty", link=Link.ALL)])
    ids = re.findall(r'id="(term:[^"]*)"', html)
    assert ids == ["term:treaty", "term:treaty:2", "term:treaty:3"]


@pytest.mark.parametrize(
    ("path", "href"),
    [
        ("index.md", "glossary.md#treaty"),
        ("a/b/c.md", "../../glossary.md#treaty"),
        ("glossary.md", "#treaty"),
    ],
)
def test_links_are_relative(path: str, href: str) -> None:
    html, _ = convert("A treaty.", path=path)
    assert f'href="{href}"' in html


def test_first_per_section() -> None:
    text = (
        "treaty\n\n## a\n\ntreaty treaty\n\n### b\n\ntreaty\n\n## c\n\ntreaty[^1]\n\n[^1]: treaty"
    )
    assert len(linked(convert(text, first="section")[0])) == 4
    assert len(linked(convert(text)[0])) == 1


def test_an_explicit_link_counts_in_its_section_only() -> None:
    text = "treaty\n\n## a\n\ntreaty [x][term:treaty]\n\n## b\n\ntreaty"
    assert len(linked(convert(text, first="section")[0])) == 3


def test_quotations() -> None:
    assert linked(convert("> treaty")[0]) == []
    assert linked(convert("> treaty", quotations=True)[0]) == ["treaty"]


@pytest.mark.parametrize(
    ("language", "text", "label", "linked"),
    [
        ("ko", "국정원은 말했다.", "국정원", ["국정원"]),
        ("ko-KR", "국정원은 말했다.", "국정원", ["국정원"]),
        ("en", "국정원은 말했다.", "국정원", []),
        ("de", "Der Vertrags wegen.", "Vertrag", []),
        ("en", "Many contracts.", "contract", ["contracts"]),
    ],
)
def test_terms_are_in_the_sites_language(
    language: str, text: str, label: str, linked: list[str]
) -> None:
    html, _ = convert(text, [term("t", label)], language=language)
    assert re.findall(r'data-term="t"[^>]*>([^<]*)</a>', html) == linked


def test_front_matter() -> None:
    text = "A treaty, a pact."
    assert linked(convert(text, meta={"glossary": False})[0]) == []
    assert linked(convert(text, meta={"glossary": {"never": ["pact"]}})[0]) == ["treaty"]
    never = [term("treaty", link=Link.NEVER), term("pact")]
    assert linked(convert(text, never)[0]) == ["pact"]
    assert linked(convert(text, never, meta={"glossary": {"also": "treaty"}})[0]) == [
        "treaty",
        "pact",
    ]
    html, _ = convert("[x][term:pact]", meta={"glossary": False})
    assert linked(html) == ["pact"]


def test_prefer_settles_an_ambiguous_label() -> None:
    terms = [term("a", "pact"), term("b", "pact")]
    html, extension = convert("pact", terms, explains=True)
    assert linked(html) == []
    assert extension.near_misses["explainers/x.md"][0].reason is Reason.AMBIGUOUS
    assert linked(convert("pact", terms, meta={"glossary": {"prefer": ["b"]}})[0]) == ["b"]
    both = {"glossary": {"prefer": ["a", "b"]}}
    assert linked(convert("pact", terms, meta=both)[0]) == []


def test_unknown_ids_in_front_matter() -> None:
    _, extension = convert("x", meta={"glossary": {"never": ["treety"], "also": 5, "prefer": None}})
    (finding,) = extension.results["explainers/x.md"].findings
    assert finding.rule is Rule.UNKNOWN_TERM
    assert "treety" in finding.message
    assert "treaty" in finding.hint


def test_only_on() -> None:
    tagged = [term("treaty", only_on_tags=("law",)), term("peace-treaty", "peace treaty")]
    assert linked(convert("treaty", tagged)[0]) == []
    assert linked(convert("treaty", tagged, meta={"tags": ["law"]})[0]) == ["treaty"]
    paths = [term("peace-treaty", "peace treaty", only_on_paths=("y*",)), term("treaty")]
    assert linked(convert("peace treaty", paths)[0]) == ["treaty"]
    assert linked(convert("peace treaty", paths, path="y.md")[0]) == ["peace-treaty"]


def test_pages_that_do_not_take_part() -> None:
    text = "treaty [x][term:treaty]\n\n[GLOSSARY]\n"
    html, _ = convert(text, exclude=["explainers/*"])
    assert html == markdown.markdown(text, extensions=EXTENSIONS)
    assert linked(convert("treaty", include=["other/*"])[0]) == []


def test_unknown_term_stays_as_written() -> None:
    html, extension = convert("a [see *the* `x` y][term:treety] z")
    assert html == "<p>a [see <em>the</em> <code>x</code> y][term:treety] z</p>"
    result = extension.results["explainers/x.md"]
    (finding,) = result.findings
    assert finding.rule is Rule.UNKNOWN_TERM
    assert "treaty" in finding.hint
    (reference,) = result.references
    assert reference.use is Use.EXPLICIT
    assert reference.id == "treety"
    assert reference.raw.endswith("`x` y][term:treety]")


def test_a_former_id_leads_to_the_term_of_today() -> None:
    extension = GlossaryExtension()
    extension.provide(
        Knowledge(terms={"treaty": term("treaty")}, renamed={("term", "old"): "treaty"})
    )
    html = markdown.markdown("[x][term:old]", extensions=[extension])
    assert linked(html) == ["treaty"]


def test_near_misses_say_why() -> None:
    text = "# treaty\n\n`treaty` treaty treaty [pact](x) peace treaty *peace*\n\n> pact"
    _, extension = convert(text, explains=True)
    found = [(miss.term, miss.reason) for miss in extension.near_misses["explainers/x.md"]]
    assert ("treaty", Reason.HEADING) in found
    assert ("treaty", Reason.CODE) in found
    assert ("treaty", Reason.ALREADY) in found
    assert ("treaty", Reason.LONGER) in found
    assert ("pact", Reason.LINK) in found
    assert ("pact", Reason.QUOTATION) in found


# -- without a glossary page ---------------------------------------------------


def test_entries_are_appended_where_there_is_no_glossary_page() -> None:
    terms = [
        term("treaty", definition="An *agreement* [@x, p. 3]; see [pacts][term:pact] <b>."),
        term("pact", definition="A [treaty][term:treaty]."),
        term("other"),
    ]
    html, _ = convert("A treaty.", terms, pages=())
    assert 'href="#treaty"' in html
    assert '<dt id="treaty">treaty</dt>' in html
    assert '<dt id="pact">pact</dt>' in html
    assert "other" not in html
    assert "<em>agreement</em>;" in html
    assert "<b>" not in html
    assert html.count('id="term:') == 1


def test_appended_entries_keep_clear_of_headings() -> None:
    html, _ = convert("# Treaty\n\n[TOC]\n\nA treaty.", pages=())
    assert '<h1 id="treaty">' in html
    assert '<dt id="glossary:treaty">' in html
    assert 'href="#glossary:treaty"' in html


# -- the listing ---------------------------------------------------------------

ENTRIES = [
    term("treaty", "treaty", "pact", definition="See [sanctions][term:sanctions]; a treaty."),
    term(
        "sanctions",
        see_also=("treaty", "gone"),
        citations=(Citation(source="upi", locator="p. 1"),),
    ),
    term("aelita", "Älita"),
    term("1718", "1718 Committee"),
    term("jejae", "제재", language="ko"),
]


def test_listing() -> None:
    html, _ = convert("# Glossary\n\n[GLOSSARY]\n\nEnd.", ENTRIES, path="glossary.md")
    headings = re.findall(r'<h[23] id="([^"]*)"', html)
    assert headings == [
        *("az-0-9", "1718", "az-a", "aelita", "az-s", "sanctions", "az-t", "treaty"),
        *("az-ㅈ", "jejae"),
    ]
    assert re.findall(r'href="#(az-[^"]*)"', html) == ["az-0-9", "az-a", "az-s", "az-t", "az-ㅈ"]
    assert '<p class="pf-entry__aliases">Also called: pact</p>' in html
    assert 'See also: <a href="#treaty">treaty</a></p>' in html
    assert '<div class="pf-uses" data-uses="term:treaty"></div>' in html
    assert "upi" not in html
    assert linked(html) == ["sanctions"]
    assert html.index("End.") > html.index("pf-glossary")


def test_definitions_inject_nothing() -> None:
    evil = (
        "<script>alert(1)</script> <img src=x onerror=alert(1)> [a](javascript:alert(1))"
        ' *b*{: onclick="alert(1)" style="x" } \x02wzxhzdk:0\x03 &lt;i&gt;\n\n# h\n{: onload="x" }'
    )
    terms = [term("evil", '<b onclick="x">evil</b>', "<i>alias</i>", definition=evil)]
    for text, pages in (("[GLOSSARY]", ("glossary.md",)), ("[x][term:evil]", ())):
        html, _ = convert(text, terms, pages=pages)
        for tag in ("<script", "<img", "<b", "<i", "<h1", "<style"):
            assert tag not in html.replace("<body", ""), tag
        assert not re.search(r"<[^>]*\s(?:on\w+|style)=", html)
        assert 'href="javascript' not in html


def test_two_extensions_share_a_page() -> None:
    citations = pytest.importorskip("plainfact.extensions.citations")
    knowledge = Knowledge(terms={each.id: each for each in ENTRIES})
    first, second = citations.CitationsExtension(), GlossaryExtension()
    first.provide(knowledge)
    second.provide(knowledge)
    for order in ([first, second], [second, first]):
        html = markdown.markdown("[GLOSSARY]", extensions=order)
        assert "[@upi, p. 1]" in html  # an unknown source stays as written


def test_make_extension() -> None:
    assert isinstance(makeExtension(first="section"), GlossaryExtension)


def test_instances_are_reused_between_pages() -> None:
    extension = GlossaryExtension()
    extension.provide(Knowledge(terms={"treaty": term("treaty")}))
    md = markdown.Markdown(extensions=[extension])
    for _ in range(2):
        assert linked(md.reset().convert("treaty [x][term:gone]")) == ["treaty"]
        assert len(extension.results[""].findings) == 1


def test_brackets_do_not_keep_us_busy() -> None:
    # More of these and Python-Markdown alone would be busy: its own patterns are quadratic.
    text = "][term:a]" * 5000 + "[a][term:b] " * 2000 + "[" * 400 + "[a [b" * 200
    html, _ = convert(text)
    assert html.count("term:a]") == 5000


# -- properties ----------------------------------------------------------------

PIECES = [
    *("treaty", "treaties", "the pact", "peace treaty", "peace *treaty*", "*peace* treaty"),
    *("**the peace** treaty", "sanctions", "`treaty`", "[a treaty](x)", "<b>treaty</b>", "x"),
    *("peace\ntreaty", "peace  \ntreaty", "\n\n", "\n\n# treaty\n\n", "\n\n## The pact\n\n"),
    *("\n\n- treaty\n- ", "\n\n> ", "\n\n    pact\n\n", "[^1]", "\n\n[^1]: a treaty\n\n", "&amp;"),
    *("\\*", "*", "**", "_", "`", "[", "]", "<kbd>", "</kbd>", "<span class='no-glossary'>"),
    *("</span>", "&nbsp;", "&shy;", "—", "’s", ".", ", ", "\n", " ", "\n\n| a | b |\n|--|--|\n| "),
    *(
        " | treaty |\n",
        "{: .no-glossary }",
        "\n\n!!! note\n    treaty\n\n",
        "<!-- ",
        " -->",
        "e\u0301",
    ),
]
PAGES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
_LINK = re.compile(r'<a class="glossary-term"[^>]*>((?:(?!</a>).)*)</a>', re.DOTALL)


def bare(text: str) -> str:
    return markdown.markdown(text, extensions=EXTENSIONS)


@given(PAGES)
@settings(deadline=None, max_examples=400)
def test_without_its_links_a_page_is_what_it_was(text: str) -> None:
    html, extension = convert(text)
    assert _LINK.sub(r"\1", html) == bare(text)
    found = linked(html)
    assert len(found) == len(set(found))
    assert [ref.id for ref in extension.result("explainers/x.md").references] == found
    assert re.findall(r"<h\d.*", html) == re.findall(r"<h\d.*", bare(text))


@given(PAGES, st.sampled_from(["page", "section"]), st.booleans())
@settings(deadline=None, max_examples=400)
def test_reading_only_some_blocks_closely_changes_nothing(
    text: str, first: str, quotations: bool
) -> None:
    # Who wants an account has the whole page read closely.
    terms = [*TERMS, term("all", "a", link=Link.ALL), term("never", "x", link=Link.NEVER)]
    html, extension = convert(text, terms, first=first, quotations=quotations)
    whole, other = convert(text, terms, first=first, quotations=quotations, explains=True)
    assert html == whole
    assert extension.results == other.results


@pytest.mark.parametrize("first", ["page", "section"])
def test_parts_of_a_page_that_cannot_be_told_apart(first: str) -> None:
    pages = [
        "> ## Inner\n\npact\n\n- a pact\n\n    ## Deeper\n\n    pact\n\npact",
        "- pact[^1]\n\n    ///Footnotes Go Here///\n\npact\n\n[^1]: pact treaty\n\ntreaty",
        "a \x00 pact\n\nA treaty\n\npact and peace treaty",
        "<div markdown='span'>the pact <b>treaty</b></div>\n\npact\n\ntreaty",
        "- treaty\n{: data-entry=treaty }\n\ntreaty\n{: data-entry=treaty }\n\ntreaty",
    ]
    for text in pages:
        html, extension = convert(text, first=first)
        whole, other = convert(text, first=first, explains=True)
        assert html == whole
        assert extension.results == other.results
        assert linked(html)


@given(PAGES, st.permutations(TERMS))
@settings(deadline=None, max_examples=60)
def test_order_of_terms_is_irrelevant(text: str, terms: list[Term]) -> None:
    assert convert(text, terms)[0] == convert(text)[0]


@given(PAGES)
@settings(deadline=None, max_examples=100)
def test_a_page_without_a_term_is_left_alone(text: str) -> None:
    assert convert(text, [term("zebra")])[0] == bare(text)
    assert convert(text, [])[0] == bare(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[x](b.md){: data-pf-term=7 data-term=zz } and [y][term:treaty].", ["treaty"]),
        ("[y][term:treaty]{: data-pf-term=7 data-term=zz }", []),
        ("[y][term:treaty] and [x](b.md){: data-pf-term=0 data-term=zz }", ["treaty"]),
        ("[y][term:none-such] and *x*{: data-pf-unknown=9 }", []),
        ("[x](b.md){: data-pf-term=abc }\n\n[GLOSSARY]", []),
        ("[y][term:treaty] and [x](b.md){: data-pf-term=² data-term=treaty }", ["treaty"]),
        ('<p data-pf-term="9" data-pf-unknown="x" markdown>The pact</p>', ["pact"]),
    ],
)
def test_forged_attributes_are_no_links_of_ours(text: str, expected: list[str]) -> None:
    """Attribute lists may write any name, also those by which we know our own elements."""
    html, _ = convert(text)
    assert re.findall(r'id="term:([^"]*)"', html) == expected
    assert "data-pf-" not in html


def test_a_forged_mark_is_no_note() -> None:
    text = 'In [@a]{: data-index=99 } <pf-mark data-index="99" markdown>x</pf-mark>\n'
    html = markdown.markdown(text, extensions=[*EXTENSIONS, "plainfact.citations"])
    assert html.startswith("<p>In")
