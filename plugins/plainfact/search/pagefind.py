"""Pagefind's indexer, run as a command: a folder of documents in, an index out.

The command and not the Python class around it: that waits a tenth of a second for each
document that it is given, 25 minutes for 15,000.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from plainfact.search.documents import LEFT_OUT, Document

TIMEOUT = 900
"""Seconds after which an index is given up; 15,000 documents take about 20."""
KEPT = (
    "pagefind.js",
    "pagefind-worker.js",
    "pagefind-entry.json",
    "wasm.*.pagefind",
    "pagefind.*.pf_meta",
    "index/*.pf_index",
    "fragment/*.pf_fragment",
    "filter/*.pf_filter",
)
"""The files that our search box uses; Pagefind's own boxes and their styles are left out."""


class PagefindError(Exception):
    """Pagefind could not be run, or made no index; the message is for a person."""


def executable() -> Path | None:
    """Pagefind's program, as the extra `plainfact[search]` brings it; None without it."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        return None
    return get_executable()


def write_index(
    program: Path, documents: Iterable[Document], folder: Path, *, language: str
) -> None:
    """Write the index of documents into a folder, which is emptied before.

    The same documents in the same order give the same bytes. `language` is a BCP 47 tag.
    Raises PagefindError.
    """
    with TemporaryDirectory(prefix="plainfact-search-") as name:
        work = Path(name).resolve()
        for number, document in enumerate(documents):
            part = work / "site" / f"{number // 1000:03d}"
            part.mkdir(parents=True, exist_ok=True)
            (part / f"{number:06d}.html").write_text(document.html, encoding="utf-8")
        _run(program, work, language)
        shutil.rmtree(folder, ignore_errors=True)
        made = work / "index"
        for pattern in KEPT:
            for path in made.glob(pattern):
                target = folder / path.relative_to(made)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)


def _run(program: Path, work: Path, language: str) -> None:
    words = [
        str(program),
        *("--site", str(work / "site")),
        *("--output-path", str(work / "index")),
        *("--force-language", language.replace("_", "-").partition("-")[0].lower()),
        *("--exclude-selectors", ", ".join(LEFT_OUT)),
        "--silent",
    ]
    try:
        done = subprocess.run(
            words, cwd=work, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise PagefindError(f"Pagefind could not be run: {error}") from error
    if done.returncode or not (work / "index" / "pagefind.js").is_file():
        said = (done.stderr or done.stdout).strip()
        raise PagefindError(f"Pagefind made no index: {said or f'status {done.returncode}'}")
