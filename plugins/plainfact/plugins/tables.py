"""Boxes around tables, so that a change to one is no matter of the whole page."""

from __future__ import annotations

import re

_TABLE = re.compile(r"<table>(?:(?!</?table\b).)*</table>", re.DOTALL | re.IGNORECASE)


def boxed(html: str) -> str:
    """A rendered page with each plain table in a box of its own.

    Material's script takes plain tables out, and puts them back so that they can scroll. Its
    style sheet has a rule for whatever follows a table, so browsers then style all that stands
    beside the table anew: where that is the article, the whole page.
    """
    # No quotation marks: a script in a page may hold a table in a string.
    return _TABLE.sub(r"<div class=pf-table-box>\g<0></div>", html)
