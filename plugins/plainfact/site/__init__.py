"""A site as its mkdocs.yml describes it: options, extensions, pages, findings.

The one room besides the plugins that knows MkDocs.
"""

from plainfact.site.opening import Site, SiteError, open_data, open_site
from plainfact.site.options import OPTION_NAMES, options_of
from plainfact.site.session import Session, today
from plainfact.site.sides import Origin, Sides

__all__ = [
    "OPTION_NAMES",
    "Origin",
    "Session",
    "Sides",
    "Site",
    "SiteError",
    "open_data",
    "open_site",
    "options_of",
    "today",
]
