"""What moderators chose for their server, one value a key; each change with its line in their log."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import aiosqlite

from bot.store.database import Database
from bot.store.modlog import note, note_undone, noted


class KeptSettings:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def all(self, server_id: int) -> dict[str, str]:
        rows = await self._db.fetch("select key, value from server_settings where server_id = ?", [server_id])
        return {str(key): str(value) for key, value in rows}

    async def set(
        self,
        server_id: int,
        key: str,
        value: str | None,
        *,
        log_id: str,
        by_id: int,
        at: datetime,
        action: str,
    ) -> bool:
        """None: as if nobody had chosen. False when it is so already; a repeated `log_id` changes nothing."""
        async with self._db.transaction() as db:
            if await noted(db, log_id):
                return True
            before = await _value(db, server_id, key)
            if before == value:
                return False
            await _put(db, server_id, key, value)
            sides = ({"key": key, "value": one} for one in (before, value))
            await note(db, log_id, server_id, by_id, at, action, *sides)
            return True

    async def undo(self, server_id: int, log_id: str, *, by_id: int, at: datetime, action: str) -> bool:
        """False when it was undone, or the value was set anew since."""
        async with self._db.transaction() as db:
            line = await _line(db, server_id, log_id)
            if line is None:
                return False
            before, after = line
            key = str(after["key"])
            if await _value(db, server_id, key) != after["value"]:
                return False
            await _put(db, server_id, key, before["value"])
            await note_undone(db, log_id, server_id, by_id, at, action)
            return True


async def _value(db: aiosqlite.Connection, server_id: int, key: str) -> str | None:
    rows = await db.execute_fetchall(
        "select value from server_settings where server_id = ? and key = ?", [server_id, key]
    )
    return next((str(row[0]) for row in rows), None)


async def _put(db: aiosqlite.Connection, server_id: int, key: str, value: str | None) -> None:
    if value is None:
        await db.execute("delete from server_settings where server_id = ? and key = ?", [server_id, key])
        return
    await db.execute(
        """
        insert into server_settings (server_id, key, value) values (?, ?, ?)
        on conflict (server_id, key) do update set value = excluded.value
        """,
        [server_id, key, value],
    )


async def _line(
    db: aiosqlite.Connection, server_id: int, log_id: str
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Before and after; None when it was undone, or is another server's."""
    rows = await db.execute_fetchall(
        "select before, after from moderation_log where id = ? and server_id = ? and undone_at is null",
        [log_id, server_id],
    )
    return next(((json.loads(before), json.loads(after)) for before, after in rows), None)
