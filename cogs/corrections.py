"""`/admin trivia` for scores: seasons, corrections, resets, the server's days; and the way back of each."""

from __future__ import annotations

from datetime import timedelta

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot import zones
from bot.boards import Boards, When
from bot.client import CanonkeeperBot
from bot.errors import UserError, VanishedError
from bot.models import Choice
from bot.moderation import Moderation
from cogs.doors import erasing, moderating
from cogs.groups import group, join
from cogs.replies import admin as cards
from cogs.replies import admin_keys as keys
from cogs.replies.boards import SHOWN
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer
from cogs.replies.text import name

Interaction = discord.Interaction[CanonkeeperBot]

BOARDS = [app_commands.Choice(name=shown, value=str(when)) for when, shown in SHOWN.items()]
SURE_FOR = timedelta(minutes=10)
"""How long a question whether something may be reset can be answered with yes."""


class CorrectionsCog(commands.Cog):
    def __init__(self, boards: Boards, moderation: Moderation) -> None:
        self._boards = boards
        self._moderation = moderation

    def join(self, into: app_commands.Group) -> None:
        join(into, "season-start", self.season_start)
        join(into, "season-end", self.season_end)
        join(into, "correct", self.correct)
        join(into, "reset", self.reset)
        join(into, "changes", self.changes)
        join(into, "timezone", self.timezone).autocomplete("zone")(self.zones)

    @app_commands.rename(called="name")
    @app_commands.describe(called="What members read on the leaderboard, such as “Winter 2026”")
    async def season_start(self, interaction: Interaction, called: app_commands.Range[str, 1, 60]) -> None:
        """Start a season: its leaderboard counts from now on. The season before ends."""
        server_id = interaction.guild_id or 0
        before = await self._boards.season(server_id)
        season = await self._boards.start_season(server_id, called, interaction.user.id, interaction.id)
        view = cards.done(
            f"### Season {name(season.name, 60)} has begun",
            "Its leaderboard counts from now on.",
            f"Season {name(before.name, 60)} has ended." if before else None,
            undo=keys.undo("season", season.id),
        )
        await answer(interaction, view, private=True)

    async def season_end(self, interaction: Interaction) -> None:
        """End the season that is under way."""
        ended = await self._moderation.end_season(
            interaction.guild_id or 0, interaction.user.id, interaction.id
        )
        view = cards.done(
            f"### Season {name(ended.what, 60)} has ended", undo=keys.undo("season_end", ended.entry)
        )
        await answer(interaction, view, private=True)

    @app_commands.describe(
        member="Whose points",
        points="How many to give; with a minus, how many to take",
        reason="Why: it stands in the moderators’ log",
    )
    async def correct(
        self,
        interaction: Interaction,
        member: discord.User,
        points: app_commands.Range[int, -100_000, 100_000],
        reason: app_commands.Range[str, 1, 100],
    ) -> None:
        """Give a member points, or take some, with a reason."""
        change = await self._boards.correct(
            interaction.guild_id or 0, member.id, points, reason, interaction.user.id, interaction.id
        )
        await answer(interaction, cards.corrected(change), private=True)

    @app_commands.describe(board="Which one starts anew")
    @app_commands.choices(board=BOARDS)
    async def reset(self, interaction: Interaction, board: str) -> None:
        """Let a leaderboard start anew; you are asked once more."""
        await erasing(interaction)
        found = await self._boards.board(interaction.guild_id or 0, When(board))
        view = cards.ask_reset(When(board), interaction.id, found.total)
        await answer(interaction, view, private=True)

    async def changes(self, interaction: Interaction) -> None:
        """Corrections and resets so far, each with a button to undo it."""
        found, total = await self._boards.changes(interaction.guild_id or 0)
        await answer(interaction, cards.changes(found, total, 0), private=True)

    @app_commands.describe(zone="Type a large city, and choose from the list")
    async def timezone(self, interaction: Interaction, zone: app_commands.Range[str, 1, 100]) -> None:
        """Set when this server’s days and weeks begin, for the leaderboards."""
        decided = await self._moderation.set_zone(
            interaction.guild_id or 0, zone, interaction.user.id, interaction.id
        )
        view = cards.done(
            f"### This server’s days are now those of {zones.city(decided.what)}",
            f"-# {decided.what} · it is {self._moderation.time_in(decided.what)} there",
            undo=keys.undo("zone", decided.entry),
        )
        await answer(interaction, view, private=True)

    async def zones(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._zones(typed))

    async def _zones(self, typed: str) -> list[Choice]:
        return self._moderation.zones(typed)


class Reset(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.RESET):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        asked = int(self.match["asked"])
        when = next((one for one in When if one == self.match["when"]), None)
        if when is None or interaction.created_at - discord.utils.snowflake_time(asked) > SURE_FOR:
            raise UserError("That was asked a while ago. `/admin trivia reset` asks anew.")
        change = await interaction.client.services.boards.reset(
            interaction.guild_id or 0, when, interaction.user.id, asked
        )
        await interaction.response.edit_message(view=cards.was_reset(change))


class Keep(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.KEEP):
    async def pressed(self, interaction: Interaction) -> None:
        await interaction.response.edit_message(view=cards.kept())


class ChangesPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CHANGES):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        page = int(self.match["page"])
        found, total = await interaction.client.services.boards.changes(interaction.guild_id or 0, page)
        await interaction.response.edit_message(view=cards.changes(found, total, page))


class Undo(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.UNDO):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        said = await self._undone(interaction, self.match["kind"], self.match["entry"])
        await answer(interaction, cards.done(said), private=True)

    async def _undone(self, interaction: Interaction, kind: str, entry: str) -> str:
        services, by_id = interaction.client.services, interaction.user.id
        server_id = interaction.guild_id or 0
        if kind == "change":
            try:
                if await services.boards.undo(server_id, entry, by_id):
                    return "Undone. The leaderboards count as before."
            except VanishedError:
                raise UserError("There is no such change in this server.") from None
            raise UserError("That was undone already.")
        if kind == "zone":
            zone = await services.moderation.undo_zone(server_id, entry, by_id)
            if zone is None:
                raise UserError("That was undone already, or the time zone was set anew since.")
            return f"Undone. This server’s days are those of {zones.city(zone)} again."
        if kind == "season":
            season = await services.moderation.undo_season_start(server_id, entry, by_id)
        else:
            season = await services.moderation.undo_season_end(server_id, entry, by_id)
        if season is None:
            raise UserError("That can’t be undone any more: it was before, or the seasons went on since.")
        return f"Undone: {name(season, 60)} {'never began' if kind == 'season' else 'goes on'}."


async def setup(bot: CanonkeeperBot) -> None:
    cog = CorrectionsCog(bot.services.boards, bot.services.moderation)
    cog.join(group(bot, "admin trivia"))
    bot.add_dynamic_items(Reset, Keep, ChangesPage, Undo)
    await bot.add_cog(cog)
