"""YAML as ruamel's parser reads it: the judge of what a file says and of what is wrong."""

from __future__ import annotations

from typing import Any, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.scanner import Scanner

from plainfact.findings import Finding, Location, Rule
from plainfact.reader.events import Builder, Refused
from plainfact.reader.nodes import Document
from plainfact.reader.syntax import syntax_error
from plainfact.reader.text import Text


class _Scanner(Scanner):
    """YAML without tags, anchors, aliases and directives: refused where they stand.

    So early because scanning some of them (a long row of exclamation marks) takes time
    that grows with the square of its length.
    """

    def scan_tag(self) -> NoReturn:
        raise Refused(
            Rule.YAML_SYNTAX,
            self.reader.get_mark().index,
            "tags ('!…') are not taken here",
            "put text that begins with '!' in quotation marks",
        )

    def scan_anchor(self, TokenClass: Any) -> NoReturn:
        mark = self.reader.get_mark().index
        what = "an anchor ('&…')" if self.reader.peek() == "&" else "an alias ('*…')"
        hint = f"put text that begins with '{self.reader.peek()}' in quotation marks"
        raise Refused(Rule.LIMIT, mark, f"{what} is not taken here", hint)

    def scan_directive(self) -> NoReturn:
        mark = self.reader.get_mark().index
        raise Refused(
            Rule.YAML_SYNTAX, mark, "directives ('%…') are not taken here", "delete this line"
        )


def thoroughly(text: Text, content: str, base: int) -> Document:
    """A document as ruamel reads it, and what is wrong with it."""
    parser = YAML(typ="safe", pure=True)  # a new one each time: directives leak into the next
    parser.Scanner = _Scanner
    builder = Builder(text, base)
    try:
        for event in parser.parse(content):
            builder.take(event)
    except Refused as refused:
        start, end = refused.start + base, refused.end + base if refused.end else None
        place = text.location(start, end)
        found = Finding(refused.rule, place, refused.message, refused.hint)
        return Document(text, None, (*builder.findings, found))
    except MarkedYAMLError as error:
        found = syntax_error(text, base, builder.state, error, base + len(content))
        return Document(text, None, (*builder.findings, found))
    except Exception as error:  # any type can come out of hostile input
        message = f"this cannot be read as YAML ({type(error).__name__})"
        found = Finding(Rule.YAML_SYNTAX, Location(text.path), message)
        return Document(text, None, (*builder.findings, found))
    return Document(text, builder.root, tuple(builder.findings))
