"""`plainfact cite`: pages of many shapes, DOIs and files; what is written, and what is not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from plainfact.cli import main
from plainfact.lookup import Asking, LookupFailed, New, look_up
from plainfact.model import Knowledge
from plainfact.network import Limits
from saved_pages import SAVED, Saved
from terminal import typed
from webserver import Server

TODAY = date(2026, 11, 23)
LIMITS = Limits(seconds=20, wait=2, body=2_000_000)


@pytest.fixture(scope="module")
def proxy() -> Iterator[Server]:
    """Every host of the saved pages, behind one proxy."""
    server = Server()
    for saved in SAVED.values():
        server.answers[saved.url.partition("?")[0]] = saved.answer
    yield server
    server.close()


def asking(proxy: Server, knowledge: Knowledge | None = None) -> Asking:
    return Asking(knowledge or Knowledge(), TODAY, proxy=proxy.url, limits=LIMITS)


def found(saved: Saved, proxy: Server) -> New:
    (outcome,) = look_up(saved.url, asking(proxy))
    assert isinstance(outcome, New)
    return outcome


@pytest.mark.slow
@pytest.mark.parametrize("name", SAVED)
def test_a_saved_page(name: str, proxy: Server) -> None:
    saved = SAVED[name]
    if saved.refused:
        with pytest.raises(LookupFailed) as caught:
            found(saved, proxy)
        assert saved.refused in str(caught.value)
        return
    new = found(saved, proxy)
    values: dict[str, Any] = {**new.values, "id": new.key}
    assert {name: values.get(name) for name in saved.right} == dict(saved.right)
    assert not set(saved.missing) & set(values)
    assert saved.warned in " ".join(new.warnings)
    assert new.key.isascii()


# -- the command -----------------------------------------------------------------------

MKDOCS = """\
site_name: Test
theme: {name: null, custom_dir: theme}
plugins:
  - plainfact/sources
"""
OLD = """\
# Kept as it is.
old-2024-10-17:
  type: article-newspaper
  title: 'A "quoted" title'   # why
  container-title: Example Press
  issued: 2024-10-17
  URL: https://www.old.example.org/a/?utm_source=x
  DOI: 10.5555/OLD.1
# The end.
"""
BIB = """\
@article{doe2019, title = {Measuring {Arms} Transfers}, author = {Doe, Jane}, year = 2019,
  journal = {Journal of Examples}, doi = {10.5555/new.1}}
@misc{old, title = {Same DOI}, doi = {10.5555/old.1}, year = 2024}
"""
CSL = [
    {"id": "roe2020", "type": "report", "title": "Ports", "issued": {"date-parts": [[2020, 5]]}},
    {"id": "spaced key", "type": "book", "title": "A book", "issued": {"date-parts": [[1999]]}},
]
ANSWER = {
    "type": "journal-article",
    "title": ["On <i>examples</i> &amp; others"],
    "author": [
        {"given": "Jane", "family": "Doe", "sequence": "first", "affiliation": []},
        {"name": "The Example Group"},
    ],
    "container-title": "Journal of Examples",
    "ISSN": ["1234-5678", "8765-4321"],
    "issued": {"date-parts": [[2021, 3]]},
    "abstract": "<jats:p>long</jats:p>",
    "reference": [{"key": "1"}],
    "URL": "http://dx.doi.org/10.5555/reg.1",
    "volume": 7,
    "page": "1-9",
    "language": "en",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "mkdocs.yml": MKDOCS,
        "theme/main.html": "<html><head></head><body>{{ page.content }}</body></html>",
        "content/sources/old.yml": OLD,
        "docs/index.md": "# Home\n\nOld [@old-2024-10-17].\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795392000")  # 2026-11-23
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["cite", *words])


def clean(site: Path) -> None:
    """What was written passes the check and needs no formatting."""
    checked = CliRunner().invoke(main, ["check", "--strict"])
    assert checked.exit_code == 0, checked.output
    assert CliRunner().invoke(main, ["fmt", "--check"]).exit_code == 0


def test_a_record_is_shown_and_written(site: Path, proxy: Server) -> None:
    done = run(SAVED["news with JSON-LD"].url, "--proxy", proxy.url)
    assert done.exit_code == 0, done.output
    assert done.stdout == (
        "example-press-2024-10-17-allies-form-team:\n"
        "  type: article-newspaper\n"
        "  title: Allies form team to watch sanctions\n"
        "  author:\n"
        "    - family: Maresca\n"
        "      given: Thomas\n"
        "  container-title: Example Press\n"
        "  issued: 2024-10-17\n"
        "  accessed: 2026-11-23\n"
        "  URL: http://www.press.example.org/allies\n"
        "  language: en\n"
    )
    text = (site / "content/sources/old.yml").read_text()
    assert text == f"{OLD}\n{done.stdout}"
    assert "wrote content/sources/old.yml:11; cite it as [@example-press-" in done.stderr
    clean(site)
    again = run(SAVED["news with JSON-LD"].url, "--proxy", proxy.url)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "there already, as [@example-press-2024-10-17-allies-form-team]" in again.stderr
    assert (site / "content/sources/old.yml").read_text() == text


def test_every_hostile_page_is_written_safely(site: Path, proxy: Server) -> None:
    urls = [SAVED[name].url for name in SAVED if name.startswith(("hostile", "very long"))]
    assert len(urls) >= 3
    assert run(*urls, "--proxy", proxy.url).exit_code == 0
    clean(site)


def test_dry_run_writes_nothing(site: Path, proxy: Server) -> None:
    done = run(SAVED["weblog"].url, "--dry-run", "--proxy", proxy.url)
    assert done.exit_code == 0
    assert done.stdout.startswith("example-2022-01-02-post:\n")
    assert (site / "content/sources/old.yml").read_text() == OLD


def test_one_failure_does_not_stop_the_others(site: Path, proxy: Server) -> None:
    urls = [SAVED[name].url for name in ("404", "weblog", "empty")]
    done = run(*urls, "--proxy", proxy.url)
    assert done.exit_code == 1
    assert f"error: {urls[0]}: the server answers with status 404" in done.stderr
    assert "example-2022-01-02-post" in (site / "content/sources/old.yml").read_text()


@pytest.mark.parametrize(
    "what",
    [
        "http://old.example.org/a",
        "https://old.example.org/a?utm_campaign=y#top",
        "10.5555/old.1",
        "doi:10.5555/OLD.1",
        "https://doi.org/10.5555/old.1",
    ],
)
def test_a_known_source_is_found_without_asking_anybody(site: Path, what: str) -> None:
    done = run(what)
    assert done.exit_code == 0, done.output
    assert "there already, as [@old-2024-10-17]" in done.stderr
    assert (site / "content/sources/old.yml").read_text() == OLD


def test_title_and_date_find_it_too(site: Path, proxy: Server) -> None:
    url = SAVED["news with JSON-LD"].url
    other = SAVED["news with JSON-LD"].right
    record = (
        f"first:\n  type: webpage\n  title: {other['title']}\n"
        "  container-title: Example Press\n  issued: 2024-10-17\n"
    )
    (site / "content/sources/old.yml").write_text(record)
    assert "as [@first] (same title and date" in run(url, "--proxy", proxy.url).stderr


def test_this_machine_only_where_allowed(site: Path, proxy: Server) -> None:
    proxy.answers["/local"] = SAVED["weblog"].answer
    refused = run(f"{proxy.url}/local")
    assert refused.exit_code == 1
    assert "lies inside a network" in refused.stderr
    assert run(f"{proxy.url}/local", "--allow-private").exit_code == 0


def test_a_doi(site: Path) -> None:
    registry = Server()
    try:
        registry.answers["/10.5555/reg.1"] = lambda h: h.say(200, json.dumps(ANSWER).encode())
        registry.answers["/10.5555/none"] = lambda h: h.say(404)
        registry.answers["/10.5555/odd"] = lambda h: h.say(200, b"<html>")
        options = ("--allow-private", "--doi-registry", registry.url)
        done = run("doi:10.5555/reg.1", *options)
        assert done.exit_code == 0, done.output
        assert registry.seen[0][2]["accept"] == "application/vnd.citationstyles.csl+json"
        assert done.stdout == (
            "doe-2021-03-examples-others:\n"
            "  type: article-journal\n"
            "  title: On examples & others\n"
            "  author:\n"
            "    - family: Doe\n"
            "      given: Jane\n"
            "    - literal: The Example Group\n"
            "  container-title: Journal of Examples\n"
            "  issued: 2021-03\n"
            "  accessed: 2026-11-23\n"
            "  URL: https://doi.org/10.5555/reg.1\n"
            "  DOI: 10.5555/reg.1\n"
            "  language: en\n"
            "  ISSN: 1234-5678, 8765-4321\n"
            "  page: 1-9\n"
            '  volume: "7"\n'
        )
        clean(site)
        failed = run("10.5555/none", "10.5555/odd", *options)
        assert failed.exit_code == 1
        assert "there is no DOI 10.5555/none" in failed.stderr
        assert "no usable record of 10.5555/odd" in failed.stderr
    finally:
        registry.close()


def test_files(site: Path) -> None:
    (site / "library.bib").write_text(BIB)
    (site / "zotero.json").write_text(json.dumps(CSL))
    done = run("library.bib", "zotero.json", "--to", "books.yml")
    assert done.exit_code == 0, done.output
    text = (site / "content/sources/books.yml").read_text()
    assert "doe2019:\n" in text
    assert "roe2020:\n" in text
    assert "1999-book:\n" in text  # no key can have a space in it
    assert "there already, as [@old-2024-10-17] (same DOI" in done.stderr
    clean(site)


def test_a_file_of_csl_yaml(site: Path) -> None:
    (site / "pandoc.yaml").write_text(
        "---\nreferences:\n- id: doe2019\n  type: book\n  title: A book’s story\n"
        "- id: roe2020\n  type: report\n  title: A report\n"
        "  issued:\n    date-parts:\n    - - 2020\n      - 5\n...\n"
    )
    done = run("pandoc.yaml", "--to", "books.yml")
    assert done.exit_code == 0, done.output
    text = (site / "content/sources/books.yml").read_text()
    assert "doe2019:\n  type: book\n" in text
    assert "  issued: 2020-05\n" in text
    clean(site)
    for broken, message in (
        ("references:\n- id: [\n", "cannot be read"),
        ("- a\n- b\n", "holds no sources"),
        ("", "holds no sources"),
        ("title: x\n", "holds no sources"),
    ):
        (site / "broken.yml").write_text(broken)
        done = run("broken.yml")
        assert done.exit_code == 1
        assert message in done.stderr
        assert "Traceback" not in done.output


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ((), 2, "name an address, a DOI or a file"),
        (("nonsense",), 1, "no web address, no DOI"),
        (("missing.bib",), 1, "cannot be read"),
        (("ftp://example.org/x",), 1, "no web address"),
        (("http://user:pw@example.org/",), 1, "user name or password"),
        (("http://example.org/", "--proxy", "socks5://x"), 1, "a proxy is named as"),
        (("10.5555/x", "--to", "../x.yml"), 2, "are read from content/sources/ only"),
        (("10.5555/x", "--to", "x.txt"), 2, "is no YAML file"),
    ],
)
def test_wrong_use(site: Path, words: tuple[str, ...], code: int, message: str) -> None:
    done = run(*words)
    assert done.exit_code == code
    assert message in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "text",
    [
        "- id: a\n  type: book\n  title: x\n",
        "{a: {type: book, title: x}}\n",
        "type: book\ntitle: x\n",
        "a: [\n",
        "a: {type: book, title: x}\n...\n",
        "  a: {type: book, title: x}\n",
        "a:\n  type: book\n  title: |+\n    x\n\n\n",
    ],
)
def test_a_file_that_cannot_take_it_is_left_alone(site: Path, text: str) -> None:
    (site / "content/sources/odd.yml").write_text(text)
    (site / "z.json").write_text(json.dumps(CSL[:1]))
    done = run("z.json", "--to", "odd.yml")
    assert done.exit_code == 2, done.output
    assert "nothing was written" in done.stderr
    assert (site / "content/sources/odd.yml").read_text() == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "{}"),
        ("# only a comment\n", "# only a comment\n\n{}"),
        ("a:\n  type: book\n  title: x\n\n\n\n", "a:\n  type: book\n  title: x\n\n{}"),
        ("a:\r\n  type: book\r\n  title: x", "a:\r\n  type: book\r\n  title: x\r\n\r\n{}"),
        ("\ufeffa:\n  type: book\n  title: x\n", "\ufeffa:\n  type: book\n  title: x\n\n{}"),
    ],
)
def test_what_stands_stays(site: Path, before: str, after: str) -> None:
    (site / "content/sources/odd.yml").write_bytes(before.encode())
    (site / "z.json").write_text(json.dumps(CSL[:1]))
    assert run("z.json", "--to", "odd.yml").exit_code == 0
    record = "roe2020:\n  type: report\n  title: Ports\n  issued: 2020-05\n"
    record = record.replace("\n", "\r\n") if "\r" in before else record
    written = (site / "content/sources/odd.yml").read_bytes().decode()
    assert written == after.replace("{}", record)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answers", "asked", "file"),
    [
        (["y"], "Write 1 record to content/sources/old.yml?", "old.yml"),
        (["n"], "nothing was written", ""),
        (["", "y"], "Write 1 record to content/sources/cited.yml?", "cited.yml"),
        (["nothing.yml", "two.yml", ""], "'nothing.yml' is not one of", "two.yml"),
    ],
)
def test_asked_on_a_terminal(
    site: Path, proxy: Server, answers: list[str], asked: str, file: str
) -> None:
    if len(answers) > 1:
        (site / "content/sources/two.yml").write_text("")
    words = ["cite", SAVED["weblog"].url, "--proxy", proxy.url]
    code, shown = typed(site, words, answers)
    assert code == 0, shown
    assert asked in shown
    assert "\x1b" not in shown
    holding = [
        each.name
        for each in (site / "content/sources").iterdir()
        if "example-2022-01-02-post:" in each.read_text()
    ]
    assert holding == ([file] if file else [])


def test_yes_does_not_ask(site: Path, proxy: Server) -> None:
    code, shown = typed(site, ["cite", "-y", SAVED["weblog"].url, "--proxy", proxy.url], [])
    assert code == 0, shown
    assert "Write" not in shown


# -- cite --pages ----------------------------------------------------------------------

PAGE = """\
---
title: Page
summary: In short [@{http://blog.example.org/y}].
---
# Page

One [see @{http://blog.example.org/y}, p. 3; @{http://gone.example.org/a}] and code
`[@{http://blog.example.org/y}]`, an escape \\[@{http://blog.example.org/y}],
and [-@{http://press.example.org/words}]. Known [@{https://old.example.org/a}].

> - quoted [@{http://blog.example.org/y#top}]

<div>[@{http://blog.example.org/y}]</div>

    [@{http://blog.example.org/y}]

[^1]: A note [@{http://press.example.org/words}].

Text[^1].
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_pages(site: Path, proxy: Server, line_end: str, mark: str) -> None:
    page = site / "docs/page.md"
    page.write_bytes((mark + PAGE.replace("\n", line_end)).encode())
    done = run("--pages", "--proxy", proxy.url)
    assert done.exit_code == 1  # one address is gone
    assert "error: http://gone.example.org/a: the server answers with status 404" in done.stderr
    key, words = "example-2022-01-02-post", "example-2024-10-18-words"
    wanted = (
        PAGE.replace(
            "summary: In short [@{http://blog.example.org/y}", f"summary: In short [@{key}"
        )
        .replace("[see @{http://blog.example.org/y}", f"[see @{key}")
        .replace("[-@{http://press.example.org/words}]", f"[-@{words}]")
        .replace("Known [@{https://old.example.org/a}]", "Known [@old-2024-10-17]")
        .replace("[@{http://blog.example.org/y#top}]", f"[@{key}]")
        .replace("A note [@{http://press.example.org/words}]", f"A note [@{words}]")
    )
    assert page.read_bytes().decode() == mark + wanted.replace("\n", line_end)
    text = (site / "content/sources/old.yml").read_text()
    assert text.count("title: A post") == text.count("title: In words") == 1
    assert "changed docs/page.md" in done.stderr
    before = page.read_bytes()
    again = run("--pages", "--proxy", proxy.url)
    assert again.exit_code == 1
    assert page.read_bytes() == before


def test_pages_dry_run_and_only_some(site: Path, proxy: Server) -> None:
    for name in ("a", "b"):
        (site / f"docs/{name}.md").write_text("# P\n\nX [@{http://blog.example.org/y}].\n")
    done = run("--pages", "--dry-run", "docs/a.md", "--proxy", proxy.url)
    assert (done.exit_code, "would change docs/a.md" in done.stderr) == (0, True)
    assert "{http" in (site / "docs/a.md").read_text()
    assert run("--pages", "docs/a.md", "--proxy", proxy.url).exit_code == 0
    assert "{http" not in (site / "docs/a.md").read_text()
    assert "{http" in (site / "docs/b.md").read_text()
    clean(site)


def test_pages_without_any(site: Path) -> None:
    done = run("--pages")
    assert done.exit_code == 0
    assert "no page cites a bare address" in done.stderr
    assert run("--pages", "docs/none.md").exit_code == 2
