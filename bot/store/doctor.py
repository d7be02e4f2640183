"""What `/admin doctor` asks of both databases that nobody else does."""

from __future__ import annotations

import json
from datetime import datetime

from bot.store.database import Database
from bot.store.library import Library
from bot.store.schedule_rows import iso


async def problems(library: Library) -> tuple[str, ...]:
    """What the build could not use, as it wrote it down."""
    rows = await library.fetch("select value from facts where key = 'problems'")
    return tuple(map(str, json.loads(rows[0][0]))) if rows else ()


async def late(database: Database, server_id: int, before: datetime) -> dict[int, datetime]:
    """By the schedule's number: when its first post was due that should have been sent before this moment."""
    rows = await database.fetch(
        """
        select schedules.number, min(slots.due)
          from slots join schedules on schedules.id = slots.schedule_id
         where slots.server_id = ? and slots.state in ('planned', 'sending') and slots.due < ?
           and schedules.running = 'on'
         group by schedules.number
        """,
        [server_id, iso(before)],
    )
    return {int(number): datetime.fromisoformat(due) for number, due in rows}
