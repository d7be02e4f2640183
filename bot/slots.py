"""Schedules and their slots: what is kept of them, and the rules of lateness. Time is handed in."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from bot import plans
from bot.ids import content_id
from bot.models import Mode
from bot.plans import Plan

GRACE = timedelta(hours=2)
"""How late a post may still come, unless its schedule says otherwise."""

LONGEST_GRACE = timedelta(hours=24)
MOST = 50
"""Schedules of one server."""

PAUSES = (60.0, 300.0, 900.0, 1800.0, 3600.0)
"""Seconds before a post that Discord refused is tried again: growing, the last one for ever."""

SOON = (2.0, 5.0, 15.0)
"""Seconds before the first tries again when Discord itself, or the way to it, fails."""

MOST_LOOKED_AT = 100_000
"""Slots passed over at one time; a plan has at most 12 a day, so this is more than twenty years."""


class What(StrEnum):
    """What a schedule posts, as moderators read it."""

    DAILY = "daily trivia"
    QUOTE = "quote of the day"
    ON_THIS_DAY = "on this day"
    GAME = "trivia game"
    BOARD = "leaderboard of the week"


class Part(StrEnum):
    """One thing that a slot does, each with a row of its own; due at once they come in this order."""

    REVEAL = "reveal"  # of the daily question before
    ANNOUNCEMENT = "announcement"  # of a game that starts soon
    POST = "post"


class State(StrEnum):
    PLANNED = "planned"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    FAILED = "failed"


class Running(StrEnum):
    """Whether a schedule posts."""

    ON = "on"
    PAUSED = "paused"
    ENDED = "ended"  # its plan has no further slot
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Options:
    """What a moderator may choose besides; what doesn't fit a schedule's `what` is left as it is."""

    role_id: int | None = None  # pinged
    thread: bool = False  # opened on the post, for discussion
    about: str | None = None
    level: int | None = None
    hours: int | None = None  # a daily question is open; None: until the next one
    mode: Mode = Mode.RACE
    rounds: int = 10
    seconds: int = 20
    minutes_before: int = 10  # a game is announced; 0: not at all


@dataclass(frozen=True, slots=True)
class Schedule:
    id: str
    server_id: int
    number: int  # by which moderators call it: counted in their server, never used twice
    what: What
    channel_id: int
    plan: Plan
    options: Options
    grace: timedelta
    by_id: int
    running: Running = Running.ON
    because: str | None = None  # why it is paused, where it paused itself
    failures: int = 0  # posts in a row that could not be sent
    trouble: str | None = None  # what is wrong now, in words


@dataclass(frozen=True, slots=True)
class Slot:
    """One due thing of a schedule. The id is its message's nonce: the same for every try."""

    id: str
    schedule_id: str
    server_id: int
    part: Part
    at: datetime  # the moment that the plan names
    due: datetime  # when it is to be done, or tried again
    state: State = State.PLANNED
    content: Mapping[str, Any] = field(default_factory=lambda: {})  # chosen when its turn came
    channel_id: int | None = None
    message_id: int | None = None
    tries: int = 0
    reason: str | None = None
    sending: datetime | None = None  # when its content was written down, just before the first try


def slot(schedule: Schedule, at: datetime, part: Part = Part.POST, due: datetime | None = None) -> Slot:
    at = at.astimezone(UTC)
    identity = content_id("slot", schedule.id, at.isoformat(), part)
    return Slot(identity, schedule.id, schedule.server_id, part, at, due or at)


def planned(schedule: Schedule, after: datetime, handled: Collection[datetime] = ()) -> list[Slot]:
    """The rows of the next slot after a moment that isn't handled; none where the plan has ended."""
    at = next((at for at in plans.slots(schedule.plan, after) if at not in handled), None)
    if at is None:
        return []
    rows = [slot(schedule, at)]
    if schedule.what is What.GAME and schedule.options.minutes_before:
        due = at - timedelta(minutes=schedule.options.minutes_before)
        if due > after:
            rows.insert(0, slot(schedule, at, Part.ANNOUNCEMENT, due))
    return rows


@dataclass(frozen=True, slots=True)
class Missed:
    """What became of a planned slot whose time has passed."""

    latest: datetime  # the last slot that is due
    passed: int  # slots that came before it
    too_late: bool


def missed(schedule: Schedule, one: Slot, now: datetime) -> Missed:
    """After a long time away, only the latest slot counts, and only within the schedule's grace."""
    latest, passed = one.at, 0
    for number, at in enumerate(plans.slots(schedule.plan, one.at)):
        if at > now or number >= MOST_LOOKED_AT:
            break
        latest, passed = at, passed + 1
    return Missed(latest, passed, now - latest > schedule.grace)


def try_again(one: Slot, schedule: Schedule, now: datetime, *, refused: bool) -> datetime | None:
    """When a post that failed is tried again; None once that would be too late.

    `refused`: by Discord, for a reason that a moderator has to mend. A schedule that was refused before tries
    each of its posts once, so that a lost channel costs few requests.
    """
    pauses = PAUSES if refused else (*SOON, *PAUSES)
    place = one.tries + (schedule.failures if refused else 0)
    again = now + timedelta(seconds=pauses[min(place, len(pauses) - 1)])
    if one.part is Part.REVEAL:
        return again  # an answer that was promised is given, however late
    following = next(plans.slots(schedule.plan, one.at), None)
    end = one.at + schedule.grace
    return again if again <= end and (following is None or again < following) else None


def dump_options(options: Options) -> str:
    return json.dumps(asdict(options), ensure_ascii=False)


def load_options(text: str) -> Options:
    data: dict[str, Any] = json.loads(text)
    data["mode"] = Mode(data["mode"])
    return Options(**data)
