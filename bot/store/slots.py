"""Slots: what is done with each is written down before it is done, so that a crash leaves no doubt."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.slots import Part, Schedule, Slot, State
from bot.store.database import Database, Effect
from bot.store.modlog import note
from bot.store.schedule_rows import (
    SCHEDULE,
    SLOT,
    SLOT_COLUMNS,
    end_if_over,
    forget_planned,
    iso,
    plan,
    schedule_of,
    slot_of,
)


class Slots:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- looking -----------------------------------------------------------------------------------------

    async def slot(self, slot_id: str) -> Slot | None:
        rows = await self._db.fetch(f"select {SLOT} from slots where id = ?", [slot_id])  # noqa: S608
        return slot_of(rows[0]) if rows else None

    async def next_of(self, schedule_id: str) -> Slot | None:
        """The planned post."""
        rows = await self._db.fetch(
            f"""
            select {SLOT} from slots
             where schedule_id = ? and part = 'post' and state = 'planned' order by at limit 1
            """,  # noqa: S608 - columns of this module
            [schedule_id],
        )
        return slot_of(rows[0]) if rows else None

    async def latest(self, schedule_id: str, limit: int) -> list[Slot]:
        """What became of the last posts, the newest first."""
        rows = await self._db.fetch(
            f"""
            select {SLOT} from slots
             where schedule_id = ? and part = 'post' and state <> 'planned' order by at desc limit ?
            """,  # noqa: S608 - columns of this module
            [schedule_id, limit],
        )
        return [slot_of(row) for row in rows]

    async def handled(self, schedule_id: str, since: datetime) -> set[datetime]:
        """Coming slots that are settled already: they were skipped, or a post of that moment went out."""
        rows = await self._db.fetch(
            "select at from slots where schedule_id = ? and part = 'post' and state <> 'planned' and at >= ?",
            [schedule_id, iso(since)],
        )
        return {datetime.fromisoformat(row[0]) for row in rows}

    async def posted(self, schedule_id: str) -> set[str]:
        """What this schedule has shown since its pool was last full."""
        rows = await self._db.fetch("select item from posted where schedule_id = ?", [schedule_id])
        return {str(row[0]) for row in rows}

    # --- what the scheduler does -------------------------------------------------------------------------

    async def due(
        self, now: datetime, shard: int, shards: int, limit: int, busy: Collection[str] = ()
    ) -> list[tuple[Schedule, Slot]]:
        """What this process should do now, one slot of a schedule at a time; `busy` are schedules at work.

        Nothing is due in servers that removed the bot.
        """
        marks = ", ".join("?" * len(busy))
        rows = await self._db.fetch(
            f"""
            select {SLOT}, {SCHEDULE}
              from slots join schedules on schedules.id = slots.schedule_id
             where slots.state in ('planned', 'sending') and slots.due <= ?
               and not exists (select 1 from departures where departures.server_id = slots.server_id)
               and (slots.server_id >> 22) % ? = ? {f"and slots.schedule_id not in ({marks})" if busy else ""}
             order by slots.due, slots.part desc
             limit ?
            """,  # noqa: S608 - columns of this module
            [iso(now), shards, shard, *busy, limit],
        )
        found: dict[str, tuple[Schedule, Slot]] = {}
        for row in rows:
            one = slot_of(row)
            found.setdefault(one.schedule_id, (schedule_of(row[SLOT_COLUMNS:]), one))
        return list(found.values())

    async def next_due(self, shard: int, shards: int, busy: Collection[str] = ()) -> datetime | None:
        marks = ", ".join("?" * len(busy))
        rows = await self._db.fetch(
            f"""
            select due from slots
             where state in ('planned', 'sending') and (server_id >> 22) % ? = ?
               and not exists (select 1 from departures where departures.server_id = slots.server_id)
                   {f"and schedule_id not in ({marks})" if busy else ""}
             order by due, part desc limit 1
            """,  # noqa: S608 - only question marks are put in
            [shards, shard, *busy],
        )
        return datetime.fromisoformat(rows[0][0]) if rows else None

    async def claim(
        self,
        one: Slot,
        content: Mapping[str, Any],
        now: datetime,
        *,
        rows: Sequence[Slot] = (),
        effects: Iterable[Effect] = (),
    ) -> bool:
        """planned → sending, with what was chosen, what follows from it, and the next slot: all or nothing.

        False when the slot is not planned any more: another process took it, or a moderator took it away.
        """
        async with self._db.transaction() as db:
            taken = await db.execute_fetchall(
                """
                update slots set state = 'sending', content = ?, sending_at = ?, due = ?
                 where id = ? and state = 'planned' returning id
                """,
                [json.dumps(content, ensure_ascii=False), iso(now), iso(now), one.id],
            )
            if not list(taken):
                return False
            for sql, values in effects:
                await db.execute(sql, values)
            if one.part is Part.POST:
                await plan(db, rows)
                await end_if_over(db, one.schedule_id)
            return True

    async def place(self, slot_id: str, channel_id: int, message_id: int | None) -> None:
        """The message stands; what follows it (a thread) may still fail."""
        await self._db.write(
            "update slots set channel_id = ?, message_id = ? where id = ?", [channel_id, message_id, slot_id]
        )

    async def sent(self, one: Slot, now: datetime, *, keep_trouble: bool = False) -> bool:
        """sending → sent. True when a trouble is over with it that the moderators were told of."""
        async with self._db.transaction() as db:
            await db.execute(
                """
                update slots set state = 'sent', done_at = ?, reason = null
                 where id = ? and state = 'sending'
                """,
                [iso(now), one.id],
            )
            if keep_trouble:
                return False
            found = await db.execute_fetchall(
                "select trouble from schedules where id = ? and (trouble is not null or failures > 0)",
                [one.schedule_id],
            )
            over = [trouble for (trouble,) in found]
            if over:
                await db.execute(
                    "update schedules set trouble = null, failures = 0 where id = ?", [one.schedule_id]
                )
            return any(over)

    async def later(self, one: Slot, due: datetime, reason: str) -> None:
        """It stays to be done, and is tried again at `due`."""
        await self._db.write(
            """
            update slots set due = ?, tries = tries + 1, reason = ?
             where id = ? and state in ('planned', 'sending')
            """,
            [iso(due), reason, one.id],
        )

    async def give_up(
        self,
        one: Slot,
        state: State,
        reason: str,
        now: datetime,
        *,
        rows: Sequence[Slot] = (),
        effects: Iterable[Effect] = (),
        pause: bool = False,
    ) -> bool:
        """skipped or failed, with a line in the log and the next slot. False when it was done before.

        `pause`: the schedule stops until a moderator resumes it, for the same reason.
        """
        async with self._db.transaction() as db:
            taken = await db.execute_fetchall(
                """
                update slots set state = ?, reason = ?, done_at = ?
                 where id = ? and state in ('planned', 'sending') returning id
                """,
                [state, reason, iso(now), one.id],
            )
            if not list(taken):
                return False
            for sql, values in effects:
                await db.execute(sql, values)
            if pause:
                await db.execute(
                    "update schedules set running = 'paused', because = ? where id = ? and running = 'on'",
                    [reason, one.schedule_id],
                )
                await forget_planned(db, one.schedule_id)
            elif one.part is Part.POST:
                await plan(db, rows)
                await end_if_over(db, one.schedule_id)
            told = {"schedule": one.schedule_id, "part": one.part, "at": iso(one.at), "reason": reason}
            await note(db, f"slot:{one.id}", one.server_id, 0, now, f"post {state}", None, told)
            return True

    async def troubled(self, schedule_id: str, trouble: str, *, failed: bool = False) -> bool:
        """Note what is wrong. True when the moderators don't know of it yet: they are told once.

        `failed`: a post was given up because of it.
        """
        async with self._db.transaction() as db:
            if failed:
                await db.execute("update schedules set failures = failures + 1 where id = ?", [schedule_id])
            rows = await db.execute_fetchall(
                """
                update schedules set trouble = ?
                 where id = ? and (trouble is null or trouble <> ?) returning id
                """,
                [trouble, schedule_id, trouble],
            )
            return bool(list(rows))


def note_posted(schedule_id: str, item: str, at: datetime) -> Effect:
    return (
        "insert into posted (schedule_id, item, at) values (?, ?, ?) on conflict do nothing",
        [schedule_id, item, iso(at)],
    )


def drop_reveal(one: Slot) -> Effect:
    """The answer to a question that was never shown isn't told either."""
    return (
        "delete from slots where schedule_id = ? and at = ? and part = 'reveal' and state = 'planned'",
        [one.schedule_id, iso(one.at)],
    )
