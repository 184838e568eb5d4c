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
MAX_TEXT = 30_000_000
"""Characters of the text of a whole page or file, as JSON."""
TOO_MUCH = "it takes too much time or memory to read"
MISSING = 3
"""Exit code: a parser is not installed."""


class MissingParser(Exception):
    """lxml or pypdf is not installed: they stand behind the extras `cite` and `links`."""


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
    answer = _apart(asked, data, MAX_ANSWER)
    if answer is None:
        return Description({}, (TOO_MUCH,))
    return Description(**{**answer, "warnings": tuple(answer["warnings"])})


def text_apart(data: bytes, *, kind: str, charset: str = "") -> tuple[str, str]:
    """All words of a page (`kind` "html") or a PDF file ("pdf"), and why there are none.

    Raises MissingParser.
    """
    answer = _apart({"kind": f"{kind}-text", "charset": charset}, data, MAX_TEXT)
    return ("", TOO_MUCH) if answer is None else (str(answer["text"]), str(answer["why"]))


def _apart(asked: dict[str, Any], data: bytes, most: int) -> dict[str, Any] | None:
    """The child's answer; None where it took too much. Raises MissingParser."""
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
        return None
    if done.returncode == MISSING:
        raise MissingParser("this needs lxml and pypdf: pip install 'plainfact[cite]'")
    if done.returncode != 0 or len(done.stdout) > most:
        return None
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def work(stream: BinaryIO) -> str:
    """The child's side: what was asked → the answer."""
    asked = json.loads(stream.readline())
    data = stream.read()
    if asked["kind"].endswith("-text"):
        from plainfact.metadata.whole_text import text_of

        text, why = text_of(data, asked["kind"], asked["charset"])
        return json.dumps({"text": text, "why": why})
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
