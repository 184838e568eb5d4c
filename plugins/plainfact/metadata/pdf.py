"""A PDF file → the values of a source record, from its document information and XMP."""

from __future__ import annotations

import io
import logging
import re
from datetime import date
from typing import Any

from plainfact.metadata.dates import day_of
from plainfact.metadata.description import Description
from plainfact.metadata.names import people
from plainfact.metadata.page import DOI, LANGUAGE
from plainfact.metadata.text import cleaned

# What programs write where nobody has given a title.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint|excel)\b.*|"
    r".*\.(?:docx?|pdf|indd|qxd|tex|dvi|rtf|odt)|"
    r"document\d*|layout \d+|powerpoint presentation|print|doc\d*|slide \d+|\d+|presentation\d*",
    re.I,
)


def describe_pdf(data: bytes, url: str, today: date) -> Description:
    """What a PDF says about itself. The day on which the file was made is not taken for that
    of publication: it goes into the warnings."""
    from pypdf import PdfReader  # an extra

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    values: dict[str, Any] = {"type": "document"}
    warnings: list[str] = []
    try:
        reader = PdfReader(io.BytesIO(data))
        info: dict[str, Any] = dict(reader.metadata or {})
        xmp = _quiet(lambda: reader.xmp_metadata)
        language = cleaned(str(_quiet(lambda: reader.root_object.get("/Lang")) or ""), 40)
    except Exception as error:  # any type can come out of a broken file
        return Description({}, (f"the PDF cannot be read ({type(error).__name__})",))
    titles = [_first(_quiet(lambda: xmp.dc_title)) if xmp else "", info.get("/Title")]
    title = next(
        (text for text in map(_text, titles) if text and not _NO_TITLE.fullmatch(text)), ""
    )
    if title:
        values["title"] = title
    creators = list(_quiet(lambda: xmp.dc_creator) or []) if xmp else []
    authors = people([_text(each) for each in creators] or [_text(info.get("/Author"))], language)
    if authors:
        values["author"] = authors
    publisher = _first(_quiet(lambda: xmp.dc_publisher)) if xmp else ""
    if publisher:
        values["publisher"] = cleaned(publisher)
    stated = _quiet(lambda: xmp.dc_date) if xmp else None
    issued = day_of(_iso(_first(stated)), today)
    if issued:
        values["issued"] = issued
    elif made := day_of(_text(info.get("/CreationDate")), today):
        warnings.append(f"the PDF does not say when it was published; the file was made on {made}")
    values["URL"] = url.partition("#")[0]
    words = " ".join(map(_text, (info.get("/doi"), info.get("/Subject"), info.get("/Keywords"))))
    if doi := DOI.search(words):
        values["DOI"] = doi[1].rstrip(".,;)")
    if LANGUAGE.fullmatch(language):
        values["language"] = language
    return Description(values, tuple(warnings), is_article=bool(title))


def _quiet(ask: Any) -> Any:
    try:
        return ask()
    except Exception:  # broken parts are as good as none
        return None


def _first(value: Any) -> str:
    """Of XMP's lists and languages (x-default first)."""
    if isinstance(value, dict):
        value = value.get("x-default") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return _iso(value)


def _iso(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


def _text(value: Any) -> str:
    return cleaned(str(value)) if value is not None else ""
