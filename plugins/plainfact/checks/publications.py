"""Which sources are one and the same publication, however they are written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from plainfact.model import Source

TRACKING = frozenset({"fbclid", "gclid", "dclid", "msclkid", "mc_cid", "mc_eid", "igshid", "yclid"})
TRACKING_PREFIX = "utm_"


@dataclass(frozen=True, slots=True)
class Twin:
    """The record that stood there first, what the two have in common, and the field of the
    second that shows it."""

    first: Source
    same: str
    field: str


class Publications:
    """Sources seen so far, found again by DOI, address, or title and date.

    The first record of a publication is the one that counts.
    """

    def __init__(self, sources: Iterable[Source] = ()) -> None:
        self._dois: dict[str, Source] = {}
        self._addresses: dict[str, Source] = {}
        self._titles: dict[tuple[str, str], dict[str, Source]] = {}
        for source in sources:
            self.add(source)

    def add(self, source: Source) -> None:
        """One more."""
        self._dois.setdefault(bare_doi(source.doi), source)
        self._addresses.setdefault(same_address(source.url), source)
        if source.issued:
            self._outlets(source).setdefault(_outlet(source), source)

    def with_doi(self, doi: str) -> Source | None:
        """The source that has a DOI."""
        doi = bare_doi(doi)
        return self._dois.get(doi) if doi else None

    def at_address(self, url: str) -> Source | None:
        """The source that stands at an address."""
        address = same_address(url)
        return self._addresses.get(address) if address else None

    def twin(self, source: Source) -> Twin | None:
        """The record that a source is a second one of."""
        if first := self.with_doi(source.doi):
            return Twin(first, "DOI", "DOI")
        if first := self.at_address(source.url):
            return Twin(first, "address", "URL")
        if source.issued and (first := self._same_outlet(source)):
            return Twin(first, "title and date", "title")
        return None

    def _outlets(self, source: Source) -> dict[str, Source]:
        return self._titles.setdefault((folded(source.title), str(source.issued)), {})

    def _same_outlet(self, source: Source) -> Source | None:
        """Two outlets may print one agency report under one title: that is no double entry."""
        outlets = self._outlets(source)
        outlet = _outlet(source)
        if not outlet:
            return next(iter(outlets.values()), None)
        return outlets.get(outlet) or outlets.get("")


def _outlet(source: Source) -> str:
    return folded(source.container_title or source.publisher)


def bare_doi(doi: str) -> str:
    """A DOI without its resolver, in small letters: DOIs have no letter case."""
    return folded(doi).removeprefix("https://doi.org/").removeprefix("doi:")


def same_address(url: str) -> str:
    """An address without what makes no difference: scheme, `www.`, final slash, fragment,
    tracking parameters. Empty where there is none."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return ""
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if not key.lower().startswith(TRACKING_PREFIX) and key.lower() not in TRACKING
    ]
    asked = f"?{urlencode(query)}" if query else ""
    return f"{host}{port}{parts.path.rstrip('/')}{asked}" if host else ""


def folded(text: str) -> str:
    """A text without differences of letter case and white space."""
    return " ".join(text.casefold().split())
