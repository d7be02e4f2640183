"""Schedules and slots as rows: the columns that every look selects, how they are read and written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import aiosqlite

from bot import plans
from bot.slots import Part, Running, Schedule, Slot, State, What, dump_options, load_options
from bot.store.database import Row

SLOT = """
    slots.id, slots.schedule_id, slots.server_id, slots.part, slots.at, slots.due, slots.state, slots.content,
    slots.channel_id, slots.message_id, slots.tries, slots.reason, slots.sending_at
"""
SLOT_COLUMNS = 13
SCHEDULE = """
    schedules.id, schedules.server_id, schedules.number, schedules.what, schedules.channel_id, schedules.plan,
    schedules.options, schedules.grace, schedules.by_id, schedules.running, schedules.because,
    schedules.failures, schedules.trouble
"""


def slot_of(row: Row) -> Slot:
    return Slot(
        id=row[0],
        schedule_id=row[1],
        server_id=row[2],
        part=Part(row[3]),
        at=datetime.fromisoformat(row[4]),
        due=datetime.fromisoformat(row[5]),
        state=State(row[6]),
        content=json.loads(row[7]),
        channel_id=row[8],
        message_id=row[9],
        tries=row[10],
        reason=row[11],
        sending=datetime.fromisoformat(row[12]) if row[12] else None,
    )


def schedule_of(row: Row) -> Schedule:
    return Schedule(
        id=row[0],
        server_id=row[1],
        number=row[2],
        what=What(row[3]),
        channel_id=row[4],
        plan=plans.load(row[5]),
        options=load_options(row[6]),
        grace=timedelta(seconds=row[7]),
        by_id=row[8],
        running=Running(row[9]),
        because=row[10],
        failures=row[11],
        trouble=row[12],
    )


def iso(at: datetime) -> str:
    """UTC, so that texts are in the order of the moments."""
    return at.astimezone(UTC).isoformat()


async def plan(db: aiosqlite.Connection, rows: Sequence[Slot]) -> None:
    for one in rows:
        await db.execute(
            """
            insert into slots (id, schedule_id, server_id, part, at, due, state, content)
            values (?, ?, ?, ?, ?, ?, 'planned', ?) on conflict (id) do nothing
            """,
            [
                *(one.id, one.schedule_id, one.server_id, one.part, iso(one.at), iso(one.due)),
                json.dumps(one.content, ensure_ascii=False),
            ],
        )


async def forget_planned(db: aiosqlite.Connection, schedule_id: str) -> None:
    """An answer that members were promised stays planned."""
    await db.execute(
        "delete from slots where schedule_id = ? and state = 'planned' and part <> 'reveal'", [schedule_id]
    )


async def end_if_over(db: aiosqlite.Connection, schedule_id: str) -> None:
    await db.execute(
        """
        update schedules set running = 'ended'
         where id = ? and running = 'on' and not exists (
               select 1 from slots where schedule_id = ? and part = 'post' and state = 'planned')
        """,
        [schedule_id, schedule_id],
    )


def said(schedule: Schedule) -> dict[str, Any]:
    """As the moderators' log keeps it."""
    return {
        "number": schedule.number,
        "what": schedule.what,
        "channel": schedule.channel_id,
        "plan": plans.dump(schedule.plan),
        "options": dump_options(schedule.options),
        "grace": int(schedule.grace.total_seconds()),
        "running": schedule.running,
    }
