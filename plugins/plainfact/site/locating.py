"""The lines of findings: pages in which something is wrong are converted once more, with
places written into them (`extensions/locate.py` says how)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from plainfact.extensions.locate import mark
from plainfact.findings import Rule
from plainfact.loader import definitions
from plainfact.site.render import render

if TYPE_CHECKING:
    from mkdocs.structure.files import File, Files

    from plainfact.site.session import Session

Convert = Callable[[Iterable[tuple["File", str]], str], None]
"""Converts pages once more, as they are given; the word says what besides has its places."""
_PROSE = frozenset((Rule.UNCITED_FIGURE, Rule.UNCITED_QUOTATION))
"""Found in rendered prose, whose place is looked for there and then (`place_of`)."""


def unplaced(session: Session, files: Files) -> list[File]:
    """Pages with findings that name no line, but for notes on prose."""
    without_line = {
        each.location.path
        for each in session.findings
        if not each.location.line and each.rule not in _PROSE
    }
    return [
        file
        for file in files.documentation_pages()
        if any(each.page.file in without_line for each in session.results(file.src_uri))
    ]


def place_definitions(session: Session) -> bool:
    """Hand the extensions definitions that carry their places; whether there are any."""
    terms = session.knowledge.terms.values()
    paths = sorted({term.location.path for term in terms if "[" in term.definition})
    placed: dict[tuple[str, str], str] = {}
    for number, path in enumerate(paths, 1):
        try:
            text = (session.project / path).read_text("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            continue
        for key, words in definitions(mark(text, data_file=number), path).items():
            placed[path, key] = words
    for extension in session.extensions.values():
        knowledge = session.load(session.content(extension)).knowledge
        marked = {
            key: replace(term, definition=placed.get((term.location.path, key), term.definition))
            for key, term in knowledge.terms.items()
        }
        extension.place(replace(knowledge, terms=MappingProxyType(marked)), tuple(paths))
    return bool(placed)


def locate(
    session: Session,
    wanted: Iterable[File],
    files: Files,
    convert: Convert | None,
    besides: str = "",
) -> None:
    """Convert pages once more, to learn the lines of what they refer to. `besides` names
    what has its places now besides the pages' own text. Without `convert` it is done here.
    """
    tasks = []
    for file in wanted:
        page = file.page
        if page is None or not page.markdown:
            continue
        start = file.content_string.find(page.markdown)
        if start < 0:  # another plugin has changed the text: lines would be wrong
            continue
        first_line = file.content_string.count("\n", 0, start) + 1
        tasks.append((file, mark(page.markdown, first_line=first_line)))
    if convert:
        convert(tasks, besides)
        return
    for file, text in tasks:
        render(text, file, files, session.config)
