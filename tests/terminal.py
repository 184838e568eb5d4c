"""A command on a pseudo-terminal, answered as somebody at the keyboard would."""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PATIENCE = 60  # seconds


def typed(folder: Path, words: Sequence[str], answers: Sequence[str]) -> tuple[int, str]:
    """Run `python -m plainfact words`; whenever it waits behind a colon, type the next answer.

    Exit code, and all that the terminal showed.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "plainfact", *words],
        cwd=folder,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "NO_COLOR": "1", "TERM": "dumb", "SOURCE_DATE_EPOCH": "1795392000"},
        start_new_session=True,
    )
    os.close(theirs)
    shown, left, since = "", list(answers), ""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.2)[0]:
            try:
                data = os.read(ours, 65536)
            except OSError:  # Linux says so when the other end is closed
                break
            if not data:
                break
            shown += data.decode("utf-8", "replace")
            since += data.decode("utf-8", "replace")
        elif since.rstrip(" ").endswith(":") and left:
            os.write(ours, f"{left.pop(0)}\n".encode())
            since = ""
        elif process.poll() is not None:
            break
    os.close(ours)
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise AssertionError(f"still waiting after:\n{shown}") from None
    return code, shown.replace("\r\n", "\n")
