"""Build time with our plugins beside the same pages built bare, as a ratio.

    python benchmarks/build.py                      this repository's site
    python benchmarks/build.py PAGES TERMS.json     a folder of Markdown and a list of terms
                                                    ({"id", "term", "aliases", "definition"})

Both sites are built in turn, five rounds, in one process; times are CPU seconds of
`mkdocs build`, configuration included. The median of each and the ratio are printed.
"""

from __future__ import annotations

import json
import logging
import re
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

ROUNDS = 5
EXTENSIONS = "[admonition, attr_list, def_list, footnotes, tables, {toc: {permalink: true}}]"
ROOT = Path(__file__).resolve().parent.parent


def timed(config_file: Path, target: Path) -> float:
    """CPU seconds of one build."""
    started = time.process_time()
    config = load_config(str(config_file), site_dir=str(target))
    config.plugins.on_startup(command="build", dirty=False)
    build(config)
    config.plugins.on_shutdown()
    return time.process_time() - started


def sites(folder: Path, arguments: list[str]) -> tuple[Path, Path]:
    """The configuration files of the bare site and of ours."""
    bare, ours = folder / "bare" / "mkdocs.yml", folder / "ours" / "mkdocs.yml"
    theme = "theme: {name: material, font: false}\n"
    head = f"site_name: Benchmark\n{theme}markdown_extensions: {EXTENSIONS}\n"
    if arguments:
        pages, terms = Path(arguments[0]), Path(arguments[1])
        for config in (bare, ours):
            shutil.copytree(pages, config.parent / "docs")
        glossary = ours.parent / "content" / "glossary" / "terms.yml"
        glossary.parent.mkdir(parents=True)
        glossary.write_text(converted(terms))
    else:
        for config in (bare, ours):
            shutil.copytree(ROOT / "content", config.parent / "content")
        head += "docs_dir: content/pages\n"
    bare.write_text(head + "plugins: [search]\n")
    ours.write_text(head + "plugins: [search, plainfact/sources, plainfact/glossary]\n")
    return bare, ours


def converted(terms: Path) -> str:
    """Somebody else's terms as a glossary file of ours; JSON is YAML. One label, one term."""
    seen: set[str] = set()
    records = {}
    for term in json.loads(terms.read_text()):
        labels = [term["term"], *(term.get("aliases") or [])]
        labels = [label for label in labels if label and label.casefold() not in seen]
        if not labels:
            continue
        seen.update(label.casefold() for label in labels)
        key = re.sub(r"[^a-z0-9._-]+", "-", str(term["id"]).lower()).strip("-.")
        definition = " ".join(str(term.get("definition") or term.get("def") or "-").split())
        records[key] = {
            "term": labels[0],
            "aliases": list(dict.fromkeys(labels[1:])),
            "definition": definition.replace("[", "\\[") or "-",
        }
    return json.dumps(records, indent=1, ensure_ascii=False)


def main(arguments: list[str]) -> None:
    """Print both medians and their ratio."""
    logging.disable(logging.WARNING)
    with tempfile.TemporaryDirectory() as name:
        bare, ours = sites(Path(name), arguments)
        times: dict[Path, list[float]] = {bare: [], ours: []}
        for round_number in range(ROUNDS):
            for config in (bare, ours):
                times[config].append(timed(config, Path(name) / "site"))
            print(f"round {round_number + 1}:", *(f"{times[c][-1]:.2f} s" for c in (bare, ours)))
        medians = [statistics.median(times[config]) for config in (bare, ours)]
        ratios = [b / a for a, b in zip(times[bare], times[ours], strict=True)]
        print(f"bare {medians[0]:.2f} s, ours {medians[1]:.2f} s, ", end="")
        print(f"ratio {statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main(sys.argv[1:])
