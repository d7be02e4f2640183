"""The rooms' rules: who may import what, so that every line has one place where it belongs."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from bot.settings import ROOT

SEES_DISCORD = {"bot/client.py", "bot/telling.py", "bot/preview.py"}
VAGUE = {"utils", "helpers", "common", "core", "managers", "util", "helper", "misc"}


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


@cache
def imports(path: Path) -> set[str]:
    """The names that a file imports, wherever in it that happens."""
    imported: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            imported.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: absolute imports only"
            imported.add(node.module or "")
    return imported


def modules(*folders: str) -> Iterator[tuple[str, set[str]]]:
    """Each file with the names that it imports."""
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), imports(path)


def uses(imported: set[str], package: str) -> bool:
    return any(name == package or name.startswith(package + ".") for name in imported)


def test_only_few_see_discord() -> None:
    for path, imported in modules("bot"):
        if path not in SEES_DISCORD:
            assert not uses(imported, "discord"), path
            assert not uses(imported, "simcord"), path


def test_only_the_store_sees_the_database() -> None:
    for path, imported in modules("bot", "cogs"):
        if not path.startswith("bot/store/"):
            assert not uses(imported, "aiosqlite"), path
        if path.startswith("cogs/"):
            assert not uses(imported, "bot.store"), path
            assert not uses(imported, "bot.ingest"), path


def test_the_machinery_does_not_see_the_cogs() -> None:
    for path, imported in modules("bot"):
        assert not uses(imported, "cogs"), path


def test_no_vague_rooms() -> None:
    for folder in ("bot", "cogs", "tests"):
        for path in (ROOT / folder).rglob("*"):
            assert path.stem not in VAGUE, path


def test_every_module_says_what_it_is_for() -> None:
    for folder in ("bot", "cogs"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            assert ast.get_docstring(parsed(path)), path
