"""What a library knows that a new document may clash with: heads, who said which words, names of persons."""

from __future__ import annotations

from collections.abc import Sequence

from bot.models import Kind, Source
from bot.store.library import Library


async def heads(library: Library) -> list[Source]:
    """Of all documents, in the order of their files' names."""
    rows = await library.fetch(
        """
        select id, name, title, author, publisher, url, published, kind from documents order by position
        """
    )
    return [Source(*row[:7], kind=Kind(row[7])) for row in rows]


async def said_by(library: Library, saying_ids: Sequence[str]) -> list[tuple[str, str, str]]:
    """Who says these words, as (saying's id, speaker, document's title)."""
    rows = await library.fetch(
        f"""
        select distinct pieces.saying_id, persons.name, documents.title
          from pieces
          join persons on persons.id = pieces.person_id
          join documents on documents.id = pieces.document_id
         where pieces.family = 'quote' and pieces.saying_id in ({", ".join("?" * len(saying_ids))})
         order by pieces.saying_id, persons.name, documents.title
        """,  # noqa: S608 - only question marks are put in
        saying_ids,
    )
    return [(str(row[0]), str(row[1]), str(row[2])) for row in rows]


async def spellings(library: Library) -> list[tuple[str, str]]:
    """Every whole name of a person as (key, the person's name)."""
    rows = await library.fetch(
        """
        select names.key, persons.name
          from names join persons on persons.id = names.target_id
         where names.target_kind = 'person' and names.how in ('name', 'alias')
         order by names.weight desc, names.key
        """
    )
    return [(str(row[0]), str(row[1])) for row in rows]
