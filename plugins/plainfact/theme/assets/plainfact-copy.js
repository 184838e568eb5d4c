/* Plainfact: an open note offers a link to the sentence it belongs to. The mark in the text has
   an id, so the link works without this file, and without scripts at its other end. */
(() => {
  'use strict';
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
