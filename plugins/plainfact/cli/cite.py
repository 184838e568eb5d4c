"""`plainfact cite`: an address, DOI or file → source records, never a double."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from plainfact.cli.cite_pages import BarePlace, bare_places, with_keys
from plainfact.cli.frame import config_option
from plainfact.cli.records import (
    Target,
    asked_file,
    content_folder,
    print_record,
    schema_line,
    target,
    told,
    wants_it,
    written,
)
from plainfact.lookup import Asking, Known, LookupFailed, New, look_up
from plainfact.lookup.ask import REGISTRY
from plainfact.site import Session, open_data, open_site, today
from plainfact.writer import write_atomically

DEFAULT_FILE = "cited.yml"
MOST_ADDRESSES = 200
"""Of pages, in one run: whoever writes pages does not decide how much is asked."""


@dataclass(slots=True)
class Found:
    """What the look-ups came to: new records in order, ids by what was asked, failures."""

    new: list[New] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)
    failed: int = 0


@click.command()
@click.option("--pages", is_flag=True, help="Look up every [@{https://…}] of the pages (PATHs).")
@click.option(
    "--to",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The YAML file of sources to write to (default: the only one, else cited.yml).",
)
@click.option("--dry-run", is_flag=True, help="Print the records and write nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask before writing.")
@click.option("--allow-private", is_flag=True, help="Ask addresses in this network too.")
@click.option("--proxy", default="", metavar="URL", help="Ask through a proxy: http://HOST:PORT.")
@click.option(
    "--doi-registry",
    default=REGISTRY,
    metavar="URL",
    envvar="PLAINFACT_DOI_REGISTRY",
    show_default=True,
    help="Where DOIs are asked.",
)
@config_option
@click.argument("what", nargs=-1, metavar="[URL|DOI|FILE]…")
def cite(
    pages: bool,
    to: Path | None,
    dry_run: bool,
    yes: bool,
    allow_private: bool,
    proxy: str,
    doi_registry: str,
    config_file: Path | None,
    what: tuple[str, ...],
) -> None:
    """Make a source record of a web page, a PDF file, a DOI, or a .bib, CSL-JSON
    or CSL-YAML file.

    Only what a page says about itself is taken; what it does not say is left out. A source
    that is there already is named, and not written again. The record is shown first; on a
    terminal you are asked before it is written.

    With --pages, every address that the pages cite as [@{https://…}] becomes a record, and
    its key takes the address's place.

    \b
    Examples:
      plainfact cite https://www.example.org/news/treaty
      plainfact cite 10.1000/182 library.bib --to books.yml
      plainfact cite --pages --dry-run
    """
    if not pages and not what:
        raise click.UsageError("name an address, a DOI or a file, or use --pages")
    places: list[BarePlace] = []
    if pages:
        site = open_site(config_file)
        session = site.session
        content_folder(session, "source")
        places, lost = bare_places(site, what)
        for each in lost:
            told(f"error: {each}: its place in the file was not found; it stays as it is")
        what = tuple(dict.fromkeys(place.url for place in places))
        if len(what) > MOST_ADDRESSES:
            told(f"{len(what) - MOST_ADDRESSES} more addresses are left for another run")
            what = what[:MOST_ADDRESSES]
        if not what:
            told("no page cites a bare address")
    else:
        session, lost = open_data(config_file), []
    target(session, "source", to, DEFAULT_FILE)  # says at once what is wrong with it
    asking = Asking(session.knowledge, today(), allow_private, proxy, doi_registry)
    found = _looked_up(what, asking)
    found.failed += len(lost)
    if not dry_run and (found.new or (places and found.keys)):
        _write(found, places, to, session, yes)
    elif places and dry_run:
        _tell_pages(found, places, "would change")
    if found.failed:
        raise click.exceptions.Exit(1)


def _looked_up(what: Iterable[str], asking: Asking) -> Found:
    """Each in turn. One that fails does not stop the others."""
    found = Found()
    for each in what:
        try:
            for outcome in look_up(each, asking):
                found.keys.setdefault(each, outcome.key)
                if isinstance(outcome, Known):
                    at = outcome.source.location
                    where = f", {at.path}:{at.line}" if at.path else ""
                    told(f"{each}: there already, as [@{outcome.key}] (same {outcome.same}{where})")
                    continue
                if found.new:
                    click.echo()
                found.new.append(outcome)
                print_record(outcome.key, outcome.values)
                for warning in outcome.warnings:
                    told(f"warning: {outcome.key}: {warning}")
        except LookupFailed as error:
            found.failed += 1
            told(f"error: {each}: {error}")
    return found


def _write(
    found: Found, places: list[BarePlace], to: Path | None, session: Session, yes: bool
) -> None:
    """Records first, then the pages that cite them."""
    if to is None and found.new and not yes:
        to = asked_file(session, "source", DEFAULT_FILE)
    chosen = target(session, "source", to, DEFAULT_FILE)
    count = f"{len(found.new)} record{'s' * (len(found.new) != 1)}"
    what = f"Write {count} to {chosen.data.path}" if found.new else "Write the keys"
    also = " and the keys into the pages" if places and found.new else ""
    also = also or (" into the pages" if places else "")
    if not wants_it(f"{what}{also}?", yes=yes):
        told("nothing was written")
        return
    records = [(each.key, each.values) for each in found.new]
    for key, line in _put(chosen, records, session):
        told(f"wrote {chosen.data.path}:{line}; cite it as [@{key}]")
    for path, (file, text) in with_keys(places, found.keys, session).items():
        write_atomically(file, text.encode("utf-8"))
        told(f"changed {path}")


def _put(
    chosen: Target, records: list[tuple[str, Mapping[str, Any]]], session: Session
) -> list[tuple[str, int]]:
    if not records:
        return []
    return written(chosen, records, session, head=schema_line(session, "source"))


def _tell_pages(found: Found, places: list[BarePlace], what: str) -> None:
    for path in dict.fromkeys(place.path for place in places if place.url in found.keys):
        told(f"{what} {path}")
