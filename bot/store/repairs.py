"""What is looked up to correct a quote: what stands where in its document, and who may have said it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import Piece
from bot.store import pieces
from bot.store.library import Library

NEAR = 3000
"""Characters round a quote in which whoever is named may have said it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A quote's place in its document."""

    piece_id: str
    start: int
    end: int


async def family(library: Library, piece_id: str) -> str | None:
    rows = await library.fetch("select family from pieces where id = ?", [piece_id])
    return str(rows[0][0]) if rows else None


async def text_of(library: Library, document: str) -> str | None:
    """By the file's name."""
    rows = await library.fetch("select text from documents where name = ?", [document])
    return str(rows[0][0]) if rows else None


async def quotes_in(library: Library, document: str) -> list[Standing]:
    """All quotes of a document, in the order in which they stand."""
    rows = await library.fetch(
        """
        select pieces.id, pieces.starts, pieces.ends
          from pieces join documents on documents.id = pieces.document_id
         where documents.name = ? and pieces.family = 'quote' order by pieces.starts, pieces.ends desc
        """,
        [document],
    )
    return [Standing(str(row[0]), int(row[1]), int(row[2])) for row in rows]


async def holding(library: Library, passage_ids: list[str], limit: int) -> list[Piece]:
    """The quotes that share words with any of these passages; in the order of the passages."""
    found: dict[str, Piece] = {}
    for passage_id in passage_ids:
        rows = await library.fetch(
            f"""
            select {pieces.COLUMNS}
              from pieces as passage
              join pieces on pieces.document_id = passage.document_id and pieces.family = 'quote'
                   and pieces.starts < passage.ends and passage.starts < pieces.ends
                   {pieces.JOINS}
             where passage.id = ? order by pieces.starts, pieces.ends desc
            """,  # noqa: S608 - what is put in is written in this room
            [passage_id],
        )
        for row in rows:
            found.setdefault(str(row[0]), pieces.piece(row))
    return list(found.values())[:limit]


async def likely(library: Library, document: str, start: int, limit: int) -> list[tuple[str, str]]:
    """(id, name) of those who may have said what stands there: named near it, the nearest first; then whoever
    is quoted most.
    """
    rows = await library.fetch(
        """
        with near as (
            select piece_persons.person_id as id, min(abs(pieces.starts - ?)) as far
              from documents
              join pieces on pieces.document_id = documents.id and pieces.family = 'passage'
              join piece_persons on piece_persons.piece_number = pieces.number
             where documents.name = ? and pieces.starts between ? and ?
             group by piece_persons.person_id
        ),
        quoted as (
            select person_id as id, count(*) as times from pieces
             where family = 'quote' and person_id is not null
             group by person_id
        )
        select persons.id, persons.name
          from persons
          left join near on near.id = persons.id
          left join quoted on quoted.id = persons.id
         where near.id is not null or quoted.id is not null
         order by case when near.id is null then 1 else 0 end, near.far, quoted.times desc, persons.name
         limit ?
        """,
        [start, document, start - NEAR, start + NEAR, limit],
    )
    return [(str(row[0]), str(row[1])) for row in rows]
