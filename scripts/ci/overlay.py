"""The content folder of a pull request laid over the base branch's tree, as plain data.

Nothing of the pull request is checked out: its tree and its files are read as git's objects,
so that no link is followed, no filter or hook runs, and no name reaches the disk before it
was looked at. What a preview cannot take is left out, and said. Standard library only.
"""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_FILES = 20_000
MAX_LISTING = 20_000_000  # bytes of git's listing of the tree
MAX_TEXT = 1_000_000  # bytes; what the check takes
MAX_IMAGE = 5_000_000
MAX_TOTAL = 200_000_000
MAX_NAME = 200  # characters of a path
MAX_DEPTH = 12

DATA = frozenset({".yml", ".yaml", ".bib", ".json"})
IMAGES = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif"})
PAGE = ".md"

# What the theme, search and exports write at the top of a built site.
TAKEN = frozenset({"assets", "search", "data", "pagefind", "css", "js", "img", "fonts", "webfonts"})
TAKEN_STEMS = frozenset({"404", "sitemap", "feed", "robots"})
# A page whose name ends so becomes a folder or file that is named like a script or a style.
WEB = re.compile(r"\.(?:js|mjs|css|html?|xml|svg|json|txt|map|wasm|php)$", re.IGNORECASE)
WORDS = frozenset({"L", "M", "N"})  # Unicode's letters, marks and numbers


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in a tree of git's."""

    mode: str
    kind: str
    blob: str
    size: int
    path: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that previews leave out, and why."""

    path: str
    why: str


def lay_over(
    repository: Path, base: str, head: str, into: Path, *, folders: Sequence[str], pages: str
) -> tuple[Refused, ...]:
    """Write the base's whole tree to a new folder, with the head's content in it.

    `base` and `head` are revisions; `folders` (of content) and `pages` (the docs folder,
    one of them or in one of them) are relative to the repository's root. Where a changed
    file is refused, the base's version stays. Raises ValueError where there is no such
    revision, or the tree is too large to look at.
    """
    for revision in (base, head):
        if revision.startswith("-"):
            raise ValueError(f"no revision: {revision}")
    before = {entry.path: entry for entry in entries(repository, base, folders)}
    after = {entry.path: entry for entry in entries(repository, head, folders)}
    changed = [e for path, e in sorted(after.items()) if e != before.get(path)]
    refused = list(_refused(before, after, changed, folders, pages))
    kept = {each.path for each in refused}
    with tarfile.open(fileobj=io.BytesIO(_git(repository, "archive", "--format=tar", base))) as tar:
        if hasattr(tarfile, "data_filter"):
            tar.extractall(into, filter="data")
        else:  # Python before 3.11.4; the base is trusted: its mkdocs.yml is run as it is
            tar.extractall(into)
    # First away with what went: a link of the base could stand where a folder comes.
    for path in before.keys() - after.keys():
        (into / path).unlink(missing_ok=True)
    for entry in changed:
        if entry.path not in kept:
            target = into / entry.path
            target.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(_git(repository, "cat-file", "blob", entry.blob))
    return tuple(refused)


def _refused(
    before: Mapping[str, Entry],
    after: Mapping[str, Entry],
    changed: Iterable[Entry],
    folders: Sequence[str],
    pages: str,
) -> Iterator[Refused]:
    """What cannot be taken, in order of path."""
    seen = {_folded(path): path for path in before.keys() & after.keys()}
    total = 0
    for entry in changed:
        why = problem(entry, folders=folders, pages=pages)
        total += 0 if why else entry.size
        if not why and seen.setdefault(_folded(entry.path), entry.path) != entry.path:
            why = "another file's name differs from it only in letter case or form"
        elif not why and total > MAX_TOTAL:
            why = f"the changed files have more than {MAX_TOTAL // 1_000_000} MB together"
        if why:
            yield Refused(entry.path, why)


def _folded(path: str) -> str:
    return unicodedata.normalize("NFC", path).casefold()


def problem(entry: Entry, *, folders: Sequence[str], pages: str) -> str:
    """Why a preview cannot take a file that the pull request adds or changes; empty: it can."""
    path = PurePosixPath(entry.path)
    if entry.mode == "120000":
        return "it is a symbolic link"
    if entry.kind != "blob" or entry.mode not in ("100644", "100755"):
        return "it is no regular file"
    if why := _name_problem(entry.path, folders):
        return why
    suffix = path.suffix.lower()
    within = path.relative_to(pages) if path.is_relative_to(pages) else None
    allowed = {PAGE, *IMAGES} if within else DATA
    if suffix not in allowed:
        kinds = "pages (.md) and images (no SVG)" if within else "data files"
        return f"previews take only {kinds} here"
    if within and within.parts[0].casefold() in TAKEN:
        return f"the folder '{within.parts[0]}' belongs to the theme and to what is generated"
    if within and suffix == PAGE:
        if len(within.parts) == 1 and path.stem.casefold() in TAKEN_STEMS:
            return "a page of this name would overwrite a file that is generated"
        if any(WEB.search(part) for part in (*within.parts[:-1], path.stem)):
            return "its address would look like that of a script, style or data file"
    largest = MAX_IMAGE if suffix in IMAGES else MAX_TEXT
    if entry.size > largest:
        return f"it has {entry.size:,} bytes; the most is {largest:,}"
    return ""


def _name_problem(path: str, folders: Sequence[str]) -> str:
    parts = path.split("/")
    if len(path) > MAX_NAME or len(parts) > MAX_DEPTH:
        return "its path is too long"
    inside = any(PurePosixPath(path).is_relative_to(folder) for folder in folders)
    if not inside or any(part in ("", ".", "..") for part in parts):
        return "its path leads out of the content folder"
    for part in parts:
        if not all(c in "-_. ," or unicodedata.category(c)[0] in WORDS for c in part):
            return "its name has characters other than letters, digits, '-', '_', ',', '.' and ' '"
        if part[0] in "-. " or part[-1] in ". ":
            return "its name begins with '-' or '.', or a blank stands at its end"
    return ""


def entries(repository: Path, revision: str, folders: Sequence[str]) -> Iterator[Entry]:
    """The files below folders in a revision, as git's tree has them."""
    below = [f"{folder}/" for folder in folders]
    listing = _git(repository, "ls-tree", "-rzl", "--full-tree", revision, "--", *below)
    lines = listing.split(b"\0")
    if len(listing) > MAX_LISTING or len(lines) > MAX_FILES:
        raise ValueError(f"there are more than {MAX_FILES:,} files of content")
    for line in lines:
        if line:
            about, _, path = line.partition(b"\t")
            mode, kind, blob, size = about.decode("ascii").split()
            yield Entry(
                mode,
                kind,
                blob,
                int(size) if size.isdigit() else 0,
                path.decode("utf-8", "surrogateescape"),
            )


def _git(repository: Path, *words: str) -> bytes:
    """What git prints. Neither replacements nor a caller's settings reach in."""
    done = subprocess.run(
        ["git", "--no-replace-objects", "-C", str(repository), *words],
        capture_output=True,
        check=False,
        timeout=300,
    )
    if done.returncode:
        raise ValueError(done.stderr.decode("utf-8", "replace").strip() or f"git {words[0]} failed")
    return done.stdout


def as_json(refused: tuple[Refused, ...]) -> str:
    """Plain ASCII, so that no name in it steers whoever prints it."""
    return json.dumps([{"path": each.path, "why": each.why} for each in refused]) + "\n"
