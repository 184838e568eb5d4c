"""Sources as other programs write them (CSL-JSON, CSL-YAML, BibTeX) → our source values.

Each importer gives a Document such as a YAML file of sources gives: a mapping from ids to
records, which the loader checks like any other. Places are those of the entry where its
format keeps no finer ones.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from plainfact.findings import Finding, Location, Rule
from plainfact.reader import (
    MAX_DEPTH,
    MAX_DIGITS,
    Document,
    Node,
    Text,
    Value,
    decode,
    hidden,
    unescaped,
)

MAX_IMPORT = 10_000_000
"""Bytes of a .json or .bib file: exports of whole reference managers are large."""

# What exports call differently from CSL 1.0.2: Zotero, Mendeley, citeproc-js.
_CSL_ALIASES = {
    "journalAbbreviation": "container-title-short",
    "shortTitle": "title-short",
    "container-title-abbrev": "container-title-short",
}
_CSL_DROPPED = frozenset(("id", "categories", "custom", "citation-item", "system_id"))
_CSL_DATES = frozenset(
    ("accessed", "available-date", "event-date", "issued", "original-date", "submitted")
)


def csl_json(data: bytes, path: str) -> Document:
    """A CSL-JSON file (a list of items, or one item) as a document of sources."""
    text, findings = _text(data, path)
    if text is None:
        return Document(Text(path, ""), None, findings)
    content = text.content
    start = len(content) - len(content.lstrip())
    items: list[tuple[Value, int, int]] = []
    decoder = json.JSONDecoder(parse_float=_number, parse_int=_number, parse_constant=_no_constant)
    at = start
    found = list(findings)
    try:
        if content[start : start + 1] == "[":
            at = _skip(content, start + 1)
            while content[at : at + 1] != "]":
                value, end = decoder.raw_decode(content, at)
                items.append((value, at, end))
                at = _skip(content, end)
                if content[at : at + 1] == ",":
                    at = _skip(content, at + 1)
                elif content[at : at + 1] != "]":
                    raise json.JSONDecodeError("expected ',' or ']'", content, at)
            at = _skip(content, at + 1)
        elif content.strip():
            value, end = decoder.raw_decode(content, start)
            items.append((value, start, end))
            at = _skip(content, end)
        if content[at:]:
            raise json.JSONDecodeError("text after the end", content, at)
        nodes = [
            _located(_clean(value, text, span, found), *span, content) for value, *span in items
        ]
    except json.JSONDecodeError as error:
        place = text.location(min(error.pos, max(len(content) - 1, 0)))
        message = f"no valid JSON: {error.msg}"
        return Document(text, None, (*findings, Finding(Rule.YAML_SYNTAX, place, message)))
    except (RecursionError, ValueError) as error:
        rule = Rule.LIMIT if isinstance(error, RecursionError) else Rule.YAML_SYNTAX
        message = "nested too deep" if rule is Rule.LIMIT else f"no valid JSON: {error}"
        place = text.location(min(at, max(len(content) - 1, 0)))
        return Document(text, None, (*findings, Finding(rule, place, message[:200])))
    root = _by_id(text, nodes, found)
    return Document(text, root, tuple(found))


def csl_yaml(document: Document) -> Document:
    """A YAML file of sources; one that holds CSL items (a list, or pandoc's `references:`)
    is turned into records by id, any other is given back as it is."""
    root = document.root
    if root is None:
        return document
    listed = root
    if isinstance(root.value, dict) and isinstance(root.value.get("references"), list):
        listed = root.child("references") or root
    if not isinstance(listed.value, list) or not isinstance(listed.children, list):
        return document
    if not any(isinstance(item, dict) and "id" in item for item in listed.value):
        return document
    found = list(document.findings)
    return Document(document.text, _by_id(document.text, listed.children, found), tuple(found))


def _by_id(text: Text, items: list[Node], findings: list[Finding]) -> Node:
    """Items with an `id` → a mapping from ids to records."""
    records: dict[str, Node] = {}
    for item in items:
        own = item.child("id") if isinstance(item.value, dict) else None
        if own is None or not own.written:
            message, hint = "an item without an 'id'", "add 'id', the key to cite it by"
            if not isinstance(item.value, dict):
                message, hint = "an item must be a mapping of CSL fields", ""
            place = text.location(item.start, item.end)
            findings.append(Finding(Rule.INVALID_FIELD, place, message, hint))
            continue
        if own.written in records:
            first = text.location(*(records[own.written].key or (item.start, item.end)))
            message = f"duplicate source id '{own.written}', already defined in "
            message += f"{first.path}:{first.line}"
            place = text.location(own.start, own.end)
            findings.append(
                Finding(Rule.DUPLICATE_ID, place, message, "give one of them another id")
            )
            continue
        records[own.written] = _csl_item(item, (own.start, own.end))
    start, end = (items[0].start, items[-1].end) if items else (0, 0)
    value: Value = {key: node.value for key, node in records.items()}
    return Node(value, start, end, children=records)


def _csl_item(item: Node, key: tuple[int, int]) -> Node:
    children: dict[str, Node] = {}
    for name, child in item.items():
        if name in _CSL_DROPPED or child.value in (None, "", [], {}):
            continue
        name = _CSL_ALIASES.get(name, name)
        children.setdefault(name, _csl_date(child) if name in _CSL_DATES else child)
    value: Value = {name: child.value for name, child in children.items()}
    return Node(value, item.start, item.end, key, children=children)


def _csl_date(node: Node) -> Node:
    """CSL's dates (date-parts, raw, literal; pandoc's year, month, day) as ISO 8601."""
    value: Any = node.value
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, dict):
        return node
    parts: Any = value.get("date-parts")
    if isinstance(parts, list) and parts and isinstance(parts[0], list):
        parts = parts[0]
    elif "year" in value:
        parts = [value.get(name) for name in ("year", "month", "day")]
    if isinstance(parts, list):
        text = _iso([part for part in parts[:3] if part not in (None, "")])
    else:
        text = str(value.get("raw") or value.get("literal") or "")[:40]
        text = text.partition("/")[0].partition("T")[0]
    if not text:
        return node
    return Node(text, node.start, node.end, node.key, written=text)


def _iso(parts: list[Any]) -> str:
    """[2024, 10] → 2024-10; what is no date stays, for the loader to say so."""
    texts = [str(part).strip() for part in parts]
    widths = (4, 2, 2)
    return "-".join(text.zfill(width) for text, width in zip(texts, widths, strict=False))


def _located(value: Any, start: int, end: int, content: str) -> Node:
    """A JSON item's nodes: its fields at their first key in the item, all else at those."""
    node = _spread(value, start, end, 0)
    if isinstance(node.children, dict):
        for name, child in node.children.items():
            key = re.compile(rf"(?<!\\){re.escape(json.dumps(name, ensure_ascii=False))}\s*:\s*")
            found = key.search(content, start, end)
            if found:
                child.key = (found.start(), found.start() + len(name) + 2)
                stop = _value_end(content, found.end(), end)
                _move(child, found.end(), stop)
    return node


def _clean(value: Any, text: Text, span: list[int], findings: list[Finding]) -> Any:
    """A JSON value whose texts hold only what a text may; the rest is reported."""
    if isinstance(value, str):
        place = text.location(*span)
        clean, wrong = unescaped(value, text.content[slice(*span)], place)
        findings += wrong
        return clean
    if isinstance(value, list):
        return [_clean(each, text, span, findings) for each in value]
    if isinstance(value, dict):
        return {
            _clean(key, text, span, findings): _clean(each, text, span, findings)
            for key, each in value.items()
        }
    return value


def _value_end(content: str, start: int, limit: int) -> int:
    try:
        return json.JSONDecoder(parse_int=str).raw_decode(content, start)[1]
    except (ValueError, RecursionError):
        return limit


def _move(node: Node, start: int, end: int) -> None:
    node.start, node.end = start, end
    for _, child in node.items():
        _move(child, start, end)


def _spread(value: Any, start: int, end: int, depth: int) -> Node:
    if depth > MAX_DEPTH:
        raise RecursionError
    if isinstance(value, dict):
        nodes = {str(key): _spread(each, start, end, depth + 1) for key, each in value.items()}
        for child in nodes.values():
            child.key = (start, end)
        return Node(value, start, end, children=nodes)
    if isinstance(value, list):
        listed = [_spread(each, start, end, depth + 1) for each in value]
        return Node(value, start, end, children=listed)
    written = "" if value is None else str(value).lower() if value in (True, False) else str(value)
    return Node(value, start, end, written=written)


def _skip(content: str, at: int) -> int:
    while content[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at


def _number(text: str) -> int | Decimal | str:
    if len(text) > MAX_DIGITS:
        return text
    if text.lstrip("-").isdecimal():
        return int(text)
    number = Decimal(text)
    return number if abs(number.adjusted()) <= MAX_DIGITS else text


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def likely_ids(data: bytes) -> frozenset[str]:
    """Ids in a file that cannot be read: what refers to them is not wrong as well."""
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = data[:MAX_IMPORT].decode("utf-16" if wide else "utf-8", "replace")
    found = re.findall(r"^(?!#)[\"']?([^\s:\"'#{}\[\],][^\s:\"']*)[\"']?:(?:\s|$)", text, re.M)
    found += re.findall(r'"id"\s*:\s*"([^"\\\n]{1,200})"', text)
    found += re.findall(r"^\s*@\w+\s*\{\s*([^\s,{}]{1,200}),", text, re.M)
    return frozenset(found)


def _text(data: bytes, path: str) -> tuple[Text | None, tuple[Finding, ...]]:
    if len(data) > MAX_IMPORT:
        message = f"the file is larger than {MAX_IMPORT // 1_000_000} MB"
        found = Finding(Rule.LIMIT, Location(path), message, "split it into several files")
        return None, (found,)
    content, findings = decode(data, path)
    if content is None:
        return None, findings
    text = Text(path, content)
    return text, (*findings, *hidden(text))


# BibTeX (and BibLaTeX) entry types and fields → CSL, after pandoc's and Zotero's tables.
_BIB_TYPES = {
    "article": "article-journal",
    "book": "book",
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
    "legislation": "legislation",
    "manual": "book",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "online": "webpage",
    "patent": "patent",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "software": "software",
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
    text, findings = _text(data, path)
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
            node = _spread(values, *span, 0)
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
            values[csl] = raw[name].strip() if csl in ("URL", "DOI") else words(raw[name])
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
    language = raw.get("langid", raw.get("language", "")).strip().casefold()
    tag = _LANGUAGES.get(language, language if re.fullmatch("[a-z]{2}", language) else "")
    if tag:
        values["language"] = tag
    return values


def _latex(latex: Any, text: str) -> str:
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    if "\\" not in text and "$" not in text and "--" not in text and "~" not in text:
        return text
    library = latex.transform(Library([Entry("misc", "x", [Field("note", text)])]))
    return str(library.entries[0]["note"]) if library.entries else text


def _bib_type(kind: str, raw: Mapping[str, str]) -> str:
    if kind == "article" and raw.get("entrysubtype", "").casefold() in ("newspaper", "magazine"):
        return f"article-{raw['entrysubtype'].casefold()}"
    if kind == "misc" and ("url" in raw or "http" in raw.get("howpublished", "")):
        return "webpage"
    return _BIB_TYPES.get(kind, "document")


def _bib_date(raw: Mapping[str, str]) -> str:
    year = raw.get("year", "").strip("{} ")
    month = raw.get("month", "").strip("{}. ").casefold()
    day = raw.get("day", "").strip("{} ")
    if month[:3] in _MONTHS:
        month = str(_MONTHS.index(month[:3]) + 1)
    return _iso([part for part in (year, *([month, day] if month else [])) if part])


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
