"""`/trivia leaderboard`, `me` and `suggest` in Discord: counted, paged, fair to those who left."""

from __future__ import annotations

from typing import Any

from simcord.actors import MemberActor
from simcord.results import InteractionResult

from tests.cogs.moderating import guild, moderator, play
from tests.cogs.reading import labels, parts, shown, texts
from tests.conftest import Press, World

PICTURE = 12


def members(world: World, number: int) -> list[MemberActor]:
    return [guild(world).add_member(world.env.create_user(f"Bender{n:02}")) for n in range(number)]


async def board(world: World, **options: Any) -> str:
    return texts(shown(await world.member.slash(world.channel, "trivia leaderboard", **options)))


async def test_points_are_ranked_and_ties_share_a_place(world: World) -> None:
    one, two, three = members(world, 3)
    await play(world, {one.id: [10, 10], two.id: [10, 0], three.id: [0, 10]})
    said = await board(world)
    assert "**1.** Bender00: **20 points**\n-# 2 of 2 right · 1 win · best streak 2" in said
    assert "**2.** Bender01: **10 points**\n-# 1 of 2 right" in said
    assert "**2.** Bender02: **10 points**" in said


async def test_pages_turn_for_ever_and_show_the_own_row(world: World) -> None:
    many = members(world, 23)
    await play(world, {one.id: [10 + n] for n, one in enumerate(many)} | {world.member.id: [1]})
    first = shown(await world.member.slash(world.channel, "trivia leaderboard"))
    assert not first.ephemeral
    assert "Page 1 of 3 · 24 members" in texts(first)
    assert texts(first).endswith("**24.** Jinora (you): **1 point**\n-# 1 of 1 right")
    assert "Previous" not in labels(first)
    await world.env.restart_bot(world.new_bot())
    second = shown(await world.member.click(first.message, label="Next"))
    assert second.ephemeral
    assert "**11.** Bender12" in texts(second)
    await world.member.click(second.message, label="Next")
    assert "Page 3 of 3" in texts(second)
    assert texts(second).count("Jinora") == 1
    await world.member.click(second.message, label="Previous")
    assert "Page 2 of 3" in texts(second)
    asked_by_other = shown(await many[0].click(first.message, label="Next"))
    assert "Bender00 (you)" in texts(asked_by_other)


async def test_each_span_of_time_counts_its_own(world: World) -> None:
    one, two = members(world, 2)
    lin = moderator(world)
    await play(world, {one.id: [10]}, days_ago=30)
    await play(world, {two.id: [10]})
    assert "Bender00" not in await board(world)
    assert "Bender00" in await board(world, when="all")
    assert "No season is under way" in await board(world, when="season")
    await world.env.advance_time(60)
    await lin.slash(world.channel, "admin trivia season-start", name="Winter")
    card = shown(await world.member.slash(world.channel, "trivia leaderboard", when="season", private=True))
    assert card.ephemeral
    assert "**Winter**, since" in texts(card)
    assert "Nobody has scored yet" in texts(card)
    await world.env.advance_time(60)
    await play(world, {one.id: [7]})
    await world.member.click(card.message, label="All time")
    assert "Bender00: **17 points**" in texts(card)
    await world.member.click(card.message, label="Season")
    assert "Bender00: **7 points**" in texts(card)
    await world.member.click(card.message, label="Today")
    assert "the server’s days are those of UTC" in texts(card)


async def test_about_one_subject(world: World) -> None:
    one, two = members(world, 2)
    await play(world, {one.id: [10]}, subject="Korra")
    await play(world, {two.id: [10]}, subject="Asami Sato")
    said = await board(world, about="asami sato")
    assert "on “Asami Sato”" in said
    assert "Bender01" in said
    assert "Bender00" not in said
    assert "Nobody has scored on “quidditch” yet" in await board(world, about="quidditch")
    offered = await world.member.autocomplete(world.channel, "trivia leaderboard", "about", "kor")
    assert [choice["value"] for choice in offered] == ["Korra"]


async def test_those_who_left_are_left_out(world: World) -> None:
    one, two, three = members(world, 3)
    await play(world, {one.id: [30], two.id: [20], three.id: [10]})
    guild(world).remove_member(one)
    said = await board(world)
    assert "**1.** Bender01: **20 points**" in said
    assert "**2.** Bender02" in said
    assert str(one.id) not in said


async def test_nobody_is_taken_off_because_discord_is_silent(world: World) -> None:
    one, two = members(world, 2)
    await play(world, {one.id: [20], two.id: [10]})
    world.env.inject_error("GET", f"/guilds/*/members/{one.id}", status=503)
    said = await board(world)
    assert f"**1.** <@{one.id}>: **20 points**" in said
    assert "**2.** Bender01" in said
    asked = sum("/members/" in request.path for request in world.env.http_requests)
    await board(world)
    again = sum("/members/" in request.path for request in world.env.http_requests)
    assert again == asked + 1, "only who was not told of is asked for again"


async def test_another_server_s_points_are_not_shown(world: World) -> None:
    [one] = members(world, 1)
    await play(world, {one.id: [20]})
    other = world.env.create_guild("Zaofu")
    there = other.create_text_channel("metal")
    member = other.add_member(world.env.create_user("Kuvira"))
    card = shown(await member.slash(there, "trivia leaderboard", when="all"))
    assert "Nobody has scored yet" in texts(card)


async def test_a_board_s_old_button_with_nonsense_in_it(world: World, press: Press) -> None:
    for key in ("board:year:0:", "board:week:9999:", "board:all:3:" + "x" * 80):
        assert "Trivia leaderboard" in texts(shown(await press(world, key))), key


async def test_own_figures_are_private_with_a_picture_that_is_described(world: World) -> None:
    [one] = members(world, 1)
    await play(world, {world.member.id: [10, 10, 0, 10, 10], one.id: [10]})
    card = shown(await world.member.slash(world.channel, "trivia me"))
    assert card.ephemeral
    assert "Place 1 of 2 · **40 points** · 1 win" in texts(card)
    [gallery] = parts(card, PICTURE)
    described = gallery["items"][0]["description"]
    assert "4 of 5" in described
    assert "Jinora" in described
    assert card.attachments[0].filename in gallery["items"][0]["media"]["url"]
    assert card.attachments[0].size > 1000
    assert not shown(await world.member.slash(world.channel, "trivia me", private=False)).ephemeral


async def test_figures_of_nobody_yet(world: World) -> None:
    assert "No answers yet" in texts(shown(await world.member.slash(world.channel, "trivia me")))


async def suggest(world: World, member: MemberActor, prompt: str, answers: str, wrong: str = "") -> Any:
    form = await member.slash(world.channel, "trivia suggest")
    values = {"prompt": prompt, "answers": answers}
    return await member.submit_modal(form, values | ({"wrong": wrong} if wrong else {}))


async def test_a_suggestion_waits_for_the_moderators(world: World) -> None:
    done = await suggest(world, world.member, "Who leads the White Lotus?", "Tenzin\nMaster Tenzin")
    assert shown(done).ephemeral
    assert "In the moderators’ queue" in texts(shown(done))
    assert "three wrong answers" in texts(shown(done))
    again = await suggest(world, world.member, "who leads the white lotus", "Tenzin")
    assert "suggested before" in texts(shown(again))
    [waiting], total = await world.services.reviews.waiting(guild(world).id, 0)
    assert total == 1
    assert waiting.data["answers"] == ["Tenzin", "Master Tenzin"]


async def test_what_was_typed_is_kept_and_can_be_changed(world: World) -> None:
    prompt = "Is **Korra** the ```Avatar``` after Aang?"
    refused = shown(await suggest(world, world.member, prompt, "Korra\nThe Avatar Korra", "Aang\nRoku"))
    assert "gives its own answer away" in texts(refused)
    assert refused.ephemeral
    await world.env.restart_bot(world.new_bot())
    form = await world.member.click(refused.message, label="Change it")
    filled = {part["component"]["custom_id"]: part["component"].get("value") for part in fields(form)}
    assert filled == {"prompt": prompt, "answers": "Korra\nThe Avatar Korra", "wrong": "Aang\nRoku"}
    values = {"prompt": "Who is the Avatar after Aang?", "answers": filled["answers"]}
    done = await world.member.submit_modal(form, values)
    assert "In the moderators’ queue" in texts(shown(done))


async def test_a_form_that_was_open_during_a_restart(world: World) -> None:
    form = await world.member.slash(world.channel, "trivia suggest")
    await world.env.restart_bot(world.new_bot())
    done = await world.member.submit_modal(
        form, {"prompt": "Who bends metal first?", "answers": "Toph", "wrong": "Lin\nSu\nKuvira"}
    )
    assert "In the moderators’ queue" in texts(shown(done))


async def test_nobody_fills_the_queue_alone(world: World) -> None:
    for number in range(10):
        await suggest(world, world.member, f"How old is the lion turtle number {number}?", "very")
    said = texts(shown(await suggest(world, world.member, "How old is one more of them?", "very")))
    assert "wait for the moderators already" in said
    assert "How old is one more of them?" in said


async def test_suggestions_that_make_no_question(world: World) -> None:
    for prompt, answers, wrong, why in (
        ("????????????", "Korra", "", "too short"),
        ("Who bends water?", "…", "", "made of letters or digits"),
        ("Who bends water?", "Korra", "korra", "right and wrong"),
    ):
        assert why in texts(shown(await suggest(world, world.member, prompt, answers, wrong))), prompt


def fields(form: InteractionResult) -> list[dict[str, Any]]:
    assert form.modal is not None
    return form.modal["components"]
