"""Pieces as rows: the columns that every look-up selects, and how they become `Piece`s."""

from __future__ import annotations

from bot.models import Kind, Piece, Role, Source, Stance
from bot.store.database import Row

COLUMNS = """
    pieces.id, pieces.text, pieces.starts, pieces.ends, pieces.kind, speakers.name, speakers.role,
    documents.id, documents.name, documents.title, documents.author, documents.publisher, documents.url,
    documents.published, documents.kind,
    (select places.label from places
      where places.document_id = documents.id and places.starts <= pieces.starts
      order by places.starts desc limit 1)
"""
COUNT = 16

JOINS = """
    join documents on documents.id = pieces.document_id
    left join persons as speakers on speakers.id = pieces.person_id
"""

KIND_ORDER = "(select place from kinds where kinds.kind = pieces.kind)"


def called(title: str, publisher: str | None, beside: Source | None = None) -> str:
    """A document in a list of those that have the same words: its publisher, if that says anything."""
    if publisher and not (beside and beside.publisher == publisher):
        return publisher
    return f"“{' '.join(title.split())}”"


def piece(row: Row, stance: str = Stance.ABOUT, also_in: tuple[str, ...] = ()) -> Piece:
    """A piece from a row that begins with COLUMNS."""
    return Piece(
        id=row[0],
        text=row[1],
        start=row[2],
        end=row[3],
        kind=Kind(row[4]),
        speaker=row[5],
        role=Role(row[6]) if row[6] else None,
        source=Source(
            id=row[7],
            name=row[8],
            title=row[9],
            author=row[10],
            publisher=row[11],
            url=row[12],
            published=row[13],
            kind=Kind(row[14]),
        ),
        stance=Stance(stance),
        place=row[15],
        also_in=also_in,
    )
