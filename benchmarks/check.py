"""How long `plainfact check` takes: cold, with nothing kept, and warm, after a first run.

    python benchmarks/check.py SITE [ROUNDS]

SITE is a folder with a mkdocs.yml. Each run is a process of its own, start and imports
counted, but not that Python compiles modules. Figures are seconds on the clock and CPU seconds
of all processes; on a machine that does other things too, the second says more.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time


def run(site: str, cache: str) -> tuple[float, float]:
    """Seconds on the clock, and of CPU, that one check takes."""
    environment = {**os.environ, "PLAINFACT_CACHE": cache}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before, began = os.times(), time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "plainfact", "check"],
        cwd=site,
        stdout=subprocess.DEVNULL,
        check=False,
        env=environment,
    )
    took, after = time.perf_counter() - began, os.times()
    assert done.returncode in (0, 1)
    spent = after.children_user - before.children_user
    return took, spent + after.children_system - before.children_system


def main(arguments: list[str]) -> None:
    """Print the medians."""
    site, rounds = arguments[0], int(arguments[1]) if len(arguments) > 1 else 3
    for name in ("cold", "warm"):
        found = []
        with tempfile.TemporaryDirectory() as cache:
            run(site, cache)
            for _ in range(rounds):
                found.append(run(site, cache if name == "warm" else "off"))
        clock, cpu = (statistics.median(each) for each in zip(*found, strict=True))
        print(f"{name}: {clock:.2f} s on the clock, {cpu:.2f} s of CPU", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
