"""The library's table of names: who or what a spelling stands for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.store import fulltext
from bot.store.library import Library

MOST_KEYS = 400
"""Keys of one question that are looked up at once; a question of 200 characters has fewer."""

COLUMNS = """
    names.key, names.sound, names.shown, names.target_kind, names.target_id, names.how, names.weight,
    coalesce(persons.name, topics.name, documents.title), coalesce(topics.kind, persons.role, 'document'),
    coalesce(topics.members, '')
"""
JOINS = """
    left join persons on names.target_kind = 'person' and persons.id = names.target_id
    left join topics on names.target_kind = 'topic' and topics.id = names.target_id
    left join documents on names.target_kind = 'document' and documents.id = names.target_id
"""
_HOW = "case names.how when 'name' then 0 when 'part' then 2 else 1 end"
_ORDER = {False: "names.weight desc", True: "names.quotes desc, names.weight desc"}


@dataclass(frozen=True, slots=True)
class Name:
    """A spelling and what it stands for.

    `how`: name, alias, part (of a person's name), title (another one of a document), or ask.
    """

    key: str
    sound: str
    shown: str
    target_kind: str
    target_id: str
    how: str
    weight: int
    target_name: str
    target_sort: str  # a topic's kind or a person's role
    members: str  # of a pairing: "Korra & Asami Sato"


async def read(
    library: Library, keys: Sequence[str], sounds: Sequence[str], stems: Sequence[str] = ()
) -> tuple[list[Name], dict[str, int]]:
    """One trip: all that stands under any of the keys, or sounds like one of `sounds`.

    And in how many passages each of the stems stands, with those that stand in none left out.
    """
    keys, sounds, stems = keys[:MOST_KEYS], sounds[:MOST_KEYS], stems[:MOST_KEYS]
    rows = await library.fetch(
        f"""
        select {COLUMNS} from names {JOINS} where names.key in ({_marks(keys)})
        union
        select {COLUMNS} from names {JOINS} where names.sound in ({_marks(sounds)})
        union all
        select term, '', '', 'term', '', '', doc, '', '', '' from pieces_vocab where term in ({_marks(stems)})
        """,  # noqa: S608 - only question marks are put in
        [*keys, *sounds, *stems],
    )
    return (
        [Name(*row) for row in rows if row[3] != "term"],
        {str(row[0]): int(row[6]) for row in rows if row[3] == "term"},
    )


async def titles(library: Library, ids: Sequence[str], kind: str = "person") -> dict[str, str]:
    """Full names by the ids of persons, or topics; an id that the library no longer has is missing."""
    table = "topics" if kind == "topic" else "persons"
    rows = await library.fetch(
        f"select id, name from {table} where id in ({_marks(ids)})",  # noqa: S608
        ids,
    )
    return {str(row[0]): str(row[1]) for row in rows}


async def aliases(library: Library, name_keys: Sequence[str]) -> list[str]:
    """All other spellings of the persons and topics that stand under one of the keys as a whole name."""
    rows = await library.fetch(
        f"""
        select distinct others.shown from names
          join names as others
            on others.target_kind = names.target_kind and others.target_id = names.target_id
         where names.key in ({_marks(name_keys)}) and names.target_kind in ('person', 'topic')
           and names.how in ('name', 'alias') and others.how <> 'ask'
         order by others.shown
        """,  # noqa: S608 - only question marks are put in
        name_keys,
    )
    return [str(row[0]) for row in rows]


async def near(
    library: Library, name_keys: Sequence[str], kinds: Sequence[str], limit: int = 60
) -> list[Name]:
    """Names that share three letters in a row with one of the keys, those with most in common first."""
    query = fulltext.either(fulltext.trigrams(key) for key in name_keys)
    if not query:
        return []
    rows = await library.fetch(
        f"""
        select {COLUMNS}
          from (select key, target_kind, target_id from names_fts where names_fts match ?
                 order by rank limit ?) as found
          join names on names.key = found.key and names.target_kind = found.target_kind
                    and names.target_id = found.target_id
               {JOINS}
         where names.target_kind in ({_marks(kinds)})
        """,  # noqa: S608 - only question marks are put in
        [query, limit, *kinds],
    )
    return [Name(*row) for row in rows]


async def beginning(
    library: Library, prefix: str, kinds: Sequence[str], limit: int = 75, *, quoted: bool = False
) -> list[Name]:
    """For autocomplete: names of which a key begins with `prefix`, the most spoken of first.

    A ship name, a full name and an alias of one target are several rows. `quoted`: the most quoted first.
    """
    if not prefix:
        return await _foremost(library, kinds, limit, quoted=quoted)
    rows = await library.fetch(
        f"""
        select {COLUMNS} from names {JOINS}
         where names.target_kind in ({_marks(kinds)}) and names.how <> 'ask'
           and names.key >= ? and names.key < ?
         order by {_ORDER[quoted]}, {_HOW}, names.shown
         limit ?
        """,  # noqa: S608 - only question marks are put in
        [*kinds, prefix, prefix + "\U0010ffff", limit],
    )
    return [Name(*row) for row in rows]


async def _foremost(library: Library, kinds: Sequence[str], limit: int, *, quoted: bool) -> list[Name]:
    """The first of all names, which an index has in their order: sorting 600,000 takes a second and more.

    Of those that are equal in it, so many are sorted that the usual ones are among them.
    """
    rows = await library.fetch(
        f"""
        select {COLUMNS}
          from (select rowid as place from names where target_kind in ({_marks(kinds)}) and how <> 'ask'
                 order by {_ORDER[quoted]} limit ?) as first
          cross join names on names.rowid = first.place
               {JOINS}
         order by {_ORDER[quoted]}, {_HOW}, names.shown
         limit ?
        """,  # noqa: S608 - only question marks are put in
        [*kinds, limit * 10, limit],
    )
    return [Name(*row) for row in rows]


async def of_role(library: Library, role: str, limit: int = 25) -> list[Name]:
    """The persons who are `role` by their full names, the most quoted first; only those who are quoted."""
    rows = await library.fetch(
        f"""
        select {COLUMNS} from names {JOINS}
         where names.quotes > 0 and names.target_kind = 'person' and names.how = 'name' and persons.role = ?
         order by {_ORDER[True]} limit ?
        """,  # noqa: S608 - only question marks are put in
        [role, limit],
    )
    return [Name(*row) for row in rows]


async def containing(
    library: Library, part: str, kinds: Sequence[str], limit: int = 75, *, quoted: bool = False
) -> list[Name]:
    """For autocomplete: names with `part` (at least three letters) anywhere in their key."""
    rows = await library.fetch(
        f"""
        select {COLUMNS}
          from (select key, target_kind, target_id from names_fts where names_fts match ? limit 500) as found
          join names on names.key = found.key and names.target_kind = found.target_kind
                    and names.target_id = found.target_id
               {JOINS}
         where names.target_kind in ({_marks(kinds)})
         order by {_ORDER[quoted]}, names.shown
         limit ?
        """,  # noqa: S608 - only question marks are put in
        [fulltext.phrase([part]), *kinds, limit],
    )
    return [Name(*row) for row in rows]


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
