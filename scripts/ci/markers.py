"""Markdown that came from elsewhere, made fit for a comment or an issue of ours.

GitHub sanitises the HTML of comments itself. What it does not know is which comment is ours
(a marker in it says so), and that nobody should be called by a quotation.
"""

from __future__ import annotations

import re
import unicodedata

LARGEST = 65_000  # characters; GitHub takes 65,536

_CODE = re.compile(r"(^(?:```+|~~~+)[\s\S]*?^(?:```+|~~~+)[ \t]*$|`+[^`\n]+`+)", re.MULTILINE)
_CALL = re.compile(r"(?:^|(?<=[\s(\[\"'>*_\\]))@(?=[A-Za-z0-9])", re.MULTILINE)
_NUMBER = re.compile(r"(?:^|(?<=[\s(\[]))#(?=[0-9])", re.MULTILINE)
_HIDDEN = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})
_ORDER = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")


def harmless(text: str, largest: int = LARGEST) -> str:
    """The same Markdown without comments, calls of people, or links to other issues.

    Longer text than `largest` is cut at a line's end, and says so.
    """
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN)
    text = _ORDER.sub("", text).replace("<!--", "&lt;!--")
    parts = _CODE.split(text)
    parts[::2] = [_NUMBER.sub("#<!-- -->", _CALL.sub("@<!-- -->", part)) for part in parts[::2]]
    done = "".join(parts)
    if len(done) <= largest:
        return done
    note = "\n\n</details>\n\nThe rest does not fit here.\n"
    return done[: largest - len(note)].rpartition("\n")[0] + note
