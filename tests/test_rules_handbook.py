"""Every rule's entry in the handbook has an example, and the example does what it says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from minisite import DATA, PAGES, run, write
from plainfact.cli import main
from plainfact.findings import Rule, Severity
from plainfact.writer import format_text

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = (ROOT / "docs/rules.md").read_text("utf-8")

# Rules that ask other people's machines have their examples in words; what finds them is
# tested over a server of our own.
ELSEWHERE = {
    Rule.DEAD_LINK: "test_links.py",
    Rule.MOVED_LINK: "test_links.py",
    Rule.QUOTE_MISSING: "test_links.py",
}
# What unused records are is only known where every record could be read.
SOUND = (Rule.UNUSED_FACT, Rule.UNUSED_SOURCE, Rule.UNUSED_TERM)
OF_CHANGES = (Rule.FACT_REWRITTEN, Rule.CORRECTION_MISSING, Rule.UPDATED_MISSING)

MKDOCS = """\
site_name: Examples
plugins:
  - plainfact/sources: {html: safe}
  - plainfact/glossary: {html: safe}
"""
MORE = {
    "mkdocs.yml": MKDOCS,
    "content/measures/m.yml": "soldiers-sent:\n  label: Soldiers sent\n",
    "content/sources/more.yml": """\
afp-2024-10-18:
  type: article-newspaper
  title: One report
  relays: AFP
herald-2024-10-18:
  type: article-newspaper
  title: Another report
  relays: AFP
rumour-2024-10-19:
  type: article-newspaper
  title: A rumour
  standing: {level: caution}
""",
    "content/facts/more.yml": """\
officers-2024-10-01:
  claim: Forty officers were seen.
  as_of: 2024-10-01
  status: retracted
  retraction: {by: The paper}
  sources: [upi-2024-10-17-msmt]
troops-nis-2024-10-01:
  claim: A thousand were sent.
  as_of: 2024-10-01
  status: reported
  superseded_by: troops-nis-2024-10-18
  sources: [upi-2024-10-17-msmt]
""",
}
_BLOCK = re.compile(
    r"```(?:yaml|markdown)\n((?:# |<!-- )(?:(before|after): )?(\S+?)(?: -->)?\n.*?)```", re.DOTALL
)


def section(rule: Rule) -> str:
    found = re.search(rf"^### `{rule.value}`\n(.*?)(?=^##|\Z)", HANDBOOK, re.DOTALL | re.MULTILINE)
    assert found, f"docs/rules.md has no section on {rule.value}"
    return found[1]


def examples(rule: Rule) -> list[tuple[str, str, str]]:
    """'before', 'after' or nothing; the file; its text, which in a page is all below its name."""
    return [
        (when, path, text.partition("\n")[2] if path.endswith(".md") else text)
        for text, when, path in _BLOCK.findall(section(rule))
    ]


@pytest.mark.parametrize("rule", list(Rule), ids=lambda rule: rule.value)
def test_every_rule_has_an_example(rule: Rule) -> None:
    body = section(rule)
    assert "**Example.**" in body
    if rule in ELSEWHERE:
        assert (ROOT / "tests" / ELSEWHERE[rule]).is_file()
    else:
        assert examples(rule), f"the example of {rule.value} names no file"


def test_no_two_examples_share_a_file() -> None:
    paths = [path for rule in Rule for when, path, _ in examples(rule) if not when]
    assert len(paths) == len(set(paths))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, str]]]:
    """What the check finds, by file: of the broken examples, and of the sound ones."""
    result: dict[str, list[dict[str, str]]] = {}
    for sound in (True, False):
        folder = write(tmp_path_factory.mktemp("examples"), {**DATA, **PAGES, **MORE})
        for rule in Rule:
            if (rule in SOUND) is sound:
                write(folder, {path: text for when, path, text in examples(rule) if not when})
        arguments = ["check", "--format", "json", "-f", str(folder / "mkdocs.yml")]
        output = CliRunner().invoke(main, arguments).output
        for each in json.loads(output)["findings"]:
            result.setdefault(each["path"], []).append(each)
    return result


CHECKED = [rule for rule in Rule if rule not in (*ELSEWHERE, *OF_CHANGES, Rule.NOT_FORMATTABLE)]


@pytest.mark.parametrize("rule", CHECKED, ids=lambda rule: rule.value)
def test_the_example_breaks_the_rule_and_no_other(
    rule: Rule, found: dict[str, list[dict[str, str]]]
) -> None:
    for _, path, _ in examples(rule):
        at = found.get(path, [])
        assert rule.value in [each["rule"] for each in at], at
        worse = [each for each in at if each["severity"] != Severity.NOTE]
        assert {each["rule"] for each in worse} <= {rule.value}, worse


def test_what_fmt_leaves_alone() -> None:
    ((_, path, text),) = examples(Rule.NOT_FORMATTABLE)
    done = format_text(text, path)
    assert [each.rule for each in done.findings] == [Rule.NOT_FORMATTABLE]
    assert done.text == text


@pytest.mark.slow
@pytest.mark.parametrize("rule", OF_CHANGES, ids=lambda rule: rule.value)
def test_the_change_breaks_the_rule(rule: Rule, tmp_path: Path) -> None:
    for side in ("before", "after"):
        write(tmp_path / side, {**DATA, **PAGES, **MORE})
        write(tmp_path / side, {path: text for when, path, text in examples(rule) if when == side})
    done = run(tmp_path, "plainfact", "diff", "./before", "./after", "--format", "json")
    assert rule.value in done.stdout, done.stderr
