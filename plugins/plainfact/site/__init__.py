"""A site as its mkdocs.yml describes it: options, extensions, pages, findings.

The one room besides the plugins that knows MkDocs.
"""

from plainfact.site.opening import Site, SiteError, content_paths, open_data, open_site, rules_of
from plainfact.site.options import OPTION_NAMES, options_of
from plainfact.site.session import Session, today
from plainfact.site.sides import Origin, side_of

__all__ = [
    "OPTION_NAMES",
    "Origin",
    "Session",
    "Site",
    "SiteError",
    "content_paths",
    "open_data",
    "open_site",
    "options_of",
    "rules_of",
    "side_of",
    "today",
]
