"""`/search`: the best passages for a member's words."""

from __future__ import annotations

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from cogs.replies import keys
from cogs.replies import search as cards
from cogs.replies.presses import Press, answer_look_up, chosen, here, on_private_card, place, turn_page

Interaction = discord.Interaction[CanonkeeperBot]


class SearchCog(commands.Cog):
    @app_commands.command(name="search")
    @app_commands.guild_only()
    @app_commands.guild_install()
    @app_commands.describe(
        words='Words to find; "a phrase" stays together, -word leaves out',
        private="Show the answer only to you",
    )
    async def look_up(
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 1, keys.MOST_WORDS],
        private: bool | None = None,
    ) -> None:
        """Passages of the documents that hold your words."""
        await reply(interaction, words, private)


async def reply(interaction: Interaction, words: str, private: bool | None) -> None:
    found = await here(interaction).search.answer(words)
    shows = [hit.piece for hit in found.hits]
    await answer_look_up(interaction, cards.search(found), private=private, shows=shows)
    if not found.hits:
        await here(interaction).canon.note_miss(place(interaction)[0], "search", found.asked)


class MoreHits(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.HITS):
    async def pressed(self, interaction: Interaction) -> None:
        found = await here(interaction).search.answer(self.match["words"], int(self.match["page"]))
        shows = [hit.piece for hit in found.hits]
        await turn_page(interaction, cards.search(found, first=False), shows=shows)


class ChooseWords(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.choose("search")):
    async def pressed(self, interaction: Interaction) -> None:
        private = on_private_card(interaction) or None
        await reply(interaction, chosen(interaction), private)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(MoreHits, ChooseWords)
    await bot.add_cog(SearchCog())
