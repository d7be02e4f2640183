"""The way back of every change to the library, wherever its button stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import ui

from bot.client import CanonkeeperBot
from bot.curation import Change
from bot.errors import UserError
from cogs.doors import erasing, moderating
from cogs.replies import edit_keys as keys
from cogs.replies import edits as cards
from cogs.replies.presses import Press, on_private_card

Interaction = discord.Interaction[CanonkeeperBot]


async def carry_out(
    interaction: Interaction, change: Callable[[], Awaitable[Change]], card: Callable[[Change], ui.LayoutView]
) -> None:
    """Makes a change, which takes longer than Discord waits for an answer, and shows its card."""
    await interaction.response.defer(ephemeral=True, thinking=not on_private_card(interaction))
    await interaction.edit_original_response(view=card(await change()))


class UndoEdit(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.UNDO_EDIT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        curation = interaction.client.services.curation
        line = await curation.line(interaction.guild_id or 0, self.match["entry"])
        if line is not None and line.by_id != interaction.user.id:
            await erasing(interaction)  # what somebody else did is taken away
        await interaction.response.defer()
        change = await curation.undo(interaction.guild_id or 0, self.match["entry"], interaction.user.id)
        if change is None:
            raise UserError("That was undone already.")
        await interaction.edit_original_response(view=cards.undone(change))


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(UndoEdit)
