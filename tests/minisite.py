"""Small sites of other owners, built by the real MkDocs."""

from __future__ import annotations

import logging
import os
import posixpath
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config

SOURCES = """\
upi-2024-10-17-msmt:
  type: article-newspaper
  title: "Allies establish <monitoring> team"
  container-title: UPI
  issued: 2024-10-17
  URL: https://example.org/upi
"""
FACTS = """\
troops-nis-2024-10-18:
  claim: The agency said 1,500 soldiers had been sent.
  kind: figure
  value: 1500
  unit: soldiers
  as_of: 2024-10-18
  status: reported
  attributed_to: nis
  sources:
    - upi-2024-10-17-msmt
"""
GLOSSARY = """\
nis:
  term: National Intelligence Service
  aliases: [NIS]
  match: exact
  definition: South Korea's intelligence agency, see the treaty. [@upi-2024-10-17-msmt]
treaty:
  term: treaty
  definition: An agreement between states.
  see_also: [nis]
"""
BOTH = """\
site_name: Small
plugins:
  - search
  - plainfact/sources
  - plainfact/glossary
"""
DATA = {
    "content/sources/s.yml": SOURCES,
    "content/facts/f.yml": FACTS,
    "content/glossary/g.yml": GLOSSARY,
}
PAGES = {
    "docs/index.md": "# Home\n\nThe treaty came first [@upi-2024-10-17-msmt].\n",
    "docs/glossary.md": "# Glossary\n\n[GLOSSARY]\n",
    "docs/sources.md": "# Sources\n\n[SOURCES]\n",
    "docs/facts.md": "# Facts\n\n[FACTS]\n",
    "docs/deep/er/page.md": (
        "# Deep\n\nThe NIS said [1,500 soldiers][fact:troops-nis-2024-10-18].\n"
    ),
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write a site's files; line ends as given."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return folder


def build(folder: Path, *, strict: bool = False) -> Path:
    """Build in this process. Raises mkdocs.exceptions.Abort where a strict build fails."""
    config = load_config(str(folder / "mkdocs.yml"), strict=strict)
    config.plugins.on_startup(command="build", dirty=False)
    try:
        mkdocs_build(config)
    finally:
        config.plugins.on_shutdown()
        logging.getLogger("mkdocs").handlers.clear()
    return Path(config.site_dir)


def run(folder: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `python -m words` in the site's folder, in a clean process."""
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment},
    )


def soup(file: Path) -> BeautifulSoup:
    """A built page."""
    return BeautifulSoup(file.read_text(), "html5lib")


def dead_links(site: Path) -> list[str]:
    """Links on the site's pages to pages or places that are not there."""
    pages = {path: soup(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}
    ids = {path: {element["id"] for element in page.select("[id]")} for path, page in pages.items()}
    return [
        f"{path.relative_to(site)}: {href}"
        for path, page in pages.items()
        for href in _hrefs(page)
        if not _resolves(site, path, href, ids)
    ]


def _hrefs(page: BeautifulSoup) -> Iterator[str]:
    for link in page.select("a[href]"):
        href = str(link["href"])
        if not urlsplit(href).scheme and not href.startswith("//"):
            yield href


def _resolves(site: Path, path: Path, href: str, ids: Mapping[Path, set[str]]) -> bool:
    split = urlsplit(href)
    folder = path.parent.relative_to(site).as_posix()
    name = posixpath.normpath(posixpath.join(folder, unquote(split.path))) if split.path else ""
    target = site / name if name else path
    if target.is_dir():
        target = target / "index.html"
    if not target.exists():
        return False
    fragment = unquote(split.fragment)
    return not fragment or target not in ids or fragment in ids[target] or fragment == "__skip"
