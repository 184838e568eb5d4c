"""What people call our fields, and the types of CSL, where no likeness of letters leads there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("literal", "label", "term", "title"),
    "first": ("given",),
    "firstname": ("given",),
    "forename": ("given",),
    "last": ("family",),
    "lastname": ("family",),
    "surname": ("family",),
    "date": ("issued", "as_of", "on", "since", "published"),
    "day": ("date", "as_of", "issued", "on"),
    "published": ("issued",),
    "link": ("URL",),
    "href": ("URL",),
    "address": ("URL",),
    "web": ("URL",),
    "newspaper": ("container-title",),
    "outlet": ("container-title",),
    "publication": ("container-title",),
    "website": ("container-title",),
    "site": ("container-title",),
    "archive": ("archive_url",),
    "text": ("claim", "definition", "quote"),
    "statement": ("claim",),
    "description": ("definition", "counts", "why", "summary"),
    "meaning": ("definition",),
    "number": ("value",),
    "figure": ("value",),
    "amount": ("value",),
    "who": ("attributed_to", "by"),
    "claimant": ("attributed_to",),
    "speaker": ("attributed_to",),
    "said_by": ("attributed_to",),
    "reason": ("why",),
    "comment": ("note",),
    "start": ("from",),
    "begin": ("from",),
    "end": ("to",),
    "until": ("to",),
    "minimum": ("min",),
    "low": ("min",),
    "maximum": ("max",),
    "high": ("max",),
    "page": ("locator",),
    "place": ("locator",),
    "quotation": ("quote",),
    "synonyms": ("aliases",),
    "forms": ("aliases",),
    "related": ("see_also",),
    "replaced_by": ("superseded_by",),
    "contradicts": ("disputes",),
    "before": ("was",),
    "after": ("now",),
}

TYPES: Mapping[str, str] = {
    "website": "webpage",
    "site": "webpage",
    "web-page": "webpage",
    "news": "article-newspaper",
    "news-article": "article-newspaper",
    "newspaper": "article-newspaper",
    "newspaper-article": "article-newspaper",
    "magazine": "article-magazine",
    "journal": "article-journal",
    "journal-article": "article-journal",
    "paper": "article-journal",
    "blog": "post-weblog",
    "tweet": "post",
    "social": "post",
    "video": "motion_picture",
    "youtube": "motion_picture",
    "film": "motion_picture",
    "tv": "broadcast",
    "radio": "broadcast",
    "pdf": "report",
    "press-release": "report",
    "law": "legislation",
    "statute": "legislation",
    "letter": "personal_communication",
}
"""Types of CSL 1.0.2 by what people call them."""

COMMON_TYPES = "article-newspaper, webpage, report, article-magazine, book, broadcast, post"


def field_meant(name: str, known: Collection[str]) -> str:
    """The field that a name stands for among those that are known; "" where none does."""
    names = FIELDS.get(name.casefold().replace("-", "_"), ())
    return next((each for each in names if each in known), "")


def type_meant(word: str) -> str:
    """The type of CSL that a word stands for; "" where none does."""
    return TYPES.get("-".join(word.casefold().replace("_", " ").split()), "")
