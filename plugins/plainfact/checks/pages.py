"""Do the pages that data files name exist?"""

from __future__ import annotations

from collections.abc import Iterator

from plainfact.findings import Finding, Rule
from plainfact.model import Knowledge, References
from plainfact.suggest import did_you_mean


def unknown_pages(knowledge: Knowledge, references: References) -> Iterator[Finding]:
    """Corrections of pages that are not there; nothing where no page was looked at."""
    if not references.pages:
        return
    for correction in knowledge.corrections.values():
        for index, path in enumerate(correction.pages):
            if path not in references.pages:
                yield Finding(
                    Rule.UNKNOWN_PAGE,
                    correction.at(f"pages/{index}"),
                    f"unknown page '{path[:80]}'",
                    did_you_mean(path, references.pages)
                    or "write the page's path in the docs folder: explainers/x.md",
                )
