"""A whole library's quotes joined into sayings, and names that turn out to be other ones misspelt."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from bot.ingest.analysis import Analysis
from bot.ingest.curated import Curated
from bot.ingest.forms import Form, Uttered, comparable, forms_of, packed, unpacked, words_in
from bot.ingest.identity import parted
from bot.ingest.passages import Passage
from bot.ingest.quotes import FoundQuote
from bot.ingest.roll import Roll
from bot.ingest.sayings import FEWEST, Found, Saying, Standing, find, misspelt
from bot.ingest.subjects import Subjects
from bot.names import key
from bot.store.heard import HeardRow, HeardRows

MOSTLY = 1 / 3
"""Share of a sentence's letters that are quoted, from which on it is a place of the saying."""

Numbered = tuple[int, HeardRow]
"""With the number of the quote or passage in its document."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one document's quotes say, and its passages that mostly quote."""

    quotes: list[Numbered]
    passages: list[Numbered]


def words_of(analysis: Analysis) -> Words:
    return Words(list(_quotes(analysis)), list(_passages(analysis)))


class Listening:
    """Takes documents' words in their order, and joins them at the end. What memory doesn't hold lies in a
    file in the folder `spare`.
    """

    def __init__(self, spare: Path | None = None) -> None:
        self._quotes, self._passages = _Said(spare), _Said(spare)

    def take(self, words: Words) -> None:
        self._quotes.take(words.quotes)
        self._passages.take(words.passages)

    def join(self, curated: Curated, subjects: Subjects, roll: Roll) -> Joined:
        """`subjects` learns of the misspelt names."""
        names = _Names(subjects)
        found, sentences = find(_Heard(self._quotes.rows, names)), find(_Heard(self._passages.rows, names))
        quoted: Counter[str] = Counter()
        for spelled, times in self._quotes.speakers.items():
            if name := names.called(spelled):
                quoted[name] += times
        known: Counter[str] = Counter()
        for name, documents in roll.documents.items():
            known[names.called(name) or ""] += documents
        own = {key(person.name) for person in curated.people} | set(map(key, roll.introduced))
        standing = {name: Standing(key(name) in own, known[name]) for name in {*quoted, *known}}
        apart = [set(pair) for pair in curated.apart]
        wrong = misspelt(quoted, found.speakers.values(), standing, apart)
        spelled = {one: one for one in self._quotes.speakers if key(one) in subjects.slips}
        spelled |= {one: name for one in self._quotes.speakers if (name := names.called(one)) in wrong}
        # Names that differ by a blank alone can't be told apart, and so are nobody's to decide on.
        called = {one: names.called(one) for one in self._quotes.speakers}
        spelled |= {
            one: one for one, name in called.items() if name and key(one) != key(name) and parted(one, name)
        }
        for name, right in wrong.items():
            subjects.take_as(name, right)
        return Joined(_Places(self._quotes, found), _Places(self._passages, sentences), spelled)


@dataclass(frozen=True, slots=True)
class Joined:
    quotes: _Places
    passages: _Places
    misspelt: dict[str, str]  # by the name of a speaker as a document has it: the name that is another one


class _Said:
    """One sort of places, in few bytes each."""

    def __init__(self, spare: Path | None) -> None:
        self.rows = HeardRows(spare)
        self.starts = array("I", [0])  # of each document: its first place
        self.numbers = array("I")  # of each place, in its document
        self.speakers: Counter[str] = Counter()

    def take(self, words: Sequence[Numbered]) -> None:
        document = len(self.starts) - 1
        self.rows.add(row._replace(document=document) for _, row in words)
        self.numbers.extend(number for number, _ in words)
        self.starts.append(len(self.numbers))
        self.speakers.update(row.speakers for _, row in words if row.speakers)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Places of one document: their numbers in it, the sayings to which they belong, and how."""

    numbers: array[int]
    ids: array[int]
    altered: bytearray

    def sayings(self) -> dict[int, Saying]:
        found = Found(self.ids, self.altered, {})
        return {number: found.saying(place) for place, number in enumerate(self.numbers)}


class _Places:
    def __init__(self, said: _Said, found: Found) -> None:
        self._said, self._found = said, found

    def of(self, document: int) -> Spoken:
        """`document`: how many were taken before it."""
        place = slice(self._said.starts[document], self._said.starts[document + 1])
        return Spoken(self._said.numbers[place], self._found.ids[place], self._found.altered[place])


class _Names:
    """By a name as a document has it: as the library calls that person."""

    def __init__(self, subjects: Subjects) -> None:
        self._subjects = subjects
        self._called: dict[str, str] = {}

    def called(self, speakers: str | None) -> str | None:
        """Of several, that of the one person who is meant by all."""
        if not speakers:
            return None
        if (found := self._called.get(speakers)) is None:
            names = {self._subjects.called(self._subjects.id_of(name)) for name in speakers.split("\n")}
            found = self._called[speakers] = names.pop() if len(names) == 1 else ""
        return found or None


class _Heard:
    """The places in a file, with speakers as the library calls them."""

    def __init__(self, rows: HeardRows, names: _Names) -> None:
        self._rows, self._names = rows, names
        self._packed = False

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def length(self) -> int:
        return self._rows.length

    def at(self, place: int) -> Uttered:
        return self._uttered(self._rows.at(place))

    def in_document(self, document: str | int) -> Iterator[tuple[int, Uttered]]:
        return ((place, self._uttered(row)) for place, row in self._rows.in_document(int(document)))

    def forms(self) -> Iterator[Form]:
        if not self._packed:
            self._rows.keep(packed(form) for form in self._found())
            self._packed = True
        return map(unpacked, self._rows.kept())

    def form(self, number: int) -> Form:
        return unpacked(self._rows.kept_at(number))

    def _found(self) -> Iterator[Form]:
        for folded, rows in self._rows.by_words():
            yield from forms_of(folded, [(place, self._uttered(row)) for place, row in rows])

    def _uttered(self, row: HeardRow) -> Uttered:
        return Uttered(row.text, self._names.called(row.speakers), row.document, row.nested, row.utterance)


def _quotes(analysis: Analysis) -> Iterator[Numbered]:
    """Those that were said: what somebody only might say belongs to no saying."""
    for number, quote in enumerate(analysis.quotes):
        if not quote.hypothetical:
            yield number, _row(quote.text, quote.speaker, quote.parent is not None, quote.utterance)


def _passages(analysis: Analysis) -> Iterator[Numbered]:
    """The quoted words of each passage that is mostly quoted, and has enough of them."""
    quotes = sorted(
        (quote for quote in analysis.quotes if quote.parent is None and not quote.hypothetical),
        key=lambda quote: quote.start,
    )
    first = 0
    for number, passage in enumerate(analysis.passages):
        while first < len(quotes) and quotes[first].end <= passage.start:
            first += 1
        if (row := _quoted(analysis, passage, quotes, first)) is not None:
            yield number, row


def _quoted(
    analysis: Analysis, passage: Passage, quotes: Sequence[FoundQuote], first: int
) -> HeardRow | None:
    text = analysis.document.text
    parts: list[str] = []
    speakers: set[str | None] = set()
    for quote in islice(quotes, first, None):
        if quote.start >= passage.end:
            break
        parts.append(text[max(quote.start, passage.start) : min(quote.end, passage.end)])
        speakers.add(quote.speaker)
    words = " ".join(parts)
    if len(words) < MOSTLY * (passage.end - passage.start):
        return None
    named = sorted(name for name in speakers if name)
    row = _row(words, "\n".join(named) if len(named) == len(speakers) else None)
    return row if row.words >= FEWEST else None


def _row(text: str, speakers: str | None, nested: bool = False, utterance: int | None = None) -> HeardRow:
    words = comparable(text)
    return HeardRow(0, text, words, words_in(words), speakers, nested, utterance)
