"""`/trivia leaderboard`, `/trivia me` and `/trivia suggest`: what members earned, and what they would ask."""

from __future__ import annotations

import asyncio
import io
import re
import time

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import pictures
from bot.boards import Board, Boards, When
from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.models import Choice
from bot.reviews import ReviewQueue
from cogs.groups import group, join
from cogs.members import PATIENCE, Members
from cogs.replies import admin_keys as keys
from cogs.replies import boards as cards
from cogs.replies import reviews as review_cards
from cogs.replies.forms import field, filled_in, form, take
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer, turn_page
from cogs.trivia import TriviaCog

Interaction = discord.Interaction[CanonkeeperBot]

PICTURE = "trivia.png"
WHENS = [app_commands.Choice(name=shown, value=str(when)) for when, shown in cards.SHOWN.items()]


class ScoresCog(commands.Cog):
    def __init__(self, boards: Boards, reviews: ReviewQueue, members: Members) -> None:
        self._boards = boards
        self._reviews = reviews
        self._members = members

    def join(self, into: app_commands.Group) -> None:
        """The commands stand in the group of the games."""
        join(into, "leaderboard", self.leaderboard).autocomplete("about")(self.subjects)
        join(into, "me", self.me)
        join(into, "suggest", self.suggest)

    @app_commands.describe(
        when="Today, this week, this season, or all time",
        about="Only questions on this: a name or a category",
        private="Show it only to you",
    )
    @app_commands.choices(when=WHENS)
    async def leaderboard(
        self,
        interaction: Interaction,
        when: str = str(When.WEEK),
        about: app_commands.Range[str, 1, 80] | None = None,
        private: bool = False,
    ) -> None:
        """Who knows most: points, right answers, wins and streaks."""
        board, names = await self.page(interaction, When(when), 0, about)
        await answer(interaction, cards.leaderboard(board, names, interaction.user.id), private=private)

    async def subjects(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._subjects(interaction.guild_id or 0, typed))

    async def _subjects(self, server_id: int, typed: str) -> list[Choice]:
        wanted = typed.casefold().strip()
        return [
            Choice(subject, subject)
            for subject, _ in await self._boards.subjects(server_id)
            if wanted in subject.casefold() and len(subject) <= 80
        ]

    @app_commands.describe(private="Show it only to you, which it does unless you choose otherwise")
    async def me(self, interaction: Interaction, private: bool = True) -> None:
        """Your points, streaks and best subjects, with a picture."""
        server_id = interaction.guild_id or 0
        self._members.note(interaction.user)
        figures = await self._boards.me(server_id, interaction.user.id, self._members.left(server_id))
        who = interaction.user.display_name
        if not figures.answered:
            await answer(interaction, cards.me(figures, who), private=private)
            return
        drawn = await asyncio.to_thread(pictures.member_card, figures, who)
        view = cards.me(figures, who, (PICTURE, pictures.member_alt_text(figures, who)))
        await interaction.response.send_message(
            view=view, file=discord.File(io.BytesIO(drawn), PICTURE), ephemeral=private
        )

    async def suggest(self, interaction: Interaction) -> None:
        """Suggest a question of your own; the moderators decide whether it is asked."""
        await interaction.response.send_modal(suggestion({}))

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.SUGGEST, self._suggested)

    async def _suggested(self, interaction: Interaction, match: re.Match[str]) -> None:
        written = filled_in(interaction)
        prompt, answers, wrong = (written.get(key, "") for key in ("prompt", "answers", "wrong"))
        try:
            new = await self._reviews.suggest(
                interaction.guild_id or 0,
                interaction.user.id,
                prompt,
                answers.splitlines(),
                wrong.splitlines(),
            )
        except UserError as error:
            # A form can't be shown again as the answer to a form, so what was written waits on this card.
            view = review_cards.not_suggested(str(error), prompt, answers, wrong)
        else:
            view = review_cards.suggested(new, len([line for line in wrong.splitlines() if line.strip()]))
        await answer(interaction, view, private=True)

    async def page(
        self, interaction: Interaction, when: When, page: int, about: str | None
    ) -> tuple[Board, dict[int, str]]:
        """One page without those who left, as far as Discord says so in time."""
        server_id, until = interaction.guild_id or 0, time.monotonic() + PATIENCE
        self._members.note(interaction.user)
        while True:
            left = self._members.left(server_id)
            board = await self._boards.board(
                server_id, when, about=about, page=page, asking=interaction.user.id, exclude=left
            )
            patience = until - time.monotonic()
            if interaction.guild is None:
                return board, {}
            shown = [row.member_id for row in (*board.rows, *([board.own] if board.own else []))]
            names = await self._members.names(interaction.guild, shown, max(patience, 0.0))
            if not self._members.left(server_id) & set(shown) or patience <= 0:
                return board, names


def suggestion(written: dict[str, str]) -> ui.Modal:
    return form(
        keys.SUGGEST,
        "Suggest a question",
        field(
            "prompt",
            "The question",
            "It must be clear without any context, and must not give its answer away",
            most=review_cards.MOST_PROMPT,
            least=8,
            lines=True,
            filled=written.get("prompt", ""),
        ),
        field(
            "answers",
            "The right answer",
            "If several are right, or it is spelled in several ways: one a line, the best first",
            most=review_cards.MOST_ANSWERS,
            lines=True,
            filled=written.get("answers", ""),
        ),
        field(
            "wrong",
            "Three wrong answers, if you like",
            "One a line. Without them the question is only asked where answers are typed",
            most=review_cards.MOST_ANSWERS,
            lines=True,
            required=False,
            filled=written.get("wrong", ""),
        ),
    )


class BoardPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.BOARD):
    async def pressed(self, interaction: Interaction) -> None:
        cog = interaction.client.get_cog(ScoresCog.__cog_name__)
        assert isinstance(cog, ScoresCog)  # noqa: S101 - it brought this button
        when = next((one for one in When if one == self.match["when"]), When.WEEK)
        board, names = await cog.page(interaction, when, int(self.match["page"]), self.match["about"] or None)
        await turn_page(interaction, cards.leaderboard(board, names, interaction.user.id))


class SuggestAgain(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SUGGEST_AGAIN):
    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.send_modal(suggestion(review_cards.written(_texts(interaction))))


def _texts(interaction: Interaction) -> list[str]:
    """What stands on the card whose button was pressed."""
    found: list[str] = []
    for part in interaction.message.components if interaction.message else []:
        for child in getattr(part, "children", []):
            if isinstance(child, discord.TextDisplay):
                found.append(child.content)
    return found


async def setup(bot: CanonkeeperBot) -> None:
    games = bot.get_cog(TriviaCog.__cog_name__)
    assert isinstance(games, TriviaCog)  # noqa: S101 - COGS in bot/client.py are in that order
    cog = ScoresCog(bot.services.boards, bot.services.reviews, games.members)
    cog.join(group(bot, "trivia"))
    bot.add_dynamic_items(BoardPage, SuggestAgain)
    await bot.add_cog(cog)
