"""Checked values → records of the model."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from plainfact.findings import Location
from plainfact.model import (
    Citation,
    Correction,
    CorrectionKind,
    Fact,
    Kind,
    Level,
    Link,
    Match,
    Measure,
    Name,
    PartialDate,
    Publisher,
    Read,
    Record,
    Retraction,
    Source,
    Standing,
    Status,
    Term,
    UrlStatus,
)
from plainfact.reader import Node, Text
from plainfact.schemas import csl


@dataclass(frozen=True, slots=True)
class Places(Mapping[str, Location]):
    """The places of a record's fields, worked out when somebody asks.

    Keys are paths within the record ("title", "sources/0/id"); "key:title" is the place of
    the key. A site has a hundred thousand places and asks for a few, so that only offsets are
    kept: for each path those of the value's start and end and of its key's, or -1.
    """

    text: Text
    numbers: Mapping[str, int]  # of the paths; records with the same fields share them
    offsets: array[int]

    @classmethod
    def of(cls, text: Text, node: Node, known: dict[tuple[str, ...], dict[str, int]]) -> Places:
        """The places below a record's node; `known` are the numbers by the paths."""
        paths: list[str] = []
        offsets: list[int] = []
        waiting = [("", node)]
        while waiting:
            prefix, parent = waiting.pop()
            for name, child in parent.items():
                if "/" in name:
                    continue
                paths.append(f"{prefix}{name}")
                offsets += child.start, child.end, *(child.key or (-1, -1))
                if child.children:
                    waiting.append((f"{prefix}{name}/", child))
        shape = tuple(paths)
        numbers = known.get(shape)
        if numbers is None:
            numbers = known[shape] = {path: number for number, path in enumerate(paths)}
        return cls(text, numbers, array("i", offsets))

    def __getitem__(self, path: str) -> Location:
        wants_key = path.startswith("key:")
        at = 4 * self.numbers[path.removeprefix("key:")] + 2 * wants_key
        start, end = self.offsets[at : at + 2]
        if start < 0:
            raise KeyError(path)
        return self.text.location(start, end)

    def __iter__(self) -> Iterator[str]:
        for path, number in self.numbers.items():
            yield path
            if self.offsets[4 * number + 2] >= 0:
                yield f"key:{path}"

    def __len__(self) -> int:
        return sum(1 for _ in self)


def build(kind: str, common: Mapping[str, Any], values: Mapping[str, Any]) -> Record:
    """A record of a kind; `common` are the fields that all records share."""
    return _BUILDERS[kind](common, values)


def _source(common: Mapping[str, Any], values: Mapping[str, Any]) -> Source:
    texts = {name: values[name] for name in (*csl.STANDARD, *csl.NUMBERS) if name in values}
    texts |= {name: str(values[name]) for name in csl.DATES if name in values}
    names: dict[str, tuple[Name, ...]] = {
        name: values[name] for name in csl.NAMES if values.get(name)
    }
    doi = values.get("DOI", "")
    for prefix in ("https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"):
        doi = doi[len(prefix) :].strip() if doi.casefold().startswith(prefix) else doi
    return Source(
        **common,
        type=values["type"],
        title=values["title"],
        author=values.get("author", ()),
        container_title=values.get("container-title", ""),
        publisher=values.get("publisher", ""),
        issued=values.get("issued"),
        accessed=values.get("accessed"),
        url=values.get("URL", ""),
        doi=doi,
        language=values.get("language", ""),
        archive_url=values.get("archive_url", ""),
        url_status=UrlStatus(values.get("url_status", "live")),
        relays=values.get("relays", ""),
        read=Read(values.get("read", "full")),
        standing=_standing(values.get("standing")),
        note=values.get("note", ""),
        variables=MappingProxyType(texts),
        names=MappingProxyType(names),
    )


def _standing(values: Mapping[str, Any] | None) -> Standing | None:
    if values is None:
        return None
    return Standing(Level(values["level"]), values.get("since"), values.get("why", ""))


def _citations(values: tuple[Mapping[str, Any], ...]) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            source=each["id"],
            locator=each.get("locator", ""),
            quote=each.get("quote", ""),
            language=each.get("language", ""),
            translation=each.get("translation", ""),
            location=each["location"],
        )
        for each in values
    )


def _fact(common: Mapping[str, Any], values: Mapping[str, Any]) -> Fact:
    retraction = values.get("retraction")
    as_of: PartialDate = values["as_of"]
    return Fact(
        **common,
        claim=values["claim"],
        as_of=as_of,
        status=Status(values["status"]),
        citations=_citations(values["sources"]),
        kind=Kind(values.get("kind", "statement")),
        value=values.get("value"),
        unit=values.get("unit", ""),
        approximate=values.get("approximate", False),
        measure=values.get("measure", ""),
        when=values.get("when"),
        attributed_to=values.get("attributed_to", ""),
        anonymous=values.get("anonymous", False),
        tags=values.get("tags", ()),
        superseded_by=values.get("superseded_by", ""),
        disputes=values.get("disputes", ()),
        retraction=retraction
        and Retraction(
            by=retraction["by"],
            on=retraction.get("on"),
            source=retraction.get("source", ""),
            why=retraction.get("why", ""),
        ),
        checked=values.get("checked"),
        review_by=values.get("review_by"),
        note=values.get("note", ""),
    )


def _measure(common: Mapping[str, Any], values: Mapping[str, Any]) -> Measure:
    unit, counts = values.get("unit", ""), values.get("counts", "")
    return Measure(**common, label=values["label"], unit=unit, counts=counts)


def _term(common: Mapping[str, Any], values: Mapping[str, Any]) -> Term:
    only_on = values.get("only_on", {})
    return Term(
        **common,
        term=values["term"],
        definition=values["definition"],
        aliases=values.get("aliases", ()),
        see_also=values.get("see_also", ()),
        citations=_citations(values.get("sources", ())),
        match=Match(values.get("match", "insensitive")),
        link=Link(values.get("link", "first")),
        only_on_tags=only_on.get("tags", ()),
        only_on_paths=only_on.get("paths", ()),
        language=values.get("language", ""),
    )


def _correction(common: Mapping[str, Any], values: Mapping[str, Any]) -> Correction:
    return Correction(
        **common,
        date=values["date"],
        kind=CorrectionKind(values["kind"]),
        was=values["was"],
        now=values["now"],
        facts=values.get("facts", ()),
        pages=values.get("pages", ()),
    )


def _publisher(common: Mapping[str, Any], values: Mapping[str, Any]) -> Publisher:
    standing = _standing(values.get("standing", values))
    assert standing is not None
    return Publisher(**common, standing=standing)


_BUILDERS = {
    "source": _source,
    "fact": _fact,
    "measure": _measure,
    "term": _term,
    "correction": _correction,
    "publisher": _publisher,
}
