"""Posts on time, once: sleeps until the next slot, writes down what it is about to do, does it, notes it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from bot import slots
from bot.errors import UserError
from bot.games import Wait
from bot.leases import Lease
from bot.posts import Nothing, Posts, Told
from bot.slots import Part, Running, Schedule, Slot, State
from bot.store.slots import Slots

log = logging.getLogger(__name__)

WORKERS = 24
"""Posts under way at one time: enough to fill Discord's 50 requests a second at half a second each."""

LONGEST = 3600.0
"""Seconds of sleep at most: a machine that was suspended, or whose clock was set, is late by no more."""

STAND_BY = 15.0
"""Seconds until a process whose twin has the lease looks whether that one did what was due."""

AFTER_A_FAULT = 30.0


class PlaceLostError(Exception):
    """The channel is gone or closed to us: it was not posted. The text says what a moderator has to mend."""


class AgainError(Exception):
    """It may work later, or may have worked without our hearing of it. The text says why."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a post stands."""

    channel_id: int
    message_id: int | None  # None: a game, which keeps its own messages


class Poster(Protocol):
    """The way to Discord. Each method raises PlaceLostError or AgainError."""

    async def find(self, schedule: Schedule, one: Slot) -> Placed | None:
        """A post that stands already; asked before anything is sent a second time."""
        ...

    async def post(self, schedule: Schedule, one: Slot) -> Placed: ...

    async def follow(self, schedule: Schedule, one: Slot) -> str | None:
        """What comes after the message, once or again: a thread. In words what a moderator has to mend."""
        ...

    async def tell(self, schedule: Schedule, told: Told) -> None:
        """To the log channel, else to whoever made the schedule; never raises."""
        ...


class Scheduler:
    def __init__(
        self,
        kept: Slots,
        posts: Posts,
        lease: Lease,
        clock: Callable[[], datetime],
        wait: Wait,
        shard: int = 0,
        shards: int = 1,
    ) -> None:
        self._kept = kept
        self._posts = posts
        self._lease = lease
        self._clock = clock
        self._wait_for = wait
        self._shard, self._shards = shard, shards
        self._changed = asyncio.Event()
        self._choosing = asyncio.Lock()
        self._busy: dict[str, asyncio.Task[None]] = {}  # by schedule: its slots come one after the other

    def wake(self) -> None:
        """Something was planned anew."""
        self._changed.set()

    async def run(self, poster: Poster) -> None:
        """Until it is cancelled; what is under way then is found and finished by the next run."""
        try:
            if other := await self._lease.neighbour():
                log.error(
                    "Another Canonkeeper (process %d on %s) runs with the same servers.db. Only one of the "
                    "two posts; stop the other unless you are just replacing it.",
                    *(other.pid, other.host),
                )
            while True:
                self._changed.clear()
                try:
                    seconds = await self.start_due(poster)
                except Exception:
                    log.exception("The schedules could not be looked at.")
                    seconds = AFTER_A_FAULT
                await self._wait_for(self._changed, seconds)
        finally:
            tasks = list(self._busy.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def start_due(self, poster: Poster) -> float:
        """Begin what is due, as far as there is room. Seconds until there is more to do."""
        room = WORKERS - len(self._busy)
        if room <= 0:
            return LONGEST  # whoever ends wakes us
        now = self._clock()
        due = await self._kept.due(now, self._shard, self._shards, room, list(self._busy))
        if due and await self._lease.take() is not None:
            return STAND_BY
        for schedule, one in due:
            self._busy[schedule.id] = asyncio.create_task(
                self._work(poster, schedule, one), name=f"slot {one.id}"
            )
        if len(self._busy) >= WORKERS:
            return LONGEST
        following = await self._kept.next_due(self._shard, self._shards, list(self._busy))
        if following is None:
            return LONGEST
        return min(max((following - self._clock()).total_seconds(), 0.0), LONGEST)

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._busy:
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def _work(self, poster: Poster, schedule: Schedule, one: Slot) -> None:
        try:
            if await self._lease.take() is not None:
                return
            again = one.state is State.SENDING
            taken = one if again else await self._taken(poster, schedule, one)
            if taken is not None:
                one = taken
                await self._send(poster, schedule, one, again=again)
        except UserError as error:  # as long as there is no library to choose from
            await self._again(poster, schedule, one, str(error))
        except Exception:
            log.exception("Slot %s of schedule %d broke.", one.id, schedule.number)
            await self._again(poster, schedule, one, "something broke on my side")
        finally:
            self._busy.pop(schedule.id, None)
            self._changed.set()

    # --- before ------------------------------------------------------------------------------------------

    async def _taken(self, poster: Poster, schedule: Schedule, one: Slot) -> Slot | None:
        """Decide what to post and write it down; None when this slot posts nothing."""
        now = self._clock()
        if one.part is Part.ANNOUNCEMENT and now >= one.at:
            await self._kept.give_up(one, State.SKIPPED, "the game itself was due", now)
            return None
        if one.part is Part.POST and await self._missed(poster, schedule, one, now):
            return None
        async with self._choosing:  # so that two schedules of one server never choose the same
            chosen = await self._posts.choose(schedule, one, now)
            following = slots.planned(schedule, max(one.at, now)) if one.part is Part.POST else []
            if isinstance(chosen, Nothing):
                await self._nothing(poster, schedule, one, chosen, following, now)
                return None
            rows = [*following, *chosen.rows]
            if not await self._kept.claim(one, chosen.content, now, rows=rows, effects=chosen.effects):
                return None
        if chosen.told is not None:
            await poster.tell(schedule, chosen.told)
        return replace(one, state=State.SENDING, content=chosen.content)

    async def _missed(self, poster: Poster, schedule: Schedule, one: Slot, now: datetime) -> bool:
        """Whether a slot is given up because its time has passed: at most one late post, never a flood."""
        gone = slots.missed(schedule, one, now)
        if not gone.passed and not gone.too_late:
            return False
        number = gone.passed + gone.too_late
        why = one.reason or "I was not running"
        reason = why if number == 1 else f"{why}; {number} posts were missed"
        rows = slots.planned(schedule, now) if gone.too_late else [slots.slot(schedule, gone.latest)]
        if await self._kept.give_up(one, State.SKIPPED, reason, now, rows=rows):
            late = "" if gone.too_late else " The latest of them comes late."
            missed = "A post was missed" if number == 1 else f"{number} posts were missed"
            await poster.tell(schedule, Told(missed, f"Why: {why}.{late}", due=one.at))
        return True

    async def _nothing(
        self,
        poster: Poster,
        schedule: Schedule,
        one: Slot,
        nothing: Nothing,
        following: list[Slot],
        now: datetime,
    ) -> None:
        done = await self._kept.give_up(
            one, State.SKIPPED, nothing.reason, now, rows=following, pause=nothing.pause
        )
        if done and nothing.told is not None:
            await poster.tell(schedule, nothing.told)

    # --- sending -----------------------------------------------------------------------------------------

    async def _send(self, poster: Poster, schedule: Schedule, one: Slot, *, again: bool) -> None:
        """`again`: it may stand already, so that is looked at first."""
        tried = one.tries and one.channel_id is None
        if again and tried and one.part is not Part.REVEAL and schedule.running in _STOPPED:
            await self._fail(schedule, one, "the schedule was stopped meanwhile")
            return
        try:
            if one.channel_id is None:
                found = await poster.find(schedule, one) if again else None
                placed = found or await poster.post(schedule, one)
                one = await self._placed(one, placed)
            lacking = await poster.follow(schedule, one)
        except PlaceLostError as error:
            await self._lost(poster, schedule, one, str(error))
            return
        except AgainError as error:
            await self._again(poster, schedule, one, str(error))
            return
        if await self._kept.sent(one, self._clock(), keep_trouble=lacking is not None):
            await poster.tell(schedule, Told("It works again", "The schedule posts as before."))
        if lacking is not None and await self._kept.troubled(schedule.id, lacking):
            await poster.tell(schedule, Told("Posted, but something is missing", lacking, urgent=True))

    async def _again(self, poster: Poster, schedule: Schedule, one: Slot, reason: str) -> None:
        now = self._clock()
        due = slots.try_again(one, schedule, now, refused=False)
        if due is not None:
            await self._kept.later(one, due, reason)
            return
        try:
            placed = await poster.find(schedule, one)
        except (PlaceLostError, AgainError):
            placed = None
        if placed is not None:
            await self._kept.sent(await self._placed(one, placed), now)
        elif await self._fail(schedule, one, reason):
            trouble = f"The last post could not be sent: {reason.rstrip('.')}."
            if await self._kept.troubled(schedule.id, trouble, failed=True):
                await poster.tell(
                    schedule, Told("A post could not be sent", trouble, urgent=True, due=one.at)
                )

    async def _placed(self, one: Slot, placed: Placed) -> Slot:
        await self._kept.place(one.id, placed.channel_id, placed.message_id)
        return replace(one, channel_id=placed.channel_id, message_id=placed.message_id)

    async def _lost(self, poster: Poster, schedule: Schedule, one: Slot, trouble: str) -> None:
        due = slots.try_again(one, schedule, self._clock(), refused=True)
        if due is not None:
            await self._kept.later(one, due, trouble)
        else:
            await self._fail(schedule, one, trouble)
        if await self._kept.troubled(schedule.id, trouble, failed=due is None):
            await poster.tell(schedule, Told("I can’t post", trouble, urgent=True))

    async def _fail(self, schedule: Schedule, one: Slot, reason: str) -> bool:
        now = self._clock()
        # One that was never begun has planned nothing after it.
        first = one.state is State.PLANNED and one.part is Part.POST
        rows = slots.planned(schedule, max(one.at, now)) if first else []
        effects = self._posts.take_back(one, now)
        return await self._kept.give_up(one, State.FAILED, reason, now, rows=rows, effects=effects)


_STOPPED = frozenset({Running.PAUSED, Running.REMOVED})
