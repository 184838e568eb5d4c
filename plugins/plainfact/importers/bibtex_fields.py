"""Entry types and fields of BibTeX and BibLaTeX → CSL, after pandoc's and Zotero's tables."""

from __future__ import annotations

from plainfact.schemas import csl

ENTRY_TYPES = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "bookinbook": "chapter",
    "booklet": "pamphlet",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "image": "graphic",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
TEXTS = {
    "abstract": "abstract",
    "address": "publisher-place",
    "annotation": "annote",
    "booktitle": "container-title",
    "chapter": "chapter-number",
    "doi": "DOI",
    "edition": "edition",
    "eventtitle": "event-title",
    "institution": "publisher",
    "isbn": "ISBN",
    "issn": "ISSN",
    "issue": "issue",
    "journal": "container-title",
    "journaltitle": "container-title",
    "keywords": "keyword",
    "library": "call-number",
    "location": "publisher-place",
    "number": "number",
    "organization": "publisher",
    "origlocation": "original-publisher-place",
    "origpublisher": "original-publisher",
    "origtitle": "original-title",
    "pages": "page",
    "pagetotal": "number-of-pages",
    "part": "part-number",
    "pmcid": "PMCID",
    "pmid": "PMID",
    "publisher": "publisher",
    "pubstate": "status",
    "rights": "license",
    "school": "publisher",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "title": "title",
    "url": "URL",
    "venue": "event-place",
    "version": "version",
    "volume": "volume",
    "volumes": "number-of-volumes",
}
DATES = {"eventdate": "event-date", "origdate": "original-date", "urldate": "accessed"}
NAMES = {
    "author": "author",
    "bookauthor": "container-author",
    "editor": "editor",
    "translator": "translator",
}
# CSL's variables under their own names, as our export has those that BibTeX has no field for.
OWN_TEXTS = {name.casefold(): name for name in (*csl.STANDARD, *csl.NUMBERS, *csl.DATES)}
OWN_NAMES = frozenset(csl.NAMES)
# What biblatex' field `type` says in words of its own, and the entry type says as well.
_GENRES = """audiocd bathesis candthesis collection datacd mastersthesis mathesis phdthesis
    resreport software techreport"""
NO_GENRES = frozenset(_GENRES.split())
ROLES = {"collaborator": "contributor", "scriptwriter": "script-writer"}
# biblatex' manual, section 2.2.2: the number of these is their place in a series.
_SERIAL = """book bookinbook collection inbook incollection inproceedings inreference mvbook
    mvcollection proceedings reference"""
SERIAL = frozenset(_SERIAL.split())
