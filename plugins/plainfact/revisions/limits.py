"""How much is read of a revision or a folder, and which names are taken."""

from __future__ import annotations

from dataclasses import dataclass


class RevisionError(Exception):
    """A revision or folder that cannot be read; the message is for the user."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that is not looked at, and why."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest number of files, bytes of one file, and bytes of all of them."""

    files: int = 100_000
    file_bytes: int = 20_000_000
    all_bytes: int = 500_000_000


@dataclass(slots=True)
class Tally:
    """Counts against the limits."""

    limits: Limits
    files: int = 0
    bytes: int = 0

    def refuses(self, size: int) -> str:
        """Why a file of that size is left out; empty where it is taken.

        Raises RevisionError where the whole has become too much.
        """
        if size > self.limits.file_bytes:
            return f"a file of more than {self.limits.file_bytes // 1_000_000} MB"
        self.files += 1
        self.bytes += size
        if self.files > self.limits.files or self.bytes > self.limits.all_bytes:
            raise RevisionError(
                f"more than {self.limits.files} files, or more than "
                f"{self.limits.all_bytes // 1_000_000} MB: that is too much to compare"
            )
        return ""


def unsafe_path(path: str) -> bool:
    """Whether a name from a git tree could lead out of the folder that it is written to."""
    parts = path.split("/")
    return (
        "\\" in path
        or "\0" in path
        or len(path) > 1000
        or any(part in ("", ".", "..") or part.lower() == ".git" or ":" in part for part in parts)
    )
