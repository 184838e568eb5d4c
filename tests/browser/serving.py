"""A static file server on the loopback address, as a web host would serve a built site."""

from __future__ import annotations

import gzip
import io
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

COMPRESSED = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".xml"})
"""What hosts compress on the way; fonts, pictures and Pagefind's pieces are so already."""


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        """Keep test output free of access logs."""

    def send_head(self) -> io.BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if path.is_dir() and urlsplit(self.path).path.endswith("/"):
            path = path / "index.html"
        if not path.is_file():
            missing = Path(str(self.directory)) / "404.html"
            if path.exists() or not missing.is_file():
                return super().send_head()
            return self._sent(404, missing)
        return self._sent(200, path)

    def _sent(self, status: int, path: Path) -> io.BytesIO:
        body = _read(path, path.stat().st_mtime_ns)
        squeezed = path.suffix in COMPRESSED and "gzip" in self.headers.get("Accept-Encoding", "")
        if squeezed:
            body = _squeezed(body)
        self.send_response(status)
        kind = self.guess_type(str(path))
        self.send_header(
            "Content-Type", f"{kind}; charset=utf-8" if path.suffix in COMPRESSED else kind
        )
        if squeezed:
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
        # Pages change; what they ask for changes with its name or may be a day old.
        self.send_header(
            "Cache-Control", "no-cache" if path.suffix == ".html" else "public, max-age=31536000"
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@lru_cache(maxsize=256)
def _read(path: Path, changed: int) -> bytes:
    return path.read_bytes()


@lru_cache(maxsize=256)
def _squeezed(body: bytes) -> bytes:
    return gzip.compress(body, 6, mtime=0)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; yields its address, which ends in a slash."""
    with running(partial(_Handler, directory=str(folder))) as address:
        yield address


@contextmanager
def running(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    """Answer requests on a free port by a handler; yields the address, with a slash behind."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True  # a browser keeps its connections open
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
