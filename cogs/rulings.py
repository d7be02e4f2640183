"""`/admin ruling`: a ruling is written on a card that lasts, and published from its preview; and drafts."""

from __future__ import annotations

import re

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.errors import UserError
from bot.models import Stance, Verdict
from bot.ruling_desks import Desk, RulingDesks
from bot.rulings import Rulings
from cogs.doors import moderating
from cogs.groups import group, join
from cogs.replies import ruling_keys as keys
from cogs.replies import ruling_versions as version_cards
from cogs.replies import rulings as cards
from cogs.replies.forms import filled_in, take
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer, chosen, turn_page

Interaction = discord.Interaction[CanonkeeperBot]

Name = app_commands.Range[str, 1, 100]


class RulingsCog(commands.Cog):
    def __init__(self, rulings: Rulings, desks: RulingDesks) -> None:
        self._rulings = rulings
        self._desks = desks

    def join(self, admin: app_commands.Group) -> None:
        into = app_commands.Group(name="ruling", description="What counts as canon here")
        join(into, "write", self.write).autocomplete("topic")(self.topics)
        join(into, "history", self.history).autocomplete("topic")(self.topics)
        join(into, "drafts", self.drafts)
        admin.add_command(into)

    @app_commands.describe(topic="Choose one from the list")
    async def write(self, interaction: Interaction, topic: Name) -> None:
        """Rule on a topic, or change its ruling."""
        server_id = interaction.guild_id or 0
        desk = await self._desks.open(server_id, interaction.user.id, topic, interaction.id)
        await answer(interaction, await _desk(interaction, desk), private=True)

    @app_commands.describe(topic="Choose one from the list")
    async def history(self, interaction: Interaction, topic: Name) -> None:
        """Every version of a ruling, and the way back."""
        server_id = interaction.guild_id or 0
        found = await self._rulings.history(server_id, await self._rulings.topic(server_id, topic))
        await answer(interaction, version_cards.history(found), private=True)

    async def drafts(self, interaction: Interaction) -> None:
        """Topics without a ruling of which documents speak clearly."""
        found = await self._rulings.drafts(interaction.guild_id or 0, 0)
        await answer(interaction, cards.drafts(*found), private=True)

    async def topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._rulings.suggest(interaction.guild_id or 0, typed))

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.WORDS, self._words_written)
        await take(interaction, keys.FIND, self._searched)

    async def _words_written(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        written = filled_in(interaction)
        desk = await self._desks.set_words(
            interaction.guild_id or 0, match["desk"], written.get("scope", ""), written.get("says", "")
        )
        await turn_page(interaction, await _desk(interaction, desk))

    async def _searched(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        wanted = filled_in(interaction).get("words", "")
        found = await self._desks.search(interaction.guild_id or 0, match["desk"], wanted)
        await turn_page(interaction, cards.evidence(found))


async def _desk(interaction: Interaction, desk: Desk) -> ui.LayoutView:
    desks = interaction.client.services.ruling_desks
    return cards.desk(desk, await desks.chosen(interaction.guild_id or 0, desk))


def _picked(interaction: Interaction) -> list[str]:
    """All that was picked in a menu."""
    return [str(one) for one in (interaction.data or {}).get("values") or []]


class ShowDesk(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.DESK):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks = interaction.client.services.ruling_desks
        desk = await desks.get(interaction.guild_id or 0, self.match["desk"])
        await turn_page(interaction, await _desk(interaction, desk))


class ChooseVerdict(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.VERDICT):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        if chosen(interaction) not in set(Verdict):
            raise UserError("Choose a verdict from the list.")
        desks, verdict = interaction.client.services.ruling_desks, Verdict(chosen(interaction))
        desk = await desks.set_verdict(interaction.guild_id or 0, self.match["desk"], verdict)
        await turn_page(interaction, await _desk(interaction, desk))


class WriteWords(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.WORDS):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks = interaction.client.services.ruling_desks
        desk = await desks.get(interaction.guild_id or 0, self.match["desk"])
        await interaction.response.send_modal(cards.words_form(desk))


class ShowEvidence(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.EVIDENCE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks, page = interaction.client.services.ruling_desks, int(self.match["page"])
        found = await desks.found(interaction.guild_id or 0, self.match["desk"], page)
        await turn_page(interaction, cards.evidence(found))


class ChooseEvidence(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.CHOOSE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        found = await interaction.client.services.ruling_desks.choose(
            interaction.guild_id or 0,
            self.match["desk"],
            int(self.match["page"]),
            _picked(interaction),
            Stance(self.match["stance"]),
        )
        await turn_page(interaction, cards.evidence(found))


class TakeOff(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.TAKE_OFF):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks, page = interaction.client.services.ruling_desks, int(self.match["page"])
        found = await desks.take_off(
            interaction.guild_id or 0, self.match["desk"], page, _picked(interaction)
        )
        await turn_page(interaction, cards.evidence(found))


class Find(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.FIND):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks = interaction.client.services.ruling_desks
        desk = await desks.get(interaction.guild_id or 0, self.match["desk"])
        await interaction.response.send_modal(cards.find_form(desk))


class FindAll(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.FIND_ALL):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks = interaction.client.services.ruling_desks
        found = await desks.search(interaction.guild_id or 0, self.match["desk"], "")
        await turn_page(interaction, cards.evidence(found))


class Preview(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.PREVIEW):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks = interaction.client.services.ruling_desks
        found = await desks.preview(interaction.guild_id or 0, self.match["desk"])
        await turn_page(interaction, cards.preview(*found))


class Publish(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.PUBLISH):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        done = await interaction.client.services.ruling_desks.publish(
            interaction.guild_id or 0, self.match["desk"], interaction.user.id
        )
        await interaction.edit_original_response(view=cards.put(done))


class Cancel(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.CANCEL):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desks = interaction.client.services.ruling_desks
        desk = await desks.cancel(interaction.guild_id or 0, self.match["desk"])
        await turn_page(interaction, cards.cancelled(desk))


class DraftsPage(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.DRAFTS):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        rulings = interaction.client.services.rulings
        found = await rulings.drafts(interaction.guild_id or 0, int(self.match["page"]))
        await turn_page(interaction, cards.drafts(*found))


class WriteDraft(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.WRITE):
    """The list stays; the desk is a card of its own."""

    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        desk = await interaction.client.services.ruling_desks.open(
            interaction.guild_id or 0, interaction.user.id, "", interaction.id, self.match["draft"]
        )
        await answer(interaction, await _desk(interaction, desk), private=True)


class DismissDraft(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.DISMISS):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await interaction.response.defer()
        rulings, server_id = interaction.client.services.rulings, interaction.guild_id or 0
        change = await rulings.dismiss(
            server_id, interaction.user.id, f"draft:{interaction.id}", self.match["draft"]
        )
        found = await rulings.drafts(server_id, int(self.match["page"]))
        await interaction.edit_original_response(
            view=cards.drafts(*found, cards.dismissed(change), change.entry)
        )


async def setup(bot: CanonkeeperBot) -> None:
    cog = RulingsCog(bot.services.rulings, bot.services.ruling_desks)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(
        *(ShowDesk, ChooseVerdict, WriteWords, ShowEvidence, ChooseEvidence, TakeOff, Find, FindAll),
        *(Preview, Publish, Cancel, DraftsPage, WriteDraft, DismissDraft),
    )
    await bot.add_cog(cog)
