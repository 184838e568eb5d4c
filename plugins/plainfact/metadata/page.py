"""An HTML page → the values of a source record.

Only what a page says about itself in so many words is taken: JSON-LD, then the tags of
scholarly indexes (`citation_*`), Dublin Core, Open Graph, and HTML's own. Nothing is
guessed from the page's text: a copyright line is no date, and the first name in an article
no author. A field that the page does not state is left out.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import urljoin, urlsplit

from plainfact.metadata import jsonld
from plainfact.metadata.dates import day_in_address, day_of
from plainfact.metadata.description import Description
from plainfact.metadata.names import people
from plainfact.metadata.tags import Tags, tags
from plainfact.metadata.text import cleaned, decoded, words

DOI = re.compile(r"\b(10\.\d{4,9}/[^\s\"'<>{}\\]{1,200})")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
# Titles of pages that stand in front of the page: checks for robots, errors, consent.
_DOORS = re.compile(
    r"(?:just a moment|attention required|access denied|access to this page has been denied|"
    r"are you a robot|robot check|please verify|verify you are human|checking your browser|"
    r"security check|pardon our interruption|(?:error )?40[134]\b.*|forbidden|not found|"
    r"page not found|error|untitled(?: document)?|untitled page|home|index|loading)\W*",
    re.I,
)
_OG_TYPES = {"video": "motion_picture", "book": "book", "music": "song"}


def describe(
    data: bytes, url: str, today: date, *, charset: str = "", whole: bool = True
) -> Description:
    """What a page says about itself. `url` is where it came from."""
    found = tags(decoded(data, charset, whole=whole))
    things = jsonld.blocks(found.json)
    stated = found.first("og:title", "twitter:title") or found.title
    thing, kind = jsonld.main_thing(things, address=jsonld.plain_address(url), title=stated)
    language = _language(found, thing, things)
    site = _site(found, thing, things)
    values: dict[str, Any] = {"type": _type(found, kind)}
    warnings: list[str] = []
    title = _title(found, thing, site)
    if title:
        values["title"] = title
    if authors := _authors(found, thing, things, language, site):
        values["author"] = authors
    if site:
        values["container-title"] = site
    publisher = found.first("citation_publisher", "dc.publisher", "dcterms.publisher")
    if publisher and publisher.casefold() != site.casefold():
        values["publisher"] = publisher
    issued = _issued(found, thing, today)
    if not issued and (issued := day_in_address(url, today)):
        warnings.append("the page gives no date; this one stands in its address")
    if issued:
        values["issued"] = issued
    address, warning = _address(found, url)
    if warning:
        warnings.append(warning)
    values["URL"] = address
    if doi := _doi(found):
        values["DOI"] = doi
    if language:
        values["language"] = language
    values |= _numbers(found)
    paid = thing.get("isAccessibleForFree")
    paid = next((t["isAccessibleForFree"] for t in things if "isAccessibleForFree" in t), paid)
    article = (
        kind in jsonld.ARTICLES
        or bool(found.first("citation_title", "article:published_time"))
        or found.first("og:type").lower() == "article"
    )
    return Description(
        values,
        tuple(warnings),
        is_article=bool(title) and article,
        is_paywalled=str(paid).strip().lower() == "false"
        or found.first("article:content_tier").lower() == "locked",
        is_door=bool(title) and not article and _DOORS.fullmatch(title) is not None,
    )


def _type(found: Tags, kind: str) -> str:
    if found.meta.get("citation_journal_title"):
        return "article-journal"
    if found.meta.get("citation_technical_report_institution"):
        return "report"
    if found.meta.get("citation_dissertation_institution"):
        return "thesis"
    if found.first("citation_conference_title", "citation_conference"):
        return "paper-conference"
    own = jsonld.TYPES.get(kind, "webpage")
    if own != "webpage":
        return own
    return _OG_TYPES.get(found.first("og:type").lower().partition(".")[0], own)


def _title(found: Tags, thing: jsonld.Thing, site: str) -> str:
    stated = (
        found.first("citation_title")
        or jsonld.text_of(thing, "headline", "name")
        or found.first("dc.title", "dcterms.title", "og:title", "twitter:title")
    )
    title = cleaned(stated) or found.title or found.heading
    if not site or title.casefold() == site.casefold():
        return title
    # "Title | Site", "Title - Site": the site is no part of the title.
    cut = re.sub(rf"\s*[|·–—:-]\s*{re.escape(site)}\s*$", "", title, flags=re.I)
    return cut or title


def _site(found: Tags, thing: jsonld.Thing, things: list[jsonld.Thing]) -> str:
    wholes = _wholes(thing)
    for whole in wholes[:10]:  # a page is part of a site in its turn
        page = jsonld.linked(whole, things) if _is_page(whole, things) else None
        wholes += _wholes(page)[:10] if isinstance(page, dict) and page is not thing else []
    named = (jsonld.name_of(each, things) for each in wholes if not _is_page(each, things))
    part = next(filter(None, named), "")
    return cleaned(
        found.first("citation_journal_title", "citation_inbook_title", "citation_conference_title")
        or part
        or found.first("og:site_name")
        or jsonld.name_of(thing.get("publisher"), things)
        or found.first("dcterms.ispartof", "dc.source", "application-name")
    )


def _wholes(thing: jsonld.Thing) -> list[Any]:
    """What a thing says it is part of: a publication, or a series of broadcasts."""
    found = thing.get("isPartOf") or thing.get("partOfSeries")
    return list(found) if isinstance(found, list) else [found]


def _is_page(value: Any, things: list[jsonld.Thing]) -> bool:
    """`isPartOf` of articles often leads to the page itself, not to the publication."""
    value = jsonld.linked(value, things)
    return isinstance(value, dict) and bool({"WebPage", "Article"} & set(jsonld.kinds(value)))


def _authors(
    found: Tags, thing: jsonld.Thing, things: list[jsonld.Thing], language: str, site: str
) -> list[dict[str, str]]:
    scholarly = found.all("citation_author", "citation_authors")
    if scholarly:
        return people(scholarly, language, but=site)
    names: list[dict[str, str]] = []
    for each in jsonld.authors(thing, things):
        if isinstance(each, str):
            names += people([each], language, but=site)
        elif each.get("literal", "").casefold() != site.casefold():
            names.append(each)
    if not names:
        bylines = found.all(
            "dc.creator",
            "dcterms.creator",
            "article:author",
            "author",
            "parsely-author",
            "sailthru.author",
            "byl",
            "itemprop:author",
            "dc.contributor",
        )
        names = people(bylines, language, but=site)
    unique = {tuple(sorted(name.items())): name for name in names}
    return list(unique.values())[:50]


def _issued(found: Tags, thing: jsonld.Thing, today: date) -> str:
    """The day of first publication. What is less precise may only add to nothing."""
    stated = (
        found.first("citation_publication_date", "citation_online_date", "citation_date"),
        thing.get("datePublished"),
        found.first("article:published_time", "og:article:published_time", "og:published_time"),
        found.first(
            "dcterms.issued", "dc.date.issued", "dcterms.created", "dc.date", "dcterms.date"
        ),
        found.first("itemprop:datepublished"),
        found.published,
        thing.get("uploadDate"),
        found.first("parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date"),
        found.first("publication_date", "article.published", "date", "citation_year"),
        thing.get("dateCreated"),
    )
    return next(filter(None, (day_of(each, today) for each in stated)), "")


def _address(found: Tags, url: str) -> tuple[str, str]:
    """The page's own address, where the page is believed, and a warning where not.

    A page may not claim another's address: only its own host, or a part or the whole of
    it (`m.`, `amp.`, `www.`). A copy that lies on a host without a name is believed.
    """
    plain = urlsplit(url)._replace(fragment="").geturl()
    named = found.canonical or found.first("og:url")
    if not named:
        return plain, ""
    try:
        address = urljoin(urljoin(url, found.base) if found.base else url, named)
        parts = urlsplit(address)
        here, there = _domain(plain), _domain(address)
    except ValueError:
        return plain, ""
    usable = parts.scheme in ("http", "https") and there and parts.username is None
    if not usable or re.search(r"[\s<>\"\\]", address):
        return plain, ""
    if here and here != there:
        return plain, f"the page says that it is a copy of {cleaned(address, 300)}"
    if parts.path.strip("/") == "" and not parts.query and urlsplit(url).path.strip("/"):
        return plain, ""  # many sites name their front page on every page
    return parts._replace(fragment="").geturl(), ""


def _domain(url: str) -> str:
    """The part of a host that one owner has; empty for a number and for this machine.

    Good enough to tell owners apart, not to join them: `co.uk` and the like keep three parts.
    """
    host = (urlsplit(url).hostname or "").rstrip(".").lower()
    if re.fullmatch(r"[\d.]+|.*:.*|localhost", host):
        return ""
    parts = host.split(".")
    second = len(parts) > 2 and len(parts[-1]) == 2 and parts[-2] in _SECOND_LEVEL
    return ".".join(parts[-3:] if second else parts[-2:])


_SECOND_LEVEL = words(
    "ac co com edu gob gouv gov go govt gv lg mil mod ne net nhs nic or org police re sch"
)


def _language(found: Tags, thing: jsonld.Thing, things: list[jsonld.Thing]) -> str:
    stated = (
        jsonld.name_of(thing.get("inLanguage"), things),
        found.language,
        found.first("citation_language", "dc.language", "dcterms.language"),
        found.first("content-language", "itemprop:inlanguage", "language"),
        found.first("og:locale"),
    )
    for each in stated:
        tag = each.strip().replace("_", "-")
        if LANGUAGE.fullmatch(tag):
            return tag
    return ""


def _doi(found: Tags) -> str:
    for each in (
        *found.all("citation_doi"),
        *found.all("dc.identifier"),
        *found.all("dcterms.identifier"),
        *found.all("prism.doi"),
        *found.all("bepress_citation_doi"),
    ):
        if doi := DOI.search(each):
            return doi[1].rstrip(".,;)")
    return ""


def _numbers(found: Tags) -> dict[str, str]:
    """Volume, issue and pages of a journal; the number of a report."""
    out = {
        "volume": found.first("citation_volume"),
        "issue": found.first("citation_issue"),
        "ISSN": found.first("citation_issn"),
        "ISBN": found.first("citation_isbn"),
        "number": found.first("citation_technical_report_number"),
    }
    start, end = found.first("citation_firstpage"), found.first("citation_lastpage")
    if start:
        out["page"] = f"{start}–{end}" if end and end != start else start
    institution = found.first(
        "citation_technical_report_institution", "citation_dissertation_institution"
    )
    if institution:
        out["publisher"] = institution
    return {name: cleaned(value, 100) for name, value in out.items() if cleaned(value, 100)}
