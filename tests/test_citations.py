"""Citations: Markdown in, the article's HTML and the findings out.

In the expected HTML `{1}` stands for a whole mark that leads to note 1, and every mark is
held against its note and back link besides.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from markdown import Markdown

from plainfact.extensions.citations import CitationsExtension
from plainfact.findings import Location, Rule
from plainfact.model import (
    Citation,
    Fact,
    Kind,
    Knowledge,
    PartialDate,
    Source,
    Status,
)

HERE = Location("content/x.yml", 1, 1)
SITE = ["tables", "admonition", "def_list", "attr_list", "footnotes", "pymdownx.tabbed", "toc"]
MARK = re.compile(
    r'<sup id="fnref\d*:[^"]+"><a aria-label="Note \d+" class="footnote-ref" href="#fn:[^"]+" '
    r'role="doc-noteref">(\d+)</a></sup>'
)
COMMA = '<sup aria-hidden="true" class="pf-comma">,</sup>'


def source(key: str) -> Source:
    return Source(
        id=key,
        location=HERE,
        type="webpage",
        title=f"Title of {key}",
        url=f"https://example.org/{key}",
    )


def fact(key: str, **fields: object) -> Fact:
    given: dict[str, object] = {
        "claim": "Seoul said 1,500 soldiers had gone.",
        "as_of": PartialDate(2024, 10, 18),
        "status": Status.REPORTED,
        "citations": (Citation(source="a"),),
        "kind": Kind.FIGURE,
        "value": Decimal(1500),
        "unit": "soldiers",
        "approximate": True,
        "attributed_to": "Seoul",
    }
    return Fact(id=key, location=HERE, **{**given, **fields})  # type: ignore[arg-type]


def knowledge() -> Knowledge:
    keys = ["a", "b", "c", "upi-2024-10-17-msmt", "Doe:2020", "x.y", "Foo_bar", "odd(key)", "2020"]
    facts = [
        fact("f"),
        fact("g", value=None),
        fact("old", measure="m"),
        fact("new", measure="m", as_of=PartialDate(2024, 12), value=Decimal(3000)),
        fact("con", status=Status.DISPUTED),
    ]
    return Knowledge(
        sources={key: source(key) for key in keys}, facts={each.id: each for each in facts}
    )


def convert(text: str, **options: object) -> tuple[str, CitationsExtension]:
    extension = CitationsExtension(**options)
    extension.provide(knowledge())
    return Markdown(extensions=[*SITE, extension]).convert(text), extension


def shown(html: str) -> str:
    """The article without its notes, marks as `{n}`."""
    body = re.split(r'<div [^>]*class="footnote"', html, maxsplit=1)[0].strip()
    return MARK.sub(lambda match: f"{{{match[1]}}}", body).replace(COMMA, ",")


CASES = [
    # one key
    ("Text [@a].", "<p>Text.{1}</p>"),
    ("Text[@a].", "<p>Text.{1}</p>"),
    ("[@a]", "<p>{1}</p>"),
    ("[@a] begins.", "<p>{1} begins.</p>"),
    ("Text [@a] goes on.", "<p>Text{1} goes on.</p>"),
    ("Key [@upi-2024-10-17-msmt].", "<p>Key.{1}</p>"),
    ("Key [@Doe:2020].", "<p>Key.{1}</p>"),
    ("Key [@x.y].", "<p>Key.{1}</p>"),
    ("Key [@Foo_bar].", "<p>Key.{1}</p>"),
    ("Key [@2020].", "<p>Key.{1}</p>"),
    ("Key [@{odd(key)}].", "<p>Key.{1}</p>"),
    ("Key [@{a}].", "<p>Key.{1}</p>"),
    ("Without author [-@a].", "<p>Without author.{1}</p>"),
    # beside an author's own note: both of one run
    ("Text [@a][^1].\n\n[^1]: Mine.", "<p>Text.{1},{2}</p>"),
    ("Text[^1][@a].\n\n[^1]: Mine.", "<p>Text.{1},{2}</p>"),
    ("Text.[^1] [@a]\n\n[^1]: Mine.", "<p>Text.{1},{2}</p>"),
    ("Text [@a; @b][^1][@a] on.\n\n[^1]: Mine.", "<p>Text{1},{2},{3},{1} on.</p>"),
    ("Text[^1] and [@a].\n\n[^1]: Mine.", "<p>Text{1} and.{2}</p>"),
    # locators, prefixes, suffixes
    ("Text [@a, p. 3].", "<p>Text.{1}</p>"),
    ("Text [@a p. 3].", "<p>Text.{1}</p>"),
    ("Text [see @a, pp. 3-4].", "<p>Text.{1}</p>"),
    ("Text [see @a, p. 3 and elsewhere].", "<p>Text.{1}</p>"),
    ("Text [@a, [p. 3]].", "<p>Text.{1}</p>"),
    ("Text [@a; and more].", "<p>Text.{1}</p>"),
    # groups
    ("Text [@a; @b].", "<p>Text.{1},{2}</p>"),
    ("Text [@b;@a].", "<p>Text.{1},{2}</p>"),
    ("Text [see @a, p. 3; also @b, ch. 2].", "<p>Text.{1},{2}</p>"),
    # 1 and 2 side by side would read as 12
    ("Text [@a][@b].", "<p>Text.{1},{2}</p>"),
    ("Text [@a] [@b].", "<p>Text.{1},{2}</p>"),
    ("Text [@a; @fact:f].", "<p>Text.{1},{2}</p>"),
    # used again
    ("One [@a]. Two [@b]. Three [@a].", "<p>One.{1} Two.{2} Three.{1}</p>"),
    ("One [@b].\n\nTwo [@a].", "<p>One.{1}</p>\n<p>Two.{2}</p>"),
    # punctuation
    ("One [@a], two.", "<p>One,{1} two.</p>"),
    ("One [@a]; two.", "<p>One;{1} two.</p>"),
    ("One [@a]: two.", "<p>One:{1} two.</p>"),
    ("He said “yes [@a]”.", "<p>He said “yes”.{1}</p>"),
    ('He said "yes" [@a].', '<p>He said "yes".{1}</p>'),
    ("One [@a]?", "<p>One{1}?</p>"),
    ("One [@a]!", "<p>One{1}!</p>"),
    ("(One [@a])", "<p>(One{1})</p>"),
    ("One [@a] – two", "<p>One{1} – two</p>"),
    ("One [@a]...", "<p>One...{1}</p>"),
    ("One\n[@a]\ntwo", "<p>One{1}\ntwo</p>"),
    ("Across [see\n@a, p.\n3] lines.", "<p>Across{1} lines.</p>"),
    # where marks stand
    ("*Emphasis [@a].*", "<p><em>Emphasis.{1}</em></p>"),
    ("**Strong** [@a].", "<p><strong>Strong</strong>.{1}</p>"),
    ("# Heading [@a]", '<h1 id="heading">Heading{1}</h1>'),
    ("- one [@a]\n- two [@b]", "<ul>\n<li>one{1}</li>\n<li>two{2}</li>\n</ul>"),
    ("> quoted [@a]", "<blockquote>\n<p>quoted{1}</p>\n</blockquote>"),
    ("[text [@a]](https://example.org)", '<p><a href="https://example.org">text</a>{1}</p>'),
    ("[text [@a]](https://example.org).", '<p><a href="https://example.org">text</a>.{1}</p>'),
    # left alone
    ("`[@a]`", "<p><code>[@a]</code></p>"),
    ("    [@a]", "<pre><code>[@a]\n</code></pre>"),
    ("<!-- [@a] -->", "<!-- [@a] -->"),
    ('x <span title="[@a]">y</span>', '<p>x <span title="[@a]">y</span></p>'),
    ("<div>[@a]</div>", "<div>[@a]</div>"),
    ("me@example.org", "<p>me@example.org</p>"),
    ("[me@example.org]", "<p>[me@example.org]</p>"),
    ("@handle says", "<p>@handle says</p>"),
    ("@a says", "<p>@a says</p>"),
    ("[@a](https://example.org)", '<p><a href="https://example.org">@a</a></p>'),
    (
        "[@a][ref]\n\n[ref]: https://example.org",
        '<p><a href="https://example.org">@a</a></p>',
    ),
    (r"\[@a]", "<p>[@a]</p>"),
    (r"[\@a]", r"<p>[\@a]</p>"),
    ("[a@b.c]", "<p>[a@b.c]</p>"),
    ("[@]", "<p>[@]</p>"),
    ("[]", "<p>[]</p>"),
    ("[ @ ]", "<p>[ @ ]</p>"),
    ("[@a", "<p>[@a</p>"),
    ("[words]", "<p>[words]</p>"),
    # no definitions
    ("[@a, V.9]: text", "<p>{1}: text</p>"),
    ("[@a]: https://example.org", "<p>{1}: https://example.org</p>"),
    ("[fact:f]: https://example.org", "<p>[fact:f]: https://example.org</p>"),
    # facts
    ("Sent [@fact:f].", "<p>Sent.{1}</p>"),
    (
        "Sent [about 1,500 soldiers][fact:f].",
        '<p>Sent <data class="fact" data-fact="f" data-status="reported" value="1500">'
        "about 1,500 soldiers</data>.{1}</p>",
    ),
    (
        "Sent [about *1,500* soldiers][fact:f].",
        '<p>Sent <data class="fact" data-fact="f" data-status="reported" value="1500">'
        "about <em>1,500</em> soldiers</data>.{1}</p>",
    ),
    (
        "Sent [][fact:f].",
        '<p>Sent <data class="fact" data-fact="f" data-status="reported" value="1500">'
        "about 1,500 soldiers</data>.{1}</p>",
    ),
    (
        "It was [said][fact:g].",
        '<p>It was <data class="fact" data-fact="g" data-status="reported" value="2024-10-18">'
        "said</data>.{1}</p>",
    ),
    (
        "Sent [1,500][fact:old].",
        '<p>Sent <data class="fact" data-fact="old" data-status="reported" value="1500">'
        '1,500</data><span class="pf-said"> (Oct 2024; since revised)</span>.{1}</p>',
    ),
    (
        "In October 2024, [1,500][fact:old].",
        '<p>In October 2024, <data class="fact" data-fact="old" '
        'data-status="reported" value="1500">1,500</data>.{1}</p>',
    ),
    (
        "Sent [1,500][fact:con].",
        '<p>Sent <data class="fact" data-fact="con" data-status="disputed" value="1500">'
        '1,500</data><span class="pf-said"> (disputed)</span>.{1}</p>',
    ),
    (
        "[x][fact:f](y)",
        '<p><data class="fact" data-fact="f" data-status="reported" value="1500">x</data>'
        "{1}(y)</p>",
    ),
    ("`[x][fact:f]`", "<p><code>[x][fact:f]</code></p>"),
    (r"\[x][fact:f]", "<p>[x][fact:f]</p>"),
    # tables, admonitions, definition lists, tabs
    (
        "|a|b|\n|-|-|\n|x [@a]|y [@b]|",
        "<table>\n<thead>\n<tr>\n<th>a</th>\n<th>b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n"
        "<td>x{1}</td>\n<td>y{2}</td>\n</tr>\n</tbody>\n</table>",
    ),
    (
        "!!! note\n    Text [@a].",
        '<div class="admonition note">\n<p class="admonition-title">Note</p>\n'
        "<p>Text.{1}</p>\n</div>",
    ),
    ("Term\n:   Text [@a].", "<dl>\n<dt>Term</dt>\n<dd>Text.{1}</dd>\n</dl>"),
    (
        '=== "Tab"\n    Text [@a].',
        '<div class="tabbed-set" data-tabs="1:1"><input checked="checked" id="__tabbed_1_1" '
        'name="__tabbed_1" type="radio" /><label for="__tabbed_1_1">Tab</label>'
        '<div class="tabbed-content">\n<p>Text.{1}</p>\n</div>\n</div>',
    ),
    ("* a [@a]\n\n    b [@b]\n", "<ul>\n<li>\n<p>a{1}</p>\n<p>b{2}</p>\n</li>\n</ul>"),
    # beside other syntax
    ("A note.[^1]\n\n[^1]: See [@a] and [@b].", "<p>A note.{1}</p>"),
    ("Line  \n[@a]", "<p>Line<br />\n{1}</p>"),
    ("&copy; [@a].", "<p>&copy;.{1}</p>"),
    ("**[@a]**.", "<p><strong>{1}</strong>.</p>"),
    ("One [@a]. [@b]", "<p>One.{1},{2}</p>"),
    ("[@a](\n", "<p>[@a](</p>"),
    (
        "<https://example.org/[@a]>",
        '<p><a href="https://example.org/[@a]">https://example.org/[@a]</a></p>',
    ),
    ("[@fact:f; @fact:old]", "<p>{1},{2}</p>"),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[case[0][:40] for case in CASES])
def test_what_a_page_shows(text: str, expected: str) -> None:
    html, extension = convert(text)
    assert shown(html) == expected
    assert extension.results[""].findings == []
    marks_and_notes_agree(html)


def marks_and_notes_agree(html: str) -> None:
    """Every mark leads to a note, every note back to each of its marks, in order of numbers."""
    page = BeautifulSoup(html, "html5lib")
    marks = page.select("a.footnote-ref")
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    for mark in marks:
        note = page.find(id=str(mark["href"])[1:])
        assert note is not None
        items = page.select("div.footnote > ol > li")
        assert items.index(note) + 1 == int(mark.text)
        backs = [link["href"] for link in note.select("a.footnote-backref")]
        assert f"#{mark.parent['id']}" in backs
    for back in page.select("a.footnote-backref"):
        assert page.find(id=str(back["href"])[1:]) is not None
        assert back["aria-label"]
    numbers = list(dict.fromkeys(int(mark.text) for mark in marks))
    assert numbers == sorted(numbers)


UNKNOWN = [
    ("Text [@nope].", "<p>Text [@nope].</p>", Rule.UNKNOWN_SOURCE),
    ("Text [see @nope, p. 2].", "<p>Text [see @nope, p. 2].</p>", Rule.UNKNOWN_SOURCE),
    ("Text [@a; @nope].", "<p>Text{1} [@nope].</p>", Rule.UNKNOWN_SOURCE),
    ("Text [@fact:nope].", "<p>Text [@fact:nope].</p>", Rule.UNKNOWN_FACT),
    ("The [words][fact:nope].", "<p>The [words][fact:nope].</p>", Rule.UNKNOWN_FACT),
    (
        "The [*words* here][fact:nope].",
        "<p>The [<em>words</em> here][fact:nope].</p>",
        Rule.UNKNOWN_FACT,
    ),
    ("The [][fact:nope].", "<p>The [][fact:nope].</p>", Rule.UNKNOWN_FACT),
    ("The [][fact:g].", "<p>The [][fact:g].</p>", Rule.INVALID_FIELD),
    (
        "![see [@a]](x.png)",
        '<p><img alt="see [@a]" src="x.png" /></p>',
        Rule.INVALID_FIELD,
    ),
    ("[MEASURE nope]", "<p>[MEASURE nope]</p>", Rule.UNKNOWN_MEASURE),
]


@pytest.mark.parametrize(("text", "expected", "rule"), UNKNOWN, ids=[case[0] for case in UNKNOWN])
def test_what_is_unknown_stays_as_written(text: str, expected: str, rule: Rule) -> None:
    html, extension = convert(text)
    assert shown(html) == expected
    assert {finding.rule for finding in extension.results[""].findings} == {rule}


def test_an_unknown_id_gets_a_suggestion() -> None:
    _, extension = convert("[@upi-2024-10-17]")
    (finding,) = extension.results[""].findings
    assert finding.message == "unknown source 'upi-2024-10-17'"
    assert "upi-2024-10-17-msmt" in finding.hint


def test_authors_notes_and_ours_share_one_list_in_reading_order() -> None:
    text = "One [@a]. Two.[^n] Three [@b]. Four.[^n]\n\n[^n]: Mine, after [@c].\n"
    html, _ = convert(text)
    assert shown(html).startswith("<p>One.{1} Two.")
    page = BeautifulSoup(html, "html5lib")
    items = [item["id"] for item in page.select("div.footnote > ol > li")]
    assert items == ["fn:source:a", "fn:n", "fn:source:b", "fn:source:c"]
    marks_and_notes_agree(html)
    assert len(page.select("#fn\\:n a.footnote-backref")) == 2
    assert all(link["role"] == "doc-noteref" for link in page.select("a.footnote-ref"))


@pytest.mark.parametrize("definition_order", [True, False])
def test_numbers_follow_the_text_whatever_the_sites_order(definition_order: bool) -> None:
    extension = CitationsExtension()
    extension.provide(knowledge())
    md = Markdown(
        extensions=[extension, "footnotes"],
        extension_configs={"footnotes": {"USE_DEFINITION_ORDER": definition_order}},
    )
    html = md.convert("One.[^z] Two [@a]. Three.[^y]\n\n[^y]: Y.\n[^z]: Z.\n[^u]: Unused.\n")
    items = BeautifulSoup(html, "html5lib").select("div.footnote > ol > li")
    assert [item["id"] for item in items] == ["fn:z", "fn:source:a", "fn:y", "fn:u"]
    marks_and_notes_agree(html)


def test_a_page_without_our_marks_is_as_it_was() -> None:
    text = "# T\n\nText.[^1] And [^2].\n\n[^2]: Two.\n[^1]: One, *again*.[^2]\n"
    html, _ = convert(text)
    assert html == Markdown(extensions=SITE).convert(text)


def test_footnotes_come_along_where_the_site_has_none() -> None:
    extension = CitationsExtension()
    extension.provide(knowledge())
    html = Markdown(extensions=[extension]).convert("Text [@a].[^1]\n\n[^1]: Note.\n")
    marks_and_notes_agree(html)


def test_places_in_one_source_are_listed_under_its_note() -> None:
    html, _ = convert("One [@a, p. 3]. Two [see @a, p. 9]. Again [@a, p. 3]. All [@a].")
    note = BeautifulSoup(html, "html5lib").find(id="fn:source:a")
    assert note is not None
    rows = note.select(".pf-places li")
    assert [row.text for row in rows] == ["p. 3 ↩1 ↩3", "see p. 9 ↩2"]
    back = [[link["href"] for link in row.select("a.footnote-backref")] for row in rows]
    assert back == [["#fnref:source:a", "#fnref:source:a:3"], ["#fnref:source:a:2"]]
    labels = [str(link["aria-label"]) for link in note.select("a.footnote-backref")]
    assert sorted(labels) == [f"Back to place {n} in the text, note 1" for n in (1, 2, 3, 4)]
    assert [link["href"] for link in note.select(":scope > p > a.footnote-backref")] == [
        "#fnref:source:a:4"
    ]


def test_a_quotation_in_a_sentence_with_one_source_is_that_citations_quote() -> None:
    html, _ = convert("He called it “another bit of fake news” [@a]. Then [@b].")
    page = BeautifulSoup(html, "html5lib")
    link = page.select_one("#fn\\:source\\:a cite a")
    assert link is not None
    assert link["href"] == "https://example.org/a#:~:text=another%20bit%20of%20fake%20news"
    assert page.select_one("#fn\\:source\\:b .pf-quote") is None


def test_an_address_alone_is_a_link_note_and_a_finding() -> None:
    html, extension = convert("Text [@{https://example.org/x?a=1&b=2}].")
    assert shown(html) == "<p>Text.{1}</p>"
    assert [finding.rule for finding in extension.results[""].findings] == [Rule.BARE_SOURCE]
    link = BeautifulSoup(html, "html5lib").select_one("div.footnote li p a")
    assert link is not None
    assert link["href"] == "https://example.org/x?a=1&b=2"


def test_no_value_from_a_record_becomes_markup() -> None:
    hostile = "<script>alert(1)</script> &lt;b&gt; \"quoted\" & 'more'"
    extension = CitationsExtension()
    evil = Source(
        id="a", location=HERE, type="webpage", title=hostile, url="https://example.org/?a&lt;b"
    )
    claim = fact("f", claim=hostile, unit=hostile, attributed_to=hostile, value="x " + hostile)
    extension.provide(Knowledge(sources={"a": evil}, facts={"f": claim}))
    html = Markdown(extensions=[extension]).convert(
        "[@a] [x][fact:f] [][fact:f]\n\n[FACTS]\n\n[SOURCES]"
    )
    page = BeautifulSoup(html, "html5lib")
    assert page.find("script") is None
    assert page.find("b", string="") is None
    title = page.select_one("#fn\\:source\\:a cite")
    assert title is not None
    assert title.text == hostile


def test_many_open_brackets_stay_as_they_are() -> None:
    """Python-Markdown itself needs 12 s for 10,000; what is ours is bounded by depth."""
    html, _ = convert("[" * 500 + "@a")
    assert html.count("[") == 500


@pytest.mark.parametrize(
    ("marker", "selector", "expected"),
    [
        ("[FACTS]", ".pf-row", {"f", "g", "old", "new", "con"}),
        ("[FACTS status=disputed]", ".pf-row", {"con"}),
        ("[FACTS page=this]", ".pf-row", {"f", "con"}),
        ("[FACTS page=this status=reported]", ".pf-row", {"f"}),
        ("[TIMELINE page=this]", ".pf-timeline li", {"f", "con"}),
        ("[TIMELINE tag=none-such]", ".pf-timeline li", set()),
    ],
)
def test_listings_are_narrowed(marker: str, selector: str, expected: set[str]) -> None:
    html, _ = convert(f"Sent [@fact:f], [x][fact:con].\n\n{marker}\n")
    rows = BeautifulSoup(html, "html5lib").select(selector)
    assert {row["data-fact"] for row in rows} == expected


def test_a_page_without_facts_lists_none_of_its_own() -> None:
    html, _ = convert("Text.\n\n[FACTS page=this]\n")
    assert BeautifulSoup(html, "html5lib").select(".pf-row, .pf-facts h2") == []


def test_folded_notes_keep_their_ids_and_all_their_words() -> None:
    text = "One [@fact:f]. Two [@a]. Mine[^1].\n\n[^1]: Own words.\n"
    plain, _ = convert(text)
    folded, _ = convert(text, folded=True)
    unfolded = BeautifulSoup(folded, "html5lib")
    lines = [line.extract().get_text(" ", strip=True) for line in unfolded.select("summary")]
    assert len(lines) == 2, "an author's own note is not folded"
    for details in unfolded.select("details"):
        details.unwrap()
    words = BeautifulSoup(plain, "html5lib").get_text().split()
    assert unfolded.get_text().split() == words
    marks_and_notes_agree(folded)
