"""Sources as other programs write them (CSL-JSON, CSL-YAML, BibTeX) → our source values.

Each importer gives a Document such as a YAML file of sources gives: a mapping from ids to
records, which the loader checks like any other. Places are those of the entry where its
format keeps no finer ones.
"""

from __future__ import annotations

from plainfact.importers.bibtex import bibtex
from plainfact.importers.common import MAX_IMPORT, likely_ids
from plainfact.importers.csl import csl_json, csl_yaml

__all__ = ["MAX_IMPORT", "bibtex", "csl_json", "csl_yaml", "likely_ids"]
