"""The command line: what it prints, how it exits, and that no user meets a traceback."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from plainfact.cli import main
from plainfact.schemas import kinds

MKDOCS = """
site_name: Test
theme: {name: null, custom_dir: theme}
plugins:
  - plainfact/sources
  - plainfact/glossary
"""

SOURCES = """
upi-2024-10-17:
  type: article-newspaper
  title: A title
  container-title: UPI
  issued: 2024-10-17
  URL: https://www.upi.com/x
afp-2024-10-18:
  type: article-newspaper
  title: Another title
  container-title: France 24
  relays: AFP
  issued: 2024-10-18
"""

FACTS = """
troops-nis-2024-10-18:
  claim: The service said that 1,500 soldiers had been sent.
  value: 1500
  as_of: 2024-10-18
  status: reported
  attributed_to: nis
  sources: [upi-2024-10-17]
treaty-2024-06-19:
  claim: They signed a treaty.
  as_of: 2024-06-19
  status: confirmed
  sources: [upi-2024-10-17, afp-2024-10-18]
"""

TERMS = """
nis:
  term: National Intelligence Service
  definition: South Korea's service.
"""

PAGE = """---
title: Page
---
# Page

The National Intelligence Service spoke of [1,500 soldiers][fact:troops-nis-2024-10-18].

They had signed a treaty [@fact:treaty-2024-06-19].
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "mkdocs.yml": MKDOCS,
        "theme/main.html": "<html><head></head><body>{{ page.content }}</body></html>",
        "content/sources/x.yml": SOURCES,
        "content/facts/x.yml": FACTS,
        "content/glossary/x.yml": TERMS,
        "docs/index.md": PAGE,
        "docs/glossary.md": "# Glossary\n\n[GLOSSARY]\n",
        "docs/sources.md": "# Sources\n\n[SOURCES]\n",
        "docs/facts.md": "# Facts\n\n[FACTS]\n",
    }
    for name, text in files.items():
        write(tmp_path / name, text.lstrip("\n"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def run() -> Callable[..., Result]:
    def invoke(*arguments: str) -> Result:
        result = CliRunner().invoke(main, arguments, prog_name="plainfact")
        unexpected = result.exception and not isinstance(result.exception, SystemExit)
        assert not unexpected, result.exc_info
        return result

    return invoke


def break_fact(site: Path) -> None:
    """An error at content/facts/x.yml:7:13."""
    path = site / "content/facts/x.yml"
    write(path, FACTS.lstrip("\n").replace("[upi-2024-10-17]", "[upi-2024-10-71]", 1))


Run = Callable[..., Result]


# -- check -----------------------------------------------------------------------------


def test_check_of_a_sound_site(site: Path, run: Run) -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[-1].startswith("0 errors, 0 warnings, ")


def test_check_names_the_place(site: Path, run: Run) -> None:
    break_fact(site)
    result = run("check")
    lines = result.output.splitlines()
    at = next(i for i, line in enumerate(lines) if "unknown-source" in line)
    assert lines[at].startswith("content/facts/x.yml:7:13: error: ")
    assert lines[at + 1].endswith("|   sources: [upi-2024-10-71]")
    assert lines[at + 2].index("^") == lines[at + 1].index("upi")
    assert lines[at + 3].strip() == "did you mean 'upi-2024-10-17'?"
    assert result.exit_code == 1
    assert "\x1b" not in result.output


def test_check_json(site: Path, run: Run) -> None:
    break_fact(site)
    result = run("check", "--format", "json")
    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert report["summary"]["errors"] == 1
    (error,) = [one for one in report["findings"] if one["severity"] == "error"]
    assert (error["path"], error["line"], error["column"]) == ("content/facts/x.yml", 7, 13)
    assert (error["end_line"], error["end_column"]) == (7, 27)


def test_check_github(site: Path, run: Run) -> None:
    break_fact(site)
    result = run("check", "--format", "github")
    assert "::error title=plainfact unknown-source,file=content/facts/x.yml,line=7" in result.output


def test_strict_fails_on_warnings(site: Path, run: Run) -> None:
    text = SOURCES.replace("  issued: 2024-10-18", "  issued: 2024-10-18\n  URL: upi.com/x")
    write(site / "content/sources/x.yml", text.replace("URL: upi.com", "URL: http://upi.com"))
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "[duplicate-source]" in result.output
    assert run("check", "--strict").exit_code == 1


def test_check_of_some_files(site: Path, run: Run) -> None:
    break_fact(site)
    assert run("check", "content/sources").exit_code == 0
    assert run("check", "content/sources", "content/facts/x.yml").exit_code == 1
    assert run("check", "content").exit_code == 1
    assert run("check", ".").exit_code == 1


def test_check_from_elsewhere(
    site: Path, run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    break_fact(site)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    result = run("check", "-f", str(site / "mkdocs.yml"))
    assert "content/facts/x.yml:7:13: error: " in result.output


# -- wrong use -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--format", "xml"),
        ("check", "no-such-file"),
        ("check", "-f", "no.yml"),
        ("check", "/"),
        ("chekc",),
        ("explain", "no.md"),
        ("explain",),
        ("trace", "nobody"),
        ("schema", "facts"),
        ("export", "mkdocs.yml"),
    ],
)
def test_wrong_use(site: Path, run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert result.stderr.strip()


def test_no_site(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("check")
    assert result.exit_code == 2
    assert "mkdocs.yml" in result.stderr


@pytest.mark.parametrize("text", ["site_name: [", "plugins: [nope]", "- a", "", "\x00", "{}"])
def test_a_broken_mkdocs_yml(site: Path, run: Run, text: str) -> None:
    write(site / "mkdocs.yml", text)
    result = run("check")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_file_that_cannot_be_written(site: Path, run: Run) -> None:
    write(site / "out/data", "in the way")
    result = run("export", "out")
    assert result.exit_code == 2
    assert "Traceback" not in result.output


# -- the other commands ----------------------------------------------------------------


def test_explain(site: Path, run: Run) -> None:
    for name in ("index.md", "docs/index.md"):
        result = run("explain", name)
        assert result.exit_code == 0, result.output
        assert "Facts: 2" in result.output
        assert "line 6: '1,500 soldiers' bound to words" in result.output
        assert "'National Intelligence Service' a mention in plain words" in result.output


def test_trace_source(site: Path, run: Run) -> None:
    result = run("trace", "upi-2024-10-17")
    assert result.exit_code == 0, result.output
    assert "2 facts (1 on nothing else), 2 sentences (1 on nothing else) on 1 page" in result.output
    assert "`troops-nis-2024-10-18`, sole support" in result.output


@pytest.mark.parametrize("wanted", ["UPI", "upi.com", "www.upi.com"])
def test_trace_publisher_and_host(site: Path, run: Run, wanted: str) -> None:
    report = json.loads(run("trace", wanted, "--format", "json").stdout)
    assert report["sources"] == ["upi-2024-10-17"]
    assert report["summary"]["facts"] == 2


def test_trace_agency_finds_who_relays_it(site: Path, run: Run) -> None:
    assert json.loads(run("trace", "AFP", "--format", "json").stdout)["sources"] == [
        "afp-2024-10-18"
    ]


def test_trace_fact_as_table(site: Path, run: Run) -> None:
    rows = list(
        csv.DictReader(io.StringIO(run("trace", "treaty-2024-06-19", "--format", "csv").stdout))
    )
    assert [row["kind"] for row in rows] == ["fact", "sentence"]
    assert rows[1]["page"] == "index.md"
    assert rows[1]["path"] == "docs/index.md"


@pytest.mark.parametrize("kind", kinds())
def test_schema(run: Run, kind: str) -> None:
    assert "$schema" in json.loads(run("schema", kind).stdout)
    assert kind in run("schema").stdout.splitlines()


def test_export(site: Path, run: Run) -> None:
    write(
        site / "site/sources/index.html",
        '<head></head><div class="pf-uses" data-uses="source:upi-2024-10-17"></div>',
    )
    result = run("export", "site")
    assert result.exit_code == 0, result.output
    facts = json.loads((site / "site/data/facts.json").read_text("utf-8"))["facts"]
    assert [one["id"] for one in facts] == ["treaty-2024-06-19", "troops-nis-2024-10-18"]
    page = (site / "site/sources/index.html").read_text("utf-8")
    assert 'data-uses="' not in page
    assert "Page</a>" in page
    again = run("export", "site")
    assert "completed" not in again.output


# -- as a program ----------------------------------------------------------------------


def test_version_and_help(run: Run) -> None:
    assert run("--version").output.startswith("plainfact ")
    for name in main.commands:
        assert run(name, "--help").exit_code == 0


def test_check_imports_nothing_that_only_other_commands_need(site: Path) -> None:
    program = (
        "import sys; from plainfact.cli import main; main(['check'], standalone_mode=False); "
        "print(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    modules = set(done.stderr.split())
    assert "plainfact.checks" in modules
    assert not modules & {f"plainfact.{name}" for name in ("links", "network", "changes", "writer")}
    # What few sites need: ruamel's parser for faulty YAML, processes for many pages.
    assert not modules & {"ruamel.yaml", "multiprocessing.connection", "plainfact.search"}


def test_as_a_module(site: Path) -> None:
    break_fact(site)
    write(site / "content/glossary/x.yml", TERMS.replace("South", "So\u202euth"))
    done = subprocess.run(
        [sys.executable, "-m", "plainfact", "check"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "PATH": "", "NO_MKDOCS_2_WARNING": "1"},
        check=False,
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"<U+202E>" in done.stdout
    assert b"\x1b" not in done.stdout


def test_check_tells_how_many_figures_have_a_note(site: Path, run: Run) -> None:
    page = "# Page\n\nIt was 1,500 [@fact:FACT]. It was 3,000.\n\nOr “words of four words”.\n"
    fact = yaml_ids(site / "content/facts/x.yml")[0]
    write(site / "docs/gap.md", page.replace("FACT", fact))
    lines = run("check").output.splitlines()
    gap = "docs/gap.md: 1 of 2 sentences with figures, 0 of 1 with quotations"
    assert gap in lines
    assert lines[-2].startswith("coverage of ")
    assert lines[-1].endswith(" notes")
    covered = json.loads(run("check", "--format", "json", "docs/gap.md").output)["coverage"]
    assert covered == [
        {
            "path": "docs/gap.md",
            "figures": 2,
            "figures_noted": 1,
            "quotations": 1,
            "quotations_noted": 0,
        }
    ]


def yaml_ids(path: Path) -> list[str]:
    return [line[:-1] for line in path.read_text("utf-8").splitlines() if line[:1].islower()]


def test_outside_of_a_site_one_is_told_where_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def said(folder: Path) -> str:
        monkeypatch.chdir(folder)
        for words in (["check"], ["fmt"], ["new", "fact"], ["cite", "x.bib"], ["trace", "x"]):
            result = CliRunner().invoke(main, words)
            assert result.exit_code == 2
            assert result.stderr.startswith("Error: there is no mkdocs.yml in this folder; ")
        return str(result.stderr)

    (tmp_path / "a b" / "content" / "facts").mkdir(parents=True)
    assert "(plainfact new site FOLDER)" in said(tmp_path)
    (tmp_path / "a b" / "mkdocs.yml").write_text(MKDOCS)
    assert "go there (cd 'a b')" in said(tmp_path)
    assert "go there (cd ../..)" in said(tmp_path / "a b" / "content" / "facts")
