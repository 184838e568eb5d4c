"""Notes folded to one line each: claim or title, standing, date; the rest when asked for.

A list of notes is often longer than its article. `<details>` needs no script, and browsers
open it where a reader searches for words in it. What a folded note says in its line, it says
again, in full, when it is open.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree

from plainfact.extensions.tree import escaped
from plainfact.messages import text as say
from plainfact.model import Fact, Source, Status
from plainfact.values import format_date


def fold(
    item: etree.Element, record: Fact | Source, language: str, *, revised: bool = False
) -> None:
    """Put everything of a note (a list item) behind one line; `revised`: a newer fact is there."""
    details = etree.Element("details", {"class": "pf-fold"})
    details.text, item.text = item.text, None
    line = etree.SubElement(details, "summary")
    details.extend(list(item))
    for child in list(item):
        item.remove(child)
    item.append(details)
    if isinstance(record, Fact):
        _fact_line(line, record, language, revised)
    else:
        _source_line(line, record, language)


def _fact_line(line: etree.Element, fact: Fact, language: str, revised: bool) -> None:
    words = etree.SubElement(line, "span", {"class": "pf-fold__words"})
    shown = etree.SubElement(words, "del") if fact.status is Status.RETRACTED else words
    shown.text = escaped(fact.claim)
    meta = _meta(line)
    # One word has room: what a reader should know first. Opened, the note says all of it.
    contested = fact.status in (Status.DISPUTED, Status.RETRACTED)
    word = "superseded" if revised and not contested else fact.status.value
    standing = etree.SubElement(meta, "span", {"class": "pf-standing", "data-status": word})
    standing.text = escaped(say(f"status.{word}", language))
    standing.tail = " · "
    _isolated(meta, format_date(fact.as_of, language, short=True))


def _source_line(line: etree.Element, source: Source, language: str) -> None:
    words = etree.SubElement(line, "span", {"class": "pf-fold__words"})
    if source.language:
        words.set("lang", escaped(source.language))
    words.text = escaped(source.title)
    date = format_date(source.issued, language, short=True) if source.issued else ""
    meta = _meta(line)
    if publication := source.container_title or source.publisher:
        _isolated(meta, publication).tail = " · "
    _isolated(meta, date or say("undated", language))


def _isolated(parent: etree.Element, words: str) -> etree.Element:
    """Words whose direction of writing is their own."""
    found = etree.SubElement(parent, "bdi")
    found.text = escaped(words)
    return found


def _meta(line: etree.Element) -> etree.Element:
    line[-1].tail = " "
    return etree.SubElement(line, "span", {"class": "pf-fold__meta"})
