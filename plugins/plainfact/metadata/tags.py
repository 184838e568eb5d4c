"""What a page says about itself in `<meta>`, `<link>`, `<time>` and `<title>`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from plainfact.metadata.text import cleaned

MAX_TAGS = 3_000
MAX_VALUES = 100  # of one name


@dataclass(slots=True)
class Tags:
    """Values by name, in small letters, in order; and JSON-LD as it is written."""

    meta: dict[str, list[str]] = field(default_factory=dict)
    json: list[str] = field(default_factory=list)
    title: str = ""
    heading: str = ""
    canonical: str = ""
    base: str = ""
    language: str = ""
    published: str = ""

    def first(self, *names: str) -> str:
        """The first of these names that has a value."""
        return next((self.meta[name][0] for name in names if self.meta.get(name)), "")

    def all(self, *names: str) -> list[str]:
        """All values of the first of these names that has any."""
        return next((self.meta[name] for name in names if self.meta.get(name)), [])


def tags(text: str) -> Tags:
    """Read a page's HTML, however broken it is."""
    from lxml import etree, html  # type: ignore[import-untyped]  # an extra

    found = Tags()
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return found
    found.language = cleaned(root.get("lang") or root.get("{*}lang") or "", 40)
    for element, _ in zip(_elements(root), range(MAX_TAGS), strict=False):
        _take(found, element)
    return found


def _elements(root: Any) -> Iterator[Any]:
    return iter(root.iter("base", "h1", "link", "meta", "script", "time", "title"))


def _take(found: Tags, element: Any) -> None:
    attributes: Mapping[str, str] = element.attrib
    tag = element.tag
    if tag == "meta":
        content = attributes.get("content") or ""
        if not content.strip():
            return
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            names = (attributes.get(attribute) or "").lower()[:100].split()
            for name in names[:5]:
                values = found.meta.setdefault(
                    f"itemprop:{name}" if attribute == "itemprop" else name, []
                )
                value = cleaned(content, 2_000)
                if value and len(values) < MAX_VALUES and value not in values:
                    values.append(value)
    elif tag == "link":
        kinds = (attributes.get("rel") or "").lower().split()
        if "canonical" in kinds and not found.canonical:
            found.canonical = (attributes.get("href") or "").strip()[:2_000]
    elif tag == "script":
        if "ld+json" in (attributes.get("type") or "").lower() and element.text:
            found.json.append(element.text)
    elif tag == "time":
        published = "pubdate" in attributes or "datePublished" in (attributes.get("itemprop") or "")
        if published and not found.published:
            found.published = (attributes.get("datetime") or element.text or "").strip()[:100]
    elif tag == "base":
        found.base = found.base or (attributes.get("href") or "").strip()[:2_000]
    elif tag == "title" and not found.title:
        if element.getparent() is None or element.getparent().tag != "svg":
            found.title = cleaned("".join(element.itertext())[:5_000])
    elif tag == "h1" and not found.heading:
        found.heading = cleaned("".join(element.itertext())[:5_000])
