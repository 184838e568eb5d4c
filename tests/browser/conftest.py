"""One server and one build of a preview for all tests that look at every kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.kinds import PREVIEW, SAMPLE, preview
from browser.serving import served


@pytest.fixture(scope="session")
def preview_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A preview of a proposed change. Look at it only."""
    return preview(tmp_path_factory.mktemp("preview"))


@pytest.fixture(scope="session")
def address(sample_site: Path) -> Iterator[str]:
    """Where the sample site is served, with a slash at its end."""
    with served(sample_site) as found:
        yield found


@pytest.fixture(scope="session")
def addresses(address: str, preview_site: Path) -> Iterator[dict[str, str]]:
    """Where each kind of page is served."""
    with served(preview_site) as proposed:
        yield {kind: address + path for kind, path in SAMPLE.items()} | {
            "preview": proposed + PREVIEW
        }
