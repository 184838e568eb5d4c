"""Every kind of page, read in all the ways people read: at 400 % zoom, with large text, in
forced colours and without motion, by keyboard alone, without scripts.

One window for each way of reading; `test_reading.py` goes on in the explainer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from browser.kinds import CARRIED, KINDS, MARKS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

DESKTOP = {"width": 1280, "height": 900}
WIDEST = "Math.max(document.documentElement.scrollWidth, document.body.scrollWidth)"
SEEN = "e => e.checkVisibility({opacityProperty: true, visibilityProperty: true})"


def window(browser: Browser, **settings: object) -> Iterator[Page]:
    context = browser.new_context(**settings)  # type: ignore[arg-type]
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def zoomed(browser: Browser) -> Iterator[Page]:
    """What 400 % zoom leaves of a window of 1280 by 1024 pixels (WCAG 1.4.10)."""
    size = {"width": 320, "height": 256}
    yield from window(browser, viewport=size, has_touch=True, reduced_motion="reduce")


@pytest.fixture(scope="module")
def enlarged(browser: Browser) -> Iterator[Page]:
    yield from window(browser, viewport=DESKTOP, reduced_motion="reduce")


@pytest.fixture(scope="module")
def forced(browser: Browser) -> Iterator[Page]:
    """A system's own colours, and no motion."""
    settings = {"forced_colors": "active", "reduced_motion": "reduce"}
    yield from window(browser, viewport=DESKTOP, **settings)


@pytest.fixture(scope="module")
def keyboard(browser: Browser) -> Iterator[Page]:
    yield from window(browser, viewport=DESKTOP, reduced_motion="reduce")


@pytest.fixture(scope="module")
def scriptless(browser: Browser) -> Iterator[Page]:
    yield from window(browser, viewport=DESKTOP, java_script_enabled=False)


SMALL = f"""[...document.querySelectorAll(`a.footnote-ref, .footnote-backref, summary, button,
  [role=button], .pf-filter label, .md-footer__link, .pf-help a, .md-path a`)]
  .filter({SEEN}).filter(e => !e.closest('[inert]')).map(e => [e, e.getBoundingClientRect()])
  .filter(([, r]) => r.width && Math.min(r.width, r.height) < 23.9)
  .map(([e, r]) => `${{e.outerHTML.slice(0, 120)}} ${{r.width}}x${{r.height}}`)"""
ROLES = {
    "a.footnote-ref": "doc-noteref",
    "a.footnote-backref": "doc-backlink",
    "div.footnote": "doc-endnotes",
    "a.glossary-term": "doc-glossref",
}
"""DPUB-ARIA 1.1."""


@pytest.mark.parametrize("kind", KINDS)
def test_at_400_percent(zoomed: Page, addresses: dict[str, str], kind: str) -> None:
    """Nothing scrolls sideways, targets can be hit (WCAG 2.5.8), roles are told."""
    zoomed.goto(addresses[kind])
    assert zoomed.evaluate(WIDEST) <= 320
    assert zoomed.evaluate(SMALL) == []
    for selector, role in ROLES.items():
        found = zoomed.locator(f"article {selector}")
        assert found.count() == zoomed.locator(f"article {selector}[role={role}]").count()
    assert zoomed.locator("article a.footnote-ref").count() or not any(
        "note" in mark for mark in CARRIED.get(kind, ())
    )


@pytest.mark.parametrize("kind", KINDS)
def test_with_text_of_200_percent(enlarged: Page, addresses: dict[str, str], kind: str) -> None:
    """WCAG 1.4.4: the browser's font size doubled, not the window's zoom."""
    enlarged.goto(addresses[kind])
    size = "parseFloat(getComputedStyle(document.querySelector('article h1')).fontSize)"
    before = enlarged.evaluate(size)
    enlarged.evaluate("document.documentElement.style.fontSize = '250%'")  # Material's is 125 %
    assert enlarged.evaluate(size) >= before * 1.5, "titles grow more slowly than text"
    cut = enlarged.evaluate(
        f"""[...document.querySelectorAll(
          'article :is(p, li, h1, h2, h3, td, th, a, summary, label)')].filter({SEEN})
        .filter(e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) &&
          (e.scrollWidth > e.clientWidth + 2 || e.scrollHeight > e.clientHeight + 2))
        .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert cut == []
    assert enlarged.evaluate(WIDEST) <= DESKTOP["width"]


@pytest.mark.parametrize("kind", KINDS)
def test_in_forced_colours_and_without_motion(
    forced: Page, addresses: dict[str, str], kind: str
) -> None:
    forced.goto(addresses[kind])
    moving = forced.evaluate(
        """[...document.querySelectorAll('*')].filter(e => {
          const style = getComputedStyle(e);
          return [style.transitionDuration, style.animationDuration].join(', ').split(', ')
            .some(time => parseFloat(time) > 0.01) || style.scrollBehavior !== 'auto';
        }).map(e => e.className || e.tagName)"""
    )
    assert moving == []
    stubborn = forced.evaluate(
        """[...document.querySelectorAll('body *')].filter(e =>
          getComputedStyle(e).forcedColorAdjust === 'none' &&
          !e.closest('.pf-filter label:has(:checked)')).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert stubborn == [], (
        "no colours are kept against theirs; a chosen filter has theirs, turned round"
    )
    plain = forced.evaluate(
        f"""[...document.querySelectorAll('article :is(p, dd, li) a[href]')].filter({SEEN})
        .filter(e => !e.matches('.footnote-ref, .footnote-backref, .headerlink'))
        .filter(e => e.parentElement.textContent.trim() !== e.textContent.trim())
        .filter(e => getComputedStyle(e).textDecorationLine === 'none' &&
          getComputedStyle(e).borderBottomStyle === 'none').map(e => e.outerHTML.slice(0, 160))"""
    )
    assert plain == [], "a link among words is underlined"


STOPS, BACK = 45, 12
"""Presses of Tab: on every kind of page well into the text; and of Shift and Tab after that."""
HERE = """() => { const e = document.activeElement, r = e.getClientRects()[0] || new DOMRect();
  const before = self.last, s = getComputedStyle(e);
  const fresh = !e.walked, inside = !!e.closest('.pf-pop');
  e.walked = true;
  if (!inside) self.last = e;
  const shown = [[.5, .5], [.1, .5], [.9, .5]].some(([x, y]) => {
    const top = document.elementFromPoint(r.left + r.width * x, r.top + r.height * y);
    return top && (e.contains(top) || top.contains(e)); });
  return { name: e.outerHTML.slice(0, 160), inside, fresh: fresh || inside,
    end: e === document.body || e.matches('.pf-skip'),
    order: inside || !before || before === e ||
      !!(before.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING),
    seen: r.width > 0 && r.bottom > 0 && r.top < innerHeight && shown,
    ring: s.outlineStyle !== 'none' || s.boxShadow !== 'none' ||
      getComputedStyle(e.closest('label, li, form') || e).outlineStyle !== 'none',
    main: !!e.closest('article') }; }"""


@pytest.mark.parametrize("kind", KINDS)
def test_by_keyboard_alone(keyboard: Page, addresses: dict[str, str], kind: str) -> None:
    """From the top: a link past the frame, then each stop in the order of the page, in sight,
    with a ring around it, and none that holds the focus; then back."""
    tab = keyboard
    tab.goto(addresses[kind])
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('.pf-skip')")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "pf-content"
    faults, main = [], False
    for _ in range(STOPS):
        tab.keyboard.press("Tab")
        stop = tab.evaluate(HERE)
        if stop["end"]:
            break
        main = main or stop["main"]
        faults += [
            f"{fault}: {stop['name']}"
            for fault in ("fresh", "order", "seen", "ring")
            if not stop[fault]
        ]
    else:
        for _ in range(BACK):  # what lies above must not stop under the header (WCAG 2.4.11)
            tab.keyboard.press("Shift+Tab")
            stop = tab.evaluate(HERE)
            if not stop["seen"]:
                faults.append(f"back, seen: {stop['name']}")
    assert faults == []
    assert main, "the walk comes into the text"
    tab.keyboard.press("Escape")
    tab.evaluate(
        "[...document.querySelectorAll('a[href], button')]"
        ".filter(e => e.checkVisibility()).at(-1).focus()"
    )
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.matches('body, .pf-skip')"), "the page can be left"


@pytest.mark.parametrize("kind", KINDS)
def test_without_scripts(scriptless: Page, addresses: dict[str, str], kind: str) -> None:
    """Everything is there, every mark leads on, and nothing is shown that cannot work."""
    scriptless.goto(addresses[kind])
    assert scriptless.locator("article h1").first.is_visible()
    for name in ("form", ".md-search", "label[for^=__palette]", ".pf-pop", ".pf-seek"):
        for each in scriptless.locator(name).all():
            assert not each.is_visible(), f"{name} cannot work without scripts"
    lost = scriptless.evaluate(
        """[...document.querySelectorAll('article a[href*="#"]')].filter(a =>
          a.pathname === location.pathname && a.host === location.host && a.hash.length > 1 &&
          !document.getElementById(decodeURIComponent(a.hash.slice(1)))).map(a => a.href)"""
    )
    assert lost == []
    for name in CARRIED.get(kind, ()):
        mark = scriptless.locator(MARKS[name]).first
        target = mark.evaluate("a => a.href")
        mark.evaluate("a => a.click()")
        scriptless.wait_for_url(target)
        there = scriptless.locator(":target")
        assert there.is_visible()
        back = there.evaluate(
            "e => !!(e.closest('li[id], section, .pf-entry, div') || e).querySelector("
            "'.footnote-backref, .pf-uses a')"
        )
        assert back, f"no way back from {target}"
        scriptless.goto(addresses[kind])
