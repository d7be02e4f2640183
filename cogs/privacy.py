"""`/privacy` for members and `/admin data` for moderators: what is kept, handed out and erased.

It also hears which servers have removed the bot, whose data goes when their time is over.
"""

from __future__ import annotations

import asyncio
import io
import re
from datetime import timedelta

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import names
from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.privacy import Handed, Privacy
from cogs.doors import erasing
from cogs.groups import group, join
from cogs.replies import privacy as cards
from cogs.replies import privacy_keys as keys
from cogs.replies.forms import filled_in, take
from cogs.replies.presses import Press, answer

Interaction = discord.Interaction[CanonkeeperBot]

SURE_FOR = timedelta(minutes=10)
"""How long a question whether something may be erased can be answered with yes."""

USER = re.compile(r"\s*(?:<@!?)?(\d{15,20})>?\s*")
"""A user's number, or a mention. Discord's are so long; a shorter one was cut off."""


@app_commands.guild_only()
@app_commands.guild_install()
class PrivacyCog(
    commands.GroupCog, group_name="privacy", group_description="What I keep about you in this server"
):
    def __init__(self, bot: CanonkeeperBot, privacy: Privacy) -> None:
        super().__init__()
        self._bot = bot
        self._privacy = privacy
        self._task: asyncio.Task[None] | None = None

    def join(self, admin: app_commands.Group) -> None:
        into = app_commands.Group(name="data", description="What I keep of this server and its members")
        admin.add_command(into)
        join(into, "export", self.export_server)
        join(into, "erase", self.erase_member)
        join(into, "delete-all", self.delete_all)

    # --- for every member --------------------------------------------------------------------------------

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """See everything that I keep about you in this server."""
        found = await self._privacy.about(interaction.guild_id or 0, interaction.user.id)
        await answer(interaction, cards.kept(found), private=True)

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get everything that I keep about you in this server as a file."""
        await export(interaction)

    @app_commands.command()
    async def erase(self, interaction: Interaction) -> None:
        """Erase what I keep about you in this server; you are asked once more."""
        await answer(interaction, await ask_erase(interaction), private=True)

    # --- for moderators ----------------------------------------------------------------------------------

    async def export_server(self, interaction: Interaction) -> None:
        """All that I keep of this server, as files."""
        await erasing(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        made = await self._privacy.export_server(interaction.guild_id or 0, interaction.filesize_limit)
        if not made:
            raise UserError("I keep nothing of this server yet.")
        if any(len(one.content) > interaction.filesize_limit for one in made):
            raise UserError(
                "Something that I keep of this server is too large for a file in Discord. Whoever hosts this "
                "bot has it in `servers.db`."
            )
        first, *others = made
        view = cards.server_exported(first, 1, len(made))
        await interaction.edit_original_response(view=view, attachments=[_file(first)])
        for number, one in enumerate(others, 2):
            view = cards.server_exported(one, number, len(made))
            await interaction.followup.send(view=view, file=_file(one), ephemeral=True)

    @app_commands.describe(member="Whose data", user_id="Instead, of somebody who left: their user number")
    async def erase_member(
        self,
        interaction: Interaction,
        member: discord.User | None = None,
        user_id: app_commands.Range[str, 1, 100] | None = None,
    ) -> None:
        """Erase what I keep about a member; you are asked once more."""
        await erasing(interaction)
        wanted = _wanted(member, user_id)
        found = await self._privacy.about(interaction.guild_id or 0, wanted)
        if not found:
            raise UserError("I keep nothing about that user in this server.")
        view = cards.ask_erase_member(wanted, sum(found.values()), interaction.id)
        await answer(interaction, view, private=True)

    async def delete_all(self, interaction: Interaction) -> None:
        """Delete all that I keep of this server; you are asked once more."""
        await erasing(interaction)
        await interaction.response.send_modal(cards.delete_all(_guild(interaction).name))

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.DELETE_ALL, self._name_typed)

    async def _name_typed(self, interaction: Interaction, match: re.Match[str]) -> None:
        await erasing(interaction)
        guild, typed = _guild(interaction), filled_in(interaction).get("name", "")
        # Letters and digits are enough: nobody types a name's emoji on a phone.
        if (names.key(typed) or typed) != (names.key(guild.name) or guild.name):
            raise UserError(cards.not_that_name(guild.name))
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._privacy.delete_server(guild.id)
        await interaction.edit_original_response(view=cards.all_deleted(guild.name))

    # --- servers that come and go ------------------------------------------------------------------------

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Not said of a server that Discord itself has trouble with."""
        await self._privacy.left(guild.id)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._privacy.returned(guild.id)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Discord says it again after a long break, in which servers may have come and gone."""
        await self._privacy.compare({guild.id for guild in self._bot.guilds})
        if self._task is None:
            self._task = asyncio.create_task(self._privacy.run(self._present), name="privacy")

    def _present(self, server_id: int) -> bool:
        return self._bot.get_guild(server_id) is not None

    async def cog_unload(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


def _guild(interaction: Interaction) -> discord.Guild:
    if interaction.guild is None:
        raise UserError("Discord doesn’t tell me about this server right now. Try again in a minute.")
    return interaction.guild


def _wanted(member: discord.User | None, user_id: str | None) -> int:
    if (member is None) == (user_id is None):
        raise UserError("Choose a member, or give the user number of somebody who left: one of the two.")
    if member is not None:
        return member.id
    match = USER.fullmatch(user_id or "")
    if match is None:
        raise UserError("A user number has 15 digits or more and nothing else, such as 80351110224678912.")
    return int(match[1])


def _file(made: Handed) -> discord.File:
    return discord.File(io.BytesIO(made.content), made.name)


async def export(interaction: Interaction) -> None:
    await interaction.response.defer(ephemeral=True, thinking=True)
    made = await interaction.client.services.privacy.export(interaction.guild_id or 0, interaction.user.id)
    if made is None:
        raise UserError("I keep nothing about you in this server.")
    if len(made.content) > interaction.filesize_limit:
        raise UserError(
            "It is too large for a file in Discord. Whoever hosts this bot can hand it to you; "
            "`/privacy show` says what it is."
        )
    await interaction.edit_original_response(view=cards.exported(made), attachments=[_file(made)])


async def ask_erase(interaction: Interaction) -> ui.LayoutView:
    found = await interaction.client.services.privacy.about(interaction.guild_id or 0, interaction.user.id)
    if not found:
        raise UserError("I keep nothing about you in this server.")
    return cards.ask_erase(interaction.id)


def _still_asked(interaction: Interaction, asked: int, again: str) -> None:
    """Raises UserError for a card of another time: what it asked about may be something else by now."""
    if interaction.created_at - discord.utils.snowflake_time(asked) > SURE_FOR:
        raise UserError(f"That was asked a while ago, so nothing was erased. `{again}` asks anew.")


class Export(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.EXPORT):
    async def pressed(self, interaction: Interaction) -> None:
        await export(interaction)


class Ask(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ASK):
    async def pressed(self, interaction: Interaction) -> None:
        await answer(interaction, await ask_erase(interaction), private=True)


class Erase(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ERASE):
    async def pressed(self, interaction: Interaction) -> None:
        asked = int(self.match["asked"])
        _still_asked(interaction, asked, "/privacy erase")
        await interaction.response.defer()
        erased = await interaction.client.services.privacy.erase(
            interaction.guild_id or 0, interaction.user.id, asked
        )
        await interaction.edit_original_response(view=cards.erased(erased or 0))


class EraseMember(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ERASE_MEMBER):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        asked = int(self.match["asked"])
        _still_asked(interaction, asked, "/admin data erase")
        await interaction.response.defer()
        erased = await interaction.client.services.privacy.erase(
            interaction.guild_id or 0, int(self.match["member"]), asked, interaction.user.id
        )
        if erased is None:
            raise UserError("That was done already.")
        await interaction.edit_original_response(view=cards.member_erased(erased))


async def setup(bot: CanonkeeperBot) -> None:
    cog = PrivacyCog(bot, bot.services.privacy)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(Export, Ask, Erase, EraseMember)
    await bot.add_cog(cog)
