"""What a server's moderators and packs change in its library, with every change in the moderators' log.

`edits` holds what counts now, one row for each subject and layer; a library is made from these rows alone.
The log holds what each change found and left, by which it is undone.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiosqlite

from bot.store.database import Database, Row
from bot.store.modlog import note, note_undone, noted

Value = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One subject of a change: what it was and what it becomes; None for nothing said in that layer."""

    layer: str
    kind: str
    subject: str
    before: Value | None
    after: Value | None

    @property
    def place(self) -> tuple[str, str, str]:
        return self.layer, self.kind, self.subject


@dataclass(frozen=True, slots=True)
class Line:
    """A change as the log tells it."""

    id: str
    by_id: int
    at: datetime
    what: str
    parts: tuple[Part, ...]
    undone: bool


class ChangedSinceError(Exception):
    """Somebody else changed one of the subjects in between: nothing was done."""


class Edits:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def servers(self) -> list[int]:
        """Those that changed something at some time."""
        rows = await self._db.fetch("select server_id from library_revisions")
        return [int(row[0]) for row in rows]

    async def revision(self, server_id: int) -> int:
        """Raised by every change; 0 before the first."""
        rows = await self._db.fetch("select revision from library_revisions where server_id = ?", [server_id])
        return int(rows[0][0]) if rows else 0

    async def touch(self, server_id: int) -> None:
        """Something else changed by which this server's library is made."""
        async with self._db.transaction() as db:
            await _raise(db, server_id)

    async def kinds(self, server_id: int) -> list[str]:
        """The kinds of source that count in this server, in their order; [] for all as they come."""
        rows = await self._db.fetch(
            "select value from server_settings where server_id = ? and key = 'canon_kinds'", [server_id]
        )
        return [str(kind) for kind in json.loads(rows[0][0])] if rows else []

    async def all(self, server_id: int) -> tuple[int, list[tuple[str, str, str, Value]]]:
        """The revision, and (layer, kind, subject, value) of all that counts, in a lasting order."""
        rows = await self._db.fetch(
            """
            select library_revisions.revision, edits.layer, edits.kind, edits.subject, edits.value
              from library_revisions
              left join edits on edits.server_id = library_revisions.server_id
             where library_revisions.server_id = ?
             order by edits.layer, edits.kind, edits.subject
            """,
            [server_id],
        )
        found = [(str(row[1]), str(row[2]), str(row[3]), json.loads(row[4])) for row in rows if row[1]]
        return (int(rows[0][0]) if rows else 0), found

    async def of_kind(self, server_id: int, layer: str, kind: str) -> dict[str, Value]:
        """By subject."""
        rows = await self._db.fetch(
            """
            select subject, value from edits where server_id = ? and layer = ? and kind = ? order by subject
            """,
            [server_id, layer, kind],
        )
        return {str(subject): json.loads(value) for subject, value in rows}

    async def apply(
        self,
        server_id: int,
        log_id: str,
        by_id: int,
        at: datetime,
        what: str,
        parts: Sequence[Part],
        texts: Mapping[str, bytes] | None = None,
    ) -> bool:
        """All parts or none; False when this change was done before. `texts` are kept with it, by their ids.

        Raises ChangedSinceError when a subject is no longer as `before` says.
        """
        async with self._db.transaction() as db:
            if await noted(db, log_id):
                return False
            await self._write(db, server_id, at, [(one.place, one.before, one.after) for one in parts])
            for text_id, content in (texts or {}).items():
                await db.execute(
                    """
                    insert into server_texts (server_id, id, size, content, unused_since)
                    values (?, ?, ?, ?, null)
                    on conflict (server_id, id) do update set unused_since = null
                    """,
                    [server_id, text_id, len(content), packed(content)],
                )
            if texts or any(one.kind == "document" for one in parts):
                await self._mark(db, server_id, at)
            await note(db, log_id, server_id, by_id, at, what, *_halves(parts))
            return True

    async def undo(self, server_id: int, log_id: str, by_id: int, at: datetime) -> Line | None:
        """None when it was undone before, or is no change of the library's.

        Raises ChangedSinceError when something of it was changed again.
        """
        async with self._db.transaction() as db:
            rows = list(await db.execute_fetchall(_LINES + " and id = ?", [server_id, log_id]))
            line = _line(tuple(rows[0])) if rows else None
            if line is None or line.undone or not line.parts:
                return None
            await self._write(db, server_id, at, [(one.place, one.after, one.before) for one in line.parts])
            if any(one.kind == "document" for one in line.parts):
                await self._mark(db, server_id, at)
            await note_undone(db, log_id, server_id, by_id, at, f"Undone: {line.what}")
            return line

    async def line(self, server_id: int, log_id: str) -> Line | None:
        """None for another server's, and for one that never was."""
        rows = await self._db.fetch(_LINES + " and id = ?", [server_id, log_id])
        return _line(rows[0]) if rows else None

    async def lines_about(self, server_id: int, kind: str, subject: str) -> list[Line]:
        """Every change of one subject in the server's own layer, the newest first, undone ones too."""
        needle = json.dumps([kind, subject], ensure_ascii=False)[1:-1]
        rows = await self._db.fetch(
            _LINES + " and (before like ? escape '!' or after like ? escape '!') order by at desc, id desc",
            [server_id, *[f"%{_escaped(needle)}%"] * 2],
        )
        lines = [_line(row) for row in rows]
        return [
            line for line in lines if any((one.kind, one.subject) == (kind, subject) for one in line.parts)
        ]

    async def texts(self, server_id: int, ids: Iterable[str]) -> dict[str, bytes]:
        """Those that are kept."""
        found: dict[str, bytes] = {}
        for text_id in ids:
            rows = await self._db.fetch(
                "select content from server_texts where server_id = ? and id = ?", [server_id, text_id]
            )
            if rows:
                found[text_id] = unpacked(rows[0][0])
        return found

    async def sizes(self, server_id: int) -> dict[str, tuple[int, datetime | None]]:
        """Of every text that is kept: its bytes, and since when no document uses it."""
        rows = await self._db.fetch(
            "select id, size, unused_since from server_texts where server_id = ?", [server_id]
        )
        return {
            str(row[0]): (int(row[1]), datetime.fromisoformat(row[2]) if row[2] else None) for row in rows
        }

    async def has_texts(self, server_id: int, ids: Iterable[str]) -> bool:
        for text_id in ids:
            if not await self._db.fetch(
                "select 1 from server_texts where server_id = ? and id = ?", [server_id, text_id]
            ):
                return False
        return True

    async def sweep(self, oldest: datetime) -> int:
        """Delete texts that no document has used since `oldest`; how many that were."""
        rows = await self._db.write(
            "delete from server_texts where unused_since < ? returning id", [oldest.isoformat()]
        )
        return len(rows)

    async def _write(
        self,
        db: aiosqlite.Connection,
        server_id: int,
        at: datetime,
        changes: Iterable[tuple[tuple[str, str, str], Value | None, Value | None]],
    ) -> None:
        for place, expected, value in changes:
            if await _value(db, server_id, place) != expected:
                raise ChangedSinceError
            if value is None:
                await db.execute(
                    "delete from edits where server_id = ? and layer = ? and kind = ? and subject = ?",
                    [server_id, *place],
                )
            else:
                await db.execute(
                    """
                    insert into edits (server_id, layer, kind, subject, value) values (?, ?, ?, ?, ?)
                    on conflict (server_id, layer, kind, subject) do update set value = excluded.value
                    """,
                    [server_id, *place, json.dumps(value, ensure_ascii=False)],
                )
        await _raise(db, server_id)

    async def _mark(self, db: aiosqlite.Connection, server_id: int, at: datetime) -> None:
        """Since when no document uses a text: a removed one can be brought back until it is swept away."""
        rows = await db.execute_fetchall(
            "select value from edits where server_id = ? and kind = 'document'", [server_id]
        )
        values: list[Value] = [json.loads(row[0]) for row in rows]
        used = {str(one["text"]) for one in values if one.get("text") and one.get("state") != "removed"}
        kept = await db.execute_fetchall(
            "select id, unused_since from server_texts where server_id = ?", [server_id]
        )
        for text_id, since in list(kept):
            if (text_id in used) == (since is not None):
                await db.execute(
                    "update server_texts set unused_since = ? where server_id = ? and id = ?",
                    [None if text_id in used else at.isoformat(), server_id, text_id],
                )


_LINES = """
    select id, by_id, at, action, before, after, undone_at from moderation_log
     where server_id = ?
"""


async def _raise(db: aiosqlite.Connection, server_id: int) -> None:
    await db.execute(
        """
        insert into library_revisions (server_id, revision) values (?, 1)
        on conflict (server_id) do update set revision = library_revisions.revision + 1
        """,
        [server_id],
    )


async def _value(db: aiosqlite.Connection, server_id: int, place: tuple[str, str, str]) -> Value | None:
    rows = await db.execute_fetchall(
        "select value from edits where server_id = ? and layer = ? and kind = ? and subject = ?",
        [server_id, *place],
    )
    for row in rows:
        return json.loads(row[0])
    return None


def _halves(parts: Sequence[Part]) -> tuple[Value, Value]:
    """What a change found and what it left, as the log keeps it."""
    return (
        {"parts": [[*one.place, one.before] for one in parts]},
        {"parts": [[*one.place, one.after] for one in parts]},
    )


def _line(row: Row) -> Line:
    before = json.loads(row[4] or "{}")
    after = json.loads(row[5] or "{}")
    parts = tuple(
        Part(layer, kind, subject, was, becomes)
        for (layer, kind, subject, was), (*_, becomes) in zip(
            before.get("parts", []), after.get("parts", []), strict=True
        )
    )
    return Line(row[0], int(row[1]), datetime.fromisoformat(row[2]), row[3], parts, row[6] is not None)


def _escaped(needle: str) -> str:
    return needle.replace("!", "!!").replace("%", "!%").replace("_", "!_")


def packed(content: bytes) -> str:
    """For a text column, which every database has."""
    return base64.b64encode(zlib.compress(content)).decode("ascii")


def unpacked(content: str) -> bytes:
    return zlib.decompress(base64.b64decode(content))
