"""What opens when a reader taps a term: its definition, kept at the page's end.

A `<template>` is inert until our script clones it; without the script a term is a link.
"""

from __future__ import annotations

from html import escape

from plainfact.extensions.fill import Filling
from plainfact.extensions.summary import summarise

MAX_TERMS = 200
"""Definitions kept on one page; a term beyond is a plain link."""


def popovers(path: str, html: str, filling: Filling) -> str:
    """The definitions of the terms that a page links to, in order of first mention.

    None where the page's HTML holds the glossary itself: there an entry is its definition.
    """
    if 'class="pf-glossary"' in html:
        return ""
    linked = dict.fromkeys(
        reference.id
        for reference in filling.references.on(path)
        if reference.kind == "term" and reference.id in filling.knowledge.terms
    )
    return "".join(_template(key, filling) for key in list(linked)[:MAX_TERMS])


def _template(key: str, filling: Filling) -> str:
    term = filling.knowledge.terms[key]
    words = summarise(term.definition, filling.knowledge).text
    lang = f' lang="{escape(term.language)}"' if term.language else ""
    return (
        f'<template id="pop:{escape(key)}"><p class="pf-pop__term"{lang}>{escape(term.term)}</p>'
        f'<div class="pf-entry__definition"><p>{escape(words)}</p></div></template>'
    )
