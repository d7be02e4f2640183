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
    altered: bool


@dataclass(frozen=True, slots=True)
class Worded:
    """One wording of a saying that has several; `altered`: not merely shorter than the fullest."""

    saying_id: str
    title: str
    text: str
    altered: bool


@dataclass(frozen=True, slots=True)
class Misspelt:
    """A name that was taken for a person's, and a place that has it."""

    piece_id: str
    person_id: str
    person: str
    spelling: str
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
    """Every place of the sayings that have different speakers in different documents, the fullest first.

    Where the work itself gives them to several, they say so.
    """
    rows = await library.fetch(
        """
        with clashing as (
            select pieces.saying_id
              from pieces join documents on documents.id = pieces.document_id
             where pieces.family = 'quote' and pieces.person_id is not null and pieces.hypothetical = 0
               and pieces.ends - pieces.starts >= ?
             group by pieces.saying_id
            having count(distinct pieces.person_id) > 1 and count(distinct pieces.document_id) > 1
               and count(distinct case when documents.kind = 'work' then pieces.person_id end) < 2
             order by pieces.saying_id limit ?
        )
        select pieces.saying_id, pieces.id, persons.id, persons.name, documents.title, pieces.text,
               pieces.altered
          from clashing
          join pieces on pieces.saying_id = clashing.saying_id and pieces.family = 'quote'
          join persons on persons.id = pieces.person_id
          join documents on documents.id = pieces.document_id
         order by pieces.saying_id, documents.position, pieces.starts
        """,
        [SHORTEST, limit],
    )
    return [Said(*map(str, row), altered=bool(altered)) for *row, altered in rows]


async def wordings(library: Library, limit: int) -> list[Worded]:
    """Of the sayings that several documents have in different words: the fullest, then what is altered.

    What stands only in the work, here so and there so, may well be said twice.
    """
    rows = await library.fetch(
        """
        with altered as (
            select pieces.saying_id
              from pieces join documents on documents.id = pieces.document_id
             where pieces.family = 'quote' and pieces.saying_id is not null
             group by pieces.saying_id
            having max(pieces.altered) = 1 and count(distinct pieces.document_id) > 1
               and max(case when documents.kind = 'work' then 0 else 1 end) = 1
             order by pieces.saying_id limit ?
        ),
        worded as (
            select pieces.saying_id, documents.title, pieces.text, pieces.altered,
                   row_number() over (partition by pieces.saying_id, pieces.altered
                                      order by pieces.ends - pieces.starts desc, pieces.number) as nth
              from altered
              join pieces on pieces.saying_id = altered.saying_id and pieces.family = 'quote'
              join documents on documents.id = pieces.document_id
        )
        select saying_id, title, text, altered from worded where altered = 1 or nth = 1
         order by saying_id, altered, nth
        """,
        [limit],
    )
    return [Worded(str(row[0]), str(row[1]), str(row[2]), bool(row[3])) for row in rows]


async def misspelt(library: Library, limit: int) -> list[Misspelt]:
    rows = await library.fetch(
        """
        select pieces.id, persons.id, persons.name, misspelt.spelling, documents.title, pieces.text
          from misspelt
          join persons on persons.id = misspelt.person_id
          join pieces on pieces.id = misspelt.piece_id
          join documents on documents.id = pieces.document_id
         order by persons.id, misspelt.spelling limit ?
        """,
        [limit],
    )
    return [Misspelt(*map(str, row)) for row in rows]


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
