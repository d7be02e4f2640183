"""The documents themselves, and figures of the whole library."""

from __future__ import annotations

import json

from bot.models import Kind, LibraryFacts, Source, SourceCard
from bot.store.database import Row
from bot.store.library import Library

_CARD = """
    documents.id, documents.name, documents.title, documents.author, documents.publisher, documents.url,
    documents.published, documents.kind, documents.language, documents.spoils, documents.characters,
    (select count(*) from pieces where document_id = documents.id and family = 'passage'),
    (select count(*) from pieces where document_id = documents.id and family = 'quote')
"""


async def cards(library: Library, limit: int, offset: int = 0) -> tuple[list[SourceCard], int]:
    """One page of all documents in the order of their files' names, and how many there are."""
    rows = await library.fetch(
        f"select {_CARD}, count(*) over () from documents order by position limit ? offset ?",  # noqa: S608
        [limit, offset],
    )
    return [_card(row) for row in rows], rows[0][13] if rows else 0


async def card(library: Library, document_id: str, most: int = 8) -> SourceCard | None:
    """One document with who is quoted in it and which topics it touches: one trip."""
    rows = await library.fetch(
        f"""
        with speakers as (
            select persons.name as name, count(*) as times from pieces
              join persons on persons.id = pieces.person_id
             where pieces.document_id = ? and pieces.family = 'quote'
             group by persons.id, persons.name order by count(*) desc, persons.name limit ?
        ),
        touched as (
            select topics.name as name, count(*) as times from pieces
              join topic_pieces on topic_pieces.piece_number = pieces.number
              join topics on topics.id = topic_pieces.topic_id
             where pieces.document_id = ? and pieces.family = 'passage'
             group by topics.id, topics.name order by count(*) desc, topics.name limit ?
        )
        select {_CARD}, 0, '', 0 from documents where id = ?
        union all
        select '', '', '', '', '', '', '', '', '', '', 0, 0, 0, 1, name, times from speakers
        union all
        select '', '', '', '', '', '', '', '', '', '', 0, 0, 0, 2, name, times from touched
        """,  # noqa: S608 - what is put in is written in this module
        [document_id, most, document_id, most, document_id],
    )
    own = next((row for row in rows if row[13] == 0), None)
    if own is None:
        return None
    return _card(
        own,
        tuple((row[14], row[15]) for row in rows if row[13] == 1),
        tuple(row[14] for row in rows if row[13] == 2),
    )


def _card(row: Row, speakers: tuple[tuple[str, int], ...] = (), topics: tuple[str, ...] = ()) -> SourceCard:
    return SourceCard(
        Source(row[0], row[1], row[2], row[3], row[4], row[5], row[6], Kind(row[7])),
        language=row[8],
        spoils=tuple(json.loads(row[9])),
        characters=row[10],
        passages=row[11],
        quotes=row[12],
        speakers=speakers,
        topics=topics,
    )


async def facts(library: Library) -> LibraryFacts:
    """The figures that the build wrote down."""
    found = {str(key): str(value) for key, value in await library.fetch("select key, value from facts")}
    return LibraryFacts(
        documents=int(found["documents"]),
        quotes=int(found["quotes"]),
        persons=int(found["persons"]),
        topics=int(found["topics"]),
        built_at=found["built_at"],
        examples=json.loads(found["examples"]),
    )
