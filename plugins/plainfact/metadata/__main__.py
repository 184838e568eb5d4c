"""The process in which strangers' files are parsed (see `worker`)."""

from __future__ import annotations

import sys

from plainfact.metadata.worker import MISSING, bounded, work

if __name__ == "__main__":
    bounded()
    try:
        print(work(sys.stdin.buffer))
    except ImportError:
        sys.exit(MISSING)
