/* Names for words with several wrong letters: loaded only where the first pass, which allows one
   wrong letter a word and none in its first place, found no name at all. */
(() => {
  'use strict';
  const WORDS = 8, LETTERS = 32;                 // as many of a query; of a word, the bits of a number
  /* Wrong letters that a word may have: short words are near to too many others. */
  const allowed = word => /\d/.test(word) || word.length < 4 ? 0 : word.length < 6 ? 1 : word.length < 12 ? 2 : 3;

  /* How many letters a word's beginning has to lose, gain, change or swap with its neighbour to be
     what was typed: [of the beginning that fits best, of the whole word]. One number holds a
     column of the table of distances (Hyyrö, 'A bit-vector algorithm for computing Levenshtein
     and Damerau edit distances', 2003). */
  const masksOf = typed => {
    const masks = new Map();
    for (let i = 0; i < typed.length; i++) masks.set(typed.charCodeAt(i), masks.get(typed.charCodeAt(i)) | 1 << i);
    return masks;
  };
  function distance(masks, length, word) {
    const last = 1 << length - 1;
    let up = -1, down = 0, same = 0, before = 0, whole = length, best = length;
    for (let j = 0; j < word.length; j++) {
      const here = masks.get(word.charCodeAt(j)) | 0, swapped = (~same & here) << 1 & before;
      same = ((here & up) + up ^ up) | here | down | swapped;
      let right = down | ~(same | up), left = same & up;
      if (right & last) whole++;
      if (left & last) whole--;
      right = right << 1 | 1;
      left <<= 1;
      up = left | ~(same | right);
      down = same & right;
      before = here;
      if (whole < best) best = whole;
    }
    return [best, whole];
  }

  /* `names` are folded as queries are. Gives, for a query: the names' numbers, the nearest first,
     and the words that were meant. */
  self.plainfactMisspelt = names => {
    const holders = new Map();                   // of each word, the names that have it
    names.forEach((name, n) => {
      for (const word of new Set(name.split(' '))) {
        if (holders.has(word)) holders.get(word).push(n); else holders.set(word, [n]);
      }
    });
    const words = [...holders.keys()], holding = [...holders.values()];
    return query => {
      const parts = query.split(' ').slice(0, WORDS), meant = [], total = new Float32Array(names.length);
      for (const [at, part] of parts.entries()) {
        const typed = part.slice(0, LETTERS), most = allowed(typed), masks = masksOf(typed);
        const unfinished = at === parts.length - 1;            // the word that is being typed
        const costs = new Float32Array(names.length).fill(Infinity);
        let nearest = Infinity;
        words.forEach((word, w) => {
          if (word.length < typed.length - most || (!unfinished && word.length > typed.length + most)) return;
          const [start, whole] = distance(masks, typed.length, word);
          if ((unfinished ? start : whole) > most) return;
          const cost = Math.min(whole, start + .5);
          if (cost < nearest) { nearest = cost; meant[at] = word; }
          for (const n of holding[w]) if (cost < costs[n]) costs[n] = cost;
        });
        costs.forEach((cost, n) => { total[n] += cost; });
      }
      const found = [...total.keys()].filter(n => total[n] < Infinity).sort((a, b) => total[a] - total[b]);
      return { found, meant: found.length ? meant.join(' ') : '' };
    };
  };
})();
