"""How things stand for one server, as far as our own files say: what `doctor.py` judges."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.errors import NoLibraryError, OldLibraryError, StoreError
from bot.libraries import Libraries
from bot.pools import Pools
from bot.reviews import ReviewQueue
from bot.schedules import Overview, Schedules
from bot.store import doctor as stored
from bot.store import sources
from bot.store.servers import Servers
from bot.trivia import GameSettings

LATE = timedelta(minutes=10)
"""After which a post that was due counts as late: a bot that was restarted needs a moment."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the library holds."""

    documents: int = 0
    quotes: int = 0
    built: datetime | None = None
    stale: bool = False  # its files were changed since
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Disk:
    """In bytes; the time of the newest backup."""

    library: int = 0  # with those that servers have of their own
    servers: int = 0
    free: int = 0
    backup: datetime | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    now: datetime
    shelf: Shelf | None = None  # None: there is none that can be used, and `library_trouble` says why
    library_trouble: str | None = None
    questions: Mapping[int, int] | None = None  # that may be asked, by their level
    schedules: tuple[Overview, ...] = ()
    late: Mapping[int, datetime] = field(default_factory=lambda: {})  # by the schedule's number: since when
    log_channel: int | None = None
    waiting: int = 0
    oldest: datetime | None = None
    disk: Disk = field(default_factory=Disk)


class Checkup:
    def __init__(
        self,
        libraries: Libraries,
        servers: Servers,
        schedules: Schedules,
        reviews: ReviewQueue,
        pools: Pools,
        clock: Callable[[], datetime],
    ) -> None:
        self._libraries = libraries
        self._servers = servers
        self._schedules = schedules
        self._reviews = reviews
        self._pools = pools
        self._clock = clock

    async def look(self, server_id: int) -> Kept:
        now = self._clock().astimezone(UTC)
        database = self._servers.database
        shelf, trouble = None, None
        questions: dict[int, int] | None = None
        try:
            shelf = await self._shelf(server_id)
            pool = await self._pools.pool(server_id, GameSettings())
            questions = Counter(question.level for question in pool)
        except (NoLibraryError, OldLibraryError, StoreError) as error:
            trouble = str(error)
        reviews, waiting = await self._reviews.waiting(server_id, 0)
        return Kept(
            now,
            shelf,
            trouble,
            questions,
            await self._planned(server_id, usable=shelf is not None),
            await stored.late(database, server_id, now - LATE),
            await self._schedules.log_channel(server_id),
            waiting,
            reviews[0].at if reviews else None,
            await asyncio.to_thread(disk, self._libraries.shared.path, database.path),
        )

    async def _planned(self, server_id: int, *, usable: bool) -> tuple[Overview, ...]:
        """Each with what is left in its pool, which only a library can tell."""
        listed = await self._schedules.listed(server_id)
        if not usable:
            return tuple(listed)
        return tuple([await self._schedules.show(server_id, one.schedule.number) for one in listed])

    async def _shelf(self, server_id: int) -> Shelf:
        """This server's own library where it has one; the host's files belong to the shared one."""
        library = self._libraries.at(server_id).library
        facts, shared = await sources.facts(library), await sources.facts(self._libraries.shared)
        data = self._servers.database.path.parent.parent
        built_by_host = _moment(shared.built_at)
        return Shelf(
            facts.documents,
            facts.quotes,
            _past(_moment(facts.built_at), self._clock()),
            built_by_host is not None and await asyncio.to_thread(changed_since, data, built_by_host),
            await stored.problems(library),
        )


def changed_since(data: Path, built: datetime) -> bool:
    """Whether a file that a build reads is younger than the library."""
    files = (
        path
        for folder in ("documents", "curated")
        for path in (data / folder).rglob("*")
        if path.name != "README.md" and not path.name.startswith(".")
    )
    return any(path.stat().st_mtime > built.timestamp() + 1 for path in files if path.is_file())


def disk(library: Path, servers: Path) -> Disk:
    """What SQLite has not yet written back (-wal) counts, too, and so do the servers' own libraries."""
    folder = servers.parent
    backups = [one.stat() for one in (folder / "backups").glob("*") if one.is_file()]
    newest = max((one.st_mtime for one in backups if one.st_size), default=None)
    return Disk(
        _size(library) + sum(map(_size, (folder / "servers").glob("*.db"))),
        _size(servers) + _size(servers.with_name(servers.name + "-wal")),
        shutil.disk_usage(folder).free,
        datetime.fromtimestamp(newest, UTC) if newest is not None else None,
    )


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _past(moment: datetime | None, now: datetime) -> datetime | None:
    """A moment by another clock, such as the playground's, is never shown as one to come."""
    return min(moment, now) if moment else None
