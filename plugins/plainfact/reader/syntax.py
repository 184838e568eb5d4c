"""ruamel's errors in a contributor's words, at the place that needs a change."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ruamel.yaml.error import MarkedYAMLError

from plainfact.findings import Finding, Rule
from plainfact.reader.events import State
from plainfact.reader.text import Text

# ruamel's words for what is wrong, and ours: what it is, and what to do about it.
_PROBLEMS: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed here",
        "a colon and a space where no key can be",
        "put the whole value in quotation marks, or look at the indentation of this line",
    ),
    (
        "found character '\\t'",
        "a tab where only spaces can indent",
        "indent with two spaces",
    ),
    (
        "found character '",
        "text cannot begin with '{character}'",
        'put the value in quotation marks: "{character}…"',
    ),
    (
        "could not find expected ':'",
        "a key without a colon and a space after it",
        "write 'key: value', or indent the line if it goes on with the text above",
    ),
    (
        "sequence entries are not allowed here",
        "a list cannot begin on the line of its key",
        "put '- …' on a line of its own, or write [a, b], or quote the text",
    ),
    (
        "found unknown escape character",
        "an escape that YAML does not know",
        "write \\\\ for a backslash, or use single quotation marks",
    ),
    (
        "chomping or indentation indicators",
        "text on the line of '|' or '>'",
        "begin the text on the next line, or put it in quotation marks",
    ),
    (
        "expected <block end>, but found '<scalar>'",
        "text after the end of a value",
        "put quotation marks around the whole value; if there are some inside, use the other kind",
    ),
    *(
        (
            f"but found '{bracket}'",
            "a closing bracket that nothing opened",
            "delete it, or put the whole value in quotation marks",
        )
        for bracket in "]}"
    ),
    (
        "expected <block end>",
        "this does not line up with what stands above",
        "give keys and list items of one level the same indentation",
    ),
)


def syntax_error(text: Text, base: int, state: State, error: MarkedYAMLError, stop: int) -> Finding:
    """ruamel's error as a finding: at the opening mark of what was never closed, else at
    the place where reading stopped. The YAML reaches from `base` to `stop`."""
    text = Text(text.path, text.content[:stop])
    problem = str(error.problem or error.context or "no valid YAML")
    mark = error.problem_mark or error.context_mark
    context = str(error.context or "")
    at = (mark.index if mark else 0) + base
    if slip := _slip(text, base, state, at):
        return slip
    opener = _unclosed(text, base, state, error, at)
    if opener is not None:
        character = text.content[opener : opener + 1]
        what = "quotation mark" if character in "'\"" else "bracket"
        message = f"this {what} is never closed"
        hint = {"[": "add ']'", "{": "add '}'"}.get(character, f"add {character} at the end")
        return Finding(Rule.YAML_SYNTAX, text.location(opener), message, hint)
    if context == "while scanning a simple key" and error.context_mark is not None:
        at = error.context_mark.index + base
        end = text.content.find("\n", at)
        at_end: int | None = end if end > at else None
    else:
        at_end = None
    if "mapping values" in problem and state.plain and state.plain[1] == at:
        first = text.content[slice(*state.plain)].splitlines()[0]
        start = state.plain[0]
        begins_line = not text.content[text.line_start(start) : start].strip()
        if begins_line and text.line_start(at) > start:
            at = start
            message = "text that runs on into the next key"
            hint = "write 'key: value', with a space after the colon, or indent less below"
            place = text.location(at, at + len(first))
            return Finding(Rule.YAML_SYNTAX, place, message, hint)
    at = min(at, max(len(text.content.rstrip()) - 1, 0)) - ("escape character" in problem)
    for words, message, hint in _PROBLEMS:
        if words in problem:
            if "{character}" in message:
                shown = text.content[at : at + 1]
                message, hint = (each.replace("{character}", shown) for each in (message, hint))
            return Finding(Rule.YAML_SYNTAX, text.location(at, at_end), message, hint)
    detail = f"{context}, {problem}" if context and context not in problem else problem
    return Finding(Rule.YAML_SYNTAX, text.location(at, at_end), f"no valid YAML: {detail}")


_MERGE = re.compile(r"^(?:<{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# What looks like 'key: value' to people: another space before it or behind its colon, another
# colon, or a sign of equality.
_LOOKS_LIKE_A_KEY = re.compile(
    rf"^[ ]*(?:(?P<before>[{_SPACES}]+)[{_SPACES} ]*[\w-]+:|[\w-]+(?:"
    rf":(?P<behind>[{_SPACES}\t])|[ ]*(?P<colon>[：﹕∶꞉])|[ ]*(?P<equals>=)[ ]))",
    re.MULTILINE,
)


def _slip(text: Text, base: int, state: State, at: int) -> Finding | None:
    """A sign on the line of an error, or in the text right before it, that looks like another
    to people: YAML finds it out late, or in other words."""
    start = text.line_start(max(min(state.plain[0], at) if state.plain else at, base))
    line_end = text.content.find("\n", at)
    stop = line_end if line_end >= 0 else len(text.content)
    if merge := _MERGE.search(text.content, start, stop):
        message = "a mark of two versions that git could not merge"
        hint = "choose between them, and delete the lines of <<<<<<<, ======= and >>>>>>>"
        return Finding(Rule.YAML_SYNTAX, text.location(*merge.span()), message, hint)
    found = _LOOKS_LIKE_A_KEY.search(text.content, start, stop)
    if found is None:
        return None
    name = str(found.lastgroup)
    sign = found[name][:1]
    place = text.location(found.start(name), found.start(name) + 1)
    message, hint = {
        "before": (
            f"a space of another kind (U+{ord(sign):04X}) where only plain spaces indent",
            "delete it, and type the spaces again",
        ),
        "behind": (
            f"U+{ord(sign):04X} behind a key's colon, where a plain space belongs",
            "delete it, and type a space",
        ),
        "colon": (f"'{sign}' (U+{ord(sign):04X}) is no colon to YAML", "write ': '"),
        "equals": ("an equals sign where a colon belongs", "write 'key: value'"),
    }[name]
    return Finding(Rule.YAML_SYNTAX, place, message, hint)


def _unclosed(text: Text, base: int, state: State, error: MarkedYAMLError, at: int) -> int | None:
    """Where a bracket or quotation mark opens that is not closed where it should be.

    YAML finds out late: an open bracket or quotation swallows the lines that follow. A
    line inside it that is indented no further than the line on which it opens, and looks
    like a key or an item, was not meant to be inside.
    """
    content = text.content
    context, problem = str(error.context or ""), str(error.problem or "")
    if error.context_mark is not None and "quoted scalar" in context and "end of" in problem:
        return int(error.context_mark.index) + base
    if error.context_mark is not None and "found unexpected document separator" in problem:
        return int(error.context_mark.index) + base
    quoted = state.quoted
    if quoted is not None and _swallows(text, *quoted):
        return quoted[0]
    brackets = state.brackets
    if not brackets:
        return None
    wrong_bracket = content[at : at + 1] in ("]", "}")
    if wrong_bracket or not content[at:].strip():
        return brackets[-1]
    return next((start for start in brackets if _swallows(text, start, at)), None)


_KEY_OR_ITEM = re.compile(r"- |-$|[^\s#\[\]{},\"'][^:\n]*:(?:\s|$)")


def _swallows(text: Text, start: int, end: int) -> bool:
    content = text.content
    line = text.line_start(start)
    indent = _indent(content[line:start])
    stop = content.find("\n", end)
    lines = _later_lines(content[start : len(content) if stop < 0 else stop])
    return any(
        _indent(after) <= indent and _KEY_OR_ITEM.match(after.lstrip(" "))
        for after in lines
        if after.strip()
    )


def _later_lines(content: str) -> Iterable[str]:
    return re.split(r"\r\n|\n|\r", content)[1:]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
