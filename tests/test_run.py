"""`python -m bot run` and `preview` as an owner meets them: plain lines, right statuses, a prompt stop."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import socket
import sys
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.libraries import built, lay_out
from tests.standin import Control, standin
from tests.standin.recording import Record, session_responses

pytestmark = pytest.mark.waits

TOKEN = "MTIz.abc.def-ghi_jkl"  # noqa: S105 - no token of anybody


async def start(data: Path, command: str = "run", **settings: str) -> Process:
    environment = {**os.environ, "DISCORD_TOKEN": TOKEN, **settings}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "--data", str(data), command,
        cwd=ROOT, env=environment, stdout=PIPE, stderr=STDOUT,
    )  # fmt: skip


async def until(process: Process, part: str) -> str:
    """What it has printed when a line with `part` comes."""
    assert process.stdout is not None
    printed = ""
    async with asyncio.timeout(20):
        while part not in printed:
            line = await process.stdout.readline()
            assert line, printed
            printed += line.decode()
    return printed


async def ended(process: Process) -> tuple[int, str]:
    async with asyncio.timeout(20):
        printed, _ = await process.communicate()
        return process.returncode or 0, printed.decode()


@pytest.fixture
async def discord(requests_file: Path) -> AsyncGenerator[Control]:
    record = Record(requests_file, session_responses(requests_file.parent))
    async with standin(record=record) as control:
        yield control


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """The library with a servers.db of its own."""
    shutil.copytree(data / "local", tmp_path / "local", ignore=shutil.ignore_patterns("servers.db*"))
    return tmp_path


def closed_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.mark.parametrize(("token", "cure"), [("", "There is no token"), ("not a token", "three parts")])
async def test_without_a_usable_token(data: Path, token: str, cure: str) -> None:
    status, printed = await ended(await start(data, DISCORD_TOKEN=token))
    assert status == 1
    assert cure in printed
    assert "Traceback" not in printed


async def test_a_refused_token(data: Path, discord: Control) -> None:
    await discord.fault("status", status=401, message="401: Unauthorized")
    status, printed = await ended(await start(data, DISCORD_API_BASE=discord.base))
    assert status == 1
    assert "Discord refuses the token" in printed
    assert "Reset Token" in printed
    assert "Traceback" not in printed
    assert TOKEN not in printed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_network_that_is_away_is_tried_again_and_a_stop_is_prompt(
    data: Path, number: signal.Signals
) -> None:
    process = await start(data, DISCORD_API_BASE=f"http://127.0.0.1:{closed_port()}")
    printed = await until(process, "Trying again in 2 s")
    assert printed.count("Discord can't be reached") == 2
    began = time.monotonic()
    process.send_signal(number)
    status, rest = await ended(process)
    assert status == 0
    assert time.monotonic() - began < 5
    assert "Traceback" not in printed + rest
    assert TOKEN not in printed + rest


async def test_a_stand_in_elsewhere_is_refused(data: Path) -> None:
    status, printed = await ended(await start(data, DISCORD_API_BASE="http://192.0.2.1:80"))
    assert status == 1
    assert "DISCORD_API_BASE" in printed
    assert "Traceback" not in printed


async def test_a_stop_finishes_the_answer_that_is_under_way(copy: Path, discord: Control) -> None:
    where = (await discord.guild()).channels[0]
    await discord.fault("delay_after", path="/callback", seconds=1.5)
    process = await start(copy, DISCORD_API_BASE=discord.base)
    seen = await discord.bots(1)
    assert seen["identified"][0]["intents"] == 1
    said = await discord.command("canon", where, {"topic": "korrasami"})
    process.send_signal(signal.SIGTERM)
    began = time.monotonic()
    status, printed = await ended(process)
    assert 1 < time.monotonic() - began < 5
    assert status == 0
    assert "Waiting for 1 answers" in printed
    assert "Invite it with https://discord.com/oauth2/authorize" in printed
    assert "Traceback" not in printed
    assert "Unclosed" not in printed
    assert "Korrasami" in str(said.first["data"])


async def test_a_gateway_that_breaks_is_left_and_commands_are_announced_once(
    copy: Path, discord: Control
) -> None:
    where = (await discord.guild()).channels[0]
    process = await start(copy, DISCORD_API_BASE=discord.base)
    await discord.bots(1)
    await discord.send_event("INTERACTION_CREATE", {"id": "5"})  # discord.py's parser stumbles over it
    await discord.bots(1, identified=2)
    await discord.command("canon", where, {"topic": "korrasami"})
    process.send_signal(signal.SIGINT)
    status, printed = await ended(process)
    assert status == 0
    assert "The connection broke. Trying again in 1 s." in printed
    counted = await discord.tally()
    assert counted["requests"]["PUT /applications/{application}/commands"] == {"200": 1}
    assert "Unclosed" not in printed
    assert TOKEN not in printed


async def test_the_playground_of_another_library(tmp_path: Path) -> None:
    """Neither Korrasami nor curated files: the library's own examples are shown, and SIGTERM ends it well."""
    said = '"We brought it in before the rain," Maria Lopez said. "It was hard," Maria Lopez added.'
    folder = lay_out(tmp_path, {"harvest.txt": f"The harvest\n\n{said}"})
    await built(folder)
    process = await start(folder, command="preview")
    printed = await until(process, "playground is open")
    process.send_signal(signal.SIGTERM)
    status, rest = await ended(process)
    assert status == 0
    assert "> /quote Maria Lopez" in printed
    assert "korrasami" not in printed
    assert "Traceback" not in printed + rest
