"""What citations cost a site: 300 pages with ten citations each over 500 sources.

    python benchmarks/citations.py [ROUNDS] [PYTHON-WITH-MKDOCS-BIBTEX]

Each build is a process of its own, the sites in turn, all in Material:

- `bare`: the pages with their citations left as text, and no plugin;
- `pasted`: a hook puts the finished notes into the converted pages, as constant text: what
  any plugin must at least do, since the pages are as large as ours. The least there can be:
  the notes never go through Markdown. That both sites have the same pages and the same search
  index, byte for byte, is checked first; the data files are ours alone;
- `cited`: `plainfact/sources` makes them, with nothing kept between runs; `kept`: the same,
  with what the run before has kept;
- `bibtex`: mkdocs-bibtex over the same sources as BibTeX, where a Python that has it is named.

Figures are CPU seconds of the build, imports apart, those spent on reading the YAML among
them, and those spent within our own code (see `glossary.py`). The ratio of `cited` is to
`pasted` of the same round, reading apart; of the others to `bare`.
"""

from __future__ import annotations

import json
import logging
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PAGES, CITATIONS, SOURCES = 300, 10, 500
HEAD = (
    "site_name: Benchmark\ntheme: {name: material, font: false}\nmarkdown_extensions: "
    "[admonition, attr_list, def_list, footnotes, tables, {toc: {permalink: true}}]\n"
)
WORDS = ["agency", "border", "council", "envoy", "figure", "minister", "morning", "river"]
HOOK = """
import json, pathlib
made = json.loads((pathlib.Path(__file__).parent / "made.json").read_text())
def on_page_content(html, page, **kwargs):
    return made.get(page.file.src_uri, html)
"""
NOTING = """
import json, pathlib
from mkdocs.plugins import event_priority
made = {}
@event_priority(-100)  # when all is filled in
def on_env(env, files, **kwargs):
    made.update((each.src_uri, each.page.content) for each in files.documentation_pages())
def on_post_build(config, **kwargs):
    pathlib.Path(config.config_file_path).with_name("made.json").write_text(json.dumps(made))
"""


def sources() -> str:
    """The sources' YAML."""
    dice = random.Random(1)
    return "".join(
        f"source-{number}:\n"
        f"  type: article-newspaper\n"
        f"  title: The {' '.join(dice.choices(WORDS, k=6))}, part {number}\n"
        f"  author: [{{family: Family{number}, given: Given}}]\n"
        f"  container-title: Paper {number % 40}\n"
        f"  issued: 2024-{number % 12 + 1:02}-{number % 28 + 1:02}\n"
        f"  URL: https://example.org/{number}\n"
        for number in range(SOURCES)
    )


def bibtex() -> str:
    """The same as BibTeX."""
    dice = random.Random(1)
    return "".join(
        f"@article{{source-{number},\n"
        f"  title = {{The {' '.join(dice.choices(WORDS, k=6))}, part {number}}},\n"
        f"  author = {{Family{number}, Given}},\n"
        f"  journal = {{Paper {number % 40}}},\n"
        f"  year = {{2024}},\n"
        f"  url = {{https://example.org/{number}}}\n}}\n"
        for number in range(SOURCES)
    )


def page(number: int) -> str:
    """A page of ten paragraphs, a citation in each, under headings."""
    dice = random.Random(number)
    parts = [f"# Page {number}\n"]
    for index in range(CITATIONS):
        if index % 3 == 0:
            parts.append(f"## Part {index // 3 + 1}\n")
        words = " ".join(dice.choices(WORDS, k=60))
        parts.append(
            f"The {words} said so [@source-{dice.randrange(SOURCES)}]. "
            f"A *second* sentence with `code` and a [link](https://example.org/).\n"
        )
    return "\n".join(parts)


def write(folder: Path, with_bibtex: bool) -> dict[str, Path]:
    """The sites' configuration files; what `pasted` pastes is made by a build of `cited`."""
    plugins = {
        "bare": "plugins: [search]\n",
        "pasted": "plugins: [search]\nhooks: [hook.py]\n",
        "cited": "plugins: [search, plainfact/sources]\n",
        "kept": "plugins: [search, plainfact/sources]\n",
    }
    if with_bibtex:
        plugins["bibtex"] = "plugins: [search, {bibtex: {bib_file: refs.bib}}]\n"
    found = {}
    for name, lines in plugins.items():
        config = folder / name / "mkdocs.yml"
        (config.parent / "docs").mkdir(parents=True)
        (config.parent / "content" / "sources").mkdir(parents=True)
        for number in range(PAGES):
            text = page(number)
            if name == "bibtex":
                text += "\n\\bibliography\n"
            (config.parent / "docs" / f"page-{number:03}.md").write_text(text)
        (config.parent / "content" / "sources" / "all.yml").write_text(sources())
        (config.parent / "refs.bib").write_text(bibtex())
        config.write_text(HEAD + lines)
        found[name] = config
    noted = found["cited"].with_name("noting.yml")
    noted.write_text(found["cited"].read_text() + "hooks: [noting.py]\n")
    noted.with_name("noting.py").write_text(NOTING)
    run(noted, sys.executable, "off")
    made = noted.with_name("made.json")
    pages = json.loads(made.read_text())
    assert len(pages) == PAGES
    assert all(len(re.findall(r"<sup id=.fnref", html)) == CITATIONS for html in pages.values())
    made.rename(found["pasted"].with_name("made.json"))
    found["pasted"].with_name("hook.py").write_text(HOOK)
    run(found["pasted"], sys.executable, "off")
    ours, theirs = (found[site].with_name("site") for site in ("cited", "pasted"))
    pages_of = [*ours.rglob("*.html"), ours / "search" / "search_index.json"]
    assert len(pages_of) > PAGES
    for file in pages_of:
        other = theirs / file.relative_to(ours)
        assert file.read_bytes() == other.read_bytes(), f"{file} is not {other}"
    return found


def one(config_file: Path) -> dict[str, float]:
    """Build one site, and say what it took."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    logging.disable(logging.WARNING)
    reading = inside = 0.0
    if config_file.parent.name in ("cited", "kept"):
        from glossary import clocks

        read, ours = clocks()
    began = time.process_time()
    waited = os.times()
    config = load_config(str(config_file))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    took = time.process_time() - began
    now = os.times()  # pandoc is another process
    took += now.children_user + now.children_system
    took -= waited.children_user + waited.children_system
    if config_file.parent.name in ("cited", "kept"):
        reading, inside = read.seconds, ours.seconds - read.seconds
    return {"cpu": took, "reading": reading, "inside": inside}


def run(config: Path, python: str, cache: str) -> dict[str, float]:
    """One build in a process of its own."""
    done = subprocess.run(
        [python, __file__, "--one", str(config)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PLAINFACT_CACHE": cache},
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(arguments: list[str]) -> None:
    """Build in turn and print medians, with the least and the most of the ratios."""
    if arguments[:1] == ["--one"]:
        print(json.dumps(one(Path(arguments[1]))))
        return
    rounds = int(arguments[0]) if arguments else 5
    other = arguments[1] if len(arguments) > 1 else ""
    with tempfile.TemporaryDirectory() as name:
        sites = write(Path(name), bool(other))
        cache = str(Path(name) / "cache")
        run(sites["kept"], sys.executable, cache)
        runs: dict[str, list[dict[str, float]]] = {site: [] for site in sites}
        for _ in range(rounds):
            for site, config in sites.items():
                python = other if site == "bibtex" else sys.executable
                found = run(config, python, cache if site == "kept" else "off")
                runs[site].append(found)
                print(site, *(f"{key} {value:.2f}" for key, value in found.items()), flush=True)
    print("\nsite      CPU s  reading  inside   over")
    for site, found_all in runs.items():
        against = "pasted" if site in ("cited", "kept") else "bare"
        ratios = [
            100 * ((ours["cpu"] - ours["reading"]) / theirs["cpu"] - 1)
            for ours, theirs in zip(found_all, runs[against], strict=True)
        ]
        cpu, reading, inside = (
            statistics.median(each[key] for each in found_all)
            for key in ("cpu", "reading", "inside")
        )
        print(
            f"{site:8} {cpu:6.2f} {reading:8.2f} {inside:7.2f} {statistics.median(ratios):+8.1f} % "
            f"over {against} ({min(ratios):+.1f} to {max(ratios):+.1f})"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
