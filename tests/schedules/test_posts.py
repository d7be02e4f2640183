"""What schedules post: nothing twice before the pool is through, and every end of it told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import UserError, VanishedError
from bot.posts import LOW
from bot.slots import Part, Running, State, What
from bot.trivia import POINTS, Standing
from tests.libraries import built, lay_out
from tests.schedules.passing import AGAIN, MODERATOR, SERVER, Planned, planned, utc

DAY = timedelta(days=1)


def pieces(table: Planned) -> list[str]:
    return [str(one.content["piece"]) for _, _, one in table.poster.posts.values()]


# --- quote of the day, on this day --------------------------------------------------------------------------


async def test_no_saying_twice_until_the_pool_is_through(table: Planned) -> None:
    made = await table.add(What.QUOTE, "every day 18:00", about="asami")
    left = made.left
    assert left is not None
    assert left > LOW
    await table.until((left + 3) * DAY)
    assert len(pieces(table)) == len(set(pieces(table))) == left
    assert table.poster.titles() == ["The pool runs low", "The schedule has paused"]
    low, paused = (told for _, told in table.poster.told)
    assert low.urgent
    assert low.text.startswith(f"{LOW} are left")
    assert "resume" in paused.text
    overview = await table.services.schedules.show(SERVER, 1)
    assert overview.schedule.running is Running.PAUSED
    assert overview.schedule.because == "everything that fits has been posted"
    assert overview.coming == ()
    # Resumed, it starts over.
    await table.services.schedules.resume(SERVER, 1, MODERATOR, 77)
    await table.until(2 * DAY)
    assert len(pieces(table)) == left + 2


async def test_the_words_are_in_the_library(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00")
    await table.until(5 * DAY)
    for piece_id in pieces(table):
        piece = await table.services.at(0).places.piece(piece_id)
        assert piece.speaker
        around = await table.services.at(0).places.context(piece_id)
        assert piece.text in around.before + piece.text + around.after


async def test_a_subject_that_nobody_knows_pauses_and_says_so(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00", about="zzyzx")
    await table.until(DAY)
    assert not table.poster.posts
    assert table.poster.titles() == ["The schedule has paused"]
    shown = await table.services.schedules.show(SERVER, 1)
    assert shown.schedule.because == "nothing in the library fits"


async def test_on_this_day_only_on_its_day(table: Planned) -> None:
    """io9's article is of 22 December, and nothing else of the library has a date."""
    await table.add(What.ON_THIS_DAY, "every day 18:00")
    await table.until(utc(31, 23, month=12))
    assert {moment.strftime("%m-%d") for moment in table.poster.at()} == {"12-22"}
    for _, _, one in table.poster.posts.values():
        piece = await table.services.at(0).places.piece(str(one.content["piece"]))
        assert piece.source.published == "2014-12-22"
    latest = (await table.services.schedules.show(SERVER, 1)).latest
    assert latest[0].state is State.SKIPPED
    assert latest[0].reason == "nothing that is new has this date"


async def test_an_events_day_brings_the_words_about_it(tmp_path: Path) -> None:
    letter = (
        "---\ntitle: A letter\npublished: 2015\n---\n"
        "“The Harbour Feast was the best day of my life,” Mara Quill said. "
        "“I danced until the lamps went out,” she added.\n\n"
        "“Nobody remembers the Winter Market any more,” Jon Reed said.\n"
    )
    curated = {
        "people.toml": '[[person]]\nname = "Mara Quill"\n\n[[person]]\nname = "Jon Reed"\n',
        "topics.toml": '[[topic]]\nname = "Harbour Feast"\nkind = "event"\ndate = "2012-02-29"\n'
        '\n[[topic]]\nname = "Winter Market"\nkind = "event"\ndate = "2012-02"\n',
    }
    library = lay_out(tmp_path / "library", {"letter.txt": letter}, curated)
    await built(library)
    async with planned(library, tmp_path / "servers", utc(1, 0)) as table:
        await table.add(What.ON_THIS_DAY, "every day 18:00")
        table.clock.moment = datetime(2028, 2, 27, tzinfo=UTC)
        await table.until(5 * DAY)
        assert [moment.strftime("%m-%d") for moment in table.poster.at()] == ["02-29"]
        piece = await table.services.at(0).places.piece(pieces(table)[0])
        assert piece.speaker == "Mara Quill"
        assert "Harbour Feast" in piece.text


async def test_the_day_is_that_of_the_schedules_zone(table: Planned) -> None:
    table.clock.moment = utc(20, 0, month=12)
    await table.add(What.ON_THIS_DAY, "every day 08:00", zone="Pacific/Auckland")
    await table.until(utc(24, 0, month=12))
    assert table.poster.at() == [utc(21, 19, month=12)]


# --- the daily question -------------------------------------------------------------------------------------


def question_of(table: Planned, number: int = -1) -> str:
    rounds = [one.id for _, _, one in table.poster.posts.values() if one.part is Part.POST]
    return rounds[number]


async def option(table: Planned, round_id: str, right: bool) -> int:
    found = await table.services.daily.opened(round_id, SERVER)
    one = found.round
    return next(i for i, text in enumerate(one.options) if (text in one.question.answers) is right)


async def give(table: Planned, member: int, right: bool = True, round_id: str | None = None) -> Standing:
    round_id = round_id or question_of(table)
    place = await option(table, round_id, right)
    table.asked += 1
    answered = await table.services.daily.choose(round_id, SERVER, member, table.asked, place)
    return answered.outcome.standing


async def test_a_question_is_open_until_the_next_one_and_then_revealed(table: Planned) -> None:
    await table.add(What.DAILY, "every day 18:00")
    await table.until(utc(1, 18))
    first = question_of(table)
    assert await give(table, 11) is Standing.RIGHT
    assert await give(table, 12, right=False) is Standing.WRONG
    assert await give(table, 11, right=False) is Standing.TAKEN
    with pytest.raises(VanishedError):
        await table.services.daily.results(first)  # nobody is told early
    own = await table.services.daily.own(first, SERVER, 11)
    assert own.given and own.right is None and own.points == 0
    await table.until(utc(2, 17, 59))
    assert await give(table, 13, round_id=first) is Standing.RIGHT
    await table.until(utc(2, 18))
    # First the answer of yesterday, then the question of today.
    parts = [one.part for _, _, one in table.poster.posts.values()]
    assert parts == [Part.POST, Part.REVEAL, Part.POST]
    assert await give(table, 14, round_id=first) is Standing.LATE
    results = await table.services.daily.results(first)
    assert [guess.member_id for guess in results.reveal.right] == [11, 13]
    assert sum(results.reveal.counts.values()) == 3
    own = await table.services.daily.own(first, SERVER, 11)
    assert own.right and own.points == POINTS


async def test_late_answers_dont_count_even_before_the_reveal_is_out(table: Planned) -> None:
    await table.add(What.DAILY, "every day 18:00", hours=2)
    await table.until(utc(1, 19))
    table.clock.moment = utc(1, 20, 1)  # nothing was done yet about the end
    assert await give(table, 11) is Standing.LATE
    await table.until(utc(1, 20, 2))
    assert [one.part for _, _, one in table.poster.posts.values()] == [Part.POST, Part.REVEAL]


async def test_points_stand_on_the_boards_only_after_the_reveal(table: Planned) -> None:
    from bot.boards import When

    await table.add(What.DAILY, "every day 18:00", hours=1)
    await table.until(utc(1, 18))
    await give(table, 11)
    await give(table, 12)
    boards = table.services.boards
    assert not (await boards.board(SERVER, When.ALL)).rows
    await table.until(utc(1, 20))
    rows = (await boards.board(SERVER, When.ALL)).rows
    assert {(row.member_id, row.points, row.wins) for row in rows} == {(11, POINTS, 0), (12, POINTS, 0)}


async def test_the_channel_stays_free_for_games(table: Planned) -> None:
    from bot.trivia import GameSettings

    await table.add(What.DAILY, "every day 18:00")
    await table.until(utc(1, 18))
    games = table.services.games
    assert games.in_channel(SERVER, 9) is None
    assert await games.start(SERVER, 9, MODERATOR, GameSettings())
    assert await games.taken_up() == []


async def test_an_answer_that_was_right_can_be_appealed_for_a_day(table: Planned) -> None:
    await table.add(What.DAILY, "every day 18:00", hours=1)
    await table.until(utc(1, 18))
    first = question_of(table)
    await give(table, 11, right=False)
    with pytest.raises(UserError, match="isn't over"):
        await table.services.reviews.appeal(first, 11)
    await table.until(utc(1, 20))
    assert await table.services.reviews.appeal(first, 11)
    [review], _ = await table.services.reviews.waiting(SERVER, 0)
    await table.services.reviews.decide(SERVER, review.id, True, MODERATOR, None)
    results = await table.services.daily.results(first)
    assert [guess.member_id for guess in results.reveal.right] == [11]


async def test_no_question_twice_before_all_were_asked(table: Planned) -> None:
    await table.add(What.DAILY, "every day at 08:00, 12:00 and 18:00")
    await table.until(10 * DAY)
    rows = await table.services.servers.database.fetch("select question_id from rounds")
    assert len(rows) == 30
    assert len(set(rows)) == 30


async def test_two_schedules_at_the_same_moment_ask_different_questions(table: Planned) -> None:
    for _ in range(4):
        await table.add(What.DAILY, "every day 18:00")
    await table.until(3 * DAY)
    rows = await table.services.servers.database.fetch("select question_id from rounds")
    assert len(rows) == len(set(rows)) == 12


async def test_a_question_that_was_never_shown_doesnt_count(table: Planned) -> None:
    await table.add(What.DAILY, "every day 18:00", grace=0.25)
    table.poster.before = AGAIN
    await table.until(utc(1, 20))
    rows = await table.services.servers.database.fetch("select state from rounds")
    assert rows == [("annulled",)]
    slots = await table.services.servers.database.fetch("select state from slots where part = 'reveal'")
    assert slots == []
    assert await table.services.daily.streak(SERVER, 11) == 0


async def test_a_removed_schedule_still_tells_the_answer_that_it_promised(table: Planned) -> None:
    await table.add(What.DAILY, "every day 18:00")
    await table.until(utc(1, 19))
    await table.services.schedules.remove(SERVER, 1, MODERATOR, 50)
    await table.until(utc(3, 0))
    assert [one.part for _, _, one in table.poster.posts.values()] == [Part.POST, Part.REVEAL]


async def test_another_servers_question_is_unknown(table: Planned) -> None:
    await table.add(What.DAILY, "every day 18:00")
    await table.until(utc(1, 18))
    with pytest.raises(VanishedError):
        await table.services.daily.choose(question_of(table), SERVER + 1, 11, 1, 0)
    with pytest.raises(VanishedError):
        await table.services.daily.choose(question_of(table), SERVER, 11, 1, 9)


async def test_the_same_delivery_twice_counts_once(table: Planned) -> None:
    import asyncio

    await table.add(What.DAILY, "every day 18:00", hours=1)
    await table.until(utc(1, 18))
    first = question_of(table)
    place = await option(table, first, True)
    both = await asyncio.gather(*(table.services.daily.choose(first, SERVER, 11, 5, place) for _ in range(2)))
    assert {one.outcome.standing for one in both} <= {Standing.RIGHT, Standing.TAKEN}
    rows = await table.services.servers.database.fetch("select count(*) from answers")
    assert rows == [(1,)]


async def test_streaks_go_by_the_servers_days_with_one_free_miss_a_week(table: Planned) -> None:
    await table.services.moderation.set_zone(SERVER, "Europe/Berlin", MODERATOR, 1)
    await table.add(What.DAILY, "every day 23:30")  # in UTC: half past midnight of the next day in Berlin
    streaks: list[int] = []
    for day in range(1, 15):
        await table.until(utc(day, 23, 45))
        # 2026-01-05 is a Monday: one miss in each of two weeks, then a second one in the same week.
        if day not in (3, 6, 12, 13):
            await give(table, 11)
        streaks.append(await table.services.daily.streak(SERVER, 11))
    assert streaks == [1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 9, 9, 1]


async def test_a_board_shows_the_week_that_is_over(table: Planned) -> None:
    from bot.posts import week_of

    await table.add(What.DAILY, "every day 12:00", hours=1)
    await table.add(What.BOARD, "mondays 09:00")
    await table.until(utc(8, 12))
    await give(table, 11)
    await table.until(utc(19, 10))
    boards = [one for _, schedule, one in table.poster.posts.values() if schedule.what is What.BOARD]
    assert [one.at for one in boards] == [utc(12, 9)]
    assert week_of(boards[0]) == utc(11, 9)
    shown = await table.services.schedules.show(SERVER, 2)
    assert [(one.state, one.reason) for one in shown.latest] == [
        (State.SKIPPED, "nobody scored in that week"),
        (State.SENT, None),
        (State.SKIPPED, "nobody scored in that week"),
    ]


async def test_a_preview_takes_nothing(table: Planned) -> None:
    for what in What:
        await table.add(what, "every day 18:00")
    before = await table.services.servers.database.fetch("select count(*) from posted")
    for number in range(1, 6):
        await table.services.schedules.preview(SERVER, number)
    rows = await table.services.servers.database.fetch("select count(*) from rounds")
    assert rows == [(0,)] == before


async def test_what_is_kept_of_a_slot(table: Planned) -> None:
    await table.add(What.DAILY, "every day 18:00")
    await table.until(utc(1, 18))
    rows = await table.services.servers.database.fetch(
        "select part, state, content from slots order by due, part"
    )
    kept = {(part, state): json.loads(content) for part, state, content in rows}
    assert set(kept) == {("post", "sent"), ("reveal", "planned"), ("post", "planned")}
    assert kept["reveal", "planned"] == {"round": question_of(table)}
