"""Writing a library: a new file beside the old one, filled document by document, swapped in whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncGenerator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import aiosqlite

from bot.errors import StoreError
from bot.models import Kind, Question, Role, Stance, Verdict
from bot.store import fulltext, library_schema, questions
from bot.store.database import connect, statements


@dataclass(frozen=True, slots=True)
class DocumentRow:
    id: str
    position: int
    name: str
    title: str
    author: str | None
    publisher: str | None
    url: str | None
    published: str | None
    kind: Kind
    spoils: tuple[str, ...]
    language: str | None
    encoding: str
    head_length: int
    title_given: bool
    text: str
    places: tuple[tuple[int, str], ...] = ()  # where each begins, and what it is called
    turns: tuple[tuple[int, int, str | None, str], ...] = ()  # start, end, speaker, form
    people: tuple[tuple[str, tuple[str, ...], str], ...] = ()  # name, other names, role
    aliases: tuple[str, ...] = ()  # other titles
    quoted: tuple[tuple[int, int], ...] = ()  # stretches that the markup makes block quotations


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """An entry of a curated file as it was written."""

    kind: str
    line: int
    content: Mapping[str, Any]
    parts: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class PieceRow:
    """`number` orders all pieces of the library; `around` is searched with less weight than `text`."""

    number: int
    id: str
    document_id: str
    family: str
    starts: int
    ends: int
    text: str
    kind: Kind
    around: str | None = None  # None: not in the full-text index
    person_id: str | None = None
    persons: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    form: str | None = None
    saying_id: str | None = None
    words_id: str | None = None  # of a quote: the saying that its words would be if they stood alone
    altered: bool = False  # its words differ from those that stand for its saying
    parent_id: str | None = None
    utterance: int | None = None
    rule: str | None = None
    confidence: float | None = None
    hypothetical: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: str
    name: str
    role: Role
    pronoun: str | None
    curated: bool
    mentions: int


@dataclass(frozen=True, slots=True)
class TopicRow:
    id: str
    name: str
    kind: str
    weight: int
    members: tuple[str, ...]  # ids of persons
    member_names: tuple[str, ...]
    asks: tuple[str, ...]  # every way it is asked for, for the search among topics
    date: str | None = None  # of an event


@dataclass(frozen=True, slots=True)
class NameRow:
    key: str
    sound: str
    shown: str
    target_kind: str
    target_id: str
    how: str
    weight: int
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    position: int
    piece_number: int
    stance: Stance


@dataclass(frozen=True, slots=True)
class RulingRow:
    id: str
    topic_id: str
    verdict: Verdict
    scope: str
    says: str
    as_of: str | None
    evidence: tuple[EvidenceRow, ...]
    layer: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    id: str
    topic_id: str
    piece_number: int
    verdict: Verdict
    cue: str  # the words that speak clearly


@dataclass(frozen=True, slots=True)
class WorkRow:
    id: str
    position: int
    name: str
    kind: str
    parts: tuple[str, ...]


_NAMES_AT_ONCE = 5000
_CACHE = 32_000
"""KB of a new library that are kept in memory."""

Values = tuple[Any, ...]


@dataclass(slots=True)
class Rows:
    """Documents and their pieces as they are written, table by table."""

    documents: list[Values] = field(default_factory=lambda: [])
    places: list[Values] = field(default_factory=lambda: [])
    pieces: list[Values] = field(default_factory=lambda: [])
    persons: list[Values] = field(default_factory=lambda: [])
    topics: list[Values] = field(default_factory=lambda: [])
    words: list[Values] = field(default_factory=lambda: [])

    def extend(self, other: Rows) -> None:
        self.documents += other.documents
        self.places += other.places
        self.pieces += other.pieces
        self.persons += other.persons
        self.topics += other.topics
        self.words += other.words


_ADD_DOCUMENT = """
    insert into documents (id, position, name, title, author, publisher, url, published, kind, spoils,
                           language, encoding, head_length, title_given, characters, text, turns, people,
                           aliases, quoted)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """
_ADD_PIECE = """
    insert into pieces (number, id, document_id, family, starts, ends, text, kind, person_id, form, saying_id,
                        words_id, altered, parent_id, utterance, rule, confidence, hypothetical)
    values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """


def rows_of(document: DocumentRow, pieces: Sequence[PieceRow]) -> Rows:
    """A document with its pieces.

    Raises StoreError when a piece isn't, character for character, what the document says at its place.
    """
    for piece in pieces:
        if document.text[piece.starts : piece.ends] != piece.text or not piece.text.strip():
            raise StoreError(f"{document.name}: what is stored for {piece.starts}-{piece.ends} isn't there.")
    found = rows_of_pieces(pieces)
    found.documents.append(
        (
            document.id,
            document.position,
            document.name,
            document.title,
            document.author,
            document.publisher,
            document.url,
            document.published,
            document.kind.value,
            json.dumps(document.spoils, ensure_ascii=False),
            document.language,
            document.encoding,
            document.head_length,
            int(document.title_given),
            len(document.text),
            document.text,
            json.dumps(document.turns, ensure_ascii=False),
            json.dumps(document.people, ensure_ascii=False),
            json.dumps(document.aliases, ensure_ascii=False),
            json.dumps(document.quoted),
        )
    )
    found.places += [(document.id, starts, label) for starts, label in dict(document.places).items()]
    return found


def rows_of_pieces(pieces: Sequence[PieceRow]) -> Rows:
    return Rows(
        pieces=[
            (
                p.number,
                p.id,
                p.document_id,
                p.family,
                p.starts,
                p.ends,
                p.text,
                p.kind.value,
                p.person_id,
                p.form,
                p.saying_id,
                p.words_id,
                int(p.altered),
                p.parent_id,
                p.utterance,
                p.rule,
                p.confidence,
                int(p.hypothetical),
            )
            for p in pieces
        ],
        persons=[(person, p.number) for p in pieces for person in p.persons],
        topics=[(topic, p.number) for p in pieces for topic in p.topics],
        words=[(p.number, p.text, p.around) for p in pieces if p.around is not None],
    )


class LibraryWriter:
    """Takes rows in any order that the references between them allow."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._db = connection

    async def add(self, rows: Rows) -> None:
        for statement, values in (
            (_ADD_DOCUMENT, rows.documents),
            ("insert into places (document_id, starts, label) values (?, ?, ?)", rows.places),
            (_ADD_PIECE, rows.pieces),
            ("insert into piece_persons (person_id, piece_number) values (?, ?)", rows.persons),
            ("insert into topic_pieces (topic_id, piece_number) values (?, ?)", rows.topics),
            (fulltext.ADD_PIECE, rows.words),
        ):
            await self._db.executemany(statement, values)

    async def add_persons(self, persons: Iterable[PersonRow]) -> None:
        await self._db.executemany(
            "insert into persons (id, name, role, pronoun, curated, mentions) values (?, ?, ?, ?, ?, ?)",
            [(p.id, p.name, p.role, p.pronoun, int(p.curated), p.mentions) for p in persons],
        )

    async def add_misspelt(self, names: Iterable[tuple[str, str, str]]) -> None:
        """As (person's id, the name as it is written, id of a quote that is given to that name)."""
        await self._db.executemany(
            "insert into misspelt (person_id, spelling, piece_id) values (?, ?, ?)", list(names)
        )

    async def add_topics(self, topics: Sequence[TopicRow]) -> None:
        await self._db.executemany(
            "insert into topics (id, name, kind, members, weight, date) values (?, ?, ?, ?, ?, ?)",
            [(t.id, t.name, t.kind, " & ".join(t.member_names), t.weight, t.date) for t in topics],
        )
        await self._db.executemany(
            "insert into topic_members (topic_id, person_id, position) values (?, ?, ?)",
            [(t.id, person, place) for t in topics for place, person in enumerate(t.members)],
        )
        await self._db.executemany(fulltext.ADD_TOPIC, [(ask, t.id) for t in topics for ask in t.asks])

    async def add_rulings(self, rulings: Sequence[RulingRow]) -> None:
        await self._db.executemany(
            """
            insert into rulings (id, topic_id, verdict, scope, says, as_of, layer)
            values (?, ?, ?, ?, ?, ?, ?)
            """,
            [(r.id, r.topic_id, r.verdict, r.scope, r.says, r.as_of, r.layer) for r in rulings],
        )
        await self._db.executemany(
            "insert into evidence (ruling_id, position, piece_number, stance) values (?, ?, ?, ?)",
            [(r.id, e.position, e.piece_number, e.stance) for r in rulings for e in r.evidence],
        )

    async def add_names(self, names: Iterable[NameRow]) -> None:
        """A few at a time: of a large library they are more than memory should hold."""
        rest = iter(names)
        while some := list(islice(rest, _NAMES_AT_ONCE)):
            await self._db.executemany(
                """
                insert into names (key, sound, shown, target_kind, target_id, how, weight, quotes)
                values (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    (n.key, n.sound, n.shown, n.target_kind, n.target_id, n.how, n.weight, n.quotes)
                    for n in some
                ],
            )
            await self._db.executemany(
                fulltext.ADD_NAME, [(n.key, n.target_kind, n.target_id) for n in some if n.how != "ask"]
            )

    async def add_works(self, works: Sequence[WorkRow]) -> None:
        await self._db.executemany(
            "insert into works (id, position, name, kind) values (?, ?, ?, ?)",
            [(w.id, w.position, w.name, w.kind) for w in works],
        )
        await self._db.executemany(
            "insert into parts (work_id, position, name) values (?, ?, ?)",
            [(w.id, place, part) for w in works for place, part in enumerate(w.parts)],
        )

    async def add_questions(self, asked: Iterable[Question]) -> int:
        return await questions.add_questions(self._db, asked)

    async def add_drafts(self, drafts: Iterable[DraftRow]) -> None:
        await self._db.executemany(
            "insert into drafts (id, topic_id, piece_number, verdict, cue) values (?, ?, ?, ?, ?)",
            [(d.id, d.topic_id, d.piece_number, d.verdict, d.cue) for d in drafts],
        )

    async def add_kinds(self, kinds: Sequence[Kind]) -> None:
        """In their order; those left out come after them."""
        order = list(dict.fromkeys((*kinds, *Kind)))
        await self._db.executemany(
            "insert into kinds (kind, place) values (?, ?)",
            [(kind, place) for place, kind in enumerate(order)],
        )

    async def add_written(self, rows: Iterable[WrittenRow]) -> None:
        await self._db.executemany(
            "insert into written (kind, position, line, content, parts) values (?, ?, ?, ?, ?)",
            [
                (
                    row.kind,
                    position,
                    row.line,
                    json.dumps(row.content, ensure_ascii=False, default=str),
                    json.dumps(row.parts),
                )
                for position, row in enumerate(rows)
            ],
        )

    async def add_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        await self._db.executemany("insert into facts (key, value) values (?, ?)", list(facts))


@asynccontextmanager
async def new_library(path: Path) -> AsyncGenerator[LibraryWriter]:
    """A writer on a new file, which takes the place of `path` when the block ends well.

    When it doesn't, the old library stays as it was. Raises StoreError when the disk refuses.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    connection = await connect(fresh)
    try:
        # Nobody else reads this file, and a build that is cut off is begun anew: no journal is needed.
        cache = f"cache_size = -{_CACHE}"
        for pragma in ("journal_mode = off", "synchronous = off", "foreign_keys = off", cache):
            await connection.execute_fetchall(f"pragma {pragma}")
        await connection.execute("begin")
        for statement in statements(library_schema.LIBRARY + fulltext.TABLES):
            await connection.execute(statement)
        yield LibraryWriter(connection)
        # An index over all rows is made much faster than one into which they come one by one.
        for statement in (*statements(library_schema.INDEXES), *fulltext.OPTIMIZE):
            await connection.execute(statement)
        broken = list(await connection.execute_fetchall("pragma foreign_key_check"))
        if broken:
            raise StoreError(f"The new library has rows that point nowhere: {broken[:3]}.")
        await connection.execute(f"pragma user_version = {library_schema.LIBRARY_FORM}")
        await connection.execute("commit")
        await connection.execute("analyze")
        await connection.close()
        fresh.replace(path)
    except sqlite3.Error as error:
        raise StoreError(f"The library can't be written to {path}: {error}.") from error
    finally:
        await connection.close()
        fresh.unlink(missing_ok=True)
