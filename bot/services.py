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
from bot.games import Games, Wait, wait_for
from bot.imports import Imports
from bot.moderation import Moderation
from bot.places import Places
from bot.pools import Pools
from bot.quotes import Quotes
from bot.reviews import ReviewQueue
from bot.search import Search
from bot.sources import Sources
from bot.store.library import Library
from bot.store.moderation import Moderation as Decisions
from bot.store.pending import PendingImports
from bot.store.reviews import Reviews
from bot.store.server_questions import ServerQuestions
from bot.store.servers import Servers
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
) -> AsyncGenerator[Services]:
    """Everything that answers from one data folder; look-ups raise NoLibraryError before the first build.

    `clock` gives the time as an aware datetime, `wait` is how games wait; a test or the playground hands its
    own in.
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
        yield Services(
            canon=Canon(library, servers, search),
            quotes=Quotes(library, servers, chance),
            search=search,
            sources=Sources(library),
            places=Places(library),
            library=library,
            servers=servers,
            games=Games(trivia, Pools(library, trivia, questions, chance), chance, clock, wait),
            reviews=ReviewQueue(trivia, reviews, clock),
            boards=Boards(servers.database, clock),
            server_questions=questions,
            imports=Imports(PendingImports(servers.database), questions, clock),
            moderation=Moderation(Decisions(servers.database), reviews, clock),
            chance=chance,
            clock=clock,
        )
