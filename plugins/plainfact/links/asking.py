"""One address asked: politely, more than once where that helps, and told apart."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from plainfact.links.outcomes import Outcome, State
from plainfact.links.words import HTML, fingerprint, says, text_of
from plainfact.network import (
    ForbiddenAddress,
    Hop,
    Limits,
    MissingLibrary,
    NetworkError,
    Response,
    TimedOut,
    TlsError,
    UnknownHost,
    Unreachable,
    fetch,
)

FOR_GOOD = frozenset({301, 308})
GONE = frozenset({404, 410})
BUSY = frozenset({429, 500, 502, 503, 504, 520, 521, 522, 523, 524})
REASONS = {
    401: "it asks for a password",
    403: "it refuses programs, or everybody",
    405: "it does not take such requests",
    429: "it is asked too often",
    451: "it is withheld for legal reasons here",
}
ACCEPT = "text/html,application/pdf;q=0.9,*/*;q=0.8"

# What publishers mark paid articles with for search engines and for others' previews.
_PAYWALL = re.compile(
    rb'"isAccessibleForFree"\s*:\s*"?false'  # schema.org
    rb"|<meta[^>]{0,80}article:content_tier[^>]{0,80}(?:locked|metered)",  # Open Graph
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Polite:
    """How often and how long one address is asked, in seconds."""

    tries: int = 3
    backoff: float = 1.0
    """Before the second try; each further one waits twice as long."""
    longest_wait: float = 30.0
    """A server that asks for more patience than that is left alone."""
    seconds: float = 30.0
    """For one answer."""
    body: int = 5_000_000
    """Bytes of a page that is read."""


@dataclass(slots=True)
class Asking:
    """Asks addresses, from any thread. `sleep` waits; tests do without."""

    polite: Polite = field(default_factory=Polite)
    allow_private: bool = False
    proxy: str = ""
    sleep: Callable[[float], None] = time.sleep

    def ask(self, url: str, quotes: Iterable[str] = (), *, read: bool = False) -> Outcome:
        """What a reader meets at an address (without fragment), and which quotations are there.

        HEAD first; GET where HEAD does not end it, and where the page is to be read: for its
        quotations, or (`read`) for a publisher's mark that it is paid for.

        Raises MissingLibrary where what speaks HTTP is not installed.
        """
        wanted = tuple(quotes)
        answer = self._answer(url, "HEAD")
        good = isinstance(answer, Response) and answer.status < 400
        html = isinstance(answer, Response) and answer.content_type in HTML
        nowhere = isinstance(answer, Outcome) and answer.state is State.DEAD
        if not nowhere and (not good or wanted or (read and html)):
            answer = self._answer(url, "GET")
        if isinstance(answer, Outcome):
            return answer
        return _read(_told(url, answer), answer, wanted)

    def _answer(self, url: str, method: str) -> Response | Outcome:
        """An answer to make something of, or what to make of none; asked again where it may
        help."""
        wait = self.polite.backoff
        last: Response | Outcome = Outcome(State.UNSURE)
        for attempt in range(self.polite.tries):
            last, again, asked_for = self._once(url, method)
            if not again or attempt == self.polite.tries - 1:
                break
            if method == "HEAD" and not isinstance(last, Outcome) and last.status != 429:
                break  # GET asks again anyhow
            pause = max(wait, asked_for)
            if pause > self.polite.longest_wait:
                break
            self.sleep(pause)
            wait *= 2
        return last

    def _once(self, url: str, method: str) -> tuple[Response | Outcome, bool, float]:
        """An answer, whether to ask again, and after how many seconds at least."""
        resolver = _Resolver()
        polite = self.polite
        try:
            answer = fetch(
                url,
                method=method,
                limits=Limits(seconds=polite.seconds, body=polite.body),
                allow_private=self.allow_private,
                headers={"Accept": ACCEPT},
                proxy=self.proxy,
                resolve=resolver,
            )
        except MissingLibrary:
            raise
        except UnknownHost as error:
            if resolver.certain:
                return Outcome(State.DEAD, why=str(error)), False, 0
            return Outcome(State.UNSURE, why="its host's name cannot be looked up now"), True, 0
        except ForbiddenAddress as error:
            return Outcome(State.UNSURE, why=f"not asked: {error}"), False, 0
        except (TimedOut, Unreachable) as error:
            return Outcome(State.UNSURE, why=str(error)), not isinstance(error, TlsError), 0
        except NetworkError as error:
            return Outcome(State.UNSURE, why=str(error)), False, 0
        return answer, answer.status in BUSY, retry_after(answer.headers.get("retry-after", ""))


class _Resolver:
    """The system's names, and whether it is certain that one leads nowhere.

    A machine without a network cannot look names up either, and must not call them all dead.
    """

    def __init__(self) -> None:
        self.certain = False

    def __call__(self, host: str, port: int) -> list[str]:
        self.certain = False
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            nowhere = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
            self.certain = error.errno in nowhere
            raise
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def retry_after(value: str, now: datetime | None = None) -> float:
    """Seconds that a `Retry-After` asks for (RFC 9110, section 10.2.3); 0 where it says none."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        then = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return 0.0
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max((then - (now or datetime.now(UTC))).total_seconds(), 0.0)


def _told(url: str, answer: Response) -> Outcome:
    """An answer's state, apart from what its page says."""
    status = answer.status
    if status in GONE:
        return Outcome(State.DEAD, status, f"it answers {status}")
    if status == 402:
        return Outcome(State.PAYWALLED, status, "it answers 402, payment required")
    if status >= 400 or status < 200:
        return Outcome(State.UNSURE, status, f"it answers {status}{_reason(status)}")
    if not answer.history:
        return Outcome(State.LIVE, status)
    if _front(answer.url) and not _front(url):
        return Outcome(State.UNSURE, status, "it leads to the front page of the site")
    target = moved_to(answer.history, answer.url)
    if not target or target == url:
        return Outcome(State.LIVE, status)
    return Outcome(State.MOVED, status, "it has moved for good", target)


def _reason(status: int) -> str:
    return f": {REASONS[status]}" if status in REASONS else ""


def _front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def moved_to(history: Iterable[Hop], final: str) -> str:
    """The address that permanent redirects lead to; what follows a temporary one is none.

    Empty where the first is temporary.
    """
    hops = list(history)
    addresses = [hop.url for hop in hops[1:]] + [final]
    target = ""
    for hop, address in zip(hops, addresses, strict=True):
        if hop.status not in FOR_GOOD:
            break
        target = address
    return target


def _read(outcome: Outcome, answer: Response, quotes: tuple[str, ...]) -> Outcome:
    """The outcome with what the page says about payment and quotations."""
    if outcome.state not in (State.LIVE, State.MOVED):
        return outcome
    paid = bool(_PAYWALL.search(answer.body))
    found: set[str] = set()
    missing: set[str] = set()
    why = outcome.why
    if quotes:
        text = text_of(answer)
        for quote in quotes:
            if text.words and says(text.words, quote):
                found.add(fingerprint(quote))
            elif not text.why_not and not paid:
                missing.add(fingerprint(quote))
        why = why or (text.why_not and f"quotations were not looked for: {text.why_not}")
    if paid:
        why = "its publisher marks it as paid for"
    return Outcome(
        State.PAYWALLED if paid and outcome.state is State.LIVE else outcome.state,
        outcome.status,
        why,
        outcome.moved_to,
        frozenset(found),
        frozenset(missing),
    )
