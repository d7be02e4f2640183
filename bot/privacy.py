"""What is kept about members and servers: shown to them, handed out, erased when they or time want it."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import secrets
import zipfile
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any

from bot.games import Games, Wait
from bot.models import Mode
from bot.store.privacy import KeptData

log = logging.getLogger(__name__)

STAYS = timedelta(days=30)
"""How long the data of a server that removed the bot is kept, so that it can think better of it."""

SWEPT_EVERY = 24 * 3600.0
"""Seconds between two looks for servers whose time is over."""

AFTER_A_FAULT = 600.0

Present = Callable[[int], bool]
"""Whether the bot is in a server right now."""


async def _nothing_else(_: int) -> None:
    """For a server that has nothing outside of the database."""


def is_former(member_id: int) -> bool:
    """Whether this stands for somebody whose data was erased. Discord's own ids are never negative."""
    return member_id < 0


@dataclass(frozen=True, slots=True)
class Handed:
    """A file to hand out; `rows` is how many entries it holds."""

    name: str
    content: bytes
    rows: int


class Privacy:
    def __init__(
        self,
        kept: KeptData,
        games: Games,
        clock: Callable[[], datetime],
        wait: Wait,
        shard: int = 0,
        shards: int = 1,
        *,
        wake: Callable[[], None] = lambda: None,
        also: Callable[[int], Awaitable[None]] = _nothing_else,
        counts_departures: bool = True,
    ) -> None:
        """`wake`: told when posts of a server are due again. `also` deletes what a server has outside of the
        database; it may be called again. `counts_departures`: see `open_services`."""
        self._kept = kept
        self._games = games
        self._clock = clock
        self._wait_for = wait
        self._shard, self._shards = shard, shards
        self._wake = wake
        self._also = also
        self._counts_departures = counts_departures
        self._deleting = asyncio.Lock()

    # --- members -----------------------------------------------------------------------------------------

    async def about(self, server_id: int, member_id: int) -> Mapping[str, int]:
        """How many entries a server has of a member: by "table.column", or "table" where it is only spoken
        of. Empty when there is nothing."""
        return await self._kept.counts(server_id, member_id)

    async def export(self, server_id: int, member_id: int) -> Handed | None:
        """Everything that names a member, as a file to keep. None when there is nothing."""
        counts = await self.about(server_id, member_id)
        if not counts:
            return None
        rows = await self._kept.of_member(server_id, member_id)
        content = {
            "server": str(server_id),
            "member": str(member_id),
            "made_at": self._clock().isoformat(),
            "counts": counts,
            "entries": rows,
        }
        text = json.dumps(content, ensure_ascii=False, indent=1)
        return Handed(
            "what-is-kept-about-me.json", text.encode("utf-8", "replace"), sum(map(len, rows.values()))
        )

    async def erase(self, server_id: int, member_id: int, asked: int, by_id: int | None = None) -> int | None:
        """Let a member become nobody in a server; how many entries that were.

        `asked`: the interaction that wanted it; by the same one a moderator (`by_id`) does it once, and a
        second time gives None. A private game of the member ends, for all in it would point at them.
        """
        for game in self._games.of(server_id):
            if game.mode is Mode.SOLO and game.host_id == member_id:
                await self._games.close_down(game, "its player’s data is erased")
        former = -1 - secrets.randbelow(2**52)
        return await self._kept.erase(
            server_id, member_id, former, log_id=f"erase:{asked}", by_id=by_id, at=self._clock()
        )

    # --- servers -----------------------------------------------------------------------------------------

    async def export_server(self, server_id: int, most: int) -> list[Handed]:
        """All that is kept of a server as JSON files in an archive; in several when one would have more than
        `most` bytes."""
        archive = _Archive(most)
        async for table, rows in self._kept.of_server(server_id):
            await asyncio.to_thread(archive.add, table, rows)
        return archive.finished()

    async def delete_server(self, server_id: int) -> None:
        """Everything, at once. Where the process ends in the middle of it, the next one goes on."""
        for game in self._games.of(server_id):
            await self._games.close_down(game, "this server’s data is deleted")
        await self._kept.depart([server_id], self._clock(), asked=True)
        await self._delete(server_id)

    async def left(self, server_id: int) -> None:
        """The bot was removed from a server: nothing is posted there, and its time begins to run."""
        if self._counts_departures:
            await self._kept.depart([server_id], self._clock())

    async def returned(self, server_id: int) -> None:
        """The bot is in a server again: all is as it was."""
        if await self._kept.come_back(server_id):
            log.info("Server %d has the bot again; its data stays.", server_id)
            self._wake()

    async def compare(self, present: Collection[int]) -> None:
        """What happened while the bot was not connected. `present`: the servers that it is in, those that
        Discord has trouble with included."""
        departed = {one.server_id for one in await self._kept.departures(self._shard, self._shards)}
        for server_id in departed & set(present):
            await self.returned(server_id)
        if self._counts_departures:
            known = await self._kept.servers(self._shard, self._shards)
            if gone := known - departed - set(present):
                await self._kept.depart(gone, self._clock())
                log.info("%d servers have removed the bot; their data is kept for 30 days.", len(gone))

    async def run(self, present: Present) -> None:
        """Until it is cancelled: once a day the data of servers whose time is over is deleted."""
        never = asyncio.Event()
        while True:
            seconds = SWEPT_EVERY
            try:
                await self.sweep(present)
            except Exception:
                log.exception("The data of servers that left could not be deleted.")
                seconds = AFTER_A_FAULT
            await self._wait_for(never, seconds)

    async def sweep(self, present: Present) -> None:
        """One look at all servers that left."""
        for one in await self._kept.departures(self._shard, self._shards):
            if not one.asked and present(one.server_id):
                await self.returned(one.server_id)
            elif one.asked or self._clock() - one.at >= STAYS:
                await self._delete(one.server_id)
                log.info("All data of server %d is deleted.", one.server_id)

    async def _delete(self, server_id: int) -> None:
        """Little by little, so that nobody has to wait for it."""
        async with self._deleting:
            while await self._kept.delete_some(server_id):
                pass
            await self._also(server_id)
            await self._kept.delete_rest(server_id)


class _Archive:
    """Zip files of bounded size, with a JSON file for each table; a long one goes on in the next archive."""

    def __init__(self, most: int) -> None:
        self._enough = most // 2  # what comes in one go is never larger than the other half
        self._parts: list[Handed] = []
        self._begin()

    def _begin(self) -> None:
        self._bytes = io.BytesIO()
        self._zip = zipfile.ZipFile(self._bytes, "w", zipfile.ZIP_DEFLATED)
        self._entry: tuple[str, IO[bytes]] | None = None
        self._rows = 0

    def add(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if self._bytes.tell() > self._enough:
            self._end()
        if self._entry is None or self._entry[0] != table:
            self._end_entry()
            self._entry = table, self._zip.open(f"{table}.json", "w")
            before = b"[\n"
        else:
            before = b",\n"
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        self._entry[1].write(before + lines.encode("utf-8", "replace"))
        self._rows += len(rows)

    def _end_entry(self) -> None:
        if self._entry is not None:
            self._entry[1].write(b"\n]\n")
            self._entry[1].close()
            self._entry = None

    def _end(self) -> None:
        self._end_entry()
        self._zip.close()
        number = len(self._parts) + 1
        name = "server-data.zip" if number == 1 else f"server-data-{number}.zip"
        self._parts.append(Handed(name, self._bytes.getvalue(), self._rows))
        self._begin()

    def finished(self) -> list[Handed]:
        if self._rows:
            self._end()
        return self._parts
