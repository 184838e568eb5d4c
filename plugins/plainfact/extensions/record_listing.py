"""What every listing of records needs to know: the page, its language, the records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from plainfact.extensions.host import CurrentPage
from plainfact.extensions.reference_html import Context
from plainfact.extensions.tree import escaped
from plainfact.messages import text as say
from plainfact.model import Fact, Knowledge, PartialDate
from plainfact.values import format_date, format_value

if TYPE_CHECKING:
    from plainfact.extensions.citations import CitationsExtension


class Listing:
    """What a listing needs to know; the page is known only when it is built."""

    def __init__(self, extension: CitationsExtension, current: CurrentPage) -> None:
        self.extension = extension
        self.current = current
        self.language = extension.language(current)
        self.knowledge: Knowledge = extension.knowledge
        self.context = Context(
            self.knowledge, current, self.language, extension.listing_pages(current)
        )

    def say(self, words: str, **values: object) -> str:
        """Our words in the page's language, ready for the tree."""
        return escaped(say(words, self.language, **values))

    def chosen(self, arguments: Mapping[str, str]) -> list[Fact]:
        """The facts that a marker's `tag=` and `status=` let through."""
        facts: Iterable[Fact] = self.knowledge.facts.values()
        if tag := arguments.get("tag"):
            facts = (fact for fact in facts if tag in fact.tags)
        if status := arguments.get("status"):
            facts = (fact for fact in facts if fact.status.value == status)
        return list(facts)

    def title(self, fact: Fact) -> str:
        """A fact's heading: who, when and which value; the claim where it has none."""
        if fact.value is None or isinstance(fact.value, PartialDate):
            return fact.claim
        who, date = self.knowledge.claimant(fact), format_date(fact.as_of, self.language)
        return f"{who}, {date}: {self.value(fact)}" if who else f"{date}: {self.value(fact)}"

    def value(self, fact: Fact) -> str:
        """A fact's value in words; empty where it has none."""
        if fact.value is None:
            return ""
        return format_value(
            fact.value, unit=fact.unit, approximate=fact.approximate, language=self.language
        )
