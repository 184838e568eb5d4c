"""Lighthouse, as it measures a phone: accessibility, best practices and search engines.

Its mark for speed depends on how busy the machine is; what it rests on (bytes, what blocks,
what moves) is tested in test_weight.py.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from browser.serving import served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
CATEGORIES = ("accessibility", "best-practices", "seo")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking"


@pytest.mark.parametrize("path", ["explainers/north-korean-troops/", "glossary/", ""])
@pytest.mark.usefixtures("browser")  # skips, or fails in CI, where there is no Chromium
def test_full_marks(node_modules: Path, sample_site: Path, tmp_path: Path, path: str) -> None:
    chromium = next(filter(None, map(shutil.which, CHROMIUM)))
    report = tmp_path / "report.json"
    with served(sample_site) as address:
        done = subprocess.run(
            [
                "node",
                str(node_modules / "lighthouse/cli/index.js"),
                address + path,
                "--quiet",
                "--output=json",
                f"--output-path={report}",
                f"--only-categories={','.join(CATEGORIES)}",
                f"--chrome-flags={FLAGS}",
                "--no-enable-error-reporting",
            ],
            env={**os.environ, "CHROME_PATH": chromium},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    found = json.loads(report.read_text("utf-8"))
    missed = [
        f"{name}: {audit['title']} {json.dumps(audit.get('details', {}))[:500]}"
        for name, category in found["categories"].items()
        for reference in category["auditRefs"]
        if (audit := found["audits"][reference["id"]])["score"] not in (1, None)
        and reference["weight"]
    ]
    assert not missed, "\n".join(missed)
    assert {name: found["categories"][name]["score"] for name in CATEGORIES} == dict.fromkeys(
        CATEGORIES, 1
    )
