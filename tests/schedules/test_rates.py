"""Requests to Discord: never more than 50 in any second as Discord counts, whatever the way there does."""

from __future__ import annotations

import asyncio
import random

import pytest

from bot.rates import MOST, Rates

pytestmark = pytest.mark.waits


class Far:
    """A Discord at the end of an uneven way: notes when each request arrives."""

    def __init__(self, rates: Rates, seed: int = 1, least: float = 0.01, most: float = 0.2) -> None:
        self._rates = rates
        self._chance = random.Random(seed)
        self._least, self._most = least, most
        self.arrived: list[float] = []

    async def ask(self) -> None:
        async with self._rates.request():
            await asyncio.sleep(self._way())
            self.arrived.append(asyncio.get_running_loop().time())
            await asyncio.sleep(self._way())

    async def post(self) -> None:
        await self._rates.turn()
        await self.ask()

    def _way(self) -> float:
        """Mostly short, now and then long."""
        return self._most if self._chance.random() < 0.1 else self._least * self._chance.uniform(1, 1.5)

    @property
    def peak(self) -> int:
        """The most in any one second."""
        return max(sum(start <= one < start + 1 for one in self.arrived) for start in self.arrived)


async def test_an_uneven_way_makes_no_second_too_full() -> None:
    far = Far(Rates())
    await asyncio.gather(*(far.post() for _ in range(130)))
    assert len(far.arrived) == 130
    assert far.peak <= MOST


async def test_on_an_even_way_little_of_what_is_allowed_is_lost() -> None:
    far = Far(Rates(), least=0.05, most=0.05)
    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(far.post() for _ in range(120)))
    assert asyncio.get_running_loop().time() - began < 120 / MOST * 1.15
    assert far.peak <= MOST


async def test_members_go_first() -> None:
    """What needs no turn isn't held up; the posts give way, and both together stay below the limit."""
    far = Far(Rates())
    loop = asyncio.get_running_loop()
    posts = asyncio.gather(*(far.post() for _ in range(60)))
    waited: list[float] = []
    asking: list[asyncio.Task[None]] = []
    for _ in range(30):
        began = loop.time()
        asking.append(asyncio.create_task(far.ask()))
        await asyncio.sleep(0.06)
        waited.append(loop.time() - began)
    await asyncio.gather(posts, *asking)
    assert far.peak <= MOST
    assert max(waited) < 0.2


async def test_several_processes_share_what_the_token_may() -> None:
    far = Far(Rates(5))
    await asyncio.gather(*(far.post() for _ in range(18)))
    assert far.peak <= MOST / 5


async def test_a_turn_that_is_not_used_is_free_again() -> None:
    rates = Rates(5)
    for _ in range(7):
        await rates.turn()
    await asyncio.sleep(1)
    far = Far(rates)
    async with asyncio.timeout(2):
        await asyncio.gather(*(far.post() for _ in range(5)))
