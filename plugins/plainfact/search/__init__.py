"""What a reader's search finds: entries, the index of their names, documents for Pagefind.

Two indexes, since they answer two questions. The names (titles, terms, people, publications)
are what readers misspell: they lie in small scripts that the reader's browser loads with the
first key, and are matched with errors allowed. The words of pages and records are Pagefind's:
its index is in pieces, of which a browser loads those that a query needs.
"""

from plainfact.search.documents import Document, document_of
from plainfact.search.entries import (
    Entry,
    EntryKind,
    fact_entries,
    page_entry,
    source_entries,
    term_entries,
)
from plainfact.search.names import name_scripts
from plainfact.search.pagefind import PagefindError, executable, write_index

__all__ = [
    "Document",
    "Entry",
    "EntryKind",
    "PagefindError",
    "document_of",
    "executable",
    "fact_entries",
    "name_scripts",
    "page_entry",
    "source_entries",
    "term_entries",
    "write_index",
]
