"""Pieces as rows: the columns that every look-up selects, and how they become `Piece`s."""

from __future__ import annotations

from bot.models import Kind, Piece, Role, Source, Stance
from bot.store.database import Row

COLUMNS = """
    pieces.id, pieces.text, pieces.starts, pieces.ends, pieces.kind, speakers.name, speakers.role,
    documents.id, documents.name, documents.title, documents.author, documents.publisher, documents.url,
    documents.published, documents.kind
"""
COUNT = 15

JOINS = """
    join documents on documents.id = pieces.document_id
    left join persons as speakers on speakers.id = pieces.person_id
"""

KIND_ORDER = "(select place from kinds where kinds.kind = pieces.kind)"


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
        also_in=also_in,
    )
