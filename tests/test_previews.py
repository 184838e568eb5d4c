"""Publishing previews and writing the comment: with rights, so it believes nothing it is given."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from github_standin import BOT, GitHub, github, zipped

SCRIPT = Path(__file__).resolve().parent.parent / "scripts/ci/previews.py"
SHA, OTHER = "a" * 40, "b" * 40
PAGE = ["content/pages/index.md"]
GOOD = {"site/index.html": "<p>preview</p>", "comment.md": "**1 fact changed**\n"}
MARKER = "<!-- plainfact:preview -->"


@pytest.fixture
def hub() -> Iterator[GitHub]:
    with github() as state:
        yield state


def run(hub: GitHub, folder: Path, *words: str, **event: Any) -> str:
    """Run the script as the workflow does; what it prints."""
    head = {"id": 2, "owner": {"login": "stranger"}, "full_name": "stranger/explainers"}
    run = {
        "event": "pull_request",
        "head_sha": SHA,
        "head_branch": "branch-7",
        "head_repository": head,
        "pull_requests": [],
        **event,
    }
    (folder / "event.json").write_text(json.dumps({"workflow_run": run}))
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), *words],
        cwd=folder,
        env={"PATH": os.environ["PATH"]}
        | hub.environment(GITHUB_EVENT_PATH=str(folder / "event.json")),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert not hub.stray, "the token went to another host"
    return done.stdout


def comment(hub: GitHub, folder: Path, **event: Any) -> str:
    return run(hub, folder, "comment", "--url", "https://desk.example/explainers/", **event)


def test_the_comment_says_where_and_what(hub: GitHub, tmp_path: Path) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, {**GOOD, "comment.md": "[Page](https://preview.invalid/x/)\n"})
    comment(hub, tmp_path)
    (written,) = hub.comments[7]
    assert written["body"] == (
        f"{MARKER}\n### Preview\n\n"
        "[The pages as this pull request would have them]"
        f"(https://desk.example/explainers/preview/pr-7/), at commit {SHA[:10]}.\n\n"
        "[Page](https://desk.example/explainers/preview/pr-7/x/)\n"
    )


def test_there_is_one_comment_brought_up_to_date(hub: GitHub, tmp_path: Path) -> None:
    """A stranger's comment with our marker is not ours."""
    theirs = {"id": 1, "user": {"login": "stranger", "type": "User"}, "body": f"{MARKER}\nmine"}
    hub.comments[7] = [theirs, *({"id": n, "user": BOT, "body": "x"} for n in range(2, 150))]
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, GOOD)
    comment(hub, tmp_path)
    hub.built(2, SHA, {**GOOD, "comment.md": "**2 facts changed**\n"})
    comment(hub, tmp_path)
    comment(hub, tmp_path)
    assert theirs["body"] == f"{MARKER}\nmine"
    ours = [c for c in hub.comments[7] if c["body"].startswith(MARKER) and c is not theirs]
    assert len(ours) == 1
    assert "2 facts changed" in ours[0]["body"]
    assert [method for method, _ in hub.changes] == ["POST", "PATCH"]


@pytest.mark.parametrize(
    "files",
    [
        [*PAGE, ".github/workflows/preview.yml"],
        ["mkdocs.yml"],
        ["content/../mkdocs.yml"],
        ["contents/x.md"],
        [*PAGE, "conftest.py"],
    ],
)
def test_a_stranger_who_changes_more_than_content_gets_nothing_published(
    hub: GitHub, tmp_path: Path, files: list[str]
) -> None:
    """Whoever can change the workflow's file decides what its artifact holds."""
    hub.pull(7, SHA, files=files)
    hub.built(1, SHA, {**GOOD, "comment.md": "EVIL"})
    comment(hub, tmp_path)
    assert "outside the content folder" in hub.comments[7][0]["body"]
    assert "EVIL" not in hub.comments[7][0]["body"]
    run(hub, tmp_path, "collect", "site/preview")
    assert not (tmp_path / "site").exists()


def test_a_file_that_was_moved_out_of_elsewhere_counts(hub: GitHub, tmp_path: Path) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.files[7][0]["previous_filename"] = ".github/workflows/ci.yml"
    hub.built(1, SHA, GOOD)
    assert "outside the content folder" in run(hub, tmp_path, "collect", "site/preview")


def test_people_with_a_right_to_push_are_trusted(hub: GitHub, tmp_path: Path) -> None:
    hub.pull(7, SHA, repo=1, files=["plugins/x.py"])
    hub.built(1, SHA, GOOD, repo=1)
    run(hub, tmp_path, "collect", "site/preview")
    assert (tmp_path / "site/preview/pr-7/index.html").read_text() == "<p>preview</p>"


def test_the_number_is_the_event_s_never_the_artifact_s(hub: GitHub, tmp_path: Path) -> None:
    """Another's open pull request is not reached, whatever the archive says."""
    hub.pull(7, SHA, files=PAGE)
    hub.pull(8, OTHER, repo=3, files=PAGE)
    hub.built(1, SHA, {**GOOD, "site/pr": "8"})
    comment(hub, tmp_path)
    assert set(hub.comments) == {7}


@pytest.mark.parametrize(
    "event",
    [
        {"head_sha": OTHER},  # it has gone on since
        {"head_branch": "branch-99"},
        {"head_repository": {"id": 9, "owner": {"login": "stranger"}}},
        {"head_repository": None},
    ],
)
def test_a_run_of_no_open_pull_request_says_nothing(
    hub: GitHub, tmp_path: Path, event: dict[str, Any]
) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, GOOD)
    assert "closed, or has gone on" in comment(hub, tmp_path, **event)
    assert not hub.changes


def test_a_build_of_another_fork_at_the_same_commit_is_not_taken(
    hub: GitHub, tmp_path: Path
) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, GOOD)
    hub.built(2, SHA, {**GOOD, "site/index.html": "another's"}, repo=3)
    run(hub, tmp_path, "collect", "site/preview")
    assert (tmp_path / "site/preview/pr-7/index.html").read_text() == "<p>preview</p>"


def link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        entry = zipfile.ZipInfo("site/passwd")
        entry.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    return stream.getvalue()


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("site/zeros.html", b"\0" * 60_000_000)
    return stream.getvalue()


@pytest.mark.parametrize(
    "archive",
    [
        zipped({"../../outside.txt": "x"}),
        zipped({"/outside.txt": "x"}),
        zipped({"site/../../outside.txt": "x"}),
        zipped({"site\\..\\outside.txt": "x"}),
        zipped({"site/C:outside.txt": "x"}),
        zipped({"site/a\nb.html": "x"}),
        zipped({"elsewhere/index.html": "x"}),
        zipped({"site/" + "d/" * 30 + "index.html": "x"}),
        zipped({"site/A.html": "x", "site/a.html": "y"}),
        zipped({f"site/{n}": "" for n in range(20_001)}),
        link(),
        bomb(),
        zipped(GOOD)[:-30],
        b"no archive",
    ],
    ids=lambda archive: f"{len(archive)} bytes",
)
def test_an_archive_that_no_build_makes_is_refused_whole(
    hub: GitHub, tmp_path: Path, archive: bytes
) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, GOOD)
    hub.archives[1] = archive
    work = tmp_path / "a" / "work"
    work.mkdir(parents=True)
    said = run(hub, work, "collect", "site/preview")
    assert "no preview of 7: what was built is not fit to be published" in said
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["event.json"]


def test_an_archive_that_is_refused_is_said_in_the_comment(hub: GitHub, tmp_path: Path) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, {**GOOD, "../x": "y"})
    comment(hub, tmp_path)
    assert "not fit to be published: a path that leads out of it" in hub.comments[7][0]["body"]


def test_a_comment_cannot_be_broken_out_of(hub: GitHub, tmp_path: Path) -> None:
    text = (
        f"{MARKER} <!-- hidden --> @everyone (@team/x) #12 \u202e\x1b[31m `@code #1`\n"
        "```\n@fenced #2\n```\nmail a@b.example, page.html#3\n"
    )
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, {**GOOD, "comment.md": text})
    comment(hub, tmp_path)
    body = hub.comments[7][0]["body"].split("\n\n", 2)[2]
    assert body == (
        "&lt;!-- plainfact:preview --> &lt;!-- hidden --> @<!-- -->everyone (@<!-- -->team/x)"
        " #<!-- -->12 [31m `@code #1`\n"
        "```\n@fenced #2\n```\nmail a@b.example, page.html#3\n"
    )


def test_a_long_comment_is_cut_to_what_github_takes(hub: GitHub, tmp_path: Path) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, {**GOOD, "comment.md": "a line\n" * 20_000})
    comment(hub, tmp_path)
    body = hub.comments[7][0]["body"]
    assert 60_000 < len(body) <= 65_000
    assert body.endswith("The rest does not fit here.\n")


def test_without_pages_the_comment_still_says_what_changes(hub: GitHub, tmp_path: Path) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.built(1, SHA, GOOD)
    run(hub, tmp_path, "comment", "--url", "")
    assert "not published" in hub.comments[7][0]["body"]
    assert "1 fact changed" in hub.comments[7][0]["body"]


def test_closed_pull_requests_are_gone_from_the_site(hub: GitHub, tmp_path: Path) -> None:
    hub.pull(7, SHA, files=PAGE)
    hub.pull(8, OTHER, files=PAGE)
    hub.built(1, SHA, GOOD)
    said = run(hub, tmp_path, "collect", "site/preview")
    assert said == "preview of 7\nno preview of 8: it was not built yet\n"
    assert [path.name for path in (tmp_path / "site/preview").iterdir()] == ["pr-7"]
