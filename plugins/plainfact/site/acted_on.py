"""Front matter that the host and its theme act on, held against what they can take.

MkDocs and Material believe what a page says there: a template that is not there, an icon that
is not there or a value of another type ends the build in a traceback, and Material's
`redirect.html` writes the page's `location` into a script. Of what authors write who are not
trusted, only that is handed on which cannot do so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plainfact.findings import Finding, Location, Rule
from plainfact.loader import front_matter

if TYPE_CHECKING:
    from mkdocs.theme import Theme

_ICON = re.compile(r"[\w-]{1,80}(?:/[\w-]{1,80}){0,5}", re.ASCII)
_PAGE = "main.html"  # MkDocs' own default


def page_templates(theme: Theme) -> tuple[str, ...]:
    """Templates a page may name: the theme's for pages, and the owner's own at the top of
    `custom_dir`, but for those that take the place of a special one, such as 404.html."""
    if not theme.custom_dir:
        return (_PAGE,)
    others = [Path(each) for each in theme.dirs if each != theme.custom_dir]
    return tuple(
        sorted(
            {_PAGE}
            | {
                file.name
                for file in Path(theme.custom_dir).glob("*.html")
                if file.name not in theme.static_templates
                and not any((folder / file.name).exists() for folder in others)
            }
        )
    )


def refused(meta: Mapping[str, Any], theme: Theme) -> dict[str, tuple[str, str]]:
    """The keys that must not be handed on, each with what is wrong and what to do."""
    found = {}
    for key, (fits, wanted) in _KEYS.items():
        value = meta.get(key)
        if value is not None and not fits(value):
            found[key] = (f"'{key}' must be {wanted}: it is ignored", f"write {wanted}")
    template = meta.get("template")
    if template is not None and template not in (allowed := page_templates(theme)):
        found["template"] = (
            f"{_short(template)} is no template that a page may name: it is ignored",
            f"leave 'template' out, or name one of the site's: {', '.join(allowed[:10])}",
        )
    icon = meta.get("icon")
    if icon is not None and not _has_icon(icon, theme):
        found["icon"] = (
            f"the site's theme has no icon {_short(icon)}: it is ignored",
            "leave 'icon' out, or name one that the theme has",
        )
    return found


def findings_of(wrong: Mapping[str, tuple[str, str]], text: str, path: str) -> Iterator[Finding]:
    """What was refused, at its place in the text of the page."""
    if not wrong:
        return
    matter = front_matter(text, path)
    document = matter.document if matter else None
    root = document.root if document else None
    for key, (message, hint) in wrong.items():
        node = root.child(key) if root else None
        place = document.of(node) if document and node else Location(path)
        yield Finding(Rule.INVALID_FIELD, place, message, hint)


def _short(value: object) -> str:
    return f"'{value[:60]}'" if isinstance(value, str) else f"of the type {type(value).__name__}"


def _has_icon(icon: object, theme: Theme) -> bool:
    return (
        isinstance(icon, str)
        and bool(_ICON.fullmatch(icon))
        and any(Path(folder, ".icons", f"{icon}.svg").is_file() for folder in theme.dirs)
    )


def _is_scalar(value: object) -> bool:
    return isinstance(value, (str, int, float, date))


def _is_list_of_scalars(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_scalar, value))


def _is_hidden(value: object) -> bool:
    return isinstance(value, str) or _is_list_of_scalars(value)


def _is_search(value: object) -> bool:
    return (
        isinstance(value, dict)
        and isinstance(value.get("boost", 1), (int, float))
        and isinstance(value.get("exclude", False), bool)
    )


_KEYS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "title": (_is_scalar, "a text"),
    "description": (_is_scalar, "a text"),
    "author": (_is_scalar, "a text"),
    "status": (_is_scalar, "one word"),
    "subtitle": (_is_scalar, "a text"),
    "hide": (_is_hidden, "a list of words"),
    "tags": (_is_list_of_scalars, "a list of texts"),
    "search": (_is_search, "a mapping, of 'boost' (a number) and 'exclude' (true or false)"),
}
