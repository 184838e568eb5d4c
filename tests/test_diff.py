"""`plainfact diff`: what it says about two branches of a repository that real git made."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from minisite import BOTH, write
from plainfact.cli import main
from repository import commit, git, repository

SOURCES = """\
upi-2024:
  type: article-newspaper
  title: First report
  container-title: UPI
  URL: https://example.org/upi
afp-2024:
  type: article-newspaper
  title: Second report
  container-title: AFP
"""
FACTS = """\
troops-nis-2024-10-18:
  claim: The agency said that 1,500 soldiers had been sent.
  kind: figure
  value: 1500
  unit: soldiers
  measure: sent
  as_of: 2024-10-18
  status: reported
  attributed_to: nis
  sources: [upi-2024]
treaty-2024-06-19:
  claim: They signed a treaty in Pyongyang.
  as_of: 2024-06-19
  status: confirmed
  sources: [upi-2024, afp-2024]
rumour-2024-09-01:
  claim: A paper said that a general had fled.
  as_of: 2024-09-01
  status: reported
  sources: [afp-2024]
gone-2024-01-01:
  claim: A ship was seen.
  as_of: 2024-01-01
  status: reported
  sources: [afp-2024]
"""
MEASURES = "sent: {label: soldiers sent, unit: soldiers}\n"
TERMS = """\
nis:
  term: Intelligence Service
  definition: The agency in Seoul.
"""
TROOPS = """\
---
title: How many went?
published: 2024-11-01
updated: 2024-11-02
---

The first count was [1,500 soldiers][fact:troops-nis-2024-10-18]. They went by ship.

The Intelligence Service counted.
"""
TREATY = """\
---
title: What was signed?
published: 2024-11-01
---

They signed it in summer [@fact:treaty-2024-06-19].

By autumn 1,500 soldiers were there. They went by ship.
"""
BASE = {
    "mkdocs.yml": BOTH,
    "content/sources/s.yml": SOURCES,
    "content/facts/f.yml": FACTS,
    "content/measures/m.yml": MEASURES,
    "content/glossary/g.yml": TERMS,
    "docs/index.md": "# Home\n\nWelcome.\n",
    "docs/glossary.md": "# Glossary\n\n[GLOSSARY]\n",
    "docs/troops.md": TROOPS,
    "docs/treaty.md": TREATY,
    "docs/old.md": "# Old\n\nIt was so [@upi-2024].\n",
}
NEWER = """\
troops-nis-2025-01-01:
  claim: The agency said that 3,000 soldiers had been sent.
  kind: figure
  value: 3000
  unit: soldiers
  measure: sent
  as_of: 2025-01-01
  status: reported
  attributed_to: nis
  sources: [afp-2024]
"""


def changed(text: str, *pairs: tuple[str, str]) -> str:
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def diff(folder: Path, *words: str) -> Result:
    before = Path.cwd()
    os.chdir(folder)
    try:
        return CliRunner().invoke(main, ["diff", *words])
    finally:
        os.chdir(before)


def report(folder: Path, *words: str) -> dict[str, Any]:
    done = diff(folder, *words, "--format", "json")
    assert done.exit_code in (0, 1), done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    repository(folder, BASE)
    git(folder, "checkout", "--quiet", "-b", "change")
    return folder


def record(found: dict[str, Any], key: str) -> dict[str, Any]:
    (one,) = [each for each in found["records"] if each["id"] == key]
    return dict(one)


def page(found: dict[str, Any], path: str) -> dict[str, Any]:
    (one,) = [each for each in found["pages"] if each["page"] == path]
    return dict(one)


def rules(found: dict[str, Any], which: str = "new") -> list[str]:
    return [each["rule"] for each in found["findings"][which]]


# -- what is compared --------------------------------------------------------


def test_nothing_changed(repo: Path) -> None:
    done = diff(repo, "main", "change")
    assert done.exit_code == 0
    assert done.output == "Nothing that readers would see has changed.\n"


def test_a_value_field_by_field(repo: Path) -> None:
    facts = changed(FACTS, ("1,500", "1,600"), ("value: 1500", "value: 1600"))
    commit(repo, {"content/facts/f.yml": facts})
    found = report(repo, "main", "change")
    fact = record(found, "troops-nis-2024-10-18")
    assert fact["change"] == "changed"
    assert {"name": "value", "old": "1500", "new": "1600"} in fact["fields"]
    assert {each["name"] for each in fact["fields"]} == {"value", "claim"}
    assert (fact["path"], fact["line"]) == ("content/facts/f.yml", 1)
    assert fact["pages"] == ["troops.md"]


def test_added_removed_superseded_and_retracted(repo: Path) -> None:
    facts = changed(
        FACTS,
        (
            "as_of: 2024-09-01\n  status: reported\n",
            "as_of: 2024-09-01\n  status: retracted\n"
            "  retraction: {by: The paper, on: 2024-09-02, why: It was wrong.}\n",
        ),
        (FACTS[FACTS.index("gone-") :], NEWER),
    )
    commit(repo, {"content/facts/f.yml": facts})
    found = report(repo, "main", "change")
    assert record(found, "troops-nis-2025-01-01")["change"] == "added"
    assert record(found, "gone-2024-01-01")["change"] == "removed"
    older = record(found, "troops-nis-2024-10-18")
    assert older["superseded_by"] == "troops-nis-2025-01-01"
    assert older["fields"] == []
    assert record(found, "rumour-2024-09-01")["retracted"]
    assert found["summary"]["facts"] == {
        "added": 1,
        "changed": 2,
        "removed": 1,
        "superseded": 1,
        "retracted": 1,
    }


def test_a_record_with_a_new_id_is_the_same_record(repo: Path) -> None:
    facts = changed(
        FACTS, ("gone-2024-01-01:\n", "ship-2024-01-01:\n  formerly: [gone-2024-01-01]\n")
    )
    commit(repo, {"content/facts/f.yml": facts})
    found = report(repo, "main", "change")
    fact = record(found, "ship-2024-01-01")
    assert (fact["change"], fact["formerly"]) == ("changed", "gone-2024-01-01")


def test_sources_terms_measures_and_corrections(repo: Path) -> None:
    correction = "c-1: {date: 2026-01-01, kind: correction, was: a, now: b, pages: [troops.md]}\n"
    commit(
        repo,
        {
            "content/sources/s.yml": changed(SOURCES, ("First report", "The first report")),
            "content/glossary/g.yml": changed(TERMS, ("in Seoul", "of South Korea")),
            "content/measures/m.yml": changed(MEASURES, ("soldiers sent", "sent soldiers")),
            "content/corrections/c.yml": correction,
        },
    )
    found = report(repo, "main", "change")
    kinds = {(each["kind"], each["change"]) for each in found["records"]}
    assert kinds == {
        ("source", "changed"),
        ("term", "changed"),
        ("measure", "changed"),
        ("correction", "added"),
    }
    rests = {
        (each["kind"], tuple(each["through"])) for each in page(found, "troops.md")["rests_on"]
    }
    assert rests == {
        ("source", ("fact:troops-nis-2024-10-18",)),
        ("measure", ("fact:troops-nis-2024-10-18",)),
        ("term", ()),
        ("correction", ()),
    }


def test_sentences_as_readers_see_them(repo: Path) -> None:
    text = changed(TROOPS, ("They went by ship.", "They went by [][fact:troops-nis-2024-10-18]."))
    commit(repo, {"docs/troops.md": text})
    changes = page(report(repo, "main", "change"), "troops.md")
    (prose,) = [each for each in changes["passages"] if each["part"] == "prose"]
    assert prose["old"] == "They went by ship."
    assert prose["new"] == "They went by 1,500 soldiers."
    assert changes["change"] == "changed"


def test_pages_come_and_go_and_have_addresses(repo: Path) -> None:
    commit(repo, {"docs/old.md": None, "docs/new.md": "# New <b>\n\nIt is so [@upi-2024].\n"})
    found = report(repo, "main", "change", "--url", "https://example.org/pr/1")
    assert page(found, "old.md")["change"] == "removed"
    assert page(found, "old.md")["address"] == ""
    new = page(found, "new.md")
    assert new["change"] == "added"
    assert new["address"] == "https://example.org/pr/1/new/"
    assert new["coverage"] == {
        "before": None,
        "after": {
            "sentences": 1,
            "supported": 1,
            "facts": 0,
            "uncited_figures": 0,
            "uncited_quotations": 0,
        },
    }


def test_a_line_that_moved_is_no_news(repo: Path) -> None:
    treaty = changed(TREATY, ("---\n\nThey", "---\n\n\n\n\nThey"))
    commit(repo, {"docs/treaty.md": treaty})
    found = report(repo, "main", "change")
    assert found["findings"] == {"new": [], "gone": []}
    assert found["pages"] == []


def test_findings_that_are_new_and_gone(repo: Path) -> None:
    treaty = changed(TREATY, ("By autumn 1,500 soldiers were there.", "Then 40 left [@nowhere]."))
    commit(repo, {"docs/treaty.md": treaty})
    done = diff(repo, "main", "change", "--format", "json")
    found = json.loads(done.output)
    assert rules(found, "gone") == ["uncited-figure"]
    assert "unknown-source" in rules(found)
    assert done.exit_code == 1


# -- the desk's questions ----------------------------------------------------

REWRITTEN = changed(FACTS, ("1,500", "1,600"), ("value: 1500", "value: 1600"))
FOLLOWED = changed(TROOPS, ("1,500", "1,600"), ("2024-11-02", "2024-11-03"))


def test_a_rewritten_fact(repo: Path) -> None:
    commit(repo, {"content/facts/f.yml": REWRITTEN, "docs/troops.md": FOLLOWED})
    found = report(repo, "main", "change")
    assert rules(found) == ["correction-missing", "fact-rewritten"]
    rewritten = found["findings"]["new"][1]
    assert (rewritten["path"], rewritten["line"]) == ("content/facts/f.yml", 4)
    assert diff(repo, "main", "change").exit_code == 0
    assert diff(repo, "main", "change", "--strict").exit_code == 1


def test_a_correction_answers_both(repo: Path) -> None:
    correction = (
        "c-1: {date: 2026-01-01, kind: correction, was: '1,500', now: '1,600', "
        "facts: [troops-nis-2024-10-18]}\n"
    )
    commit(
        repo,
        {
            "content/facts/f.yml": REWRITTEN,
            "docs/troops.md": FOLLOWED,
            "content/corrections/c.yml": correction,
        },
    )
    assert rules(report(repo, "main", "change")) == []


def test_a_newer_record_is_neither(repo: Path) -> None:
    text = changed(TROOPS, ("The first count was", "The first count of 18 October 2024 was"))
    text = changed(text, ("2024-11-02", "2025-01-02"))
    commit(repo, {"content/facts/f.yml": FACTS + NEWER, "docs/troops.md": text})
    assert rules(report(repo, "main", "change")) == ["unused-fact"]


def test_signs_and_better_support_are_no_substance(repo: Path) -> None:
    facts = changed(
        FACTS,
        ("They signed a treaty in Pyongyang.", "They signed a treaty, in Pyongyang."),
        ("as_of: 2024-09-01\n  status: reported", "as_of: 2024-09-01\n  status: confirmed"),
    )
    commit(repo, {"content/facts/f.yml": facts})
    assert rules(report(repo, "main", "change")) == []


def test_a_page_that_forgot_its_date(repo: Path) -> None:
    commit(repo, {"docs/troops.md": changed(TROOPS, ("by ship", "by train"))})
    found = report(repo, "main", "change")
    assert rules(found) == ["updated-missing"]
    assert found["findings"]["new"][0]["line"] == 4


@pytest.mark.parametrize(
    "text",
    [
        changed(TROOPS, ("by ship.", "by train."), ("2024-11-02", "2024-12-01")),
        changed(TROOPS, ("by ship.", "by “ship”.")),
        changed(TROOPS, ("They went by ship.\n", "They\nwent by *ship*.\n")),
    ],
)
def test_a_page_that_need_not(repo: Path, text: str) -> None:
    commit(repo, {"docs/troops.md": text})
    assert rules(report(repo, "main", "change")) == []


def test_the_site_chooses_severities(repo: Path) -> None:
    config = BOTH.replace(
        "  - plainfact/sources\n",
        "  - plainfact/sources:\n      rules: {updated-missing: error, fact-rewritten: off}\n",
    )
    git(repo, "checkout", "--quiet", "main")
    commit(repo, {"mkdocs.yml": config})
    git(repo, "checkout", "--quiet", "-B", "change")
    text = changed(TROOPS, ("by ship", "by train"))
    commit(repo, {"content/facts/f.yml": REWRITTEN, "docs/troops.md": text})
    done = diff(repo, "main", "change", "--format", "json")
    assert "fact-rewritten" not in rules(json.loads(done.output))
    assert "updated-missing" in rules(json.loads(done.output))
    assert done.exit_code == 1


def test_what_still_says_the_old(repo: Path) -> None:
    text = changed(FOLLOWED, ("They went by ship.", "They went to Russia by train."))
    commit(repo, {"content/facts/f.yml": REWRITTEN, "docs/troops.md": text})
    found = report(repo, "main", "change")["still_says"]
    assert [(each["path"], each["line"], each["words"], each["replacement"]) for each in found] == [
        ("docs/treaty.md", 8, "1,500", "1,600"),
        ("docs/treaty.md", 8, "They went by ship.", "They went to Russia by train."),
    ]


def test_at_least_is_not_said_twice(repo: Path) -> None:
    """The sentence has those words already; what follows them is to be put there."""
    git(repo, "checkout", "--quiet", "main")
    least = FACTS.replace("value: 1500", "value: {min: 1500}")
    treaty = changed(TREATY, ("1,500 soldiers were", "at least 1,500 soldiers were"))
    commit(repo, {"content/facts/f.yml": least, "docs/treaty.md": treaty})
    git(repo, "checkout", "--quiet", "-B", "change")
    text = REWRITTEN.replace("value: 1600", "value: {min: 1600}")
    commit(repo, {"content/facts/f.yml": text, "docs/troops.md": FOLLOWED})
    (found,) = report(repo, "main", "change")["still_says"]
    assert (found["words"], found["replacement"]) == ("1,500", "1,600")


def test_another_fact_may_say_the_same_number(repo: Path) -> None:
    other = NEWER.replace("3000", "1500").replace("3,000", "1,500").replace("nis", "gur")
    git(repo, "checkout", "--quiet", "main")
    treaty = changed(
        TREATY, ("1,500 soldiers were", "[1,500 soldiers][fact:troops-gur-2025-01-01] were")
    )
    commit(repo, {"content/facts/f.yml": FACTS + other, "docs/treaty.md": treaty})
    git(repo, "checkout", "--quiet", "-B", "change")
    commit(repo, {"content/facts/f.yml": REWRITTEN + other, "docs/troops.md": FOLLOWED})
    assert report(repo, "main", "change")["still_says"] == []


def test_a_term_with_another_name(repo: Path) -> None:
    terms = changed(TERMS, ("Intelligence Service", "National Agency"))
    commit(repo, {"content/glossary/g.yml": terms})
    (found,) = report(repo, "main", "change")["still_says"]
    assert (found["kind"], found["id"], found["path"], found["line"]) == (
        "term",
        "nis",
        "docs/troops.md",
        9,
    )
    assert found["replacement"] == "National Agency"


# -- two sides ---------------------------------------------------------------


def test_the_work_tree_as_it_stands(repo: Path) -> None:
    write(repo, {"docs/troops.md": changed(TROOPS, ("by ship", "by train"))})
    before = git(repo, "status", "--porcelain")
    found = report(repo, "main")
    assert [each["page"] for each in found["pages"]] == ["troops.md"]
    assert found["head"] == {"name": "work tree", "commit": ""}
    assert git(repo, "status", "--porcelain") == before


def test_two_folders(tmp_path: Path) -> None:
    write(tmp_path / "old", BASE)
    write(tmp_path / "new", {**BASE, "docs/troops.md": changed(TROOPS, ("by ship", "by train"))})
    for words in (
        ("./old", "./new"),
        (str(tmp_path / "old"), str(tmp_path / "new")),
        ("old", "new"),
    ):
        found = report(tmp_path, *words)
        assert [each["page"] for each in found["pages"]] == ["troops.md"]


def test_a_project_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    repository(tmp_path, {f"site/{name}": text for name, text in BASE.items()})
    text = changed(TROOPS, ("by ship", "by train"))
    commit(tmp_path, {"site/docs/troops.md": text})
    for folder, words in ((tmp_path / "site", ()), (tmp_path, ("-f", "site/mkdocs.yml"))):
        found = report(folder, "HEAD~1", "HEAD", *words)
        assert [each["path"] for each in found["pages"]] == ["docs/troops.md"]
        assert found["findings"]["new"][0]["path"] == "docs/troops.md"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing"], "git knows no revision 'nothing'"),
        (["--", "--output=x"], "is no revision"),
        (["main", "./nowhere"], "there is no folder './nowhere'"),
        (["main", "--url", "javascript:alert(1)"], "--url takes an address"),
        (["main^{tree}"], "git knows no revision"),
        ([], "Missing argument 'BASE'"),
    ],
)
def test_wrong_use(repo: Path, words: list[str], message: str) -> None:
    done = diff(repo, *words)
    assert done.exit_code == 2
    assert message in done.output


def test_the_report_in_a_file(repo: Path, tmp_path: Path) -> None:
    done = diff(repo, "main", "--output", str(tmp_path / "report.md"), "--format", "markdown")
    assert done.output == ""
    assert (tmp_path / "report.md").read_text().startswith("**Nothing that readers would see")


# -- a stranger's side -------------------------------------------------------


def test_nothing_of_the_head_runs(repo: Path, tmp_path: Path) -> None:
    flag = tmp_path / "ran"
    hook = f"import pathlib\npathlib.Path({str(flag)!r}).touch()\n"
    commit(
        repo,
        {
            "mkdocs.yml": BOTH + "hooks: [hook.py]\nextra: {x: !!python/name:os.system ''}\n",
            "hook.py": hook,
            "conftest.py": hook,
            "docs/troops.md": changed(TROOPS, ("by ship", "by train")),
        },
    )
    found = report(repo, "main", "change")
    assert [each["page"] for each in found["pages"]] == ["troops.md"]
    assert not flag.exists()
    report(repo, "main", "change", "--config-from", "head")
    assert flag.exists()


def test_a_hook_in_the_docs_folder_is_the_base_s(repo: Path, tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    git(repo, "checkout", "--quiet", "main")
    config = BOTH + "hooks: [docs/hook.py]\n"
    touch = "import pathlib\npathlib.Path({!r}).touch()\n"
    commit(repo, {"mkdocs.yml": config, "docs/hook.py": touch.format(str(ours))})
    git(repo, "checkout", "--quiet", "-B", "change")
    commit(repo, {"docs/hook.py": touch.format(str(theirs))})
    report(repo, "main", "change")
    report(repo, "main")
    assert ours.exists()
    assert not theirs.exists()


@pytest.mark.parametrize("head", ["change", ""])
def test_links_are_not_followed(repo: Path, tmp_path: Path, head: str) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Secret\n\nThe password.\n")
    (repo / "docs/leak.md").symlink_to(secret)
    (repo / "docs/folder").symlink_to(tmp_path)
    (repo / "content/facts/leak.yml").symlink_to(secret)
    git(repo, "add", "--all")
    git(repo, "commit", "--quiet", "--message", "links")
    done = diff(repo, "main", *filter(None, [head]), "--format", "json")
    found = json.loads(done.output)
    assert "password" not in done.output
    assert {(each["side"], each["path"]) for each in found["left_out"]} == {
        ("head", "docs/leak.md"),
        ("head", "docs/folder"),
        ("head", "content/facts/leak.yml"),
    }
    assert found["pages"] == []


def test_a_folder_cannot_pass_for_a_branch(repo: Path) -> None:
    write(repo / "other", {**BASE, "docs/index.md": "# Bad\n"})
    done = diff(repo, "other")
    assert done.exit_code == 2
    assert "git knows no revision 'other'" in done.output
