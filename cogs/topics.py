"""`/admin topic`: what one can ask the canon about here: pairings, characters, events and claims."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.curation import Change
from bot.topics import KINDS as SORTS
from bot.topics import Topic, Topics
from cogs.doors import erasing, moderating
from cogs.edits import carry_out
from cogs.groups import group, join
from cogs.replies import naming
from cogs.replies import topic_keys as keys
from cogs.replies import topics as cards
from cogs.replies.forms import filled_in, take
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer, chosen, turn_page

Interaction = discord.Interaction[CanonkeeperBot]

Name = app_commands.Range[str, 1, 100]
KINDS = [app_commands.Choice(name=kind.capitalize(), value=kind) for kind in SORTS]


class TopicsCog(commands.Cog):
    def __init__(self, topics: Topics) -> None:
        self._topics = topics

    def join(self, admin: app_commands.Group) -> None:
        into = app_commands.Group(name="topic", description="What can be asked for here")
        admin.add_command(into)
        join(into, "add", self.add)
        join(into, "show", self.show).autocomplete("topic")(self.names)

    @app_commands.describe(kind="What it is")
    @app_commands.choices(kind=KINDS)
    async def add(self, interaction: Interaction, kind: str) -> None:
        """Add a topic, with its members and names."""
        await interaction.response.send_modal(cards.add(kind))

    @app_commands.describe(topic="Choose one from the list")
    async def show(self, interaction: Interaction, topic: Name) -> None:
        """Look at a topic; rename, change or merge it."""
        found = await self._topics.find(interaction.guild_id or 0, topic)
        await answer(interaction, cards.topic(found), private=True)

    async def names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._topics.suggest(interaction.guild_id or 0, typed))

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.ADD, self._added)
        await take(interaction, keys.FILLED, self._filled)
        await take(interaction, keys.MERGE_OTHER, self._merge_other)

    async def _added(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        filled = filled_in(interaction)
        change = partial(
            self._topics.add,
            interaction.guild_id or 0,
            interaction.user.id,
            _entry(interaction),
            match["kind"],
            filled.get("name", ""),
            filled.get("members", ""),
            naming.written(filled, "others"),
            naming.written(filled, "asks"),
            filled.get("date", ""),
        )
        await carry_out(interaction, change, cards.changed)

    async def _filled(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        topic_id = match["topic"]
        change = self._asked(interaction, match["form"], topic_id, match["stamp"])
        await carry_out(interaction, change, lambda made: cards.changed(made, topic_id))

    def _asked(
        self, interaction: Interaction, asked: str, topic_id: str, stamp: str
    ) -> Callable[[], Awaitable[Change]]:
        """What a form wants done."""
        filled = filled_in(interaction)
        seen = interaction.guild_id or 0, interaction.user.id, _entry(interaction), topic_id, stamp
        match asked:
            case "rename":
                return partial(self._topics.rename, *seen, filled.get("name", ""), filled.get("date", ""))
            case "names":
                lists = naming.written(filled, "others"), naming.written(filled, "asks")
                return partial(self._topics.call, *seen, *lists)
            case _:
                return partial(self._topics.belong, *seen, filled.get("members", ""))

    async def _merge_other(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        other = await self._topics.find(interaction.guild_id or 0, filled_in(interaction).get("name", ""))
        await _look(interaction, match["topic"], other.id)


def _entry(interaction: Interaction) -> str:
    """The line of the log: the same for a press that comes twice."""
    return f"topic:{interaction.id}"


async def _topic(interaction: Interaction, topic_id: str) -> Topic:
    """For whoever may moderate now. Raises UserError."""
    await moderating(interaction)
    return await interaction.client.services.topics.get(interaction.guild_id or 0, topic_id)


async def _look(interaction: Interaction, kept_id: str, gone_id: str) -> None:
    merging = await interaction.client.services.topics.merging(interaction.guild_id or 0, kept_id, gone_id)
    await turn_page(interaction, cards.merging(merging))


class Show(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SHOW):
    async def pressed(self, interaction: Interaction) -> None:
        await turn_page(interaction, cards.topic(await _topic(interaction, self.match["topic"])))


class Rename(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.RENAME):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _topic(interaction, self.match["topic"])
        await interaction.response.send_modal(cards.rename(found))


class OtherNames(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.NAMES):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _topic(interaction, self.match["topic"])
        await interaction.response.send_modal(cards.other_names(found))


class Members(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MEMBERS):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _topic(interaction, self.match["topic"])
        await interaction.response.send_modal(cards.members(found))


class Merge(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _topic(interaction, self.match["topic"])
        likely = await interaction.client.services.topics.likely(interaction.guild_id or 0, found)
        await turn_page(interaction, cards.pick_merge(found, likely))


class MergeWith(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.MERGE_WITH):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _look(interaction, self.match["topic"], chosen(interaction))


class MergeOther(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE_OTHER):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _topic(interaction, self.match["topic"])
        await interaction.response.send_modal(cards.other(found))


class MergeLook(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE_LOOK):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _look(interaction, self.match["topic"], self.match["other"])


class MergeSure(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE_SURE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        kept, gone = self.match["topic"], self.match["other"]
        change = partial(
            interaction.client.services.topics.merge,
            interaction.guild_id or 0,
            interaction.user.id,
            _entry(interaction),
            kept,
            gone,
            self.match["stamp"],
        )
        await carry_out(interaction, change, lambda made: cards.changed(made, kept))


class Remove(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        found = await _topic(interaction, self.match["topic"])
        await turn_page(interaction, cards.ask_remove(found))


class RemoveSure(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE_SURE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        change = partial(
            interaction.client.services.topics.remove,
            interaction.guild_id or 0,
            interaction.user.id,
            _entry(interaction),
            self.match["topic"],
        )
        await carry_out(interaction, change, cards.changed)


BUTTONS = (
    *(Show, Rename, OtherNames, Members),
    *(Merge, MergeWith, MergeOther, MergeLook, MergeSure, Remove, RemoveSure),
)


async def setup(bot: CanonkeeperBot) -> None:
    cog = TopicsCog(bot.services.topics)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(cog)
