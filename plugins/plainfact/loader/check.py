"""One record's fields against their shapes: model values out, findings where they do not fit.

What is faulty is left out and reported; the rest is kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from plainfact.findings import Finding, Location, Rule, Severity
from plainfact.loader import traps
from plainfact.loader.synonyms import COMMON_TYPES, field_meant, type_meant
from plainfact.model import DateRange, Name, PartialDate, Range
from plainfact.reader import MAX_DIGITS, Document, Node
from plainfact.schemas import csl
from plainfact.schemas.shapes import (
    DATE,
    GROUPED_NUMBER,
    LIKE_A_DATE,
    URL,
    Address,
    Amount,
    Choice,
    Cited,
    Date,
    Field,
    Flag,
    Group,
    Many,
    Names,
    Period,
    Reference,
    Shape,
    Switch,
    Text,
    matches,
)
from plainfact.suggest import closest, did_you_mean

_TRUE = frozenset(("yes", "on", "y", "true", "1"))
_FALSE = frozenset(("no", "off", "n", "false", "0"))
_DATE_HINT = "write a day, month or year: 2024-10-18, 2024-10 or 2024"


class _Faulty:
    """What a value that does not fit becomes."""


FAULTY: Final = _Faulty()


@dataclass(frozen=True, slots=True)
class Use:
    """A record's reference to another: which kind and id, and where it stands."""

    kind: str
    id: str
    location: Location


@dataclass(slots=True)
class Checker:
    """Checks the fields of one record; collects findings and references on the way."""

    document: Document
    label: str  # how messages name the record: "fact 'x'"
    findings: list[Finding] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)

    def fault(self, node: Node, message: str, hint: str = "", rule: Rule | None = None) -> _Faulty:
        """Report a value, unless the reader has told what is wrong with it."""
        place = self.document.of(node)
        if place in self.document.told:
            return FAULTY
        self.findings.append(Finding(rule or Rule.INVALID_FIELD, place, message, hint))
        return FAULTY

    def fields(
        self,
        node: Node,
        fields: tuple[Field, ...],
        where: Location,
        prefix: str = "",
        foreign: bool = False,
    ) -> tuple[dict[str, Any], bool]:
        """The values of a mapping's fields, and whether all required ones are there.

        `where` is the place to report what is missing; `foreign` lets other keys pass.
        """
        known = {each.name: each for each in fields}
        values: dict[str, Any] = {}
        meant: set[str] = set()
        for name, child in node.items():
            if name in known:
                value = self.value(known[name].shape, child, f"{prefix}{name}")
                if value is not FAULTY:
                    values[name] = value
            elif not foreign:
                meant.add(self._unknown(name, child, known, prefix))
        complete = True
        for each in fields:
            if each.required and each.name not in values:
                complete = False
                if node.child(each.name) is None and each.name not in meant:
                    self._missing(each, where, prefix)
        return values, complete

    def _unknown(self, name: str, node: Node, known: dict[str, Field], prefix: str) -> str:
        """Report a field that is none of ours; the one that it was meant as, or ""."""
        near = field_meant(name, known) or closest(name, known)
        hint = f"did you mean '{near}'?" if near else ""
        if not hint and name == "id":
            hint = "the key above is the id"
        if not hint and len(known) <= 24:
            hint = f"fields are {', '.join(known)}"
        message = f"unknown field '{prefix}{_short(name)}' in {self.label}"
        place = self.document.of_key(node)
        self.findings.append(Finding(Rule.INVALID_FIELD, place, message, hint))
        return near

    def _missing(self, each: Field, where: Location, prefix: str) -> None:
        if each.name == "sources":
            message = f"{self.label} has no source"
            hint = "add 'sources:' with the id of at least one source"
            self.findings.append(Finding(Rule.UNSOURCED_FACT, where, message, hint))
            return
        what = each.about
        if isinstance(each.shape, Choice) and len(each.shape.values) < 8:
            what = f"one of {', '.join(each.shape.values)}"
        message = f"{self.label} has no '{prefix}{each.name}'"
        self.findings.append(
            Finding(Rule.INVALID_FIELD, where, message, f"add '{each.name}:'. {what}")
        )

    def value(self, shape: Shape, node: Node, name: str) -> Any:
        """A value as the model has it, or FAULTY."""
        if node.value is None:
            text = self.document.text
            behind = text.content[node.key[1] : node.key[1] + 80] if node.key else ""
            why, hint = traps.nothing(node.written, behind.partition("\n")[0].lstrip(": "))
            message = f"'{name}' is empty: {why}" if why else f"'{name}' is empty"
            place = self.document.of_key(node)
            self.findings.append(Finding(Rule.INVALID_FIELD, place, message, hint))
            return FAULTY
        if self._swallows(node, shape, name):
            return FAULTY
        match shape:
            case Text(pattern, numbers, example):
                return self._text(node, name, pattern, numbers, example)
            case Address():
                return self._address(node, name)
            case Choice(values):
                return self._choice(node, name, values)
            case Flag():
                return self._flag(node, name)
            case Date():
                return self._date(node, name)
            case Period():
                return self._period(node, name)
            case Amount():
                return self._amount(node, name)
            case Reference(kind):
                return self._reference(node, name, kind)
            case Names():
                return self._names(node, name)
            case Many(of, least):
                return self._many(node, name, of, least)
            case Group(fields):
                return self._group(node, name, fields)
            case Cited(group):
                return self._cited(node, name, group)
            case Switch(group):
                if isinstance(node.value, bool):
                    return node.value
                if isinstance(node.value, str) and node.written.casefold() in _TRUE | _FALSE:
                    return self._flag(node, name)
                return self._group(node, name, group.fields, "true, false or a mapping")

    def _swallows(self, node: Node, shape: Shape, name: str) -> bool:
        """Whether a text holds a line that was meant as a list item, but is indented as more
        of the text. In prose it may be a dash: a warning, and the text is kept."""
        if not node.plain or node.end - node.start <= len(node.written):  # on one line
            return False
        item = traps.swallowed_item(self.document.text.content[node.start : node.end])
        if item is None:
            return False
        place = self.document.text.location(node.start + item[0], node.start + item[1])
        prose = isinstance(shape, Text) and node.key is not None
        what = "text above" if node.key else "item above"
        self.findings.append(
            Finding(
                Rule.INVALID_FIELD,
                place,
                f"'{name}': by its indentation this line is more of the {what}, not a list item",
                "put the text in quotation marks if a dash is meant"
                if prose
                else "begin it at the column of the other '- '"
                if node.key is None
                else "begin the first item on a line of its own, with '- ' too",
                Severity.WARNING if prose else None,
            )
        )
        return not prose

    def _wrong(self, node: Node, name: str, wanted: str, hint: str = "") -> _Faulty:
        return self.fault(node, f"'{name}' must be {wanted}, not {_described(node)}", hint)

    def _text(
        self, node: Node, name: str, pattern: str = "", numbers: bool = False, example: str = ""
    ) -> str | _Faulty:
        value = node.value
        if isinstance(value, (bool, int, Decimal)):
            if numbers and not isinstance(value, bool):
                return node.written
            return self._wrong(node, name, "text", f'write "{node.written}", in quotation marks')
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            hint = f"write {_short(value[0])}, without the brackets or the dash"
            return self._wrong(node, name, "text", hint)
        if not isinstance(value, str):
            return self._wrong(node, name, "text")
        text = value.strip()
        if not text:
            return self.fault(node, f"'{name}' is empty", "give it a value, or delete the line")
        if pattern and not matches(pattern, text):
            hint = f"write it as {example}" if example else ""
            return self.fault(node, f"'{_short(text)}' is no valid '{name}'", hint)
        return text

    def _address(self, node: Node, name: str) -> str | _Faulty:
        text = self._text(node, name)
        if isinstance(text, str) and not matches(URL, text):
            return self.fault(
                node,
                f"'{_short(text)}' is no http or https address",
                traps.meant_address(text) or "write it in full: https://…",
                Rule.UNSAFE_URL,
            )
        return text

    def _choice(self, node: Node, name: str, values: tuple[str, ...]) -> str | _Faulty:
        value = node.value
        if isinstance(value, str) and value in values:
            return value
        if isinstance(value, (dict, list)):
            return self._wrong(node, name, "one word")
        text = value if isinstance(value, str) else node.written
        if len(values) > 12:
            wanted = "one of CSL's item types"
            near = type_meant(text)
            hint = f"did you mean '{near}'?" if near in values else did_you_mean(text, values)
            hint = hint or f"the common ones: {COMMON_TYPES}; 'plainfact schema source' lists all"
        else:
            wanted = f"one of {', '.join(values)}"
            hint = did_you_mean(text, values)
        return self.fault(node, f"'{name}' must be {wanted}, not '{_short(text)}'", hint)

    def _flag(self, node: Node, name: str) -> bool | _Faulty:
        if isinstance(node.value, bool):
            return node.value
        word = node.written.casefold()
        hint = "write true or false"
        if word in _TRUE | _FALSE:
            hint = f"write {'true' if word in _TRUE else 'false'}, without quotation marks"
        return self._wrong(node, name, "true or false", hint)

    def _date(self, node: Node, name: str) -> PartialDate | _Faulty:
        if isinstance(node.value, bool) or not isinstance(node.value, (str, int, Decimal)):
            return self._wrong(node, name, "a date", _DATE_HINT)
        text = node.value.strip() if isinstance(node.value, str) else node.written.strip()
        if matches(DATE, text):
            return partial_date(text)
        if matches(LIKE_A_DATE, text):
            return self._no_such_date(node, name, text)
        meant = traps.meant_date(text)
        hint = f"write {meant}" if meant else _DATE_HINT
        if isinstance(node.value, Decimal):
            return self._wrong(node, name, "a date", hint)
        return self.fault(node, f"'{name}': '{_short(text)}' is no date", hint)

    def _no_such_date(self, node: Node, name: str, text: str) -> _Faulty:
        why = traps.no_such_date(text)
        message = f"'{name}': there is no such date as {text}"
        return self.fault(node, f"{message}: {why}" if why else message, _DATE_HINT)

    def _period(self, node: Node, name: str) -> PartialDate | DateRange | _Faulty:
        if not isinstance(node.value, dict):
            if isinstance(node.value, str) and (meant := traps.meant_period(node.value)):
                return self.fault(node, f"'{name}': '{_short(node.value)}' is no date", meant)
            return self._date(node, name)
        ends, whole = self._ends(node, name, ("from", "to"), Date())
        if not whole:
            return FAULTY
        start, end = ends.get("from"), ends.get("to")
        if start and end and str(end) < str(start) and not end.covers(start):
            return self.fault(node, f"'{name}' ends before it begins", "exchange the two dates")
        return DateRange(start, end)

    def _amount(self, node: Node, name: str) -> Any:
        value = node.value
        if isinstance(value, dict):
            ends, whole = self._ends(node, name, ("min", "max"), Amount())
            if not whole:
                return FAULTY
            for key, end in ends.items():
                if not isinstance(end, Decimal):
                    child = node.child(key)
                    assert child is not None
                    return self._wrong(child, f"{name}/{key}", "a number")
            low, high = ends.get("min"), ends.get("max")
            if low is not None and high is not None and high < low:
                return self.fault(node, f"'{name}' has a min above its max", "exchange the two")
            return Range(low, high)
        if isinstance(value, (bool, list)):
            return self._wrong(node, name, "a number, {min, max}, a date or words")
        if isinstance(value, (int, Decimal)):
            if matches(r"[-+]?0[0-9]+", node.written):
                message = f"'{name}': {node.written} is {value} to some programs, octal to others"
                return self.fault(node, message, f"write {value}, or quote it if it is text")
            if node.written[:2] in ("0o", "0x"):
                message = f"'{name}': YAML reads {_short(node.written)} as {value}"
                return self.fault(node, message, f"write {value}, or quote it if it is text")
            return Decimal(value)
        text = self._text(node, name)
        if isinstance(text, str):
            if matches(DATE, text):
                return partial_date(text)
            if node.plain and len(text) > MAX_DIGITS and matches(r"[-+]?[0-9]+", text):
                return FAULTY  # too long, which the reader has said
            if matches(GROUPED_NUMBER, text):
                digits = "".join(each for each in text if each.isascii() and each in "-0123456789")
                message = f"'{name}': '{_short(text)}' is text, not a number"
                return self.fault(
                    node, message, f"write {_short(digits)}, bare and without separators"
                )
            if matches(LIKE_A_DATE, text):
                return self._no_such_date(node, name, text)
            wrong, hint = traps.number_in_words(text)
            if wrong:
                return self.fault(node, f"'{name}': '{_short(text)}' {wrong}", hint)
        return text

    def _ends(
        self, node: Node, name: str, keys: tuple[str, str], shape: Shape
    ) -> tuple[dict[str, Any], bool]:
        fields = tuple(Field(key, shape, "") for key in keys)
        before = len(self.findings)
        found, _ = self.fields(node, fields, self.document.of(node), f"{name}/")
        if not found and len(self.findings) == before:
            self.fault(node, f"'{name}' is empty", f"give it '{keys[0]}', '{keys[1]}' or both")
        return found, len(self.findings) == before

    def _reference(self, node: Node, name: str, kind: str) -> str | _Faulty:
        text = self._text(node, name)
        if isinstance(text, str):
            self.uses.append(Use(kind, text, self.document.of(node)))
        return text

    def _names(self, node: Node, name: str) -> tuple[Name, ...] | _Faulty:
        if not isinstance(node.value, list):
            hint = "write a list: [{family: Doe, given: Jane}] or [{literal: United Nations}]"
            return self._wrong(node, name, "a list of names", hint)
        found = [self._name(child, f"{name}/{index}") for index, child in node.items()]
        return tuple(each for each in found if isinstance(each, Name))

    def _name(self, node: Node, name: str) -> Name | _Faulty:
        if not isinstance(node.value, dict):
            written = _short(str(node.value)) if isinstance(node.value, str) else "Jane Doe"
            hint = f"write {{literal: {written}}} or {{family: …, given: …}}"
            return self._wrong(node, name, "{family, given} or {literal}", hint)
        fields = tuple(
            Field(part, Flag() if part in csl.NAME_PARTS[-3:] else Text(), "")
            for part in csl.NAME_PARTS
        )
        parts, _ = self.fields(node, fields, self.document.of(node), f"{name}/")
        family = _joined(parts, "non-dropping-particle", "family", "suffix")
        given = _joined(parts, "given", "dropping-particle")
        literal = parts.get("literal", "")
        if not (literal or parts.get("family") or parts.get("given")):
            if not node.value:
                self.fault(node, f"'{name}' is empty", "write {family: …, given: …}")
            elif node.value.keys() <= set(csl.NAME_PARTS) - {"family", "given", "literal"}:
                self.fault(node, f"'{name}' names nobody", "add 'family' or 'literal'")
            return FAULTY
        return Name(literal=literal) if literal else Name(family, given)

    def _many(self, node: Node, name: str, of: Shape, least: int) -> tuple[Any, ...] | _Faulty:
        if not isinstance(node.value, list):
            if isinstance(node.value, str) and (meant := traps.meant_items(node.value, of)):
                return self._wrong(node, name, "a list", meant)
            # In quotation marks, a comma parts nothing.
            item = node.written if node.plain or "," not in node.written else f'"{node.written}"'
            hint = f"write [{_short(item)}]" if item else "begin each item with '- '"
            return self._wrong(node, name, "a list", hint)
        if len(node.value) < least:
            message = f"{self.label} has no source"
            hint = "name at least one source"
            return self.fault(node, message, hint, Rule.UNSOURCED_FACT)
        found = [self.value(of, child, f"{name}/{index}") for index, child in node.items()]
        kept = [each for each in found if each is not FAULTY]
        if len(kept) > 1:
            kept = self._once(node, name, found)
        return FAULTY if found and not kept else tuple(kept)

    def _once(self, node: Node, name: str, found: list[Any]) -> list[Any]:
        """A list without what is faulty, and without what stands in it for a second time,
        which is reported."""
        kept: dict[object, Any] = {}
        for (_, child), value in zip(node.items(), found, strict=True):
            if value is FAULTY:
                continue
            cited = isinstance(value, dict)
            parts = ("id", "locator", "quote") if cited else ()
            key = tuple(value.get(part, "") for part in parts) if cited else value
            if key in kept:
                message = f"'{_short(key[0] if cited else str(key))}' stands in '{name}' twice"
                hint = "delete one of the two"
                if cited:
                    hint += ", or give each the 'locator' of its place in the source"
                place = self.document.of(child)
                self.findings.append(
                    Finding(Rule.INVALID_FIELD, place, message, hint, Severity.WARNING)
                )
            kept.setdefault(key, value)
        return list(kept.values())

    def _group(
        self, node: Node, name: str, fields: tuple[Field, ...], wanted: str = "a mapping"
    ) -> dict[str, Any] | _Faulty:
        if not isinstance(node.value, dict):
            keys = ", ".join(f"{each.name}: …" for each in fields[:3])
            return self._wrong(node, name, wanted, f"write {{{keys}}}")
        values, complete = self.fields(node, fields, self.document.of(node), f"{name}/")
        return values if complete else FAULTY

    def _cited(self, node: Node, name: str, group: Group) -> dict[str, Any] | _Faulty:
        if isinstance(node.value, dict):
            values = self._group(node, name, group.fields)
            child = node.child("id")
            if isinstance(values, dict) and child is not None:
                values["location"] = self.document.of(child)
            return values
        source = self._reference(node, name, "source")
        if not isinstance(source, str):
            return FAULTY
        return {"id": source, "location": self.document.of(node)}


def partial_date(text: str) -> PartialDate:
    """A date that matches `DATE`."""
    return PartialDate(*(int(part) for part in text.split("-")))


def _joined(parts: dict[str, Any], *names: str) -> str:
    return " ".join(parts[name] for name in names if name in parts)


def _described(node: Node) -> str:
    match node.value:
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            return node.written
        case int() | Decimal():
            return f"the number {_short(node.written)}"
        case _:
            return f"'{_short(node.written)}'" if node.written else "nothing"


def _short(text: str) -> str:
    """A value as messages repeat it: one line, not too long, nothing unseen in it."""
    line = "".join(each if each.isprintable() else " " for each in text[:80])
    return " ".join(line.split()) + ("…" if len(text) > 80 else "")
