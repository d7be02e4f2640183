"""Ten thousand servers due at once: within Discord's limits, and members don't notice."""

from __future__ import annotations

import asyncio
import os
import statistics
from pathlib import Path

import pytest

from bot.rates import MOST
from tests.schedules.driven import Driven, soon
from tests.standin import Control, Guild, standin

pytestmark = [pytest.mark.load, pytest.mark.timeout(1800)]

SERVERS = int(os.environ.get("SERVERS", "10000"))
EVERY = 0.2
"""Seconds between two members' commands."""


async def asked(discord: Control, guilds: list[Guild], until: asyncio.Event, most: int) -> list[float]:
    """Members ask, here and there; milliseconds until each was answered."""
    waits: list[float] = []
    for number in range(most):
        if until.is_set():
            break
        guild = guilds[number * 37 % len(guilds)]
        reply = await discord.command("canon", guild.channels[0], {"topic": "korrasami"}, seconds=20)
        assert reply.ms is not None
        waits.append(reply.ms)
        await asyncio.sleep(EVERY)
    return waits


async def test_ten_thousand_at_once(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with standin(tmp_path / "discord") as discord:
        guilds = await discord.guilds(SERVERS)
        driven = Driven.over(data, tmp_path / "bot", discord)
        # Planned in one go, due half a minute after the bot is ready.
        due = soon(SERVERS / 150 + 60)
        await driven.plan([(guild.id, guild.channels[0]) for guild in guilds], [due] * SERVERS)
        await driven.start()
        await discord.bots(ready=1, seconds=120)
        never, over = asyncio.Event(), asyncio.Event()
        await asked(discord, guilds, never, 20)
        before = await asked(discord, guilds, never, 100)
        left = (due - soon(0)).total_seconds()
        await asyncio.sleep(max(left, 0))
        await discord.tally(reset=True)
        asking = asyncio.create_task(asked(discord, guilds, over, 10**6))
        states = await driven.settled(SERVERS / MOST * 2 + 60, every=2)
        over.set()
        during = await asking
        tally = await discord.tally()
        times = sorted(at for _, _, nonce, at in await discord.all_messages() if nonce)
        await driven.stop()
    took, least = times[-1] - times[0], (SERVERS - MOST) / MOST
    usual, meanwhile = statistics.median(before), statistics.median(during)
    lines = (
        f"{len(times):,} posts in {took:.1f} s: {took / least:.3f} times the least that {MOST} a second take",
        f"{tally['limited']} answers of 429; at most {tally['peak']} requests in a second",
        f"members' median wait: {usual:.1f} ms before, {meanwhile:.1f} ms meanwhile",
        f"(of {len(before)} and {len(during)} commands; the longest {max(during):.0f} ms)",
    )
    with capsys.disabled():
        print("\n" + "\n".join(lines))  # noqa: T201
    assert states == {"sent": SERVERS}
    assert len(times) == SERVERS
    assert tally["limited"] == 0
    assert took <= least * 1.1
