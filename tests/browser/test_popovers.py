"""Popovers where it matters what is in them, and in browsers without anchor positioning."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import minisite

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, Route

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OPENED = ".pf-pop:popover-open"
HOSTILE = "<img src=x onerror=hurt()><script>hurt()</script><svg onload=hurt()></svg>"
IN_YAML = json.dumps(HOSTILE)
FILES = {
    # Without a policy, which would hide what the popover lets through.
    "mkdocs.yml": """\
site_name: Small
theme: {name: material, font: false}
plugins:
  - search
  - plainfact/sources: {look: true, html: safe, content_security_policy: false, search: false}
  - plainfact/glossary: {html: safe}
markdown_extensions: [footnotes]
""",
    "content/sources/s.yml": f"s:\n  type: webpage\n  title: {IN_YAML}\n  author: [{{literal: "
    f"{IN_YAML}}}]\n  container-title: {IN_YAML}\n  URL: https://example.org/\n",
    "content/facts/f.yml": f"f:\n  claim: {IN_YAML}\n  as_of: 2024-10-18\n  status: reported\n"
    f"  attributed_to: {IN_YAML}\n  sources:\n"
    f"    - {{id: s, locator: {IN_YAML}, quote: {IN_YAML}}}\n",
    "content/glossary/g.yml": f"t:\n  term: pact\n  aliases: [{IN_YAML}]\n"
    f"  definition: {json.dumps('A harmless ' + HOSTILE)}\n",
    "docs/index.md": "# Home\n\nA [claim][fact:f], a title [@s], one of the author's[^1], and a "
    f"pact.\n\n[^1]: A harmless {HOSTILE} *note*.\n",
    "docs/glossary.md": "# Glossary\n\n[GLOSSARY]\n",
}
TRAP = """
self.hurts = 0;
self.hurt = () => { hurts++; };
self.parsed = [];
const note = (holder, name) => {
  const was = Object.getOwnPropertyDescriptor(holder, name);
  const call = function (...given) {
    parsed.push(name);
    return (was.set || was.value).apply(this, given);
  };
  Object.defineProperty(holder, name, was.set ? { ...was, set: call } : { ...was, value: call });
};
for (const name of ['innerHTML', 'outerHTML', 'insertAdjacentHTML', 'setHTMLUnsafe'])
  note(Element.prototype, name);
for (const name of ['write', 'writeln']) note(Document.prototype, name);
note(DOMParser.prototype, 'parseFromString');
note(Range.prototype, 'createContextualFragment');
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return minisite.build(minisite.write(tmp_path_factory.mktemp("hostile"), FILES))


def test_a_hostile_note_is_shown_as_words(page: Page, hostile: Path) -> None:
    """Nothing in it runs, and no text is read as HTML on its way into a popover."""
    page.add_init_script(TRAP)
    page.goto((hostile / "index.html").as_uri())
    marks = page.locator("article :is(a.footnote-ref, a.glossary-term[data-term])")
    assert marks.count() == 4
    page.evaluate("parsed.length = 0")  # what Material did before is Material's
    for mark in marks.all():
        mark.hover()
        opened = page.locator(OPENED)
        opened.wait_for()
        words = opened.inner_text()
        # Records hold text, shown as it stands; notes and definitions hold Markdown, sanitised.
        record = (mark.get_attribute("href") or "").startswith(("#fn:fact:", "#fn:source:"))
        assert (HOSTILE if record else "harmless") in words
        assert opened.locator("script, img[onerror], svg[onload], iframe").count() == 0
        assert not opened.evaluate(
            "e => [...e.querySelectorAll('*')].some(each =>"
            " each.getAttributeNames().some(name => name.startsWith('on')))"
        )
        page.keyboard.press("Escape")
        opened.wait_for(state="detached")
    assert page.evaluate("parsed") == []
    assert page.evaluate("hurts") == 0


def test_the_traps_work(page: Page) -> None:
    page.add_init_script(TRAP)
    page.goto("about:blank")
    page.evaluate("document.body.innerHTML = '<img src=data:, onerror=hurt()>'")
    page.wait_for_function("hurts === 1")
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<i>')")
    page.evaluate("new DOMParser().parseFromString('<b>', 'text/html')")
    assert page.evaluate("parsed") == ["innerHTML", "insertAdjacentHTML", "parseFromString"]


@pytest.fixture
def unanchored(context: BrowserContext) -> Page:
    """A browser as of 2023: popovers, but no anchor positioning, in scripts and in styles."""
    context.add_init_script(
        "const asked = CSS.supports; CSS.supports = (...given) =>"
        " !given.join().includes('anchor') && asked.apply(CSS, given);"
    )

    def without(route: Route) -> None:
        answer = route.fetch()
        styles, query = answer.text(), "@supports (top: anchor(bottom))"
        assert query in styles
        route.fulfill(response=answer, body=styles.replace(query, "@supports (top: no-such(x))"))

    context.route("**/assets/plainfact.css*", without)
    return context.new_page()


@pytest.mark.parametrize("size", [(1280, 700), (700, 500)])
def test_without_anchor_positioning_a_note_stands_at_its_mark(
    unanchored: Page, sample_site: Path, serve: Callable[[Path], str], size: tuple[int, int]
) -> None:
    tab, (width, height) = unanchored, size
    tab.set_viewport_size({"width": width, "height": height})
    tab.goto(serve(sample_site) + "explainers/north-korean-troops/")
    sides = set()
    for at, block in ((0, "start"), (3, "end"), (6, "center")):
        mark = tab.locator("article a.footnote-ref").nth(at)
        mark.evaluate("(e, block) => e.scrollIntoView({block, behavior: 'instant'})", block)
        tab.mouse.wheel(0, -80 if block == "start" else 0)
        mark.hover()
        opened = tab.locator(OPENED)
        opened.wait_for()
        a, p = mark.bounding_box(), opened.bounding_box()
        assert a is not None
        assert p is not None
        assert p["x"] >= 0
        assert p["x"] + p["width"] <= width
        assert p["y"] >= 0
        below = abs(p["y"] - (a["y"] + a["height"])) < 24
        above = abs(p["y"] + p["height"] - a["y"]) < 24
        assert below or above, (a, p)
        sides.add("below" if below else "above")
        tab.mouse.wheel(0, 40)
        tab.wait_for_timeout(100)
        moved, follows = mark.bounding_box(), opened.bounding_box()
        assert moved is not None
        if follows is not None:
            assert abs((follows["y"] - p["y"]) - (moved["y"] - a["y"])) < 4, "it goes with its mark"
        tab.keyboard.press("Escape")
        opened.wait_for(state="detached")
        tab.mouse.move(2, height - 2)
    assert sides == {"below", "above"}, "on the side where there is room"
