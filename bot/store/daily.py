"""Daily questions: each is a game of one round, so that boards, reveals and appeals hold for them, too."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bot.ids import content_id
from bot.store import trivia as stored
from bot.store.database import Database, Effect
from bot.store.schedule_rows import iso
from bot.trivia import Game, GameSettings, Round


@dataclass(frozen=True, slots=True)
class Opened:
    """A daily question as it is kept; `state` is open, closed or annulled."""

    game_id: str
    server_id: int
    channel_id: int
    round: Round
    state: str


class DailyQuestions:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def get(self, round_id: str) -> Opened | None:
        rows = await self._db.fetch(
            """
            select games.id, games.server_id, games.channel_id, rounds.question, rounds.options,
                   rounds.opened_at, rounds.closes_at, rounds.state
              from rounds join games on games.id = rounds.game_id
             where rounds.id = ? and games.mode = 'daily'
            """,
            [round_id],
        )
        if not rows:
            return None
        game, server, channel, question, options, opened, closes, state = rows[0]
        one = Round(
            round_id,
            1,
            stored.load(question),
            tuple(json.loads(options)),
            datetime.fromisoformat(opened),
            datetime.fromisoformat(closes),
        )
        return Opened(game, server, channel, one, state)

    async def given(self, round_id: str, member_id: int) -> tuple[str, bool, int] | None:
        """A member's answer: the words, whether they are right, the points."""
        rows = await self._db.fetch(
            'select given, "right", points from answers where round_id = ? and member_id = ?',
            [round_id, member_id],
        )
        return (str(rows[0][0]), bool(rows[0][1]), int(rows[0][2])) if rows else None

    async def asked(self, server_id: int, since: datetime) -> list[tuple[datetime, bool]]:
        """When each question of a server was due, oldest first, and whether it is still open."""
        rows = await self._db.fetch(
            """
            select rounds.opened_at, rounds.state from games join rounds on rounds.game_id = games.id
             where games.server_id = ? and games.mode = 'daily' and games.started_at >= ?
               and rounds.state <> 'annulled' order by rounds.opened_at
            """,
            [server_id, iso(since)],
        )
        return [(datetime.fromisoformat(at), state == "open") for at, state in rows]

    async def answered(
        self, server_id: int, members: Collection[int], since: datetime
    ) -> dict[int, list[datetime]]:
        """When the questions were due that each of a few members answered."""
        marks = ", ".join("?" * len(members))
        rows = await self._db.fetch(
            f"""
            select answers.member_id, rounds.opened_at
              from games join rounds on rounds.game_id = games.id join answers on answers.round_id = rounds.id
             where games.server_id = ? and games.mode = 'daily' and games.started_at >= ?
               and rounds.state <> 'annulled' and answers.member_id in ({marks})
            """,  # noqa: S608 - only question marks are put in
            [server_id, iso(since), *members],
        )
        found: dict[int, list[datetime]] = {member: [] for member in members}
        for member, at in rows:
            found[member].append(datetime.fromisoformat(at))
        return found


def game_of(round_id: str) -> str:
    return content_id("daily", round_id)


def opening(
    server_id: int, channel_id: int, host_id: int, settings: GameSettings, one: Round, times: int
) -> list[Effect]:
    """What opens a question, and notes that it counts as asked `times` times now."""
    identity = game_of(one.id)
    game = Game(identity, server_id, channel_id, host_id, settings, one.opened, one.closes)
    return [
        stored.starting(game),
        stored.opening(identity, one),
        stored.asking(server_id, one.question.id, times),
    ]


def closing(round_id: str, at: datetime, *, counts: bool = True) -> list[Effect]:
    """What ends a question; one that was never shown doesn't count."""
    return [
        (
            "update rounds set state = ?, closed_at = ? where id = ? and state = 'open'",
            ["closed" if counts else "annulled", iso(at), round_id],
        ),
        (
            """
            update games set state = 'ended', ended_at = ?, ended_because = ?
             where id = ? and state = 'running'
            """,
            [iso(at), "its time was up" if counts else "it could not be posted", game_of(round_id)],
        ),
    ]
