"""What moderators decide about boards: seasons, corrections, resets. Done once, whatever arrives twice.

Nothing is ever deleted here, so that everything can be undone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.store.database import Database, Row
from bot.store.modlog import note, note_undone


@dataclass(frozen=True, slots=True)
class Season:
    id: str
    name: str
    started: datetime
    ended: datetime | None = None  # None: under way


@dataclass(frozen=True, slots=True)
class Change:
    """A moderator's correction of one member's points, or the reset of a board."""

    id: str
    kind: str  # correction | reset
    by_id: int
    at: datetime
    undone: bool = False
    member_id: int | None = None
    points: int = 0
    reason: str = ""
    board: str | None = None


async def last_resets(db: Database, server_id: int) -> dict[str, str]:
    """The latest reset of each board that stands."""
    rows = await db.fetch(
        "select board, max(at) from resets where server_id = ? and undone_at is null group by board",
        [server_id],
    )
    return {str(board): str(at) for board, at in rows}


async def start_season(
    db: Database, season_id: str, server_id: int, name: str, by_id: int, at: datetime
) -> bool:
    """The season before ends at the same moment. False when this very one was started already."""
    async with db.transaction() as writer:
        known = await writer.execute_fetchall("select id from seasons where id = ?", [season_id])
        if list(known):
            return False
        ended = await writer.execute_fetchall(
            "update seasons set ended_at = ? where server_id = ? and ended_at is null returning name",
            [at.isoformat(), server_id],
        )
        await writer.execute(
            "insert into seasons (id, server_id, name, started_at, by_id) values (?, ?, ?, ?, ?)",
            [season_id, server_id, name, at.isoformat(), by_id],
        )
        names = [str(row[0]) for row in ended]
        before = {"season": names[0]} if names else None
        await note(
            writer, f"season:{season_id}", server_id, by_id, at, "season started", before, {"season": name}
        )
        return True


async def seasons(db: Database, server_id: int) -> list[Season]:
    """The newest first."""
    rows = await db.fetch(
        """
        select id, name, started_at, ended_at from seasons
         where server_id = ? order by started_at desc, ended_at is not null, id
        """,
        [server_id],
    )
    return [
        Season(
            str(row[0]),
            str(row[1]),
            datetime.fromisoformat(row[2]),
            datetime.fromisoformat(row[3]) if row[3] else None,
        )
        for row in rows
    ]


async def correct(db: Database, server_id: int, change: Change) -> bool:
    """False when it was noted already."""
    at = change.at.isoformat()
    async with db.transaction() as writer:
        rows = await writer.execute_fetchall(
            """
            insert into corrections (id, server_id, member_id, points, reason, by_id, at)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing returning id
            """,
            [change.id, server_id, change.member_id, change.points, change.reason, change.by_id, at],
        )
        if not list(rows):
            return False
        after = {"member": change.member_id, "points": change.points, "reason": change.reason}
        log_id = f"correction:{change.id}"
        await note(writer, log_id, server_id, change.by_id, change.at, "score corrected", None, after)
        return True


async def reset(db: Database, server_id: int, change: Change) -> bool:
    """False when it was noted already."""
    at = change.at.isoformat()
    async with db.transaction() as writer:
        rows = await writer.execute_fetchall(
            """
            insert into resets (id, server_id, board, at, by_id) values (?, ?, ?, ?, ?)
            on conflict (id) do nothing returning id
            """,
            [change.id, server_id, change.board, at, change.by_id],
        )
        if not list(rows):
            return False
        log_id, after = f"reset:{change.id}", {"board": change.board}
        await note(writer, log_id, server_id, change.by_id, change.at, "board reset", None, after)
        return True


async def undo(db: Database, server_id: int, change: Change, by_id: int, at: datetime) -> bool:
    """False when somebody undid it before."""
    table = {"correction": "corrections", "reset": "resets"}[change.kind]
    values = [at.isoformat(), change.id, server_id]
    async with db.transaction() as writer:
        rows = await writer.execute_fetchall(
            f"update {table} set undone_at = ? where id = ? and server_id = ? and undone_at is null returning id",  # noqa: E501, S608 - a table's name from the line above
            values,
        )
        if not list(rows):
            return False
        log_id = f"{change.kind}:{change.id}"
        action = "score correction undone" if change.kind == "correction" else "board reset undone"
        await note_undone(writer, log_id, server_id, by_id, at, action)
        return True


async def changes(
    db: Database, server_id: int, limit: int, offset: int = 0, change_id: str | None = None
) -> tuple[list[Change], int]:
    """A page of corrections and resets, the newest first, and how many there are; or the one with an id."""
    rows = await db.fetch(
        """
        with changed as (
            select id, 'correction' as kind, by_id, at, undone_at, member_id, points, reason, null as board
              from corrections where server_id = ?
             union all
            select id, 'reset', by_id, at, undone_at, null, 0, '', board from resets where server_id = ?
        )
        select id, kind, by_id, at, undone_at, member_id, points, reason, board, count(*) over ()
          from changed where id = ? or ? = '' order by at desc, id limit ? offset ?
        """,
        [server_id, server_id, change_id or "", change_id or "", limit, offset],
    )
    return [_change(row) for row in rows], int(rows[0][-1]) if rows else 0


def _change(row: Row) -> Change:
    return Change(
        str(row[0]),
        str(row[1]),
        int(row[2]),
        datetime.fromisoformat(row[3]),
        row[4] is not None,
        row[5],
        int(row[6]),
        str(row[7]),
        row[8],
    )
