"""`/admin trivia import`, `export` and `undo`: the server's own questions, as files."""

from __future__ import annotations

import io

import aiohttp
import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.exchange.rows import Format
from bot.imports import Imports, too_large
from cogs.doors import erasing, moderating
from cogs.groups import group, join
from cogs.replies import admin as admin_cards
from cogs.replies import admin_keys as keys
from cogs.replies import imports as cards
from cogs.replies.presses import Press, answer

Interaction = discord.Interaction[CanonkeeperBot]

FORMATS = [app_commands.Choice(name=shown, value=value) for value, shown in cards.FORMATS.items()]


class ImportsCog(commands.Cog):
    def __init__(self, imports: Imports) -> None:
        self._imports = imports

    def join(self, into: app_commands.Group) -> None:
        join(into, "import", self.import_)
        join(into, "export", self.export)
        join(into, "undo", self.undo)

    @app_commands.describe(
        file="A Red trivia list (.yaml), Open Trivia DB (.json), table (.csv) or Anki notes (.txt)"
    )
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Bring in questions from a file: you see what would change before anything is stored."""
        too_large(file.size)
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            content = await file.read()
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            raise UserError("Discord would not give me that file. Send it again.") from None
        look = await self._imports.offer(
            interaction.guild_id or 0, interaction.user.id, file.filename, content, interaction.id
        )
        await interaction.edit_original_response(view=cards.preview(look))

    @app_commands.describe(
        format="The kind of file",
        about="Only questions on this",
        level="Only this level: 1 is easy, 3 is hard",
    )
    @app_commands.choices(format=FORMATS)
    async def export(
        self,
        interaction: Interaction,
        format: str,
        about: app_commands.Range[str, 1, 80] | None = None,
        level: app_commands.Range[int, 1, 3] | None = None,
    ) -> None:
        """This server’s own questions as a file, for another bot or as a copy to keep."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        made = await self._imports.export(interaction.guild_id or 0, Format(format), about, level)
        if len(made.content) > interaction.filesize_limit:
            raise UserError(
                f"{made.questions:,} questions make a file that is too large for Discord. Export them in "
                "parts: by `level`, or by what they are `about`."
            )
        file = discord.File(io.BytesIO(made.content), made.name)
        await interaction.edit_original_response(view=cards.exported(made), attachments=[file])

    async def undo(self, interaction: Interaction) -> None:
        """Undo the last import of questions; you are asked once more."""
        await erasing(interaction)
        found = await self._imports.last(interaction.guild_id or 0)
        if found is None:
            raise UserError("There is no import to undo.")
        await answer(interaction, cards.undo(*found), private=True)


class PreviewPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.IMPORT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        look = await interaction.client.services.imports.look(
            interaction.guild_id or 0, self.match["pending"]
        )
        await interaction.edit_original_response(view=cards.preview(look, int(self.match["page"])))


class Apply(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.APPLY):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        if self.match["all"] is not None:
            await erasing(interaction)  # clashing ones take the place of what is there
        await interaction.response.defer()
        done = await interaction.client.services.imports.apply(
            interaction.guild_id or 0,
            self.match["pending"],
            interaction.user.id,
            clashing=self.match["all"] is not None,
        )
        if done is None:
            raise UserError("That import was applied already. Nothing was stored a second time.")
        await interaction.edit_original_response(view=cards.applied(done))


class Cancel(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CANCEL):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        if not await interaction.client.services.imports.cancel(
            interaction.guild_id or 0, self.match["pending"]
        ):
            raise UserError("That import was applied or cancelled already.")
        await interaction.response.edit_message(view=admin_cards.done("Cancelled: nothing was stored."))


class UndoImport(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.UNDO_IMPORT):
    """The first press asks, the second does it."""

    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        imports, server_id = interaction.client.services.imports, interaction.guild_id or 0
        if self.match["sure"] is None:
            await answer(
                interaction, cards.undo(*await imports.one(server_id, self.match["entry"])), private=True
            )
            return
        done = await imports.undo(server_id, self.match["entry"], interaction.user.id)
        if done is None:
            raise UserError("That import was undone already.")
        await interaction.response.edit_message(view=cards.undone(done))


async def setup(bot: CanonkeeperBot) -> None:
    cog = ImportsCog(bot.services.imports)
    cog.join(group(bot, "admin trivia"))
    bot.add_dynamic_items(PreviewPage, Apply, Cancel, UndoImport)
    await bot.add_cog(cog)
