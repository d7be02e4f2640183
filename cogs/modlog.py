"""`/admin log`: what moderators changed, and its way back; also told to a channel as it happens."""

from __future__ import annotations

from typing import Any

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.modlog import PAGE, Modlog
from cogs.doors import ADMIN, MODERATED, moderating
from cogs.groups import group, join
from cogs.replies import modlog as cards
from cogs.replies import modlog_keys as keys
from cogs.replies.presses import Press, answer

Interaction = discord.Interaction[CanonkeeperBot]


class ModlogCog(commands.Cog):
    def __init__(self, bot: CanonkeeperBot, modlog: Modlog) -> None:
        self._bot = bot
        self._modlog = modlog

    def join(self, into: app_commands.Group) -> None:
        join(into, "log", self.log)

    async def log(self, interaction: Interaction) -> None:
        """What moderators changed, the newest first; undo it here."""
        await answer(interaction, await page(interaction, 0), private=True)

    @commands.Cog.listener("on_app_command_completion")
    async def after_command(
        self, interaction: discord.Interaction[Any], command: app_commands.Command[Any, ..., Any]
    ) -> None:
        if command.qualified_name.startswith(f"{ADMIN} "):
            await self._tell(interaction.guild_id)

    @commands.Cog.listener("on_attended")
    async def after_press(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.extras.get(MODERATED):
            await self._tell(interaction.guild_id)

    async def _tell(self, server_id: int | None) -> None:
        """New lines go to the server's log channel, if it has one; what can't be sent is told next time."""
        settings = await self._bot.services.settings.get(server_id) if server_id else None
        if server_id is None or settings is None or settings.log_channel is None:
            return
        found = await self._modlog.take_untold(server_id)
        if not found:
            return
        channel = self._bot.get_channel(settings.log_channel)
        try:
            if isinstance(channel, discord.abc.Messageable):
                await channel.send(view=cards.told(found))
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            await self._modlog.tell_again(server_id, found)


async def page(interaction: Interaction, number: int) -> ui.LayoutView:
    """The nearest page that there is."""
    modlog, server_id = interaction.client.services.modlog, interaction.guild_id or 0
    found, total = await modlog.page(server_id, number)
    if not found and number > 0:
        _, total = await modlog.page(server_id, 0)
        number = max(-(-total // PAGE) - 1, 0)
        found, total = await modlog.page(server_id, number)
    return cards.page(found, total, number)


class LogPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LOG):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.edit_message(view=await page(interaction, int(self.match["page"])))


class LogLine(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LINE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        modlog = interaction.client.services.modlog
        one = await modlog.one(interaction.guild_id or 0, self.match["entry"])
        if one is None:
            raise UserError("That line is no longer in this server’s log.")
        view = cards.line(one, int(self.match["page"]))
        if interaction.message is not None and interaction.message.flags.ephemeral:
            await interaction.response.edit_message(view=view)
        else:
            await answer(interaction, view, private=True)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(LogPage, LogLine)
    cog = ModlogCog(bot, bot.services.modlog)
    cog.join(group(bot, "admin"))
    await bot.add_cog(cog)
