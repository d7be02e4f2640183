"""What moderators set up once and then rely on: their server's schedules, made, changed and looked at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import islice

from bot import names, plans, slots, zones
from bot.days import zone_named
from bot.errors import UserError
from bot.ids import content_id
from bot.models import Choice
from bot.plans import Plan
from bot.posts import Nothing, Posts
from bot.slots import GRACE, LONGEST_GRACE, MOST, Options, Running, Schedule, Slot, What
from bot.store.boards import timezone
from bot.store.database import Database
from bot.store.schedules import Schedules as Kept
from bot.store.slots import Slots
from bot.trivia import Round

SHOWN_NEXT = 5
SHOWN_LAST = 5


@dataclass(frozen=True, slots=True)
class Overview:
    """A schedule with what comes and what was."""

    schedule: Schedule
    coming: tuple[datetime, ...] = ()  # the next posts; none while it doesn't post
    latest: tuple[Slot, ...] = ()  # the newest first
    left: int | None = None  # different posts in its pool; None where they never run out


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done; `entry`: the line of the moderators' log, by which it is undone."""

    overview: Overview
    entry: str
    slot: Slot | None = None  # the one that is skipped


@dataclass(frozen=True, slots=True)
class Preview:
    """A post as it could be; `round` is a daily question's."""

    schedule: Schedule
    slot: Slot
    round: Round | None = None


@dataclass(frozen=True, slots=True)
class Wish:
    """What a moderator asked for; None leaves it as it is, or as it usually is."""

    what: What | None = None
    channel_id: int | None = None
    when: str | None = None
    zone: str | None = None
    grace_hours: float | None = None
    options: Options | None = None


class Schedules:
    def __init__(
        self,
        database: Database,
        kept: Kept,
        slots_kept: Slots,
        posts: Posts,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._db = database
        self._kept = kept
        self._slots = slots_kept
        self._posts = posts
        self._clock = clock
        self._wake = wake

    # --- changing ----------------------------------------------------------------------------------------

    async def add(self, server_id: int, by_id: int, interaction_id: int, wish: Wish) -> Overview:
        """Raises UserError for a time that can't be read, and when the server has as many as it may."""
        if wish.what is None or wish.channel_id is None or wish.when is None:
            raise UserError("A schedule needs what to post, when, and where.")
        zone = await self._zone(server_id, wish.zone)
        schedule = Schedule(
            content_id("schedule", str(server_id), str(interaction_id)),
            server_id,
            0,
            wish.what,
            wish.channel_id,
            self._plan(wish.when, zone),
            wish.options or Options(),
            _grace(wish.grace_hours, GRACE),
            by_id,
        )
        _fitting(schedule)
        rows = slots.planned(schedule, self._now())
        if not rows:
            raise UserError(f"No post would ever come of “{plans.in_words(schedule.plan)}”.")
        made = await self._kept.add(schedule, rows, self._now())
        if made is None:
            raise UserError(
                f"This server has {MOST} schedules, which is the most. `/admin schedule remove` makes room."
            )
        self._wake()
        return await self._overview(made)

    async def edit(self, server_id: int, number: int, by_id: int, interaction_id: int, wish: Wish) -> Changed:
        before = await self.find(server_id, number)
        zone = zones.parse(wish.zone) if wish.zone else before.plan.zone
        plan = self._plan(wish.when, zone) if wish.when else replace(before.plan, zone=zone)
        changed = replace(
            before,
            channel_id=wish.channel_id or before.channel_id,
            plan=plan,
            options=wish.options or before.options,
            grace=_grace(wish.grace_hours, before.grace),
            # A plan that had ended goes on with a new one.
            running=Running.ON if before.running is Running.ENDED else before.running,
        )
        _fitting(changed)
        if changed == before:
            raise UserError("Nothing would change: choose at least one thing to set.")
        return await self._change(changed, f"schedule-edit:{interaction_id}", by_id, "schedule changed")

    async def pause(self, server_id: int, number: int, by_id: int, interaction_id: int) -> Changed:
        schedule = await self.find(server_id, number)
        if schedule.running is not Running.ON:
            raise UserError(f"Schedule {number} does not post now, so there is nothing to pause.")
        paused = replace(schedule, running=Running.PAUSED, because=None)
        return await self._change(paused, f"schedule-pause:{interaction_id}", by_id, "schedule paused")

    async def resume(self, server_id: int, number: int, by_id: int, interaction_id: int) -> Changed:
        """Where its pool was through, it starts over."""
        schedule = await self.find(server_id, number)
        if schedule.running is Running.ON:
            raise UserError(f"Schedule {number} is not paused.")
        if schedule.running is Running.ENDED:
            raise UserError(
                f"The plan of schedule {number} has ended. `/admin schedule edit` gives it a new one."
            )
        over = await self._posts.left(schedule) == 0
        resumed = replace(schedule, running=Running.ON, because=None)
        entry = f"schedule-resume:{interaction_id}"
        return await self._change(resumed, entry, by_id, "schedule resumed", forget_posted=over)

    async def skip(self, server_id: int, number: int, by_id: int, interaction_id: int) -> Changed:
        """The next post doesn't come."""
        schedule, now = await self.find(server_id, number), self._now()
        planned = await self._slots.next_of(schedule.id)
        if planned is None:
            raise UserError(f"Schedule {number} has no post to skip.")
        handled = await self._slots.handled(schedule.id, now)
        rows = slots.planned(schedule, max(planned.at, now), handled)
        entry = f"schedule-skip:{interaction_id}"
        skipped = await self._kept.skip(
            schedule, rows, log_id=entry, by_id=by_id, at=now, reason="skipped by a moderator"
        )
        if skipped is None:
            raise UserError("That post was skipped already, or goes out right now.")
        self._wake()
        return Changed(await self.show(server_id, number), entry, skipped)

    async def remove(self, server_id: int, number: int, by_id: int, interaction_id: int) -> Changed:
        schedule = await self.find(server_id, number)
        removed = replace(schedule, running=Running.REMOVED)
        return await self._change(removed, f"schedule-remove:{interaction_id}", by_id, "schedule removed")

    async def restore(self, server_id: int, number: int, by_id: int, interaction_id: int) -> Changed:
        """Take a removal back: it posts, or is paused, as before. Raises UserError when it is not removed."""
        schedule = await self._kept.by_number(server_id, number)
        if schedule is None or schedule.running is not Running.REMOVED:
            raise UserError("That schedule is not removed, so there is nothing to take back.")
        if len(await self._kept.listed(server_id)) >= MOST:
            raise UserError(f"This server has {MOST} schedules again, which is the most.")
        restored = replace(schedule, running=await self._kept.before_removal(schedule))
        return await self._change(restored, f"schedule-restore:{interaction_id}", by_id, "schedule restored")

    async def _change(
        self, schedule: Schedule, entry: str, by_id: int, action: str, *, forget_posted: bool = False
    ) -> Changed:
        now = self._now()
        rows: list[Slot] = []
        if schedule.running is Running.ON:
            rows = slots.planned(schedule, now, await self._slots.handled(schedule.id, now))
            if not rows:
                raise UserError(f"No post would ever come of “{plans.in_words(schedule.plan)}”.")
        await self._kept.change(
            schedule, rows, log_id=entry, by_id=by_id, at=now, action=action, forget_posted=forget_posted
        )
        self._wake()
        return Changed(await self._overview(replace(schedule, trouble=None, failures=0)), entry)

    # --- looking -----------------------------------------------------------------------------------------

    async def find(self, server_id: int, number: int) -> Schedule:
        """Raises UserError when this server has none of that number."""
        found = await self._kept.by_number(server_id, number)
        if found is not None and found.running is Running.REMOVED:
            raise UserError(
                f"Schedule {number} was removed. `/admin schedule list` shows those that this server has."
            )
        if found is None:
            raise UserError(
                f"This server has no schedule {number}. `/admin schedule list` shows those that it has."
            )
        return found

    async def show(self, server_id: int, number: int) -> Overview:
        return await self._overview(await self.find(server_id, number))

    async def listed(self, server_id: int) -> list[Overview]:
        """All, by number, each with its next posts."""
        return [
            Overview(one, await self._coming(one), tuple(await self._slots.latest(one.id, 1)))
            for one in await self._kept.listed(server_id)
        ]

    async def preview(self, server_id: int, number: int) -> Preview | Nothing:
        """What the next post could be: chosen as it will be, but nothing of it counts or is kept."""
        schedule = await self.find(server_id, number)
        coming = await self._coming(schedule)
        one = slots.slot(schedule, coming[0] if coming else self._now())
        chosen = await self._posts.choose(schedule, one, self._now())
        if isinstance(chosen, Nothing):
            return chosen
        return Preview(schedule, replace(one, content=chosen.content), chosen.round)

    async def suggest(self, server_id: int, typed: str) -> list[Choice]:
        """The server's schedules, for autocomplete; the value is the number."""
        key = names.key(typed)
        return [
            Choice(str(one.number), label)
            for one in await self._kept.listed(server_id)
            if key in names.key(label := title(one))
        ]

    async def suggest_when(self, server_id: int, typed: str, zone: str | None) -> list[Choice]:
        try:
            named = await self._zone(server_id, zone)
        except UserError:
            named = "UTC"
        return plans.suggest(typed, named, self._now())

    async def zone_of(self, server_id: int) -> str | None:
        """The server's own; None until it chose one."""
        return await timezone(self._db, server_id)

    async def slot(self, server_id: int, slot_id: str) -> tuple[Schedule, Slot] | None:
        """A post's own slot, for its buttons; None for another server's."""
        one = await self._slots.slot(slot_id)
        if one is None or one.server_id != server_id:
            return None
        schedule = await self._kept.by_id(one.schedule_id)
        return (schedule, one) if schedule is not None else None

    async def log_channel(self, server_id: int) -> int | None:
        return await self._kept.log_channel(server_id)

    async def _overview(self, schedule: Schedule) -> Overview:
        latest = tuple(await self._slots.latest(schedule.id, SHOWN_LAST))
        return Overview(schedule, await self._coming(schedule), latest, await self._posts.left(schedule))

    async def _coming(self, schedule: Schedule) -> tuple[datetime, ...]:
        if schedule.running is not Running.ON:
            return ()
        now = self._now()
        handled = await self._slots.handled(schedule.id, now)
        coming = (at for at in plans.slots(schedule.plan, now) if at not in handled)
        return tuple(islice(coming, SHOWN_NEXT))

    async def _zone(self, server_id: int, asked: str | None) -> str:
        """Raises UserError for what is no time zone."""
        if asked:
            return zones.parse(asked)
        return zone_named(await timezone(self._db, server_id)).key

    def _plan(self, when: str, zone: str) -> Plan:
        return plans.parse(when, zone, self._now().astimezone(zone_named(zone)).date())

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def title(schedule: Schedule) -> str:
    """ "3 · daily trivia, every day at 18:00"."""
    return f"{schedule.number} · {schedule.what}, {plans.in_words(schedule.plan)}"


def _grace(hours: float | None, usual: timedelta) -> timedelta:
    """Raises UserError beyond a day: nobody wants yesterday's post."""
    if hours is None:
        return usual
    grace = timedelta(hours=hours)
    if not timedelta() <= grace <= LONGEST_GRACE:
        raise UserError("How late a post may still come is between 0 and 24 hours.")
    return grace


def _fitting(schedule: Schedule) -> None:
    """Raises UserError for options that contradict each other."""
    if schedule.options.hours is not None and schedule.what is not What.DAILY:
        raise UserError("Only a daily question is open for a number of hours.")
