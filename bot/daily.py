"""The daily question: answered once, in private, until its time is up; and how long a member's streak is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot import names
from bot.days import zone_named
from bot.errors import VanishedError
from bot.pools import Pools
from bot.stages import Outcome, Reveal
from bot.store.boards import timezone
from bot.store.daily import DailyQuestions, Opened
from bot.store.database import Database
from bot.store.trivia import Trivia
from bot.trivia import POINTS, Guess, Standing

LOOKED_BACK = timedelta(days=800)
"""How far back a streak is counted."""

FREE_A_WEEK = 1
"""Days with a question that may be missed in each of the server's weeks without ending a streak."""

MOST_STREAKS = 300
"""Members of one reveal whose streaks are reckoned; the first to answer."""

BEST_STREAKS = 3


@dataclass(frozen=True, slots=True)
class Answered:
    outcome: Outcome
    streak: int
    closes: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """What one member did with a question; `right` is None while that is a secret."""

    given: str | None
    right: bool | None
    points: int
    streak: int
    closes: datetime


@dataclass(frozen=True, slots=True)
class Results:
    """A question whose time is up."""

    reveal: Reveal
    streaks: tuple[tuple[int, int], ...]  # (member, days), the longest first; only those of two days and more


class Daily:
    def __init__(
        self, database: Database, trivia: Trivia, pools: Pools, clock: Callable[[], datetime]
    ) -> None:
        self._db = database
        self._kept = DailyQuestions(database)
        self._trivia = trivia
        self._pools = pools
        self._clock = clock

    async def opened(self, round_id: str, server_id: int) -> Opened:
        """Raises VanishedError for one that this server never had."""
        found = await self._kept.get(round_id)
        if found is None or found.server_id != server_id:
            raise VanishedError
        return found

    async def refusal(self, found: Opened, member_id: int) -> Outcome | None:
        """Why a member can't answer it; None for one who can."""
        if found.state != "open" or self._clock() > found.round.closes:
            return Outcome(Standing.LATE)
        given = await self._kept.given(found.round.id, member_id)
        return Outcome(Standing.TAKEN, given=given[0]) if given else None

    async def choose(
        self, round_id: str, server_id: int, member_id: int, interaction_id: int, option: int
    ) -> Answered:
        """Answer with an option's place in the round's own order, once. Whether it is right stays secret."""
        found = await self.opened(round_id, server_id)
        one, now = found.round, self._clock()
        if not 0 <= option < len(one.options):
            raise VanishedError
        refused = await self.refusal(found, member_id)
        if refused is None:
            given = one.options[option]
            extra, _ = await self._pools.accepted(server_id, one.question)
            right = names.key(given) in {names.key(answer) for answer in (*one.question.answers, *extra)}
            ms = max(round((now - one.opened).total_seconds() * 1000), 0)
            guess = Guess(member_id, given, right, POINTS if right else 0, ms)
            # A second answer at the same moment, or one after the close, is turned away by the table itself.
            if await self._trivia.answer(round_id, guess, interaction_id, now):
                outcome = Outcome(Standing.RIGHT if right else Standing.WRONG, secret=True, given=given)
            else:
                outcome = await self.refusal(await self.opened(round_id, server_id), member_id) or Outcome(
                    Standing.LATE
                )
        else:
            outcome = refused
        return Answered(outcome, await self.streak(server_id, member_id), one.closes)

    async def own(self, round_id: str, server_id: int, member_id: int) -> Own:
        """What a member asks about oneself, before or after the reveal."""
        found = await self.opened(round_id, server_id)
        given = await self._kept.given(round_id, member_id)
        streak = await self.streak(server_id, member_id)
        if given is None:
            return Own(None, None, 0, streak, found.round.closes)
        told = found.state == "closed"
        return Own(given[0], given[1] if told else None, given[2] if told else 0, streak, found.round.closes)

    async def results(self, round_id: str) -> Results:
        """What the reveal shows. Raises VanishedError while the question is open."""
        found = await self._trivia.game_of(round_id)
        if found is None or not found[0].done:
            raise VanishedError
        game = found[0]
        one = game.done[0]
        right = sorted((g for g in one.guesses.values() if g.right), key=lambda guess: guess.ms)
        reveal = Reveal(
            game,
            one,
            one.question.answers[0],
            await self._pools.evidence(game.server_id, one.question),
            one.chosen(),
            tuple(right),
            tuple(game.ranking()),
            {},
            None,
        )
        first = sorted(one.guesses.values(), key=lambda guess: guess.ms)[:MOST_STREAKS]
        streaks = await self._streaks(game.server_id, [guess.member_id for guess in first])
        best = sorted(streaks.items(), key=lambda pair: (-pair[1], pair[0]))
        return Results(reveal, tuple(pair for pair in best if pair[1] > 1)[:BEST_STREAKS])

    async def streak(self, server_id: int, member_id: int) -> int:
        """Days in a row; see `streak`."""
        return (await self._streaks(server_id, [member_id]))[member_id]

    async def _streaks(self, server_id: int, members: Sequence[int]) -> Mapping[int, int]:
        if not members:
            return {}
        since = self._clock() - LOOKED_BACK
        zone = zone_named(await timezone(self._db, server_id))
        asked = await self._kept.asked(server_id, since)
        answered = await self._kept.answered(server_id, members, since)
        return {
            member: streak(_days(asked, zone), {day_of(at, zone) for at in answered[member]})
            for member in members
        }


def day_of(at: datetime, zone: ZoneInfo) -> date:
    """The server's own day that a question belongs to, whenever it is answered: nobody who answers every
    question loses a streak to the hour at which they do it."""
    return at.astimezone(zone).date()


def _days(asked: Iterable[tuple[datetime, bool]], zone: ZoneInfo) -> dict[date, bool]:
    """Each day with a question, and whether one of them can still be answered."""
    days: dict[date, bool] = {}
    for at, is_open in asked:
        day = day_of(at, zone)
        days[day] = days.get(day, False) or is_open
    return days


def streak(days: Mapping[date, bool], answered: Iterable[date]) -> int:
    """Days in a row, of those with a question, on which one was answered.

    `days`: every day with a question, and whether it can still be answered: then it isn't missed yet. One
    missed day in each week (from Monday) is free: it doesn't count, and ends nothing.
    """
    done = set(answered)
    length = 0
    missed: dict[tuple[int, int], int] = {}
    for day in sorted(days, reverse=True):
        if day in done:
            length += 1
        elif not days[day]:
            year, week, _ = day.isocalendar()
            missed[year, week] = missed.get((year, week), 0) + 1
            if missed[year, week] > FREE_A_WEEK:
                break
    return length
