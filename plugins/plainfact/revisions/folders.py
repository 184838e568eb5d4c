"""A folder's files, copied without following a link."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from plainfact.revisions.limits import LeftOut, Limits, RevisionError, Tally


def copy_folder(
    root: Path, wanted: Sequence[str], into: Path, limits: Limits
) -> tuple[LeftOut, ...]:
    """Copy the files at and below the paths `wanted` (relative to `root`), links left out.

    Raises RevisionError where they are too many or cannot be read.
    """
    left_out: list[LeftOut] = []
    tally = Tally(limits)
    seen: set[str] = set()
    for path in wanted:
        for name in _walk(root, path):
            if name in seen:
                continue
            seen.add(name)
            if why := _copy(root / name, into / name, tally):
                left_out.append(LeftOut(name, why))
    return tuple(left_out)


def _walk(root: Path, path: str) -> Iterator[str]:
    """Paths relative to `root`; of a link the path of the link itself, and nothing below."""
    parents = Path(path)
    for part in reversed([parents, *parents.parents[:-1]]):
        if (root / part).is_symlink():
            yield part.as_posix()
            return
    if (root / path).is_file():
        yield path
    for top, folders, names in os.walk(root / path):
        here = Path(top).relative_to(root)
        links = [name for name in folders if Path(top, name).is_symlink()]
        folders[:] = sorted(name for name in folders if name not in links)
        yield from ((here / name).as_posix() for name in sorted([*names, *links]))


def _copy(source: Path, target: Path, tally: Tally) -> str:
    """Why a file is left out; empty where it was copied."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    try:
        if source.is_symlink():
            return "a symbolic link is not followed"
        handle = os.open(source, flags)
        with open(handle, "rb") as stream:
            found = os.fstat(stream.fileno())
            if not stat.S_ISREG(found.st_mode):
                return "no regular file"
            if why := tally.refuses(found.st_size):
                return why
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(stream.read(tally.limits.file_bytes))
    except OSError as error:
        raise RevisionError(f"cannot read '{source}': {error.strerror or error}") from error
    return ""
