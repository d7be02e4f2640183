"""`/admin pack`: documents, rulings and questions as one zip, in and out."""

from __future__ import annotations

import asyncio
import io
import re

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.exchange import packs as exchange
from bot.packs import Packs
from cogs.document_buttons import reading
from cogs.doors import erasing, moderating
from cogs.groups import group, join
from cogs.replies import admin as admin_cards
from cogs.replies import edits as edit_cards
from cogs.replies import imports as import_cards
from cogs.replies import pack_keys as keys
from cogs.replies import packs as cards
from cogs.replies.forms import field, filled_in, form, take
from cogs.replies.presses import Press, answer

Interaction = discord.Interaction[CanonkeeperBot]

MOST_BYTES = 25_000_000
"""Of the zip itself."""


class PacksCog(commands.Cog):
    def __init__(self, packs: Packs) -> None:
        self._packs = packs

    def join(self, admin: app_commands.Group) -> None:
        into = app_commands.Group(name="pack", description="Documents, rulings and questions as one file")
        admin.add_command(into)
        join(into, "import", self.import_)
        join(into, "export", self.export)
        join(into, "list", self.listing)

    @app_commands.describe(file="A pack (.zip)")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Bring in a pack: you see what would change first."""
        if file.size > MOST_BYTES:
            raise UserError(
                f"That file has {file.size / 1_000_000:.1f} MB; {MOST_BYTES // 1_000_000} MB is the most."
            )
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            content = await file.read()
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            raise UserError("Discord would not give me that file. Send it again.") from None
        look = await self._packs.offer(
            interaction.guild_id or 0, interaction.user.id, file.filename, content, interaction.id
        )
        await interaction.edit_original_response(view=cards.preview(look))

    async def export(self, interaction: Interaction) -> None:
        """What this server added, as a pack for others."""
        await interaction.response.send_modal(
            form(
                keys.EXPORT,
                "Export a pack",
                field("name", "Name", "The same name again is an update of it", most=60),
                field("version", "Version", "Such as 1, or 2026-11", most=30),
                field("license", "Licence", "What others may do with it", most=100),
                field("description", "What it is", most=500, lines=True, required=False),
            )
        )

    async def listing(self, interaction: Interaction) -> None:
        """The packs that this server has."""
        held = await self._packs.held(interaction.guild_id or 0)
        await answer(interaction, cards.listing(held), private=True)

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.EXPORT, self._export)

    async def _export(self, interaction: Interaction, _: re.Match[str]) -> None:
        await moderating(interaction)
        told = filled_in(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        words = (told.get(word, "") for word in ("name", "version", "license", "description"))
        pack = await self._packs.export(interaction.guild_id or 0, *words)
        content = await asyncio.to_thread(exchange.write_pack, pack)
        if len(content) > interaction.filesize_limit:
            raise UserError(
                "The pack is too large for Discord. The host finds the documents in the database."
            )
        file = f"{pack.slug}.zip"
        await interaction.edit_original_response(
            view=cards.exported(pack, file, len(content)),
            attachments=[discord.File(io.BytesIO(content), file)],
        )


class PackPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.PAGE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        packs = interaction.client.services.packs
        look = await packs.look(interaction.guild_id or 0, self.match["pending"])
        await interaction.edit_original_response(view=cards.preview(look, int(self.match["page"])))


class ApplyPack(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.APPLY):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        await interaction.response.defer()
        packs, server_id, pending = (
            interaction.client.services.packs,
            interaction.guild_id or 0,
            self.match["pending"],
        )

        async def back() -> ui.LayoutView:
            return cards.preview(await packs.look(server_id, pending))

        async with reading(interaction, back) as progress:
            change = await packs.apply(server_id, pending, interaction.user.id, progress)
            await interaction.edit_original_response(view=cards.applied(change))


class CancelPack(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CANCEL):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        packs = interaction.client.services.packs
        if not await packs.cancel(interaction.guild_id or 0, self.match["pending"]):
            raise UserError("That pack was brought in or cancelled already.")
        await interaction.response.edit_message(view=admin_cards.done("Cancelled: nothing was stored."))


class PackQuestions(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.QUESTIONS):
    """Its list of questions goes the way of every import: a preview of its own, and an undo of its own."""

    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        services, server_id = interaction.client.services, interaction.guild_id or 0
        questions = await services.packs.questions(server_id, self.match["pending"])
        if questions is None:
            raise UserError("That pack holds no list of questions.")
        look = await services.imports.offer(
            server_id, interaction.user.id, exchange.QUESTIONS, questions, interaction.id
        )
        await interaction.followup.send(view=import_cards.preview(look), ephemeral=True)


class RemovePack(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE):
    """The first press asks, the second does it."""

    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        packs, server_id = interaction.client.services.packs, interaction.guild_id or 0
        if self.match["sure"] is None:
            view = cards.ask_remove(await packs.one(server_id, self.match["slug"]))
            await answer(interaction, view, private=True)
            return
        await interaction.response.defer()
        change = await packs.remove(server_id, self.match["slug"], interaction.user.id, interaction.id)
        await interaction.edit_original_response(view=edit_cards.changed(change))


async def setup(bot: CanonkeeperBot) -> None:
    bot.add_dynamic_items(PackPage, ApplyPack, CancelPack, PackQuestions, RemovePack)
    cog = PacksCog(bot.services.packs)
    cog.join(group(bot, "admin"))
    await bot.add_cog(cog)
