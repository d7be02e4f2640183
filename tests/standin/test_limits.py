"""Rate limits: what a crowd of requests meets, and what discord.py does to meet none."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from tests.standin import Control, standin
from tests.standin.conftest import Connect
from tests.standin.recording import Record

pytestmark = pytest.mark.waits

TOKEN = {"Authorization": "Bot token"}


async def post(session: aiohttp.ClientSession, control: Control, where: int) -> tuple[int, Any, Any]:
    url = f"{control.base}/api/v10/channels/{where}/messages"
    async with session.post(url, json={"content": "x"}, headers=TOKEN) as response:
        return response.status, response.headers, await response.json()


async def test_more_than_fifty_in_a_second(record: Record) -> None:
    async with standin(record=record) as control, aiohttp.ClientSession() as session:
        guilds = await control.guilds(60)
        told = await asyncio.gather(*(post(session, control, one.channels[0]) for one in guilds))
        refused = [one for one in told if one[0] == 429]
        assert len(refused) == 10
        _, headers, body = refused[0]
        assert body["global"] is True
        assert 0 < body["retry_after"] <= 1
        assert headers["X-RateLimit-Global"] == "true"
        assert headers["X-RateLimit-Scope"] == "global"
        assert headers["Via"]
        assert headers["Content-Type"] == "application/json"
        await asyncio.sleep(body["retry_after"])
        assert (await post(session, control, guilds[0].channels[0]))[0] == 200
        counted = await control.tally(reset=True)
        assert counted["limited"] == 10
        assert counted["peak"] == 60
        assert await control.tally() == {"requests": {}, "limited": 0, "peak": 0}


async def test_the_sixth_message_in_a_channel(record: Record) -> None:
    async with standin(record=record) as control, aiohttp.ClientSession() as session:
        here, there = (await control.guild(channels=2)).channels
        told = [await post(session, control, here) for _ in range(6)]
        assert [one[0] for one in told] == [200] * 5 + [429]
        assert [one[1]["X-RateLimit-Remaining"] for one in told] == list("432100")
        assert told[5][1]["X-RateLimit-Scope"] == "user"
        assert 4 < told[5][2]["retry_after"] <= 5
        assert (await post(session, control, there))[0] == 200


async def test_discord_py_keeps_to_the_headers(record: Record, connect: Connect) -> None:
    async with standin(record=record) as control:
        here, there = (await control.guild(channels=2)).channels
        async with connect(control) as client:
            asked = await control.command("any", there)
            began = time.monotonic()

            async def follow_up() -> None:
                for _ in range(6):
                    await client.asked[0].followup.send("x")
                assert 1.5 < time.monotonic() - began < 4

            channel = client.text_channel(here)
            await asyncio.gather(follow_up(), *(channel.send("x") for _ in range(7)))
            assert 4.5 < time.monotonic() - began < 7
        assert (await control.tally())["limited"] == 0
        assert len(await control.messages(here)) == 7
        assert len((await control.answers(asked.id, 7)).answers) == 7
