"""One address asked, safely: the only door of this program to the network.

An address comes from an author or from a page, so it may point anywhere: at the machine
that the command runs on, at what only that machine can reach, or at a server that sends
without end. `fetch` goes to public addresses alone, looks at every redirect anew, and
bounds size and time. It opens no files, keeps no state, and may be called from threads.
"""

from __future__ import annotations

from plainfact.network.addresses import is_public, is_reachable
from plainfact.network.errors import (
    BadAddress,
    BadResponse,
    ForbiddenAddress,
    MissingLibrary,
    NetworkError,
    TimedOut,
    TlsError,
    TooManyRedirects,
    UnknownHost,
    Unreachable,
)
from plainfact.network.fetch import DEFAULT_LIMITS, Hop, Limits, Response, fetch

__all__ = [
    "DEFAULT_LIMITS",
    "BadAddress",
    "BadResponse",
    "ForbiddenAddress",
    "Hop",
    "Limits",
    "MissingLibrary",
    "NetworkError",
    "Response",
    "TimedOut",
    "TlsError",
    "TooManyRedirects",
    "UnknownHost",
    "Unreachable",
    "fetch",
    "is_public",
    "is_reachable",
]
