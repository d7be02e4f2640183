"""The buttons under `/admin ruling history`: look at versions, compare them, and go back to one."""

from __future__ import annotations

import discord
from discord import ui

from bot.client import CanonkeeperBot
from bot.rulings import NONE
from cogs.doors import erasing, moderating
from cogs.replies import ruling_keys as keys
from cogs.replies import ruling_versions as cards
from cogs.replies.presses import Press, chosen, turn_page
from cogs.replies.rulings import put

Interaction = discord.Interaction[CanonkeeperBot]


class HistoryPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.HISTORY):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        rulings, server_id = interaction.client.services.rulings, interaction.guild_id or 0
        topic = await rulings.topic_of(server_id, self.match["topic"])
        found = await rulings.history(server_id, topic)
        await turn_page(interaction, cards.history(found, int(self.match["page"])))


async def _compare(interaction: Interaction, topic_id: str, older: str, newer: str) -> None:
    await moderating(interaction)
    rulings, server_id = interaction.client.services.rulings, interaction.guild_id or 0
    topic = await rulings.topic_of(server_id, topic_id)
    await turn_page(interaction, cards.version(*await rulings.compare(server_id, topic, older, newer)))


class ShowVersion(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.VERSION):
    async def pressed(self, interaction: Interaction) -> None:
        await _compare(interaction, self.match["topic"], self.match["older"], self.match["newer"])


class CompareWith(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.COMPARE):
    async def pressed(self, interaction: Interaction) -> None:
        await _compare(interaction, self.match["topic"], chosen(interaction), self.match["newer"])


class Revert(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REVERT):
    """The first press asks, the second does it."""

    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        rulings, server_id = interaction.client.services.rulings, interaction.guild_id or 0
        topic = await rulings.topic_of(server_id, self.match["topic"])
        version_id, state = self.match["version"], self.match["state"]
        if self.match["asked"] is None:
            history = await rulings.history(server_id, topic)
            shown = None if version_id == NONE else history.version(version_id)
            await turn_page(interaction, cards.ask_revert(topic, version_id, state, interaction.id, shown))
            return
        await interaction.response.defer()
        entry = f"ruling-back:{server_id}:{self.match['asked']}"
        done = await rulings.revert(server_id, interaction.user.id, entry, topic, version_id, state)
        await interaction.edit_original_response(view=put(done))


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(HistoryPage, ShowVersion, CompareWith, Revert)
