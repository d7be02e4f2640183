"""A whole library's quotes joined into sayings, and names that turn out to be other ones misspelt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.ingest.analysis import Analysis, saying_of
from bot.ingest.curated import Curated
from bot.ingest.passages import Passage
from bot.ingest.quotes import FoundQuote
from bot.ingest.sayings import FEWEST, Saying, Standing, Uttered, misspelt, sayings
from bot.ingest.subjects import Subjects
from bot.names import fold, key

MOSTLY = 1 / 3
"""Share of a sentence's letters that are quoted, from which on it is a place of the saying."""


@dataclass(frozen=True, slots=True)
class Joined:
    quotes: dict[str, list[Saying]]  # by the document's name: the saying of each quote
    passages: dict[str, list[Saying | None]]  # the same of each passage that mostly quotes
    misspelt: dict[tuple[str, int], str]  # document and number of a quote: the name that it is given to


def join(curated: Curated, subjects: Subjects, analyses: Iterable[Analysis]) -> Joined:
    """`subjects` learns of the misspelt names. The analyses are gone through once."""
    own = {key(person.name) for person in curated.people}
    known: Counter[str] = Counter()
    said: dict[tuple[str, int], Uttered] = {}
    sentences: dict[tuple[str, int], Uttered] = {}
    quotes: dict[str, list[Saying]] = {}
    passages: dict[str, list[Saying | None]] = {}
    given: dict[tuple[str, int], str | None] = {}
    for analysis in analyses:
        name = analysis.document.name
        own.update(key(person.name) for person in analysis.document.people)
        known.update(subjects.called(subjects.id_of(person.name)) for person in analysis.persons)
        quotes[name] = [Saying(saying_of(quote.text)) for quote in analysis.quotes]
        passages[name] = [None] * len(analysis.passages)
        said.update(((name, number), one) for number, one in _quotes(analysis, subjects))
        given.update(
            ((name, number), quote.speaker)
            for number, quote in enumerate(analysis.quotes)
            if quote.speaker and not quote.hypothetical and key(quote.speaker) in subjects.slips
        )
        sentences.update(((name, number), one) for number, one in _passages(analysis, subjects))
    found = sayings(list(said.values()))
    for (name, number), saying in zip(said, found, strict=True):
        quotes[name][number] = saying
    for (name, number), saying in zip(sentences, sayings(list(sentences.values())), strict=True):
        passages[name][number] = saying
    names = {one.speaker for one in said.values() if one.speaker} | known.keys()
    standing = {name: Standing(key(name) in own, known[name]) for name in names}
    apart = [set(pair) for pair in curated.apart]
    wrong = misspelt(list(said.values()), found, standing, apart)
    for name, right in wrong.items():
        subjects.take_as(name, right)
    given.update((place, one.speaker) for place, one in said.items() if one.speaker in wrong)
    return Joined(quotes, passages, {place: name for place, name in given.items() if name})


def _quotes(analysis: Analysis, subjects: Subjects) -> Iterator[tuple[int, Uttered]]:
    """Those that were said: what somebody only might say belongs to no saying."""
    for number, quote in enumerate(analysis.quotes):
        if not quote.hypothetical:
            speaker, nested = _speaker(quote, subjects), quote.parent is not None
            yield number, Uttered(quote.text, speaker, analysis.document.name, nested, quote.utterance)


def _passages(analysis: Analysis, subjects: Subjects) -> Iterator[tuple[int, Uttered]]:
    """The quoted words of each passage that is mostly quoted, and has enough of them."""
    quotes = sorted(
        (quote for quote in analysis.quotes if quote.parent is None and not quote.hypothetical),
        key=lambda quote: quote.start,
    )
    first = 0
    for number, passage in enumerate(analysis.passages):
        while first < len(quotes) and quotes[first].end <= passage.start:
            first += 1
        if (one := _quoted(analysis, passage, quotes, first, subjects)) is not None:
            yield number, one


def _quoted(
    analysis: Analysis, passage: Passage, quotes: Sequence[FoundQuote], first: int, subjects: Subjects
) -> Uttered | None:
    text = analysis.document.text
    parts: list[str] = []
    speakers: set[str | None] = set()
    for quote in islice(quotes, first, None):
        if quote.start >= passage.end:
            break
        parts.append(text[max(quote.start, passage.start) : min(quote.end, passage.end)])
        speakers.add(_speaker(quote, subjects))
    words = " ".join(parts)
    if len(words) < MOSTLY * (passage.end - passage.start) or len(fold(words).split()) < FEWEST:
        return None
    return Uttered(words, speakers.pop() if len(speakers) == 1 else None, analysis.document.name)


def _speaker(quote: FoundQuote, subjects: Subjects) -> str | None:
    return subjects.called(subjects.id_of(quote.speaker)) if quote.speaker else None
