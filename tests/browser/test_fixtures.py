"""The browser fixtures themselves work, so that a failure elsewhere is a failure of the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_served_page_is_shown(page: Page, serve: Callable[[Path], str], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(
        "<!doctype html><link rel=icon href='data:,'><title>Sourced</title>"
        "<script>document.title += ' and scripted'</script>",
        encoding="utf-8",
    )
    page.goto(serve(tmp_path))
    assert page.title() == "Sourced and scripted"
