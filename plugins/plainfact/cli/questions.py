"""Questions: answered by an option, or asked on a terminal until the answer is of use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import click

from plainfact.cli.records import has_terminal
from plainfact.report import visible

Judge = Callable[[str], Any]
"""An answer's text → its value. Raises click.BadParameter."""


MOST_SHOWN = 8
"""Choices that are listed in a question; of more, the question itself names some."""


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a record: its option, and how it is asked."""

    field: str
    about: str
    required: bool = False
    many: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""
    option: str = ""
    only_as_option: bool = False

    @property
    def name(self) -> str:
        """The option's name: the field's, in small letters and with hyphens."""
        return self.option or self.field.lower().replace("_", "-")

    @property
    def parameter(self) -> str:
        """The option's name as click hands it on."""
        return self.name.replace("-", "_")


def options(questions: Sequence[Question]) -> list[click.Option]:
    """The options of a command that can ask these questions."""
    return [
        click.Option(
            [f"--{each.name}", each.parameter],
            help=each.about + (" May be given more than once." if each.many else ""),
            multiple=each.many,
            type=click.Choice(each.choices) if each.choices else str,
        )
        for each in questions
    ]


def answers(
    questions: Sequence[Question], given: Mapping[str, Any], judge: Callable[[Question, str], Any]
) -> dict[str, Any]:
    """The values of all fields. Where nobody can be asked, every required one that is missing
    is named: click.UsageError, exit 2."""
    asking = has_terminal()
    missing = [f"--{q.name}" for q in questions if q.required and not given.get(q.parameter)]
    if missing and not asking:
        raise click.UsageError(f"missing {', '.join(missing)}; on a terminal you would be asked")
    out: dict[str, Any] = {}
    for question in questions:
        told = given.get(question.parameter)
        if told:
            texts = list(told) if question.many else [told]
            values = [_judged(question, text, judge) for text in texts]
            out[question.field] = values if question.many else values[0]
        elif asking and not question.only_as_option:
            value = _many(question, judge) if question.many else _one(question, judge)
            if value not in ("", [], None):
                out[question.field] = value
    return out


def _judged(question: Question, text: str, judge: Callable[[Question, str], Any]) -> Any:
    try:
        return judge(question, text)
    except click.BadParameter as error:
        raise click.BadParameter(visible(error.message), param_hint=f"--{question.name}") from None


def _one(question: Question, judge: Callable[[Question, str], Any]) -> Any:
    if question.choices:
        return click.prompt(
            question.about.rstrip("."),
            type=click.Choice(question.choices),
            default=question.default or None,
            show_choices=len(question.choices) <= MOST_SHOWN,
        )
    return ask(
        question.about, lambda text: judge(question, text), question.default, question.required
    )


def _many(question: Question, judge: Callable[[Question, str], Any]) -> list[Any]:
    values: list[Any] = []
    for _ in range(50):
        about = question.about if not values else "One more"
        required = question.required and not values
        value = ask(f"{about}", lambda text: judge(question, text), "", required)
        if value == "":
            break
        values.append(value)
    return values


def ask(about: str, judge: Judge, default: str = "", required: bool = False) -> Any:
    """Ask once more until the answer is of use; an empty one where it may be left out."""

    def process(text: str) -> Any:
        text = " ".join(text.split())
        if not text and not required:
            return ""
        if not text:
            raise click.BadParameter("this cannot be left out")
        try:
            return judge(text)
        except click.BadParameter as error:
            raise click.BadParameter(visible(error.message)) from None

    hint = "" if required or default else " (Enter for none)"
    return click.prompt(
        f"{about.rstrip('.')}{hint}",
        default=default or ("" if not required else None),
        show_default=bool(default),
        value_proc=process,
    )
