"""One address, DOI or file, looked up."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from plainfact import importers, reader
from plainfact.checks.publications import Publications
from plainfact.findings import Finding, Severity
from plainfact.lookup.checked import built, kept
from plainfact.lookup.naming import source_id, taken_ids
from plainfact.lookup.outcome import Known, New, Outcome
from plainfact.metadata import Description, MissingParser, describe_apart, registered
from plainfact.model import Knowledge
from plainfact.network import Limits, NetworkError, Response, fetch
from plainfact.reader import Document
from plainfact.schemas.shapes import SOURCE_ID, matches

REGISTRY = "https://doi.org"
CSL_JSON = "application/vnd.citationstyles.csl+json"
PAGE = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.5"
DOI = re.compile(r"(?:doi:\s*)?(10\.\d{4,9}/\S{1,200})", re.I)
DOI_HOSTS = ("doi.org", "dx.doi.org", "www.doi.org")
WITHHELD = (401, 402, 403, 451)
IMPORTS = (".bib", ".json", ".yml", ".yaml")
PLACEHOLDER = "x"


class LookupFailed(Exception):
    """Nothing was found that a record could be made of. The text says why."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings


@dataclass(slots=True)
class Asking:
    """What a look-up needs to know; it learns of each record that is made, so that the next
    one gets another id and is no double."""

    knowledge: Knowledge
    today: date
    allow_private: bool = False
    proxy: str = ""
    registry: str = REGISTRY
    limits: Limits = field(default_factory=Limits)
    taken: set[str] = field(init=False)
    publications: Publications = field(init=False)

    def __post_init__(self) -> None:
        self.taken = taken_ids(self.knowledge, "source")
        self.publications = Publications(self.knowledge.sources.values())

    def fetched(self, url: str, accept: str) -> Response:
        """What an address answers. Raises LookupFailed."""
        try:
            return fetch(
                url,
                limits=self.limits,
                allow_private=self.allow_private,
                proxy=self.proxy,
                headers={"Accept": accept},
            )
        except NetworkError as error:
            raise LookupFailed(str(error)) from error


def look_up(what: str, asking: Asking) -> Iterator[Outcome]:
    """The source behind an address or DOI, or those in a file. Raises LookupFailed."""
    address = what.lower().startswith(("http://", "https://"))
    doi = _doi(what)
    if doi:
        yield _of_doi(doi, asking)
    elif address:
        yield _of_address(what, asking)
    elif what.lower().endswith(IMPORTS):
        yield from _of_file(Path(what), asking)
    else:
        raise LookupFailed("this is no web address, no DOI, and no .bib, .json or .yml file")


def _doi(what: str) -> str:
    if found := DOI.fullmatch(what.strip()):
        return found[1]
    try:
        parts = urlsplit(what)
    except ValueError:
        return ""
    if parts.scheme.lower() in ("http", "https") and parts.hostname in DOI_HOSTS:
        found = DOI.fullmatch(unquote(parts.path).strip("/"))
        return found[1] if found else ""
    return ""


# -- addresses -------------------------------------------------------------------------


def _of_address(url: str, asking: Asking) -> Outcome:
    if known := asking.publications.at_address(url):
        return Known(known, "address")
    answer = asking.fetched(url, PAGE)
    addresses = [url, *(hop.url for hop in answer.history), answer.url]
    for each in addresses:
        if known := asking.publications.at_address(each):
            return Known(known, "address")
    if answer.status >= 400 and answer.status not in WITHHELD:
        raise LookupFailed(f"the server answers with status {answer.status}")
    found = _described(answer, asking)
    values, warnings = _judged(found, answer)
    return _outcome(values, warnings, asking, accessed=True)


def _described(answer: Response, asking: Asking) -> Description:
    kind = answer.content_type
    pdf = answer.body[:1024].lstrip().startswith(b"%PDF-")
    if not answer.body.strip():
        raise LookupFailed("the page is empty")
    if pdf and answer.truncated:
        raise LookupFailed(f"the PDF is larger than {asking.limits.body // 1_000_000} MB")
    markup = kind in ("", "text/html", "application/xhtml+xml", "application/xml", "text/xml")
    if not pdf and not markup:
        raise LookupFailed(f"this is neither a page nor a PDF file, but {kind[:60]}")
    charset = re.search(r"charset=[\"']?([\w.:-]{2,40})", answer.headers.get("content-type", ""))
    try:
        return describe_apart(
            answer.body,
            answer.url,
            asking.today,
            kind="pdf" if pdf else "html",
            charset=charset[1] if charset else "",
            whole=not answer.truncated,
        )
    except MissingParser as error:
        raise LookupFailed(str(error)) from error


def _judged(found: Description, answer: Response) -> tuple[dict[str, Any], list[str]]:
    """The values, unless they are those of a door in front of the page."""
    values, warnings = dict(found.values), list(found.warnings)
    if "title" not in values:
        why = f" ({warnings[0]})" if warnings else ""
        raise LookupFailed(f"the page does not say what it is called{why}")
    if answer.status in WITHHELD and not found.is_article:
        raise LookupFailed(
            f"the server withholds the page (status {answer.status}), and says nothing about it"
        )
    if found.is_door:
        raise LookupFailed(
            f"what came back is not the page, but a door before it ('{values['title'][:60]}')"
        )
    if answer.status in WITHHELD:
        values["read"] = "headline"
        warnings.append(f"the server withholds the text (status {answer.status})")
    if found.is_paywalled or answer.status == 402:
        values["url_status"] = "paywalled"
        warnings.append("readers meet a paywall at this address")
    if answer.truncated:
        warnings.append("the page is very large; only its beginning was looked at")
    if "issued" not in values:
        warnings.append("no date of publication was found; add 'issued' if you know it")
    return values, warnings


# -- DOIs and files --------------------------------------------------------------------


def _of_doi(doi: str, asking: Asking) -> Outcome:
    if known := asking.publications.with_doi(doi):
        return Known(known, "DOI")
    answer = asking.fetched(f"{asking.registry.rstrip('/')}/{quote(doi, safe='/')}", CSL_JSON)
    if answer.status == 404:
        raise LookupFailed(f"there is no DOI {doi}")
    if answer.status >= 400:
        raise LookupFailed(f"the registry of DOIs answers with status {answer.status}")
    item = None if answer.truncated else registered(answer.body, doi, PLACEHOLDER)
    if item is None:
        raise LookupFailed(f"the registry of DOIs has no usable record of {doi}")
    document = importers.csl_json(item, doi)
    values = document.value.get(PLACEHOLDER) if isinstance(document.value, dict) else None
    if not isinstance(values, dict):
        raise LookupFailed(f"the registry of DOIs has no usable record of {doi}")
    return _outcome(values, [], asking, accessed=True)


def _of_file(path: Path, asking: Asking) -> Iterator[Outcome]:
    try:
        with path.open("rb") as stream:
            data = stream.read(importers.MAX_IMPORT + 1)
    except OSError as error:
        raise LookupFailed(f"the file cannot be read ({error.strerror})") from error
    document = _imported(data, path)
    errors = tuple(each for each in document.findings if each.level is Severity.ERROR)
    items = document.value if isinstance(document.value, dict) else {}
    records = {key: values for key, values in items.items() if isinstance(values, dict)}
    if errors and not items:
        raise LookupFailed(f"{path.name} cannot be read: {errors[0].message}", errors)
    if not records:
        raise LookupFailed(f"{path.name} holds no sources")
    for key, values in records.items():
        yield _outcome(values, [], asking, key=key)
    if errors:
        raise LookupFailed(f"{len(errors)} of its entries cannot be read", errors)


def _imported(data: bytes, path: Path) -> Document:
    suffix = path.suffix.lower()
    if suffix in (".yml", ".yaml"):
        return importers.csl_yaml(reader.read(data, path.as_posix()))
    read = importers.bibtex if suffix == ".bib" else importers.csl_json
    return read(data, path.as_posix())


# -- records ---------------------------------------------------------------------------


def _outcome(
    values: Mapping[str, Any],
    warnings: Iterable[str],
    asking: Asking,
    *,
    key: str = "",
    accessed: bool = False,
) -> Outcome:
    """The record that these values make, or the one that is there already."""
    fields, refused = kept(PLACEHOLDER, values)
    if not fields:
        raise LookupFailed(f"without a usable {' and '.join(refused)} there is no record")
    if accessed:
        fields["accessed"] = asking.today.isoformat()
        fields, _ = kept(PLACEHOLDER, fields)
    own = _usable(key, asking.taken)
    key = own or source_id(fields, asking.taken)
    source = built(key, fields)
    if source is None:
        raise LookupFailed("what was found makes no valid record")
    if twin := asking.publications.twin(source):
        return Known(twin.first, twin.same)
    asking.taken.add(key)
    asking.publications.add(source)
    told = [*warnings, *(f"'{name}' was left out: it is no valid value" for name in refused)]
    return New(key, fields, tuple(told))


def _usable(key: str, taken: Collection[str]) -> str:
    """An id that a file brings along, where it can stay."""
    return key if key and key not in taken and matches(SOURCE_ID, key) and len(key) < 200 else ""
