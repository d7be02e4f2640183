"""Seasons, corrections, resets and time zones in Discord: done once, logged, and taken back."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, play, take_permission
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World


async def ask(world: World, lin: MemberActor, command: str, **options: Any) -> ResponseMessage:
    card = shown(await lin.slash(world.channel, f"admin trivia {command}", **options))
    assert card.ephemeral
    return card


async def board(world: World, when: str = "all") -> str:
    return texts(shown(await world.member.slash(world.channel, "trivia leaderboard", when=when)))


async def log(world: World) -> list[tuple[str, bool]]:
    """Action and whether it was undone, oldest first."""
    rows = await world.services.servers.database.fetch(
        "select action, undone_at from moderation_log where server_id = ? order by at, action",
        [guild(world).id],
    )
    return [(action, undone is not None) for action, undone in rows]


async def test_points_given_logged_and_taken_back(world: World) -> None:
    lin = moderator(world)
    await play(world, {world.member.id: [10]})
    card = await ask(world, lin, "correct", member=world.member, points=-3, reason="Asked *twice*")
    assert f"<@{world.member.id}> loses 3 points. Reason: “Asked \\*twice\\*”" in texts(card)
    assert "**7 points**" in await board(world)
    [undo] = keys(card, "undo")
    await world.env.restart_bot(world.new_bot())
    assert "Undone" in texts(shown(await lin.click(card.message, label="Undo")))
    assert "**10 points**" in await board(world)
    assert "undone already" in await old_button(world, lin, undo)
    assert await log(world) == [("score corrected", True), ("score correction undone", False)]


async def test_a_correction_of_nothing_is_refused(world: World) -> None:
    card = await ask(world, moderator(world), "correct", member=world.member, points=0, reason="Why not")
    assert "between 1 and" in texts(card)
    assert world.env.errors


async def test_a_reset_asks_twice_and_can_be_taken_back(world: World) -> None:
    lin = moderator(world)
    await play(world, {world.member.id: [10]})
    await world.env.advance_time(60)
    card = await ask(world, lin, "reset", board="all")
    assert "Reset the leaderboard: all time?" in texts(card)
    assert "1 member stands on it" in texts(card)
    assert "**10 points**" in await board(world), "nothing is done yet"
    [sure] = keys(card, "reset")
    await lin.click(card.message, label="Yes, reset it")
    assert "Nobody has scored yet" in await board(world)
    assert "**10 points**" in await board(world, "today"), "the other boards stay"
    await old_button(world, lin, sure)
    changed, total = await world.services.boards.changes(guild(world).id)
    assert total == 1 and len(changed) == 1, "a second press resets nothing anew"
    assert "Undone" in texts(shown(await lin.click(card.message, label="Undo")))
    assert "**10 points**" in await board(world)


async def test_a_reset_that_is_not_wanted(world: World) -> None:
    lin = moderator(world)
    await play(world, {world.member.id: [10]})
    card = await ask(world, lin, "reset", board="week")
    await lin.click(card.message, label="Keep it")
    assert texts(card) == "Nothing was changed."
    assert "**10 points**" in await board(world, "week")


async def test_an_old_question_resets_nothing(world: World) -> None:
    lin = moderator(world)
    await play(world, {world.member.id: [10]})
    card = await ask(world, lin, "reset", board="all")
    await world.env.advance_time(11 * 60)
    said = texts(shown(await lin.click(card.message, label="Yes, reset it")))
    assert "asked a while ago" in said
    assert "**10 points**" in await board(world)
    assert "asked a while ago" in await old_button(world, lin, f"reset:year:{card.id}")


async def test_changes_are_listed_with_their_way_back(world: World) -> None:
    lin = moderator(world)
    for points in range(1, 13):
        await ask(world, lin, "correct", member=world.member, points=points, reason=f"Round {points}")
        await world.env.advance_time(1)
    card = await ask(world, lin, "changes")
    assert "Page 1 of 2" in texts(card)
    assert labels(card).count("Undo") == 10
    assert texts(card).index("Round 12") < texts(card).index("Round 11")
    await lin.click(card.message, label="Next")
    assert labels(card) == ["Undo", "Undo", "Previous"]
    await lin.click(card.message, custom_id=keys(card, "undo")[0])
    fresh = await ask(world, lin, "changes")
    await lin.click(fresh.message, label="Next")
    assert "**undone**" in texts(fresh)
    assert labels(fresh) == ["Undo", "Previous"]


async def test_a_season_begins_ends_and_goes_on(world: World) -> None:
    lin = moderator(world)
    first = await ask(world, lin, "season-start", name="Air **1**")
    assert r"Season Air \*\*1\*\* has begun" in texts(first)
    await world.env.advance_time(60)
    await play(world, {world.member.id: [10]})
    await world.env.advance_time(60)
    ended = await ask(world, lin, "season-end")
    assert "has ended" in texts(ended)
    assert "No season is under way" in await board(world, "season")
    assert "goes on" in texts(shown(await lin.click(ended.message, label="Undo")))
    assert "**10 points**" in await board(world, "season")
    assert "can’t be undone any more" in texts(shown(await lin.click(ended.message, label="Undo")))
    second = await ask(world, lin, "season-start", name="Spirits")
    assert r"Season Air \*\*1\*\* has ended" in texts(second)
    assert "Nobody has scored yet" in await board(world, "season")
    assert "never began" in texts(shown(await lin.click(second.message, label="Undo")))
    assert "**10 points**" in await board(world, "season"), "the season before goes on"
    assert {("season start undone", False), ("season started", True)} <= set(await log(world))


async def test_an_end_is_not_taken_back_over_a_newer_season(world: World) -> None:
    lin = moderator(world)
    await ask(world, lin, "season-start", name="Air")
    await world.env.advance_time(60)
    ended = await ask(world, lin, "season-end")
    await ask(world, lin, "season-start", name="Spirits")
    assert "can’t be undone any more" in texts(shown(await lin.click(ended.message, label="Undo")))
    season = await world.services.boards.season(guild(world).id)
    assert season is not None and season.name == "Spirits"


async def test_no_season_to_end(world: World) -> None:
    assert "No season is under way" in texts(await ask(world, moderator(world), "season-end"))
    assert world.env.errors


async def test_the_server_s_days(world: World) -> None:
    lin = moderator(world)
    card = await ask(world, lin, "timezone", zone="Auckland")
    assert "days are now those of Auckland" in texts(card)
    assert "it is 13:00 (UTC+13:00) there" in texts(card)
    await play(world, {world.member.id: [10]})
    assert "days are those of Auckland" in await board(world, "today")
    await ask(world, lin, "timezone", zone="America/New_York")
    assert "set anew since" in texts(shown(await lin.click(card.message, label="Undo")))
    assert "New York" in await board(world, "today")


async def test_a_time_zone_taken_back(world: World) -> None:
    lin = moderator(world)
    card = await ask(world, lin, "timezone", zone="Kolkata")
    assert "those of UTC again" in texts(shown(await lin.click(card.message, label="Undo")))
    assert "set anew since" in texts(shown(await lin.click(card.message, label="Undo")))
    assert str(await world.services.boards.zone(guild(world).id)) == "UTC"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berl", "Berlin: 01:00 (UTC+01:00), Europe/Berlin"),
        ("new y", "New York: 19:00 (UTC-05:00), America/New_York"),
        ("Sao Paulo", "Sao Paulo: 21:00 (UTC-03:00), America/Sao_Paulo"),
        ("berln", "Berlin: 01:00 (UTC+01:00), Europe/Berlin"),
        ("utc", "UTC: 00:00, UTC"),
        ("", "UTC: 00:00, UTC"),
    ],
)
async def test_time_zones_are_found_by_city_with_the_time_there(world: World, typed: str, first: str) -> None:
    lin = moderator(world)
    offered = await lin.autocomplete(world.channel, "admin trivia timezone", "zone", typed)
    assert offered[0]["name"] == first
    assert len(offered) <= 25
    for choice in (offered[0]["name"], offered[0]["value"]):
        assert "days are now those of" in texts(await ask(world, lin, "timezone", zone=choice))


async def test_no_such_time_zone(world: World) -> None:
    said = texts(await ask(world, moderator(world), "timezone", zone="Berlim"))
    assert "Did you mean Europe/Berlin?" in said
    assert "no time zone of that name" in texts(await ask(world, moderator(world), "timezone", zone="???"))
    assert world.env.errors


async def test_permission_taken_away_before_the_click(world: World) -> None:
    lin = moderator(world)
    await play(world, {world.member.id: [10]})
    corrected = await ask(world, lin, "correct", member=world.member, points=5, reason="Late by a hair")
    reset = await ask(world, lin, "reset", board="all")
    take_permission(world, lin)
    for card, label in ((corrected, "Undo"), (reset, "Yes, reset it")):
        assert "Manage Server" in texts(shown(await lin.click(card.message, label=label))), label
    assert "**15 points**" in await board(world)


async def test_what_erases_needs_the_permission_itself(world: World) -> None:
    """A server's own rule opens the commands, but not what takes something away."""
    crew = guild(world).create_role("Trivia crew")
    asami = guild(world).add_member(world.env.create_user("Asami"), roles=[crew])
    await let_in(world, crew)
    card = await ask(world, asami, "correct", member=world.member, points=5, reason="Late by a hair")
    assert "gets 5 points" in texts(card)
    assert "Manage Server" in texts(shown(await asami.click(card.message, label="Undo")))
    assert "Manage Server" in texts(await ask(world, asami, "reset", board="all"))
    assert world.env.errors


async def test_another_server_s_ids_do_nothing(world: World) -> None:
    lin = moderator(world)
    await play(world, {world.member.id: [10]})
    cards = [
        await ask(world, lin, "correct", member=world.member, points=5, reason="Late by a hair"),
        await ask(world, lin, "season-start", name="Air"),
        await ask(world, lin, "timezone", zone="Kolkata"),
        await ask(world, lin, "season-end"),
    ]
    reset = await ask(world, lin, "reset", board="all")
    there, kuvira = elsewhere(world)
    for card in cards:
        [undo] = keys(card, "undo")
        assert "ndone." not in await old_button(world, kuvira, undo, there), undo
    [sure] = keys(reset, "reset")
    await old_button(world, kuvira, sure, there)
    assert "**15 points**" in await board(world)
    assert not [undone for _, undone in await log(world) if undone]
    assert str(await world.services.boards.zone(guild(world).id)) == "Asia/Kolkata"
