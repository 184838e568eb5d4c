"""Every address of a site, once, with all places at which it stands and what is quoted from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urldefrag, urlsplit

from plainfact.findings import Location
from plainfact.model import Fact, Knowledge, Source, Term, UrlStatus

LINKS = {"a": "href", "img": "src", "source": "src", "video": "src", "audio": "src"}
MAX_ADDRESSES = 50_000


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an address or a quotation stands. `source`: the id of the record it belongs to;
    `field`: the record's field; `quote`: the words, where it is a quotation."""

    location: Location
    source: str = ""
    field: str = ""
    quote: str = ""


@dataclass(slots=True)
class Address:
    """An address as it is asked (without fragment), and where it stands."""

    url: str
    places: list[Place] = field(default_factory=list)
    quotes: list[Place] = field(default_factory=list)

    @property
    def is_source(self) -> bool:
        """Whether a record names it as where something was read."""
        return any(place.field == "URL" for place in self.places)


def collect(
    knowledge: Knowledge,
    pages: Iterable[tuple[str, Location]],
    quoted: Iterable[tuple[str, str, Location]] = (),
) -> Mapping[str, Address]:
    """The addresses of sources and pages, in order.

    `pages` are addresses on pages with their places; `quoted` are (source's id, words, place)
    of quotations in prose. A source that is known to be dead is asked for at its copy.
    """
    found: dict[str, Address] = {}

    def add(url: str, place: Place) -> Address | None:
        asked = urldefrag(url.strip()).url
        if urlsplit(asked).scheme.lower() not in ("http", "https"):
            return None
        if asked not in found and len(found) >= MAX_ADDRESSES:
            return None
        address = found.setdefault(asked, Address(asked))
        if place not in address.places:
            address.places.append(place)
        return address

    readable: dict[str, Address] = {}
    for source in knowledge.sources.values():
        for where, url in _addresses(source):
            address = add(url, Place(source.at(where), source.id, where))
            if address is not None:
                readable.setdefault(source.id, address)
    for source_id, quote, location in (*_quotes(knowledge), *quoted):
        known = knowledge.source(source_id)
        if known is not None and known.id in readable:
            place = Place(location, known.id, "quote", quote)
            if place not in readable[known.id].quotes:
                readable[known.id].quotes.append(place)
    records = set(found)
    for url, location in pages:
        # A note's link to its source stands at the record, not in the page's text.
        if location.line or urldefrag(url.strip()).url not in records:
            add(url, Place(location))
    return {url: found[url] for url in sorted(found)}


def _addresses(source: Source) -> Iterator[tuple[str, str]]:
    if source.url and not (source.url_status is UrlStatus.DEAD and source.archive_url):
        yield "URL", source.url
    if source.archive_url:
        yield "archive_url", source.archive_url


def _quotes(knowledge: Knowledge) -> Iterator[tuple[str, str, Location]]:
    """The words that records quote, with their places."""
    records: tuple[Fact | Term, ...] = (*knowledge.facts.values(), *knowledge.terms.values())
    for record in records:
        for index, citation in enumerate(record.citations):
            if citation.quote:
                yield citation.source, citation.quote, record.at(f"sources/{index}/quote")


class _Links(HTMLParser):
    """The addresses of a page's links and media."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = LINKS.get(tag)
        for name, value in attrs:
            if name == wanted and value and value.lower().startswith(("http://", "https://")):
                self.found.setdefault(value)


def addresses_in(html: str, source: str, file: str) -> Iterator[tuple[str, Location]]:
    """The addresses on a rendered page, with the first place of each in the page's source.

    Line 0 where an address does not stand there as it was rendered.
    """
    parser = _Links()
    parser.feed(html)
    parser.close()
    for url in parser.found:
        at = source.find(url)
        if at < 0:
            yield url, Location(file)
            continue
        line = source.count("\n", 0, at) + 1
        column = at - source.rfind("\n", 0, at)
        yield url, Location(file, line, column, line, column + len(url))
