"""What moderators decide beyond questions and scores: the end of a season, the server's time zone; and undo.

Each is done once, in one transaction with its line in the moderators' log.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import aiosqlite

from bot.store.database import Database
from bot.store.modlog import note, note_undone, noted

TIMEZONE = "timezone"


class Moderation:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def end_season(self, server_id: int, log_id: str, by_id: int, at: datetime) -> str | None:
        """The name of the season that ended; None when none was under way."""
        async with self._db.transaction() as db:
            rows = await db.execute_fetchall(
                """
                update seasons set ended_at = ? where server_id = ? and ended_at is null returning id, name
                """,
                [at.isoformat(), server_id],
            )
            for season_id, name in rows:
                await note(
                    db, log_id, server_id, by_id, at, "season ended", None, {"id": season_id, "season": name}
                )
                return str(name)
        return None

    async def reopen_season(self, server_id: int, log_id: str, by_id: int, at: datetime) -> str | None:
        """Take the end of a season back. None when that was done before, or another is under way now."""
        async with self._db.transaction() as db:
            line = await _line(db, server_id, log_id)
            rows = await db.execute_fetchall(
                """
                update seasons set ended_at = null
                 where server_id = ? and id = ? and not exists (
                       select 1 from seasons as other where other.server_id = ? and other.ended_at is null)
                returning name
                """,
                [server_id, line["after"].get("id") if line else None, server_id],
            )
            changed = [row[0] for row in rows]
            return await _undone(db, server_id, log_id, by_id, at, "season went on", changed)

    async def drop_season(self, server_id: int, season_id: str, by_id: int, at: datetime) -> str | None:
        """Take the start of a season back: the one before goes on. None when it is no longer under way."""
        async with self._db.transaction() as db:
            rows = await db.execute_fetchall(
                """
                delete from seasons where server_id = ? and id = ? and ended_at is null
                returning name, started_at
                """,
                [server_id, season_id],
            )
            changed: list[str] = []
            for name, started in rows:
                changed.append(str(name))
                await db.execute(
                    "update seasons set ended_at = null where server_id = ? and ended_at = ?",
                    [server_id, started],
                )
            log_id = f"season:{season_id}"
            return await _undone(db, server_id, log_id, by_id, at, "season start undone", changed)

    async def set_zone(self, server_id: int, log_id: str, by_id: int, at: datetime, zone: str) -> None:
        """A repeated call with the same `log_id` changes nothing."""
        async with self._db.transaction() as db:
            if await noted(db, log_id):
                return
            before = await _zone(db, server_id)
            await _set_zone(db, server_id, zone)
            await note(db, log_id, server_id, by_id, at, "time zone set", {"zone": before}, {"zone": zone})

    async def undo_zone(self, server_id: int, log_id: str, by_id: int, at: datetime) -> str | None:
        """The zone that it is again; None when it was undone, or set to another one since."""
        async with self._db.transaction() as db:
            line = await _line(db, server_id, log_id)
            if line is None or await _zone(db, server_id) != line["after"].get("zone"):
                return None
            zone = str(line["before"].get("zone") or "UTC")
            await _set_zone(db, server_id, zone)
            return await _undone(db, server_id, log_id, by_id, at, "time zone undone", [zone])

    async def corrected(self, game_id: str, question_id: str) -> list[tuple[int, str]]:
        """(member, what was given) of the right answers to one question of a game."""
        rows = await self._db.fetch(
            """
            select answers.member_id, answers.given
              from answers join rounds on rounds.id = answers.round_id
             where rounds.game_id = ? and rounds.question_id = ? and answers."right" = 1
            """,
            [game_id, question_id],
        )
        return [(int(member), str(given)) for member, given in rows]


async def _zone(db: aiosqlite.Connection, server_id: int) -> str | None:
    rows = await db.execute_fetchall(
        "select value from server_settings where server_id = ? and key = ?", [server_id, TIMEZONE]
    )
    return next((str(row[0]) for row in rows), None)


async def _set_zone(db: aiosqlite.Connection, server_id: int, zone: str) -> None:
    await db.execute(
        """
        insert into server_settings (server_id, key, value) values (?, ?, ?)
        on conflict (server_id, key) do update set value = excluded.value
        """,
        [server_id, TIMEZONE, zone],
    )


async def _line(db: aiosqlite.Connection, server_id: int, log_id: str) -> dict[str, dict[str, Any]] | None:
    """A line of the log; None when it was undone before, or is another server's."""
    rows = await db.execute_fetchall(
        "select before, after from moderation_log where id = ? and server_id = ? and undone_at is null",
        [log_id, server_id],
    )
    for before, after in rows:
        return {"before": json.loads(before or "{}"), "after": json.loads(after or "{}")}
    return None


async def _undone(
    db: aiosqlite.Connection,
    server_id: int,
    log_id: str,
    by_id: int,
    at: datetime,
    action: str,
    changed: list[Any],
) -> str | None:
    """Note that a line of the log was undone, if anything changed by it: then the first of what changed."""
    if not changed:
        return None
    await note_undone(db, log_id, server_id, by_id, at, action)
    return str(changed[0])
