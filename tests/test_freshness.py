"""The weekly look: one issue, kept up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from github_standin import GitHub, github
from gitrepo import ROOT, repository
from minisite import DATA

MARKER = "<!-- plainfact:freshness -->"


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with github() as state:
        yield state


def tell(hub: GitHub, folder: Path, found: str) -> str:
    (folder / "found.md").write_text(found)
    done = subprocess.run(
        [sys.executable, "-I", str(ROOT / "scripts/ci/freshness_issue.py"), "found.md"],
        cwd=folder,
        env={"PATH": os.environ["PATH"]} | hub.environment(),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_one_issue_is_opened_updated_closed_and_opened_again(hub: GitHub, tmp_path: Path) -> None:
    theirs = {"number": 1, "user": {"login": "x"}, "state": "open", "body": f"{MARKER}\nmine"}
    hub.issues.append(theirs)
    assert "nothing" in tell(hub, tmp_path, "")
    tell(hub, tmp_path, "### Dead\n\n- [ ] one\n")
    tell(hub, tmp_path, "### Dead\n\n- [ ] two, says @somebody\n")
    ours = hub.issues[1]
    assert ours["state"] == "open"
    assert "- [ ] two, says @<!-- -->somebody\n" in ours["body"]
    tell(hub, tmp_path, "\n")
    assert ours["state"] == "closed"
    assert "nothing" in tell(hub, tmp_path, "")
    tell(hub, tmp_path, "### Dead\n\n- [ ] three\n")
    assert (ours["state"], "three" in ours["body"]) == ("open", True)
    assert len(hub.issues) == 2
    assert theirs["body"] == f"{MARKER}\nmine"


def test_the_look_itself_asks_addresses_and_days_of_review(tmp_path: Path) -> None:
    """Nothing here is asked for real: the one address is inside this machine, so not allowed."""
    facts = DATA["content/facts/f.yml"].replace("as_of", "review_by: 2020-01-01\n  as_of")
    sources = DATA["content/sources/s.yml"].replace(
        "https://example.org/upi", "http://127.0.0.1:9999"
    )
    site = {
        "mkdocs.yml": "site_name: S\nplugins: [plainfact/sources]\ntheme: {name: mkdocs}\n",
        "docs/index.md": "# Home\n\nSoldiers [@fact:troops-nis-2024-10-18].\n",
        "content/facts/f.yml": facts,
        "content/sources/s.yml": sources,
    }
    folder, _ = repository(tmp_path / "work", site)
    done = subprocess.run(
        ["scripts/ci/freshness", "out.md"], cwd=folder, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stderr
    text = (folder / "out.md").read_text()
    assert "### Past their day of review" in text
    assert "not asked" in text
