"""What a change does to a site: two sides in, records, pages, sentences and findings out. Pure."""

from plainfact.changes.as_json import as_json
from plainfact.changes.as_markdown import as_markdown
from plainfact.changes.as_text import as_text
from plainfact.changes.compare import Changes, compare
from plainfact.changes.marking import marked
from plainfact.changes.passages import Part, Passage, passages
from plainfact.changes.preview import Preview, PreviewError, read_preview
from plainfact.changes.sides import Coverage, Side, SidePage, coverage

__all__ = [
    "Changes",
    "Coverage",
    "Part",
    "Passage",
    "Preview",
    "PreviewError",
    "Side",
    "SidePage",
    "as_json",
    "as_markdown",
    "as_text",
    "compare",
    "coverage",
    "marked",
    "passages",
    "read_preview",
]
