"""Drafts of rulings as a library holds them; for moderators only."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import Piece, Verdict
from bot.store import pieces
from bot.store.database import Row
from bot.store.library import Library


@dataclass(frozen=True, slots=True)
class Draft:
    id: str
    topic_id: str
    topic: str
    verdict: Verdict
    cue: str
    piece: Piece


async def page(library: Library, limit: int, offset: int = 0) -> tuple[list[Draft], int]:
    """The most spoken of topics first, the weightiest words of each first; and how many there are."""
    rows = await library.fetch(
        f"""
        {_DRAFTS}
         order by topics.weight desc, topics.name, topics.id, {pieces.KIND_ORDER}, pieces.number
         limit ? offset ?
        """,
        [limit, offset],
    )
    if rows:
        return [_draft(row) for row in rows], rows[0][pieces.COUNT + 5]
    return [], (await library.fetch("select count(*) from drafts"))[0][0] if offset else 0


async def on_topic(library: Library, topic_id: str) -> list[Draft]:
    """The weightiest words first."""
    rows = await library.fetch(
        f"{_DRAFTS} where drafts.topic_id = ? order by {pieces.KIND_ORDER}, pieces.number", [topic_id]
    )
    return [_draft(row) for row in rows]


async def get(library: Library, draft_id: str) -> Draft | None:
    rows = await library.fetch(f"{_DRAFTS} where drafts.id = ?", [draft_id])
    return _draft(rows[0]) if rows else None


_DRAFTS = f"""
    select {pieces.COLUMNS}, drafts.id, drafts.topic_id, topics.name, drafts.verdict, drafts.cue,
           count(*) over ()
      from drafts
      join topics on topics.id = drafts.topic_id
      join pieces on pieces.number = drafts.piece_number {pieces.JOINS}
"""  # noqa: S608 - what is put in is written in this room


def _draft(row: Row) -> Draft:
    identity, topic_id, topic, verdict, cue = row[pieces.COUNT : pieces.COUNT + 5]
    return Draft(identity, topic_id, topic, Verdict(verdict), cue, pieces.piece(row))
