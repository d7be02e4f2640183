"""Files that wait between their preview and their being applied, so that a restart loses none."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class PendingImport:
    id: str
    server_id: int
    by_id: int
    at: datetime
    file: str
    content: bytes  # empty once all is done
    state: str = "waiting"  # waiting | applied | cancelled
    kind: str = "questions"  # what waits: an id of one kind finds nothing of another


class PendingImports:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, one: PendingImport, oldest: datetime) -> bool:
        """False when it is there already. What came before `oldest` is cleared away, in all servers."""
        async with self._db.transaction() as db:
            await db.execute("delete from pending_imports where at < ?", [oldest.isoformat()])
            rows = await db.execute_fetchall(
                """
                insert into pending_imports (id, server_id, by_id, at, file, content, kind, state)
                values (?, ?, ?, ?, ?, ?, ?, 'waiting')
                on conflict (id) do nothing returning id
                """,
                [
                    *(one.id, one.server_id, one.by_id, one.at.isoformat(), one.file),
                    base64.b64encode(one.content).decode("ascii"),
                    one.kind,
                ],
            )
            return bool(list(rows))

    async def get(
        self, server_id: int, pending_id: str, oldest: datetime, kind: str = "questions"
    ) -> PendingImport | None:
        """None also for another server's, and for one from before `oldest`."""
        rows = await self._db.fetch(
            """
            select id, server_id, by_id, at, file, content, state from pending_imports
             where server_id = ? and id = ? and at >= ? and kind = ?
            """,
            [server_id, pending_id, oldest.isoformat(), kind],
        )
        if not rows:
            return None
        identity, server, by_id, at, file, content, state = rows[0]
        return PendingImport(
            identity, server, by_id, datetime.fromisoformat(at), file, base64.b64decode(content), state, kind
        )

    async def state(self, server_id: int, pending_id: str, oldest: datetime, kind: str) -> str | None:
        """As `get`, without the content, which may be large."""
        rows = await self._db.fetch(
            "select state from pending_imports where server_id = ? and id = ? and at >= ? and kind = ?",
            [server_id, pending_id, oldest.isoformat(), kind],
        )
        return str(rows[0][0]) if rows else None

    async def change(self, server_id: int, pending_id: str, content: bytes, kind: str) -> bool:
        """What waits is mended before it is decided on; False when it doesn't wait any more."""
        rows = await self._db.write(
            """
            update pending_imports set content = ?
             where server_id = ? and id = ? and kind = ? and state = 'waiting' returning id
            """,
            [base64.b64encode(content).decode("ascii"), server_id, pending_id, kind],
        )
        return bool(rows)

    async def decide(self, server_id: int, pending_id: str, state: str, kind: str = "questions") -> bool:
        """Once: False when it was applied or cancelled before."""
        rows = await self._db.write(
            """
            update pending_imports set state = ?
             where server_id = ? and id = ? and kind = ? and state = 'waiting' returning id
            """,
            [state, server_id, pending_id, kind],
        )
        return bool(rows)

    async def wait_again(self, server_id: int, pending_id: str) -> None:
        """What was to be applied could not be."""
        await self._db.write(
            "update pending_imports set state = 'waiting' where server_id = ? and id = ?",
            [server_id, pending_id],
        )

    async def let_go(self, server_id: int, pending_id: str) -> None:
        """The file itself is no longer needed."""
        await self._db.write(
            "update pending_imports set content = '' where server_id = ? and id = ? and state <> 'waiting'",
            [server_id, pending_id],
        )
