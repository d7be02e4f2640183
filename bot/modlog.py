"""The moderators' log: every change with who, when, before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.curation import Curation, Raw
from bot.store.modlog import Entry, ModeratorsLog

__all__ = ["Entry", "Modlog"]

PAGE = 5
TOLD_AT_ONCE = 8
"""Lines in one message of the log channel."""
RECENT = timedelta(hours=1)
"""What is older isn't told to a channel any more: it may have been set just now."""


class Modlog:
    """Of a change of the library its entries are told as wholes, though only what differs is stored."""

    def __init__(self, kept: ModeratorsLog, curation: Curation, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._curation = curation
        self._clock = clock

    async def page(self, server_id: int, page: int) -> tuple[list[Entry], int]:
        """One page, the newest first, and how many lines there are."""
        found, total = await self._kept.page(server_id, PAGE, page * PAGE)
        return await self._whole(server_id, found), total

    async def one(self, server_id: int, entry_id: str) -> Entry | None:
        found = await self._kept.one(server_id, entry_id)
        return (await self._whole(server_id, [found]))[0] if found else None

    async def take_untold(self, server_id: int) -> list[Entry]:
        """What the log channel is to be told now; it counts as told from then on."""
        since = self._clock().astimezone(UTC) - RECENT
        return await self._whole(server_id, await self._kept.take_untold(server_id, since, TOLD_AT_ONCE))

    async def tell_again(self, server_id: int, entries: Sequence[Entry]) -> None:
        await self._kept.tell_again(server_id, [one.id for one in entries])

    async def _whole(self, server_id: int, entries: Sequence[Entry]) -> list[Entry]:
        below: dict[tuple[str, str], Mapping[str, Raw]] = {}

        async def half(said: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
            if said is None or "parts" not in said:
                return said
            parts: list[list[Any]] = []
            for layer, kind, subject, value in said["parts"]:
                if (kind, layer) not in below:
                    below[kind, layer] = await self._curation.below(server_id, kind, layer)
                raw = below[kind, layer].get(subject)
                parts.append([layer, kind, subject, _over(raw.values if raw else None, value)])
            return {"parts": parts}

        return [replace(one, before=await half(one.before), after=await half(one.after)) for one in entries]


def _over(below: Mapping[str, Any] | None, value: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """An entry as a layer makes it; None where there is none."""
    if value is None:
        return below
    if value.get("removed"):
        return None
    return {word: one for word, one in {**(below or {}), **value}.items() if one is not None}
