"""When a plan's posts are due, through every change of the clocks; how plans are kept and offered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

from bot import names
from bot.days import zone_named
from bot.errors import UserError
from bot.models import Choice
from bot.plan_reading import parse
from bot.plan_words import (
    LAST,
    MONTHS,
    WEEKDAYS,
    Days,
    DaysOfMonth,
    DaysOfWeek,
    EveryDay,
    EveryNDays,
    Plan,
    WeekdaysOfMonth,
    in_words,
)

__all__ = ["Plan", "dump", "in_words", "load", "localize", "parse", "slots", "suggest"]

SECOND = timedelta(seconds=1)
SHOWN = 100
"""Characters of a value or a label in Discord's lists."""


def slots(plan: Plan, after: datetime) -> Iterator[datetime]:
    """The plan's moments strictly after `after` (aware), in UTC, ascending and lazily, until the plan ends.

    A zone that the time zone database dropped counts as UTC. What the clocks skip moves as in `localize`,
    even out of the last day; moments that fall together are one.
    """
    zone = zone_named(plan.zone)
    last = after.astimezone(UTC)
    # No local time before that midnight comes after `after`: the first moment at which a clock shows a time
    # is never later than one at which it shows a later time.
    for day in _days(plan.days, last.astimezone(zone).date()):
        if plan.until is not None and day > plan.until:
            return
        for at in plan.times:
            slot = localize(datetime.combine(day, at), zone)
            if slot > last:
                yield slot
                last = slot


def localize(local: datetime, zone: ZoneInfo) -> datetime:
    """The first moment, in UTC, at which clocks there show `local` (naive, whole seconds) or have passed it.

    A time that comes twice is its first coming; a time that is skipped is the moment of the skip.
    """
    found = local.replace(tzinfo=zone).astimezone(UTC)
    if _clock(found, zone) == local:
        return found
    # Skipped: read with the offset from before the skip it lies behind it, with the other one before it.
    early = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while found - early > SECOND:
        middle = early + (found - early) // SECOND // 2 * SECOND
        if _clock(middle, zone) < local:
            early = middle
        else:
            found = middle
    return found


def _clock(at: datetime, zone: ZoneInfo) -> datetime:
    return at.astimezone(zone).replace(tzinfo=None, fold=0)


def _days(days: Days, first: date) -> Iterator[date]:
    """Endlessly, from `first` on. One CronSim finds the days for all times of the plan."""
    if isinstance(days, EveryNDays):
        passed = max(0, -((days.start - first).days // days.every))
        return (days.start + timedelta(days.every * times) for times in count(passed))
    # Naive, so that cronsim knows of no clock changes; from the second before, for it never gives its start.
    midnights = CronSim(f"0 0 {_cron(days)}", datetime.combine(first, time()) - SECOND)
    return (midnight.date() for midnight in midnights)


def _cron(days: EveryDay | DaysOfWeek | DaysOfMonth | WeekdaysOfMonth) -> str:
    """Day of month, month, day of week. One of the two is always a star: only then do both have to match."""
    match days:
        case EveryDay():
            return "* * *"
        case DaysOfWeek(listed):
            return f"* * {','.join(str(day + 1) for day in listed)}"
        case DaysOfMonth(listed):
            return f"{','.join('L' if day == LAST else str(day) for day in listed)} * *"
        case WeekdaysOfMonth(listed):
            terms = (f"{day + 1}L" if which == LAST else f"{day + 1}#{which}" for which, day in listed)
            return f"* * {','.join(terms)}"


def dump(plan: Plan) -> str:
    """For the database: the same plan is always the same text."""
    match plan.days:
        case EveryDay():
            days: dict[str, Any] = {"kind": "every day"}
        case DaysOfWeek(listed):
            days = {"kind": "week", "days": listed}
        case EveryNDays(every, start):
            days = {"kind": "every", "every": every, "start": start.isoformat()}
        case DaysOfMonth(listed):
            days = {"kind": "month", "days": listed}
        case WeekdaysOfMonth(listed):
            days = {"kind": "weekdays of month", "days": listed}
    kept = {
        "days": days,
        "times": [f"{at:%H:%M}" for at in plan.times],
        "zone": plan.zone,
        "until": plan.until.isoformat() if plan.until else None,
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def load(text: str) -> Plan:
    """What `dump` gave. Raises ValueError for anything else."""
    try:
        kept = json.loads(text)
        times = tuple(time.fromisoformat(at) for at in kept["times"])
        until = date.fromisoformat(kept["until"]) if kept["until"] else None
        return Plan(_loaded(kept["days"]), times, str(kept["zone"]), until)
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise ValueError(f"no plan: {text}") from fault


def _loaded(kept: dict[str, Any]) -> Days:
    match kept["kind"]:
        case "every day":
            return EveryDay()
        case "week":
            return DaysOfWeek(tuple(kept["days"]))
        case "every":
            return EveryNDays(kept["every"], date.fromisoformat(kept["start"]))
        case "month":
            return DaysOfMonth(tuple(kept["days"]))
        case "weekdays of month":
            return WeekdaysOfMonth(tuple((which, day) for which, day in kept["days"]))
        case kind:
            raise ValueError(f"no kind of days: {kind}")


MOST = 25
COMMON_TIMES = ("18:00", "12:00", "20:00", "09:00", "15:00", "00:00")
COMMON_DAYS = (
    "every day", "weekdays", "weekends", "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays",
    "Saturdays", "Sundays", "Mondays, Wednesdays and Fridays", "every other day", "every 3 days",
    "every 2 weeks", "1st of the month", "1st and 15th of the month", "last day of the month",
    "first Monday of the month", "last Friday of the month",
)  # fmt: skip


def suggest(typed: str, zone: str, now: datetime) -> list[Choice]:
    """Plans to choose from, each with its next post. `now` is aware.

    First what was typed; what lacks a time is offered with several, what is half a word as what it may
    become; what can't be understood gets the common plans, as examples. A value is read by `parse`.
    """
    today = now.astimezone(zone_named(zone)).date()
    wanted = names.key(typed)
    half = [f"{typed}:00", f"{typed}0"] if typed[-1:].isdigit() else []  # a time half typed: 18, 18:3
    found = _read([typed, *half], zone, today)
    if wanted and not found:
        begun = [days for days in COMMON_DAYS if wanted in names.key(days)]
        texts = [f"{typed} {at}" for at in COMMON_TIMES]
        texts += [f"{days} {at}" for at in COMMON_TIMES[:3] for days in begun]
        found = _read(texts, zone, today)
    common = [f"{days} at {at}" for at in COMMON_TIMES for days in COMMON_DAYS]
    found = found or _read(common[:MOST], zone, today)
    return [_choice(text, plan, now) for plan, text in found.items()][:MOST]


def _read(texts: list[str], zone: str, today: date) -> dict[Plan, str]:
    """What can be understood and sent: said in our words, which fix the day that days are counted from."""
    found: dict[Plan, str] = {}
    for text in texts:
        try:
            plan = parse(text, zone, today)
        except UserError:
            continue
        said = next((said for said in (in_words(plan), text.strip()) if len(said) <= SHOWN), None)
        if said:
            found.setdefault(plan, said)
    return found


def _choice(value: str, plan: Plan, now: datetime) -> Choice:
    at = next(slots(plan, now), None)
    following = f" · next {_moment(at.astimezone(zone_named(plan.zone)))}" if at else " · no post any more"
    words, room = in_words(plan), SHOWN - len(following)
    return Choice(value, (words if len(words) <= room else words[: room - 1] + "…") + following)


def _moment(at: datetime) -> str:
    """ "Wed 25 Nov 18:30", whatever the machine's language."""
    return f"{WEEKDAYS[at.weekday()][:3]} {at.day} {MONTHS[at.month - 1][:3]} {at:%H:%M}"
