"""Parsers of strangers' files, run in a process that may be killed.

`python -m plainfact.metadata` reads one line of JSON (what it is, and from where) and then
the file, and writes one line of JSON (what was found).
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from typing import Any, BinaryIO

from plainfact.metadata.description import Description

SECONDS = 20  # of processor time
PATIENCE = 90  # seconds altogether, on a busy machine
MEMORY = 2_000_000_000  # bytes of address space
MAX_ANSWER = 200_000
MISSING = 3
"""Exit code: a parser is not installed."""


class MissingParser(Exception):
    """lxml or pypdf is not installed: they stand behind the extra `cite`."""


def describe_apart(
    data: bytes, url: str, today: date, *, kind: str, charset: str = "", whole: bool = True
) -> Description:
    """What a page (`kind` "html") or a PDF file ("pdf") says about itself.

    Nothing, with a warning, where that took too much time or memory. Raises MissingParser.
    """
    asked = {
        "kind": kind,
        "url": url,
        "today": today.isoformat(),
        "charset": charset,
        "whole": whole,
    }
    too_much = Description({}, ("it takes too much time or memory to read",))
    try:
        # -P: a file in the working directory is no module of ours.
        done = subprocess.run(
            [sys.executable, "-P", "-m", "plainfact.metadata"],
            input=json.dumps(asked).encode() + b"\n" + data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return too_much
    if done.returncode == MISSING:
        raise MissingParser("this needs lxml and pypdf: pip install 'plainfact[cite]'")
    if done.returncode != 0 or len(done.stdout) > MAX_ANSWER:
        return too_much
    answer: dict[str, Any] = json.loads(done.stdout)
    return Description(**{**answer, "warnings": tuple(answer["warnings"])})


def work(stream: BinaryIO) -> str:
    """The child's side: what was asked → the answer."""
    asked = json.loads(stream.readline())
    data = stream.read()
    today = date.fromisoformat(asked["today"])
    if asked["kind"] == "pdf":
        from plainfact.metadata.pdf import describe_pdf

        found = describe_pdf(data, asked["url"], today)
    else:
        from plainfact.metadata.page import describe

        found = describe(data, asked["url"], today, charset=asked["charset"], whole=asked["whole"])
    return json.dumps(asdict(found))


def bounded() -> None:
    """Give this process little time and memory, where the system knows how."""
    try:
        import resource
    except ImportError:  # Windows: the parent's patience has to do
        return
    for what, most in ((resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_AS, MEMORY)):
        _, hard = resource.getrlimit(what)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (least, hard))
