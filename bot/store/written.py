"""What a library was made from, read back out of it: a server's own library begins with all of it."""

from __future__ import annotations

import json
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
                   encoding, head_length, title_given, text
              from documents order by position
            """,
        )
        return [_document(row) for row in documents], _entries(await fetch_all(connection, _WRITTEN))
    finally:
        await connection.close()


async def entries(library: Library) -> list[WrittenRow]:
    """The curated entries of an open library."""
    return _entries(await library.fetch(_WRITTEN))


def _document(row: Row) -> DocumentRow:
    kind, spoils = Kind(row[8]), tuple(json.loads(row[9]))
    return DocumentRow(*row[:8], kind=kind, spoils=spoils, **dict(zip(_AFTER, row[10:], strict=True)))


def _entries(rows: list[Row]) -> list[WrittenRow]:
    return [
        WrittenRow(kind, line, json.loads(content), json.loads(parts)) for kind, line, content, parts in rows
    ]
