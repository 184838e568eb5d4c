"""`plainfact new`: a site that builds, records and pages that pass the check, and prompts."""

from __future__ import annotations

import json
import re
import shutil
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from minisite import build, dead_links, soup
from plainfact.cli import main
from terminal import typed

ROOT = Path(__file__).resolve().parent.parent
SOURCE = "yonhap-2023-10-14-1000-containers"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("new") / "my-site"
    done = run("new", "site", str(folder), "--name", 'Ours: #1 "A & B" <x>')
    assert done.exit_code == 0, done.output
    assert "mkdocs serve" in done.stdout
    return folder


@pytest.fixture
def site(fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    shutil.copytree(fresh, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    return folder


def clean() -> None:
    checked = run("check", "--strict")
    assert checked.exit_code == 0, checked.output
    formatted = run("fmt", "--check")
    assert formatted.exit_code == 0, formatted.output


@pytest.mark.slow
def test_a_new_site_builds(site: Path) -> None:
    checked = run("check", "--strict")
    assert "0 errors, 0 warnings, 0 notes" in checked.output
    clean()
    built = build(site, strict=True)
    assert not dead_links(built)
    home = soup(built / "index.html")
    assert home.select_one("h1").get_text().startswith('Ours: #1 "A & B" <x>')  # type: ignore[union-attr]
    page = soup(built / "explainers/first/index.html")
    assert page.select('data.fact[value="1000/"], data.fact[data-fact="containers-us-2023-10-13"]')
    assert page.select(".footnote li")
    assert "White House" in soup(built / "glossary/index.html").get_text()


def test_every_kind_of_file_is_there(site: Path) -> None:
    for name in (
        ".github/workflows/site.yml",
        ".gitignore",
        ".schemas/fact.schema.json",
        "LICENSE",
        "README.md",
        "plainfact.txt",
        "requirements.txt",
    ):
        assert (site / name).is_file(), name
    for folder in ("sources", "facts", "measures", "glossary", "corrections"):
        for file in (site / "content" / folder).iterdir():
            first = file.read_text().partition("\n")[0]
            found = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
            assert found, file
            assert (file.parent / found[1]).resolve().is_file()
    everything = [file.read_text() for file in site.rglob("*") if file.is_file()]
    assert not any("$name" in text or "$version" in text or "$today" in text for text in everything)


def test_its_workflow_uses_the_actions_that_ours_does(site: Path) -> None:
    uses = re.compile(r"uses: (\S+@[0-9a-f]{40} # v\S+)")
    ours = {
        each
        for file in (ROOT / ".github/workflows").glob("*.yml")
        for each in uses.findall(file.read_text())
    }
    text = (site / ".github/workflows/site.yml").read_text()
    theirs = uses.findall(text)
    assert len(theirs) == text.count("uses:") >= 2
    assert set(theirs) <= ours
    assert "${{ github.ref }}" in text


def test_its_requirements_are_locked(site: Path) -> None:
    """All that plainfact[cite] needs, here and below, with hashes, as our own lock has it."""
    lock = (site / "requirements.txt").read_text()
    pins = re.findall(r"^([a-z0-9-]+)==([^\s;]+)", lock, re.MULTILINE)
    lines = [line for line in lock.splitlines() if line and not line.lstrip().startswith("#")]
    assert all(re.match(r"[a-z0-9-]+==|    --hash=sha256:[0-9a-f]{64}", line) for line in lines)
    assert len(re.findall(r"==[^\n]* \\\n    --hash=", lock)) == len(pins)  # each has one
    wanted, seen = ["plainfact[cite]"], set[str]()
    while wanted:
        needed = Requirement(wanted.pop())
        seen.add(canonicalize_name(needed.name))
        for text in metadata.requires(needed.name) or ():
            each = Requirement(text)
            fits = any(
                each.marker is None or each.marker.evaluate({"extra": extra})
                for extra in (needed.extras or {""}) | {""}
            )
            if fits and canonicalize_name(each.name) not in seen:
                wanted.append(str(each))
    assert seen - {"plainfact"} <= dict(pins).keys()
    ours = (ROOT / "requirements/dev.txt").read_text()
    assert set(pins) <= set(re.findall(r"^([a-z0-9-]+)==([^\s;]+)", ours, re.MULTILINE))
    own = (site / "plainfact.txt").read_text().splitlines()[-1]
    assert own.split()[0] == f"plainfact=={metadata.version('plainfact')}"
    for file in ("README.md", ".github/workflows/site.yml"):
        text = (site / file).read_text()
        assert "pip install --require-hashes -r requirements.txt" in text
        assert "pip install --no-deps -r plainfact.txt" in text


def test_its_editor_settings(site: Path) -> None:
    ours, theirs = ROOT / ".vscode", site / ".vscode"
    snippets = "plainfact.code-snippets"
    assert (theirs / snippets).read_bytes() == (ours / snippets).read_bytes()
    schemas = json.loads((theirs / "settings.json").read_text())["yaml.schemas"]
    assert len(schemas) == 6
    for schema, files in schemas.items():
        assert (site / schema).is_file()
        assert files.startswith("content/")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    done = run("new", "site", str(tmp_path))
    assert (done.exit_code, "is not empty" in done.stderr) == (2, True)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_what_to_do_next_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "\n  cd 'my site'\n" in run("new", "site", "my site").output


def test_a_fresh_repository_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert run("new", "site", str(tmp_path)).exit_code == 0
    assert (tmp_path / "mkdocs.yml").is_file()


@pytest.mark.parametrize("name", ["", "a\u202eb", "a\x1b[31m"])
def test_no_name_for_a_site(tmp_path: Path, name: str) -> None:
    done = run("new", "site", str(tmp_path / "x"), "--name", name or " ")
    assert done.exit_code == 2
    assert not (tmp_path / "x").exists()


# -- records from options --------------------------------------------------------------

FACT = (
    "new", "fact", "--claim", "South Korea said that about 1,500 soldiers had been sent.",
    "--kind", "figure", "--value", "1500", "--unit", "soldiers", "--approximate", "true",
    "--as-of", "2024-10-18", "--status", "reported", "--attributed-to", "South Korea",
    "--source", SOURCE, "--tag", "troops",
)  # fmt: skip


def test_a_fact(site: Path) -> None:
    done = run(*FACT)
    assert done.exit_code == 0, done.output
    assert done.stdout == (
        "soldiers-sent-south-korea-2024-10-18:\n"
        "  claim: South Korea said that about 1,500 soldiers had been sent.\n"
        "  kind: figure\n"
        "  value: 1500\n"
        "  unit: soldiers\n"
        "  approximate: true\n"
        "  as_of: 2024-10-18\n"
        "  status: reported\n"
        "  attributed_to: South Korea\n"
        "  sources:\n"
        f"    - {SOURCE}\n"
        "  tags:\n"
        "    - troops\n"
    )
    assert "wrote content/facts/first.yml:17; cite it as [@fact:soldiers-sent-" in done.stderr
    clean()


def test_a_source(site: Path) -> None:
    done = run(
        "new", "source", "--type", "report", "--title", "Activity at a port: a view",
        "--author", "Doe, Jane", "--author", "The Example Institute", "--issued", "2023-10",
        "--URL".lower(), "https://thinktank.example.org/4", "--to", "reports.yml",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert (site / "content/sources/reports.yml").read_text() == (
        "# yaml-language-server: $schema=../../.schemas/source.schema.json\n"
        "\n"
        "example-2023-10-activity-port-view:\n"
        "  type: report\n"
        '  title: "Activity at a port: a view"\n'
        "  author:\n"
        "    - family: Doe\n"
        "      given: Jane\n"
        "    - literal: The Example Institute\n"
        "  issued: 2023-10\n"
        "  accessed: 2026-11-23\n"
        "  URL: https://thinktank.example.org/4\n"
    )
    clean()


def test_a_term(site: Path) -> None:
    done = run(
        "new", "term", "--term", "no-fly zone", "--alias", "flight ban", "--source", SOURCE,
        "--definition", "Airspace that is closed to aircraft. [@" + SOURCE + "]",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert done.stdout.startswith("no-fly-zone:\n  term: no-fly zone\n")
    clean()


def test_dry_run(site: Path) -> None:
    before = (site / "content/facts/first.yml").read_bytes()
    done = run(*FACT, "--dry-run")
    assert done.exit_code == 0
    assert done.stdout.startswith("soldiers-sent-south-korea-2024-10-18:\n")
    assert (site / "content/facts/first.yml").read_bytes() == before


@pytest.mark.parametrize(
    ("claim", "key"),
    [
        ("They signed a treaty on 19 June 2024.", "signed-treaty-2024-10-18:"),
        ("Путин подписал договор.", "putin-podpisal-dogovor-2024-10-18:"),
        ("1,500.", "2024-10-18:"),
    ],
)
def test_ids_of_facts(site: Path, claim: str, key: str) -> None:
    words = ("new", "fact", "--claim", claim, "--as-of", "2024-10-18", "--status", "reported")
    assert run(*words, "--source", SOURCE, "--dry-run").stdout.startswith(key)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("1500/", "value:\n    min: 1500"),
        ("/1500", "value:\n    max: 1500"),
        ("1000/1500", "value:\n    min: 1000\n    max: 1500"),
        ("1500.0", "value: 1500.0"),
        ("many", "value: many"),
    ],
)
def test_values(site: Path, value: str, written: str) -> None:
    words = [value if word == "1500" else word for word in FACT]
    assert written in run(*words, "--dry-run").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("fact",), "missing --claim, --as-of, --status, --source"),
        (("source", "--title", "x"), "missing --type"),
        (("term", "--term", "x"), "missing --definition"),
        (("explainer",), "missing --title, --summary"),
        (("site",), "Missing argument 'DIR'"),
        ((*FACT[1:], "--as-of", "2024-02-30"), "there is no such date as 2024-02-30"),
        ((*FACT[1:], "--status", "rumoured"), "'rumoured' is not one of"),
        ((*FACT[1:], "--source", "yonhap-2023-10-14"), f"did you mean '{SOURCE}'?"),
        ((*FACT[1:], "--measure", "containers"), "there is no measure 'containers'"),
        ((*FACT[1:], "--value", "1600"), "the check would fail"),
        ((*FACT[1:], "--id", "Not an id"), "is no valid id of a fact"),
        ((*FACT[1:], "--id", "containers-us-2023-10-13"), "there is, or was, a fact"),
        ((*FACT[1:], "--to", "../x.yml"), "are read from content/facts/ only"),
        (("term", "--term", "White House", "--definition", "x"), "the check would fail"),
        (
            ("source", "--type", "webpage", "--title", "x", "--url", "javascript:alert(1)"),
            "Invalid value for --url",
        ),
        (
            (
                "source", "--type", "webpage", "--title", "x",
                "--url", "https://en.yna.co.kr/view/AEN20231014000400315/",
            ),
            f"has the address of '{SOURCE}'",
        ),
    ],
)  # fmt: skip
def test_wrong_use(site: Path, words: tuple[str, ...], message: str) -> None:
    before = {file: file.read_bytes() for file in site.rglob("*.yml")}
    done = run("new", *words)
    assert done.exit_code == 2, done.output
    assert message in done.stderr
    assert {file: file.read_bytes() for file in site.rglob("*.yml")} == before


def test_an_explainer(site: Path) -> None:
    done = run(
        "new", "explainer", "--title", "What is in the treaty: all of it?", "--tag", "treaty",
        "--summary", "Help in case of war [@" + SOURCE + "].", "--author", "Jane Doe",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    page = site / "content/pages/explainers/what-is-in-the-treaty-all-of-it.md"
    assert page.read_text().startswith(
        "---\n"
        'title: "What is in the treaty: all of it?"\n'
        f"summary: Help in case of war [@{SOURCE}].\n"
        "authors:\n  - Jane Doe\n"
        "published: 2026-11-23\nupdated: 2026-11-23\n"
        "tags:\n  - treaty\n"
        "---\n"
    )
    clean()
    again = run(
        "new", "explainer", "--title", "What is in the treaty: all of it?", "--summary", "x"
    )
    assert (again.exit_code, "already" in again.stderr) == (2, True)


@pytest.mark.parametrize("to", ["../../../x.md", "x.txt", "/tmp/x.md"])
def test_an_explainer_elsewhere(site: Path, to: str) -> None:
    done = run("new", "explainer", "--title", "x", "--summary", "y", "--to", to)
    assert (done.exit_code, "a page is a .md file in" in done.stderr) == (2, True)


# -- prompts ---------------------------------------------------------------------------


@pytest.mark.slow
def test_asked_for_a_fact(site: Path) -> None:
    code, shown = typed(
        site,
        ["new", "fact"],
        [
            "The agency said that 1,500 soldiers had been sent.",
            "figure",
            "1500",
            "soldiers",
            "soldiers-sent",  # no such measure
            "",
            "18 October",  # no date
            "2024-10-18",
            "",  # reported
            "The agency",
            "",  # a source is needed
            SOURCE,
            "",
            "",  # the id
            "y",
        ],
    )
    assert code == 0, shown
    assert "there is no measure 'soldiers-sent'" in shown
    assert "'as_of'" in shown
    assert shown.count("The id of a source:") == 2
    assert "wrote content/facts/first.yml:17" in shown
    assert (
        "soldiers-sent-the-agency-2024-10-18:\n" in (site / "content/facts/first.yml").read_text()
    )
    clean()


@pytest.mark.slow
def test_asked_for_a_source(site: Path) -> None:
    code, shown = typed(
        site,
        ["new", "source"],
        [
            "newspaper",  # no type
            "",
            "A title",
            "Doe, Jane",
            "",
            "Example Press",
            "2024-10-17",
            "",
            "example.org",  # no address
            "https://press.example.org/x",
            "en",
            "",
            "",
            "",
        ],
    )
    assert code == 0, shown
    assert "'newspaper' is not one of" in shown
    assert "'example.org' is no http or https address" in shown
    text = (site / "content/sources/first.yml").read_text()
    assert "example-press-2024-10-17-title:\n  type: article-newspaper\n" in text
    clean()


def test_the_first_record_of_a_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/index.md").write_text("# Home\n")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\nplugins: [plainfact/sources]\n")
    monkeypatch.chdir(tmp_path)
    done = run("new", "source", "--type", "report", "--title", "Ports")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "content/sources/sources.yml").read_text().startswith("ports:\n")
    refused = run("new", "term", "--term", "x", "--definition", "y")
    assert (refused.exit_code, "plainfact/glossary" in refused.stderr) == (2, True)


@pytest.mark.slow
def test_asked_and_declined(site: Path) -> None:
    before = (site / "content/glossary/first.yml").read_bytes()
    code, shown = typed(site, ["new", "term", "--term", "pact"], ["An agreement.", "", "", "", "n"])
    assert code == 0, shown
    assert "nothing was written" in shown
    assert (site / "content/glossary/first.yml").read_bytes() == before


@pytest.mark.slow
def test_asked_for_the_name_of_a_site(tmp_path: Path) -> None:
    code, shown = typed(tmp_path, ["new", "site", "here"], ["Our site"])
    assert code == 0, shown
    assert "Name of the site [here]:" in shown
    assert (tmp_path / "here/mkdocs.yml").read_text().startswith("site_name: Our site\n")
