"""`/admin setup`, step by step: what it shows, who may press what, and what the choices then do."""

from __future__ import annotations

import json
from typing import Any

import discord
import pytest
from simcord.actors import MemberActor
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle, RoleHandle
from simcord.components import walk_components
from simcord.enums import OverwriteType
from simcord.results import InteractionResult, ResponseMessage

from bot.models import Kind
from bot.server_settings import ServerSettings
from cogs.replies import setup as cards
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, take_permission
from tests.cogs.reading import keys, labels, parts, shown, texts
from tests.conftest import World

ROLE_SELECT, CHANNEL_SELECT = 6, 8
MANAGED = "permission “Manage Server”"


async def walk(world: World, lin: MemberActor, step: int = 1) -> ResponseMessage:
    """The message of the walk, at one of its steps."""
    card = shown(await lin.slash(world.channel, "admin setup"))
    assert card.ephemeral
    for _ in range(step - 1):
        await press(lin, card, "Next")
    return card


async def press(lin: MemberActor, card: ResponseMessage, label: str) -> InteractionResult:
    return await lin.click(card.message, label=label)


async def choose(lin: MemberActor, card: ResponseMessage, *values: Any) -> InteractionResult:
    [key] = keys(card, "setup:choose")
    return await lin.select(card.message, values, custom_id=key)


async def settings(world: World) -> ServerSettings:
    return await world.services.settings.get(guild(world).id)


async def log(world: World) -> list[tuple[str, int, Any, bool]]:
    """Action, by whom, the value after, and whether it was undone; oldest first."""
    rows = await world.services.servers.database.fetch(
        "select action, by_id, after, undone_at from moderation_log where server_id = ? order by at, action",
        [guild(world).id],
    )
    return [
        (action, by, json.loads(after or "{}").get("value"), undone is not None)
        for action, by, after, undone in rows
    ]


def forbid(world: World, channel: ChannelHandle, **denied: bool) -> None:
    bot = world.env.backend.bot_user.id
    value = discord.Permissions(**denied).value
    world.env.backend.set_overwrite(channel.id, Overwrite(bot, OverwriteType.MEMBER, 0, value))


async def keeper(world: World) -> tuple[MemberActor, RoleHandle]:
    """A member with a role that admins let use `/admin`, without Manage Server."""
    role = guild(world).create_role("Keepers")
    await let_in(world, role)
    return guild(world).add_member(world.env.create_user("Tenzin"), roles=[role]), role


async def test_one_message_from_the_first_step_to_the_last_and_back(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin)
    seen: list[str] = []
    for number in range(1, 8):
        assert f"-# Setup, step {number} of 7" in texts(card)
        assert ("Back" in labels(card)) is (number > 1)
        seen.append(texts(card).splitlines()[0])
        if number == 4:
            await world.restart()
        await press(lin, card, "Next")
    assert seen == [f"### {title}" for title in cards.TITLES.values()]
    assert texts(card).startswith("### That is how I am set up here\n- **Time zone:** UTC, as long")
    assert "nothing had to be tested" in texts(card)
    await press(lin, card, "Back")
    assert "step 7 of 7" in texts(card)
    await press(lin, card, "Next")
    await press(lin, card, "From the start")
    assert "step 1 of 7" in texts(card)
    assert await log(world) == [], "looking changes nothing"


async def test_the_time_zone_from_the_menu_and_by_name(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin)
    assert "UTC, as long as none is chosen" in texts(card)
    await choose(lin, card, "Asia/Tokyo")
    assert texts(card).startswith("**Changed.**")
    assert "**Now:** Tokyo (Asia/Tokyo), where it is 09:00 (UTC+09:00)" in texts(card)
    form = await press(lin, card, "Type another city")
    await lin.submit_modal(form, {"zone": "lisbon"})
    assert "Lisbon (Europe/Lisbon)" in texts(card)
    form = await press(lin, card, "Type another city")
    await lin.submit_modal(form, {"zone": "Europe/Lisbon"})
    assert texts(card).startswith("**Nothing was changed:**") and "Undo" not in labels(card)
    form = await press(lin, card, "Type another city")
    told = await lin.submit_modal(form, {"zone": "Ba Sing Se"})
    assert "I know no time zone of that name" in texts(shown(told))
    await choose(lin, card, "Asia/Tokyo")
    await press(lin, card, "Undo")
    assert texts(card).startswith("**Undone.**") and "Europe/Lisbon" in texts(card)
    assert (await settings(world)).zone == "Europe/Lisbon"


async def test_the_log_channel(world: World) -> None:
    lin, news = moderator(world), guild(world).create_text_channel("mod-log")
    card = await walk(world, lin, 2)
    await choose(lin, card, news)
    assert f"**Now:** <#{news.id}>" in texts(card)
    assert await world.services.schedules.log_channel(guild(world).id) == news.id
    [menu] = parts(card, CHANNEL_SELECT)
    assert [int(one["id"]) for one in menu["default_values"]] == [news.id]
    forbid(world, world.channel, send_messages=True)
    told = texts(shown(await choose(lin, card, world.channel)))
    assert told == f"I can’t write in <#{world.channel.id}>: I need **Send Messages** there."
    assert (await settings(world)).log_channel == news.id
    await press(lin, card, "No log channel")
    assert "**Now:** none" in texts(card) and "No log channel" not in labels(card)
    await press(lin, card, "Undo")
    assert (await settings(world)).log_channel == news.id
    assert [(action, undone) for action, _, _, undone in await log(world)] == [
        ("log channel set", False),
        ("log channel set", True),
        ("log channel undone", False),
    ]


async def test_a_chosen_role_may_erase_and_no_longer_when_it_is_taken(world: World) -> None:
    lin = moderator(world)
    tenzin, role = await keeper(world)
    refused = texts(shown(await tenzin.slash(world.channel, "admin trivia reset", board="all")))
    assert MANAGED in refused and "`/admin setup`" in refused
    card = await walk(world, lin, 3)
    await choose(lin, card, role)
    assert f"**Now:** those with Manage Server, and <@&{role.id}>" in texts(card)
    asked = shown(await tenzin.slash(world.channel, "admin trivia reset", board="all"))
    assert "Reset the leaderboard" in texts(asked)
    take_permission(world, tenzin)
    assert MANAGED in texts(shown(await press(tenzin, asked, "Yes, reset it")))
    only_refusals(world)


async def test_a_chosen_role_moderates_without_a_rule_of_the_admins(world: World) -> None:
    lin = moderator(world)
    tenzin, role = await keeper(world)
    key = "setup:switch:second_moderator:1"
    await let_in(world, role, allowed=False)
    assert "can’t use the moderators’ commands" in await old_button(world, tenzin, key)
    await choose(lin, await walk(world, lin, 3), role)
    assert "two moderators must agree" in await old_button(world, tenzin, key)


async def test_who_moderates_is_not_for_the_chosen_role_to_say(world: World) -> None:
    lin = moderator(world)
    tenzin, role = await keeper(world)
    card = await walk(world, lin, 3)
    await choose(lin, card, role)
    [undo] = keys(card, "setup:undo")
    own = await walk(world, tenzin, 3)
    assert "Only a member with **Manage Server** can change this" in texts(own)
    assert not list(parts(own, ROLE_SELECT)) and labels(own) == ["Back", "Next"]
    for key in ("setup:clear:moderator_role", undo):
        assert MANAGED in await old_button(world, tenzin, key)
    assert (await settings(world)).moderator_role == role.id
    await press(lin, card, "No such role")
    assert (await settings(world)).moderator_role is None


async def test_not_everyone_moderates(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin, 3)
    assert "would be everyone" in texts(shown(await choose(lin, card, guild(world).roles["@everyone"])))
    assert (await settings(world)).moderator_role is None


async def test_private_answers_to_look_ups_only(world: World) -> None:
    lin, jinora = moderator(world), world.member
    card = await walk(world, lin, 4)
    assert "**Now:** everyone in the channel" in texts(card)
    public = shown(await jinora.slash(world.channel, "quote", person="Konietzko"))
    assert not public.ephemeral
    await press(lin, card, "Only who asked")
    assert "**Now:** only the member who asked" in texts(card)
    for command, asked in (
        ("canon", {"topic": "korrasami"}),
        ("quote", {"person": "Konietzko"}),
        ("search", {"words": "spirit"}),
        ("sources", {}),
    ):
        assert shown(await jinora.slash(world.channel, command, **asked)).ephemeral, command
        wished = await jinora.slash(world.channel, command, **asked, private=False)
        assert not shown(wished).ephemeral, command
    assert shown(await jinora.click(public.message, label="Another")).ephemeral
    assert not shown(await jinora.slash(world.channel, "trivia leaderboard", when="all")).ephemeral
    await press(lin, card, "Everyone in the channel")
    assert not shown(await jinora.slash(world.channel, "sources")).ephemeral


async def test_near_names_keep_to_the_way_of_the_server(world: World) -> None:
    lin, jinora = moderator(world), world.member
    await press(lin, await walk(world, lin, 4), "Only who asked")
    for command, value in (("canon", "korrasami"), ("quote", "Konietzko"), ("search", "spirit")):
        told = await menu_of(world, jinora, f"choose:{command}", value)
        assert shown(told).ephemeral, command


async def menu_of(world: World, member: MemberActor, key: str, value: str) -> InteractionResult:
    """A choice on a public message from another time."""
    view = discord.ui.LayoutView(timeout=None)
    options = [discord.SelectOption(label=value, value=value)]
    view.add_item(discord.ui.ActionRow(discord.ui.Select(custom_id=key, options=options)))
    view.stop()
    there = world.env.bot.get_channel(world.channel.id)
    assert isinstance(there, discord.TextChannel)
    return await member.select(await there.send(view=view), [value], custom_id=key)


async def test_kinds_that_count_and_their_order(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin, 5)
    assert [key.split(":")[2] for key in keys(card, "setup:up")] == [str(kind) for kind in Kind][1:]
    await choose(lin, card, "creator", "work", "report")
    assert (await settings(world)).kinds == (Kind.WORK, Kind.CREATOR, Kind.REPORT)
    assert "Doesn’t count here: official companion, fan text" in texts(card)
    first = "setup:up:report:2"
    await lin.click(card.message, custom_id=first)
    assert (await settings(world)).kinds == (Kind.WORK, Kind.REPORT, Kind.CREATOR)
    assert "**2.** press report" in texts(card)
    assert "Nothing was changed" in await old_button(world, lin, first), "a second press"
    await choose(lin, card, "companion", "creator", "report")
    assert (await settings(world)).kinds == (Kind.REPORT, Kind.CREATOR, Kind.COMPANION)
    await press(lin, card, "Undo")
    assert (await settings(world)).kinds == (Kind.WORK, Kind.REPORT, Kind.CREATOR)
    [after] = [line[2] for line in await log(world) if line[0] == "canon kinds set" and line[3]]
    assert json.loads(after) == ["report", "creator", "companion"]


async def test_a_second_moderator(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin, 6)
    [turn_on] = keys(card, "setup:switch")
    await press(lin, card, "Yes, two must agree")
    assert "**Now:** two moderators must agree" in texts(card)
    assert "Nothing was changed" in await old_button(world, lin, turn_on), "a double click"
    await press(lin, card, "No, one is enough")
    assert (await settings(world)).second_moderator is False
    assert await log(world) == [
        ("second moderator set", lin.id, "1", False),
        ("second moderator set", lin.id, None, False),
    ]


async def test_answers_are_public_in_the_chosen_channels_only(world: World) -> None:
    lin, jinora = moderator(world), world.member
    bots, forum = guild(world).create_text_channel("bots"), guild(world).create_forum_channel("theories")
    card = await walk(world, lin, 7)
    await choose(lin, card, bots, forum)
    assert f"**Now:** <#{bots.id}>, <#{forum.id}>" in texts(card)
    assert not shown(await jinora.slash(bots, "sources")).ephemeral
    assert shown(await jinora.slash(world.channel, "sources")).ephemeral
    assert shown(await jinora.slash(world.channel, "sources", private=False)).ephemeral
    parent = world.env.bot.get_channel(bots.id)
    assert isinstance(parent, discord.TextChannel)
    thread = await parent.create_thread(name="more", type=discord.ChannelType.public_thread)
    handle = ChannelHandle(world.env, guild(world), world.env.backend.get_channel(thread.id))
    assert not shown(await jinora.slash(handle, "sources")).ephemeral, "as the channel that it is in"
    await press(lin, card, "Everywhere")
    assert not shown(await jinora.slash(world.channel, "sources")).ephemeral
    assert "**Now:** everywhere" in texts(card)


async def test_the_end_says_where_i_can_t_write(world: World) -> None:
    lin, bots = moderator(world), guild(world).create_text_channel("bots")
    add = {"what": "quote of the day", "when": "weekdays 12:00"}
    await lin.slash(world.channel, "admin schedule add", **add)
    await lin.slash(world.channel, "admin schedule add", **add, thread=True, channel=bots)
    await lin.slash(world.channel, "admin log-channel", channel=bots)
    card = await walk(world, lin, 7)
    await choose(lin, card, bots)
    await press(lin, card, "Next")
    assert f"Yes: in <#{bots.id}>, <#{world.channel.id}>." in texts(card)
    forbid(world, bots, create_public_threads=True)
    await press(lin, card, "Test again")
    assert f"**Schedule 2:** something is missing in <#{bots.id}>; `/admin schedule test number:2`" in texts(
        card
    )
    forbid(world, bots, send_messages=True)
    await press(lin, card, "Test again")
    said = texts(card)
    for what in ("Log channel", "Schedule 2", "Answers"):
        assert f"- ⚠️ **{what}:** I can’t write in <#{bots.id}>: I need **Send Messages** there." in said
    assert "Members’ questions are answered all the same" in said
    assert "- For 1 more, nothing is missing." in said


async def test_channels_and_roles_that_are_gone(world: World) -> None:
    lin, bots = moderator(world), guild(world).create_text_channel("bots")
    role = guild(world).create_role("Keepers")
    await choose(lin, await walk(world, lin, 3), role)
    await choose(lin, await walk(world, lin, 2), bots)
    card = await walk(world, lin, 7)
    await choose(lin, card, bots)
    there = world.env.bot.get_channel(bots.id)
    assert isinstance(there, discord.TextChannel)
    await there.delete()
    there_role = there.guild.get_role(role.id)
    assert there_role is not None
    await there_role.delete()
    await press(lin, card, "Next")
    assert f"⚠️ **Log channel:** I don’t see <#{bots.id}> now" in texts(card)
    for step in (7, 3, 2):
        card = await walk(world, lin, step)
        menus = [
            one for one in walk_components(card.components) if one["type"] in (ROLE_SELECT, CHANNEL_SELECT)
        ]
        assert all(not one.get("default_values") for one in menus)


async def test_other_servers_and_members_reach_nothing(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin, 6)
    await press(lin, card, "Yes, two must agree")
    [undo] = keys(card, "setup:undo")
    metal, kuvira = elsewhere(world)
    assert "can’t be undone any more" in await old_button(world, kuvira, undo, metal)
    every = [
        "setup:3",
        "setup:8",
        "setup:zone",
        "setup:clear:log_channel",
        "setup:switch:private_answers:1",
        "setup:up:fan:4",
        undo,
    ]
    for key in every:
        assert "can’t use the moderators’ commands" in await old_button(world, world.member, key), key
    told = await menu_of(world, world.member, "setup:choose:timezone", "Asia/Tokyo")
    assert "can’t use the moderators’ commands" in texts(shown(told))
    assert await settings(world) == ServerSettings(second_moderator=True)


async def test_a_moderator_no_longer_while_the_card_stays_open(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin)
    form = await press(lin, card, "Type another city")
    take_permission(world, lin)
    refused = [
        await lin.submit_modal(form, {"zone": "Tokyo"}),
        await choose(lin, card, "Asia/Tokyo"),
        await press(lin, card, "Next"),
    ]
    for result in refused:
        assert "can’t use the moderators’ commands" in texts(shown(result))
    assert await settings(world) == ServerSettings()


async def test_undo_once_and_not_over_a_newer_choice(world: World) -> None:
    lin = moderator(world)
    card = await walk(world, lin, 4)
    await press(lin, card, "Only who asked")
    [undo] = keys(card, "setup:undo")
    await world.restart()
    await press(lin, card, "Undo")
    assert texts(card).startswith("**Undone.**")
    assert (await settings(world)).private_answers is False
    assert "can’t be undone any more" in await old_button(world, lin, undo)
    await press(lin, card, "Only who asked")
    [older] = keys(card, "setup:undo")
    await press(lin, card, "Everyone in the channel")
    assert "can’t be undone any more" in await old_button(world, lin, older)


@pytest.mark.parametrize("step", range(1, 8))
async def test_every_step_keeps_to_discord_s_limits(world: World, step: int) -> None:
    """As full as it can be."""
    server = discord.utils.get(world.env.bot.guilds, id=guild(world).id)
    channels = tuple(range(10**18, 10**18 + 25))
    full = ServerSettings("America/Argentina/Buenos_Aires", 1, 2, True, tuple(Kind), True, channels)
    entry = f"setting:answer_channels:{10**19}"
    view = cards.step(step, full, server, world.env.now(), manages=True, said="**Changed.**", undo=entry)
    assert view.content_length() <= 4000
    assert view.total_children_count <= 40


async def test_an_end_with_much_trouble_fits(world: World) -> None:
    channels = tuple(range(10**18, 10**18 + 25))
    unseen = [cards.Use(one, "Answers", cards.Access(unseen=True), answers=True) for one in channels]
    for uses in (unseen, [cards.Use(one.channel_id, "Answers", cards.Access()) for one in unseen * 3]):
        view = cards.end(ServerSettings(answer_channels=channels), world.env.now(), uses)
        said = [one.content for one in view.walk_children() if isinstance(one, discord.ui.TextDisplay)]
        assert "May I write where I have to?" in said[-1]
        assert view.content_length() <= 4000
