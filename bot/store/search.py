"""Full-text search among passages."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Piece
from bot.store import fulltext, pieces
from bot.store.library import Library


async def passages(
    library: Library, query: str, limit: int, offset: int = 0, *, within: str | None = None
) -> tuple[list[Piece], int]:
    """One trip: the best passages for a full-text query, and how many there are in all.

    Passages that hold all words themselves, if there are any (`within` is the query for that); otherwise
    those that hold them together with their paragraph. Among equals the better source.
    """
    if not query:
        return [], 0
    rows = await library.fetch(
        f"""
        with found as materialized (
            select rowid as number, {fulltext.RANK} as place from pieces_fts where pieces_fts match ?
        ),
        own as materialized (select rowid as number from pieces_fts where pieces_fts match ?)
        select {pieces.COLUMNS}, count(*) over ()
          from found join pieces on pieces.number = found.number {pieces.JOINS}
         where found.number in (select number from own) or not exists (select 1 from own)
         order by found.place, {pieces.KIND_ORDER}, pieces.number
         limit ? offset ?
        """,  # noqa: S608 - what is put in is written in this room
        [query, within or query, limit, offset],
    )
    return [pieces.piece(row) for row in rows], rows[0][pieces.COUNT] if rows else 0


async def vocabulary(library: Library, parts: Sequence[str], beginnings: Sequence[str]) -> list[str]:
    """The index's terms (stems) that hold one of `parts`, or begin like one of `beginnings`."""
    if not parts and not beginnings:
        return []
    conditions = ["instr(term, ?) > 0"] * len(parts) + ["(term >= ? and term < ?)"] * len(beginnings)
    values = [*parts, *(value for start in beginnings for value in (start, start + "\U0010ffff"))]
    rows = await library.fetch(
        f"select term from pieces_vocab where {' or '.join(conditions)}",  # noqa: S608 - only question marks
        values,
    )
    return [str(row[0]) for row in rows]
