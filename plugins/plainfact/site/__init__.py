"""A site as its mkdocs.yml describes it: options, extensions, pages, findings.

The one room besides the plugins that knows MkDocs.
"""

from plainfact.site.opening import Site, SiteError, open_data, open_site
from plainfact.site.options import OPTION_NAMES, options_of
from plainfact.site.session import Session, today

__all__ = [
    "OPTION_NAMES",
    "Session",
    "Site",
    "SiteError",
    "open_data",
    "open_site",
    "options_of",
    "today",
]
