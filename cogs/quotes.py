"""`/quote`: a person's own words."""

from __future__ import annotations

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.models import QuoteAnswer
from cogs.replies import keys
from cogs.replies import quotes as cards
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer_look_up, chosen, here, on_private_card, place

Interaction = discord.Interaction[CanonkeeperBot]


class QuoteCog(commands.Cog):
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
        private: bool | None = None,
    ) -> None:
        """Someone's own words, with where and when they were said."""
        await reply(interaction, person, about, private)

    @look_up.autocomplete("person")
    async def persons(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(here(interaction).quotes.suggest(typed))

    @look_up.autocomplete("about")
    async def subjects(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(here(interaction).quotes.suggest_about(typed))


async def reply(
    interaction: Interaction,
    person: str,
    about: str | None,
    private: bool | None,
) -> None:
    answers = here(interaction)
    found = await answers.quotes.next(person, about, *place(interaction))
    await tell(interaction, found, private)
    if not found.found:
        missed = f"{found.asked} about {about}" if about else found.asked
        await answers.canon.note_miss(place(interaction)[0], "quote", missed)


async def tell(interaction: Interaction, found: QuoteAnswer, private: bool | None) -> None:
    shows = [found.chosen] if found.chosen else found.quotes[:1]
    about = [found.person] if found.person else []
    await answer_look_up(interaction, cards.quote(found), private=private, shows=shows, about=about)


class Another(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ANOTHER):
    async def pressed(self, interaction: Interaction) -> None:
        quotes = here(interaction).quotes
        found = await quotes.another(self.match["person"], self.match["about"] or None, *place(interaction))
        await tell(interaction, found, on_private_card(interaction) or None)


class ChoosePerson(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.choose("quote")):
    async def pressed(self, interaction: Interaction) -> None:
        private = on_private_card(interaction) or None
        await reply(interaction, chosen(interaction), None, private)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(Another, ChoosePerson)
    await bot.add_cog(QuoteCog())
