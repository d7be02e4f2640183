"""Who reported a piece, for each report that waits or was decided on; several members share one."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.store.database import Database
from bot.store.reviews import Review


@dataclass(frozen=True, slots=True)
class Reporter:
    """`tell`: whether the member wants to hear what becomes of it."""

    member_id: int
    remark: str | None
    tell: bool


class KeptReports:
    def __init__(self, database: Database) -> None:
        self._db = database

    async def add(self, review: Review, reporter: Reporter, most: int) -> tuple[str, bool] | None:
        """The state of the report and whether this member is new to it; None when `most` of theirs wait.

        `review` is taken when it isn't there yet. One that was decided takes no more reporters.
        """
        async with self._db.transaction() as db:
            known = await db.execute_fetchall("select state from reviews where id = ?", [review.id])
            state = next((str(row[0]) for row in known), "open")
            if state != "open":
                return state, False
            waiting = await db.execute_fetchall(
                """
                select reviews.id from reporters join reviews on reviews.id = reporters.review_id
                 where reporters.server_id = ? and reporters.member_id = ? and reviews.state = 'open'
                """,
                [review.server_id, reporter.member_id],
            )
            ids = {str(row[0]) for row in waiting}
            if review.id in ids:
                return state, False
            if len(ids) >= most:
                return None
            await db.execute(
                """
                insert into reviews (id, server_id, kind, state, data, by_id, at)
                values (?, ?, ?, 'open', ?, ?, ?) on conflict (id) do nothing
                """,
                [
                    *(review.id, review.server_id, review.kind),
                    json.dumps(review.data, ensure_ascii=False),
                    *(review.by_id, review.at.isoformat()),
                ],
            )
            await db.execute(
                """
                insert into reporters (review_id, server_id, member_id, remark, tell, at)
                values (?, ?, ?, ?, ?, ?)
                """,
                [
                    *(review.id, review.server_id, reporter.member_id, reporter.remark),
                    *(int(reporter.tell), review.at.isoformat()),
                ],
            )
            return state, True

    async def of(self, server_id: int, review_id: str) -> list[Reporter]:
        """All who reported it, the first one first; none of another server's."""
        rows = await self._db.fetch(
            """
            select member_id, remark, tell from reporters
             where server_id = ? and review_id = ? order by at, member_id
            """,
            [server_id, review_id],
        )
        return [Reporter(int(member), remark, bool(tell)) for member, remark, tell in rows]
