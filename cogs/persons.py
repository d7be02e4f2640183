"""`/admin person`: who is known here, under which names, who is the same as whom."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial

import discord
from discord import app_commands, ui
from discord.ext import commands

from bot.client import CanonkeeperBot
from bot.curation import Change
from bot.errors import UserError
from bot.persons import Person, Persons
from cogs.doors import erasing, moderating
from cogs.edits import carry_out
from cogs.groups import group, join
from cogs.replies import naming
from cogs.replies import person_keys as keys
from cogs.replies import persons as cards
from cogs.replies.forms import filled_in, take, ticked
from cogs.replies.offers import offer
from cogs.replies.presses import Press, answer, chosen, turn_page

Interaction = discord.Interaction[CanonkeeperBot]

Name = app_commands.Range[str, 1, 100]


class PersonsCog(commands.Cog):
    def __init__(self, persons: Persons) -> None:
        self._persons = persons

    def join(self, admin: app_commands.Group) -> None:
        into = app_commands.Group(name="person", description="Who is known here, and by which names")
        admin.add_command(into)
        join(into, "add", self.add)
        join(into, "show", self.show).autocomplete("person")(self.names)

    async def add(self, interaction: Interaction) -> None:
        """Add somebody, with other names and a role."""
        await interaction.response.send_modal(cards.add())

    @app_commands.describe(person="Choose one from the list")
    async def show(self, interaction: Interaction, person: Name) -> None:
        """Look at a person; rename, merge or split them."""
        found = await self._persons.find(interaction.guild_id or 0, person)
        await answer(interaction, cards.person(found), private=True)

    async def names(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await offer(self._persons.suggest(interaction.guild_id or 0, typed))

    @commands.Cog.listener("on_interaction")
    async def form_came_back(self, interaction: Interaction) -> None:
        await take(interaction, keys.ADD, self._added)
        await take(interaction, keys.FILLED, self._filled)
        await take(interaction, keys.MERGE_OTHER, self._merge_other)
        await take(interaction, keys.APART_OTHER, self._apart_other)

    async def _added(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        filled = filled_in(interaction)
        change = partial(
            self._persons.add,
            interaction.guild_id or 0,
            interaction.user.id,
            _entry(interaction),
            filled.get("name", ""),
            naming.written(filled, "others"),
            filled.get("role", ""),
            filled.get("pronoun", ""),
            filled.get("note", ""),
        )
        await carry_out(interaction, change, cards.changed)

    async def _filled(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        person_id = match["person"]
        change = await self._asked(interaction, match["form"], person_id, match["stamp"])
        await carry_out(interaction, change, lambda made: cards.changed(made, person_id))

    async def _asked(
        self, interaction: Interaction, asked: str, person_id: str, stamp: str
    ) -> Callable[[], Awaitable[Change]]:
        """What a form wants done."""
        filled = filled_in(interaction)
        seen = interaction.guild_id or 0, interaction.user.id, _entry(interaction), person_id, stamp
        name = filled.get("name", "")
        match asked:
            case "rename":
                return partial(self._persons.rename, *seen, name)
            case "names":
                return partial(self._persons.call, *seen, naming.written(filled, "others"))
            case "role":
                role, pronoun, note = (filled.get(word, "") for word in ("role", "pronoun", "note"))
                return partial(self._persons.describe, *seen, role, pronoun, note)
            case _:
                theirs = await self._theirs(interaction, person_id, filled)
                return partial(self._persons.split, *seen, theirs, name)

    async def _theirs(self, interaction: Interaction, person_id: str, filled: dict[str, str]) -> list[str]:
        """The names that were ticked, or written."""
        if ticks := ticked(interaction, "theirs"):
            person = await self._persons.get(interaction.guild_id or 0, person_id)
            return [one for one in (*person.others, *person.found) if cards.mark(one) in ticks]
        return [line.strip() for line in filled.get("theirs", "").splitlines() if line.strip()]

    async def _merge_other(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        other = await self._persons.find(interaction.guild_id or 0, filled_in(interaction).get("name", ""))
        await _look(interaction, match["person"], other.id)

    async def _apart_other(self, interaction: Interaction, match: re.Match[str]) -> None:
        await moderating(interaction)
        await _part(interaction, match["person"], filled_in(interaction).get("name", ""))


def _entry(interaction: Interaction) -> str:
    """The line of the log: the same for a press that comes twice."""
    return f"person:{interaction.id}"


async def _person(interaction: Interaction, person_id: str) -> Person:
    """For whoever may moderate now. Raises UserError."""
    await moderating(interaction)
    return await interaction.client.services.persons.get(interaction.guild_id or 0, person_id)


async def _look(interaction: Interaction, kept_id: str, gone_id: str) -> None:
    merging = await interaction.client.services.persons.merging(interaction.guild_id or 0, kept_id, gone_id)
    await turn_page(interaction, cards.merging(merging))


async def _part(interaction: Interaction, person_id: str, other: str) -> None:
    change = partial(
        interaction.client.services.persons.part,
        interaction.guild_id or 0,
        interaction.user.id,
        _entry(interaction),
        person_id,
        other,
    )
    await carry_out(interaction, change, lambda made: cards.changed(made, person_id))


class Show(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SHOW):
    async def pressed(self, interaction: Interaction) -> None:
        await turn_page(interaction, cards.person(await _person(interaction, self.match["person"])))


class Rename(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.RENAME):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        await interaction.response.send_modal(cards.rename(found))


class OtherNames(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.NAMES):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        await interaction.response.send_modal(cards.other_names(found))


class Describe(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.ROLE):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        await interaction.response.send_modal(cards.describe(found))


class Split(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.SPLIT):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        if not found.others and not found.found:
            raise UserError("That person has only one name, so there is nothing to split.")
        await interaction.response.send_modal(cards.split(found))


class Merge(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        likely = await interaction.client.services.persons.likely(interaction.guild_id or 0, found)
        await turn_page(interaction, cards.pick_merge(found, likely))


class MergeWith(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.MERGE_WITH):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _look(interaction, self.match["person"], chosen(interaction).removeprefix("p"))


class MergeOther(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE_OTHER):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        await interaction.response.send_modal(cards.other("merge_other", found))


class MergeLook(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE_LOOK):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _look(interaction, self.match["person"], self.match["other"])


class MergeSure(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.MERGE_SURE):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        kept, gone = self.match["person"], self.match["other"]
        change = partial(
            interaction.client.services.persons.merge,
            interaction.guild_id or 0,
            interaction.user.id,
            _entry(interaction),
            kept,
            gone,
            self.match["stamp"],
        )
        await carry_out(interaction, change, lambda made: cards.changed(made, kept))


class Apart(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.APART):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        likely = await interaction.client.services.persons.likely(interaction.guild_id or 0, found)
        await turn_page(interaction, cards.pick_apart(found, likely))


class ApartFrom(Press, ui.DynamicItem[ui.Select[ui.LayoutView]], template=keys.APART_FROM):
    async def pressed(self, interaction: Interaction) -> None:
        await moderating(interaction)
        await _part(interaction, self.match["person"], chosen(interaction))


class ApartOther(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.APART_OTHER):
    async def pressed(self, interaction: Interaction) -> None:
        found = await _person(interaction, self.match["person"])
        await interaction.response.send_modal(cards.other("apart_other", found))


class Remove(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        found = await _person(interaction, self.match["person"])
        await turn_page(interaction, cards.ask_remove(found))


class RemoveSure(Press, ui.DynamicItem[ui.Button[ui.LayoutView]], template=keys.REMOVE_SURE):
    async def pressed(self, interaction: Interaction) -> None:
        await erasing(interaction)
        change = partial(
            interaction.client.services.persons.remove,
            interaction.guild_id or 0,
            interaction.user.id,
            _entry(interaction),
            self.match["person"],
        )
        await carry_out(interaction, change, cards.changed)


BUTTONS = (
    *(Show, Rename, OtherNames, Describe, Split),
    *(Merge, MergeWith, MergeOther, MergeLook, MergeSure),
    *(Apart, ApartFrom, ApartOther, Remove, RemoveSure),
)


async def setup(bot: CanonkeeperBot) -> None:
    cog = PersonsCog(bot.services.persons)
    cog.join(group(bot, "admin"))
    bot.add_dynamic_items(*BUTTONS)
    await bot.add_cog(cog)
