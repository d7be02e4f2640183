"""Documents and curated files in, a library out; and the report of what was understood."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from bot.ingest.analysing import Analysing, Taken, analyse_all, analyse_each, cores_for
from bot.ingest.analysis import Analysis, analyse
from bot.ingest.corrections import Correction, corrected
from bot.ingest.curated import Curated, check
from bot.ingest.documents import (
    DUMPS,
    Document,
    Place,
    Problem,
    Turn,
    list_documents,
    list_other,
    read_document,
)
from bot.ingest.overlay import Gathered
from bot.ingest.persons import KnownPerson
from bot.ingest.reading import Reading
from bot.ingest.subjects import Subjects
from bot.ingest.trivia import check_trivia
from bot.ingest.writing import BuildReport, Writing, short
from bot.ingest.written import Raw, Written, read_written
from bot.names import key
from bot.store.build import (
    DocumentRow,
    WrittenRow,
    new_library,
)

Progress = Callable[[int, int, str], None]
"""Called with documents done, documents in all, and the name of the one that comes next."""


MOST_PROBLEMS = 100
"""Lines of the report that a library keeps, for whoever looks after it from Discord."""


def read_documents(folder: Path, problems: list[Problem]) -> Iterator[Document]:
    """All documents that can be read, by file name; the rest is named in `problems`."""
    texts: dict[bytes, str] = {}
    for path in list_documents(folder):
        name = path.relative_to(folder).as_posix()
        for document in _documents_of(path, name, problems):
            digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).digest()
            if (same := texts.setdefault(digest, document.name)) == document.name:
                yield document
                continue
            message = f"has the very same text as {same}; the second one was left out. Delete one of them."
            problems.append(Problem(document.name, None, message, left_out=True))
    problems.extend(
        Problem(path.relative_to(folder).as_posix(), None, "is of no kind that is read here.")
        for path in list_other(folder)
    )


def _documents_of(path: Path, name: str, problems: list[Problem]) -> Iterator[Document]:
    """The one document of a file; of a wiki's dump, one for each page."""
    if path.suffix.casefold() in DUMPS:
        from bot.ingest.readers.mediawiki import read_pages  # its parsers are large

        yield from read_pages(path, name, problems)
        return
    document, found = read_document(path, name)
    problems.extend(found)
    if document is not None:
        yield document


def known_persons(curated: Curated) -> list[KnownPerson]:
    others: defaultdict[str, set[str]] = defaultdict(set)
    for pair in curated.apart:
        for one in pair:
            others[one] |= pair
    known: list[KnownPerson] = []
    for person in curated.people:
        own = {key(name) for name in (person.name, *person.aliases)}
        apart = frozenset(other for one in own for other in others.get(one, ()) if other not in own)
        known.append(KnownPerson(person.name, person.aliases, person.role, person.pronoun, apart))
    return known


def gather(data: Path) -> Gathered:
    """Everything in a data folder, as it is written. Documents are read, and problems found, on the way."""
    problems: list[Problem] = []
    documents = Reading(read_documents(data / "documents", problems), len(list_documents(data / "documents")))
    return Gathered(documents, read_written(data / "curated"), problems=problems)


def gathered_from(documents: Iterable[DocumentRow], entries: Iterable[WrittenRow]) -> Gathered:
    """The same, read back out of a library."""
    written: defaultdict[str, list[Raw]] = defaultdict(list)
    for entry in entries:
        written[entry.kind].append(Raw(entry.content, entry.line, entry.parts))
    return Gathered(
        tuple(_document(row) for row in documents),
        Written({kind: tuple(raws) for kind, raws in written.items()}),
    )


async def build(
    data: Path, library: Path, progress: Progress = lambda done, total, name: None
) -> BuildReport:
    """Read everything in `data` and swap a new library in; nothing is written when nothing could be read."""
    library.parent.mkdir(parents=True, exist_ok=True)
    report = await build_from(gather(data), library, progress=progress)
    if not report.written:
        message = "holds no text that could be read: put texts, pages or books there."
        report.problems.append(Problem(str(data / "documents"), None, message, True))
    return report


async def build_from(
    gathered: Gathered,
    library: Path,
    *,
    facts: Mapping[str, str] = MappingProxyType({}),
    analysing: Analysing = analyse,
    empty: bool = False,
    progress: Progress = lambda done, total, name: None,
    written: Callable[[float], None] = lambda share: None,
) -> BuildReport:
    """Make a library of what was gathered, and swap it in; without documents only if it may be `empty`.

    `facts` are noted in it besides its own. `analysing`: a caller's own `analyse`, which may remember.
    `progress` tells of the reading, `written` of what comes after it, from 0 to 1.
    """
    report = BuildReport()
    curated = replace(check(gathered.written), apart=gathered.apart)
    trivia = check_trivia(gathered.written)
    report.problems += [*curated.problems, *trivia.problems]
    documents = gathered.documents
    if not documents and not empty:
        report.problems += gathered.problems
        return report
    library.parent.mkdir(parents=True, exist_ok=True)
    taken = Taken(library.parent, gathered.kinds)
    known = known_persons(curated)
    missed: list[Problem] = []  # corrections whose words aren't there
    cores = cores_for(documents) if analysing is analyse and not gathered.corrections else 1
    if cores > 1:
        analyse_all(documents, known, taken, progress, cores)
    else:
        analyse_each(documents, known, taken, progress, _as_corrected(gathered, curated, analysing, missed))
    report.problems += [*gathered.problems, *missed]
    progress(len(documents), len(documents), "")
    subjects = Subjects(curated, taken.roll)
    async with new_library(library) as writer:
        writing = Writing(curated, trivia, subjects, report, gathered.kinds, gathered.dismissed)
        await writing.write(writer, taken, cores, written)
        await writer.add_written(_written_rows(gathered.written))
        await writer.add_facts(
            [*facts.items(), ("problems", json.dumps([str(one) for one in report.problems][:MOST_PROBLEMS]))]
        )
    report.written = True
    return report


def _as_corrected(
    gathered: Gathered, curated: Curated, analysing: Analysing, problems: list[Problem]
) -> Analysing:
    """As moderators corrected what is found."""
    if not gathered.corrections:
        return analysing
    names = _spellings(curated)
    corrections: defaultdict[str, list[Correction]] = defaultdict(list)
    for correction in gathered.corrections:
        corrections[correction.document].append(correction)

    def analysed(document: Document, known: Sequence[KnownPerson]) -> Analysis:
        analysis = analysing(document, known)
        if wanted := corrections.get(document.name):
            missed: list[Correction] = []
            analysis = corrected(analysis, wanted, names, missed)
            problems.extend(_missed(one) for one in missed)
        return analysis

    return analysed


def _spellings(curated: Curated) -> dict[str, str]:
    """By the key of each spelling: the person's name."""
    return {key(name): person.name for person in curated.people for name in (*person.aliases, person.name)}


def _missed(one: Correction) -> Problem:
    message = f"the corrected words “{short(one.words)}” don't stand in it any more; it stays as it is found."
    return Problem(one.document, None, message)


def _written_rows(written: Written) -> Iterator[WrittenRow]:
    for kind, raws in written.entries.items():
        for raw in raws:
            yield WrittenRow(kind, raw.line, raw.values, raw.parts)


def _document(row: DocumentRow) -> Document:
    """As it was read from its file."""
    made = {"places", "turns", "people"}
    same: dict[str, Any] = {
        field.name: getattr(row, field.name) for field in fields(Document) if field.name not in made
    }
    return Document(
        **same,
        places=tuple(Place(*place) for place in row.places),
        turns=tuple(Turn(*turn) for turn in row.turns),
        people=tuple(KnownPerson(*person) for person in row.people),
    )
