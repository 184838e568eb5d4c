"""The vocabulary of CSL 1.0.2: item types (appendix III) and variables (appendix IV)."""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


TYPES = _words(
    """
    article article-journal article-magazine article-newspaper bill book broadcast chapter
    classic collection dataset document entry entry-dictionary entry-encyclopedia event figure
    graphic hearing interview legal_case legislation manuscript map motion_picture
    musical_score pamphlet paper-conference patent performance periodical
    personal_communication post post-weblog regulation report review review-book software song
    speech standard thesis treaty webpage
    """
)

# Without those that `model.Source` names itself. `event` is the deprecated event-title.
STANDARD = _words(
    """
    abstract annote archive archive-place archive_collection archive_location authority
    call-number citation-key citation-label collection-title container-title-short dimensions
    division event event-place event-title genre ISBN ISSN jurisdiction keyword license medium
    original-publisher original-publisher-place original-title part-title PMCID PMID
    publisher-place references reviewed-genre reviewed-title scale source status title-short
    volume-title volume-title-short year-suffix
    """
)

NUMBERS = _words(
    """
    chapter-number citation-number collection-number edition first-reference-note-number issue
    locator number number-of-pages number-of-volumes page page-first part-number
    printing-number section supplement-number version volume
    """
)

DATES = _words(
    """
    available-date event-date original-date submitted
    """
)

NAMES = _words(
    """
    chair collection-editor compiler composer container-author contributor curator director
    editor editor-translator editorial-director executive-producer guest host illustrator
    interviewer narrator organizer original-author performer producer recipient
    reviewed-author script-writer series-creator translator
    """
)

NAME_PARTS = (
    "family",
    "given",
    "literal",
    "suffix",
    "dropping-particle",
    "non-dropping-particle",
    "comma-suffix",
    "static-ordering",
    "parse-names",
)
"""The last three say how a name is sorted and cut up, which we do not need, but take."""
