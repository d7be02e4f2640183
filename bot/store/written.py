"""What a library was made from, read back out of it: a server's own library begins with all of it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from bot.models import Kind
from bot.store.build import DocumentRow, WrittenRow
from bot.store.database import Row, connect, fetch_all
from bot.store.library import Library

_AFTER = ("language", "encoding", "head_length", "title_given", "text")
_WRITTEN = "select kind, line, content, parts from written order by kind, position"


async def read_back(path: Path) -> tuple[list[DocumentRow], list[WrittenRow]]:
    """Of a library file that nobody has to have open. Raises StoreError."""
    connection = await connect(path, read_only=True)
    try:
        documents = await fetch_all(
            connection,
            """
            select id, position, name, title, author, publisher, url, published, kind, spoils, language,
                   encoding, head_length, title_given, text, turns, people, aliases, quoted
              from documents order by position
            """,
        )
        places: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for document_id, starts, label in await fetch_all(
            connection, "select document_id, starts, label from places order by document_id, starts"
        ):
            places[document_id].append((starts, label))
        return [_document(row, places) for row in documents], _entries(await fetch_all(connection, _WRITTEN))
    finally:
        await connection.close()


async def entries(library: Library) -> list[WrittenRow]:
    """The curated entries of an open library."""
    return _entries(await library.fetch(_WRITTEN))


def _document(row: Row, places: Mapping[str, list[tuple[int, str]]]) -> DocumentRow:
    return DocumentRow(
        *row[:8],
        kind=Kind(row[8]),
        spoils=tuple(json.loads(row[9])),
        **dict(zip(_AFTER, row[10:15], strict=True)),
        places=tuple(places.get(row[0], ())),
        turns=tuple(tuple(turn) for turn in json.loads(row[15])),
        people=tuple((name, tuple(aliases), role) for name, aliases, role in json.loads(row[16])),
        aliases=tuple(json.loads(row[17])),
        quoted=tuple((starts, ends) for starts, ends in json.loads(row[18])),
    )


def _entries(rows: list[Row]) -> list[WrittenRow]:
    return [
        WrittenRow(kind, line, json.loads(content), json.loads(parts)) for kind, line, content, parts in rows
    ]
