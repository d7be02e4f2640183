"""Time zones by the names of their cities, with the time that it is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from rapidfuzz import fuzz, process

from bot import names
from bot.errors import UserError
from bot.models import Choice

REGIONS = frozenset(
    (
        "Africa",
        "America",
        "Antarctica",
        "Arctic",
        "Asia",
        "Atlantic",
        "Australia",
        "Europe",
        "Indian",
        "Pacific",
    )
)
KNOWN_TO_MOST = (
    "UTC", "America/Los_Angeles", "America/Denver", "America/Chicago", "America/New_York",
    "America/Sao_Paulo", "Europe/London", "Europe/Berlin", "Europe/Athens", "Africa/Lagos", "Africa/Cairo",
    "Africa/Johannesburg", "Europe/Istanbul", "Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Bangkok",
    "Asia/Manila", "Asia/Shanghai", "Asia/Seoul", "Asia/Tokyo", "Australia/Sydney", "Pacific/Auckland",
)  # fmt: skip
MOST = 25
NEAR = 80


def parse(asked: str) -> str:
    """The name of a zone from what was chosen or typed. Raises UserError with near ones."""
    by_key = _by_key()
    wanted = names.key(asked.rsplit(", ", 1)[-1].replace("/", " "))  # a choice's label ends with the name
    if wanted in by_key:
        return by_key[wanted]
    near = [
        by_key[key]
        for key, _, _ in process.extract(wanted, list(by_key), scorer=fuzz.ratio, limit=3, score_cutoff=NEAR)
    ]
    hint = f" Did you mean {' or '.join(dict.fromkeys(near))}?" if near else ""
    raise UserError(
        f"I know no time zone of that name.{hint} Choose one from the list: type the name of a large city "
        "in it."
    )


def suggest(typed: str, now: datetime) -> list[Choice]:
    """Zones whose city begins with, or holds, what was typed; with the time there. `now` is aware."""
    wanted = names.key(typed)
    if not wanted:
        return [_choice(zone, now) for zone in KNOWN_TO_MOST]
    zones = sorted(_zones())
    starting = [zone for zone in zones if names.key(city(zone)).startswith(wanted)]
    holding = [zone for zone in zones if wanted in names.key(zone.replace("/", " "))]
    found = list(dict.fromkeys([*starting, *holding]))
    if not found:
        scores = process.extract(
            wanted,
            [names.key(city(zone)) for zone in zones],
            scorer=fuzz.ratio,
            limit=5,
            score_cutoff=NEAR - 15,
        )
        found = [zones[place] for _, _, place in scores]
    return [_choice(zone, now) for zone in found[:MOST]]


def city(zone: str) -> str:
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def time_in(zone: str, now: datetime) -> str:
    """ "21:14 (UTC+02:00)"."""
    there = now.astimezone(ZoneInfo(zone))
    offset = there.strftime("%z")
    return f"{there:%H:%M} (UTC{offset[:3]}:{offset[3:5]})" if zone != "UTC" else f"{there:%H:%M}"


def _choice(zone: str, now: datetime) -> Choice:
    return Choice(zone, f"{city(zone)}: {time_in(zone, now)}, {zone}")


@cache
def _zones() -> frozenset[str]:
    return frozenset({"UTC", *(zone for zone in available_timezones() if zone.split("/")[0] in REGIONS)})


@cache
def _by_key() -> dict[str, str]:
    """City and whole name, each as a key; the shortest zone of a city wins (not America/Indiana/…)."""
    found: dict[str, str] = {}
    for key, zone in _keys():
        found.setdefault(key, zone)
    return found


def _keys() -> Iterator[tuple[str, str]]:
    for zone in sorted(_zones(), key=lambda zone: (zone.count("/"), zone)):
        yield names.key(zone.replace("/", " ")), zone
        yield names.key(city(zone)), zone
