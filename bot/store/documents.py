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


async def said_by(library: Library, words_ids: Sequence[str]) -> list[tuple[str, str, str]]:
    """Who says these words or others of the same saying, as (id of the words, speaker, document's title)."""
    rows = await library.fetch(
        f"""
        select distinct same.words_id, persons.name, documents.title
          from pieces as same
          join pieces on pieces.saying_id = same.saying_id and pieces.family = 'quote'
          join persons on persons.id = pieces.person_id
          join documents on documents.id = pieces.document_id
         where same.words_id in ({", ".join("?" * len(words_ids))})
         order by same.words_id, persons.name, documents.title
        """,  # noqa: S608 - only question marks are put in
        words_ids,
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
