"""`plainfact new site`: a site that builds, in an empty folder."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import distribution, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

import click

from plainfact.additions import scalar
from plainfact.cli.frame import Stopped
from plainfact.report import visible
from plainfact.schemas import kinds, schema
from plainfact.site import today
from plainfact.writer import write_atomically

IGNORED = {".git", ".DS_Store"}
MAX_NAME = 200


@click.command()
@click.option("--name", help="The site's name (default: the folder's).")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def site(name: str | None, folder: Path) -> None:
    """Make a site that builds: configuration, an example of each kind, checks, a README.

    DIR is a new folder, or one that is empty but for git's own.

    \b
    Example:
      plainfact new site my-explainers --name "My explainers"
    """
    if folder.is_dir() and any(each.name not in IGNORED for each in folder.iterdir()):
        raise Stopped(f"'{folder}' is not empty; name a new folder, or an empty one")
    name = name or _asked(folder.resolve().name)
    name = " ".join(name.split())[:MAX_NAME]
    if not name or visible(name) != name:
        raise Stopped("a site's name is one line of words")
    day = today()
    words = {
        "version": version("plainfact"),
        "hash": _own_hash(),
        "today": day.isoformat(),
        "year": str(day.year),
    }
    count = 0
    for path, text in sorted(_files(words, name)):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(file, text.encode("utf-8"))
        count += 1
    click.echo(visible(f"made {count} files in {folder}. Next:"))
    click.echo(visible(f"  cd {shlex.quote(str(folder))}"))
    click.echo("  plainfact check\n  mkdocs serve")


def _own_hash() -> str:
    """The hash of the wheel that Plainfact was installed from, as pip's requirements want it;
    nothing where the installer did not keep it (PEP 610: only of files that it was given)."""
    try:
        kept = json.loads(distribution("plainfact").read_text("direct_url.json") or "{}")
        found = str(kept["archive_info"]["hashes"]["sha256"])
    except (KeyError, TypeError, ValueError):
        return ""
    return f" --hash=sha256:{found}" if re.fullmatch(r"[0-9a-f]{64}", found) else ""


def _asked(default: str) -> str:
    if sys.stdin.isatty() and sys.stdout.isatty():
        return str(click.prompt("Name of the site", default=default))
    return default


def _files(words: Mapping[str, str], name: str) -> Iterator[tuple[str, str]]:
    """Path and text of each file. The name is written as each format wants it."""
    for path, text in _templates(files("plainfact") / "starter", ""):
        yaml = path.endswith((".yml", ".md")) and not path.endswith("README.md")
        shown = scalar(name) if yaml else name
        if not path.startswith(".vscode/"):  # snippets have dollar signs of their own
            text = Template(text).substitute(words, name=shown, heading=_plain(name))
        yield path, text
    for kind in kinds():
        text = json.dumps(schema(kind), indent=2, ensure_ascii=False, sort_keys=False)
        yield f".schemas/{kind}.schema.json", f"{text}\n"


def _templates(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for each in folder.iterdir():
        path = prefix + each.name.replace("dot-", ".", 1)
        if each.is_dir():
            yield from _templates(each, f"{path}/")
        else:
            yield path, each.read_text("utf-8")


def _plain(text: str) -> str:
    """Words in Markdown that mean nothing but themselves."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return "".join(f"\\{char}" if char in "\\`*_{}[]>#+!@" else char for char in text)
