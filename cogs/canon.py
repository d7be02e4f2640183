"""`/canon`: what the sources say on a topic, and whether it counts."""

from __future__ import annotations

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.models import CanonAnswer
from cogs.replies import canon as cards
from cogs.replies import keys
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer_look_up, chosen, here, on_private_card, place, turn_page

Interaction = discord.Interaction[CanonkeeperBot]


class CanonCog(commands.Cog):
    @app_commands.command(name="canon")
    @app_commands.guild_only()
    @app_commands.guild_install()
    @app_commands.describe(
        topic="A character, a pairing, an event or a question, in your own words",
        private="Show the answer only to you",
    )
    async def look_up(
        self, interaction: Interaction, topic: app_commands.Range[str, 1, 100], private: bool | None = None
    ) -> None:
        """Is it canon? The verdict, and the words of those who said so."""
        await reply(interaction, topic, private)

    @look_up.autocomplete("topic")
    async def topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(here(interaction).canon.suggest(typed))


async def reply(interaction: Interaction, asked: str, private: bool | None) -> None:
    found = await here(interaction).canon.answer(asked)
    topic = [found.topic.name, *found.topic.members] if found.topic else []
    await answer_look_up(interaction, cards.canon(found), private=private, shows=found.evidence, about=topic)
    await _note(interaction, found)


async def _note(interaction: Interaction, found: CanonAnswer) -> None:
    if not found.found:
        await here(interaction).canon.note_miss(place(interaction)[0], "canon", found.asked)


class MoreEvidence(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MORE):
    async def pressed(self, interaction: Interaction) -> None:
        found = await here(interaction).canon.more(self.match["ref"], int(self.match["page"]))
        await turn_page(interaction, cards.canon_page(found), shows=found.evidence)


class ChooseTopic(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.choose("canon")):
    async def pressed(self, interaction: Interaction) -> None:
        await reply(interaction, chosen(interaction), on_private_card(interaction) or None)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(MoreEvidence, ChooseTopic)
    await bot.add_cog(CanonCog())
