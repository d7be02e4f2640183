"""Making libraries in a process of its own, so that nobody who asks something has to wait meanwhile.

Everything here runs in that process, one job after another. It remembers what it has read and analysed: the
second library that holds a book takes the time of writing, not of reading.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Generic, TypeVar

from bot.ingest.analysis import Analysis, analyse, saying_of
from bot.ingest.build import build_from, gathered_from, known_persons
from bot.ingest.corrections import Correction, corrected
from bot.ingest.curated import Curated, check, locate
from bot.ingest.documents import Document, read_bytes
from bot.ingest.overlay import HEAD, Edit, Gathered, overlay, with_head
from bot.ingest.persons import KnownPerson
from bot.ingest.quotes import FoundQuote
from bot.ingest.subjects import Subjects
from bot.ingest.trivia import check_trivia
from bot.models import DocumentLook, LookPerson, LookQuote, Replacement
from bot.names import key
from bot.store.written import read_back

Value = TypeVar("Value")

MOST_REMEMBERED = 20_000_000
"""Characters of text whose analysis, and bytes of files that are kept at hand."""
READING = 0.4
"""Of the time that making a library takes."""
MOST_QUOTES = 400
"""Quotes that a preview can page through."""


@dataclass(frozen=True, slots=True)
class Job:
    """`texts`: the files that the edits name; those sent before may be left out."""

    base: Path
    edits: tuple[Edit, ...]
    texts: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Missing:
    """Files that have to be sent again: they were forgotten."""

    ids: tuple[str, ...]


class _Memory(Generic[Value]):
    """The latest things, by what they follow from, up to so many characters in all."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._held: OrderedDict[Hashable, tuple[int, Value]] = OrderedDict()

    def get(self, key: Hashable) -> Value | None:
        if key not in self._held:
            return None
        self._held.move_to_end(key)
        return self._held[key][1]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        self._size += size - self._held.pop(key, (0, None))[0]
        self._held[key] = (size, value)
        while self._size > self._most and len(self._held) > 1:
            self._size -= self._held.popitem(last=False)[1][0]


_analyses: _Memory[Analysis] = _Memory(MOST_REMEMBERED)
_texts: _Memory[bytes] = _Memory(MOST_REMEMBERED)
_bases: _Memory[Gathered] = _Memory(1)
_progress: Synchronized[float] | None = None


def begin(progress: Synchronized[float]) -> None:
    """Called once when the process starts; `progress` goes from 0 to 1 with every job."""
    global _progress
    _progress = progress


def assemble(job: Job, target: Path, facts: Mapping[str, str]) -> Missing | None:
    """Write the library that `job` describes. Raises StoreError."""
    if missing := _take(job):
        return missing
    asyncio.run(_assemble(job, target, facts))
    return None


def examine(
    job: Job, files: Sequence[tuple[str, bytes, Mapping[str, object]]]
) -> list[DocumentLook] | Missing:
    """What would be understood of files (name, content, what its head is to say), were they added."""
    if missing := _take(job):
        return missing
    return asyncio.run(_examine(job, files))


def compare(job: Job, name: str, data: bytes) -> Replacement | Missing:
    """What would change if `data` took the place of the text of the document called `name`."""
    if missing := _take(job):
        return missing
    return asyncio.run(_compare(job, name, data))


def _take(job: Job) -> Missing | None:
    for text_id, content in job.texts.items():
        _texts.put(text_id, content, len(content))
    wanted = {str(one.value["text"]) for one in job.edits if one.kind == "document" and one.value.get("text")}
    lost = tuple(
        sorted(text_id for text_id in wanted if _texts.get(text_id) is None and text_id not in job.texts)
    )
    return Missing(lost) if lost else None


async def _gathered(job: Job) -> Gathered:
    stat = job.base.stat()
    seen = (str(job.base), stat.st_ino, stat.st_mtime_ns, stat.st_size)
    base = _bases.get(seen)
    if base is None:
        base = gathered_from(*await read_back(job.base))
        _bases.put(seen, base, 1)
    wanted = [str(one.value["text"]) for one in job.edits if one.kind == "document" and one.value.get("text")]
    texts = {text_id: job.texts.get(text_id) or _texts.get(text_id) for text_id in wanted}
    return overlay(base, job.edits, {text_id: text for text_id, text in texts.items() if text is not None})


async def _assemble(job: Job, target: Path, facts: Mapping[str, str]) -> None:
    gathered = await _gathered(job)
    reading = _Reading(sum(len(document.text) for document in gathered.documents), READING)
    # Moderators may hide every document of their server; then nothing is found there.
    await build_from(
        gathered, target, facts=facts, analysing=reading.read, written=reading.written, empty=True
    )
    _tell(1)


async def _examine(job: Job, files: Sequence[tuple[str, bytes, Mapping[str, object]]]) -> list[DocumentLook]:
    gathered = await _gathered(job)
    looking = _Looking(check(gathered.written), gathered.documents, sum(len(data) for _, data, _ in files))
    return [looking.look(*file) for file in files]


async def _compare(job: Job, name: str, data: bytes) -> Replacement:
    gathered = await _gathered(replace(job, edits=tuple(_shown(job.edits, name))))
    before = next((one for one in gathered.documents if one.name == name), None)
    after, problems = read_bytes(data, name)
    if before is None or after is None:
        return Replacement(DocumentLook(name=name, problems=tuple(one.message for one in problems)))
    head = {word: getattr(before, word) or "" for word in HEAD}
    curated = check(gathered.written)
    others = [one for one in gathered.documents if one.name != name]
    looking = _Looking(curated, others, len(before.text) + len(data))
    analysis = looking.reading.read(before, looking.known)
    look = looking.look(name, data, head)
    corrections = [one for one in gathered.corrections if one.document == name]
    gone: list[Correction] = []
    missed: list[Correction] = []
    found = _remembered(with_head(after, head), looking.known)
    old = _said(corrected(analysis, corrections, {}, gone).quotes)
    new = _said(corrected(found, corrections, {}, missed).quotes)
    lost = [quote for said, quote in old.items() if said not in new]
    come = [quote for said, quote in new.items() if said not in old]

    def falls(evidence: str, document: str) -> bool:
        """Whether words that stand in the old text don't in the new one."""
        named = document == name or key(document) == key(before.title)
        return named and bool(locate(evidence, before.text)) and not locate(evidence, after.text)

    return Replacement(
        look,
        same=before.text == after.text,
        kept=len(old) - len(lost),
        lost=tuple(lost[:MOST_QUOTES]),
        lost_total=len(lost),
        new=tuple(come[:MOST_QUOTES]),
        new_total=len(come),
        rulings=tuple(
            (ruling.topic, one.text)
            for ruling in curated.rulings
            for one in ruling.evidence
            if falls(one.text, one.document)
        )[:MOST_QUOTES],
        questions=tuple(
            one.prompt
            for one in check_trivia(gathered.written).questions
            if falls(one.evidence, one.document)
        )[:MOST_QUOTES],
        corrections=tuple(one.words for one in missed if one not in gone)[:MOST_QUOTES],
    )


def _shown(edits: Iterable[Edit], name: str) -> Iterable[Edit]:
    """The edits, with one document shown: a hidden one can be compared, too."""
    for one in edits:
        own = one.kind == "document" and one.subject == name
        yield replace(one, value={**one.value, "state": "shown"}) if own else one


def _said(quotes: Iterable[FoundQuote]) -> dict[tuple[str, str | None], LookQuote]:
    """By their words and their speaker, without those inside others."""
    looks = (_quote(quote) for quote in quotes if quote.parent is None)
    return {(quote.saying_id, quote.speaker): quote for quote in looks}


def _quote(quote: FoundQuote) -> LookQuote:
    return LookQuote(quote.text, quote.speaker, quote.confidence, saying_of(quote.text), quote.start)


class _Reading:
    """Tells how much of all that is to be read has been; reading takes `share` of the whole job."""

    def __init__(self, characters: int, share: float) -> None:
        self._characters = max(characters, 1)
        self._share = share
        self._done = 0
        _tell(0)

    def read(self, document: Document, known: Sequence[KnownPerson]) -> Analysis:
        def told(part: float) -> None:
            _tell(self._share * min((self._done + part * len(document.text)) / self._characters, 1))

        found = _remembered(document, known, told)
        self._done += len(document.text)
        told(0)
        return found

    def written(self, part: float) -> None:
        _tell(self._share + (1 - self._share) * part)


class _Looking:
    """At files, one after the other: also at whether the same text is there already."""

    def __init__(self, curated: Curated, documents: Iterable[Document], characters: int) -> None:
        self.known = known_persons(curated)
        self.reading = _Reading(characters, 1)
        self._subjects = Subjects(curated, [])
        self._titles = {document.text: document.title for document in documents}

    def look(self, name: str, data: bytes, head: Mapping[str, object]) -> DocumentLook:
        document, problems = read_bytes(data, name)
        told = tuple(one.message for one in problems)
        if document is None:
            return DocumentLook(name=name, problems=told)
        document = with_head(document, head)
        same_as = self._titles.get(document.text, "")
        self._titles.setdefault(document.text, document.title)
        look = _look(document, self.reading.read(document, self.known), self.known, self._subjects)
        return replace(look, problems=told, same_as=same_as)


def _look(
    document: Document, analysis: Analysis, known: Sequence[KnownPerson], subjects: Subjects
) -> DocumentLook:
    told_of = {one.name for one in known}
    quotes = [quote for quote in analysis.quotes if quote.parent is None]
    _, topics = subjects.finder(analysis)(0, len(document.text))
    names = {topic.id: topic.name for topic in subjects.topic_rows({})}
    return DocumentLook(
        name=document.name,
        readable=True,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        url=document.url,
        published=document.published,
        kind=document.kind,
        language=document.language,
        text=document.text[:2000],
        characters=len(document.text),
        passages=len(analysis.passages),
        quotes_total=len(quotes),
        quotes_named=sum(quote.speaker is not None for quote in quotes),
        quotes=tuple(_quote(quote) for quote in quotes[:MOST_QUOTES]),
        persons=tuple(
            LookPerson(one.name, len(one.mentions), one.name in told_of) for one in analysis.persons[:100]
        ),
        topics=tuple(names[topic] for topic in topics if topic in names),
    )


def _remembered(
    document: Document, known: Sequence[KnownPerson], told: Callable[[float], None] = lambda share: None
) -> Analysis:
    told_by = (document.turns, document.people, document.quoted)
    key = (document.text, document.author, document.kind, document.language, told_by, tuple(known))
    found = _analyses.get(key)
    if found is None:
        found = analyse(document, known, told)
        _analyses.put(key, found, len(document.text))
    return replace(found, document=document)


def _tell(share: float) -> None:
    if _progress is not None:
        _progress.value = share
