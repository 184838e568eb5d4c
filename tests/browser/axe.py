"""axe-core over one state of a page: all rules, in seconds on a page of 4,000 elements too.

Nearly all of axe's time on a long page goes into one rule, the contrast of colours, which it
works out anew for each of thousands of texts that look alike. So that rule runs apart, and each
look is measured once: of texts that have the same colour, size and weight above the same
layers of backgrounds, the first. All other rules see every element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
MATERIAL = {"light": "default", "dark": "slate"}
"""What Material calls its schemes."""
CONTRAST = "color-contrast"
REST = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": TAGS},
    "rules": {"target-size": {"enabled": True}, CONTRAST: {"enabled": False}},
}
COLOURS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": [CONTRAST]}}
# On a phone what is far below is styled a little later: nothing is judged before.
RUN = """async ([selectors, rest, colours]) => {
  const far = [...document.querySelectorAll('.footnote > ol > li, .pf-chart, .pf-entry, .pf-row')];
  for (let n = 0; far.some(e => getComputedStyle(e).contentVisibility === 'auto'); n++) {
    if (n === 100) throw new Error('something is never styled');
    await new Promise(done => setTimeout(done, 100));
  }
  const include = selectors.flatMap(each => [...document.querySelectorAll(each)]);
  if (!include.length) throw new Error('nothing there to look at');
  const exclude = (LOOKS)(include);
  const found = [await axe.run({include}, rest), await axe.run({include, exclude}, colours)];
  return found.flatMap(each => each.violations).flatMap(rule => rule.nodes.map(node =>
    [rule.id, node.target.join(' '), node.html.slice(0, 200), node.failureSummary].join(': ')));
}"""
# The topmost elements in which no text looks unlike those before it. What tells looks apart is
# all that axe's rule goes by: colours, layers below, size, weight, and whether it is to be seen
# and used at all.
LOOKS = """include => {
  const layers = new Map([[null, '']]), seen = new Set(), fresh = new Set(), left = [];
  const NOTHING = 'rgba(0, 0, 0, 0) none 1 none normal static none';
  const below = e => {
    if (!layers.has(e)) {
      const s = getComputedStyle(e), own = [s.backgroundColor, s.backgroundImage, s.opacity,
        s.filter, s.mixBlendMode, s.position, s.textShadow].join(' ');
      layers.set(e, below(e.parentElement) + (own === NOTHING ? '' : '|' + own));
    }
    return layers.get(e);
  };
  const speaks = e => e.matches('input, select, textarea, option') ||
    [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.nodeValue.trim());
  for (const e of include.flatMap(each => [each, ...each.querySelectorAll('*')])) {
    if (!speaks(e)) continue;
    const s = getComputedStyle(e), look = [below(e), s.color, s.fontSize, s.fontWeight, e.localName,
      e.checkVisibility({visibilityProperty: true}),
      !!e.closest(':disabled, [inert], [aria-hidden=true], [aria-disabled=true]')].join(';');
    if (seen.has(look)) continue;
    seen.add(look);
    for (let up = e; up && !fresh.has(up); up = up.parentElement) fresh.add(up);
  }
  const walk = e => fresh.has(e) ? [...e.children].forEach(walk) : left.push(e);
  include.forEach(walk);
  return left;
}"""


def violations(tab: Page, *selectors: str) -> list[str]:
    """What breaks a rule of WCAG 2.2 A and AA or a best practice, in words; in parts of the page
    where selectors name them, otherwise in all of it."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE_SCRIPT)
    words: list[str] = tab.evaluate(
        RUN.replace("LOOKS", LOOKS), [list(selectors) or ["html"], REST, COLOURS]
    )
    return words


def in_both_schemes(tab: Page, *selectors: str) -> list[str]:
    """All rules in the light scheme and in the dark one; the page is left light."""
    found = []
    for scheme in MATERIAL:
        _switch(tab, scheme)
        found += [f"{scheme}: {each}" for each in violations(tab, *selectors)]
    _switch(tab, "light")
    return found


def _switch(tab: Page, scheme: str) -> None:
    """As the reader's own button does, but without a click that would close what is open."""
    chosen = f"[data-md-color-scheme={MATERIAL[scheme]}]"
    tab.locator(f"input{chosen}").evaluate("e => e.click()")
    tab.locator(f"body{chosen}").wait_for(timeout=5_000)
