"""What tests share: a built library, the bot in a pretend Discord, a record of its requests."""

from __future__ import annotations

import asyncio
import json
import os
import random
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from hypothesis import settings
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env
from simcord.results import InteractionResult
from simcord.types import HttpLogEntry

from bot.client import CanonkeeperBot
from bot.games import wait_for
from bot.services import Services, library_path, open_services
from bot.settings import ROOT
from tests.libraries import built, own_data

# The same examples in every run, so that a red test means a change; no stop-watch on a busy machine.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")

OUTPUT = ROOT / "tests" / "output"
RECORDED = OUTPUT / os.environ.get("PYTEST_XDIST_WORKER", "gw0")
"""The tests run in several processes; each notes apart what its bots sent."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that mostly wait go first: at the end, a processor would have nothing else to do meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("waits") is None)


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own documents and curated files, built once; tests write into it only what bots write."""
    folder = own_data(tmp_path_factory.mktemp("data"))
    asyncio.run(built(folder))
    return folder


@pytest.fixture(scope="session")
def requests_file() -> Iterator[Path]:
    """All that the bots of this run sent to Discord; judged by Discord's own description of its API."""
    RECORDED.mkdir(parents=True, exist_ok=True)
    requests = RECORDED / "requests.jsonl"
    requests.write_text("")
    yield requests


def record(path: Path, requests: Iterable[HttpLogEntry]) -> None:
    with path.open("a") as file:
        for request in requests:
            line = {"method": request.method, "path": f"/api/v10{request.path}", "body": request.json}
            file.write(json.dumps(line, default=str) + "\n")


class PretendTime:
    """The pretend Discord's time for the bot: it stands still until `env.advance_time`."""

    def __init__(self) -> None:
        self.env: Env | None = None

    def now(self) -> datetime:
        assert self.env is not None
        return self.env.now()

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        assert self.env is not None
        await self.env.external_wait(wait_for(event, seconds), reason="a game under way")


@dataclass
class World:
    """A server with a channel and a member in it, and the bot."""

    env: Env
    channel: ChannelHandle
    member: MemberActor
    services: Services
    folder: Path
    time: PretendTime
    stack: AsyncExitStack

    async def restart(self) -> None:
        """The program starts anew: another bot, and other connections to the same files."""
        again = open_services(self.folder, chance=random.Random(2), clock=self.time.now, wait=self.time.wait)
        self.services = await self.stack.enter_async_context(again)
        await self.env.restart_bot(CanonkeeperBot(self.services))

    def new_bot(self) -> CanonkeeperBot:
        """As after a restart of the program: nothing in memory is shared with the one before."""
        return CanonkeeperBot(self.services)


Opener = Callable[..., AbstractAsyncContextManager[World]]


@pytest.fixture
def open_world(requests_file: Path, tmp_path: Path) -> Opener:
    """Opens a world over a library; servers.db starts empty in each."""

    @asynccontextmanager
    async def opened(library: Path, **options: Any) -> AsyncGenerator[World]:
        folder = tmp_path / "world"
        (folder / "local").mkdir(parents=True, exist_ok=True)
        if library_path(library).exists():
            shutil.copy(library_path(library), library_path(folder))
        time = PretendTime()
        async with (
            AsyncExitStack() as stack,
            open_services(folder, chance=random.Random(1), clock=time.now, wait=time.wait) as services,
        ):
            # Not simcord.run: a fixture's two halves run in different contexts, which its clock can't take.
            time.env = env = Env(CanonkeeperBot(services), **options)
            await env.start()
            try:
                guild = env.create_guild("Republic City")
                channel = guild.create_text_channel("canon-talk")
                member = guild.add_member(env.create_user("Jinora"))
                yield World(env, channel, member, services, folder, time, stack)
            finally:
                record(requests_file, env.http_requests)
                await env.shutdown()
            env._raise_errors_since(env._errors_acknowledged)

    return opened


@pytest.fixture
async def world(open_world: Opener, data: Path) -> AsyncGenerator[World]:
    async with open_world(data) as opened:
        yield opened


Press = Callable[[World, str], Awaitable[InteractionResult]]


@pytest.fixture
def press() -> Press:
    """Presses a button with any id, as on a message from another time."""

    async def pressed(world: World, key: str) -> InteractionResult:
        view = discord.ui.LayoutView(timeout=None)
        view.add_item(discord.ui.ActionRow(discord.ui.Button(label="old", custom_id=key)))
        view.stop()
        channel = world.env.bot.get_channel(world.channel.id)
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send(view=view)
        return await world.member.click(message, custom_id=key)

    return pressed
