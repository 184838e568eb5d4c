"""The glossary as a listing, and entries appended to a page where a site has no glossary page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as etree
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import category, normalize

from markdown import Markdown

from plainfact.extensions.host import current_page
from plainfact.extensions.listing_arguments import argument_findings
from plainfact.extensions.listings import element, inline, plain, uses_placeholder
from plainfact.extensions.tree import escaped
from plainfact.messages import text as say
from plainfact.model import Citation, Knowledge, Term

if TYPE_CHECKING:
    from plainfact.extensions.glossary import GlossaryExtension

_JAMO = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
# Citations and bound facts, for definitions on a site that has no sources.
_CITATION = re.compile(r"\s?\[(?:[^\[\]]*[\s;])?-?@[^\[\]]+\](?![\[(])")
_FACT = re.compile(r"\[([^\[\]]*)\]\[fact:[^\[\]\s]+\]")


def sort_key(term: Term) -> tuple[str, str, str]:
    """The order of entries: without case and accents first, then with, then by id."""
    folded = term.term.casefold()
    return (_bare(folded), folded, term.id)


def _bare(text: str) -> str:
    """Text without accents."""
    bare = "".join(char for char in normalize("NFD", text) if category(char) != "Mn")
    return normalize("NFC", bare)


def letter(term: Term) -> str:
    """The heading under which a term stands: its first letter, `0–9`, or `#` for a sign."""
    first = next((char for char in _bare(term.term.casefold()) if char.isalnum()), "#")
    if first.isdigit():
        return "0–9"
    if "가" <= first <= "힣":
        return _JAMO[(ord(first) - ord("가")) // 588]
    return first.upper()


def builder(
    extension: GlossaryExtension, md: Markdown
) -> Callable[[etree.Element, Mapping[str, str]], None]:
    """What builds `[GLOSSARY]`."""

    def build(parent: etree.Element, arguments: Mapping[str, str]) -> None:
        knowledge = extension.knowledge
        page = current_page(md).page
        found = argument_findings("GLOSSARY", arguments, knowledge, page.file)
        extension.listing_findings.setdefault(page.path, []).extend(found)
        language = str(extension.getConfig("language"))
        cite = has_citations(md)
        root = element(parent, "div", class_="pf-glossary")
        terms = sorted(knowledge.terms.values(), key=sort_key)
        # Signs sort before digits and digits before letters, so each letter is one group.
        groups = [(name, list(entries)) for name, entries in groupby(terms, key=letter)]
        _jump_bar(root, [name for name, _ in groups], say("Letters", language))
        for name, entries in _merged(groups):
            element(root, "h2", plain(name), id=_letter_id(name))
            for term in entries:
                _entry(root, term, knowledge, language, cite=cite)

    return build


def _merged(groups: Iterable[tuple[str, list[Term]]]) -> Iterable[tuple[str, list[Term]]]:
    merged: dict[str, list[Term]] = {}
    for name, entries in groups:
        merged.setdefault(name, []).extend(entries)
    return merged.items()


def _letter_id(name: str) -> str:
    return "az-" + {"#": "signs", "0–9": "0-9"}.get(name, name.lower())


def _jump_bar(root: etree.Element, names: Iterable[str], label: str) -> None:
    bar = element(root, "nav", class_="pf-az", aria_label=label)
    for name in dict.fromkeys(names):
        element(bar, "a", plain(name), href=f"#{_letter_id(name)}")
        bar[-1].tail = " "


def _entry(
    root: etree.Element, term: Term, knowledge: Knowledge, language: str, *, cite: bool
) -> None:
    section = element(root, "section", class_="pf-entry", data_entry=term.id)
    heading = element(section, "h3", _text(term.term), id=term.id)
    if term.language and term.language != language:
        heading.set("lang", term.language)
    if term.aliases:
        said = f"{say('Also called', language)}: {'; '.join(term.aliases)}"
        element(section, "p", _text(said), class_="pf-entry__aliases")
    definition = element(section, "div", class_="pf-entry__definition")
    element(definition, "p", _definition(term, cite=cite))
    related = [found for key in term.see_also if (found := knowledge.term(key))]
    if related:
        line = element(
            section, "p", _text(say("See also", language) + ": "), class_="pf-entry__see"
        )
        for index, other in enumerate(related):
            if index:
                line[-1].tail = plain(", ")
            element(line, "a", _text(other.term), href=f"#{other.id}")
    uses_placeholder(section, "term", term.id)


def _text(words: str) -> str:
    """Words from a data file that no pattern may touch, harmless to the serialiser."""
    return escaped(_without_controls(words))


def _without_controls(words: str) -> str:
    return words.replace("\x02", "").replace("\x03", "")


def _definition(term: Term, *, cite: bool) -> str:
    """A definition's inline Markdown; its sources behind it as citations, or no citations."""
    text = _without_controls(inline(term.definition))
    if not cite:
        return without_citations(text)
    cited = "".join(
        _citation(citation) for citation in term.citations if not _is_in(citation, text)
    )
    return f"{text} {cited}" if cited else text


def _is_in(citation: Citation, text: str) -> bool:
    """Whether a definition cites a source itself."""
    if citation.source not in text:
        return False
    key = re.escape(citation.source)
    return re.search(rf"@(?:\{{{key}\}}|{key}(?![\w:.#$%&+?<>~/-]*\w))", text) is not None


def _citation(citation: Citation) -> str:
    locator = " ".join(re.sub(r"[\[\]<>@;{}\\`*_]", " ", citation.locator).split())
    key = citation.source if re.fullmatch(r"\w[\w:.-]*\w|\w", citation.source) else ""
    name = key or "{" + citation.source + "}"
    return f"[@{name}, {locator}]" if locator else f"[@{name}]"


def without_citations(text: str) -> str:
    """Inline Markdown without citations, facts' values and bindings."""
    return " ".join(_FACT.sub(r"\1", _CITATION.sub("", text)).split())


def has_citations(md: Markdown) -> bool:
    """Whether the extension that makes notes of citations works on this page too."""
    return "plainfact-citation" in md.inlinePatterns


class Appendix:
    """Entries at the end of a page: of the terms that it links to, and of those that their
    definitions link to. Its ids keep clear of those that the page has already.
    """

    def __init__(self, root: etree.Element, md: Markdown, terms: Mapping[str, Term]) -> None:
        self._root = root
        self._md = md
        self._terms = terms
        self._used = {found for each in root.iter() if (found := each.get("id"))}
        self._ids: dict[str, str] = {}
        self._queue: list[str] = []

    def address(self, term: str) -> str:
        """A link to the term's entry, which is there from now on."""
        if term not in self._ids:
            found = term
            while found in self._used:
                found = f"glossary:{found}"
            self._used.add(found)
            self._ids[term] = found
            self._queue.append(term)
        return f"#{self._ids[term]}"

    def append(self, label: str, complete: Callable[[etree.Element], None]) -> None:
        """Write the entries. Inline patterns have run before, so they run here once more;
        `complete` makes links to terms in definitions what they should be.
        """
        section = element(self._root, "section", class_="pf-terms", aria_label=label)
        entries = element(section, "dl")
        for key in self._queue:  # which grows on the way
            term = self._terms[key]
            entry = etree.Element("div")
            element(entry, "dt", _text(term.term), id=self._ids[key])
            place = element(element(entry, "dd"), "div", class_="pf-entry__definition")
            text = _without_controls(inline(term.definition))
            element(place, "p", without_citations(text))
            self._md.treeprocessors["inline"].run(entry)
            complete(entry)
            entries.extend(list(entry))
