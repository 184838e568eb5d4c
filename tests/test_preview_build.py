"""A pull request's preview, built by the workflow's script in a repository made by git."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from gitrepo import ROOT, add_entry, commit, git, raw_tree, repository
from minisite import DATA

sys.path.insert(0, str(ROOT / "scripts/ci"))

from overlay import lay_over

pytestmark = pytest.mark.slow

MKDOCS = """\
site_name: Small
docs_dir: content/pages
theme: {name: material, font: false}
plugins:
  - search
  - plainfact/sources: {html: safe, look: true}
  - plainfact/glossary: {html: safe}
"""
PAGES = {
    "content/pages/index.md": "# Home\n\nThe treaty came first [@upi-2024-10-17-msmt].\n",
    "content/pages/glossary.md": "# Glossary\n\n[GLOSSARY]\n",
    "content/pages/sources.md": "# Sources\n\n[SOURCES]\n",
    "content/pages/facts.md": "# Facts\n\n[FACTS]\n",
    "content/pages/old.md": "# Old\n\nIt goes.\n",
}
BASE = {"mkdocs.yml": MKDOCS, **DATA, **PAGES}
TOUCH = "import pathlib; pathlib.Path('{}').write_text('ran')"


def preview(folder: Path, base: str, head: str) -> subprocess.CompletedProcess[str]:
    """Run the workflow's script with a secret in the environment that must not leak."""
    return subprocess.run(
        ["scripts/ci/preview", base, head, "preview"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "GITHUB_TOKEN": "the-secret-token"},
    )


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An honest pull request, merged by GitHub's kind of merge commit into a newer main."""
    folder, base = repository(tmp_path_factory.mktemp("honest") / "work", BASE)
    git(folder, "checkout", "--quiet", "-b", "change")
    commit(
        folder,
        {
            "content/pages/new.md": "# New\n\nA page, 새 페이지.\n",
            "content/pages/새.md": "# 새\n",
            "content/pages/old.md": None,
            "content/facts/f.yml": DATA["content/facts/f.yml"].replace("1,500", "1,600"),
        },
        "change",
    )
    git(folder, "checkout", "--quiet", "main")
    commit(folder, {"content/pages/others.md": "# What others did\n"}, "others")
    git(folder, "checkout", "--quiet", "--detach")
    git(folder, "merge", "--quiet", "--no-ff", "--message", "merge", "change")
    head = git(folder, "rev-parse", "HEAD")
    git(folder, "checkout", "--quiet", "main")
    done = preview(folder, base, head)
    assert done.returncode == 0, done.stderr
    return folder / "preview", done.stdout


def test_the_preview_is_the_site_as_it_would_be(built: tuple[Path, str]) -> None:
    site = built[0] / "site"
    assert "A page, 새 페이지." in (site / "new/index.html").read_text()
    assert (site / "새/index.html").is_file()
    assert (site / "others/index.html").is_file()
    assert not (site / "old").exists()
    assert "1,600 soldiers" in (site / "facts/index.html").read_text()


def hostile(folder: Path, marker: str) -> str:
    """A pull request that tries everything; its commit."""
    git(folder, "checkout", "--quiet", "-b", "hostile")
    hook = f"def on_config(config):\n    {TOUCH.format(marker)}\n"
    title = (
        '"</details> --> <!-- x --> ``` ](https://evil.example) @everyone '
        '<img src=x onerror=alert(1)>"'
    )
    commit(
        folder,
        {
            "mkdocs.yml": MKDOCS
            + "hooks: [evil.py]\nextra: !!python/object/apply:os.system [id]\n",
            "evil.py": hook,
            "conftest.py": TOUCH.format(marker),
            "content/conftest.py": TOUCH.format(marker),
            "content/pages/sitecustomize.py": TOUCH.format(marker),
            "scripts/ci/preview_build.py": TOUCH.format(marker),
            "scripts/setup": f"#!/bin/sh\necho ran > {marker}\n",
            ".github/workflows/preview.yml": "on: push\n",
            ".gitattributes": "* filter=evil export-ignore\n",
            "content/.gitattributes": "* export-ignore\n",
            "content/facts/evil.yml": "a: !!python/object/apply:os.system [id]\n",
            "content/pages/title.md": f"---\ntitle: {title}\n---\n\nText [@::error::x].\n",
            "content/pages/message.md": "# M\n\n::error file=x::owned [@fact:no\n::error::x].\n",
            "content/pages/assets/javascripts/bundle.js.md": "# B\n",
            "content/pages/bundle.js.md": "# B\n",
            "content/pages/404.md": "# Gone\n",
            "content/pages/script.js": "alert(1)",
            "content/pages/image.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='x'/>",
            "content/pages/raw.html": "<script>alert(1)</script>",
            "content/pages/data.yml": "a: b\n",
            "content/pages/.authors.yml": "a: b\n",
            "content/pages/huge.md": b"# H\n" + b"a " * 600_000,
            "content/pages/Index.md": "# Same but for a letter's case\n",
            "theme/main.html": "{{ 1 }}",
        },
        "hostile",
    )
    add_entry(folder, "120000", "content/pages/passwd.md", b"/etc/passwd")
    add_entry(folder, "120000", "content/sources/s.yml", b"/etc/passwd")
    add_entry(folder, "120000", "content/measures", b"/etc")
    for name in ("a\nb.md", "$(touch x).md", "-rf.md", "a`id`.md", "\u202eabc.md", "a:b.md"):
        add_entry(folder, "100644", f"content/pages/{name}", b"# Name\n")
    git(folder, "commit", "--quiet", "--message", "names")
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, str]:
    """The repository after a hostile preview was built, what was printed, and the comment."""
    folder, base = repository(tmp_path_factory.mktemp("hostile") / "work", BASE)
    head = hostile(folder, str(folder / "RAN"))
    git(folder, "checkout", "--quiet", "--force", "main")
    done = preview(folder, base, head)
    assert done.returncode == 0, done.stderr
    return folder, done.stdout + done.stderr, (folder / "preview/comment.md").read_text()


def test_nothing_of_a_hostile_pull_request_ran(attacked: tuple[Path, str, str]) -> None:
    assert not (attacked[0] / "RAN").exists()
    assert not (attacked[0] / "x").exists()


def test_nothing_leaked(attacked: tuple[Path, str, str]) -> None:
    folder, printed, comment = attacked
    whole = [path for path in (folder / "preview").rglob("*") if path.is_file()]
    for text in (printed.encode(), comment.encode(), *(path.read_bytes() for path in whole)):
        assert b"root:x:0:0" not in text
        assert b"the-secret-token" not in text
        assert b"uid=" not in text


REFUSED = {
    "content/conftest.py": "previews take only data files here",
    "content/pages/sitecustomize.py": "previews take only pages",
    "content/pages/assets/javascripts/bundle.js.md": "the folder 'assets' belongs to the theme",
    "content/pages/bundle.js.md": "its address would look like that of a script",
    "content/pages/404.md": "would overwrite a file that is generated",
    "content/pages/script.js": "previews take only pages",
    "content/pages/image.svg": "(no SVG)",
    "content/pages/raw.html": "previews take only pages",
    "content/pages/data.yml": "previews take only pages",
    "content/pages/.authors.yml": "its name begins with",
    "content/.gitattributes": "its name begins with",
    "content/pages/huge.md": "bytes; the most is 1,000,000",
    "content/pages/Index.md": "differs from it only in letter case",
    "content/pages/passwd.md": "it is a symbolic link",
    "content/sources/s.yml": "it is a symbolic link",
    "content/measures": "it is a symbolic link",
    "content/pages/a<U+000A>b.md": "its name has characters other than",
    "content/pages/$(touch x).md": "its name has characters other than",
    "content/pages/-rf.md": "its name begins with",
    "content/pages/a`id`.md": "its name has characters other than",
    "content/pages/<U+202E>abc.md": "its name has characters other than",
    "content/pages/a:b.md": "its name has characters other than",
}


@pytest.mark.parametrize("path", sorted(REFUSED))
def test_what_is_left_out_is_said_plainly(attacked: tuple[Path, str, str], path: str) -> None:
    lines = [
        line
        for line in attacked[1].splitlines()
        if line.startswith(f"left out of the preview: {path}: ")
    ]
    assert len(lines) == 1
    assert REFUSED[path] in lines[0]


def test_what_is_left_out_is_no_page(attacked: tuple[Path, str, str]) -> None:
    site = attacked[0] / "preview/site"
    names = {path.relative_to(site).as_posix() for path in site.rglob("*")}
    assert not {"script.js", "image.svg", "raw.html", "bundle.js", "huge", "passwd"} & names
    assert not any(name.startswith("assets/javascripts/bundle.js") for name in names)
    assert (site / "index.html").is_file()
    assert "title/index.html" in names


def test_no_line_of_the_log_is_a_command(attacked: tuple[Path, str, str]) -> None:
    for line in attacked[1].splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line


def test_refused_files_are_in_the_comment_as_words(attacked: tuple[Path, str, str]) -> None:
    comment = attacked[2]
    assert "\n**Left out of the preview**\n\n- <code>content&#47;" in comment
    assert "content&#47;pages&#47;a&#60;U&#43;000A&#62;b&#46;md" in comment
    assert "<img" not in comment
    assert "<!--" not in comment


def test_a_path_that_leads_out_of_the_folder_is_not_written(tmp_path: Path) -> None:
    """git's own commands refuse to make such a tree; whoever sends one made it by hand."""
    folder, base = repository(tmp_path / "work", BASE)
    blob = git(folder, "hash-object", "-w", "--stdin", data=b"# Out\n")
    up = raw_tree(folder, [("100644", "x.md", blob)])
    pages = raw_tree(
        folder, [("40000", "..", raw_tree(folder, [("40000", "..", up)])), ("100644", "a.md", blob)]
    )
    content = raw_tree(folder, [("40000", "pages", pages)])
    top = raw_tree(folder, [("40000", "content", content)])
    head = git(folder, "commit-tree", top, "-m", "out")
    into = tmp_path / "deep/er/tree"
    refused = lay_over(folder, base, head, into, folders=["content"], pages="content/pages")
    assert [each.path for each in refused] == ["content/pages/../../x.md"]
    assert "leads out of the content folder" in refused[0].why
    assert not list(tmp_path.rglob("x.md"))
    assert (into / "content/pages/a.md").is_file()


def test_no_revision_is_taken_for_an_option(tmp_path: Path) -> None:
    folder, base = repository(tmp_path / "work", {"mkdocs.yml": MKDOCS})
    with pytest.raises(ValueError, match="no revision"):
        lay_over(folder, base, "--output=x", tmp_path / "t", folders=["content"], pages="p")


def test_the_comment_is_the_golden_one(built: tuple[Path, str]) -> None:
    """Whoever changes its form looks at tests/data/preview-comment.md, as a reviewer would."""
    golden = ROOT / "tests/data/preview-comment.md"
    assert (built[0] / "comment.md").read_text() == golden.read_text()


def test_pages_say_that_they_are_previews(built: tuple[Path, str]) -> None:
    html = (built[0] / "site/new/index.html").read_text()
    assert "noindex" in html
