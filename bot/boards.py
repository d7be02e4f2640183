"""Who is ahead, and how a member does: recounted from the answers at every look, so that nothing can drift.

Games that a member plays alone count on no board (points could be farmed there), only in the member's own
figures. Boards follow the server's own days and weeks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot import names
from bot.days import day_start, week_start, zone_named
from bot.errors import UserError, VanishedError
from bot.ids import content_id
from bot.store import boards as stored
from bot.store import seasons as decided
from bot.store.boards import Answered, Tally, Window
from bot.store.database import Database
from bot.store.seasons import Change, Season
from bot.trivia import ranked

PAGE = 10
MOST_POINTS = 100_000
"""Of one correction."""

LONGEST_REASON = 300
LONGEST_NAME = 60
ENOUGH = 5
"""Answers on a subject before it may be called one of a member's best."""

BEST_SUBJECTS = 3


class When(StrEnum):
    TODAY = "today"
    WEEK = "week"
    SEASON = "season"
    ALL = "all"

    @property
    def shown(self) -> str:
        return {"today": "today", "week": "this week", "season": "this season", "all": "all time"}[self]


@dataclass(frozen=True, slots=True)
class BoardRow:
    rank: int  # members with equal points share one: 1, 2, 2, 4
    member_id: int
    points: int
    right: int
    answered: int
    wins: int  # of games with at least two players; those with equally many points share the win
    best_streak: int  # right answers in a row

    @property
    def accuracy(self) -> float:
        """0 to 1; 0 without any answer."""
        return self.right / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class Board:
    when: When
    about: str | None  # as the questions spell it, where any does
    rows: tuple[BoardRow, ...]
    page: int  # from 0
    pages: int  # at least 1
    total: int  # members on all pages
    own: BoardRow | None  # of who asked, when on another page
    zone: str
    starts: datetime | None  # None: from the first answer on
    season: Season | None = None


@dataclass(frozen=True, slots=True)
class SubjectFigures:
    name: str
    right: int
    answered: int

    @property
    def accuracy(self) -> float:
        return self.right / self.answered


@dataclass(frozen=True, slots=True)
class MemberFigures:
    """How one member does. Points, wins and rank are those of the boards; the rest counts solo games, too."""

    member_id: int
    points_today: int
    points_week: int
    points_season: int | None  # None: no season is under way
    points_all: int
    rank: int | None  # on the board of all time; None: not on it
    ranked: int  # members on that board
    wins: int
    right: int
    answered: int
    solo_points: int
    solo_answered: int
    streak: int  # right answers in a row, up to the last one given
    best_streak: int
    best_subjects: tuple[SubjectFigures, ...]
    season: Season | None = None

    @property
    def accuracy(self) -> float:
        return self.right / self.answered if self.answered else 0.0


class Boards:
    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._db = database
        self._clock = clock

    # --- looking -----------------------------------------------------------------------------------------

    async def board(
        self,
        server_id: int,
        when: When,
        *,
        about: str | None = None,
        page: int = 0,
        asking: int | None = None,
        exclude: Collection[int] = (),
        season_id: str | None = None,
        week_of: datetime | None = None,
    ) -> Board:
        """One page; a page that there is not gives the nearest one.

        `exclude` names members who left: ranks are counted without them. `season_id` shows an earlier season
        (raises VanishedError for another server's). Corrections don't count on a board `about` something.
        `week_of` shows the week of another moment than now.
        """
        zone = await self.zone(server_id)
        season = await self._season(server_id, season_id) if when is When.SEASON else None
        window = (await self._windows(server_id, zone, season, week_of))[when]
        shown, lists = await self._about(server_id, about)
        # A season's board is empty before the first season, one about the unknown always is.
        nothing = window is None or (about is not None and not lists)
        tallies = (
            {} if nothing or window is None else await stored.tallies(self._db, server_id, window, lists)
        )
        for member in exclude:
            tallies.pop(member, None)
        places = ranked({member: tally.points for member, tally in tallies.items()})
        pages = max(-(-len(places) // PAGE), 1)
        page = min(max(page, 0), pages - 1)
        listed = places[page * PAGE : (page + 1) * PAGE]
        own = [place for place in places if place[1] == asking and place not in listed]
        members = [member for _, member, _ in (*listed, *own)]
        streaks = await stored.streaks(self._db, server_id, window, members, lists) if window else {}

        def row(rank: int, member: int) -> BoardRow:
            tally = tallies[member]
            return BoardRow(
                rank,
                member,
                tally.points,
                tally.right,
                tally.answered,
                tally.wins,
                streaks.get(member, 0),
            )

        return Board(
            when,
            shown,
            tuple(row(rank, member) for rank, member, _ in listed),
            page,
            pages,
            len(places),
            row(*own[0][:2]) if own else None,
            zone.key,
            _starts(window),
            season,
        )

    async def me(self, server_id: int, member_id: int, exclude: Collection[int] = ()) -> MemberFigures:
        zone = await self.zone(server_id)
        season = await self._season(server_id, None)
        windows = await self._windows(server_id, zone, season)
        everything = windows[When.ALL] or Window()
        answers = await stored.answers_of(self._db, server_id, member_id)
        corrections = await stored.corrections_of(self._db, server_id, member_id)
        tallies = await stored.tallies(self._db, server_id, everything)
        own = tallies.get(member_id, Tally())
        counted = {member: tally.points for member, tally in tallies.items() if member not in exclude}
        places = {member: rank for rank, member, _ in ranked(counted)}

        def points(when: When) -> int:
            window = windows[when]
            if window is None:
                return 0
            played = sum(one.points for one in answers if not one.solo and window.holds(one.at))
            return played + sum(added for at, added in corrections if window.holds(at))

        lasting = [one for one in answers if everything.holds(one.at)]
        streak, best = _streaks(one.right for one in lasting)
        return MemberFigures(
            member_id,
            points(When.TODAY),
            points(When.WEEK),
            points(When.SEASON) if season else None,
            points(When.ALL),
            places.get(member_id),
            len(places),
            own.wins,
            sum(one.right for one in lasting),
            len(lasting),
            sum(one.points for one in lasting if one.solo),
            sum(one.solo for one in lasting),
            streak,
            best,
            _best_subjects(lasting),
            season,
        )

    async def subjects(self, server_id: int) -> list[tuple[str, int]]:
        """What boards can be about, with the number of rounds, the most played first."""
        counts: dict[str, int] = {}
        shown: dict[str, str] = {}
        for _, entries, rounds in await stored.subjects(self._db, server_id):
            for key, entry in {names.key(entry): entry for entry in reversed(entries)}.items():
                counts[key] = counts.get(key, 0) + rounds
                shown.setdefault(key, entry)
        return [(shown[key], counts[key]) for key in sorted(counts, key=lambda key: (-counts[key], key))]

    async def _about(self, server_id: int, about: str | None) -> tuple[str | None, list[str] | None]:
        """How the questions spell a subject, and the stored lists of subjects that it stands in."""
        if about is None:
            return None, None
        key = names.key(about)
        shown: Counter[str] = Counter()
        lists: list[str] = []
        for text, entries, rounds in await stored.subjects(self._db, server_id):
            spelled = [entry for entry in entries if names.key(entry) == key]
            if spelled:
                shown[spelled[0]] += rounds
                lists.append(text)
        return (min(shown, key=lambda name: (-shown[name], name)) if shown else about), lists

    # --- spans of time -----------------------------------------------------------------------------------

    async def _windows(
        self, server_id: int, zone: ZoneInfo, season: Season | None, week_of: datetime | None = None
    ) -> dict[When, Window | None]:
        now = self._clock()
        week = week_start(week_of or now, zone)
        # Eight days later is the next week's first or second day, also where a day has 23 or 25 hours.
        week_ends = week_start(week + timedelta(days=8), zone)
        resets = await decided.last_resets(self._db, server_id)
        return {
            When.TODAY: Window(day_start(now, zone).isoformat(), resets.get(When.TODAY, "")),
            When.WEEK: Window(week.isoformat(), resets.get(When.WEEK, ""), week_ends.isoformat()),
            When.SEASON: season
            and Window(
                _utc(season.started),
                resets.get(When.SEASON, ""),
                _utc(season.ended) if season.ended else "9999",
            ),
            When.ALL: Window(after=resets.get(When.ALL, "")),
        }

    async def zone(self, server_id: int) -> ZoneInfo:
        """The server's own time zone; UTC until it chose one (the setting `timezone`)."""
        return zone_named(await stored.timezone(self._db, server_id))

    # --- what moderators decide --------------------------------------------------------------------------

    async def start_season(self, server_id: int, name: str, by_id: int, interaction_id: int) -> Season:
        """Starts a season, which ends the one before. A repeated call starts nothing new."""
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME:
            raise UserError(f"A season needs a name of at most {LONGEST_NAME} characters.")
        identity = content_id("season", str(server_id), str(interaction_id))
        await decided.start_season(self._db, identity, server_id, name, by_id, self._now())
        return await self._season(server_id, identity) or Season(identity, name, self._now())

    async def season(self, server_id: int) -> Season | None:
        """The one under way."""
        return await self._season(server_id, None)

    async def seasons(self, server_id: int) -> list[Season]:
        """The newest first."""
        return await decided.seasons(self._db, server_id)

    async def _season(self, server_id: int, season_id: str | None) -> Season | None:
        for season in await decided.seasons(self._db, server_id):
            if season.id == season_id or (season_id is None and season.ended is None):
                return season
        if season_id is not None:
            raise VanishedError
        return None

    async def correct(
        self, server_id: int, member_id: int, points: int, reason: str, by_id: int, interaction_id: int
    ) -> Change:
        """Give or take points, with a line in the moderators' log. A repeated call changes nothing."""
        reason = " ".join(reason.split())
        if not points or abs(points) > MOST_POINTS:
            raise UserError(f"A correction gives or takes between 1 and {MOST_POINTS:,} points.")
        if not reason or len(reason) > LONGEST_REASON:
            raise UserError(f"A correction needs a reason of at most {LONGEST_REASON} characters.")
        identity = content_id("correction", str(server_id), str(interaction_id))
        change = Change(
            identity, "correction", by_id, self._now(), member_id=member_id, points=points, reason=reason
        )
        await decided.correct(self._db, server_id, change)
        return await self._change(server_id, identity)

    async def reset(self, server_id: int, when: When, by_id: int, interaction_id: int) -> Change:
        """From now on this board counts anew; the others, and what was answered, stay as they are."""
        identity = content_id("reset", str(server_id), when, str(interaction_id))
        change = Change(identity, "reset", by_id, self._now(), board=when)
        await decided.reset(self._db, server_id, change)
        return await self._change(server_id, identity)

    async def undo(self, server_id: int, change_id: str, by_id: int) -> bool:
        """Take a correction or a reset back. False when somebody did before. Raises VanishedError."""
        change = await self._change(server_id, change_id)
        return await decided.undo(self._db, server_id, change, by_id, self._now())

    async def changes(self, server_id: int, page: int = 0, size: int = PAGE) -> tuple[list[Change], int]:
        """A page of corrections and resets, the newest first, and how many there are."""
        return await decided.changes(self._db, server_id, size, page * size)

    async def _change(self, server_id: int, change_id: str) -> Change:
        found, _ = await decided.changes(self._db, server_id, 1, change_id=change_id)
        if not found:
            raise VanishedError
        return found[0]

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def _starts(window: Window | None) -> datetime | None:
    border = max(window.since, window.after) if window else ""
    return datetime.fromisoformat(border) if border else None


def _streaks(rights: Iterable[bool]) -> tuple[int, int]:
    """(up to the last answer, the longest)"""
    now = best = 0
    for right in rights:
        now = now + 1 if right else 0
        best = max(best, now)
    return now, best


def _best_subjects(answers: Sequence[Answered]) -> tuple[SubjectFigures, ...]:
    spelled: dict[str, str] = {}
    right: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for one in answers:
        for key, entry in {names.key(entry): entry for entry in one.subjects}.items():
            spelled.setdefault(key, entry)
            answered[key] += 1
            right[key] += one.right
    enough = [
        SubjectFigures(spelled[key], right[key], count)
        for key, count in answered.items()
        if count >= ENOUGH and right[key]
    ]
    enough.sort(key=lambda figures: (-figures.accuracy, -figures.answered, figures.name))
    return tuple(enough[:BEST_SUBJECTS])
