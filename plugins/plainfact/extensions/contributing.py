"""From a note, a fact, a source or a term to where it can be put right.

An issue form with its fields filled in, and the file and line of the record, for whoever
would change it directly. Both follow from what mkdocs.yml says of the repository; a site
that says nothing has neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from plainfact.messages import text as say
from plainfact.model import Record

FORM = "correction.yml"
"""The issue form's name in GitHub's `.github/ISSUE_TEMPLATE/`; its fields: record, page."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where a site's files are kept. `url` is empty where the site does not say.

    `edit` gives the address at which a file (relative to the project) is changed; empty
    where there is none.
    """

    url: str = ""
    edit: Callable[[str], str] = lambda path: ""

    @property
    def is_gitlab(self) -> bool:
        """GitLab's forms take other names; its servers are told by their host's name."""
        return "gitlab" in (urlsplit(self.url).hostname or "")

    def edit_address(self, record: Record) -> str:
        """The file of a record, at its line."""
        address = self.edit(record.location.path)
        line = record.location.line
        return f"{address}#L{line}" if address and line and "#" not in address else address

    def correction_address(self, title: str, record: str, page: str) -> str:
        """An issue form, filled in as far as we know.

        GitHub: "Creating an issue from a URL query" (forms take their fields' ids); GitLab:
        "Create an issue using a URL with prefilled values".
        """
        if not self.url:
            return ""
        base = self.url.rstrip("/").removesuffix(".git")
        if self.is_gitlab:
            words = f"Record: {record}\nPage: {page}\n"
            query = {"issue[title]": title, "issue[description]": words}
            return f"{base}/-/issues/new?{urlencode(query)}"
        query = {"template": FORM, "title": title, "record": record, "page": page}
        return f"{base}/issues/new?{urlencode(query)}"


def actions(record: Record, page: str, repository: Repository, language: str) -> str:
    """Links to suggest a correction and to edit, as HTML; nothing without a repository."""
    title = f"{say('correction.correction', language)}: {record.id}"
    links = (
        ("Suggest a correction", repository.correction_address(title, record.id, page)),
        ("Edit", repository.edit_address(record)),
    )
    shown = []
    for words, address in links:
        if address:
            words = say(words, language)
            label = escape(f"{words}: {record.id}")
            shown.append(
                f'<a href="{escape(address)}" rel="noopener nofollow" aria-label="{label}">'
                f"{escape(words)}</a>"
            )
    return f'<span class="pf-do">{" ".join(shown)}</span>' if shown else ""
