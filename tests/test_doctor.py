"""The doctor's rules: from facts to findings, the worst first, each with its cure."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import bot
from bot import doctor, plans
from bot.checkup import Disk, Kept, Shelf, changed_since, disk
from bot.doctor import Finding, Seen, Weight
from bot.schedules import Overview
from bot.settings import ROOT
from bot.slots import GRACE, Options, Running, Schedule, State, What, slot
from cogs.replies.schedules import Access

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
BROKEN, SOON, FINE = Weight.BROKEN, Weight.SOON, Weight.FINE
GB = 2**30


def planned(number: int = 1, channel_id: int = 5, **changed: object) -> Overview:
    plan = plans.parse("every day 18:00", "UTC", NOW.date())
    options = Options(role_id=9)
    schedule = Schedule("s", 1, number, What.QUOTE, channel_id, plan, options, GRACE, 7)
    one = Overview(schedule, (NOW + timedelta(hours=6),), left=12)
    fields = set(Overview.__dataclass_fields__)
    one = replace(one, **{key: value for key, value in changed.items() if key in fields})
    rest = {key: value for key, value in changed.items() if key not in fields}
    return replace(one, schedule=replace(one.schedule, **rest))  # pyright: ignore[reportArgumentType]


def only(found: object) -> Finding:
    [one] = list(found)  # pyright: ignore
    assert isinstance(one, Finding)
    assert one.cure or one.weight is FINE, "whoever reads it must know what to do"
    return one


def test_all_of_it_the_worst_first() -> None:
    kept = Kept(
        NOW,
        Shelf(2, 22, NOW),
        None,
        {1: 20, 2: 20, 3: 20},
        (planned(trouble="Discord said no."), planned(2, running=Running.PAUSED), planned(3)),
        disk=Disk(GB, GB, 50 * GB, NOW),
    )
    found = doctor.examine(kept, Seen(NOW, rights={1: Access(), 2: Access(), 3: Access()}))
    assert [one.weight for one in found] == sorted(one.weight for one in found)
    assert [one.what for one in found if one.weight is not FINE] == [
        "Schedule 1 (quote of the day) is in trouble.",
        "Schedule 2 (quote of the day) was paused by a moderator.",
    ]
    assert found[-1].what == f"This is Canonkeeper {bot.__version__}."
    assert all(one.cure for one in found if one.weight is not FINE)


def test_the_version_is_the_project_s() -> None:
    assert f'\nversion = "{bot.__version__}"\n' in (ROOT / "pyproject.toml").read_text()


def test_commands() -> None:
    assert only(doctor.commands(Seen(NOW))).weight is FINE
    assert only(doctor.commands(Seen(NOW, announced=False))).weight is BROKEN


@pytest.mark.parametrize(
    ("seconds", "weight", "said"),
    [
        (3, FINE, "My clock is right."),
        (-15, FINE, "My clock is right."),
        (40, SOON, "40 seconds ahead of Discord’s"),
        (-121, BROKEN, "2 minutes behind Discord’s"),
        (3 * 3600, BROKEN, "3 hours ahead"),
        (-4 * 86400, BROKEN, "4 days behind"),
    ],
)
def test_clock(seconds: int, weight: Weight, said: str) -> None:
    found = only(doctor.clock(NOW + timedelta(seconds=seconds), NOW))
    assert found.weight is weight and said in found.what


@pytest.mark.parametrize(
    ("rights", "weight", "what", "cure"),
    [
        (Access(unseen=True), BROKEN, "can’t reach <#5>", "`/admin schedule edit`"),
        (
            Access(lacking=("View Channel", "Send Messages")),
            BROKEN,
            "can’t post in <#5>",
            "Give me **View Channel** and **Send Messages** there.",
        ),
        (Access(no_history=True), SOON, "could come twice", "**Read Message History**"),
        (Access(no_thread=True), SOON, "open threads in <#5>", "**Create Public Threads**"),
        (Access(no_ping=True), SOON, "<@&9> would not be notified", "**Mention @everyone"),
        (Access(role_gone=True), SOON, "The role to ping in <#5> is gone", "`no_ping`"),
    ],
)
def test_places(rights: Access, weight: Weight, what: str, cure: str) -> None:
    found = only(doctor.places([planned()], {1: rights}))
    assert found.weight is weight and what in found.what and cure in (found.cure or "")
    assert "(for schedule 1)" in found.what
    paused = only(doctor.places([planned(running=Running.PAUSED)], {1: rights}))
    assert paused.weight is SOON
    assert list(doctor.places([planned(running=Running.ENDED)], {1: rights})) == []


def test_one_channel_is_told_once() -> None:
    closed = Access(lacking=("Send Messages",))
    three = [planned(1), planned(2), planned(7), planned(8, channel_id=6)]
    found = list(doctor.places(three, {1: closed, 2: closed, 7: closed, 8: Access()}))
    assert only(found).what == "I can’t post in <#5> (for schedules 1, 2 and 7)."
    fine: dict[int, doctor.Rights] = {number: Access() for number in (1, 2, 7, 8)}
    assert "all 2 channels" in only(doctor.places(three, fine)).what
    assert list(doctor.places(three, {})) == [], "where nothing is known, nothing is said"


def test_log_channel() -> None:
    assert list(doctor.log_channel(None, None, ())) == []
    assert "by direct message" in only(doctor.log_channel(None, None, [planned()])).what
    assert only(doctor.log_channel(4, Access(), ())).weight is FINE
    assert only(doctor.log_channel(4, None, ())).weight is FINE
    assert only(doctor.log_channel(4, Access(unseen=True), ())).weight is BROKEN
    closed = only(doctor.log_channel(4, Access(lacking=("Send Messages",)), ()))
    assert closed.weight is BROKEN and "**Send Messages**" in (closed.cure or "")


SENT = replace(slot(planned().schedule, NOW - timedelta(days=1)), state=State.SENT)
FAILED = replace(SENT, state=State.FAILED, reason="Discord was away")


@pytest.mark.parametrize(
    ("found", "weight", "what"),
    [
        (planned(), FINE, "posts."),
        (planned(left=None), FINE, "posts."),
        (
            planned(running=Running.PAUSED, because="the pool is empty"),
            BROKEN,
            "has paused by itself: the pool is empty.",
        ),
        (planned(running=Running.PAUSED), SOON, "was paused by a moderator."),
        (planned(running=Running.ENDED), SOON, "has ended"),
        (planned(trouble="No."), BROKEN, "is in trouble."),
        (planned(left=0), BROKEN, "has nothing left to post."),
        (planned(left=3), SOON, "runs low."),
        (planned(coming=()), SOON, "has no post to come."),
        (planned(latest=(FAILED, SENT)), SOON, "could not send its last post."),
    ],
)
def test_schedule(found: Overview, weight: Weight, what: str) -> None:
    one = only(doctor.schedule(found))
    assert one.weight is weight and what in one.what
    assert one.what.startswith("Schedule 1 (quote of the day) ")


def test_the_moments_of_a_schedule() -> None:
    one = only(doctor.schedule(planned(latest=(SENT,))))
    assert one.moments == (("last post", SENT.at), ("next", NOW + timedelta(hours=6)))
    late = only(doctor.schedule(planned(), NOW - timedelta(hours=1)))
    assert late.weight is BROKEN and late.moments[0] == ("due", NOW - timedelta(hours=1))
    assert only(doctor.schedule(planned(trouble="I need **that**."))).detail == "I need **that**."


def test_queue() -> None:
    assert only(doctor.queue(0, None, NOW)).what == "Nothing waits for the moderators."
    fresh = only(doctor.queue(1, NOW - timedelta(hours=2), NOW))
    assert fresh.weight is FINE and "1 thing of members waits" in fresh.what
    old = only(doctor.queue(3, NOW - timedelta(days=4), NOW))
    assert old.weight is SOON and "3 things of members wait" in old.what and "/admin review" in str(old.cure)


def test_questions() -> None:
    assert only(doctor.questions({})).weight is BROKEN
    few = only(doctor.questions({1: 40, 2: 4}))
    assert few.weight is SOON and "level 2 and 3" in few.what
    assert few.detail == "40 of level 1, 4 of level 2, 0 of level 3."
    assert only(doctor.questions({1: 10, 2: 1000, 3: 10})).what.endswith(
        "10 of level 1, 1,000 of level 2, 10 of level 3."
    )


def test_library() -> None:
    gone = only(doctor.library(None, "It is not there."))
    assert gone.weight is BROKEN and gone.detail == "It is not there."
    assert only(doctor.library(Shelf(), None)).weight is BROKEN
    fine = only(doctor.library(Shelf(1, 22, NOW), None))
    assert fine.what == "The library holds 1 document and 22 quotes." and fine.moments == (("built", NOW),)
    _, stale, bad = doctor.library(Shelf(1, 2, NOW, True, tuple("abcdefg")), None)
    assert stale.weight is SOON and "python -m bot build" in str(stale.cure)
    assert bad.what.startswith("7 things") and bad.words == tuple("abcde") and bad.detail == "And 2 more."


def test_backup() -> None:
    none = only(doctor.backup(None, NOW))
    assert none.weight is SOON and "data/local/servers.db" in str(none.cure)
    assert only(doctor.backup(NOW - timedelta(days=8), NOW)).weight is SOON
    assert only(doctor.backup(NOW - timedelta(days=6), NOW)).weight is FINE


def test_disk() -> None:
    assert only(doctor.disk(Disk(GB, GB, 3 * GB))).weight is FINE
    assert only(doctor.disk(Disk(GB, GB, 2 * GB))).weight is SOON
    full = only(doctor.disk(Disk(GB, 3 * 2**20, GB)))
    assert full.weight is BROKEN
    assert full.what == "The disk is full: library 1.0 GB, servers 3.0 MB, free on the disk 1.0 GB."


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "0 bytes"), (1023, "1,023 bytes"), (1024, "1.0 KB"), (10_240, "10 KB"), (5 * 2**40, "5.0 TB")],
)
def test_size(number: int, said: str) -> None:
    assert doctor.size(number) == said


# --- what the files say ------------------------------------------------------------------------------------


def test_the_newest_backup_counts_and_an_empty_one_does_not(tmp_path: Path) -> None:
    library, servers = tmp_path / "library.db", tmp_path / "servers.db"
    assert disk(library, servers).backup is None
    (tmp_path / "backups" / "deep").mkdir(parents=True)
    for age, name, content in ((3, "old.db", "x"), (1, "new.db", "x"), (0, "cut-off.db", "")):
        path = tmp_path / "backups" / name
        path.write_text(content)
        at = (NOW - timedelta(days=age)).timestamp()
        os.utime(path, (at, at))
    library.write_bytes(bytes(100))
    servers.write_bytes(bytes(200))
    (tmp_path / "servers.db-wal").write_bytes(bytes(50))
    (tmp_path / "servers").mkdir()
    (tmp_path / "servers" / "77.db").write_bytes(bytes(30))
    found = disk(library, servers)
    assert (found.library, found.servers, found.backup) == (130, 250, NOW - timedelta(days=1))
    assert found.free > 0


def test_files_that_are_younger_than_the_library(tmp_path: Path) -> None:
    assert not changed_since(tmp_path, NOW)
    for name in ("documents/a.txt", "documents/README.md", "curated/.swap"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    document = tmp_path / "documents" / "a.txt"
    for seconds, younger in ((-5, False), (0, False), (60, True)):
        at = NOW.timestamp() + seconds
        os.utime(document, (at, at))
        assert changed_since(tmp_path, NOW) is younger, seconds
