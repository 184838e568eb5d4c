"""Pages in other scripts: from right to left, and in Korean with its own faces."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from minisite import build, write

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CONFIG = """\
site_name: Plainfact
repo_url: https://github.com/example/site
theme:
  name: material
  font: false
  language: LANGUAGE
  features: [navigation.path]
plugins:
  - search
  - plainfact/sources: {look: true, html: safe}
  - plainfact/glossary: {html: safe}
markdown_extensions: [toc: {permalink: true}]
"""
RECORDS = {
    "content/sources/s.yml": (
        "upi:\n  type: article-newspaper\n  title: Allies establish team\n"
        "  container-title: UPI\n  issued: 2024-10-17\n"
    ),
    "content/facts/f.yml": (
        "count:\n  claim: CLAIM\n  kind: figure\n  value: 1500\n  as_of: 2024-10-18\n"
        "  status: disputed\n  sources: [upi]\n"
    ),
    "content/glossary/g.yml": "nis:\n  term: TERM\n  definition: CLAIM\n",
    "docs/index.md": "# TERM\n\n[PAGES under=explainers]\n",
    "docs/glossary.md": "# TERM\n\n[GLOSSARY]\n",
    "docs/facts.md": "# TERM\n\n[FACTS]\n",
    "docs/explainers/a.md": (
        "---\ntitle: CLAIM\nsummary: CLAIM\nauthors: [TERM]\npublished: 2026-11-23\n---\n\n"
        "CLAIM: [1500][fact:count] TERM CLAIM [@upi].\n\n## CLAIM\n\n- CLAIM\n"
    ),
}
WORDS = {
    "ar": ("قال الجهاز إن العدد كبير", "المخابرات"),
    "ko": ("국가정보원은 북한군이 러시아로 이동했다고 밝혔다", "국정원"),
}


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small site in each language."""
    built = {}
    for language, (claim, term) in WORDS.items():
        files = {
            name: text.replace("CLAIM", claim).replace("TERM", term)
            for name, text in RECORDS.items()
        }
        files["mkdocs.yml"] = CONFIG.replace("LANGUAGE", language)
        built[language] = build(write(tmp_path_factory.mktemp(language), files))
    return built


EXPLAINER = "explainers/a/index.html"


@pytest.mark.parametrize("name", ["index.html", "facts/index.html", EXPLAINER])
@pytest.mark.parametrize("width", [390, 1280])
def test_right_to_left_fits_the_window(
    page: Page, sites: dict[str, Path], name: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto((sites["ar"] / name).as_uri())
    assert page.evaluate("document.body.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).letterSpacing") in (
        "normal",
        "0px",
    )


def test_right_to_left_is_mirrored(page: Page, sites: dict[str, Path]) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((sites["ar"] / EXPLAINER).as_uri())

    def box(selector: str) -> tuple[float, float]:
        found = page.locator(selector).first.bounding_box()
        assert found is not None
        return found["x"], found["x"] + found["width"]

    text, mark = box(".pf-said"), box("sup a.footnote-ref")
    assert mark[1] < text[1], "the mark follows its words, to their left"
    assert abs(text[0] - mark[1]) < 12, "and closely"
    words, meta = box(".pf-fold__words"), box(".pf-fold__meta")
    assert meta[1] <= words[0]
    contents, article = box(".md-sidebar--secondary"), box("article")
    assert contents[1] <= article[0]


def test_right_to_left_our_words_fall_back_and_the_note_opens(
    page: Page, sites: dict[str, Path]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((sites["ar"] / EXPLAINER).as_uri())
    page.hover("sup a.footnote-ref")
    opened = page.locator(".pf-pop:popover-open")
    opened.wait_for()
    assert "Disputed" in opened.inner_text()
    assert opened.locator(".pf-pop__go").inner_text() == "Go to note 1"
    # English words on an Arabic page are marked as English (WCAG 3.1.2), Arabic ones are not.
    tongue = "e => e.closest('[lang]').lang"
    assert opened.locator(".pf-pop__go").evaluate(tongue) == "en"
    for words in ("Disputed", "another claim contradicts it"):
        assert opened.get_by_text(words, exact=True).first.evaluate(tongue) == "en", words
    assert opened.get_by_text(WORDS["ar"][0]).first.evaluate(tongue) == "ar"
    meta = page.locator(".pf-meta")
    assert meta.get_by_text("Published", exact=True).evaluate(tongue) == "en"
    assert meta.locator("time").evaluate(tongue) == "ar"
    found = opened.bounding_box()
    assert found is not None
    assert found["x"] >= 0
    assert found["x"] + found["width"] <= 1280


def test_korean_has_korean_words_and_faces_and_breaks_between_words(
    page: Page, sites: dict[str, Path]
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto((sites["ko"] / EXPLAINER).as_uri())
    style = "getComputedStyle(document.querySelector('article p')).{}"
    assert page.evaluate(style.format("wordBreak")) == "keep-all"
    assert "Noto Serif CJK KR" in page.evaluate(style.format("fontFamily"))
    assert "게시" in page.locator(".pf-meta").inner_text()
    assert page.locator("[lang=en], [data-pf-lang]").count() == 0
    assert "논란" in page.locator(".pf-fold__meta").first.inner_text()
    page.hover("sup a.footnote-ref")
    page.locator(".pf-pop:popover-open").wait_for()
    assert page.locator(".pf-pop__copy").inner_text() == "이 문장의 링크 복사"
