"""Faults on order, as discord.py meets them."""

from __future__ import annotations

import asyncio
import time

import aiohttp
import discord
import pytest

from tests.standin import Control
from tests.standin.conftest import Connect, until

MESSAGES = "/messages$"


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits seconds before it tries again."""
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.http.asyncio.sleep", lambda seconds: sleep(min(seconds, 0.02)))


async def test_a_connection_that_is_cut_is_not_tried_again(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        channel = client.text_channel(where)
        for kind, kept in (("cut_before", 0), ("cut_after", 1)):
            fault = await control.fault(kind, "POST", MESSAGES, times=1)  # type: ignore[arg-type]
            with pytest.raises(aiohttp.ServerDisconnectedError):
                await channel.send("x")
            assert await control.met(fault) == 1
            assert len(await control.messages(where)) == kept
    counted = await control.tally()
    assert counted["requests"]["POST /channels/{channel}/messages"] == {"0": 2}


async def test_aiohttp_itself_tries_a_cut_get_again(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        fault = await control.fault("cut_before", "GET", "/channels/", times=1)
        await client.fetch_channel(where)
        assert await control.met(fault) == 1


@pytest.mark.parametrize(("status", "tries", "kept"), [(500, 2, 1), (502, 2, 1), (503, 1, 0)])
async def test_broken_servers(
    control: Control, connect: Connect, hurry: None, status: int, tries: int, kept: int
) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        await control.fault("status", "POST", MESSAGES, status=status, times=1)
        try:
            await client.text_channel(where).send("x")
        except discord.DiscordServerError as error:
            assert status == error.status == 503
    counted = (await control.tally())["requests"]["POST /channels/{channel}/messages"]
    assert sum(counted.values()) == tries
    assert len(await control.messages(where)) == kept


async def test_an_error_after_the_effect_and_the_nonce_of_discord_py(
    control: Control, connect: Connect, hurry: None
) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        await control.fault("status_after", "POST", MESSAGES, status=500, times=1)
        await client.text_channel(where).send("x")
    assert len(await control.messages(where)) == 1


async def test_an_answer_that_was_taken_and_lost(
    control: Control, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = (await control.guild()).channels[0]
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.webhook.async_.asyncio.sleep", lambda seconds: sleep(min(seconds, 0.02)))
    async with connect(control) as client:
        await control.fault("status_after", "POST", "/callback$", status=503, times=1)
        await control.command("any", where)
        await until(lambda: len(client.happened) > 1)
        assert "40060" in client.happened[1]


async def test_too_many_requests_by_order(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        await control.fault("status", "POST", MESSAGES, status=429, retry_after=0.05, times=1)
        await client.text_channel(where).send("x")
        await control.fault("status", "POST", MESSAGES, status=429, via=False, times=1)
        with pytest.raises(discord.HTTPException) as banned:
            await client.text_channel(where).send("x")
        assert banned.value.status == 429
    assert (await control.tally())["limited"] == 2
    assert len(await control.messages(where)) == 1


async def test_slow_answers_and_faults_at_random(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        channel = client.text_channel(where)
        await control.fault("delay", "POST", MESSAGES, seconds=0.15, times=1)
        began = time.monotonic()
        await channel.send("x")
        assert time.monotonic() - began >= 0.15
        await control.fault("delay_after", "POST", MESSAGES, seconds=0.1, times=1)
        sending = asyncio.create_task(channel.send("x"))
        while len(await control.messages(where)) < 2:
            assert not sending.done()
        await sending
        fault = await control.fault("status", "POST", MESSAGES, status=403, code=50013, probability=0.5)
        refused = 0
        for _ in range(20):
            try:
                await channel.send("x")
            except discord.Forbidden as error:
                refused += error.code == 50013
        assert 0 < refused == await control.met(fault) < 20
        await control.clear_faults(fault)
        await channel.send("x")
    assert len(await control.messages(where)) == 23 - refused


async def test_a_gateway_that_is_away(control: Control, connect: Connect) -> None:
    async with connect(control):
        fault = await control.fault("status", "GET", "/gateway", status=503, times=1)
        await control.close_gateway(4000)
        await control.bots(1, resumed=1)
        assert await control.met(fault) == 1
