"""What a built page may load and run: a Content-Security-Policy, by hashes of what is in it.

Names and meaning of directives: W3C, Content Security Policy Level 3. The policy stands in
each page (`<meta>`, which works on any host and from the file system) and in `_headers`, the
file that Netlify, Cloudflare Pages and others read.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import urlsplit

_ELEMENT = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1\s*>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
_TYPE = re.compile(r"""\btype\s*=\s*["']?([^"'\s>]+)""", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
_EMBEDDED = re.compile(
    r"""<(img|iframe|video|audio|source)\b[^>]*?\ssrc\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"""<script\b[^>]*?\ssrc\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""", re.IGNORECASE
)
_LINK = re.compile(
    r"""<link\b[^>]*?\srel\s*=\s*["']?(stylesheet|preconnect)\b[^>]*?"""
    r"""\shref\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""",
    re.IGNORECASE,
)
_CHARSET = re.compile(r"<head\b[^>]*>\s*(?:<meta\s+charset=[^>]*>)?", re.IGNORECASE)
_NAME = re.compile(r"[a-z]+(?:-[a-z]+)*")
_VALUE = re.compile(r"[^\s;,]+")
_RUN = frozenset(
    {"", "text/javascript", "application/javascript", "module", "importmap", "speculationrules"}
)
"""Types of scripts that browsers act on; all others are data, which no policy concerns."""

MAX_HEADER = 2000
"""Characters of one line of `_headers` that Cloudflare Pages reads; Netlify reads more."""
HEADERS = "_headers"

BASE: Mapping[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "base-uri": ("'self'",),
    "connect-src": ("'self'",),  # the search index, the sitemap
    "font-src": ("'self'",),
    "form-action": ("'self'",),
    "img-src": ("'self'", "data:"),  # icons in style sheets are data: addresses
    "manifest-src": ("'self'",),
    "media-src": ("'self'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "worker-src": ("'self'",),  # search
}
Directives = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Inline:
    """Hash sources of what stands in a page itself: scripts, style sheets, style attributes."""

    scripts: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()

    def __or__(self, other: Inline) -> Inline:
        return Inline(
            self.scripts | other.scripts,
            self.styles | other.styles,
            self.attributes | other.attributes,
        )

    def __sub__(self, other: Inline) -> Inline:
        return Inline(
            self.scripts - other.scripts,
            self.styles - other.styles,
            self.attributes - other.attributes,
        )

    @property
    def directives(self) -> Directives:
        """What allows just these."""
        found: dict[str, tuple[str, ...]] = {}
        if self.scripts:
            found["script-src"] = tuple(sorted(self.scripts))
        if self.styles:
            found["style-src"] = tuple(sorted(self.styles))
        if self.attributes:
            found["style-src-attr"] = ("'unsafe-hashes'", *sorted(self.attributes))
        return found


def hash_source(text: str) -> str:
    """`'sha256-…'` of a script or style as the browser sees it, after its parser."""
    seen = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8")
    return f"'sha256-{base64.b64encode(hashlib.sha256(seen).digest()).decode()}'"


def inline(html: str) -> Inline:
    """What stands in a page and would be acted on."""
    scripts, styles = set(), set()
    for name, attributes, text in _ELEMENT.findall(html):
        if name.lower() == "style":
            styles.add(hash_source(text))
        elif not _SOURCE.search(attributes):
            kind = _TYPE.search(attributes)
            if (kind[1].lower() if kind else "") in _RUN:
                scripts.add(hash_source(text))
    # In text, too: a hash too many allows nothing that is not there.
    given = {unescape(double or single) for double, single in _ATTRIBUTE.findall(html)}
    return Inline(
        frozenset(scripts), frozenset(styles), frozenset(hash_source(each) for each in given)
    )


def embedded(html: str) -> Directives:
    """Other hosts whose pictures, films and frames a page shows."""
    kinds = {"img": "img-src", "iframe": "frame-src"}
    pairs = (
        (kinds.get(tag.lower(), "media-src"), address) for tag, address in _EMBEDDED.findall(html)
    )
    return _by_directive(pairs)


def linked(html: str) -> Directives:
    """Other hosts whose scripts, style sheets and fonts the site's templates ask for.

    Fonts are asked for in style sheets; templates announce their host by `preconnect`.
    """
    kinds = {"stylesheet": "style-src", "preconnect": "font-src"}
    scripts = (("script-src", address) for address in _SCRIPT.findall(html))
    links = ((kinds[rel.lower()], address) for rel, address in _LINK.findall(html))
    return _by_directive((*scripts, *links))


def _by_directive(pairs: Iterable[tuple[str, str]]) -> Directives:
    found: dict[str, set[str]] = {}
    for directive, address in pairs:
        found.setdefault(directive, set()).update(origins([unescape(address)]))
    return {name: tuple(sorted(found[name])) for name in sorted(found)}


def origins(addresses: Iterable[str]) -> Iterator[str]:
    """Scheme and host of those addresses that lead to another site."""
    for address in addresses:
        split = urlsplit(address if not address.startswith("//") else f"https:{address}")
        if split.scheme in ("http", "https") and _VALUE.fullmatch(split.netloc):
            yield f"{split.scheme}://{split.netloc}"


def join(*parts: Directives) -> Directives:
    """All directives with the sources of each, in a fixed order, none twice."""
    found: dict[str, list[str]] = {}
    for part in parts:
        for name, sources in part.items():
            known = found.setdefault(name, [])
            known.extend(source for source in sources if source not in known)
    first = "default-src"
    return {
        name: tuple(found[name]) for name in sorted(found, key=lambda name: (name != first, name))
    }


def written(directives: Directives) -> str:
    """A policy as browsers read it."""
    return "; ".join(" ".join((name, *sources)) for name, sources in directives.items())


def problems(option: object) -> list[str]:
    """What is wrong with the option `content_security_policy`, for the site's owner."""
    if not isinstance(option, Mapping):
        return []
    wrong = []
    for name, sources in option.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            wrong.append(f"'{name}' is no directive (such as img-src)")
        elif not isinstance(sources, list) or not all(
            isinstance(source, str) and _VALUE.fullmatch(source) for source in sources
        ):
            wrong.append(f"'{name}' wants a list of sources (such as [https://example.org])")
    return wrong


@dataclass(slots=True)
class ContentSecurity:
    """The policy of one build. `more` are the owner's own sources, by directive."""

    more: Directives = field(default_factory=dict)
    seen: Inline = field(default_factory=Inline)
    seen_hosts: Directives = field(default_factory=dict)

    def page(self, html: str, untrusted: str | None = None) -> str:
        """The page with its policy at the head's beginning, since it rules what follows.

        `untrusted` is what authors wrote, where they are not trusted: nothing in it is allowed
        to run, whatever may have got past the sanitiser; and no other host's pictures.
        """
        head = _CHARSET.search(html)
        if head is None:
            return html
        found, shown = inline(html), linked(html)
        if untrusted is None:
            shown = join(shown, embedded(html))
        else:
            authors = inline(untrusted)
            found -= Inline(authors.scripts, authors.styles)
        self.seen |= found
        self.seen_hosts = join(self.seen_hosts, shown)
        policy = written(join(BASE, found.directives, shown, self.more))
        # Quotation marks of the policy are single ones, which need no escaping here.
        meta = (
            f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'
        )
        return html[: head.end()] + meta + html[head.end() :]

    def headers(self, site_url: str) -> str:
        """`_headers` for all pages: each has its narrower policy in itself besides."""
        policy = written(
            join(
                BASE,
                self.seen.directives,
                self.seen_hosts,
                self.more,
                {"frame-ancestors": ("'self'",)},
            )
        )
        if len(policy) > MAX_HEADER:
            # Each page still has its own; this keeps what holds for all of them.
            policy = "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
        path = urlsplit(site_url).path.rstrip("/")
        return (
            f"{path}/*\n"
            f"  Content-Security-Policy: {policy}\n"
            "  Referrer-Policy: strict-origin-when-cross-origin\n"
            "  X-Content-Type-Options: nosniff\n"
        )
