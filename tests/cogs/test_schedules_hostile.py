"""Schedules when something is wrong: refusals, missing permissions, odd text, other servers, limits."""

from __future__ import annotations

import re
from typing import Any

import discord
import pytest
from simcord.backend.errors import OptionError
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle
from simcord.enums import OverwriteType
from simcord.results import ResponseMessage

from bot.schedules import Wish
from bot.slots import MOST, Running, What
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, take_permission
from tests.cogs.reading import labels, shown, texts
from tests.cogs.test_schedules import DAILY, QUOTE, ask, running
from tests.conftest import World

OVERRIDE, ISOLATE = "\u202e", "\u2068"
HOSTILE = (
    "**bold** <@&1> @everyone [x](https://a.b) ||spoiler||",
    f"{OVERRIDE}\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "“curly” ‘quotes’ \U0001f469\u200d\U0001f469\u200d\U0001f467 🇺🇸",
    "`" * 100,
    "*" * 100,
    "a" * 100,
    "/admin\n# heading\n> quote",
)


def forbid(world: World, channel: ChannelHandle, **denied: bool) -> None:
    """Takes permissions from the bot in a channel; nothing named gives them all back."""
    bot = world.env.backend.bot_user.id
    value = discord.Permissions(**denied).value
    world.env.backend.set_overwrite(channel.id, Overwrite(bot, OverwriteType.MEMBER, 0, value))


async def many(world: World, number: int, by: int = 1) -> None:
    for one in range(number):
        wish = Wish(What.BOARD, world.channel.id, "last Friday of the month at 18:00")
        await world.services.schedules.add(guild(world).id, by, one, wish)


def sound(card: ResponseMessage) -> None:
    """Nothing that is typed does anything, or leaves the card's limits."""
    said = texts(card)
    assert len(said) <= 4000
    assert OVERRIDE not in said
    for meant in ("<@&1>", "[x](https", "||spoiler", "**bold", "\n# heading", "\n> quote"):
        assert meant not in said.replace(f"\\{meant[0]}", ""), meant


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (DAILY | {"when": "whenever"}, "I don't understand “whenever” there."),
        (DAILY | {"when": "every day"}, "At what time? It is missing."),
        (DAILY | {"when": "every day 25:00"}, "is no time"),
        (DAILY | {"when": "every day 18:00 until 1 January 2025"}, "is over"),
        (DAILY | {"zone": "Berlim"}, "Did you mean Europe/Berlin?"),
        (QUOTE | {"level": 2}, "`level` would do nothing for a quote of the day. It takes `ping`, `thread`"),
        (QUOTE | {"questions": 5, "seconds": 30}, "`questions` and `seconds` would do nothing"),
        (QUOTE | {"open_hours": 3}, "`open_hours` would do nothing"),
        ({"what": "trivia game", "when": "Mondays 9:00", "thread": True}, "`thread` would do nothing"),
    ],
)
async def test_what_can_t_be_set_up_is_refused_in_words(
    world: World, options: dict[str, Any], told: str
) -> None:
    lin = moderator(world)
    assert told in texts(await ask(world, lin, "add", **options))
    assert not await world.services.schedules.listed(guild(world).id)
    only_refusals(world)


async def test_edits_that_make_no_sense_change_nothing(world: World) -> None:
    lin = moderator(world)
    role = guild(world).create_role("Fans", mentionable=True)
    await ask(world, lin, "add", **QUOTE)
    before = await world.services.schedules.show(guild(world).id, 1)
    for options, told in (
        ({}, "Nothing would change"),
        ({"when": "on the 31st of never"}, "I don't understand"),
        ({"zone": "Atlantis"}, "no time zone of that name"),
        ({"mode": "typed"}, "`mode` would do nothing"),
        ({"ping": role, "no_ping": True}, "Choose one of the two"),
    ):
        assert told in texts(await ask(world, lin, "edit", number="1", **options))
    assert await world.services.schedules.show(guild(world).id, 1) == before
    only_refusals(world)


@pytest.mark.parametrize("typed", ["quote", "0", "-1", "99999999", "３", "#", "1e3", OVERRIDE + "1"])
async def test_numbers_that_are_none(world: World, typed: str) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE)
    said = texts(await ask(world, lin, "pause", number=typed))
    assert "Choose a schedule from the list" in said or "This server has no schedule" in said
    assert await running(world) is Running.ON
    only_refusals(world)


async def test_nobody_pings_everyone(world: World) -> None:
    lin = moderator(world)
    said = texts(await ask(world, lin, "add", **DAILY, ping=guild(world).roles["@everyone"]))
    assert "I don’t ping @everyone." in said
    assert not await world.services.schedules.listed(guild(world).id)
    only_refusals(world)


async def test_a_game_has_no_place_in_a_forum(world: World) -> None:
    lin = moderator(world)
    forum = guild(world).create_forum_channel("games")
    game = {"what": "trivia game", "when": "Fridays 20:00"}
    assert "can’t be played in a forum" in texts(await ask(world, lin, "add", **game, channel=forum))
    await ask(world, lin, "add", **game)
    assert "can’t be played in a forum" in texts(await ask(world, lin, "edit", number="1", channel=forum))
    only_refusals(world)


async def test_voice_channels_and_categories_are_not_offered(world: World) -> None:
    lin = moderator(world)
    for channel in (guild(world).create_voice_channel("loud"), guild(world).create_category("all")):
        with pytest.raises(OptionError):
            await ask(world, lin, "add", **DAILY, channel=channel)
    voice = guild(world).create_voice_channel("typed here")
    card = shown(await lin.slash(voice, "admin schedule add", **DAILY))
    assert "Choose a text channel, thread or forum." in texts(card)
    only_refusals(world)
    with pytest.raises(OptionError):
        await lin.slash(world.channel, "admin log-channel", channel=guild(world).create_forum_channel("f"))


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        ("send_messages", "I need **Send Messages** there"),
        ("read_message_history", "I need **Read Message History** in"),
        ("view_channel", "I need **View Channel** and **Send Messages** there"),
        ("create_public_threads", "For the threads I need **Create Public Threads**"),
        ("mention_everyone", "**Mention @everyone, @here and All Roles**"),
    ],
)
async def test_each_missing_permission_is_named(world: World, denied: str, named: str) -> None:
    lin = moderator(world)
    role = guild(world).create_role("Fans")
    there = guild(world).create_text_channel("quiet")
    forbid(world, there, **{denied: True})
    card = await ask(world, lin, "add", **QUOTE, channel=there, thread=True, ping=role)
    assert "is set up" in texts(card), "warned, not refused"
    assert named in texts(card)
    assert texts(card).count("⚠️") == (2 if denied == "view_channel" else 1)
    assert ("**Posting**" in texts(card)) is (denied not in ("send_messages", "view_channel"))
    tried = (await lin.slash(world.channel, "admin schedule test", number="1")).response
    assert tried is not None and named in texts(tried)
    assert ("I may post in" in texts(tried)) is (denied not in ("send_messages", "view_channel"))
    forbid(world, there)
    assert "⚠️" not in texts(await ask(world, lin, "show", number="1"))


async def test_permissions_in_forums_and_threads_have_other_names(world: World) -> None:
    lin = moderator(world)
    forum = guild(world).create_forum_channel("quotes")
    forbid(world, forum, send_messages=True)
    assert "I need **Create Posts** there" in texts(await ask(world, lin, "add", **QUOTE, channel=forum))
    thread = world.env.backend.create_thread(world.channel.id, "talk", world.env.backend.bot_user.id)
    forbid(world, world.channel, send_messages_in_threads=True)
    [handle] = [one for one in world.channel.threads if one.id == thread.id]
    said = texts(await ask(world, lin, "add", **QUOTE, channel=handle))
    assert "I need **Send Messages in Threads** there" in said


async def test_a_role_that_is_gone_and_a_game_that_pings_nobody(world: World) -> None:
    lin = moderator(world)
    role = guild(world).create_role("Fans", mentionable=True)
    card = await ask(
        world, lin, "add", what="trivia game", when="Fridays 20:00", ping=role, announce_minutes=0
    )
    assert "This game has none, so nobody is." in texts(card)
    world.env.backend.delete_role(guild(world).id, role.id)
    assert "The role to ping is gone." in texts(await ask(world, lin, "show", number="1"))
    assert "⚠️" not in texts(await ask(world, lin, "edit", number="1", no_ping=True))


async def test_a_channel_that_was_deleted_is_named_with_its_cure(world: World) -> None:
    lin = moderator(world)
    there = guild(world).create_text_channel("short-lived")
    await ask(world, lin, "add", what="quote of the day", when="every day 12:00", channel=there)
    world.env.backend.delete_channel(there.id)
    await world.env.advance_time(12 * 3600 + 60)
    await world.services.scheduler.idle()
    said = texts(await ask(world, lin, "show", number="1"))
    assert f"**Trouble now:** The channel <#{there.id}> is gone" in said
    assert f"I don’t see <#{there.id}> now." in said
    assert "- Thu 1 January, 12:00 · not sent yet, tried again <t:" in said
    listed = texts(await ask(world, lin, "list"))
    assert f"**trouble**: The channel <#{there.id}> is gone, or hidden from me" in listed
    card = await ask(world, lin, "edit", number="1", channel=world.channel)
    assert "Trouble" not in texts(card) and "⚠️" not in texts(card)


async def test_the_log_channel_must_be_one_to_write_in(world: World) -> None:
    lin = moderator(world)
    there = guild(world).create_text_channel("quiet")
    forbid(world, there, send_messages=True)
    said = texts(shown(await lin.slash(world.channel, "admin log-channel", channel=there)))
    assert said == f"I can’t write in <#{there.id}>: I need **Send Messages** there."
    assert await world.services.schedules.log_channel(guild(world).id) is None
    forbid(world, there)
    await lin.slash(world.channel, "admin log-channel", channel=there)
    assert await world.services.schedules.log_channel(guild(world).id) == there.id
    forbid(world, there, send_messages=True)
    said = texts(shown(await lin.slash(world.channel, "admin log-channel")))
    assert "**I can’t write there now.** I need **Send Messages**." in said
    only_refusals(world)


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_does_nothing(world: World, text: str) -> None:
    lin = moderator(world)
    sound(await ask(world, lin, "add", **QUOTE, about=text[:100]))
    sound(await ask(world, lin, "show", number="1"))
    sound(await ask(world, lin, "remove", number="1"))
    sound(await ask(world, lin, "add", what="daily trivia", when=text[:100]))
    sound(await ask(world, lin, "edit", number="1", zone=text[:100]))
    sound(await ask(world, lin, "list"))
    sound(await ask(world, lin, "show", number=text[:100]))
    for command, option in (("add", "when"), ("add", "zone"), ("add", "about"), ("show", "number")):
        found = await lin.autocomplete(world.channel, f"admin schedule {command}", option, text[:100])
        assert len(found) <= 25 and all(1 <= len(one["name"]) <= 100 for one in found)
    only_refusals(world)


async def test_fifty_and_no_more(world: World) -> None:
    lin = moderator(world)
    await many(world, MOST)
    said = texts(await ask(world, lin, "add", **DAILY))
    assert "This server has 50 schedules, which is the most." in said
    card = await ask(world, lin, "list")
    assert "page 1 of 5" in texts(card) and labels(card) == ["Show"] * 10 + ["Next"]
    for page in range(2, 6):
        await lin.click(card.message, label="Next")
        assert f"page {page} of 5" in texts(card)
    assert "**50 · leaderboard of the week**" in texts(card)
    assert len(await lin.autocomplete(world.channel, "admin schedule show", "number", "")) == 25
    await old_button(world, lin, "schedules:9999")
    card = await ask(world, lin, "remove", number="7")
    await lin.click(card.message, label="Yes, remove it")
    assert "is set up" in texts(await ask(world, lin, "add", **DAILY))
    await lin.click(card.message, label="Undo")
    told = texts(shown(await lin.click(card.message, label="Undo")))
    assert "has 50 schedules again, which is the most" in told
    only_refusals(world)


async def test_the_longest_cards_keep_to_the_limits(world: World) -> None:
    """Long plans, long zones, trouble in many words on every line."""
    lin, zone = moderator(world), "America/Argentina/ComodRivadavia"
    longest = ", ".join(str(hour) for hour in range(11, 23))
    when = f"first, second, third, fourth and last Wednesday of the month at {longest}"[:100]
    for _ in range(10):
        await ask(
            world,
            lin,
            "add",
            what="leaderboard of the week",
            when=when,
            zone=zone,
        )
    trouble = "Discord refuses what I post: " + "very long words in one line of it " * 40
    await world.services.servers.database.write("update schedules set trouble = ?", [trouble])
    card = await ask(world, lin, "list")
    assert labels(card) == ["Show"] * 10
    assert texts(card).count("**trouble**: Discord refuses") == 10
    await world.services.servers.database.write("update schedules set what = 'daily trivia'")
    await ask(world, lin, "edit", number="1", about="*" * 100)
    await world.services.servers.database.write("update schedules set trouble = ?", [trouble])
    for _ in range(5):
        await ask(world, lin, "skip", number="1")
    await world.services.servers.database.write(
        "update slots set reason = ? where state = 'skipped'", [trouble]
    )
    said = texts(await ask(world, lin, "show", number="1"))
    assert len(said) <= 4000
    for part in ("### 1", "**Trouble now:**", "**The next 5 posts**", "**So far**"):
        assert part in said
    assert said.count("**skipped**: Discord refuses") == 5


async def test_permission_taken_away_before_the_click(world: World) -> None:
    lin = moderator(world)
    card = await ask(world, lin, "add", **QUOTE)
    asked = await ask(world, lin, "remove", number="1")
    listed = await ask(world, lin, "list")
    take_permission(world, lin)
    for one, label in (
        *((card, label) for label in ("Pause", "Skip next", "Test", "Remove")),
        (asked, "Yes, remove it"),
        (asked, "Keep it"),
        (listed, "Show"),
    ):
        assert "Manage Server" in texts(shown(await lin.click(one.message, label=label))), label
    for key in ("schedules:0", "schedule:resume:1", "schedule:restore:1", "log_channel:stop"):
        assert "Manage Server" in await old_button(world, lin, key), key
    assert await running(world) is Running.ON
    assert len((await world.services.schedules.show(guild(world).id, 1)).latest) == 0


async def test_a_server_s_own_rule_opens_all_but_the_removal(world: World) -> None:
    crew = guild(world).create_role("Trivia crew")
    asami = guild(world).add_member(world.env.create_user("Asami"), roles=[crew])
    await let_in(world, crew)
    card = await ask(world, asami, "add", **QUOTE)
    await asami.click(card.message, label="Pause")
    assert await running(world) is Running.PAUSED
    assert "Manage Server" in texts(shown(await asami.click(card.message, label="Remove")))
    assert "Manage Server" in texts(await ask(world, asami, "remove", number="1"))
    assert "Manage Server" in await old_button(world, asami, "schedule:remove_sure:1")
    assert await running(world) is Running.PAUSED
    only_refusals(world)


async def test_another_server_s_schedules_are_unknown(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "add", **QUOTE)
    there, kuvira = elsewhere(world)
    for action in ("show", "pause", "resume", "test", "remove", "remove_sure", "keep", "skip"):
        key = f"schedule:{action}:1" + (":1767268800" if action == "skip" else "")
        assert "This server has no schedule 1." in await old_button(world, kuvira, key, there), action
    assert "is not removed" in await old_button(world, kuvira, "schedule:restore:1", there)
    for command in ("show", "pause", "skip", "test", "remove"):
        card = shown(await kuvira.slash(there, f"admin schedule {command}", number="1"))
        assert "This server has no schedule 1." in texts(card), command
    assert not await kuvira.autocomplete(there, "admin schedule show", "number", "")
    assert "No schedules yet" in texts(shown(await kuvira.slash(there, "admin schedule list")))
    assert await running(world) is Running.ON
    only_refusals(world)


async def test_a_double_click_does_it_once(world: World) -> None:
    lin = moderator(world)
    card = await ask(world, lin, "add", **QUOTE)
    [skip] = [key for key in _all_keys(card) if key.startswith("schedule:skip")]
    for _ in range(2):
        await old_button(world, lin, skip)
        await old_button(world, lin, "schedule:pause:1")
        await old_button(world, lin, "schedule:resume:1")
    found = await world.services.schedules.show(guild(world).id, 1)
    assert [one.at.day for one in found.latest] == [1]
    await old_button(world, lin, "schedule:remove_sure:1")
    assert "was removed" in await old_button(world, lin, "schedule:remove_sure:1")
    rows = await world.services.servers.database.fetch(
        "select action, count(*) from moderation_log where server_id = ? group by action", [guild(world).id]
    )
    assert dict(rows) == {  # type: ignore[arg-type]
        "schedule added": 1,
        "post skipped": 1,
        "schedule paused": 2,
        "schedule resumed": 2,
        "schedule removed": 1,
    }


def _all_keys(card: ResponseMessage) -> list[str]:
    return re.findall(r"schedule:[\w:]+", str(card.components))
