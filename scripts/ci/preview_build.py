"""Build the preview of a pull request: OUT/site and OUT/comment.md.

    python scripts/ci/preview_build.py BASE HEAD OUT [--url ADDRESS]

BASE and HEAD are revisions of the repository in the working directory. The site is built from
BASE's mkdocs.yml, plugins' options and templates, with HEAD's content laid over them as data
(`overlay.py`); the plugins are those that are installed here. Nothing else of HEAD is looked
at. Exit 0 where there is a comment, which says what is wrong; 1 where there is none.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from overlay import Refused, lay_over

from plainfact.report import visible
from plainfact.step_summary import escaped

LONGEST = 600  # seconds of a build
SHOWN = 50  # files left out, named in the comment
# What a build may know of its surroundings: no token is in here.
KNOWN = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "SOURCE_DATE_EPOCH", "PLAINFACT_CACHE")


def main() -> int:
    """Run it; returns the exit code."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    words.add_argument("base")
    words.add_argument("head")
    words.add_argument("out", type=Path)
    words.add_argument("--url", default="", help="where the preview will be found")
    words.add_argument("--content", default="content", help="the folder of the data files")
    words.add_argument("--pages", default="content/pages", help="the docs folder")
    given = words.parse_args()
    folders = [given.content]
    if not Path(given.pages).is_relative_to(given.content):
        folders.append(given.pages)
    out = given.out.resolve()
    with tempfile.TemporaryDirectory(prefix="preview-") as temporary:
        before, after = Path(temporary, "before"), Path(temporary, "after")
        repository = Path.cwd()
        try:
            base = merged_into(repository, given.base, given.head)
            lay_over(repository, base, base, before, folders=folders, pages=given.pages)
            refused = lay_over(
                repository, base, given.head, after, folders=folders, pages=given.pages
            )
        except ValueError as error:
            print(visible(f"error: {error}"), file=sys.stderr)
            return 1
        say(refused)
        out.mkdir(parents=True, exist_ok=True)
        comparison = Path(temporary, "diff.json")
        changed = changes(before, after, given.url, comparison)
        built = build(after, out / "site", comparison)
        comment = "\n".join(part for part in (built, changed, left_out(refused)) if part)
        (out / "comment.md").write_text(comment, "utf-8", newline="\n")
    return 0


def merged_into(repository: Path, base: str, head: str) -> str:
    """What HEAD is to be compared with: the parent of a merge commit that goes on from BASE.

    GitHub merges a pull request into the newest state of the branch, BASE may be older; without
    this, the preview would show as the pull request's what others did in between.
    """
    parents = _git(repository, "rev-list", "--parents", "-n", "1", "--end-of-options", head).split()
    if len(parents) == 3 and _is_ancestor(repository, base, parents[1]):
        return parents[1]
    return base


def _is_ancestor(repository: Path, one: str, other: str) -> bool:
    words = ["git", "-C", str(repository), "merge-base", "--is-ancestor", one, other]
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def _git(repository: Path, *words: str) -> str:
    done = subprocess.run(
        ["git", "-C", str(repository), *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ValueError(done.stderr.strip())
    return done.stdout


def say(refused: Sequence[Refused]) -> None:
    """Name what was left out, on lines that no runner takes for commands of its own."""
    for each in refused:
        print(f"left out of the preview: {visible(each.path)}: {each.why}")


def left_out(refused: Sequence[Refused]) -> str:
    """The same for the comment."""
    if not refused:
        return ""
    lines = [f"- <code>{escaped(each.path)}</code>: {each.why}" for each in refused[:SHOWN]]
    if len(refused) > SHOWN:
        lines.append(f"- and {len(refused) - SHOWN} more")
    return "\n".join(["**Left out of the preview**", "", *lines, ""])


def build(tree: Path, site: Path, comparison: Path) -> str:
    """Build the site, marked as a preview; what the comment says where that fails."""
    shutil.rmtree(site, ignore_errors=True)
    marks = str(comparison) if comparison.is_file() else "yes"
    done = run(tree, "mkdocs", "build", "--quiet", "--site-dir", str(site), PLAINFACT_PREVIEW=marks)
    sys.stdout.write(_quoted(done.stderr))
    if done.returncode == 0:
        return ""
    shutil.rmtree(site, ignore_errors=True)
    return "**The site could not be built.** The log of the preview says why.\n"


def changes(before: Path, after: Path, url: str, comparison: Path) -> str:
    """What the pull request changes, as Markdown; and as JSON in a file."""
    words = [
        "diff",
        f"./{before.name}",
        f"./{after.name}",
        "--format",
        "markdown",
        "--json",
        str(comparison),
    ]
    done = run(before.parent, "plainfact", *words, *(("--url", url) if url else ()))
    sys.stdout.write(_quoted(done.stderr))
    if done.returncode not in (0, 1):
        return "**What changes could not be found out.** The log of the preview says why.\n"
    # The folders' names, which say nothing to a reader; the comment names the commit.
    return re.sub(r"^<sub>.*after.*before.*</sub>\n\n", "", done.stdout, flags=re.MULTILINE)


def run(folder: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run a module of Python's in a tree, which is not on the module path (-P)."""
    environment = {name: os.environ[name] for name in KNOWN if name in os.environ}
    environment |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONIOENCODING": "utf-8", **more}
    command = [sys.executable, "-P", "-m", *words]
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired:
        why = f"{words[0]} took more than {LONGEST} seconds\n"
        return subprocess.CompletedProcess(command, 2, "", why)


def _quoted(text: str) -> str:
    """Lines of a log that no runner obeys: each begins with a bar, none has '##['."""
    lines = (visible(line).replace("##[", "## [") for line in text.splitlines())
    return "".join(f"| {line}\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main())
