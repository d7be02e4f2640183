"""Slots: on time, once, late at most once, and never silently gone. Real SQLite, time handed in."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.leases import Holder, Lease
from bot.scheduler import STAND_BY, Scheduler
from bot.schedules import Wish
from bot.services import library_path
from bot.slots import Part, Running, State, What
from bot.store.leases import Leases
from tests.schedules.passing import AGAIN, LOST, MODERATOR, SERVER, Planned, again, utc

DAY = timedelta(days=1)


async def test_every_slot_once_and_on_time(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00")
    await table.until(3 * DAY)
    assert table.poster.at() == [utc(1, 18), utc(2, 18), utc(3, 18)]
    assert set(table.poster.tries.values()) == {1}
    assert not table.poster.told


async def test_the_servers_own_time_across_a_clock_change(table: Planned) -> None:
    table.clock.moment = utc(28, 0, month=3)
    await table.add(What.QUOTE, "every day 18:00", zone="Europe/Berlin")
    await table.until(2 * DAY)
    there = [at.astimezone(ZoneInfo("Europe/Berlin")).hour for at in table.poster.at()]
    assert there == [18, 18]
    assert table.poster.at() == [utc(28, 17, month=3), utc(29, 16, month=3)]


async def test_one_late_post_within_the_grace(table: Planned, tmp_path: Path) -> None:
    made = await table.add(What.QUOTE, "every day at 12:00, 13:00 and 14:00")
    table.clock.moment = utc(1, 14, 30)  # nobody was running since midnight
    async with again(table, tmp_path) as later:
        await later.until(timedelta(minutes=1))
        assert later.poster.at() == [utc(1, 14, 30)]
        [(_, _, one)] = later.poster.posts.values()
        assert one.at == utc(1, 14)
        assert later.poster.titles() == ["2 posts were missed"]
        shown = await later.services.schedules.show(SERVER, made.schedule.number)
        assert [(slot.state, slot.at) for slot in shown.latest] == [
            (State.SENT, utc(1, 14)),
            (State.SKIPPED, utc(1, 12)),
        ]
        assert "2 posts were missed" in (shown.latest[1].reason or "")
        await later.until(DAY)
        assert later.poster.at()[1:] == [utc(2, 12), utc(2, 13), utc(2, 14)]


async def test_too_late_is_skipped_with_a_line_in_the_log(table: Planned, tmp_path: Path) -> None:
    await table.add(What.QUOTE, "every day 12:00", grace=0.5)
    table.clock.moment = utc(4, 13)
    async with again(table, tmp_path) as later:
        await later.until(timedelta(minutes=1))
        assert not later.poster.posts
        assert later.poster.titles() == ["4 posts were missed"]
        lines = await later.services.servers.database.fetch(
            "select action, after from moderation_log where by_id = 0"
        )
        assert [action for action, _ in lines] == ["post skipped"]
        assert "not running" in lines[0][1]
        await later.until(DAY)
        assert later.poster.at() == [utc(5, 12)]


async def test_a_crash_before_the_post_posts_once(table: Planned, tmp_path: Path) -> None:
    """Written down, and then the process died: the next one looks, finds nothing, and posts."""
    await table.add(What.QUOTE, "every day 18:00")
    table.poster.before = asyncio.CancelledError()
    await crashed_at(table, utc(1, 18))
    assert not table.poster.posts
    async with again(table, tmp_path) as later:
        await later.until(timedelta(minutes=5))
        assert len(later.poster.posts) == 1
        assert set(later.poster.looked.values()) == {1}


async def test_a_crash_after_the_post_posts_nothing_more(table: Planned, tmp_path: Path) -> None:
    """Sent, and then the process died before it could note it: the next one finds the post."""
    await table.add(What.QUOTE, "every day 18:00")
    table.poster.after = asyncio.CancelledError()
    await crashed_at(table, utc(1, 18))
    assert len(table.poster.posts) == 1
    async with again(table, tmp_path) as later:
        await later.until(timedelta(minutes=5))
        assert set(later.poster.tries.values()) == {1}
        shown = await later.services.schedules.show(SERVER, 1)
        assert [slot.state for slot in shown.latest] == [State.SENT]


async def crashed_at(table: Planned, moment: datetime) -> None:
    """A slot is begun and cut off where the poster's fault says."""
    table.clock.moment = moment
    await table.services.scheduler.start_due(table.poster)
    await table.services.scheduler.idle()
    table.poster.before = table.poster.after = None


async def test_an_unsure_end_is_looked_up_before_it_is_tried_again(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00")
    table.poster.after = AGAIN
    await table.until(utc(1, 18, 30))
    assert len(table.poster.posts) == 1
    assert set(table.poster.tries.values()) == {1}


async def test_tries_grow_apart_and_end_with_the_grace(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00", grace=1)
    table.poster.before = AGAIN
    await table.until(utc(1, 20))
    assert not table.poster.posts
    # At once, and 2, 7, 22, 82, 382, 1282 and 3082 seconds later; the next would be beyond the hour.
    assert list(table.poster.tries.values()) == [8]
    [late] = table.poster.told
    assert "could not be sent" in late[1].title
    table.poster.before = None
    await table.until(utc(2, 18))
    assert table.poster.at() == [utc(2, 18)]


async def test_a_lost_channel_is_told_once_and_works_again_when_mended(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00")
    table.poster.before = LOST
    await table.until(utc(5, 0))
    assert not table.poster.posts
    assert table.poster.titles() == ["I can’t post"]
    tries = list(table.poster.tries.values())
    assert len(tries) == 4
    assert tries == sorted(tries, reverse=True)
    assert (tries[0], tries[-1]) == (6, 3)  # what failed before is tried less
    shown = await table.services.schedules.show(SERVER, 1)
    assert shown.schedule.trouble == "The channel is gone."
    assert shown.schedule.running is Running.ON
    table.poster.before = None
    await table.until(utc(5, 18))
    assert table.poster.at() == [utc(5, 18)]
    assert table.poster.titles() == ["I can’t post", "It works again"]
    assert (await table.services.schedules.show(SERVER, 1)).schedule.trouble is None


async def test_what_is_missing_besides_is_told_once(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00", thread=True)
    table.poster.lacking = "I need Create Public Threads."
    await table.until(3 * DAY)
    assert len(table.poster.posts) == 3
    assert table.poster.titles() == ["Posted, but something is missing"]


async def test_a_fault_of_ours_is_retried_and_the_others_go_on(
    table: Planned, caplog: pytest.LogCaptureFixture
) -> None:
    await table.add(What.QUOTE, "every day 18:00")
    table.poster.before = ZeroDivisionError("inner secret")
    await table.until(utc(1, 18, 0))
    table.poster.before = None
    await table.until(utc(1, 18, 1))
    assert len(table.poster.posts) == 1
    assert "broke" in caplog.text


async def test_without_a_library_it_goes_on_once_there_is_one(table: Planned, tmp_path: Path) -> None:
    await table.add(What.QUOTE, "every day 18:00")
    library = library_path(tmp_path)
    library.rename(tmp_path / "away.db")
    await table.until(utc(2, 0))
    assert not table.poster.posts
    [(_, told)] = table.poster.told
    assert "has not been built" in told.text
    (tmp_path / "away.db").rename(library)
    await table.until(utc(2, 18))
    assert table.poster.at() == [utc(2, 18)]
    assert (await table.services.schedules.show(SERVER, 1)).schedule.running is Running.ON


async def test_a_change_wakes_it_at_once(table: Planned) -> None:
    running = asyncio.create_task(table.services.scheduler.run(table.poster))
    await table.add(What.QUOTE, "every day 18:00")
    table.clock.moment = utc(1, 18)  # the clock's own wait knows nothing of that
    await asyncio.sleep(0.05)
    assert not table.poster.posts
    await table.services.schedules.edit(SERVER, 1, MODERATOR, 9, _when("every day 17:00 and 18:05"))
    table.clock.moment = utc(1, 18, 5)
    await table.services.schedules.skip(SERVER, 1, MODERATOR, 10)
    await asyncio.sleep(0.05)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    shown = await table.services.schedules.show(SERVER, 1)
    assert [one.state for one in shown.latest] == [State.SKIPPED]


async def test_the_loop_sleeps_until_the_next_slot(table: Planned) -> None:
    waits: list[float] = []
    stop = asyncio.Event()

    async def wait(event: asyncio.Event, seconds: float) -> None:
        await asyncio.sleep(0.05)  # what is under way comes to its end, which wakes the loop
        if event.is_set():
            return
        waits.append(seconds)
        if table.poster.posts:
            stop.set()
            await event.wait()
        table.clock.moment += timedelta(seconds=seconds)

    table.services.scheduler._wait_for = wait
    await table.add(What.QUOTE, "every day at 00:40 and 18:00")
    running = asyncio.create_task(table.services.scheduler.run(table.poster))
    await stop.wait()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    # It looks when it begins and when the schedule is made; then it sleeps at most an hour at a time.
    assert 2400.0 in waits
    assert len(waits) <= 4
    assert table.poster.at() == [utc(1, 0, 40)]


async def test_skip_pause_resume_remove(table: Planned) -> None:
    schedules = table.services.schedules
    await table.add(What.QUOTE, "every day 18:00")
    await schedules.skip(SERVER, 1, MODERATOR, 100)
    await table.until(utc(2, 0))
    assert not table.poster.posts
    await schedules.edit(SERVER, 1, MODERATOR, 101, _when("every day 17:00"))
    await table.until(utc(3, 0))
    assert table.poster.at() == [utc(2, 17)]
    await schedules.pause(SERVER, 1, MODERATOR, 102)
    await table.until(utc(4, 0))
    await schedules.resume(SERVER, 1, MODERATOR, 103)
    await table.until(utc(5, 0))
    assert table.poster.at() == [utc(2, 17), utc(4, 17)]
    await schedules.remove(SERVER, 1, MODERATOR, 104)
    await table.until(utc(6, 0))
    await schedules.restore(SERVER, 1, MODERATOR, 105)
    await table.until(utc(7, 0))
    assert table.poster.at()[2:] == [utc(6, 17)]


async def test_a_skipped_post_stays_skipped_through_an_edit(table: Planned) -> None:
    schedules = table.services.schedules
    await table.add(What.QUOTE, "every day 18:00")
    await schedules.skip(SERVER, 1, MODERATOR, 100)
    await schedules.edit(SERVER, 1, MODERATOR, 101, _when("every day 18:00", zone="Europe/London"))
    await table.until(utc(3, 0))
    assert table.poster.at() == [utc(2, 18)]


async def test_a_plan_that_ends(table: Planned) -> None:
    await table.add(What.QUOTE, "every day 18:00 until 2026-01-02")
    await table.until(utc(5, 0))
    assert table.poster.at() == [utc(1, 18), utc(2, 18)]
    assert (await table.services.schedules.show(SERVER, 1)).schedule.running is Running.ENDED


async def test_only_the_servers_of_this_process(table: Planned, tmp_path: Path) -> None:
    for server in range(6):
        await table.add(What.QUOTE, "every day 18:00", server=server << 22)
    other = Scheduler(
        table.services.scheduler._kept,
        table.services.scheduler._posts,
        table.services.scheduler._lease,
        table.clock.now,
        table.clock.wait,
        1,
        3,
    )
    table.clock.moment = utc(1, 18)
    await other.start_due(table.poster)
    await other.idle()
    assert sorted(schedule.server_id >> 22 for _, schedule, _ in table.poster.posts.values()) == [1, 4]


async def test_two_processes_notice_each_other_and_only_one_posts(
    table: Planned, caplog: pytest.LogCaptureFixture
) -> None:
    await table.add(What.QUOTE, "every day 18:00")
    leases = Leases(table.services.servers.database)
    twin = Holder("another machine", 1, "", "twin")
    theirs = Lease(leases, "posts:0/1", table.clock.now, twin)
    table.clock.moment = utc(1, 18)
    assert await theirs.take() is None
    assert await table.services.scheduler.start_due(table.poster) == STAND_BY
    assert not table.poster.posts
    assert await table.services.scheduler._lease.neighbour() == twin
    # The other one dies without having posted: its lease runs out, and nothing is lost.
    await table.until(utc(1, 18, 2))
    assert len(table.poster.posts) == 1


async def test_a_dead_process_of_this_machine_holds_nothing(table: Planned) -> None:
    leases = Leases(table.services.servers.database)
    me = Holder.this_process()
    dead = Holder(me.host, 2**22 + 1, "5", "dead")  # beyond the largest process number
    assert dead.gone
    assert await Lease(leases, "x", table.clock.now, dead).take() is None
    assert await Lease(leases, "x", table.clock.now, Holder(me.host, 1, "", "alive")).take() is None
    first = Holder(me.host, 1, "", "first")
    assert not first.gone  # process 1 always runs


async def test_an_announcement_comes_before_its_game(table: Planned) -> None:
    await table.add(What.GAME, "every day 18:00", minutes_before=15)
    await table.until(utc(1, 19))
    assert table.poster.at(Part.ANNOUNCEMENT) == [utc(1, 17, 45)]
    assert table.poster.at() == [utc(1, 18)]


def _when(text: str, zone: str | None = None) -> Wish:
    return Wish(when=text, zone=zone)
