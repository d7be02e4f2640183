"""What the library holds on a topic: its ruling, the evidence weighed in it, and what else speaks of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.models import Piece, Ruling, Topic, Verdict
from bot.store import fulltext, names, pieces
from bot.store.library import Library
from bot.store.names import Name


@dataclass(frozen=True, slots=True)
class Held:
    """One page of what is held on a topic; `topic` is None when no curated topic is meant."""

    topic: Topic | None
    ruling: Ruling | None
    evidence: tuple[Piece, ...]
    total: int


async def on_topic(library: Library, topic_id: str, limit: int, offset: int = 0) -> Held:
    """All on a curated topic."""
    return await _held(library, "select id from topics where id = ?", [topic_id], [], limit, offset)


async def on_persons(library: Library, person_ids: Sequence[str], limit: int, offset: int = 0) -> Held:
    """What names all of these persons together; if a curated topic is of exactly these, it is meant."""
    marks = ", ".join("?" * len(person_ids))
    meant = f"""
        select topics.id from topics
         where topics.kind = {"'pairing'" if len(person_ids) > 1 else "'character'"}
           and (select count(*) from topic_members m where m.topic_id = topics.id) = ?
           and (select count(*) from topic_members m
                 where m.topic_id = topics.id and m.person_id in ({marks})) = ?
         order by topics.weight desc, topics.id limit 1
    """  # noqa: S608 - only question marks are put in
    count = len(person_ids)
    return await _held(library, meant, [count, *person_ids, count], person_ids, limit, offset)


async def _held(
    library: Library,
    meant: str,
    meant_values: Sequence[object],
    person_ids: Sequence[str],
    limit: int,
    offset: int,
) -> Held:
    """One trip. Weighed evidence first: for, then against, each by kind of source; then the rest by kind.

    A saying that several documents have comes once, from the best source; what speaks against apart.
    """
    together = " intersect ".join(
        ["select piece_number from piece_persons where person_id = ?"] * len(person_ids)
    )
    rows = await library.fetch(
        f"""
        with meant as ({meant}),
        weighed as (
            select evidence.piece_number, evidence.stance, evidence.position,
                   pieces.document_id, pieces.starts, pieces.ends
              from evidence
              join rulings on rulings.id = evidence.ruling_id
              join pieces on pieces.number = evidence.piece_number
             where rulings.topic_id in (select id from meant)
        ),
        spoken as (
            select piece_number from topic_pieces where topic_id in (select id from meant)
            {"union " + together if together else ""}
        ),
        listed as (
            select piece_number, stance, case stance when 'for' then 0 else 1 end as turn, position
              from weighed
            union all
            select pieces.number, 'about', 2, pieces.number
              from spoken join pieces on pieces.number = spoken.piece_number
             where pieces.family = 'passage'
               and not exists (
                   select 1 from weighed
                    where weighed.document_id = pieces.document_id
                      and weighed.starts < pieces.ends and pieces.starts < weighed.ends)
        ),
        ranked as (
            select listed.*,
                   row_number() over (partition by listed.stance = 'against',
                                                   coalesce(pieces.saying_id, pieces.id)
                                      order by listed.turn, {pieces.KIND_ORDER}, pieces.altered,
                                               pieces.ends - pieces.starts desc, listed.position) as nth
              from listed join pieces on pieces.number = listed.piece_number
        ),
        page as (
            select {pieces.COLUMNS}, ranked.stance, count(*) over () as total, ranked.turn,
                   {pieces.KIND_ORDER} as rank_of_kind, ranked.position, pieces.saying_id, pieces.family
              from ranked join pieces on pieces.number = ranked.piece_number and ranked.nth = 1 {pieces.JOINS}
             order by ranked.turn, rank_of_kind, ranked.position
             limit ? offset ?
        )
        select page.*, topics.id, topics.name, topics.kind, topics.members,
               rulings.verdict, rulings.scope, rulings.says, rulings.as_of, rulings.layer,
               there.id, there.title, there.publisher
          from (select 1) as one
          left join topics on topics.id in (select id from meant)
          left join rulings on rulings.topic_id = topics.id
          left join page on 1 = 1
          left join pieces as others on others.saying_id = page.saying_id and others.family = page.family
          left join documents as there on there.id = others.document_id
         order by page.turn, page.rank_of_kind, page.position, there.position, others.starts
        """,  # noqa: S608 - what is put in is written in this module
        [*meant_values, *person_ids, limit, offset],
    )
    first = rows[0]
    after = pieces.COUNT + 7
    topic = None
    if first[after] is not None:
        members = tuple(first[after + 3].split(" & ")) if first[after + 3] else ()
        topic = Topic(first[after], first[after + 1], first[after + 2], members)
    ruling = None
    if first[after + 4] is not None:
        verdict = Verdict(first[after + 4])
        ruling = Ruling(verdict, first[after + 5], first[after + 6], "", first[after + 7], first[after + 8])
    found: dict[tuple[str, str], Piece] = {}  # by piece and stance: what ended, may have been by one sentence
    also: dict[str, dict[str, None]] = {}
    for row in rows:
        if row[0] is not None:
            stance = str(row[pieces.COUNT])
            one = found.setdefault((row[0], stance), pieces.piece(row, stance))
            document, title, publisher = row[after + 9 :]
            if document is not None and document != one.source.id:
                also.setdefault(one.id, {})[pieces.called(title, publisher, one.source)] = None
    evidence = tuple(replace(one, also_in=tuple(also.get(one.id, ()))) for one in found.values())
    return Held(topic, ruling, evidence, first[pieces.COUNT + 1] if found else 0)


@dataclass(frozen=True, slots=True)
class Asked:
    """A way in which people ask for a topic, from the search among topics."""

    topic_id: str
    name: str
    kind: str
    phrase: str
    members: str  # of a pairing or a claim: "Korra & Asami Sato"


async def candidates(
    library: Library, words: Sequence[str], name_keys: Sequence[str], limit: int = 40
) -> tuple[list[Asked], list[Name]]:
    """One trip for both: topics asked for with one of the words, and names near to the keys."""
    topics_query = fulltext.either(fulltext.phrase([word]) for word in words)
    names_query = fulltext.either(fulltext.trigrams(key) for key in name_keys)
    rows = await library.fetch(
        f"""
        select * from (
            select 0, found.asks, '', '', '', found.topic_id, '', 0, topics.name, topics.kind, topics.members
              from (select topic_id, asks from topics_fts where topics_fts match ?
                     order by rank limit ?) as found
              join topics on topics.id = found.topic_id)
        union all
        select * from (
            select 1, {names.COLUMNS}
              from (select key, target_kind, target_id from names_fts where names_fts match ?
                     order by rank limit ?) as found
              join names on names.key = found.key and names.target_kind = found.target_kind
                        and names.target_id = found.target_id
                   {names.JOINS}
             where names.target_kind in ('person', 'topic'))
        """,  # noqa: S608 - what is put in is written in this room
        [topics_query or fulltext.NOTHING, limit, names_query or fulltext.NOTHING, limit],
    )
    return (
        [Asked(row[5], row[8], row[9], row[1], row[10]) for row in rows if row[0] == 0],
        [Name(*row[1:]) for row in rows if row[0] == 1],
    )
