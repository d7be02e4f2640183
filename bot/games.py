"""Trivia games under way: questions chosen, answers taken once, rounds closed, games taken up again.

What is decided stands in `trivia.py`; here it is kept, in this order: written down first, shown afterwards.
"""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot import names
from bot.errors import NamesError, UserError, VanishedError
from bot.ids import content_id
from bot.judging import judge
from bot.models import Mode, Piece, Question
from bot.pools import Pools
from bot.stages import Outcome, Reveal, RunningError, Stage, StageLostError
from bot.store.trivia import Trivia
from bot.trivia import (
    PAUSE,
    Game,
    GameSettings,
    Guess,
    Round,
    Standing,
    limit_of,
    shuffled,
    with_more_time,
)

RESTARTED = "restarted"

CLOSING = 30.0
"""Seconds that a game may take to end once it is stopped: Discord is asked again when it fails."""

Wait = Callable[[asyncio.Event, float], Awaitable[None]]


async def wait_for(event: asyncio.Event, seconds: float) -> None:
    """Until the event, or so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass


@dataclass(slots=True)
class _Live:
    game: Game
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    changed: asyncio.Event = field(default_factory=asyncio.Event)
    closed: bool = False  # the round under way is over before its time
    skipped: bool = False
    stopped: str | None = None
    over: asyncio.Event = field(default_factory=asyncio.Event)
    accepted: frozenset[str] = frozenset()  # keys of what this server takes for right besides
    aliases: tuple[str, ...] = ()
    piece: Piece | None = None


class Games:
    def __init__(
        self,
        trivia: Trivia,
        pools: Pools,
        chance: random.Random,
        clock: Callable[[], datetime],
        wait: Wait = wait_for,
    ) -> None:
        self._trivia = trivia
        self._pools = pools
        self._chance = chance
        self._clock = clock
        self._wait_for = wait
        self._live: dict[str, _Live] = {}

    # --- what is running ---------------------------------------------------------------------------------

    def in_channel(self, server_id: int, channel_id: int) -> Game | None:
        """The game that holds a channel; one whose time is over holds nothing, whatever crashed."""
        now = self._clock()
        for live in self._live.values():
            game = live.game
            here = game.server_id == server_id and game.channel_id == channel_id
            if here and game.mode is not Mode.SOLO and now < game.ends_by:
                return game
        return None

    @property
    def running(self) -> int:
        """How many games this process runs."""
        return len(self._live)

    def of(self, server_id: int) -> list[Game]:
        """All games that this process runs in a server."""
        return [live.game for live in self._live.values() if live.game.server_id == server_id]

    def is_on(self, game: Game) -> bool:
        return game.id in self._live

    def solo_of(self, server_id: int, member_id: int) -> Game | None:
        """A member's own private game."""
        for live in self._live.values():
            game = live.game
            if game.mode is Mode.SOLO and (game.server_id, game.host_id) == (server_id, member_id):
                return game
        return None

    def gives_away(
        self, server_id: int, channel_id: int, pieces: Sequence[Piece], about: Sequence[str] = ()
    ) -> bool:
        """Whether a look-up tells what the channel's game is asking for right now.

        `about`: the names that it is on. Looking up any of the options is refused, right or wrong, so that
        the refusal tells nothing either.
        """
        game = self.in_channel(server_id, channel_id)
        if game is None or game.current is None:
            return False
        asked, question = self._live[game.id].piece, game.current.question
        asked_for = {names.key(one) for one in (*question.answers, *question.distractors)}
        if question.form == "verdict":
            asked_for |= {names.key(one) for one in question.subjects}
        if asked_for & {names.key(one) for one in about}:
            return True
        return any(_tells(piece, asked, question) for piece in pieces)

    async def taken_up(self, servers: Collection[int] | None = None) -> list[Game]:
        """After a restart: the games to go on with. The round that was cut off doesn't count.

        `servers`: those that this process serves; the games of others are none of its business.
        """
        now = self._clock()
        games: list[Game] = []
        for game in await self._trivia.running():
            if game.id in self._live or (servers is not None and game.server_id not in servers):
                continue
            if now >= game.ends_by or game.mode is Mode.SOLO:
                await self._trivia.end(game.id, now, RESTARTED)
                continue
            await self._trivia.annul_open(game.id, now)
            self._live[game.id] = _Live(game)
            games.append(game)
        return games

    # --- a game's life -----------------------------------------------------------------------------------

    async def start(
        self,
        server_id: int,
        channel_id: int,
        host_id: int,
        settings: GameSettings,
        identity: str | None = None,
    ) -> Game:
        """A new game. Raises RunningError when the channel has one, UserError for an empty pool.

        `identity`: the id of a game that a schedule starts.
        """
        if settings.mode is not Mode.SOLO and (running := self.in_channel(server_id, channel_id)):
            raise RunningError(running)
        pool = await self._pools.pool(server_id, settings)
        if not pool:
            about = f" about “{settings.about}”" if settings.about else ""
            raise NamesError(
                f"I have no questions{about} for this kind of game. Try another subject or level."
            )
        now = self._clock()
        # It follows from nothing: once its host is erased, it must not prove whose game it was.
        identity = identity or secrets.token_hex(8)
        game = Game(identity, server_id, channel_id, host_id, settings, now, limit_of(settings, now))
        if not await self._trivia.start(game):
            # One that ended by its limit while nobody looked makes room.
            for other in await self._trivia.running():
                if other.server_id == server_id and now >= other.ends_by:
                    await self._trivia.end(other.id, now, "its time was up")
            if not await self._trivia.start(game):
                running = self.in_channel(server_id, channel_id)
                if running is not None and settings.mode is not Mode.SOLO:
                    raise RunningError(running)
                raise UserError("You have a game of your own running. Finish that one first.")
        self._live[game.id] = _Live(game)
        return game

    async def run(self, game: Game, stage: Stage, *, resumed: bool = False) -> None:
        """Round after round until the game is over; ends it in every case."""
        live = self._live[game.id]
        because = RESTARTED
        try:
            because = await self._rounds(live, stage, resumed)
        except StageLostError as error:
            because = str(error)
            await self._finish(live, because)
            await stage.lost(game, because)
            return
        except asyncio.CancelledError:
            self._live.pop(game.id, None)  # the process stops; the game is taken up by the next one
            raise
        except BaseException:
            await self._finish(live, "something broke")
            raise
        await self._finish(live, because)
        try:
            await stage.end(game, because)
        except StageLostError as error:
            await stage.lost(game, str(error))

    async def _rounds(self, live: _Live, stage: Stage, resumed: bool) -> str:
        game = live.game
        while True:
            because = live.stopped or game.over()
            if because is None and self._clock() >= game.ends_by:
                because = "its time was up"
            if because:
                return because
            one = await self._next(live)
            if one is None:
                return "there is no question left"
            await stage.show(game, one, resumed=resumed)
            resumed = False
            await self._until_over(live, one)
            await stage.reveal(await self._close(live, one))
            if not (live.stopped or game.over()):
                await self._wait(live, PAUSE)

    async def _next(self, live: _Live) -> Round | None:
        game = live.game
        chosen = await self._pools.next(game.server_id, game.settings)
        if chosen is None:
            return None
        question, times = chosen
        extra, aliases = await self._pools.accepted(game.server_id, question)
        live.accepted = frozenset(names.key(answer) for answer in (*question.answers, *extra))
        live.aliases = (*extra, *aliases)
        live.piece = await self._pools.evidence(game.server_id, question)
        slow = await self._trivia.members_with(game.server_id, "more_time", "yes")
        now = self._clock()
        number = game.number + 1
        one = Round(
            content_id("round", game.id, str(number)),
            number,
            question,
            shuffled(question, game.mode, self._chance),
            now,
            now
            + timedelta(seconds=with_more_time(game.settings, slow & {game.host_id, *game.players}).seconds),
        )
        await self._trivia.open_round(game, one, times)
        game.number, game.current = number, one
        live.closed = live.skipped = False
        return one

    async def _until_over(self, live: _Live, one: Round) -> None:
        while not (live.closed or live.skipped or live.stopped):
            left = (one.closes - self._clock()).total_seconds()
            if left <= 0:
                return
            await self._wait(live, left)

    async def _wait(self, live: _Live, seconds: float) -> None:
        """Sleep, or until something changes: an answer, a skip, a stop."""
        live.changed.clear()
        if live.closed or live.skipped or live.stopped:
            return
        await self._wait_for(live.changed, seconds)

    async def _close(self, live: _Live, one: Round) -> Reveal:
        async with live.lock:
            game = live.game
            counts = not live.skipped and not (live.stopped and not live.closed)
            await self._trivia.close_round(one.id, self._clock(), counts=counts)
            game.current = None
            live.closed = live.skipped = False
            if counts:
                game.done.append(one)
        return self._reveal(game, one, live.piece, live.stopped or game.over(), annulled=not counts)

    def _reveal(
        self, game: Game, one: Round, piece: Piece | None, over: str | None = None, *, annulled: bool = False
    ) -> Reveal:
        right = sorted((g for g in one.guesses.values() if g.right), key=lambda g: (-g.points, g.ms))
        return Reveal(
            game,
            one,
            one.question.answers[0],
            piece,
            one.chosen(),
            tuple(right),
            tuple(game.ranking()),
            game.lives() if game.mode is Mode.SURVIVAL else {},
            over,
            annulled,
        )

    async def _finish(self, live: _Live, because: str) -> None:
        self._live.pop(live.game.id, None)
        await self._trivia.end(live.game.id, self._clock(), because)
        live.over.set()

    # --- what members do ---------------------------------------------------------------------------------

    def round(self, round_id: str) -> tuple[Game, Round] | None:
        """The round under way with this id."""
        for live in self._live.values():
            if live.game.current is not None and live.game.current.id == round_id:
                return live.game, live.game.current
        return None

    async def choose(self, round_id: str, member_id: int, interaction_id: int, option: int) -> Outcome:
        """Answer with an option's place in the round's own order. VanishedError if there is none."""
        found = self.round(round_id)
        if found is None:
            return await self._late(round_id)
        game, one = found
        if not 0 <= option < len(one.options):
            raise VanishedError
        given = one.options[option]
        live = self._live[game.id]
        return await self._take(
            live, one, member_id, interaction_id, given, names.key(given) in live.accepted
        )

    async def type(self, round_id: str, member_id: int, interaction_id: int, given: str) -> Outcome:
        """Answer in one's own words."""
        found = self.round(round_id)
        if found is None:
            return await self._late(round_id)
        game, one = found
        live = self._live[game.id]
        judgement = judge(given, one.question.answers, live.aliases, one.question.distractors)
        note = judgement.note or ("Close, but not close enough." if judgement.near else None)
        shown = " ".join(given.split())[:200]
        return await self._take(live, one, member_id, interaction_id, shown, judgement.right, note)

    async def _take(
        self,
        live: _Live,
        one: Round,
        member_id: int,
        interaction_id: int,
        given: str,
        right: bool,
        note: str | None = None,
    ) -> Outcome:
        async with live.lock:
            game, now = live.game, self._clock()
            if game.current is not one or live.closed:
                return Outcome(Standing.LATE)
            standing, points = game.judge(member_id, right, now)
            if standing not in (Standing.RIGHT, Standing.WRONG):
                return Outcome(
                    standing, given=one.guesses[member_id].given if member_id in one.guesses else ""
                )
            ms = max(round((now - one.opened).total_seconds() * 1000), 0)
            guess = Guess(member_id, given, standing is Standing.RIGHT, points, ms, note)
            if not await self._trivia.answer(one.id, guess, interaction_id, now):
                return Outcome(Standing.TAKEN, given=given)
            closes = one.closes
            live.closed = game.take(guess, now)
            if one.closes != closes:
                await self._trivia.set_closing(one.id, one.closes)
            live.changed.set()
        secret = game.mode in (Mode.TOGETHER, Mode.SURVIVAL)
        return Outcome(standing, points, note, secret, given)

    async def _late(self, round_id: str) -> Outcome:
        if await self._trivia.game_of(round_id) is None:
            raise VanishedError
        return Outcome(Standing.LATE)

    async def more_time(self, round_id: str) -> datetime | None:
        """The round's new end; None when it had its extra time, or is over."""
        found = self.round(round_id)
        if found is None or not found[1].extend():
            return None
        game, one = found
        await self._trivia.set_closing(one.id, one.closes)
        self._live[game.id].changed.set()
        return one.closes

    async def always_more_time(self, server_id: int, member_id: int, wanted: bool) -> None:
        """A member's own setting: games that the member starts or plays leave half as much time again."""
        await self._trivia.set_member_setting(server_id, member_id, "more_time", "yes" if wanted else "no")

    def skip(self, game: Game, member_id: int, *, at_once: bool) -> tuple[int, int]:
        """A vote to skip, or the host's or a moderator's word. (votes, votes that it takes)"""
        live = self._live.get(game.id)
        if live is None or game.current is None:
            return 0, 1
        votes, needed = game.wants_to_skip(member_id)
        if at_once or votes >= needed:
            votes = max(votes, needed)
            live.skipped = True
            live.changed.set()
        return votes, needed

    async def revealed(self, round_id: str) -> Reveal:
        """A round that is over, to be looked at again. VanishedError if there is none, or not yet."""
        found = await self._trivia.game_of(round_id)
        game = found[0] if found else None
        one = next((done for done in game.done if done.id == round_id), None) if game else None
        if game is None or one is None:
            raise VanishedError
        return self._reveal(game, one, await self._pools.evidence(game.server_id, one.question))

    def stop(self, game: Game, because: str) -> None:
        live = self._live.get(game.id)
        if live is not None:
            live.stopped = because
            live.changed.set()

    async def close_down(self, game: Game, because: str) -> None:
        """Stop it, and return once nothing is written to it any more. Raises UserError if that takes long."""
        live = self._live.get(game.id)
        if live is None:
            return
        self.stop(game, because)
        await self._wait_for(live.over, CLOSING)
        if not live.over.is_set():
            raise UserError("A game has to end first, and that takes a while. Try again in a minute.")

    async def standings(self, game_id: str) -> Game | None:
        """A game as it stands, also when it has ended."""
        live = self._live.get(game_id)
        return live.game if live else await self._trivia.game(game_id)

    async def recount(self, game_id: str) -> None:
        """Take over what a moderator corrected in a game that is still on."""
        live, kept = self._live.get(game_id), await self._trivia.game(game_id)
        if live is not None and kept is not None:
            guesses = {one.id: one.guesses for one in kept.done}
            for one in live.game.done:
                one.guesses = guesses.get(one.id, one.guesses)

    async def place(self, game: Game, message_id: int) -> None:
        game.message_id = message_id
        await self._trivia.place(game.id, message_id)


def _tells(piece: Piece, asked: Piece | None, question: Question) -> bool:
    if asked is not None:
        same = piece.source.id == asked.source.id
        return (same and piece.start < asked.end and asked.start < piece.end) or asked.text in piece.text
    told = f" {names.fold(piece.text)} "
    return any(f" {names.fold(answer)} " in told for answer in question.answers)
