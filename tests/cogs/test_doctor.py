"""`/admin doctor` in Discord: what is broken is said with its cure, and is gone once it is mended."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import Any

from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from bot.services import library_path
from tests.cogs.games import only_refusals
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, role, take_permission
from tests.cogs.reading import labels, shown, texts
from tests.cogs.test_schedules_hostile import forbid
from tests.conftest import World

QUOTES = {"what": "quote of the day", "when": "every day 18:00"}


async def look(world: World, lin: MemberActor, channel: ChannelHandle | None = None) -> ResponseMessage:
    card = shown(await lin.slash(channel or world.channel, "admin doctor"))
    assert card.ephemeral
    return card


async def add(world: World, lin: MemberActor, **options: Any) -> None:
    await lin.slash(world.channel, "admin schedule add", **(QUOTES | options))


def back_up(world: World) -> None:
    backups = world.folder / "local" / "backups"
    backups.mkdir()
    (backups / "servers.db").write_bytes((world.folder / "local" / "servers.db").read_bytes())


async def test_a_server_in_order(world: World) -> None:
    lin = moderator(world)
    back_up(world)
    await lin.slash(world.channel, "admin log-channel", channel=world.channel)
    card = await look(world, lin)
    said = texts(card)
    assert said.startswith("### How I am doing here\n**All is well.**\n-# Page 1 of 2\n**Fine**\n")
    for part in (
        "- Discord has my commands as they are.",
        "- My clock is right.",
        f"- Trouble is told in <#{world.channel.id}>.",
        "- Nothing waits for the moderators.",
        "- The library holds 2 documents and ",
        "  Built <t:",
        "- There is a fresh backup.\n  Made <t:",
        "- There is room on the disk: library ",
    ):
        assert part in said, part
    assert labels(card) == ["Look again", "Next"]
    await lin.click(card.message, label="Next")
    assert "- This is Canonkeeper " in texts(card) and labels(card) == ["Look again", "Previous"]


async def test_what_is_mended_is_gone_from_the_next_look(world: World) -> None:
    lin = moderator(world)
    fans = guild(world).create_role("Fans", mentionable=True)
    there = guild(world).create_text_channel("quiet")
    await add(world, lin, channel=there, ping=fans)
    await add(world, lin, channel=there, when="weekdays 12:00")
    forbid(world, there, send_messages=True)
    card = await look(world, lin)
    said = texts(card)
    assert f"I can’t post in <#{there.id}> (for schedules 1 and 2).\n  → Give me **Send Messages**" in said
    assert "**1** broken · **1** to look at soon" in said
    assert "There is no backup" in said and "`data/local/backups`" in said
    forbid(world, there, read_message_history=True)
    world.env.backend.delete_role(guild(world).id, fans.id)
    await world.restart()
    await lin.click(card.message, label="Look again")
    said = texts(card)
    assert "**3** to look at soon" in said and "broken" not in said
    assert f"The role to ping in <#{there.id}> is gone (for schedule 1)." in said
    assert "Give me **Read Message History** there." in said
    forbid(world, there)
    back_up(world)
    await lin.slash(world.channel, "admin schedule edit", number="1", no_ping=True)
    await lin.click(card.message, label="Look again")
    assert "**All is well.**" in texts(card)
    assert "I may do what I need in the channel of the schedules." in texts(card)


async def test_channels_that_are_gone_and_threads_that_rest(world: World) -> None:
    lin = moderator(world)
    gone = guild(world).create_text_channel("short-lived")
    log = guild(world).create_text_channel("short-lived-log")
    world.env.backend.create_thread(world.channel.id, "talk", world.env.backend.bot_user.id)
    [thread] = world.channel.threads
    await add(world, lin, channel=gone)
    await add(world, lin, channel=thread)
    await lin.slash(world.channel, "admin log-channel", channel=log)
    world.env.backend.delete_channel(gone.id)
    world.env.backend.delete_channel(log.id)
    bot_guild = world.env.bot.get_guild(guild(world).id)
    assert bot_guild is not None
    bot_guild._remove_thread(bot_guild.get_thread(thread.id))  # pyright: ignore - as Discord leaves it out
    said = texts(await look(world, lin))
    assert f"I can’t reach <#{gone.id}>: it was deleted, or is closed to me (for schedule 1)." in said
    assert f"I can’t reach the log channel <#{log.id}>" in said
    assert f"<#{thread.id}>" not in said, "Discord was asked for it"
    world.env.inject_error("GET", f"/channels/{gone.id}", times=1)
    world.env.inject_error("GET", f"/channels/{log.id}", status=404, code=10003)
    said = texts(await look(world, lin))
    assert f"<#{gone.id}>" not in said, "where Discord gives no answer now, nothing is said"
    assert f"I can’t reach the log channel <#{log.id}>" in said


async def test_schedules_that_do_not_post(world: World) -> None:
    lin = moderator(world)
    await add(world, lin, about="xyzzyqwerty")
    await add(world, lin)
    await add(world, lin, when="every day 12:00 until 1 January 2026")
    await lin.slash(world.channel, "admin schedule pause", number="2")
    said = texts(await look(world, lin))
    assert "Schedule 1 (quote of the day) has nothing left to post." in said
    assert "Schedule 2 (quote of the day) was paused by a moderator." in said
    assert "`/admin schedule resume number:2` lets it post again." in said
    await world.env.advance_time(86400)
    await world.services.scheduler.idle()
    card = await look(world, lin)
    said = texts(card)
    assert "Schedule 1 (quote of the day) has paused by itself: nothing in the library fits." in said
    assert "Schedule 3 (quote of the day) has ended: its plan has no further day." in said
    assert "  Last post <t:1767268800:R>" in said


async def test_a_post_that_is_late(world: World) -> None:
    lin = moderator(world)
    await add(world, lin)
    due = (world.time.now() - timedelta(hours=1)).isoformat()
    await world.services.servers.database.write("update slots set due = ?", [due])
    said = texts(await look(world, lin))
    assert "Schedule 1 (quote of the day) has a post that is late.\n  Due <t:" in said
    there, kuvira = elsewhere(world)
    assert "late" not in texts(await look(world, kuvira, there))


async def test_what_members_wait_for(world: World) -> None:
    lin = moderator(world)
    form = await world.member.slash(world.channel, "trivia suggest")
    await world.member.submit_modal(form, {"prompt": "Who bends lava, then?", "answers": "Bolin"})
    assert "1 thing of members waits for the moderators.\n  The oldest since <t:" in texts(
        await look(world, lin)
    )
    asked = (world.time.now() - timedelta(days=4)).isoformat()
    await world.services.servers.database.write("update reviews set at = ?", [asked])
    said = texts(await look(world, lin))
    assert said.index("1 thing of members waits") < said.index("**Fine**")
    there, kuvira = elsewhere(world)
    assert "Nothing waits for the moderators." in texts(await look(world, kuvira, there))


async def test_the_library_is_gone_or_has_problems(world: World) -> None:
    lin = moderator(world)
    await add(world, lin)
    path = library_path(world.folder)
    kept = path.read_bytes()
    path.unlink()
    card = await look(world, lin)
    assert "The library can’t be used." in texts(card) and "`python -m bot build`" in texts(card)
    path.write_bytes(kept)
    document = world.folder / "documents" / "new.txt"
    document.parent.mkdir()
    document.write_text("Naga is a polar bear dog.")
    await lin.click(card.message, label="Look again")
    said = texts(card)
    assert "can’t be used" not in said
    assert "Documents or lists were changed after the library was built." in said


async def test_hostile_words_of_files_are_only_text(world: World) -> None:
    path = library_path(world.folder)
    words = '["**bold** <@1> @everyone [x](https://a.b)", "\\u202eline\\n# two"]'
    with closing(sqlite3.connect(path)) as library, library:
        library.execute("insert or replace into facts (key, value) values ('problems', ?)", [words])
    said = texts(await look(world, moderator(world)))
    assert "2 things in documents or lists could not be used." in said
    for active in ("**bold**", " <@1>", " @everyone", " [x](", "\u202e", "\n# two"):
        assert active not in said, active


async def test_commands_that_discord_refused(world: World) -> None:
    lin = moderator(world)
    await world.services.servers.database.write("delete from state")
    world.env.inject_error("PUT", "/applications/*/commands", status=400, code=50035)
    await world.restart()
    assert not world.env.bot.announced  # pyright: ignore
    card = await look(world, lin)
    assert "- Discord refused my list of commands" in texts(card)
    await world.restart()
    await lin.click(card.message, label="Look again")
    assert "Discord has my commands as they are." in texts(card)


async def test_twenty_schedules_fit_on_their_pages(world: World) -> None:
    lin = moderator(world)
    for number in range(20):
        await add(world, lin, what="leaderboard of the week", when=f"every day {number}:00")
    card = await look(world, lin)
    pages = 1
    while "Next" in labels(card):
        await lin.click(card.message, label="Next")
        assert f"Page {pages + 1} of 4" in texts(card)
        pages += 1
    assert pages == 4


async def test_only_moderators(world: World) -> None:
    lin = moderator(world)
    card = await look(world, lin)
    take_permission(world, lin)
    assert "moderators’ commands" in texts(shown(await lin.click(card.message, label="Look again")))
    for key in ("doctor:0:again", "doctor:1"):
        assert "moderators’ commands" in await old_button(world, world.member, key)
    await let_in(world, role(world, "Helpers"))
    assert "How I am doing" not in await old_button(world, world.member, "doctor:99")
    tenzin = moderator(world, "Tenzin")
    assert "How I am doing" in await old_button(world, tenzin, "doctor:99"), "the last page that there is"
    only_refusals(world)
