"""The rules of trivia, with time and chance handed in."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.models import Mode, Question
from bot.trivia import (
    LIVES,
    POINTS,
    SPEED,
    Game,
    GameSettings,
    Guess,
    Round,
    Standing,
    fits,
    limit_of,
    own_order,
    points_for,
    ranked,
    shuffled,
    take_turn,
    with_more_time,
)

START = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
ASK = Question("q", "free", "Who keeps the lamp?", ("Mira",), ("Tove", "Jonas", "Brandt"))


def game(mode: Mode, rounds: int = 10) -> Game:
    settings = GameSettings(mode, rounds)
    return Game("g", 1, 2, 7, settings, START, limit_of(settings, START))


def open_round(one: Game, seconds: int = 20) -> Round:
    one.number += 1
    opened = START + timedelta(minutes=one.number)
    fresh = Round(
        f"r{one.number}", one.number, ASK, ("Mira", "Tove"), opened, opened + timedelta(seconds=seconds)
    )
    one.current = fresh
    return fresh


def close(one: Game) -> None:
    assert one.current is not None
    one.done.append(one.current)
    one.current = None


def answer(one: Game, member: int, right: bool, after: float = 1.0) -> Standing:
    """What happens when a member answers `after` seconds; kept as the service keeps it."""
    assert one.current is not None
    at = one.current.opened + timedelta(seconds=after)
    standing, points = one.judge(member, right, at)
    if standing in (Standing.RIGHT, Standing.WRONG):
        given = "Mira" if right else "Tove"
        one.take(Guess(member, given, standing is Standing.RIGHT, points, int(after * 1000)), at)
    return standing


def test_in_a_race_the_first_right_answer_ends_the_round() -> None:
    race = game(Mode.RACE)
    open_round(race)
    assert answer(race, 1, right=False) is Standing.WRONG
    assert answer(race, 1, right=True) is Standing.TAKEN
    assert answer(race, 2, right=True, after=2) is Standing.RIGHT
    assert answer(race, 3, right=True, after=2) is Standing.LATE
    close(race)
    assert race.points() == {1: 0, 2: POINTS}


@pytest.mark.parametrize("mode", list(Mode))
def test_after_the_end_of_its_time_a_round_takes_nothing(mode: Mode) -> None:
    one = game(mode)
    open_round(one)
    assert answer(one, 7, right=True, after=20.001) is Standing.LATE
    close(one)
    assert one.players == set()


def test_speed_is_worth_half_as_much_as_being_right() -> None:
    one = game(Mode.TOGETHER)
    fresh = open_round(one)
    assert points_for(one.settings, fresh, fresh.opened) == POINTS + SPEED
    assert points_for(one.settings, fresh, fresh.closes) == POINTS
    quick = points_for(one.settings, fresh, fresh.opened + timedelta(seconds=5))
    fresh.extend()
    assert points_for(one.settings, fresh, fresh.opened + timedelta(seconds=5)) == quick
    assert points_for(GameSettings(Mode.RACE), fresh, fresh.opened) == POINTS


def test_once_all_who_play_have_answered_the_round_ends_soon() -> None:
    one = game(Mode.TOGETHER)
    first = open_round(one)
    closes = first.closes
    answer(one, 1, right=True)
    answer(one, 2, right=False)
    assert first.closes == closes  # somebody else may still want to join
    close(one)
    second = open_round(one)
    answer(one, 1, right=True)
    assert second.closes == second.opened + timedelta(seconds=20)
    answer(one, 2, right=True, after=2)
    assert second.closes == second.opened + timedelta(seconds=5)


def test_survival_takes_a_life_for_a_wrong_answer_and_for_none() -> None:
    one = game(Mode.SURVIVAL)
    for turn in range(4):
        open_round(one)
        answer(one, 1, right=True)
        if turn == 0:
            answer(one, 2, right=False)
            answer(one, 3, right=True)
        if turn == 1:
            answer(one, 2, right=False)
        close(one)
        expected = [
            {1: 3, 2: 2, 3: 3},
            {1: 3, 2: 1, 3: 2},
            {1: 3, 2: 0, 3: 1},
            {1: 3, 2: 0, 3: 0},
        ][turn]
        assert one.lives() == expected
    assert one.over() == "one player is left"
    open_round(one)
    assert answer(one, 2, right=True) is Standing.OUT
    assert answer(one, 4, right=True) is Standing.RIGHT  # one joins by playing, also late
    assert max(one.lives().values()) == LIVES


def test_two_unanswered_rounds_end_a_game() -> None:
    one = game(Mode.RACE)
    for _ in range(2):
        assert one.over() is None
        open_round(one)
        close(one)
    assert one.over() == "nobody answered 2 questions in a row"


def test_all_rounds_asked_ends_a_game_also_when_some_were_skipped() -> None:
    one = game(Mode.RACE, rounds=2)
    open_round(one)
    one.current = None  # annulled
    open_round(one)
    answer(one, 1, right=True)
    close(one)
    assert one.over() == "all questions were asked"


def test_solo_is_for_its_player_alone() -> None:
    one = game(Mode.SOLO)
    open_round(one)
    assert answer(one, 8, right=True) is Standing.OUT
    assert answer(one, 7, right=True) is Standing.RIGHT


@pytest.mark.parametrize(("players", "needed"), [(0, 2), (1, 2), (2, 2), (3, 2), (4, 3), (5, 3)])
def test_more_than_half_of_those_who_play_skip_a_question(players: int, needed: int) -> None:
    one = game(Mode.TOGETHER)
    open_round(one)
    for member in range(players):
        answer(one, member, right=True)
    close(one)
    open_round(one)
    voter = 0 if players else 99
    assert one.wants_to_skip(voter) == (1, needed if players != 1 else 1)
    assert one.wants_to_skip(voter)[0] == 1


def test_more_time_is_given_once_a_round() -> None:
    one = game(Mode.TOGETHER)
    fresh = open_round(one)
    assert fresh.extend()
    assert fresh.closes == fresh.opened + timedelta(seconds=30)
    assert not fresh.extend()
    assert with_more_time(one.settings, {3}).seconds == 30
    assert with_more_time(one.settings, set()).seconds == 20


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 5), max_size=30))
def test_equal_points_share_a_rank(scores: dict[int, int]) -> None:
    for rank, member, points in ranked(scores):
        assert scores[member] == points
        assert rank == 1 + sum(other > points for other in scores.values())


@given(st.integers(2, 12), st.integers(0, 1000), st.integers(1, 4))
def test_nothing_is_asked_again_before_the_others_of_its_pool(size: int, seed: int, rounds: int) -> None:
    chance = random.Random(seed)
    pool = [Question(str(number), "free", f"Question {number}?", ("yes",)) for number in range(size)]
    asked: dict[str, tuple[int, int]] = {}
    order: list[str] = []
    for turn in range(size * rounds):
        chosen = take_turn(pool, asked, chance)
        assert chosen is not None
        question, times = chosen
        asked[question.id] = (times, turn + 1)
        order.append(question.id)
    for start in range(0, len(order), size):
        assert len(set(order[start : start + size])) == size
    assert all(one != other for one, other in pairwise(order))


def test_a_new_question_joins_the_turn_that_is_under_way() -> None:
    pool = [Question(name, "free", name, ("yes",)) for name in "abc"]
    asked = {"a": (5, 1), "b": (5, 2)}
    chosen = take_turn(pool, asked, random.Random(1))
    assert chosen is not None
    assert chosen[0].id == "c"
    asked["c"] = (chosen[1], 3)
    assert asked["c"][0] == 5
    after = take_turn(pool, asked, random.Random(1))
    assert after is not None
    assert after[0].id != "c"


def test_an_empty_pool_has_no_turn() -> None:
    assert take_turn([], {}, random.Random(1)) is None


@given(st.integers(), st.sampled_from(list(Mode)))
def test_options_hold_the_right_answer_once_in_any_order(seed: int, mode: Mode) -> None:
    options = shuffled(ASK, mode, random.Random(seed))
    assert sorted(options) == ([] if mode is Mode.TYPED else sorted(["Mira", "Tove", "Jonas", "Brandt"]))


def test_each_member_has_an_order_of_their_own_and_keeps_it() -> None:
    options = ("Mira", "Tove", "Jonas", "Brandt")
    orders = {member: own_order(options, "r1", member) for member in range(40)}
    assert all(sorted(order) == [0, 1, 2, 3] for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) > 5
    assert own_order(options, "r1", 3) == orders[3]


def test_what_can_be_asked_in_which_mode() -> None:
    typed_only = Question("t", "free", "Who?", ("Mira",))
    verdict = Question("v", "verdict", "Is it canon?", ("canon",), ("ended", "unsettled", "disputed"))
    assert fits(Mode.TYPED, typed_only)
    assert not fits(Mode.RACE, typed_only)
    assert fits(Mode.RACE, verdict)
    assert not fits(Mode.TYPED, verdict)
