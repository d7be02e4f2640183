"""The process killed at random moments round its slots: no slot posted twice, none lost."""

from __future__ import annotations

import asyncio
import os
import random
import time
from pathlib import Path

import pytest

from bot.slots import What
from tests.schedules.driven import Driven, soon
from tests.standin import Control, Guild, standin

SLOTS = 8
"""Due round each kill, within a second and a half."""

LIVES_A_SERVER = 6
"""A server has room for fifty schedules."""

READY = 3.2
"""Seconds from the start of the process until it posts, roughly."""


async def one_life(driven: Driven, guild: Guild, chance: random.Random) -> None:
    """Slots due just when a process gets ready; it is killed while it posts them, or just before or after."""
    channels = [chance.choice(guild.channels) for _ in range(SLOTS)]
    moments = [soon(READY + chance.uniform(-0.6, 0.9)) for _ in range(SLOTS)]
    half = SLOTS // 2
    await driven.plan([(guild.id, channel) for channel in channels[:half]], moments[:half])
    await driven.plan(
        [(guild.id, channel) for channel in channels[half:]], moments[half:], What.DAILY, thread=True
    )
    await driven.start()
    await asyncio.sleep(READY + chance.uniform(-0.4, 1.4))
    await driven.kill()


async def killed(library: Path, folder: Path, kills: int, seed: int) -> tuple[Driven, int, int]:
    """(what was driven, slots posted twice, slots lost)"""
    chance = random.Random(seed)
    async with standin(folder / "discord", seed=seed) as discord:
        # As slow as a real way to Discord: so a kill also meets requests under way, before and after their
        # effect.
        await discord.fault("delay", method="POST", path="/messages", seconds=0.08)
        await discord.fault("delay_after", method="POST", path="/messages", seconds=0.08)
        driven, guild = Driven.over(library, folder, discord), await discord.guild(channels=6)
        for number in range(kills):
            if number % LIVES_A_SERVER == LIVES_A_SERVER - 1:
                guild = await discord.guild(channels=6)
            await one_life(driven, guild, chance)
        await driven.start()
        states = await driven.settled(120)
        await driven.stop()
        found = await posted(driven, discord)
        assert states == {"sent": len(driven.planned)}, (states, driven.log()[-3000:])
        twice = sum(count > 1 for count in found.values())
        lost = sum(slot not in found for slot in driven.planned)
        return driven, twice, lost


async def posted(driven: Driven, discord: Control) -> dict[str, int]:
    """By what stands in the channels, not by the bot's own word: a slot is known by its nonce."""
    return dict(await driven.posted())


@pytest.mark.waits
@pytest.mark.timeout(110)
async def test_killed_a_few_times(data: Path, tmp_path: Path) -> None:
    driven, twice, lost = await killed(data, tmp_path / "lane", 2, 1)
    assert len(driven.planned) == 2 * SLOTS
    assert (twice, lost) == (0, 0)


@pytest.mark.load
@pytest.mark.timeout(5000)
async def test_killed_five_hundred_times(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kills = int(os.environ.get("KILLS", "500"))
    began = time.perf_counter()
    driven, twice, lost = await killed(data, tmp_path / "lane", kills, int(os.environ.get("SEED", "7")))
    with capsys.disabled():
        print(  # noqa: T201
            f"\n{kills} kills round {len(driven.planned):,} slots: {twice} posted twice, {lost} lost; "
            f"{time.perf_counter() - began:.0f} s"
        )
    assert (twice, lost) == (0, 0)
