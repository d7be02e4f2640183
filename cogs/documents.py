"""`/admin document`: texts that a server adds, and all documents that its answers come from."""

from __future__ import annotations

import asyncio
import re

import aiohttp
import discord
from discord import app_commands
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.documents import MOST_FILE, Documents, head_from
from bot.errors import UserError
from bot.replacements import Replacements
from bot.uploads import Uploads
from bot.waiting_texts import Sent
from cogs.document_buttons import BUTTONS, reading
from cogs.doors import erasing, moderating
from cogs.groups import group, join
from cogs.replies import document_keys as keys
from cogs.replies import documents as cards
from cogs.replies import edits as edit_cards
from cogs.replies import uploads as upload_cards
from cogs.replies.forms import filled_in, take
from cogs.replies.offers import offer
from cogs.replies.presses import answer, on_private_card

Interaction = discord.Interaction[CanonkeeperBot]
Text = app_commands.Range[str, 1, 100]


class DocumentsCog(commands.Cog):
    def __init__(self, documents: Documents, uploads: Uploads, replacements: Replacements) -> None:
        self._documents = documents
        self._uploads = uploads
        self._replacements = replacements
        self._task: asyncio.Task[None] | None = None

    def join(self, admin: app_commands.Group) -> None:
        into = app_commands.Group(name="document", description="The texts that answers come from")
        admin.add_command(into)
        join(into, "add", self.add)
        join(into, "paste", self.paste)
        join(into, "list", self.list_)
        join(into, "show", self.show).autocomplete("document")(self.suggest)
        join(into, "replace", self.replace).autocomplete("document")(self.suggest_own)

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Once: Discord may say "ready" again."""
        if self._task is None:
            self._task = asyncio.create_task(self._documents.run(), name="removed documents")

    async def cog_unload(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    # --- commands ----------------------------------------------------------------------------------------

    @app_commands.describe(
        file="A text, web page or book (.txt .md .html .epub), up to 10 MB",
        file2="Another",
        file3="Another",
        file4="Another",
        file5="Another",
    )
    async def add(
        self,
        interaction: Interaction,
        file: discord.Attachment,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        file4: discord.Attachment | None = None,
        file5: discord.Attachment | None = None,
    ) -> None:
        """Add texts; you see what was understood before anything is stored."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        sent = [await _fetched(one) for one in (file, file2, file3, file4, file5) if one is not None]
        async with reading(interaction) as progress:
            found = await self._uploads.offer(
                interaction.guild_id or 0, interaction.user.id, interaction.id, sent, progress=progress
            )
            await interaction.edit_original_response(view=upload_cards.preview(found))

    async def paste(self, interaction: Interaction) -> None:
        """Add a text of up to 4,000 characters by pasting it."""
        await interaction.response.send_modal(upload_cards.paste_form())

    async def list_(self, interaction: Interaction) -> None:
        """All documents: this server’s own, its packs’ and the host’s."""
        found = await self._documents.page(interaction.guild_id or 0, 0)
        await answer(interaction, cards.listed(*found), private=True)

    @app_commands.describe(document="Its title")
    async def show(self, interaction: Interaction, document: Text) -> None:
        """One document, with buttons to edit, hide or remove it."""
        found = await self._documents.show(interaction.guild_id or 0, document)
        await answer(interaction, cards.one(found), private=True)

    @app_commands.describe(document="Which one", file="The new text, the same kind of file, up to 10 MB")
    async def replace(self, interaction: Interaction, document: Text, file: discord.Attachment) -> None:
        """Give a document a new text; you see first what changes."""
        await erasing(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        sent = await _fetched(file)
        async with reading(interaction) as progress:
            found = await self._replacements.offer(
                interaction.guild_id or 0, interaction.user.id, interaction.id, document, sent, progress
            )
            await interaction.edit_original_response(view=upload_cards.exchange(found))

    async def suggest(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._documents.suggest(interaction.guild_id or 0, typed))

    async def suggest_own(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._documents.suggest(interaction.guild_id or 0, typed, own=True))

    # --- forms -------------------------------------------------------------------------------------------

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.PASTE, self._pasted)
        await take(interaction, keys.MEND, self._mended)
        await take(interaction, keys.EDIT, self._edited)

    async def _pasted(self, interaction: Interaction, _: re.Match[str]) -> None:
        await moderating(interaction)
        written = filled_in(interaction)
        wrong = None
        try:
            head = head_from(written)
        except UserError as error:  # the text isn't lost for it
            wrong, head = error, head_from({**written, "published": "", "url": ""})
        content = written.get("text", "").encode("utf-8", "replace")
        await interaction.response.defer(ephemeral=True, thinking=True)
        sent = Sent(f"{head['title'] or 'pasted text'}.txt", len(content), content)
        async with reading(interaction) as progress:
            found = await self._uploads.offer(
                interaction.guild_id or 0, interaction.user.id, interaction.id, [sent], head, progress
            )
            await interaction.edit_original_response(view=upload_cards.preview(found))
        if wrong is not None and found.id:
            await interaction.followup.send(
                f"{wrong} I left date and address out; **Mend** adds them.", ephemeral=True
            )

    async def _mended(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        head = head_from(filled_in(interaction))
        await interaction.response.defer()
        async with reading(interaction) as progress:
            found = await self._uploads.mend(
                interaction.guild_id or 0, match["pending"], int(match["file"]), head, progress
            )
            await interaction.edit_original_response(view=upload_cards.preview(found, int(match["file"])))

    async def _edited(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        head = head_from(filled_in(interaction))
        await interaction.response.defer(ephemeral=True, thinking=not on_private_card(interaction))
        async with reading(interaction) as progress:
            change = await self._documents.edit(
                interaction.guild_id or 0,
                interaction.user.id,
                interaction.id,
                match["document"],
                head,
                progress,
            )
            await interaction.edit_original_response(view=edit_cards.changed(change))


async def _fetched(file: discord.Attachment) -> Sent:
    """What is too large isn't fetched at all."""
    if file.size > MOST_FILE:
        return Sent(file.filename, file.size, None)
    try:
        return Sent(file.filename, file.size, await file.read())
    except (discord.HTTPException, aiohttp.ClientError, OSError):
        raise UserError("Discord would not give me that file. Send it again.") from None


async def setup(bot: CanonkeeperBot) -> None:
    cog = DocumentsCog(bot.services.documents, bot.services.uploads, bot.services.replacements)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(cog)
