"""Rules for all commands at once: Discord's limits, and a description for everything that a member sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import discord
from discord import app_commands

from bot.client import CanonkeeperBot
from tests.conftest import World

NAME = re.compile(r"[-_\w]{1,32}")
LONGER = {("verify", "words"): 2000}
"""What holds more than a name or a question: a quote may be as long as a message."""


def commands(world: World) -> Iterator[dict[str, Any]]:
    bot = world.env.bot
    assert isinstance(bot, CanonkeeperBot)
    for command in bot.tree.get_commands(type=discord.AppCommandType.chat_input):
        assert isinstance(command, (app_commands.Command, app_commands.Group))
        yield command.to_dict(bot.tree)


def inside(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for option in node.get("options", []):
        yield from inside(option)


async def test_the_five_look_ups_are_there(world: World) -> None:
    assert {command["name"] for command in commands(world)} >= {"canon", "quote", "search", "sources", "help"}


async def test_everything_is_described_within_the_limits(world: World) -> None:
    for command in commands(world):
        total = 0
        for node in inside(command):
            assert NAME.fullmatch(node["name"]) and node["name"] == node["name"].lower()
            assert 1 <= len(node["description"]) <= 100
            assert node["description"] not in ("…", "...")
            assert len(node.get("options", [])) <= 25
            names = [option["name"] for option in node.get("options", [])]
            assert len(set(names)) == len(names)
            total += len(node["name"]) + len(node["description"])
            for choice in node.get("choices", []):
                assert 1 <= len(choice["name"]) <= 100
                total += len(choice["name"]) + len(str(choice["value"]))
        assert total <= 8000


async def test_commands_are_for_servers_only(world: World) -> None:
    for command in commands(world):
        assert command["contexts"] == [0], command["name"]
        assert command["integration_types"] == [0], command["name"]


async def test_menus_are_for_servers_only_too(world: World) -> None:
    bot = world.env.bot
    assert isinstance(bot, CanonkeeperBot)
    menus = [menu.to_dict(bot.tree) for menu in bot.tree.get_commands(type=discord.AppCommandType.message)]
    assert 1 <= len(menus) <= 5
    for menu in menus:
        assert 1 <= len(menu["name"]) <= 32
        assert menu["contexts"] == [0] and menu["integration_types"] == [0]


async def test_free_text_has_an_end(world: World) -> None:
    for command in commands(world):
        for option in inside(command):
            if option["type"] == 3 and not option.get("choices"):
                most = LONGER.get((command["name"], option["name"]), 100)
                assert option["max_length"] <= most, option["name"]


async def test_look_ups_can_be_private(world: World) -> None:
    for command in commands(world):
        if command["name"] in ("canon", "quote", "search", "verify", "sources"):
            assert command["options"][-1]["name"] == "private"
            assert command["options"][-1]["type"] == 5


async def test_required_options_come_first(world: World) -> None:
    for command in commands(world):
        for node in inside(command):
            required = [bool(option.get("required")) for option in node.get("options", [])]
            assert required == sorted(required, reverse=True)


async def test_moderators_commands_are_hidden_from_others(world: World) -> None:
    [admin] = [command for command in commands(world) if command["name"] == "admin"]
    assert int(admin["default_member_permissions"]) == discord.Permissions(manage_guild=True).value
