"""The bot round its commands: errors told to everyone, commands announced once, starts and stops."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands

from bot import client
from bot.client import CanonkeeperBot, Pace, TooOftenError, run
from bot.errors import ConnectError, UserError
from bot.settings import Settings
from bot.telling import tell_error
from tests.cogs.reading import keys, shown, texts
from tests.conftest import Opener, World

TOKEN = "MTIz.abc.def-ghi_jkl"  # noqa: S105 - no token of anybody


def asked(world: World, method: str, part: str) -> list[Any]:
    return [one for one in world.env.http_requests if one.method == method and part in one.path]


async def test_intents_and_mentions(world: World) -> None:
    bot = world.env.bot
    assert bot.intents == discord.Intents(guilds=True)
    await world.member.slash(world.channel, "canon", topic="korrasami")
    [answer] = asked(world, "POST", "/callback")
    assert answer.json["data"]["allowed_mentions"] == {"parse": []}


async def test_commands_are_announced_when_they_changed_and_not_otherwise(world: World) -> None:
    assert len(asked(world, "PUT", "/commands")) == 1
    await world.env.restart_bot(world.new_bot())
    assert len(asked(world, "PUT", "/commands")) == 1
    said = texts(shown(await world.member.slash(world.channel, "help")))
    assert "</canon:" in said

    changed = world.new_bot()

    @changed.tree.command(name="new", description="A new command")
    async def new(interaction: discord.Interaction) -> None: ...

    await world.env.restart_bot(changed)
    assert len(asked(world, "PUT", "/commands")) == 2


async def test_a_refused_announcement_is_a_plain_line(world: World, caplog: pytest.LogCaptureFixture) -> None:
    changed = world.new_bot()

    @changed.tree.command(name="new", description="A new command")
    async def new(interaction: discord.Interaction) -> None: ...

    world.env.inject_error(
        "PUT", "/applications/*/commands", status=403, code=30034, message="Max daily creates"
    )
    with caplog.at_level(logging.INFO):
        await world.env.restart_bot(changed)
    assert "Discord refused the list of commands" in caplog.text
    assert "Traceback" not in caplog.text
    assert "Verdict" not in caplog.text
    card = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    assert "Korrasami" in texts(card)


async def test_without_a_library_it_says_so(open_world: Opener, tmp_path: Path) -> None:
    async with open_world(tmp_path / "nothing") as world:
        for command, option in (("canon", "topic"), ("quote", "person"), ("search", "words")):
            answer = shown(await world.member.slash(world.channel, command, **{option: "korra"}))
            assert answer.ephemeral
            assert "The library has not been built yet" in texts(answer)
            if command != "search":
                assert await world.member.autocomplete(world.channel, command, option, "ko") == []
        assert "not been built" in texts(shown(await world.member.slash(world.channel, "help")))
        assert all(isinstance(error.__cause__ or error, Exception) for error in world.env.errors)


class Broken:
    """A service that fails."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    async def answer(self, *_: object) -> None:
        raise self._error


def break_canon(world: World, error: BaseException) -> None:
    canon, broken = world.services.at(0).canon, Broken(error)
    setattr(canon, "answer", broken.answer)  # noqa: B010 - one object's, not the class's
    setattr(canon, "suggest", broken.answer)  # noqa: B010


async def test_a_fault_of_ours_gets_a_reference(world: World, caplog: pytest.LogCaptureFixture) -> None:
    break_canon(world, ZeroDivisionError("inner secret"))
    answer = shown(await world.member.slash(world.channel, "canon", topic="korra"))
    assert answer.ephemeral
    assert "Something broke on my side (reference " in answer.content
    assert "inner secret" not in answer.content
    assert "inner secret" in caplog.text
    reference = answer.content.split("reference ")[1].split(")")[0]
    assert reference in caplog.text
    assert await world.member.autocomplete(world.channel, "canon", "topic", "ko") == []
    assert world.env.errors


async def test_a_user_error_is_told_as_it_stands(world: World, caplog: pytest.LogCaptureFixture) -> None:
    break_canon(world, UserError("In plain words."))
    answer = shown(await world.member.slash(world.channel, "canon", topic="korra"))
    assert answer.ephemeral
    assert answer.content == "In plain words."
    assert "plain words" not in caplog.text
    assert world.env.errors


async def test_a_command_that_the_code_no_longer_has(world: World) -> None:
    world.env.bot.tree.remove_command("help")  # type: ignore[attr-defined]
    answer = shown(await world.member.slash(world.channel, "help"))
    assert answer.ephemeral
    assert "has changed since Discord last showed it to you" in answer.content
    assert world.env.errors


@pytest.mark.parametrize("code", [10062, 40060])
async def test_too_late_or_answered_is_no_fault(
    world: World, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    world.env.inject_error("POST", "/interactions/*/*/callback", status=404, code=code, message="gone")
    with caplog.at_level(logging.INFO):
        await world.member.slash(world.channel, "canon", topic="korrasami")
    assert [record.levelname for record in caplog.records if "Interaction" in record.message] == ["INFO"]
    assert len(asked(world, "POST", "/callback")) == 1
    assert world.env.errors


async def test_a_button_s_fault_is_told_too(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    card = shown(await world.member.slash(world.channel, "quote", person="konietzko"))

    async def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("bot.places.Places.context", fail)
    answer = shown(await world.member.click(card.message, custom_id=keys(card, "context")[0]))
    assert answer.ephemeral
    assert "reference" in answer.content


async def test_missing_permissions_are_named(world: World) -> None:
    bot = world.env.bot

    @bot.tree.command(name="erase", description="Erase")  # type: ignore[attr-defined]
    @app_commands.checks.has_permissions(manage_guild=True)
    async def erase(interaction: discord.Interaction) -> None: ...

    await bot.tree.sync()  # type: ignore[attr-defined]
    answer = shown(await world.member.slash(world.channel, "erase"))
    assert answer.ephemeral
    assert "permission “Manage Guild”" in answer.content
    assert world.env.errors


async def test_a_stop_waits_for_what_is_under_way(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bot = world.env.bot
    assert isinstance(bot, CanonkeeperBot)
    gate = asyncio.Event()
    done: list[bool] = []

    async def slow(_: discord.Interaction[Any]) -> None:
        await gate.wait()
        done.append(True)

    running = asyncio.create_task(bot.attend(SimpleNamespace(guild_id=None, extras={}), slow))  # type: ignore[arg-type]
    await asyncio.sleep(0)
    stopping = asyncio.create_task(bot.finish(5))
    await asyncio.sleep(0)
    answer = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    assert "being restarted" in answer.content
    assert not stopping.done()
    gate.set()
    await stopping
    await running
    assert done == [True]


@pytest.mark.parametrize(
    ("token", "cure"),
    [
        ("", "python -m bot preview"),
        ("a b.c.d", "Reset Token"),
        ("onlyonepart", "three parts"),
        ('"a.b.c"', "quotation"),
    ],
)
async def test_a_wrong_token_is_explained(token: str, cure: str, tmp_path: Path) -> None:
    with pytest.raises(ConnectError, match=cure) as told:
        await run(Settings(discord_token=token, data_dir=tmp_path))
    assert not token or token not in str(told.value)


async def test_sign_ins_are_counted() -> None:
    pace = Pace()
    for second in range(Pace.MOST):
        pace.note(float(second))
    with pytest.raises(TooOftenError):
        pace.note(100.0)
    pace.note(Pace.WITHIN + 1.5)


async def test_the_first_connection_s_stumble_is_a_plain_line() -> None:
    stumble = AttributeError("'NoneType' object has no attribute 'sequence'")
    assert client._why(stumble) == "Discord can't be reached."
    assert "ended the connection" in client._why(None)
    assert client._why(OSError("no route")) == "Discord can't be reached (no route)."
    with pytest.raises(ConnectError, match="refuses the token"):
        client._why(discord.LoginFailure("Improper token"))


async def test_an_answer_that_can_not_be_sent_is_only_logged(caplog: pytest.LogCaptureFixture) -> None:
    class Response:
        def is_done(self) -> bool:
            return False

        async def send_message(self, *_: object, **__: object) -> None:
            raise OSError("network away")

    class Interaction:
        id = 7
        type = discord.InteractionType.component
        response = Response()

    with caplog.at_level(logging.INFO):
        await tell_error(Interaction(), UserError("x"))  # type: ignore[arg-type]
    assert "could not be told" in caplog.text


def test_requests_are_recorded_in_the_form_of_the_judge(requests_file: Path) -> None:
    for line in requests_file.read_text().splitlines():
        assert set(json.loads(line)) == {"method", "path", "body"}
