"""Who may do what in a game, how much time there is, and what look-ups tell while one is on."""

from __future__ import annotations

from datetime import timedelta

import discord
import pytest
from simcord.actors import MemberActor

from bot.models import Mode
from bot.trivia import GameSettings
from tests.cogs.games import Table, only_refusals, rows
from tests.cogs.reading import keys, labels, parts, shown, texts
from tests.conftest import World


@pytest.fixture
def table(world: World) -> Table:
    return Table(world)


def moderator(world: World, permissions: discord.Permissions | None = None) -> MemberActor:
    guild = world.env.guild
    role = guild.create_role("Keepers", permissions=permissions or discord.Permissions(manage_messages=True))
    return guild.add_member(world.env.create_user("Lin"), roles=[role])


# --- stop, skip, second start ------------------------------------------------------------------------------


async def test_the_host_stops_a_game(world: World, table: Table) -> None:
    await table.start(Mode.RACE)
    await table.answer(table.players[1], False)
    told = shown(await world.member.slash(world.channel, "trivia stop"))
    assert told.ephemeral
    assert table.running() is None
    reveal, end = table.messages()
    assert "doesn’t count" in texts(reveal)
    assert f"Stopped by <@{world.member.id}>." in texts(end)
    assert rows(world, "select state from rounds") == [("annulled",)]


async def test_a_stop_between_two_questions_keeps_what_was_earned(world: World, table: Table) -> None:
    await table.start(Mode.RACE)
    await table.answer(table.players[1], True)
    await world.member.slash(world.channel, "trivia stop")
    assert table.running() is None
    assert f"<@{table.players[1].id}> · 10 points" in texts(table.messages()[-1])


@pytest.mark.parametrize("permission", ["manage_messages", "manage_guild"])
async def test_moderators_stop_a_game(world: World, table: Table, permission: str) -> None:
    keeper = moderator(world, discord.Permissions(**{permission: True}))
    await table.start(Mode.RACE)
    await keeper.slash(world.channel, "trivia stop")
    assert table.running() is None


async def test_others_don_t_and_are_told_what_they_can_do(world: World, table: Table) -> None:
    await table.start(Mode.RACE)
    told = shown(await table.players[1].slash(world.channel, "trivia stop"))
    assert told.ephemeral
    assert "can stop it" in texts(told)
    assert "Skip" in texts(told)
    assert table.running() is not None
    only_refusals(world)


async def test_without_a_game_the_commands_say_so(world: World) -> None:
    for command in ("stop", "skip", "standings"):
        told = shown(await world.member.slash(world.channel, f"trivia {command}"))
        assert told.ephemeral
        assert "No game is on here" in texts(told)
    only_refusals(world)


async def test_a_second_start_shows_the_first(world: World, table: Table) -> None:
    await table.start(Mode.TOGETHER)
    told = shown(await table.players[1].slash(world.channel, "trivia play", mode="race"))
    assert told.ephemeral
    assert "A game is on here already" in texts(told)
    link = next(part["url"] for part in parts(told, 2) if "url" in part)
    assert link == f"https://discord.com/channels/{world.env.guild.id}/{world.channel.id}/{table.card.id}"
    assert len(table.messages()) == 1
    other = world.env.guild.create_text_channel("elsewhere")
    started = shown(await table.players[1].slash(other, "trivia play", mode="race"))
    assert "starts below" in texts(started)


async def test_a_vote_to_skip(world: World, table: Table) -> None:
    await table.start(Mode.TOGETHER)
    for player in table.players:
        await table.answer(player, True)
    await table.time_is_up()
    await table.pause()
    one = table.round
    for count, player in enumerate(table.players[1:3], 1):
        await player.click(table.card.message, label="Skip")
        await player.click(table.card.message, label="Skip")
        assert f"Votes to skip: {count} of 3." in texts(table.card)
    assert table.round is one
    told = shown(await table.players[2].slash(world.channel, "trivia skip"))
    assert "2 of 3" in texts(told)
    await table.players[3].click(table.card.message, label="Skip")
    assert "doesn’t count" in texts(table.card)
    assert rows(world, "select state from rounds where id = ?", one.id) == [("annulled",)]
    await table.pause()
    assert table.round.number == 3


@pytest.mark.parametrize("who", ["host", "moderator"])
async def test_the_host_and_moderators_skip_at_once(world: World, table: Table, who: str) -> None:
    skipper = world.member if who == "host" else moderator(world)
    await table.start(Mode.RACE)
    await skipper.click(table.card.message, label="Skip")
    assert "doesn’t count" in texts(table.card)
    await table.pause()
    told = shown(await skipper.slash(world.channel, "trivia skip"))
    assert "Skipped" in texts(told)
    assert table.game.current is None


async def test_one_passer_by_skips_nothing(world: World, table: Table) -> None:
    await table.start(Mode.RACE)
    await table.players[1].click(table.card.message, label="Skip")
    assert "Votes to skip: 1 of 2." in texts(table.card)


async def test_standings_while_a_game_is_on(world: World, table: Table) -> None:
    await table.start(Mode.RACE)
    empty = shown(await table.players[3].slash(world.channel, "trivia standings"))
    assert "Nobody has answered yet" in texts(empty)
    await table.answer(table.players[1], True)
    told = shown(await table.players[3].slash(world.channel, "trivia standings"))
    assert told.ephemeral
    assert f"1\\. <@{table.players[1].id}> · 10 points" in texts(told)
    assert "Go to the game" in labels(told)


# --- pace --------------------------------------------------------------------------------------------------


async def test_more_time_once_a_question(world: World, table: Table) -> None:
    await table.start(Mode.RACE, seconds=20)
    before = table.round.closes
    await table.players[1].click(table.card.message, label="More time")
    assert table.round.closes == before + timedelta(seconds=10)
    assert "More time was given." in texts(table.card)
    assert "More time" not in labels(table.card)
    assert f"<t:{round(table.round.closes.timestamp())}:R>" in texts(table.card)
    await world.env.advance_time(25)
    assert "Right" in texts(shown(await table.answer(table.players[1], True)))


async def test_one_s_own_pace_holds_in_every_game_that_one_plays(world: World, table: Table) -> None:
    told = shown(await table.players[1].slash(world.channel, "trivia pace", more_time=True))
    assert "half as much time again" in texts(told)
    await table.start(Mode.RACE, seconds=20)
    one = table.round
    assert one.closes - one.opened == timedelta(seconds=20)
    await table.answer(table.players[1], True)
    await table.pause()
    assert table.round.closes - table.round.opened == timedelta(seconds=30)
    await table.players[1].slash(world.channel, "trivia pace", more_time=False)
    await table.answer(table.players[1], True)
    await table.pause()
    assert table.round.closes - table.round.opened == timedelta(seconds=20)


async def test_a_host_s_own_pace(world: World, table: Table) -> None:
    await world.member.slash(world.channel, "trivia pace", more_time=True)
    await table.start(Mode.SOLO, seconds=20)
    game = world.services.games.solo_of(world.env.guild.id, world.member.id)
    assert game is not None
    assert game.current is not None
    assert game.current.closes - game.current.opened == timedelta(seconds=30)


async def test_solo_buttons(world: World, table: Table) -> None:
    card = shown(await table.start(Mode.SOLO, questions=3))
    game = world.services.games.solo_of(world.env.guild.id, world.member.id)
    assert game is not None
    await world.member.click(card.message, label="More time")
    assert "More time was given." in texts(card)
    await world.member.click(card.message, label="Skip")
    assert "doesn’t count" in texts(card)
    await table.pause()
    assert "question 2 of 3" in texts(card)
    await world.member.slash(world.channel, "trivia stop")
    assert world.services.games.solo_of(world.env.guild.id, world.member.id) is None


# --- look-ups during a game --------------------------------------------------------------------------------

LOOK_UPS = (
    ("canon", {"topic": "korrasami"}),
    ("quote", {"person": "konietzko"}),
    ("search", {"words": "finale"}),
    ("sources", {}),
)


async def test_look_ups_are_private_while_a_game_is_on(world: World, table: Table) -> None:
    before = [shown(await world.member.slash(world.channel, name, **given)) for name, given in LOOK_UPS]
    assert not any(one.ephemeral for one in before)
    other = world.env.guild.create_text_channel("elsewhere")
    await table.start(Mode.RACE)
    for name, given in LOOK_UPS:
        told = shown(await table.players[1].slash(world.channel, name, **given))
        assert told.ephemeral, name
        said = texts(told)
        assert "A game is on here: only you see this." in said or "asking right now" in said
        assert not shown(await table.players[1].slash(other, name, **given)).ephemeral
    another = shown(await table.players[1].click(before[1].message, label="Another"))
    assert another.ephemeral
    await world.member.slash(world.channel, "trivia stop")
    for name, given in LOOK_UPS:
        assert not shown(await table.players[1].slash(world.channel, name, **given)).ephemeral, name


async def test_a_game_that_hangs_frees_look_ups_when_its_time_is_up(world: World) -> None:
    """One that was started and never run stands for whatever may crash."""
    games, host = world.services.games, world.member.id
    game = await games.start(world.env.guild.id, world.channel.id, host, GameSettings())
    assert shown(await world.member.slash(world.channel, "canon", topic="makorra")).ephemeral
    await world.env.advance_time((game.ends_by - world.env.now()).total_seconds())
    assert not shown(await world.member.slash(world.channel, "canon", topic="makorra")).ephemeral
    started = shown(await world.member.slash(world.channel, "trivia play"))
    assert "starts below" in texts(started)


async def test_no_look_up_tells_what_is_being_asked(world: World, table: Table) -> None:
    """Over a whole game: the evidence of the open question is nowhere to be had, and is again afterwards."""
    canon = shown(await world.member.slash(world.channel, "canon", topic="korrasami"))
    player = table.players[1]
    await table.start(Mode.RACE, questions=10)
    refused, searched = 0, ""
    for _ in range(10):
        one = table.round
        piece = one.question.piece_id
        assert piece is not None
        held = await world.services.at(0).places.piece(piece)
        searched = " ".join(held.text.split()[:6])[:90]
        asks = [
            shown(await player.slash(world.channel, "search", words=searched)),
            shown(await player.slash(world.channel, "canon", topic=one.question.answers[0][:100])),
            shown(await player.slash(world.channel, "quote", person=one.question.answers[0][:100])),
            *[shown(await player.click(canon.message, custom_id=key)) for key in keys(canon, "context")],
            *[shown(await player.click(canon.message, custom_id=key)) for key in keys(canon, "cite")],
            *[shown(await player.click(canon.message, custom_id=key)) for key in keys(canon, "more")],
        ]
        for told in asks:
            assert told.ephemeral
            assert held.text[:200] not in texts(told)
            refused += "asking right now" in texts(told)
        await table.answer(player, True)
        if table.running():
            await table.pause()
    only_refusals(world)
    assert refused >= 10
    found = shown(await player.slash(world.channel, "search", words=searched))
    assert "asking right now" not in texts(found)
    assert not found.ephemeral


async def test_refusals_don_t_tell_the_right_option_either(world: World, table: Table) -> None:
    """Whoever looks up each option of "who said it" learns nothing from which are refused."""
    await table.start(Mode.RACE, questions=30)
    one = await table.until(lambda one: one.question.form == "who said it")
    for option in one.options:
        told = shown(await table.players[2].slash(world.channel, "quote", person=option[:100]))
        assert "asking right now" in texts(told), option
    only_refusals(world)
