"""Repositories made by the real git: a base branch, and a pull request's commit."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WHO = {
    "GIT_AUTHOR_NAME": "Desk",
    "GIT_AUTHOR_EMAIL": "desk@example.org",
    "GIT_COMMITTER_NAME": "Desk",
    "GIT_COMMITTER_EMAIL": "desk@example.org",
    "GIT_AUTHOR_DATE": "2026-11-01T12:00:00Z",
    "GIT_COMMITTER_DATE": "2026-11-01T12:00:00Z",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}


def git(folder: Path, *words: str, data: bytes | None = None) -> str:
    """What git prints, without the line's end."""
    done = subprocess.run(
        ["git", *words],
        cwd=folder,
        input=data,
        capture_output=True,
        check=True,
        env={**os.environ, **WHO},
    )
    return done.stdout.decode().strip()


def commit(folder: Path, files: Mapping[str, str | bytes | None], message: str) -> str:
    """Write files (None: remove) and commit them; the commit's hash."""
    for name, text in files.items():
        path = folder / name
        if text is None:
            path.unlink()
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path, files: Mapping[str, str | bytes]) -> tuple[Path, str]:
    """A repository on branch main with these files and the scripts of the workflows."""
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--initial-branch=main")
    shutil.copytree(
        ROOT / "scripts/ci", folder / "scripts/ci", ignore=shutil.ignore_patterns("__pycache__")
    )
    # The environment is there already: the real one takes a minute to make.
    stub = folder / "scripts/setup"
    stub.write_text("#!/bin/sh\nexit 0\n")
    stub.chmod(0o755)
    (folder / ".git/info/exclude").write_text(".venv\n__pycache__\n/preview/\n")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder, commit(folder, dict(files), "base")


def add_entry(folder: Path, mode: str, path: str, content: bytes) -> None:
    """Put an entry into the index that a work tree could not hold on every system."""
    blob = git(folder, "hash-object", "-w", "--stdin", data=content)
    line = f"{mode} {blob}\t".encode() + path.encode() + b"\0"
    git(folder, "update-index", "-z", "--index-info", data=line)


def raw_tree(folder: Path, entries: list[tuple[str, str, str]]) -> str:
    """A tree object with names that git itself would refuse: (mode, name, hash)."""
    data = b"".join(f"{mode} {name}\0".encode() + bytes.fromhex(sha) for mode, name, sha in entries)
    return git(folder, "hash-object", "-t", "tree", "-w", "--stdin", "--literally", data=data)
