"""A year of many servers' schedules in virtual time: every slot once, at its own local time."""

from __future__ import annotations

import random
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.slots import Part, What
from tests.schedules.passing import Noted, Planned, planned

ZONES = (
    "Europe/Berlin", "America/New_York", "America/Los_Angeles", "Australia/Sydney", "Pacific/Auckland",
    "America/Santiago", "Asia/Tokyo", "Asia/Kolkata", "Africa/Cairo", "Australia/Lord_Howe",
    "America/St_Johns", "Europe/London", "Atlantic/Azores", "Asia/Beirut", "America/Havana", "UTC",
    "Pacific/Chatham", "Africa/Casablanca", "America/Asuncion", "Europe/Dublin",
)  # fmt: skip
TIMES = ("00:00", "00:30", "01:30", "02:00", "02:15", "02:30", "03:00", "09:00", "18:30", "23:45")
DAYS = ("every day", "weekdays", "weekends", "mondays and thursdays", "1st and 15th", "last friday")


def wanted(zone: ZoneInfo, days: str, times: Sequence[str], start: datetime, end: datetime) -> set[datetime]:
    """Reckoned in another way than the bot does: from each local day's wall clock, minute by minute."""
    found: set[datetime] = set()
    day = start.astimezone(zone).date() - timedelta(days=1)
    while day <= end.astimezone(zone).date():
        if is_one(day, days):
            for text in times:
                hour, minute = map(int, text.split(":"))
                found.add(first_moment(datetime.combine(day, clock_time(hour, minute)), zone))
        day += timedelta(days=1)
    return {moment for moment in found if start < moment <= end}


def first_moment(wall: datetime, zone: ZoneInfo) -> datetime:
    """The first UTC minute whose wall clock there shows this or, where it is jumped over, more."""
    moment = (wall - timedelta(hours=16)).replace(tzinfo=UTC)
    # No zone is more than 15 hours away; go in large steps first, for clocks never run backwards so far.
    while moment.astimezone(zone).replace(tzinfo=None) < wall - timedelta(hours=3):
        moment += timedelta(hours=1)
    while moment.astimezone(zone).replace(tzinfo=None) < wall:
        moment += timedelta(minutes=1)
    return moment


def is_one(day: date, days: str) -> bool:
    weekday = day.weekday()
    return {
        "every day": True,
        "weekdays": weekday < 5,
        "weekends": weekday >= 5,
        "mondays and thursdays": weekday in (0, 3),
        "1st and 15th": day.day in (1, 15),
        "last friday": weekday == 4 and (day + timedelta(days=7)).month != day.month,
    }[days]


async def plan_all(
    table: Planned, servers: int, end: datetime, chance: random.Random
) -> dict[tuple[int, int], set[datetime]]:
    """Schedules of many servers, and what each should post until `end`."""
    start = table.clock.moment
    expected: dict[tuple[int, int], set[datetime]] = {}
    for server in range(servers):
        zone = ZONES[server % len(ZONES)]
        for _ in range(chance.randint(1, 3)):
            days, times = chance.choice(DAYS), chance.sample(TIMES, chance.choice((1, 1, 2)))
            made = await table.add(
                What.GAME,
                f"{days} at {' and '.join(sorted(times))}",
                server=server << 22,
                zone=zone,
                minutes_before=chance.choice((0, 10)),
            )
            key = (server << 22, made.schedule.number)
            expected[key] = wanted(ZoneInfo(zone), days, times, start, end)
    return expected


def posted(poster: Noted, part: Part) -> Iterator[tuple[tuple[int, int], datetime, datetime]]:
    for moment, schedule, one in poster.posts.values():
        if one.part is part:
            yield (schedule.server_id, schedule.number), one.at, moment


async def passing(data: Path, folder: Path, servers: int, start: datetime, days: int) -> int:
    """Lets so many days pass; how many slots there were."""
    async with planned(data, folder, start) as table:
        end = start + timedelta(days=days)
        expected = await plan_all(table, servers, end, random.Random(servers))
        await table.until(end)
        found: dict[tuple[int, int], list[datetime]] = defaultdict(list)
        for key, at, moment in posted(table.poster, Part.POST):
            assert at == moment, "late, although nothing stood in its way"
            found[key].append(at)
        for key, moments in expected.items():
            assert len(found[key]) == len(set(found[key]))
            assert set(found[key]) == moments, key
        assert not table.poster.told
        assert all(
            at - moment == timedelta(minutes=10) for _, at, moment in posted(table.poster, Part.ANNOUNCEMENT)
        )
        return sum(map(len, expected.values()))


async def test_weeks_in_which_clocks_change_on_both_hemispheres(data: Path, tmp_path: Path) -> None:
    assert await passing(data, tmp_path, 6, datetime(2026, 3, 5, tzinfo=UTC), 45) > 200


@pytest.mark.load
@pytest.mark.timeout(3000)
async def test_a_year_of_two_hundred_servers(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began = time.perf_counter()
    count = await passing(data, tmp_path, 200, datetime(2027, 2, 1, tzinfo=UTC), 365)
    with capsys.disabled():
        seconds = time.perf_counter() - began
        print(f"\n{count:,} slots of 200 servers in a year: each once, on time; {seconds:.0f} s")  # noqa: T201
