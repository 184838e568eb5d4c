"""Pages that would cost more than a page may: parts shown as written, and pages that the host
gives up on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plainfact.extensions.base import PlainfactExtension
from plainfact.extensions.host import page_of
from plainfact.extensions.limits import MAX_DEPTH
from plainfact.extensions.locate import place_of
from plainfact.findings import Finding, Location, Rule

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File

    from plainfact.site.session import Session


def shown_as_written(session: Session, file: File) -> tuple[Finding, ...]:
    """A finding for each block of a page that was not converted (`extensions/limits.py`)."""
    found = {
        Finding(
            Rule.LIMIT,
            place_of(words, file.content_string, result.page.file),
            "these lines would take too long to convert, so they are shown as they are written",
            "close each '[', '`' and '<' that is opened, nest less "
            f"(at most {MAX_DEPTH} levels), or spread this over several pages",
        )
        for result in session.results(file.src_uri)
        for words in result.too_much
    }
    return tuple(found)


def too_deep(file: File, config: MkDocsConfig) -> None:
    """Note, with the extensions of a site, that the host gave up on a page."""
    page = page_of(file, {}, config)
    finding = Finding(
        Rule.LIMIT,
        Location(page.file),
        "something on this page is nested too deep to be converted: emphasis, links, HTML",
        "close what is opened, or nest less",
    )
    for extension in config.markdown_extensions:
        if isinstance(extension, PlainfactExtension):
            extension.begin(page).findings.append(finding)
