"""The notice on a page that we got wrong: what it said, what is right, since when."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from plainfact.messages import text as say
from plainfact.model import Correction
from plainfact.values import format_date

HEADING_END = "</h1>"
MAX_SHOWN = 10
"""Corrections shown on a page, the newest first; the corrections page has all."""


def with_notice(html: str, corrections: Sequence[Correction], language: str) -> str:
    """The page's HTML with its notice behind the title; as it was where there is none."""
    if not corrections:
        return html
    newest = sorted(corrections, key=lambda each: (str(each.date), each.id), reverse=True)
    notice = "".join(_entry(correction, language) for correction in newest[:MAX_SHOWN])
    label = escape(say("Corrections", language))
    aside = (
        f'<aside class="pf-notice" id="pf-changed" aria-label="{label}" data-search-exclude>'
        f"{notice}</aside>"
    )
    head, end, rest = html.partition(HEADING_END)
    return f"{head}{end}{aside}{rest}" if end else aside + html


def _entry(correction: Correction, language: str) -> str:
    kind = escape(say(f"correction.{correction.kind.value}", language))
    date = escape(format_date(correction.date, language))
    was, now = escape(say("Before", language)), escape(say("Now", language))
    return (
        f"<p><b>{kind}, {date}.</b> {was}: <del>{escape(correction.was)}</del> "
        f"{now}: {escape(correction.now)}</p>"
    )
