"""Drafts of rulings as items of the moderators' queue."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from bot.libraries import Libraries
from bot.store import drafts as stored
from bot.store.reviews import Review

DRAFT = "draft"


class DraftItems:
    def __init__(self, libraries: Libraries, clock: Callable[[], datetime]) -> None:
        self._libraries = libraries
        self._clock = clock

    async def page(self, server_id: int, limit: int, offset: int) -> tuple[list[Review], int]:
        """Those of the most spoken of topics first."""
        library = self._libraries.at(server_id).library
        found, total = await stored.page(library, max(limit, 1), offset)
        items = [
            Review(
                one.id,
                server_id,
                DRAFT,
                "open",
                {
                    "topic": one.topic,
                    "verdict": str(one.verdict),
                    "cue": one.cue,
                    "words": one.piece.text,
                    "title": one.piece.source.title,
                    "speaker": one.piece.speaker,
                },
                0,
                self._clock(),
            )
            for one in found[:limit]
        ]
        return items, total
