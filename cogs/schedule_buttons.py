"""The buttons of schedules, and what their commands share: the card as it is now, and where I may post."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import discord
from discord import ui

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.ids import content_id
from bot.posts import Nothing
from bot.schedules import Overview, Schedules
from bot.server_settings import Key
from bot.slots import Running, Schedule
from cogs.doors import erasing, moderating
from cogs.posting import preview
from cogs.replies import schedule_keys as keys
from cogs.replies import schedules as cards
from cogs.replies.presses import Press, answer, turn_page

Interaction = discord.Interaction[CanonkeeperBot]
Act = Callable[[Schedules, int, int], Awaitable[tuple[Overview, str]]]

PAUSED = "**Paused.** Nothing is posted until you resume it."
RESUMED = "**Resumed.**"
RESTORED = "**Undone.** The schedule is as it was."
STALE = "**Nothing was skipped:** that post has passed or was skipped before. This is how it stands now."


async def shown(
    interaction: Interaction, found: Overview, said: str | None = None, nothing: str | None = None
) -> ui.LayoutView:
    """A schedule as it stands, with all that keeps it from posting."""
    services, one = interaction.client.services, found.schedule
    unzoned = one.plan.zone == "UTC" and await services.schedules.zone_of(one.server_id) is None
    reach = access(interaction.guild, one)
    return cards.schedule(found, services.clock(), reach, said=said, unzoned=unzoned, nothing=nothing)


async def looked_ahead(interaction: Interaction, found: Overview, said: str) -> ui.LayoutView:
    """The same for one that was just set: also whether there is anything for it to post."""
    one, schedules = found.schedule, interaction.client.services.schedules
    nothing = None
    if one.running is Running.ON:
        chosen = await schedules.preview(one.server_id, one.number)
        nothing = chosen.reason if isinstance(chosen, Nothing) and chosen.pause else None
    return await shown(interaction, found, said, nothing)


async def test(interaction: Interaction, number: int) -> None:
    """Two private messages: how things stand, and the post as it could be."""
    schedules, server_id = interaction.client.services.schedules, interaction.guild_id or 0
    found = await schedules.show(server_id, number)
    chosen = await schedules.preview(server_id, number)
    nothing = chosen.reason if isinstance(chosen, Nothing) else None
    post = None if isinstance(chosen, Nothing) else await preview(interaction.client, chosen)
    report = cards.tested(found, access(interaction.guild, found.schedule), nothing)
    await answer(interaction, report, private=True)
    if post is not None:
        await interaction.followup.send(view=post, ephemeral=True)


async def ask_remove(interaction: Interaction, number: int) -> ui.LayoutView:
    await erasing(interaction)
    found = await interaction.client.services.schedules.find(interaction.guild_id or 0, number)
    return cards.ask_remove(found)


# --- where I may post --------------------------------------------------------------------------------------


def access(
    guild: discord.Guild | None,
    one: Schedule,
    there: discord.abc.GuildChannel | discord.Thread | None = None,
) -> cards.Access:
    """By what Discord last told us of the server. `there`: the channel, where it had to be asked for."""
    if guild is None:
        return cards.Access()
    channel = guild.get_channel_or_thread(one.channel_id) or there
    may = _permissions(channel)
    if channel is None or may is None:
        return cards.Access(unseen=True)
    role = guild.get_role(one.options.role_id) if one.options.role_id is not None else None
    wants_thread = one.options.thread and "thread" in cards.FITTING[one.what]
    text, missing = isinstance(channel, discord.TextChannel), lacking(channel)
    return cards.Access(
        lacking=missing,
        no_history=not may.read_message_history,
        # Where we can't see or write, discord.py counts all else as not given, too: ask for that later.
        no_thread=wants_thread and text and may.view_channel and not may.create_public_threads,
        threadless=wants_thread and not text,
        no_ping=role is not None and not missing and not (role.mentionable or may.mention_everyone),
        role_gone=one.options.role_id is not None and role is None,
    )


def lacking(channel: discord.abc.GuildChannel | discord.Thread | None) -> tuple[str, ...]:
    """The permissions to write there that I don't have, by Discord's names for them."""
    may = _permissions(channel)
    if may is None:
        return ()
    if isinstance(channel, discord.Thread):
        writing = "Send Messages in Threads", may.send_messages_in_threads
    elif isinstance(channel, discord.ForumChannel):
        writing = "Create Posts", may.send_messages
    else:
        writing = "Send Messages", may.send_messages
    needed = (("View Channel", may.view_channel), writing)
    return tuple(called for called, given in needed if not given)


def _permissions(channel: discord.abc.GuildChannel | discord.Thread | None) -> discord.Permissions | None:
    if channel is None or (isinstance(channel, discord.Thread) and channel.parent is None):
        return None
    return channel.permissions_for(channel.guild.me)


# --- buttons -----------------------------------------------------------------------------------------------


class ScheduleButton(Press):
    """One of a schedule's buttons: for moderators of its own server, at the moment of the press."""

    @property
    def number(self) -> int:
        return int(self.match["number"])

    async def act(self, interaction: Interaction, does: Act) -> None:
        """Where it can't be done, the card says why and shows what is now."""
        await moderating(interaction)
        schedules, server_id = interaction.client.services.schedules, interaction.guild_id or 0
        try:
            found, said = await does(schedules, server_id, interaction.user.id)
        except UserError as error:
            try:
                found = await schedules.show(server_id, self.number)
            except UserError:
                raise error from None
            said = f"**Nothing was done:** {error}"
        await turn_page(interaction, await shown(interaction, found, said))


class Show(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SHOW):
    """In a message of its own, so that the list stays."""

    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        found = await interaction.client.services.schedules.show(interaction.guild_id or 0, self.number)
        await answer(interaction, await shown(interaction, found), private=True)


class Pause(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.PAUSE):
    async def pressed(self, interaction: Interaction) -> None:
        async def does(schedules: Schedules, server_id: int, by_id: int) -> tuple[Overview, str]:
            done = await schedules.pause(server_id, self.number, by_id, interaction.id)
            return done.overview, PAUSED

        await self.act(interaction, does)


class Resume(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.RESUME):
    async def pressed(self, interaction: Interaction) -> None:
        async def does(schedules: Schedules, server_id: int, by_id: int) -> tuple[Overview, str]:
            done = await schedules.resume(server_id, self.number, by_id, interaction.id)
            return done.overview, RESUMED

        await self.act(interaction, does)


class Skip(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SKIP):
    """Skips the post that the card named, once, whoever presses and how often."""

    async def pressed(self, interaction: Interaction) -> None:
        async def does(schedules: Schedules, server_id: int, by_id: int) -> tuple[Overview, str]:
            found = await schedules.show(server_id, self.number)
            at = keys.moment(self.match["at"])
            if found.coming[:1] != (at,):
                return found, STALE
            once = int(content_id("skip", found.schedule.id, at.isoformat()), 16)
            done = await schedules.skip(server_id, self.number, by_id, once)
            return done.overview, cards.skipped(done.slot, done.overview) if done.slot else STALE

        await self.act(interaction, does)


class Test(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.TEST):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await test(interaction, self.number)


class Remove(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE):
    async def pressed(self, interaction: Interaction) -> None:
        await turn_page(interaction, await ask_remove(interaction, self.number))


class RemoveSure(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE_SURE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        done = await interaction.client.services.schedules.remove(
            interaction.guild_id or 0, self.number, interaction.user.id, interaction.id
        )
        await turn_page(interaction, cards.removed(done.overview.schedule))


class Keep(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.KEEP):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        found = await interaction.client.services.schedules.show(interaction.guild_id or 0, self.number)
        await turn_page(interaction, await shown(interaction, found, "Nothing was changed."))


class Restore(ScheduleButton, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.RESTORE):
    async def pressed(self, interaction: Interaction) -> None:
        async def does(schedules: Schedules, server_id: int, by_id: int) -> tuple[Overview, str]:
            done = await schedules.restore(server_id, self.number, by_id, interaction.id)
            return done.overview, RESTORED

        await self.act(interaction, does)


class ListPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LIST):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        found = await interaction.client.services.schedules.listed(interaction.guild_id or 0)
        await turn_page(interaction, cards.listed(found, int(self.match["page"])))


class StopLog(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.STOP_LOG):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        settings, server_id = interaction.client.services.settings, interaction.guild_id or 0
        await settings.change(server_id, interaction.user.id, interaction.id, Key.LOG_CHANNEL, None)
        await turn_page(interaction, cards.log_channel(None))


BUTTONS = (Show, Pause, Resume, Skip, Test, Remove, RemoveSure, Keep, Restore, ListPage, StopLog)
