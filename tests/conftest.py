"""What all tests share: a data folder with a built library, the bot in a pretend Discord, a record of requests."""

from __future__ import annotations

import asyncio
import json
import random
import shutil
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import simcord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env
from simcord.types import HttpLogEntry

from bot.client import CanonkeeperBot
from bot.services import Services, library_path, open_services
from bot.settings import ROOT
from tests.libraries import built, own_data

OUTPUT = ROOT / "tests" / "output"
REQUESTS = OUTPUT / "requests.jsonl"


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own documents and curated files, built once; tests write into it only what bots write."""
    folder = own_data(tmp_path_factory.mktemp("data"))
    asyncio.run(built(folder))
    return folder


@pytest.fixture(scope="session")
def requests_file() -> Iterator[Path]:
    """All that the bots of this run sent to Discord; judged by Discord's own description of its API."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    REQUESTS.write_text("")
    yield REQUESTS


def record(path: Path, requests: Iterable[HttpLogEntry]) -> None:
    with path.open("a") as file:
        for request in requests:
            line = {"method": request.method, "path": f"/api/v10{request.path}", "body": request.json}
            file.write(json.dumps(line, default=str) + "\n")


@dataclass
class World:
    """A server with a channel and a member in it, and the bot."""

    env: Env
    channel: ChannelHandle
    member: MemberActor
    services: Services

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
        async with open_services(folder, chance=random.Random(1)) as services:
            async with simcord.run(CanonkeeperBot(services), **options) as env:
                guild = env.create_guild("Republic City")
                channel = guild.create_text_channel("canon-talk")
                member = guild.add_member(env.create_user("Jinora"))
                yield World(env, channel, member, services)
                record(requests_file, env.http_requests)

    return opened


@pytest.fixture
async def world(open_world: Opener, data: Path) -> AsyncGenerator[World]:
    async with open_world(data) as opened:
        yield opened
