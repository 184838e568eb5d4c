"""The options of our plugins and extensions, in the one shape that everything below wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plainfact.extensions.base import OPTIONS

OPTION_NAMES = tuple(OPTIONS)
"""What plugins hand down to extensions."""


def options_of(given: Mapping[str, Any], site_language: str = "en") -> dict[str, Any]:
    """An extension's options from a plugin's: those that were set, and the site's language."""
    found = {
        key: value
        for key, value in given.items()
        if key in OPTIONS and value is not None and value != ""
    }
    found.setdefault("language", site_language)
    return found


def site_language(theme: Any) -> str:
    """The language that a theme is set to: Material's `language`, else MkDocs' `locale`."""
    for key in ("language", "locale"):
        try:
            value = theme[key]
        except KeyError:
            continue
        if value:
            return str(value)
    return "en"
