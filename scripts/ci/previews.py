"""Publish previews of pull requests, and say so in one comment.

    python3 scripts/ci/previews.py collect FOLDER      every open pull request's preview
    python3 scripts/ci/previews.py comment --url SITE  the comment of the event's pull request

Runs with rights that a pull request must not get, so it runs nothing of one: what a build left
as an artifact is unpacked as data, within bounds, and only where the pull request changes
content alone. That matters, since whoever may change a workflow's file decides what its
artifact holds. Which pull request it belongs to comes from GitHub, never from the artifact.
Standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from artifact import Damaged, unpack
from github import Api, ApiError
from markers import LARGEST, harmless

WORKFLOW = "preview.yml"
ARTIFACT = "preview"
MARKER = "<!-- plainfact:preview -->"
BOT = "github-actions[bot]"
CONTENT = "content/"
MAX_PULLS = 25  # previews shown at once: those that changed last
MAX_CHANGED = 2000  # files of a pull request
MAX_ZIP = 150_000_000  # bytes
MAX_ALL = 600_000_000  # bytes of all previews; GitHub Pages takes 1 GB
PLACEHOLDER = "https://preview.invalid/"  # what the build takes for its address


class NotShown(Exception):
    """There is no preview of a pull request, for a reason that its people may read."""


def main() -> int:
    """Run it; returns the exit code."""
    words = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = words.add_subparsers(dest="command", required=True)
    collecting = commands.add_parser("collect")
    collecting.add_argument("folder", type=Path)
    commenting = commands.add_parser("comment")
    commenting.add_argument("--url", default="", help="the published site's address")
    given = words.parse_args()
    try:
        api = Api.of_environment()
        if given.command == "collect":
            collect(api, given.folder)
        else:
            comment(api, event(), given.url)
    except ApiError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def event() -> Mapping[str, Any]:
    """The `workflow_run` that this answers. Raises ApiError where it is another event."""
    with open(os.environ["GITHUB_EVENT_PATH"], encoding="utf-8") as stream:
        run = json.load(stream).get("workflow_run")
    if not isinstance(run, dict) or run.get("event") != "pull_request":
        raise ApiError("this is no run of a pull request's workflow")
    return run


def collect(api: Api, folder: Path) -> None:
    """Unpack the preview of each open pull request to FOLDER/pr-NUMBER."""
    pulls = api.get("/pulls", state="open", sort="updated", direction="desc", per_page=MAX_PULLS)
    left = MAX_ALL
    for pull in pulls:
        number = int(pull["number"])
        with tempfile.TemporaryDirectory(prefix="preview-") as temporary:
            try:
                fetch(api, pull, Path(temporary))
                site = Path(temporary, "site")
                if not site.is_dir():
                    raise NotShown("its site could not be built")
                left -= sum(file.stat().st_size for file in site.rglob("*") if file.is_file())
                if left < 0:
                    raise NotShown("the others leave it no room")
                target = folder / f"pr-{number}"
                target.parent.mkdir(parents=True, exist_ok=True)
                # Not renamed: the temporary folder may be on another file system.
                copy(site, target)
                print(f"preview of {number}")
            except NotShown as reason:
                print(f"no preview of {number}: {reason}")


def copy(site: Path, target: Path) -> None:
    """Copy a folder of regular files, which is all that `unpack` makes."""
    for file in sorted(site.rglob("*")):
        if file.is_file():
            place = target / file.relative_to(site)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.read_bytes())


def comment(api: Api, run: Mapping[str, Any], url: str) -> None:
    """Write the comment, or bring the one that is there up to date."""
    pull = pull_of(api, run)
    if pull is None:
        print("the pull request is closed, or has gone on since")
        return
    number = int(pull["number"])
    address = f"{url.rstrip('/')}/preview/pr-{number}/" if url else ""
    with tempfile.TemporaryDirectory(prefix="preview-") as temporary:
        try:
            fetch(api, pull, Path(temporary))
            text = (Path(temporary) / "comment.md").read_text("utf-8", "replace")
            shown = bool(address) and Path(temporary, "site").is_dir()
            body = opening(str(pull["head"]["sha"]), address if shown else "", text)
        except (NotShown, FileNotFoundError) as reason:
            why = reason if isinstance(reason, NotShown) else "the build left no comment"
            body = f"{MARKER}\n### No preview\n\n{harmless(str(why), 5000)}\n"
    upsert(api, number, body)


def opening(sha: str, address: str, text: str) -> str:
    """The whole comment around what the build wrote."""
    where = (
        f"[The pages as this pull request would have them]({address})"
        if address
        else "The pages are not published; the run's page has them as an artifact"
    )
    head = f"{MARKER}\n### Preview\n\n{where}, at commit {sha[:10]}.\n\n"
    body = text.replace(PLACEHOLDER, address) if address else text
    return head + harmless(body, LARGEST - len(head))


def upsert(api: Api, number: int, body: str) -> None:
    """One comment of ours, found by its marker; nobody else's, even with the marker in it."""
    for each in api.all(f"/issues/{number}/comments"):
        user = each.get("user") or {}
        if user.get("login") == BOT and str(each.get("body", "")).startswith(MARKER):
            if each["body"] != body:
                api.send("PATCH", f"/issues/comments/{int(each['id'])}", {"body": body})
            print(f"comment on {number} brought up to date")
            return
    api.send("POST", f"/issues/{number}/comments", {"body": body})
    print(f"comment on {number} written")


def pull_of(api: Api, run: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The open pull request whose newest commit a run is of.

    A run of a fork's pull request does not name it (`pull_requests` is empty), so it is looked
    up by branch, and its commit and repository are compared.
    """
    head = run.get("head_repository")
    if not head:
        return None
    found = api.get("/pulls", state="open", head=f"{head['owner']['login']}:{run['head_branch']}")
    for pull in found:
        theirs = pull["head"]
        if theirs["sha"] == run["head_sha"] and (theirs["repo"] or {}).get("id") == head["id"]:
            return dict(pull)
    return None


def fetch(api: Api, pull: Mapping[str, Any], folder: Path) -> None:
    """Unpack what the preview's build left of a pull request's newest commit.

    Raises NotShown where there is none, or where it is not to be trusted.
    """
    verify(api, pull)
    head = pull["head"]
    runs = api.get(
        f"/actions/workflows/{WORKFLOW}/runs",
        head_sha=head["sha"],
        event="pull_request",
        status="success",
        per_page=20,
    )["workflow_runs"]
    ids = [
        int(run["id"])
        for run in runs
        if run["head_sha"] == head["sha"]
        and (run["head_repository"] or {}).get("id") == head["repo"]["id"]
    ]
    if not ids:
        raise NotShown("it was not built yet")
    artifacts = api.get(f"/actions/runs/{max(ids)}/artifacts", name=ARTIFACT)["artifacts"]
    usable = [each for each in artifacts if each["name"] == ARTIFACT and not each["expired"]]
    if not usable:
        raise NotShown("its build was deleted, as all are after some time")
    with tempfile.TemporaryFile() as archive:
        api.download(f"/actions/artifacts/{int(usable[0]['id'])}/zip", archive, MAX_ZIP)
        try:
            unpack(archive, folder)
        except Damaged as error:
            raise NotShown(f"what was built is not fit to be published: {error}") from None


def verify(api: Api, pull: Mapping[str, Any]) -> None:
    """Whether the build of a pull request is the base branch's own work.

    Whoever can push to this repository is trusted. A stranger's pull request must change
    nothing but content, or its workflow could have been another.
    """
    head, base = pull["head"], pull["base"]
    if not head["repo"]:
        raise NotShown("the repository it came from is gone")
    if base["ref"] != base["repo"]["default_branch"]:
        raise NotShown("it is not for the default branch")
    if head["repo"]["id"] == base["repo"]["id"]:
        return
    number = int(pull["number"])
    files = []
    for each in api.all(f"/pulls/{number}/files"):
        files.append(each)
        if len(files) > MAX_CHANGED:
            raise NotShown(f"it changes more than {MAX_CHANGED:,} files")
    now = api.get(f"/pulls/{number}")
    if now["head"]["sha"] != head["sha"] or now["changed_files"] != len(files):
        raise NotShown("it has gone on since")
    names = [str(each.get(key) or CONTENT) for each in files for key in FILE_NAMES]
    if any(not name.startswith(CONTENT) or ".." in name.split("/") for name in names):
        raise NotShown(
            "it changes files outside the content folder, so that a maintainer has to look at "
            "them before anything of it is published"
        )


FILE_NAMES = ("filename", "previous_filename")

if __name__ == "__main__":
    sys.exit(main())
