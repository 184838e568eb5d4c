"""More rows for the table of broken files (`test_broken.py`), which says how they are read."""

from __future__ import annotations

S, F, G, M, C, P = "source", "fact", "term", "measure", "correction", "page"

SOURCE = "§:\n  type: report\n  title: A report, §\n"
FACT = (
    "§:\n  claim: Something, §, is so.\n  as_of: 2024-10-18\n  status: reported\n"
    "  sources: [upi-2024-10-17-msmt]\n"
)
TERM = "§:\n  term: §word\n  definition: A word.\n"


def front(matter: str, body: str = "A claim [@upi-2024-10-17-msmt].") -> str:
    return f"---\n{matter}\n---\n# §\n\n{body}\n"


def page(body: str) -> str:
    return f"# §\n\n{body}\n"


ROWS: dict[str, tuple[object, ...]] = {}

# -- what stands in a list ---------------------------------------------------------------

ROWS |= {
    "an item that is set in too far": (
        F,
        FACT + "  tags:\n    - a\n     «- b»\n",
        "invalid-field",
        "begin it at the column of the other '- '",
    ),
    "a list that goes on from the line of its key": (
        F,
        FACT + "  tags: a\n    «- b»\n",
        "invalid-field",
        "first item on a line of its own",
    ),
    "a dash at the beginning of a line of prose": (
        F,
        FACT + "  note: He said so\n    «- or so we heard»\n",
        "invalid-field",
        "quotation marks",
    ),
    "one source twice": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "[upi-2024-10-17-msmt, «upi-2024-10-17-msmt»]"),
        "invalid-field",
        "give each the 'locator'",
    ),
    "one tag twice": (F, FACT + "  tags: [a, b, «a»]\n", "invalid-field", "delete one of the two"),
    "anonymous without a description": (
        F,
        FACT + "  «anonymous»: true\n",
        "invalid-field",
        "a senior official",
    ),
    "front: a mapping among the tags": (
        P,
        front("tags: [a, «{b: c}»]"),
        "invalid-field",
        "must be text, not a mapping",
    ),
    "front: a term without a likeness": (
        P,
        front("glossary: {never: [«t9»]}"),
        "unknown-term",
        "add it to the glossary",
    ),
}

# -- what was meant as a listing ------------------------------------------------------------

ROWS |= {
    "md: a listing in the singular": (P, page("«[FACT]»"), "invalid-field", "mean [FACTS]?"),
    "md: a listing in the plural": (P, page("«[TIMELINES]»"), "invalid-field", "[TIMELINE]?"),
    "md: a listing in small letters": (P, page("«[Sources]»"), "invalid-field", "[SOURCES]?"),
    "md: a listing with a slip": (P, page("> «[GLOSARY]»"), "invalid-field", "[GLOSSARY]?"),
    "md: a listing with its arguments": (
        P,
        page("1. «[Facts page=this]»"),
        "invalid-field",
        "did you mean [FACTS page=this]?",
    ),
    "md: a listing amid a paragraph": (
        P,
        page("Here they are:\n«[TIMELINE]»\nAll of them."),
        "invalid-field",
        "stands alone",
    ),
    "md: what is no listing": (
        P,
        page(
            "[NOTE]\n\n\\[FACT]\n\n`[FACT]`\n\n[Source]\n\n[Source]: x.md\n\n[@«nope»]\n\n"
            "- [TIMELINE]"
        ),
        "unknown-source",
        "",
    ),
}

# -- what is no text ---------------------------------------------------------------------------

ROWS |= {
    "md: full of control characters": (
        P,
        page("a«\x01»b" + "\x02c" * 40),
        "encoding",
        "no text file",
    ),
    "full of control characters": (
        S,
        SOURCE + "  note: a«\x01»" + "\x02c" * 40,
        "encoding",
        "text",
    ),
}
