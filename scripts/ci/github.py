"""GitHub's REST API, as far as the workflows need it. Standard library only.

`GITHUB_API_URL`, `GITHUB_REPOSITORY` and `GITHUB_TOKEN` are what Actions sets; the tests point
them at a server of their own. What comes back is data: bounded, and never trusted in form.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any
from urllib.parse import urlencode

PER_PAGE = 100
MAX_PAGES = 30
MAX_ANSWER = 20_000_000  # bytes
TIMEOUT = 60  # seconds
TRIES = 4
BUSY = frozenset({429, 500, 502, 503, 504})


class ApiError(Exception):
    """GitHub did not answer as it should; the message is fit to print."""


@dataclass(frozen=True, slots=True)
class Api:
    """One repository, as one token sees it."""

    url: str
    repository: str
    token: str
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def of_environment(cls, environment: Mapping[str, str] = os.environ) -> Api:
        """As Actions sets it up. Raises ApiError where something is not set."""
        try:
            return cls(
                environment.get("GITHUB_API_URL", "https://api.github.com").rstrip("/"),
                environment["GITHUB_REPOSITORY"],
                environment["GITHUB_TOKEN"],
            )
        except KeyError as error:
            raise ApiError(f"{error.args[0]} is not set") from None

    def get(self, path: str, **parameters: str | int) -> Any:
        """What stands at a path below the repository."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        return self._json("GET", path + query)

    def all(self, path: str, key: str = "", **parameters: str | int) -> Iterator[Any]:
        """Every item of a list; `key` names the list where it stands inside an object."""
        for page in range(1, MAX_PAGES + 1):
            answer = self.get(path, **parameters, per_page=PER_PAGE, page=page)
            items = answer.get(key, []) if key else answer
            yield from items
            if len(items) < PER_PAGE:
                return

    def send(self, method: str, path: str, body: Mapping[str, Any]) -> Any:
        """Change something."""
        return self._json(method, path, json.dumps(body).encode())

    def download(self, path: str, into: IO[bytes], largest: int) -> None:
        """Write what stands at a path to a file. The token does not follow to another host.

        Raises ApiError where it has more than `largest` bytes.
        """
        with self._open("GET", path) as answer:
            left = largest
            while block := answer.read(min(1 << 20, left + 1)):
                left -= len(block)
                if left < 0:
                    raise ApiError(f"{path} has more than {largest:,} bytes")
                into.write(block)

    def _json(self, method: str, path: str, body: bytes | None = None) -> Any:
        with self._open(method, path, body) as answer:
            text = answer.read(MAX_ANSWER + 1)
        if len(text) > MAX_ANSWER:
            raise ApiError(f"{path}: the answer is too long")
        try:
            return json.loads(text) if text else None
        except ValueError:
            raise ApiError(f"{path}: the answer is no JSON") from None

    def _open(self, method: str, path: str, body: bytes | None = None) -> Any:
        request = urllib.request.Request(
            f"{self.url}/repos/{self.repository}{path}", data=body, method=method
        )
        # Unredirected: what a download redirects to is another host, which gets no token.
        request.add_unredirected_header("Authorization", f"Bearer {self.token}")
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_header("User-Agent", "plainfact-ci")
        if body is not None:
            request.add_header("Content-Type", "application/json")
        for attempt in range(TRIES):
            try:
                return urllib.request.urlopen(request, timeout=TIMEOUT)
            except urllib.error.HTTPError as error:
                error.close()
                why, again = f"{error.code} {error.reason}", error.code in BUSY
            except OSError as error:
                why, again = str(getattr(error, "reason", error)), True
            # What changes something is not sent twice: it may have arrived.
            if not again or method != "GET" or attempt == TRIES - 1:
                raise ApiError(f"{method} {path.partition('?')[0]}: {why}")
            self.sleep(2**attempt)
        raise AssertionError
