"""What a git revision holds, read by plain git and without touching the work tree.

Only plumbing is called (rev-parse, ls-tree, cat-file): it runs no hook, filter, pager or
external diff, whatever the repository's configuration says. Objects are read as they are
stored; symbolic links and submodules are never followed.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from plainfact.revisions.limits import LeftOut, Limits, RevisionError, Tally, unsafe_path

TIMEOUT = 120
"""Seconds for one call of git."""

LONGEST_NAME = 250
HARDENED = (
    "--no-pager",
    "--literal-pathspecs",
    "--no-replace-objects",
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "protocol.allow=never"),
)
KEPT = frozenset({"GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM"})
"""Variables of the user's own that stay: `safe.directory` is set in these files."""

FILES = (b"100644", b"100755", b"100664")
SKIPPED = {b"120000": "a symbolic link", b"160000": "a submodule"}


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository: its top folder, and where in it the project stands ("" or "sub/")."""

    top: Path
    prefix: str

    def commit(self, revision: str) -> str:
        """The full id of the commit that a revision names. Raises RevisionError."""
        if revision.startswith("-") or not revision or len(revision) > LONGEST_NAME:
            raise RevisionError(f"'{revision[:80]}' is no revision")
        if any(ord(character) < 32 for character in revision):
            raise RevisionError("a revision has no control characters in it")
        wanted = f"{revision}^{{commit}}"
        done = _git(self.top, "rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        found = done.stdout.decode("ascii", "replace").strip()
        if done.returncode or not _is_id(found):
            raise RevisionError(
                f"git knows no revision '{revision}' here; a folder is written as "
                f"'./{revision}', and a shallow clone may lack it (git fetch)"
            )
        return found

    def extract(
        self, commit: str, wanted: Sequence[str] | None, into: Path, limits: Limits
    ) -> tuple[LeftOut, ...]:
        """Write a commit's files below `into`: all of them, or those at and below the paths
        `wanted` (relative to the top). Raises RevisionError where they are too many.
        """
        left_out: list[LeftOut] = []
        tally = Tally(limits)
        entries = []
        for entry in self._tree(commit, wanted):
            if entry.mode in SKIPPED:
                left_out.append(LeftOut(entry.path, f"{SKIPPED[entry.mode]} is not followed"))
            elif entry.mode not in FILES or unsafe_path(entry.path):
                left_out.append(LeftOut(entry.path, "a name or kind of file that is not taken"))
            elif why := tally.refuses(entry.size):
                left_out.append(LeftOut(entry.path, why))
            else:
                entries.append(entry)
        self._write(entries, into)
        return tuple(left_out)

    def _tree(self, commit: str, wanted: Sequence[str] | None) -> Iterator[_Entry]:
        paths = () if wanted is None else ("--", *wanted)
        if wanted is not None and not wanted:
            return
        done = _git(self.top, "ls-tree", "-r", "-z", "-l", "--full-tree", commit, *paths)
        _succeeded(done)
        for line in done.stdout.split(b"\0"):
            head, tab, name = line.partition(b"\t")
            fields = head.split()
            if tab and len(fields) == 4:
                size = int(fields[3]) if fields[3].isdigit() else 0
                yield _Entry(fields[0], fields[2], size, os.fsdecode(name))

    def _write(self, entries: Sequence[_Entry], into: Path) -> None:
        """All objects through one process; the order of answers is that of the questions."""
        asked = b"".join(entry.object + b"\n" for entry in entries)
        done = _git(self.top, "cat-file", "--batch", input=asked)
        _succeeded(done)
        at = 0
        for entry in entries:
            end = done.stdout.index(b"\n", at)
            fields = done.stdout[at:end].split()
            if len(fields) != 3 or fields[1] != b"blob":
                raise RevisionError(f"git does not have '{entry.path}' (a partial clone?)")
            size = int(fields[2])
            target = into / entry.path
            target.parent.mkdir(parents=True, exist_ok=True)
            # "x": two names that this file system takes for one do not overwrite each other.
            with target.open("xb") as stream:
                stream.write(done.stdout[end + 1 : end + 1 + size])
            at = end + 2 + size


@dataclass(frozen=True, slots=True)
class _Entry:
    mode: bytes
    object: bytes
    size: int
    path: str


def repository_of(folder: Path) -> Repository | None:
    """The repository that a folder lies in; None where there is none, or no git."""
    try:
        done = _git(folder, "rev-parse", "--show-toplevel", "--show-prefix")
    except RevisionError:
        return None
    lines = os.fsdecode(done.stdout).split("\n")
    if done.returncode or len(lines) < 2 or not lines[0]:
        if b"dubious ownership" in done.stderr:
            raise RevisionError(done.stderr.decode("utf-8", "replace").strip())
        return None
    return Repository(Path(lines[0]), lines[1])


def _git(folder: Path, *words: str, input: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in KEPT
    }
    environment |= {
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "LC_ALL": "C",
    }
    try:
        return subprocess.run(
            ["git", *HARDENED, *words],
            cwd=folder,
            input=input,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
            env=environment,
        )
    except FileNotFoundError as error:
        raise RevisionError("git is not installed; name two folders instead") from error
    except subprocess.TimeoutExpired as error:
        raise RevisionError(f"git took more than {TIMEOUT} seconds") from error


def _succeeded(done: subprocess.CompletedProcess[bytes]) -> None:
    if done.returncode:
        raise RevisionError(f"git: {done.stderr.decode('utf-8', 'replace').strip()[:500]}")


def _is_id(text: str) -> bool:
    return len(text) in (40, 64) and all(character in "0123456789abcdef" for character in text)


def top_paths(prefix: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Paths of a project as the repository's top folder sees them."""
    return tuple(f"{prefix}{path}" for path in paths)
