"""Where the library says two things: one saying by several speakers, one person under two names."""

from __future__ import annotations

from dataclasses import dataclass

from bot.store.library import Library

SHORTEST = 25
"""Characters of words that can't well be said by two people independently."""


@dataclass(frozen=True, slots=True)
class Said:
    """One place at which a saying stands."""

    saying_id: str
    piece_id: str
    person_id: str
    person: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Named:
    """A person who may be another one, too. `quotes`, `mentions`: how often there."""

    id: str
    name: str
    curated: bool
    quotes: int
    mentions: int


async def sayings(library: Library, limit: int) -> list[Said]:
    """Every place of the sayings that have different speakers in different documents."""
    rows = await library.fetch(
        """
        with clashing as (
            select saying_id from pieces
             where family = 'quote' and person_id is not null and hypothetical = 0 and ends - starts >= ?
             group by saying_id
            having count(distinct person_id) > 1 and count(distinct document_id) > 1
             order by saying_id limit ?
        )
        select pieces.saying_id, pieces.id, persons.id, persons.name, documents.title, pieces.text
          from clashing
          join pieces on pieces.saying_id = clashing.saying_id and pieces.family = 'quote'
          join persons on persons.id = pieces.person_id
          join documents on documents.id = pieces.document_id
         order by pieces.saying_id, documents.position, pieces.starts
        """,
        [SHORTEST, limit],
    )
    return [Said(*map(str, row)) for row in rows]


async def near_names(library: Library, limit: int) -> list[tuple[Named, Named]]:
    """Pairs of persons whose names sound alike, or share their first or last word; not two curated ones."""
    rows = await library.fetch(
        """
        select one.id, one.name, one.curated, one.mentions,
               (select count(*) from pieces where person_id = one.id and family = 'quote'),
               other.id, other.name, other.curated, other.mentions,
               (select count(*) from pieces where person_id = other.id and family = 'quote')
          from (select one.target_id as one_id, other.target_id as other_id
                  from names as one join names as other
                       on other.sound = one.sound and one.target_id < other.target_id
                 where one.target_kind = 'person' and other.target_kind = 'person'
                   and one.how = 'name' and other.how = 'name'
                union
                select one.target_id, other.target_id
                  from names as one join names as other
                       on other.key = one.key and one.target_id < other.target_id
                 where one.target_kind = 'person' and other.target_kind = 'person'
                   and one.how = 'part' and other.how = 'part') as pairs
          join persons as one on one.id = pairs.one_id
          join persons as other on other.id = pairs.other_id
         where one.curated + other.curated < 2
         order by one.id, other.id limit ?
        """,
        [limit],
    )
    return [(_named(row[:5]), _named(row[5:])) for row in rows]


def _named(row: tuple[object, ...]) -> Named:
    identity, name, curated, mentions, quotes = row
    return Named(str(identity), str(name), bool(curated), int(str(quotes)), int(str(mentions)))
