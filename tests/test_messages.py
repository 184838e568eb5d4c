"""Our words: every catalogue is whole, and its plurals are CLDR's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import plainfact
from plainfact.messages import LANGUAGES, catalogue, keys, plural, text
from plainfact.model import CorrectionKind, Kind, Status
from plainfact.plugins.front_matter import SCRIPT_WORDS, with_script_words

FORMS = {"ru": "one few many other", "uk": "one few many other", "ko": "other"}


def forms(entry: object) -> dict[str, str]:
    return {"": entry} if isinstance(entry, str) else dict(entry)  # type: ignore[call-overload]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message_and_its_placeholders(language: str) -> None:
    assert set(catalogue(language)) == set(keys())
    for key, entry in catalogue(language).items():
        english = forms(catalogue("en")[key])
        wanted = set(re.findall(r"\{\w+\}", next(reversed(english.values()))))
        for form in forms(entry).values():
            assert form.strip(), key
            assert set(re.findall(r"\{\w+\}", form)) == wanted, (key, form)
        if not isinstance(entry, str):
            assert set(entry) == set(FORMS.get(language, "one other").split()), key


@pytest.mark.parametrize(
    ("key", "language", "values", "expected"),
    [
        ("Note", "en", {}, "Note"),
        ("Note {n}", "en", {"n": 5}, "Note 5"),
        ("Note {n}", "de", {"n": 5}, "Anmerkung 5"),
        ("Note", "de-AT", {}, "Anmerkung"),
        ("Note", "DE_ch", {}, "Anmerkung"),
        ("Note", "sv", {}, "Note"),
        ("Note", "", {}, "Note"),
        ("status.confirmed", "en", {}, "Confirmed"),
        (
            "status.confirmed.why",
            "en",
            {},
            "acknowledged by those concerned, or on record",
        ),
        ("{n} reports", "en", {"n": 1}, "1 report"),
        ("{n} reports", "en", {"n": 3}, "3 reports"),
        ("{n} reports", "ru", {"n": 1}, "1 сообщение"),
        ("{n} reports", "ru", {"n": 3}, "3 сообщения"),
        ("{n} reports", "ru", {"n": 5}, "5 сообщений"),
        ("{n} reports", "ru", {"n": 21}, "21 сообщение"),
        ("{n} reports", "uk", {"n": 12}, "12 повідомлень"),
        ("{n} reports, 1 origin: {origin}", "en", {"n": 3, "origin": "AFP"},
         "3 reports, 1 origin: AFP"),
        ("withdrawn by {by}", "en", {"by": "the Daily Mail"}, "withdrawn by the Daily Mail"),
        ("withdrawn by {by}", "en", {"by": "{0.__class__}"}, "withdrawn by {0.__class__}"),
        ("withdrawn by {by}", "en", {}, "withdrawn by {by}"),
        ("words of {nobody}", "de", {"nobody": "x"}, "words of {nobody}"),
    ],
)  # fmt: skip
def test_text(key: str, language: str, values: dict[str, object], expected: str) -> None:
    assert text(key, language, **values) == expected


def test_records_have_words_for_their_kinds() -> None:
    wanted = [f"status.{status.value}{end}" for status in Status for end in ("", ".why")]
    wanted += [f"kind.{kind.value}" for kind in Kind]
    wanted += [f"correction.{kind.value}" for kind in CorrectionKind]
    assert set(wanted) <= set(keys())


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_are_those_of_cldr(language: str) -> None:
    from babel import Locale

    rule = Locale.parse(language).plural_form
    for number in (*range(130), 1001, 1011):
        assert plural(number, language) == rule(number)


def test_what_templates_and_scripts_say_is_in_the_catalogues() -> None:
    theme = Path(plainfact.__file__).parent / "theme"
    templates = "".join(each.read_text("utf-8") for each in theme.rglob("*.html"))
    # Material's own catalogue is asked by `lang.t`.
    ours = set(re.findall(r"""(?<!lang\.)\b(?:t|plainfact\.say)\(["']([^"']+)["']\)""", templates))
    assert len(ours) > 8
    assert ours | set(SCRIPT_WORDS.values()) <= set(keys())


def test_scripts_hold_no_words_but_their_fallbacks() -> None:
    words = {"note", "go", "term", "close", "copy", "copied"}
    assert set(SCRIPT_WORDS) == words
    page = with_script_words('<html lang="ko">', "ko")
    assert 'data-pf-copied="링크를 복사했습니다"' in page
    assert 'data-pf-go="Go to note"' in with_script_words("<html>", "ar"), "falls back"
