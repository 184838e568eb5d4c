"""All words of a page or a PDF file, in order: for looking whether something is said there."""

from __future__ import annotations

import io
import logging

from plainfact.metadata.text import decoded

MAX_PAGES = 300  # of a PDF
MAX_CHARACTERS = 5_000_000
UNSEEN = ("script", "style", "template")


def text_of(data: bytes, kind: str, charset: str) -> tuple[str, str]:
    """The text, and why there is none; `kind` is "html-text" or "pdf-text"."""
    text, why = _pdf(data) if kind == "pdf-text" else _html(data, charset)
    if len(text) > MAX_CHARACTERS:
        return "", "it is too long"
    return text, why


def _html(data: bytes, charset: str) -> tuple[str, str]:
    from lxml import etree, html  # type: ignore[import-untyped]  # an extra

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    source = decoded(data, charset).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(source, parser=parser)
        etree.strip_elements(root, *UNSEEN, with_tail=False)
        return "\n".join(root.itertext()), ""
    except (etree.LxmlError, ValueError, AssertionError) as error:
        return "", f"it cannot be read ({type(error).__name__})"


def _pdf(data: bytes) -> tuple[str, str]:
    from pypdf import PdfReader  # an extra

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        if len(pages) > MAX_PAGES:
            return "", f"it has more than {MAX_PAGES} pages"
        return "\n".join(page.extract_text() for page in pages), ""
    except Exception as error:  # any type can come out of a broken file
        return "", f"it cannot be read ({type(error).__name__})"
