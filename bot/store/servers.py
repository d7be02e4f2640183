"""`servers.db`: what servers chose and members earned. Never rebuilt; this is what is backed up."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path

from bot.store import schema
from bot.store.database import Database

MOST_LISTED = 400
"""Sayings that take turns in one channel; more would not fit into one statement of SQLite and PostgreSQL."""


class Servers:
    def __init__(self, database: Database) -> None:
        self._db = database

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncGenerator[Servers]:
        """Makes the file when there is none, and brings an older one to today's form."""
        async with Database.open(path, schema.SERVERS) as database:
            yield cls(database)

    @property
    def database(self) -> Database:
        """For the other subjects that are kept in the same file."""
        return self._db

    async def state(self, key: str) -> str | None:
        """What the program keeps for itself between two runs, such as the commands it last announced."""
        rows = await self._db.fetch("select value from state where key = ?", [key])
        return str(rows[0][0]) if rows else None

    async def set_state(self, key: str, value: str) -> None:
        await self._db.write(
            "insert into state (key, value) values (?, ?) "
            "on conflict (key) do update set value = excluded.value",
            [key, value],
        )

    async def take_turn(self, server_id: int, channel_id: int, list_id: str, sayings: Sequence[str]) -> str:
        """Whose turn it is among `sayings` (not empty), noted in the same statement.

        Nothing comes again in this channel before the others of the list were shown, and what was shown last
        isn't shown at once again; among equals the order given decides, so the caller shuffles. What is new
        in the list joins the round that is under way. Two members who ask at once get different ones.
        """
        sayings = sayings[:MOST_LISTED]
        listed = ", ".join(["(?, ?)"] * len(sayings))
        rows = await self._db.write(
            f"""
            with listed (saying_id, place) as (values {listed}),
            shown as (
                select listed.saying_id, listed.place, coalesce(quotes_shown.times, 0) as times,
                       coalesce(quotes_shown.latest, 0) as latest
                  from listed
                  left join quotes_shown on quotes_shown.saying_id = listed.saying_id
                       and quotes_shown.server_id = ? and quotes_shown.channel_id = ?
                       and quotes_shown.list_id = ?
            ),
            most as (select max(times) as times, max(latest) as latest from shown)
            insert into quotes_shown (server_id, channel_id, list_id, saying_id, times, latest)
            select ?, ?, ?, shown.saying_id,
                   case when most.times > shown.times then most.times else shown.times + 1 end,
                   most.latest + 1
              from shown cross join most
             where 1 = 1
             order by shown.times,
                      case when shown.latest > 0 and shown.latest = most.latest then 1 else 0 end, shown.place
             limit 1
            on conflict (server_id, channel_id, list_id, saying_id)
            do update set times = excluded.times, latest = excluded.latest
            returning saying_id
            """,  # noqa: S608 - only question marks are put in
            [
                *(value for place, saying in enumerate(sayings) for value in (saying, place)),
                *(server_id, channel_id, list_id) * 2,
            ],
        )
        return str(rows[0][0])

    async def note_miss(self, server_id: int, command: str, key: str, asked: str, at: datetime) -> None:
        """One more time that this was asked and not found."""
        await self._db.write(
            """
            insert into misses (server_id, command, key, asked, times, last_at) values (?, ?, ?, ?, 1, ?)
            on conflict (server_id, command, key)
            do update set times = misses.times + 1, last_at = excluded.last_at
            """,
            [server_id, command, key, asked, at.isoformat()],
        )
