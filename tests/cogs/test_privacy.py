"""`/privacy` and `/admin data` in Discord: every command, button and form, with what each refuses."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.results import ResponseMessage

from bot.models import Mode
from bot.privacy import STAYS, SWEPT_EVERY
from bot.schedules import Wish
from bot.settings import ROOT
from bot.slots import What
from tests.cogs.games import Table, only_refusals, rows
from tests.cogs.moderating import (
    elsewhere,
    guild,
    let_in,
    moderator,
    old_button,
    play,
    take_permission,
)
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World

NOTHING = "I keep nothing about you in this server"
MANAGE = "Manage Server"


async def ask(world: World, who: MemberActor, command: str, **options: Any) -> ResponseMessage:
    message = shown(await who.slash(world.channel, command, **options))
    assert message.ephemeral
    return message


async def contents(message: ResponseMessage) -> dict[str, bytes]:
    return {file.filename: await file.read() for file in message.attachments}


def standing(world: World, member_id: int) -> bool:
    """Whether a number stands anywhere in the file of servers."""
    tables = [name for (name,) in rows(world, "select name from sqlite_master where type = 'table'")]
    return any(str(member_id) in str(rows(world, f"select * from {table}")) for table in tables)


# --- members -----------------------------------------------------------------------------------------------


async def test_what_is_kept_is_shown_and_handed_out(world: World) -> None:
    member = world.member
    assert NOTHING in texts(await ask(world, member, "privacy show"))
    for command in ("privacy export", "privacy erase"):
        assert NOTHING in texts(await ask(world, member, command))
    await play(world, {member.id: [10, 0], moderator(world).id: [0, 5]})
    await member.slash(world.channel, "trivia pace", more_time=True)
    card = await ask(world, member, "privacy show")
    said = texts(card)
    for line in ("2 answers to questions", "1 game that you started", "1 setting of your own"):
        assert f"- {line}" in said
    assert labels(card) == ["Get it as a file", "Erase it"]
    await world.restart()
    asked = shown(await member.click(card.message, label="Get it as a file"))
    for message in (asked, await ask(world, member, "privacy export")):
        [(name, content)] = (await contents(message)).items()
        assert name.endswith(".json")
        told = json.loads(content)
        assert told["member"] == str(member.id)
        assert [answer["points"] for answer in told["entries"]["answers"]] in ([10, 0], [0, 10])
    only_refusals(world)


async def test_erased_members_stay_on_the_boards_without_a_name(world: World) -> None:
    member, lin = world.member, moderator(world)
    await play(world, {member.id: [10, 10], lin.id: [5]})
    await world.services.boards.correct(guild(world).id, member.id, 3, "fair", lin.id, 1)
    card = await ask(world, member, "privacy erase")
    assert "can’t be undone" in texts(card)
    await member.click(card.message, label="Keep it")
    assert standing(world, member.id)
    card = await ask(world, member, "privacy show")
    card = shown(await member.click(card.message, label="Erase it"))
    [erase] = keys(card, "privacy:erase")
    await world.restart()
    await member.click(card.message, label="Yes, erase it")
    assert "4 entries name you no more" in texts(card)
    assert not standing(world, member.id)
    board = texts(await ask(world, lin, "trivia leaderboard", private=True))
    assert "**1.** A former member: **23 points**" in board
    assert f"<@{member.id}>" not in board
    assert "a former member gets 3 points" in texts(await ask(world, lin, "admin trivia changes"))
    assert NOTHING in texts(await ask(world, member, "privacy show"))
    assert "No answers yet" in texts(await ask(world, member, "trivia me"))
    assert "Nothing that I keep in this server names you" in await old_button(world, member, erase)
    await world.env.advance_time(601)
    await member.slash(world.channel, "trivia pace", more_time=True)
    assert "asked a while ago" in await old_button(world, member, erase)
    assert standing(world, member.id)
    only_refusals(world)


async def test_a_game_goes_on_when_a_player_is_erased(world: World) -> None:
    table = Table(world)
    member, bolin = table.players[:2]
    await table.start(Mode.TOGETHER, questions=2)
    game = table.game
    await table.answer(member, True)
    await table.answer(bolin, False)
    await table.time_is_up()
    await table.pause()
    await table.answer(member, True)
    card = await ask(world, member, "privacy erase")
    await member.click(card.message, label="Yes, erase it")
    assert not standing(world, member.id)
    opened = shown(await member.click(table.card.message, custom_id=f"answer:{table.round.id}"))
    assert "answered this question already" in texts(opened)
    points = game.points()[member.id]
    await table.answer(bolin, False)
    await table.time_is_up()
    await table.pause()
    assert table.running() is None
    [(former, total)] = rows(world, 'select member_id, sum(points) from answers where "right" = 1 group by 1')
    assert former < 0
    assert total == game.points()[member.id] > points
    again = texts(shown(await bolin.click(table.messages()[-2].message, label="My answer was right")))
    assert "moderators will look at it" in again
    only_refusals(world)


async def test_a_private_game_ends_with_its_player_s_data(world: World) -> None:
    member = world.member
    started = await member.slash(world.channel, "trivia play", mode=str(Mode.SOLO), questions=3)
    assert world.services.games.solo_of(guild(world).id, member.id)
    card = await ask(world, member, "privacy erase")
    await member.click(card.message, label="Yes, erase it")
    assert started.acknowledged
    assert world.services.games.solo_of(guild(world).id, member.id) is None
    assert not standing(world, member.id)
    [(host, because)] = rows(world, "select host_id, ended_because from games")
    assert host < 0
    assert "data is erased" in because
    only_refusals(world)


async def test_moderators_read_of_a_former_member_and_nobody_is_written_to(world: World) -> None:
    lin, member = moderator(world), world.member
    reviews, server = world.services.reviews, guild(world).id
    await reviews.suggest(server, member.id, "Which animal is Naga?", ["polar bear dog"], [])
    card = await ask(world, member, "privacy erase")
    await member.click(card.message, label="Yes, erase it")
    card = await ask(world, lin, "admin review")
    assert "from a former member" in texts(card)
    before = len(world.env.http_requests)
    await lin.click(card.message, label="Accept")
    assert "is asked from now on" in texts(card)
    assert not [one for one in world.env.http_requests[before:] if one.path.endswith("/users/@me/channels")]
    only_refusals(world)


def test_cards_name_members_in_one_way() -> None:
    """So that none shows the nameless id of a former member as a mention."""
    for path in (ROOT / "cogs").rglob("*.py"):
        if path.name not in ("members.py", "modlog.py"):
            assert "<@{" not in path.read_text(), f"{path}: cogs.replies.members.mention knows former members"


# --- moderators --------------------------------------------------------------------------------------------


async def test_a_server_s_data_as_an_archive(world: World) -> None:
    lin = moderator(world)
    assert "nothing of this server yet" in texts(await ask(world, lin, "admin data export"))
    await play(world, {world.member.id: [10], lin.id: [5]})
    await lin.slash(world.channel, "admin trivia season-start", name="Winter")
    there, kuvira = elsewhere(world)
    await kuvira.slash(there, "admin trivia season-start", name="Metal")
    message = await ask(world, lin, "admin data export")
    [(name, content)] = (await contents(message)).items()
    assert name == "server-data.zip"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        told = {name: json.loads(archive.read(name)) for name in archive.namelist()}
    assert {answer["points"] for answer in told["answers.json"]} == {10, 5}
    assert [season["name"] for season in told["seasons.json"]] == ["Winter"]
    assert told["moderation_log.json"][0]["after"] == {"season": "Winter"}
    only_refusals(world)


@pytest.mark.parametrize("command", ["admin data export", "admin data erase", "admin data delete-all"])
async def test_data_needs_manage_server_itself(world: World, command: str) -> None:
    crew = guild(world).create_role("Crew")
    bolin = guild(world).add_member(world.env.create_user("Bolin"), roles=[crew])
    await let_in(world, crew)
    options = {"member": world.member} if command.endswith("erase") else {}
    assert MANAGE in texts(await ask(world, bolin, command, **options))
    only_refusals(world)


@pytest.mark.parametrize("how", ["member", "number", "mention"])
async def test_moderators_erase_on_a_member_s_behalf(world: World, how: str) -> None:
    lin, member = moderator(world), world.member
    await play(world, {member.id: [10, 10], lin.id: [5]})
    options: dict[str, Any] = {"member": member} if how == "member" else {"user_id": f" {member.id} "}
    if how == "mention":
        guild(world).remove_member(member)
        options = {"user_id": f"<@{member.id}>"}
    card = await ask(world, lin, "admin data erase", **options)
    assert f"<@{member.id}> (user number {member.id}): 3 entries" in texts(card)
    await lin.click(card.message, label="Keep it")
    assert standing(world, member.id)
    card = await ask(world, lin, "admin data erase", **options)
    [erase] = keys(card, "data:erase")
    await world.restart()
    await lin.click(card.message, label="Yes, erase it")
    assert "3 entries name that member no more" in texts(card)
    assert not standing(world, member.id)
    assert "done already" in await old_button(world, lin, erase)
    log = rows(world, "select by_id, action, after from moderation_log")
    assert log == [(lin.id, "member's data erased", None)]
    only_refusals(world)


async def test_whose_data_has_to_be_clear(world: World) -> None:
    lin, member = moderator(world), world.member
    await play(world, {member.id: [10]})
    for options, told in (
        ({}, "one of the two"),
        ({"member": member, "user_id": str(member.id)}, "one of the two"),
        ({"user_id": "Jinora"}, "15 digits"),
        ({"user_id": str(member.id)[:9]}, "15 digits"),
        ({"user_id": str(member.id + 1)}, "nothing about that user"),
        ({"member": lin}, "nothing about that user"),
    ):
        assert told in texts(await ask(world, lin, "admin data erase", **options)), options
    assert standing(world, member.id)
    only_refusals(world)


async def test_permission_taken_away_and_old_or_foreign_cards(world: World) -> None:
    lin, mako, member = moderator(world), moderator(world, "Mako"), world.member
    await play(world, {member.id: [10]})
    card = await ask(world, lin, "admin data erase", member=member)
    [erase] = keys(card, "data:erase")
    there, kuvira = elsewhere(world)
    assert "0 entries name that member no more" in await old_button(world, kuvira, erase, there)
    assert MANAGE in await old_button(world, member, erase)
    take_permission(world, lin)
    assert MANAGE in texts(shown(await lin.click(card.message, label="Yes, erase it")))
    assert standing(world, member.id)
    await world.env.advance_time(601)
    assert "asked a while ago" in await old_button(world, mako, erase)
    assert standing(world, member.id)
    only_refusals(world)


async def test_everything_of_a_server_is_deleted_by_its_name(world: World) -> None:
    lin = moderator(world)
    server = guild(world).id
    table = Table(world)
    await play(world, {world.member.id: [10], lin.id: [5]})
    await lin.slash(world.channel, "admin trivia timezone", zone="Tokyo")
    wish = Wish(What.QUOTE, world.channel.id, "every day 01:00", "UTC")
    await world.services.schedules.add(server, lin.id, 1, wish)
    there, kuvira = elsewhere(world)
    await kuvira.slash(there, "admin trivia season-start", name="Metal")
    await table.start()
    opened = await lin.slash(world.channel, "admin data delete-all")
    refused = shown(await lin.submit_modal(opened, {"name": "Zaofu"}))
    assert "nothing was deleted. It is called “Republic City”" in texts(refused)
    opened = await lin.slash(world.channel, "admin data delete-all")
    done = shown(await lin.submit_modal(opened, {"name": "  republic city"}))
    assert done.ephemeral
    assert "Everything is deleted" in texts(done)
    assert table.running() is None
    assert not standing(world, server)
    assert not standing(world, world.member.id)
    assert rows(world, "select name from seasons") == [("Metal",)]
    opened = await lin.slash(world.channel, "admin data delete-all")
    done = shown(await lin.submit_modal(opened, {"name": "Republic City"}))
    assert "Everything is deleted" in texts(done), "sent twice, it does no more"
    assert rows(world, "select name from seasons") == [("Metal",)]
    await world.env.advance_time(2 * 3600)
    await world.services.scheduler.idle()
    assert not standing(world, server), "nothing is posted, nothing comes back"
    await table.start()
    assert table.running() is not None, "it begins anew"
    only_refusals(world)


async def test_the_form_is_refused_once_the_role_is_gone(world: World) -> None:
    lin = moderator(world)
    await play(world, {world.member.id: [10]})
    opened = await lin.slash(world.channel, "admin data delete-all")
    await world.restart()
    take_permission(world, lin)
    assert MANAGE in texts(shown(await lin.submit_modal(opened, {"name": "Republic City"})))
    assert standing(world, world.member.id)
    only_refusals(world)


# --- servers that come and go ------------------------------------------------------------------------------


def departed(world: World) -> list[tuple[Any, ...]]:
    return rows(world, "select server_id, asked from departures")


async def later(world: World, days: int) -> None:
    """So many days on, at the next start of the program."""
    world.env.backend.advance_clock(days * SWEPT_EVERY)
    await world.restart()
    await world.env.settle()


class Zaofu:
    """Another server, which removes the bot and invites it again."""

    def __init__(self, world: World) -> None:
        self.channel, self.moderator = elsewhere(world)
        self._env = world.env
        assert self.channel.guild is not None
        self._guild = world.env.backend.guilds[self.channel.guild.id]
        self._channels = {one: world.env.backend.channels[one] for one in self._guild.channel_ids}
        self.id = self._guild.id

    async def leave(self) -> None:
        self._env.backend.remove_guild(self.id)
        await self._env.settle()

    async def join(self) -> None:
        backend = self._env.backend
        backend.guilds[self.id] = self._guild
        backend.channels.update(self._channels)
        backend.messages.update({one: {} for one in self._channels})
        payload = dict(serializers.guild_create_payload(backend, self._guild))
        payload.pop("unavailable")  # which Discord says of servers that were there before
        backend.emit("GUILD_CREATE", payload)
        await self._env.settle()


async def test_a_server_that_removes_the_bot_is_forgotten_after_thirty_days(world: World) -> None:
    zaofu = Zaofu(world)
    await zaofu.moderator.slash(zaofu.channel, "admin trivia season-start", name="Metal")
    await moderator(world).slash(world.channel, "admin trivia season-start", name="Winter")
    await zaofu.leave()
    assert departed(world) == [(zaofu.id, 0)]
    await later(world, STAYS.days - 1)
    assert standing(world, zaofu.id)
    await zaofu.join()
    assert departed(world) == []
    await later(world, STAYS.days)
    assert standing(world, zaofu.id), "it came back in time"
    await zaofu.leave()
    await later(world, STAYS.days)
    assert not standing(world, zaofu.id)
    assert rows(world, "select name from seasons") == [("Winter",)]
    only_refusals(world)


async def test_an_outage_of_discord_is_no_departure(world: World) -> None:
    await moderator(world).slash(world.channel, "admin trivia season-start", name="Winter")
    server = guild(world).id
    world.env.backend.emit("GUILD_DELETE", {"id": str(server), "unavailable": True})
    await world.env.settle()
    there = world.env.bot.get_guild(server)
    assert there is not None
    assert there.unavailable
    assert departed(world) == []
    await world.services.privacy.compare({one.id for one in world.env.bot.guilds})
    assert departed(world) == []


async def test_a_server_that_left_while_the_bot_was_not_running(world: World) -> None:
    left = 5 << 22
    await world.services.games.always_more_time(left, world.member.id, True)
    await world.services.games.always_more_time(guild(world).id, world.member.id, True)
    await world.restart()
    assert departed(world) == [(left, 0)]
    await later(world, STAYS.days - 1)
    assert standing(world, left)
    await later(world, 1)
    assert not standing(world, left)
    assert standing(world, guild(world).id)


async def test_nothing_is_posted_for_a_server_that_left(world: World) -> None:
    zaofu = Zaofu(world)
    wish = Wish(What.QUOTE, zaofu.channel.id, "every day 01:00", "UTC")
    await world.services.schedules.add(zaofu.id, zaofu.moderator.id, 1, wish)
    await world.restart()
    await zaofu.leave()
    before = len(world.env.http_requests)
    await world.env.advance_time(2 * 3600)
    await world.services.scheduler.idle()
    posts = [one for one in world.env.http_requests[before:] if one.method == "POST"]
    assert posts == [], "neither a post nor a word to the moderator"
    assert rows(world, "select state, tries from slots") == [("planned", 0)]
    world.env.backend.advance_clock(3 * SWEPT_EVERY)
    await zaofu.join()
    await world.services.scheduler.idle()
    states = rows(
        world, "select state, count(*) from slots where part = 'post' group by state order by state"
    )
    assert dict(states)["planned"] == 1
    assert sum(number for _, number in states) <= 4, "no flood"
    posted = [
        one for one in world.env.http_requests[before:] if one.path.endswith(f"/{zaofu.channel.id}/messages")
    ]
    assert len([one for one in posted if one.method == "POST"]) <= 1
