"""The gateway: sign-in, sessions that are resumed or lost, shards, and several bots at once."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import discord
import pytest

from tests.standin import Control, standin
from tests.standin.conftest import Client, Connect, until
from tests.standin.recording import Record


async def test_sign_in_brings_the_guilds_with_the_bots_own_member(control: Control, connect: Connect) -> None:
    guilds = await control.guilds(3, channels=2)
    thread = await control.thread(guilds[0].channels[0])
    async with connect(control) as client:
        seen = await control.bots(1)
        assert seen["identified"][0]["intents"] == 1
        assert {one.id for one in client.guilds} == {one.id for one in guilds}
        first = client.get_guild(guilds[0].id)
        assert first is not None
        assert [one.id for one in first.text_channels] == guilds[0].channels
        assert [one.id for one in first.threads] == [thread]
        assert first.text_channels[0].permissions_for(first.me).send_polls
        assert client.user is not None
        assert client.application_id == client.user.id


async def test_what_was_missed_is_replayed(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        await control.close_gateway(4000)
        missed = await control.command("any", where, answers=0)
        await control.bots(1, resumed=1)
        assert (await control.answers(missed.id, 1)).message["content"] == "yes"
        await control.reconnect()
        await control.bots(1, resumed=2)
        await control.invalidate(resumable=True)
        await control.bots(1, resumed=3)
        await control.close_gateway(None)
        seen = await control.bots(1, resumed=4)
        await until(lambda: client.happened.count("resumed") == 4)
        assert len(seen["identified"]) == 1
        assert client.happened.count("ready") == 1
        assert len(client.asked) == 1


async def test_a_session_that_is_lost(
    control: Control, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = (await control.guild()).channels[0]
    sleep = asyncio.sleep
    monkeypatch.setattr("discord.client.asyncio.sleep", lambda seconds: sleep(min(seconds, 0.05)))  # else 5 s
    async with connect(control):
        await control.invalidate(resumable=False)
        await control.bots(1, identified=2)
        assert (await control.command("any", where)).message["content"] == "yes"


@pytest.mark.parametrize("code", [4004, 4014])
async def test_codes_that_end_a_bot(control: Control, connect: Connect, code: int) -> None:
    async with connect(control) as client:
        await control.close_gateway(code)
        assert client.serving is not None
        await asyncio.wait({client.serving}, timeout=5)
        expected = discord.PrivilegedIntentsRequired if code == 4014 else discord.ConnectionClosed
        assert isinstance(client.serving.exception(), expected)


async def test_heartbeats_without_answer(control: Control, connect: Connect) -> None:
    await control.acknowledge(False)
    async with connect(control, heartbeat_timeout=0.3):
        await control.bots(1, resumed=1)


async def test_events_that_come_twice_or_late(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as client:
        await control.events(duplicate=True, times=1)
        twice = await control.command("any", where)
        await until(lambda: len(client.asked) == 2)
        assert client.asked[0].id == client.asked[1].id == int(twice.id)
        await until(lambda: any("40060" in one for one in client.happened))
        await control.resend(twice.id)
        await until(lambda: len(client.asked) == 3)
        await control.events(delay=0.2, times=1)
        late = await control.command("any", where, answers=0)
        prompt = await control.command("any", where)
        assert prompt.ms is not None
        assert prompt.ms < 200
        late = await control.answers(late.id, 1)
        assert late.ms is not None
        assert late.ms >= 200


async def test_messages_come_to_those_who_asked_for_them(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    intents = discord.Intents(guilds=True, guild_messages=True)
    async with connect(control, intents=intents) as client:
        coming = asyncio.create_task(client.wait_for("message", timeout=5))
        await asyncio.sleep(0)
        await control.say(where, "hello")
        assert (await coming).content == "hello"


async def test_shards_have_their_own_guilds(control: Control, record: Record) -> None:
    guilds = await control.guilds(10)
    async with aiohttp.ClientSession() as session:
        for shard in (0, 1):
            async with session.ws_connect(f"{control.base}/gateway") as socket:
                await socket.receive_json()
                asked = {"token": "t", "intents": 1, "shard": [shard, 2], "properties": {}}
                await socket.send_json({"op": 2, "d": asked})
                ready = (await socket.receive_json())["d"]
                expected = [one for one in guilds if (one.id >> 22) % 2 == shard]
                assert [int(one["id"]) for one in ready["guilds"]] == [one.id for one in expected]
                arrived = [(await socket.receive_json())["d"] for _ in expected]
                assert [int(one["id"]) for one in arrived] == [one.id for one in expected]
                await control.command("any", guilds[0].channels[0], answers=0)
                if (guilds[0].id >> 22) % 2 == shard:
                    assert (await socket.receive_json())["t"] == "INTERACTION_CREATE"


async def test_an_auto_sharded_client(control: Control, connect: Connect) -> None:
    guilds = await control.guilds(4)

    class Sharded(Client, discord.AutoShardedClient):
        async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
            """Without the usual five seconds between two shards."""

    async with connect(control, of=Sharded, shard_count=2) as client:
        assert len(client.guilds) == 4
        for guild in guilds[:2]:
            assert (await control.command("any", guild.channels[0])).message["content"] == "yes"


async def test_two_processes_with_one_token_both_hear_it(control: Control, connect: Connect) -> None:
    where = (await control.guild()).channels[0]
    async with connect(control) as one, connect(control) as other:
        await control.bots(2)
        await control.command("any", where)
        await until(lambda: one.asked and other.asked)
        await until(lambda: any("40060" in said for said in one.happened + other.happened))


@pytest.mark.parametrize(
    ("sent", "code"),
    [("{", 4002), (json.dumps({"op": 99, "d": None}), 4001), (json.dumps({"op": 3, "d": {}}), 4003)],
)
async def test_close_codes_for_what_is_no_sense(control: Control, sent: str, code: int) -> None:
    async with aiohttp.ClientSession() as session, session.ws_connect(f"{control.base}/gateway") as socket:
        await socket.receive_json()
        await socket.send_str(sent)
        await socket.receive()
        assert socket.close_code == code


async def test_ten_thousand_guilds(connect: Connect) -> None:
    async with standin() as control:
        guilds = await control.guilds(10_000)
        async with (
            aiohttp.ClientSession() as session,
            session.ws_connect(f"{control.base}/gateway") as socket,
        ):
            await socket.receive_json()
            asked: Any = {"token": "t", "intents": 1, "properties": {}}
            await socket.send_json({"op": 2, "d": asked})
            assert len((await socket.receive_json())["d"]["guilds"]) == 10_000
            arrived = [await socket.receive_str() for _ in guilds]
        assert json.loads(arrived[-1])["d"]["id"] == str(guilds[-1].id)
