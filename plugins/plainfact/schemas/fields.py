"""Every field of every kind of record, declared once (docs/format.md)."""

from __future__ import annotations

from plainfact.schemas import csl
from plainfact.schemas.shapes import (
    LANGUAGE,
    SOURCE_ID,
    Address,
    Amount,
    Choice,
    Cited,
    Date,
    Field,
    Flag,
    Group,
    Kind,
    Many,
    Names,
    Period,
    Reference,
    Switch,
    Text,
)

_LANGUAGE = Text(LANGUAGE, example="en, or en-GB")
_TEXTS = Many(Text())

_FORMERLY = Field("formerly", _TEXTS, "Ids that this record once had; they go on leading here.")

STANDING = Group(
    (
        Field("level", Choice(("caution", "withdrawn")), "How far trust has fallen.", True),
        Field("since", Date(), "Since when."),
        Field("why", Text(), "Why, in words for readers."),
    )
)

CITATION = Group(
    (
        Field("id", Reference("source"), "The source's id.", True),
        Field("locator", Text(), "The place in the source, as printed: p. 3, para. 4."),
        Field("quote", Text(), "A short fragment of the source, word for word."),
        Field("language", _LANGUAGE, "The language of the quote, where it is not the source's."),
        Field("translation", Text(), "The quote in the site's language."),
    )
)

SOURCE = Kind(
    "source",
    (
        Field("type", Choice(csl.TYPES), "What sort of publication this is (CSL type).", True),
        Field("title", Text(), "The title, as printed.", True),
        Field("author", Names(), "Who wrote it: a list of {family, given} or {literal}."),
        Field("container-title", Text(), "The newspaper, journal, site or book it stands in."),
        Field("publisher", Text(), "Who published it."),
        Field("issued", Date(), "When it was published: a year, a month or a day."),
        Field("accessed", Date(), "When we last read it."),
        Field("URL", Address(), "Its address."),
        Field("DOI", Text(), "Its DOI, as 10.1000/182."),
        Field("language", _LANGUAGE, "The language it is written in, as en or ko."),
        Field("archive_url", Address(), "Where a copy is kept."),
        Field(
            "url_status",
            Choice(("live", "dead", "paywalled")),
            "What a reader meets at the address; a dead source is shown by its archive copy.",
        ),
        Field("relays", Text(), "Whose report this really is, as AFP."),
        Field("read", Choice(("full", "excerpt", "headline")), "How much of it we saw."),
        Field("standing", STANDING, "Why readers should be careful with it."),
        Field("note", Text(), "Anything else, for the desk."),
        _FORMERLY,
        *(Field(name, Names(), f"CSL name variable '{name}'.") for name in csl.NAMES),
        *(Field(name, Date(), f"CSL date variable '{name}'.") for name in csl.DATES),
        *(Field(name, Text(), f"CSL variable '{name}'.") for name in csl.STANDARD),
        *(Field(name, Text(numbers=True), f"CSL variable '{name}'.") for name in csl.NUMBERS),
    ),
    "Where something was read. Names of fields are CSL's (CSL 1.0.2).",
    SOURCE_ID,
)

STATUSES = ("confirmed", "reported", "disputed", "retracted")

FACT = Kind(
    "fact",
    (
        Field("claim", Text(), "What is claimed: one full sentence.", True),
        Field("as_of", Date(), "The day, month or year on which it was said or known.", True),
        Field(
            "status",
            Choice(STATUSES),
            "confirmed: acknowledged by those concerned or on official record; reported: one "
            "party says so; disputed: another party contradicts it; retracted: withdrawn.",
            True,
        ),
        Field(
            "sources",
            Many(Cited(CITATION), 1),
            "Ids of sources, or {id, locator, quote, language, translation}.",
            True,
        ),
        Field(
            "kind",
            Choice(("event", "statement", "figure", "assessment", "forecast")),
            "What sort of claim it is.",
        ),
        Field("value", Amount(), "A number, {min, max}, a date, or words."),
        Field("unit", Text(), "What the number counts."),
        Field("approximate", Flag(), "True: shown as 'about'."),
        Field("measure", Reference("measure"), "Which row of figures this belongs to."),
        Field("when", Period(), "What time the claim speaks of, where that is not as_of."),
        Field("attributed_to", Text(), "Who says so: a glossary id, or a name in words."),
        Field("anonymous", Flag(), "True: who says so is not named."),
        Field("tags", _TEXTS, "Words to list facts by."),
        Field("superseded_by", Reference("fact"), "The fact that takes this one's place."),
        Field("disputes", Many(Reference("fact")), "Facts that this one contradicts."),
        Field(
            "retraction",
            Group(
                (
                    Field("by", Text(), "Who withdrew the claim.", True),
                    Field("on", Date(), "When."),
                    Field("source", Reference("source"), "Where it was withdrawn."),
                    Field("why", Text(), "Why, in words for readers."),
                )
            ),
            "Who withdrew it, when and why; required where status is retracted.",
        ),
        Field("checked", Date(), "When somebody last looked."),
        Field("review_by", Date(), "When somebody should look again."),
        Field("note", Text(), "Anything else, for the desk."),
        _FORMERLY,
    ),
    "What is claimed, by whom, when.",
)

MEASURE = Kind(
    "measure",
    (
        Field("label", Text(), "What the row of figures is called.", True),
        Field("unit", Text(), "What is counted."),
        Field("counts", Text(), "What exactly counts, and what does not."),
        _FORMERLY,
    ),
    "What a figure counts, so that figures of several claimants can stand side by side.",
)

TERM = Kind(
    "term",
    (
        Field("term", Text(), "The word, as in the middle of a sentence.", True),
        Field("definition", Text(), "What it means, in inline Markdown.", True),
        Field("aliases", _TEXTS, "Other names and forms that mean the same."),
        Field("see_also", Many(Reference("term")), "Ids of related terms."),
        Field("sources", Many(Cited(CITATION)), "What the definition rests on."),
        Field("match", Choice(("insensitive", "exact")), "exact: letter case counts."),
        Field("link", Choice(("first", "all", "never")), "Which mentions are linked."),
        Field(
            "only_on",
            Group(
                (
                    Field("tags", _TEXTS, "Pages with one of these tags."),
                    Field("paths", _TEXTS, "Pages whose path matches one of these globs."),
                )
            ),
            "On which pages the term is linked; all, where left out.",
        ),
        Field("language", _LANGUAGE, "The language of the term, as en."),
        _FORMERLY,
    ),
    "What a word means.",
)

CORRECTION = Kind(
    "correction",
    (
        Field("date", Date(), "The day of the correction.", True),
        Field("kind", Choice(("clarification", "correction", "retraction")), "How grave.", True),
        Field("was", Text(), "What we said.", True),
        Field("now", Text(), "What is right.", True),
        Field("facts", Many(Reference("fact")), "Ids of the facts concerned."),
        Field("pages", _TEXTS, "Pages concerned; those that use the facts, where left out."),
        _FORMERLY,
    ),
    "What we got wrong.",
)

PUBLISHER = Kind(
    "publisher",
    (
        Field("level", Choice(("caution", "withdrawn")), "How far trust has fallen."),
        Field("since", Date(), "Since when."),
        Field("why", Text(), "Why, in words for readers."),
        Field("standing", STANDING, "The same three, as sources have them."),
    ),
    "The standing of a publisher (by its name in container-title) or of a host.",
    "",
)

FRONT_MATTER = Kind(
    "front-matter",
    (
        Field("title", Text(), "The question that the page answers."),
        Field("summary", Text(), "The answer in short: inline Markdown, checked like prose."),
        Field("authors", _TEXTS, "Who wrote the page."),
        Field("published", Date(), "The day of its first publication."),
        Field("updated", Date(), "The day of its last change of substance."),
        Field("tags", _TEXTS, "Words to list pages by."),
        Field(
            "glossary",
            Switch(
                Group(
                    (
                        Field("never", Many(Reference("term")), "Terms not linked here."),
                        Field("also", Many(Reference("term")), "'never' terms linked here."),
                        Field("prefer", Many(Reference("term")), "Settles ambiguous labels."),
                    )
                )
            ),
            "false: no term is linked here.",
        ),
    ),
    "The front matter of an explainer. Other keys belong to themes and plugins.",
    "",
    open=True,
)

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (SOURCE, FACT, MEASURE, TERM, CORRECTION, PUBLISHER, FRONT_MATTER)
}
