"""`plainfact/sources`: source notes, facts and their listings, data files, structured data."""

from __future__ import annotations

from plainfact.plugins.base import PlainfactPlugin


class SourcesPlugin(PlainfactPlugin):  # type: ignore[no-untyped-call]
    """Citations and facts on any MkDocs site."""

    extension = "plainfact.citations"
