"""When a server's days and weeks begin, in its own time zone."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def day_start(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the day that `now` belongs to there, in UTC.

    Where clocks skip midnight, that is the moment of the skip; where 0:00 comes twice, the first.
    """
    return datetime.combine(now.astimezone(zone).date(), time(), zone).astimezone(UTC)


def week_start(now: datetime, zone: ZoneInfo) -> datetime:
    """The first moment of the week's Monday."""
    day = now.astimezone(zone).date()
    return datetime.combine(day - timedelta(days=day.weekday()), time(), zone).astimezone(UTC)


def zone_named(name: str | None) -> ZoneInfo:
    """UTC for what is no zone: one that the time zone database dropped must not take the boards away."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")
