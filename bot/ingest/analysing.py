"""Documents taken apart, and their rows made, on all cores: chunk by chunk in processes of their own, in the
order of the documents.

A small library is made where it is asked for: starting processes costs more than it gains.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
from collections import deque
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping, Sequence, Set
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.ingest.analysis import Analysis, analyse
from bot.ingest.documents import Document
from bot.ingest.joining import Joined, Listening, Words, words_of
from bot.ingest.persons import KnownPerson
from bot.ingest.questions.gathering import Choice
from bot.ingest.reading import WORTH_IT, Reading
from bot.ingest.roll import Roll
from bot.ingest.rows import Made, RowMaker, Told, document_id_of
from bot.ingest.shelf import CHUNK, Shelf, pack
from bot.ingest.subjects import Known, Subjects
from bot.models import Kind
from bot.names import key

Progress = Callable[[int, int, str], None]
Analysing = Callable[[Document, Sequence[KnownPerson]], Analysis]
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Note:
    """Of a chunk of analyses, what is wanted before they are read again."""

    documents: int
    characters: int
    pieces: int
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class Chunk:
    analyses: bytes
    note: Note
    roll: Roll
    words: list[Words]
    about: list[tuple[str, Kind, int]]  # as a Choice takes them


class Taken:
    """All documents, taken apart."""

    def __init__(self, spare: Path | None, kinds: Sequence[Kind]) -> None:
        self.analyses: Shelf[Analysis] = Shelf(spare)
        self.notes: Shelf[Note] = Shelf(spare)
        self.listening = Listening(spare)
        self.choice = Choice(kinds)
        self.roll = Roll()

    def take(self, chunk: Chunk) -> None:
        self.analyses.put(chunk.analyses, chunk.note.documents, chunk.note.characters)
        self.notes.append(chunk.note, chunk.note.characters)
        self.roll.join(chunk.roll)
        for words in chunk.words:
            self.listening.take(words)
        for one in chunk.about:
            self.choice.take(*one)


@dataclass(frozen=True, slots=True)
class Shared:
    """What every process that makes rows has to know. `asked`, `wanted`: ids of documents, and names or keys
    of titles, whose rows are wanted for more than being written.
    """

    subjects: Subjects
    kinds: tuple[Kind, ...]
    misspelt: Mapping[str, str]
    asked: Set[str]
    wanted: Set[str]

    def wants(self, document: Document) -> bool:
        names = (document.name, key(document.title))
        return document_id_of(document.name) in self.asked or any(name in self.wanted for name in names)


@dataclass(frozen=True, slots=True)
class _Part:
    """A chunk of analyses, with what the rows' maker has to know of it."""

    analyses: bytes
    number: int  # pieces before it
    told: list[Told]
    known: Known


def cores_for(documents: Collection[Document]) -> int:
    """How many processes are worth starting; 1: none."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores == 1 or len(documents) < 2:
        return 1
    known = isinstance(documents, Reading)
    characters = documents.characters if known else sum(len(one.text) for one in documents)
    return cores if characters >= WORTH_IT else 1


def analyse_all(
    documents: Collection[Document],
    known: Sequence[KnownPerson],
    taken: Taken,
    progress: Progress,
    cores: int,
) -> None:
    done = 0

    def chunks() -> Iterator[list[Document]]:
        for chunk in _chunks(documents):
            names.append(chunk[0].name)
            yield chunk

    names: deque[str] = deque()
    for chunk in _in_processes(cores, _analysed, chunks(), _begin_analysing, (tuple(known),)):
        progress(done, len(documents), names.popleft())
        taken.take(chunk)
        done += chunk.note.documents


def analyse_each(
    documents: Collection[Document],
    known: Sequence[KnownPerson],
    taken: Taken,
    progress: Progress,
    analysing: Analysing,
) -> None:
    """One after the other."""
    done = 0
    for chunk in _chunks(documents):
        analyses: list[Analysis] = []
        for document in chunk:
            progress(done, len(documents), document.name)
            analyses.append(analysing(document, known))
            done += 1
        taken.take(_chunk_of(analyses))


def make_rows(taken: Taken, joined: Joined, shared: Shared, cores: int) -> Iterator[Made]:
    """Chunk by chunk."""
    parts = _parts(taken, joined, shared.subjects)
    if cores == 1:
        for part in parts:
            yield _made(part, shared)
        return
    apart = Shared(shared.subjects.apart(), shared.kinds, shared.misspelt, shared.asked, shared.wanted)
    yield from _in_processes(cores, _rows, parts, _begin_rows, (apart,))


def _in_processes(
    cores: int,
    work: Callable[[Any], Result],
    parts: Iterable[Any],
    begin: Callable[..., None],
    shared: tuple[Any, ...],
) -> Generator[Result]:
    """In their order; no more of them in memory than keeps everyone busy."""
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[Result]] = deque()
    with ProcessPoolExecutor(cores, context, initializer=begin, initargs=shared) as pool:
        for part in parts:
            waiting.append(pool.submit(work, part))
            if len(waiting) > 2 * cores:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _chunks(documents: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    characters = 0
    for document in documents:
        chunk.append(document)
        characters += len(document.text)
        if characters >= CHUNK:
            yield chunk
            chunk, characters = [], 0
    if chunk:
        yield chunk


def _chunk_of(analyses: Sequence[Analysis]) -> Chunk:
    documents = [analysis.document for analysis in analyses]
    names = {person.name for one in analyses for person in one.persons}
    names |= {quote.speaker for one in analyses for quote in one.quotes if quote.speaker}
    note = Note(
        len(analyses),
        sum(len(document.text) for document in documents),
        sum(len(one.passages) + len(one.quotes) for one in analyses),
        frozenset(names),
    )
    about = [(document_id_of(one.name), one.kind, len(one.text)) for one in documents]
    return Chunk(pack(list(analyses)), note, Roll(analyses), [words_of(one) for one in analyses], about)


def _parts(taken: Taken, joined: Joined, subjects: Subjects) -> Iterator[_Part]:
    number = position = 0
    for analyses, note in zip(taken.analyses.packed(), taken.notes, strict=True):
        told = [
            Told(one, joined.quotes.of(one), joined.passages.of(one))
            for one in range(position, position + note.documents)
        ]
        yield _Part(analyses, number, told, subjects.about(note.names))
        number += note.pieces
        position += note.documents


def _made(part: _Part, shared: Shared) -> Made:
    maker = RowMaker(shared.subjects, shared.kinds, shared.misspelt, part.number)
    analyses: list[Analysis] = pickle.loads(part.analyses)  # noqa: S301 - our own process wrote it
    return maker.make(analyses, part.told, shared.wants)


# ---- in the other processes

_known: tuple[KnownPerson, ...] = ()
_shared: Shared | None = None


def _begin_analysing(known: tuple[KnownPerson, ...]) -> None:
    global _known
    _known = known


def _analysed(documents: list[Document]) -> Chunk:
    return _chunk_of([analyse(document, _known) for document in documents])


def _begin_rows(shared: Shared) -> None:
    global _shared
    _shared = shared


def _rows(part: _Part) -> Made:
    assert _shared is not None  # noqa: S101 - the process began with it
    _shared.subjects.learn(part.known)
    return _made(part, _shared)
