"""What a server chose for itself: who moderates, who sees answers, what counts as canon here."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from bot import zones
from bot.errors import UserError
from bot.models import Kind
from bot.moderation import Moderation
from bot.store.server_settings import KeptSettings


class Key(StrEnum):
    """Under which each is kept; the first two are also set by commands of their own."""

    ZONE = "timezone"
    LOG_CHANNEL = "log_channel"
    MODERATOR_ROLE = "moderator_role"
    PRIVATE_ANSWERS = "private_answers"
    KINDS = "canon_kinds"
    SECOND_MODERATOR = "second_moderator"
    ANSWER_CHANNELS = "answer_channels"


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """As it is where nobody chose anything."""

    zone: str | None = None
    log_channel: int | None = None
    moderator_role: int | None = None  # may do all that “Manage Server” may here, but not choose this role
    private_answers: bool = False
    kinds: tuple[Kind, ...] = tuple(Kind)  # that count as canon, the weightiest first; never empty
    second_moderator: bool = False  # has to agree to a change of verdict
    answer_channels: tuple[int, ...] = ()  # empty: everywhere

    def private(self, places: Collection[int], wished: bool | None) -> bool:
        """Whether only the member who asked sees an answer.

        `places`: the channel, and the one that it is a thread of. `wished`: None where they didn't say.
        """
        if self.answer_channels and not set(places) & set(self.answer_channels):
            return True
        return self.private_answers if wished is None else wished


Value = str | int | bool | tuple[Kind, ...] | tuple[int, ...] | None


class SettingsDesk:
    def __init__(
        self,
        kept: KeptSettings,
        moderation: Moderation,
        remade: Callable[[int], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        """`remade`: makes a server's library anew, for what counts as canon is built into it."""
        self._remade = remade
        self._kept = kept
        self._moderation = moderation
        self._clock = clock

    async def get(self, server_id: int) -> ServerSettings:
        return read(await self._kept.all(server_id))

    async def change(
        self, server_id: int, by_id: int, interaction_id: int, key: Key, value: Value
    ) -> str | None:
        """The line of the moderators' log by which it is undone; None when it is so already.

        Raises UserError for what is no time zone, and when nothing would count as canon.
        """
        if key is Key.ZONE:
            zone = zones.parse(str(value))
            if (await self.get(server_id)).zone == zone:
                return None
            return (await self._moderation.set_zone(server_id, zone, by_id, interaction_id)).entry
        if key is Key.KINDS and not value:
            raise UserError("At least one kind of source has to count, or nothing would ever be canon here.")
        if value == ServerSettings().kinds:
            value = None  # a kind that comes later shall count, too
        entry = f"setting:{key}:{interaction_id}"
        changed = await self._kept.set(
            server_id,
            key,
            _text(value),
            log_id=entry,
            by_id=by_id,
            at=self._now(),
            action=f"{_said(key)} set",
        )
        if changed and key is Key.KINDS:
            await self._remade(server_id)
        return entry if changed else None

    async def undo(self, server_id: int, entry: str, by_id: int) -> bool:
        """False when it was undone, set anew since, or is another server's."""
        key = key_of(entry)
        if key is Key.ZONE:
            return await self._moderation.undo_zone(server_id, entry, by_id) is not None
        undone = await self._kept.undo(
            server_id, entry, by_id=by_id, at=self._now(), action=f"{_said(key)} undone"
        )
        if undone and key is Key.KINDS:
            await self._remade(server_id)
        return undone

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)


def key_of(entry: str) -> Key:
    """What a line of the log set, by what `change` gave."""
    return Key.ZONE if entry.startswith("zone:") else Key(entry.split(":")[1])


def _said(key: Key) -> str:
    return key.replace("_", " ")


def _text(value: Value) -> str | None:
    """None for what is as if nobody had chosen."""
    if isinstance(value, tuple):
        return json.dumps(value) if value else None
    if isinstance(value, bool):
        return "1" if value else None
    return None if value is None else str(value)


def read(kept: Mapping[str, str]) -> ServerSettings:
    """From what is stored of each key."""
    usual = ServerSettings()
    kinds = [str(one) for one in json.loads(kept.get(Key.KINDS, "[]"))]
    return ServerSettings(
        zone=kept.get(Key.ZONE),
        log_channel=_id(kept.get(Key.LOG_CHANNEL)),
        moderator_role=_id(kept.get(Key.MODERATOR_ROLE)),
        private_answers=Key.PRIVATE_ANSWERS in kept,
        # A kind that a newer program knows means nothing to this one.
        kinds=tuple(Kind(one) for one in kinds if one in set(Kind)) or usual.kinds,
        second_moderator=Key.SECOND_MODERATOR in kept,
        answer_channels=tuple(int(one) for one in json.loads(kept.get(Key.ANSWER_CHANNELS, "[]"))),
    )


def _id(kept: str | None) -> int | None:
    return None if kept is None else int(kept)
