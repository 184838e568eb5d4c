"""What HTML may stay on a page whose authors are not trusted (`html: safe`).

nh3 (ammonia) does the work: it parses as browsers do. Our own markup passes, because it uses
nothing but what is allowed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

import nh3

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


def clean(html: str) -> str:
    """The HTML without anything that could run, style the page or leave its place."""
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
    bare = "".join(character for character in address if character > " " and character != "\x7f")
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
    scanner = _Scanner()
    scanner.feed(html)
    scanner.close()
    return tuple(dict.fromkeys(scanner.found))[:MAX_REMOVALS]


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
