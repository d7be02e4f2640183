"""The buttons on every piece of evidence: Context and Cite, answered to the one who presses."""

from __future__ import annotations

from dataclasses import replace

import discord
from discord import ui

from bot.client import CanonkeeperBot
from bot.errors import VanishedError
from bot.models import Context, Piece
from bot.places import cite
from cogs.replies import keys
from cogs.replies import private as cards
from cogs.replies.presses import Press, answer, here, keep_the_answer

Interaction = discord.Interaction[CanonkeeperBot]


class ContextOf(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CONTEXT):
    async def pressed(self, interaction: Interaction) -> None:
        found = await here(interaction).places.context(self.match["piece"])
        await answer(interaction, cards.context(found), private=True, shows=[whole(found)])


def whole(found: Context) -> Piece:
    """The quoted words with all that stands round them on the card."""
    start, end = found.piece.start - len(found.before), found.piece.end + len(found.after)
    text = found.before + found.piece.text + found.after
    return replace(found.piece, text=text, start=start, end=end)


class Cite(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CITE):
    """Cites every piece on the card; one that vanished doesn't take the others with it."""

    async def pressed(self, interaction: Interaction) -> None:
        places = here(interaction).places
        cited: list[str] = []
        for piece_id in self.match["pieces"].split("+"):
            try:
                found = await places.piece(piece_id)
            except VanishedError:
                continue
            keep_the_answer(interaction, [found])
            cited.append(cite(found))
        if not cited:
            raise VanishedError
        await answer(interaction, cards.citations(cited), private=True)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(ContextOf, Cite)
