"""The moderators' log: how every change is noted and taken back in it, and its lines as a list."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import aiosqlite

from bot.store.database import Database, Row


@dataclass(frozen=True, slots=True)
class Entry:
    """`before`, `after`: what the change found and left, as whoever made it noted it."""

    id: str
    by_id: int  # 0: the bot itself
    at: datetime
    what: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    undone: bool


_COLUMNS = "id, by_id, at, action, before, after, undone_at"


class ModeratorsLog:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def page(self, server_id: int, limit: int, offset: int) -> tuple[list[Entry], int]:
        """The newest first, and how many there are."""
        rows = await self._db.fetch(
            f"""
            select {_COLUMNS}, count(*) over () from moderation_log where server_id = ?
             order by at desc, id desc limit ? offset ?
            """,  # noqa: S608 - only column names are put in
            [server_id, limit, offset],
        )
        return [_entry(row) for row in rows], int(rows[0][-1]) if rows else 0

    async def one(self, server_id: int, entry_id: str) -> Entry | None:
        """None for another server's line."""
        rows = await self._db.fetch(
            f"select {_COLUMNS} from moderation_log where server_id = ? and id = ?",  # noqa: S608
            [server_id, entry_id],
        )
        return _entry(rows[0]) if rows else None

    async def take_untold(self, server_id: int, since: datetime, most: int) -> list[Entry]:
        """Lines of people that the server's channel wasn't told yet, the oldest first; told from now on."""
        rows = await self._db.write(
            f"""
            update moderation_log set told = 1
             where id in (select id from moderation_log
                           where server_id = ? and told = 0 and by_id <> 0 and at >= ?
                           order by at limit ?)
            returning {_COLUMNS}
            """,  # noqa: S608
            [server_id, since.isoformat(), most],
        )
        return sorted((_entry(row) for row in rows), key=lambda one: (one.at, one.id))

    async def tell_again(self, server_id: int, entries: list[str]) -> None:
        """They could not be told after all."""
        for entry_id in entries:
            await self._db.write(
                "update moderation_log set told = 0 where server_id = ? and id = ?", [server_id, entry_id]
            )


async def noted(db: aiosqlite.Connection, log_id: str) -> bool:
    """Whether the change of this id was made before."""
    return bool(list(await db.execute_fetchall("select id from moderation_log where id = ?", [log_id])))


async def note(
    db: aiosqlite.Connection,
    log_id: str,
    server_id: int,
    by_id: int,
    at: datetime,
    action: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
) -> None:
    """A line, once, in the transaction of what it tells of; `by_id` 0 is the bot itself."""
    halves = (None if half is None else json.dumps(half, ensure_ascii=False) for half in (before, after))
    # In UTC, so that texts are in the order of the moments.
    await db.execute(
        """
        insert into moderation_log (id, server_id, by_id, at, action, before, after)
        values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do nothing
        """,
        [log_id, server_id, by_id, at.astimezone(UTC).isoformat(), action, *halves],
    )


async def note_undone(
    db: aiosqlite.Connection, log_id: str, server_id: int, by_id: int, at: datetime, action: str
) -> None:
    """That a line was taken back: on the line itself, and as a line of its own."""
    await db.execute(
        "update moderation_log set undone_at = ? where id = ? and server_id = ?",
        [at.astimezone(UTC).isoformat(), log_id, server_id],
    )
    await note(db, f"undo:{log_id}", server_id, by_id, at, action, {"undone": log_id}, None)


def _entry(row: Row) -> Entry:
    before, after = map(_half, row[4:6])
    return Entry(
        row[0], int(row[1]), datetime.fromisoformat(row[2]), row[3], before, after, row[6] is not None
    )


def _half(value: str | None) -> Mapping[str, Any] | None:
    if not value:
        return None
    try:
        half: Any = json.loads(value)
    except ValueError:
        half = None
    # Reasons were noted as they were typed, at first.
    return cast("dict[str, Any]", half) if isinstance(half, dict) else {"reason": value}
