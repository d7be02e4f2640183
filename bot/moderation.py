"""What moderators decide beyond questions and points: a season's end, the server's time zone; and undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import names, zones
from bot.errors import UserError
from bot.models import Choice
from bot.store.moderation import Moderation as Kept
from bot.store.reviews import Review, Reviews


@dataclass(frozen=True, slots=True)
class Decided:
    """`entry`: the line of the moderators' log, by which it is undone."""

    entry: str
    what: str


class Moderation:
    def __init__(self, kept: Kept, reviews: Reviews, clock: Callable[[], datetime]) -> None:
        self._kept = kept
        self._reviews = reviews
        self._clock = clock

    async def end_season(self, server_id: int, by_id: int, interaction_id: int) -> Decided:
        """Raises UserError when none is under way."""
        entry = f"season-end:{interaction_id}"
        ended = await self._kept.end_season(server_id, entry, by_id, self._now())
        if ended is None:
            raise UserError("No season is under way. `/admin trivia season-start` starts one.")
        return Decided(entry, ended)

    async def undo_season_end(self, server_id: int, entry: str, by_id: int) -> str | None:
        """The season that goes on; None when it does already, or another one was started."""
        return await self._kept.reopen_season(server_id, entry, by_id, self._now())

    async def undo_season_start(self, server_id: int, season_id: str, by_id: int) -> str | None:
        """The season that never was; None when it ended, or this was done before."""
        return await self._kept.drop_season(server_id, season_id, by_id, self._now())

    async def set_zone(self, server_id: int, asked: str, by_id: int, interaction_id: int) -> Decided:
        """Raises UserError for what is no time zone."""
        zone = zones.parse(asked)
        entry = f"zone:{interaction_id}"
        await self._kept.set_zone(server_id, entry, by_id, self._now(), zone)
        return Decided(entry, zone)

    async def undo_zone(self, server_id: int, entry: str, by_id: int) -> str | None:
        """The zone that it is again; None when it was undone, or set anew since."""
        return await self._kept.undo_zone(server_id, entry, by_id, self._now())

    def zones(self, typed: str) -> list[Choice]:
        """What autocomplete offers, with the time that it is there now."""
        return zones.suggest(typed, self._now())

    def time_in(self, zone: str) -> str:
        return zones.time_in(zone, self._now())

    async def review(self, server_id: int, review_id: str) -> Review | None:
        """An item of the queue, also when it was decided."""
        return await self._reviews.get(server_id, review_id)

    async def corrected(self, review: Review) -> set[int]:
        """Whose answers an accepted "my answer was right" made right: all who gave it in that game."""
        if review.kind != "appeal":
            return set()
        given = names.key(str(review.data["given"]))
        answers = await self._kept.corrected(str(review.data["game"]), str(review.data["question"]))
        return {member for member, text in answers if names.key(text) == given}

    def _now(self) -> datetime:
        return self._clock().astimezone(UTC)
