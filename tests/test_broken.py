"""What is broken is named at the value or word that is wrong: by the command and by a build.

One site holds all broken files, so that they are checked and built once. In each, the place
of each finding stands between « and »; § stands for a word that no other file has.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from broken_rows import FACT, ROWS, SOURCE, TERM, C, F, G, M, P, S, front, page
from minisite import DATA, PAGES, run, write
from plainfact.cli import main

MKDOCS = """\
site_name: Broken
plugins:
  - plainfact/sources: {html: safe}
  - plainfact/glossary: {html: safe}
markdown_extensions:
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - pymdownx.details
  - pymdownx.superfences
  - pymdownx.tabbed: {alternate_style: true}
validation: {links: {not_found: info, unrecognized_links: info}}
"""
MORE = {
    "content/measures/m.yml": (
        "soldiers-sent:\n  label: Soldiers sent\n"
        "abroad:\n  label: Soldiers shipped abroad to fight\n"
    ),
    "content/facts/withdrawn.yml": (
        "withdrawn-2024:\n  claim: Forty were seen.\n  as_of: 2024-10-01\n  status: retracted\n"
        "  retraction: {by: The paper}\n  sources: [upi-2024-10-17-msmt]\n"
        "older-2024:\n  claim: Ten were seen.\n  as_of: 2024-09-01\n  status: reported\n"
        "  superseded_by: troops-nis-2024-10-18\n  sources: [upi-2024-10-17-msmt]\n"
    ),
}
FOLDERS = {
    "source": "content/sources",
    "fact": "content/facts",
    "term": "content/glossary",
    "measure": "content/measures",
    "correction": "content/corrections",
    "page": "docs/broken",
}
CORRECTION = "§:\n  date: 2024-10-18\n  kind: correction\n  was: One.\n  now: Two.\n"

# Kind of file, its text, and for each finding in order the rule and words of message or hint.
Row = tuple[object, ...]
BROKEN: dict[str, Row] = {}


def dated(date: str) -> str:
    return FACT.replace("2024-10-18", f"«{date}»")


def also(field: str) -> str:
    return FACT + field


# -- YAML that is none, and what it makes of what was meant otherwise --------------------

BROKEN |= {
    "open bracket": (S, SOURCE + "  note: «[»a, b\n  read: full\n", "yaml-syntax", "add ']'"),
    "open brace": (S, SOURCE + "  note: «{»a: b\n", "yaml-syntax", "add '}'"),
    "open quote": (S, SOURCE + '  note: «"»open\n  read: full\n', "yaml-syntax", "never closed"),
    "open apostrophe": (S, SOURCE + "  note: «'»open\n", "yaml-syntax", "never closed"),
    "bare colon": (S, SOURCE + "  note: Foo«:» bar\n", "yaml-syntax", "quotation marks"),
    "tab": (S, SOURCE + "«\t»note: x\n", "yaml-syntax", "two spaces"),
    "tab in a list": (F, FACT + "  tags:\n«\t»- x\n", "yaml-syntax", "two spaces"),
    "at sign": (S, SOURCE + "  note: «@»x\n", "yaml-syntax", "'@'"),
    "backtick": (S, SOURCE + "  note: «`»x`\n", "yaml-syntax", "'`'"),
    "percent": (S, SOURCE + "  note: «%»5\n", "yaml-syntax", "'%'"),
    "star": (S, SOURCE + "  note: «*»bold*\n", "limit", "begins with '*'"),
    "ampersand": (S, SOURCE + "  note: «&»c.\n", "limit", "begins with '&'"),
    "exclamation mark": (S, SOURCE + "  note: «!»important\n", "yaml-syntax", "begins with '!'"),
    "quote in quotes": (S, SOURCE + '  note: "a "«b»" c"\n', "yaml-syntax", "other kind"),
    "after a quoted word": (S, SOURCE + '  note: "a" «b» c\n', "yaml-syntax", "around the whole"),
    "bad escape": (S, SOURCE + '  note: "a«\\»q"\n', "yaml-syntax", "\\\\"),
    "list on the line of its key": (
        S,
        SOURCE + "  note: «-» x\n",
        "yaml-syntax",
        "line of its own",
    ),
    "indented too far": (S, SOURCE + "    note«:» x\n", "yaml-syntax", "indentation"),
    "indented too little": (S, SOURCE + " «n»ote: x\n", "yaml-syntax", "same indentation"),
    "no colon": (S, SOURCE + "  «note»\n", "yaml-syntax", "'key: value'"),
    "no space after the colon": (M, "«§:label»\nb: {}\n", "yaml-syntax", "a space after the colon"),
    "second document": (S, SOURCE + "«---»\nb: {}\n", "yaml-syntax", "second document"),
    "duplicate key": (S, SOURCE + "  «title»: B\n", "duplicate-key", ".yml:3:3"),
    "duplicate record": (S, SOURCE + "«§»:\n  type: report\n  title: x\n", "duplicate-key", ":1:1"),
    "no": (F, also("  approximate: «no»\n"), "invalid-field", "write false"),
    "yes": (F, also("  approximate: «yes»\n"), "invalid-field", "write true"),
    "on": (F, also("  anonymous: «on»\n"), "invalid-field", "write true"),
    "quoted true": (F, also("  approximate: «'true'»\n"), "invalid-field", "without quotation"),
    "a year as title": (
        S,
        "§:\n  type: report\n  title: «1984»\n",
        "invalid-field",
        'write "1984"',
    ),
    "true as title": (S, "§:\n  type: report\n  title: «true»\n", "invalid-field", 'write "true"'),
    "null": (F, also("  «unit»: null\n"), "invalid-field", "YAML takes 'null' for nothing"),
    "tilde": (F, also("  «unit»: ~\n"), "invalid-field", "YAML takes '~' for nothing"),
    "nothing": (F, also("  «unit»:\n"), "invalid-field", "delete the line"),
    "only a comment": (F, also("  «unit»: # soldiers\n"), "invalid-field", "begins a comment"),
    "1_500": (F, also("  value: «1_500»\n"), "invalid-field", "write 1500"),
    "1,500": (F, also("  value: «1,500»\n"), "invalid-field", "write 1500"),
    "quoted number": (F, also("  value: «'15000'»\n"), "invalid-field", "write 15000"),
    "012": (F, also("  value: «012»\n"), "invalid-field", "write 12"),
    "0o14": (F, also("  value: «0o14»\n"), "invalid-field", "YAML reads 0o14 as 12"),
    "0x1F": (F, also("  value: «0x1F»\n"), "invalid-field", "YAML reads 0x1F as 31"),
    "12:30": (F, dated("12:30"), "invalid-field", "is no date"),
    ".inf": (F, also("  value: «.inf»\n"), "invalid-field", "no number"),
    "per cent": (F, also("  value: «60%»\n"), "invalid-field", "unit: per cent"),
    "1.5m": (F, also("  value: «1.5m»\n"), "invalid-field", "write 1500000"),
    "a range in words": (
        F,
        also("  value: «1500-2000»\n"),
        "invalid-field",
        "{min: 1500, max: 2000}",
    ),
    "min above max": (F, also("  value: «{min: 3, max: 2}»\n"), "invalid-field", "exchange"),
    "tags in words": (F, also("  tags: «a, b»\n"), "invalid-field", "write [a, b]"),
}

# -- dates -----------------------------------------------------------------------------


BROKEN |= {
    "30 February": (F, dated("2024-02-30"), "invalid-field", "no such date"),
    "29 February": (F, dated("2023-02-29"), "invalid-field", "2023 is no leap year"),
    "31 June": (F, dated("2024-06-31"), "invalid-field", "June has 30 days"),
    "month 13": (F, dated("2024-13"), "invalid-field", "no month 13"),
    "one digit": (F, dated("2024-6-9"), "invalid-field", "write 2024-06-09"),
    "day first": (F, dated("18.10.2024"), "invalid-field", "write 2024-10-18"),
    "slashes": (F, dated("2024/10/18"), "invalid-field", "write 2024-10-18"),
    "in words": (F, dated("18 October 2024"), "invalid-field", "write 2024-10-18"),
    "with a time": (F, dated("2024-10-18T12:00:00Z"), "invalid-field", "write 2024-10-18"),
    "two digits": (F, dated("24"), "invalid-field", "is no date"),
    "a fraction": (F, dated("2024.10"), "invalid-field", "write 2024-10"),
    "an impossible value": (F, also("  value: «2024-02-30»\n"), "invalid-field", "no such date"),
    "ends before": (
        F,
        also("  when: «{from: 2024-02, to: 2024-01}»\n"),
        "invalid-field",
        "exchange",
    ),
    "from soon": (F, also("  when: {from: «soon»}\n"), "invalid-field", "is no date"),
}

# -- fields and references of records ----------------------------------------------------

BROKEN |= {
    "unknown key": (S, SOURCE + "  «url»: https://x.org\n", "invalid-field", "'URL'?"),
    "unknown inner key": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "[{id: upi-2024-10-17-msmt, «quot»: x}]"),
        "invalid-field",
        "'quote'?",
    ),
    "unknown status": (F, FACT.replace("reported", "«reportd»"), "invalid-field", "'reported'?"),
    "unknown type": (S, SOURCE.replace("report\n", "«newspaper»\n"), "invalid-field", "CSL"),
    "missing": (S, "«§»:\n  type: report\n", "invalid-field", "has no 'title'"),
    "not a list": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "«upi-2024-10-17-msmt»"),
        "invalid-field",
        "write [upi",
    ),
    "no source": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "«[]»"),
        "unsourced-fact",
        "at least one",
    ),
    "unknown source": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "[«upi-2024-10-17»]"),
        "unknown-source",
        "did you mean 'upi-2024-10-17-msmt'?",
    ),
    "unknown source with a locator": (
        F,
        FACT.replace("[upi-2024-10-17-msmt]", "\n    - {locator: p. 3, id: «upi-2024-10-17»}"),
        "unknown-source",
        "did you mean",
    ),
    "unknown measure": (
        F,
        also("  measure: «soldier-sent»\n"),
        "unknown-measure",
        "'soldiers-sent'?",
    ),
    "unknown successor": (
        F,
        also("  superseded_by: «troops-nis»\n"),
        "unknown-fact",
        "'troops-nis-2024-10-18'?",
    ),
    "unknown dispute": (F, also("  disputes: [«nobody»]\n"), "unknown-fact", "unknown fact"),
    "circle": (F, also("  superseded_by: «§»\n"), "invalid-field", "circular"),
    "see also": (G, TERM + "  see_also: [«treatie»]\n", "unknown-term", "'treaty'?"),
    "fact of a correction": (
        C,
        CORRECTION + "  facts: [«troops-nis»]\n",
        "unknown-fact",
        "did you mean",
    ),
    "page of a correction": (
        C,
        CORRECTION + "  pages: [«indx.md»]\n",
        "unknown-page",
        "'index.md'?",
    ),
    "second fact": (
        F,
        FACT.replace("§:", "«troops-nis-2024-10-18»:"),
        "duplicate-id",
        "already defined in content/facts/",
    ),
    "script as address": (S, SOURCE + "  URL: «javascript:alert(1)»\n", "unsafe-url", "https://"),
    "address in short": (S, SOURCE + "  URL: «www.example.org/x»\n", "unsafe-url", "https://"),
    "claim without its value": (
        F,
        FACT.replace("is so", "has 12 parts") + "  value: «13»\n",
        "claim-value-mismatch",
        "13",
    ),
    "label of another": (G, TERM + "  aliases: [«treaty»]\n", "ambiguous-label", "treaty"),
    "byte order": (S, SOURCE + "  note: a«\u202e»b\n", "bidi-control", "U+202E"),
    "zero width": (S, SOURCE + "  note: 😀«\u200b»b\n", "bidi-control", "U+200B"),
    "NUL": (S, SOURCE + "  note: a«\0»b\n", "encoding", "NUL"),
    "Latin 1": (S, (SOURCE + "  note: caf«\udce9»\n"), "encoding", "UTF-8"),
    "CRLF": (S, (SOURCE + "  «url»: x\n").replace("\n", "\r\n"), "invalid-field", "'URL'?"),
    "mark and astral": (
        F,
        "\ufeff" + FACT + "  note: 😀\n  tag😀: «x»\n".replace("tag😀: «x»", "«tag😀»: x"),
        "invalid-field",
        "'tags'?",
    ),
    "citation in a definition": (
        G,
        "§:\n  term: §word\n  definition: >\n    A word 😀 of\n    some [@«upi-2024»] use.\n",
        "unknown-source",
        "did you mean",
    ),
    "citation in a quoted definition": (
        G,
        '§:\n  term: §word\n  definition: "A \\"word\\" [@«upi-2024»]."\n',
        "unknown-source",
        "did you mean",
    ),
    "fact in a definition": (
        G,
        "§:\n  term: §word\n  definition: A [word][fact:«gone»].\n",
        "unknown-fact",
        "unknown fact",
    ),
    "mismatch in a folded definition": (
        G,
        "§:\n  term: §word\n  definition: >\n    A word of [men of its\n    own, «1,600» of\n"
        "    them][fact:troops-nis-2024-10-18].\n",
        "fact-text-mismatch",
        "1,600",
    ),
    "mismatch at a fold": (
        G,
        "§:\n  term: §word\n  definition: >\n    A word of [«1.6»\n    thousand\n"
        "    men][fact:troops-nis-2024-10-18].\n",
        "fact-text-mismatch",
        "1.6",
    ),
    "mismatch in a literal definition": (
        G,
        "§:\n  term: §word\n  definition: |\n    A word of [«1,600»\n"
        "    men][fact:troops-nis-2024-10-18].\n",
        "fact-text-mismatch",
        "1,600",
    ),
    "mismatch in a plain definition": (
        G,
        "§:\n  term: §word\n  definition: A word of [«1,600»\n"
        "    men][fact:troops-nis-2024-10-18].\n",
        "fact-text-mismatch",
        "1,600",
    ),
    "mismatch in a quoted definition": (
        G,
        '§:\n  term: §word\n  definition: "A word \\\n    of [\\u2014 «1,600» men,\n'
        '    all][fact:troops-nis-2024-10-18]."\n',
        "fact-text-mismatch",
        "1,600",
    ),
    "term in a definition": (
        G,
        "§:\n  term: §word\n  definition: |-\n    A [word][term:«treatie»].\n",
        "unknown-term",
        "'treaty'?",
    ),
    "address in a definition": (
        G,
        "§:\n  term: §word\n  definition: A [word](«javascript:x»).\n",
        "unsafe-url",
        "https",
    ),
}

# -- front matter ------------------------------------------------------------------------

BROKEN |= {
    "front: bare colon": (P, front("title: What«:» when"), "yaml-syntax", "quotation marks"),
    "front: open bracket": (P, front("title: x\ntags: «[»a, b"), "yaml-syntax", "add ']'"),
    "front: open quote": (P, front('title: «"»x\ntags: [a]'), "yaml-syntax", "never closed"),
    "front: broken on a plain page": (
        P,
        "---\ntitle: «[»x\n---\n# §\n\nNothing of ours.\n",
        "yaml-syntax",
        "add ']'",
    ),
    "front: never closed": (
        P,
        "«---»\ntitle: x\n\n# §\n\nA claim [@upi-2024-10-17-msmt].\n",
        "yaml-syntax",
        "'---'",
    ),
    "front: tab": (P, front("tags:\n«\t»- a"), "yaml-syntax", "two spaces"),
    "front: duplicate": (P, front("title: a\n«title»: b"), "duplicate-key", ":2:1"),
    "front: a number": (P, front("title: «1984»"), "invalid-field", 'write "1984"'),
    "front: no such day": (
        P,
        front("title: x\nupdated: «2024-02-30»"),
        "invalid-field",
        "no such date",
    ),
    "front: no such day, nothing else of ours": (
        P,
        "---\nupdated: «2024-02-30»\n---\n# §\n\nWords.\n",
        "invalid-field",
        "no such date",
    ),
    "front: a date of too many digits": (
        P,
        front("title: x\nupdated: «1e400»"),
        "limit",
        "more than 40 digits",
    ),
    "front: tags in words": (P, front("tags: «troops»"), "invalid-field", "write [troops]"),
    "front: unknown key of glossary": (
        P,
        front("glossary: {«nevr»: [nis]}"),
        "invalid-field",
        "'never'?",
    ),
    "front: unknown term": (
        P,
        front("glossary:\n  never:\n    - nis\n    - «treatie»"),
        "unknown-term",
        "'treaty'?",
    ),
    "front: unknown term to prefer": (
        P,
        front("glossary: {prefer: [«niss»]}"),
        "unknown-term",
        "'nis'?",
    ),
    "front: anchor": (P, front("title: «&»a x"), "limit", "anchor"),
    "summary: source": (
        P,
        front("summary: >\n  It was said\n  [@«upi-2024»] so."),
        "unknown-source",
        "did you mean",
    ),
    "summary: quoted": (
        P,
        front('summary: "So \\"they\\" say [@«upi-2024»]."'),
        "unknown-source",
        "did you mean",
    ),
    "summary: fact": (
        P,
        front("summary: Sent [some][fact:«troops-nis»]."),
        "unknown-fact",
        "did you mean",
    ),
    "summary: mismatch": (
        P,
        front(
            "summary: >\n  It was said that [about\n  «1,600»\n"
            "  soldiers][fact:troops-nis-2024-10-18] went."
        ),
        "fact-text-mismatch",
        "1,600",
    ),
    "summary: retracted": (
        P,
        front("summary: Forty were seen [@fact:«withdrawn-2024»]."),
        "retracted-fact",
        "withdrawn",
    ),
    "summary: superseded": (
        P,
        front("summary: Ten were seen [@fact:«older-2024»]."),
        "superseded-fact",
        "newer",
    ),
    "summary: term": (
        P,
        front("summary: The [pact][term:«treatie»]."),
        "unknown-term",
        "'treaty'?",
    ),
    "summary: address": (P, front("summary: See [this](«javascript:x»)."), "unsafe-url", "https"),
    "summary: HTML": (
        P,
        front("summary: See <b «onclick»='x'>this</b>."),
        "unsafe-html",
        "onclick=",
    ),
    "front: hidden character": (P, front("title: a«\u202e»b"), "bidi-control", "U+202E"),
}

# -- Markdown ----------------------------------------------------------------------------

BROKEN |= {
    "md: source": (
        P,
        page("A claim [@«upi-2024-10-17»]."),
        "unknown-source",
        "'upi-2024-10-17-msmt'?",
    ),
    "md: second of a group": (
        P,
        page("A [see @upi-2024-10-17-msmt, p. 3; @«nope», p. 4]."),
        "unknown-source",
        "content folder",
    ),
    "md: braces": (P, page("A claim [@{«odd:key.»}]."), "unknown-source", "content folder"),
    "md: fact": (
        P,
        page("A claim [@fact:«troops-nis»]."),
        "unknown-fact",
        "'troops-nis-2024-10-18'?",
    ),
    "md: bound": (
        P,
        page("Some [1,500 men][fact:«troops-nis»] went."),
        "unknown-fact",
        "did you mean",
    ),
    "md: printed": (P, page("Some [][fact:«troops-nis»] went."), "unknown-fact", "did you mean"),
    "md: printed without value": (
        P,
        page("Some [][fact:«withdrawn-2024»] withdrawn."),
        "invalid-field",
        "no value to print",
    ),
    "md: mismatch": (
        P,
        page("Some [«1,600» men][fact:troops-nis-2024-10-18] went."),
        "fact-text-mismatch",
        "1,600",
    ),
    "md: mismatch over lines": (
        P,
        page("Some [«1,600» men\nof its own][fact:troops-nis-2024-10-18] went."),
        "fact-text-mismatch",
        "1,600",
    ),
    "md: mismatch over lines, indented": (
        P,
        page("> - Some [men of its\n>   own, «1,600» of\n>   them][fact:troops-nis-2024-10-18]."),
        "fact-text-mismatch",
        "1,600",
    ),
    "md: mismatch over lines, marked up": (
        P,
        page("Then [men\nwere **about** «1,600», and\nleft][fact:troops-nis-2024-10-18]."),
        "fact-text-mismatch",
        "1,600",
    ),
    "md: retracted": (
        P,
        page("Forty were seen [@fact:«withdrawn-2024»]."),
        "retracted-fact",
        "withdrawn",
    ),
    "md: superseded": (P, page("Ten were seen [@fact:«older-2024»]."), "superseded-fact", "newer"),
    "md: term": (P, page("The [pact][term:«treatie»]."), "unknown-term", "'treaty'?"),
    "md: label of a term": (
        P,
        page("The [agency][term:«intelligence-service»]."),
        "unknown-term",
        "did you mean 'nis' (National Intelligence Service)?",
    ),
    "md: label of a measure": (
        P,
        page("[MEASURE «Soldiers shipped abroad»]"),
        "unknown-measure",
        "did you mean 'abroad' (Soldiers shipped abroad to fight)?",
    ),
    "md: measure": (P, page("[MEASURE «soldier-sent»]"), "unknown-measure", "'soldiers-sent'?"),
    "md: status of a listing": (
        P,
        page("[FACTS status=«confrmed»]"),
        "invalid-field",
        "'confirmed'?",
    ),
    "md: argument of a listing": (P, page("[TIMELINE «tags»=troops]"), "invalid-field", "'tag'?"),
    "a bracket too many": (
        F,
        FACT + "  value: {min: 1, max: 2}«}»\n",
        "yaml-syntax",
        "a closing bracket that nothing opened",
    ),
    "a square bracket too many": (
        S,
        SOURCE + "  note: a\n  author: [{literal: A}]«]»\n",
        "yaml-syntax",
        "delete it",
    ),
    "a number with too many digits": (
        F,
        FACT + f"  value: «{'12345' * 9}»\n",
        "limit",
        "more than 40 digits",
    ),
    "md: no measure": (P, page("[MEASURE«]»"), "unknown-measure", "write [MEASURE id]"),
    "md: a glossary that takes nothing": (
        P,
        page("[GLOSSARY «of»]"),
        "invalid-field",
        "[GLOSSARY] does not know 'of'",
    ),
    "md: a folder that is not there": (
        P,
        page("[PAGES under=«brokn»]"),
        "invalid-field",
        "did you mean 'broken'?",
    ),
    "md: a folder of nothing": (P, page("[PAGES under=«x/y/z»]"), "invalid-field", "no page is in"),
    "md: a listing that takes nothing": (P, page("[TAGS «all»]"), "invalid-field", "[TAGS]"),
    "md: tag of a listing": (
        P,
        page("[FACTS page=this tag=«nobodys»]"),
        "invalid-field",
        "no fact has the tag",
    ),
    "md: an address in an id": (P, page("A [b][fact:«a@b»]."), "unknown-fact", "'a@b'"),
    "md: an address in a term": (P, page("A [b][term:«a@b»]."), "unknown-term", "'a@b'"),
    "md: an address in braces": (P, page("A [@{«a@b»}]."), "unknown-source", "'a@b'"),
    "md: in a quotation's list": (P, page("> - one\n> - two [@«nope»]"), "unknown-source", ""),
    "md: in a continued list": (P, page("- one\n\n    more [@«nope»]"), "unknown-source", ""),
    "md: in a nested list": (P, page("1. one\n    - two [@«nope»]"), "unknown-source", ""),
    "md: in a cell": (P, page("| a | b |\n|---|---|\n| x | [@«nope»] |"), "unknown-source", ""),
    "md: bound in a cell": (
        P,
        page("| a | b |\n|---|---|\n| x | [][fact:«nope»] |"),
        "unknown-fact",
        "",
    ),
    "md: after a table": (P, page("| a |\n|---|\n| x |\n\nAfter [@«nope»]."), "unknown-source", ""),
    "md: after code": (
        P,
        page("```\n[@nope]\n```\n\n`[@nope]` and [@«nope»]."),
        "unknown-source",
        "",
    ),
    "md: after a comment": (P, page("<!-- [@nope] -->\n\nA [@«nope»]."), "unknown-source", ""),
    "md: after an escape": (P, page("A \\[@nope] and [@«nope»]."), "unknown-source", ""),
    "md: after CRLF": (P, page("One.\n\nA [@«nope»].").replace("\n", "\r\n"), "unknown-source", ""),
    "md: after a mark": (P, "\ufeff" + page("A [@«nope»]."), "unknown-source", ""),
    "md: after tabs": (P, page("- one\n\n\tin\ta list [@«nope»]"), "unknown-source", ""),
    "md: after astral characters": (P, page("😀😀 한국 [@«nope»]."), "unknown-source", ""),
    "md: after front matter": (
        P,
        front("title: §\n\n# more", "A [@«nope»]."),
        "unknown-source",
        "",
    ),
    "md: in a footnote": (P, page("A[^1].\n\n[^1]: A note [@«nope»]."), "unknown-source", ""),
    "md: in details": (P, page('??? note "More"\n    Inside [@«nope»].'), "unknown-source", ""),
    "md: in an admonition": (P, page("!!! note\n\n    Inside [@«nope»]."), "unknown-source", ""),
    "md: in a tab": (P, page('=== "One"\n\n    - inside [@«nope»]'), "unknown-source", ""),
    "md: in a definition list": (P, page("word\n:   means [@«nope»]"), "unknown-source", ""),
    "md: in a heading": (P, page("## A heading [@«nope»]"), "unknown-source", ""),
    "md: in emphasis": (P, page("So **it [@«nope»] is**."), "unknown-source", ""),
    "md: in a link's words": (
        P,
        page("[see [@«nope»]](https://example.org)"),
        "unknown-source",
        "",
    ),
    "md: in HTML": (
        P,
        page("<div markdown='1'>\n\nInside [@«nope»].\n\n</div>"),
        "unknown-source",
        "",
    ),
    "md: in alt text": (
        P,
        page("![alt [@«upi-2024-10-17-msmt»]](x.png)"),
        "invalid-field",
        "move the citation",
    ),
    "md: twice": (
        P,
        page("A [@«nope»].\n\nB [@«nope»]."),
        "unknown-source",
        "",
        "unknown-source",
        "",
    ),
    "md: script": (P, page("A «<script>»x</script>."), "unsafe-html", "<script>"),
    "md: script block": (
        P,
        page("<div>\n  «<script» src='x'></script>\n</div>"),
        "unsafe-html",
        "<script>",
    ),
    "md: handler": (
        P,
        page("<div class='a'\n     «onclick»='x'>y</div>"),
        "unsafe-html",
        "onclick=",
    ),
    "md: handler in a list": (
        P,
        page("> - a <b «onmouseover»=x>b</b>"),
        "unsafe-html",
        "onmouseover=",
    ),
    "md: handler in attributes": (
        P,
        page("## Heading {: .x «onclick»=y }"),
        "unsafe-html",
        "onclick=",
    ),
    "md: iframe after code": (
        P,
        page("`<iframe>` «<iframe» src='x'></iframe>"),
        "unsafe-html",
        "<iframe>",
    ),
    "md: form in a cell": (P, page("| a |\n|---|\n| «<form>» |"), "unsafe-html", "<form>"),
    "md: link": (P, page("A [b](«javascript:alert(1)»)."), "unsafe-url", "https"),
    "md: link in angle brackets": (P, page("A [b](<«javascript:x»>)."), "unsafe-url", "https"),
    "md: hidden scheme": (P, page("A [b](«JaVa&#115;cript:x»)."), "unsafe-url", "https"),
    "md: link in a heading": (P, page("## See [b](«javascript:x»)"), "unsafe-url", "https"),
    "md: image": (P, page('A ![b](«data:text/html,x» "t").'), "unsafe-url", "https"),
    "md: link definition": (P, page("A [b][c].\n\n[c]: «vbscript:x»"), "unsafe-url", "https"),
    "md: automatic link": (P, page("A <«ftp://example.org»>."), "unsafe-url", "https"),
    "md: second link": (
        P,
        page("`[b](javascript:x)` [b](x.md) [b](«javascript:x»)"),
        "unsafe-url",
        "https",
    ),
    "md: hidden character": (P, page("So«\u202e»me words."), "bidi-control", "U+202E"),
    "md: hidden character in code": (P, page("```\na«\u2066»b\n```"), "bidi-control", "U+2066"),
    "md: control character": (P, page("So«\x07»me words."), "encoding", "U+0007"),
    "md: Latin 1": (P, page("A caf«\udce9» [@«nope»]."), "encoding", "UTF-8", "unknown-source", ""),
}

BROKEN |= ROWS


@dataclass(frozen=True)
class Expected:
    rule: str
    path: str
    place: tuple[int, int, int, int]
    words: str


def prepared(number: int, row: Row) -> tuple[str, bytes, list[Expected]]:
    """A broken file's path, its bytes, and what is to be found in it."""
    kind, text, *rest = row
    assert isinstance(text, str)
    word = f"x{number}"
    path = f"{FOLDERS[str(kind)]}/{word}.{'md' if kind == P else 'yml'}"
    text = text.replace("§", word)
    clean = re.sub("[«»]", "", text)
    shown = clean.removeprefix("\ufeff")
    spans, removed = [], len(clean) - len(shown)
    for match in re.finditer("[«»]", text):
        spans.append(match.start() - removed)
        removed += 1
    expected = []
    starts, ends = spans[::2], spans[1::2]
    for (rule, words), start, end in zip(
        zip(rest[::2], rest[1::2], strict=True), starts, ends, strict=True
    ):
        place = (*line_and_column(shown, start), *line_and_column(shown, end))
        expected.append(Expected(str(rule), path, place, str(words)))
    return path, clean.encode("utf-8", "surrogateescape"), expected


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


PREPARED = {name: prepared(number, row) for number, (name, row) in enumerate(BROKEN.items())}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write(tmp_path_factory.mktemp("broken"), {**DATA, **PAGES, **MORE})
    write(folder, {"mkdocs.yml": MKDOCS})
    for path, data, _ in PREPARED.values():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def report(site: Path) -> list[dict[str, object]]:
    result = CliRunner().invoke(main, ["check", "--format", "json", "-f", str(site / "mkdocs.yml")])
    assert isinstance(result.exception, SystemExit), result.exc_info
    assert result.exit_code == 1
    found: list[dict[str, object]] = json.loads(result.output)["findings"]
    return [each for each in found if each["severity"] != "note"]


@pytest.mark.slow
@pytest.mark.parametrize("name", BROKEN)
def test_the_place_is_that_of_what_is_wrong(name: str, report: list[dict[str, object]]) -> None:
    path, _, expected = PREPARED[name]
    found = [
        Expected(
            str(each["rule"]),
            path,
            (each["line"], each["column"], each["end_line"], each["end_column"]),  # type: ignore[arg-type]
            f"{each['message']} {each['hint']}",
        )
        for each in report
        if each["path"] == path
    ]
    assert [(each.rule, each.place) for each in found] == [
        (each.rule, each.place) for each in expected
    ], found
    for each, wanted in zip(found, expected, strict=True):
        assert wanted.words in each.words


@pytest.mark.slow
def test_every_finding_is_expected(report: list[dict[str, object]]) -> None:
    """A label that two terms claim is reported at one of them."""
    broken = {path for path, _, _ in PREPARED.values()}
    assert [each for each in report if each["path"] not in broken] == []
    assert len(BROKEN) >= 120


HEADLINE = re.compile(
    r"^(?:(?:ERROR|WARNING) +- +)?(\S+:\d+:\d+: (?:error|warning): .* \[[a-z-]+\])$"
)


@pytest.mark.slow
def test_a_strict_build_says_the_same_at_the_same_places(site: Path) -> None:
    checked = run(site, "plainfact", "check", "--strict")
    built = run(site, "mkdocs", "build", "--strict")
    assert (checked.returncode, built.returncode) == (1, 1)
    for output in (checked.stderr, built.stderr):
        assert "Traceback" not in output

    def headlines(output: str) -> list[str]:
        return sorted(filter(None, (m and m[1] for m in map(HEADLINE.match, output.split("\n")))))

    assert headlines(checked.stdout)
    assert headlines(built.stderr) == headlines(checked.stdout)
