"""Moderators of the pretend server, and scores in it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, RoleHandle

from bot.client import CanonkeeperBot
from bot.ids import content_id
from tests.cogs.reading import shown, texts
from tests.conftest import World

MANAGE = discord.Permissions(manage_guild=True)


def role(world: World, name: str = "Moderators") -> RoleHandle:
    found = guild(world).roles.get(name)
    return found or guild(world).create_role(name, permissions=MANAGE)


def guild(world: World) -> Any:
    return world.channel.guild


def moderator(world: World, name: str = "Lin") -> MemberActor:
    return guild(world).add_member(world.env.create_user(name), roles=[role(world)])


async def let_in(world: World, crew: RoleHandle, allowed: bool = True) -> None:
    """What admins of a server do under Integrations: a role may use `/admin`, or may not."""
    bot = world.env.bot
    assert isinstance(bot, CanonkeeperBot)
    [admin] = [one for one in await bot.tree.fetch_commands() if one.name == "admin"]
    guild(world).set_command_permissions(admin, {crew: allowed})


def take_permission(world: World, member: MemberActor) -> None:
    """Somebody is a moderator no longer, while their cards stay open."""
    world.env.backend.get_guild(guild(world).id).members[member.id].role_ids.clear()


def elsewhere(world: World) -> tuple[ChannelHandle, MemberActor]:
    """Another server with a moderator of its own."""
    other = world.env.create_guild("Zaofu")
    role = other.create_role("Guards", permissions=MANAGE)
    member = other.add_member(world.env.create_user("Kuvira"), roles=[role])
    return other.create_text_channel("metal"), member


async def old_button(
    world: World, member: MemberActor, key: str, channel: ChannelHandle | None = None
) -> str:
    """Pressed on a message from another time; what stands there or is told then."""
    view = discord.ui.LayoutView(timeout=None)
    view.add_item(discord.ui.ActionRow(discord.ui.Button(label="old", custom_id=key)))
    view.stop()
    there = world.env.bot.get_channel((channel or world.channel).id)
    assert isinstance(there, discord.TextChannel)
    return texts(shown(await member.click(await there.send(view=view), custom_id=key)))


async def play(
    world: World,
    scores: dict[int, list[int]],
    *,
    subject: str = "Korra",
    days_ago: int = 0,
    mode: str = "race",
) -> str:
    """A game that was played: points of each member, round by round (0 is a wrong answer). Its id."""
    db, server = world.services.servers.database, guild(world).id
    started = world.services.clock() - timedelta(days=days_ago)
    game = content_id("game", started.isoformat(), json.dumps(scores), subject)
    await db.write(
        """
        insert into games (id, server_id, channel_id, mode, host_id, state, settings, rounds_total,
                           started_at, ends_by, ended_at, ended_because)
        values (?, ?, ?, ?, ?, 'ended', ?, ?, ?, ?, ?, 'all questions were asked')
        """,
        [
            *(game, server, world.channel.id, mode, next(iter(scores))),
            json.dumps({"mode": mode, "rounds": 10}),
            *(10, started.isoformat(), started.isoformat(), started.isoformat()),
        ],
    )
    for number in range(max(map(len, scores.values()))):
        await _round(world, game, number, started, subject)
        for member, points in scores.items():
            if number < len(points):
                await _answer(world, content_id(game, str(number)), member, points[number], started, number)
    return game


async def _round(world: World, game: str, number: int, started: datetime, subject: str) -> None:
    at = (started + timedelta(seconds=number)).isoformat()
    question = {
        "id": content_id("question", subject, str(number)),
        "form": "free",
        "prompt": f"Question {number} about {subject}?",
        "answers": ["Right"],
        "distractors": ["Wrong"],
        "level": 1,
        "origin": "curated",
        "subjects": [subject],
        "piece_id": None,
        "explanation": None,
        "category": None,
    }
    await world.services.servers.database.write(
        """
        insert into rounds (id, game_id, number, question_id, question, options, subjects, opened_at,
                            closes_at, closed_at, state)
        values (?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, 'closed')
        """,
        [
            *(content_id(game, str(number)), game, number + 1, question["id"], json.dumps(question)),
            *(json.dumps([subject]), at, at, at),
        ],
    )


async def _answer(
    world: World, round_id: str, member: int, points: int, started: datetime, number: int
) -> None:
    await world.services.servers.database.write(
        """
        insert into answers (round_id, member_id, interaction_id, given, "right", points, ms, at)
        values (?, ?, ?, ?, ?, ?, 1000, ?)
        """,
        [
            *(round_id, member, number, "Right" if points else "Almost", int(points > 0), points),
            (started + timedelta(seconds=number)).isoformat(),
        ],
    )
