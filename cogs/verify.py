"""`/verify`, and Check this quote on a message: whether somebody's words are real."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.verify_words import MOST
from cogs.replies import verify as cards
from cogs.replies.offers import offer
from cogs.replies.presses import answer_look_up, here, place

Interaction = discord.Interaction[CanonkeeperBot]


class VerifyCog(commands.Cog):
    @app_commands.command(name="verify")
    @app_commands.guild_only()
    @app_commands.guild_install()
    @app_commands.describe(
        words="The quote, as you read or heard it",
        person="Who is said to have said it",
        private="Show the answer only to you",
    )
    async def check(
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 1, MOST],
        person: app_commands.Range[str, 1, 100] | None = None,
        private: bool | None = None,
    ) -> None:
        """Whether a quote is real, who said it, and what was changed."""
        await reply(interaction, words, person, private)

    @check.autocomplete("person")
    async def persons(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(here(interaction).quotes.suggest(typed))


async def reply(interaction: Interaction, words: str, person: str | None, private: bool | None) -> None:
    answers = here(interaction)
    found = await answers.verify.answer(words, person)
    shows = [piece for piece in (found.piece, *found.rest, *found.others) if piece is not None]
    about = [piece.speaker for piece in shows if piece.speaker]
    await answer_look_up(interaction, cards.verify(found), private=private, shows=shows, about=about)
    if not found.found:
        await answers.canon.note_miss(place(interaction)[0], "verify", found.asked)


@app_commands.guild_only()
@app_commands.guild_install()
async def check_message(interaction: Interaction, message: discord.Message) -> None:
    """The message's text comes with the click, so this needs no intent to read messages."""
    forwarded = [one.content for one in message.message_snapshots]
    text = next((one for one in (message.content, *forwarded) if one.strip()), None)
    if text is None:
        raise UserError(cards.NO_TEXT)
    await reply(interaction, text, None, private=True)


async def setup(bot: CanonkeeperBot) -> None:
    await bot.add_cog(VerifyCog())
    bot.tree.add_command(app_commands.ContextMenu(name="Check this quote", callback=check_message))
