"""What HTML may stay on a page whose authors are not trusted (`html: safe`).

nh3 (ammonia) does the work: it parses as browsers do. Our own markup passes, because it uses
nothing but what is allowed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

TAGS = frozenset(
    [
        "a",
        "abbr",
        "aside",
        "audio",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "data",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "li",
        "main",
        "mark",
        "nav",
        "ol",
        "p",
        "path",
        "picture",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "svg",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "track",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)
_SIZES = {"width", "height"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {
        "class",
        "id",
        "lang",
        "dir",
        "role",
        "title",
        "translate",
        "hidden",
        "tabindex",
        "style",
    },
    "a": {"href", "hreflang", "rel", "download"},
    "audio": {"src", "controls", "loop", "preload"},
    "col": {"span"},
    "colgroup": {"span"},
    "data": {"value"},
    "del": {"cite", "datetime"},
    "details": {"open", "name"},
    "img": {"src", "alt", "loading", *_SIZES},
    "input": {"type", "name", "checked", "disabled"},
    "ins": {"cite", "datetime"},
    "label": {"for"},
    "ol": {"start", "type", "reversed"},
    "path": {"d", "fill-rule", "clip-rule"},
    "q": {"cite"},
    "source": {"src", "srcset", "type", "media"},
    "svg": {"viewbox", "viewBox", "xmlns", "fill", *_SIZES},
    "td": {"colspan", "rowspan", "headers", "align"},
    "th": {"colspan", "rowspan", "headers", "scope", "align"},
    "time": {"datetime"},
    "track": {"src", "kind", "srclang", "label"},
    "video": {"src", "controls", "loop", "poster", "preload", *_SIZES},
}
PREFIXES = ("data-", "aria-")
SCHEMES = frozenset({"http", "https", "mailto"})
_STYLES = frozenset({"text-align"})
_ADDRESSES = frozenset({"href", "src", "cite", "poster"})
MAX_REMOVALS = 50

_UNCOUNTED = dict.fromkeys((*range(0x21), 0x7F))  # white space and control characters

# A tag as a serialiser writes it. What is written in another way is read with more care.
_ATTRIBUTE = re.compile(r' ([a-z][a-zA-Z0-9-]*)(?:="([^"<>]*)")?')
_TAG = re.compile(rf"<(?:/[a-z0-9]+|([a-z][a-z0-9]*)((?:{_ATTRIBUTE.pattern})*) ?/?)>")
_PLAINLY_SAFE = ("https://", "http://", "mailto:", "#", "/", "./", "../")


def clean(html: str) -> str:
    """The HTML without anything that could run, style the page or leave its place."""
    import nh3  # only here: a site of trusted authors has no use for it

    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        attribute_filter=_keep,
        generic_attribute_prefixes=set(PREFIXES),
        filter_style_properties=set(_STYLES),
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _keep(tag: str, name: str, value: str) -> str | None:
    if tag == "input" and name == "type":
        return value if value in ("checkbox", "radio") else "checkbox"
    return value


def is_safe_address(address: str) -> bool:
    """Whether a reader may be sent there: http, https, mailto, or relative.

    A scheme is what WHATWG's URL standard (section 4.4) takes for one: white space and control
    characters inside it do not count.
    """
    bare = address.translate(_UNCOUNTED)
    head, colon, _ = bare.partition(":")
    if not colon or any(character in head for character in "/?#"):
        return True
    return head.lower() in SCHEMES


@dataclass(frozen=True, slots=True)
class Removal:
    """One thing that `clean` takes out, as an author would name it: `<script>`, `onclick=`.

    `tag` is the start tag in which it stands, letter by letter; `name` that of the tag or
    attribute.
    """

    what: str
    tag: str
    name: str


def removals(html: str) -> tuple[Removal, ...]:
    """What `clean` takes out, each once."""
    if _is_plainly_clean(html):
        return ()
    scanner = _Scanner()
    scanner.feed(html)
    scanner.close()
    return tuple(dict.fromkeys(scanner.found))[:MAX_REMOVALS]


def _is_plainly_clean(html: str) -> bool:
    """Whether all tags are written as a serialiser writes them, and allowed. Most pages are so,
    and it takes a tenth of the time that a parser takes."""
    end = 0
    for found in _TAG.finditer(html):
        if html.find("<", end, found.start()) >= 0:
            return False
        end = found.end()
        tag, attributes = found[1], found[2]
        if not tag:
            continue
        written = [(name.lower(), value) for name, value in _ATTRIBUTE.findall(attributes)]
        if not _are_allowed(tag, tuple(name for name, _ in written)):
            return False
        addresses = [value for name, value in written if name in _ADDRESSES]
        if not all(each.startswith(_PLAINLY_SAFE) or _is_safe(each) for each in addresses):
            return False
    return "<" not in html[end:]


def _is_safe(written: str) -> bool:
    return is_safe_address(unescape(written))


@lru_cache(maxsize=1024)
def _are_allowed(tag: str, names: tuple[str, ...]) -> bool:
    """Whether a tag may stay, and attributes of these names on it."""
    return tag in TAGS and not any(_unwanted(tag, [(name, "") for name in names]))


class _Scanner(HTMLParser):
    """Names the tags and attributes that are not allowed; nh3 alone decides what goes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Removal] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        written = self.get_starttag_text() or ""
        if tag not in TAGS:
            self.found.append(Removal(f"<{tag}>", written, tag))
            return
        unwanted = _unwanted(tag, attrs)
        self.found.extend(Removal(what, written, name) for name, what in unwanted)


def _unwanted(tag: str, attributes: list[tuple[str, str | None]]) -> Iterator[tuple[str, str]]:
    """Names of attributes, each with how an author would name it."""
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
    for name, value in attributes:
        if name not in allowed and not name.startswith(PREFIXES):
            yield name, f"{name}="
        elif name in _ADDRESSES and not is_safe_address(value or ""):
            yield name, f'{name}="{(value or "")[:60]}"'
