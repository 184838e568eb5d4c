"""What the glossary costs a site, with 0, 200 and 5,000 terms.

    python benchmarks/glossary.py PAGES TERMS.json [ROUNDS [SITES]]

PAGES is a folder of Markdown, TERMS.json a list of terms ({"id", "term", "aliases",
"definition"}). They are filled up with made ones: words that stand on one page only, labels
that begin with a word of the pages, and labels that occur nowhere. All sites wear Material
and have the same pages, an empty `glossary.md` among them; the one called `listing` has
`[GLOSSARY]` there. SITES are those wanted, `bare,0,200,5000,kept,listing` unless told. Each
build is a process of its own, the sites in turn; nothing is kept from one to the next
(`PLAINFACT_CACHE=off`), but on the site called `kept`. Figures are:

- CPU: seconds of the build, imports apart; `reading`: those spent on the YAML among them;
- `over bare`: how much more than the bare site of the same round, reading apart;
- `inside`: seconds within our own hooks and Markdown processors, reading apart, and their
  share of all others of the same build. That leaves out what others do with what we made,
  and is hardly touched by what else the machine does;
- peak memory.

Then what a page that lists 5,000 terms costs, step by step in the same builds: see `STEPS`.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import random
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build import converted
from mkdocs.plugins import CombinedEvent

SITES = {"bare": None, "0": 0, "200": 200, "5000": 5000, "kept": 5000, "listing": 5000}
HEAD = (
    "site_name: Benchmark\ntheme: {name: material, font: false}\nmarkdown_extensions: "
    "[admonition, attr_list, def_list, footnotes, tables, {toc: {permalink: true}}]\n"
)
SYLLABLES = [f"{a}{b}" for a in "bdgklmnprstvz" for b in ("a", "e", "i", "o", "u", "or", "an")]
PAGE = "glossary.md"
STEPS = {
    "convert": "Markdown of the listing page, definitions, entries and all",
    "fill": "links from the entries to where the terms are used",
    "write": "the page through the theme's templates, search and JSON-LD included",
    "index": "the page's sections for search, within `write`",
    "json-ld": "the terms as structured data, within `write`",
    "data": "the data files of the site",
    "dump": "the search index of the whole site, as a file",
}


class Clock:
    """CPU seconds spent in some functions, those within each other counted once."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.depth = 0

    def around(self, owner: Any, name: str, only: str = "") -> None:
        """Count the time of a function, method or event from now on; `only` is the page that
        it has to be about, if any.
        """
        found = vars(owner)[name]
        if isinstance(found, CombinedEvent):
            made: Any = CombinedEvent(*(self._counting(each, only) for each in found.methods))
        else:
            made = self._counting(found, only)
        setattr(owner, name, made)

    def _counting(self, function: Callable[..., Any], only: str) -> Callable[..., Any]:
        @functools.wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            if only and only not in map(_path, args):
                return function(*args, **kwargs)
            self.depth += 1
            began = time.process_time()
            try:
                return function(*args, **kwargs)
            finally:
                self.depth -= 1
                if not self.depth:
                    self.seconds += time.process_time() - began

        return counted


def _path(argument: Any) -> str:
    """The path of a page or a file of MkDocs; of anything else nothing."""
    found = getattr(getattr(argument, "file", argument), "src_uri", "")
    return found if isinstance(found, str) else ""


def steps() -> dict[str, Clock]:
    """What counts each of the listing page's steps, and the files that hold all terms."""
    from material.plugins.search.plugin import SearchIndex
    from mkdocs.commands import build
    from mkdocs.structure.pages import Page

    from plainfact.plugins import base
    from plainfact.site.session import Session

    found = {name: Clock() for name in STEPS}
    found["convert"].around(Page, "render", PAGE)
    found["fill"].around(Session, "fill", PAGE)
    found["write"].around(build, "_build_page", PAGE)
    found["index"].around(SearchIndex, "add_entry_from_context", PAGE)
    found["json-ld"].around(base, "structured_data")
    found["data"].around(base, "write_data_files")
    found["dump"].around(SearchIndex, "generate_search_index")
    return found


def clocks() -> tuple[Clock, Clock]:
    """What counts reading, and what counts all that is ours, reading included."""
    from markdown.blockprocessors import BlockProcessor
    from markdown.inlinepatterns import Pattern
    from markdown.postprocessors import Postprocessor
    from markdown.treeprocessors import Treeprocessor

    from plainfact.extensions import glossary  # noqa: F401  # those of notes are not at work
    from plainfact.plugins.base import PlainfactPlugin
    from plainfact.site import session

    reading, inside = Clock(), Clock()
    reading.around(session, "load")
    for name in [name for name in vars(PlainfactPlugin) if name.startswith("on_")]:
        inside.around(PlainfactPlugin, name)
    for base, method in (
        (Treeprocessor, "run"),
        (Postprocessor, "run"),
        (BlockProcessor, "test"),
        (BlockProcessor, "run"),
        (Pattern, "handleMatch"),
    ):
        waiting = base.__subclasses__()
        while waiting:
            found = waiting.pop()
            waiting += found.__subclasses__()
            if found.__module__.startswith("plainfact.") and method in vars(found):
                inside.around(found, method)
    return reading, inside


def one(config_file: Path) -> dict[str, float]:
    """Build one site, and say what it took."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    logging.disable(logging.WARNING)
    reading, inside = Clock(), Clock()
    counted: dict[str, Clock] = {}
    if config_file.parent.name != "bare":
        reading, inside = clocks()
        counted = steps()
    began = time.process_time()
    config = load_config(str(config_file))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    took = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ours = inside.seconds - reading.seconds
    apart = {name: clock.seconds for name, clock in counted.items()}
    return {"cpu": took, "reading": reading.seconds, "inside": ours, "peak": peak, **apart}


def terms(pages: Path, given: str, count: int) -> str:
    """A glossary file of so many terms."""
    records = dict(list(json.loads(given).items())[:count])
    words: Counter[str] = Counter()
    for page in sorted(pages.rglob("*.md")):
        words.update(set(re.findall(r"\b[a-z]{7,}\b", page.read_text(errors="replace"))))
    rare = sorted(word for word, pages_with in words.items() if pages_with == 1)
    common = sorted(word for word, pages_with in words.items() if pages_with > 5)
    dice = random.Random(count)
    labels = {
        str(label).casefold()
        for record in records.values()
        for label in (record["term"], *record["aliases"])
    }
    while len(records) < count:
        kind = dice.randrange(10)
        made = "".join(dice.choices(SYLLABLES, k=4))
        label = (
            dice.choice(rare)
            if kind == 0 and rare
            else f"{dice.choice(common)} {made}"
            if kind < 5 and common
            else made
        )
        if label not in labels:
            labels.add(label)
            definition = f"What is called {label}, as it was made for this benchmark."
            key = f"made-{len(records)}"
            records[key] = {"term": label, "aliases": [f"{label} zz"], "definition": definition}
    return json.dumps(records, indent=1, ensure_ascii=False)


def write(folder: Path, pages: Path, given: str, wanted: list[str]) -> dict[str, Path]:
    """The sites' configuration files."""
    found = {}
    for name in wanted:
        count = SITES[name]
        config = folder / name / "mkdocs.yml"
        shutil.copytree(pages, config.parent / "docs")
        listing = "\n[GLOSSARY]\n" if name == "listing" else ""
        (config.parent / "docs" / PAGE).write_text(f"# Glossary\n{listing}")
        plugins = "[search]" if count is None else "[search, plainfact/glossary]"
        config.write_text(f"{HEAD}plugins: {plugins}\n")
        if count:
            glossary = config.parent / "content" / "glossary" / "terms.yml"
            glossary.parent.mkdir(parents=True)
            glossary.write_text(terms(pages, given, count))
        found[name] = config
    return found


def main(arguments: list[str]) -> None:
    """Build in turn and print medians, with the least and the most of the ratios."""
    if arguments[0] == "--one":
        print(json.dumps(one(Path(arguments[1]))))
        return
    pages, given = Path(arguments[0]), converted(Path(arguments[1]))
    rounds = int(arguments[2]) if len(arguments) > 2 else 5
    wanted = arguments[3].split(",") if len(arguments) > 3 else list(SITES)
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in wanted}
    with tempfile.TemporaryDirectory() as name:
        sites = write(Path(name), pages, given, wanted)
        for _ in range(rounds):
            for site, config in sites.items():
                command = [sys.executable, __file__, "--one", str(config)]
                kept = str(Path(name) / "cache") if site == "kept" else "off"
                environment = {**os.environ, "PLAINFACT_CACHE": kept}
                done = subprocess.run(
                    command, capture_output=True, text=True, check=True, env=environment
                )
                run = json.loads(done.stdout.splitlines()[-1])
                runs[site].append(run)
                print(site, *(f"{key} {value:.2f}" for key, value in run.items()), flush=True)
    print("\nsite      CPU s  reading  over bare                    inside          peak MiB")
    for site, found in runs.items():
        cpu, reading, inside, peak = (
            statistics.median(run[key] for run in found)
            for key in ("cpu", "reading", "inside", "peak")
        )
        ratios = [
            100 * ((run["cpu"] - run["reading"]) / bare["cpu"] - 1)
            for run, bare in zip(found, runs["bare"], strict=True)
        ]
        shares = [
            100 * run["inside"] / (run["cpu"] - run["reading"] - run["inside"]) for run in found
        ]
        memory = 100 * (peak / statistics.median(run["peak"] for run in runs["bare"]) - 1)
        print(
            f"{site:8} {cpu:6.2f} {reading:8.2f} {statistics.median(ratios):+6.1f} % "
            f"({min(ratios):+6.1f} to {max(ratios):+6.1f}) {inside:6.2f} s "
            f"{statistics.median(shares):+5.1f} % {peak:6.0f} {memory:+5.1f} %"
        )
    if not {"listing", "5000"} <= {*wanted}:
        return
    listing = [
        a["cpu"] - a["reading"] - b["cpu"] + b["reading"]
        for a, b in zip(runs["listing"], runs["5000"], strict=True)
    ]
    print(f"the listing page of 5,000 terms: {statistics.median(listing):.2f} s; step by step:")
    for step, meaning in STEPS.items():
        with_it, without = (
            statistics.median(run[step] for run in runs[site]) for site in ("listing", "5000")
        )
        print(f"{step:8} {with_it:6.2f} s (without the listing {without:.2f} s): {meaning}")


if __name__ == "__main__":
    main(sys.argv[1:])
