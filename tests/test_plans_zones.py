"""The slots of plans against another reckoning, through the clock changes of every time zone.

The code turns local times into UTC. Here it is the other way about: the clock of a zone is watched minute by
minute, and a slot is the first minute at which that clock has reached the time.
"""

from __future__ import annotations

import random
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate, chain, takewhile
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot import plans
from bot.plan_words import LAST, Days, DaysOfMonth, DaysOfWeek, EveryDay, EveryNDays, Plan, WeekdaysOfMonth

DAY, MINUTE = 86400, 60
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ZERO = date(1970, 1, 1).toordinal()

Matches = Callable[[date], bool]


def seconds(year: int) -> int:
    return (date(year, 1, 1).toordinal() - ZERO) * DAY


def moment(second: int) -> datetime:
    return EPOCH + timedelta(seconds=second)


def offset(second: int, zone: ZoneInfo) -> int:
    """How far the clocks there are ahead of UTC, in seconds. All that is asked of zoneinfo here."""
    ahead = datetime.fromtimestamp(second, zone).utcoffset()
    assert ahead is not None
    return ahead.days * DAY + ahead.seconds


@dataclass(frozen=True)
class Change:
    at: int  # seconds since 1970: the first with the new offset
    before: int
    after: int

    @property
    def in_whole_minutes(self) -> bool:
        return not (self.at % MINUTE or self.before % MINUTE or self.after % MINUTE)


@cache
def changes(first: int, last: int) -> dict[tuple[Change, ...], str]:
    """Every history of clock changes in those years that a zone has, with one of the zones."""
    found: dict[tuple[Change, ...], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        days = range(seconds(first), seconds(last + 1) + 1, DAY)
        seen = [offset(day, zone) for day in days]
        history = tuple(
            change(day, day + DAY, zone)
            for day, before, after in zip(days, seen, seen[1:], strict=False)
            if before != after
        )
        if history:
            found.setdefault(history, name)
    return found


def change(early: int, late: int, zone: ZoneInfo) -> Change:
    before, after = offset(early, zone), offset(late, zone)
    while late - early > 1:
        middle = (early + late) // 2
        if offset(middle, zone) == before:
            early = middle
        else:
            late = middle
    return Change(late, before, after)


class Watched:
    """The clock of a zone, looked at every `step` seconds from `first` to `last`."""

    def __init__(self, zone: str, first: int, last: int, step: int = MINUTE) -> None:
        self.zone = zone
        self.last_time = moment(-step).time()  # of a day, as far as this watch tells
        there = ZoneInfo(zone)
        self.seconds = range(first - first % step, last, step)
        self.shown = [second + offset(second, there) for second in self.seconds]
        self.latest = list(accumulate(self.shown, max))  # what the clock has shown by then
        # The days that it shows whole.
        self.days = [
            date.fromordinal(ZERO + day) for day in range(self.latest[0] // DAY + 1, self.latest[-1] // DAY)
        ]

    def first_at(self, day: date, at: time) -> int:
        shown = (day.toordinal() - ZERO) * DAY + at.hour * 3600 + at.minute * MINUTE
        return self.seconds[bisect_left(self.latest, shown)]

    def expected(self, plan: Plan, matches: Matches) -> list[int]:
        days = (day for day in self.days if matches(day) and (plan.until is None or day <= plan.until))
        return sorted({self.first_at(day, at) for day in days for at in plan.times})

    def found(self, plan: Plan) -> list[int]:
        """What the code gives for the same days."""
        after = self.first_at(self.days[0], time(0)) - 1
        until = self.first_at(self.days[-1], self.last_time)
        slots = takewhile(lambda slot: slot <= moment(until), plans.slots(plan, moment(after)))
        return [(slot - EPOCH) // timedelta(seconds=1) for slot in slots]


def is_last(day: date, later: int) -> bool:
    return (day + timedelta(later)).month != day.month


def which(day: date) -> int:
    """The how-manieth of its weekday in its month."""
    return sum(day.replace(day=one).isoweekday() == day.isoweekday() for one in range(1, day.day + 1))


def kinds(day: date) -> Iterator[tuple[Days, date | None, Matches]]:
    """Every kind of days, so that `day` or its neighbours are among them, and what says so too."""
    own = day.isoweekday() % 7  # 0 is Sunday
    near = [one for one in range(7) if one not in (own, (own + 3) % 7)]
    yield EveryDay(), None, lambda _: True
    yield EveryDay(), day, lambda _: True
    yield DaysOfWeek(((own - 1) % 7,)), None, lambda one: one.isoweekday() % 7 == own
    yield (
        DaysOfWeek(tuple(sorted((one - 1) % 7 for one in near))),
        None,
        lambda one: one.isoweekday() % 7 in near,
    )
    yield EveryNDays(3, day - timedelta(12)), None, lambda one: (one - day).days in range(-12, 9999, 3)
    yield EveryNDays(2, day - timedelta(7)), None, lambda one: (one - day).days in range(-7, 9999, 2)
    yield DaysOfMonth((day.day,)), None, lambda one: one.day == day.day
    yield DaysOfMonth((1, 31, LAST)), None, lambda one: one.day in (1, 31) or is_last(one, 1)
    yield (
        WeekdaysOfMonth(((which(day), day.weekday()),)),
        None,
        lambda one: one.isoweekday() % 7 == own and which(one) == which(day),
    )
    yield (
        WeekdaysOfMonth(((1, day.weekday()), (LAST, day.weekday()))),
        None,
        lambda one: one.isoweekday() % 7 == own and (one.day <= 7 or is_last(one, 7)),
    )


USUAL = tuple(
    map(
        time.fromisoformat,
        ("00:00", "00:30", "01:30", "02:00", "02:15", "02:30", "02:59", "03:00", "12:00", "23:30", "23:59"),
    )
)


def edges(change: Change) -> tuple[time, ...]:
    """In, at and beside what is skipped or comes twice."""
    low, high = sorted((change.at + change.before, change.at + change.after))
    near = {low - MINUTE, low, low + MINUTE, (low + high) // 2, high - MINUTE, high, high + MINUTE}
    return tuple(sorted({time(one % DAY // 3600, one // MINUTE % 60) for one in near}))


def differences(zone: str, change: Change) -> Iterator[str]:
    watched = Watched(zone, change.at - 3 * DAY // 2, change.at + 3 * DAY // 2)
    there = date.fromordinal(ZERO + (change.at + change.before) // DAY)
    for times in (USUAL, edges(change)):
        for days, until, matches in kinds(there):
            plan = Plan(days, times, zone, until)
            expected, found = watched.expected(plan, matches), watched.found(plan)
            if found != expected:
                yield f"{plan}: {[*map(moment, expected)]}, not {[*map(moment, found)]}"
    plan = Plan(EveryDay(), edges(change), zone)
    yield from restarts(plan, watched.expected(plan, lambda _: True), change.at)


def restarts(plan: Plan, expected: Sequence[int], at: int) -> Iterator[str]:
    """The next slot, asked for at each one and beside it, and all through the hours of the change."""
    beside = chain.from_iterable((one - 1, one) for one in expected)
    for after in sorted({*beside, at - 1, at, at + 1, *range(at - 2 * 3600, at + 2 * 3600, 13 * MINUTE + 7)}):
        coming = expected[bisect_right(expected, after) :]
        if coming and after >= expected[0] - 1:
            found = next(plans.slots(plan, moment(after)))
            if found != moment(coming[0]):
                yield f"{plan} after {moment(after)}: {moment(coming[0])}, not {found}"


def all_differences(histories: dict[tuple[Change, ...], str], part: int = 0, parts: int = 1) -> list[str]:
    """Of every change once: most zones of a continent change their clocks together."""
    once = {one: zone for history, zone in histories.items() for one in history if one.in_whole_minutes}
    return [line for one in list(once)[part::parts] for line in differences(once[one], one)]


def shown(found: Iterable[str]) -> str:
    listed = list(found)
    return f"{len(listed)} differences\n" + "\n".join(listed[:5])


@pytest.mark.parametrize("part", range(4))
def test_no_difference_at_any_change_of_the_clocks(part: int) -> None:
    histories = changes(2026, 2036)
    assert len(histories) > 20
    assert all(one.in_whole_minutes for history in histories for one in history)
    found = all_differences(histories, part, 4)
    assert not found, shown(found)


def test_no_difference_on_ordinary_days() -> None:
    chance = random.Random(1)
    found: list[str] = []
    for zone in changes(2026, 2036).values():
        for _ in range(3):
            at = chance.randrange(seconds(2026), seconds(2036)) // MINUTE * MINUTE
            ahead = offset(at, ZoneInfo(zone))
            found.extend(differences(zone, Change(at, ahead, ahead)))
    assert not found, shown(found)


@pytest.mark.load
@pytest.mark.timeout(900)
def test_no_difference_at_any_change_since_1970() -> None:
    found = all_differences(changes(1970, 2025))
    assert not found, shown(found)


@pytest.mark.load
@pytest.mark.timeout(900)
def test_no_difference_on_any_day_of_ten_years() -> None:
    times = tuple(map(time.fromisoformat, ("00:00", "00:30", "01:30", "02:15", "02:30", "03:00", "23:30")))
    found: list[str] = []
    for zone in changes(2026, 2036).values():
        watched = Watched(zone, seconds(2026), seconds(2037), 15 * MINUTE)
        for days, _, matches in kinds(watched.days[40]):
            plan = Plan(days, times, zone)
            if watched.found(plan) != watched.expected(plan, matches):
                found.append(str(plan))
    assert not found, shown(found)
