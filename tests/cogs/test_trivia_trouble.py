"""What can happen to a game: restarts, deleted messages and channels, lost permissions, everybody leaving."""

from __future__ import annotations

import discord
import pytest
from simcord.backend.models import Overwrite
from simcord.enums import OverwriteType

from bot.client import CanonkeeperBot
from bot.models import Mode
from tests.cogs.games import Table, only_refusals, recount, rows, shown_points
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import Opener, Press, World


@pytest.fixture
def table(world: World) -> Table:
    return Table(world)


async def test_everybody_left(world: World, table: Table) -> None:
    await table.start(Mode.TOGETHER, questions=10)
    await table.answer(table.players[1], True)
    await table.time_is_up()
    for _ in range(2):
        await table.pause()
        await table.time_is_up()
    assert table.running() is None
    assert "Nobody answered 2 questions in a row." in texts(table.messages()[-1])


@pytest.mark.parametrize("mode", [Mode.RACE, Mode.TOGETHER, Mode.TYPED, Mode.SURVIVAL])
async def test_a_restart_in_the_middle_of_a_round(world: World, table: Table, mode: Mode) -> None:
    await table.start(mode, questions=3)
    identity = table.game.id
    await table.answer(table.players[2], False)
    await table.answer(table.players[1], True)
    if table.game.current:
        await table.time_is_up()
    scored = recount(world, identity)
    assert scored[table.players[1].id] > 0
    await table.pause()
    await table.answer(table.players[2], False)
    cut = table.round.id
    await world.restart()
    assert table.game.id == identity
    assert "I was restarted and go on." in texts(table.card)
    assert "question 3 of 3" in texts(table.card)
    assert recount(world, identity) == scored == table.game.points()
    assert rows(world, "select state from rounds where id = ?", cut) == [("annulled",)]
    await table.answer(table.players[2], False)
    await table.answer(table.players[1], True)
    if table.running():
        await table.time_is_up()
    end = texts(table.messages()[-1])
    assert shown_points(end) == recount(world, identity)
    assert recount(world, identity)[table.players[1].id] > scored[table.players[1].id]


async def test_a_restart_between_two_rounds(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=2)
    identity, first = table.game.id, table.round.id
    await table.answer(table.players[1], True)
    await world.env.advance_time(2)
    await world.restart()
    assert "question 2 of 2" in texts(table.card)
    old = shown(await table.players[3].click(table.card.message, label="Last question"))
    assert keys(old, "appeal") == [f"appeal:{first}"]
    await table.answer(table.players[2], True)
    assert shown_points(texts(table.messages()[-1])) == recount(world, identity)
    assert sorted(recount(world, identity).values()) == [10, 10]


async def test_a_restart_at_the_very_end(world: World, table: Table) -> None:
    """The last question was answered, but the process died before the game's end was written down."""
    await table.start(Mode.RACE, questions=1)
    identity = table.game.id
    await table.answer(table.players[1], True)
    rows(world, "update games set state = 'running' where id = ?", identity)
    await world.restart()
    assert rows(world, "select state from games where id = ?", identity) == [("ended",)]
    assert len(rows(world, "select id from rounds")) == 1
    end = texts(table.messages()[-1])
    assert "All questions were asked." in end
    assert shown_points(end) == recount(world, identity) == {table.players[1].id: 10}


async def test_a_clean_stop_leaves_the_game_for_the_next_start(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=3)
    identity = table.game.id
    bot = world.env.bot
    assert isinstance(bot, CanonkeeperBot)
    await bot.remove_cog("trivia")
    assert world.services.games.in_channel(world.env.guild.id, world.channel.id) is None
    assert rows(world, "select state from games") == [("running",)]
    await world.restart()
    assert table.game.id == identity


async def test_a_solo_game_does_not_outlive_a_restart(world: World, table: Table) -> None:
    card = shown(await table.start(Mode.SOLO))
    await world.restart()
    assert rows(world, "select state, ended_because from games") == [("ended", "restarted")]
    told = await world.member.click(card.message, custom_id=keys(card, "guess")[0])
    assert "is over" in texts(shown(told))
    await world.env.advance_time(1)
    again = shown(await table.start(Mode.SOLO))
    assert "question 1" in texts(again)


async def test_games_of_other_processes_are_left_to_them(world: World, table: Table) -> None:
    await table.start(Mode.RACE)
    await world.restart()
    game = table.game
    await world.services.games.taken_up({1, 2, 3})
    assert rows(world, "select state from games") == [("running",)]
    assert table.game is game


async def test_a_deleted_message_is_posted_anew(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=2)
    identity, first = table.game.id, table.card
    world.env.backend.delete_message(world.channel.id, first.id)
    await table.time_is_up()
    assert table.game.message_id != first.id
    assert "### Answer: " in texts(table.card)
    await table.pause()
    world.env.backend.delete_message(world.channel.id, table.card.id)
    await table.pause()
    found = world.services.games.in_channel(world.env.guild.id, world.channel.id)
    assert found is not None
    await table.time_is_up()
    assert table.running() is None
    assert "2 questions" in texts(table.messages()[-1])
    assert recount(world, identity) == {}


async def test_others_write_in_between(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=3)
    question = table.card
    await table.players[4].send(world.channel, "the lion turtle!")
    await table.answer(table.players[1], True)
    assert table.card.id != question.id
    assert "### Answer: " in texts(table.card)
    [old, reveal] = table.messages()
    assert labels(old) == []
    assert "stands below" in texts(old)
    await table.players[4].send(world.channel, "I knew it")
    await table.pause()
    assert [one.id for one in table.messages()][:2] == [old.id, reveal.id]
    assert "### Answer: " in texts(reveal)
    assert "question 2 of 3" in texts(table.card)
    in_quiet = table.card.id
    await table.answer(table.players[1], True)
    await table.pause()
    assert table.card.id == in_quiet


async def test_where_messages_can_t_be_read_the_card_is_edited(world: World, table: Table) -> None:
    _forbid(world, discord.Permissions(read_message_history=True))
    await table.start(Mode.RACE, questions=2)
    first = table.card.id
    await table.players[4].send(world.channel, "hello")
    await table.answer(table.players[1], True)
    assert table.card.id == first


@pytest.mark.parametrize("lost", ["view_channel", "send_messages"])
async def test_a_lost_permission_ends_the_game_and_tells_its_host_once(
    world: World, table: Table, lost: str
) -> None:
    await table.start(Mode.RACE, questions=5)
    identity = table.game.id
    await table.answer(table.players[1], True)
    await table.players[4].send(world.channel, "so that the next question has to be posted anew")
    _forbid(world, discord.Permissions(**{lost: True}))
    await table.pause()
    assert table.running() is None
    told = world.member.user.dm_channel.history()
    assert len(told) == 1
    said = _texts_of(world, told[0])
    assert "I may not write in its channel any more" in said
    assert "**Send Messages**" in said
    assert "Republic City" in said
    assert rows(world, "select state from games where id = ?", identity) == [("ended",)]
    assert recount(world, identity) == {table.players[1].id: 10}
    _forbid(world, discord.Permissions.none())
    await table.start(Mode.RACE)
    assert table.running() is not None


async def test_a_deleted_channel_ends_the_game_and_tells_its_host(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=5)
    world.env.backend.delete_channel(world.channel.id)
    await world.env.advance_time(25)
    assert rows(world, "select state, ended_because from games") == [("ended", "its channel is gone")]
    told = world.member.user.dm_channel.history()
    assert len(told) == 1
    assert "its channel is gone" in _texts_of(world, told[0])


async def test_a_host_who_takes_no_direct_messages(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=5)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    world.env.backend.delete_channel(world.channel.id)
    await world.env.advance_time(25)
    assert rows(world, "select state from games") == [("ended",)]


async def test_no_game_where_the_bot_can_t_write(world: World, table: Table) -> None:
    _forbid(world, discord.Permissions(send_messages=True))
    told = shown(await table.start(Mode.RACE))
    assert told.ephemeral
    assert "I need **Send Messages**" in texts(told)
    only_refusals(world)
    assert rows(world, "select id from games") == []


async def test_discord_fails_for_a_moment(open_world: Opener, data: object) -> None:
    """A failed request is made again; nothing is shown twice."""
    async with open_world(data, settle_timeout=20.0) as world:
        table = Table(world)
        await table.start(Mode.RACE, questions=2)
        world.env.inject_error("PATCH", "/channels/*/messages/*", status=503, times=1)
        await table.answer(table.players[1], True)
        assert "### Answer: " in texts(table.card)
        assert len(table.messages()) == 1


async def test_a_file_that_may_not_be_attached_costs_only_the_picture(world: World, table: Table) -> None:
    _forbid(world, discord.Permissions(attach_files=True))
    await table.start(Mode.RACE, questions=1)
    await table.answer(table.players[1], True)
    assert "The game is over" in texts(table.messages()[-1])


async def test_late_clicks_and_clicks_on_old_games(world: World, table: Table, press: Press) -> None:
    await table.start(Mode.RACE, questions=1)
    one, right = table.round, table.option(True)
    await table.answer(table.players[1], True)
    for key in (f"guess:{one.id}:{right}", f"answer:{one.id}", f"more_time:{one.id}", f"skip:{one.id}"):
        told = shown(await press(world, key))
        assert told.ephemeral
        assert "That question is over." in texts(told), key
    await world.env.advance_time(1)
    await table.start(Mode.RACE, questions=1)
    assert "is over" in texts(shown(await press(world, f"guess:{one.id}:{right}")))
    assert not table.round.guesses
    assert len(rows(world, "select * from answers")) == 1


def _forbid(world: World, denied: discord.Permissions) -> None:
    """Takes permissions from the bot in the channel."""
    world.env.backend.set_overwrite(
        world.channel.id,
        Overwrite(world.env.backend.bot_user.id, OverwriteType.MEMBER, 0, denied.value),
    )


def _texts_of(world: World, message: discord.Message) -> str:
    from simcord.results import ResponseMessage

    stored = world.env.backend.get_message(message.channel.id, message.id)
    return texts(ResponseMessage(world.env, stored))
