"""Commands of several files in one group: Discord shows them together, the code keeps them by subject."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from discord import app_commands

from bot.client import CanonkeeperBot

Joined = app_commands.Command[Any, ..., Any]


def group(bot: CanonkeeperBot, path: str) -> app_commands.Group:
    """A group that another file made, by its name: "trivia", "admin trivia"."""
    first, *rest = path.split()
    found: Any = bot.tree.get_command(first)
    for part in rest:
        found = found.get_command(part)
    assert isinstance(found, app_commands.Group)  # noqa: S101 - COGS in bot/client.py are in that order
    return found


def join(into: app_commands.Group, name: str, callback: Callable[..., Any]) -> Joined:
    """Described by the first line of its docstring, as discord.py does with commands of its own files."""
    said = (callback.__doc__ or "").strip().splitlines()[0]
    command: Joined = app_commands.Command(name=name, description=said, callback=callback)
    into.add_command(command)
    return command
