"""What evidence for a ruling is chosen from, and what one rests on."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Piece
from bot.store import pieces
from bot.store.library import Library


async def about(library: Library, topic_id: str, limit: int, offset: int = 0) -> tuple[list[Piece], int]:
    """Passages and quotes that speak of a topic, the weightiest kind first; and how many there are.

    A quote inside a passage of the same kind adds nothing to it and is left out.
    """
    rows = await library.fetch(
        f"""
        with spoken as (select piece_number as number from topic_pieces where topic_id = ?),
        passages as (
            select pieces.document_id, pieces.starts, pieces.ends, pieces.kind
              from spoken join pieces on pieces.number = spoken.number where pieces.family = 'passage'
        )
        select {pieces.COLUMNS}, count(*) over ()
          from spoken join pieces on pieces.number = spoken.number {pieces.JOINS}
         where pieces.family = 'passage'
            or (pieces.family = 'quote' and not exists (
                   select 1 from passages
                    where passages.document_id = pieces.document_id and passages.kind = pieces.kind
                      and passages.starts <= pieces.starts and pieces.ends <= passages.ends))
         order by {pieces.KIND_ORDER}, pieces.document_id, pieces.starts, pieces.number
         limit ? offset ?
        """,  # noqa: S608 - what is put in is written in this room
        [topic_id, limit, offset],
    )
    return [pieces.piece(row) for row in rows], rows[0][pieces.COUNT] if rows else 0


async def named(library: Library, piece_ids: Sequence[str]) -> list[Piece]:
    """Those that the library holds, in its own order."""
    if not piece_ids:
        return []
    marks = ", ".join("?" * len(piece_ids))
    rows = await library.fetch(
        f"""
        select {pieces.COLUMNS} from pieces {pieces.JOINS} where pieces.id in ({marks}) order by pieces.number
        """,  # noqa: S608 - only question marks are put in
        list(piece_ids),
    )
    return [pieces.piece(row) for row in rows]


async def standing(library: Library, words: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Piece]:
    """By (document's file, words): the pieces that are exactly these words."""
    found: dict[tuple[str, str], Piece] = {}
    for document in dict.fromkeys(name for name, _ in words):
        wanted = [text for name, text in words if name == document]
        marks = ", ".join("?" * len(wanted))
        rows = await library.fetch(
            f"""
            select {pieces.COLUMNS} from pieces {pieces.JOINS}
             where documents.name = ? and pieces.text in ({marks}) order by pieces.number
            """,  # noqa: S608 - only question marks are put in
            [document, *wanted],
        )
        for row in rows:
            piece = pieces.piece(row)
            found.setdefault((document, piece.text), piece)
    return found


async def weighed(library: Library, topic_id: str) -> dict[int, Piece]:
    """What a topic's ruling rests on, by the place among what was written for it."""
    rows = await library.fetch(
        f"""
        select {pieces.COLUMNS}, evidence.stance, evidence.position
          from evidence
          join rulings on rulings.id = evidence.ruling_id
          join pieces on pieces.number = evidence.piece_number {pieces.JOINS}
         where rulings.topic_id = ? order by evidence.position
        """,  # noqa: S608 - what is put in is written in this room
        [topic_id],
    )
    return {int(row[pieces.COUNT + 1]): pieces.piece(row, row[pieces.COUNT]) for row in rows}
