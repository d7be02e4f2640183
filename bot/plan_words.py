"""What a plan is, and how it is said: in words that are read as the same plan again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

LAST = -1
"""The last day of a month, or the last of its Mondays, Tuesdays …"""

MOST_TIMES = 12


@dataclass(frozen=True, slots=True)
class EveryDay:
    pass


@dataclass(frozen=True, slots=True)
class DaysOfWeek:
    days: tuple[int, ...]  # 0 is Monday; sorted, one to six of them: all seven are EveryDay

    def __post_init__(self) -> None:
        _check(0 < len(self.days) < 7 and _rising(self.days) and set(self.days) <= set(range(7)), self)


@dataclass(frozen=True, slots=True)
class EveryNDays:
    every: int  # 2 to 365
    start: date  # the first of them, a date of the plan's zone

    def __post_init__(self) -> None:
        _check(2 <= self.every <= 365, self)


@dataclass(frozen=True, slots=True)
class DaysOfMonth:
    """A month that is too short for a day has no such day: the 31st comes seven times a year."""

    days: tuple[int, ...]  # 1 to 31, sorted, LAST behind them

    def __post_init__(self) -> None:
        order = [how_late(day) for day in self.days]
        _check(bool(order) and _rising(order) and set(self.days) <= {*range(1, 32), LAST}, self)


@dataclass(frozen=True, slots=True)
class WeekdaysOfMonth:
    """The first Monday, the last Friday; a month with four Mondays has no fifth."""

    days: tuple[tuple[int, int], ...]  # which (1 to 5, LAST behind them) of which weekday (0 is Monday)

    def __post_init__(self) -> None:
        order = [(how_late(which), day) for which, day in self.days]
        known = all(which in (1, 2, 3, 4, 5, LAST) and day in range(7) for which, day in self.days)
        _check(bool(order) and _rising(order) and known, self)


Days = EveryDay | DaysOfWeek | EveryNDays | DaysOfMonth | WeekdaysOfMonth


@dataclass(frozen=True, slots=True)
class Plan:
    """When a schedule posts. Days and times are those of the clocks and calendars of its zone.

    What can't be a plan raises ValueError.
    """

    days: Days
    times: tuple[time, ...]  # naive whole minutes; sorted, 1 to MOST_TIMES of them
    zone: str  # an IANA name
    until: date | None = None  # the last day on which it posts

    def __post_init__(self) -> None:
        _check(0 < len(self.times) <= MOST_TIMES and _rising(self.times), self)
        _check(all(at == time(at.hour, at.minute) for at in self.times), self)


def _check(holds: bool, what: object) -> None:
    if not holds:
        raise ValueError(f"no plan: {what}")


def _rising(order: Sequence[Any]) -> bool:
    return list(order) == sorted(set(order))


def how_late(which: int) -> int:
    return 99 if which == LAST else which


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
ORDINALS = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", LAST: "last"}
WORKDAYS, WEEKEND = (0, 1, 2, 3, 4), (5, 6)


def in_words(plan: Plan) -> str:
    """ "on weekdays at 18:30, until 24 December 2026"; `parse` reads it as the same plan."""
    times = _listed([f"{at:%H:%M}" for at in plan.times])
    until = f", until {day_in_words(plan.until)}" if plan.until else ""
    return f"{_days_in_words(plan.days)} at {times}{until}"


def day_in_words(day: date) -> str:
    """ "24 December 2026", whatever the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year:04}"


def _days_in_words(days: Days) -> str:
    match days:
        case EveryDay():
            return "every day"
        case DaysOfWeek(listed):
            both = "weekdays" if listed == WORKDAYS else "weekends" if listed == WEEKEND else ""
            return f"on {both or _listed([f'{WEEKDAYS[day]}s' for day in listed])}"
        case EveryNDays(every, start):
            weeks = (
                f"{every // 7} weeks on {WEEKDAYS[start.weekday()]}" if every % 7 == 0 and every > 7 else ""
            )
            return f"every {weeks or f'{every} days'} from {day_in_words(start)}"
        case DaysOfMonth(listed):
            named = [f"{day}{ending(day)}" if day != LAST else "last day" for day in listed]
            return f"on the {_listed(named)} of the month"
        case WeekdaysOfMonth(listed):
            if len({day for _, day in listed}) == 1:  # the first and third Monday
                named = f"{_listed([ORDINALS[which] for which, _ in listed])} {WEEKDAYS[listed[0][1]]}"
            else:
                named = _listed([f"{ORDINALS[which]} {WEEKDAYS[day]}" for which, day in listed])
            return f"on the {named} of the month"


def _listed(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def ending(day: int) -> str:
    return "th" if day in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


# Reading. A text is cut into pieces once, then walked through once; no rule looks ahead past a date.
