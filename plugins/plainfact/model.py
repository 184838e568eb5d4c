"""The records of a site and what rendering found: immutable, without behaviour of a host.

Names of bibliographic fields are CSL's (Citation Style Language 1.0.2, appendix IV);
facts are modelled on statements of Wikidata: value, qualifiers, references, standing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Self

from plainfact.findings import NOWHERE, Location


def empty() -> Mapping[Any, Any]:
    """A read-only map with nothing in it: the default of map fields."""
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A year, a month or a day of the Gregorian calendar; 0 where a part is unknown.

    Printed as ISO 8601-1 (section 5.2.2: reduced precision), which is how it is written.
    """

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = f"{self.year:04d}"
        if self.month:
            parts += f"-{self.month:02d}"
        if self.day:
            parts += f"-{self.day:02d}"
        return parts

    def covers(self, other: PartialDate) -> bool:
        """Whether `other` lies within this day, month or year."""
        return str(other).startswith(str(self))


@dataclass(frozen=True, slots=True)
class DateRange:
    """A span of time; either end may be open, never both."""

    start: PartialDate | None
    end: PartialDate | None

    def __str__(self) -> str:
        return f"{self.start or '..'}/{self.end or '..'}"


@dataclass(frozen=True, slots=True)
class Range:
    """A span of numbers; `None` at one end means 'at least' or 'up to'."""

    minimum: Decimal | None
    maximum: Decimal | None

    def __str__(self) -> str:
        low = "" if self.minimum is None else plain_number(self.minimum)
        high = "" if self.maximum is None else plain_number(self.maximum)
        return f"{low or '..'}/{high or '..'}"


Value = Decimal | Range | PartialDate | str


def plain_number(number: Decimal) -> str:
    """A number without exponent and without superfluous zeros: 1500, 0.25."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def machine_value(value: Value) -> str:
    """A value as `<data value>` carries it: 1500, 11000/12000, 2024-10-18, or the text."""
    return plain_number(value) if isinstance(value, Decimal) else str(value)


@dataclass(frozen=True, slots=True)
class Name:
    """A person (family, given) or, as `literal`, an institution (CSL name variables)."""

    family: str = ""
    given: str = ""
    literal: str = ""

    def __str__(self) -> str:
        return self.literal or " ".join(part for part in (self.given, self.family) if part)


class Level(StrEnum):
    """How far a source, publisher or host has fallen."""

    CAUTION = "caution"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Standing:
    """Why readers should be careful with a source, and since when."""

    level: Level
    since: PartialDate | None = None
    why: str = ""


class Read(StrEnum):
    """How much of a source its recorder saw."""

    FULL = "full"
    EXCERPT = "excerpt"
    HEADLINE = "headline"


class UrlStatus(StrEnum):
    """What a reader meets at a source's address."""

    LIVE = "live"
    DEAD = "dead"
    PAYWALLED = "paywalled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What all records share.

    `location` is the place of the id; `places` maps a field's path ("title",
    "sources/0/quote") to the place of its value. `formerly` are ids it once had.
    """

    id: str
    location: Location
    places: Mapping[str, Location] = field(default_factory=empty, repr=False, compare=False)
    formerly: tuple[str, ...] = ()

    def at(self, path: str) -> Location:
        """The place of a field's value; of the record where the field is not there."""
        return self.places.get(path, self.location)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """Where something was read. `variables` holds the CSL fields not named here,
    by their CSL names, as text ("volume", "issue", "page", "genre", "number" …);
    `names` the other CSL name variables ("editor", "translator" …).
    """

    type: str
    title: str
    author: tuple[Name, ...] = ()
    container_title: str = ""
    publisher: str = ""
    issued: PartialDate | None = None
    accessed: PartialDate | None = None
    url: str = ""
    doi: str = ""
    language: str = ""
    archive_url: str = ""
    url_status: UrlStatus = UrlStatus.LIVE
    relays: str = ""
    read: Read = Read.FULL
    standing: Standing | None = None
    note: str = ""
    variables: Mapping[str, str] = field(default_factory=empty)
    names: Mapping[str, tuple[Name, ...]] = field(default_factory=empty)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One fact's or term's use of a source: which place in it, in which words."""

    source: str
    locator: str = ""
    quote: str = ""
    language: str = ""
    translation: str = ""
    location: Location = field(default=NOWHERE, compare=False)


class Kind(StrEnum):
    """What sort of claim a fact is."""

    EVENT = "event"
    STATEMENT = "statement"
    FIGURE = "figure"
    ASSESSMENT = "assessment"
    FORECAST = "forecast"


class Status(StrEnum):
    """How a claim stands; never how old it is."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retraction:
    """Who withdrew a claim, when and why; `source` is a source's id."""

    by: str
    on: PartialDate | None = None
    source: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Record):
    """What is claimed, by whom, when. `attributed_to` is a term's id or a name in words."""

    claim: str
    as_of: PartialDate
    status: Status
    citations: tuple[Citation, ...]
    kind: Kind = Kind.STATEMENT
    value: Value | None = None
    unit: str = ""
    approximate: bool = False
    measure: str = ""
    when: PartialDate | DateRange | None = None
    attributed_to: str = ""
    anonymous: bool = False
    tags: tuple[str, ...] = ()
    superseded_by: str = ""
    disputes: tuple[str, ...] = ()
    retraction: Retraction | None = None
    checked: PartialDate | None = None
    review_by: PartialDate | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Record):
    """What a figure counts, so that figures of several claimants can stand side by side."""

    label: str
    unit: str = ""
    counts: str = ""


class Match(StrEnum):
    """Whether a label's letter case counts."""

    INSENSITIVE = "insensitive"
    EXACT = "exact"


class Link(StrEnum):
    """Which mentions of a term are linked by themselves."""

    FIRST = "first"
    ALL = "all"
    NEVER = "never"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term(Record):
    """A glossary entry. `only_on_*` limit the pages on which it is linked; empty: all."""

    term: str
    definition: str
    aliases: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    match: Match = Match.INSENSITIVE
    link: Link = Link.FIRST
    only_on_tags: tuple[str, ...] = ()
    only_on_paths: tuple[str, ...] = ()
    language: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        """The term and its other names, as written."""
        return (self.term, *self.aliases)


class CorrectionKind(StrEnum):
    """How grave an error of ours was."""

    CLARIFICATION = "clarification"
    CORRECTION = "correction"
    RETRACTION = "retraction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(Record):
    """What we got wrong: what we said, what is right. `pages` default to the facts' users."""

    date: PartialDate
    kind: CorrectionKind
    was: str
    now: str
    facts: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher(Record):
    """Standing of a publisher (its id is CSL's container-title) or of a host."""

    standing: Standing


Renamed = Mapping[tuple[str, str], str]


def _claimant(fact: Fact, terms: Mapping[str, Term], renamed: Renamed) -> str:
    """Who says so, in words: the term where `attributed_to` names one."""
    key = fact.attributed_to
    term = terms.get(key) or terms.get(renamed.get(("term", key), ""))
    return term.term if term else key


def _series(fact: Fact, terms: Mapping[str, Term], renamed: Renamed) -> tuple[str, str, bool]:
    """What makes figures one row: they count the same, by the same claimant, and what is
    expected is no count of what is."""
    measure = renamed.get(("measure", fact.measure), fact.measure)
    claimant = _claimant(fact, terms, renamed).casefold()
    return (measure, claimant, fact.kind is Kind.FORECAST)


def _has_series(fact: Fact) -> bool:
    """Whether a figure can supersede others by itself: of those whom nobody names it is not
    known whether they are the same."""
    named = bool(fact.attributed_to) and not fact.anonymous
    return bool(fact.measure) and named and fact.status is not Status.RETRACTED


@dataclass(frozen=True, slots=True)
class _Index:
    """Facts by what leads to them (ids of today), so that no question walks over all facts."""

    series: Mapping[tuple[str, str, bool], tuple[Fact, ...]]
    disputing: Mapping[str, tuple[Fact, ...]]
    resting: Mapping[str, tuple[Fact, ...]]
    measured: Mapping[str, tuple[Fact, ...]]

    @classmethod
    def of(cls, facts: Mapping[str, Fact], terms: Mapping[str, Term], renamed: Renamed) -> Self:
        series: dict[tuple[str, str, bool], list[Fact]] = {}
        disputing: dict[str, list[Fact]] = {}
        resting: dict[str, list[Fact]] = {}
        measured: dict[str, list[Fact]] = {}
        for fact in sorted(facts.values(), key=lambda fact: (str(fact.as_of), fact.id)):
            if fact.measure:
                row = _series(fact, terms, renamed)
                measured.setdefault(row[0], []).append(fact)
                if _has_series(fact):
                    series.setdefault(row, []).append(fact)
            for other in dict.fromkeys(fact.disputes):
                disputing.setdefault(renamed.get(("fact", other), other), []).append(fact)
            named = [citation.source for citation in fact.citations]
            if fact.retraction and fact.retraction.source:
                named.append(fact.retraction.source)
            for source in dict.fromkeys(named):
                resting.setdefault(renamed.get(("source", source), source), []).append(fact)
        return cls(_frozen(series), _frozen(disputing), _frozen(resting), _frozen(measured))


def _frozen(lists: Mapping[Any, list[Any]]) -> Mapping[Any, tuple[Any, ...]]:
    return MappingProxyType({key: tuple(found) for key, found in lists.items()})


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything that the data files say, each map in order of id.

    `renamed` maps (kind, former id) to the id of today; kinds are "source", "fact",
    "measure", "term", "correction". `files` are the data files that were read,
    relative to the project, for hosts that watch them. `refused` holds, by kind, the ids of
    records that stand in the files but could not be built, which is reported there: what
    refers to them is not wrong as well.
    """

    sources: Mapping[str, Source] = field(default_factory=empty)
    facts: Mapping[str, Fact] = field(default_factory=empty)
    measures: Mapping[str, Measure] = field(default_factory=empty)
    terms: Mapping[str, Term] = field(default_factory=empty)
    corrections: Mapping[str, Correction] = field(default_factory=empty)
    publishers: Mapping[str, Publisher] = field(default_factory=empty)
    renamed: Mapping[tuple[str, str], str] = field(default_factory=empty)
    files: tuple[str, ...] = ()
    refused: Mapping[str, frozenset[str]] = field(default_factory=empty)
    _index: _Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", _Index.of(self.facts, self.terms, self.renamed))

    def source(self, key: str) -> Source | None:
        """The source of that id, or of that former id."""
        return self.sources.get(key) or self.sources.get(self.renamed.get(("source", key), ""))

    def fact(self, key: str) -> Fact | None:
        """The fact of that id, or of that former id."""
        return self.facts.get(key) or self.facts.get(self.renamed.get(("fact", key), ""))

    def measure(self, key: str) -> Measure | None:
        """The measure of that id, or of that former id."""
        return self.measures.get(key) or self.measures.get(self.renamed.get(("measure", key), ""))

    def term(self, key: str) -> Term | None:
        """The term of that id, or of that former id."""
        return self.terms.get(key) or self.terms.get(self.renamed.get(("term", key), ""))

    def is_refused(self, kind: str, key: str) -> bool:
        """Whether a record of that id is there, but could not be built."""
        return key in self.refused.get(kind, frozenset())

    def claimant(self, fact: Fact) -> str:
        """Who says so, in words: the term where `attributed_to` names one."""
        return _claimant(fact, self.terms, self.renamed)

    def successor(self, fact: Fact) -> Fact | None:
        """The fact that supersedes this one: named, or the same claimant's next newer
        figure of the same measure (docs/format.md). What was retracted supersedes nothing; its
        own named successor takes its place.
        """
        named, seen = fact, {fact.id}
        while named.superseded_by:
            found = self.fact(named.superseded_by)
            if found is None or found.id in seen:
                return None
            if found.status is not Status.RETRACTED:
                return found
            seen.add(found.id)
            named = found
        if not _has_series(fact):
            return None
        return next(
            (
                other
                for other in self._index.series.get(_series(fact, self.terms, self.renamed), ())
                if str(other.as_of) > str(fact.as_of) and not fact.as_of.covers(other.as_of)
            ),
            None,
        )

    def disputing(self, fact: Fact) -> tuple[Fact, ...]:
        """The facts that contradict this one, whichever of the two says so."""
        named = [self.fact(key) for key in fact.disputes]
        naming = self._index.disputing.get(fact.id, ())
        found = {other.id: other for other in (*named, *naming) if other and other.id != fact.id}
        return tuple(sorted(found.values(), key=lambda other: (str(other.as_of), other.id)))

    def resting_on(self, source: str) -> tuple[Fact, ...]:
        """The facts that name this source (its id of today), for themselves or for how they
        were withdrawn."""
        return self._index.resting.get(source, ())

    def figures(self, measure: str) -> tuple[Fact, ...]:
        """The figures of a measure (its id of today), by date of the claim."""
        return self._index.measured.get(measure, ())

    def standing(self, source: Source) -> Standing | None:
        """The worst standing of the source itself, its publisher and its host."""
        hosts = host_names(source.url)
        named = (source.container_title, source.publisher, *hosts)
        found = [source.standing] if source.standing else []
        found += [self.publishers[name].standing for name in named if name in self.publishers]
        return max(found, key=lambda standing: standing.level is Level.WITHDRAWN, default=None)


def host_names(url: str) -> Iterator[str]:
    """The host of an address and its parent domains: a.b.org, b.org."""
    rest = url.partition("://")[2]
    host = rest.split("/", 1)[0].split("?", 1)[0].split("#", 1)[0].rpartition("@")[2]
    host = host.partition(":")[0].lower().strip(".").removeprefix("www.")
    while "." in host:
        yield host
        host = host.partition(".")[2]


class Use(StrEnum):
    """How a page refers to a record."""

    CITED = "cited"  # [@source], [@fact:id]
    BOUND = "bound"  # [words][fact:id]
    PRINTED = "printed"  # [][fact:id]
    AUTOMATIC = "automatic"  # a term's mention, linked by itself
    EXPLICIT = "explicit"  # [words][term:id]
    LISTED = "listed"  # in the output of a listing, [MEASURE id]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One place in a page that refers to a record; `anchor` is the id of its element.

    `kind` is "source", "fact", "measure" or "term"; `words` the words of the page that
    are bound or linked; `sentence` the plain text of the sentence around the mark;
    `paragraph` that of its block, both empty for a term on a site, where nothing tells of
    them; `raw` what the author wrote, for finding its place.
    """

    kind: str
    id: str
    page: str
    use: Use
    anchor: str
    words: str = ""
    sentence: str = ""
    paragraph: str = ""
    raw: str = ""
    location: Location = NOWHERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of the site: `path` is relative to docs_dir (`explainers/x.md`), `file`
    to the project, `url` to the site's root as the host links it; `language` is the page's
    own, empty where it has that of the site."""

    path: str
    url: str = ""
    title: str = ""
    file: str = ""
    summary: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """What rendering found on all pages, in order of page and of place in it."""

    pages: Mapping[str, Page] = field(default_factory=empty)
    found: tuple[Reference, ...] = ()
    _by_record: Mapping[tuple[str, str], tuple[Reference, ...]] = field(
        init=False, repr=False, compare=False
    )
    _by_page: Mapping[str, tuple[Reference, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_record: dict[tuple[str, str], list[Reference]] = {}
        by_page: dict[str, list[Reference]] = {}
        for reference in self.found:
            by_record.setdefault((reference.kind, reference.id), []).append(reference)
            by_page.setdefault(reference.page, []).append(reference)
        object.__setattr__(self, "_by_record", _frozen(by_record))
        object.__setattr__(self, "_by_page", _frozen(by_page))

    def of(self, kind: str, key: str) -> tuple[Reference, ...]:
        """All references to one record."""
        return self._by_record.get((kind, key), ())

    def on(self, page: str) -> tuple[Reference, ...]:
        """All references of one page (its path in docs_dir), in order of place."""
        return self._by_page.get(page, ())
