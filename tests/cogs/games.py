"""Five members at a game in a pretend Discord, and a plain recount of what they earned."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.results import InteractionResult, ResponseMessage

from bot.errors import UserError
from bot.models import Mode
from bot.trivia import PAUSE, Game, Round
from tests.cogs.reading import keys, shown
from tests.conftest import World

NAMES = ("Bolin", "Mako", "Opal", "Kai")


@dataclass
class Table:
    """The first of the five is `world.member`, who starts the games."""

    world: World
    players: list[MemberActor] = field(default_factory=lambda: [])

    def __post_init__(self) -> None:
        env = self.world.env
        self.players = [self.world.member, *(env.guild.add_member(env.create_user(name)) for name in NAMES)]

    async def start(self, mode: Mode = Mode.RACE, **options: Any) -> InteractionResult:
        return await self.world.member.slash(self.world.channel, "trivia play", mode=str(mode), **options)

    @property
    def game(self) -> Game:
        game = self.running()
        assert game is not None
        return game

    def running(self) -> Game | None:
        return self.world.services.games.in_channel(self.world.env.guild.id, self.world.channel.id)

    @property
    def round(self) -> Round:
        assert self.game.current is not None
        return self.game.current

    def messages(self) -> list[ResponseMessage]:
        """What the bot posted in the channel, oldest first; not what only single members see."""
        env = self.world.env
        stored = [
            env.backend.get_message(self.world.channel.id, one.id) for one in self.world.channel.history()
        ]
        found = [ResponseMessage(env, one) for one in stored if one.author_id == env.backend.bot_user.id]
        return sorted((one for one in found if not one.ephemeral), key=lambda one: one.id)

    @property
    def card(self) -> ResponseMessage:
        """The message that the game is shown in."""
        env = self.world.env
        assert self.game.message_id is not None
        return ResponseMessage(env, env.backend.get_message(self.world.channel.id, self.game.message_id))

    def option(self, right: bool, one: Round | None = None) -> int:
        """The place of a right or wrong option in the round's own order."""
        one = one or self.round
        return next(
            index for index, option in enumerate(one.options) if (option in one.question.answers) is right
        )

    async def answer(self, player: MemberActor, right: bool) -> InteractionResult:
        """As a member answers in the mode that is on."""
        one, message = self.round, self.card.message
        if self.game.mode is Mode.RACE:
            return await player.click(message, custom_id=f"guess:{one.id}:{self.option(right)}")
        opened = await player.click(message, custom_id=f"answer:{one.id}")
        if self.game.mode is Mode.TYPED:
            given = one.question.answers[0] if right else "a cabbage merchant"
            return await player.submit_modal(opened, {"given": given})
        own = shown(opened)
        assert own.ephemeral
        key = f"guess:{one.id}:{self.option(right)}"
        assert key in keys(own, "guess")
        return await player.click(own.message, custom_id=key)

    async def until(self, wanted: Callable[[Round], bool]) -> Round:
        """Plays on until such a question is asked."""
        while not wanted(self.round):
            await self.answer(self.players[1], True)
            if self.game.current is not None:
                await self.time_is_up()
            await self.pause()
        return self.round

    async def time_is_up(self) -> None:
        """To the reveal of the open question."""
        left = (self.round.closes - self.world.env.now()).total_seconds()
        await self.world.env.advance_time(left + 0.01)

    async def pause(self) -> None:
        """From the reveal to the next question."""
        await self.world.env.advance_time(PAUSE + 0.01)


def recount(world: World, game_id: str) -> dict[int, int]:
    """The plain sum of the answers table."""
    with closing(sqlite3.connect(world.folder / "local" / "servers.db")) as db:
        rows = db.execute(
            """
            select answers.member_id, sum(answers.points)
              from answers join rounds on rounds.id = answers.round_id
             where rounds.game_id = ? and rounds.state = 'closed' group by answers.member_id
            """,
            [game_id],
        )
        return dict(rows.fetchall())


def rows(world: World, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(world.folder / "local" / "servers.db")) as db, db:
        return db.execute(sql, values).fetchall()


def only_refusals(world: World) -> None:
    """simcord notes what commands raise as faults; a refusal in words is none."""
    for error in world.env.errors:
        assert isinstance(getattr(error, "original", error), UserError), error


def shown_points(said: str) -> dict[int, int]:
    """Points by member as a ranking on a card says them."""
    return {
        int(member): int(points.replace(",", ""))
        for member, points in re.findall(r"^\d+\\\. <@(\d+)> · ([\d,]+) points?", said, re.MULTILINE)
    }


def channel_of(world: World) -> discord.TextChannel:
    channel = world.env.bot.get_channel(world.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return channel
