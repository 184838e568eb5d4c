"""Fixtures of the browser tests: a real Chromium, and a server for what it looks at."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.serving import served
from minisite import run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parent.parent
# What one test keeps, the next may use, but nobody's own cache folder is touched.
os.environ["PLAINFACT_CACHE"] = tempfile.mkdtemp(prefix="plainfact-tests-")
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-sync",
    "--no-first-run",
)


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository's own site, as `make site` builds it. Look at it only."""
    target = tmp_path_factory.mktemp("sample") / "site"
    done = run(ROOT, "mkdocs", "build", "--strict", "-d", str(target))
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless; set PLAINFACT_REQUIRE_BROWSER where it must not lack."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if found is None:
        reason = f"no browser on PATH: none of {', '.join(CHROMIUM)}"
        if os.environ.get("PLAINFACT_REQUIRE_BROWSER"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    # Chromium's sandbox does not start for root.
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *as_root])
        yield chromium
        chromium.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile. What a page asks of any other machine fails the test."""
    fresh = browser.new_context(locale="en-GB", timezone_id="UTC", reduced_motion="reduce")
    abroad: list[str] = []
    fresh.on(
        "request",
        lambda request: None if _is_local(request.url) else abroad.append(request.url),
    )
    yield fresh
    fresh.close()
    assert not abroad, f"a page asked third parties for {abroad}"


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A fresh tab. An error that the page's scripts do not catch fails the test."""
    tab = context.new_page()
    errors: list[str] = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    yield tab
    assert not errors, f"uncaught in the page: {errors}"


@pytest.fixture
def serve() -> Iterator[Callable[[Path], str]]:
    """Serve a folder on this machine until the test ends: `url = serve(tmp_path / "site")`."""
    with ExitStack() as servers:
        yield lambda folder: servers.enter_context(served(folder))


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """Other people's tools, as `scripts/setup-node` installs them for `make test`."""
    modules = ROOT / ".venv/node/node_modules"
    if shutil.which("node") is None or not modules.is_dir():
        reason = "no Node.js tools here: scripts/setup-node installs them where npm is found"
        if os.environ.get("PLAINFACT_REQUIRE_NODE"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    return modules


def _is_local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:", "about:"))
