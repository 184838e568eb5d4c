"""Forms of an English label: plural, singular and possessive of its last word.

Generated, never guessed from text: a form that is no word does no harm, so the rules may
be generous with those; what must not happen is that a form is *another* word. The tables
hold the words for which a rule would make one (`arms` → `arm`, `news` → `new`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LAST_WORD = re.compile(r"[^\W\d_]+$")
_NUMBERED = re.compile(r"[^\W\d_]-?\d+$")

_IRREGULAR: dict[str, tuple[str, ...]] = {
    "analysis": ("analyses",),
    "appendix": ("appendices", "appendixes"),
    "axis": ("axes",),
    "bacterium": ("bacteria",),
    "bus": ("buses",),
    "child": ("children",),
    "corps": (),
    "crisis": ("crises",),
    "criterion": ("criteria",),
    "datum": ("data",),
    "foot": ("feet",),
    "gas": ("gases",),
    "goose": ("geese",),
    "hypothesis": ("hypotheses",),
    "index": ("indices", "indexes"),
    "lens": ("lenses",),
    "matrix": ("matrices",),
    "medium": ("media", "mediums"),
    "memorandum": ("memoranda", "memorandums"),
    "mouse": ("mice",),
    "nucleus": ("nuclei",),
    "ox": ("oxen",),
    "person": ("persons", "people"),
    "phenomenon": ("phenomena",),
    "quiz": ("quizzes",),
    "referendum": ("referenda", "referendums"),
    "thesis": ("theses",),
    "tooth": ("teeth",),
    "vertex": ("vertices",),
    "woman": ("women",),
    **{
        f"{stem}{ending}": (f"{stem}ves",)
        for ending, stems in {
            "f": ("lea", "loa", "hal", "cal", "shel", "sel", "thie", "wol", "shea", "el"),
            "fe": ("kni", "li", "wi"),
        }.items()
        for stem in stems
    },
}
# Plurals from which one cannot tell what is meant by the singular.
_ONE_WAY = {"axes", "data", "media", "people"}
_SINGULAR_OF = {
    plural: word
    for word, plurals in _IRREGULAR.items()
    for plural in plurals
    if plural not in _ONE_WAY
}
_NOT_MEN = {"german", "human", "norman", "ottoman", "roman", "shaman", "talisman"}
_ENDING_IN_S = {"alias", "atlas", "bias", "canvas", "chaos", "corps", "cosmos", "pancreas"}
_INVARIABLE = {
    *("aircraft", "barracks", "corps", "deer", "fish", "headquarters", "hovercraft", "news"),
    *("offspring", "personnel", "police", "series", "sheep", "spacecraft", "species", "staff"),
}
# Plurals that mean something else than several of their singular: neither from nor to.
_NOT_SEVERAL = {
    *("arms", "brains", "customs", "glasses", "goods", "grounds", "its", "manners", "means"),
    *("minutes", "news", "pains", "philippines", "politics", "sometimes", "spirits", "thanks"),
    *("works", "besides", "clothes", "always", "perhaps", "whereas"),
}
_IN_IE = {
    *("calories", "collies", "cookies", "coteries", "dies", "genies", "lies", "movies", "pies"),
    *("prairies", "rookies", "selfies", "sorties", "ties", "zombies"),
}


class Form(NamedTuple):
    """One way in which a label can stand in a text.

    `exact`: letter case counts, because a generated form of an acronym in small letters
    is another word (`its`). `capital`: the last word begins with a capital, because the
    singular of a name is another thing (`The Times`: the time).
    """

    text: str
    exact: bool = False
    capital: bool = False


def forms(label: str) -> tuple[Form, ...]:
    """The label's other forms, itself not among them."""
    found: dict[str, Form] = {}

    def add(text: str, *, exact: bool, capital: bool = False) -> None:
        if text != label:
            found.setdefault(text, Form(text, exact, capital))

    match = _LAST_WORD.search(label)
    if not match:
        if _NUMBERED.search(label) and not label[:-1].rstrip("0123456789").endswith(" "):
            add(f"{label}s", exact=False)
        if label[-1:].isalnum() or label.endswith("."):
            add(f"{label}'s", exact=False)
        return tuple(found.values())
    word, before = match[0], label[: match.start()]
    acronym = len(word) > 1 and word.isupper()
    named = " " in before and word[0].isupper() and not acronym
    if acronym:
        several: tuple[str, ...] = (f"{word}s",)
        one: tuple[str, ...] = ()
    else:
        several, one = _plurals(word, part=before.endswith("-")), _singulars(word)
    for text in several:
        add(before + text, exact=acronym)
    for text in one:
        add(before + text, exact=False, capital=named)
    add(f"{label}'s", exact=acronym)
    for text in (*several, *one):
        if not text.endswith("s"):
            add(f"{before}{text}'s", exact=acronym, capital=named and text in one)
    return tuple(found.values())


def _like(word: str, model: str) -> str:
    """The word with the first letter's case of the model."""
    return model[0] + word[1:] if word[0] == model[0].lower() else word


def _plurals(original: str, *, part: bool) -> tuple[str, ...]:
    """`part`: what is before belongs to the word, which so may be short (add-on)."""
    word = original.lower()
    if (
        (len(word) < 3 and not part)
        or word in _INVARIABLE
        or word in _NOT_SEVERAL
        or _is_plural(word)
    ):
        return ()
    made = _IRREGULAR.get(word) or _regular_plurals(word, name=original[0].isupper())
    return tuple(_like(text, original) for text in made if text not in _NOT_SEVERAL)


def _regular_plurals(word: str, *, name: bool) -> tuple[str, ...]:
    stem, last = word[:-1], word[-1]
    if word.endswith("man") and len(word) > 3 and word not in _NOT_MEN:
        return (f"{word[:-3]}men",)
    if last == "y" and stem[-1] not in "aeiou":
        return (f"{stem}ies", f"{word}s") if name else (f"{stem}ies",)
    if word.endswith(("sis", "xis")):
        return (f"{word[:-2]}es",)
    if word.endswith(("ch", "o")):
        return (f"{word}es", f"{word}s")
    if word.endswith(("s", "x", "z", "sh")):
        return (f"{word}es",)
    return (f"{word}s",)


def _is_plural(word: str) -> bool:
    """Whether a word is several of something already, as far as its ending shows."""
    if word in _SINGULAR_OF or word in _ONE_WAY or word.endswith("men"):
        return True
    if word in _ENDING_IN_S or word in _IRREGULAR:
        return False
    return word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))


def _singulars(original: str) -> tuple[str, ...]:
    word = original.lower()
    if word in _INVARIABLE or word in _NOT_SEVERAL or word in _ONE_WAY or not _is_plural(word):
        return ()
    if word in _SINGULAR_OF:
        made: tuple[str, ...] = (_SINGULAR_OF[word],)
    elif word.endswith("men"):
        made = (f"{word[:-3]}man",) if len(word) > 4 and word != "specimen" else ()
    elif word.endswith("ies") and word not in _IN_IE:
        made = (f"{word[:-3]}y",) if len(word) > 4 else ()
    else:
        made = (word[:-1],)
        both = ("sses", "xes", "ches", "shes", "zzes")
        if word.endswith(both) or (word.endswith(("oes", "uses")) and len(word) > 5):
            made = (word[:-2], word[:-1])
    return tuple(_like(text, original) for text in made if len(text) > 2)
