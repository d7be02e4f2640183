"""What happens to a press: the frame that every button and menu of ours shares."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.client import CanonkeeperBot


class Press:
    """Mixed into a `DynamicItem`: discord.py only logs what such an item raises, so this tells the member."""

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)  # pyright: ignore[reportCallIssue]
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.attend(interaction, self.pressed)

    async def pressed(self, interaction: discord.Interaction[CanonkeeperBot]) -> None:
        raise NotImplementedError


async def answer(
    interaction: discord.Interaction[CanonkeeperBot], view: ui.LayoutView, *, private: bool = False
) -> None:
    await interaction.response.send_message(view=view, ephemeral=private)


async def turn_page(interaction: discord.Interaction[CanonkeeperBot], view: ui.LayoutView) -> None:
    """A page asked for on everybody's card opens privately; on one's own card it takes that card's place."""
    if on_private_card(interaction):
        await interaction.response.edit_message(view=view)
    else:
        await interaction.response.send_message(view=view, ephemeral=True)


def on_private_card(interaction: discord.Interaction[CanonkeeperBot]) -> bool:
    return interaction.message is not None and interaction.message.flags.ephemeral


def chosen(interaction: discord.Interaction[CanonkeeperBot]) -> str:
    """What was picked in a select menu."""
    values = (interaction.data or {}).get("values") or [""]
    return str(values[0])


def place(interaction: discord.Interaction[CanonkeeperBot]) -> tuple[int, int]:
    """Server and channel; our commands are for servers only."""
    return interaction.guild_id or 0, interaction.channel_id or 0
