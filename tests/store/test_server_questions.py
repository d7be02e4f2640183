"""A server's own questions: stored once, undone, and never another server's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.exchange.rows import Row, question_id
from bot.models import Origin, Question
from bot.names import key
from bot.store.server_questions import Import, ServerQuestions, Undone

HERE, THERE = 11, 2**63 - 1
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


@pytest.fixture
async def own(tmp_path: Path) -> AsyncGenerator[ServerQuestions]:
    async with ServerQuestions.open(tmp_path / "servers.db") as opened:
        yield opened


def ask(prompt: str, *answers: str, **options: Any) -> Question:
    return Row(1, prompt, answers, **options).question()


def entry(name: str, hours: int = 0, **head: Any) -> Import:
    return Import(name, "red", f"{name}.yaml", 7, NOON + timedelta(hours=hours), head=head)


SWIMS = ask(
    "Who swims?", "ducks", "swans", distractors=("cats",), level=3, category="Ponds", explanation="Float"
)
FLIES = ask("Who flies?", "geese", category="Sky of Ba Sing Se")
DIVES = ask("Who dives?", "grebes", level=1)


async def test_what_is_stored_comes_back_in_the_files_order(own: ServerQuestions) -> None:
    assert await own.apply_import(entry("a", AUTHOR="me"), HERE, [SWIMS, FLIES, DIVES])
    assert await own.all(HERE) == [SWIMS, FLIES, DIVES]
    stored = await own.by_id(HERE, SWIMS.id)
    assert stored is not None
    assert (stored.question, stored.state, stored.import_id, stored.by_id) == (SWIMS, "approved", "a", 7)
    assert await own.imports(HERE) == [entry("a", AUTHOR="me")]


async def test_a_double_click_applies_once(own: ServerQuestions) -> None:
    done = await asyncio.gather(*(own.apply_import(entry("a"), HERE, [SWIMS]) for _ in range(5)))
    assert sorted(done) == [False] * 4 + [True]
    assert len(await own.imports(HERE)) == 1
    assert await own.undo_import("a", HERE, NOON) == Undone(1, 0)
    assert not await own.apply_import(entry("a"), HERE, [SWIMS]), "not even once it was undone"
    assert await own.all(HERE) == []


async def test_undo_takes_away_and_puts_back(own: ServerQuestions) -> None:
    await own.apply_import(entry("a"), HERE, [SWIMS, FLIES])
    before = await own.stored(HERE)
    await own.apply_import(entry("b", 1), HERE, [replace(SWIMS, answers=("coots",), level=1), DIVES])
    assert [one.answers for one in await own.all(HERE)] == [("coots",), ("geese",), ("grebes",)]
    assert await own.all(HERE, import_id="b") == [replace(SWIMS, answers=("coots",), level=1), DIVES]
    assert await own.undo_import("b", HERE, NOON) == Undone(removed=1, restored=1)
    assert await own.stored(HERE) == before
    assert await own.undo_import("b", HERE, NOON) is None, "once"
    assert [one.undone_at for one in await own.imports(HERE)] == [None, NOON]


async def test_undo_leaves_what_was_changed_since(own: ServerQuestions) -> None:
    await own.apply_import(entry("a"), HERE, [SWIMS, FLIES])
    await own.apply_import(entry("b", 1), HERE, [replace(SWIMS, answers=("coots",))])
    assert await own.undo_import("a", HERE, NOON) == Undone(removed=1, restored=0, kept=("Who swims?",))
    assert [one.answers for one in await own.all(HERE)] == [("coots",)]
    # What "a" brought is gone for good: taking "b" back doesn't bring it back.
    assert await own.undo_import("b", HERE, NOON) == Undone(removed=1, restored=0)
    assert await own.all(HERE) == []


async def test_a_moderators_state_outlives_imports_and_undo(own: ServerQuestions) -> None:
    await own.apply_import(entry("a"), HERE, [SWIMS, FLIES])
    assert await own.set_state(HERE, SWIMS.id, "retired")
    assert not await own.set_state(HERE, SWIMS.id, "retired")
    await own.apply_import(entry("b", 1), HERE, [replace(SWIMS, level=1)])
    assert await own.pool(HERE) == [FLIES]
    await own.undo_import("b", HERE, NOON)
    assert await own.pool(HERE) == [FLIES]
    assert await own.all(HERE, ["retired"]) == [SWIMS]


async def test_an_import_is_all_or_nothing(own: ServerQuestions) -> None:
    broken = replace(DIVES, prompt=None)  # pyright: ignore[reportArgumentType]
    with pytest.raises(Exception, match="NOT NULL"):
        await own.apply_import(entry("a"), HERE, [SWIMS, broken])
    assert await own.all(HERE) == []
    assert await own.imports(HERE) == []


async def test_members_questions_are_added_once_and_asked_when_approved(own: ServerQuestions) -> None:
    mine = replace(DIVES, origin=Origin.MEMBER)
    assert await own.add(HERE, mine, 5, NOON, "draft")
    assert not await own.add(HERE, replace(mine, answers=("other",)), 6, NOON)
    assert await own.pool(HERE) == []
    await own.set_state(HERE, mine.id, "approved")
    assert await own.pool(HERE) == [mine]


async def test_the_pool_by_level_and_by_what_it_is_about(own: ServerQuestions) -> None:
    await own.apply_import(entry("a"), HERE, [SWIMS, FLIES, DIVES])
    assert await own.pool(HERE, level=1) == [DIVES]
    assert await own.pool(HERE, about_keys=[key("The ponds")]) == [SWIMS]
    assert await own.pool(HERE, about_keys=[key("Ba Sing Se")]) == [FLIES]
    assert await own.pool(HERE, about_keys=[key("ducks"), key("grebes")]) == [SWIMS, DIVES]
    assert await own.pool(HERE, about_keys=["duck", "pond", ""]) == []


async def test_two_servers_know_nothing_of_each_other(own: ServerQuestions) -> None:
    theirs = replace(SWIMS, answers=("frogs",))
    assert await own.apply_import(entry("a"), HERE, [SWIMS, FLIES])
    assert await own.apply_import(entry("a"), THERE, [theirs]), "an id of another server's is free"
    await own.apply_import(entry("b", 1), THERE, [replace(theirs, level=1)])
    here, imports = await own.stored(HERE), await own.imports(HERE)

    assert await own.all(THERE) == await own.pool(THERE) == [replace(theirs, level=1)]
    assert await own.by_id(THERE, FLIES.id) is None
    assert not await own.set_state(THERE, FLIES.id, "retired")
    assert await own.set_state(THERE, SWIMS.id, "retired")
    assert await own.undo_import("b", HERE, NOON) is None
    assert await own.undo_import("b", THERE, NOON) == Undone(0, 1)
    assert await own.undo_import("a", THERE, NOON) == Undone(1, 0)
    assert await own.add(THERE, DIVES, 5, NOON)
    assert [one.id for one in await own.imports(THERE)] == ["a", "b"]

    assert await own.stored(HERE) == here
    assert await own.imports(HERE) == imports


async def test_a_large_import_is_stored_and_undone(own: ServerQuestions) -> None:
    many = [ask(f"Number {number}?", str(number)) for number in range(2000)]
    await own.apply_import(entry("a"), HERE, many)
    await own.apply_import(entry("b", 1), HERE, [replace(one, level=1) for one in many])
    assert await own.undo_import("b", HERE, NOON) == Undone(0, 2000)
    assert await own.all(HERE) == many
    assert many[0].id == question_id("Number  0?")
