"""Where in the documents words may stand that somebody passes on: found by the full-text index."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.models import Piece
from bot.store import fulltext, pieces
from bot.store.library import Library

MOST_STEMS = 400
MOST_HITS = 40
"""Passages that are looked at more closely: as many documents may have the same words."""

MOST_PLACES = 200
"""Places of one saying that are counted."""

LONGEST_QUOTE = 20_000
"""Characters that a quote may begin before a stretch of text and still be found to reach into it."""


@dataclass(frozen=True, slots=True)
class Hit:
    document_id: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a document: its passages, and the quotes that reach into it, both in the text's order."""

    passages: tuple[Piece, ...]
    quotes: tuple[Piece, ...]


async def known(library: Library, stems: Sequence[str]) -> dict[str, int]:
    """One trip: in how many passages each of the stems stands; those that stand in none are missing."""
    stems = stems[:MOST_STEMS]
    rows = await library.fetch(
        f"select term, doc from pieces_vocab where term in ({', '.join('?' * len(stems))})",  # noqa: S608
        stems,
    )
    return {str(row[0]): int(row[1]) for row in rows}


async def hits(library: Library, words: Iterable[str], phrases: Iterable[Sequence[str]]) -> list[Hit]:
    """One trip: the passages that have most of the words and phrases, rare ones counting more; best first."""
    query = fulltext.either([*(fulltext.phrase([word]) for word in words), *map(fulltext.phrase, phrases)])
    if not query:
        return []
    rows = await library.fetch(
        f"""
        with found as materialized (
            select rowid as number, {fulltext.RANK} as place from pieces_fts where pieces_fts match ?
             order by place limit ?
        )
        select pieces.document_id, pieces.starts, pieces.ends
          from found join pieces on pieces.number = found.number
         where pieces.family = 'passage'
         order by found.place, pieces.number
        """,  # noqa: S608 - what is put in is written in this room
        [f"text : ({query})", MOST_HITS],
    )
    return [Hit(*row) for row in rows]


async def stretches(library: Library, places: Sequence[Hit]) -> list[Stretch]:
    """One trip: the documents' text at each of the places, with who is quoted there.

    Words that a document only imagines, or says to be forged, are its own.
    """
    if not places:
        return []
    rows = await library.fetch(
        f"""
        with wanted (turn, document_id, low, high) as (
            values {", ".join(["(?, ?, ?, ?)"] * len(places))}
        )
        select {pieces.COLUMNS}, pieces.family, wanted.turn
          from wanted
          join pieces on pieces.document_id = wanted.document_id and pieces.family in ('passage', 'quote')
               and pieces.hypothetical = 0 and pieces.starts < wanted.high and pieces.ends > wanted.low
               and pieces.starts > wanted.low - {LONGEST_QUOTE} {pieces.JOINS}
         order by wanted.turn, pieces.starts, pieces.ends desc
        """,  # noqa: S608 - only question marks and what is written in this room are put in
        [value for turn, one in enumerate(places) for value in (turn, one.document_id, one.start, one.end)],
    )
    parts: list[tuple[list[Piece], list[Piece]]] = [([], []) for _ in places]
    for row in rows:
        family, turn = str(row[pieces.COUNT]), int(row[pieces.COUNT + 1])
        parts[turn][family == "quote"].append(pieces.piece(row))
    return [Stretch(tuple(passages), tuple(quotes)) for passages, quotes in parts]


async def same_sayings(library: Library, piece_ids: Sequence[str]) -> list[Piece]:
    """One trip: every other place of the sayings that these quotes are places of, with a known speaker."""
    rows = await library.fetch(
        f"""
        select {pieces.COLUMNS}
          from pieces {pieces.JOINS}
         where pieces.family = 'quote' and pieces.person_id is not null and pieces.hypothetical = 0
           and pieces.saying_id in (
               select saying_id from pieces
                where id in ({", ".join("?" * len(piece_ids))}) and saying_id is not null)
         order by documents.position, pieces.starts limit {MOST_PLACES}
        """,  # noqa: S608 - only question marks and what is written in this room are put in
        piece_ids,
    )
    return [pieces.piece(row) for row in rows]


async def words(library: Library, piece: Piece, start: int, end: int) -> Piece:
    """One trip: the piece with the document's words from `start` to `end` in place of its own."""
    rows = await library.fetch(
        "select substr(text, ?, ?) from documents where id = ?", [start + 1, end - start, piece.source.id]
    )
    return replace(piece, text=str(rows[0][0]), start=start, end=end) if rows else piece
