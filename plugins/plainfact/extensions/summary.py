"""A page's summary (front matter): inline Markdown with our syntax, as plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from markdown import Markdown

from plainfact.extensions.citations import CitationsExtension
from plainfact.findings import Finding
from plainfact.model import Knowledge

_NOTES = re.compile(r'<div [^>]*\bclass="footnote".*', re.DOTALL)
_MARKS = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_TERMS = re.compile(r"\[([^\[\]]*)\]\[term:([^\[\]\s]+)\]")
MAX_LENGTH = 2000


@dataclass(frozen=True, slots=True)
class Summary:
    """The words of a summary, and what is wrong with its citations."""

    text: str
    findings: tuple[Finding, ...] = ()


def summarise(source: str, knowledge: Knowledge) -> Summary:
    """A summary's plain text: no marks, no markup."""
    source = _TERMS.sub(lambda match: _term_words(match, knowledge), source)
    if not any(character in source for character in "[]<>*_`&"):
        return Summary(" ".join(source.split()))
    extension = CitationsExtension(html="safe")
    extension.provide(knowledge)
    html = Markdown(extensions=[extension]).convert(source[:MAX_LENGTH])
    plain = _TAGS.sub("", _MARKS.sub("", _NOTES.sub("", html)))
    return Summary(" ".join(unescape(plain).split()), tuple(extension.results[""].findings))


def _term_words(match: re.Match[str], knowledge: Knowledge) -> str:
    """The words of an explicit link to a term: plain text has no links."""
    term = knowledge.term(match[2])
    return match[1] or (term.term if term else match[0])
