"""`/admin quote`: a quote is found by its words and put right; so is one that a member reported."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.curation import Change
from bot.repairs import BordersError, Repairs
from cogs.admin import queue
from cogs.doors import erasing, moderating
from cogs.groups import group, join
from cogs.replies import edits as edit_cards
from cogs.replies import repair_keys as keys
from cogs.replies import repairs as cards
from cogs.replies.forms import filled_in, take
from cogs.replies.presses import Press, answer, chosen, on_private_card, turn_page

Interaction = discord.Interaction[CanonkeeperBot]


class RepairsCog(commands.Cog):
    def __init__(self, repairs: Repairs) -> None:
        self._repairs = repairs

    def join(self, into: app_commands.Group) -> None:
        join(into, "quote", self.quote)

    @app_commands.describe(words="A few words that stand in it, or a part pasted")
    async def quote(self, interaction: Interaction, words: app_commands.Range[str, 1, 100]) -> None:
        """Put a quote right: its speaker, its borders; or hide it."""
        server_id = interaction.guild_id or 0
        found = await self._repairs.find(server_id, words)
        if len(found) == 1:
            view = cards.quote(await self._repairs.open(server_id, found[0].ref))
        else:
            view = cards.listed(words, found)
        await answer(interaction, view, private=True)

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.OTHER, self._named)
        await take(interaction, keys.BORDERS, self._bordered)

    async def _named(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        server_id, ref = interaction.guild_id or 0, match["ref"]
        speaker, known = await self._repairs.named(server_id, filled_in(interaction).get("name", ""))
        more = None if known else cards.unknown(speaker)

        async def change() -> Change:
            return await self._repairs.set_speaker(
                server_id, interaction.user.id, interaction.id, ref, speaker
            )

        await apply(interaction, match, change, more)

    async def _bordered(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        words = filled_in(interaction).get("words", "")

        async def change() -> Change:
            return await self._repairs.set_borders(
                interaction.guild_id or 0, interaction.user.id, interaction.id, match["ref"], words
            )

        try:
            await apply(interaction, match, change)
        except BordersError as error:
            view = cards.wrong_borders(error, match["ref"], _at(match))
            await interaction.edit_original_response(view=view)


def _at(match: re.Match[str]) -> keys.At:
    return (match["review"], int(match["page"])) if match["review"] else None


async def apply(
    interaction: Interaction,
    match: re.Match[str],
    change: Callable[[], Awaitable[Change]],
    more: str | None = None,
) -> None:
    """Make the change, and decide on the item of the queue from which it was made, if it was."""
    if at := _at(match):
        await queue(interaction).decide_by(interaction, *at, change, more)
        return
    await interaction.response.defer(ephemeral=True, thinking=not on_private_card(interaction))
    one = await interaction.client.services.repairs.open(interaction.guild_id or 0, match["ref"])
    view = cards.done(await change(), one.corrected_ref, more)
    await interaction.edit_original_response(view=view)


class _RepairPress(Press):
    """Has the quote's reference, and the queue's item where there is one."""

    async def repaired(
        self, interaction: Interaction, how: Callable[..., Awaitable[Change]], *more: str | None
    ) -> None:
        async def change() -> Change:
            server_id, by_id = interaction.guild_id or 0, interaction.user.id
            return await how(server_id, by_id, interaction.id, self.match["ref"], *more)

        await apply(interaction, self.match, change)


class Pick(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.PICK):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        one = await interaction.client.services.repairs.open(interaction.guild_id or 0, chosen(interaction))
        await turn_page(interaction, cards.quote(one))


class Show(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SHOW):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        one = await interaction.client.services.repairs.open(interaction.guild_id or 0, self.match["ref"])
        await turn_page(interaction, cards.quote(one))


class Speaker(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SPEAKER):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        repairs, server_id = interaction.client.services.repairs, interaction.guild_id or 0
        one = await repairs.open(server_id, self.match["ref"])
        likely = await repairs.speakers(server_id, one)
        await turn_page(interaction, cards.speakers(one, likely, _at(self.match)))


class SpeakerIs(_RepairPress, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.SPEAKER_IS):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        repairs = interaction.client.services.repairs
        speaker = await repairs.person(interaction.guild_id or 0, chosen(interaction))
        await self.repaired(interaction, repairs.set_speaker, speaker)


class Nobody(_RepairPress, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.NOBODY):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await self.repaired(interaction, interaction.client.services.repairs.set_speaker, None)


class Other(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.OTHER):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.send_modal(cards.other_speaker(self.match["ref"], _at(self.match)))


class Borders(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.BORDERS):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        one = await interaction.client.services.repairs.open(interaction.guild_id or 0, self.match["ref"])
        await interaction.response.send_modal(cards.borders(one, _at(self.match)))


class NoQuote(_RepairPress, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.NO_QUOTE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await self.repaired(interaction, interaction.client.services.repairs.not_a_quote)


class Hide(_RepairPress, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.HIDE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        await self.repaired(interaction, interaction.client.services.repairs.hide)


class UndoAll(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.UNDO):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer(ephemeral=True, thinking=not on_private_card(interaction))
        change = await interaction.client.services.repairs.undo_all(
            interaction.guild_id or 0, interaction.user.id, interaction.id, self.match["ref"]
        )
        await interaction.edit_original_response(view=edit_cards.changed(change))


async def setup(bot: CanonkeeperBot) -> None:
    cog = RepairsCog(bot.services.repairs)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(Pick, Show, Speaker, SpeakerIs, Nobody, Other, Borders, NoQuote, Hide, UndoAll)
    await bot.add_cog(cog)
