"""Reading the library: one connection, reopened when a build has swapped a new file in."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import NoLibraryError, OldLibraryError
from bot.store.database import Row, connect, fetch_all
from bot.store.library_schema import LIBRARY_FORM


class Library:
    """The library file as it stands now. Look-ups count in trips: one statement each."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.trips = 0
        self.documents = 0  # how many the library holds: what an honest "nothing" names
        self._connection: aiosqlite.Connection | None = None
        self._opened: tuple[int, int, int] | None = None
        self._opening = asyncio.Lock()

    @classmethod
    @asynccontextmanager
    async def open(cls, path: Path) -> AsyncGenerator[Library]:
        """Usable also before the first build: look-ups then raise NoLibraryError."""
        library = cls(path)
        try:
            yield library
        finally:
            await library.close()

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()
            self._connection = None

    async def prepare(self) -> None:
        """What has to happen before a look-up; nothing here."""

    async def version(self) -> object:
        """Something that differs once a build has swapped in another file. Raises as `fetch` does."""
        await self.prepare()
        await self._current()
        return self._opened

    async def fetch(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """One trip: all rows of one statement. NoLibraryError, OldLibraryError; StoreError if damaged."""
        await self.prepare()
        connection = await self._current()
        self.trips += 1
        return await fetch_all(connection, sql, values)

    async def _current(self) -> aiosqlite.Connection:
        try:
            stat = self.path.stat()
        except OSError as error:
            raise NoLibraryError from error
        seen = (stat.st_ino, stat.st_mtime_ns, stat.st_size)
        if self._connection is not None and seen == self._opened:
            return self._connection
        async with self._opening:
            if self._connection is None or seen != self._opened:
                fresh = await connect(self.path, read_only=True)
                form = int((await fetch_all(fresh, "pragma user_version"))[0][0])
                if form != LIBRARY_FORM:
                    await fresh.close()
                    raise OldLibraryError
                self.documents = int((await fetch_all(fresh, "select count(*) from documents"))[0][0])
                # A statement under way on the old connection ends first: aiosqlite works them off in order.
                await self.close()
                self._connection, self._opened = fresh, seen
            return self._connection
