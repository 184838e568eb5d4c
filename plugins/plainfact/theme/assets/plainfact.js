/* Plainfact: notes and terms on hover, focus and tap. Without this file every mark is a link. */
(() => {
  'use strict';
  const OPEN = 300, CLOSE = 260;                 // ms: a pointer that passes by opens nothing
  const MARKS = 'a.footnote-ref[href*="#"], a.glossary-term[data-term]';
  const STOPS = 'a[href], button, [tabindex="0"], summary';
  const LEFT_OUT = '.footnote-backref, .headerlink, .pf-uses, .pf-do, .pf-fold > summary, script, style, iframe';
  const WORDS = {                                // overridden by data-pf-* on <html>, where set
    note: 'Note', go: 'Go to note', term: 'Open the glossary entry', close: 'Close', path: 'Breadcrumb',
  };
  const say = key => document.documentElement.dataset['pf' + key[0].toUpperCase() + key.slice(1)] || WORDS[key];
  const native = 'showPopover' in HTMLElement.prototype;
  const anchored = native && CSS.supports('(top: anchor(bottom)) and (anchor-name: --a)');
  const narrow = matchMedia('(max-width: 40em)');
  let panels = new Map();
  let mark = null, panel = null, timer = 0, quiet = false, touch = false, closedAt = 0, closedMark = null;

  const el = (name, cls, text) => {
    const e = document.createElement(name);
    e.className = cls;
    if (text) e.textContent = text;
    return e;
  };
  const byHash = a => {
    try { return document.getElementById(decodeURIComponent(a.hash.slice(1))); } catch { return null; }
  };
  const here = a => a.pathname === location.pathname && a.host === location.host;
  const find = a => {
    if (!a.matches('.glossary-term')) return here(a) ? byHash(a) : null;
    const stored = document.getElementById('pop:' + a.dataset.term);
    const entry = !stored && here(a) && byHash(a);
    return stored || (entry && entry.closest('.pf-entry'));
  };
  const focus = e => { quiet = true; e.focus({ preventScroll: true }); quiet = false; };

  function build(a) {
    const target = find(a);
    if (!target) return null;
    const term = a.matches('.glossary-term');
    const p = el('div', term ? 'pf-pop pf-pop--term' : 'pf-pop');
    p.popover = 'auto';
    p.tabIndex = -1;
    p.id = 'pf-pop-' + panels.size;
    p.setAttribute('role', 'dialog');
    p.setAttribute('aria-label', term ? a.textContent.trim() : a.getAttribute('aria-label') || say('note') + ' ' + a.textContent);
    const body = el('div', 'pf-pop__body md-typeset');
    const tongue = target.closest('[lang]');
    if (tongue) body.lang = tongue.lang;
    const copy = (target.content || target).cloneNode(true);   // nodes, never text parsed as HTML
    copy.querySelectorAll(LEFT_OUT).forEach(e => e.remove());
    copy.querySelectorAll('[id], [data-term]').forEach(e => { e.removeAttribute('id'); e.removeAttribute('data-term'); });
    copy.querySelectorAll('a.footnote-ref').forEach(e => (e.closest('sup') || e).remove());
    copy.querySelectorAll('.pf-fold').forEach(e => e.replaceWith(...e.childNodes));   // a popover is open already
    body.append(...copy.childNodes);
    const bar = el('div', 'pf-pop__bar');
    const ours = document.documentElement.dataset.pfLang;      // where our words are not the page's
    if (ours) bar.lang = ours;
    const go = el('a', 'pf-pop__go', term ? say('term') : say('go') + ' ' + a.textContent.trim());
    go.href = a.href;
    go.addEventListener('click', () => { quiet = true; p.hidePopover(); setTimeout(() => { quiet = false; }); });
    const close = el('button', 'pf-pop__close', say('close'));
    close.type = 'button';
    close.addEventListener('click', () => hide(true));
    bar.append(go, close);
    p.append(body, bar);
    p.addEventListener('pointerenter', () => clearTimeout(timer));
    p.addEventListener('pointerleave', later);
    p.addEventListener('toggle', e => { if (e.newState === 'closed') closed(p); });
    document.body.append(p);
    return p;
  }

  function place() {
    if (!panel || !mark || narrow.matches || anchored) return;
    const r = mark.getClientRects()[0], w = panel.offsetWidth, h = panel.offsetHeight;
    panel.style.left = Math.max(8, Math.min(r.left + r.width / 2 - w / 2, innerWidth - w - 8)) + 'px';
    panel.style.top = (r.bottom + h > innerHeight && r.top > h ? r.top - h : r.bottom) + 'px';
  }

  function show(a, enter) {
    clearTimeout(timer);
    if (mark === a || !a.isConnected) return;
    const key = a.dataset.term ? 'term:' + a.dataset.term : a.hash;
    if (!panels.has(key)) panels.set(key, build(a));
    const p = panels.get(key);
    if (!p) return;
    hide();
    p.mark = mark = a;
    panel = p;
    a.style.anchorName = p.style.positionAnchor = '--pf-mark';
    p.showPopover({ source: a });
    a.setAttribute('aria-expanded', 'true');
    a.setAttribute('aria-controls', p.id);
    if (narrow.matches) {                        // keep the sentence above the sheet
      const over = a.getBoundingClientRect().bottom + 24 - (innerHeight - p.offsetHeight);
      if (over > 0) scrollBy({ top: over, behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' });
    } else place();
    if (enter) p.focus({ preventScroll: true });
  }

  function closed(p) {
    const m = p.mark;
    if (!m) return;
    p.mark = null;
    m.setAttribute('aria-expanded', 'false');
    m.style.anchorName = '';
    closedAt = performance.now(); closedMark = m;
    if (panel === p) panel = mark = null;
  }

  function hide(back) {
    const m = mark, p = panel;
    if (!p) return;
    quiet = true;                                // the browser may hand focus back to the mark
    if (p.matches(':popover-open')) p.hidePopover();
    quiet = false;
    closed(p);
    if (back && m) focus(m);
  }
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const held = document.activeElement;
      if (panel && !panel.contains(held) && !(held === mark && held.matches(':focus-visible'))) hide();
    }, CLOSE);
  };
  const at = e => e.target.closest && e.target.closest(MARKS);
  const free = a => a && !a.closest('.pf-pop');

  document.addEventListener('pointerdown', e => { touch = e.pointerType !== 'mouse'; }, true);
  document.addEventListener('pointerover', e => {
    const a = at(e);
    if (!free(a) || e.pointerType !== 'mouse' || narrow.matches) return;
    clearTimeout(timer);
    timer = setTimeout(show, OPEN, a);
  });
  document.addEventListener('pointerout', e => { if (free(at(e)) && e.pointerType === 'mouse' && !narrow.matches) later(); });
  document.addEventListener('focusin', e => {
    if (quiet) return;
    const a = at(e);
    if (free(a) && a.matches(':focus-visible')) show(a);
    else if (panel && !panel.contains(e.target)) hide();
  });
  document.addEventListener('click', e => {      // the first tap opens; mouse and Enter follow the link
    const a = at(e);
    if (!free(a) || e.ctrlKey || e.metaKey || e.shiftKey || !e.detail || !(touch || narrow.matches)) return;
    if (!native || !find(a)) return;
    e.preventDefault();
    e.stopImmediatePropagation();                // Material's instant navigation listens too
    if (closedMark === a && performance.now() - closedAt < 350) return;
    show(a, true);
  }, true);
  document.addEventListener('keydown', e => {
    if (!panel) return;
    const inside = panel.contains(document.activeElement);
    if (e.key === 'Escape') {
      e.preventDefault();
      e.stopPropagation();
      hide(inside);
    } else if (e.key === 'Tab' && (inside || document.activeElement === mark)) {
      const stops = [...panel.querySelectorAll(STOPS)].filter(s => s.offsetParent !== null || s.getClientRects().length);
      const index = stops.indexOf(document.activeElement);
      if (!inside) {
        if (!e.shiftKey && stops[0]) { e.preventDefault(); stops[0].focus(); }
      } else if (e.shiftKey && index <= 0) { e.preventDefault(); focus(mark); }
      else if (!e.shiftKey && index === stops.length - 1) hide(true);   // and the browser goes on from the mark
      else if (!e.shiftKey && index < 0) { e.preventDefault(); stops[0].focus(); }
    }
  }, true);
  addEventListener('scroll', place, { passive: true, capture: true });
  addEventListener('resize', place);

  /* What Material leaves without a name or out of the keyboard's reach. */
  function frame() {
    const name = (e, words) => { if (e && words && !e.hasAttribute('aria-label')) e.setAttribute('aria-label', words); };
    const field = document.querySelector('.md-search__input');
    name(document.querySelector('.md-search[role=dialog]'), field && field.placeholder);
    const nav = document.querySelector('.md-nav--primary');
    document.querySelectorAll('.md-header__button[for="__drawer"], .md-header__button[for="__search"]').forEach(label => {
      if (label.querySelector('[role]')) return;
      const button = el('span', 'pf-press');     // in a label, a click on it is the label's
      button.tabIndex = 0;
      button.setAttribute('role', 'button');
      name(button, label.htmlFor === '__search' ? field && field.placeholder : nav && nav.getAttribute('aria-label'));
      button.addEventListener('keydown', e => {
        if (e.key !== 'Enter' && e.key !== ' ') return;
        e.preventDefault();
        label.click();
      });
      button.append(...label.childNodes);
      label.append(button);
    });
    const skip = document.querySelector('.pf-skip');
    if (skip) skip.setAttribute('href', '#pf-content');   // instant navigation binds it to the first page
    const path = document.querySelector('.md-path');
    if (path) path.setAttribute('aria-label', say('path'));
    document.querySelectorAll('.md-nav[aria-expanded]').forEach(e => e.removeAttribute('aria-expanded'));
  }
  /* What needs the page laid out, or every mark of it, waits for a moment in which nothing else does. */
  const idle = window.requestIdleCallback || (work => setTimeout(work, 1, { timeRemaining: () => 8 }));
  function calmly(items, each, then) {
    let n = 0;
    const work = deadline => {
      do for (const end = n + 20; n < end && n < items.length; n++) each(items[n]);
      while (n < items.length && deadline.timeRemaining() > 4);
      if (n < items.length) idle(work); else if (then) then();
    };
    idle(work);
  }
  function overflowing() {                       // all is read before anything is written
    const wide = [...document.querySelectorAll('.md-typeset pre > code, .pf-measure')].filter(e => e.scrollWidth > e.clientWidth);
    wide.forEach(e => { e.tabIndex = 0; });
  }
  /* What the style sheet put off (its section 9a), in steps too short to be felt; at once for who jumps. */
  let far = [];
  function unveil(wholly) {
    const end = performance.now() + 5;           // ms; some 20 on a slow phone
    while (far.length && (wholly === true || performance.now() < end)) {
      const e = far.shift();
      e.style.contentVisibility = 'visible';
      if (wholly !== true) e.offsetHeight;       // now, so that the clock tells
    }
    if (far.length) setTimeout(unveil); else idle(overflowing);
  }
  function ready() {
    hide();
    panels.forEach(p => p && p.remove());
    panels = new Map();
    frame();
    far = matchMedia('(max-width: 44.984375em)').matches && document.documentElement.classList.contains('pf-top')
      ? [...document.querySelectorAll('.footnote > ol > li, .pf-chart, .pf-entry, .pf-row')] : [];
    calmly(native ? document.querySelectorAll(MARKS) : [], a => { if (a !== mark && find(a)) a.setAttribute('aria-expanded', 'false'); }, unveil);
  }
  document.addEventListener('click', e => {
    const a = far.length && e.target.closest && e.target.closest('a[href*="#"]');
    if (a && here(a)) unveil(true);
  });
  if (!native) { frame(); unveil(); return; }
  if (window.document$ && document$.subscribe) document$.subscribe(ready);   // navigation.instant
  else if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready);
  else ready();
})();
