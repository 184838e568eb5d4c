"""`plainfact/glossary`: terms linked at their first mention, and the glossary page."""

from __future__ import annotations

from plainfact.plugins.base import PlainfactPlugin


class GlossaryPlugin(PlainfactPlugin):  # type: ignore[no-untyped-call]
    """A glossary on any MkDocs site."""

    extension = "plainfact.glossary"
