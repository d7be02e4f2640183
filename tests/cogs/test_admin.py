"""`/admin review` in Discord: decided once, by those who may, and told to whoever asked."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor
from simcord.backend.errors import SetupError

from bot.models import Mode
from tests.cogs.games import Table, recount, shown_points
from tests.cogs.moderating import elsewhere, guild, let_in, moderator, old_button, play, take_permission
from tests.cogs.reading import keys, labels, shown, texts
from tests.conftest import World

PROMPTS = ("Who trains Korra in the south?", "Who leads the metal clan?", "Which bison is Tenzin’s?")


async def suggest(world: World, prompt: str = PROMPTS[0], answer: str = "Katara") -> None:
    assert await world.services.reviews.suggest(
        guild(world).id, world.member.id, prompt, [answer], ["Toph", "Lin", "Su"]
    )
    await world.env.advance_time(1)


async def appealed(world: World, others: int = 2) -> list[MemberActor]:
    """Members who all answered "Almost", which counted as wrong; the first says that it was right."""
    members = [guild(world).add_member(world.env.create_user(f"Bender{n}")) for n in range(others + 1)]
    game = await play(world, {one.id: [0] for one in members}, mode="together")
    found = await world.services.games.standings(game)
    assert found is not None
    assert await world.services.reviews.appeal(found.done[0].id, members[0].id)
    return members


async def told(world: World, member: MemberActor) -> str:
    """The direct messages that a member got."""
    sent = [
        request.json["components"]
        for request in world.env.http_requests
        if request.method == "POST"
        and request.path == f"/channels/{world.env.backend.dm_channels.get(member.id)}/messages"
        and request.json is not None
    ]
    return "\n".join(part["content"] for card in sent for part in card[0]["components"] if "content" in part)


async def test_members_don_t_see_the_command(world: World) -> None:
    assert not [name for name in world.member.available_commands(world.channel) if name.startswith("admin")]
    with pytest.raises(SetupError):
        await world.member.slash(world.channel, "admin review")


async def test_an_empty_queue(world: World) -> None:
    card = shown(await moderator(world).slash(world.channel, "admin review"))
    assert card.ephemeral
    assert "Nothing waits" in texts(card)
    assert labels(card) == []


async def test_oldest_first_and_paged(world: World) -> None:
    for prompt in PROMPTS:
        await suggest(world, prompt, "Somebody")
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    assert "1 of 3" in texts(card)
    assert PROMPTS[0] in texts(card)
    assert f"from <@{world.member.id}>" in texts(card)
    assert labels(card) == ["Accept", "Refuse", "Next"]
    await world.env.restart_bot(world.new_bot())
    await lin.click(card.message, label="Next")
    await lin.click(card.message, label="Next")
    assert PROMPTS[2] in texts(card)
    assert labels(card) == ["Accept", "Refuse", "Previous"]
    await lin.click(card.message, label="Accept")
    assert "is asked from now on" in texts(card)
    assert "2 of 2" in texts(card), "the nearest page that is left"


async def test_an_accepted_question_is_asked_and_its_author_told(world: World) -> None:
    await suggest(world)
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    await lin.click(card.message, label="Accept")
    assert "**Accepted:** “Who trains Korra in the south?”" in texts(card)
    [question] = await world.services.server_questions.pool(guild(world).id)
    assert (question.prompt, question.answers) == (PROMPTS[0], ("Katara",))
    assert set(question.distractors) == {"Toph", "Lin", "Su"}
    assert "Your question was accepted" in await told(world, world.member)
    assert "In Republic City" in await told(world, world.member)


async def test_refused_with_a_reason(world: World) -> None:
    await suggest(world)
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    form = await lin.click(card.message, label="Refuse")
    await world.env.restart_bot(world.new_bot())
    await lin.submit_modal(form, {"reason": "We have **that** one already"})
    assert "**Refused:**" in texts(card)
    assert "Nothing waits" in texts(card)
    assert await world.services.server_questions.all(guild(world).id) == []
    said = await told(world, world.member)
    assert "was not accepted" in said
    assert r"We have \*\*that\*\* one already" in said


async def test_refused_without_a_reason(world: World) -> None:
    await suggest(world)
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    await lin.submit_modal(await lin.click(card.message, label="Refuse"), {})
    assert "**Refused:**" in texts(card)
    assert "The moderators say" not in await told(world, world.member)


async def test_no_direct_messages_don_t_keep_a_decision(world: World) -> None:
    await suggest(world)
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007)
    await lin.click(card.message, label="Accept")
    assert "**Accepted:**" in texts(card)
    assert len(await world.services.server_questions.all(guild(world).id)) == 1


async def test_an_accepted_appeal_corrects_all_who_gave_that_answer(world: World) -> None:
    one, *others = await appealed(world)
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    assert "“My answer was right”" in texts(card)
    assert "**The member’s answer:** “Almost”" in texts(card)
    await lin.click(card.message, label="Accept")
    assert "3 answers of that game corrected" in texts(card)
    assert "Your points of that game are corrected" in await told(world, one)
    board = texts(shown(await world.member.slash(world.channel, "trivia leaderboard")))
    assert board.count("**15 points**") == 1 + len(others)  # each at once: all that speed is worth


async def test_an_appeal_accepted_while_the_game_is_on_counts_at_its_end(world: World) -> None:
    table, lin = Table(world), moderator(world)
    await table.start(Mode.TOGETHER, questions=2)
    game, first = table.game, table.round
    await table.answer(table.players[1], False)
    await table.time_is_up()
    assert await world.services.reviews.appeal(first.id, table.players[1].id)
    card = shown(await lin.slash(world.channel, "admin review"))
    await lin.click(card.message, label="Accept")
    assert "1 answer of that game corrected" in texts(card)
    await table.pause()
    await table.answer(table.players[2], True)
    await table.time_is_up()
    assert table.running() is None
    assert shown_points(texts(table.messages()[-1])) == recount(world, game.id)
    assert recount(world, game.id)[table.players[1].id] > 0


async def test_a_refused_appeal_changes_no_score(world: World) -> None:
    await appealed(world)
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    await lin.submit_modal(await lin.click(card.message, label="Refuse"), {"reason": "It was not"})
    board = texts(shown(await world.member.slash(world.channel, "trivia leaderboard")))
    assert board.count("**0 points**") == 3


async def test_two_moderators_at_one_item(world: World) -> None:
    await suggest(world)
    await suggest(world, PROMPTS[1], "Suyin")
    lin, mako = moderator(world), moderator(world, "Mako")
    first = shown(await lin.slash(world.channel, "admin review"))
    second = shown(await mako.slash(world.channel, "admin review"))
    form = await mako.click(second.message, label="Refuse")
    await lin.click(first.message, label="Accept")
    await mako.submit_modal(form, {"reason": "Too easy"})
    said = texts(second)
    assert f"Nothing changed:** <@{lin.id}> was first; it was accepted" in said
    assert PROMPTS[1] in said, "and the next one is there to decide"
    assert len(await world.services.server_questions.all(guild(world).id)) == 1
    assert "not accepted" not in await told(world, world.member)


async def test_a_double_click_decides_one_item_only(world: World) -> None:
    await suggest(world)
    await suggest(world, PROMPTS[1], "Suyin")
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    [accept] = keys(card, "accept")
    await lin.click(card.message, custom_id=accept)
    again = await old_button(world, lin, accept)
    assert "Nothing changed" in again
    assert len(await world.services.server_questions.all(guild(world).id)) == 1


async def test_permission_taken_away_before_the_click(world: World) -> None:
    await suggest(world)
    lin = moderator(world)
    card = shown(await lin.slash(world.channel, "admin review"))
    form = await lin.click(card.message, label="Refuse")
    take_permission(world, lin)
    for label in ("Accept", "Refuse"):
        assert "Manage Server" in texts(shown(await lin.click(card.message, label=label))), label
    assert "Manage Server" in texts(shown(await lin.submit_modal(form, {})))
    _, total = await world.services.reviews.waiting(guild(world).id, 0)
    assert total == 1


async def test_whom_the_server_s_own_rule_lets_in(world: World) -> None:
    """Admins may give `/admin` to a role without “Manage Server”; its buttons work for that role, too."""
    await suggest(world)
    crew = guild(world).create_role("Trivia crew")
    asami = guild(world).add_member(world.env.create_user("Asami"), roles=[crew])
    await let_in(world, crew)
    card = shown(await asami.slash(world.channel, "admin review"))
    await asami.click(card.message, label="Accept")
    assert "**Accepted:**" in texts(card)
    assert "Manage Server" in texts(shown(await asami.slash(world.channel, "admin trivia undo")))
    assert world.env.errors
    await let_in(world, crew, allowed=False)
    assert "Manage Server" in await old_button(world, asami, "review:0")


async def test_items_of_another_server_or_of_none(world: World) -> None:
    await suggest(world)
    [waiting], _ = await world.services.reviews.waiting(guild(world).id, 0)
    there, kuvira = elsewhere(world)
    card = shown(await kuvira.slash(there, "admin review"))
    assert "Nothing waits" in texts(card)
    for key in (f"accept:{waiting.id}:0", "accept:0000000000000000:0"):
        assert "no longer in the queue" in await old_button(world, kuvira, key, there)
    _, total = await world.services.reviews.waiting(guild(world).id, 0)
    assert total == 1
