"""The real program as a process of its own, posting to the stand-in; its schedules are written beforehand."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import sqlite3
import sys
from asyncio.subprocess import DEVNULL, Process
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import slots
from bot.ids import content_id
from bot.plans import parse
from bot.services import library_path
from bot.settings import ROOT
from bot.slots import GRACE, Options, Schedule, Slot, What
from bot.store.schedule_rows import iso
from bot.store.schedules import Schedules
from bot.store.servers import Servers
from tests.standin import Control

TOKEN = "MTIz.abc.def-ghi_jkl"  # noqa: S105 - no token of anybody
MODERATOR = 4242


@dataclass
class Driven:
    """A data folder, and the program on it whenever it runs."""

    folder: Path
    discord: Control
    process: Process | None = None
    planned: list[str] = field(default_factory=lambda: [])
    _last: str = ""  # of the planned moments

    @classmethod
    def over(cls, library: Path, folder: Path, discord: Control) -> Driven:
        (folder / "local").mkdir(parents=True)
        shutil.copy(library_path(library), library_path(folder))
        return cls(folder, discord)

    async def start(self, **settings: str) -> None:
        environment = {
            **os.environ,
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API_BASE": self.discord.base,
            **settings,
        }
        log = (self.folder / "log").open("ab")
        with closing(log):
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "--data", str(self.folder), "run",
                cwd=ROOT, env=environment, stdout=log, stderr=log, stdin=DEVNULL,
            )  # fmt: skip

    async def kill(self) -> None:
        """SIGKILL: nothing of it has a chance to tidy up."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(self.process.wait(), 20)

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text() if path.exists() else ""

    async def plan(
        self,
        places: Sequence[tuple[int, int]],
        moments: Sequence[datetime],
        what: What = What.QUOTE,
        grace: timedelta = GRACE,
        **options: object,
    ) -> list[Slot]:
        """A schedule in each (server, channel) with a slot at each moment, to the second; later ones are far.

        The program must not run: nobody wakes it.
        """
        rows: list[Slot] = []
        chosen = Options(**options)  # type: ignore[arg-type]
        async with Servers.open(self.folder / "local" / "servers.db") as servers:
            kept = Schedules(servers.database)
            for (server, channel), at in zip(places, moments, strict=True):
                plan = parse(f"every day at {(at + timedelta(hours=12)).strftime('%H:%M')}", "UTC", at.date())
                identity = content_id("driven", str(server), str(channel), at.isoformat(), what)
                schedule = Schedule(identity, server, 0, what, channel, plan, chosen, grace, MODERATOR)
                one = slots.slot(schedule, at)
                rows.append(one)
                await kept.add(schedule, [one], at)
        self.planned += [one.id for one in rows]
        self._last = max(self._last, *(iso(one.at) for one in rows))
        return rows

    def states(self) -> Counter[str]:
        """How many of the planned slots are in which state."""
        with closing(sqlite3.connect(self.folder / "local" / "servers.db", timeout=10)) as db:
            rows = db.execute(
                "select state, count(*) from slots where part = 'post' and at <= ? group by state",
                [self._last],
            ).fetchall()
        return Counter(dict(rows))

    def count(self, sql: str) -> int:
        with closing(sqlite3.connect(self.folder / "local" / "servers.db", timeout=10)) as db:
            return int(db.execute(sql).fetchone()[0])

    async def hurry(self) -> None:
        """What waits for its next try is due now. The program must not run."""
        async with Servers.open(self.folder / "local" / "servers.db") as servers:
            await servers.database.write(
                "update slots set due = ? where state = 'sending'", [datetime.now(UTC).isoformat()]
            )

    async def settled(self, seconds: float = 30, every: float = 0.1) -> Counter[str]:
        """Waits until every planned slot has come to its end, as far as it does in that time."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            found = self.states()
            if not found["planned"] and not found["sending"]:
                break
            await asyncio.sleep(every)
        return self.states()

    async def posted(self) -> Counter[str]:
        """How many messages stand in Discord of each planned slot."""
        wanted = set(self.planned)
        made = await self.discord.all_messages()
        return Counter(nonce for _, _, nonce, _ in made if nonce in wanted)


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)
