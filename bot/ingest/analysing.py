"""Documents analysed on all cores: chunk by chunk in processes of their own, in the order of the documents.

A small library is analysed where it is asked for: starting processes costs more than it gains.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor

from bot.ingest.analysis import Analysis, analyse
from bot.ingest.documents import Document
from bot.ingest.persons import KnownPerson
from bot.ingest.roll import Roll
from bot.ingest.shelf import CHUNK, Shelf, pack

WORTH_IT = 2_000_000
"""Characters of text in all from which on processes of their own are started."""

_known: tuple[KnownPerson, ...] = ()

Progress = Callable[[int, int, str], None]
_Done = tuple[bytes, Roll]


def analyse_all(
    documents: Collection[Document],
    known: Sequence[KnownPerson],
    analyses: Shelf[Analysis],
    progress: Progress,
) -> Roll:
    """Fills `analyses`, and gives everyone whom the documents name."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if cores > 1 and len(documents) > 1 and sum(len(one.text) for one in documents) >= WORTH_IT:
        return _in_processes(documents, known, analyses, progress, cores)
    roll = Roll()
    for number, document in enumerate(documents):
        progress(number, len(documents), document.name)
        analysis = analyse(document, known)
        roll.take(analysis)
        analyses.append(analysis, len(document.text))
    return roll


def _in_processes(
    documents: Collection[Document],
    known: Sequence[KnownPerson],
    analyses: Shelf[Analysis],
    progress: Progress,
    cores: int,
) -> Roll:
    roll = Roll()
    done = 0
    waiting: deque[tuple[Sequence[Document], Future[_Done]]] = deque()
    with ProcessPoolExecutor(
        cores, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(tuple(known),)
    ) as pool:

        def take() -> None:
            nonlocal done
            chunk, future = waiting.popleft()
            progress(done, len(documents), chunk[0].name)
            packed, named = future.result()
            roll.join(named)
            analyses.put(packed, len(chunk), sum(len(document.text) for document in chunk))
            done += len(chunk)

        for chunk in _chunks(documents):
            waiting.append((chunk, pool.submit(_work, chunk)))
            if len(waiting) > 2 * cores:  # no more of them in memory than keeps everyone busy
                take()
        while waiting:
            take()
    return roll


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


def _begin(known: tuple[KnownPerson, ...]) -> None:
    global _known
    _known = known


def _work(documents: list[Document]) -> _Done:
    found = [analyse(document, _known) for document in documents]
    return pack(found), Roll(found)
