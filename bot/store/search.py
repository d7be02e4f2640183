"""Full-text search among passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.models import Piece
from bot.store import fulltext, pieces
from bot.store.library import Library


async def passages(
    library: Library, query: str, limit: int, offset: int = 0, *, within: str | None = None
) -> tuple[list[Piece], int]:
    """One trip: the best passages for a full-text query, and how many there are in all.

    Passages that hold all words themselves, if there are any (`within` is the query for that); otherwise
    those that hold them together with their paragraph. Among equals the better source; a saying once.
    """
    if not query:
        return [], 0
    rows = await library.fetch(
        f"""
        with found as materialized (
            select rowid as number, {fulltext.RANK} as place from pieces_fts where pieces_fts match ?
        ),
        own as materialized (select rowid as number from pieces_fts where pieces_fts match ?),
        fitting as (
            select pieces.number, found.place,
                   row_number() over (partition by coalesce(pieces.saying_id, pieces.id)
                                      order by pieces.altered, found.place, {pieces.KIND_ORDER},
                                               pieces.number) as nth
              from found join pieces on pieces.number = found.number
             where found.number in (select number from own) or not exists (select 1 from own)
        ),
        shown as (
            select pieces.number, count(*) over () as total,
                   row_number() over (order by fitting.place, {pieces.KIND_ORDER}, pieces.number) as turn
              from fitting join pieces on pieces.number = fitting.number and fitting.nth = 1
             order by turn limit ? offset ?
        )
        select {pieces.COLUMNS}, shown.total, there.id, there.title, there.publisher
          from shown join pieces on pieces.number = shown.number {pieces.JOINS}
               left join pieces as others on others.saying_id = pieces.saying_id and others.family = 'passage'
               left join documents as there on there.id = others.document_id
         order by shown.turn, there.position, others.starts
        """,  # noqa: S608 - what is put in is written in this room
        [query, within or query, limit, offset],
    )
    found: dict[str, Piece] = {}
    also: dict[str, dict[str, None]] = {}
    for row in rows:
        one = found.setdefault(row[0], pieces.piece(row))
        document, title, publisher = row[pieces.COUNT + 1 :]
        if document is not None and document != one.source.id:
            also.setdefault(one.id, {})[pieces.called(title, publisher, one.source)] = None
    hits = [replace(one, also_in=tuple(also.get(one.id, ()))) for one in found.values()]
    return hits, rows[0][pieces.COUNT] if rows else 0


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
