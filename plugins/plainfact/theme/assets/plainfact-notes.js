/* Plainfact: a note that an address names unfolds; an open popover offers a link to its sentence.
   Without this file the style sheet shows the one, and the mark's own id is the other. */
(() => {
  'use strict';
  const unfold = () => {
    let named = null;
    try { named = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch { /* not ours */ }
    const fold = named && named.querySelector(':scope > .pf-fold');
    if (fold && !fold.open) {
      fold.open = true;
      named.scrollIntoView();
    }
  };
  addEventListener('hashchange', unfold);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', unfold);
  else unfold();
  const say = key => document.documentElement.dataset['pf' + key];
  document.addEventListener('toggle', event => {       // toggle does not bubble: captured
    const panel = event.target, bar = event.newState === 'open' && panel.querySelector?.('.pf-pop__bar');
    const place = panel.mark?.closest('sup[id]');
    if (!bar || !place) return;
    let link = bar.querySelector('.pf-pop__copy');
    if (!link) {
      link = document.createElement('a');
      link.className = 'pf-pop__copy';
      link.addEventListener('click', async click => {
        if (!navigator.clipboard || click.ctrlKey || click.metaKey) return;   // a link is a link
        click.preventDefault();
        try {
          await navigator.clipboard.writeText(link.href);
          link.textContent = say('Copied') || 'Link copied';
        } catch { location.hash = link.hash; }
      });
      link.setAttribute('role', 'link');
      link.setAttribute('aria-live', 'polite');
      bar.querySelector('.pf-pop__go').after(link);
    }
    link.href = '#' + encodeURIComponent(place.id);
    link.textContent = say('Copy') || 'Copy link to this sentence';
  }, true);
})();
