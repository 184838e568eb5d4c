"""What asking found: as findings, for programs, and as the Markdown of an issue."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plainfact.findings import Finding, Location, Rule
from plainfact.links.collecting import Address, Place
from plainfact.links.outcomes import Outcome, State
from plainfact.links.words import fingerprint
from plainfact.model import Knowledge, UrlStatus
from plainfact.report import as_json as findings_json
from plainfact.report import visible
from plainfact.step_summary import escaped

SHOWN = 200  # addresses of one kind in an issue
LONGEST = 300  # characters of an address that are shown


@dataclass(frozen=True, slots=True)
class Asked:
    """An address, what asking it led to, and the copy that an archive has of it."""

    address: Address
    outcome: Outcome
    copy: str = ""


def findings_of(asked: Iterable[Asked], knowledge: Knowledge) -> Iterator[Finding]:
    """`dead-link`, `moved-link` and `quote-missing`, at each place."""
    for each in asked:
        outcome = each.outcome
        for place in each.address.places:
            if outcome.state is State.DEAD:
                yield _dead(each, place)
            elif outcome.state is State.MOVED:
                yield Finding(
                    Rule.MOVED_LINK,
                    place.location,
                    f"{_short(each.address.url)} has moved for good",
                    f"its new address is {_short(outcome.moved_to)}",
                )
        for place in each.address.quotes:
            if fingerprint(place.quote) in outcome.missing:
                yield Finding(
                    Rule.QUOTE_MISSING,
                    place.location,
                    f"the page of source '{place.source}' does not say these words",
                    f"look at {_short(each.address.url)}: quote it as it is, or cite the copy "
                    "that says so (archive_url)",
                )


def _dead(each: Asked, place: Place) -> Finding:
    message = f"{_short(each.address.url)} is dead: {each.outcome.why}"
    if each.copy:
        hint = f"an archive has a copy: {_short(each.copy)}"
        if place.source and place.field == "URL":
            hint += " ('plainfact links --fix' writes it into the record)"
    elif place.source and place.field == "URL":
        hint = "find its new address, or a copy (archive_url), or another source"
    else:
        hint = "find its new address, or take the link out"
    return Finding(Rule.DEAD_LINK, place.location, message, hint)


def others(asked: Iterable[Asked], knowledge: Knowledge) -> Iterator[tuple[State, str, str]]:
    """What is no finding, but good to know: state, address, why."""
    for each in asked:
        outcome = each.outcome
        if outcome.state is State.UNSURE or (
            outcome.state is State.PAYWALLED and not _known_as_paid(each.address, knowledge)
        ):
            yield outcome.state, each.address.url, outcome.why
        elif outcome.why.startswith("quotations were not"):
            yield State.UNSURE, each.address.url, outcome.why


def _known_as_paid(address: Address, knowledge: Knowledge) -> bool:
    sources = [knowledge.sources[place.source] for place in address.places if place.source]
    return bool(sources) and all(s.url_status is UrlStatus.PAYWALLED for s in sources)


def as_json(findings: Sequence[Finding], asked: Iterable[Asked]) -> str:
    """The report of docs/owners.md, version 1: that of `check`, and every address."""
    report = json.loads(findings_json(findings))
    report["addresses"] = [
        {
            "url": each.address.url,
            "state": each.outcome.state.value,
            "status": each.outcome.status,
            "why": each.outcome.why,
            "moved_to": each.outcome.moved_to,
            "archive_url": each.copy,
            "places": [
                {"path": p.location.path, "line": p.location.line, "column": p.location.column}
                for p in each.address.places
            ],
        }
        for each in asked
    ]
    return json.dumps(report, indent=2) + "\n"


def as_markdown(findings: Sequence[Finding], rest: Iterable[tuple[State, str, str]]) -> str:
    """A checklist for an issue; empty where there is nothing to look at.

    Whatever comes from content or servers is escaped. What is unsure is folded away.
    """
    parts: list[str] = []
    titles = {
        Rule.DEAD_LINK: "Dead",
        Rule.QUOTE_MISSING: "Quotations that are not on their page",
        Rule.MOVED_LINK: "Moved for good",
        Rule.STALE_FACT: "Past their day of review",
    }
    by_rule: Mapping[Rule, list[Finding]] = {rule: [] for rule in titles}
    for finding in findings:
        if finding.rule in by_rule:
            by_rule[finding.rule].append(finding)
    for rule, title in titles.items():
        if by_rule[rule]:
            parts.append(f"### {title}\n\n")
            parts += _bounded([_item(finding) for finding in by_rule[rule]])
            parts.append("\n")
    unsure = [
        f"- <code>{escaped(_short(url))}</code>: {escaped(why)} ({state.value})\n"
        for state, url, why in rest
    ]
    if unsure:
        parts.append(f"<details><summary>Unsure or paid for ({len(unsure)})</summary>\n\n")
        parts += _bounded(unsure)
        parts.append("\n</details>\n")
    return "".join(parts)


def _item(finding: Finding) -> str:
    hint = f"<br>{escaped(finding.hint)}" if finding.hint else ""
    return (
        f"- [ ] <code>{escaped(_place(finding.location))}</code> {escaped(finding.message)}{hint}\n"
    )


def _bounded(lines: list[str]) -> list[str]:
    more = len(lines) - SHOWN
    return lines[:SHOWN] + ([f"- and {more} more\n"] if more > 0 else [])


def _place(at: Location) -> str:
    return f"{at.path}:{at.line}" if at.line else at.path


def _short(url: str) -> str:
    text = visible(url)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
