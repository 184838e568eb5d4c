"""The imports of every module, held against the tables in docs/architecture.md."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "plugins" / "plainfact"
CODE = re.compile(r"`([\w]+)`")


def table(heading: str) -> dict[str, tuple[str, ...]]:
    """First column → names in the column that says who imports what."""
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip().strip("|").split("|") for line in section.splitlines() if "|" in line]
    head = [cell.strip() for cell in rows[0]]
    column = next(i for i, cell in enumerate(head) if "import" in cell)
    found = {}
    for row in rows[2:]:
        for name in CODE.findall(row[0]):
            found[name] = tuple(CODE.findall(row[column]))
    return found


def imports(source: str, module: tuple[str, ...]) -> Iterator[str]:
    """Full names of what a module imports, wherever in it: `plainfact.model`, `re`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = module[: len(module) - node.level] if node.level else ()
            name = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{name}.{alias.name}" for alias in node.names)


def room_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def violations(
    source: str,
    room: str,
    rooms: dict[str, tuple[str, ...]],
    libraries: dict[str, tuple[str, ...]],
    module: tuple[str, ...] = ("plainfact", "x"),
) -> list[str]:
    found = []
    for name in imports(source, module):
        top, _, rest = name.partition(".")
        if top == "plainfact":
            target = rest.partition(".")[0]
            if target not in (room, "") and target not in rooms[room] and target in rooms:
                found.append(f"{room} imports {target}")
        elif top not in sys.stdlib_module_names and room not in libraries.get(top, ()):
            found.append(f"{room} imports the library {top}")
    return found


MODULES = sorted(path for path in PACKAGE.rglob("*.py") if path != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_keep_to_the_table(path: Path) -> None:
    rooms, libraries = table("Rooms"), table("Libraries")
    room = room_of(path)
    assert room in rooms, f"docs/architecture.md does not know the room '{room}'"
    module = ("plainfact", *path.relative_to(PACKAGE).with_suffix("").parts)
    assert not violations(path.read_text("utf-8"), room, rooms, libraries, module)


def test_no_two_rooms_import_each_other() -> None:
    rooms = table("Rooms")
    seen: set[str] = set()
    for room, targets in rooms.items():  # the table is in order: only what stands above
        assert set(targets) <= seen, f"'{room}' imports what stands below it"
        seen.add(room)


def test_the_two_libraries_that_matter_most() -> None:
    libraries = table("Libraries")
    assert set(libraries["ruamel"]) <= {"reader", "writer"}
    assert set(libraries["mkdocs"]) <= {"site", "plugins"}


@pytest.mark.parametrize(
    ("source", "room"),
    [
        ("import ruamel.yaml", "loader"),
        ("from mkdocs.config import load_config", "extensions"),
        ("from plainfact.loader import load", "checks"),
        ("from plainfact import site", "model"),
        ("from ..plugins import base", "cli"),
        ("def f():\n    import mkdocs", "cli"),
        ("import requests", "cli"),
        ("if TYPE_CHECKING:\n    from plainfact.reader import Node", "extensions"),
    ],
)
def test_violations_are_seen(source: str, room: str) -> None:
    module = ("plainfact", room, "x")
    assert violations(source, room, table("Rooms"), table("Libraries"), module)


def test_what_is_allowed_is_no_violation() -> None:
    source = (
        "import re\nfrom plainfact.model import Fact\nfrom plainfact.checks.prose import uncited"
    )
    assert not violations(source, "checks", table("Rooms"), table("Libraries"))
