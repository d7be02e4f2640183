"""Boards equal a slow recount, whatever was played, corrected and reset, across every border of time."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.boards import PAGE, Board, BoardRow, Boards, When
from bot.errors import UserError, VanishedError
from bot.store import schema
from bot.store.database import Database
from tests.recount import recount

SERVER, OTHER = 1, 2
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)  # a Wednesday


@dataclass
class Table:
    """A servers.db in which games are played by writing them down, and a clock that can be set."""

    path: Path
    db: Database
    now: datetime = NOW
    count: int = 0
    boards: Boards = field(init=False)

    def __post_init__(self) -> None:
        self.boards = Boards(self.db, lambda: self.now)

    async def play(
        self,
        answers: list[list[tuple[int, bool]]],
        *,
        at: datetime | None = None,
        mode: str = "race",
        subjects: tuple[str, ...] = ("Korra",),
        states: tuple[str, ...] = (),
        ended: bool = True,
        server: int = SERVER,
        step: timedelta = timedelta(seconds=20),
    ) -> str:
        """A game with these (member, right) in each round; ten points for each right answer."""
        start = at or self.now - timedelta(minutes=30)
        game = f"g{self.count:05}"
        self.count += 1
        end = (start + step * len(answers) + timedelta(seconds=5)).isoformat()
        async with self.db.transaction() as db:
            await db.execute(
                """
                insert into games (id, server_id, channel_id, mode, host_id, state, settings, rounds_total,
                                   started_at, ends_by, ended_at)
                values (?, ?, ?, ?, 9, ?, '{}', 5, ?, ?, ?)
                """,
                [
                    *(game, server, self.count, mode, "ended" if ended else "running"),
                    *(start.isoformat(), end, end if ended else None),
                ],
            )
            for number, given_answers in enumerate(answers):
                opened = start + step * number
                one = f"{game}r{number}"
                await db.execute(
                    "insert into rounds values (?, ?, ?, 'q', '{}', '[]', ?, ?, ?, ?, ?)",
                    [
                        *(one, game, number, json.dumps(subjects), opened.isoformat()),
                        *((opened + step).isoformat(), (opened + step).isoformat()),
                        states[number] if number < len(states) else "closed",
                    ],
                )
                for place, (member, right) in enumerate(given_answers):
                    self.count += 1
                    await db.execute(
                        "insert or ignore into answers values (?, ?, ?, 'x', ?, ?, 900, null, ?)",
                        [
                            *(one, member, self.count, int(right), 10 * right),
                            (opened + timedelta(milliseconds=place)).isoformat(),
                        ],
                    )
        return game

    async def zone(self, name: str) -> None:
        await self.db.write("insert into server_settings values (?, 'timezone', ?)", [SERVER, name])

    async def points(self, when: When, about: str | None = None) -> dict[int, int]:
        board = await self.boards.board(SERVER, when, about=about)
        return {row.member_id: row.points for row in board.rows}


@asynccontextmanager
async def laid(folder: Path) -> AsyncGenerator[Table]:
    async with Database.open(folder / "servers.db", schema.SERVERS) as db:
        yield Table(folder / "servers.db", db)


@pytest.fixture
async def table(tmp_path: Path) -> AsyncGenerator[Table]:
    async with laid(tmp_path) as opened:
        yield opened


def ranks(board: Board) -> list[tuple[int, int]]:
    return [(row.rank, row.member_id) for row in board.rows]


async def test_a_row_says_all(table: Table) -> None:
    await table.play([[(1, True), (2, True)], [(1, False), (2, True)], [(1, True)], [(1, True)]])
    await table.play([[(2, True), (1, False)]], at=NOW - timedelta(hours=2))
    board = await table.boards.board(SERVER, When.ALL)
    assert board.rows == (BoardRow(1, 1, 30, 3, 5, 1, 2), BoardRow(1, 2, 30, 3, 3, 1, 3))
    assert board.rows[0].accuracy == 0.6
    assert (board.total, board.pages, board.page, board.own) == (2, 1, 0, None)


async def test_only_closed_rounds_with_others_count(table: Table) -> None:
    await table.play(
        [[(1, True)], [(1, True)], [(1, True)]], states=("annulled", "open", "closed"), ended=False
    )
    await table.play([[(1, True)]], mode="solo")
    await table.play([[(1, True)]], server=OTHER)
    board = await table.boards.board(SERVER, When.ALL)
    assert board.rows == (BoardRow(1, 1, 10, 1, 1, 0, 1),)
    me = await table.boards.me(SERVER, 1)
    assert (me.points_all, me.right, me.answered, me.solo_points, me.solo_answered) == (10, 2, 2, 10, 1)
    assert (await table.boards.me(OTHER, 1)).wins == 0


async def test_wins(table: Table) -> None:
    await table.play([[(1, True), (2, False)]])
    await table.play([[(1, True), (2, True), (3, False)]])
    await table.play([[(1, False), (2, False)]])  # nobody wins without a point
    await table.play([[(1, True), (2, False)]], ended=False)
    await table.play([[(1, True)]])
    board = await table.boards.board(SERVER, When.ALL)
    assert {row.member_id: row.wins for row in board.rows} == {1: 2, 2: 1, 3: 0}


async def test_ties_share_a_rank_also_across_pages(table: Table) -> None:
    await table.play([[(1, True)], [(1, True)], [(7, True)]])
    await table.play([[(member, True)] for member in range(2, 15) if member != 7])
    await table.play([[(99, False)]])
    first = await table.boards.board(SERVER, When.ALL, asking=99)
    second = await table.boards.board(SERVER, When.ALL, page=1, asking=99)
    assert ranks(first) == [(1, 1), *((2, member) for member in range(2, 11))]
    assert ranks(second) == [(2, 11), (2, 12), (2, 13), (2, 14), (15, 99)]
    assert first.own is not None
    assert (first.own.rank, first.own.member_id, second.own) == (15, 99, None)
    assert (first.total, first.pages, len(first.rows)) == (15, 2, PAGE)
    assert (await table.boards.board(SERVER, When.ALL, page=50)) == await table.boards.board(
        SERVER, When.ALL, page=1
    )


async def test_members_who_left_take_no_rank(table: Table) -> None:
    await table.play([[(1, True), (2, True), (3, False)], [(1, True)]])
    board = await table.boards.board(SERVER, When.ALL, exclude={1}, asking=1)
    assert ranks(board) == [(1, 2), (2, 3)]
    assert (board.own, board.total) == (None, 2)
    assert (await table.boards.me(SERVER, 2, exclude={1})).rank == 1
    assert (await table.boards.me(SERVER, 2)).rank == 2


async def test_an_empty_server(table: Table) -> None:
    for when in When:
        board = await table.boards.board(SERVER, when, asking=1, about="Korra")
        assert (board.rows, board.own, board.total, board.pages) == ((), None, 0, 1)
    me = await table.boards.me(SERVER, 1)
    assert (me.rank, me.ranked, me.accuracy, me.points_season, me.best_subjects) == (None, 0, 0.0, None, ())


@pytest.mark.parametrize(
    ("zone", "now", "inside", "outside"),
    [
        ("UTC", "2026-11-25T12:00Z", "2026-11-25T00:00Z", "2026-11-24T23:59:59Z"),
        ("Asia/Kathmandu", "2026-11-25T12:00Z", "2026-11-24T18:15Z", "2026-11-24T18:14:59Z"),
        # The clock goes back that day: it has 25 hours, and began in summer time.
        ("Europe/Berlin", "2026-10-25T22:30Z", "2026-10-24T22:00Z", "2026-10-24T21:59:59Z"),
        # Midnight is skipped: the day begins at 1:00.
        ("Africa/Cairo", "2026-04-24T12:00Z", "2026-04-23T22:00Z", "2026-04-23T21:59:59Z"),
        # 0:00 comes twice: the day begins at the first.
        ("America/Havana", "2026-11-01T12:00Z", "2026-11-01T04:00Z", "2026-11-01T03:59:59Z"),
    ],
)
async def test_days_begin_at_the_servers_midnight(
    table: Table, zone: str, now: str, inside: str, outside: str
) -> None:
    table.now = datetime.fromisoformat(now)
    await table.zone(zone)
    await table.play([[(1, True)]], at=datetime.fromisoformat(inside))
    await table.play([[(2, True)]], at=datetime.fromisoformat(outside), step=timedelta(0))
    board = await table.boards.board(SERVER, When.TODAY)
    assert ranks(board) == [(1, 1)]
    assert board.zone == zone
    assert board.starts == datetime.fromisoformat(inside)


async def test_weeks_begin_on_monday(table: Table) -> None:
    await table.zone("America/New_York")
    await table.play([[(1, True)]], at=datetime(2026, 11, 23, 5, tzinfo=UTC))
    await table.play([[(2, True)]], at=datetime(2026, 11, 23, 4, 59, tzinfo=UTC), step=timedelta(0))
    assert await table.points(When.WEEK) == {1: 10}
    assert await table.points(When.ALL) == {1: 10, 2: 10}


async def test_a_zone_that_there_is_not_is_utc(table: Table) -> None:
    for name in ("Europe", "Mars/Olympus_Mons", "../../etc/passwd", ""):
        await table.db.write("delete from server_settings")
        await table.zone(name)
        assert (await table.boards.board(SERVER, When.TODAY)).zone == "UTC", name


async def test_about_a_subject(table: Table) -> None:
    await table.play([[(1, True), (2, False)]], subjects=("Korra", "Asami Sato"))
    await table.play([[(2, True), (1, False)]], subjects=("asami sato",))
    await table.play([[(2, True), (1, False)]], subjects=("Asami",))
    await table.boards.correct(SERVER, 1, 50, "a mistake", 9, 1)
    board = await table.boards.board(SERVER, When.ALL, about="ASAMI  sato")
    assert [(row.member_id, row.points, row.wins) for row in board.rows] == [(1, 10, 1), (2, 10, 1)]
    assert board.about in ("Asami Sato", "asami sato")
    assert await table.points(When.ALL, "Mako") == {}
    assert sorted(count for _, count in await table.boards.subjects(SERVER)) == [1, 1, 2]
    assert recount(table.path, SERVER, NOW, "Asami")["all"][2].wins == 1


async def test_best_subjects_need_enough_answers(table: Table) -> None:
    await table.play([[(1, True)]] * 4, subjects=("Rare",))
    await table.play([[(1, True)]] * 4 + [[(1, False)]], subjects=("Korra", "Air"))
    await table.play([[(1, True)]] * 5, subjects=("korra",), mode="solo")
    await table.play([[(1, False)]] * 6, subjects=("Never",))
    me = await table.boards.me(SERVER, 1)
    assert [(one.name.casefold(), one.right, one.answered) for one in me.best_subjects] == [
        ("korra", 9, 10),
        ("air", 4, 5),
    ]


async def test_streaks_go_by_time_not_by_the_order_of_writing(table: Table) -> None:
    await table.play([[(1, True)], [(1, True)]], at=NOW - timedelta(minutes=10))
    await table.play([[(1, False)], [(1, True)]], at=NOW - timedelta(minutes=20))
    board = await table.boards.board(SERVER, When.ALL)
    assert board.rows[0].best_streak == 3
    me = await table.boards.me(SERVER, 1)
    assert (me.streak, me.best_streak) == (3, 3)
    await table.play([[(1, False)]], at=NOW - timedelta(minutes=1))
    me = await table.boards.me(SERVER, 1)
    assert (me.streak, me.best_streak) == (0, 3)


async def test_a_reset_empties_its_board_only_and_can_be_undone(table: Table) -> None:
    await table.play([[(1, True), (2, False)]])
    await table.boards.correct(SERVER, 2, 3, "a mistake", 9, 1)
    before = {when: await table.boards.board(SERVER, when) for when in When}
    reset = await table.boards.reset(SERVER, When.ALL, 9, 2)
    assert (await table.boards.board(SERVER, When.ALL)).rows == ()
    for when in (When.TODAY, When.WEEK, When.SEASON):
        assert await table.boards.board(SERVER, when) == before[when]
    me = await table.boards.me(SERVER, 1)
    assert (me.points_all, me.answered, me.wins, me.rank, me.points_today) == (0, 0, 0, None, 10)
    await table.play([[(2, True)]], at=NOW + timedelta(seconds=1), step=timedelta(seconds=1))
    assert await table.points(When.ALL) == {2: 10}
    assert await table.boards.undo(SERVER, reset.id, 8)
    assert not await table.boards.undo(SERVER, reset.id, 8)
    assert await table.points(When.ALL) == {2: 13, 1: 10}


async def test_a_season_ends_the_one_before_and_stays_to_look_at(table: Table) -> None:
    table.now = NOW - timedelta(days=2)
    first = await table.boards.start_season(SERVER, " Book  One ", 9, 1)
    await table.play([[(1, True), (2, False)]], at=table.now + timedelta(hours=1))
    table.now = NOW - timedelta(days=1)
    second = await table.boards.start_season(SERVER, "Book Two", 9, 2)
    assert await table.boards.start_season(SERVER, "Book Two", 9, 2) == second
    assert first.name == "Book One"
    table.now = NOW
    await table.play([[(3, True)]])
    assert await table.points(When.SEASON) == {3: 10}
    assert (await table.boards.me(SERVER, 1)).points_season == 0
    earlier = await table.boards.board(SERVER, When.SEASON, season_id=first.id)
    assert [(row.member_id, row.wins) for row in earlier.rows] == [(1, 1), (2, 0)]
    assert [season.name for season in await table.boards.seasons(SERVER)] == ["Book Two", "Book One"]
    assert (await table.boards.seasons(SERVER))[1].ended == NOW - timedelta(days=1)
    assert await table.boards.season(SERVER) == second
    assert await table.boards.season(OTHER) is None
    with pytest.raises(VanishedError):
        await table.boards.board(OTHER, When.SEASON, season_id=first.id)


async def test_what_moderators_can_not_do(table: Table) -> None:
    for points, reason in ((0, "x"), (10**6, "x"), (5, "  "), (5, "x" * 400)):
        with pytest.raises(UserError):
            await table.boards.correct(SERVER, 1, points, reason, 9, 1)
    for name in (" ", "x" * 100):
        with pytest.raises(UserError):
            await table.boards.start_season(SERVER, name, 9, 1)
    change = await table.boards.correct(SERVER, 1, 5, "a mistake", 9, 1)
    for server, change_id in ((OTHER, change.id), (SERVER, "nothing")):
        with pytest.raises(VanishedError):
            await table.boards.undo(server, change_id, 9)
    assert await table.points(When.ALL) == {1: 5}


ZONES = ["UTC", "Europe/Berlin", "America/Havana", "Africa/Cairo", "Asia/Kathmandu", "Australia/Lord_Howe"]
BORDERS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 4, 23, 22, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 11, 1, 5, tzinfo=UTC),
    datetime(2026, 11, 23, 0, tzinfo=UTC),
    datetime(2027, 1, 1, 0, tzinfo=UTC),
]
MINUTES = st.integers(-8 * 24 * 60, 0)
MEMBERS = st.integers(1, 5)
ROUND = st.lists(st.tuples(MEMBERS, st.booleans()), max_size=5)
EVENT = st.one_of(
    st.tuples(
        st.just("game"),
        MINUTES,
        st.lists(ROUND, min_size=1, max_size=4),
        st.sampled_from(["race", "together", "solo"]),
        st.sampled_from([("Korra",), ("korra", "Asami"), ("Asami",), ()]),
        st.lists(st.sampled_from(["closed", "annulled"]), max_size=4),
        st.booleans(),
        st.sampled_from([1, 60, 3600]),
    ),
    st.tuples(st.just("correct"), MINUTES, MEMBERS, st.sampled_from([-20, 5, 10])),
    st.tuples(st.just("reset"), MINUTES, st.sampled_from(list(When))),
    st.tuples(st.just("season"), MINUTES),
    st.tuples(st.just("undo"), MINUTES, st.integers(0, 5)),
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), st.sampled_from(BORDERS), st.integers(300, 3000), st.lists(EVENT, max_size=14))
def test_boards_equal_the_recount(
    zone: str, border: datetime, later: int, events: list[tuple[Any, ...]]
) -> None:
    asyncio.run(compared(zone, border, later, events))


async def compared(zone: str, border: datetime, later: int, events: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with laid(Path(folder)) as table:
            await table.zone(zone)
            for number, event in enumerate(sorted(events, key=lambda event: event[1])):
                table.now = border + timedelta(minutes=event[1])
                if event[0] == "game":
                    _, _, answers, mode, subjects, states, ended, step = event
                    await table.play(
                        answers,
                        at=table.now,
                        mode=mode,
                        subjects=subjects,
                        states=tuple(states),
                        ended=ended or mode == "solo",
                        step=timedelta(seconds=step),
                    )
                elif event[0] == "correct":
                    await table.boards.correct(SERVER, event[2], event[3], "a mistake", 9, number)
                elif event[0] == "reset":
                    await table.boards.reset(SERVER, event[2], 9, number)
                elif event[0] == "season":
                    await table.boards.start_season(SERVER, f"Season {number}", 9, number)
                else:
                    changes, _ = await table.boards.changes(SERVER)
                    if changes:
                        await table.boards.undo(SERVER, changes[event[2] % len(changes)].id, 9)
            table.now = border + timedelta(minutes=later)
            for about in (None, "KORRA"):
                counted = recount(table.path, SERVER, table.now, about)
                for when in When:
                    board = await table.boards.board(SERVER, when, about=about)
                    found = {
                        row.member_id: (row.points, row.right, row.answered, row.wins, row.best_streak)
                        for row in board.rows
                    }
                    assert found == {
                        member: (row.points, row.right, row.answered, row.wins, row.best_streak)
                        for member, row in counted[when].items()
                    }, (when, about)
            for member, row in recount(table.path, SERVER, table.now)["all"].items():
                me = await table.boards.me(SERVER, member)
                assert (me.points_all, me.wins) == (row.points, row.wins)
