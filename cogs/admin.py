"""`/admin`: the moderators' commands. Other files add theirs to these groups, each by its subject."""

from __future__ import annotations

import re

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError, VanishedError
from bot.games import Games
from bot.moderation import Moderation
from bot.reviews import Review, ReviewQueue
from cogs.doors import ADMIN, moderating
from cogs.replies import admin_keys as keys
from cogs.replies import reviews as cards
from cogs.replies.forms import field, filled_in, form, take
from cogs.replies.presses import Press, answer

Interaction = discord.Interaction[CanonkeeperBot]

REASON = 300


@app_commands.guild_only()
@app_commands.guild_install()
@app_commands.default_permissions(manage_guild=True)
class AdminCog(commands.GroupCog, group_name=ADMIN, group_description="For this server’s moderators"):
    trivia = app_commands.Group(name="trivia", description="This server’s own questions, and its scores")

    def __init__(self, reviews: ReviewQueue, moderation: Moderation, games: Games) -> None:
        super().__init__()
        self._games = games
        self._reviews = reviews
        self._moderation = moderation

    @app_commands.command(name="review")
    async def review(self, interaction: Interaction) -> None:
        """What members ask of the moderators: their questions, and “my answer was right”."""
        await answer(interaction, await self.page(interaction, 0), private=True)

    async def page(self, interaction: Interaction, page: int, notice: str | None = None) -> ui.LayoutView:
        """The nearest page that there is."""
        server_id = interaction.guild_id or 0
        found, total = await self._reviews.waiting(server_id, page)
        if not found and page > 0:
            _, total = await self._reviews.waiting(server_id, 0)
            page = max(total - 1, 0)
            found, total = await self._reviews.waiting(server_id, page)
        return cards.review(found, total, page, notice)

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.REFUSE, self._refused)

    async def _refused(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        reason = filled_in(interaction).get("reason")
        await self.decide(interaction, match["review"], int(match["page"]), accepted=False, reason=reason)

    async def decide(
        self,
        interaction: Interaction,
        review_id: str,
        page: int,
        *,
        accepted: bool,
        reason: str | None = None,
    ) -> None:
        """Decides once, shows the next item, then tells the member."""
        server_id = interaction.guild_id or 0
        try:
            review = await self._reviews.decide(server_id, review_id, accepted, interaction.user.id, reason)
        except VanishedError:
            raise UserError("That is no longer in the queue. `/admin review` shows what is.") from None
        if review is None:
            before = await self._moderation.review(server_id, review_id)
            view = await self.page(interaction, page, cards.decided_before(before))
            await interaction.response.edit_message(view=view)
            return
        corrected = await self._moderation.corrected(review) if accepted else set[int]()
        if corrected:
            await self._games.recount(str(review.data["game"]))
        counted = len(corrected) if review.kind == "appeal" else None
        view = await self.page(interaction, page, cards.decided(review, accepted, counted))
        await interaction.response.edit_message(view=view)
        await _tell(interaction, review, accepted, reason, review.by_id in corrected)


async def _tell(
    interaction: Interaction, review: Review, accepted: bool, reason: str | None, points: bool
) -> None:
    """By direct message; a member who allows none hears nothing, and the decision stands."""
    server = interaction.guild.name if interaction.guild else "this server"
    try:
        channel = await interaction.client.create_dm(discord.Object(review.by_id))
        await channel.send(view=cards.to_member(review, accepted, reason, server, points))
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return


def _cog(interaction: Interaction) -> AdminCog:
    cog = interaction.client.get_cog(AdminCog.__cog_name__)
    assert isinstance(cog, AdminCog)  # noqa: S101 - it brought these buttons
    return cog


class ReviewPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REVIEW):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        view = await _cog(interaction).page(interaction, int(self.match["page"]))
        await interaction.response.edit_message(view=view)


class Accept(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ACCEPT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _cog(interaction).decide(
            interaction, self.match["review"], int(self.match["page"]), accepted=True
        )


class Refuse(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REFUSE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        key = keys.refuse(self.match["review"], int(self.match["page"]))
        why = field(
            "reason",
            "Why, if you like",
            "The member who asked reads it",
            most=REASON,
            lines=True,
            required=False,
        )
        await interaction.response.send_modal(form(key, "Refuse", why))


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(ReviewPage, Accept, Refuse)
    await bot.add_cog(AdminCog(bot.services.reviews, bot.services.moderation, bot.services.games))
