"""`/help`: what one can ask."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CanonkeeperBot
from cogs.replies import private as cards
from cogs.replies.presses import answer, here

Interaction = discord.Interaction[CanonkeeperBot]


class HelpCog(commands.Cog):
    def __init__(self, mentions: Mapping[str, str]) -> None:
        self._mentions = mentions

    @app_commands.command(name="help")
    @app_commands.guild_only()
    @app_commands.guild_install()
    async def show(self, interaction: Interaction) -> None:
        """What you can ask, with examples that work here."""
        await answer(
            interaction, cards.help_(await here(interaction).sources.facts(), self._mentions), private=True
        )


async def setup(bot: CanonkeeperBot) -> None:
    await bot.add_cog(HelpCog(bot.mentions))
