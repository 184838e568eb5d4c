"""Symbolic links in the docs folder, on a site whose authors are not trusted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from minisite import BOTH, DATA, build, run, write

SAFE = BOTH.replace("plainfact/sources", "plainfact/sources: {html: safe}")
SECRET = "Not for readers"


def site_with(tmp_path: Path, config: str = SAFE) -> Path:
    """A site beside a folder that is none of its business."""
    write(tmp_path / "elsewhere", {"secret.md": f"# Secret\n\n{SECRET} [@nope].\n"})
    return write(
        tmp_path / "project",
        {
            **DATA,
            "mkdocs.yml": config,
            "docs/index.md": "# Home\n",
            "README.md": "# Read me\n\nFor everybody.\n",
            ".git/config": f"# {SECRET}\n",
            "parts/images/plan.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
        },
    )


def published(folder: Path) -> str:
    files = (each for each in (folder / "site").rglob("*") if each.is_file())
    return "\n".join(each.read_text("utf-8", "replace") for each in files)


def test_what_lies_elsewhere_is_not_published(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = site_with(tmp_path)
    docs, secret = folder / "docs", tmp_path / "elsewhere/secret.md"
    (docs / "leak.md").symlink_to(secret)
    (docs / "leak.png").symlink_to(secret)
    (docs / "folder").symlink_to(tmp_path / "elsewhere")
    (docs / "git.md").symlink_to(folder / ".git/config")
    (docs / "gone.md").symlink_to(folder / "gone.md")
    (docs / "self.md").symlink_to(docs / "self.md")
    (docs / "readme.md").symlink_to("../README.md")
    (docs / "images").symlink_to("../parts/images")
    build(folder)
    assert SECRET not in published(folder)
    assert "For everybody." in (folder / "site/readme/index.html").read_text()
    assert (folder / "site/images/plan.svg").exists()
    checked = run(folder, "plainfact", "check")
    assert checked.returncode == 1, checked.stderr
    assert SECRET not in checked.stdout + caplog.text
    for path, why in {
        "leak.md": "the link leads out of the site's folder",
        "leak.png": "the link leads out of the site's folder",
        "folder/secret.md": "a folder above, a link, leads out of the site's folder",
        "git.md": "the link leads out of the site's folder",
        "gone.md": "the link leads nowhere",
        "self.md": "the link leads nowhere",
    }.items():
        for said in (checked.stdout, caplog.text):
            assert said.count(f"docs/{path}:1:1: error: {why}: left out [limit]") == 1, path
    assert checked.stdout.count(": error:") == caplog.text.count(": error:") == 6


def test_trusted_authors_may_link_as_with_mkdocs_alone(tmp_path: Path) -> None:
    folder = site_with(tmp_path, BOTH)
    (folder / "docs/leak.md").symlink_to(tmp_path / "elsewhere/secret.md")
    build(folder)
    assert SECRET in published(folder)


@pytest.mark.parametrize("kind", ["circle", "two circles", "each other", "ever more"])
def test_links_without_end_are_refused(
    tmp_path: Path, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """MkDocs would walk round and round: two circles take it two to the power of forty steps."""
    folder = site_with(tmp_path)
    docs = folder / "docs"
    if kind == "each other":
        for one, other in (("a", "b"), ("b", "a")):
            (docs / one).mkdir()
            (docs / one / "to").symlink_to(docs / other)
    elif kind == "ever more":
        for number in range(40):
            (docs / f"d{number}").mkdir()
            for name in ("x", "y"):
                if number < 39:
                    (docs / f"d{number}" / name).symlink_to(docs / f"d{number + 1}")
    else:
        for name in ("a", "b")[: 1 if kind == "circle" else 2]:
            (docs / name).symlink_to(docs)
    with pytest.raises(Abort):
        build(folder)
    checked = run(folder, "plainfact", "check")
    assert checked.returncode == 2
    assert "delete the link" in checked.stderr
    assert "Traceback" not in checked.stderr
    assert re.search(r"a folder that it lies in|lead to more than", caplog.text)
