"""`/quote`: a person's own words."""

from __future__ import annotations

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.canon import Canon
from bot.client import CanonkeeperBot
from bot.models import QuoteAnswer
from bot.quotes import Quotes
from cogs.replies import keys
from cogs.replies import quotes as cards
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer, chosen, on_private_card, place

Interaction = discord.Interaction[CanonkeeperBot]


class QuoteCog(commands.Cog):
    def __init__(self, quotes: Quotes, canon: Canon) -> None:
        self._quotes = quotes
        self._canon = canon

    @app_commands.command(name="quote")
    @app_commands.guild_only()
    @app_commands.guild_install()
    @app_commands.describe(
        person="Whose words: a creator, a cast member or a character",
        about="Only words on this subject",
        private="Show the answer only to you",
    )
    async def look_up(
        self,
        interaction: Interaction,
        person: app_commands.Range[str, 1, 100],
        about: app_commands.Range[str, 1, 60] | None = None,
        private: bool = False,
    ) -> None:
        """Someone's own words, with where and when they were said."""
        await reply(interaction, self._quotes, self._canon, person, about, private)

    @look_up.autocomplete("person")
    async def persons(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._quotes.suggest(typed))

    @look_up.autocomplete("about")
    async def subjects(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._quotes.suggest_about(typed))


async def reply(
    interaction: Interaction, quotes: Quotes, canon: Canon, person: str, about: str | None, private: bool
) -> None:
    found = await quotes.next(person, about, *place(interaction))
    await tell(interaction, found, private)
    if not found.found:
        missed = f"{found.asked} about {about}" if about else found.asked
        await canon.note_miss(place(interaction)[0], "quote", missed)


async def tell(interaction: Interaction, found: QuoteAnswer, private: bool) -> None:
    shows = [found.chosen] if found.chosen else found.quotes[:1]
    about = [found.person] if found.person else []
    await answer(interaction, cards.quote(found), private=private, shows=shows, about=about)


class Another(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ANOTHER):
    async def pressed(self, interaction: Interaction) -> None:
        quotes = interaction.client.services.quotes
        found = await quotes.another(self.match["person"], self.match["about"] or None, *place(interaction))
        await tell(interaction, found, on_private_card(interaction))


class ChoosePerson(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.choose("quote")):
    async def pressed(self, interaction: Interaction) -> None:
        services = interaction.client.services
        private = on_private_card(interaction)
        await reply(interaction, services.quotes, services.canon, chosen(interaction), None, private)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(Another, ChoosePerson)
    await bot.add_cog(QuoteCog(bot.services.quotes, bot.services.canon))
