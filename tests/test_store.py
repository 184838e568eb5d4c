"""What one run keeps for the next: the same as without, whatever happened to the files."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minisite import BOTH, DATA, PAGES, run, write
from plainfact.loader import Loaded, load
from plainfact.loader.kept import recalled
from plainfact.reader import Document, read
from plainfact.store import SWITCH, Store, digest

CSL = '[{"id": "a", "type": "book", "title": "T", "issued": {"date-parts": [[2024, 10]]}}]'


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of its own, with a folder of its own to keep things in."""
    monkeypatch.setenv(SWITCH, str(tmp_path / "kept"))
    files = {**DATA, **PAGES, "mkdocs.yml": BOTH, "content/sources/more.json": CSL}
    return write(tmp_path / "site", files)


def loaded(site: Path) -> Loaded:
    store = Store.open("data", site)
    found = load(site / "content", project=site, store=store)
    store.save()
    return found


def kept(site: Path) -> list[Path]:
    return sorted((site.parent / "kept").glob("*.json"))


def never() -> Document:
    raise AssertionError("read again")


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.sampled_from(["1.50", "2024-10-18"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_a_document_is_recalled_as_it_was_read(value: object) -> None:
    data = json.dumps(value).encode()  # JSON is YAML
    store = Store(Path("unused"))
    first = recalled(store, data, "x.yml", "", lambda: read(data, "x.yml"))
    if first.findings:
        return
    second = recalled(store, data, "x.yml", "", never)
    assert second == first
    assert repr(second.root) == repr(first.root)


def test_numbers_and_places_survive_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, str(tmp_path))
    data = "ü: 1.50\nb: [012, '012', 1e3, ~, true, {c: }]\n".encode()
    store = Store.open("data", tmp_path)
    first = recalled(store, data, "x.yml", "", lambda: read(data, "x.yml"))
    store.save()
    second = recalled(Store.open("data", tmp_path), data, "x.yml", "", never)
    assert repr(second.root) == repr(first.root)
    assert second.place("b/5/c") == first.place("b/5/c")


def test_a_document_with_a_finding_is_read_each_time() -> None:
    data = b"a: 1\na: 2\n"
    store = Store(Path("unused"))
    for _ in range(2):
        document = recalled(store, data, "x.yml", "", lambda: read(data, "x.yml"))
        assert len(document.findings) == 1


def test_bytes_are_recalled_only_as_what_they_were_read_as() -> None:
    data = b"{}"
    store = Store(Path("unused"))
    recalled(store, data, "x.yml", "yaml", lambda: read(data, "x.yml"))
    with pytest.raises(AssertionError, match="read again"):
        recalled(store, data, "x.yml", "json", never)


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-3],
    "changed": lambda data: data.replace(b"treaty", b"threat"),
    "too deep": lambda data: data.partition(b"\n")[0] + b"\n" + b"[" * 100_000,
    "of another version": lambda data: (b"1" if data[:1] == b"0" else b"0") + data[1:],
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_file_is_as_none(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, str(tmp_path))
    store = Store.open("data", tmp_path)
    store.put("key", ["treaty"])
    store.save()
    assert Store.open("data", tmp_path).get("key") == ["treaty"]
    assert store.file
    store.file.write_bytes(DAMAGES[name](store.file.read_bytes()))
    assert Store.open("data", tmp_path).get("key") is None


def test_what_is_kept_hangs_on_what_it_depends_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, str(tmp_path))
    store = Store.open("pages", tmp_path, "a", "b")
    store.put("key", 1)
    store.save()
    assert Store.open("pages", tmp_path, "a", "b").get("key") == 1
    assert Store.open("pages", tmp_path, "ab", "").get("key") is None
    assert Store.open("pages", tmp_path / "other", "a", "b").get("key") is None


def test_what_was_not_asked_for_is_not_kept_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, str(tmp_path))
    store = Store.open("data", tmp_path)
    store.put("old", 1)
    store.put("used", 2)
    store.save()
    store = Store.open("data", tmp_path)
    assert store.get("used") == 2
    store.put("new", 3)
    store.save()
    store = Store.open("data", tmp_path)
    assert [store.get(key) for key in ("old", "used", "new")] == [None, 2, 3]


def test_values_of_another_shape_are_as_none() -> None:
    data = b"a: 1\n"
    for wrong in (1, "x", [], [1, 2], [0, 1, None, {"a": 3}], [0, 1, [2], 3, 4, 5], {"a": 1}):
        store = Store(Path("unused"))
        store.put(digest("", data), wrong)
        assert recalled(store, data, "x.yml", "", lambda: read(data, "x.yml")).value == {"a": 1}


def test_check_says_the_same_with_and_without_what_was_kept(site: Path) -> None:
    page = site / "docs" / "index.md"
    page.write_text("# Home\n\nNo [@such] source, and a [@upi-2024-10-17-msmt] one.\n")
    before = {file.relative_to(site) for file in site.rglob("*")}
    check = ("plainfact", "check", "--format", "json")
    runs = [run(site, *check) for _ in range(2)]
    assert kept(site)
    assert before == {file.relative_to(site) for file in site.rglob("*")}
    runs.append(run(site, *check, PLAINFACT_CACHE="off"))
    assert runs[0].returncode == 1
    assert runs[0].stdout == runs[1].stdout == runs[2].stdout


def test_off_keeps_nothing(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "off")
    loaded(site)
    assert not kept(site)


def test_a_folder_that_cannot_be_made_stops_nothing(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, str(site / "mkdocs.yml" / "folder"))
    assert loaded(site).knowledge.sources


def test_old_files_go(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = site.parent / "kept"
    folder.mkdir()
    for index in range(60):
        file = folder / f"data-{index:02}.json"
        file.write_text("x")
        os.utime(file, (index, index))
    loaded(site)
    names = [file.name for file in kept(site)]
    assert len(names) == 40
    assert "data-59.json" in names
    assert "data-20.json" not in names
