"""Which terms claim which forms, kept small: a large glossary has tens of thousands of forms."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from plainfact.model import Match, Term
from plainfact.terms.folding import fold, folded_plain, plain, turkic
from plainfact.terms.forms import Form, forms

_TURKIC = frozenset(("tr", "az"))
_CONTESTED = -1


class Claim(NamedTuple):
    """A term's claim to a form. A lower rank wins: listed before generated, and of those
    the one that insists on its letter case."""

    rank: int  # 0 to 3
    term: str
    label: str
    language: str
    form: str = ""  # empty where it does not matter how the words are written
    exact: bool = False
    capital: bool = False
    always: bool = True  # the claim holds however the words are written

    def accepts(self, words: str) -> bool:
        """Whether the claim holds for the words as they stand in the text."""
        if self.exact and plain(words) != self.form:
            return False
        if self.capital and not plain(words).rpartition(" ")[2][:1].isupper():
            return False
        return self.language not in _TURKIC or turkic(words) == turkic(self.form)


class Claims:
    """The claims to all forms, by the forms' numbers.

    Nearly every form is claimed by one label, however the words are written. Of those only
    the label's number and the rank are kept, as one number; the claim is made when the form
    is found in a text. All others are kept as they are.
    """

    def __init__(self) -> None:
        self._labels: list[str] = []
        self._owners: list[str] = []
        self._languages: list[str] = []
        self._codes = array("q")
        self._contested: dict[int, tuple[Claim, ...]] = {}

    @classmethod
    def made(cls, terms: Iterable[Term], language: str) -> tuple[Claims, list[str]]:
        """The claims of all terms, and the forms in order of their numbers.

        `language` is that of terms that name none. The order of terms does not matter.
        """
        claims = cls()
        return claims, claims._fill(terms, language)

    def _fill(self, terms: Iterable[Term], language: str) -> list[str]:
        codes: dict[str, int] = {}
        contested: dict[str, list[Claim]] = {}
        for term in sorted(terms, key=lambda term: term.id):
            spoken = (term.language or language).partition("-")[0].lower()
            for written in term.labels:
                label = plain(written)
                if any(char.isalnum() for char in label):
                    self._labels.append(written)
                    self._owners.append(term.id)
                    self._languages.append(spoken)
                    self._add(label, term.match is Match.EXACT, codes, contested)
        ordered = sorted(codes)
        self._codes.extend(map(codes.__getitem__, ordered))
        for number, form in enumerate(ordered):
            if form in contested:
                self._contested[number] = tuple(sorted(contested[form]))
        return ordered

    def of(self, form: int) -> Sequence[Claim]:
        """The claims to a form, the best first."""
        many = self._contested.get(form)
        return (self._claim(self._codes[form]),) if many is None else many

    def terms_of(self, form: int) -> Sequence[str]:
        """The ids of the terms that claim a form."""
        many = self._contested.get(form)
        if many is None:
            return (self._owners[self._codes[form] // 4],)
        return [claim.term for claim in many]

    def _claim(self, code: int) -> Claim:
        label, rank = divmod(code, 4)
        return Claim(rank, self._owners[label], self._labels[label], self._languages[label])

    def _add(
        self, label: str, strict: bool, codes: dict[str, int], contested: dict[str, list[Claim]]
    ) -> None:
        """All that the label which came last claims."""

        def contest(text: str, claim: Claim) -> None:
            many = contested.get(text)
            if many is None:
                code = codes.setdefault(text, _CONTESTED)
                many = contested[text] = [] if code == _CONTESTED else [self._claim(code)]
            if all(other.term != claim.term or other.rank > claim.rank for other in many):
                many.append(claim)

        language = self._languages[-1]
        number = 4 * (len(self._labels) - 1)  # two bits are the rank's
        listed = Form(label, exact=strict)
        for form in (listed, *(forms(label) if language == "en" else ())):
            exact = strict or form.exact
            rank = (0 if form is listed else 2) + (0 if exact else 1)
            code = number + rank
            text = folded_plain(form.text)
            if not (exact or form.capital or language in _TURKIC):
                if codes.setdefault(text, code) != code:
                    contest(text, self._claim(code))
                continue
            claim = self._claim(code)._replace(
                form=form.text, exact=exact, capital=form.capital, always=False
            )
            contest(text, claim)
            if language in _TURKIC:
                for other in (turkic(label), label.replace("i", "İ").upper()):
                    contest(fold(other).text, claim)
