"""Unpack an archive that nobody vouches for. Standard library only."""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from pathlib import Path
from typing import IO

MAX_FILES = 20_000
MAX_FILE = 50_000_000  # bytes, unpacked
MAX_TOTAL = 500_000_000
MAX_NAME = 240  # characters of a path
MAX_DEPTH = 20
BLOCK = 1 << 20

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,  # a way of packing that is not known
    RuntimeError,  # encrypted
    EOFError,
    ValueError,
)


class Damaged(Exception):
    """An archive that is not what a build makes; the message is fit to print."""


def unpack(archive: IO[bytes], folder: Path) -> None:
    """Write an archive's regular files below a folder, and nothing else anywhere.

    Raises Damaged at the first name, link or size that a build would not have made. How large
    a file is is counted as it is read, not taken from what the archive says.
    """
    try:
        with zipfile.ZipFile(archive) as zipped:
            members = zipped.infolist()
            if len(members) > MAX_FILES:
                raise Damaged(f"more than {MAX_FILES:,} files")
            left = MAX_TOTAL
            seen: set[str] = set()
            for member in members:
                if member.is_dir():
                    continue
                parts = _parts(member)
                name = unicodedata.normalize("NFC", "/".join(parts)).casefold()
                if name in seen:
                    raise Damaged("two files of one name")
                seen.add(name)
                target = folder.joinpath(*parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                with zipped.open(member) as source, open(target, "xb") as sink:
                    left -= _copied(source, sink, min(MAX_FILE, left))
    except UNREADABLE as error:
        raise Damaged(f"no archive that can be read ({type(error).__name__})") from None
    except OSError as error:
        raise Damaged(f"it cannot be written: {error.strerror}") from None


def _parts(member: zipfile.ZipInfo) -> list[str]:
    name = member.filename
    mode = member.external_attr >> 16
    if mode and not stat.S_ISREG(mode) and stat.S_IFMT(mode):
        raise Damaged("a link or device in it")
    parts = name.split("/")
    if len(name) > MAX_NAME or len(parts) > MAX_DEPTH:
        raise Damaged("a path that is too long")
    if any(part in ("", ".", "..") for part in parts):
        raise Damaged("a path that leads out of it")
    if any(c in '\\:*?"<>|' or unicodedata.category(c)[0] == "C" for c in name):
        raise Damaged("a name with characters that no page's address has")
    if parts[0] != "site" and parts != ["comment.md"]:
        raise Damaged("a file that is not part of a preview")
    return parts


def _copied(source: IO[bytes], sink: IO[bytes], largest: int) -> int:
    size = 0
    while block := source.read(BLOCK):
        size += len(block)
        if size > largest:
            raise Damaged("more in it than a preview has")
        sink.write(block)
    return size
