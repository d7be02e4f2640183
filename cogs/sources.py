"""`/sources`: what the library knows and from where."""

from __future__ import annotations

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from cogs.replies import keys
from cogs.replies import sources as cards
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer_look_up, chosen, here, on_private_card, turn_page

Interaction = discord.Interaction[CanonkeeperBot]


class SourcesCog(commands.Cog):
    @app_commands.command(name="sources")
    @app_commands.guild_only()
    @app_commands.guild_install()
    @app_commands.describe(
        document="One document's card: its title, or a part of it", private="Show the answer only to you"
    )
    async def look_up(
        self,
        interaction: Interaction,
        document: app_commands.Range[str, 1, 100] | None = None,
        private: bool | None = None,
    ) -> None:
        """The documents that every answer comes from."""
        sources = here(interaction).sources
        found = await sources.answer(document)
        facts = await sources.facts() if document is None else None
        await answer_look_up(interaction, cards.sources(found, facts), private=private)

    @look_up.autocomplete("document")
    async def documents(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(here(interaction).sources.suggest(typed))


class MoreSources(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SOURCES):
    async def pressed(self, interaction: Interaction) -> None:
        found = await here(interaction).sources.answer(None, int(self.match["page"]))
        await turn_page(interaction, cards.sources(found, first=False))


class ChooseDocument(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.choose("sources")):
    async def pressed(self, interaction: Interaction) -> None:
        found = await here(interaction).sources.answer(chosen(interaction))
        private = on_private_card(interaction) or None
        await answer_look_up(interaction, cards.sources(found), private=private)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(MoreSources, ChooseDocument)
    await bot.add_cog(SourcesCog())
