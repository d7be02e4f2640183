"""What a server chose: read in one trip, changed once, taken back only while it still stands."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.models import Kind
from bot.server_settings import Key, ServerSettings, SettingsDesk, Value, key_of
from bot.services import Services, open_services

SERVER, OTHER, LIN = 10, 20, 7


@pytest.fixture
async def services(tmp_path: Path) -> AsyncGenerator[Services]:
    async with open_services(tmp_path, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)) as opened:
        yield opened


@pytest.fixture
def desk(services: Services) -> SettingsDesk:
    return services.settings


async def log(services: Services) -> list[tuple[str, str, str, bool]]:
    """Action, value before, value after, and whether it was undone."""
    rows = await services.servers.database.fetch(
        "select action, before, after, undone_at from moderation_log where server_id = ? order by id desc",
        [SERVER],
    )
    return [
        (action, json.loads(before).get("value"), json.loads(after or "{}").get("value"), undone is not None)
        for action, before, after, undone in rows
    ]


CHANGES: list[tuple[Key, Value, ServerSettings]] = [
    (Key.ZONE, "berlin", ServerSettings(zone="Europe/Berlin")),
    (Key.LOG_CHANNEL, 5, ServerSettings(log_channel=5)),
    (Key.MODERATOR_ROLE, 6, ServerSettings(moderator_role=6)),
    (Key.PRIVATE_ANSWERS, True, ServerSettings(private_answers=True)),
    (Key.KINDS, (Kind.CREATOR, Kind.WORK), ServerSettings(kinds=(Kind.CREATOR, Kind.WORK))),
    (Key.SECOND_MODERATOR, True, ServerSettings(second_moderator=True)),
    (Key.ANSWER_CHANNELS, (3, 4), ServerSettings(answer_channels=(3, 4))),
]


@pytest.mark.parametrize(("key", "value", "becomes"), CHANGES)
async def test_each_is_set_once_and_taken_back(
    desk: SettingsDesk, key: Key, value: Value, becomes: ServerSettings
) -> None:
    assert await desk.get(SERVER) == ServerSettings()
    entry = await desk.change(SERVER, LIN, 1, key, value)
    assert entry is not None and key_of(entry) is key
    assert await desk.get(SERVER) == becomes
    assert await desk.get(OTHER) == ServerSettings()
    assert await desk.change(SERVER, LIN, 2, key, value) is None, "it is so already"
    assert not await desk.undo(OTHER, entry, LIN)
    assert await desk.undo(SERVER, entry, LIN)
    back = await desk.get(SERVER)
    assert back == (ServerSettings(zone="UTC") if key is Key.ZONE else ServerSettings())
    assert not await desk.undo(SERVER, entry, LIN)


async def test_the_log_says_before_and_after(services: Services, desk: SettingsDesk) -> None:
    first = await desk.change(SERVER, LIN, 1, Key.SECOND_MODERATOR, True)
    assert await desk.change(SERVER, LIN, 1, Key.SECOND_MODERATOR, True) == first, "delivered twice"
    await desk.undo(SERVER, first or "", LIN)
    assert await log(services) == [
        ("second moderator undone", None, None, False),
        ("second moderator set", None, "1", True),
    ]


async def test_a_late_repetition_changes_nothing(desk: SettingsDesk) -> None:
    first = await desk.change(SERVER, LIN, 1, Key.LOG_CHANNEL, 5)
    await desk.change(SERVER, LIN, 2, Key.LOG_CHANNEL, 6)
    await desk.change(SERVER, LIN, 1, Key.LOG_CHANNEL, 5)
    assert (await desk.get(SERVER)).log_channel == 6
    assert not await desk.undo(SERVER, first or "", LIN), "it was set anew since"
    assert (await desk.get(SERVER)).log_channel == 6


async def test_undo_brings_back_the_value_before(desk: SettingsDesk) -> None:
    await desk.change(SERVER, LIN, 1, Key.ANSWER_CHANNELS, (1, 2))
    entry = await desk.change(SERVER, LIN, 2, Key.ANSWER_CHANNELS, ())
    assert (await desk.get(SERVER)).answer_channels == ()
    assert await desk.undo(SERVER, entry or "", LIN)
    assert (await desk.get(SERVER)).answer_channels == (1, 2)


async def test_the_log_channel_is_that_of_the_schedules(services: Services, desk: SettingsDesk) -> None:
    await desk.change(SERVER, LIN, 1, Key.LOG_CHANNEL, 5)
    assert await services.schedules.log_channel(SERVER) == 5
    await desk.change(SERVER, LIN, 2, Key.LOG_CHANNEL, None)
    assert await services.schedules.log_channel(SERVER) is None


async def test_something_always_counts_as_canon(desk: SettingsDesk) -> None:
    with pytest.raises(UserError, match="At least one"):
        await desk.change(SERVER, LIN, 1, Key.KINDS, ())
    assert (await desk.get(SERVER)).kinds == tuple(Kind)


async def test_the_usual_kinds_are_no_choice(services: Services, desk: SettingsDesk) -> None:
    await desk.change(SERVER, LIN, 1, Key.KINDS, (Kind.WORK,))
    await desk.change(SERVER, LIN, 2, Key.KINDS, tuple(Kind))
    assert await log(services) == [
        ("canon kinds set", '["work"]', None, False),
        ("canon kinds set", None, '["work"]', False),
    ]


async def test_kinds_of_a_newer_program_are_passed_over(services: Services, desk: SettingsDesk) -> None:
    put = "insert into server_settings (server_id, key, value) values (?, 'canon_kinds', ?)"
    await services.servers.database.write(put, [SERVER, '["hologram", "fan"]'])
    await services.servers.database.write(put, [OTHER, '["hologram"]'])
    assert (await desk.get(SERVER)).kinds == (Kind.FAN,)
    assert (await desk.get(OTHER)).kinds == tuple(Kind)


async def test_what_is_no_time_zone_is_refused(desk: SettingsDesk) -> None:
    with pytest.raises(UserError, match="no time zone"):
        await desk.change(SERVER, LIN, 1, Key.ZONE, "Ba Sing Se")


@pytest.mark.parametrize(
    ("settings", "wished", "places", "private"),
    [
        (ServerSettings(), None, (1, 0), False),
        (ServerSettings(), True, (1, 0), True),
        (ServerSettings(private_answers=True), None, (1, 0), True),
        (ServerSettings(private_answers=True), False, (1, 0), False),
        (ServerSettings(answer_channels=(1, 2)), None, (2, 0), False),
        (ServerSettings(answer_channels=(1, 2)), None, (9, 2), False),
        (ServerSettings(answer_channels=(1, 2)), None, (3, 0), True),
        (ServerSettings(answer_channels=(1, 2)), False, (3, 0), True),
        (ServerSettings(private_answers=True, answer_channels=(1,)), None, (1, 0), True),
    ],
)
def test_who_sees_an_answer(
    settings: ServerSettings, wished: bool | None, places: tuple[int, int], private: bool
) -> None:
    assert settings.private(places, wished) is private
