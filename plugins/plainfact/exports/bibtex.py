"""Sources as BibTeX, for the programs that read nothing newer.

BibTeX' entry types and fields (btxdoc, section 3) where it has them, else biblatex' (its
manual, sections 2.1.1 to 2.1.3), which older styles print as `misc`. What neither tells apart
has its CSL type in `entrysubtype`, which biblatex leaves to whoever writes a file.
biblatex' `date`, `urldate`, `url`, `doi` and `langid`-free `language` are ignored by older
styles. Text is UTF-8; the characters
with a meaning in LaTeX are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

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
    "book": "series",
}
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
    known = source.variables
    container = CONTAINERS.get(kind, "howpublished")
    texts = (
        ("author", _names(source.author)),
        ("editor", _names(source.names.get("editor", ()))),
        # Inner braces keep the title's own capitals.
        ("title", f"{{{escaped(source.title)}}}"),
        ("entrysubtype", SUBTYPES.get(source.type, "" if source.type in PLAIN else source.type)),
        (container, escaped(source.container_title)),
        (PUBLISHERS.get(kind, "publisher"), escaped(source.publisher)),
        ("address", escaped(known.get("publisher-place", ""))),
        ("volume", escaped(known.get("volume", ""))),
        ("number", escaped(known.get("issue", "") or known.get("number", ""))),
        ("edition", escaped(known.get("edition", ""))),
        ("pages", escaped(known.get("page", "")).replace("–", "--")),
        ("year", f"{source.issued.year:04d}" if source.issued else ""),
        ("date", str(source.issued or "")),
        ("doi", _address(source.doi)),
        ("url", _address(source.url or source.archive_url)),
        ("urldate", str(source.accessed or "")),
        ("language", escaped(source.language)),
        ("note", escaped(source.note)),
        ("ids", escaped(source.id) if key != source.id else ""),
    )
    for name, value in texts:
        if value:
            yield name, f"{{{value}}}"
        if name == "year" and source.issued and source.issued.month:
            yield "month", MONTHS[source.issued.month - 1]


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
            found.append(f"{escaped(name.family)}, {escaped(name.given)}")
    return " and ".join(found)
