"""The buttons of scheduled posts: the daily question's answers, one's own place, how a game is played."""

from __future__ import annotations

import discord
from discord import ui

from bot.boards import When
from bot.client import CanonkeeperBot
from bot.errors import UserError, VanishedError
from bot.posts import week_of
from cogs.replies import post_keys
from cogs.replies import posts as cards
from cogs.replies.boards import row
from cogs.replies.presses import Press, answer, on_private_card, place
from cogs.replies.private import notice

Interaction = discord.Interaction[CanonkeeperBot]


class Daily(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=post_keys.DAILY):
    """Shows the options to the one who presses, each in an order of one's own."""

    async def pressed(self, interaction: Interaction) -> None:
        daily, member = interaction.client.services.daily, interaction.user.id
        found = await daily.opened(self.match["slot"], place(interaction)[0])
        if await daily.refusal(found, member) is not None:
            own = await daily.own(self.match["slot"], place(interaction)[0], member)
            said = cards.own(own) if own.given else cards.TOO_LATE
            await answer(interaction, notice(said), private=True)
            return
        await answer(interaction, cards.own_options(found.round, member), private=True)


class DailyGuess(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=post_keys.DAILY_GUESS):
    async def pressed(self, interaction: Interaction) -> None:
        told = await interaction.client.services.daily.choose(
            self.match["slot"],
            place(interaction)[0],
            interaction.user.id,
            interaction.id,
            int(self.match["option"]),
        )
        if on_private_card(interaction):
            await interaction.response.edit_message(view=notice(cards.answered(told)))
        else:
            await answer(interaction, notice(cards.answered(told)), private=True)


class DailyOwn(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=post_keys.DAILY_OWN):
    async def pressed(self, interaction: Interaction) -> None:
        found = await interaction.client.services.daily.own(
            self.match["round"], place(interaction)[0], interaction.user.id
        )
        await answer(interaction, notice(cards.own(found)), private=True)


class Rules(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=post_keys.RULES):
    async def pressed(self, interaction: Interaction) -> None:
        found = await interaction.client.services.schedules.slot(place(interaction)[0], self.match["slot"])
        if found is None:
            raise VanishedError
        await answer(interaction, notice(cards.rules(found[0])), private=True)


class StandingOf(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=post_keys.STANDING):
    """One's own place on the board of the week that the post shows, counted now."""

    async def pressed(self, interaction: Interaction) -> None:
        services, member = interaction.client.services, interaction.user.id
        server_id = place(interaction)[0]
        found = await services.schedules.slot(server_id, self.match["slot"])
        if found is None:
            raise VanishedError
        board = await services.boards.board(server_id, When.WEEK, asking=member, week_of=week_of(found[1]))
        own = board.own or next((one for one in board.rows if one.member_id == member), None)
        if own is None:
            raise UserError("You didn’t score in that week. `/trivia play` starts a game for this one.")
        await answer(interaction, notice(row(own, {}, member)), private=True)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(Daily, DailyGuess, DailyOwn, Rules, StandingOf)
