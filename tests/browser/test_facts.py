"""Facts in a real browser: the ledger's filter, charts at both widths, what colours may say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from tests.browser.serving import served
from tests.minisite import DATA, PAGES, build, write

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHART = "explainers/north-korean-troops/"


def page_at(browser: Browser, url: str, width: int, **options: object) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(url)
    return page


def shown(page: Page, selector: str) -> int:
    return sum(each.is_visible() for each in page.locator(selector).all())


def test_the_ledger_is_filtered_without_a_script(browser: Browser, address: str) -> None:
    page = page_at(browser, f"{address}facts/", 1280, java_script_enabled=False)
    everything = shown(page, ".pf-row")
    assert everything == page.locator(".pf-row").count() > 100
    page.get_by_role("radio", name="Disputed").check(force=True)
    disputed = page.locator(".pf-row[data-status=disputed]").count()
    assert 0 < disputed < everything
    assert shown(page, ".pf-row") == shown(page, ".pf-row[data-status=disputed]") == disputed
    # no heading without an entry below it
    groups = [group for group in page.locator(".pf-group").all() if group.is_visible()]
    assert all(group.locator(".pf-row[data-status=disputed]").count() for group in groups)
    page.get_by_role("radio", name="All").check(force=True)
    page.get_by_role("checkbox", name="Superseded").check(force=True)
    assert shown(page, ".pf-row") == page.locator(".pf-row[data-age]").count() > 0
    page.context.close()


def test_the_filter_goes_by_keyboard(browser: Browser, address: str) -> None:
    page = page_at(browser, f"{address}facts/", 390)
    page.locator("[data-filter=all]").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("[data-filter=confirmed]").is_checked()
    assert shown(page, ".pf-row:not([data-status=confirmed])") == 0
    page.context.close()


@pytest.mark.parametrize(("width", "over_time"), [(390, False), (1280, True)])
def test_a_measure_is_drawn_over_time_where_there_is_room(
    browser: Browser, address: str, width: int, over_time: bool
) -> None:
    page = page_at(browser, f"{address}{CHART}", width)
    chart = page.locator("[id='measure:dprk-soldiers-sent'] .pf-chart")
    assert chart.locator("svg.pf-over-time").is_visible() is over_time
    assert chart.locator("svg.pf-rows").is_visible() is not over_time
    # nothing sticks out, and no name is cut off at the edge
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    drawing = chart.locator("svg.pf-over-time" if over_time else "svg.pf-rows")
    right = drawing.evaluate(
        "svg => Math.max(...[...svg.querySelectorAll('text')].map(t => t.getBoundingClientRect()"
        ".right)) - svg.getBoundingClientRect().right"
    )
    assert right <= 1
    page.context.close()


def test_forced_colours_keep_lines_and_points(browser: Browser, address: str) -> None:
    page = page_at(browser, f"{address}{CHART}", 1280, forced_colors="active")
    for kind in ("step", "lead", "base"):
        strokes = page.locator(f"svg.pf-over-time .{kind}").evaluate_all(
            "found => found.map(each => getComputedStyle(each).stroke)"
        )
        assert strokes
        assert "none" not in strokes
    page.context.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_the_note_of_a_figure_leads_to_its_chart(
    browser: Browser, address: str, width: int
) -> None:
    page = page_at(browser, f"{address}{CHART}#fn:fact:soldiers-sent-nis-2024-10-18", width)
    note = page.locator("[id='fn:fact:soldiers-sent-nis-2024-10-18']")
    note.locator("details").evaluate_all("found => found.forEach(each => each.open = true)")
    note.get_by_role("link", name="North Korean soldiers sent to Russia").click()
    assert page.url.endswith("#measure:dprk-soldiers-sent")
    page.context.close()


@pytest.mark.parametrize("media", ["screen", "print"])
def test_a_comma_between_marks_touches_neither(
    browser: Browser, tmp_path: Path, media: Literal["screen", "print"]
) -> None:
    """Numbers of notes that run together read as one number."""
    text = (
        "# Home\n\nIt came first[^1] [@upi-2024-10-17-msmt], and then [@upi-2024-10-17-msmt][^2].\n"
    )
    look = (
        "site_name: Marks\ntheme: {name: material, font: false}\nmarkdown_extensions: [footnotes]\n"
    )
    look += "plugins:\n  - plainfact/sources: {look: true}\n"
    pages = {**PAGES, "docs/index.md": f"{text}\n[^1]: One.\n[^2]: Two.\n", "mkdocs.yml": look}
    with served(build(write(tmp_path, {**DATA, **pages}))) as url:
        page = page_at(browser, url, 390)
        page.emulate_media(media=media)
        gaps = page.evaluate(
            """() => [...document.querySelectorAll('.pf-comma')].map(comma => {
                const box = element => {
                    const range = document.createRange();
                    range.selectNodeContents(document.createTreeWalker(element, 4).nextNode());
                    return range.getBoundingClientRect();
                };
                const [before, own, behind] =
                    [comma.previousSibling, comma, comma.nextSibling].map(box);
                return [own.left - before.right, behind.left - own.right];
            })"""
        )
        page.context.close()
    assert len(gaps) == 2
    assert all(-0.5 <= gap < 8 for pair in gaps for gap in pair), gaps
