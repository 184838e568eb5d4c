"""What a page, a PDF file or a registry says about a publication → values of a source.

Whatever comes from the network is hostile until shown otherwise: parsers of HTML and PDF
run in a process of their own, with a bound on time and memory (`worker`), and what they
find is words without markup and invisible characters, of bounded length. What a page does
not say is left out.
"""

from __future__ import annotations

from plainfact.metadata.description import Description
from plainfact.metadata.registered import registered
from plainfact.metadata.text import words
from plainfact.metadata.worker import MissingParser, describe_apart, text_apart

__all__ = ["Description", "MissingParser", "describe_apart", "registered", "text_apart", "words"]
