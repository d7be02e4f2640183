"""Five hundred games at once in one process, five players each: every click answered soon, nothing lost."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import sys
import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from simcord import _dpy_internals
from simcord.backend import Backend, serializers
from simcord.components import walk_components
from simcord.gateway import ShardRouter
from simcord.http.client import FakeHTTPClient, FakeWebhookAdapter
from simcord.interactions import base_payload

from bot.client import CanonkeeperBot
from bot.models import Mode
from bot.services import Services, library_path, open_services
from bot.trivia import Game, Round
from tests.cogs.games import shown_points

pytestmark = [pytest.mark.load, pytest.mark.timeout(600)]

GAMES, PLAYERS, ROUNDS, SECONDS = 500, 5, 3, 20
LONGEST_MS = 250
COMMAND, PRESS, FORM = 2, 3, 5
EPHEMERAL = 1 << 6
RECOUNT = """
    select games.channel_id, answers.member_id, sum(answers.points)
      from answers join rounds on rounds.id = answers.round_id join games on games.id = rounds.game_id
     where rounds.state = 'closed' group by games.channel_id, answers.member_id
"""
MODES = (Mode.RACE, Mode.TOGETHER, Mode.TYPED, Mode.SURVIVAL)


@dataclass
class Discord:
    """simcord's Discord without its lockstep clock: real time, everything at once."""

    backend: Backend
    guild: Any
    sent: dict[int, float] = field(default_factory=lambda: {})
    answered: dict[int, float] = field(default_factory=lambda: {})
    waiting: dict[int, asyncio.Future[None]] = field(default_factory=lambda: {})
    taken: set[int] = field(default_factory=lambda: set())
    """The answers of which a player was told that they count."""

    async def interact(
        self, kind: int, channel_id: int, member_id: int, data: dict[str, Any], message: Any = None
    ) -> Any:
        """What a member does; returns once the bot has answered."""
        record, payload = base_payload(
            self.backend,
            type=kind,
            channel_id=channel_id,
            guild_id=self.guild.id,
            user_id=member_id,
            data=data,
        )
        if message is not None:
            payload["message"] = dict(serializers.message_payload(self.backend, message))
            record.source_message_id = message.id
        self.waiting[record.id] = asyncio.get_running_loop().create_future()
        self.sent[record.id] = time.perf_counter()
        self.backend.emit("INTERACTION_CREATE", payload)
        await self.waiting[record.id]
        if kind != COMMAND and record.message_id is not None:
            told = self.texts(channel_id, record.message_id)
            if told.startswith(("✅ Right", "❌ Not right", "Noted")):
                self.taken.add(record.id)
        return record

    def texts(self, channel_id: int, message_id: int) -> str:
        message = self.backend.get_message(channel_id, message_id)
        return "\n".join(
            part["content"] for part in walk_components(message.components) if part["type"] == 10
        )

    async def click(self, member_id: int, channel_id: int, message_id: int, key: str) -> Any:
        message = self.backend.get_message(channel_id, message_id)
        data = {"custom_id": key, "component_type": 2}
        part = next(
            (part for part in walk_components(message.components) if part.get("custom_id") == key), {}
        )
        if part.get("id") is not None:
            data["id"] = part["id"]
        return await self.interact(PRESS, channel_id, member_id, data, message)


class Adapter(FakeWebhookAdapter):
    """Notes when each interaction was answered."""

    discord: Discord

    async def request(self, route: Any, session: Any, **options: Any) -> Any:
        try:
            return await super().request(route, session, **options)
        finally:
            if route.path.endswith("/callback"):
                interaction = int(route.url.split("/interactions/")[1].split("/")[0])
                self.discord.answered[interaction] = time.perf_counter()
                if not self.discord.waiting[interaction].done():
                    self.discord.waiting[interaction].set_result(None)


@asynccontextmanager
async def connected(services: Services) -> AsyncGenerator[Discord]:
    backend, bot = Backend(), CanonkeeperBot(services)
    _dpy_internals.install_http(bot, FakeHTTPClient(backend, asyncio.get_running_loop()))
    _dpy_internals.set_guild_ready_timeout(bot, 0.0)
    adapter = Adapter(backend)
    token = _dpy_internals.set_webhook_adapter(adapter)
    state = _dpy_internals.get_state(bot)
    state.shard_count, state.shard_ids = 1, [0]
    router = ShardRouter(backend, state, bot.dispatch, 1, (0,))
    backend.subscribers.append(router.feed)
    _dpy_internals.install_websocket(bot, router.websockets[0])
    guild = backend.create_guild("Republic City")
    discord = adapter.discord = Discord(backend, guild)
    await bot.login("simcord.fake.token")
    router.identify(0)
    backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, guild))
    await asyncio.sleep(0.2)
    try:
        yield discord
    finally:
        await bot.close()
        _dpy_internals.reset_webhook_adapter(token)


@dataclass
class Player:
    discord: Discord
    services: Services
    channel_id: int
    member_id: int
    chance: random.Random

    async def play(self, game: Game, one: Round) -> None:
        await asyncio.sleep(self.chance.uniform(0.2, SECONDS * 0.8))
        if game.current is one:
            await self.answer(game, one)

    async def answer(self, game: Game, one: Round) -> None:
        click, message_id = self.discord.click, game.message_id
        assert message_id is not None
        option = self.chance.randrange(max(len(one.options), 1))
        key = f"guess:{one.id}:{option}"
        if game.mode is Mode.RACE:
            taps = [click(self.member_id, self.channel_id, message_id, key) for _ in range(2)]
            await asyncio.gather(*taps)
            return
        opened = await click(self.member_id, self.channel_id, message_id, f"answer:{one.id}")
        if game.mode is Mode.TYPED:
            if opened.modal is None:
                return
            given = one.question.answers[0] if self.chance.random() < 0.5 else "a cabbage merchant"
            field_ = {"type": 18, "component": {"type": 4, "custom_id": "given", "value": given}}
            data = {"custom_id": f"answer:{one.id}", "components": [field_]}
            await self.discord.interact(FORM, self.channel_id, self.member_id, data)
            return
        card = self.discord.backend.get_message(self.channel_id, opened.message_id)
        if key in [part.get("custom_id") for part in walk_components(card.components)]:
            await click(self.member_id, self.channel_id, card.id, key)


async def watch(game: Game, players: Sequence[Player]) -> None:
    """Each of the five answers every question at a moment of their own."""
    seen: set[str] = set()
    answers: set[asyncio.Task[None]] = set()
    while players[0].services.games.is_on(game):
        one = game.current
        if one is not None and one.id not in seen and game.message_id is not None:
            seen.add(one.id)
            answers |= {asyncio.create_task(player.play(game, one)) for player in players}
        await asyncio.sleep(0.1)
    await asyncio.gather(*answers)


async def test_five_hundred_games_at_once(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    (folder / "local").mkdir(parents=True)
    library_path(folder).write_bytes(library_path(data).read_bytes())
    async with open_services(folder, chance=random.Random(8)) as services, connected(services) as discord:
        backend = discord.backend
        members = [backend.make_user(f"player{number}").id for number in range(GAMES * PLAYERS)]
        for member in members:
            backend.add_member(discord.guild.id, member, roles=[], announce=False)
        channels = [backend.create_channel(discord.guild.id, f"c{number}").id for number in range(GAMES)]
        group = backend.find_command("trivia", None)
        assert group is not None

        async def start(number: int) -> Game:
            """They begin within the length of a round, so that all run at once and each at its own moment."""
            await asyncio.sleep(number / GAMES * SECONDS)
            values = {"mode": str(MODES[number % 4]), "questions": ROUNDS, "seconds": SECONDS}
            options = [
                {"name": name, "type": 3 if name == "mode" else 4, "value": value}
                for name, value in values.items()
            ]
            play = {"name": "play", "type": 1, "options": options}
            asked = {"id": group["id"], "name": "trivia", "type": 1, "options": [play]}
            await discord.interact(COMMAND, channels[number], members[number * PLAYERS], asked)
            game = services.games.in_channel(discord.guild.id, channels[number])
            assert game is not None
            most.append(services.games.running)
            five = members[number * PLAYERS : (number + 1) * PLAYERS]
            players = [
                Player(discord, services, channels[number], member, random.Random(f"{number}:{member}"))
                for member in five
            ]
            await watch(game, players)
            return game

        most: list[int] = []
        started = time.perf_counter()
        games = await asyncio.gather(*(start(number) for number in range(GAMES)))
        await asyncio.sleep(2)  # the last pictures
        took = time.perf_counter() - started
        ms = sorted((discord.answered[one] - sent) * 1000 for one, sent in discord.sent.items())
        middle, late = ms[len(ms) // 2], ms[int(len(ms) * 0.99)]
        sys.stdout.write(
            f"\n{GAMES} games, at most {max(most)} at once, {len(ms)} clicks and commands in {took:.0f} s: "
            f"p50 {middle:.0f} ms, p99 {late:.0f} ms, longest {ms[-1]:.0f} ms\n"
        )
        ends = [
            discord.texts(
                channel, max(backend.messages[channel], key=lambda one: _public(backend, channel, one))
            )
            for channel in channels
        ]
    assert set(discord.sent) == set(discord.answered)
    with closing(sqlite3.connect(folder / "local" / "servers.db")) as db:
        assert {row[0] for row in db.execute("select interaction_id from answers")} == discord.taken
        assert (
            db.execute("select count(*) from answers").fetchone()[0] == len(discord.taken) > GAMES * PLAYERS
        )
        assert {row[0] for row in db.execute("select state from games")} == {"ended"}
        assert {row[0] for row in db.execute("select state from rounds")} == {"closed"}
        scores: dict[int, dict[int, int]] = {channel: {} for channel in channels}
        for channel, member, points in db.execute(RECOUNT):
            scores[channel][member] = points
    for channel, game, end in zip(channels, games, ends, strict=True):
        assert shown_points(end) == scores[channel] == game.points()
    assert max(most) > 0.95 * GAMES
    assert late < LONGEST_MS


def _public(backend: Backend, channel_id: int, message_id: int) -> int:
    message = backend.get_message(channel_id, message_id)
    return 0 if message.flags & EPHEMERAL else message_id
