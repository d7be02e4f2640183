"""What a slot posts: chosen when its turn comes, in words of the library only."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot import plans, reading
from bot.boards import Boards, When
from bot.days import zone_named
from bot.libraries import Libraries
from bot.models import Mode
from bot.pools import Pools
from bot.slots import Part, Schedule, Slot, What, slot
from bot.store import daily, quotes
from bot.store.database import Effect
from bot.store.slots import Slots, drop_reveal, note_posted
from bot.trivia import GameSettings, Round, shuffled

LOW = 3
"""Posts that are left in a pool when the moderators are told that it runs low."""

OPEN_FOR = timedelta(hours=24)
"""A daily question without a next one."""

MOST_POOLS = 32
"""Kept in memory, for many servers ask for the same pool at the same minute."""

SHORTEST = timedelta(minutes=10)
"""A question is open at least so long, however late it was posted."""


@dataclass(frozen=True, slots=True)
class Told:
    """What moderators should know. `urgent`: by direct message where there is no log channel."""

    title: str
    text: str
    urgent: bool = False
    due: datetime | None = None  # the post that it is about


@dataclass(frozen=True, slots=True)
class Chosen:
    """What to post, as its row keeps it, and all that is to be written down with it."""

    content: Mapping[str, Any] = field(default_factory=lambda: {})
    effects: tuple[Effect, ...] = ()
    rows: tuple[Slot, ...] = ()
    told: Told | None = None
    round: Round | None = None  # of a daily question


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to post. `pause`: nor will there be, until a moderator does something."""

    reason: str
    pause: bool = False
    told: Told | None = None


class Posts:
    """Reads only: what follows from a choice is handed back, to be written in one transaction."""

    def __init__(
        self,
        libraries: Libraries,
        kept: Slots,
        pools: Pools,
        boards: Boards,
        chance: random.Random,
    ) -> None:
        self._libraries = libraries
        self._kept = kept
        self._pools = pools
        self._boards = boards
        self._chance = chance
        self._pools_read: dict[object, dict[str, tuple[str, bool]]] = {}

    async def choose(self, schedule: Schedule, one: Slot, now: datetime) -> Chosen | Nothing:
        if one.part is Part.REVEAL:
            return Chosen(one.content, tuple(daily.closing(str(one.content["round"]), now)))
        if one.part is Part.ANNOUNCEMENT or schedule.what is What.GAME:
            return Chosen()
        if schedule.what is What.DAILY:
            return await self._question(schedule, one, now)
        if schedule.what is What.BOARD:
            return await self._board(schedule, one)
        return await self._saying(schedule, one, now)

    def take_back(self, one: Slot, now: datetime) -> list[Effect]:
        """What follows when a post could not be sent after all: a question that nobody saw doesn't count."""
        if one.part is Part.POST and "closes" in one.content:
            return [*daily.closing(one.id, now, counts=False), drop_reveal(one)]
        return []

    async def left(self, schedule: Schedule) -> int | None:
        """How many different posts a schedule still has; None where they never run out."""
        if schedule.what not in (What.QUOTE, What.ON_THIS_DAY):
            return None
        pool = await self._sayings(schedule, None)
        return len(pool.keys() - await self._kept.posted(schedule.id))

    async def _question(self, schedule: Schedule, one: Slot, now: datetime) -> Chosen | Nothing:
        options = schedule.options
        settings = GameSettings(Mode.DAILY, 1, 0, options.about, options.level)
        found = await self._pools.next(schedule.server_id, settings)
        if found is None:
            reason = "there is no question of the kind that it asks for"
            return Nothing(reason, pause=True, told=_paused("It has no question to ask.", schedule))
        question, times = found
        closes = closing_time(schedule, one, now)
        # It belongs to the day that the plan names, also when it comes late.
        asked = Round(one.id, 1, question, shuffled(question, Mode.DAILY, self._chance), one.at, closes)
        reveal = replace(slot(schedule, one.at, Part.REVEAL, closes), content={"round": one.id})
        effects = daily.opening(
            schedule.server_id, schedule.channel_id, schedule.by_id, settings, asked, times
        )
        return Chosen({"closes": closes.isoformat()}, tuple(effects), (reveal,), round=asked)

    async def _saying(self, schedule: Schedule, one: Slot, now: datetime) -> Chosen | Nothing:
        there = one.at.astimezone(zone_named(schedule.plan.zone))
        day = f"{there:%m-%d}" if schedule.what is What.ON_THIS_DAY else None
        pool = await self._sayings(schedule, day)
        posted = await self._kept.posted(schedule.id)
        left = pool.keys() - posted
        if not left:
            reason = "everything that fits has been posted" if pool else "nothing in the library fits"
            said = "Everything that fits has been posted." if pool else "Nothing in the library fits it."
            return Nothing(reason, pause=True, told=_paused(said, schedule))
        fitting = sorted(saying for saying in left if pool[saying][1])
        if not fitting:
            return Nothing("nothing that is new has this date")
        saying = self._chance.choice(fitting)
        still = len(left) - 1
        low = still == LOW or (still < LOW and not posted)
        told = _low(still) if low else None
        return Chosen({"piece": pool[saying][0]}, (note_posted(schedule.id, saying, now),), told=told)

    async def _sayings(self, schedule: Schedule, day: str | None) -> dict[str, tuple[str, bool]]:
        """By the saying's id: its piece, and whether it may be posted on this day. Quotes fit every day."""
        about, dated = schedule.options.about, schedule.what is What.ON_THIS_DAY
        library = self._libraries.at(schedule.server_id).library
        key = (str(library.path), await library.version(), about, day, dated)
        if len(self._pools_read) > MOST_POOLS:
            self._pools_read = {}
        if key in self._pools_read:
            return self._pools_read[key]
        persons: list[str] = []
        topics: list[str] = []
        if about:
            read = await reading.read(library, about)
            entries = [entry for one in read.found for entry in one.entries]
            persons = [entry.target_id for entry in entries if entry.target_kind == "person"]
            topics = [entry.target_id for entry in entries if entry.target_kind == "topic"]
            if not entries:
                return {}
        pool = await quotes.sayings(library, persons=persons, topics=topics, day=day)
        if dated:
            every = pool if day is None else await self._sayings(schedule, None)
            pool = {saying: found for saying, found in pool.items() if saying in every and every[saying][1]}
        else:
            pool = {saying: (piece, True) for saying, (piece, _) in pool.items()}
        self._pools_read[key] = pool
        return pool

    async def _board(self, schedule: Schedule, one: Slot) -> Chosen | Nothing:
        board = await self._boards.board(schedule.server_id, When.WEEK, week_of=week_of(one))
        if not board.rows:
            return Nothing("nobody scored in that week")
        return Chosen()


def week_of(one: Slot) -> datetime:
    """A moment of the week that a board shows: on a Monday, and at its first moment, the week before."""
    return one.at - timedelta(days=1)


def closing_time(schedule: Schedule, one: Slot, now: datetime) -> datetime:
    """When a daily question's time is up: so many hours after it, or when the next one comes."""
    following = next(plans.slots(schedule.plan, max(one.at, now)), None)
    if schedule.options.hours is not None:
        closes = one.at + timedelta(hours=schedule.options.hours)
        if following is not None:
            closes = min(closes, following)
    else:
        closes = following or one.at + OPEN_FOR
    return max(closes, now + SHORTEST)


def _low(still: int) -> Told:
    left = "That was the last one" if not still else "One is left" if still == 1 else f"{still} are left"
    return Told(
        "The pool runs low",
        f"{left} of those that were not shown yet. Then the schedule pauses. More documents, or a wider "
        "subject, give it more.",
        urgent=True,
    )


def _paused(said: str, schedule: Schedule) -> Told:
    return Told(
        "The schedule has paused",
        f"{said} `/admin schedule edit` gives it another subject; `/admin schedule resume` starts it over.",
        urgent=True,
    )
