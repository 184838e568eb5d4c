"""What is wrong with the files of pages themselves, before and beside their Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from plainfact.extensions.host import page_of
from plainfact.findings import Finding, Location, Rule
from plainfact.loader import Text, front_matter, page_text, unseen
from plainfact.model import Knowledge

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import File, Files

_OUR_KEYS = re.compile(r"^(?:summary|glossary|published|updated)[ \t]*:", re.MULTILINE)
_BEGUN = re.compile(
    r"---[ \t]*\r?\n(?:title|summary|authors|published|updated|tags|glossary)[ \t]*:"
)
_KEYS = r"(?:title|summary|authors|published|updated|tags|glossary)"
# What was meant as front matter, and stands in the page as text.
_MISPLACED = re.compile(
    rf"(?P<late>(?:[ \t]*\r?\n)+(?P<at>---)[ \t]*\r?\n[ \t]*{_KEYS}[ \t]*:)"
    rf"|(?P<long>(?P<dashes>-{{4,}})[ \t]*\r?\n[ \t]*{_KEYS}[ \t]*:)"
    rf"|(?P<toml>(?P<plus>\+{{3}})[ \t]*\r?\n[ \t]*{_KEYS}[ \t]*=)"
)
_CONFLICT = re.compile(r"(<{7}|={7}|>{7})(?: .*)?\r?$")
_FENCED = re.compile(r"[\s>*+-]*(`{3}|~{3})")
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


def _misplaced(text: str, path: str) -> Iterator[Finding]:
    found = _MISPLACED.match(text)
    if found is None:
        return
    if found["late"]:
        span = found.span("at")
        message = "front matter that does not begin on the first line is text of the page"
        hint = "delete the empty lines above it"
    elif found["long"]:
        span = found.span("dashes")
        message = "front matter stands between lines of three hyphens; this is text of the page"
        hint = "write '---'"
    else:
        span = found.span("plus")
        message = "front matter is YAML; this is text of the page"
        hint = "write 'title: …' between two lines '---'"
    yield Finding(Rule.YAML_SYNTAX, Text(path, text).location(*span), message, hint)


def _unmerged(text: str, path: str) -> Iterator[Finding]:
    """Marks of two versions that git could not merge, but for code that shows some."""
    if "<<<<<<< " not in text or ">>>>>>> " not in text:
        return
    seen: list[tuple[int, int]] = []
    fenced, offset, wanted = False, 0, "<=>"
    for line in text.splitlines(keepends=True):
        fenced ^= _FENCED.match(line) is not None
        mark = None if fenced else _CONFLICT.match(line.rstrip("\n"))
        if mark and mark[1][0] == wanted[len(seen) % 3]:
            seen.append((offset, offset + len(line.rstrip())))
        offset += len(line)
    if len(seen) >= 3:
        message = "a mark of two versions that git could not merge"
        hint = "choose between them, and delete the lines of <<<<<<<, ======= and >>>>>>>"
        yield Finding(Rule.INVALID_FIELD, Text(path, text).location(*seen[0]), message, hint)


def written(
    file: File, path: str, knowledge: Knowledge, *, uses_us: bool, has_meta: bool
) -> tuple[Finding, ...]:
    """What is wrong with the characters and the front matter of a page.

    Our keys are checked on pages that use us: by our syntax, or by a key that is nobody
    else's. Front matter that MkDocs could not read is an error on every page, since it
    shows there.
    """
    text = file.content_string
    found = list(unseen(text, path))
    found += _unmerged(text, path)
    if not _FENCE.match(text):
        return (*found, *_misplaced(text, path))
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
