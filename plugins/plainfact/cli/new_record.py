"""`plainfact new fact`, `new source`, `new term`: one record, held against the check first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from plainfact.cli.questions import Question, answers, ask, options
from plainfact.cli.records import (
    FOLDER,
    asked_file,
    content_folder,
    has_terminal,
    print_record,
    schema_line,
    target,
    told,
    wants_it,
    written,
)
from plainfact.lookup import problem, slug, source_id, taken_ids, unique, words_of
from plainfact.model import Knowledge
from plainfact.schemas.csl import TYPES
from plainfact.schemas.fields import STATUSES
from plainfact.site import open_data, today
from plainfact.suggest import did_you_mean

KINDS_OF_FACT = ("statement", "event", "figure", "assessment", "forecast")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")

SOURCE = (
    Question(
        "type",
        "What sort of publication it is: article-newspaper, report, webpage, book or another "
        "type of CSL.",
        True,
        choices=TYPES,
        default="article-newspaper",
    ),
    Question("title", "The title, as printed.", True),
    Question("author", "Who wrote it: 'Family, Given', or a name as it is.", many=True),
    Question("container-title", "The newspaper, journal or site it stands in."),
    Question("publisher", "Who published it.", only_as_option=True),
    Question("issued", "When it was published: 2024, 2024-10 or 2024-10-17."),
    Question("accessed", "When you read it: a year, a month or a day."),
    Question("URL", "Its address."),
    Question("DOI", "Its DOI, as 10.1000/182.", only_as_option=True),
    Question("language", "Its language, as en or ko."),
    Question("relays", "Whose report it really is, as AFP."),
    Question(
        "read", "How much you saw.", choices=("full", "excerpt", "headline"), only_as_option=True
    ),
    Question("note", "Anything else, for the desk.", only_as_option=True),
)
FACT = (
    Question("claim", "What is claimed: one full sentence.", True),
    Question("kind", "What sort of claim it is.", choices=KINDS_OF_FACT, default="statement"),
    Question("value", "Its figure or date: 1500, 11000/12000, 1000/ (at least), or words."),
    Question("unit", "What the figure counts."),
    Question(
        "approximate", "Whether it is 'about' that.", choices=("true", "false"), only_as_option=True
    ),
    Question("measure", "The id of the measure that it belongs to."),
    Question("as_of", "The day, month or year on which it was said or known.", True),
    Question("status", "How it stands.", True, choices=STATUSES[:3], default="reported"),
    Question("attributed_to", "Who says so: a glossary id, or a name."),
    Question("sources", "The id of a source.", True, many=True, option="source"),
    Question("tags", "A word to list it by.", many=True, option="tag", only_as_option=True),
    Question("note", "Anything else, for the desk.", only_as_option=True),
)
TERM = (
    Question("term", "The word, as in the middle of a sentence.", True),
    Question("definition", "What it means, in a sentence.", True),
    Question("aliases", "Another name for the same.", many=True, option="alias"),
    Question(
        "match", "exact: letter case counts.", choices=("insensitive", "exact"), only_as_option=True
    ),
    Question(
        "sources", "The id of a source that the definition rests on.", many=True, option="source"
    ),
)
QUESTIONS = {"source": SOURCE, "fact": FACT, "term": TERM}
EXAMPLES = {
    "source": 'plainfact new source --type report --title "Activity at a port" --issued 2023-10',
    "fact": "plainfact new fact          (asks for everything)",
    "term": 'plainfact new term --term "no-fly zone" --definition "Airspace closed to aircraft."',
}


def _judge(kind: str, knowledge: Knowledge) -> Callable[[Question, str], Any]:
    """Answers → values, held against the loader's rules and the records that are there."""

    def judge(question: Question, text: str) -> Any:
        name, value = question.field, _value(question.field, text)
        listed = [value] if question.many else value
        if wrong := problem(kind, name, listed):
            raise click.BadParameter(wrong)
        known: Mapping[str, Any] | None = None
        if name == "sources":
            known = knowledge.sources
        elif name == "measure":
            known = knowledge.measures
        if known is not None and text not in known:
            what = "source" if name == "sources" else "measure"
            hint = did_you_mean(text, known)
            raise click.BadParameter(f"there is no {what} '{text}'" + (f"; {hint}" if hint else ""))
        return value

    return judge


def _value(name: str, text: str) -> Any:
    text = " ".join(text.split())
    if name == "author":
        family, comma, given = (part.strip() for part in text.partition(","))
        return {"family": family, "given": given} if comma and given else {"literal": text}
    if name == "approximate":
        return text == "true"
    return _amount(text) if name == "value" else text


def _amount(text: str) -> Any:
    low, slash, high = text.partition("/")
    ends = {"min": low, "max": high}
    if slash and all(not end or _NUMBER.fullmatch(end) for end in ends.values()) and text != "/":
        return {name: _number(end) for name, end in ends.items() if end}
    return _number(text) if _NUMBER.fullmatch(text) else text


def _number(text: str) -> int | Decimal:
    return Decimal(text) if "." in text else int(text)


def _suggested(kind: str, values: Mapping[str, Any], taken: set[str]) -> str:
    """An id by the house rule of its kind."""
    if kind == "source":
        return source_id(values, taken)
    if kind == "term":
        return unique(slug(values["term"], 60) or "term", taken)
    claimant = str(values.get("attributed_to") or "")
    words = re.sub(r"\S*\d\S*", " ", str(values["claim"]))
    words = words.replace(claimant, " ") if claimant else words
    subject = values.get("measure") or words_of(words)  # never the value
    parts = (slug(str(subject), 40), slug(claimant, 20))
    return unique("-".join([*filter(None, parts), str(values["as_of"])]), taken)


def _make(kind: str, given: Mapping[str, Any]) -> None:
    session = open_data(given["config_file"])
    content_folder(session, kind)
    values = answers(QUESTIONS[kind], given, _judge(kind, session.knowledge))
    if kind == "source":
        values.setdefault("accessed", today().isoformat())
    if values.get("kind") == "statement":
        del values["kind"]  # the default
    ordered = {q.field: values[q.field] for q in QUESTIONS[kind] if q.field in values}
    taken = taken_ids(session.knowledge, kind)
    key = given["key"] or _asked_key(kind, _suggested(kind, ordered, taken), taken)
    if wrong := _key_problem(kind, key, taken):
        raise click.BadParameter(wrong, param_hint="--id")
    default = f"{FOLDER[kind]}.yml"
    chosen = target(session, kind, given["to"] or asked_file(session, kind, default), default)
    print_record(key, ordered)
    if given["dry_run"]:
        return
    if not wants_it(f"Write it to {chosen.data.path}?", yes=given["yes"]):
        told("nothing was written")
        return
    head = schema_line(session, kind)
    for written_key, line in written(chosen, [(key, ordered)], session, head=head, tried=True):
        told(f"wrote {chosen.data.path}:{line}; {_use(kind, written_key)}")


def _use(kind: str, key: str) -> str:
    if kind == "source":
        return f"cite it as [@{key}]"
    if kind == "fact":
        return f"cite it as [@fact:{key}], or bind words to it: [words][fact:{key}]"
    return "its first mention on a page is linked by itself"


def _key_problem(kind: str, key: str, taken: set[str]) -> str:
    if key in taken:
        return f"there is, or was, a {kind} '{key}'"
    return problem(kind, "id", key)


def _asked_key(kind: str, suggested: str, taken: set[str]) -> str:
    if not has_terminal():
        return suggested

    def judge(text: str) -> str:
        if wrong := _key_problem(kind, text, taken):
            raise click.BadParameter(wrong)
        return text

    return str(ask("Its id", judge, suggested, required=True))


def _command(kind: str, about: str) -> click.Command:
    def callback(**given: Any) -> None:
        _make(kind, given)

    common = [
        click.Option(["--id", "key"], help="Its id (default: by the house rule)."),
        click.Option(
            ["--to"],
            type=click.Path(dir_okay=False, path_type=Path),
            help=f"The YAML file to write to (default: the only one, else {FOLDER[kind]}.yml).",
        ),
        click.Option(["--dry-run"], is_flag=True, help="Print the record and write nothing."),
        click.Option(["-y", "--yes"], is_flag=True, help="Do not ask before writing."),
        click.Option(
            ["-f", "--config-file"],
            type=click.Path(exists=True, dir_okay=False, path_type=Path),
            help="The site's mkdocs.yml (default: the one in this folder).",
        ),
    ]
    text = f"""{about}

    On a terminal you are asked for what is missing. The record is checked before it is
    written, to the end of a file in which nothing else changes.

    \b
    Example:
      {EXAMPLES[kind]}
    """
    return click.Command(
        kind, callback=callback, help=text, params=[*options(QUESTIONS[kind]), *common]
    )


source = _command("source", "Make a source: where something was read.")
fact = _command("fact", "Make a fact: what is claimed, by whom, when.")
term = _command("term", "Make a glossary term: what a word means.")
