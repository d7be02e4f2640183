"""`/admin setup`: a walk through what a server chooses once, in one private message."""

from __future__ import annotations

import re

import discord
from discord import ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.models import Kind
from bot.server_settings import Key, ServerSettings, Value, key_of
from bot.slots import Running
from cogs.doors import managing, moderating
from cogs.groups import group, join
from cogs.replies import setup as cards
from cogs.replies import setup_keys as keys
from cogs.replies.forms import field, filled_in, form, take
from cogs.replies.presses import Press, answer, turn_page
from cogs.replies.schedules import Access, need
from cogs.schedule_buttons import access, lacking

Interaction = discord.Interaction[CanonkeeperBot]

CHANGED = "**Changed.**"
AS_BEFORE = "**Nothing was changed:** it was so already."
UNDONE = "**Undone.** It is as it was before."
CITY = 100


class SetupCog(commands.Cog):
    async def walk(self, interaction: Interaction) -> None:
        """Set me up for this server, step by step."""
        await answer(interaction, await _step(interaction, 1), private=True)

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.WRITE_ZONE, self._zone_written)

    async def _zone_written(self, interaction: Interaction, match: re.Match[str]) -> None:
        await _may_change(interaction, Key.ZONE)
        await _change(interaction, Key.ZONE, filled_in(interaction).get("zone", ""))


async def _may_change(interaction: Interaction, key: Key) -> None:
    """Who moderates is for those with Manage Server to say, not for those whom they chose."""
    await moderating(interaction)
    if key is Key.MODERATOR_ROLE:
        managing(interaction)


async def _change(interaction: Interaction, key: Key, value: Value) -> None:
    """Sets one thing and shows its step as it is now."""
    if key is Key.KINDS:
        await interaction.response.defer()  # the library is made anew
    entry = await interaction.client.services.settings.change(
        interaction.guild_id or 0, interaction.user.id, interaction.id, key, value
    )
    view = await _step(interaction, _number(key), CHANGED if entry else AS_BEFORE, entry)
    await turn_page(interaction, view)


def _number(key: Key) -> int:
    return next(number for number, one in cards.STEPS.items() if one is key)


async def _step(
    interaction: Interaction, number: int, said: str | None = None, undo: str | None = None
) -> ui.LayoutView:
    services, guild = interaction.client.services, interaction.guild
    settings, now = await services.settings.get(interaction.guild_id or 0), services.clock()
    if number == cards.END:
        return cards.end(settings, now, await _uses(interaction, settings))
    manages = interaction.permissions.manage_guild
    return cards.step(number, settings, guild, now, manages=manages, said=said, undo=undo)


async def _uses(interaction: Interaction, settings: ServerSettings) -> list[cards.Use]:
    """Each channel that I post or answer in, with what I may there."""
    guild = interaction.guild
    if guild is None:
        return []

    def reach(channel_id: int) -> Access:
        channel = guild.get_channel_or_thread(channel_id)
        return Access(unseen=channel is None, lacking=lacking(channel))

    found: list[cards.Use] = []
    if settings.log_channel is not None:
        found.append(cards.Use(settings.log_channel, "Log channel", reach(settings.log_channel)))
    for one in await interaction.client.services.schedules.listed(guild.id):
        schedule = one.schedule
        if schedule.running is not Running.ENDED:
            what, may = f"Schedule {schedule.number}", access(guild, schedule)
            found.append(cards.Use(schedule.channel_id, what, may, schedule=schedule.number))
    for channel_id in settings.answer_channels:
        found.append(cards.Use(channel_id, "Answers", reach(channel_id), answers=True))
    return found


def _chosen(interaction: Interaction) -> list[str]:
    """All that was picked in a menu."""
    return [str(one) for one in (interaction.data or {}).get("values") or []]


class Step(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.STEP):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await turn_page(interaction, await _step(interaction, int(self.match["step"])))


class Choose(Press, ui.DynamicItem[ui.Item[ui.LayoutView]], template=keys.CHOOSE):
    async def pressed(self, interaction: Interaction) -> None:
        key, picked = Key(self.match["key"]), _chosen(interaction)
        await _may_change(interaction, key)
        match key:
            case Key.KINDS:
                value = await self._in_order(interaction, picked)
            case Key.ANSWER_CHANNELS:
                value = tuple(int(one) for one in picked)
            case Key.LOG_CHANNEL:
                value = _writable(interaction, int(picked[0]))
            case Key.MODERATOR_ROLE:
                value = _role(interaction, int(picked[0]))
            case _:
                value = picked[0]
        await _change(interaction, key, value)

    async def _in_order(self, interaction: Interaction, picked: list[str]) -> tuple[Kind, ...]:
        """Discord says which, not in what order: those that counted keep theirs, new ones come last."""
        before = (await interaction.client.services.settings.get(interaction.guild_id or 0)).kinds
        order = dict.fromkeys([*before, *Kind])
        return tuple(kind for kind in order if kind in picked)


def _writable(interaction: Interaction, channel_id: int) -> int:
    """Raises UserError where I can't write."""
    channel = interaction.guild.get_channel_or_thread(channel_id) if interaction.guild else None
    if missing := lacking(channel):
        raise UserError(need(missing, channel_id))
    return channel_id


def _role(interaction: Interaction, role_id: int) -> int:
    if role_id == interaction.guild_id:
        raise UserError("That would be everyone in this server. Choose a role that only moderators have.")
    return role_id


class Clear(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CLEAR):
    async def pressed(self, interaction: Interaction) -> None:
        key = Key(self.match["key"])
        await _may_change(interaction, key)
        await _change(interaction, key, None)


class Switch(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SWITCH):
    async def pressed(self, interaction: Interaction) -> None:
        key = Key(self.match["key"])
        await _may_change(interaction, key)
        await _change(interaction, key, self.match["on"] == "1")


class MoveUp(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.UP):
    async def pressed(self, interaction: Interaction) -> None:
        await _may_change(interaction, Key.KINDS)
        kinds = list((await interaction.client.services.settings.get(interaction.guild_id or 0)).kinds)
        place = int(self.match["place"])
        if 0 < place < len(kinds) and kinds[place] == self.match["kind"]:
            kinds[place - 1], kinds[place] = kinds[place], kinds[place - 1]
        await _change(interaction, Key.KINDS, tuple(kinds))


class WriteZone(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.WRITE_ZONE):
    async def pressed(self, interaction: Interaction) -> None:
        await _may_change(interaction, Key.ZONE)
        city = field("zone", "A large city with your clocks", "Such as Lisbon or Kuala Lumpur", most=CITY)
        await interaction.response.send_modal(form(keys.ZONE_FORM, "Time zone", city))


class Undo(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.UNDO):
    async def pressed(self, interaction: Interaction) -> None:
        entry = self.match["entry"]
        key = key_of(entry)
        await _may_change(interaction, key)
        if key is Key.KINDS:
            await interaction.response.defer()
        if not await interaction.client.services.settings.undo(
            interaction.guild_id or 0, entry, interaction.user.id
        ):
            raise UserError("That can’t be undone any more: it was before, or it was set anew since.")
        await turn_page(interaction, await _step(interaction, _number(key), UNDONE))


async def setup(bot: CanonkeeperBot) -> None:
    cog = SetupCog()
    join(group(bot, "admin"), "setup", cog.walk)
    bot.add_dynamic_items(Step, Choose, Clear, Switch, MoveUp, WriteZone, Undo)
    await bot.add_cog(cog)
