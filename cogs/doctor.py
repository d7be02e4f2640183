"""`/admin doctor`: what keeps the bot from doing its work in a server, and how each is mended."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.checkup import Checkup, Kept
from bot.client import CanonkeeperBot
from bot.doctor import Seen, examine
from cogs.doors import moderating
from cogs.groups import group, join
from cogs.replies import doctor as cards
from cogs.replies import doctor_keys as keys
from cogs.replies.presses import Press
from cogs.replies.schedules import Access
from cogs.schedule_buttons import access, lacking

Interaction = discord.Interaction[CanonkeeperBot]
Channel = discord.abc.GuildChannel | discord.Thread


class DoctorCog(commands.Cog):
    def __init__(self, checkup: Checkup) -> None:
        self._checkup = checkup

    def join(self, into: app_commands.Group) -> None:
        join(into, "doctor", self.doctor)

    async def doctor(self, interaction: Interaction) -> None:
        """See what is broken here or will be soon, and how to mend it."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(view=await report(interaction, self._checkup, 0))


class Look(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LOOK):
    """Every page is looked at anew: what is mended is gone from it."""

    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        view = await report(interaction, interaction.client.services.checkup, int(self.match["page"]))
        await interaction.edit_original_response(view=view)


async def report(interaction: Interaction, checkup: Checkup, page: int) -> ui.LayoutView:
    kept = await checkup.look(interaction.guild_id or 0)
    return cards.report(examine(kept, await _seen(interaction, kept)), page)


async def _seen(interaction: Interaction, kept: Kept) -> Seen:
    bot, guild = interaction.client, interaction.guild
    if guild is None:
        return Seen(interaction.created_at, bot.announced)
    used = {one.schedule.channel_id for one in kept.schedules} | ({kept.log_channel or 0} - {0})
    known: dict[int, Channel | None] = {}
    known |= {one: channel for one in used if (channel := guild.get_channel_or_thread(one)) is not None}
    known |= await _asked(bot, used - known.keys())
    log_channel = None
    if kept.log_channel in known:
        there = known[kept.log_channel]
        log_channel = Access(unseen=there is None, lacking=lacking(there))
    rights = {
        one.schedule.number: access(guild, one.schedule, known[one.schedule.channel_id])
        for one in kept.schedules
        if one.schedule.channel_id in known
    }
    return Seen(interaction.created_at, bot.announced, rights, log_channel)


async def _asked(bot: CanonkeeperBot, channel_ids: Iterable[int]) -> dict[int, Channel | None]:
    """Channels that Discord didn't name us: threads that rest, or none any more. Where it gives no answer
    now, nothing is said of them."""
    found: dict[int, Channel | None] = {}

    async def ask(channel_id: int) -> None:
        try:
            channel = await bot.fetch_channel(channel_id)
        except (discord.NotFound, discord.Forbidden):
            found[channel_id] = None
        except (discord.HTTPException, discord.InvalidData, aiohttp.ClientError, OSError):
            return
        else:
            found[channel_id] = channel if isinstance(channel, Channel) else None

    await asyncio.gather(*map(ask, channel_ids))
    return found


async def setup(bot: CanonkeeperBot) -> None:
    cog = DoctorCog(bot.services.checkup)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(Look)
    await bot.add_cog(cog)
