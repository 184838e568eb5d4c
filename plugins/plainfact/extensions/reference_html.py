"""A source in words, as elements: its reference, the words quoted from it, its standing.

Elements are made after inline patterns have run, so every text goes through `escaped`.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from dataclasses import dataclass, field

from plainfact.bibliography import Reference, reference, text_fragment, title_address
from plainfact.extensions.host import CurrentPage
from plainfact.extensions.tree import escaped
from plainfact.messages import text as say
from plainfact.model import Citation, Knowledge, Source


@dataclass(frozen=True, slots=True)
class ListingPages:
    """The pages (paths in docs_dir) on which records have an entry; empty where there is none."""

    sources: str = ""
    facts: str = ""
    glossary: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a note needs to know of the site around it."""

    knowledge: Knowledge
    current: CurrentPage
    language: str
    pages: ListingPages
    measures: frozenset[str] = frozenset()
    """The measures that the page itself shows."""
    references: dict[tuple[str, str], Reference] = field(default_factory=dict, compare=False)
    """Of sources in a language, as they were made: most are cited on many pages."""

    def reference(self, source: Source) -> Reference:
        """The reference of a source, in typed parts."""
        key = (source.id, self.language)
        if key not in self.references:
            standing = self.knowledge.standing(source)
            self.references[key] = reference(source, self.language, standing)
        return self.references[key]


def add(parent: etree.Element, tag: str, text: str = "", class_: str = "") -> etree.Element:
    """A child element with text that nothing parses."""
    child = etree.SubElement(parent, tag)
    if class_:
        child.set("class", class_)
    if text:
        child.text = escaped(text)
    return child


def tail(parent: etree.Element, text: str) -> None:
    """Text behind all that the element holds."""
    if len(parent):
        parent[-1].tail = escaped((parent[-1].tail or "").replace("&amp;", "&") + text)
    else:
        parent.text = escaped((parent.text or "").replace("&amp;", "&") + text)


def source_reference(
    parent: etree.Element,
    source: Source,
    context: Context,
    citation: Citation | None = None,
    *,
    quote: bool = True,
) -> None:
    """A source in words, as markup; then locator, quoted words and what weighs against it.

    The title leads to the words quoted, where there are any; a dead source to its copy.
    """
    for part in context.reference(source):
        if part.role == "title":
            address = _address(source, citation.quote if citation else "")
            _title(parent, part.text, part.language, address)
        elif part.url:
            _link(parent, part.text, part.url).set("class", f"pf-{part.role}")
        elif part.role == "plain":
            tail(parent, part.text)
        else:
            add(parent, "span", part.text, f"pf-{part.role}")
    if citation and citation.locator:
        tail(parent, f" {capitalised(citation.locator).rstrip('.')}.")
    if citation and citation.quote and quote:
        tail(parent, " ")
        quotation(parent, citation.quote, citation.language or source.language)
        if citation.translation:
            tail(parent, f" ({say('our translation', context.language)}: ")
            quotation(parent, citation.translation, context.language)
            tail(parent, ")")


def title_reference(parent: etree.Element, source: Source, citation: Citation) -> None:
    """Nothing but the source's title, which leads to the words quoted from it."""
    _title(parent, source.title, source.language, _address(source, citation.quote))


def quotation(
    parent: etree.Element, words: str, language: str, source: Source | None = None
) -> None:
    """Quoted words, in their language; a link to these very words where a source is given."""
    quoted = add(parent, "q", class_="pf-quote")
    if language:
        quoted.set("lang", escaped(language))
    if source and (address := _address(source, words)):
        _link(quoted, words, address)
    else:
        quoted.text = escaped(words)


def capitalised(words: str) -> str:
    """The words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def _title(parent: etree.Element, title: str, language: str, address: str) -> None:
    cite = add(parent, "cite", class_="pf-title")
    if language:
        cite.set("lang", escaped(language))
    if address:
        _link(cite, title, address)
    else:
        cite.text = escaped(title)


def _link(parent: etree.Element, words: str, address: str) -> etree.Element:
    link = add(parent, "a", words)
    link.set("href", escaped(address))
    link.set("rel", "noopener")
    return link


def _address(source: Source, quote: str) -> str:
    """Where a source is read, at the quoted words where there are any."""
    address = title_address(source)
    return text_fragment(address, quote) if quote else address
