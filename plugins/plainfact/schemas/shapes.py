"""What a field may hold: the words in which `fields` declares it.

The loader checks files against these shapes, and `generate` makes JSON Schemas of them,
so that the two cannot say different things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

RECORD_ID = r"[a-z0-9][a-z0-9._-]*"
"""Ids of facts, terms, measures and corrections (docs/format.md)."""

SOURCE_ID = r"(?!fact:)[^\s{}]+"
"""A citation key as pandoc takes it (manual 8.20), inside curly brackets if need be; a key
that began with 'fact:' would be taken for a fact."""

URL = r"[Hh][Tt][Tt][Pp][Ss]?://[^\s/?#<>\"\\]+[^\s<>\"\\]*"
"""An address that a reader may be sent to. A backslash is a slash to browsers only."""

_DAY = "|".join(
    (
        r"[1-9][0-9]{3}-(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
        r"[1-9][0-9]{3}-(0[469]|11)-(0[1-9]|[12][0-9]|30)",
        r"[1-9][0-9]{3}-02-(0[1-9]|1[0-9]|2[0-8])",
        r"([1-9][0-9](0[48]|[2468][048]|[13579][26])|([2468][048]|[13579][26])00)-02-29",
    )
)
DATE = rf"([1-9][0-9]{{3}}(-(0[1-9]|1[0-2]))?|{_DAY})"
"""A year, a month or a day that the Gregorian calendar has, from 1000 to 9999."""

LANGUAGE = r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
"""A language tag (BCP 47), by its form. Languages of more letters than three are foreseen, but
none is registered: 'Korean' is a name."""

GROUPED_NUMBER = r"[-+]?[0-9]+([,_' \u00a0\u202f][0-9]+)*"
"""Digits that are text to YAML: quoted, or parted by something other than a full stop."""

LIKE_A_DATE = r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?"
"""What was meant to be a date, whether or not the calendar has it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Words. `numbers`: a number is taken as it is written (CSL's number variables)."""

    pattern: str = ""
    numbers: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """An http or https address."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list."""

    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Date:
    """A year, a month or a day."""


@dataclass(frozen=True, slots=True)
class Period:
    """A date, or {from, to} with either end open."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, {min, max}, a date, or words."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of a record of a kind ("source", "fact", "measure", "term")."""

    kind: str


@dataclass(frozen=True, slots=True)
class Names:
    """People and institutions, as CSL writes them."""


@dataclass(frozen=True, slots=True)
class Many:
    """A list."""

    of: Shape
    least: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """A mapping with fields of its own."""

    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A source's id, or a mapping with the id and the place in the source."""

    group: Group


@dataclass(frozen=True, slots=True)
class Switch:
    """True, false, or a mapping."""

    group: Group


Shape = (
    Text
    | Address
    | Choice
    | Flag
    | Date
    | Period
    | Amount
    | Reference
    | Names
    | Many
    | Group
    | Cited
    | Switch
)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its name, what it may hold, and one sentence for whoever fills it in."""

    name: str
    shape: Shape
    about: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of record. `open`: other keys belong to somebody else and are not ours to
    judge. `id_pattern` is empty where any text will do."""

    name: str
    fields: tuple[Field, ...]
    about: str
    id_pattern: str = RECORD_ID
    open: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        """The names of the fields that a record cannot do without."""
        return tuple(field.name for field in self.fields if field.required)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields."""
        return tuple(field.name for field in self.fields)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of a text has a pattern's form."""
    return re.fullmatch(pattern, text) is not None
