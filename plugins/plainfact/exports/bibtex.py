"""Sources as BibTeX, for the programs that read nothing newer.

BibTeX' entry types and fields (btxdoc, section 3) where it has them, else biblatex' (its
manual, sections 2.1.1 to 2.1.3), which older styles print as `misc`. What neither tells apart
has its CSL type in `entrysubtype`, which biblatex leaves to whoever writes a file. A variable
of CSL for which both have no field stands under its own name: programs pass over fields that
they do not know. biblatex' `date`, `urldate`, `url`, `doi` and `langid`-free `language` are
ignored by older styles. Text is UTF-8; the characters with a meaning in LaTeX are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from plainfact.model import Knowledge, Name, Source

TYPES = {
    "article": "article",
    "article-journal": "article",
    "article-magazine": "article",
    "article-newspaper": "article",
    "bill": "legislation",
    "book": "book",
    "broadcast": "video",
    "chapter": "incollection",
    "classic": "unpublished",
    "dataset": "dataset",
    "entry": "inreference",
    "entry-dictionary": "inreference",
    "entry-encyclopedia": "inreference",
    "figure": "artwork",
    "graphic": "artwork",
    "legal_case": "jurisdiction",
    "legislation": "legislation",
    "manuscript": "unpublished",
    "motion_picture": "movie",
    "pamphlet": "booklet",
    "paper-conference": "inproceedings",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "personal_communication": "letter",
    "post": "online",
    "post-weblog": "online",
    "regulation": "legislation",
    "report": "techreport",
    "review": "article",
    "review-book": "article",
    "software": "software",
    "song": "audio",
    "speech": "unpublished",
    "standard": "standard",
    "thesis": "phdthesis",
    "treaty": "legislation",
    "webpage": "online",
}
"""CSL's types; those that are not here are `misc`."""
PLAIN = frozenset(
    [
        "article-journal",
        "book",
        "chapter",
        "dataset",
        "entry-encyclopedia",
        "graphic",
        "legal_case",
        "legislation",
        "manuscript",
        "motion_picture",
        "pamphlet",
        "paper-conference",
        "patent",
        "performance",
        "periodical",
        "personal_communication",
        "report",
        "software",
        "song",
        "standard",
        "thesis",
        "webpage",
    ]
)
"""Types that their entry type says alone."""
SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}
"""The words that biblatex' styles and Zotero know; of the others, CSL's own name is the word."""
CONTAINERS = {
    "article": "journal",
    "incollection": "booktitle",
    "inreference": "booktitle",
    "inproceedings": "booktitle",
    "book": "booktitle",  # no field of a book: that is `series`, which is CSL's collection-title
}
FIELDS = {
    "abstract": "abstract",
    "annote": "annotation",
    "call-number": "library",
    "chapter-number": "chapter",
    "collection-title": "series",
    "container-title-short": "shortjournal",
    "edition": "edition",
    "event-date": "eventdate",
    "event-place": "venue",
    "event-title": "eventtitle",
    "genre": "type",
    "ISBN": "isbn",
    "ISSN": "issn",
    "keyword": "keywords",
    "license": "rights",
    "number-of-pages": "pagetotal",
    "number-of-volumes": "volumes",
    "original-date": "origdate",
    "original-publisher": "origpublisher",
    "original-publisher-place": "origlocation",
    "original-title": "origtitle",
    "page": "pages",
    "part-number": "part",
    "PMCID": "pmcid",
    "PMID": "pmid",
    "publisher-place": "address",
    "status": "pubstate",
    "title-short": "shorttitle",
    "version": "version",
    "volume": "volume",
}
"""CSL's variables by biblatex' fields (its manual, section 2.2), JabRef's and Zotero's; the others
stand under their own names, but for `issue` and the two numbers, see `_numbers`."""
NAMES = {"container-author": "bookauthor"}
"""CSL's other names stand under their own: `editor` and `translator` are biblatex' too."""
SERIAL = frozenset(("book", "incollection", "inproceedings", "inreference"))
"""Entries whose `number` counts within their series (biblatex' manual, section 2.2.2)."""
PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SPECIAL = {character: f"\\{character}" for character in "$&#%_"} | {
    "\\": r"{\textbackslash}",
    "{": r"{\lbrace}",
    "}": r"{\rbrace}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
}

_ESCAPES = str.maketrans(_SPECIAL)


def sources_bib(knowledge: Knowledge) -> str:
    """All sources as BibTeX, sorted by id.

    A character that BibTeX does not allow in a key becomes "-"; the id then stands in `ids`.
    """
    entries, taken = [], set[str]()
    for source in sorted(knowledge.sources.values(), key=lambda source: source.id):
        key = stem = re.sub(r"[^\w.:/+-]|[^\x21-\x7e]", "-", source.id) or "source"
        number = 1
        while key.casefold() in taken:  # BibTeX ignores case in keys
            number += 1
            key = f"{stem}-{number}"
        taken.add(key.casefold())
        entries.append(_entry(source, key))
    return "\n".join(entries)


def _entry(source: Source, key: str) -> str:
    kind = TYPES.get(source.type, "misc")
    lines = [f"  {name} = {value}" for name, value in _fields(source, kind, key)]
    return f"@{kind}{{{key},\n" + ",\n".join(lines) + "\n}\n"


def _fields(source: Source, kind: str, key: str) -> Iterator[tuple[str, str]]:
    container = CONTAINERS.get(kind, "howpublished")
    texts = (
        ("author", _names(source.author)),
        # Inner braces keep the title's own capitals.
        ("title", f"{{{escaped(source.title)}}}"),
        ("entrysubtype", SUBTYPES.get(source.type, "" if source.type in PLAIN else source.type)),
        (container, escaped(source.container_title)),
        (PUBLISHERS.get(kind, "publisher"), escaped(source.publisher)),
        ("year", f"{source.issued.year:04d}" if source.issued else ""),
        ("date", str(source.issued or "")),
        ("doi", _address(source.doi)),
        ("url", _address(source.url or source.archive_url)),
        ("urldate", str(source.accessed or "")),
        ("language", escaped(source.language)),
        ("note", escaped(source.note)),
        ("ids", escaped(source.id) if key != source.id else ""),
        *((NAMES.get(name, name), _names(source.names[name])) for name in sorted(source.names)),
        *_numbers(source.variables, kind),
        *(
            (FIELDS.get(name, name), escaped(source.variables[name]))
            for name in sorted(source.variables)
            if name not in ("issue", "number", "collection-number")
        ),
    )
    for name, value in texts:
        if value and name == "pages":
            value = value.replace("–", "--")
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and source.issued and source.issued.month:
            yield "month", MONTHS[source.issued.month - 1]


def _numbers(variables: Mapping[str, str], kind: str) -> Iterator[tuple[str, str]]:
    """BibTeX' `number` is an article's issue, and a book's place in its series."""
    issue, number = variables.get("issue", ""), variables.get("number", "")
    of_series = variables.get("collection-number", "")
    if kind in ("article", "periodical"):
        yield "number", escaped(issue)
        yield "eid", escaped(number)
    elif kind in SERIAL:
        yield "number", escaped(of_series)
        yield "eid", escaped(number)
        yield "issue", escaped(issue)
        return
    else:
        yield "number", escaped(number)
        yield "issue", escaped(issue)
    yield "collection-number", escaped(of_series)


def escaped(words: str) -> str:
    """Text on one line, with LaTeX' own characters escaped."""
    plain = re.sub(r"[\x00-\x1f\x7f\s]+", " ", words).strip()
    return plain.translate(_ESCAPES)


def _address(url: str) -> str:
    """An address is verbatim to biblatex: only what would end the field is encoded."""
    encoded = url.replace("\\", "%5C").replace("{", "%7B").replace("}", "%7D")
    return re.sub(r"\s", "%20", encoded)


def _names(names: Sequence[Name]) -> str:
    found = []
    for name in names:
        if name.literal or not (name.family and name.given):
            # Braces: an institution is one name, its "and" and commas its own.
            found.append(f"{{{escaped(str(name))}}}")
        else:
            found.append(f"{_part(name.family)}, {_part(name.given)}")
    return " and ".join(found)


def _part(words: str) -> str:
    """A part of a person's name; braces keep what would end it."""
    written = escaped(words)
    return f"{{{written}}}" if re.search(r",|\band\b", words, re.IGNORECASE) else written
