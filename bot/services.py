"""All that answers, opened in order and closed in the reverse one."""

from __future__ import annotations

import random
from collections.abc import AsyncGenerator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.boards import Boards
from bot.checkup import Checkup
from bot.clashes import Clashes
from bot.curation import Curation
from bot.daily import Daily
from bot.documents import Documents
from bot.drafts import DraftItems
from bot.games import Games, Wait, wait_for
from bot.imports import Imports
from bot.leases import Lease
from bot.libraries import Answers, Libraries
from bot.misses import Misses
from bot.moderation import Moderation
from bot.modlog import Modlog
from bot.packs import Packs
from bot.persons import Persons
from bot.pools import Pools
from bot.posts import Posts
from bot.privacy import Privacy
from bot.repairs import Repairs
from bot.replacements import Replacements
from bot.reports import Reports
from bot.reviews import ReviewQueue
from bot.ruling_desks import RulingDesks
from bot.rulings import Rulings
from bot.scheduler import Scheduler
from bot.schedules import Schedules
from bot.server_settings import SettingsDesk
from bot.store.edits import Edits
from bot.store.leases import Leases
from bot.store.library import Library
from bot.store.misses import Misses as KeptMisses
from bot.store.moderation import Moderation as Decisions
from bot.store.modlog import ModeratorsLog
from bot.store.pending import PendingImports
from bot.store.privacy import KeptData
from bot.store.reports import KeptReports
from bot.store.reviews import Reviews
from bot.store.schedules import Schedules as KeptSchedules
from bot.store.server_questions import ServerQuestions
from bot.store.server_settings import KeptSettings
from bot.store.servers import Servers
from bot.store.slots import Slots
from bot.store.trivia import Trivia
from bot.topics import Topics
from bot.uploads import Uploads
from bot.waiting_texts import WaitingTexts


@dataclass(frozen=True, slots=True)
class Services:
    libraries: Libraries
    curation: Curation
    modlog: Modlog
    packs: Packs
    servers: Servers
    games: Games
    reviews: ReviewQueue
    reports: Reports
    repairs: Repairs
    clashes: Clashes
    boards: Boards
    server_questions: ServerQuestions
    imports: Imports
    moderation: Moderation
    settings: SettingsDesk
    daily: Daily
    schedules: Schedules
    scheduler: Scheduler
    checkup: Checkup
    misses: Misses
    persons: Persons
    topics: Topics
    documents: Documents
    uploads: Uploads
    replacements: Replacements
    rulings: Rulings
    ruling_desks: RulingDesks
    privacy: Privacy
    chance: random.Random
    clock: Callable[[], datetime]

    def at(self, server_id: int) -> Answers:
        """What looks up in this server's library; 0 is no server: the shared one."""
        return self.libraries.at(server_id)


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
    counts_departures: bool = True,
) -> AsyncGenerator[Services]:
    """Everything that answers from one data folder; look-ups raise NoLibraryError before the first build.

    `clock` gives the time as an aware datetime, `wait` is how games and schedules wait; a test or the
    playground hands its own in. `shard`: which of how many parts of the servers this process serves.
    `counts_departures`: whether servers that the bot isn't in have removed it; not so in the playground,
    whose Discord knows none of them.
    """
    clock = clock or now
    chance = chance or random.Random()  # noqa: S311 - which quote comes next is no secret
    async with (
        AsyncExitStack() as stack,
        Library.open(library_path(data)) as library,
        Servers.open(data / "local" / "servers.db") as servers,
    ):
        edits = Edits(servers.database)
        libraries = await stack.enter_async_context(
            Libraries.open(library, data / "local" / "servers", edits, servers, chance)
        )
        trivia, questions = Trivia(servers.database), ServerQuestions(servers.database)
        reviews = Reviews(servers.database)
        moderation = Moderation(Decisions(servers.database), reviews, clock)
        pools, boards = Pools(libraries, trivia, questions, chance), Boards(servers.database, clock)
        planned = Slots(servers.database)
        posts = Posts(libraries, planned, pools, boards, chance)
        lease = Lease(Leases(servers.database), "posts:{}/{}".format(*shard), clock)
        scheduler = Scheduler(planned, posts, lease, clock, wait, *shard)
        schedules = Schedules(
            servers.database, KeptSchedules(servers.database), planned, posts, clock, scheduler.wake
        )
        games = Games(trivia, pools, chance, clock, wait)
        curation = Curation(edits, libraries, clock)
        documents = Documents(edits, curation, libraries, clock, wait)
        waiting = WaitingTexts(PendingImports(servers.database), curation, libraries, clock)
        settings = SettingsDesk(KeptSettings(servers.database), moderation, libraries.remade, clock)
        rulings = Rulings(curation, libraries, reviews, settings, clock)
        repairs = Repairs(libraries, curation)
        clashes = Clashes(libraries, curation, Persons(libraries, curation), repairs, reviews, clock)
        queue = ReviewQueue(trivia, reviews, rulings, clock, [clashes, DraftItems(libraries, clock)])
        yield Services(
            libraries=libraries,
            curation=curation,
            packs=Packs(curation, libraries, edits, questions, PendingImports(servers.database), clock),
            modlog=Modlog(ModeratorsLog(servers.database), curation, clock),
            servers=servers,
            games=games,
            reviews=queue,
            reports=Reports(KeptReports(servers.database), reviews, libraries, repairs, clock),
            repairs=repairs,
            clashes=clashes,
            boards=boards,
            server_questions=questions,
            imports=Imports(PendingImports(servers.database), questions, clock),
            moderation=moderation,
            settings=settings,
            daily=Daily(servers.database, trivia, pools, clock),
            schedules=schedules,
            scheduler=scheduler,
            checkup=Checkup(libraries, servers, schedules, queue, pools, clock),
            misses=Misses(KeptMisses(servers.database), curation, clock),
            persons=Persons(libraries, curation),
            topics=Topics(libraries, curation),
            documents=documents,
            uploads=Uploads(waiting, documents, curation, libraries),
            replacements=Replacements(waiting, documents, curation, libraries),
            rulings=rulings,
            ruling_desks=RulingDesks(rulings, libraries, PendingImports(servers.database), settings, clock),
            privacy=Privacy(
                KeptData(servers.database),
                games,
                clock,
                wait,
                *shard,
                wake=scheduler.wake,
                also=libraries.forget,
                counts_departures=counts_departures,
            ),
            chance=chance,
            clock=clock,
        )
