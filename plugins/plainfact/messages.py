"""Our words in the reader's language.

English is the source: a message's key is its English text, or a short name ("status.confirmed")
where one English word has several uses or is chosen by a record's field. The catalogues in
`translations/` hold, for each key, a text or its plural forms by CLDR category.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

LANGUAGES = ("en", "de", "fr", "es", "ko", "ru", "uk")

Catalogue = Mapping[str, str | Mapping[str, str]]


class _Values(dict[str, object]):
    """Values of a message; one that was not given stays as its placeholder."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def text(key_or_english: str, language: str, **values: object) -> str:
    """A message in a language, with its values put in.

    Falls back from the region to the language, then to English, then to the key itself. An
    integer `n` chooses the plural form. Words that no catalogue knows come back as they
    are, braces and all: they may be a writer's.
    """
    for name in (base_language(language), "en"):
        entry = catalogue(name).get(key_or_english)
        if entry is None:
            continue
        if not isinstance(entry, str):
            number = values.get("n")
            form = plural(number if isinstance(number, int) else 2, name)
            entry = entry.get(form) or entry["other"]
        return entry.format_map(_Values(values))
    return key_or_english


def base_language(language: str) -> str:
    """The language of a tag without script and region: "de" for "de-AT"."""
    return language.strip().replace("_", "-").partition("-")[0].lower() or "en"


def keys() -> tuple[str, ...]:
    """All messages, as the English catalogue lists them."""
    return tuple(catalogue("en"))


@lru_cache(maxsize=len(LANGUAGES) + 1)
def catalogue(language: str) -> Catalogue:
    """The messages of a language; none where there is no catalogue of it."""
    if language not in LANGUAGES:
        return MappingProxyType({})
    path = files("plainfact").joinpath("translations", f"{language}.json")
    loaded: dict[str, str | dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return MappingProxyType(loaded)


def plural(number: int, language: str) -> str:
    """The plural category of a whole number (CLDR, Language Plural Rules; cardinal).

    The category 'many' of French and Spanish (for millions) is left out: nothing here is
    counted in millions.
    """
    number = abs(number)
    if language in ("ru", "uk"):
        if number % 10 == 1 and number % 100 != 11:
            return "one"
        if 2 <= number % 10 <= 4 and not 12 <= number % 100 <= 14:
            return "few"
        return "many"
    if language == "fr":
        return "one" if number < 2 else "other"
    if language == "ko":
        return "other"
    return "one" if number == 1 else "other"
