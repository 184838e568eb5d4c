"""`plainfact fmt`: what it changes, what it keeps, and what it leaves alone."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from plainfact.cli import main
from plainfact.findings import Rule
from plainfact.reader import Node, read
from plainfact.writer import format_text, write_atomically

ROOT = Path(__file__).resolve().parent.parent
UGLY = "a:   x\nb:\n- y   # why\n"


def formatted(text: str) -> str:
    result = format_text(text, "x.yml")
    assert not result.findings
    assert format_text(result.text, "x.yml") == result  # nothing the second time
    return result.text


CHANGED = {
    "indentation": ("a:\n    b:\n        - x\n        - y: 1\n", "a:\n  b:\n    - x\n    - y: 1\n"),
    "list below its key": ("a:\n- x\n- y\n", "a:\n  - x\n  - y\n"),
    "spaces": ("a:    x   \nb: [ 1,2 ]\n", "a: x\nb: [1, 2]\n"),
    "comments move along": (
        "a:\n    # one\n    b: 1\n    # two\n\nc: 1\n",
        "a:\n  # one\n  b: 1\n  # two\n\nc: 1\n",
    ),
    "both ends": ("\n \n\na: 1\n\n\n", "a: 1\n"),
    "no line end": ("a: 1", "a: 1\n"),
    "several lines": ("a: one\n  two\nb: 'x\n  y'\n", "a: one two\nb: 'x y'\n"),
    "flow over lines": ("a: [\n  x,\n  y,\n]\n", "a: [x, y]\n"),
    "crlf": ("a:  x\r\nb:\r\n- y\r\n", "a: x\r\nb:\r\n  - y\r\n"),
    "mixed line ends": ("a: x\nb: y\r\nc: z\r", "a: x\nb: y\nc: z\n"),
    "bom": ("\ufeffa:  x\n", "\ufeffa: x\n"),
    "only comments": ("\n# one  \n\n  # two\t\n\n", "# one\n\n  # two\n"),
    "only white space": (" \n\n", ""),
    "comment after an empty value": ("a: 1\nb:  # c  \n\n", "a: 1\nb:  # c\n"),
    "question mark": ("? a\n: b\n", "a: b\n"),
}

KEPT = {
    "numbers": "a: 1_000.5\nb: -0x1\nc: 012\nd: 0o17\ne: .5\nf: 1e3\ng: +1\nh: 1_500\ni: 1.50\n",
    "nulls and booleans": "a: ~\nb:\nc: null\nd: no\ne: True\nf: ''\n",
    "dates": "a: 2024-10-17\nb: 2024-10\nc: 2024-10-17T01:02:03Z\nd: 12:30:45\n",
    "keys": "2024: a\nnull: b\n'x': c\n\"y\": d\ntrue: e\n<<: {a: 1}\n=: 1\n",
    "quotes": "a: 'it''s'\nb: \"x\"\nc: plain\nd: [\"x\", 'y', z]\n",
    "escapes": 'a: "\\u00e9\\x41\\ud83d\\ude00"\nb: ["\\/", "\\u00a0"]\n',
    "long line": f"a: {'word ' * 400}end\nb: '{'word ' * 400}'\nc: [{'x, ' * 400}y]\n",
    "comments": "# top\n\na: 1     # far\n\n\n# below\nb:\n  # in\n  - x # y\n  # last\n\n# end\n",
    "comment after a key": "a: # why\n  - x\n",
    "empty lines": "a: 1\n\n\nb:\n\n  - x\n\n  - y\n",
    "blocks": "a: >\n  x\n  y\n\n  z\nb: |-\n  x\n   y\n\n\nc: | # why\n  z  \nd: >-\n  w\n",
    "markers": "---\na: 1\n",
    "end marker": "a: 1\n...\n",
    "flow": "a: {b: 1, c: [x]}\nd: []\ne: {}\n",
    "astral": 'a: "😀"\nb: 日本語\nc: 😀 # 😀\n',
    "order": "b: 1\na: 2\n",
    "empty file": "",
}

REFUSED = {  # text: line and column
    "comment in a flow list": ("a: [x, # c\n  y]\n", (1, 8)),
    "comment in a flow mapping": ("a: {x: 1,\n  # c\n  y: 2}\n", (2, 3)),
    "comment before the marker": ("# c\n---\na: 1\n", (1, 1)),
    "comment on the marker": ("--- # c\na: 1\n", (1, 5)),
    "comment after the end": ("a: 1\n...\n# c\n", (3, 1)),
    "comment before a value": ("a:\n  # c\n  b\n", (2, 3)),
    "paragraphs in plain text": ("a: x\n\n  y\n", (1, 4)),
    "nothing in a flow mapping": ("a: {b: , c: 1}\n", (1, 6)),
    "list at the top": ("- a\n", (1, 1)),
    "text at the top": ("a\n", (1, 1)),
    "nothing after a marker": ("---\n", (1, 4)),
    "other line ends": ("a: 'x\u2028y'\n", (1, 6)),
}

ERRORS = {
    "tag": ("a: !x y\n", Rule.YAML_SYNTAX),
    "anchor": ("a: &x y\n", Rule.LIMIT),
    "two documents": ("a:  1\n---\nb: 1\n", Rule.YAML_SYNTAX),
    "directive": ("%YAML 1.1\n---\na: 1\n", Rule.YAML_SYNTAX),
    "open bracket": ("a: [x\n", Rule.YAML_SYNTAX),
    "duplicate key": ("a:  1\na: 2\n", Rule.DUPLICATE_KEY),
    "no UTF-8": ("a:  \udcff\n", Rule.ENCODING),
    "surrogate": ("a:  \ud83d\n", Rule.ENCODING),
    "control character": ("a:  \x01\n", Rule.ENCODING),
    "bidi": ("a:  x\u202ey\n", Rule.BIDI_CONTROL),
    "deep": ("a: " + "[" * 60 + "]" * 60 + "\n", Rule.LIMIT),
    "large": ("a:  " + "x" * 1_000_000 + "\n", Rule.LIMIT),
}


@pytest.mark.parametrize("name", CHANGED)
def test_changed(name: str) -> None:
    before, after = CHANGED[name]
    assert formatted(before) == after


@pytest.mark.parametrize("name", KEPT)
def test_kept(name: str) -> None:
    assert formatted(KEPT[name]) == KEPT[name]


@pytest.mark.parametrize("name", KEPT)
def test_kept_with_windows_line_ends_and_a_mark(name: str) -> None:
    text = "\ufeff" + KEPT[name].replace("\n", "\r\n")
    assert formatted(text) == text


@pytest.mark.parametrize("name", REFUSED)
def test_refused_at_the_place(name: str) -> None:
    before, place = REFUSED[name]
    result = format_text(before, "x.yml")
    assert result.text == before
    [finding] = result.findings
    assert finding.rule is Rule.NOT_FORMATTABLE
    assert (finding.location.line, finding.location.column) == place


@pytest.mark.parametrize("name", ERRORS)
def test_a_file_with_errors_is_left_alone(name: str) -> None:
    before, rule = ERRORS[name]
    result = format_text(before, "x.yml")
    assert result.text == before
    assert rule in {finding.rule for finding in result.findings}


def test_what_ruamel_would_lose_is_found_wherever_it_is() -> None:
    head = "a: 1\n" + "".join(f"k{i}: x # {i}\n" for i in range(50))
    [finding] = format_text(head + "z:\n  # lost\n  x\n", "x.yml").findings
    assert (finding.location.line, finding.location.column) == (53, 3)
    assert "comment" in finding.message
    assert "above" in finding.hint


# -- generated -------------------------------------------------------------------------

PLAIN = [
    "x",
    "1_000.5",
    "-0x1",
    "012",
    "~",
    "",
    "2024-10-17",
    "no",
    "1e3",
    "a b",
    "x#y",
    "é 😀",
    "-1",
    "a\n {0}b",
    "0o14",
    "12:30",
    "&x y",
    "*x",
    "!t y",
    "=",
]
QUOTED = [
    "'it''s'",
    '"a\\tb"',
    "'# no comment'",
    '"x: y"',
    "''",
    '"\\u00e9"',
    "'a\n\n {0}b'",
    '"a\\\n {0}b"',
    "'a\n {0}b'",
]
FLOW = ["[]", "{{}}", "[ x,y ]", "{{a: 1,b: [2]}}", "[x,\n {0}y]", "[x, # §\n {0}y]"]
BLOCK = [
    ">\n{0} x\n{0} y",
    "|-\n{0} x\n\n{0}  y",
    "|+\n{0} x\n\n",
    "| # §\n{0} x",
    ">\n{0} x\n\n{0} # no",
]
NOISE = ["", "", "", "", "\n", "  \n", "# §\n", "{0}# §\n", "\n{0}   # §\n\n"]
AFTER = ["", "", "", " ", "  # §", " # §  "]


@st.composite
def mappings(draw: st.DrawFn, depth: int = 0, indent: str = "") -> str:
    """A mapping in block style, written as untidily as YAML lets people."""
    lines = []
    for number in range(draw(st.integers(1, 4))):
        lines.append(draw(st.sampled_from(NOISE)).replace("{0}", indent))
        key = draw(
            st.sampled_from(["k{}", "'k{}'", '"k{}"', "k {}", "{}", "<<{}", "? k{}\n"])
        ).format(number)
        lines.append(f"{indent}{key}:")
        kind = draw(st.sampled_from(["plain", "quoted", "flow", "block", "list", "mapping"]))
        deeper = indent + " " * draw(st.integers(1, 5))
        if kind == "mapping" and depth < 3:
            lines += [draw(st.sampled_from(AFTER)), "\n", draw(mappings(depth + 1, deeper))]
        elif kind == "list" and depth < 3:
            lines += [draw(st.sampled_from(AFTER)), "\n"]
            at = draw(st.sampled_from([indent, deeper]))
            for _ in range(draw(st.integers(1, 3))):
                lines.append(draw(st.sampled_from(NOISE)).replace("{0}", at))
                if draw(st.booleans()):
                    inner = at + "  "
                    lines.append(f"{at}-" + draw(mappings(3, inner)).lstrip(" \n").join([" ", ""]))
                else:
                    lines.append(f"{at}- {draw(st.sampled_from(PLAIN[:4]))}\n")
        elif kind == "block":
            value = draw(st.sampled_from(BLOCK)).replace("{0}", deeper)
            lines.append(f" {value}\n")
        else:
            pool = {"quoted": QUOTED, "flow": FLOW}.get(kind, PLAIN)
            value = draw(st.sampled_from(pool)).replace("{0}", deeper)
            value = value.replace("{{", "{").replace("}}", "}")
            space = " " * draw(st.integers(1, 3))
            lines.append(f"{space}{value}{draw(st.sampled_from(AFTER))}\n")
    return "".join(lines)


@st.composite
def files(draw: st.DrawFn) -> str:
    text = draw(st.sampled_from(["", "", "", "---\n", "# §\n---\n", "\n\n"])) + draw(mappings())
    text += draw(st.sampled_from(["", "", "", "...\n", "...\n# §\n", "\n\n", "# §"]))
    count = iter(range(10_000))
    text = re.sub("§", lambda _: f"c{next(count)}", text)
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "", "\ufeff"])) + text


def comments(text: str) -> list[str]:
    return re.findall(r"# c\d+", text)


def shape(node: Node | None) -> Any:
    """Values with their types and the way in which they are written, in order."""
    if node is None or node.children is None:
        return node and (type(node.value), node.value, node.written, node.plain)
    return [(key, shape(child)) for key, child in node.items()]


class Constructor(SafeConstructor):
    """A bare '=' is a type of its own to YAML 1.1, and no value to ruamel's own."""


Constructor.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)


def plain_values(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = Constructor
    return repr(yaml.load(text.removeprefix("\ufeff")))


def holds(text: str) -> bool:
    """Whether a text was formatted without loss (or refused without change)."""
    result = format_text(text, "x.yml")
    if result.findings:
        assert result.text == text
        return False
    assert comments(result.text) == comments(text)
    old, new = (read(each.encode(), "x.yml") for each in (text, result.text))
    assert not [finding for finding in new.findings if finding not in old.findings]
    assert shape(new.root) == shape(old.root)
    assert format_text(result.text, "x.yml") == result
    return True


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(files())
@example("k0: =\n")
def test_generated_files_keep_their_values_or_are_refused(text: str) -> None:
    if holds(text):
        assert plain_values(format_text(text, "x.yml").text) == plain_values(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("ab1_.:- \n\r\t#'\"[]{},|>?&*!%~\ufeff\u2028é"), max_size=40))
def test_any_text_is_formatted_or_refused(text: str) -> None:
    holds(text)
    holds(f"a:  1\n{text}")


# -- the command -----------------------------------------------------------------------


def fmt(*words: str | Path) -> Result:
    result = CliRunner().invoke(main, ["fmt", *map(str, words)], prog_name="plainfact")
    assert not result.exception or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    files = {
        "mkdocs.yml": "site_name:   Test\nplugins:\n- plainfact/sources\n",
        "docs/index.md": "# Home\n",
        "docs/x.yml": UGLY,
        "content/sources/s.yml": "s1:\n    type: book\n    title: T # why\n",
        "content/sources/s.json": "[]",
        "content/facts/good.yml": "# nothing yet\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_repository_is_canonical(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = fmt("--check", "content")
    assert (result.exit_code, result.output) == (0, "")


@pytest.mark.parametrize("path", [(), (".",), ("content",), ("content/sources/s.yml",)])
def test_formats_data_files_and_nothing_else(site: Path, path: tuple[str, ...]) -> None:
    others = {file: file.read_bytes() for file in site.rglob("*.*") if file.name != "s.yml"}
    result = fmt(*path)
    assert (result.exit_code, result.output) == (0, "formatted content/sources/s.yml\n")
    assert (site / "content/sources/s.yml").read_text() == ("s1:\n  type: book\n  title: T # why\n")
    assert {file: file.read_bytes() for file in others} == others
    assert (fmt(*path).exit_code, fmt(*path).output) == (0, "")


def test_check_lists_and_writes_nothing(site: Path) -> None:
    before = (site / "content/sources/s.yml").read_bytes()
    result = fmt("--check")
    assert (result.exit_code, result.output) == (1, "would format content/sources/s.yml\n")
    assert (site / "content/sources/s.yml").read_bytes() == before
    fmt()
    assert fmt("--check").exit_code == 0


def test_diff_is_a_patch_and_writes_nothing(site: Path) -> None:
    file = site / "content/sources/s.yml"
    file.write_bytes(b"s1:\r\n    type: book\r\n    title: T")
    before = file.read_bytes()
    result = fmt("--diff")
    assert result.exit_code == 0
    assert file.read_bytes() == before
    assert result.stdout_bytes.startswith(b"--- a/content/sources/s.yml\n+++ b/content/")
    assert b"-    title: T\n\\ No newline at end of file\n" in result.stdout_bytes
    assert fmt("--diff", "--check").exit_code == 1
    (site / "x.patch").write_bytes(result.stdout_bytes)
    subprocess.run(["git", "apply", "--unsafe-paths", "x.patch"], cwd=site, check=True)
    patched = file.read_bytes()
    assert patched == b"s1:\r\n  type: book\r\n  title: T\r\n"


def test_findings_go_to_standard_error(site: Path) -> None:
    bad, lossy = site / "content/facts/bad.yml", site / "content/facts/lossy.yml"
    lossy.write_text("a:  [x, # c\n  y]\n")
    result = fmt("content/facts")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "content/facts/lossy.yml:1:9: warning: not formatted" in result.stderr
    assert result.stderr.endswith("0 errors, 1 warning, 0 notes\n")
    bad.write_bytes(b"a:  [x\n")
    result = fmt("content/facts")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "content/facts/bad.yml:1:5: error:" in result.stderr
    assert (bad.read_bytes(), lossy.read_text()) == (b"a:  [x\n", "a:  [x, # c\n  y]\n")
    bad.write_bytes(b"a:  \xff\n")
    assert fmt().exit_code == 1
    assert bad.read_bytes() == b"a:  \xff\n"


def test_links_do_not_lead_out(site: Path) -> None:
    for name, target in (("out.yml", "../../docs/x.yml"), ("in.yml", "s.yml"), ("no.yml", "gone")):
        (site / "content/sources" / name).symlink_to(target)
    result = fmt()
    assert result.exit_code == 1
    assert "leads out of the content folder" in result.stderr
    assert (site / "docs/x.yml").read_text() == UGLY
    assert (site / "content/sources/in.yml").is_symlink()  # its target was formatted, once
    assert result.stdout.count("formatted") == 1
    assert fmt("content/sources/out.yml").exit_code == 1
    assert (site / "docs/x.yml").read_text() == UGLY


def test_wrong_use(site: Path) -> None:
    for words in (("docs/index.md",), ("gone.yml",), ("--nonsense",)):
        result = fmt(*words)
        assert result.exit_code == 2
        assert "Traceback" not in result.output
    (site / "mkdocs.yml").unlink()
    assert fmt().exit_code == 2
    assert fmt("content").exit_code == 0


def test_help_shows_an_example() -> None:
    assert "plainfact fmt --diff content/facts" in fmt("--help").output


def test_the_hooks_name_commands_that_there_are() -> None:
    hooks = YAML(typ="safe", pure=True).load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert [hook["id"] for hook in hooks] == ["plainfact-fmt", "plainfact-check"]
    for hook in hooks:
        program, command = hook["entry"].split()
        assert (program, command in main.commands) == ("plainfact", True)
        assert re.search(hook["files"], "content/facts/x.yml")
        assert hook["id"] in (ROOT / "docs/owners.md").read_text()


# -- writing ---------------------------------------------------------------------------


def test_mode_and_neighbours_stay(tmp_path: Path) -> None:
    file = tmp_path / "x.yml"
    file.write_text(UGLY)
    file.chmod(0o640)
    write_atomically(file, b"new\n")
    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new\n", 0o640)
    write_atomically(tmp_path / "y.yml", b"y\n")
    assert sorted(os.listdir(tmp_path)) == ["x.yml", "y.yml"]


def test_what_fails_leaves_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.yml"
    file.write_text(UGLY)

    def fails(*_: object) -> None:
        raise OSError("no space left")

    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:
            patch.setattr(os, name, fails)
            with pytest.raises(OSError, match="no space"):
                write_atomically(file, b"new\n")
        assert file.read_text() == UGLY
        assert os.listdir(tmp_path) == ["x.yml"]


# Forked, so that one start of Python serves for all: the child writes until it is killed.
KILLED = """
import os, random, signal, sys, time
from pathlib import Path
from plainfact.writer import write_atomically
file, old, new = Path(sys.argv[1]), *(Path(name).read_bytes() for name in sys.argv[1:3])
moments = random.Random(5)
for _ in range(int(sys.argv[3])):
    child = os.fork()
    while not child:
        write_atomically(file, new)
        write_atomically(file, old)
    time.sleep(moments.random() / 20)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    print("whole" if file.read_bytes() in (old, new) else "BROKEN")
"""
TIMES = 50


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")
def test_killed_at_any_moment_the_file_is_whole(tmp_path: Path) -> None:
    old = "".join(f"k{i}:\n    a: {'x' * 500}\n    b: [1, 2] # c\n" for i in range(300))
    new = formatted(old)
    assert new != old
    file, other = tmp_path / "x.yml", tmp_path / "new.yml"
    file.write_text(old)
    other.write_text(new)
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(file), str(other), str(TIMES)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.split() == ["whole"] * TIMES
