"""What a page says about itself in JSON-LD with the words of schema.org."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from plainfact.metadata.text import cleaned

MAX_BLOCK = 1_000_000  # characters of one block
MAX_BLOCKS = 30
MAX_NODES = 2_000
MAX_DEPTH = 12

# schema.org → CSL 1.0.2. The first that a page has, in this order, is what it is about.
TYPES: Mapping[str, str] = {
    "ScholarlyArticle": "article-journal",
    "MedicalScholarlyArticle": "article-journal",
    "NewsArticle": "article-newspaper",
    "ReportageNewsArticle": "article-newspaper",
    "AnalysisNewsArticle": "article-newspaper",
    "BackgroundNewsArticle": "article-newspaper",
    "OpinionNewsArticle": "article-newspaper",
    "ReviewNewsArticle": "article-newspaper",
    "AskPublicNewsArticle": "article-newspaper",
    "LiveBlogPosting": "article-newspaper",
    "BlogPosting": "post-weblog",
    "Report": "report",
    "TechArticle": "webpage",
    "Article": "webpage",
    "SocialMediaPosting": "post",
    "DiscussionForumPosting": "post",
    "Legislation": "legislation",
    "Dataset": "dataset",
    "Book": "book",
    "Thesis": "thesis",
    "PodcastEpisode": "broadcast",
    "VideoObject": "motion_picture",
    "GovernmentService": "webpage",
    "WebPage": "webpage",
    "ItemPage": "webpage",
}
ARTICLES = frozenset(list(TYPES)[: list(TYPES).index("GovernmentService")])

Thing = Mapping[str, Any]


def blocks(texts: Iterable[str]) -> list[Thing]:
    """All things in a page's JSON-LD, `@graph`s and lists opened. What is no JSON is left."""
    things: list[Thing] = []
    for index, text in enumerate(texts):
        if index >= MAX_BLOCKS:
            break
        things += _things(_read(text), 0)
        if len(things) >= MAX_NODES:
            break
    return things[:MAX_NODES]


def _read(text: str) -> Any:
    if len(text) > MAX_BLOCK:
        return None
    text = re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$", "", text).strip(" \n;")
    try:
        return json.loads(text, strict=False)  # line breaks in texts are common
    except (ValueError, RecursionError):
        return None


def _things(value: Any, depth: int) -> Iterator[Thing]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, list):
        for each in value[:MAX_NODES]:
            yield from _things(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            if isinstance(value.get(name), (dict, list)):
                yield from _things(value[name], depth + 1)


def kinds(thing: Thing) -> tuple[str, ...]:
    """A thing's types, without the vocabulary's address."""
    found = thing.get("@type")
    listed = found if isinstance(found, list) else [found]
    texts = [each for each in listed[:10] if isinstance(each, str) and len(each) < 200]
    return tuple(text.rpartition("/")[2].rpartition(":")[2] for text in texts)


def _word(value: Any) -> bool:
    return isinstance(value, str) and len(value) < 200


def main_thing(things: Iterable[Thing], *, address: str, title: str) -> tuple[Thing, str]:
    """What the page is about, and its type; nothing where it does not say so.

    Pages that list articles describe many. Then the one counts that names the page's own
    address (its host and path; `title` is the page's own), and else none.
    """
    order = list(TYPES)
    found: list[tuple[int, Thing, str]] = []
    for thing in things:
        ranks = [order.index(kind) for kind in kinds(thing) if kind in TYPES]
        if ranks and text_of(thing, "headline", "name"):
            found.append((min(ranks), thing, order[min(ranks)]))
    if not found:
        return {}, ""
    best = min(rank for rank, _, _ in found)
    first = {
        text_of(thing, "headline", "name"): (thing, kind)
        for rank, thing, kind in reversed(found)
        if rank == best
    }
    if len(first) > 1:
        own = [each for each in first.values() if _is_at(each[0], address)]
        own = own or [each for name, each in first.items() if name == title]
        return own[0] if own else ({}, "")
    return next(iter(first.values()))


def _is_at(thing: Thing, address: str) -> bool:
    """Whether a thing says that it stands at an address."""
    page = thing.get("mainEntityOfPage")
    named = [
        thing.get("url"),
        thing.get("@id"),
        page.get("@id") if isinstance(page, dict) else page,
    ]
    return any(isinstance(each, str) and plain_address(each) == address for each in named)


def plain_address(url: str) -> str:
    """An address without scheme, `www.`, query, fragment and final slash."""
    bare = re.sub(r"^https?://(?:www\.)?|[?#].*$", "", url.strip()[:2_000], flags=re.I)
    return bare.rstrip("/")


def linked(value: Any, things: Iterable[Thing]) -> Any:
    """What `{"@id": …}` stands for, where the page has it."""
    if isinstance(value, dict) and set(value) <= {"@id", "@type"} and _word(value.get("@id")):
        for thing in things:
            if thing.get("@id") == value["@id"] and len(thing) > len(value):
                return thing
    return value


def name_of(value: Any, things: Iterable[Thing] = ()) -> str:
    """The name of a person, organisation, publication or language, however it is given."""
    if isinstance(value, list):
        return next(filter(None, (name_of(each, things) for each in value[:5])), "")
    value = linked(value, things)
    if isinstance(value, dict):
        return next(
            (
                cleaned(value[key])
                for key in ("name", "alternateName", "legalName")
                if isinstance(value.get(key), str) and cleaned(value[key])
            ),
            "",
        )
    return cleaned(value)


def text_of(thing: Thing, *names: str) -> str:
    """The first of these properties that is there as text."""
    for name in names:
        value = thing.get(name)
        if isinstance(value, list):
            value = next((each for each in value[:5] if isinstance(each, str)), None)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and cleaned(value):
            return cleaned(value)
    return ""


def authors(thing: Thing, things: list[Thing]) -> Iterator[dict[str, str] | str]:
    """Names that are taken apart already, or bylines; institutions as {literal}."""
    value = thing.get("author") or thing.get("creator")
    for each in (value if isinstance(value, list) else [value])[:100]:
        each = linked(each, things)
        if isinstance(each, str):
            yield each
        elif isinstance(each, dict):
            given, family = text_of(each, "givenName"), text_of(each, "familyName")
            name = name_of(each)
            if family and given:
                yield {"family": family, "given": given}
            elif "Organization" in kinds(each) or "NewsMediaOrganization" in kinds(each):
                if name:
                    yield {"literal": name}
            elif name:
                yield name
