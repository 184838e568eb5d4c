"""Other people's linters and formatters, with the settings that docs/editors.md gives."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import markdown
import mdformat
import pytest

from plainfact.extensions.citations import CitationsExtension
from plainfact.extensions.glossary import GlossaryExtension
from test_citations import knowledge

DOCS = Path(__file__).resolve().parent.parent / "docs"
BODY = """\
# When was it?

A claim [@a]. Two [see @a, p. 3; @b, pp. 4–5]. Without [-@a]; in braces [@{odd.key.}],
an address [@{https://example.org/a_b_c?x=1&y=2}].

A fact [@fact:f]. Bound [about 1,500 soldiers][fact:f]; its value [][fact:f].

The [pact][term:treaty], and [pact][term:none]. *Emphasis [@a]* and **[bold][term:treaty]**.

> - in a list [@a]
> - and [words][fact:f]

| a      | b         |
| ------ | --------- |
| x [@a] | [][fact:f] |

[FACTS tag=troops status=confirmed]

[GLOSSARY]

[MEASURE soldiers-sent]
"""
PAGE = """\
---
title: When was it?
summary: Some words [@a] and [1,500][fact:f].
---

BODY
??? note "More"

    Inside [@a].

A note[^1], a key [@{odd_key_*and.}], and escapes \\@nobody and \\[@nobody].

[^1]: A footnote [@a].
""".replace("BODY", BODY)
OURS = re.compile(
    r"\[[^\[\]\n]*\]\[(?:fact|term):[^\]]*\]|\[[^\[\]]*@[^\]]*\]|^\[[A-Z]+.*\]$", re.M
)


def documented(language: str, after: str) -> str:
    """The block of settings that follows a tool's name in the handbook."""
    text = (DOCS / "editors.md").read_text("utf-8")
    found = re.search(rf"```{language}\n(.*?)```", text[text.index(f"**{after}**") :], re.DOTALL)
    assert found
    return found[1]


def rendered(text: str) -> str:
    """The body of a page, through our extensions; white space between tags says nothing."""
    body = text.split("---\n", 2)[2] if text.startswith("---\n") else text
    extensions = [CitationsExtension(), GlossaryExtension(), "tables", "pymdownx.details"]
    for extension in extensions[:2]:
        assert isinstance(extension, CitationsExtension | GlossaryExtension)
        extension.provide(knowledge())
    return re.sub(r"\s+", " ", markdown.markdown(body, extensions=extensions))


@pytest.mark.slow
def test_markdownlint_is_content(node_modules: Path, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, "utf-8")
    program = [str(node_modules / ".bin/markdownlint-cli2"), "page.md"]

    def lint() -> str:
        done = subprocess.run(
            program, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False
        )
        return done.stderr

    assert "MD052" in lint()
    (tmp_path / ".markdownlint.yml").write_text(documented("yaml", "markdownlint"), "utf-8")
    assert lint() == ""


@pytest.mark.slow
def test_prettier_leaves_our_syntax_alone(node_modules: Path, tmp_path: Path) -> None:
    page, data = tmp_path / "content/pages/page.md", tmp_path / "content/facts/f.yml"
    for file, text in ((page, PAGE), (data, "a:\n    b:   'x'   # why\n")):
        file.parent.mkdir(parents=True)
        file.write_text(text, "utf-8")
    (tmp_path / ".prettierrc.json").write_text(documented("json", "Prettier"), "utf-8")
    (tmp_path / ".prettierignore").write_text(documented("text", "Prettier"), "utf-8")
    subprocess.run(
        [str(node_modules / ".bin/prettier"), "--write", "."],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        timeout=120,
    )
    after = page.read_text("utf-8")
    assert OURS.findall(after) == OURS.findall(PAGE)
    assert rendered(after) == rendered(PAGE)
    assert data.read_text("utf-8") == "a:\n    b:   'x'   # why\n"


def test_mdformat_keeps_what_it_knows_and_has_to_be_kept_off_the_rest() -> None:
    formatted = mdformat.text("\n".join(BODY.split("| a ")[0].splitlines()) + "\n")
    assert OURS.findall(formatted) == OURS.findall(BODY.split("| a ")[0])
    # Why the handbook says to keep it off the pages.
    assert mdformat.text("\\[@nobody]\n") == "[@nobody]\n"
    assert mdformat.text("---\ntitle: x\n---\n") != "---\ntitle: x\n---\n"
