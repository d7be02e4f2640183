"""`/admin schedule`: what moderators set up once and rely on; and where trouble with it is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.models import Choice, Mode
from bot.moderation import Moderation
from bot.schedules import Schedules, Wish
from bot.server_settings import Key
from bot.slots import Options, What
from cogs.groups import group, join
from cogs.replies import schedules as cards
from cogs.replies.offers import offer
from cogs.replies.presses import answer, here
from cogs.replies.trivia import OFFERED
from cogs.schedule_buttons import BUTTONS, PAUSED, RESUMED, ask_remove, lacking, looked_ahead, shown, test

Interaction = discord.Interaction[CanonkeeperBot]

KINDS = [
    app_commands.Choice(name="Daily trivia: one question, open until the next", value=str(What.DAILY)),
    app_commands.Choice(name="Quote of the day", value=str(What.QUOTE)),
    app_commands.Choice(name="On this day: a quote with this date", value=str(What.ON_THIS_DAY)),
    app_commands.Choice(name="Trivia game that starts by itself", value=str(What.GAME)),
    app_commands.Choice(name="Leaderboard of the week", value=str(What.BOARD)),
]
MODES = [
    app_commands.Choice(name=shown, value=str(mode))
    for mode, shown in OFFERED.items()
    if mode is not Mode.SOLO
]
FIELDS = {
    "ping": "role_id",
    "thread": "thread",
    "about": "about",
    "level": "level",
    "open_hours": "hours",
    "mode": "mode",
    "questions": "rounds",
    "seconds": "seconds",
    "announce_minutes": "minutes_before",
}
"""What an option is called for moderators, and in `Options`."""

NUMBER = re.compile(r"\s*#?\s*(\d{1,6})\s*(?:·.*)?", re.DOTALL)
FORUM = discord.ChannelType.forum
WRITTEN = (
    discord.ChannelType.text,
    discord.ChannelType.news,
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)
Channel = app_commands.AppCommandChannel | app_commands.AppCommandThread


class Written(app_commands.Transformer):
    """Channels and threads to write in. As Discord sent them: we don't know every thread."""

    @property
    def type(self) -> discord.AppCommandOptionType:
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [*WRITTEN]

    async def transform(self, interaction: discord.Interaction[Any], value: Any, /) -> Channel:
        return value


class Posted(Written):
    """And forums. Media channels are none: they take only what has a picture."""

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        return [*WRITTEN, FORUM]


ADD = {
    "what": "What is posted",
    "when": "Such as “weekdays 18:30”; “until 24 December 2026” behind it ends it",
    "channel": "A channel, thread or forum; here unless you choose",
    "zone": "Whose clocks count: type a large city; the server’s unless you choose",
    "ping": "A role that each post notifies",
    "thread": "Yes: open a thread for discussion on each post",
    "about": "Only this character, pairing, person or subject",
    "level": "Of the questions: 1 is easy, 3 is hard; all of them unless you choose",
    "open_hours": "Hours that a daily question takes answers; until the next one unless you choose",
    "grace_hours": "Hours that a post may come late after trouble; 2 unless you choose",
    "mode": "How a trivia game is played; race unless you choose",
    "questions": "Of a trivia game; 10 unless you choose",
    "seconds": "For each question of a trivia game; 20 unless you choose",
    "announce_minutes": "Minutes before a trivia game that it is announced; 10 unless you choose, 0: not",
}
EDIT = {
    "number": "Which schedule: choose, or type its number",
    "when": "Such as “weekdays 18:30”; “until 24 December 2026” behind it ends it",
    "channel": "A channel, thread or forum",
    "zone": "Whose clocks count: type a large city",
    "ping": "A role that each post notifies",
    "no_ping": "Yes: notify no role any more",
    "thread": "Yes: open a thread for discussion on each post",
    "about": "Only this character, pairing, person or subject; “none”: anything",
    "level": "Of the questions: 1 is easy, 3 is hard, 0: all of them",
    "open_hours": "Hours that a daily question takes answers; 0: until the next one",
    "grace_hours": "Hours that a post may come late after trouble",
    "mode": "How a trivia game is played",
    "questions": "Of a trivia game",
    "seconds": "For each question of a trivia game",
    "announce_minutes": "Minutes before a trivia game that it is announced; 0: not",
}
WHICH = app_commands.describe(number=EDIT["number"])
Text = app_commands.Range[str, 1, 100]


class ScheduleCog(commands.Cog):
    def __init__(self, schedules: Schedules, moderation: Moderation) -> None:
        self._schedules = schedules
        self._moderation = moderation

    def join(self, admin: app_commands.Group) -> None:
        into = app_commands.Group(name="schedule", description="What this server posts by itself")
        admin.add_command(into)
        for command in (join(into, "add", self.add), join(into, "edit", self.edit)):
            command.autocomplete("when")(self.whens)
            command.autocomplete("zone")(self.zones)
            command.autocomplete("about")(self.subjects)
            if command.name == "edit":
                command.autocomplete("number")(self.numbers)
        join(into, "list", self.list_)
        for name, callback in (
            ("show", self.show),
            ("pause", self.pause),
            ("resume", self.resume),
            ("skip", self.skip),
            ("test", self.test),
            ("remove", self.remove),
        ):
            join(into, name, callback).autocomplete("number")(self.numbers)
        join(admin, "log-channel", self.log_channel)

    # --- setting up and changing -------------------------------------------------------------------------

    @app_commands.describe(**ADD)
    @app_commands.choices(what=KINDS, mode=MODES)
    async def add(
        self,
        interaction: Interaction,
        what: str,
        when: Text,
        channel: app_commands.Transform[Channel, Posted] | None = None,
        zone: Text | None = None,
        ping: discord.Role | None = None,
        thread: bool | None = None,
        about: Text | None = None,
        level: app_commands.Range[int, 1, 3] | None = None,
        open_hours: app_commands.Range[int, 1, 168] | None = None,
        grace_hours: app_commands.Range[float, 0, 24] | None = None,
        mode: str | None = None,
        questions: app_commands.Range[int, 1, 30] | None = None,
        seconds: app_commands.Range[int, 10, 120] | None = None,
        announce_minutes: app_commands.Range[int, 0, 60] | None = None,
    ) -> None:
        """Set up a post that comes by itself, as often as you say."""
        kind = What(what)
        where = _where(channel or interaction.channel, kind)
        given = dict(ping=ping, thread=thread, about=about, level=level, open_hours=open_hours, mode=mode)
        given |= dict(questions=questions, seconds=seconds, announce_minutes=announce_minutes)
        wish = Wish(kind, where, when, zone, grace_hours, _options(Options(), kind, given))
        made = await self._schedules.add(interaction.guild_id or 0, interaction.user.id, interaction.id, wish)
        said = f"**Schedule {made.schedule.number} is set up.**"
        await answer(interaction, await looked_ahead(interaction, made, said), private=True)

    @app_commands.describe(**EDIT)
    @app_commands.choices(mode=MODES)
    async def edit(
        self,
        interaction: Interaction,
        number: Text,
        when: Text | None = None,
        channel: app_commands.Transform[Channel, Posted] | None = None,
        zone: Text | None = None,
        ping: discord.Role | None = None,
        no_ping: bool = False,
        thread: bool | None = None,
        about: Text | None = None,
        level: app_commands.Range[int, 0, 3] | None = None,
        open_hours: app_commands.Range[int, 0, 168] | None = None,
        grace_hours: app_commands.Range[float, 0, 24] | None = None,
        mode: str | None = None,
        questions: app_commands.Range[int, 1, 30] | None = None,
        seconds: app_commands.Range[int, 10, 120] | None = None,
        announce_minutes: app_commands.Range[int, 0, 60] | None = None,
    ) -> None:
        """Change a schedule; what you leave out stays as it is."""
        server_id, wanted = interaction.guild_id or 0, _number(number)
        before = await self._schedules.find(server_id, wanted)
        where = _where(channel, before.what) if channel is not None else None
        given = dict(ping=ping, thread=thread, about=about, level=level, open_hours=open_hours, mode=mode)
        given |= dict(questions=questions, seconds=seconds, announce_minutes=announce_minutes)
        options = _options(before.options, before.what, given)
        if no_ping and ping is not None:
            raise UserError("Choose one of the two: `ping` a role, or `no_ping`.")
        if no_ping:
            options = replace(options, role_id=None)
        wish = Wish(None, where, when, zone, grace_hours, options)
        done = await self._schedules.edit(server_id, wanted, interaction.user.id, interaction.id, wish)
        said = f"**Schedule {wanted} is changed.**"
        await answer(interaction, await looked_ahead(interaction, done.overview, said), private=True)

    @WHICH
    async def pause(self, interaction: Interaction, number: Text) -> None:
        """Stop a schedule until it is resumed."""
        done = await self._schedules.pause(
            interaction.guild_id or 0, _number(number), interaction.user.id, interaction.id
        )
        await answer(interaction, await shown(interaction, done.overview, PAUSED), private=True)

    @WHICH
    async def resume(self, interaction: Interaction, number: Text) -> None:
        """Let a paused schedule post again."""
        done = await self._schedules.resume(
            interaction.guild_id or 0, _number(number), interaction.user.id, interaction.id
        )
        await answer(interaction, await looked_ahead(interaction, done.overview, RESUMED), private=True)

    @WHICH
    async def skip(self, interaction: Interaction, number: Text) -> None:
        """Leave out the next post; those after it come."""
        done = await self._schedules.skip(
            interaction.guild_id or 0, _number(number), interaction.user.id, interaction.id
        )
        said = cards.skipped(done.slot, done.overview) if done.slot else None
        await answer(interaction, await shown(interaction, done.overview, said), private=True)

    @WHICH
    async def remove(self, interaction: Interaction, number: Text) -> None:
        """Remove a schedule; you are asked once more."""
        await answer(interaction, await ask_remove(interaction, _number(number)), private=True)

    # --- looking -----------------------------------------------------------------------------------------

    async def list_(self, interaction: Interaction) -> None:
        """All schedules of this server, with what comes next."""
        found = await self._schedules.listed(interaction.guild_id or 0)
        await answer(interaction, cards.listed(found, 0), private=True)

    @WHICH
    async def show(self, interaction: Interaction, number: Text) -> None:
        """One schedule in full: what comes, what was, and what keeps it from posting."""
        found = await self._schedules.show(interaction.guild_id or 0, _number(number))
        await answer(interaction, await shown(interaction, found), private=True)

    @WHICH
    async def test(self, interaction: Interaction, number: Text) -> None:
        """See in private what the next post could look like, and whether I may post there."""
        await test(interaction, _number(number))

    @app_commands.describe(channel="Where I tell it; left out: where that is now")
    async def log_channel(
        self, interaction: Interaction, channel: app_commands.Transform[Channel, Written] | None = None
    ) -> None:
        """Choose where I tell what moderators change, and of trouble."""
        server_id, guild = interaction.guild_id or 0, interaction.guild
        known = channel.id if channel is not None else await self._schedules.log_channel(server_id)
        there = guild.get_channel_or_thread(known) if guild and known else None
        missing = lacking(there)
        if channel is not None and missing:
            raise UserError(cards.need(missing, channel.id))
        if channel is not None:
            settings = interaction.client.services.settings
            await settings.change(server_id, interaction.user.id, interaction.id, Key.LOG_CHANNEL, channel.id)
        view = cards.log_channel(known, just_set=channel is not None, lacking=missing)
        await answer(interaction, view, private=True)

    # --- what is offered while one types -----------------------------------------------------------------

    async def numbers(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._schedules.suggest(interaction.guild_id or 0, typed))

    async def subjects(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(here(interaction).canon.suggest(typed))

    async def zones(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._zones(typed))

    async def _zones(self, typed: str) -> list[Choice]:
        return self._moderation.zones(typed)

    async def whens(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._whens(interaction, typed))

    async def _whens(self, interaction: Interaction, typed: str) -> list[Choice]:
        """In the zone that was typed, else in that of the schedule that is edited."""
        server_id = interaction.guild_id or 0
        zone, number = interaction.namespace.zone, interaction.namespace.number
        if not zone and number and (match := NUMBER.fullmatch(str(number))):
            schedules = await self._schedules.listed(server_id)
            of = [one.schedule.plan.zone for one in schedules if one.schedule.number == int(match[1])]
            zone = next(iter(of), None)
        return await self._schedules.suggest_when(server_id, typed, zone)


def _number(typed: str) -> int:
    """ "3", "#3", or what the list offers: "3 · daily trivia, every day at 18:00"."""
    match = NUMBER.fullmatch(typed)
    if match is None:
        raise UserError("Choose a schedule from the list, or type its number, such as 3.")
    return int(match[1])


def _where(channel: Any, what: What) -> int:
    """The channel's id. Raises UserError for one in which such a post can't be."""
    kind = getattr(channel, "type", None)
    if kind is FORUM and what is What.GAME:
        raise UserError("A game can’t be played in a forum. Choose a channel or a thread.")
    if channel is None or kind not in (*WRITTEN, FORUM):
        raise UserError("I don’t post in a channel of this kind. Choose a text channel, thread or forum.")
    return int(channel.id)


def _options(before: Options, what: What, given: Mapping[str, Any]) -> Options:
    """`before`, with what was given: None leaves an option as it is, "none" and 0 take away.

    Raises UserError for what means nothing to such a schedule: it would be silently forgotten.
    """
    fitting = cards.FITTING[what]
    astray = [f"`{option}`" for option, value in given.items() if value and option not in fitting]
    if astray:
        takes = ", ".join(f"`{option}`" for option in fitting)
        raise UserError(f"{' and '.join(astray)} would do nothing for a {what}. It takes {takes}.")
    chosen: dict[str, Any] = {FIELDS[option]: value for option, value in given.items() if value is not None}
    if (role := chosen.get("role_id")) is not None:
        if role.is_default():
            raise UserError("I don’t ping @everyone. Choose a role that members take for these posts.")
        chosen["role_id"] = role.id
    if "about" in chosen:
        about = " ".join(chosen["about"].split())
        chosen["about"] = about if about and about.casefold() != "none" else None
    if "mode" in chosen:
        chosen["mode"] = Mode(chosen["mode"])
    chosen |= {field: None for field in ("level", "hours") if chosen.get(field) == 0}
    return replace(before, **chosen)


async def setup(bot: CanonkeeperBot) -> None:
    services = bot.services
    cog = ScheduleCog(services.schedules, services.moderation)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(cog)
