"""What members report of pieces that they were shown, as items of the moderators' queue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.errors import UserError
from bot.ids import content_id
from bot.libraries import Libraries
from bot.repairs import Repair, Repairs
from bot.reviews import MOST_WAITING
from bot.store.reports import KeptReports, Reporter
from bot.store.reviews import Review, Reviews

__all__ = ["Reporter", "Reports", "Said", "Wrong"]

REPORT = "report"


class Wrong(StrEnum):
    """What a member says is wrong with a piece."""

    SPEAKER = "speaker"
    BORDERS = "borders"
    NONE = "none"
    HIDE = "hide"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Said:
    """What became of a report. `state`: open, or "refused" where moderators found it right before."""

    state: str
    new: bool
    reason: str | None = None


class Reports:
    def __init__(
        self,
        kept: KeptReports,
        reviews: Reviews,
        libraries: Libraries,
        repairs: Repairs,
        clock: Callable[[], datetime],
    ) -> None:
        self._kept = kept
        self._reviews = reviews
        self._libraries = libraries
        self._repairs = repairs
        self._clock = clock

    async def report(
        self, server_id: int, member_id: int, piece_id: str, what: Wrong, remark: str | None, tell: bool
    ) -> Said:
        """Into the moderators' queue, where the same of several members is one item.

        Raises VanishedError for a piece that is no more, UserError when too many of theirs wait.
        """
        piece = await self._libraries.at(server_id).places.piece(piece_id)
        data = {
            "piece": piece.id,
            "what": str(what),
            "document": piece.source.name,
            "title": piece.source.title,
            "words": piece.text,
            "start": piece.start,
            "speaker": piece.speaker,
        }
        reporter = Reporter(member_id, remark, tell)
        identity = content_id(REPORT, str(server_id), piece_id, str(what))
        while True:
            now = self._clock()
            review = Review(identity, server_id, REPORT, "open", data, member_id, now)
            added = await self._kept.add(review, reporter, MOST_WAITING)
            if added is None:
                raise UserError(
                    f"{MOST_WAITING} of your reports wait for the moderators. Let them catch up first."
                )
            state, new = added
            if state != "accepted":
                break
            # Something was done about it, and it is still, or again, not right: that is another item.
            identity = content_id(identity, "again")
        decided = await self._reviews.get(server_id, identity) if state == "refused" else None
        return Said(state, new, decided.reason if decided else None)

    async def reporters(self, review: Review) -> list[Reporter]:
        """The first one first; none of what isn't a report."""
        return await self._kept.of(review.server_id, review.id) if review.kind == REPORT else []

    async def standing(self, review: Review) -> Repair | None:
        """What was reported as it stands now; None when nothing of it is left."""
        data = review.data
        return await self._repairs.at(
            review.server_id,
            str(data["piece"]),
            str(data["document"]),
            str(data["words"]),
            int(data["start"]),
        )
