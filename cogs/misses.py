"""`/admin misses`: what members asked and didn't find; each is answered, or ignored, with a few presses."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import misses as rules
from bot.client import CanonkeeperBot
from bot.curation import Change
from bot.errors import UserError
from bot.misses import Misses
from cogs.doors import moderating
from cogs.groups import group, join
from cogs.replies import misses as cards
from cogs.replies import misses_keys as keys
from cogs.replies.forms import filled_in, take
from cogs.replies.presses import Press, answer, chosen, here, on_private_card, turn_page
from cogs.replies.text import shown

Interaction = discord.Interaction[CanonkeeperBot]

MOST_SAID = 600


class MissesCog(commands.Cog):
    def __init__(self, misses: Misses) -> None:
        self._misses = misses

    def join(self, into: app_commands.Group) -> None:
        join(into, "misses", self.misses)

    async def misses(self, interaction: Interaction) -> None:
        """What members asked and didn’t find, and what to do about it."""
        page = await self._misses.page(interaction.guild_id or 0, 0)
        await answer(interaction, cards.listed(page), private=True)

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.OTHER, self._name_written)
        await take(interaction, keys.TOPIC, self._topic_written)

    async def _name_written(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        written, library = filled_in(interaction), here(interaction).library
        target = written.get("target", "")
        ref = await rules.named(library, target)
        if ref is None:
            raise UserError(cards.no_such_name(await rules.meant(library, target)))
        await _add_alias(interaction, match["miss"], ref, written.get("alias"))

    async def _topic_written(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        written = filled_in(interaction)
        members = [one for part in re.split(r"[,;\n]", written.get("members", "")) if (one := part.strip())]
        await _wait(interaction)
        with _harmless():
            change = await self._misses.add_topic(
                interaction.guild_id or 0,
                match["miss"],
                interaction.user.id,
                interaction.id,
                written.get("name", ""),
                written.get("kind", ""),
                members,
            )
        await _added(interaction, change)


async def _add_alias(interaction: Interaction, miss_id: str, ref: str, alias: str | None = None) -> None:
    await _wait(interaction)
    with _harmless():
        change = await interaction.client.services.misses.add_alias(
            interaction.guild_id or 0, miss_id, interaction.user.id, interaction.id, ref, alias
        )
    await _added(interaction, change)


async def _wait(interaction: Interaction) -> None:
    """A library is made anew: longer than Discord waits for an answer."""
    await interaction.response.defer(ephemeral=True, thinking=not on_private_card(interaction))


async def _added(interaction: Interaction, change: Change) -> None:
    await interaction.edit_original_response(view=cards.added(change))


@contextmanager
def _harmless() -> Generator[None]:
    """What is wrong with a name is told with the name in it, which a member wrote."""
    try:
        yield
    except UserError as error:
        raise UserError(shown(str(error), MOST_SAID)) from None


class ListPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LIST):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        page = await interaction.client.services.misses.page(
            interaction.guild_id or 0, int(self.match["page"]), ignored=self.match["ignored"] is not None
        )
        await turn_page(interaction, cards.listed(page))


class Alias(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ALIAS):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        misses = interaction.client.services.misses
        miss = await misses.open(interaction.guild_id or 0, self.match["miss"])
        near = await rules.meant(here(interaction).library, rules.alias_of(miss.asked))
        await turn_page(interaction, cards.pick(miss, near))


class Meant(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.MEANT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _add_alias(interaction, self.match["miss"], chosen(interaction))


class OtherName(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.OTHER):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        misses = interaction.client.services.misses
        miss = await misses.open(interaction.guild_id or 0, self.match["miss"])
        await interaction.response.send_modal(cards.other_name(miss))


class Topic(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.TOPIC):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        misses = interaction.client.services.misses
        miss = await misses.open(interaction.guild_id or 0, self.match["miss"])
        await interaction.response.send_modal(cards.new_topic(miss))


class Ignore(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.IGNORE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        misses, server_id = interaction.client.services.misses, interaction.guild_id or 0
        miss, entry = await misses.ignore(server_id, self.match["miss"], interaction.user.id, interaction.id)
        page = await misses.page(server_id, int(self.match["page"]))
        await turn_page(interaction, cards.listed(page, cards.ignored(miss), entry))


class BringBack(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.BACK):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        misses, server_id = interaction.client.services.misses, interaction.guild_id or 0
        asked = await misses.bring_back(server_id, self.match["entry"], interaction.user.id)
        await turn_page(interaction, cards.listed(await misses.page(server_id, 0), cards.brought_back(asked)))


async def setup(bot: CanonkeeperBot) -> None:
    cog = MissesCog(bot.services.misses)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(ListPage, Alias, Meant, OtherName, Topic, Ignore, BringBack)
    await bot.add_cog(cog)
