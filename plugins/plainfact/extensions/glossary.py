"""Glossary links and listing in Markdown: the extension `plainfact.glossary`.

| class                 | registry        | name                       | priority |
| --------------------- | --------------- | -------------------------- | -------: |
| ExplicitProcessor     | inlinepatterns  | plainfact-term             |      172 |
| ListingProcessor      | blockprocessors | plainfact-glossary-listing |       73 |
| GlossaryTreeprocessor | treeprocessors  | plainfact-glossary         |      5.5 |
| MeantListings         | treeprocessors  | plainfact-meant-glossary   |      5.2 |
| MeantReferences       | treeprocessors  | plainfact-slips-glossary   |      5.1 |
| EntriesTreeprocessor  | treeprocessors  | plainfact-glossary-entries |      3.5 |
| SafeAddresses         | treeprocessors  | plainfact-addresses        |        3 |
| SafeHtml              | postprocessors  | plainfact-safe             |      -20 |

Explicit links come before Python-Markdown's references (170) and mkdocs-autorefs (168).
The tree is searched after everything that says where not to link: attribute lists (8),
abbreviations (7), typographic quotes (6), notes (14); and before the table of contents (5),
which copies headings, and the host's relative links (0). Entries that are appended to a
page come after the table of contents, which would keep clear of their ids.
"""

from __future__ import annotations

import xml.etree.ElementTree as etree
from collections.abc import Mapping
from typing import Any, NamedTuple

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from plainfact.extensions.base import PageResult, PlainfactExtension
from plainfact.extensions.glossary_choice import (
    Account,
    Choice,
    Chosen,
    Linked,
    NearMiss,
    wishes_of,
)
from plainfact.extensions.glossary_explicit import UNKNOWN, Asked, ExplicitProcessor
from plainfact.extensions.glossary_listing import Appendix, builder
from plainfact.extensions.glossary_outline import Kinds, Outline
from plainfact.extensions.glossary_page import EXPLICIT, PageText, Text
from plainfact.extensions.glossary_wrap import wrap
from plainfact.extensions.host import CurrentPage, announce_places, current_page
from plainfact.extensions.listings import ListingProcessor
from plainfact.extensions.locate import located, unmark
from plainfact.extensions.meant_listings import MeantListings
from plainfact.extensions.meant_references import MeantReferences
from plainfact.extensions.safe import FROM_DATA
from plainfact.extensions.safe import register as register_safety
from plainfact.extensions.sealed_notes import NoteList
from plainfact.extensions.sentences import sentence_at
from plainfact.extensions.tree import parent_map, replace, with_tails
from plainfact.findings import Finding, Rule
from plainfact.messages import text as say
from plainfact.model import Reference, Term, Use
from plainfact.suggest import did_you_mean_label
from plainfact.terms import Matcher
from plainfact.terms.boundaries import OBJECT

_KEPT = frozenset(["href", "src", "alt", "class", "id", "lang", "role", "aria-label"])


class GlossaryExtension(PlainfactExtension):
    """Links mentions of terms to the glossary. `accounts` holds, by the page's path, what
    its last conversion made of the mentions, where `explains` is set; `near_misses` those
    without a link. To gather them takes time and memory that a build has better uses for.
    """

    explains: bool = False

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.asked: list[Asked] = []
        self._kinds: Kinds | None = None
        self._matcher: tuple[Mapping[str, Term], Matcher] | None = None
        self.accounts: dict[str, Account] = {}
        self.homeless: list[tuple[etree.Element, str]] = []
        self.listing_findings: dict[str, list[Finding]] = {}

    @property
    def matcher(self) -> Matcher:
        """The automaton over all labels: made once for the same knowledge."""
        terms = self.knowledge.terms
        if self._matcher is None or self._matcher[0] is not terms:
            language = str(self.getConfig("language")) or "en"
            self._matcher = (terms, Matcher(terms.values(), language))
        return self._matcher[1]

    def kinds(self, md: Markdown) -> Kinds:
        """What elements are to the text around them: worked out once for pages alike."""
        quotations = bool(self.getConfig("quotations"))
        found = self._kinds
        if (
            found is None
            or found.quotations != quotations
            or found.blocks != md.block_level_elements
        ):
            found = self._kinds = Kinds(md.block_level_elements, quotations=quotations)
        return found

    def let_go(self) -> None:
        """Forget the automaton."""
        self._matcher = None

    @property
    def near_misses(self) -> Mapping[str, tuple[NearMiss, ...]]:
        """The mentions without a link, by the page's path."""
        return {path: account.near_misses for path, account in self.accounts.items()}

    def extendMarkdown(self, md: Markdown) -> None:
        """Register everything of the table above."""
        md.registerExtension(self)
        self.asked = []
        md.inlinePatterns.register(ExplicitProcessor(md, self), "plainfact-term", 172)
        md.parser.blockprocessors.register(
            ListingProcessor(
                md,
                {"GLOSSARY": builder(self, md)},
                lambda: self.takes_part(current_page(md)),
            ),
            "plainfact-glossary-listing",
            73,
        )
        md.treeprocessors.register(GlossaryTreeprocessor(md, self), "plainfact-glossary", 5.5)
        md.treeprocessors.register(
            MeantListings(md, self, ("GLOSSARY",)), "plainfact-meant-glossary", 5.2
        )
        md.treeprocessors.register(
            MeantReferences(md, self, "term"), "plainfact-slips-glossary", 5.1
        )
        md.treeprocessors.register(
            EntriesTreeprocessor(md, self), "plainfact-glossary-entries", 3.5
        )
        register_safety(md)

    def reset(self) -> None:
        """Forget the last document's explicit links."""
        self.asked = []


class GlossaryTreeprocessor(Treeprocessor):
    """Completes explicit links, makes automatic ones, and says what the page refers to."""

    def __init__(self, md: Markdown, extension: GlossaryExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        """Change the tree; a page without a term is left as it is."""
        current = current_page(self.md)
        result = self.extension.begin(current.page)
        result.findings.extend(self.extension.listing_findings.pop(current.page.path, ()))
        self.extension.accounts.pop(current.page.path, None)
        self.extension.homeless = []
        if not self.extension.takes_part(current):
            return
        _PageLinks(self.md, self.extension, current, result).run(root)


class _Found(NamedTuple):
    """One link to a term: where in a text it stands, what the author wrote if he asked for
    it, and the label by which the term was found."""

    text: Text
    start: int
    end: int
    term: str
    link: etree.Element
    asked: Asked | None
    label: str


class _PageLinks:
    """The work on one page."""

    def __init__(
        self, md: Markdown, extension: GlossaryExtension, current: CurrentPage, result: PageResult
    ) -> None:
        self.md = md
        self.extension = extension
        self.knowledge = extension.knowledge
        self.current = current
        self.result = result
        self.wishes = wishes_of(current.meta, self.knowledge)
        glossary = str(extension.getConfig("glossary_page"))
        self.glossary = glossary if current.exists(glossary) else ""
        self.way = ""  # to the glossary page, once a link leads there
        self.listed = False
        self.ids: dict[str, int] = {}

    def run(self, root: etree.Element) -> None:
        for key in () if self.extension.has_doors else self.wishes.unknown:
            self._unknown(Asked(key, key), "glossary in front matter names")
        self.listed = any(e.get("class") == "pf-glossary" for e in root.iter("div"))
        if self.listed:
            _harmless(root)
        self._drop_forged(root)
        if self.extension.asked:
            self._prepare(root)
        if not self.knowledge.terms:
            return
        found = self._linked(root)
        for each in found:
            self._complete(each.link, each.term)
            self._refer(each)
        if not self.glossary and not self.listed:
            self.extension.homeless = [(each.link, each.term) for each in found]

    def _linked(self, root: etree.Element) -> list[_Found]:
        """Make the links; all links to terms, in reading order."""
        by_section = self.extension.getConfig("first") == "section"
        explains = self.extension.explains
        choice = Choice(self.current.page, self.knowledge.terms, self.wishes, by_section, explains)
        # An account speaks of the whole page; explicit links and entries hold for all of it.
        if not (explains or self.listed or self.extension.asked):
            if self.wishes.off:
                return []
            outline = Outline(root, self.md, self.extension.kinds(self.md), by_section=by_section)
            if outline.fits:
                return self._made(choice.links_in_outline(self.extension.matcher, outline))
        for notes in root.iter("ol"):
            if isinstance(notes, NoteList):
                notes.open_all()
        text = PageText(root, self.md, quotations=bool(self.extension.getConfig("quotations")))
        found = self._explicit(choice, text)
        found += self._made(choice.links(self.extension.matcher, text))
        found.sort(key=lambda each: (each.start, each.end, each.term))
        if explains:
            links = (
                Linked(
                    each.term,
                    each.label,
                    text.text[each.start : each.end],
                    Use.EXPLICIT if each.asked else Use.AUTOMATIC,
                    each.start,
                )
                for each in found
            )
            missed = sorted(choice.near_misses, key=lambda miss: miss.start)
            account = Account(text.text, tuple(links), tuple(missed))
            self.extension.accounts[self.current.page.path] = account
        return found

    def _explicit(self, choice: Choice, text: PageText) -> list[_Found]:
        """The links that the author asked for, each of which counts as the first mention."""
        found = []
        for start, end, link in text.explicit:
            term = link.get("data-term", "")
            choice.explicit(term, text, start)
            written = self.extension.asked[int(link.get(EXPLICIT, "0"))]
            label = self.knowledge.terms[term].term
            found.append(_Found(text, start, end, term, link, written, label))
        return found

    def _made(self, chosen: list[Chosen]) -> list[_Found]:
        """Make links of mentions: from the last to the first, so that places stay right."""
        found = []
        for text, span, term, place in reversed(chosen):
            link = etree.Element("a")
            wrap(place, link)
            found.append(_Found(text, span.start, span.end, term, link, None, span.label))
        found.reverse()
        return found

    def _drop_forged(self, root: etree.Element) -> None:
        """Take our own attributes off elements that we did not make: attribute lists and
        HTML may carry any."""
        asked = {str(index): each for index, each in enumerate(self.extension.asked)}
        for element in root.iter():
            for name in (EXPLICIT, UNKNOWN) if element.keys() else ():
                index = element.attrib.get(name)
                if index is None:
                    continue
                known = asked.get(index)
                term = self.knowledge.term(known.term) if known else None
                if name == EXPLICIT and term and element.get("data-term") == term.id:
                    continue
                if name == UNKNOWN and known and term is None:
                    continue
                del element.attrib[name]

    def _prepare(self, root: etree.Element) -> None:
        """Undo explicit links that cannot be: unknown ids, links around or within links."""
        parents = parent_map(root)
        for element in [e for e in root.iter("span") if UNKNOWN in e.attrib]:
            asked = self.extension.asked[int(element.get(UNKNOWN, "0"))]
            self._unknown(asked, f"'{asked.raw}' names")
            parent = parents[element]
            nodes: list[etree.Element | str] = [element.text or "", *with_tails(element)]
            replace(parent, element, nodes)
            parents.update(dict.fromkeys(parent, parent))
        for element in [e for e in root.iter("a") if EXPLICIT in e.attrib]:
            around = parents.get(element)
            while around is not None and around.tag not in ("a", "autoref"):
                around = parents.get(around)
            if around is not None or any(e is not element for e in element.iter("a")):
                element.tag = "span"
                element.attrib.clear()

    def _unknown(self, asked: Asked, what: str) -> None:
        """Say that there is no such term."""
        self.result.references.append(
            Reference(
                kind="term",
                id=asked.term,
                page=self.current.page.path,
                use=Use.EXPLICIT,
                anchor="",
                raw=asked.raw,
            )
        )
        if self.knowledge.is_refused("term", asked.term):
            return
        file = self.current.page.file
        place = located(asked.place, len(asked.term), file, self.extension.data_files)
        terms = self.knowledge.terms.values()
        labels = {label: each.id for each in terms for label in (*each.aliases, each.term)}
        self.result.findings.append(
            Finding(
                Rule.UNKNOWN_TERM,
                place,
                f"{what} the term '{asked.term}', which is not in the glossary",
                f"it is a fact: write [words][fact:{asked.term}]"
                if self.knowledge.fact(asked.term)
                else did_you_mean_label(asked.term, self.knowledge.terms, labels)
                or "add it to the glossary",
            )
        )

    def _complete(self, link: etree.Element, term: str) -> None:
        """Everything that a link to a term carries."""
        self.ids[term] = count = self.ids.get(term, 0) + 1
        furnish(link, term, self._address(term))
        link.set("id", f"term:{term}" if count == 1 else f"term:{term}:{count}")

    def _address(self, term: str) -> str:
        if self.listed or not self.glossary or self.glossary == self.current.page.path:
            return f"#{term}"
        self.way = self.way or self.current.link(self.glossary)
        return f"{self.way}#{term}"

    def _refer(self, found: _Found) -> None:
        text, start, end = found.text, found.start, found.end
        written = text.text[start:end]
        words = _readable(written)
        sentence = paragraph = ""
        # A site has many links, the words around them take more room than all else that is kept
        # of pages, and no plugin or command tells of them.
        if not self.extension.has_doors:
            origin, block = text.block(start)
            sentence, paragraph = _readable(sentence_at(block, end - origin)), _readable(block)
        self.result.references.append(
            Reference(
                kind="term",
                id=found.term,
                page=self.current.page.path,
                use=Use.EXPLICIT if found.asked else Use.AUTOMATIC,
                anchor=found.link.get("id", ""),
                words=words,
                sentence=sentence,
                paragraph=paragraph,
                raw=found.asked.raw if found.asked else words if words == written else written,
            )
        )


class EntriesTreeprocessor(Treeprocessor):
    """Appends entries to a page that links to terms, on a site without a glossary page."""

    def __init__(self, md: Markdown, extension: GlossaryExtension) -> None:
        super().__init__(md)
        self.extension = extension

    def run(self, root: etree.Element) -> None:
        """Add the entries, and lead the page's links to them."""
        links, self.extension.homeless = self.extension.homeless, []
        if not links:
            return
        appendix = Appendix(root, self.md, self.extension.knowledge.terms)
        for link, term in links:
            link.set("href", appendix.address(term))

        def complete(entry: etree.Element) -> None:
            for link in entry.iter("a"):
                if EXPLICIT in link.attrib:
                    term = link.get("data-term", "")
                    furnish(link, term, appendix.address(term))
            _keep_harmless(entry)

        language = str(self.extension.getConfig("language"))
        appendix.append(say("Glossary", language), complete)
        announce_places(self.md, root)


def furnish(link: etree.Element, term: str, address: str) -> None:
    """What every link to a term carries."""
    classes = "glossary-term"
    if link.keys():
        link.attrib.pop(EXPLICIT, None)
        classes = " ".join(filter(None, (classes, link.get("class"))))
    link.set("class", classes)
    link.set("href", address)
    link.set("data-term", term)
    link.set("role", "doc-glossref")


def _readable(text: str) -> str:
    """Text of a page on one line, without what is no text."""
    text = unmark(text)
    if OBJECT in text or "\u00ad" in text:
        text = text.replace(OBJECT, "").replace("\u00ad", "")
    return " ".join(text.split())


def _harmless(root: etree.Element) -> None:
    """Take attributes off definitions that no definition needs: attribute lists may add
    any, event handlers among them."""
    for definition in root.iter("div"):
        if definition.get("class") == FROM_DATA:
            for child in definition:
                _keep_harmless(child)


def _keep_harmless(root: etree.Element) -> None:
    for element in root.iter():
        for name in [name for name in element.attrib if not _is_kept(name)]:
            del element.attrib[name]


def _is_kept(name: str) -> bool:
    return name in _KEPT or name == "value" or name.startswith("data-")


def makeExtension(**kwargs: Any) -> GlossaryExtension:
    """Python-Markdown's entry point."""
    return GlossaryExtension(**kwargs)
