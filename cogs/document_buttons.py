"""The buttons and menus of documents, and what their commands share: how long work is shown."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.client import CanonkeeperBot
from bot.documents import State
from bot.errors import UserError
from bot.libraries import Progress
from cogs.doors import erasing, moderating
from cogs.replies import admin as admin_cards
from cogs.replies import document_keys as keys
from cogs.replies import documents as cards
from cogs.replies import edits as edit_cards
from cogs.replies import uploads as upload_cards
from cogs.replies.presses import Press, chosen, turn_page
from cogs.replies.text import shown

Interaction = discord.Interaction[CanonkeeperBot]
Back = Callable[[], Awaitable[ui.LayoutView]]

MOST_SAID = 600


@asynccontextmanager
async def reading(interaction: Interaction, back: Back | None = None) -> AsyncGenerator[Progress]:
    """For work that may take long, on an answer that was deferred: it shows how far it is.

    `back`: what stands there again when the work fails.
    """
    told = False

    async def progress(share: float) -> None:
        nonlocal told
        told = True
        await _put(interaction, upload_cards.reading(share))

    try:
        yield progress
    except Exception:
        if told:
            with suppress(UserError):
                await _put(interaction, await back() if back else upload_cards.stopped())
        raise


async def _put(interaction: Interaction, view: ui.LayoutView) -> None:
    """Whether or not it can be shown: the work goes on."""
    with suppress(discord.HTTPException, aiohttp.ClientError, OSError):
        await interaction.edit_original_response(view=view)


# --- documents -------------------------------------------------------------------------------------------


class ListPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LIST):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        documents = interaction.client.services.documents
        found = await documents.page(interaction.guild_id or 0, int(self.match["page"]))
        await turn_page(interaction, cards.listed(*found))


class Open(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.OPEN):
    """In a message of its own, so that the list stays."""

    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        documents = interaction.client.services.documents
        found = await documents.show(interaction.guild_id or 0, chosen(interaction))
        await interaction.response.send_message(view=cards.one(found), ephemeral=True)


class Edit(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.EDIT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        documents = interaction.client.services.documents
        found = await documents.find(interaction.guild_id or 0, self.match["document"])
        await interaction.response.send_modal(cards.edit_form(found.source))


class Kind(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.KIND):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        async with reading(interaction) as progress:
            change = await interaction.client.services.documents.edit(
                interaction.guild_id or 0,
                interaction.user.id,
                interaction.id,
                self.match["document"],
                {"kind": chosen(interaction)},
                progress,
            )
            await interaction.edit_original_response(view=edit_cards.changed(change))


async def _set_state(interaction: Interaction, document_id: str, state: State) -> None:
    await interaction.response.defer()
    async with reading(interaction) as progress:
        change = await interaction.client.services.documents.set_state(
            interaction.guild_id or 0, interaction.user.id, interaction.id, document_id, state, progress
        )
        await interaction.edit_original_response(view=edit_cards.changed(change))


class SetState(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.STATE):
    """Hide, show again, bring back."""

    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _set_state(interaction, self.match["document"], State(self.match["state"]))


class Remove(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE):
    """The first press asks, the second does it."""

    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        if self.match["sure"] is not None:
            await _set_state(interaction, self.match["document"], State.REMOVED)
            return
        documents = interaction.client.services.documents
        found = await documents.find(interaction.guild_id or 0, self.match["document"])
        await interaction.response.send_message(view=cards.ask_remove(found), ephemeral=True)


# --- previews --------------------------------------------------------------------------------------------


class OfferItem(Press):
    """Something on the preview of files."""

    @property
    def pending(self) -> str:
        return self.match["pending"]

    async def show(self, interaction: Interaction, file: int = 0, page: int = 0) -> ui.LayoutView:
        uploads = interaction.client.services.uploads
        return upload_cards.preview(await uploads.look(interaction.guild_id or 0, self.pending), file, page)


class Look(OfferItem, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LOOK):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        view = await self.show(interaction, int(self.match["file"]), int(self.match["page"]))
        await interaction.edit_original_response(view=view)


class Add(OfferItem, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ADD):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        uploads = interaction.client.services.uploads
        async with reading(interaction, lambda: self.show(interaction)) as progress:
            try:
                done = await uploads.add(
                    interaction.guild_id or 0, self.pending, interaction.user.id, progress
                )
            except UserError as error:  # it may name persons as the texts do
                raise UserError(shown(str(error), MOST_SAID)) from None
            if done is None:
                raise UserError("That was added already. Nothing was stored a second time.")
            await interaction.edit_original_response(view=upload_cards.added(done))


class Cancel(OfferItem, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CANCEL):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        if not await interaction.client.services.uploads.cancel(interaction.guild_id or 0, self.pending):
            raise UserError("That was added or cancelled already.")
        await interaction.response.edit_message(view=admin_cards.done("Cancelled: nothing was stored."))


class Mend(OfferItem, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MEND):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        offer = await interaction.client.services.uploads.look(interaction.guild_id or 0, self.pending)
        await interaction.response.send_modal(upload_cards.mend_form(offer, int(self.match["file"])))


class Sort(OfferItem, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.SORT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        file, head = int(self.match["file"]), {"kind": chosen(interaction)}
        async with reading(interaction, lambda: self.show(interaction)) as progress:
            offer = await interaction.client.services.uploads.mend(
                interaction.guild_id or 0, self.pending, file, head, progress
            )
            await interaction.edit_original_response(view=upload_cards.preview(offer, file))


class Same(OfferItem, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.SAME):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        file, values = int(self.match["file"]), _all_chosen(interaction)
        offer = await interaction.client.services.uploads.join(
            interaction.guild_id or 0, self.pending, file, values
        )
        await interaction.edit_original_response(view=upload_cards.preview(offer, file))


def _all_chosen(interaction: Interaction) -> list[str]:
    data: Any = interaction.data or {}
    return [str(value) for value in data.get("values", [])]


# --- comparisons -----------------------------------------------------------------------------------------


class ExchangeItem(Press):
    """Something on the comparison of two texts."""

    @property
    def pending(self) -> str:
        return self.match["pending"]

    async def show(self, interaction: Interaction, page: int = 0) -> ui.LayoutView:
        replacements = interaction.client.services.replacements
        return upload_cards.exchange(await replacements.look(interaction.guild_id or 0, self.pending), page)


class Compare(ExchangeItem, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.COMPARE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        await interaction.response.defer()
        view = await self.show(interaction, int(self.match["page"]))
        await interaction.edit_original_response(view=view)


class Replace(ExchangeItem, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REPLACE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        await interaction.response.defer()
        async with reading(interaction, lambda: self.show(interaction)) as progress:
            change = await interaction.client.services.replacements.replace(
                interaction.guild_id or 0, self.pending, interaction.user.id, progress
            )
            if change is None:
                raise UserError("That was applied already. Nothing was changed a second time.")
            await interaction.edit_original_response(view=edit_cards.changed(change))


class Leave(ExchangeItem, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.LEAVE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        replacements = interaction.client.services.replacements
        if not await replacements.cancel(interaction.guild_id or 0, self.pending):
            raise UserError("That was applied or cancelled already.")
        await interaction.response.edit_message(view=admin_cards.done("Cancelled: nothing was changed."))


BUTTONS = (
    ListPage,
    Open,
    Edit,
    Kind,
    SetState,
    Remove,
    Look,
    Add,
    Cancel,
    Mend,
    Sort,
    Same,
    Compare,
    Replace,
    Leave,
)
