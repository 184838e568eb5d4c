"""A server on this machine that answers like GitHub's REST API, for what the workflows ask."""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "desk/explainers"
TOKEN = "the-token"
BOT = {"login": "github-actions[bot]", "type": "Bot"}


@dataclass
class GitHub:
    """What the stand-in knows, and what it was asked."""

    pulls: list[dict[str, Any]] = field(default_factory=list)
    files: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    runs: list[dict[str, Any]] = field(default_factory=list)
    archives: dict[int, bytes] = field(default_factory=dict)  # by the run's id
    comments: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    issues: list[dict[str, Any]] = field(default_factory=list)
    changes: list[tuple[str, str]] = field(default_factory=list)
    stray: list[str] = field(default_factory=list)  # tokens that reached another host
    url: str = ""
    storage: str = ""

    def environment(self, **more: str) -> dict[str, str]:
        """What Actions would set."""
        return {
            "GITHUB_API_URL": self.url,
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_TOKEN": TOKEN,
            **more,
        }

    def pull(self, number: int, sha: str, *, repo: int = 2, files: list[str]) -> dict[str, Any]:
        """Open a pull request; repository 1 is this one, others are forks."""
        pull = {
            "number": number,
            "changed_files": len(files),
            "head": {"sha": sha, "ref": f"branch-{number}", "repo": {"id": repo}},
            "base": {"ref": "main", "repo": {"id": 1, "default_branch": "main"}},
        }
        self.pulls.append(pull)
        self.files[number] = [{"filename": name} for name in files]
        return pull

    def built(self, run: int, sha: str, files: Mapping[str, str], *, repo: int = 2) -> None:
        """A successful run of the preview's workflow, and what it left."""
        self.runs.append({"id": run, "head_sha": sha, "head_repository": {"id": repo}})
        self.archives[run] = zipped(files)

    # -- answers -----------------------------------------------------------------------

    def answer(self, method: str, path: str, query: dict[str, str], body: Any) -> Any:
        """The answer to a request, or None for 'not found'."""
        if method != "GET":
            self.changes.append((method, path))
        for pattern, name in ROUTES:
            if found := re.fullmatch(pattern, path):
                return getattr(self, name)(method, query, body, *map(int, found.groups()))
        return None

    def _pulls(self, method: str, query: dict[str, str], body: Any) -> Any:
        branch = query.get("head", "").partition(":")[2]
        return [p for p in self.pulls if not branch or p["head"]["ref"] == branch]

    def _pull(self, method: str, query: dict[str, str], body: Any, number: int) -> Any:
        return next((p for p in self.pulls if p["number"] == number), None)

    def _files(self, method: str, query: dict[str, str], body: Any, number: int) -> Any:
        return page(self.files[number], query)

    def _runs(self, method: str, query: dict[str, str], body: Any) -> Any:
        assert query["event"] == "pull_request"
        assert query["status"] == "success"
        runs = [run for run in self.runs if run["head_sha"] == query["head_sha"]]
        return {"total_count": len(runs), "workflow_runs": runs}

    def _artifacts(self, method: str, query: dict[str, str], body: Any, run: int) -> Any:
        has = run in self.archives
        return {"artifacts": [{"id": run, "name": "preview", "expired": False}] if has else []}

    def _comments(self, method: str, query: dict[str, str], body: Any, number: int) -> Any:
        comments = self.comments.setdefault(number, [])
        if method == "POST":
            comments.append({"id": 100 + len(comments), "user": BOT, "body": body["body"]})
            return comments[-1]
        return page(comments, query)

    def _comment(self, method: str, query: dict[str, str], body: Any, number: int) -> Any:
        every = [each for comments in self.comments.values() for each in comments]
        found = next(each for each in every if each["id"] == number)
        found["body"] = body["body"]
        return found

    def _issues(self, method: str, query: dict[str, str], body: Any) -> Any:
        if method == "POST":
            self.issues.append(
                {"number": 50 + len(self.issues), "user": BOT, "state": "open", **body}
            )
            return self.issues[-1]
        return page([i for i in self.issues if query["state"] in ("all", i["state"])], query)

    def _issue(self, method: str, query: dict[str, str], body: Any, number: int) -> Any:
        found = next(each for each in self.issues if each["number"] == number)
        found.update(body)
        return found


ROUTES = (
    (r"/pulls", "_pulls"),
    (r"/pulls/(\d+)", "_pull"),
    (r"/pulls/(\d+)/files", "_files"),
    (r"/actions/workflows/preview\.yml/runs", "_runs"),
    (r"/actions/runs/(\d+)/artifacts", "_artifacts"),
    (r"/issues/(\d+)/comments", "_comments"),
    (r"/issues/comments/(\d+)", "_comment"),
    (r"/issues", "_issues"),
    (r"/issues/(\d+)", "_issue"),
)


def page(items: list[Any], query: dict[str, str]) -> list[Any]:
    """One page of a list."""
    size, number = int(query.get("per_page", 30)), int(query.get("page", 1))
    return items[size * (number - 1) : size * number]


def zipped(files: Mapping[str, str]) -> bytes:
    """An archive of files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return stream.getvalue()


@contextmanager
def github() -> Iterator[GitHub]:
    """The stand-in, and a second host on which the archives lie."""
    state = GitHub()

    class Answers(BaseHTTPRequestHandler):
        def log_message(self, *words: object) -> None:
            pass

        def do_GET(self) -> None:
            self.respond()

        do_POST = do_PATCH = do_GET

        def respond(self) -> None:
            split = urlsplit(self.path)
            query = {key: values[0] for key, values in parse_qs(split.query).items()}
            size = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(size)) if size else None
            path = split.path.removeprefix(f"/repos/{REPOSITORY}")
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                return self.send(401, b"{}")
            if found := re.fullmatch(r"/actions/artifacts/(\d+)/zip", path):
                self.send_response(302)
                self.send_header("Location", f"{state.storage}/{found[1]}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return None
            answer = state.answer(self.command, path, query, body)
            return self.send(404 if answer is None else 200, json.dumps(answer).encode())

        def send(self, status: int, data: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    class Storage(Answers):
        def respond(self) -> None:
            if token := self.headers.get("Authorization"):
                state.stray.append(token)
            self.send(200, state.archives[int(self.path[1:])])

    servers = [ThreadingHTTPServer(("127.0.0.1", 0), kind) for kind in (Answers, Storage)]
    threads = [
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        for server in servers
    ]
    for thread in threads:
        thread.start()
    state.url, state.storage = (f"http://127.0.0.1:{s.server_address[1]}" for s in servers)
    try:
        yield state
    finally:
        for server, thread in zip(servers, threads, strict=True):
            server.shutdown()
            server.server_close()
            thread.join()
