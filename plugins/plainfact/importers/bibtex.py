"""BibTeX and BibLaTeX → source values."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any

from plainfact.findings import Finding, Location, Rule
from plainfact.importers import bibtex_fields as fields
from plainfact.importers.common import (
    UNDATED,
    date_in,
    import_text,
    iso,
    language_tag,
    spread,
    without_extra,
)
from plainfact.reader import Document, Node, Text, Value
from plainfact.schemas.csl import TYPES

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
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
    for name, variable in fields.TEXTS.items():
        if raw.get(name, "").strip() and variable not in values:
            values[variable] = (
                _verbatim(raw[name]) if variable in ("URL", "DOI") else words(raw[name])
            )
    if "page" in values:
        values["page"] = re.sub(r"--+|—", "–", values["page"])
    if "subtitle" in raw and "title" in values:
        values["title"] += f": {words(raw['subtitle'])}"
    for name, variable in fields.NAMES.items():
        if raw.get(name, "").strip():
            values[variable] = _bib_names(raw[name], words)
    for name in ("editora", "editorb", "editorc"):
        role = raw.get(f"{name}type", "").strip("{} ").casefold()
        role = fields.ROLES.get(role, role)
        if raw.get(name, "").strip() and role in fields.OWN_NAMES:
            values.setdefault(role, _bib_names(raw[name], words))
    for name, text in raw.items():
        own = fields.OWN_TEXTS.get(name, "")
        if name in fields.OWN_NAMES and text.strip():
            values.setdefault(name, _bib_names(text, words))
        elif own and text.strip():
            values.setdefault(own, words(text))
    issued = _day(raw.get("date", "")) or _bib_date(raw)
    if issued:
        values["issued"] = issued
    for name, variable in fields.DATES.items():
        if day := _day(raw.get(name, "")):
            values[variable] = day
    lines = "\n".join(line.strip() for line in raw.get("note", "").splitlines())
    if note := words(without_extra(lines)):
        values["note"] = note
    genre = words(raw.get("type", ""))
    if genre and genre.casefold() not in fields.NO_GENRES:
        values.setdefault("genre", genre)
    if "howpublished" in raw and "URL" not in values:
        found = re.search(r"https?://[^\s{}]+", raw["howpublished"])
        if found:
            values["URL"] = found[0]
    published = raw.get("howpublished", "").strip()
    if published and "://" not in published and "\\url" not in published:
        values.setdefault("container-title", words(published))
    if kind in ("article", "periodical", "review") and "number" in values:
        values.setdefault("issue", values.pop("number"))
    elif kind in fields.SERIAL and "number" in values:
        values.setdefault("collection-number", values.pop("number"))
    if raw.get("eid", "").strip():
        values.setdefault("number", words(raw["eid"]))
    if eprint := words(raw.get("eprint", "")):
        kept = {"pubmed": "PMID", "pmcid": "PMCID", "arxiv": "number"}
        kind_of = raw.get("eprinttype", raw.get("archiveprefix", "")).strip("{} ").casefold()
        if kind_of in kept:
            values.setdefault(kept[kind_of], f"arXiv:{eprint}" if kind_of == "arxiv" else eprint)
    if tag := language_tag(raw.get("langid", raw.get("language", ""))):
        values["language"] = tag
    return values


def _day(written: str) -> str:
    """A date; what is none stays, for the loader to say so."""
    words = written.strip("{} ")
    return date_in(words) or ("" if words.casefold() in UNDATED else words)


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
    return fields.ENTRY_TYPES.get(kind, "document")


def _bib_date(raw: Mapping[str, str]) -> str:
    year = _day(raw.get("year", ""))
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
        if re.match(r"(?:family|given|prefix|suffix)\s*=", one):
            names.append(_bib_extended(one, words))
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


def _bib_extended(name: str, words: Callable[[str], str]) -> dict[str, str]:
    """family=Dam, given=Bert, prefix=van (biblatex' manual, section 3.4)."""
    parts = {
        match[1]: words(match[2])
        for match in re.finditer(
            r"(?<![a-z])([a-z]{1,20})\s*=\s*((?:[^,{}]|\{[^{}]*\})*)", name[:1000]
        )
    }
    found = {
        "family": parts.get("family", ""),
        "given": parts.get("given", ""),
        "non-dropping-particle": parts.get("prefix", ""),
        "suffix": parts.get("suffix", ""),
    }
    return {part: text for part, text in found.items() if text}
