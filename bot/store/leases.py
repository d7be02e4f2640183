"""Which process holds what, and until when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.store.database import Database


class Leases:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def take(
        self, name: str, holder: str, now: datetime, until: datetime, gone: Callable[[str], bool]
    ) -> str | None:
        """None when `holder` has it now; else who has. `gone` says of a holder that it is no more."""
        async with self._db.transaction() as db:
            rows = await db.execute_fetchall("select holder, until from leases where name = ?", [name])
            for other, ends in rows:
                if other != holder and datetime.fromisoformat(ends) > now and not gone(other):
                    return str(other)
            await db.execute(
                """
                insert into leases (name, holder, until) values (?, ?, ?)
                on conflict (name) do update set holder = excluded.holder, until = excluded.until
                """,
                [name, holder, until.isoformat()],
            )
        return None

    async def held(self, name: str) -> tuple[str, datetime] | None:
        rows = await self._db.fetch("select holder, until from leases where name = ?", [name])
        return (str(rows[0][0]), datetime.fromisoformat(rows[0][1])) if rows else None
