"""What moderators decide about boards is kept once, logged, and undone without deleting anything."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.boards import Boards, When
from bot.store import schema
from bot.store.database import Database

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
async def db(tmp_path: Path) -> AsyncGenerator[Database]:
    async with Database.open(tmp_path / "servers.db", schema.SERVERS) as opened:
        yield opened


@pytest.fixture
def boards(db: Database) -> Boards:
    return Boards(db, lambda: NOW)


async def log(db: Database) -> list[tuple[str, int, bool]]:
    rows = await db.fetch("select action, by_id, undone_at is not null from moderation_log order by id")
    return sorted((str(action), int(by), bool(undone)) for action, by, undone in rows)


async def test_a_double_click_corrects_once(db: Database, boards: Boards) -> None:
    changes = await asyncio.gather(*(boards.correct(1, 5, 7, "unfair", 9, 123) for _ in range(5)))
    assert len({change.id for change in changes}) == 1
    await boards.correct(1, 5, 7, "unfair", 9, 124)
    await boards.correct(2, 5, 7, "unfair", 9, 123)
    assert (await boards.board(1, When.ALL)).rows[0].points == 14
    assert (await boards.board(2, When.ALL)).rows[0].points == 7
    assert await log(db) == [("score corrected", 9, False)] * 3


async def test_a_double_click_resets_and_undoes_once(db: Database, boards: Boards) -> None:
    await asyncio.gather(*(boards.reset(1, When.WEEK, 9, 123) for _ in range(5)))
    changes, total = await boards.changes(1)
    assert (total, changes[0].board, changes[0].undone) == (1, "week", False)
    undone = await asyncio.gather(*(boards.undo(1, changes[0].id, 8) for _ in range(5)))
    assert sorted(undone) == [False, False, False, False, True]
    assert await log(db) == [("board reset", 9, True), ("board reset undone", 8, False)]
    changes, total = await boards.changes(1)
    assert (total, changes[0].undone) == (1, True)


async def test_a_repeated_click_does_not_do_again_what_was_undone(db: Database, boards: Boards) -> None:
    change = await boards.correct(1, 5, 7, "unfair", 9, 123)
    await boards.undo(1, change.id, 8)
    again = await boards.correct(1, 5, 7, "unfair", 9, 123)
    assert again.undone
    assert (await boards.board(1, When.ALL)).rows == ()


async def test_the_log_says_what_was_done(db: Database, boards: Boards) -> None:
    await boards.correct(1, 5, -7, "  counted\ntwice ", 9, 123)
    rows = await db.fetch("select after from moderation_log")
    assert json.loads(rows[0][0]) == {"member": 5, "points": -7, "reason": "counted twice"}
    await boards.start_season(1, "Book One", 9, 1)
    await boards.start_season(1, "Book Two", 9, 2)
    rows = await db.fetch("select before, after from moderation_log where action = 'season started'")
    assert {(before, after) for before, after in rows} == {
        (None, '{"season": "Book One"}'),
        ('{"season": "Book One"}', '{"season": "Book Two"}'),
    }


async def test_only_one_season_is_under_way(db: Database, boards: Boards) -> None:
    await asyncio.gather(*(boards.start_season(1, f"Book {number}", 9, number) for number in range(6)))
    assert await db.fetch("select count(*) from seasons where ended_at is null") == [(1,)]
    assert len(await boards.seasons(1)) == 6


async def test_changes_are_paged_newest_first(db: Database) -> None:
    moment = NOW
    boards = Boards(db, lambda: moment)
    for number in range(5):
        moment = NOW.replace(hour=number)
        await boards.correct(1, number, 1, "x", 9, number)
        await boards.reset(2, When.ALL, 9, number)
    changes, total = await boards.changes(1, page=1, size=2)
    assert (total, [change.member_id for change in changes]) == (5, [2, 1])


async def test_it_is_all_or_nothing(db: Database, boards: Boards) -> None:
    await db.write("drop table moderation_log")
    with pytest.raises(Exception, match="moderation_log"):
        await boards.correct(1, 5, 7, "unfair", 9, 123)
    assert await db.fetch("select count(*) from corrections") == [(0,)]
