"""Boards, counted from answers, games and corrections. No sum is ever stored."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Window:
    """A span of time: from `since` on and later than `after`, before `until`. Empty text sets no border."""

    since: str = ""
    after: str = ""
    until: str = "9999"

    def holds(self, at: str) -> bool:
        return self.since <= at < self.until and at > self.after


@dataclass(frozen=True, slots=True)
class Tally:
    """What one member did within a window."""

    points: int = 0
    right: int = 0
    answered: int = 0
    wins: int = 0


@dataclass(frozen=True, slots=True)
class Answered:
    at: str
    right: bool
    points: int
    solo: bool
    subjects: tuple[str, ...]


async def timezone(db: Database, server_id: int) -> str | None:
    rows = await db.fetch(
        "select value from server_settings where server_id = ? and key = 'timezone'", [server_id]
    )
    return str(rows[0][0]) if rows else None


async def subjects(db: Database, server_id: int) -> list[tuple[str, tuple[str, ...], int]]:
    """Each list of subjects that rounds of the server had: as stored, its entries, how many rounds."""
    rows = await db.fetch(
        """
        select rounds.subjects, count(*) from games join rounds on rounds.game_id = games.id
         where games.server_id = ? and rounds.state = 'closed'
         group by rounds.subjects
        """,
        [server_id],
    )
    return [(str(text), tuple(json.loads(text)), int(count)) for text, count in rows]


async def tallies(
    db: Database, server_id: int, window: Window, about: Sequence[str] | None = None
) -> dict[int, Tally]:
    """What every member did in games with others; `about` names lists of subjects as they are stored.

    A game counts as won in the window in which it ended, for those who answered in it within that window;
    with `about`, only when all of it was about that. Corrections belong to no subject.
    """
    # Sums over a whole server are made of as few columns as the window and the subject need.
    bounded = window != Window()
    inside = "answers.at >= ? and answers.at > ? and answers.at < ?" if bounded else ""
    subject = f"rounds.subjects in ({_marks(about)})" if about is not None else ""
    conditions = " and ".join(filter(None, [inside, subject]))
    counts = f"case when {conditions} then 1 else 0 end" if conditions else "1"
    whole = f"min(case when {subject} then 1 else 0 end)" if subject else "1"
    borders = [window.since, window.after, window.until]
    given = [*(borders if bounded else ()), *(about or ())]
    rows = await db.fetch(
        f"""
        with played as (
            select games.id as game_id, answers.member_id, sum(answers.points) as score, {whole} as whole,
                   sum({counts}) as answered, sum({counts} * answers."right") as hits,
                   sum({counts} * answers.points) as points
              from games
              join rounds on rounds.game_id = games.id
              join answers on answers.round_id = rounds.id
             where games.server_id = ? and games.mode <> 'solo' and rounds.state = 'closed'
               and (games.state = 'running' or games.ended_at >= ?) and games.started_at < ?
             group by games.id, answers.member_id
        ),
        placed as (
            select game_id, member_id, score, answered, hits, points,
                   max(score) over (partition by game_id) as most,
                   count(*) over (partition by game_id) as players,
                   min(whole) over (partition by game_id) as whole
              from played
        )
        select placed.member_id, sum(points), sum(hits), sum(answered),
               sum(case when score = most and players > 1 and score > 0 and whole = 1 and answered > 0
                             and mode <> 'daily'
                             and ended_at >= ? and ended_at > ? and ended_at < ? then 1 else 0 end)
          from placed join games on games.id = placed.game_id
         group by placed.member_id
        having sum(answered) > 0
        """,  # noqa: S608 - only question marks are put in
        [
            *(about or ()),
            *(given * 3),
            *(server_id, max(window.since, window.after), window.until),
            *borders,
        ],
    )
    found = {int(row[0]): Tally(*map(int, row[1:])) for row in rows}
    if about is not None:
        return found
    corrected = await db.fetch(
        """
        select member_id, sum(points) from corrections
         where server_id = ? and undone_at is null and at >= ? and at > ? and at < ?
         group by member_id
        """,
        [server_id, window.since, window.after, window.until],
    )
    for member, points in corrected:
        before = found.get(int(member), Tally())
        found[int(member)] = Tally(before.points + int(points), before.right, before.answered, before.wins)
    return found


async def streaks(
    db: Database,
    server_id: int,
    window: Window,
    members: Collection[int],
    about: Sequence[str] | None = None,
) -> dict[int, int]:
    """The most right answers in a row of each of a few members, in games with others."""
    if not members:
        return {}
    fits = "" if about is None else f"and rounds.subjects in ({_marks(about)})"
    rows = await db.fetch(
        f"""
        with given as (
            select answers.member_id, answers."right",
                   sum(1 - answers."right") over (
                       partition by answers.member_id
                       order by answers.at, answers.interaction_id, answers.round_id
                       rows unbounded preceding
                   ) as run
              from answers
              join rounds on rounds.id = answers.round_id
              join games on games.id = rounds.game_id
             where answers.member_id in ({_marks(members)}) and games.server_id = ?
               and games.mode <> 'solo' and rounds.state = 'closed'
               and answers.at >= ? and answers.at > ? and answers.at < ? {fits}
        ),
        runs as (select member_id, run, sum("right") as length from given group by member_id, run)
        select member_id, max(length) from runs group by member_id
        """,  # noqa: S608 - only question marks are put in
        [*members, server_id, window.since, window.after, window.until, *(about or ())],
    )
    return {int(member): int(length) for member, length in rows}


async def answers_of(db: Database, server_id: int, member_id: int) -> list[Answered]:
    """All counted answers of one member, those of solo games too, in order of time."""
    rows = await db.fetch(
        """
        select answers.at, answers."right", answers.points, games.mode, rounds.subjects
          from answers
          join rounds on rounds.id = answers.round_id
          join games on games.id = rounds.game_id
         where answers.member_id = ? and games.server_id = ? and rounds.state = 'closed'
         order by answers.at, answers.interaction_id, answers.round_id
        """,
        [member_id, server_id],
    )
    return [
        Answered(str(at), bool(right), int(points), mode == "solo", tuple(json.loads(listed)))
        for at, right, points, mode, listed in rows
    ]


async def corrections_of(db: Database, server_id: int, member_id: int) -> list[tuple[str, int]]:
    """When and by how many points a member's score was corrected; undone corrections are left out."""
    rows = await db.fetch(
        """
        select at, points from corrections
         where server_id = ? and member_id = ? and undone_at is null order by at
        """,
        [server_id, member_id],
    )
    return [(str(at), int(points)) for at, points in rows]


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values)) or "null"
