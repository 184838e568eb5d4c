"""All pages of a site converted for what they refer to; their HTML is thrown away.

A page that is as it was, on a site that is as it was, is not converted again: what was found
is in the store. Many pages are shared out among processes, where the system can fork them.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainfact.site.fingerprint import fingerprint
from plainfact.site.render import render
from plainfact.site.rows import finding_of, result_of, written, written_finding
from plainfact.store import Store, digest

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from mkdocs.structure.files import File, Files

    from plainfact.site.session import Session

Row = dict[str, Any]
Task = tuple["File", str]
ENOUGH = 10
"""Pages from which on it pays to fork: it costs some 20 ms a process."""
MAX_PROCESSES = 8
MAX_SHARES = 100
"""Into which pages are parted: their numbers are bytes in a pipe."""


class Converter:
    """Converts pages of one site; what is found goes into the session's extensions, and to
    the next run where it `keeps`."""

    def __init__(self, session: Session, files: Files, *, keeps: bool = True) -> None:
        self.session = session
        self.files = files
        known = fingerprint(session, files) if keeps else None
        docs = Path(session.config.docs_dir)
        self._store = Store.open("pages", docs, known) if known else Store()

    def convert(self, tasks: Iterable[Task], besides: str = "") -> None:
        """Convert texts of pages. `besides` names what is not as it is the first time."""
        waiting: list[tuple[str, Task]] = []
        for file, text in tasks:
            key = digest(file.src_uri, file.url, file.content_string, text, besides)
            if not self._take(file, self._store.get(key)):
                waiting.append((key, (file, text)))
        rows = self._rows([task for _, task in waiting])
        for (key, (file, _)), row in zip(waiting, rows, strict=True):
            self._take(file, row)
            self._store.put(key, row)

    def save(self) -> None:
        """Keep what was found for the next run."""
        self._store.save()

    def _take(self, file: File, row: Row | None) -> bool:
        """Hand what was found on a page to the session; says whether it could be read."""
        if row is None:
            return False
        try:
            results = {name: result_of(each) for name, each in row["results"].items()}
            own = tuple(finding_of(each) for each in row["file"])
        except (LookupError, TypeError, ValueError, AttributeError):
            return False
        for name, extension in self.session.extensions.items():
            extension.results.pop(file.src_uri, None)
            if name in results:
                extension.results[file.src_uri] = results[name]
        self.session.pages.written[file.src_uri] = own
        return True

    def _row(self, task: Task) -> Row:
        file, text = task
        render(text, file, self.files, self.session.config)
        found = {
            name: extension.results[file.src_uri]
            for name, extension in self.session.extensions.items()
            if file.src_uri in extension.results
        }
        own = self.session.pages.of_file(file)
        return {
            "results": {name: written(result) for name, result in found.items()},
            "file": [written_finding(finding) for finding in own],
        }

    def _rows(self, tasks: Sequence[Task]) -> list[Row]:
        """What each page refers to, in order of pages, whoever converted them."""
        count = min(_processors(), MAX_PROCESSES)
        if len(tasks) < ENOUGH or count < 2 or not _can_fork():
            return [self._row(task) for task in tasks]
        import multiprocessing  # only here: most runs find their pages in the store

        rows: list[Row | None] = [None] * len(tasks)
        fork = multiprocessing.get_context("fork")
        step = min(len(tasks), MAX_SHARES)
        # A page of listings takes as long as twenty others: who is done takes the next share.
        shares, numbers = os.pipe()
        os.write(numbers, bytes(range(step)))
        os.close(numbers)
        workers = []
        gc.freeze()  # what is shared stays out of the children's collections, which would copy it
        for _ in range(count - 1):
            ours, theirs = fork.Pipe(duplex=False)
            worker = fork.Process(target=self._work, args=(tasks, shares, theirs), daemon=True)
            worker.start()
            theirs.close()
            workers.append((worker, ours))
        gc.unfreeze()
        # What somebody could not do is done below, where errors are seen.
        with suppress(Exception):
            for number, row in self._share(tasks, shares):
                rows[number] = row
        os.close(shares)
        for worker, ours in workers:
            with suppress(EOFError, OSError, ValueError):
                for number, row in json.loads(ours.recv_bytes()):
                    rows[number] = row
            ours.close()
            worker.join()
        return [
            self._row(task) if row is None else row for task, row in zip(tasks, rows, strict=True)
        ]

    def _share(self, tasks: Sequence[Task], shares: int) -> Iterator[tuple[int, Row]]:
        """What pages refer to, by their number, share after share until there is none left."""
        step = min(len(tasks), MAX_SHARES)
        while share := os.read(shares, 1):
            for number in range(share[0], len(tasks), step):
                yield number, self._row(tasks[number])

    def _work(self, tasks: Sequence[Task], shares: int, connection: Connection) -> None:
        """Another process's shares. An error there shows as a closed connection here."""
        try:
            connection.send_bytes(json.dumps([*self._share(tasks, shares)]).encode("ascii"))
        except Exception:  # the pages are converted again, by the process that can report it
            os._exit(1)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _can_fork() -> bool:
    """Forking is safe on Linux, in a process of one thread."""
    return sys.platform == "linux" and threading.active_count() == 1
