"""Games as the service keeps them: every answer once, scores that equal a recount, games taken up again."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.boards import When
from bot.errors import UserError, VanishedError
from bot.games import Games
from bot.models import Mode
from bot.services import Services, open_services
from bot.stages import Reveal, RunningError, StageLostError
from bot.trivia import POINTS, Game, GameSettings, Round, Standing
from tests.libraries import built, own_data

SERVER, CHANNEL, HOST = 11, 22, 33


class Clock:
    """Stands still unless it is told to go on."""

    def __init__(self) -> None:
        self.time = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        """Nothing happens by itself meanwhile: the time has passed at once."""
        if not event.is_set():
            self.time += timedelta(seconds=seconds)


class Table:
    """A stage that plays: `moves` says what happens in each round while the question is open."""

    def __init__(self, clock: Clock, games: Games) -> None:
        self.clock, self.games = clock, games
        self.rounds: list[Round] = []
        self.reveals: list[Reveal] = []
        self.ended: str | None = None
        self.told: str | None = None
        self.resumed = False
        self.lose_at: int | None = None

    async def moves(self, game: Game, one: Round) -> None:
        """Nobody answers."""

    async def show(self, game: Game, one: Round, *, resumed: bool) -> None:
        if self.lose_at == one.number:
            raise StageLostError("the channel is gone")
        self.resumed |= resumed
        self.rounds.append(one)
        await self.moves(game, one)

    async def reveal(self, reveal: Reveal) -> None:
        self.reveals.append(reveal)

    async def end(self, game: Game, because: str) -> None:
        self.ended = because

    async def lost(self, game: Game, why: str) -> None:
        self.told = why


class Players(Table):
    """Member 1 is always right, member 2 never, member 3 answers every other round and clicks twice."""

    async def moves(self, game: Game, one: Round) -> None:
        right = one.options.index(one.question.answers[0])
        wrong = (right + 1) % len(one.options)
        self.clock.time += timedelta(seconds=1)
        await self.games.choose(one.id, 2, 1000 + one.number, wrong)
        if one.number % 2:
            first, second = await asyncio.gather(
                self.games.choose(one.id, 3, 2000 + one.number, right),
                self.games.choose(one.id, 3, 2000 + one.number, right),
            )
            assert Standing.RIGHT in (first.standing, second.standing)
            assert {first.standing, second.standing} & {Standing.TAKEN, Standing.LATE}
        self.clock.time += timedelta(seconds=1)
        await self.games.choose(one.id, 1, 3000 + one.number, right)


@asynccontextmanager
async def at_table(folder: Path, clock: Clock) -> AsyncGenerator[Services]:
    async with open_services(folder, chance=random.Random(3), clock=clock, wait=clock.wait) as services:
        yield services


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    data = own_data(tmp_path)
    await built(data)
    return data


def recount(folder: Path, game_id: str) -> dict[int, int]:
    """The plain sum of the answers table."""
    connection = sqlite3.connect(folder / "local" / "servers.db")
    rows = connection.execute(
        """
        select member_id, sum(points) from answers join rounds on rounds.id = answers.round_id
         where rounds.game_id = ? and rounds.state = 'closed' group by member_id
        """,
        [game_id],
    ).fetchall()
    connection.close()
    return dict(rows)


@pytest.mark.parametrize("mode", [Mode.RACE, Mode.TOGETHER, Mode.SURVIVAL])
async def test_a_game_is_played_to_its_end(folder: Path, mode: Mode) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        table = Players(clock, services.games)
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings(mode, rounds=6))
        await services.games.run(game, table)
        assert table.ended
        assert game.points() == recount(folder, game.id)
        assert len({one.question.id for one in table.rounds}) == len(table.rounds)
        assert table.reveals[-1].over == table.ended
        assert services.games.in_channel(SERVER, CHANNEL) is None
        if mode is Mode.RACE:
            assert game.points() == {1: 3 * POINTS, 2: 0, 3: 3 * POINTS}
        if mode is Mode.SURVIVAL:
            assert len(table.rounds) == 6
            assert game.lives() == {1: 3, 2: 0, 3: 0}


async def test_the_reveal_cites_what_the_question_rests_on(folder: Path) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        table = Players(clock, services.games)
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings(Mode.TOGETHER, rounds=5))
        await services.games.run(game, table)
        for reveal in table.reveals:
            assert reveal.piece is not None
            context = await services.at(0).places.context(reveal.piece.id)
            assert context.piece.text == reveal.piece.text
            assert sum(reveal.counts.values()) == len(reveal.round.guesses)


async def test_two_silent_rounds_end_a_game_politely(folder: Path) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        table = Table(clock, services.games)
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings())
        await services.games.run(game, table)
        assert len(table.rounds) == 2
        assert table.ended == "nobody answered 2 questions in a row"


async def test_one_game_a_channel(folder: Path) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings())
        with pytest.raises(RunningError) as refused:
            await services.games.start(SERVER, CHANNEL, 44, GameSettings())
        assert refused.value.game is game
        await services.games.start(SERVER, CHANNEL + 1, HOST, GameSettings())
        await services.games.start(SERVER, CHANNEL, HOST, GameSettings(Mode.SOLO))
        with pytest.raises(UserError):
            await services.games.start(SERVER, CHANNEL + 5, HOST, GameSettings(Mode.SOLO))
        clock.time = game.ends_by + timedelta(seconds=1)
        assert services.games.in_channel(SERVER, CHANNEL) is None
        await services.games.start(SERVER, CHANNEL, 44, GameSettings())


async def test_a_lost_channel_ends_the_game_and_is_told(folder: Path) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        table = Players(clock, services.games)
        table.lose_at = 3
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings())
        await services.games.run(game, table)
        assert table.told == "the channel is gone"
        assert services.games.in_channel(SERVER, CHANNEL) is None
        assert game.points() == recount(folder, game.id)
        await services.games.start(SERVER, CHANNEL, HOST, GameSettings())


async def test_a_game_goes_on_after_a_restart_with_its_scores(folder: Path) -> None:
    clock = Clock()

    class Cut(Players):
        async def moves(self, game: Game, one: Round) -> None:
            await super().moves(game, one)
            if one.number == 3:
                raise asyncio.CancelledError  # the process is ended in the middle of round 3

    async with at_table(folder, clock) as services:
        game = await services.games.start(
            SERVER, CHANNEL, HOST, GameSettings(Mode.TOGETHER, rounds=5, about=None)
        )
        with pytest.raises(asyncio.CancelledError):
            await services.games.run(game, Cut(clock, services.games))
        before = recount(folder, game.id)
        asked = {one.question.id for one in game.done}
    async with at_table(folder, clock) as services:
        again = await services.games.taken_up()
        assert [one.id for one in again] == [game.id]
        assert again[0].points() == before
        table = Players(clock, services.games)
        await services.games.run(again[0], table, resumed=True)
        assert table.resumed
        assert [one.number for one in table.rounds] == [4, 5]
        assert not asked & {one.question.id for one in table.rounds}
        assert again[0].points() == recount(folder, game.id)
        assert all(points >= before.get(member, 0) for member, points in again[0].points().items())
        assert await services.games.taken_up() == []


async def test_a_game_whose_time_ran_out_meanwhile_is_not_taken_up(folder: Path) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings())
    clock.time = game.ends_by
    async with at_table(folder, clock) as services:
        assert await services.games.taken_up() == []
        await services.games.start(SERVER, CHANNEL, HOST, GameSettings())


async def test_a_click_on_a_game_that_never_was_or_is_over(folder: Path) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        with pytest.raises(VanishedError):
            await services.games.choose("0" * 16, 1, 1, 0)
        table = Players(clock, services.games)
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings(rounds=1))
        await services.games.run(game, table)
        late = await services.games.choose(table.rounds[0].id, 9, 1, 0)
        assert late.standing is Standing.LATE


async def test_an_accepted_appeal_corrects_the_game_and_is_remembered(folder: Path) -> None:
    clock = Clock()

    class Typing(Table):
        async def moves(self, game: Game, one: Round) -> None:
            self.clock.time += timedelta(seconds=1)
            await self.games.type(one.id, 1, 1, "the keeper of the lamp")
            await self.games.type(one.id, 2, 2, "The keeper of the lamp!")
            await self.games.type(one.id, 3, 3, one.question.answers[0])

    async with at_table(folder, clock) as services:
        table = Typing(clock, services.games)
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings(Mode.TYPED, rounds=1))
        await services.games.run(game, table)
        one = table.rounds[0]
        assert set(recount(folder, game.id)) == {1, 2, 3}
        assert recount(folder, game.id)[1] == 0
        assert await services.reviews.appeal(one.id, 1)
        assert not await services.reviews.appeal(one.id, 1)
        with pytest.raises(UserError):
            await services.reviews.appeal(one.id, 3)
        [review], total = await services.reviews.waiting(SERVER, 0)
        assert total == 1
        with pytest.raises(VanishedError):
            await services.reviews.decide(SERVER + 1, review.id, True, 9, None)
        assert await services.reviews.decide(SERVER, review.id, True, 9, "fair")
        assert await services.reviews.decide(SERVER, review.id, False, 8, None) is None
        points = recount(folder, game.id)
        assert points[1] == points[2] == points[3]
        board = await services.boards.board(SERVER, When.ALL)
        assert {row.member_id: row.points for row in board.rows} == points


async def test_in_a_race_an_accepted_appeal_is_the_first_one_s(folder: Path) -> None:
    clock = Clock()

    class Wrong(Table):
        async def moves(self, game: Game, one: Round) -> None:
            wrong = (one.options.index(one.question.answers[0]) + 1) % len(one.options)
            for member in (5, 6, 7):
                self.clock.time += timedelta(seconds=1)
                await self.games.choose(one.id, member, member, wrong)

    async with at_table(folder, clock) as services:
        table = Wrong(clock, services.games)
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings(Mode.RACE, rounds=1))
        await services.games.run(game, table)
        await services.reviews.appeal(table.rounds[0].id, 6)
        [review], _ = await services.reviews.waiting(SERVER, 0)
        await services.reviews.decide(SERVER, review.id, True, 9, None)
        assert recount(folder, game.id) == {5: POINTS, 6: 0, 7: 0}


async def test_look_ups_don_t_answer_the_question_being_asked(folder: Path) -> None:
    clock = Clock()
    seen: list[bool] = []

    class Peeking(Table):
        async def moves(self, game: Game, one: Round) -> None:
            assert one.question.piece_id is not None
            piece = (await services.at(0).places.context(one.question.piece_id)).piece
            seen.append(self.games.gives_away(SERVER, CHANNEL, [piece]))
            seen.append(self.games.gives_away(SERVER, CHANNEL + 1, [piece]))

    async with at_table(folder, clock) as services:
        game = await services.games.start(SERVER, CHANNEL, HOST, GameSettings(rounds=1))
        await services.games.run(game, Peeking(clock, services.games))
        assert seen == [True, False]
        assert not services.games.gives_away(SERVER, CHANNEL, [])


async def test_suggestions_are_checked_and_asked_once_accepted(folder: Path) -> None:
    clock = Clock()
    async with at_table(folder, clock) as services:
        for prompt, answers, wrong in [
            ("short", ["a"], []),
            ("What is the colour of the lamp?", ["!!"], []),
            ("Who is Korra?", ["Korra"], []),
            ("Who keeps the lamp in the tower?", ["Mira"], ["mira"]),
        ]:
            with pytest.raises(UserError):
                await services.reviews.suggest(SERVER, 5, prompt, answers, wrong)
        prompt = "Which animal guards the lamp?"
        assert await services.reviews.suggest(
            SERVER, 5, prompt, ["an owl", "owl"], ["a cat", "a dog", "a fox"]
        )
        assert not await services.reviews.suggest(SERVER, 6, prompt + "?", ["owl"], [])
        [review], _ = await services.reviews.waiting(SERVER, 0)
        assert await services.reviews.decide(SERVER, review.id, True, 9, None)
        pool = await services.server_questions.pool(SERVER)
        assert [question.prompt for question in pool] == [prompt]
        assert await services.server_questions.pool(SERVER + 1) == []
        for number in range(10):
            assert await services.reviews.suggest(
                SERVER, 7, f"What is the number of door {number}?", ["seven"], []
            )
        with pytest.raises(UserError, match="wait"):
            await services.reviews.suggest(SERVER, 7, "What is the number of door 99?", ["seven"], [])
