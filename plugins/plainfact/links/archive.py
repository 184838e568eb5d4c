"""Copies of dead pages: the Wayback Machine's availability API.

https://archive.org/help/wayback_api.php: asked for an address and a day, it names the copy
that is nearest in time. What it answers is data: it becomes an address in a record only where
it is an address of a copy.
"""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

from plainfact.links.asking import Asking
from plainfact.network import Limits, NetworkError, fetch

DEFAULT_ARCHIVE = "https://archive.org"
LARGEST = 200_000  # bytes of an answer
LONGEST = 2_000  # characters of an address
TRIES = 3

_SAFE = re.compile(r"https?://[!-~]+")
_COPY = re.compile(r"/web/\d{4,14}(?:id_)?/")


def find_copy(url: str, day: str, asking: Asking, *, base: str = DEFAULT_ARCHIVE) -> str:
    """The address of the copy nearest to a day (ISO 8601, or empty); empty: there is none.

    Raises NetworkError where the archive does not answer.
    """
    stamp = re.sub(r"\D", "", day)
    query = f"url={quote(url, safe='')}" + (f"&timestamp={stamp}" if stamp else "")
    address = f"{base.rstrip('/')}/wayback/available?{query}"
    for attempt in range(TRIES):
        answer = fetch(
            address,
            limits=Limits(seconds=asking.polite.seconds, body=LARGEST),
            allow_private=asking.allow_private,
            headers={"Accept": "application/json"},
            proxy=asking.proxy,
        )
        if answer.status == 200:
            return _copy(answer.body, base)
        if attempt < TRIES - 1:
            asking.sleep(asking.polite.backoff * 2**attempt)
    raise NetworkError(f"the archive answers {answer.status}")


def _copy(body: bytes, base: str) -> str:
    try:
        closest = json.loads(body)["archived_snapshots"]["closest"]
        address, status = closest["url"], closest["status"]
        available = closest["available"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
    if available is not True or str(status) != "200" or not isinstance(address, str):
        return ""
    if len(address) > LONGEST or not _SAFE.fullmatch(address):
        return ""
    parts = urlsplit(address)
    if parts.netloc not in (urlsplit(base).netloc, "web.archive.org"):
        return ""
    if not _COPY.match(parts.path):
        return ""
    # The API still names http; the archive serves https.
    secure = parts.netloc == "web.archive.org"
    return re.sub(r"^http:", "https:", address) if secure else address
