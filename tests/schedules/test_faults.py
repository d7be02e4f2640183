"""Each fault of Discord, and of the way to it, ends as it should: over real HTTP, by the real program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.slots import What
from tests.schedules.driven import Driven, soon
from tests.standin import Control, Guild, standin
from tests.standin.recording import Record, session_responses

pytestmark = [pytest.mark.waits, pytest.mark.timeout(110)]

MESSAGES = r"/channels/\d+/messages$"


@dataclass
class Place:
    driven: Driven
    discord: Control
    guild: Guild

    @property
    def where(self) -> tuple[int, int]:
        return self.guild.id, self.guild.channels[0]

    async def told(self) -> list[str]:
        """What whoever made the schedules was told by direct message."""
        found: list[str] = []
        for channel, *_ in await self.discord.all_messages():
            for message in await self.discord.messages(channel):
                said = str(message["payload"]["components"])
                if "/admin schedule show" in said:
                    found.append(said)
        return list(dict.fromkeys(found))


@pytest.fixture
async def place(data: Path, tmp_path: Path, requests_file: Path) -> AsyncGenerator[Place]:
    record = Record(requests_file, session_responses(requests_file.parent))
    async with standin(tmp_path / "discord", record=record) as discord:
        driven = Driven.over(data, tmp_path / "bot", discord)
        yield Place(driven, discord, await discord.guild(channels=4))
        await driven.stop()


async def test_each_passing_fault_ends_with_one_post(place: Place) -> None:
    """500, 503, 429 with and without Via, cut before and after the effect: one slot and channel for each."""
    faults = (
        {"kind": "status", "status": 500},
        {"kind": "status_after", "status": 500},
        {"kind": "status", "status": 503},
        {"kind": "status_after", "status": 503},
        {"kind": "status", "status": 429, "retry_after": 0.3},
        {"kind": "status", "status": 429, "retry_after": 0.3, "via": False},
        {"kind": "cut_before"},
        {"kind": "cut_after"},
        {"kind": "delay", "seconds": 3.0},
    )
    guild = await place.discord.guild(channels=len(faults))
    orders: list[int] = []
    for channel, fault in zip(guild.channels, faults, strict=True):
        told = {"method": "POST", "path": rf"/channels/{channel}/messages$", "times": 1, **fault}
        orders.append(await place.discord.fault(**told))  # type: ignore[arg-type]
    where = [(guild.id, channel) for channel in guild.channels]
    await place.driven.plan(where, [soon(2)] * len(where))
    await place.driven.start()
    states = await place.driven.settled(45)
    assert states == {"sent": len(faults)}, place.driven.log()
    assert [await place.discord.met(order) for order in orders] == [1] * len(faults)
    assert await place.driven.posted() == dict.fromkeys(place.driven.planned, 1)
    assert not await place.told()


async def test_a_lost_and_a_forbidden_channel_are_told_once_and_work_again(place: Place) -> None:
    gone, shut, unknown = place.guild.channels[:3]
    await place.discord.lose(gone)
    await place.discord.forbid(shut)
    await place.discord.forbid(unknown, 50001)
    where = [(place.guild.id, channel) for channel in (gone, shut, unknown)]
    await place.driven.plan(where, [soon(2)] * 3)
    await place.driven.start()
    async with asyncio.timeout(30):
        while len(told := await place.told()) < 3:  # noqa: ASYNC110 - another process does it
            await asyncio.sleep(0.2)
    assert place.driven.states() == {"sending": 3}
    assert sum("is gone" in one for one in told) == 1
    assert sum("I may not write" in one for one in told) == 2
    # Mended, it works again by itself: at the next try, which a restart only brings forward.
    for channel in (gone, shut, unknown):
        await place.discord.restore(channel)
    await place.driven.stop()
    await place.driven.hurry()
    await place.driven.start()
    assert await place.driven.settled(20) == {"sent": 3}
    assert await place.driven.posted() == dict.fromkeys(place.driven.planned, 1)
    again = await place.told()
    assert sum("It works again" in one for one in again) == 0  # a good end is for the log channel alone
    assert len(again) == 3


async def test_a_post_that_somebody_deleted_does_not_come_again(place: Place) -> None:
    """Its reply was lost, and before the next try a moderator had deleted it: Discord makes no second one."""
    channel = place.guild.channels[0]
    await place.discord.fault("cut_after", method="POST", path=MESSAGES, times=1)
    await place.driven.plan([place.where], [soon(2)])
    await place.driven.start()
    while not (found := await place.discord.messages(channel)):
        await place.driven.settled(0.2)
    await place.discord.delete_message(channel, int(found[0]["id"]))
    assert await place.driven.settled(20) == {"sent": 1}
    assert await place.discord.messages(channel) == []


async def test_events_twice_and_late_count_once(place: Place) -> None:
    """A daily question answered while Discord delivers everything twice."""
    await place.driven.plan([place.where], [soon(2)], What.DAILY)
    await place.driven.start()
    await place.driven.settled(20)
    [post] = await place.discord.messages(place.guild.channels[0])
    [key] = [one for one in post["custom_ids"] if one.startswith("daily:")]
    opened = await place.discord.press(key, int(post["id"]), place.guild.channels[0])
    options = [one for one in _ids(opened.first) if one.startswith("daily_guess:")]
    await place.discord.events(duplicate=True, times=1)
    told = await place.discord.press(options[0], int(opened.message["id"]), place.guild.channels[0])
    assert "Noted" in str(told.first)
    assert place.driven.count("select count(*) from answers") == 1


async def test_two_processes_with_one_token_post_once_and_say_so(place: Place) -> None:
    where = [(place.guild.id, channel) for channel in place.guild.channels]
    await place.driven.plan(where, [soon(7)] * len(where))
    await place.driven.start()
    await place.discord.bots(ready=1)
    first = place.driven.process
    await place.driven.start()
    second = place.driven.process
    assert await place.driven.settled(40) == {"sent": len(where)}
    assert await place.driven.posted() == dict.fromkeys(place.driven.planned, 1)
    for process in (first, second):
        place.driven.process = process
        await place.driven.stop()


def _ids(view: object) -> list[str]:
    """All custom ids of an answer."""
    if isinstance(view, dict):
        own = [view["custom_id"]] if "custom_id" in view else []
        return own + [one for part in view.values() for one in _ids(part)]
    if isinstance(view, list):
        return [one for part in view for one in _ids(part)]
    return []
