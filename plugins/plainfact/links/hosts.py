"""Many addresses side by side, few at a time on one host."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from urllib.parse import urlsplit

from plainfact.links.outcomes import Outcome, State

WORKERS = 16
PER_HOST = 2
TOO_OFTEN = 429
OFFLINE = 3
"""Hosts that are all unknown, from which on it is the network that is missing."""

Ask = Callable[[str], Outcome]


def ask_all(
    urls: Iterable[str],
    ask: Ask,
    *,
    workers: int = WORKERS,
    per_host: int = PER_HOST,
    done: Callable[[str], None] = lambda url: None,
) -> Mapping[str, Outcome]:
    """Each address once; at most `per_host` of one host at a time, `workers` in all.

    A host that asks for patience to the end gets no further question in this run. `done` is
    told each address, from one thread. The result is in the order of `urls`.
    """
    ordered = list(dict.fromkeys(urls))
    tired: set[str] = set()
    lock = threading.Lock()

    def chain(host: str, members: list[str]) -> list[tuple[str, Outcome]]:
        answers = []
        for url in members:
            with lock:
                skip = host in tired
            if skip:
                outcome = Outcome(State.UNSURE, TOO_OFTEN, "not asked: its host asks for patience")
            else:
                outcome = ask(url)
                if outcome.status == TOO_OFTEN:
                    with lock:
                        tired.add(host)
            answers.append((url, outcome))
        return answers

    found: dict[str, Outcome] = {}
    with ThreadPoolExecutor(max_workers=max(workers, 1)) as pool:
        futures = [pool.submit(chain, *each) for each in _chains(ordered, max(per_host, 1))]
        try:
            for future in as_completed(futures):
                for url, outcome in future.result():
                    found[url] = outcome
                    done(url)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return _trusted({url: found[url] for url in ordered})


def _chains(urls: Iterable[str], per_host: int) -> Iterator[tuple[str, list[str]]]:
    """The addresses of each host in `per_host` lists, each of which is asked one by one."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        hosts[urlsplit(url).netloc.lower()].append(url)
    for host, members in hosts.items():
        for first in range(min(per_host, len(members))):
            yield host, members[first::per_host]


def _trusted(outcomes: Mapping[str, Outcome]) -> Mapping[str, Outcome]:
    """Where no host at all is known, none of them is dead: the machine has no network."""
    hosts = {urlsplit(url).netloc for url in outcomes}
    lost = [each for each in outcomes.values() if each.state is State.DEAD and not each.status]
    if len(hosts) < OFFLINE or len(lost) < len(outcomes):
        return outcomes
    offline = Outcome(State.UNSURE, why="no host's name can be looked up: is there a network?")
    return dict.fromkeys(outcomes, offline)
