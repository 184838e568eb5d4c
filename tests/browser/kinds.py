"""Every kind of page, and the states in which a reader may find it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import minisite
from test_diff import changed, diff

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = {
    "home": "",
    "explainer": "explainers/north-korean-troops/",
    "glossary": "glossary/",
    "sources": "sources/",
    "facts": "facts/",
    "timeline": "timeline/",
    "topics": "topics/",
    "corrections": "corrections/",
    "plain": "about/",
    "missing": "404.html",
}
"""Pages of this repository's own site."""
PREVIEW = "explainers/count/"
"""A page of a preview, with its banner, the list of what changes, and marks."""
KINDS = (*SAMPLE, "preview")
MARKS = {
    "fact note": '.md-content a.footnote-ref[href^="#fn:fact:"]',
    "source note": '.md-content a.footnote-ref[href^="#fn:source:"]',
    "own note": '.md-content a.footnote-ref[href^="#fn:"]:not([href^="#fn:fact:"], '
    '[href^="#fn:source:"])',
    "term": ".md-content a.glossary-term[data-term]",
}
"""What opens a note or a definition."""
CARRIED = {
    "explainer": ("fact note", "source note", "own note", "term"),
    "glossary": ("source note", "term"),
    "sources": ("term",),
    "facts": ("term",),
    "timeline": ("term",),
    "preview": ("fact note", "source note", "term"),
}
"""The marks on each kind of page; the other kinds have none."""

PALETTE = """\
  palette:
    - {media: "(prefers-color-scheme: light)", scheme: default, primary: custom, accent: custom,
       toggle: {icon: material/weather-night, name: Dark}}
    - {media: "(prefers-color-scheme: dark)", scheme: slate, primary: custom, accent: custom,
       toggle: {icon: material/weather-sunny, name: Light}}
"""
CONFIG = f"""\
site_name: Small
site_url: https://example.org/
theme:
  name: material
  font: false
{PALETTE}  features: [navigation.path]
plugins:
  - search
  - plainfact/sources: {{look: true, html: safe}}
  - plainfact/glossary: {{html: safe}}
"""
BEFORE = """\
---
title: How many were sent?
summary: A first count of the NIS.
authors: [Desk]
published: 2024-11-01
---

## Who counted first?

The NIS said [1,500 soldiers][fact:troops-nis-2024-10-18]. It **said *so*** and left.

The treaty came first [@upi-2024-10-17-msmt].

- It stays.
"""
AFTER = changed(
    BEFORE,
    ("Who counted first?", "Who was the first to count?"),
    ("It **said *so*** and left.", "It **said *more*, [here](../index.md)** and left."),
    ("A first count of the NIS.", "A second count of the NIS."),
    ("- It stays.", "- It stays.\n- It is new."),
)


def preview(folder: Path) -> Path:
    """A preview of a proposed change, built in a folder."""
    files = {"mkdocs.yml": CONFIG, **minisite.DATA, **minisite.PAGES}
    page = "docs/explainers/count.md"
    minisite.write(folder / "old", {**files, page: BEFORE})
    facts = changed(files["content/facts/f.yml"], ("The agency said", "The agency told us"))
    minisite.write(
        folder / "new",
        {
            **files,
            page: AFTER,
            "content/facts/f.yml": facts,
            "docs/explainers/new.md": "# New\n\nIt is so.\n",
        },
    )
    done = diff(folder, "./old", "./new", "--json", "diff.json")
    assert done.exit_code == 0, done.output
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PLAINFACT_PREVIEW", str(folder / "diff.json"))
        return minisite.build(folder / "new")
