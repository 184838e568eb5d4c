"""`plainfact links`, run as a command, against a real server on this machine."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from minisite import write
from plainfact.cli import main
from plainfact.links import Asking, Kept, Outcome, Polite, State, ask_all
from plainfact.links.asking import retry_after
from webserver import Answer, Server

MKDOCS = "site_name: S\ntheme: {name: mkdocs}\nplugins:\n  - plainfact/sources\n"
LONG = "This is what the page goes on to say about it, at some length. " * 8


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server()
    yield one
    one.close()


def html(words: str = "", head: str = "") -> Answer:
    body = (
        f"<!doctype html><html><head>{head}</head><body><p>{words}</p><p>{LONG}</p></body></html>"
    )
    return lambda h: h.say(200, body.encode(), Content_Type="text/html; charset=utf-8")


def source(name: str, url: str, *more: str) -> str:
    lines = [f"{name}:", "  type: webpage", f"  title: Title of {name}", f"  URL: {url}", *more]
    return "\n".join(lines) + "\n"


def site(folder: Path, sources: str, page: str = "Text.", **files: str) -> Path:
    return write(
        folder,
        {
            "mkdocs.yml": MKDOCS,
            "content/sources/s.yml": sources,
            "docs/index.md": f"# Home\n\n{page}\n",
            **{name.replace("__", "/") + ".yml": text for name, text in files.items()},
        },
    )


def run(folder: Path, *words: str, code: int | None = None) -> Result:
    """The command with short waits; `--allow-private`, since the server is on this machine."""
    command = ["links", "-f", str(folder / "mkdocs.yml"), "--allow-private", *words]
    result = CliRunner().invoke(main, command, catch_exceptions=False)
    if code is not None:
        assert result.exit_code == code, result.output
    return result


def report(folder: Path, *words: str) -> dict[str, Any]:
    result = run(folder, "--format", "json", *words)
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def states(found: dict[str, Any]) -> dict[str, str]:
    return {each["url"].rpartition("/")[2]: each["state"] for each in found["addresses"]}


def asking(waits: list[float] | None = None, **polite: Any) -> Asking:
    polite = {"seconds": 5.0, "backoff": 1.0, **polite}
    pauses: list[float] = [] if waits is None else waits
    return Asking(Polite(**polite), allow_private=True, sleep=pauses.append)


# -- what an address is told to be ----------------------------------------------------


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (200, State.LIVE),
        (204, State.LIVE),
        (402, State.PAYWALLED),
        (404, State.DEAD),
        (410, State.DEAD),
        (401, State.UNSURE),
        (403, State.UNSURE),
        (405, State.UNSURE),
        (429, State.UNSURE),
        (451, State.UNSURE),
        (500, State.UNSURE),
        (503, State.UNSURE),
        (999, State.UNSURE),
    ],
)
def test_statuses_are_told_apart(server: Server, status: int, state: State) -> None:
    server.answers["/"] = lambda h: h.say(status)
    outcome = asking().ask(server.url + "/")
    assert (outcome.state, outcome.status) == (state, status)


def test_head_comes_first_and_is_enough(server: Server) -> None:
    server.answers["/"] = html()
    assert asking().ask(server.url + "/").state is State.LIVE
    assert [seen[0] for seen in server.seen] == ["HEAD"]
    assert "plainfact/" in server.seen[0][2]["user-agent"]


@pytest.mark.parametrize("status", [403, 404, 405, 501, 503])
def test_get_decides_where_head_is_refused(server: Server, status: int) -> None:
    server.answers["/"] = lambda h: h.say(status if h.command == "HEAD" else 200)
    assert asking().ask(server.url + "/").state is State.LIVE
    assert [seen[0] for seen in server.seen] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("statuses", "target"),
    [
        ([301], "/1"),
        ([308], "/1"),
        ([301, 308], "/2"),
        ([302], ""),
        ([307], ""),
        ([301, 302], "/1"),
        ([302, 301], ""),
    ],
)
def test_moved_is_what_redirects_for_good(server: Server, statuses: list[int], target: str) -> None:
    for number, status in enumerate(statuses):
        server.answers[f"/{number}"] = lambda h, s=status, n=number: h.say(  # type: ignore[misc]
            s, Location=f"/{n + 1}"
        )
    server.answers[f"/{len(statuses)}"] = html()
    outcome = asking().ask(server.url + "/0")
    assert outcome.state is (State.MOVED if target else State.LIVE)
    assert outcome.moved_to == (server.url + target if target else "")


def test_a_redirect_to_a_dead_page_is_dead_and_to_the_front_page_unsure(server: Server) -> None:
    server.answers["/a"] = lambda h: h.say(301, Location="/gone")
    server.answers["/gone"] = lambda h: h.say(404)
    server.answers["/story"] = lambda h: h.say(301, Location="/")
    server.answers["/"] = html()
    assert asking().ask(server.url + "/a").state is State.DEAD
    outcome = asking().ask(server.url + "/story")
    assert (outcome.state, outcome.moved_to) == (State.UNSURE, "")
    assert "front page" in outcome.why


def test_a_loop_of_redirects_is_unsure(server: Server) -> None:
    server.answers["/a"] = lambda h: h.say(301, Location="/b")
    server.answers["/b"] = lambda h: h.say(301, Location="/a")
    outcome = asking().ask(server.url + "/a")
    assert outcome.state is State.UNSURE
    assert "redirects" in outcome.why


def test_no_such_host_is_dead() -> None:
    outcome = asking().ask("http://no-such-host.invalid/")
    if outcome.why == "its host's name cannot be looked up now":
        pytest.skip("this machine cannot look up names at all")
    assert outcome.state is State.DEAD


def test_slow_and_closed_servers_are_unsure_after_some_tries(server: Server) -> None:
    server.answers["/slow"] = lambda h: time.sleep(0.6)
    waits: list[float] = []
    outcome = asking(waits, seconds=0.2).ask(server.url + "/slow")
    assert (outcome.state, outcome.status) == (State.UNSURE, 0)
    assert waits == [1.0, 2.0, 1.0, 2.0]  # HEAD, then GET
    closed = Server()
    closed.close()
    assert asking().ask(closed.url + "/").state is State.UNSURE


def test_a_busy_server_is_asked_again_with_growing_pauses(server: Server) -> None:
    answers = iter([503, 503, 502, 200])
    server.answers["/"] = lambda h: h.say(next(answers))
    waits: list[float] = []
    assert asking(waits).ask(server.url + "/").state is State.LIVE
    assert waits == [1.0, 2.0]
    assert [seen[0] for seen in server.seen] == ["HEAD", "GET", "GET", "GET"]


def test_retry_after_is_obeyed_within_bounds(server: Server) -> None:
    answers = iter([429, 200])
    server.answers["/"] = lambda h: h.say(next(answers), Retry_After="7")
    waits: list[float] = []
    assert asking(waits).ask(server.url + "/").state is State.LIVE
    assert waits == [7.0]
    server.answers["/long"] = lambda h: h.say(429, Retry_After="86400")
    outcome = asking(waits).ask(server.url + "/long")
    assert (outcome.state, outcome.status, waits) == (State.UNSURE, 429, [7.0])


def test_retry_after_in_both_forms() -> None:
    now = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    assert retry_after("120") == 120
    assert retry_after(format_datetime(now + timedelta(seconds=90), usegmt=True), now) == 90
    assert retry_after(format_datetime(now - timedelta(days=1), usegmt=True), now) == 0
    for nonsense in ("", "soon", "-5", "１２", "9" * 5000, "\x00"):
        assert retry_after(nonsense) >= 0


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"isAccessibleForFree": false}</script>',
        '<script type="application/ld+json">{"isAccessibleForFree":"False"}</script>',
        '<meta property="article:content_tier" content="locked">',
    ],
)
def test_publishers_own_marks_of_a_paywall(server: Server, head: str) -> None:
    server.answers["/"] = html("Words", head)
    outcome = asking().ask(server.url + "/", ["not here at all"], read=True)
    assert outcome.state is State.PAYWALLED
    assert not outcome.missing


def test_a_huge_page_is_read_to_the_bound_and_not_judged(server: Server) -> None:
    server.answers["/"] = lambda h: h.say(200, b"a " * 500_000, Content_Type="text/html")
    outcome = asking(body=10_000).ask(server.url + "/", ["some words"])
    assert (outcome.state, outcome.missing) == (State.LIVE, frozenset())
    assert "too large" in outcome.why


def test_no_private_address_unless_allowed(server: Server, tmp_path: Path) -> None:
    server.answers["/"] = html()
    outcome = Asking(Polite(seconds=5)).ask(server.url + "/")
    assert outcome.state is State.UNSURE
    assert outcome.why.startswith("not asked: ")
    folder = site(tmp_path, source("a", f"{server.url}/"))
    result = CliRunner().invoke(main, ["links", "-f", str(folder / "mkdocs.yml")])
    assert result.exit_code == 0
    assert "not asked" in result.output
    assert not server.seen


# -- quotations -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("He said: “We won’t – ever – go.”", '"We won\'t - ever - go."'),
        ("It   was\n<b>very</b>&nbsp;cold", "it was very cold"),
        ("the ﬁrst of ② reports", "The first of 2 reports"),
        ("soldiers had been sent to the front in October", "soldiers … sent […] in October"),
        ("the minister will go to Pyongyang", "[the minister] will go to Pyongyang"),
        ("북한군이 러시아에 파병되었다", "북한군이  러시아에"),
        ("co\u00adoperation be\u00adtween states", "cooperation between states"),
        ("<p>one part</p><p>another part</p>", "one part another part"),
    ],
)
def test_what_publishers_change_at_will_does_not_count(
    server: Server, page: str, quote: str
) -> None:
    server.answers["/"] = html(page)
    outcome = asking().ask(server.url + "/", [quote])
    assert len(outcome.found) == 1
    assert not outcome.missing


@pytest.mark.parametrize(
    ("page", "quote"),
    [
        ("1,600 soldiers had been sent", "1,500 soldiers had been sent"),
        ("sent soldiers", "soldiers … sent"),
        ("They agreed", "They did not agree"),
    ],
)
def test_other_words_are_missing(server: Server, page: str, quote: str) -> None:
    server.answers["/"] = html(page)
    assert len(asking().ask(server.url + "/", [quote]).missing) == 1


def test_a_page_without_text_is_not_judged(server: Server) -> None:
    body = b"<html><body><div id=app></div><script>render()</script></body></html>"
    server.answers["/"] = lambda h: h.say(200, body, Content_Type="text/html")
    outcome = asking().ask(server.url + "/", ["some words"])
    assert not outcome.missing
    assert "without its scripts" in outcome.why


@pytest.mark.parametrize("body", [b"%PDF-1.7 no pdf", b"", b"\xff\xfe\x00<", b"<" * 9000])
@pytest.mark.parametrize("kind", ["application/pdf", "text/html", "image/png", "x"])
def test_what_cannot_be_read_is_not_judged(server: Server, body: bytes, kind: str) -> None:
    server.answers["/"] = lambda h: h.say(200, body, Content_Type=kind)
    assert not asking().ask(server.url + "/", ["some words"]).missing


def pdf(text: str) -> bytes:
    """The smallest PDF that shows a text in Helvetica (ISO 32000-1, annex H.2)."""
    stream = f"BT /F1 9 Tf 9 700 Td ({text}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9000 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return out + (
        b"xref\n0 6\n0000000000 65535 f \n" + table + b"trailer<</Size 6/Root 1 0 R>>\n"
        b"startxref\n%d\n%%%%EOF" % len(out)
    )


def test_words_of_a_pdf(server: Server) -> None:
    server.answers["/"] = lambda h: h.say(
        200, pdf(f"States agreed on it. {LONG}"), Content_Type="application/pdf"
    )
    outcome = asking().ask(server.url + "/", ["states agreed on it", "states disagreed"])
    assert (len(outcome.found), len(outcome.missing)) == (1, 1)


# -- side by side ---------------------------------------------------------------------


def test_each_address_once_with_a_limit_for_each_host() -> None:
    lock, now, most, asked = threading.Lock(), {}, {}, []

    def ask(url: str) -> Outcome:
        host = url.split("/")[2]
        with lock:
            asked.append(url)
            now[host] = now.get(host, 0) + 1
            most[host] = max(most.get(host, 0), now[host])
        time.sleep(0.005)
        with lock:
            now[host] -= 1
        return Outcome(State.LIVE, 200)

    urls = [f"https://{host}.example/{n}" for n in range(20) for host in "abc"]
    found = ask_all([*urls, *urls], ask, per_host=2)
    assert list(found) == urls
    assert sorted(asked) == sorted(urls)
    assert most == dict.fromkeys(("a.example", "b.example", "c.example"), 2)


def test_a_host_that_asks_for_patience_gets_no_more_questions() -> None:
    asked = []

    def ask(url: str) -> Outcome:
        asked.append(url)
        return Outcome(State.UNSURE, 429)

    found = ask_all([f"https://a.example/{n}" for n in range(9)], ask, per_host=1)
    assert len(asked) == 1
    assert {each.state for each in found.values()} == {State.UNSURE}


def test_without_a_network_nothing_is_dead() -> None:
    urls = [f"https://{host}.example/" for host in "abcd"]
    found = ask_all(urls, lambda url: Outcome(State.DEAD, why="there is no host"))
    assert {each.state for each in found.values()} == {State.UNSURE}
    some = ask_all(urls, lambda url: Outcome(State.DEAD, 404 if "a." in url else 0))
    assert {each.state for each in some.values()} == {State.DEAD}


# -- what is kept ---------------------------------------------------------------------


def test_what_was_asked_is_kept_for_its_time(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = html("some words")
    server.answers["/b"] = lambda h: h.say(403)
    folder = site(tmp_path, source("a", f"{server.url}/a") + source("b", f"{server.url}/b"))
    run(folder, code=0)
    server.seen.clear()
    assert states(report(folder)) == {"a": "live", "b": "unsure"}
    assert {path for _, path, _ in server.seen} == {"/b"}, "unsure is asked again, nothing else"
    server.seen.clear()
    run(folder, "--max-age", "0", code=0)
    assert {path for _, path, _ in server.seen} == {"/a", "/b"}


@pytest.mark.parametrize(
    "damage",
    [
        "",
        [],
        {"state": "fine"},
        {"asked": 1, "state": "live", "status": 1, "why": 1, "moved_to": "", "found": []},
        {"asked": "x", "state": "live", "status": 1, "why": "", "moved_to": "", "found": []},
    ],
)
def test_a_damaged_entry_is_none(tmp_path: Path, damage: Any) -> None:
    url = "https://a.example/"
    kept = Kept.open(tmp_path, 1000.0)
    kept.store.put(url, damage)
    kept.store.save()
    assert Kept.open(tmp_path, 1000.0).get(url, 60, []) is None
    kept.put({url: Outcome(State.LIVE, 200, found=frozenset({"f"}))})
    again = Kept.open(tmp_path, 1060.0)
    assert again.get(url, 61, ["f"]) is not None
    assert again.get(url, 60, ["f"]) is None
    assert again.get(url, 61, ["another"]) is None
    assert Kept.open(tmp_path, 900.0).get(url, 61, []) is None, "from the future"


# -- the command ----------------------------------------------------------------------

FACT = """\
f:
  claim: They spoke.
  as_of: 2024-10-18
  status: reported
  sources:
    - {id: a, quote: "words that are gone"}
"""


def test_findings_stand_at_the_place_of_the_value(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = html("other words")
    server.answers["/gone"] = lambda h: h.say(404)
    server.answers["/old"] = lambda h: h.say(301, Location="/new")
    server.answers["/new"] = html()
    sources = source("a", f"{server.url}/a") + source("b", f"{server.url}/gone#part")
    page = f"See [here]({server.url}/gone) and <{server.url}/old>, [@fact:f], [@b]."
    folder = site(tmp_path, sources, page, content__facts__f=FACT)
    found = report(folder)
    got = [(f["rule"], f["path"], f["line"], f["column"]) for f in found["findings"]]
    assert got == [
        ("quote-missing", "content/facts/f.yml", 6, 22),
        ("dead-link", "content/sources/s.yml", 8, 8),
        ("dead-link", "docs/index.md", 3, 12),
        ("moved-link", "docs/index.md", 3, 12 + len(f"{server.url}/gone) and <")),
    ]
    assert found["summary"] == {"errors": 0, "warnings": 3, "notes": 1}
    asked = [(method, path) for method, path, _ in server.seen]
    assert asked.count(("HEAD", "/gone")) == 1, "once, whatever its fragments"
    assert run(folder).exit_code == 1


def test_a_quotation_in_prose_counts_too(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = html("We are here to stay")
    page = "He said “we are here to stay” [@a]. She said “nobody will ever leave” [@a]."
    found = report(site(tmp_path, source("a", f"{server.url}/a"), page))
    assert [(f["rule"], f["path"], f["line"]) for f in found["findings"]] == [
        ("quote-missing", "docs/index.md", 3)
    ]


def archive(server: Server, copy: Any) -> None:
    def answer(handler: Any) -> None:
        snapshot = {"available": True, "url": copy, "status": "200", "timestamp": "20241018"}
        body = json.dumps({"archived_snapshots": {"closest": snapshot} if copy else {}})
        handler.say(200, body.encode(), Content_Type="application/json")

    server.answers["/wayback/available"] = answer


COMMENTED = """\
# Our sources.

b:
  type: webpage    # as CSL says
  title: "Title"
  URL: {url}  # read on paper
  accessed: 2024-10-18
  # the next one
c: {{type: webpage, title: C, URL: "{url}2"}}
"""


def test_fix_writes_the_copy_and_nothing_else(server: Server, tmp_path: Path) -> None:
    server.answers["/gone"] = server.answers["/gone2"] = lambda h: h.say(410)
    copy = f"{server.url}/web/20241018000000/https://example.org/gone"
    archive(server, copy)
    before = COMMENTED.format(url=f"{server.url}/gone")
    folder = site(tmp_path, before)
    words = ("--archive-api", server.url)
    told = run(folder, *words, code=1)
    assert f"an archive has a copy: {copy}" in told.output
    assert (folder / "content/sources/s.yml").read_text() == before
    query = next(path for _, path, _ in server.seen if path.startswith("/wayback/"))
    assert query.endswith("%2Fgone&timestamp=20241018")
    fixed = run(folder, *words, "--fix", code=1)
    line = f"  URL: {server.url}/gone  # read on paper\n"
    after = before.replace(line, f'{line}  archive_url: "{copy}"\n  url_status: dead\n')
    assert (folder / "content/sources/s.yml").read_text() == after
    assert "archive copy written into 'b'" in fixed.stderr
    assert "not changed" in fixed.stderr
    assert f"archive_url: {copy}" in fixed.stderr, "the record in braces is left to its author"
    server.answers["/web/20241018000000/https://example.org/gone"] = html()
    found = states(report(folder, *words))
    assert found["https://example.org/gone".rpartition("/")[2]] == "live"


@pytest.mark.parametrize(
    "copy",
    [
        "",
        None,
        7,
        "javascript:alert(1)",
        "https://evil.example/web/20241018/https://x",
        "http://web.archive.org/elsewhere",
        "http://web.archive.org/web/20241018/x\ny: z",
        'http://web.archive.org/web/20241018/"\u202e',
        "http://web.archive.org/web/20241018/" + "x" * 5000,
    ],
)
def test_what_is_no_copy_is_not_written(server: Server, tmp_path: Path, copy: Any) -> None:
    server.answers["/gone"] = lambda h: h.say(404)
    archive(server, copy)
    folder = site(tmp_path, source("a", f"{server.url}/gone"))
    before = (folder / "content/sources/s.yml").read_bytes()
    run(folder, "--archive-api", server.url, "--fix", code=1)
    assert (folder / "content/sources/s.yml").read_bytes() == before


def test_an_archive_that_is_down_is_said(server: Server, tmp_path: Path) -> None:
    server.answers["/gone"] = server.answers["/wayback/available"] = lambda h: h.say(404)
    folder = site(tmp_path, source("a", f"{server.url}/gone"))
    result = run(folder, "--archive-api", server.url, code=1)
    assert "no copy looked up" in result.stderr
    assert "1 dead" in result.stdout


def test_a_source_known_to_be_dead_is_asked_for_at_its_copy(server: Server, tmp_path: Path) -> None:
    server.answers["/copy"] = html("words that are gone")
    known = source(
        "a", f"{server.url}/gone", f"  archive_url: {server.url}/copy", "  url_status: dead"
    )
    folder = site(tmp_path, known, "Text [@fact:f].", content__facts__f=FACT)
    run(folder, code=0)
    assert {path for _, path, _ in server.seen} == {"/copy"}


def test_markdown_is_a_checklist_with_everything_escaped(server: Server, tmp_path: Path) -> None:
    server.answers["/gone"] = lambda h: h.say(404)
    server.answers["/no"] = lambda h: h.say(403)
    page = f"[x]({server.url}/gone?a=<b>&c=@everyone) [y]({server.url}/no)"
    result = run(site(tmp_path, "", page), "--format", "markdown", code=1)
    assert result.stdout.startswith("### Dead\n\n- [ ] <code>docs&#47;index&#46;md&#58;3</code> ")
    assert "@everyone" not in result.stdout
    assert "<details><summary>Unsure or paid for (1)</summary>" in result.stdout


def test_nothing_to_say_is_empty_markdown(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = html()
    folder = site(tmp_path, source("a", f"{server.url}/a"))
    assert run(folder, "--format", "markdown", code=0).stdout == ""


def test_github_and_rules(server: Server, tmp_path: Path) -> None:
    server.answers["/gone"] = lambda h: h.say(404)
    folder = site(tmp_path, source("a", f"{server.url}/gone"))
    done = run(folder, "--format", "github", "--archive-api", server.url, code=1)
    assert done.stdout.startswith("::warning title=plainfact dead-link,file=content/sources/s.yml")
    text = MKDOCS.replace("plainfact/sources", "plainfact/sources: {rules: {dead-link: note}}")
    (folder / "mkdocs.yml").write_text(text)
    run(folder, "--archive-api", server.url, code=0)


def test_wrong_use(tmp_path: Path) -> None:
    folder = site(tmp_path, "")
    for words in (["--max-age", "soon"], ["--format", "pdf"], ["--per-host", "0"]):
        assert run(folder, *words).exit_code == 2


def test_a_progress_bar_on_a_terminal_only(server: Server, tmp_path: Path) -> None:
    server.answers["/a"] = html()
    folder = site(tmp_path, source("a", f"{server.url}/a"))
    command = [sys.executable, "-m", "plainfact", "links", "--allow-private", "--max-age", "0"]
    piped = subprocess.run(command, cwd=folder, capture_output=True, timeout=60, check=True)
    assert piped.stderr == b""
    terminal, other = pty.openpty()
    done = subprocess.run(
        command, cwd=folder, stdout=subprocess.PIPE, stderr=other, timeout=60, check=True
    )
    os.close(other)
    shown = b""
    while True:
        try:
            block = os.read(terminal, 4096)
        except OSError:
            break
        if not block:
            break
        shown += block
    os.close(terminal)
    assert b"Asking" in shown
    assert b"1/1" in shown
    assert done.stdout == piped.stdout
