/* The search box: names (with misspellings) from our own index, words from Pagefind's. */
(() => {
  'use strict';
  const root = document.querySelector('[data-pf-search]');
  const toggle = document.getElementById('__search');
  if (!root || !toggle) return;
  const at = (folder, name) => new URL(root.dataset[folder] + name, document.baseURI).href;
  const BASE = new URL('..', at('pfSearch', '')).href;     // results' addresses are the site's
  const FOLDER = at('pfSearch', ''), ASSETS = at('pfAssets', '');
  const form = root.querySelector('form'), input = root.querySelector('input');
  const output = root.querySelector('.md-search__output'), list = root.querySelector('ol');
  const status = root.querySelector('[role=status]'), words = root.querySelector('.md-search-result').dataset;
  const hint = status.textContent;
  const PAUSE = 120, NAMES_FIRST = 5, BATCH = 10, LONGEST = 200;

  let kinds = [], more = '', names = [], folded = [], notes = new Map(), strict = null, loose = null;
  let pagefind = null, started = false, turn = 0, timer = 0, before = null;
  let secondPass = null, nearest = null, ofNames = 0;      // ofNames: how many names `nearest` knows

  /* Without accents and case; letters that Unicode does not take apart are listed. */
  const LETTERS = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ı: 'i', '’': "'" };
  const fold = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().normalize('NFC')
    .replace(/[ßæœøłđı’]/g, letter => LETTERS[letter]);
  const plain = text => fold(text).replace(/[^\p{L}\p{N}']+/gu, ' ').trim();

  /* Loading: with the first sign that somebody searches. */
  const script = src => new Promise((done, failed) => {
    const e = document.createElement('script');
    e.src = src;
    e.onload = done;
    e.onerror = failed;
    document.head.append(e);
  });
  const style = href => new Promise(done => {
    const e = document.createElement('link');
    e.rel = 'stylesheet';
    e.href = href;
    e.onload = e.onerror = done;
    document.head.append(e);
  });
  function take() {
    let scripts = 1;
    for (const part of (self.plainfactNames || []).splice(0)) {
      ({ kinds, more, scripts } = part);
      names = names.concat(part.names);
      part.names.forEach(n => notes.set(n[2], n[4]));
      folded = folded.concat(part.names.map(n => plain(n[1] + ' · ' + n[3])));
    }
    search();
    return scripts;
  }
  async function loadNames() {
    await Promise.all([
      script(ASSETS + 'ufuzzy.js'), script(FOLDER + 'names-0.js'), style(ASSETS + 'plainfact-search.css'),
    ]);
    const letters = {
      unicode: true, interSplit: "[^\\p{L}\\d']+", interBound: '[^\\p{L}\\d]', intraSplit: '\\p{Ll}\\p{Lu}',
      intraBound: '\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}', intraChars: "[\\p{L}\\d']", intraContr: "'\\p{L}{1,2}\\b",
    };
    strict = new self.uFuzzy({ ...letters, intraMode: 0 });
    loose = new self.uFuzzy({ ...letters, intraMode: 1 });   // one error a word
    const scripts = take();
    loadPagefind().catch(() => {});                          // not before: the line is narrow
    for (let n = 1; n < scripts; n++) {
      await script(FOLDER + 'names-' + n + '.js');
      take();
    }
  }
  async function loadPagefind() {
    if (location.protocol === 'file:') return;               // no modules from a folder
    const module = await import(FOLDER + 'pagefind/pagefind.js');
    await module.options({ excerptLength: 24 });
    await module.init();
    pagefind = module;
    search();
  }
  function start() {
    if (started) return;
    started = true;
    loadNames().catch(loadPagefind).catch(() => {});
  }

  /* Names: the whole name first, then its beginning, then all words, then with errors. */
  const byRank = (found, query) => {
    const rank = n => {
      const title = plain(names[n][1]), others = names[n][3].split(' · ').map(plain);
      if (title === query || others.includes(query)) return 0;
      if (title.startsWith(query) || others.some(other => other.startsWith(query))) return 1;
      return (' ' + folded[n] + ' ').includes(' ' + query + ' ') ? 2 : 3;
    };
    const ranks = new Map(found.map(n => [n, rank(n)]));
    return found.sort((a, b) => ranks.get(a) - ranks.get(b));   // stable
  };
  const matched = (fuzzy, query) => {
    const [found, info, order] = fuzzy.search(folded, query, true, 1000);
    return !found ? [] : order ? order.map(o => info.idx[o]) : found;
  };
  function named(query, quoted) {
    if (!strict || !query) return [[], []];
    if (quoted) {
      const whole = folded.flatMap((name, n) => (' ' + name + ' ').includes(' ' + query + ' ') ? [n] : []);
      return [byRank(whole, query), []];
    }
    const exact = byRank(matched(strict, query), query);
    return [exact, exact.length < 3 && query.length > 3 ? matched(loose, query).filter(n => !exact.includes(n)) : []];
  }
  /* Names that the first pass misses: two wrong letters, or the first. The script for that is
     loaded once somebody needs it. */
  async function misspelt(query) {
    if (!strict || !/[^\d\s]{4}/.test(query)) return { found: [], meant: '' };
    await (secondPass ||= script(ASSETS + 'plainfact-misspelt.js'));
    if (ofNames !== folded.length) {
      ofNames = folded.length;
      nearest = self.plainfactMisspelt(folded);
    }
    return nearest(query);
  }
  const ofName = n => ({ kind: names[n][0], title: names[n][1], place: names[n][2], note: names[n][4] });

  /* Pagefind's results: a page leads to the section in which the words stand best. */
  const weight = part => part.weighted_locations.reduce((sum, where) => sum + where.balanced_score, 0);
  function ofPagefind(data) {
    const row = { kind: +data.meta.kind, title: data.meta.title, place: data.meta.place, excerpt: data.excerpt };
    if (row.kind > 1) return { ...row, note: notes.get(row.place) };
    const best = data.sub_results.filter(part => part.anchor).sort((a, b) => weight(b) - weight(a))[0];
    if (best && weight(best) > 0) {
      row.anchor = best.anchor.id;
      row.excerpt = best.excerpt;
      if (best.title !== row.title) row.section = best.title;
    }
    return row;
  }

  /* A word that no page has, Pagefind takes for its first letters: 'soverenty' finds 'so'. What
     is marked tells whether the words are there: of each long one, most of its letters. */
  const holds = (row, query) => {
    const there = row.excerpt.split(/<\/?mark>/).filter((part, n) => n % 2).map(plain);
    return query.split(' ').every(word => word.length < 4 ||
      there.some(mark => mark.startsWith(word.slice(0, Math.ceil(word.length * .6)))));
  };

  /* Pagefind wants all words. A question has some that no page has: the shortest go first. */
  async function asking(text) {
    const parts = text.split(/\s+/);
    for (let tries = 6; ; tries--) {
      const { results } = await pagefind.search(parts.join(' '));
      if (results.length || parts.length < 3 || !tries || text[0] === '"') return results;
      const shortest = parts.reduce((a, b) => (b.length < a.length ? b : a));
      parts.splice(parts.indexOf(shortest), 1);
    }
  }

  async function search() {
    const asked = input.value.trim().slice(0, LONGEST), mine = ++turn;
    clearTimeout(timer);
    if (!asked) { list.replaceChildren(); status.textContent = hint; return; }
    const quoted = /^["“„«].*["”“»]$/.test(asked), query = plain(asked);
    const [exact, near] = named(query, quoted), unknown = !exact.length && !near.length && !quoted;
    let far = [];
    const merge = (pages, left) => {
      const rows = [
        ...exact.slice(0, NAMES_FIRST).map(ofName), ...(exact.length ? [] : near.slice(0, 2).map(ofName)),
        ...far.slice(0, NAMES_FIRST).map(ofName), ...pages,
        ...exact.slice(NAMES_FIRST, 30).map(ofName), ...near.slice(0, 10).map(ofName),
      ];
      const seen = new Map();
      for (const row of rows) {
        const first = seen.get(row.place);
        if (!first) seen.set(row.place, row);
        else if (row.excerpt) Object.assign(first, { anchor: row.anchor, section: row.section, excerpt: row.excerpt });
      }
      show([...seen.values()], left, mine);
    };
    if (exact.length || near.length) merge([], null);
    if (!pagefind) {
      if (!strict || location.protocol !== 'file:') return;
      if (unknown) far = (await misspelt(query)).found;
      merge([], null);
      return;
    }
    timer = setTimeout(async () => {
      let found = await asking(quoted ? '"' + query + '"' : asked);
      const load = async (from, pages) => {
        const data = await Promise.all(found.slice(from, from + BATCH).map(result => result.data()));
        if (mine !== turn) return;
        const rows = [...pages, ...data.map(ofPagefind)], next = from + BATCH;
        if (unknown && !from && !far.length && !rows.slice(0, 3).some(row => holds(row, query))) {
          const { found: those, meant } = await misspelt(query);
          if (mine !== turn) return;
          if (those.length) {                                // what the words were meant to be is searched for
            far = those;
            found = await asking(meant);
            return load(0, []);
          }
        }
        merge(rows, next < found.length ? { count: found.length - next, go: () => load(next, rows) } : null);
        say(list.querySelectorAll('.pf-found__link').length + Math.max(0, found.length - next));
      };
      await load(0, []);
    }, PAUSE);
  }

  /* Showing: nodes, never text parsed as HTML. */
  const el = (name, cls, text) => {
    const e = document.createElement(name);
    e.className = cls;
    if (text) e.textContent = text;
    return e;
  };
  const ENTITIES = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'" };
  const marked = html => html.split(/<\/?mark>/).map((part, n) => {
    const text = part.replace(/&(amp|lt|gt|quot|#39|#x27);/g, (_, name) => ENTITIES[name]);
    return n % 2 ? el('mark', '', text) : text;
  });
  const say = n => { status.textContent = n ? (n === 1 ? words.one : words.other).replace('#', n) : words.none; };
  function show(rows, left, mine) {
    if (mine !== turn) return;
    const held = list.contains(document.activeElement) ? document.activeElement.href : null;
    list.replaceChildren(...rows.map(row => {
      const item = el('li', 'pf-found__item'), link = el('a', 'pf-found__link');
      link.href = new URL(row.anchor ? row.place.split('#')[0] + '#' + row.anchor : row.place || '.', BASE);
      link.append(el('span', 'pf-found__kind', kinds[row.kind]), ' ',
        el('span', 'pf-found__title', row.section ? row.title + ' › ' + row.section : row.title));
      if (row.note || row.excerpt) {
        const note = el('span', 'pf-found__note');
        note.append(...(row.note && row.kind > 1 ? [row.note] : marked(row.excerpt || '')));
        if (!note.textContent) note.textContent = row.note;
        link.append(' ', note);
      }
      item.append(link);
      return item;
    }));
    if (left) {
      const item = el('li', 'pf-found__item'), button = el('button', 'pf-found__more', more + ' (' + left.count + ')');
      button.type = 'button';
      button.addEventListener('click', async () => {
        const last = list.querySelectorAll('.pf-found__link').length;
        await left.go();
        const next = list.querySelectorAll('.pf-found__link')[last];
        if (next) next.focus();
      });
      item.append(button);
      list.append(item);
    }
    if (held) [...list.querySelectorAll('a')].find(a => a.href === held)?.focus();
    if (!pagefind) say(rows.length);
  }

  /* Opening and closing, by pointer and by key. */
  const open = () => {
    start();
    if (!toggle.checked) {
      before = document.activeElement === input ? null : document.activeElement;
      toggle.click();                                        // Material listens to it
    }
    input.focus();
  };
  const close = back => {
    if (toggle.checked) toggle.click();
    input.blur();
    if (back && before && before !== document.body) before.focus();
    before = null;
  };
  toggle.addEventListener('change', () => {
    output.inert = !toggle.checked;
    if (toggle.checked) { start(); if (document.activeElement !== input) input.focus(); }
  });
  input.addEventListener('focus', open);
  root.addEventListener('focusout', e => {
    if (toggle.checked && e.relatedTarget && !root.contains(e.relatedTarget)) toggle.click();
  });
  input.addEventListener('input', () => {
    open();                                                  // Material may have closed it, as it does after a #
    search();
  });
  form.addEventListener('reset', () => setTimeout(() => { search(); input.focus(); }));
  form.addEventListener('submit', e => e.preventDefault());
  list.addEventListener('click', e => { if (e.target.closest('a') && toggle.checked) toggle.click(); });
  document.addEventListener('keydown', e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const typing = e.target.closest && e.target.closest('input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]');
    if (!toggle.checked) {
      if (!typing && (e.key === '/' || e.key === 's' || e.key === 'f')) { e.preventDefault(); open(); }
      return;
    }
    if (e.key === 'Escape') { e.preventDefault(); e.stopPropagation(); close(true); return; }
    if (!root.contains(document.activeElement)) return;
    const stops = [input, ...list.querySelectorAll('a, button')], index = stops.indexOf(document.activeElement);
    const to = { ArrowDown: index + 1, ArrowUp: index - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      const next = stops[(to + stops.length) % stops.length];
      next.focus();
      if (next === input) input.select();
    } else if (e.key === 'Enter' && index === 0) {
      e.preventDefault();
      stops[1]?.click();
    }
  }, true);

  const asked = new URLSearchParams(location.search).get('q');
  if (asked) { input.value = asked.slice(0, LONGEST); open(); search(); }
})();
