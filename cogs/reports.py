"""The Report button on what members are shown, and its form."""

from __future__ import annotations

import re

import discord
from discord import ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.reports import Reports, Wrong
from cogs.replies import report_keys as keys
from cogs.replies import reports as cards
from cogs.replies.forms import filled_in, take
from cogs.replies.presses import Press, answer, here

Interaction = discord.Interaction[CanonkeeperBot]


class ReportsCog(commands.Cog):
    def __init__(self, reports: Reports) -> None:
        self._reports = reports

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.REPORT, self._sent)

    async def _sent(self, interaction: Interaction, match: re.Match[str]) -> None:
        written = filled_in(interaction)
        what = next((one for one in Wrong if one == written.get("what")), Wrong.OTHER)
        tell = written.get("tell") != "no"
        said = await self._reports.report(
            interaction.guild_id or 0,
            interaction.user.id,
            match["piece"],
            what,
            written.get("remark"),
            tell,
        )
        await answer(interaction, cards.reported(said, tell), private=True)


class Report(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REPORT):
    async def pressed(self, interaction: Interaction) -> None:
        piece = await here(interaction).places.piece(self.match["piece"])
        await interaction.response.send_modal(cards.ask(piece.id))


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(Report)
    await bot.add_cog(ReportsCog(bot.services.reports))
