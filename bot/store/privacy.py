"""Everything that `servers.db` keeps of members and servers: shown, moved to a nameless id, and deleted.

TABLES is the one list of it. A table or column that is missing there fails tests/store/test_privacy.py.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import AsyncGenerator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import aiosqlite

from bot.store.database import Database
from bot.store.modlog import note, noted
from bot.store.schedule_rows import iso

FORMER = "a former member"
"""Takes the place of a mention in words that are kept."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A table whose rows belong to servers, by `server_id` or by the row that they are inside of."""

    table: str
    key: tuple[str, ...]
    members: tuple[str, ...] = ()
    """Columns that hold a member's id."""
    texts: tuple[str, ...] = ()
    """Columns with words or JSON in which one may stand."""
    inside: tuple[str, str] | None = None
    """A column, and the table whose `id` it holds."""
    forgotten: bool = False
    """These rows are deleted with their member, not moved."""
    withheld: tuple[str, ...] = ()
    """Columns that a member's own export leaves out, for they tell of others."""
    large: bool = False
    """One row may hold a whole file."""


TABLES = (
    Kept(
        "answers", ("round_id", "member_id"), ("member_id",), ("given", "judgement"), ("round_id", "rounds")
    ),
    Kept("rounds", ("id",), (), ("question", "options", "subjects"), ("game_id", "games")),
    Kept("games", ("id",), ("host_id",), ("settings", "ended_because")),
    Kept("posted", ("schedule_id", "item"), inside=("schedule_id", "schedules")),
    Kept("slots", ("id",), (), ("content", "reason")),
    Kept("schedules", ("id",), ("by_id",), ("plan", "options", "because", "trouble")),
    Kept("member_settings", ("server_id", "member_id", "key"), ("member_id",), ("value",), forgotten=True),
    Kept("corrections", ("id",), ("member_id", "by_id"), ("reason",)),
    Kept("seasons", ("id",), ("by_id",), ("name",)),
    Kept("resets", ("id",), ("by_id",)),
    Kept("reporters", ("review_id", "member_id"), ("member_id",), ("remark",)),
    Kept("reviews", ("id",), ("by_id", "decided_by"), ("data", "reason"), withheld=("data", "reason")),
    Kept("extra_answers", ("server_id", "question_id", "answer"), ("added_by",), ("answer",)),
    Kept(
        "server_questions",
        ("server_id", "id"),
        ("by_id",),
        ("prompt", "answers", "distractors", "category", "explanation"),
    ),
    Kept(
        "imports",
        ("server_id", "id"),
        ("by_id",),
        ("file", "head", "before"),
        withheld=("head", "before"),
        large=True,
    ),
    Kept("pending_imports", ("id",), ("by_id",), ("file",), withheld=("content",), large=True),
    Kept("questions_asked", ("server_id", "question_id")),
    Kept("quotes_shown", ("server_id", "channel_id", "list_id", "saying_id")),
    Kept("misses", ("server_id", "command", "key"), (), ("key", "asked")),
    Kept("misses_settled", ("server_id", "key"), (), ("key",)),
    Kept("edits", ("server_id", "layer", "kind", "subject"), (), ("subject", "value")),
    Kept("library_revisions", ("server_id",)),
    Kept("server_texts", ("server_id", "id"), large=True),
    Kept("server_settings", ("server_id", "key"), (), ("value",)),
    Kept(
        "moderation_log",
        ("id",),
        ("by_id",),
        ("action", "before", "after"),
        withheld=("before", "after"),
    ),
)
"""In the order in which rows can be deleted: what is inside of something comes before it."""

_NAMED = {kept.table: kept for kept in TABLES}

PAGE, LARGE_PAGE = 5000, 1
CHUNK = 1000
"""Rows that one transaction deletes: others wait for it, and for no longer."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A server whose data is to be deleted. `asked`: by its moderators, at once, though the bot is there."""

    server_id: int
    at: datetime
    asked: bool


class KeptData:
    def __init__(self, database: Database) -> None:
        self._db = database

    # --- members -----------------------------------------------------------------------------------------

    async def counts(self, server_id: int, member_id: int) -> dict[str, int]:
        """How many rows name a member, by "table.column"; those that only speak of them, by "table".

        The words of every single answer are too many to look through each time that somebody asks.
        """
        found: dict[str, int] = {}
        for kept in TABLES:
            for column in kept.members:
                found[f"{kept.table}.{column}"] = await self._count(
                    kept, f"{column} = ?", [member_id], server_id
                )
            if kept.inside is None and (condition := _speaks(kept)):
                values = [_pattern(member_id)] * len(kept.texts)
                others = "".join(f" and ({column} is null or {column} <> ?)" for column in kept.members)
                found[kept.table] = await self._count(
                    kept, f"({condition}){others}", [*values, *[member_id] * len(kept.members)], server_id
                )
        return {what: number for what, number in found.items() if number}

    async def _count(self, kept: Kept, condition: str, values: Sequence[Any], server_id: int) -> int:
        rows = await self._db.fetch(
            f"select count(*) from {kept.table} where {condition} and {_belongs(kept)}",  # noqa: S608
            [*values, server_id],
        )
        return int(rows[0][0])

    async def of_member(self, server_id: int, member_id: int) -> dict[str, list[dict[str, Any]]]:
        """The rows that name a member, by table; other members' ids in them are left out.

        An answer to a question that is still open is left out, too: whether it is right is a secret.
        """
        found: dict[str, list[dict[str, Any]]] = {}
        for kept in TABLES:
            if not kept.members:
                continue
            columns = await self._db.columns(kept.table)
            secret = _OPEN if kept.table == "answers" else ""
            named = " or ".join(f"{column} = ?" for column in kept.members)
            rows = await self._db.fetch(
                f"""
                select {_listed(columns)} from {kept.table}
                 where ({named}) and {_belongs(kept)} {secret}
                 order by {", ".join(kept.key)}
                """,  # noqa: S608 - names from TABLES
                [*[member_id] * len(kept.members), server_id],
            )
            if rows:
                found[kept.table] = [_own(kept, columns, row, member_id) for row in rows]
        return found

    async def erase(
        self, server_id: int, member_id: int, former_id: int, *, log_id: str, by_id: int | None, at: datetime
    ) -> int | None:
        """Move all that names a member to `former_id`, or delete it; how many rows that were.

        `by_id`: the moderator who does it, for the log; None when it is the member. None when `log_id` was
        done before.
        """
        speaking = [
            kept
            for kept in TABLES
            if (condition := _speaks(kept))
            and await self._count(kept, f"({condition})", [_pattern(member_id)] * len(kept.texts), server_id)
        ]
        moved = 0
        async with self._db.transaction() as db:
            if by_id is not None:
                if await noted(db, log_id):
                    return None
                await note(db, log_id, server_id, by_id, at, "member's data erased", None, None)
            await _unlink_appeals(db, server_id, member_id)
            for kept in TABLES:
                for column in kept.members:
                    moved += await _move(db, kept, column, server_id, member_id, former_id)
            for kept in speaking:
                await _reword(db, kept, server_id, member_id, former_id)
            await db.execute(_FORGET_TYPED, [former_id, server_id])
        return moved

    # --- servers -----------------------------------------------------------------------------------------

    async def of_server(self, server_id: int) -> AsyncGenerator[tuple[str, list[dict[str, Any]]]]:
        """All rows of a server, page by page: the table, and rows of it."""
        for kept in TABLES:
            columns, page = await self._db.columns(kept.table), LARGE_PAGE if kept.large else PAGE
            key, marks = ", ".join(kept.key), ", ".join("?" * len(kept.key))
            last: list[Any] = []
            while True:
                rows = await self._db.fetch(
                    f"""
                    select {_listed(columns)} from {kept.table}
                     where {_belongs(kept)} {f"and ({key}) > ({marks})" if last else ""}
                     order by {key} limit ?
                    """,  # noqa: S608 - names from TABLES
                    [server_id, *last, page],
                )
                found = [dict(zip(columns, row, strict=True)) for row in rows]
                if found:
                    last = [found[-1][column] for column in kept.key]
                    yield (
                        kept.table,
                        [{column: _read(value) for column, value in row.items()} for row in found],
                    )
                if len(found) < page:
                    break

    async def delete_some(self, server_id: int) -> int:
        """Up to CHUNK rows of a server, in a transaction of their own; how many that were."""
        for kept in TABLES:
            source, server = _source(kept)
            chosen = ", ".join(f"{kept.table}.{column}" for column in kept.key)
            rows = await self._db.write(
                f"""
                delete from {kept.table} where ({", ".join(kept.key)}) in (
                    select {chosen} from {source} where {server} = ? limit ?)
                returning 1
                """,  # noqa: S608 - names from TABLES
                [server_id, CHUNK],
            )
            if rows:
                return len(rows)
        return 0

    async def delete_rest(self, server_id: int) -> None:
        """What was added since, and the note that the server is to be deleted: both or neither."""
        async with self._db.transaction() as db:
            for kept in TABLES:
                await db.execute(
                    f"delete from {kept.table} where {_belongs(kept)}",  # noqa: S608 - names from TABLES
                    [server_id],
                )
            await db.execute("delete from departures where server_id = ?", [server_id])

    async def servers(self, shard: int, shards: int) -> set[int]:
        """All that something is kept of."""
        found: set[int] = set()
        for kept in TABLES:
            if kept.inside is None:
                rows = await self._db.fetch(
                    f"select distinct server_id from {kept.table} where (server_id >> 22) % ? = ?",  # noqa: S608
                    [shards, shard],
                )
                found |= {int(row[0]) for row in rows}
        return found

    async def departures(self, shard: int, shards: int) -> list[Departure]:
        rows = await self._db.fetch(
            "select server_id, at, asked from departures where (server_id >> 22) % ? = ? order by at",
            [shards, shard],
        )
        return [Departure(int(row[0]), datetime.fromisoformat(row[1]), bool(row[2])) for row in rows]

    async def depart(self, server_ids: Collection[int], at: datetime, *, asked: bool = False) -> None:
        """Note that they are to be deleted. What was noted before keeps its time."""
        async with self._db.transaction() as db:
            for server_id in server_ids:
                await db.execute(
                    """
                    insert into departures (server_id, at, asked) values (?, ?, ?)
                    on conflict (server_id) do update
                    set asked = case when excluded.asked = 1 then 1 else departures.asked end
                    """,
                    [server_id, iso(at), int(asked)],
                )

    async def come_back(self, server_id: int) -> bool:
        """Whether the server had been noted as left."""
        rows = await self._db.write(
            "delete from departures where server_id = ? and asked = 0 returning server_id", [server_id]
        )
        return bool(rows)


_FORGET_TYPED = """
    update answers set given = '', judgement = null
     where member_id = ? and round_id in (
           select rounds.id from rounds join games on games.id = rounds.game_id
            where games.server_id = ? and games.mode = 'typed')
"""
"""What somebody wrote in their own words may tell who they were."""

_OPEN = "and not exists (select 1 from rounds where rounds.id = answers.round_id and rounds.state = 'open')"


def _belongs(kept: Kept) -> str:
    """A condition with one question mark: the server's id."""
    if kept.inside is None:
        return "server_id = ?"
    column, parent = kept.inside
    return f"{column} in (select id from {parent} where {_belongs(_NAMED[parent])})"  # noqa: S608


def _source(kept: Kept) -> tuple[str, str]:
    """The same as a join, which need not find all that belongs before it gives some: what stands behind
    "from", and the column with the server's id."""
    if kept.inside is None:
        return kept.table, f"{kept.table}.server_id"
    column, parent = kept.inside
    source, server = _source(_NAMED[parent])
    return f"{source} join {kept.table} on {kept.table}.{column} = {parent}.id", server


def _speaks(kept: Kept) -> str:
    """A condition with a question mark for each of the texts; none where there are none."""
    return " or ".join(f"{column} like ?" for column in kept.texts)


def _pattern(member_id: int) -> str:
    return f"%{member_id}%"


def _listed(columns: Sequence[str]) -> str:
    """ "right" is a word of SQL, too."""
    return ", ".join(f'"{column}"' for column in columns)


def _own(kept: Kept, columns: Sequence[str], row: Sequence[Any], member_id: int) -> dict[str, Any]:
    """A row as its member may read it."""
    found: dict[str, Any] = dict(zip(columns, row, strict=True))
    asked = kept.table == "reviews" and found["by_id"] == member_id
    for column in kept.members:
        if found[column] not in (None, member_id):
            found[column] = "someone else"
    left_out = set[str]() if asked else set(kept.withheld)
    return {column: _read(value) for column, value in found.items() if column not in left_out}


def _read(value: Any) -> Any:
    """JSON inside of a text as what it means."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


async def _move(
    db: aiosqlite.Connection, kept: Kept, column: str, server_id: int, member_id: int, former_id: int
) -> int:
    if kept.forgotten:
        cursor = await db.execute(
            f"delete from {kept.table} where {column} = ? and {_belongs(kept)}",  # noqa: S608
            [member_id, server_id],
        )
    else:
        cursor = await db.execute(
            f"update {kept.table} set {column} = ? where {column} = ? and {_belongs(kept)}",  # noqa: S608
            [former_id, member_id, server_id],
        )
    return cursor.rowcount


async def _reword(
    db: aiosqlite.Connection, kept: Kept, server_id: int, member_id: int, former_id: int
) -> None:
    """In words and JSON: a mention becomes words, any other trace of the id the nameless one.

    Only the whole number: another id may hold the same digits. In keys a mention keeps its form, for two that
    differ have to stay different.
    """
    key, same = ", ".join(kept.key), " and ".join(f"{column} = ?" for column in kept.key)
    mention, number = re.compile(rf"<@!?{member_id}>"), re.compile(rf"(?<!\d){member_id}(?!\d)")
    for column in kept.texts:
        rows = await db.execute_fetchall(
            f"select {column}, {key} from {kept.table} where {column} like ? and {_belongs(kept)}",  # noqa: S608
            [_pattern(member_id), server_id],
        )
        for text, *place in list(rows):
            worded = str(text) if column in kept.key else mention.sub(FORMER, text)
            await db.execute(
                f"update {kept.table} set {column} = ? where {same}",  # noqa: S608 - names from TABLES
                [number.sub(str(former_id), worded), *place],
            )


async def _unlink_appeals(db: aiosqlite.Connection, server_id: int, member_id: int) -> None:
    """An appeal's id follows from its member's: whoever guesses the member could prove it by that."""
    rows = await db.execute_fetchall(
        "select id from reviews where server_id = ? and by_id = ? and kind = 'appeal'",
        [server_id, member_id],
    )
    for (old,) in list(rows):
        new = secrets.token_hex(8)
        await db.execute("update reviews set id = ? where id = ?", [new, old])
        await db.execute("update moderation_log set id = ? where id = ?", [f"review:{new}", f"review:{old}"])
