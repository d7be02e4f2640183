"""The stand-in as a process of its own, what it keeps, and what it must not know."""

from __future__ import annotations

import ast
import json
import signal
import sys
from asyncio.subprocess import PIPE, Process, create_subprocess_exec
from pathlib import Path

import aiohttp
import pytest

from tests.standin import Control, ControlError, UnknownRouteError, judge, standin
from tests.standin.conftest import Connect
from tests.standin.recording import Record
from tests.standin.test_messages import post

HERE = Path(__file__).parent
ROOT = HERE.parent.parent


async def start(state: Path, *options: str) -> tuple[Process, str]:
    process = await create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.standin",
        "--state",
        str(state),
        *options,
        cwd=ROOT,
        stdout=PIPE,
        stderr=PIPE,
    )
    assert process.stdout is not None
    return process, (await process.stdout.readline()).decode().strip()


async def stop(process: Process) -> tuple[int | None, str]:
    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()
    return process.returncode, errors.decode()


async def test_what_a_killed_process_held_is_there_again(tmp_path: Path, connect: Connect) -> None:
    process, base = await start(tmp_path, "--no-limits", "--seed", "3")
    async with Control(base) as control:
        guild = await control.guild(channels=2)
        where, lost = guild.channels
        async with connect(control) as client:
            channel = client.text_channel(where)
            await post(client, where, content="kept", nonce="t1", enforce_nonce=True)
            gone = await channel.send("gone")
            await gone.delete()
            thread = await (await channel.send("start")).create_thread(name="talk")
            await thread.send("inside")
            await control.lose(lost)
    process.kill()
    await process.communicate()
    with (tmp_path / "journal.jsonl").open("a") as journal:
        journal.write('["message", "1/2", {"cut short')

    process, base = await start(tmp_path, "--no-limits", "--record", str(tmp_path))
    async with Control(base) as control, connect(control) as client:
        again = await post(client, where, content="kept", nonce="t1", enforce_nonce=True)
        assert [one["payload"]["content"] for one in await control.messages(where)] == ["kept", "start"]
        assert again["id"] == str((await control.messages(where))[0]["id"])
        assert [one.id for one in client.text_channel(where).threads] == [thread.id]
        assert client.text_channel(where).threads[0].message_count == 1
        assert client.get_channel(lost) is None
        assert (await control.guild()).id > guild.id
        await client.text_channel(where).send("more")
    assert await stop(process) == (0, "")
    recorded = [json.loads(line) for line in (tmp_path / "responses.jsonl").read_text().splitlines()]
    assert recorded[-1]["body"]["content"] == "more"

    async with standin(tmp_path) as control:
        assert len(await control.messages(where)) == 3


async def test_an_unknown_route_fails_the_process(tmp_path: Path) -> None:
    process, base = await start(tmp_path)
    async with aiohttp.ClientSession() as session, session.get(f"{base}/api/v10/voice/regions") as response:
        assert response.status == 501
    code, errors = await stop(process)
    assert code == 1
    assert "GET /api/v10/voice/regions" in errors


async def test_an_unknown_route_fails_the_test(record: Record) -> None:
    with pytest.raises(UnknownRouteError, match="PUT /api/v10/nothing"):
        async with standin(record=record) as control, aiohttp.ClientSession() as session:
            await session.put(f"{control.base}/api/v10/nothing")
            assert await control.unknown() == ["PUT /api/v10/nothing"]


async def test_a_request_that_we_stumble_over_fails_the_test(record: Record) -> None:
    with pytest.raises(UnknownRouteError, match="recipient_id"):
        async with standin(record=record) as control, aiohttp.ClientSession() as session:
            async with session.post(f"{control.base}/api/v10/users/@me/channels", json={}) as response:
                assert response.status == 501
            with pytest.raises(ControlError, match="channel: KeyError"):
                await control.order("channel", guild=1, name="n")


def test_answers_are_judged(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check = tmp_path / "check.py"
    check.write_text(
        "class Fault:\n    pointer, message = '/items/3/id', 'missing'\n"
        "class Checker:\n    def __init__(self, spec): pass\n"
        "    def match(self, path): return ('/known' if 'known' in path else None, {})\n"
        "    def check_response(self, method, path, status, body): return [Fault()] if body else []\n"
    )
    (tmp_path / "spec.json").write_text("{}")
    responses = tmp_path / "responses.jsonl"
    arguments = [str(check), str(tmp_path / "spec.json"), str(responses)]
    line = {"method": "GET", "path": "/known", "status": 200, "body": None}
    responses.write_text(json.dumps(line) + "\n")
    assert judge.main(arguments) == 0
    responses.write_text(
        2 * (json.dumps({**line, "body": {"a": 1}}) + "\n") + json.dumps({**line, "path": "/x"})
    )
    assert judge.main(arguments) == 1
    printed = capsys.readouterr().out
    assert "2 GET /known 200 /items/N/id: missing" in printed
    assert "1 GET /x: not in the specification" in printed


def test_it_knows_nothing_of_the_bot() -> None:
    for path in HERE.glob("*.py"):
        if path.name.startswith("test_") or path.name == "conftest.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"bot", "cogs", "discord"}, path
