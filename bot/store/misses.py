"""What members asked and didn't find, and what moderators did about it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.ids import content_id
from bot.store.database import Database, Row
from bot.store.modlog import note

IGNORED = "miss ignored"


@dataclass(frozen=True, slots=True)
class Miss:
    """One key, whatever commands it was asked with. `entry`: the line of the log by which it is settled, if
    it is: it was ignored, or answered and not missed since."""

    key: str
    asked: str
    times: int
    last: datetime
    entry: str | None = None
    commands: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return miss_id(self.key)


def miss_id(key: str) -> str:
    """For buttons, which can't carry a long key."""
    return content_id("miss", key)


class Misses:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def page(
        self, server_id: int, limit: int, offset: int, *, ignored: bool = False
    ) -> tuple[list[Miss], int]:
        """What is open, or what is ignored: the most frequent first, and how many there are."""
        rows = await self._db.fetch(
            f"""
            {_ALL}
            having {_IGNORED if ignored else f"not ({_SETTLED})"}
             order by sum(misses.times) desc, max(misses.last_at) desc, misses.key
             limit ? offset ?
            """,
            [server_id, limit, offset],
        )
        return await self._with_commands(server_id, rows), rows[0][5] if rows else 0

    async def find(self, server_id: int, wanted: str) -> Miss | None:
        """By its id. None also for another server's."""
        rows = await self._db.fetch("select distinct key from misses where server_id = ?", [server_id])
        key = next((str(row[0]) for row in rows if miss_id(str(row[0])) == wanted), None)
        if key is None:
            return None
        rows = await self._db.fetch(f"{_ALL} having misses.key = ?", [server_id, key])
        return (await self._with_commands(server_id, rows))[0]

    async def answered(self, server_id: int, keys: Sequence[str], entry: str) -> None:
        """Settled by a line of the log, until that is undone or they are missed again."""
        marks = ", ".join("?" * len(keys))
        await self._db.write(
            f"""
            insert into misses_settled (server_id, key, entry, times)
            select server_id, key, ?, sum(times) from misses
             where server_id = ? and key in ({marks}) group by server_id, key
            on conflict (server_id, key) do update set entry = excluded.entry, times = excluded.times
            """,  # noqa: S608 - only question marks are put in
            [entry, server_id, *keys],
        )

    async def ignore(self, server_id: int, miss: Miss, entry: str, by_id: int, at: datetime) -> None:
        """Settled until that is undone, however often it is asked."""
        async with self._db.transaction() as db:
            await db.execute(
                """
                insert into misses_settled (server_id, key, entry) values (?, ?, ?)
                on conflict (server_id, key) do update set entry = excluded.entry, times = null
                """,
                [server_id, miss.key, entry],
            )
            await note(db, entry, server_id, by_id, at, IGNORED, None, {"asked": miss.asked})

    async def bring_back(self, server_id: int, entry: str, by_id: int, at: datetime) -> str | None:
        """What was asked; None when that line was undone before, or is none of this server's."""
        async with self._db.transaction() as db:
            rows = await db.execute_fetchall(
                """
                update moderation_log set undone_at = ?
                 where id = ? and server_id = ? and action = ? and undone_at is null
                returning after
                """,
                [at.isoformat(), entry, server_id, IGNORED],
            )
            for (after,) in list(rows):
                await note(
                    db, f"undo:{entry}", server_id, by_id, at, "miss brought back", {"undone": entry}, None
                )
                return str(json.loads(after)["asked"])
        return None

    async def _with_commands(self, server_id: int, rows: Iterable[Row]) -> list[Miss]:
        found = [Miss(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4]) for row in rows]
        marks = ", ".join("?" * len(found))
        of: dict[str, list[str]] = {}
        for key, command in await self._db.fetch(
            f"select key, command from misses where server_id = ? and key in ({marks}) order by command",  # noqa: S608 - only question marks are put in
            [server_id, *(one.key for one in found)],
        ):
            of.setdefault(str(key), []).append(str(command))
        return [Miss(one.key, one.asked, one.times, one.last, one.entry, tuple(of[one.key])) for one in found]


_IGNORED = f"line.action = '{IGNORED}' and line.undone_at is null"
_SETTLED = """
    settled.entry is not null and line.undone_at is null
    and (settled.times is null or sum(misses.times) <= settled.times)
"""
_ALL = f"""
    select misses.key, min(misses.asked), sum(misses.times), max(misses.last_at),
           case when {_SETTLED} then settled.entry end, count(*) over ()
      from misses
      left join misses_settled as settled
        on settled.server_id = misses.server_id and settled.key = misses.key
      left join moderation_log as line on line.id = settled.entry and line.server_id = settled.server_id
     where misses.server_id = ?
     group by misses.key, settled.entry, settled.times, line.action, line.undone_at
"""  # noqa: S608 - written in this module
