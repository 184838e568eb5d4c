"""Which files of docs_dir are data, and so are never published as they are."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from mkdocs.structure.files import File

SUFFIXES = frozenset({".yml", ".yaml", ".bib"})


def is_data_file(file: File, contents: Iterable[Path]) -> bool:
    """YAML and BibTeX anywhere; JSON where it stands among a content folder's sources."""
    suffix = Path(file.src_uri).suffix.lower()
    if suffix in SUFFIXES:
        return True
    source = file.abs_src_path
    if suffix != ".json" or not source:
        return False
    return any(Path(source).is_relative_to(content / "sources") for content in contents)
