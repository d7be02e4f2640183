"""A stand-in, and a client of discord.py pointed at it, for the tests of the stand-in itself."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import discord
import pytest
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.standin import Control, standin
from tests.standin.recording import Record, session_responses


@pytest.fixture
def record(requests_file: Path) -> Record:
    """Of our answers only: the requests of these tests are wrong on purpose."""
    return Record(None, session_responses(requests_file.parent))


@pytest.fixture
async def control(record: Record) -> AsyncGenerator[Control]:
    """A stand-in without rate limits, with one server of one channel."""
    async with standin(record=record, limits=False) as opened:
        yield opened


class Client(discord.Client):
    """Notes what happens to it; asked by any interaction, it says "yes"."""

    def __init__(self, **options: Any) -> None:
        given: dict[str, Any] = {
            "intents": discord.Intents(guilds=True),
            "max_messages": None,
            "guild_ready_timeout": 0.05,
        }
        super().__init__(**{**given, **options})
        self.serving: asyncio.Task[None] | None = None
        self.happened: list[str] = []
        self.asked: list[discord.Interaction] = []
        self.answer: Callable[[discord.Interaction], Any] = self.say_yes

    async def say_yes(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("yes")

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        self.asked.append(interaction)
        await self.answer(interaction)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        self.happened.append(repr(sys.exc_info()[1]))

    async def on_ready(self) -> None:
        self.happened.append("ready")

    async def on_resumed(self) -> None:
        self.happened.append("resumed")

    def text_channel(self, number: int) -> discord.TextChannel:
        found = self.get_channel(number)
        assert isinstance(found, discord.TextChannel)
        return found


@contextlib.contextmanager
def pointed_at(base: str) -> Generator[None]:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = f"{base}/api/v10"
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws{base.removeprefix('http')}/gateway")
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


async def until(happened: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - discord.py has no event for it
            await asyncio.sleep(0.005)


Connect = Callable[..., AbstractAsyncContextManager[Client]]


@pytest.fixture
def connect() -> Connect:
    """Signs a client in to a stand-in, waits until it is ready, and signs it out at the end."""

    @asynccontextmanager
    async def connected(
        control: Control, of: type[Client] = Client, **options: Any
    ) -> AsyncGenerator[Client]:
        client = of(**options)
        with pointed_at(control.base):
            client.serving = serving = asyncio.create_task(client.start("token"))
            try:
                ready = asyncio.create_task(client.wait_until_ready())
                await asyncio.wait({serving, ready}, return_when=asyncio.FIRST_COMPLETED, timeout=20)
                if serving.done():
                    await serving
                assert ready.done()
                yield client
            finally:
                await client.close()
                await asyncio.wait({serving}, timeout=5)
                serving.exception()

    return connected
