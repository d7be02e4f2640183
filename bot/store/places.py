"""One piece by its lasting id, with the text round it."""

from __future__ import annotations

from bot.models import Piece
from bot.store import pieces
from bot.store.library import Library


async def around(library: Library, piece_id: str, reach: int) -> tuple[Piece, str, str, int] | None:
    """One trip: the piece, up to `reach` characters before and after it, and the document's length."""
    rows = await library.fetch(
        f"""
        select {pieces.COLUMNS},
               substr(documents.text, case when pieces.starts > ? then pieces.starts - ? + 1 else 1 end,
                      case when pieces.starts > ? then ? else pieces.starts end),
               substr(documents.text, pieces.ends + 1, ?), documents.characters
          from pieces {pieces.JOINS} where pieces.id = ?
        """,  # noqa: S608 - what is put in is written in this room
        [reach, reach, reach, reach, reach, piece_id],
    )
    if not rows:
        return None
    row = rows[0]
    return pieces.piece(row), row[pieces.COUNT], row[pieces.COUNT + 1], row[pieces.COUNT + 2]
