"""What stands behind a listing's name (`[FACTS tag=x]`): is it understood?

A listing that misunderstands an argument shows too much or nothing, and nobody notices.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from plainfact.extensions.listings import PLACE_KEY, WRITTEN_KEY
from plainfact.extensions.locate import located
from plainfact.findings import Finding, Location, Rule
from plainfact.model import Knowledge, Status
from plainfact.suggest import did_you_mean

ARGUMENTS: Mapping[str, tuple[str, ...]] = {
    "FACTS": ("tag", "status", "page"),
    "TIMELINE": ("tag", "status", "page"),
    "PAGES": ("under",),
    "MEASURE": (),
    "SOURCES": (),
    "CORRECTIONS": (),
    "GLOSSARY": (),
    "TAGS": (),
}


def argument_findings(
    name: str,
    arguments: Mapping[str, str],
    knowledge: Knowledge,
    file: str,
    folders: Collection[str] = (),
) -> Iterator[Finding]:
    """What is wrong with a listing's arguments, each at its word. `folders` are those that
    hold pages; where there are none, nobody said."""
    written = arguments.get(WRITTEN_KEY, "")
    if spaced := re.search(r"\s+=\s*|=\s+", written):
        start = spaced.start() + spaced[0].index("=")
        at = _at(arguments, start, 1, file)
        message = f"[{name}]: a space beside '='"
        closed = re.sub(r"\s*=\s*", "=", written)
        yield Finding(Rule.INVALID_FIELD, at, message, f"write [{name} {closed}]")
        return
    for match in re.finditer(r"\S+", written):
        key, equals, value = match[0].partition("=")
        if name == "MEASURE" and not equals:
            continue  # an id; the listing itself looks it up
        message, hint = _fault(name, key, equals, value, knowledge, folders)
        if not message:
            continue
        wrong_value = bool(equals) and key in ARGUMENTS.get(name, ())
        offset = match.start() + (len(key) + 1 if wrong_value else 0)
        length = max(len(value if wrong_value else key), 1)
        at = _at(arguments, offset, length, file)
        yield Finding(Rule.INVALID_FIELD, at, message, hint)


def _at(arguments: Mapping[str, str], offset: int, length: int, file: str) -> Location:
    """The place of a word that stands so many characters behind the first."""
    at = located(arguments.get(PLACE_KEY, ""), length, file)
    if not at.line:
        return at
    column = at.column + offset
    return replace(at, column=column, end_column=column + length)


def _fault(
    name: str, key: str, equals: str, value: str, knowledge: Knowledge, folders: Collection[str]
) -> tuple[str, str]:
    """A message and a hint; empty where nothing is wrong."""
    known = ARGUMENTS.get(name, ())
    if not equals or key not in known:
        takes = ", ".join(f"{each}=…" for each in known)
        if name == "PAGES" and key.strip("/") in folders:
            return f"[PAGES] does not know '{key}'", f"write [PAGES under={key.strip('/')}]"
        hint = did_you_mean(key, known) or (f"it takes {takes}" if takes else f"write [{name}]")
        return f"[{name}] does not know '{key}'", hint
    if value[:1] in ("'", '"'):
        bare = value.strip("'\"")
        return f"[{name}]: {value} is in quotation marks", f"write {key}={bare}, without them"
    folder = value.strip("/")
    if key == "under" and folder and folders and folder not in folders:
        hint = did_you_mean(folder, folders) or "write a folder of the docs folder: explainers"
        return f"[{name}]: no page is in a folder '{value}'", hint
    if key == "page":
        return _choice(name, key, value, ("this",))
    if key == "status":
        return _choice(name, key, value, [status.value for status in Status])
    if key == "tag":
        return _choice(
            name, key, value, [*{tag for fact in knowledge.facts.values() for tag in fact.tags}]
        )
    return "", ""


def _choice(name: str, key: str, value: str, known: Sequence[str]) -> tuple[str, str]:
    if value in known:
        return "", ""
    if key == "tag":
        some = ", ".join(sorted(known)[:8])
        hint = f"tags of facts are {some}" if some else "give a fact this tag, or take it out here"
        return f"[{name}]: no fact has the tag '{value}'", did_you_mean(value, known) or hint
    listed = ", ".join(known)
    message = f"[{name}]: '{key}' must be one of {listed}, not '{value}'"
    if "," in value:
        return message, "it takes one at a time: make a listing of each"
    hint = did_you_mean(value, known) or ("" if known[1:] else f"write {key}={listed}")
    return message, hint
