"""`plainfact links`: every address of sources and pages asked, once each."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import click

from plainfact.amend import NotAmended, with_fields
from plainfact.checks import apply_rules
from plainfact.cli.check import add_to_summary
from plainfact.cli.frame import Stopped, config_option, line_reader, wants_color
from plainfact.extensions.sentences import quotations
from plainfact.findings import Location, Rule
from plainfact.links import (
    DEFAULT_ARCHIVE,
    Address,
    Asked,
    Asking,
    Kept,
    Polite,
    State,
    addresses_in,
    as_json,
    as_markdown,
    ask_all,
    collect,
    find_copy,
    findings_of,
    others,
)
from plainfact.links.words import fingerprint
from plainfact.model import Source
from plainfact.network import MissingLibrary, NetworkError
from plainfact.report import as_github, as_text, summary, visible
from plainfact.site import Site, open_site
from plainfact.step_summary import as_summary
from plainfact.writer import write_atomically

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


class Age(click.ParamType):  # type: ignore[type-arg]
    """A length of time: 90s, 30m, 12h, 7d, 2w."""

    name = "age"

    def convert(self, value: Any, param: Any, ctx: Any) -> float:
        """Seconds."""
        if isinstance(value, (int, float)):
            return float(value)
        found = re.fullmatch(r"(\d{1,6})\s*([smhdw]?)", str(value).strip())
        if found is None:
            self.fail(f"'{value}' is no length of time such as 12h, 7d or 0", param, ctx)
        return float(int(found[1]) * UNITS[found[2] or "d"])


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "markdown"]),
    default="text",
    show_default=True,
    help="For people, for programs, as annotations, or as the text of an issue.",
)
@click.option(
    "--max-age",
    type=Age(),
    default="7d",
    show_default=True,
    help="Do not ask again what was asked within this time (30m, 12h, 7d; 0: ask all).",
)
@click.option(
    "--fix", is_flag=True, help="Write archive copies of dead sources into their records."
)
@click.option(
    "--per-host",
    type=click.IntRange(1, 16),
    default=2,
    show_default=True,
    help="Requests to one host at a time.",
)
@click.option(
    "--timeout",
    type=click.FloatRange(0.1, 600),
    default=30.0,
    show_default=True,
    help="Seconds for one answer.",
)
@click.option("--allow-private", is_flag=True, help="Ask hosts inside your network, too.")
@click.option("--proxy", default="", help="A proxy to ask through: http://HOST:PORT.")
@click.option(
    "--archive-api",
    default=DEFAULT_ARCHIVE,
    show_default=True,
    help="Where copies are looked for; the Wayback Machine's API, or one like it.",
)
@config_option
def links(form: str, fix: bool, config_file: Path | None, **options: Any) -> None:
    """Ask every address of sources and pages, once each.

    Says which are dead, which have moved for good, which are paid for and which it cannot be
    sure about, and whether the words quoted from a page are still there. For what is dead it
    looks for a copy in an archive.

    Exit 0: nothing dead or missing. 1: something is. 2: wrong use.

    \b
    Examples:
      plainfact links
      plainfact links --max-age 0 --format markdown
      plainfact links --fix
    """
    run = Run.of(config_file, options)
    asked = tuple(run.ask())
    findings = apply_rules(findings_of(asked, run.site.knowledge), run.site.session.rules)
    if fix:
        for line in run.fix(asked):
            click.echo(visible(line), err=True)
    rest = list(others(asked, run.site.knowledge))
    if form == "json":
        click.echo(as_json(findings, asked), nl=False)
    elif form == "markdown":
        stale = [each for each in run.site.check() if each.rule is Rule.STALE_FACT]
        click.echo(as_markdown([*findings, *stale], rest), nl=False)
    elif form == "github":
        click.echo(as_github(findings), nl=False)
        add_to_summary(as_summary(findings))
    else:
        color = wants_color()
        report = as_text(findings, line_reader(run.site.project), color=color)
        click.echo(report, nl=False, color=color)
        for state, url, why in rest:
            click.echo(visible(f"{state.value}: {url}: {why}"))
        click.echo(_totals(asked))
    counts = summary(findings)
    if counts["errors"] or counts["warnings"]:
        raise click.exceptions.Exit(1)


def _totals(asked: tuple[Asked, ...]) -> str:
    counts = {state: sum(each.outcome.state is state for each in asked) for state in State}
    words = ", ".join(f"{count} {state.value}" for state, count in counts.items())
    return f"{len(asked)} addresses: {words}"


@dataclass(slots=True)
class Run:
    """One run of the command over one site."""

    site: Site
    pages: list[tuple[str, Location]]
    options: Mapping[str, Any]
    asking: Asking = field(default_factory=Asking)

    @classmethod
    def of(cls, config_file: Path | None, options: Mapping[str, Any]) -> Run:
        """Open the site, and keep the addresses on its pages."""
        rendered: list[tuple[Any, str]] = []
        site = open_site(config_file, rendered=lambda file, html: rendered.append((file, html)))
        pages = [
            each
            for file, html in rendered
            for each in addresses_in(html, file.content_string, _file(site, file))
        ]
        asking = Asking(
            Polite(seconds=options["timeout"]),
            allow_private=options["allow_private"],
            proxy=options["proxy"],
        )
        return cls(site, pages, options, asking)

    def ask(self) -> Iterator[Asked]:
        """Every address with what it led to, asked now or kept from before."""
        addresses = collect(self.site.knowledge, self.pages, self.quoted())
        kept = Kept.open(self.site.project, time.time())
        known = {
            url: outcome
            for url, address in addresses.items()
            if (outcome := kept.get(url, self.options["max_age"], _fingerprints(address)))
        }
        missing = [url for url in addresses if url not in known]
        with _progress(len(missing)) as advance:
            try:
                fresh = ask_all(
                    missing,
                    lambda url: self._ask(addresses[url]),
                    per_host=self.options["per_host"],
                    done=lambda _: advance(),
                )
            except MissingLibrary as error:
                raise Stopped(str(error)) from error
        kept.put(fresh)
        outcomes = {**known, **fresh}
        for url, address in addresses.items():
            asked = Asked(address, outcomes[url])
            yield replace(asked, copy=self._copy(address)) if _wants_copy(asked) else asked

    def _ask(self, address: Address) -> Any:
        quotes = [place.quote for place in address.quotes]
        return self.asking.ask(address.url, quotes, read=address.is_source)

    def _copy(self, address: Address) -> str:
        """The archive's copy of a dead source from about the day on which it was read."""
        source = next(self._sources(address))
        day = str(source.accessed or source.issued or "")
        try:
            return find_copy(address.url, day, self.asking, base=self.options["archive_api"])
        except NetworkError as error:
            click.echo(visible(f"no copy looked up for {address.url}: {error}"), err=True)
            return ""

    def _sources(self, address: Address) -> Iterator[Source]:
        for place in address.places:
            if place.field == "URL":
                yield self.site.knowledge.sources[place.source]

    def quoted(self) -> Iterator[tuple[str, str, Location]]:
        """Quotations in prose whose sentence cites one source, in the source's language."""
        references = self.site.references.found
        sentences: dict[tuple[str, str], set[str]] = {}
        for each in references:
            if each.sentence and each.kind in ("source", "fact"):
                sentences.setdefault((each.page, each.sentence), set()).add(each.id)
        language = self.site.session.language.partition("-")[0].lower()
        for each in references:
            source = self.site.knowledge.source(each.id) if each.kind == "source" else None
            if source is None or len(sentences.get((each.page, each.sentence), ())) != 1:
                continue
            words = quotations(each.sentence)
            theirs = source.language.partition("-")[0].lower()
            if len(words) == 1 and theirs in ("", language):
                yield source.id, words[0], each.location

    def fix(self, asked: tuple[Asked, ...]) -> Iterator[str]:
        """Write copies of dead sources into their records; what was done, or why not."""
        for each in asked:
            if not each.copy:
                continue
            for source in self._sources(each.address):
                path = source.location.path
                try:
                    self._write(path, source, each.copy)
                    yield f"{path}: archive copy written into '{source.id}'"
                except (NotAmended, UnicodeError) as error:
                    yield (
                        f"{path}: not changed: {error}; write into '{source.id}': "
                        f"url_status: dead, archive_url: {each.copy}"
                    )

    def _write(self, path: str, source: Source, copy: str) -> None:
        file = self.site.project / path
        if file.suffix.lower() not in (".yml", ".yaml"):
            raise NotAmended("only YAML files are changed")
        text = file.read_bytes().decode("utf-8")
        fields = {"url_status": "dead"}
        if not source.archive_url:
            fields = {"archive_url": copy, **fields}
        done = with_fields(text, source.id, fields, after="URL")
        write_atomically(file, done.encode("utf-8"))


def _wants_copy(asked: Asked) -> bool:
    return asked.outcome.state is State.DEAD and asked.address.is_source


def _fingerprints(address: Address) -> list[str]:
    return [fingerprint(place.quote) for place in address.quotes]


def _file(site: Site, file: Any) -> str:
    page = site.session.references.pages.get(file.src_uri)
    return page.file if page else str(file.src_uri)


class _progress:
    """A bar on a terminal, on standard error, so that a report in a pipe stays one."""

    def __init__(self, length: int) -> None:
        self.bar: Any = None
        if length and sys.stderr.isatty():
            self.bar = click.progressbar(
                length=length, label="Asking", file=sys.stderr, show_pos=True
            )

    def __enter__(self) -> Any:
        if self.bar is None:
            return lambda: None
        self.bar.__enter__()
        return lambda: self.bar.update(1)

    def __exit__(self, *error: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)
