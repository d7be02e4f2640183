"""Games, rounds and answers in `servers.db`, and what was asked already."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bot.models import Mode, Origin, Question
from bot.store.database import Database, Effect, Row
from bot.trivia import Game, GameSettings, Guess, Round


class Trivia:
    """Every write is unique on what it is about: a repeated one changes nothing and says so."""

    def __init__(self, database: Database) -> None:
        self._db = database

    async def start(self, game: Game) -> bool:
        """False when the channel, or for a solo game the member, has a running game already."""
        sql, values = starting(game)
        rows = await self._db.write(f"{sql} on conflict do nothing returning id", values)
        return bool(rows)

    async def place(self, game_id: str, message_id: int) -> None:
        """Note the message in which the game is shown."""
        await self._db.write("update games set message_id = ? where id = ?", [message_id, game_id])

    async def end(self, game_id: str, at: datetime, because: str) -> bool:
        """Once: False when it had ended already. A round that was open doesn't count."""
        async with self._db.transaction() as db:
            await db.execute(
                "update rounds set state = 'annulled', closed_at = ? where game_id = ? and state = 'open'",
                [at.isoformat(), game_id],
            )
            rows = await db.execute_fetchall(
                """
                update games set state = 'ended', ended_at = ?, ended_because = ?
                 where id = ? and state = 'running' returning id
                """,
                [at.isoformat(), because, game_id],
            )
            return bool(list(rows))

    async def open_round(self, game: Game, one: Round, times: int) -> None:
        """The round, and that its question was asked `times` times now: both or neither."""
        async with self._db.transaction() as db:
            for sql, values in (opening(game.id, one), asking(game.server_id, one.question.id, times)):
                await db.execute(sql, values)

    async def set_closing(self, round_id: str, closes: datetime) -> None:
        await self._db.write("update rounds set closes_at = ? where id = ?", [closes.isoformat(), round_id])

    async def answer(self, round_id: str, guess: Guess, interaction_id: int, at: datetime) -> bool:
        """Whether this was the member's first answer in a round that is open: only then it is kept."""
        rows = await self._db.write(
            """
            insert into answers (round_id, member_id, interaction_id, given, "right", points, ms,
                                 judgement, at)
            select rounds.id, ?, ?, ?, ?, ?, ?, ?, ? from rounds where rounds.id = ? and rounds.state = 'open'
            on conflict (round_id, member_id) do nothing returning round_id
            """,
            [
                guess.member_id,
                interaction_id,
                guess.given,
                int(guess.right),
                guess.points,
                guess.ms,
                guess.judgement,
                at.isoformat(),
                round_id,
            ],
        )
        return bool(rows)

    async def close_round(self, round_id: str, at: datetime, *, counts: bool = True) -> bool:
        """Once: False when it was closed already."""
        rows = await self._db.write(
            "update rounds set state = ?, closed_at = ? where id = ? and state = 'open' returning id",
            ["closed" if counts else "annulled", at.isoformat(), round_id],
        )
        return bool(rows)

    async def annul_open(self, game_id: str, at: datetime) -> None:
        """A round that was cut off doesn't count for anybody."""
        await self._db.write(
            "update rounds set state = 'annulled', closed_at = ? where game_id = ? and state = 'open'",
            [at.isoformat(), game_id],
        )

    async def running(self) -> list[Game]:
        """All games that had not ended when the process did, with their rounds; open rounds are left out.

        Not the daily questions, which schedules open and close.
        """
        rows = await self._db.fetch(
            f"select {_GAME} from games where state = 'running' and mode <> 'daily' order by id"  # noqa: S608
        )
        return [await self._whole(row) for row in rows]

    async def game(self, game_id: str) -> Game | None:
        rows = await self._db.fetch(f"select {_GAME} from games where id = ?", [game_id])  # noqa: S608
        return await self._whole(rows[0]) if rows else None

    async def game_of(self, round_id: str) -> tuple[Game, str] | None:
        """The game of a round with the round's state; None for a round that never was."""
        rows = await self._db.fetch(
            f"""
            select {_GAME}, rounds.state from games join rounds on rounds.game_id = games.id
             where rounds.id = ?
            """,  # noqa: S608 - what is put in is written in this module
            [round_id],
        )
        return (await self._whole(rows[0]), str(rows[0][-1])) if rows else None

    async def _whole(self, row: Row) -> Game:
        game = Game(
            id=row[0],
            server_id=row[1],
            channel_id=row[2],
            host_id=row[4],
            settings=_settings(row[5]),
            started=datetime.fromisoformat(row[6]),
            ends_by=datetime.fromisoformat(row[7]),
            message_id=row[8],
        )
        rounds = await self._db.fetch(
            """
            select id, number, question, options, opened_at, closes_at, state from rounds
             where game_id = ? order by number
            """,
            [game.id],
        )
        answers = await self._db.fetch(
            """
            select answers.round_id, answers.member_id, answers.given, answers."right", answers.points,
                   answers.ms, answers.judgement
              from answers join rounds on rounds.id = answers.round_id
             where rounds.game_id = ? order by answers.at, answers.interaction_id
            """,
            [game.id],
        )
        for identity, number, question, options, opened, closes, state in rounds:
            game.number = number
            if state != "closed":
                continue
            one = Round(
                identity,
                number,
                load(question),
                tuple(json.loads(options)),
                datetime.fromisoformat(opened),
                datetime.fromisoformat(closes),
            )
            for answer in answers:
                if answer[0] == identity:
                    one.guesses[answer[1]] = Guess(
                        answer[1], answer[2], bool(answer[3]), answer[4], answer[5], answer[6]
                    )
            game.done.append(one)
        return game

    async def asked(self, server_id: int) -> dict[str, tuple[int, int]]:
        """(times, latest) of every question that this server was asked."""
        rows = await self._db.fetch(
            "select question_id, times, latest from questions_asked where server_id = ?", [server_id]
        )
        return {str(row[0]): (int(row[1]), int(row[2])) for row in rows}

    async def extra_answers(self, server_id: int, question_id: str) -> list[str]:
        """What this server's moderators accept besides the question's own answers."""
        rows = await self._db.fetch(
            "select answer from extra_answers where server_id = ? and question_id = ? order by added_at",
            [server_id, question_id],
        )
        return [str(row[0]) for row in rows]

    async def set_member_setting(self, server_id: int, member_id: int, key: str, value: str) -> None:
        await self._db.write(
            """
            insert into member_settings (server_id, member_id, key, value) values (?, ?, ?, ?)
            on conflict (server_id, member_id, key) do update set value = excluded.value
            """,
            [server_id, member_id, key, value],
        )

    async def members_with(self, server_id: int, key: str, value: str) -> set[int]:
        """Members of a server who set `key` to `value`."""
        rows = await self._db.fetch(
            "select member_id from member_settings where server_id = ? and key = ? and value = ?",
            [server_id, key, value],
        )
        return {int(row[0]) for row in rows}


def starting(game: Game) -> Effect:
    return (
        """
        insert into games (id, server_id, channel_id, mode, host_id, state, settings, rounds_total,
                           started_at, ends_by)
        values (?, ?, ?, ?, ?, 'running', ?, ?, ?, ?)
        """,
        [
            game.id,
            game.server_id,
            game.channel_id,
            game.mode,
            game.host_id,
            json.dumps(asdict(game.settings)),
            game.settings.rounds,
            game.started.astimezone(UTC).isoformat(),
            game.ends_by.astimezone(UTC).isoformat(),
        ],
    )


def opening(game_id: str, one: Round) -> Effect:
    return (
        """
        insert into rounds (id, game_id, number, question_id, question, options, subjects,
                            opened_at, closes_at, state)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
        """,
        [
            one.id,
            game_id,
            one.number,
            one.question.id,
            dump(one.question),
            json.dumps(one.options, ensure_ascii=False),
            json.dumps(_subjects(one.question), ensure_ascii=False),
            one.opened.astimezone(UTC).isoformat(),
            one.closes.astimezone(UTC).isoformat(),
        ],
    )


def asking(server_id: int, question_id: str, times: int) -> Effect:
    """The question counts as asked `times` times in this server, and as the last one."""
    return (
        """
        insert into questions_asked (server_id, question_id, times, latest)
        values (?, ?, ?, (select coalesce(max(latest), 0) + 1 from questions_asked where server_id = ?))
        on conflict (server_id, question_id)
        do update set times = excluded.times, latest = excluded.latest
        """,
        [server_id, question_id, times, server_id],
    )


_GAME = """
    games.id, games.server_id, games.channel_id, games.mode, games.host_id, games.settings, games.started_at,
    games.ends_by, games.message_id
"""


def dump(question: Question) -> str:
    """A question as the round keeps it: what was asked stays known when the library changes."""
    return json.dumps(asdict(question), ensure_ascii=False)


def load(text: str) -> Question:
    data: dict[str, Any] = json.loads(text)
    for name in ("answers", "distractors", "subjects"):
        data[name] = tuple(data[name])
    data["origin"] = Origin(data["origin"])
    return Question(**data)


def _settings(text: str) -> GameSettings:
    data: dict[str, Any] = json.loads(text)
    data["mode"] = Mode(data["mode"])
    return GameSettings(**data)


def _subjects(question: Question) -> Sequence[str]:
    return [*question.subjects, *([question.category] if question.category else [])]
