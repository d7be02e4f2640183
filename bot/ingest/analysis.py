"""One document's text taken apart: passages, quotes, persons. Pure; besides only who is known."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.ids import content_id
from bot.ingest.documents import Document
from bot.ingest.passages import Passage, passages
from bot.ingest.persons import FoundPerson, KnownPerson, find_persons
from bot.ingest.quotes import FoundQuote, find_quotes
from bot.ingest.quotes.names import Seen
from bot.models import Kind, Role
from bot.names import fold


@dataclass(frozen=True, slots=True)
class Analysis:
    document: Document
    passages: tuple[Passage, ...]
    quotes: tuple[FoundQuote, ...]
    persons: tuple[FoundPerson, ...]


def analyse(
    document: Document, known: Sequence[KnownPerson], told: Callable[[float], None] = lambda share: None
) -> Analysis:
    """What `document` says, by whom, about whom. `told`: how much of the work is done, from 0 to 1."""
    sentences = tuple(passages(document.text, document.language))
    told(0.05)
    seen: Seen = {}
    if document.people:
        told_of = {person.name for person in known}
        known = [*known, *(person for person in document.people if person.name not in told_of)]
    quotes = [
        FoundQuote(
            turn.starts,
            turn.ends,
            document.text[turn.starts : turn.ends],
            turn.speaker,
            turn.form,
            "table",
            1.0,
            None,
            number,
        )
        for number, turn in enumerate(document.turns)
    ]
    if not quotes or any(turn.form != "transcript" for turn in document.turns):
        found = find_quotes(
            document.text,
            known,
            author=document.author,
            kind=document.kind,
            quoted=document.quoted,
            seen=seen,
        )
        quotes = _beside(quotes, found) if quotes else found
    told(0.55)
    return Analysis(document, sentences, tuple(quotes), tuple(find_persons(document.text, known, seen=seen)))


def _beside(told: Sequence[FoundQuote], found: Sequence[FoundQuote]) -> list[FoundQuote]:
    """All quotes in the order of the text; what a file tells stands instead of what is found there."""
    starts = [quote.start for quote in told]
    merged: list[tuple[int, FoundQuote]] = [(-1, quote) for quote in told]
    for number, quote in enumerate(found):
        before = bisect_left(starts, quote.end)
        if before == 0 or told[before - 1].end <= quote.start:
            merged.append((number, replace(quote, utterance=quote.utterance + len(told))))
    merged.sort(key=lambda one: (one[1].start, one[0]))
    places = {number: place for place, (number, _) in enumerate(merged)}
    return [
        quote if quote.parent is None else replace(quote, parent=places.get(quote.parent))
        for _, quote in merged
    ]


def kind_of_words(document: Kind, speaker: Role | None) -> Kind:
    """The kind of source of words, which isn't the file's: a creator quoted by the press is `creator`.

    A character's words come from the work itself, whoever prints them.
    """
    if speaker is Role.CREATOR and document is not Kind.WORK:
        return Kind.CREATOR
    if speaker is Role.CHARACTER:
        return Kind.WORK
    return document


def saying_of(text: str) -> str:
    """One id for the same words, however they are punctuated and wherever they stand."""
    return content_id("saying", fold(text) or text)


class PieceIds:
    """Ids of one document's pieces: from the words, and for words that come again, which time it is."""

    def __init__(self, document_id: str) -> None:
        self._document_id = document_id
        self._seen: dict[tuple[str, str], int] = {}

    def take(self, family: str, text: str) -> str:
        nth = self._seen.get((family, text), 0)
        self._seen[family, text] = nth + 1
        return content_id("piece", self._document_id, family, text, str(nth))


def said_at(quotes: Iterable[FoundQuote], start: int, end: int, text: str) -> FoundQuote | None:
    """The innermost quote that holds text[start:end]; marks and blanks at either end don't count."""
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    holding = [quote for quote in quotes if quote.start <= start and end <= quote.end]
    return min(holding, key=lambda quote: quote.end - quote.start, default=None)
