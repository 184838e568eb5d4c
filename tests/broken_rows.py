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

# -- signs that look like others ------------------------------------------------------------------

ROWS |= {
    "no-break spaces in front of a key": (
        F,
        FACT.replace("  status", "«\u00a0»\u00a0status"),
        "yaml-syntax",
        "type the spaces again",
    ),
    "a no-break space behind a colon": (
        F,
        FACT.replace("status: ", "status:«\u00a0»"),
        "yaml-syntax",
        "U+00A0 behind a key's colon",
    ),
    "a full-width colon": (
        F,
        FACT.replace("status: ", "status«：»"),
        "yaml-syntax",
        "is no colon to YAML",
    ),
    "an equals sign": (F, FACT.replace("status:", "status «=»"), "yaml-syntax", "'key: value'"),
    "two versions that git could not merge": (
        F,
        FACT + "«<<<<<<< HEAD»\na: {}\n=======\nb: {}\n>>>>>>> branch\n",
        "yaml-syntax",
        "choose between them",
    ),
    "front: a tab behind a colon": (
        P,
        front("title:«\t»§"),
        "yaml-syntax",
        "and type a space",
    ),
    "words in typographic quotation marks": (
        F,
        FACT.replace("reported", "«“reported”»"),
        "invalid-field",
        "'reported'?",
    ),
}

# -- records that are not where they should be -----------------------------------------------------

ROWS |= {
    "a list of records": (
        F,
        "«- id: a\n  claim: x»\n",
        "invalid-field",
        "write 'a:'",
    ),
    "records below the name of their kind": (
        F,
        "«facts»:\n" + "".join(f"  {line}\n" for line in FACT.splitlines()),
        "invalid-field",
        "let each id begin at the margin",
    ),
    "fields at the margin": (
        F,
        FACT.replace("§:", "«§»:", 1).replace("\n  ", "\n"),
        "invalid-field",
        "indent them by two spaces",
    ),
    "an id in capitals": (F, FACT.replace("§:", "«NIS §»:", 1), "invalid-field", "write 'nis-"),
    "an item without a space": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "\n    «-upi-2024-10-17-msmt»"),
        "invalid-field",
        "write a space behind the dash",
    ),
    "a source's address among the ids": (
        F,
        FACT.replace("upi-2024-10-17-msmt", "«https://example.org/a»"),
        "unknown-source",
        "plainfact cite",
    ),
    "a source's id as it is cited": (
        F,
        FACT.replace("upi-2024-10-17-msmt", "«'@upi-2024-10-17-msmt'»"),
        "unknown-source",
        "without '@'",
    ),
    "a citation in place of a list": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "«'[@upi-2024-10-17-msmt]'»"),
        "invalid-field",
        "write [upi-2024-10-17-msmt], without",
    ),
    "brackets in brackets": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "[«[upi-2024-10-17-msmt]»]"),
        "invalid-field",
        "without the brackets",
    ),
    "a source where a fact belongs": (
        F,
        FACT + "  disputes: [«upi-2024-10-17-msmt»]\n",
        "unknown-fact",
        "is a source; the id of a fact belongs here",
    ),
    "a list where one id belongs": (
        F,
        FACT + "  superseded_by: «[troops-nis-2024-10-18]»\n",
        "invalid-field",
        "write troops-nis-2024-10-18, without",
    ),
}

# -- fields by another name, and values in another form --------------------------------------------

ROWS |= {
    "a required field misspelt": (
        S,
        "§:\n  type: report\n  «titel»: A report, §\n",
        "invalid-field",
        "'title'?",
    ),
    "sources in the singular": (
        F,
        FACT.replace("sources", "«source»"),
        "invalid-field",
        "'sources'?",
    ),
    "a name in one piece": (
        S,
        SOURCE + "  author: [{«name»: Jane Doe}]\n",
        "invalid-field",
        "'literal'?",
    ),
    "first and last name": (
        S,
        SOURCE + "  author: [{«first»: Jane, «last»: Doe}]\n",
        "invalid-field",
        "'given'?",
        "invalid-field",
        "'family'?",
    ),
    "a newspaper's name": (S, SOURCE + "  «newspaper»: UPI\n", "invalid-field", "container-title"),
    "who says so": (F, FACT + "  «claimant»: nis\n", "invalid-field", "'attributed_to'?"),
    "a type by another name": (
        S,
        SOURCE.replace("report\n", "«website»\n"),
        "invalid-field",
        "'webpage'?",
    ),
    "a type that is none": (
        S,
        SOURCE.replace("report\n", "«thing»\n"),
        "invalid-field",
        "the common ones",
    ),
    "a language's name": (S, SOURCE + "  language: «Korean»\n", "invalid-field", "as en"),
    "an address in angle brackets": (
        S,
        SOURCE + "  URL: «<https://example.org/x>»\n",
        "unsafe-url",
        "write https://example.org/x, and nothing",
    ),
    "an address with a space": (
        S,
        SOURCE + "  URL: «https://example.org/a b»\n",
        "unsafe-url",
        "%20",
    ),
    "from one day to another": (
        F,
        FACT + "  when: «2024-10-08 to 2024-10-13»\n",
        "invalid-field",
        "write {from: 2024-10-08, to: 2024-10-13}",
    ),
    "from one month to another": (
        F,
        FACT + "  when: «2024-10/2024-11»\n",
        "invalid-field",
        "write {from: 2024-10, to: 2024-11}",
    ),
    "when it starts": (F, FACT + "  when: {«start»: 2024-10}\n", "invalid-field", "'from'?"),
    "withdrawn, and it is not": (
        F,
        FACT + "  «retraction»: {by: UPI}\n",
        "invalid-field",
        "write 'status: retracted'",
    ),
    "front: a glossary that is off": (P, front("glossary: «off»"), "invalid-field", "write false"),
}

# -- slips in our own syntax, which would leave plain text ---------------------------------

SENT = "troops-nis-2024-10-18"
UPI = "upi-2024-10-17-msmt"
ROWS |= {
    "md: a space before a fact's id": (
        P,
        page(f"Some [1,500 men][fact: «{SENT}»] went."),
        "invalid-field",
        "without a space",
    ),
    "md: a fact in capitals": (
        P,
        page(f"Some [1,500 men][Fact:«{SENT}»] went."),
        "invalid-field",
        f"write [fact:{SENT}], in small letters",
    ),
    "md: a fact's bracket never closed": (
        P,
        page(f"Some [1,500 men][fact:«{SENT}» went."),
        "invalid-field",
        "close the bracket",
    ),
    "md: a fact without words": (
        P,
        page(f"> - Some went [fact:«{SENT}»]."),
        "invalid-field",
        f"[@fact:{SENT}] for a note",
    ),
    "md: a fact in round brackets": (
        P,
        page(f"Some [1,500 men](«fact:{SENT}») went."),
        "unsafe-url",
        f"[words][fact:{SENT}]",
    ),
    "md: a term without words": (
        P,
        page("The [term:«treaty»]."),
        "invalid-field",
        "write [words][term:treaty]",
    ),
    "md: a term in capitals": (
        P,
        page("The [pact][TERM:«treaty»]."),
        "invalid-field",
        "in small letters",
    ),
    "md: a citation never closed": (
        P,
        page(f"| a | b |\n|---|---|\n| x [see @«{UPI}» | y |"),
        "invalid-field",
        "add ']'",
    ),
    "md: a space behind the sign": (
        P,
        page(f"So it is [@ «{UPI}»]."),
        "invalid-field",
        f"write [@{UPI}]",
    ),
    "md: a space in an address": (
        P,
        page("So it is [@{«https://example.org/a b»}]."),
        "invalid-field",
        "%20",
    ),
    "md: an address without curly brackets": (
        P,
        page("So it is [@«https»://example.org/a]."),
        "unknown-source",
        "in curly brackets",
    ),
    "md: sources parted by a comma": (
        P,
        page(f"So it is [@{UPI}, @«fact:{SENT}»]."),
        "invalid-field",
        "by a semicolon",
    ),
    "md: a source as a fact": (
        P,
        page(f"So it is [@fact:«{UPI}»]."),
        "unknown-fact",
        f"it is a source: write [@{UPI}]",
    ),
    "md: a term as a fact": (
        P,
        page("The [pact][fact:«treaty»]."),
        "unknown-fact",
        "it is a term: write [words][term:treaty]",
    ),
    "md: a fact as a term": (
        P,
        page(f"Some [men][term:«{SENT}»]."),
        "unknown-term",
        "it is a fact: write [words][fact:",
    ),
    "md: spaces around an equals sign": (
        P,
        page("[FACTS tag «=» troops]"),
        "invalid-field",
        "write [FACTS tag=troops]",
    ),
    "md: an argument in quotation marks": (
        P,
        page("[FACTS tag=«'troops'»]"),
        "invalid-field",
        "write tag=troops",
    ),
    "md: two at a time": (
        P,
        page("[TIMELINE status=«reported,disputed»]"),
        "invalid-field",
        "one at a time",
    ),
    "md: a folder without its name": (
        P,
        page("[PAGES «broken»]"),
        "invalid-field",
        "write [PAGES under=broken]",
    ),
    "md: two versions that git could not merge": (
        P,
        page("One.\n\n«<<<<<<< HEAD»\nTwo.\n=======\nThree.\n>>>>>>> branch"),
        "invalid-field",
        "choose between them",
    ),
    "md: what is meant as it stands": (
        P,
        page(
            f"`[fact:{SENT}]` \\[fact:{SENT}] \\[@{UPI}] `[@ {UPI}]` [@{UPI}](x.md) @someone "
            "[fact](x.md)\n\n```\n<<<<<<< HEAD\n=======\n>>>>>>> branch\n```\n\n[@«nope»]"
        ),
        "unknown-source",
        "",
    ),
    "front: on the second line": (
        P,
        "\n«---»\ntitle: §\nsummary: x\n---\n\n# §\n",
        "yaml-syntax",
        "delete the empty lines",
    ),
    "front: four hyphens": (
        P,
        "«----»\ntitle: §\n----\n\n# §\n",
        "yaml-syntax",
        "write '---'",
    ),
    "front: TOML": (P, "«+++»\ntitle = '§'\n+++\n\n# §\n", "yaml-syntax", "'title: …'"),
    "front: updated before it was published": (
        P,
        front("title: §\npublished: 2024-10\nupdated: «2024-09-30»"),
        "invalid-field",
        "which of the two is wrong",
    ),
}
