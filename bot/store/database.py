"""Opening SQLite: two connections, one transaction at a time, numbered migrations.

What is SQLite's own (pragmas, files) stands here and in `fulltext.py`; everything else in this room keeps to
the SQL that SQLite 3.40 and PostgreSQL 15 share.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import aiosqlite

from bot.errors import StoreError

Row = tuple[Any, ...]
Effect = tuple[str, list[Any]]
"""A statement with its values, to be done in the same transaction as what it belongs to."""

BUSY_SECONDS = 10
"""How long a statement waits for another process (a backup, a second bot) before it fails."""


async def connect(path: Path, *, read_only: bool = False) -> aiosqlite.Connection:
    """Open a database file; raises StoreError in words when it can't be."""
    mode = "ro" if read_only else "rwc"
    try:
        connection = await aiosqlite.connect(
            f"file:{_uri_path(path)}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS
        )
    except sqlite3.Error as error:
        raise StoreError(f"{path} can't be opened: {error}.") from error
    try:
        await connection.execute_fetchall("pragma foreign_keys = on")
        await connection.execute_fetchall("select count(*) from sqlite_master")  # a damaged file fails here
    except sqlite3.Error as error:
        await connection.close()
        raise StoreError(f"{path} is not a usable database: {error}.") from error
    return connection


def _uri_path(path: Path) -> str:
    return path.resolve().as_posix().replace("%", "%25").replace("?", "%3f").replace("#", "%23")


async def migrate(connection: aiosqlite.Connection, steps: Sequence[str], name: str) -> None:
    """Bring a database to the newest form; each step runs once, in its own transaction.

    Steps are only ever appended to. A database that a newer program wrote is refused untouched.
    """
    rows = await connection.execute_fetchall("pragma user_version")
    version = int(next(iter(rows))[0])
    if version > len(steps):
        raise StoreError(
            f"{name} was written by a newer Canonkeeper (form {version}, this one knows {len(steps)}). "
            "Update the program, or restore a backup from before the update."
        )
    for number in range(version, len(steps)):
        # executescript would end the transaction, so the statements go one by one.
        await connection.execute("begin immediate")
        try:
            for statement in statements(steps[number]):
                await connection.execute(statement)
            await connection.execute(f"pragma user_version = {number + 1}")
            await connection.execute("commit")
        except BaseException:
            await connection.execute("rollback")
            raise


def statements(script: str) -> Iterable[str]:
    """The single statements of a script; SQLite itself says where one is complete."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    if pending.strip():
        yield pending


async def fetch_all(connection: aiosqlite.Connection, sql: str, values: Sequence[Any] = ()) -> list[Row]:
    """All rows of one statement, in one trip to the connection's thread."""
    return cast("list[Row]", await connection.execute_fetchall(sql, cast("Iterable[Any]", values)))


class Database:
    """One file, read on one connection and written on another.

    With a single connection, a score saved during another task's transaction would be committed or rolled
    back with it; with two, and a lock round the writer, readers see finished work only.
    """

    def __init__(self, path: Path, reader: aiosqlite.Connection, writer: aiosqlite.Connection) -> None:
        self.path = path
        self._reader = reader
        self._writer = writer
        self._writing = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path, steps: Sequence[str]) -> AsyncGenerator[Database]:
        path.parent.mkdir(parents=True, exist_ok=True)
        writer = await connect(path)
        try:
            # The answer has to be fetched: an unread cursor would keep the file locked.
            await writer.execute_fetchall("pragma journal_mode = wal")
            await writer.execute_fetchall("pragma synchronous = normal")
            await migrate(writer, steps, path.name)
            reader = await connect(path, read_only=True)
            try:
                yield cls(path, reader, writer)
            finally:
                await reader.close()
        finally:
            await writer.close()

    async def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """One trip: all rows of one statement."""
        return await fetch_all(self._reader, sql, values)

    async def columns(self, table: str) -> list[str]:
        """Their names, in order."""
        rows = await self.fetch("select name from pragma_table_info(?) order by cid", [table])
        return [str(row[0]) for row in rows]

    async def write(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """One statement that is a transaction of its own; its `returning` rows."""
        async with self._writing:
            return await fetch_all(self._writer, sql, values)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[aiosqlite.Connection]:
        """All of the writes inside, or none; one writer at a time."""
        async with self._writing:
            await self._writer.execute("begin immediate")
            try:
                yield self._writer
                await self._writer.execute("commit")
            except BaseException:
                await self._writer.execute("rollback")
                raise
