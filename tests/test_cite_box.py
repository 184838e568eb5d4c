"""How readers of the built site take a citation of a page with them."""

from __future__ import annotations

import json
from pathlib import Path

import pybtex.database
import pytest
from tests.minisite import soup

pytestmark = pytest.mark.slow


def test_each_explainer_says_how_it_is_cited(sample_site: Path) -> None:
    pages = sorted((sample_site / "explainers").glob("*/index.html"))
    assert len(pages) >= 4
    keys = set()
    for page in pages:
        foot = soup(page).select_one("footer.pf-foot")
        assert foot is not None
        title = soup(page).select_one("h1")
        assert title is not None
        assert title.text.rstrip("¶ ") in foot.text
        # details: they open without a script
        forms = [each.text for each in foot.select("details.pf-cite > pre > code")]
        (entry,) = pybtex.database.parse_string(forms[0], "bibtex").entries.values()
        (item,) = json.loads(forms[1])
        assert entry.fields["title"].strip("{}") == item["title"] == title.text.rstrip("¶ ")
        assert entry.key == item["id"]
        keys.add(entry.key)
    assert len(keys) == len(pages)
