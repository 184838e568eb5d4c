"""Figures and quotations in the prose of pages with notes: with a note, or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainfact import checks
from plainfact.extensions.locate import place_of
from plainfact.findings import Finding

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files

    from plainfact.site.session import Session

CITATIONS = "plainfact.citations"


def unsupported(session: Session, file: File) -> tuple[Finding, ...]:
    """Figures and quotations on a page with notes that no note supports."""
    extension = session.extensions.get(CITATIONS)
    result = extension.results.get(file.src_uri) if extension else None
    if result is None or not any(not noted for _, noted in result.sentences):
        return ()
    sentences = tuple(result.sentences)
    known, findings = session.unsupported.get(file.src_uri, ((), ()))
    if known != sentences:
        source, path = file.content_string, result.page.file
        language = result.page.language or session.written_in
        without = [
            checks.Sentence(words, noted, place_of(words, source, path))
            for words, noted in sentences
            # Few want one; finding places is slow.
            if not noted and checks.wants_note(words, language)
        ]
        findings = checks.uncited(result.page, without, session.written_in)
        session.unsupported[file.src_uri] = (sentences, findings)
    return findings


def coverage(session: Session, files: Files) -> tuple[checks.Coverage, ...]:
    """How many figures and quotations have notes, of each page that has notes at all."""
    extension = session.extensions.get(CITATIONS)
    results = extension.results if extension else {}
    pages = (results.get(file.src_uri) for file in files.documentation_pages())
    counted = [
        checks.coverage(page.page.file, page.sentences, page.page.language or session.written_in)
        for page in pages
        if page
    ]
    found = (each for each in counted if each.figures or each.quotations)
    return tuple(sorted(found, key=lambda each: each.path))
