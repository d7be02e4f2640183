"""All that answers, opened in order and closed in the reverse one."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.boards import Boards
from bot.canon import Canon
from bot.daily import Daily
from bot.games import Games, Wait, wait_for
from bot.imports import Imports
from bot.leases import Lease
from bot.moderation import Moderation
from bot.places import Places
from bot.pools import Pools
from bot.posts import Posts
from bot.quotes import Quotes
from bot.reviews import ReviewQueue
from bot.scheduler import Scheduler
from bot.schedules import Schedules
from bot.search import Search
from bot.sources import Sources
from bot.store.leases import Leases
from bot.store.library import Library
from bot.store.moderation import Moderation as Decisions
from bot.store.pending import PendingImports
from bot.store.reviews import Reviews
from bot.store.schedules import Schedules as KeptSchedules
from bot.store.server_questions import ServerQuestions
from bot.store.servers import Servers
from bot.store.slots import Slots
from bot.store.trivia import Trivia


@dataclass(frozen=True, slots=True)
class Services:
    canon: Canon
    quotes: Quotes
    search: Search
    sources: Sources
    places: Places
    library: Library
    servers: Servers
    games: Games
    reviews: ReviewQueue
    boards: Boards
    server_questions: ServerQuestions
    imports: Imports
    moderation: Moderation
    daily: Daily
    schedules: Schedules
    scheduler: Scheduler
    chance: random.Random
    clock: Callable[[], datetime]


def now() -> datetime:
    return datetime.now(UTC)


def library_path(data: Path) -> Path:
    return data / "local" / "library.db"


@asynccontextmanager
async def open_services(
    data: Path,
    *,
    chance: random.Random | None = None,
    clock: Callable[[], datetime] | None = None,
    wait: Wait = wait_for,
    shard: tuple[int, int] = (0, 1),
) -> AsyncGenerator[Services]:
    """Everything that answers from one data folder; look-ups raise NoLibraryError before the first build.

    `clock` gives the time as an aware datetime, `wait` is how games and schedules wait; a test or the
    playground hands its own in. `shard`: which of how many parts of the servers this process serves.
    """
    clock = clock or now
    chance = chance or random.Random()  # noqa: S311 - which quote comes next is no secret
    async with (
        Library.open(library_path(data)) as library,
        Servers.open(data / "local" / "servers.db") as servers,
    ):
        search = Search(library)
        trivia, questions = Trivia(servers.database), ServerQuestions(servers.database)
        reviews = Reviews(servers.database)
        pools, boards = Pools(library, trivia, questions, chance), Boards(servers.database, clock)
        planned = Slots(servers.database)
        posts = Posts(library, planned, pools, boards, chance)
        lease = Lease(Leases(servers.database), "posts:{}/{}".format(*shard), clock)
        scheduler = Scheduler(planned, posts, lease, clock, wait, *shard)
        yield Services(
            canon=Canon(library, servers, search),
            quotes=Quotes(library, servers, chance),
            search=search,
            sources=Sources(library),
            places=Places(library),
            library=library,
            servers=servers,
            games=Games(trivia, pools, chance, clock, wait),
            reviews=ReviewQueue(trivia, reviews, clock),
            boards=boards,
            server_questions=questions,
            imports=Imports(PendingImports(servers.database), questions, clock),
            moderation=Moderation(Decisions(servers.database), reviews, clock),
            daily=Daily(servers.database, trivia, pools, clock),
            schedules=Schedules(
                servers.database, KeptSchedules(servers.database), planned, posts, clock, scheduler.wake
            ),
            scheduler=scheduler,
            chance=chance,
            clock=clock,
        )
