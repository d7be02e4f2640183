"""Every press and every form of the moderators refuses whoever may not, whatever its id says.

Nothing here is written down button by button: what a cog registers is found, and what isn't named below as
the members' own has to ask for the rights before anything else. So a new button without that question fails.
"""

from __future__ import annotations

import ast
import importlib
import itertools
from collections.abc import Iterator
from typing import Any, get_args

import discord
from discord import ui
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.enums import InteractionType
from simcord.results import InteractionResult

from bot.client import CanonkeeperBot
from bot.settings import ROOT
from tests.cogs.moderating import guild, let_in, moderator
from tests.conftest import World

MEMBERS = {
    *("canon", "quotes", "search", "sources", "places", "daily", "trivia", "scores", "reports"),
    *("corrections.Keep", "privacy.Export", "privacy.Ask", "privacy.Erase"),
}
"""Cogs, or single presses of theirs, that are for everybody. `Keep` does nothing: it closes a question."""

ERASING = {
    *("persons.Remove", "persons.RemoveSure", "topics.Remove", "topics.RemoveSure"),
    *("document_buttons.Remove", "document_buttons.Compare", "document_buttons.Replace"),
    *("document_buttons.Leave", "packs.ApplyPack", "packs.RemovePack", "imports.UndoImport"),
    *("corrections.Reset", "corrections.Undo", "schedule_buttons.Remove", "schedule_buttons.RemoveSure"),
    *("privacy.EraseMember", "privacy.DELETE_ALL", "ruling_versions.Revert", "repairs.Hide"),
}
"""What takes something away that others made: a rule under Integrations is not enough for it."""

NOT_MODERATING = "You can’t use the moderators’ commands here any more."
NOT_ERASING = "For this you need the permission “Manage Server” in this server, or the role"
NOT_MANAGING = "For this you need the permission “Manage Server” in this server."
REFUSALS = (NOT_MODERATING, NOT_ERASING, NOT_MANAGING)
BROKE = "Something broke on my side"


def fitting(template: str) -> list[str]:
    """An id for each way through a template: with and without its optional parts, every word in it."""
    return [*_texts(importlib.import_module("re._parser").parse(template))]


def _texts(parsed: Any) -> Iterator[str]:
    for parts in itertools.product(*(_ways(str(one), of) for one, of in parsed)):
        yield "".join(parts)


def _ways(one: str, of: Any) -> list[str]:
    match one, of:
        case "LITERAL", code:
            return [chr(code)]
        case "IN", several:
            return _characters({str(kind): inner for kind, inner in several}, several)
        case "MAX_REPEAT", [0, 1, inner]:
            return ["", *_texts(inner)]
        case "MAX_REPEAT", [least, _, inner]:
            return [text * max(least, 1) for text in _texts(inner)]
        case "SUBPATTERN", [*_, inner]:
            return [*_texts(inner)]
        case "BRANCH", [_, branches]:
            return [text for branch in branches for text in _texts(branch)]
        case _:
            raise AssertionError(f"No id is made of {one} yet: teach it here.")


def _characters(kinds: dict[str, Any], several: Any) -> list[str]:
    """Of a class like [01] every one, of one like [0-9a-f] or \\w any one."""
    if "CATEGORY" in kinds:
        return ["1"]
    return [chr(kinds["RANGE"][0])] if "RANGE" in kinds else [chr(code) for _, code in several]


def presses(world: World) -> Iterator[tuple[str, bool, str]]:
    """Every press of the moderators: its name, whether it is a menu, and an id."""
    bot = world.env.bot
    assert isinstance(bot, CanonkeeperBot)
    for template, item in bot._connection._view_store._dynamic_items.items():
        cog = item.__module__.removeprefix("cogs.")
        if not {cog, name := f"{cog}.{item.__name__}"} & MEMBERS:
            [base] = [one for one in vars(item)["__orig_bases__"] if get_args(one)]
            menu = getattr(get_args(base)[0], "__origin__", None) is not ui.Button
            for key in fitting(template.pattern):
                yield name, menu, key


def forms() -> Iterator[tuple[str, str]]:
    """Every form of the moderators that can come back: its name and an id."""
    for cog in (ROOT / "cogs").glob("*.py"):
        for node in ast.walk(ast.parse(cog.read_text())):
            match node:
                case ast.Call(func=ast.Name("take"), args=[_, ast.Attribute(ast.Name(keys), word), _]):
                    if cog.stem not in MEMBERS:
                        module = getattr(importlib.import_module(f"cogs.{cog.stem}"), keys)
                        for key in fitting(getattr(module, word)):
                            yield f"{cog.stem}.{word}", key
                case _:
                    pass


async def press(world: World, who: MemberActor, menu: bool, key: str) -> InteractionResult:
    view = ui.LayoutView(timeout=None)
    option = discord.SelectOption(label="x", value="1")
    item: ui.Item[Any] = (
        ui.Select(custom_id=key, options=[option]) if menu else ui.Button(label="x", custom_id=key)
    )
    view.add_item(ui.ActionRow(item))
    view.stop()
    there = world.env.bot.get_channel(world.channel.id)
    assert isinstance(there, discord.TextChannel)
    message = await there.send(view=view)
    if menu:
        return await who.select(message, ["1"], custom_id=key)
    return await who.click(message, custom_id=key)


async def send(who: MemberActor, channel: ChannelHandle, key: str, **values: str) -> InteractionResult:
    """A form that was opened before, by somebody who might."""
    parts = [
        {
            "type": 18,
            "id": number,
            "component": {"type": 4, "id": 50 + number, "custom_id": word, "value": said},
        }
        for number, (word, said) in enumerate(values.items(), 1)
    ]
    data = {"custom_id": key, "components": parts}
    return await who._dispatch_interaction(InteractionType.MODAL_SUBMIT, channel, data)


def told(result: InteractionResult) -> str:
    """All that one reads of it, whatever kind of answer it is."""
    if result.modal is not None:
        return f"a form: {result.modal['title']}"
    shows = [*filter(None, [result.response]), *result.followups]
    return " ".join(f"{one.content} {one.components}" for one in shows)


async def everything(world: World, who: MemberActor) -> dict[tuple[str, str], str]:
    """What is told of each press and form, by its name and id."""
    found = {(name, key): told(await press(world, who, menu, key)) for name, menu, key in presses(world)}
    for name, key in forms():
        found[name, key] = told(await send(who, world.channel, key, name="x", words="x"))
    return found


def refusal(said: str) -> str | None:
    return next((one for one in REFUSALS if said.startswith(one)), None)


async def log(world: World) -> int:
    rows = await world.services.servers.database.fetch("select count(*) from moderation_log")
    return int(rows[0][0])


async def test_members_are_refused_everything_of_the_moderators(world: World) -> None:
    found = await everything(world, world.member)
    assert len({name for name, _ in found}) > 100
    for (name, key), said in found.items():
        assert refusal(said) == (NOT_ERASING if name in ERASING else NOT_MODERATING), (name, key, said)
    assert await log(world) == 0


async def test_a_rule_under_integrations_is_not_enough_to_erase(world: World) -> None:
    helpers = guild(world).create_role("Helpers")
    await let_in(world, helpers)
    opal = guild(world).add_member(world.env.create_user("Opal"), roles=[helpers])
    for (name, key), said in (await everything(world, opal)).items():
        replaces = name == "imports.Apply" and key.endswith(":all")
        erases = name in ERASING or replaces
        expected = NOT_ERASING if erases else NOT_MANAGING if "moderator_role" in key else None
        assert refusal(said) == expected, (name, key, said)


async def test_whatever_an_old_button_says_nothing_breaks(world: World) -> None:
    """A moderator presses everything, with ids of what there never was or is no more."""
    for (name, key), said in (await everything(world, moderator(world))).items():
        assert said and BROKE not in said and not refusal(said), (name, key, said)
