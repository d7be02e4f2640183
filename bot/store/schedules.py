"""What moderators planned: made, changed and looked at; each change with its line in their log."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import aiosqlite

from bot import plans
from bot.slots import MOST, Running, Schedule, Slot, dump_options
from bot.store.database import Database
from bot.store.modlog import note, noted
from bot.store.schedule_rows import (
    SCHEDULE,
    SLOT,
    end_if_over,
    forget_planned,
    iso,
    plan,
    said,
    schedule_of,
    slot_of,
)

LOG_CHANNEL = "log_channel"


class Schedules:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, schedule: Schedule, rows: Sequence[Slot], at: datetime) -> Schedule | None:
        """With the server's next number; the same call twice adds one. None when the server has enough."""
        async with self._db.transaction() as db:
            known = await _schedules(db, "id = ?", [schedule.id])
            if known:
                return known[0]
            [(taken, last)] = await db.execute_fetchall(
                """
                select sum(case when running in ('on', 'paused') then 1 else 0 end), max(number)
                  from schedules where server_id = ?
                """,
                [schedule.server_id],
            )
            if (taken or 0) >= MOST:
                return None
            await db.execute(
                """
                insert into schedules (id, server_id, number, what, channel_id, plan, options, grace, by_id,
                                       made_at, running)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    *(schedule.id, schedule.server_id, (last or 0) + 1, schedule.what, schedule.channel_id),
                    *(plans.dump(schedule.plan), dump_options(schedule.options)),
                    *(int(schedule.grace.total_seconds()), schedule.by_id, iso(at), schedule.running),
                ],
            )
            await plan(db, rows)
            made = (await _schedules(db, "id = ?", [schedule.id]))[0]
            log_id = f"schedule:{schedule.id}"
            await note(db, log_id, made.server_id, made.by_id, at, "schedule added", None, said(made))
            return made

    async def change(
        self,
        schedule: Schedule,
        rows: Sequence[Slot],
        *,
        log_id: str,
        by_id: int,
        at: datetime,
        action: str,
        forget_posted: bool = False,
    ) -> bool:
        """Write a schedule as it is now, and its next slot anew. False when `log_id` was done before.

        What is being sent stays, and so does a promised answer. A change of hands makes the trouble of before
        a thing of the past: the next failure is told again.
        """
        async with self._db.transaction() as db:
            if await noted(db, log_id):
                return False
            before = await _schedules(db, "id = ?", [schedule.id])
            await db.execute(
                """
                update schedules
                   set what = ?, channel_id = ?, plan = ?, options = ?, grace = ?, running = ?, because = ?,
                       trouble = null, failures = 0
                 where id = ?
                """,
                [
                    *(schedule.what, schedule.channel_id),
                    *(plans.dump(schedule.plan), dump_options(schedule.options)),
                    *(int(schedule.grace.total_seconds()), schedule.running, schedule.because, schedule.id),
                ],
            )
            await forget_planned(db, schedule.id)
            await plan(db, rows)
            if forget_posted:
                await db.execute("delete from posted where schedule_id = ?", [schedule.id])
            await note(db, log_id, schedule.server_id, by_id, at, action, said(before[0]), said(schedule))
            return True

    async def skip(
        self, schedule: Schedule, rows: Sequence[Slot], *, log_id: str, by_id: int, at: datetime, reason: str
    ) -> Slot | None:
        """Let the next slot pass; `rows` come after it. None when there was none, or by a second call."""
        async with self._db.transaction() as db:
            if await noted(db, log_id):
                return None
            rows_found = await db.execute_fetchall(
                f"""
                update slots set state = 'skipped', reason = ?, done_at = ?
                 where schedule_id = ? and part = 'post' and state = 'planned' returning {SLOT}
                """,  # noqa: S608 - columns of this room
                [reason, iso(at), schedule.id],
            )
            found = [slot_of(tuple(row)) for row in rows_found]
            if not found:
                return None
            await forget_planned(db, schedule.id)
            await plan(db, rows)
            await end_if_over(db, schedule.id)
            before = {"number": schedule.number, "at": iso(found[0].at)}
            await note(db, log_id, schedule.server_id, by_id, at, "post skipped", before, None)
            return found[0]

    async def before_removal(self, schedule: Schedule) -> Running:
        """Whether a removed schedule posted, was paused, or had ended."""
        rows = await self._db.fetch(
            """
            select before from moderation_log
             where server_id = ? and action = 'schedule removed' order by at desc
            """,
            [schedule.server_id],
        )
        logged = (json.loads(row[0]) for row in rows)
        return next(
            (Running(one["running"]) for one in logged if one["number"] == schedule.number), Running.ON
        )

    async def by_number(self, server_id: int, number: int) -> Schedule | None:
        """Also one that was removed; None for another server's."""
        return await self._one("server_id = ? and number = ?", [server_id, number])

    async def by_id(self, schedule_id: str) -> Schedule | None:
        return await self._one("id = ?", [schedule_id])

    async def listed(self, server_id: int) -> list[Schedule]:
        """All but the removed, by number."""
        rows = await self._db.fetch(
            f"select {SCHEDULE} from schedules where server_id = ? and running <> 'removed' order by number",  # noqa: S608
            [server_id],
        )
        return [schedule_of(row) for row in rows]

    async def log_channel(self, server_id: int) -> int | None:
        rows = await self._db.fetch(
            "select value from server_settings where server_id = ? and key = ?", [server_id, LOG_CHANNEL]
        )
        return int(rows[0][0]) if rows else None

    async def _one(self, where: str, values: Sequence[Any]) -> Schedule | None:
        rows = await self._db.fetch(f"select {SCHEDULE} from schedules where {where}", values)  # noqa: S608
        return schedule_of(rows[0]) if rows else None


async def _schedules(db: aiosqlite.Connection, where: str, values: Sequence[Any]) -> list[Schedule]:
    rows = await db.execute_fetchall(f"select {SCHEDULE} from schedules where {where}", values)  # noqa: S608
    return [schedule_of(tuple(row)) for row in rows]
