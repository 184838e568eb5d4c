"""Labels, forms, folding and the automaton, without any page."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plainfact.findings import NOWHERE, Location, Rule
from plainfact.model import Match, Page, Term
from plainfact.terms import Matcher, ambiguous, fold, folding, forms, leftmost_longest, plain


def term(key: str, *labels: str, **fields: object) -> Term:
    location = fields.pop("location", NOWHERE)
    return Term(
        id=key,
        term=labels[0] if labels else key,
        aliases=labels[1:],
        definition="What it means.",
        location=location,  # type: ignore[arg-type]
        **fields,  # type: ignore[arg-type]
    )


def test_simple_characters_fold_to_one_character_each() -> None:
    simple = folding.re.compile(f"[{folding._SIMPLE}]")
    for code in range(0x110000):
        char = chr(code)
        if 0xD800 <= code < 0xE000 or not simple.match(char):
            continue
        assert len(folding._regular(char)) == 1, hex(code)
        assert unicodedata.category(char)[0] != "M", hex(code)
        assert folding._regular(char) == folding._cluster(char), hex(code)


@given(st.text(max_size=40))
def test_folding_is_blind_to_normal_form(text: str) -> None:
    folded = fold(text).text
    assert fold(unicodedata.normalize("NFD", text)).text == folded
    assert fold(unicodedata.normalize("NFC", text)).text == folded


@given(st.text(alphabet="aßİÅe\u0301\u00ad \n\u1112\u1161\u11ab한—’x", max_size=30))
def test_folded_places_lead_back(text: str) -> None:
    folded = fold(text)
    last = 0
    for place in range(len(folded.text)):
        start, end = folded.start(place), folded.end(place + 1)
        if start is None or end is None:
            continue
        assert last <= start <= end <= len(text)
        assert fold(text[start:end]).text == folded.text[place : place + 1]
        last = start


def test_folding_is_stable() -> None:
    for code in (*range(0x3100), *range(0xA640, 0xABC0), *range(0xF900, 0x10600)):
        if chr(code) != "\u00ad":
            once = fold(chr(code)).text
            assert fold(once).text == once, hex(code)


def test_plain_keeps_case() -> None:
    assert plain("  The\u00a0WHO’s  e\u0301tat\u00ad ") == "The WHO's état"


@pytest.mark.parametrize(
    ("label", "there", "absent"),
    [
        ("treaty", {"treaties", "treaty's"}, {"treats", "treatys"}),
        ("Kennedy", {"Kennedys", "Kennedies"}, set()),
        ("sanctions", {"sanction", "sanction's"}, {"sanctionses"}),
        ("arms", set(), {"arm"}),
        ("US", {"USs"}, {"U"}),
        ("add-on", {"add-ons"}, set()),
        ("KN-23", {"KN-23s"}, set()),
        ("1990", set(), {"1990s"}),
        ("aircraft", {"aircraft's"}, {"aircrafts"}),
        ("woman", {"women", "women's"}, {"womans"}),
        ("!", set(), {"!s", "!'s"}),
    ],
)
def test_forms(label: str, there: set[str], absent: set[str]) -> None:
    found = {form.text for form in forms(label)}
    assert there <= found
    assert not absent & found
    assert label not in found


@given(st.text(min_size=1, max_size=12))
def test_forms_of_anything(label: str) -> None:
    assert forms(label) == forms(label)


def test_spans_are_leftmost_then_longest() -> None:
    matcher = Matcher([term("a", "peace treaty"), term("b", "treaty"), term("c", "treaty talks")])
    text = "peace treaty talks, treaty talks, treaty"
    assert [(text[s.start : s.end], s.term_ids) for s in matcher.find(text)] == [
        ("peace treaty", ("a",)),
        ("treaty talks", ("c",)),
        ("treaty", ("b",)),
    ]


def test_inactive_terms_hide_nothing() -> None:
    matcher = Matcher([term("a", "peace treaty"), term("b", "treaty")])
    found = matcher.find("peace treaty", lambda key: key != "a")
    assert [(span.start, span.term_ids) for span in found] == [(6, ("b",))]


def test_shared_labels_are_reported_with_every_term() -> None:
    matcher = Matcher([term("b", "pact"), term("a", "pact")])
    assert [span.term_ids for span in matcher.find("pact")] == [("a", "b")]


def test_no_terms_and_no_usable_label() -> None:
    assert Matcher([]).find("treaty") == ()
    assert Matcher([term("a", "…")]).find("… treaty") == ()


@given(st.permutations(["treaty", "peace treaty", "Pact", "sanctions", "제재", "x"]))
def test_order_of_terms_is_irrelevant(labels: list[str]) -> None:
    text = "A peace treaty, treaties; PACT sanction 제재 x"
    wanted = Matcher([term(label.replace(" ", "-"), label) for label in sorted(labels)])
    found = Matcher([term(label.replace(" ", "-"), label) for label in labels])
    assert found.spans(text) == wanted.spans(text)


WORDS = ["peace", "treaty", "treaties", "talks", " ", "  ", "\u00ad", "'s", "Pact", "ß", "ss", "İ"]


@given(st.lists(st.sampled_from(WORDS), max_size=14))
@settings(deadline=None)
def test_finding_is_choosing_from_all_spans(words: list[str]) -> None:
    labels = ["peace treaty", "treaty", "treaty talks", "talks", "pact", "ss", "peace treaty talks"]
    matcher = Matcher([term(str(number), label) for number, label in enumerate(labels)])
    text = "".join(words)
    for active in (lambda _key: True, lambda key: key not in ("0", "3")):
        assert matcher.find(text, active) == leftmost_longest(matcher.spans(text, active))[0]


@given(st.lists(st.sampled_from(WORDS), max_size=14), st.sets(st.sampled_from("012345")))
@settings(deadline=None)
def test_what_is_wanted_is_found_as_among_all(words: list[str], wanted: set[str]) -> None:
    labels = ["peace treaty", "treaty", "treaty talks", "talks", "pact", "ss"]
    matcher = Matcher([term(str(number), label) for number, label in enumerate(labels)])
    text = "".join(words)

    def is_wanted(form: int, place: int) -> bool:
        assert 0 <= place < len(text)
        return not wanted.isdisjoint(matcher.terms_of(form))

    def is_active(_key: str) -> bool:
        return True

    found = [*matcher.look(text, is_active, is_wanted)]
    everything = matcher.find(text)
    assert {*found} <= {*everything}
    assert [each for each in found if each.term_ids[0] in wanted] == [
        each for each in everything if each.term_ids[0] in wanted
    ]


# -- one label, two terms ------------------------------------------------------


def places(path: str, line: int) -> Location:
    return Location(path, line, 3)


def test_ambiguous_label_names_both_places() -> None:
    first = term("a", "Pact", location=places("glossary/a.yml", 1))
    second = term(
        "b",
        "treaty",
        "the alias",
        "PACT",
        location=places("glossary/b.yml", 5),
        places={"aliases/1": Location("glossary/b.yml", 7, 20)},
    )
    for order in ([first, second], [second, first]):
        (finding,) = ambiguous(order)
        assert finding.rule is Rule.AMBIGUOUS_LABEL
        assert finding.location == Location("glossary/b.yml", 7, 20)
        assert "glossary/a.yml:1:3" in finding.message
        assert "prefer: [b]" in finding.hint


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ({}, {}, 1),
        ({"only_on_tags": ("x",)}, {}, 1),
        ({"only_on_tags": ("x",)}, {"only_on_tags": ("y",)}, 0),
        ({"only_on_tags": ("x",)}, {"only_on_tags": ("y", "x")}, 1),
        ({"only_on_paths": ("a/*",)}, {"only_on_paths": ("b/*",)}, 0),
        ({"only_on_paths": ("a/*",)}, {"only_on_paths": ("a/x.md",)}, 1),
        ({"match": Match.EXACT}, {"match": Match.EXACT}, 1),
    ],
)
def test_terms_that_can_meet(first: dict, second: dict, count: int) -> None:  # type: ignore[type-arg]
    assert len(ambiguous([term("a", "pact", **first), term("b", "pact", **second)])) == count


def test_letter_case_tells_an_acronym_from_a_word() -> None:
    exact = term("a", "WHO", match=Match.EXACT)
    assert ambiguous([exact, term("b", "who")]) == ()
    assert len(ambiguous([exact, term("b", "WHO")])) == 1
    matcher = Matcher([exact, term("b", "who")])
    assert [span.term_ids for span in matcher.find("WHO who")] == [("a",), ("b",)]


def test_pages_settle_by_preference() -> None:
    terms = [term("a", "pact", only_on_tags=("x",)), term("b", "pact")]
    here, there = Page(path="here.md", tags=("x",)), Page(path="there.md")
    assert ambiguous(terms, [(there, ())]) == ()
    (finding,) = ambiguous(terms, [(here, ()), (there, ())])
    assert "here.md" in finding.message
    assert ambiguous(terms, [(here, ("a",)), (there, ())]) == ()
    assert len(ambiguous(terms, [(here, ("a", "b"))])) == 1


def test_one_term_may_repeat_its_label() -> None:
    assert ambiguous([term("a", "pact", "Pact")]) == ()
