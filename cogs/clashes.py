"""The answers to what documents contradict each other in, from the moderators' queue."""

from __future__ import annotations

import discord
from discord import ui

from bot.client import CanonkeeperBot
from bot.errors import UserError, VanishedError
from cogs.admin import queue
from cogs.doors import moderating
from cogs.replies import clash_keys as keys
from cogs.replies import clashes as cards
from cogs.replies.presses import Press
from cogs.replies.reviews import changed
from cogs.replies.text import shown

Interaction = discord.Interaction[CanonkeeperBot]


class Settle(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CLASH):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        services, server_id = interaction.client.services, interaction.guild_id or 0
        page = int(self.match["page"])
        clash_id, answer = self.match["clash"], self.match["answer"]
        try:
            change = await services.clashes.decide(
                server_id, interaction.user.id, interaction.id, clash_id, answer
            )
        except VanishedError:
            if await services.reviews.get(server_id, clash_id) is None:
                raise
            await queue(interaction).decided_before(interaction, clash_id, page)
            return
        except UserError as error:
            raise UserError(shown(str(error), 600)) from None  # it holds names out of documents
        notice = changed(change) if change else cards.LEFT
        undo = change.entry if change and change.done else None
        view = await queue(interaction).page(interaction, page, notice, undo)
        await interaction.edit_original_response(view=view)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(Settle)
