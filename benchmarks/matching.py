"""What it costs to find the labels of 200 to 20,000 terms in one page, in instructions.

    python benchmarks/matching.py [PAGE.md]

valgrind's callgrind counts instructions, so that the figure is the same on a busy machine.
Each number of terms takes two processes, one of which searches the page ten times more; the
difference is ten pages' cost. The page's long words are labels, always the same ones; all
other labels are made up and occur nowhere. Python collects no garbage meanwhile: when it
does hangs on what the whole process holds.
"""

from __future__ import annotations

import gc
import random
import re
import subprocess
import sys
from pathlib import Path

COUNTS = (200, 2_000, 20_000)
TIMES = 10
TEXT = "The delegation crossed the river, and the border council spoke of the treaty. " * 60
SYLLABLES = [f"{a}{b}" for a in "bdgklmnprstvz" for b in ("a", "e", "i", "o", "u", "or", "an")]


def search(count: int, times: int, text: str) -> None:
    """Make the matcher of so many terms, and search the text so many times, and once more."""
    from plainfact.findings import NOWHERE
    from plainfact.model import Term
    from plainfact.terms import Matcher

    dice = random.Random(1)
    words = sorted(set(re.findall(r"[a-z]{5,}", text)))
    made = ["".join(dice.choices(SYLLABLES, k=4)) for _ in range(count)]
    made[: len(words)] = words[:count]
    terms = [
        Term(id=f"t-{index}", location=NOWHERE, term=label, definition="x")
        for index, label in enumerate(dict.fromkeys(made))
    ]
    matcher = Matcher(terms)
    gc.disable()
    for _ in range(times + 1):
        matcher.find(text)


def instructions(count: int, times: int, page: str) -> int:
    """How many a process takes, start and all."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable]
    done = subprocess.run(
        [*command, __file__, "--one", str(count), str(times), page],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": "0", "PYTHONPATH": ":".join(sys.path)},
    )
    found = re.search(r"Collected : (\d+)", done.stderr)
    assert found, done.stderr
    return int(found[1])


def main(arguments: list[str]) -> None:
    """Print a line for each number of terms."""
    if arguments[:1] == ["--one"]:
        text = Path(arguments[3]).read_text() if arguments[3] else TEXT
        search(int(arguments[1]), int(arguments[2]), text)
        return
    page = arguments[0] if arguments else ""
    for count in COUNTS:
        cost = (instructions(count, TIMES, page) - instructions(count, 0, page)) / TIMES
        print(f"{count:6,} terms: {cost / 1e6:8.2f} million instructions a page", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
