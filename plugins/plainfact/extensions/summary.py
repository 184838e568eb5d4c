"""A page's summary (front matter): inline Markdown with our syntax, as plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from markdown import Markdown

from plainfact.extensions.citations import CitationsExtension
from plainfact.extensions.locate import PLACE, located, unmark
from plainfact.findings import Finding, Rule
from plainfact.model import Knowledge, Reference
from plainfact.suggest import did_you_mean

_NOTES = re.compile(r'<div [^>]*\bclass="footnote".*', re.DOTALL)
_MARKS = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_TERMS = re.compile(r"\[([^\[\]]*)\]\[term:(" + PLACE + r")?([^\[\]\s]+)\]")
MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Summary:
    """The words of a summary, what is wrong with its citations, and what it refers to."""

    text: str
    findings: tuple[Finding, ...] = ()
    references: tuple[Reference, ...] = ()


def summarise(source: str, knowledge: Knowledge) -> Summary:
    """A summary's plain text: no marks, no markup."""
    unknown = tuple(_unknown_terms(source, knowledge))
    source = _TERMS.sub(lambda match: _term_words(match, knowledge), source)
    if not any(character in source for character in "[]<>*_`&"):
        return Summary(" ".join(unmark(source).split()), unknown)
    extension = CitationsExtension(html="safe")
    extension.provide(knowledge)
    html = Markdown(extensions=[extension]).convert(source[:MAX_LENGTH])
    plain = _TAGS.sub("", _MARKS.sub("", _NOTES.sub("", html)))
    result = extension.results[""]
    words = " ".join(unescape(unmark(plain)).split())
    return Summary(words, (*result.findings, *unknown), tuple(result.references))


def _unknown_terms(source: str, knowledge: Knowledge) -> Iterator[Finding]:
    for match in _TERMS.finditer(source):
        key = match[3]
        if not (knowledge.term(key) or key == "none" or knowledge.is_refused("term", key)):
            yield Finding(
                Rule.UNKNOWN_TERM,
                located(match[2] or "", len(match[3]), ""),
                f"unknown term '{match[3]}'",
                did_you_mean(match[3], knowledge.terms) or "add it to the glossary",
            )


def _term_words(match: re.Match[str], knowledge: Knowledge) -> str:
    """The words of an explicit link to a term: plain text has no links."""
    term = knowledge.term(match[3])
    return match[1] or (term.term if term else match[0])
