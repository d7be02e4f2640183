"""Every mode of `/trivia play`, played to its end by five members; what is shown equals a plain recount."""

from __future__ import annotations

import pytest

from bot.models import Mode
from bot.trivia import LIVES, POINTS, Round
from tests.cogs.games import Table, only_refusals, recount, rows, shown_points
from tests.cogs.reading import keys, labels, options, parts, shown, texts
from tests.conftest import Press, World

GROUP = (Mode.RACE, Mode.TOGETHER, Mode.TYPED, Mode.SURVIVAL)


@pytest.fixture
def table(world: World) -> Table:
    return Table(world)


@pytest.mark.parametrize("mode", GROUP)
async def test_a_game_of_five_from_beginning_to_end(world: World, table: Table, mode: Mode) -> None:
    """The first is always right, the second never, the others now and then; everybody clicks twice."""
    started = shown(await table.start(mode, questions=5))
    assert started.ephemeral
    assert "5 questions, 20 seconds each" in texts(started)
    game = table.game
    asked: set[str] = set()
    for number in range(1, 6):
        one = table.round
        asked.add(one.question.id)
        assert f"question {number} of 5" in texts(table.card)
        order = table.players[1:] + table.players[:1] if number < 5 else table.players
        for place, player in enumerate(order):
            if game.current is not one or game.refusal(player.id):
                continue
            right = player is table.players[0] or (place > 0 and (place + number) % 3 == 0)
            await table.answer(player, right)
            if game.current is one:
                again = texts(shown(await player.click(table.card.message, custom_id=_first_key(table))))
                assert "You have answered this question already" in again
            await world.env.advance_time(1)
        if game.current is one:
            await table.time_is_up()
        assert "### Answer: " in texts(table.messages()[0])
        assert shown_points(texts(table.messages()[0])) == recount(world, game.id)
        assert recount(world, game.id) == game.points()
        if game.over() is None:
            await table.pause()
    assert table.running() is None
    last, end = table.messages()
    assert "### Answer: " in texts(last)
    said = texts(end)
    assert "All questions were asked." in said
    assert shown_points(said) == recount(world, game.id)
    assert set(recount(world, game.id)) == {player.id for player in table.players}
    assert len(asked) == 5
    [picture] = parts(end, 12)
    described = picture["items"][0]["description"]
    assert all(player.name in described for player in table.players)
    assert rows(world, "select state, ended_because from games") == [("ended", "all questions were asked")]


def _first_key(table: Table) -> str:
    return next(iter([*keys(table.card, "answer"), *keys(table.card, "guess")]))


async def test_a_race_is_won_by_the_first_right_answer(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=1)
    game = table.game
    wrong = texts(shown(await table.answer(table.players[1], False)))
    assert "Not right" in wrong
    assert "Right" in texts(shown(await table.answer(table.players[2], True)))
    assert game.points() == {table.players[1].id: 0, table.players[2].id: POINTS}
    assert f"✅ First: <@{table.players[2].id}> +{POINTS} points" in texts(table.messages()[0])


async def test_together_is_secret_and_in_everybody_s_own_order(world: World, table: Table) -> None:
    await table.start(Mode.TOGETHER, questions=1)
    one, game = table.round, table.game
    assert not keys(table.card, "guess")
    orders: set[tuple[str, ...]] = set()
    for player in table.players:
        opened = shown(await player.click(table.card.message, label="Answer"))
        again = shown(await player.click(table.card.message, label="Answer"))
        assert opened.ephemeral
        assert keys(opened, "guess") == keys(again, "guess")
        assert sorted(keys(opened, "guess")) == [f"guess:{one.id}:{index}" for index in range(4)]
        orders.add(tuple(keys(opened, "guess")))
        await player.click(opened.message, custom_id=f"guess:{one.id}:{table.option(True)}")
        told = texts(opened)
        assert "Noted" in told
        assert "told at the reveal" in told
        assert one.question.answers[0] not in texts(table.card)
        late = shown(await player.click(again.message, custom_id=f"guess:{one.id}:{table.option(False)}"))
        assert "You have answered this question already" in texts(late)
        await world.env.advance_time(1)
    assert len(orders) > 1
    await table.time_is_up()
    said = texts(table.messages()[0])
    assert f"5 players chose {one.question.answers[0]}"[:20] in said
    assert said.count("✅ Right: <@") == 5
    assert "First" not in said
    points = [game.points()[player.id] for player in table.players]
    assert points == sorted(points, reverse=True)
    assert points[0] > points[-1] > 0


async def test_typed_answers_come_in_a_form_and_near_spellings_are_said(world: World, table: Table) -> None:
    await table.start(Mode.TYPED, questions=30, about="konietzko", level=1, seconds=30)
    game = table.game
    one = await table.until(lambda one: len(_answer(one)) > 10 and _answer(one).replace(" ", "").isalpha())
    answer = _answer(one)
    opened = await table.players[1].click(table.card.message, label="Answer")
    assert opened.modal is not None
    slipped = answer[:-4] + answer[-3:]
    told = texts(shown(await table.players[1].submit_modal(opened, {"given": slipped.upper()})))
    assert "Right" in told
    assert "letter" in told
    refused = shown(await table.players[1].click(table.card.message, label="Answer"))
    assert slipped.upper() in texts(refused)
    late = await table.players[2].click(table.card.message, label="Answer")
    await table.time_is_up()
    said = texts(table.messages()[-1])
    assert f"<@{table.players[1].id}>" in said
    assert "letter" in said
    assert "is over" in texts(shown(await table.players[2].submit_modal(late, {"given": answer})))
    assert recount(world, game.id) == game.points()


def _answer(one: Round) -> str:
    return one.question.answers[0]


async def test_survival_costs_lives_and_ends_with_one_left(world: World, table: Table) -> None:
    await table.start(Mode.SURVIVAL, questions=20)
    game, strong, weak = table.game, table.players[0], table.players[1]
    for left in (LIVES - 1, LIVES - 2, 0):
        await table.answer(strong, True)
        await table.answer(weak, False)
        await table.time_is_up()
        said = texts(table.messages()[0])
        words = {2: "2 lives left", 1: "1 life left", 0: "0 lives left"}[left]
        assert f"<@{weak.id}> · 0 points" in said
        assert words in said
        assert "3 lives left" in said
        if left:
            await table.pause()
    assert table.running() is None
    assert "One player is left." in texts(table.messages()[-1])
    assert game.points() == recount(world, game.id) == {strong.id: 3 * POINTS, weak.id: 0}


async def test_who_has_no_life_left_is_told(world: World, table: Table) -> None:
    await table.start(Mode.SURVIVAL, questions=20)
    for _ in range(LIVES):
        await table.answer(table.players[0], True)
        await table.answer(table.players[1], True)
        await table.answer(table.players[2], False)
        await table.time_is_up()
        await table.pause()
    out = shown(await table.players[2].click(table.card.message, label="Answer"))
    assert "no life left" in texts(out)


async def test_solo_is_private_and_needs_nobody_else(world: World, table: Table) -> None:
    started = await table.start(Mode.SOLO, questions=3)
    card = shown(started)
    assert card.ephemeral
    server = world.env.guild.id
    game = world.services.games.solo_of(server, world.member.id)
    assert game is not None
    for number in (1, 2, 3):
        one = game.current
        assert one is not None
        assert f"question {number} of 3" in texts(card)
        right = number != 2
        key = f"guess:{one.id}:{table.option(right, one)}"
        await world.member.click(card.message, custom_id=key)
        assert "### Answer: " in texts(card)
        assert ("Right" in texts(card)) is right
        if number < 3:
            await table.pause()
    assert table.messages() == []
    assert recount(world, game.id) == {world.member.id: 2 * POINTS} == game.points()
    end = [one for one in world.channel.history(viewer=world.member) if one.id != card.id]
    assert len(end) == 1
    assert world.services.games.solo_of(server, world.member.id) is None


async def test_a_second_solo_game_of_one_member_is_refused(world: World, table: Table) -> None:
    await table.start(Mode.SOLO)
    refused = shown(await table.start(Mode.SOLO))
    assert refused.ephemeral
    assert "a game of your own" in texts(refused)
    only_refusals(world)
    other = await table.players[1].slash(world.channel, "trivia play", mode="solo")
    assert "question 1" in texts(shown(other))
    race = await table.players[1].slash(world.channel, "trivia play", mode="race")
    assert "starts below" in texts(shown(race))


async def test_a_game_about_something_asks_only_about_it(world: World, table: Table) -> None:
    offered = await world.member.autocomplete(world.channel, "trivia play", "about", "korrasa")
    await table.start(Mode.RACE, about=offered[0]["value"], questions=2)
    assert "Korrasami" in texts(table.card)
    assert "Korrasami" in " ".join(table.round.question.subjects)


async def test_nothing_to_ask_is_said(world: World, table: Table) -> None:
    refused = shown(await table.start(Mode.RACE, about="quidditch"))
    assert refused.ephemeral
    assert "no questions about “quidditch”" in texts(refused)
    only_refusals(world)
    assert table.messages() == []


async def test_the_reveal_cites_its_evidence(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=2)
    one = table.round
    assert one.question.piece_id is not None
    await table.answer(table.players[1], True)
    card = table.card
    assert {"Context", "Cite", "My answer was right"} <= set(labels(card))
    assert "“" in texts(card)
    around = shown(await table.players[2].click(card.message, label="Context"))
    assert around.ephemeral
    assert "The quoted words" in texts(around)
    assert "```" in texts(shown(await table.players[2].click(card.message, label="Cite")))
    await table.pause()
    looked = shown(await table.players[3].click(table.card.message, label="Last question"))
    assert looked.ephemeral
    assert one.question.answers[0] in texts(looked)
    assert keys(looked, "appeal") == [f"appeal:{one.id}"]
    await table.answer(table.players[1], True)
    end = table.messages()[-1]
    ids = [row[0] for row in rows(world, "select id from rounds order by number")]
    assert [option["value"] for option in options(end)] == ids
    [menu] = parts(end, 3)
    again = await table.players[3].select(end.message, [one.id], custom_id=menu["custom_id"])
    assert one.question.answers[0] in texts(shown(again))


async def test_my_answer_was_right_goes_to_the_moderators_once(world: World, table: Table) -> None:
    await table.start(Mode.RACE, questions=2)
    await table.answer(table.players[1], False)
    await table.answer(table.players[2], True)
    card = table.card
    told = shown(await table.players[1].click(card.message, label="My answer was right"))
    assert told.ephemeral
    assert "moderators" in texts(told)
    assert "already" in texts(shown(await table.players[1].click(card.message, label="My answer was right")))
    winner = shown(await table.players[2].click(card.message, label="My answer was right"))
    assert "counted as right" in texts(winner)
    passer_by = shown(await table.players[3].click(card.message, label="My answer was right"))
    assert "no answer" in texts(passer_by)
    assert rows(world, "select kind, by_id from reviews") == [("appeal", table.players[1].id)]


async def test_buttons_of_games_that_never_were_are_answered(world: World, press: Press) -> None:
    for key in ("guess:{}:0", "answer:{}", "more_time:{}", "skip:{}", "appeal:{}", "look:{}"):
        told = shown(await press(world, key.format("0" * 16)))
        assert told.ephemeral
        assert texts(told)
