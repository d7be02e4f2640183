"""A person's quotes, best first; and who is quoted about a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.models import Kind, Otherwise, Piece, Source
from bot.names import fold
from bot.store import fulltext, pieces
from bot.store.library import Library

# Quotes are judged by how well they are attested and how well they read alone: a sentence or some.
LONGEST, SHORTEST = 1200, 20
"""Characters of a quote that is posted without being asked for."""

SNIPPET = 5
"""Words that a quote needs which ends in the middle of a sentence."""

_ATTESTED = """
    (select count(distinct others.document_id) from pieces as others
      where others.saying_id = pieces.saying_id and others.family = 'quote'
        and (others.person_id = pieces.person_id or others.person_id is null)) desc
"""
_READS = """
    case when substr(pieces.text, length(pieces.text), 1) in (',', ';', ':') then 1 else 0 end,
    case when pieces.ends - pieces.starts between 40 and 700 then 0
         when pieces.ends - pieces.starts between 20 and 2000 then 1 else 2 end,
    pieces.confidence desc, pieces.number
"""
_GOODNESS = f"{_ATTESTED}, {_READS}"

_FULLEST = f"pieces.altered, pieces.ends - pieces.starts desc, {_READS}"
"""Which place of a saying stands for it."""


@dataclass(frozen=True, slots=True)
class Listed:
    sayings: dict[str, Piece]  # by the saying's id, best first
    total: int  # quotes of the person in all, whatever was asked about
    spoken_of_by: tuple[tuple[str, int], ...]  # who is quoted about a person that is never quoted


async def of_person(library: Library, person_id: str, query: str | None = None, limit: int = 200) -> Listed:
    """One trip. With a full-text `query` only quotes of which a passage fits it, the best fitting
    first. Each saying comes once, in its fullest form, with all other documents that have it.
    """
    fitting = f"""
        found as materialized (
            select rowid as number, {fulltext.RANK} as place from pieces_fts where pieces_fts match ?
        ),
        fitting as (
            select quote.number as number, min(found.place) as place
              from found
              join pieces as passage on passage.number = found.number
              join pieces as quote on quote.document_id = passage.document_id and quote.family = 'quote'
                   and quote.starts < passage.ends and passage.starts < quote.ends
             where quote.person_id = ?
             group by quote.number
        ),
    """  # noqa: S608 - what is put in is written in this room
    rows = await library.fetch(
        f"""
        with {fitting if query else ""} everything as (
            select count(distinct saying_id) as quotes from pieces where person_id = ? and family = 'quote'
        ),
        fullest as (
            select pieces.number, row_number() over (partition by pieces.saying_id order by {_FULLEST}) as nth
                   {", min(fitting.place) over (partition by pieces.saying_id) as place" if query else ""}
              from pieces {"join fitting on fitting.number = pieces.number" if query else ""}
             where pieces.person_id = ? and pieces.family = 'quote'
        ),
        listed as (
            select {pieces.COLUMNS}, pieces.saying_id, pieces.altered,
                   row_number() over (order by {"fullest.place," if query else ""} {_GOODNESS}) as turn
              from fullest join pieces on pieces.number = fullest.number and fullest.nth = 1 {pieces.JOINS}
             order by turn limit ?
        ),
        spoken_of as (
            select speakers.name as name, count(*) as times
              from piece_persons
              join pieces on pieces.number = piece_persons.piece_number and pieces.family = 'quote'
              join persons as speakers on speakers.id = pieces.person_id
             where piece_persons.person_id = ? and pieces.person_id <> ?
             group by speakers.id, speakers.name order by count(*) desc, speakers.name limit 5
        )
        select listed.*, everything.quotes, spoken_of.name, spoken_of.times,
               there.id, there.title, there.publisher, there.kind, speakers.name, others.text, others.altered
          from everything left join listed on 1 = 1 left join spoken_of on everything.quotes = 0
               left join pieces as others on others.saying_id = listed.saying_id and others.family = 'quote'
               left join documents as there on there.id = others.document_id
               left join persons as speakers on speakers.id = others.person_id
         order by listed.turn, spoken_of.times desc, spoken_of.name, there.position, others.starts
        """,  # noqa: S608 - what is put in is written in this module
        [*([query, person_id] if query else []), person_id, person_id, limit, person_id, person_id],
    )
    after = pieces.COUNT + 4
    first: dict[str, tuple[Piece, bool]] = {}
    places: dict[str, list[_Place]] = {}
    for row in rows:
        if row[0] is not None:
            saying = str(row[pieces.COUNT])
            if saying not in first:
                first[saying] = pieces.piece(row), bool(row[pieces.COUNT + 1])
            places.setdefault(saying, []).append(_Place(*row[after + 2 :]))
    spoken_of = [(str(row[after]), int(row[after + 1])) for row in rows if row[after] is not None]
    return Listed(
        {saying: _with(found, altered, places[saying]) for saying, (found, altered) in first.items()},
        rows[0][after - 1],
        tuple(spoken_of),
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """One place at which a saying stands."""

    document: str
    title: str
    publisher: str | None
    kind: str
    speaker: str | None
    text: str
    altered: int

    def called(self, beside: Source | None = None) -> str:
        return pieces.called(self.title, self.publisher, beside)


def _with(piece: Piece, altered: bool, places: Sequence[_Place]) -> Piece:
    """The piece with what other documents have. The work's own may well say a thing twice, and otherwise."""
    own = piece.source
    there = [place for place in places if place.document != own.id]
    also = [place.called(own) for place in there]
    work = own.kind is Kind.WORK
    rivals = [place for place in there if not (work and place.kind == Kind.WORK)]
    mine = {place.document for place in places if place.speaker == piece.speaker}
    speakers = _grouped(
        (place.speaker, place.called())
        for place in rivals
        if place.speaker and place.speaker != piece.speaker and place.document not in mine
    )
    if speakers and piece.speaker:
        agree = [place.called() for place in places if place.document in mine]
        speakers = (Otherwise(piece.speaker, tuple(dict.fromkeys(agree))), *speakers)
    wordings = [
        place for place in rivals if bool(place.altered) != altered and _overlap(place.text, piece.text)
    ]
    if altered:  # the others have it right: their fullest form says so
        wordings = sorted(wordings, key=lambda place: -len(place.text))[:1]
    return replace(
        piece,
        also_in=tuple(dict.fromkeys(also)),
        speakers=speakers,
        wordings=_grouped((place.text, place.called()) for place in wordings),
    )


def _overlap(one: str, other: str) -> bool:
    """Whether they are wordings of the same part of a saying: most words of the shorter are the other's."""
    short, long = sorted((set(fold(one).split()), set(fold(other).split())), key=len)
    return len(short & long) >= 0.6 * len(short)


def _grouped(found: Iterable[tuple[str, str]]) -> tuple[Otherwise, ...]:
    by_what: dict[str, list[str]] = {}
    for what, where in found:
        by_what.setdefault(what, []).append(where)
    return tuple(Otherwise(what, tuple(dict.fromkeys(where))) for what, where in by_what.items())


async def sayings(
    library: Library,
    *,
    persons: Sequence[str] = (),
    topics: Sequence[str] = (),
    day: str | None = None,
) -> dict[str, tuple[str, bool]]:
    """One trip: each saying that can stand alone, by its id: its best piece's id, and whether `day` fits.

    With persons or topics only what these said, or what touches those. `day` is like "12-22": it fits a
    saying whose document was published on such a day, or that touches an event of such a day. Without `day` a
    saying fits that has any such date.
    """
    marks = [", ".join("?" * len(ids)) for ids in (persons, topics)]
    about = f"""
        and (pieces.person_id in ({marks[0]}) or pieces.number in (
             select piece_number from topic_pieces where topic_id in ({marks[1]})))
    """  # noqa: S608 - only question marks are put in
    # A date that is as exact as a day has ten characters. An event's words are those that name it, and those
    # in what its ruling rests on.
    rows = await library.fetch(
        f"""
        with of_events as (
            select topic_pieces.piece_number as number
              from topics join topic_pieces on topic_pieces.topic_id = topics.id
             where topics.date like ? and length(topics.date) = 10
            union
            select inside.number
              from topics
              join rulings on rulings.topic_id = topics.id
              join evidence on evidence.ruling_id = rulings.id
              join pieces as shown on shown.number = evidence.piece_number
              join pieces as inside on inside.document_id = shown.document_id and inside.family = 'quote'
                   and inside.starts < shown.ends and shown.starts < inside.ends
             where topics.date like ? and length(topics.date) = 10
        )
        select pieces.saying_id, pieces.id,
               case when (documents.published like ? and length(documents.published) = 10)
                      or pieces.number in (select number from of_events)
                    then 1 else 0 end as fits,
               row_number() over (partition by pieces.saying_id order by {_FULLEST}) as turn
          from pieces {pieces.JOINS}
         where pieces.family = 'quote' and pieces.person_id is not null and pieces.hypothetical = 0
           and pieces.ends - pieces.starts between ? and ?
           and (substr(pieces.text, length(pieces.text), 1) not in (',', ';', ':')
                or length(pieces.text) - length(replace(pieces.text, ' ', '')) >= ?)
               {about if persons or topics else ""}
         order by pieces.saying_id, turn
        """,  # noqa: S608 - what is put in is written in this module
        [
            *[f"%-{day}" if day else "%"] * 3,
            *(SHORTEST, LONGEST, SNIPPET - 1),
            *([*persons, *topics] if persons or topics else []),
        ],
    )
    found: dict[str, tuple[str, bool]] = {}
    for saying, piece, fits, _ in rows:
        before = found.get(str(saying))
        if before is None or (fits and not before[1]):
            found[str(saying)] = (str(piece), bool(fits))
    return found
