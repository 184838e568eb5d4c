"""Pages that are taken over from one side of a comparison to the other come out as if they
had been converted again, whatever was changed."""

from __future__ import annotations

from pathlib import Path

import pytest

import plainfact.site.sides as sides
from minisite import BOTH, write
from plainfact.site.sides import Origin, Sides
from test_diff import BASE, FACTS, NEWER, SOURCES, TERMS, TROOPS, changed

OTHER = NEWER.replace("nis", "gur").replace("3,000", "9,000").replace("3000", "9000")
DISPUTED = OTHER.replace("sources:", "disputes: [troops-nis-2024-10-18]\n  sources:")
DISPUTED = DISPUTED.replace("measure: sent", "measure: other")
FILES = {
    **BASE,
    "content/facts/other.yml": OTHER,
    "docs/measure.md": "# Measure\n\n[MEASURE sent]\n",
    "docs/facts.md": "# Facts\n\n[FACTS]\n",
    "docs/term.md": "# Term\n\nThe agency met in Seoul, a city [@afp-2024].\n",
    "docs/wrong.md": "# Wrong\n\nIt was so [@nobody].\n",
    "docs/plain.md": "# Plain\n\nNothing. See [old](old.md).\n",
}
CHANGES: dict[str, dict[str, str | None]] = {
    "nothing": {},
    "a page": {"docs/troops.md": changed(TROOPS, ("by ship", "by train"))},
    "a new page": {"docs/new.md": "# New\n"},
    "a page gone": {"docs/old.md": None, "docs/sources.md": "# Sources\n\n[SOURCES]\n"},
    "a value": {"content/facts/f.yml": changed(FACTS, ("value: 1500", "value: 1600"))},
    "a newer figure": {"content/facts/f.yml": FACTS + NEWER},
    "a disputed figure": {"content/facts/other.yml": DISPUTED},
    "a fact moved": {"content/facts/f.yml": "# A line.\n" + FACTS},
    "a source": {"content/sources/s.yml": changed(SOURCES, ("First", "Other"))},
    "a source's standing": {
        "content/publishers.yml": "UPI:\n  standing: {level: caution, why: x}\n"
    },
    "a source known now": {"content/sources/t.yml": "nobody: {type: webpage, title: Now known}\n"},
    "a term": {"content/glossary/h.yml": "city: {term: city, definition: Many houses.}\n"},
    "a definition": {"content/glossary/g.yml": changed(TERMS, ("in Seoul", "of Seoul"))},
    "a measure": {"content/measures/m.yml": "sent: {label: shipped, unit: soldiers}\n"},
    "a correction": {
        "content/corrections/c.yml": "c-1: {date: 2026-01-01, kind: correction, was: a, now: b, "
        "facts: [treaty-2024-06-19]}\n"
    },
}


@pytest.mark.parametrize("name", CHANGES)
def test_taken_over_or_not_it_is_the_same(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {**FILES, **CHANGES[name]}
    write(tmp_path / "config", {**FILES, "mkdocs.yml": BOTH})
    write(tmp_path / "base", FILES)
    write(tmp_path / "head", {path: text for path, text in files.items() if text is not None})
    converted: list[str] = []
    render = sides.render

    def counting(text: str, file: object, *more: object) -> str:
        converted.append(file.src_uri)  # type: ignore[attr-defined]
        return render(text, file, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(sides, "render", counting)
    config = tmp_path / "config" / "mkdocs.yml"
    both = Sides(config)
    both.render(tmp_path / "base", Origin("base"))
    alone = Sides(config).render(tmp_path / "head", Origin("head"))
    converted.clear()
    assert both.render(tmp_path / "head", Origin("head")) == alone
    if name == "a value":
        # Listings, pages with findings, and the page of the fact: nothing else.
        assert "docs/plain.md".removeprefix("docs/") not in converted
        assert "treaty.md" not in converted
        assert "troops.md" in converted
