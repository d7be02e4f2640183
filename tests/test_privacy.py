"""Servers that removed the bot: noted, forgiven, or forgotten in time; and what is handed out."""

from __future__ import annotations

import asyncio
import io
import json
import zipfile
from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.games import Wait
from bot.privacy import STAYS, SWEPT_EVERY, Privacy, is_former
from bot.services import Services, open_services
from bot.store.privacy import KeptData
from bot.store.slots import Slots

HERE, THERE = 7 << 22, 9 << 22
ME = 111_222_333_444_555_666


@dataclass
class Passing:
    """Time that passes only where something waits for it, and for so many waits."""

    now: datetime = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    waits: int = 0
    waited: list[float] = field(default_factory=lambda: [])

    def clock(self) -> datetime:
        return self.now

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += timedelta(seconds=seconds)
        if len(self.waited) > self.waits:
            raise asyncio.CancelledError


@pytest.fixture
def time() -> Passing:
    return Passing()


@pytest.fixture
async def services(tmp_path: Path, time: Passing) -> AsyncGenerator[Services]:
    async with open_services(tmp_path, clock=time.clock, wait=time.wait) as opened:
        yield opened


def kept_by(services: Services) -> KeptData:
    return KeptData(services.servers.database)


def privacy(services: Services, time: Passing, wait: Wait | None = None, **options: Any) -> Privacy:
    return Privacy(kept_by(services), services.games, time.clock, wait or time.wait, **options)


async def choose(services: Services, *servers: int) -> None:
    """Something is kept of each."""
    for server_id in servers:
        await services.games.always_more_time(server_id, ME, True)


async def departed(services: Services) -> dict[int, datetime]:
    return {one.server_id: one.at for one in await kept_by(services).departures(0, 1)}


async def test_servers_that_left_while_the_bot_was_away_are_noted(services: Services, time: Passing) -> None:
    await choose(services, HERE, THERE)
    await services.privacy.compare({HERE})
    assert await departed(services) == {THERE: time.now}
    time.now += timedelta(days=1)
    await services.privacy.compare({HERE})
    assert await departed(services) == {THERE: time.now - timedelta(days=1)}, (
        "the time runs from the first look"
    )
    await services.privacy.compare({HERE, THERE})
    assert not await departed(services)


async def test_a_part_of_the_servers_is_judged_by_its_own_process(services: Services, time: Passing) -> None:
    even = 8 << 22
    await choose(services, HERE, THERE, even)
    await privacy(services, time, shard=1, shards=2).compare({HERE})
    assert set(await departed(services)) == {THERE}


async def test_the_playground_counts_nobody_as_left(services: Services, time: Passing) -> None:
    await choose(services, HERE)
    playground = privacy(services, time, counts_departures=False)
    await playground.compare(set())
    await playground.left(HERE)
    assert not await departed(services)


async def test_thirty_days_are_kept_and_then_all_is_gone(services: Services, time: Passing) -> None:
    await choose(services, HERE, THERE)
    also: list[int] = []

    async def files(server_id: int) -> None:
        also.append(server_id)

    keeper = privacy(services, time, also=files)
    await keeper.left(HERE)
    time.now += STAYS - timedelta(seconds=1)
    await keeper.sweep(lambda _: False)
    assert await keeper.about(HERE, ME)
    assert not also
    time.now += timedelta(seconds=1)
    await keeper.sweep(lambda _: False)
    assert not await keeper.about(HERE, ME)
    assert await keeper.about(THERE, ME)
    assert also == [HERE]
    assert not await departed(services)


async def test_who_comes_back_in_time_keeps_everything(services: Services, time: Passing) -> None:
    await choose(services, HERE, THERE)
    woken: list[None] = []
    keeper = privacy(services, time, wake=lambda: woken.append(None))
    await keeper.left(HERE)
    await keeper.left(THERE)
    time.now += timedelta(days=29)
    await keeper.returned(HERE)
    await keeper.returned(HERE)
    assert len(woken) == 1, "its posts are looked at again"
    time.now += timedelta(days=2)
    await keeper.sweep(lambda server_id: server_id == THERE)
    assert await keeper.about(HERE, ME)
    assert await keeper.about(THERE, ME), "the bot is there, whatever was noted"
    assert not await departed(services)


async def test_a_deletion_that_was_cut_off_is_finished(services: Services, time: Passing) -> None:
    await choose(services, HERE)

    async def breaks(_: int) -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        await privacy(services, time, also=breaks).delete_server(HERE)
    assert set(await departed(services)) == {HERE}
    await choose(services, HERE)
    await privacy(services, time).sweep(lambda _: True)
    assert not await kept_by(services).servers(0, 1)
    assert not await departed(services)


async def test_it_looks_once_a_day_and_goes_on_after_a_fault(
    services: Services, time: Passing, caplog: pytest.LogCaptureFixture
) -> None:
    await choose(services, HERE)
    faults = [OSError("the disk is full")]

    async def breaks_once(_: int) -> None:
        if faults:
            raise faults.pop()

    time.waits = 32
    keeper = privacy(services, time, also=breaks_once)
    await keeper.left(HERE)
    with pytest.raises(asyncio.CancelledError):
        await keeper.run(lambda _: False)
    assert time.waited[:30] == [SWEPT_EVERY] * 30
    assert time.waited[30] < SWEPT_EVERY
    assert time.waited[31:] == [SWEPT_EVERY] * 2
    assert "could not be deleted" in caplog.text
    assert not await kept_by(services).servers(0, 1)


async def test_nothing_is_due_in_a_server_that_left(services: Services, time: Passing) -> None:
    db = services.servers.database
    for server_id in (HERE, THERE):
        await db.write(
            """
            insert into schedules (id, server_id, number, what, channel_id, plan, options, grace, by_id,
                                   made_at, running)
            values (?, ?, 1, 'leaderboard of the week', 5, ?, '{}', 7200, 1, '', 'on')
            """,
            [str(server_id), server_id, json.dumps({"kind": "every", "zone": "UTC"})],
        )
        await db.write(
            """
            insert into slots (id, schedule_id, server_id, part, at, due, state, content)
            values (?, ?, ?, 'post', ?, ?, 'planned', '{}')
            """,
            [*(str(server_id), str(server_id), server_id), *[time.now.isoformat()] * 2],
        )
    slots = Slots(db)
    assert await slots.next_due(0, 1) == time.now
    for server_id in (HERE, THERE):
        await services.privacy.left(server_id)
    assert await slots.next_due(0, 1) is None
    assert await slots.due(time.now, 0, 1, 10) == []
    await services.privacy.returned(HERE)
    assert await slots.next_due(0, 1) == time.now


# --- what is handed out ------------------------------------------------------------------------------------


async def test_a_member_s_file(services: Services, time: Passing) -> None:
    await choose(services, HERE, THERE)
    made = await services.privacy.export(HERE, ME)
    assert made is not None
    told = json.loads(made.content)
    assert (told["server"], told["member"], made.rows) == (str(HERE), str(ME), 1)
    assert told["entries"] == {
        "member_settings": [{"server_id": HERE, "member_id": ME, "key": "more_time", "value": "yes"}]
    }
    assert await services.privacy.export(HERE, ME + 1) is None


async def test_a_large_server_comes_in_several_archives(services: Services) -> None:
    async with services.servers.database.transaction() as db:
        await db.executemany(
            """
            insert into misses (server_id, command, key, asked, times, last_at)
            values (?, 'canon', ?, ?, 1, '')
            """,
            [(HERE, str(number), f"who is {number * 7919 % 10007}?") for number in range(12_000)],
        )
    most = 100_000
    made = await services.privacy.export_server(HERE, most)
    assert len(made) > 1
    assert len({one.name for one in made}) == len(made)
    rows: list[Any] = []
    for one in made:
        assert len(one.content) <= most
        with zipfile.ZipFile(io.BytesIO(one.content)) as archive:
            assert archive.testzip() is None
            part = json.loads(archive.read("misses.json"))
        assert len(part) == one.rows
        rows += part
    assert {row["asked"] for row in rows} == {f"who is {number * 7919 % 10007}?" for number in range(12_000)}
    assert len(rows) == 12_000
    assert await services.privacy.export_server(THERE, most) == []


async def test_every_erasure_has_a_nameless_id_of_its_own(services: Services) -> None:
    for number in range(3):
        await services.servers.database.write(
            "insert into seasons (id, server_id, name, started_at, by_id) values (?, ?, 'Spring', '', ?)",
            [str(number), HERE, ME],
        )
        assert await services.privacy.erase(HERE, ME, number) == 1
    rows = await services.servers.database.fetch("select by_id from seasons")
    assert len({by for (by,) in rows}) == 3
    assert all(is_former(by) for (by,) in rows)
    assert await services.privacy.erase(HERE, ME, 4) == 0
