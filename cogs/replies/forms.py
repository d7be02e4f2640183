"""Forms to fill in. What comes back is found by the form's id, so that a restart loses nothing."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Any

import discord
from discord import ui

from bot.client import CanonkeeperBot

Interaction = discord.Interaction[CanonkeeperBot]
Sent = Callable[[Interaction, re.Match[str]], Awaitable[None]]

FIELDS = 5
"""Of one form, by Discord's rule."""


def field(
    key: str,
    label: str,
    hint: str | None = None,
    *,
    most: int,
    least: int = 1,
    lines: bool = False,
    required: bool = True,
    filled: str = "",
) -> ui.Label[ui.Modal]:
    style = discord.TextStyle.paragraph if lines else discord.TextStyle.short
    written: ui.TextInput[ui.Modal] = ui.TextInput(
        custom_id=key,
        style=style,
        required=required,
        min_length=least if required else None,
        max_length=most,
        default=filled[:most] or None,
    )
    return ui.Label(text=label, description=hint, component=written)


def form(key: str, title: str, *fields: ui.Label[ui.Modal]) -> ui.Modal:
    """A form that is finished from the start: discord.py keeps nothing of it, `take` knows it by its id."""
    made = ui.Modal(title=title, custom_id=key, timeout=None)
    for one in fields[:FIELDS]:
        made.add_item(one)
    made.stop()
    return made


async def take(interaction: discord.Interaction[Any], template: str, sent: Sent) -> None:
    """Hand a form that came back to `sent`, when its id fits; its errors are told as a command's are."""
    if interaction.type is not discord.InteractionType.modal_submit:
        return
    match = re.fullmatch(template, str((interaction.data or {}).get("custom_id", "")))
    if match is None:
        return

    async def handler(interaction: discord.Interaction[Any]) -> None:
        await sent(interaction, match)

    await interaction.client.attend(interaction, handler)


def ticked(interaction: discord.Interaction[Any], key: str) -> list[str]:
    """What was chosen in one of a form's menus or groups of boxes."""
    data: Any = interaction.data or {}
    values: list[str] = []
    for part in data.get("components", []):
        inner: dict[str, Any] = part.get("component") or {}
        if inner.get("custom_id") == key:
            values += map(str, inner.get("values") or [])
    return values


def filled_in(interaction: discord.Interaction[Any]) -> dict[str, str]:
    """What was written into each field; an empty one is left out."""
    data: Any = interaction.data or {}
    written: dict[str, str] = {}
    for part in data.get("components", []):
        inner: dict[str, Any] = part.get("component") or {}
        if value := str(inner.get("value") or "").strip():
            written[str(inner.get("custom_id"))] = value
    return written
