"""What waits for a moderator's decision, and the log of what moderators did."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.store.database import Database, Row
from bot.store.modlog import note


@dataclass(frozen=True, slots=True)
class Review:
    """One thing to decide. `kind`: "suggestion" (a member's question), "appeal" (my answer was right),
    "report" (of a piece) or "ruling" (a change of verdict that a second moderator has to agree to); and what
    nobody asked, with `by_id` 0: "clash" and "draft".
    """

    id: str
    server_id: int
    kind: str
    state: str
    data: dict[str, Any]
    by_id: int
    at: datetime
    decided_by: int | None = None
    reason: str | None = None


class Reviews:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def ask(self, review: Review) -> bool:
        """False when the very same thing was asked before."""
        rows = await self._db.write(
            """
            insert into reviews (id, server_id, kind, state, data, by_id, at)
            values (?, ?, ?, 'open', ?, ?, ?)
            on conflict (id) do nothing returning id
            """,
            [
                review.id,
                review.server_id,
                review.kind,
                json.dumps(review.data, ensure_ascii=False),
                review.by_id,
                review.at.isoformat(),
            ],
        )
        return bool(rows)

    async def open(self, server_id: int, limit: int, offset: int = 0) -> tuple[list[Review], int]:
        """One page of what is open, oldest first, and how many there are."""
        rows = await self._db.fetch(
            f"""
            select {_COLUMNS}, count(*) over () from reviews
             where server_id = ? and state = 'open' order by at, id limit ? offset ?
            """,  # noqa: S608 - what is put in is written in this module
            [server_id, limit, offset],
        )
        if not rows and offset:
            rows_in_all = await self._db.fetch(
                "select count(*) from reviews where server_id = ? and state = 'open'", [server_id]
            )
            return [], int(rows_in_all[0][0])
        return [_review(row) for row in rows], rows[0][-1] if rows else 0

    async def refused(self, server_id: int, kind: str) -> set[str]:
        """The ids of all of a kind about which nothing is to be done."""
        rows = await self._db.fetch(
            "select id from reviews where server_id = ? and kind = ? and state = 'refused'", [server_id, kind]
        )
        return {str(row[0]) for row in rows}

    async def settle(self, review: Review, accepted: bool, by_id: int, at: datetime) -> None:
        """What was found rather than asked, and so is stored only now that it is decided."""
        state = "accepted" if accepted else "refused"
        async with self._db.transaction() as db:
            await db.execute(
                """
                insert into reviews (id, server_id, kind, state, data, by_id, at, decided_by, decided_at)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (id) do update
                set state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at
                """,
                [
                    *(review.id, review.server_id, review.kind, state),
                    json.dumps(review.data, ensure_ascii=False),
                    *(review.by_id, review.at.isoformat(), by_id, at.isoformat()),
                ],
            )
            log_id, what = f"review:{review.id}", f"{review.kind} {state}"
            await note(db, log_id, review.server_id, by_id, at, what, review.data, None)

    async def get(self, server_id: int, review_id: str) -> Review | None:
        """None also for another server's: an id gives nothing away."""
        rows = await self._db.fetch(
            f"select {_COLUMNS} from reviews where server_id = ? and id = ?",  # noqa: S608
            [server_id, review_id],
        )
        return _review(rows[0]) if rows else None

    async def waiting_of(self, server_id: int, member_id: int) -> int:
        """How many suggestions and appeals of this member wait: nobody fills the queue alone."""
        rows = await self._db.fetch(
            """
            select count(*) from reviews
             where server_id = ? and by_id = ? and state = 'open' and kind in ('suggestion', 'appeal')
            """,
            [server_id, member_id],
        )
        return int(rows[0][0])

    async def log(self, log_id: str, server_id: int, by_id: int, at: datetime, action: str) -> None:
        """A line of the moderators' log; the same id is written once."""
        async with self._db.transaction() as db:
            await note(db, log_id, server_id, by_id, at, action, None, None)

    async def decide(
        self,
        review: Review,
        accepted: bool,
        by_id: int,
        at: datetime,
        reason: str | None,
        effects: list[tuple[str, list[Any]]],
    ) -> bool:
        """Decide once, with the effects of an accepted one in the same transaction.

        False when somebody else was first: then nothing was changed.
        """
        async with self._db.transaction() as db:
            rows = await db.execute_fetchall(
                """
                update reviews set state = ?, decided_by = ?, decided_at = ?, reason = ?
                 where id = ? and server_id = ? and state = 'open' returning id
                """,
                [
                    "accepted" if accepted else "refused",
                    by_id,
                    at.isoformat(),
                    reason,
                    review.id,
                    review.server_id,
                ],
            )
            if not list(rows):
                return False
            for sql, values in effects if accepted else []:
                await db.execute(sql, values)
            log_id, what = f"review:{review.id}", f"{review.kind} {'accepted' if accepted else 'refused'}"
            after = {"reason": reason} if reason else None
            await note(db, log_id, review.server_id, by_id, at, what, review.data, after)
        return True


def accept_answer(
    server_id: int, question_id: str, answer: str, by_id: int, at: datetime
) -> tuple[str, list[Any]]:
    """From now on this server takes `answer` for right."""
    return (
        """
        insert into extra_answers (server_id, question_id, answer, added_by, added_at) values (?, ?, ?, ?, ?)
        on conflict do nothing
        """,
        [server_id, question_id, answer, by_id, at.isoformat()],
    )


def mark_right(round_id: str, member_id: int, points: int) -> tuple[str, list[Any]]:
    """Correct one answer of a game that was played: boards follow, for they are counted from answers."""
    return (
        """update answers set "right" = 1, points = ? where round_id = ? and member_id = ? and "right" = 0""",
        [points, round_id, member_id],
    )


_COLUMNS = "id, server_id, kind, state, data, by_id, at, decided_by, reason"


def _review(row: Row) -> Review:
    return Review(
        row[0],
        row[1],
        row[2],
        row[3],
        json.loads(row[4]),
        row[5],
        datetime.fromisoformat(row[6]),
        row[7],
        row[8],
    )
