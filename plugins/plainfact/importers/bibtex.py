"""BibTeX and BibLaTeX → source values."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from plainfact.findings import Finding, Location, Rule
from plainfact.importers.common import import_text, iso, spread
from plainfact.reader import Document, Node, Text, Value
from plainfact.schemas.csl import TYPES

# BibTeX (and BibLaTeX) entry types and fields → CSL, after pandoc's and Zotero's tables.
_BIB_TYPES = {
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
_BIB_TEXTS = {
    "abstract": "abstract",
    "address": "publisher-place",
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
    "location": "publisher-place",
    "number": "number",
    "organization": "publisher",
    "pages": "page",
    "pagetotal": "number-of-pages",
    "pmid": "PMID",
    "publisher": "publisher",
    "school": "publisher",
    "series": "collection-title",
    "shortjournal": "container-title-short",
    "shorttitle": "title-short",
    "title": "title",
    "url": "URL",
    "version": "version",
    "volume": "volume",
}
_BIB_NAMES = {
    "author": "author",
    "bookauthor": "container-author",
    "editor": "editor",
    "translator": "translator",
}
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_LANGUAGES = {
    "arabic": "ar",
    "american": "en-US",
    "brazilian": "pt-BR",
    "british": "en-GB",
    "chinese": "zh",
    "dutch": "nl",
    "english": "en",
    "french": "fr",
    "german": "de",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "ngerman": "de",
    "polish": "pl",
    "portuguese": "pt",
    "russian": "ru",
    "spanish": "es",
    "ukrainian": "uk",
}
_MAX_BRACES = 50


def bibtex(data: bytes, path: str) -> Document:
    """A BibTeX or BibLaTeX file as a document of sources; needs `plainfact[bib]`."""
    text, findings = import_text(data, path)
    if text is None:
        return Document(Text(path, ""), None, findings)
    try:
        from bibtexparser import middlewares  # an extra: most sites have no .bib
        from bibtexparser.entrypoint import parse_string
        from bibtexparser.model import DuplicateBlockKeyBlock, Entry, ParsingFailedBlock
    except ImportError:
        message, hint = "BibTeX files need bibtexparser", "pip install plainfact[bib]"
        found = Finding(Rule.INVALID_FIELD, Location(path), message, hint)
        return Document(text, None, (*findings, found))
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # it tells what we report
    try:
        library = parse_string(text.content)
    except Exception as error:  # any type can come out of hostile input
        message = f"this cannot be read as BibTeX ({type(error).__name__})"
        found = Finding(Rule.YAML_SYNTAX, Location(path), message)
        return Document(text, None, (*findings, found))
    decode_latex: Any = middlewares.LatexDecodingMiddleware()
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text.content))]
    out = list(findings)
    records: dict[str, Node] = {}
    for block in library.blocks:
        line = min(block.start_line or 0, len(starts) - 1)
        span = _bib_span(text.content, starts[line])
        place = text.location(*span)
        if isinstance(block, DuplicateBlockKeyBlock):
            first = (
                text.location(*(records[block.key].key or span)) if block.key in records else place
            )
            message = f"duplicate source id '{block.key}', already defined in "
            message += f"{first.path}:{first.line}"
            out.append(Finding(Rule.DUPLICATE_ID, place, message, "give one of them another id"))
        elif isinstance(block, ParsingFailedBlock):
            message = "no valid BibTeX: this entry cannot be read"
            hint = "look for a missing comma, bracket or quotation mark in it"
            out.append(Finding(Rule.YAML_SYNTAX, place, message, hint))
        elif isinstance(block, Entry):
            raw = {field.key.casefold(): str(field.value) for field in block.fields}
            try:
                values = _bib_values(block.entry_type.casefold(), raw, decode_latex)
            except Exception as error:  # any type can come out of hostile input
                message = f"this entry cannot be read ({type(error).__name__})"
                out.append(Finding(Rule.YAML_SYNTAX, place, message))
                continue
            node = spread(values, *span, 0)
            node.key = span
            records[block.key] = node
    value: Value = {key: node.value for key, node in records.items()}
    return Document(text, Node(value, 0, len(text.content), children=records), tuple(out))


def _bib_span(content: str, start: int) -> tuple[int, int]:
    """The key of the entry that begins on this line; the whole line where it has none."""
    end = content.find("\n", start)
    end = len(content) if end < 0 else end
    found = re.compile(r"\s*@\w+\s*[{(]\s*([^\s,{}]+)").match(content, start, end)
    return found.span(1) if found else (start, max(end, start + 1))


def _bib_values(kind: str, raw: Mapping[str, str], latex: Any) -> dict[str, Any]:
    def words(text: str) -> str:
        if text.count("{") > _MAX_BRACES * 20 or len(text) > 100_000:
            raise ValueError("too much markup")
        return " ".join(_latex(latex, text).replace("{", "").replace("}", "").split())

    values: dict[str, Any] = {"type": _bib_type(kind, raw)}
    for name, csl in _BIB_TEXTS.items():
        if raw.get(name, "").strip() and csl not in values:
            values[csl] = _verbatim(raw[name]) if csl in ("URL", "DOI") else words(raw[name])
    if "page" in values:
        values["page"] = re.sub(r"--+|—", "–", values["page"])
    if "subtitle" in raw and "title" in values:
        values["title"] += f": {words(raw['subtitle'])}"
    for name, csl in _BIB_NAMES.items():
        if raw.get(name, "").strip():
            values[csl] = _bib_names(raw[name], words)
    date = raw.get("date", "").strip().partition("/")[0].partition("T")[0]
    issued = date or _bib_date(raw)
    if issued:
        values["issued"] = issued
    if raw.get("urldate", "").strip():
        values["accessed"] = raw["urldate"].strip()
    if "howpublished" in raw and "URL" not in values:
        found = re.search(r"https?://[^\s{}]+", raw["howpublished"])
        if found:
            values["URL"] = found[0]
    published = raw.get("howpublished", "").strip()
    if published and "://" not in published and "\\url" not in published:
        values.setdefault("container-title", words(published))
    if kind in ("article", "periodical") and "number" in values and "issue" not in values:
        values["issue"] = values.pop("number")
    language = raw.get("langid", raw.get("language", "")).strip()
    is_tag = re.fullmatch(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", language)
    tag = _LANGUAGES.get(language.casefold(), language if is_tag else "")
    if tag:
        values["language"] = tag
    return values


def _verbatim(address: str) -> str:
    """An address; some programs escape in it what TeX would take for its own."""
    return re.sub(r"\\([&%#$_~{}])", r"\1", address.strip())


def _latex(latex: Any, text: str) -> str:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    if "\\" not in text and "$" not in text and "--" not in text and "~" not in text:
        return text
    library = latex.transform(Library([Entry("misc", "x", [Field("note", text)])]))
    return str(library.entries[0]["note"]) if library.entries else text


def _bib_type(kind: str, raw: Mapping[str, str]) -> str:
    written = raw.get("entrysubtype", "").strip().casefold()
    if kind == "article" and written in ("newspaper", "magazine"):
        return f"article-{written}"
    if written in TYPES:  # as our own export says it
        return written
    if kind == "misc" and ("url" in raw or "http" in raw.get("howpublished", "")):
        return "webpage"
    return _BIB_TYPES.get(kind, "document")


def _bib_date(raw: Mapping[str, str]) -> str:
    year = raw.get("year", "").strip("{} ")
    month = raw.get("month", "").strip("{}. ").casefold()
    day = raw.get("day", "").strip("{} ")
    if month[:3] in _MONTHS:
        month = str(_MONTHS.index(month[:3]) + 1)
    return iso([part for part in (year, *([month, day] if month else [])) if part])


def _bib_names(text: str, words: Callable[[str], str]) -> list[dict[str, str]]:
    """Names parted by 'and' outside brackets; one wholly in brackets is an institution."""
    from bibtexparser.middlewares.names import (
        parse_single_name_into_parts,
        split_multiple_persons_names,
    )

    names: list[dict[str, str]] = []
    for one in split_multiple_persons_names(" ".join(text.split())):
        one = one.strip()
        if one.casefold() == "others" or not one:
            continue
        if one.startswith("{") and one.endswith("}") and "}" not in one[1:-1]:
            names.append({"literal": words(one)})
            continue
        parts = parse_single_name_into_parts(one, strict=False)
        found = {
            "family": " ".join(parts.last),
            "given": " ".join(parts.first),
            "non-dropping-particle": " ".join(parts.von),
            "suffix": " ".join(parts.jr),
        }
        names.append({part: words(name) for part, name in found.items() if name})
    return names
