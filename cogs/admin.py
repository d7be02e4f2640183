"""`/admin`: the moderators' commands. Other files add theirs to these groups, each by its subject."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.curation import Change
from bot.errors import UserError, VanishedError
from bot.games import Games
from bot.moderation import Moderation
from bot.privacy import is_former
from bot.reports import Reports
from bot.reviews import Review, ReviewQueue
from cogs.doors import ADMIN, moderating
from cogs.replies import admin_keys as keys
from cogs.replies import reviews as cards
from cogs.replies.forms import field, filled_in, form, take
from cogs.replies.presses import Press, answer

Interaction = discord.Interaction[CanonkeeperBot]

REASON = 300
GONE = "That is no longer in the queue. `/admin review` shows what is."


@app_commands.guild_only()
@app_commands.guild_install()
@app_commands.default_permissions(manage_guild=True)
class AdminCog(commands.GroupCog, group_name=ADMIN, group_description="For this server’s moderators"):
    trivia = app_commands.Group(name="trivia", description="This server’s own questions, and its scores")

    def __init__(self, reviews: ReviewQueue, moderation: Moderation, games: Games, reports: Reports) -> None:
        super().__init__()
        self._reports = reports
        self._games = games
        self._reviews = reviews
        self._moderation = moderation

    @app_commands.command(name="review")
    async def review(self, interaction: Interaction) -> None:
        """What waits for you: questions, reports, clashes, rulings."""
        await answer(interaction, await self.page(interaction, 0), private=True)

    async def page(
        self, interaction: Interaction, page: int, notice: str | None = None, undo: str | None = None
    ) -> ui.LayoutView:
        """The nearest page that there is. `undo`: the line of the log of what was done just before."""
        server_id = interaction.guild_id or 0
        found, total = await self._reviews.waiting(server_id, page)
        if not found and page > 0:
            _, total = await self._reviews.waiting(server_id, 0)
            page = max(total - 1, 0)
            found, total = await self._reviews.waiting(server_id, page)
        if not found or found[0].kind != "report":
            return cards.review(found, total, page, notice, undo=undo)
        standing, reporters = await self._reports.standing(found[0]), await self._reports.reporters(found[0])
        return cards.review(found, total, page, notice, undo=undo, standing=standing, reporters=reporters)

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
        await interaction.response.defer()  # a ruling is in the library before it counts as accepted
        try:
            review = await self._reviews.decide(server_id, review_id, accepted, interaction.user.id, reason)
        except VanishedError:
            raise UserError(GONE) from None
        if review is None:
            await self.decided_before(interaction, review_id, page)
            return
        corrected = await self._moderation.corrected(review) if accepted else set[int]()
        if corrected:
            await self._games.recount(str(review.data["game"]))
        counted = len(corrected) if review.kind == "appeal" else None
        view = await self.page(interaction, page, cards.decided(review, accepted, counted))
        await interaction.edit_original_response(view=view)
        await self._tell(interaction, review, accepted, reason, review.by_id in corrected)

    async def decide_by(
        self,
        interaction: Interaction,
        review_id: str,
        page: int,
        change: Callable[[], Awaitable[Change]],
        more: str | None = None,
    ) -> None:
        """Accept a report by what is changed because of it. `more`: what else there is to say then."""
        server_id = interaction.guild_id or 0
        await interaction.response.defer()
        if await self._reviews.get(server_id, review_id) is None:
            raise UserError(GONE)
        decided = await self._reviews.decide_by(server_id, review_id, interaction.user.id, change)
        if decided is None:
            await self.decided_before(interaction, review_id, page)
            return
        review, made = decided
        notice = "\n".join(filter(None, (cards.changed(made), more)))
        undo = made.entry if made.done else None
        await interaction.edit_original_response(view=await self.page(interaction, page, notice, undo))
        await self._tell(interaction, review, True, None, False)

    async def decided_before(self, interaction: Interaction, review_id: str, page: int) -> None:
        """For the second of two moderators: by whom, and the next item."""
        before = await self._moderation.review(interaction.guild_id or 0, review_id)
        view = await self.page(interaction, page, cards.decided_before(before))
        await interaction.edit_original_response(view=view)

    async def _tell(
        self, interaction: Interaction, review: Review, accepted: bool, reason: str | None, points: bool
    ) -> None:
        """Each who asked and wants to hear of it."""
        server = interaction.guild.name if interaction.guild else "this server"
        members = [review.by_id]
        if review.kind == "report":
            members = [one.member_id for one in await self._reports.reporters(review) if one.tell]
        for member_id in members:
            await _send(interaction, member_id, cards.to_member(review, accepted, reason, server, points))


async def _send(interaction: Interaction, member_id: int, view: ui.LayoutView) -> None:
    """By direct message; a member who allows none hears nothing, and the decision stands."""
    if is_former(member_id):
        return
    try:
        channel = await interaction.client.create_dm(discord.Object(member_id))
        await channel.send(view=view)
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        return


def queue(interaction: Interaction) -> AdminCog:
    cog = interaction.client.get_cog(AdminCog.__cog_name__)
    assert isinstance(cog, AdminCog)  # noqa: S101 - it brought these buttons
    return cog


class ReviewPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REVIEW):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        view = await queue(interaction).page(interaction, int(self.match["page"]))
        await interaction.response.edit_message(view=view)


class Accept(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ACCEPT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await queue(interaction).decide(
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


class Dismiss(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.DISMISS):
    """A draft of a ruling, from the queue."""

    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        change = await interaction.client.services.rulings.dismiss(
            interaction.guild_id or 0, interaction.user.id, f"draft:{interaction.id}", self.match["draft"]
        )
        view = await queue(interaction).page(
            interaction, int(self.match["page"]), cards.changed(change), change.entry
        )
        await interaction.edit_original_response(view=view)


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(ReviewPage, Accept, Refuse, Dismiss)
    services = bot.services
    await bot.add_cog(AdminCog(services.reviews, services.moderation, services.games, services.reports))
