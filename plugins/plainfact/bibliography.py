"""A source in words: one quiet style for everything an explainer cites.

    Author and Author, Title, Container, detail, 17 October 2024, archived copy (only an
    excerpt was read).

Titles are quotations and are printed verbatim, without quotation marks: they are the link.
What the record does not say is not made up: a source without a date is "undated".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote as percent_encode
from urllib.parse import urlsplit

from plainfact.messages import text
from plainfact.model import Level, Name, PartialDate, Read, Source, Standing, UrlStatus, host_names
from plainfact.values import format_date

LEGAL = ("bill", "hearing", "legal_case", "legislation", "regulation", "standard", "treaty")
PARTS_OF_BOOKS = ("chapter", "paper-conference")
NAMED_TYPES = (
    "broadcast",
    "dataset",
    "interview",
    "map",
    "motion_picture",
    "personal_communication",
    "speech",
    "thesis",
)
MANY_AUTHORS = 3
LONG_QUOTE = 10  # words; a longer quote is linked by its first and last words
QUOTE_ENDS = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a reference. Joined, the texts of all parts are the reference.

    `role` is one of author, title, container, date, detail, archive, accessed (when and how
    far it was read), standing (what to be careful about) and plain (what joins the others).
    `url` makes it a link, `language` is that of words which are not in the reader's.
    """

    text: str
    role: str
    url: str = ""
    language: str = ""


Reference = tuple[Part, ...]


def reference(source: Source, language: str, standing: Standing | None = None) -> Reference:
    """The reference of a source, in typed parts; `standing` is the source's own by default.

    Pass `Knowledge.standing(source)` to count that of its publisher and host too.
    """
    pieces: list[list[Part]] = [[piece] for piece in _main(source, language)]
    if source.type in PARTS_OF_BOOKS and source.container_title:
        container = next(piece for piece in pieces if piece[0].role == "container")
        container.insert(0, Part(f"{text('in', language)} ", "plain"))
    joined: list[Part] = []
    for piece in pieces:
        if joined:
            ends = joined[-1].role == "title" and joined[-1].text.rstrip()[-1:] in "?!…"
            joined.append(Part(" " if ends else ", ", "plain"))
        joined += piece
    remarks = list(_remarks(source, language, standing or source.standing))
    for position, remark in enumerate(remarks):
        joined.append(Part(" (" if not position else "; ", "plain"))
        joined.append(remark)
    if remarks:
        joined.append(Part(")", "plain"))
    if remarks or joined[-1].text[-1:] not in ".?!":
        joined.append(Part(".", "plain"))
    return tuple(joined)


def plain_reference(source: Source, language: str) -> str:
    """The reference of a source as one text without links."""
    return "".join(part.text for part in reference(source, language))


def names_in_words(names: Sequence[Name], language: str) -> str:
    """Names in a row: "A", "A and B", "A, B and C", "A et al."."""
    words = [written for written in map(written_name, names) if written]
    if len(words) > MANY_AUTHORS:
        return f"{words[0]} {text('et al.', language)}"
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {text('and', language)} {words[-1]}"


def written_name(name: Name) -> str:
    """A name as its own script writes it: family first, unparted, in Chinese and Korean."""
    together = name.family + name.given
    if name.family and name.given and not together.isascii():
        east = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
        if east.fullmatch(together):
            return together
    return str(name)


def text_fragment(url: str, quote: str) -> str:
    """An address that leads to the quoted words (WICG, URL Fragment Text Directives, 3.2).

    A quote of more than ten words, or one with an omission ("…", "[…]", words put in by
    an editor), is given by its first and last words. The address comes back unchanged where
    it is not http(s), is a PDF, has a fragment directive already, or nothing is quoted.
    """
    address, _, fragment = url.partition("#")
    try:
        parts = urlsplit(address)
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or parts.path.lower().endswith(".pdf"):
        return url
    runs = [run.split() for run in re.split(r"\[[^\]]*\]|\(?(?:…|\.{3,})\)?", quote)]
    runs = [run for run in runs if any(letter.isalnum() for letter in "".join(run))]
    if ":~:" in fragment or not runs:
        return url
    runs[0][0] = runs[0][0].lstrip("\"“„«'‘")
    runs[-1][-1] = runs[-1][-1].rstrip("\"”“»'’")
    if len(runs) == 1 and len(runs[0]) <= LONG_QUOTE:
        directive = _directive(runs[0])
    elif len(runs) == 1:
        directive = f"{_directive(runs[0][:QUOTE_ENDS])},{_directive(runs[0][-QUOTE_ENDS:])}"
    else:
        directive = f"{_directive(runs[0][:LONG_QUOTE])},{_directive(runs[-1][-LONG_QUOTE:])}"
    return f"{address}#{fragment}:~:text={directive}"


def origins(sources: Sequence[Source]) -> tuple[str, ...]:
    """Whose reports these really are, in order of first appearance.

    A source that relays an agency is that agency's; any other is its publication's, else its
    publisher's or host's. Three reposts of AFP, and AFP itself, are one origin.
    """
    found: dict[str, str] = {}
    for source in sources:
        host = next(host_names(source.url), "")
        author = written_name(source.author[0]) if source.author else ""
        named = (source.relays, source.container_title, source.publisher, host, author)
        name = next((name for name in named if name), source.title)
        found.setdefault(" ".join(name.split()).casefold(), name)
    return tuple(found.values())


def title_address(source: Source) -> str:
    """Where a source's title leads: its address, the archive's where it is dead, its DOI."""
    dead = source.url_status is UrlStatus.DEAD
    doi = f"https://doi.org/{percent_encode(source.doi, safe='/:;().')}" if source.doi else ""
    addresses = (source.archive_url, doi) if dead else (source.url, doi, source.archive_url)
    return next(filter(None, map(_safe, addresses)), "")


def _directive(words: Sequence[str]) -> str:
    # '-', ',' and '&' are the directive's own syntax; quote() leaves '-' alone.
    return percent_encode(" ".join(words), safe="").replace("-", "%2D")


def _safe(url: str) -> str:
    return url if url.lower().startswith(("http://", "https://")) else ""


def _main(source: Source, language: str) -> Iterator[Part]:
    """Author, title, container, details and date: what commas part."""
    author = names_in_words(source.author, language)
    said = {author.casefold(), ""}
    if author:
        yield Part(author, "author")
    yield Part(source.title, "title", title_address(source), source.language)
    if kind := _kind(source, language):
        yield Part(kind, "detail")
    if source.container_title.casefold() not in said:
        said.add(source.container_title.casefold())
        yield Part(source.container_title, "container")
    elif source.type in PARTS_OF_BOOKS and source.container_title:
        yield Part(source.container_title, "container")
    for key, words in (("editor", "edited by {names}"), ("translator", "translated by {names}")):
        if names := names_in_words(source.names.get(key, ()), language):
            yield Part(text(words, language, names=names), "detail")
    for detail in _details(source, language):
        if detail.casefold() not in said:
            said.add(detail.casefold())
            yield Part(detail, "detail")
    if source.relays.casefold() not in said:
        yield Part(text("{origin} report", language, origin=source.relays), "detail")
    if source.issued:
        yield Part(format_date(source.issued, language), "date")
    elif source.accessed:
        date = format_date(source.accessed, language)
        yield Part(text("undated, read {date}", language, date=date), "accessed")
    else:
        yield Part(text("undated", language), "date")
    if source.doi:
        address = f"https://doi.org/{percent_encode(source.doi, safe='/:;().')}"
        yield Part(f"doi:{source.doi}", "detail", address)
    if _safe(source.archive_url):
        yield Part(text("archived copy", language), "archive", source.archive_url)


def _kind(source: Source, language: str) -> str:
    """What sort of thing it is, where title and container do not say: "video", "Working paper"."""
    if genre := source.variables.get("genre", ""):
        return genre
    return text(f"type.{source.type}", language) if source.type in NAMED_TYPES else ""


def _details(source: Source, language: str) -> Iterator[str]:
    known = source.variables

    def labelled(key: str, words: str) -> Iterator[str]:
        if value := known.get(key, ""):
            number = value.replace(".", "") if key == "version" else value
            plain = bool(re.fullmatch(r"[0-9IVXLC][0-9A-Za-z–-]*", number))
            yield text(words, language, value=value) if plain else value

    yield from labelled("edition", "edition {value}")
    yield from labelled("version", "version {value}")
    yield from labelled("volume", "vol. {value}")
    yield from labelled("issue", "no. {value}")
    yield from labelled("number", "no. {value}")
    for key in ("section", "event-title", "authority", "collection-title"):
        if known.get(key):
            yield known[key]
    if source.type in LEGAL and known.get("jurisdiction"):
        yield known["jurisdiction"]
    publisher = source.publisher
    if source.type in (*PARTS_OF_BOOKS, "book") and publisher and known.get("publisher-place"):
        publisher = f"{publisher}, {known['publisher-place']}"
    if publisher:
        yield publisher
    if page := known.get("page", ""):
        several = re.search(r"[–,-]", page)
        yield text("pp. {value}" if several else "p. {value}", language, value=page)


def _remarks(source: Source, language: str, standing: Standing | None) -> Iterator[Part]:
    """What a reader should know before relying on it, in brackets."""
    if source.url_status is UrlStatus.DEAD:
        yield Part(text("no longer online", language), "standing")
    if source.url_status is UrlStatus.PAYWALLED:
        yield Part(text("behind a paywall", language), "standing")
    if source.read is Read.EXCERPT:
        yield Part(text("only an excerpt was read", language), "accessed")
    if source.read is Read.HEADLINE:
        yield Part(text("only the headline was read", language), "accessed")
    if standing:
        yield Part(_standing(standing, language), "standing")


def _standing(standing: Standing, language: str) -> str:
    withdrawn = standing.level is Level.WITHDRAWN
    words = text("withdrawn" if withdrawn else "use with caution", language)
    if isinstance(standing.since, PartialDate):
        date = format_date(standing.since, language)
        words += f" {text('since {date}', language, date=date)}"
    return f"{words}: {standing.why.strip().rstrip('.')}" if standing.why else words
