"""What one run keeps for the next, so that what has not changed is not worked out again.

One file of JSON for each folder and purpose, in the user's own cache folder: never in the
project, where a stranger's pull request could bring one along that says something else than
the data files do. Whatever is wrong with a file, it is as if it were not there. Everything
kept hangs on a digest of this package's own code; what else an entry depends on is part of
its key, which is its keeper's business.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

SWITCH = "PLAINFACT_CACHE"
"""The environment variable that names another folder, or says `off`."""
MAX_BYTES = 100_000_000
"""Of a file: what is larger is neither written nor read."""
MAX_FILES = 40
"""In the folder; the oldest go first."""


def digest(*parts: bytes | str) -> str:
    """One digest of several things; where one ends and the next begins counts."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        made.update(len(data).to_bytes(8, "big"))
        made.update(data)
    return made.hexdigest()


@lru_cache(maxsize=1)
def code_digest() -> str:
    """A digest of this package's code and words, and of the Python that runs them."""
    root = Path(__file__).resolve().parent
    parts: list[bytes | str] = [sys.version]
    for folder, folders, names in os.walk(root):
        folders.sort()
        for name in sorted(names):
            if name.endswith((".py", ".json")):
                file = Path(folder, name)
                parts += [file.relative_to(root).as_posix(), file.read_bytes()]
    return digest(*parts)


@dataclass(slots=True)
class Store:
    """Values by key. What was neither asked for nor put in is gone after `save`."""

    file: Path | None = None
    stamp: str = ""
    _found: dict[str, Any] = field(default_factory=dict)
    _used: dict[str, Any] = field(default_factory=dict)
    _changed: bool = False

    @classmethod
    def open(cls, purpose: str, folder: Path, *depends_on: str) -> Store:
        """The store for what lies in a folder, for a purpose; empty where anything it depends
        on (this package's code in any case) is not what it was."""
        kept = _folder()
        if kept is None:
            return cls()
        file = kept / f"{purpose}-{digest(str(folder.resolve()))[:20]}.json"
        stamp = digest(code_digest(), *depends_on)
        return cls(file, stamp, _read(file, stamp))

    def get(self, key: str) -> Any:
        """What is kept under a key; None where nothing is."""
        value = self._used.get(key)
        if value is None and key in self._found:
            value = self._used[key] = self._found[key]
        return value

    def put(self, key: str, value: Any) -> None:
        """Keep a value that JSON can hold, and that is not None."""
        self._used[key] = value
        self._changed = True

    def save(self) -> None:
        """Write what was used. That a folder cannot be written to is no reason to stop."""
        if self.file is None or not self._changed:
            return
        body = json.dumps(self._used, separators=(",", ":")).encode("ascii")
        data = _head(self.stamp, body) + body
        if len(data) <= MAX_BYTES:
            with suppress(OSError):
                _write(self.file, data)
                _prune(self.file.parent)
        self._changed = False


def _folder() -> Path | None:
    wanted = os.environ.get(SWITCH, "")
    if wanted.casefold() in ("off", "0", "false", "no"):
        return None
    if wanted:
        return Path(wanted)
    from platformdirs import user_cache_path  # only here: who names a folder needs no import

    return user_cache_path("plainfact", appauthor=False)


def _head(stamp: str, body: bytes) -> bytes:
    """The first line: what the file depends on, and a digest that finds half-written ones."""
    return f"{stamp} {hashlib.sha256(body).hexdigest()}\n".encode("ascii")


def _read(file: Path, stamp: str) -> dict[str, Any]:
    try:
        if file.stat().st_size > MAX_BYTES:
            return {}
        head, _, body = file.read_bytes().partition(b"\n")
        if head + b"\n" != _head(stamp, body):
            return {}
        found = json.loads(body)
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        os.replace(name, file)
    except OSError:
        with suppress(OSError):
            os.unlink(name)
        raise


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True)
    for file in files[MAX_FILES:]:
        file.unlink(missing_ok=True)
