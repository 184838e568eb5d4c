"""What leaves a site besides its pages: data files, structured data, the feed.

Pure functions from knowledge to text: no clock, no disk. The same input gives the same
bytes; everything is sorted and ends with a newline.
"""

from plainfact.exports.bibtex import sources_bib
from plainfact.exports.cite import PageCitation, cite_page
from plainfact.exports.csl import csl_items, sources_json
from plainfact.exports.feed import feed
from plainfact.exports.records import facts_json, glossary_json
from plainfact.exports.structured import article_json_ld, glossary_json_ld
from plainfact.exports.uses import pages_corrected, sources_of_page

__all__ = [
    "PageCitation",
    "article_json_ld",
    "cite_page",
    "csl_items",
    "facts_json",
    "feed",
    "glossary_json",
    "glossary_json_ld",
    "pages_corrected",
    "sources_bib",
    "sources_json",
    "sources_of_page",
]
