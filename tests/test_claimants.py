"""Which figure takes another's place, and who disagrees: odd dates, ranges and claimants."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from plainfact.loader import load
from plainfact.model import Knowledge
from plainfact.values import disagreements, rivals

TERMS = {"nis": {"term": "National Intelligence Service", "definition": "An agency.",
                 "formerly": ["agency"]}}  # fmt: skip
RETRACTED = {"status": "retracted", "retraction": {"by": "Another paper"}}


def fact(who: str, as_of: str, value: object, **fields: object) -> dict[str, object]:
    return {
        "claim": "A count.",
        "kind": "figure",
        "measure": "sent",
        "status": "reported",
        **({"attributed_to": who} if who else {}),
        "as_of": as_of,
        "value": value,
        "unit": "soldiers",
        "sources": ["s"],
        **fields,
    }


def between(low: int | None, high: int | None) -> dict[str, int]:
    ends = {"min": low, "max": high}
    return {name: end for name, end in ends.items() if end is not None}


def known(folder: Path, facts: dict[str, dict[str, object]]) -> Knowledge:
    files: dict[str, object] = {
        "glossary/t.yml": TERMS,
        "sources/s.yml": {"s": {"type": "webpage", "title": "S"}},
        "measures/m.yml": {"sent": {"label": "Sent"}, "other": {"label": "Other"}},
        "facts/f.yml": facts,
    }
    for name, data in files.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8") as stream:
            YAML(typ="safe").dump(data, stream)
    found = load(folder / "content", project=folder)
    assert found.findings == ()
    return found.knowledge


Facts = dict[str, dict[str, object]]
SUCCESSORS: dict[str, tuple[Facts, str]] = {
    # facts, and "a>b" where b takes the place of a
    "by date": ({"a": fact("X", "2024-10-01", 1), "b": fact("X", "2024-10-02", 2)}, "a>b"),
    "one after the other": (
        {
            "a": fact("X", "2024-10-01", 1),
            "c": fact("X", "2025-10-01", 3),
            "b": fact("X", "2024-10-02", 2),
        },
        "a>b b>c",
    ),
    "two on one day": ({"a": fact("X", "2024-10-01", 1), "b": fact("X", "2024-10-01", 2)}, ""),
    "two on one day, then one": (
        {
            "a": fact("X", "2024-10-01", 1),
            "b": fact("X", "2024-10-01", 2),
            "c": fact("X", "2024-10-03", 2),
        },
        "a>c b>c",
    ),
    "a month and a day in it": (
        {"a": fact("X", "2024-10", 1), "b": fact("X", "2024-10-18", 2)},
        "",
    ),
    "a month and a day before it": (
        {"a": fact("X", "2024-09-30", 1), "b": fact("X", "2024-10", 2)},
        "a>b",
    ),
    "a month and a day behind it": (
        {"a": fact("X", "2024-10", 1), "b": fact("X", "2024-11-01", 2)},
        "a>b",
    ),
    "a year and a month in it": ({"a": fact("X", "2024", 1), "b": fact("X", "2024-12", 2)}, ""),
    "a year and the next": ({"a": fact("X", "2024", 1), "b": fact("X", "2025", 2)}, "a>b"),
    "a month, a day in it, and a later day": (
        {
            "a": fact("X", "2024-10", 1),
            "b": fact("X", "2024-10-18", 2),
            "c": fact("X", "2024-11", 3),
        },
        "a>c b>c",
    ),
    "somebody else": ({"a": fact("X", "2024-10-01", 1), "b": fact("Y", "2024-10-02", 2)}, ""),
    "something else": (
        {"a": fact("X", "2024-10-01", 1), "b": fact("X", "2024-10-02", 2, measure="other")},
        "",
    ),
    "nobody": ({"a": fact("", "2024-10-01", 1), "b": fact("", "2024-10-02", 2)}, ""),
    "who is not named": (
        {
            "a": fact("an official", "2024-10-01", 1, anonymous=True),
            "b": fact("an official", "2024-10-02", 2, anonymous=True),
        },
        "",
    ),
    "by id, by former id and by name": (
        {
            "a": fact("nis", "2024-10-01", 1),
            "b": fact("agency", "2024-10-02", 2),
            "c": fact("National intelligence service", "2024-10-03", 3),
        },
        "a>b b>c",
    ),
    "what is expected and what is said": (
        {
            "a": fact("X", "2024-10-01", 1),
            "b": fact("X", "2024-10-02", 2, kind="forecast"),
            "c": fact("X", "2024-10-03", 3, kind="statement"),
            "d": fact("X", "2024-10-04", 4, kind="forecast"),
            "e": fact("X", "2024-10-05", 5, kind="assessment"),
        },
        "a>c b>d c>e",
    ),
    "a newer one that was withdrawn": (
        {
            "a": fact("X", "2024-10-01", 1),
            "b": fact("X", "2024-10-02", 2, **RETRACTED),
            "c": fact("X", "2024-10-03", 3),
        },
        "a>c",
    ),
    "the newest one that was withdrawn": (
        {"a": fact("X", "2024-10-01", 1), "b": fact("X", "2024-10-02", 2, **RETRACTED)},
        "",
    ),
    "an older one that was withdrawn": (
        {"a": fact("X", "2024-10-01", 1, **RETRACTED), "b": fact("X", "2024-10-02", 2)},
        "",
    ),
    "a newer one that is disputed": (
        {
            "a": fact("X", "2024-10-01", 1),
            "b": fact("X", "2024-10-02", 2, status="disputed", disputes=["c"]),
            "c": fact("Y", "2024-10-02", 9),
        },
        "a>b",
    ),
    "named": (
        {
            "a": fact("X", "2024-10-01", 1, superseded_by="c"),
            "b": fact("X", "2024-10-02", 2),
            "c": fact("Y", "2024-10-02", 2),
        },
        "a>c",
    ),
    "named, withdrawn": (
        {
            "a": fact("", "2024-10-01", 1, superseded_by="b"),
            "b": fact("", "2024-10-02", 2, **RETRACTED),
        },
        "",
    ),
    "named, withdrawn, with a successor": (
        {
            "a": fact("", "2024-10-01", 1, superseded_by="b"),
            "b": fact("", "2024-10-02", 2, superseded_by="c", **RETRACTED),
            "c": fact("", "2024-10-03", 3),
        },
        "a>c b>c",
    ),
}

DISAGREEMENTS: dict[str, tuple[Facts, str]] = {
    # facts, and the groups that contradict each other: "a+b"
    "one day": ({"a": fact("X", "2024-10-18", 1500), "b": fact("Y", "2024-10-18", 11000)}, "a+b"),
    "the same number": ({"a": fact("X", "2024-10-18", 5), "b": fact("Y", "2024-10-18", 5)}, ""),
    "another day": ({"a": fact("X", "2024-10-18", 5), "b": fact("Y", "2024-10-19", 6)}, ""),
    "one time, said later": (
        {
            "a": fact("X", "2024-10-18", 5, when="2024-06"),
            "b": fact("Y", "2025-01-01", 6, when="2024-06"),
        },
        "a+b",
    ),
    "a time and the day of the claim": (
        {"a": fact("X", "2024-10-18", 5), "b": fact("Y", "2025-01-01", 6, when="2024-10-18")},
        "a+b",
    ),
    "a month and a day in it": (
        {"a": fact("X", "2024-10", 5), "b": fact("Y", "2024-10-18", 6)},
        "",
    ),
    "two months": ({"a": fact("X", "2024-10", 5), "b": fact("Y", "2024-10", 6)}, "a+b"),
    "two years": ({"a": fact("X", "2024", 5), "b": fact("Y", "2024", 6)}, "a+b"),
    "spans of time that are not the same": (
        {
            "a": fact("X", "2025", 5, when={"from": "2024-10", "to": "2024-12"}),
            "b": fact("Y", "2025", 6, when={"from": "2024-10"}),
        },
        "",
    ),
    "one claimant, two numbers on a day": (
        {"a": fact("X", "2024-10-18", 5), "b": fact("X", "2024-10-18", 6)},
        "",
    ),
    "one claimant, two ways to write it": (
        {
            "a": fact("nis", "2024-10-18", 5),
            "b": fact("national intelligence service", "2024-10-18", 6),
        },
        "",
    ),
    "nobody and somebody": ({"a": fact("", "2024", 5), "b": fact("Y", "2024", 6)}, "a+b"),
    "two whom nobody names": (
        {
            "a": fact("an official", "2024", 5, anonymous=True),
            "b": fact("an official", "2024", 6, anonymous=True),
        },
        "",
    ),
    "ranges that touch": (
        {"a": fact("X", "2024", between(10, 12)), "b": fact("Y", "2024", between(12, 13))},
        "",
    ),
    "ranges that do not": (
        {"a": fact("X", "2024", between(10, 12)), "b": fact("Y", "2024", between(13, 14))},
        "a+b",
    ),
    "at least, and up to the same": (
        {"a": fact("X", "2024", between(10, None)), "b": fact("Y", "2024", between(None, 10))},
        "",
    ),
    "at least, and up to less": (
        {"a": fact("X", "2024", between(10, None)), "b": fact("Y", "2024", between(None, 9))},
        "a+b",
    ),
    "at least, and more": (
        {"a": fact("X", "2024", between(10, None)), "b": fact("Y", "2024", 4000)},
        "",
    ),
    "about": (
        {"a": fact("X", "2024", 3000, approximate=True), "b": fact("Y", "2024", 2850)},
        "",
    ),
    "about, and further off": (
        {"a": fact("X", "2024", 3000, approximate=True), "b": fact("Y", "2024", 2849)},
        "a+b",
    ),
    "about, of two": (
        {
            "a": fact("X", "2024", 3000, approximate=True),
            "b": fact("Y", "2024", 2750, approximate=True),
        },
        "",
    ),
    "about less than nothing": (
        {"a": fact("X", "2024", -100, approximate=True), "b": fact("Y", "2024", -105)},
        "",
    ),
    "other units": (
        {"a": fact("X", "2024", 5), "b": fact("Y", "2024", 6, unit="officers")},
        "",
    ),
    "what is expected": (
        {"a": fact("X", "2024", 5, kind="forecast"), "b": fact("Y", "2024", 6)},
        "",
    ),
    "what was withdrawn": ({"a": fact("X", "2024", 5, **RETRACTED), "b": fact("Y", "2024", 6)}, ""),
    "what was withdrawn, but is said to contradict": (
        {"a": fact("X", "2024", 5, **RETRACTED), "b": fact("Y", "2024", 6, disputes=["a"])},
        "a+b",
    ),
    "what a record says": (
        {"a": fact("X", "2024", "many", disputes=["b"]), "b": fact("Y", "2025", "few")},
        "a+b",
    ),
    "what a record says by a former id": (
        {"a": fact("X", "2024", 5, disputes=["old"]), "b": fact("Y", "2025", 6, formerly=["old"])},
        "a+b",
    ),
    "words": ({"a": fact("X", "2024", "many"), "b": fact("Y", "2024", 6)}, ""),
    "three": (
        {
            "a": fact("X", "2024", 5),
            "b": fact("Y", "2024", 6),
            "c": fact("Z", "2024", between(5, 6)),
        },
        "a+b",
    ),
    "two pairs": (
        {
            "a": fact("X", "2024-10", 5),
            "b": fact("Y", "2024-10", 6),
            "c": fact("X", "2024-11", 7),
            "d": fact("Y", "2024-11", 8),
        },
        "a+b c+d",
    ),
}


@pytest.mark.parametrize("name", SUCCESSORS)
def test_what_takes_whose_place(tmp_path: Path, name: str) -> None:
    facts, expected = SUCCESSORS[name]
    knowledge = known(tmp_path, facts)
    pairs = [(key, knowledge.successor(knowledge.facts[key])) for key in sorted(facts)]
    assert " ".join(f"{key}>{newer.id}" for key, newer in pairs if newer) == expected


@pytest.mark.parametrize("name", DISAGREEMENTS)
def test_who_disagrees(tmp_path: Path, name: str) -> None:
    facts, expected = DISAGREEMENTS[name]
    knowledge = known(tmp_path, facts)
    groups = disagreements(knowledge.figures("sent"), knowledge)
    assert " ".join(sorted("+".join(sorted(fact.id for fact in group)) for group in groups)) == (
        expected
    )
    for group in groups:  # a note says the same, whether a record does or not
        for one in group:
            others = {*rivals(one, knowledge), *knowledge.disputing(one)}
            assert others & set(group)
