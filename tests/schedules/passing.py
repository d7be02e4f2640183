"""The scheduler with time that is handed in, real SQLite, and a way to Discord that only notes."""

from __future__ import annotations

import asyncio
import random
import shutil
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.posts import Told
from bot.scheduler import AgainError, Placed, PlaceLostError
from bot.schedules import Overview, Wish
from bot.services import Services, library_path, open_services
from bot.slots import Options, Part, Schedule, Slot, What

START = datetime(2026, 1, 1, tzinfo=UTC)
SERVER, CHANNEL, MODERATOR = 8 << 22, 9, 3


def utc(day: int, hour: int, minute: int = 0, month: int = 1) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


class Passing:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime = START) -> None:
        self.moment = start

    def now(self) -> datetime:
        return self.moment

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        await event.wait()


@dataclass
class Noted:
    """Keeps what is posted, as Discord would: one message for each nonce. It may fail before or after."""

    clock: Callable[[], datetime]
    posts: dict[str, tuple[datetime, Schedule, Slot]] = field(default_factory=lambda: {})
    told: list[tuple[int, Told]] = field(default_factory=lambda: [])
    tries: Counter[str] = field(default_factory=lambda: Counter())
    looked: Counter[str] = field(default_factory=lambda: Counter())
    before: BaseException | None = None
    after: BaseException | None = None
    lacking: str | None = None

    async def find(self, schedule: Schedule, one: Slot) -> Placed | None:
        self.looked[one.id] += 1
        return Placed(schedule.channel_id, 1) if one.id in self.posts else None

    async def post(self, schedule: Schedule, one: Slot) -> Placed:
        self.tries[one.id] += 1
        if self.before is not None:
            raise self.before
        assert one.id not in self.posts, "posted twice"
        self.posts[one.id] = (self.clock(), schedule, one)
        if self.after is not None:
            raise self.after
        return Placed(schedule.channel_id, 1)

    async def follow(self, schedule: Schedule, one: Slot) -> str | None:
        return self.lacking

    async def tell(self, schedule: Schedule, told: Told) -> None:
        self.told.append((schedule.number, told))

    def at(self, part: Part = Part.POST) -> list[datetime]:
        """When what was posted, in order."""
        return [moment for moment, _, one in self.posts.values() if one.part is part]

    def titles(self) -> list[str]:
        return [told.title for _, told in self.told]


@dataclass
class Planned:
    """A server with schedules."""

    services: Services
    clock: Passing
    poster: Noted
    asked: int = 0

    async def add(
        self,
        what: What,
        when: str,
        *,
        server: int = SERVER,
        zone: str = "UTC",
        grace: float | None = None,
        **options: object,
    ) -> Overview:
        self.asked += 1
        chosen = Options(**options)  # type: ignore[arg-type]
        wish = Wish(what, CHANNEL, when, zone, grace, chosen)
        return await self.services.schedules.add(server, MODERATOR, self.asked, wish)

    async def until(self, end: datetime | timedelta) -> None:
        """Lets time pass from one due moment to the next, as the scheduler's own loop does."""
        scheduler = self.services.scheduler
        end = self.clock.moment + end if isinstance(end, timedelta) else end
        while True:
            scheduler._changed.clear()
            seconds = await scheduler.start_due(self.poster)
            await scheduler.idle()
            if scheduler._changed.is_set():
                continue
            following = self.clock.moment + timedelta(seconds=max(seconds, 0.001))
            if following > end:
                self.clock.moment = end
                return
            self.clock.moment = following


@asynccontextmanager
async def planned(library: Path, folder: Path, start: datetime = START) -> AsyncGenerator[Planned]:
    (folder / "local").mkdir(parents=True, exist_ok=True)
    shutil.copy(library_path(library), library_path(folder))
    clock = Passing(start)
    async with open_services(folder, chance=random.Random(1), clock=clock.now, wait=clock.wait) as services:
        yield Planned(services, clock, Noted(clock.now))


@asynccontextmanager
async def again(before: Planned, folder: Path) -> AsyncGenerator[Planned]:
    """As after a crash: another process on the same files, with nothing of the first one's memory."""
    clock = before.clock
    async with open_services(folder, chance=random.Random(2), clock=clock.now, wait=clock.wait) as services:
        yield Planned(services, clock, before.poster, before.asked)


LOST, AGAIN = PlaceLostError("The channel is gone."), AgainError("Discord could not be reached")
