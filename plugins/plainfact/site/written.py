"""What is wrong with the files of pages themselves, before and beside their Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plainfact.extensions.host import page_of
from plainfact.findings import Finding, Location, Rule
from plainfact.loader import front_matter, page_text, unseen
from plainfact.model import Knowledge

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

_OUR_KEYS = re.compile(r"^(?:summary|glossary|published|updated)[ \t]*:", re.MULTILINE)
_BEGUN = re.compile(
    r"---[ \t]*\r?\n(?:title|summary|authors|published|updated|tags|glossary)[ \t]*:"
)
_FENCE = re.compile(r"-{3}[ \t]*\r?\n")


def make_readable(files: Files, config: MkDocsConfig) -> Iterator[Finding]:
    """Give MkDocs a text for each page whose bytes are none: it would stop at the first."""
    for file in files.documentation_pages():
        try:
            data = file.content_bytes
            data.decode("utf-8")
        except UnicodeDecodeError:
            path = page_of(file, {}, config).file
            text, findings = page_text(data, path)
            file.content_string = text
            yield from findings
        except OSError:
            continue  # MkDocs says so


def written(file: File, path: str, knowledge: Knowledge, *, uses_us: bool) -> tuple[Finding, ...]:
    """What is wrong with the characters and the front matter of a page.

    Our keys are checked on pages that use us: by our syntax, or by a key that is nobody
    else's. Front matter that MkDocs could not read is an error on every page, since it
    shows there.
    """
    text = file.content_string
    found = list(unseen(text, path))
    if not _FENCE.match(text):
        return tuple(found)
    has_meta = bool(file.page is not None and file.page.meta)
    end = text.find("\n---", 3)
    head = text[: end if end > 0 else len(text)]
    if uses_us or not has_meta or _OUR_KEYS.search(head):
        matter = front_matter(text, path, knowledge)
        if matter:
            found += matter.findings
        elif _BEGUN.match(text):
            message, hint = "front matter that is never closed", "add a line '---' below it"
            found.append(Finding(Rule.YAML_SYNTAX, Location(path, 1, 1, 1, 4), message, hint))
    return tuple(found)
