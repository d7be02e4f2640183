"""The rows of a chunk of documents. Pure: for a process of its own that doesn't know the whole library."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.ids import content_id
from bot.ingest.analysis import Analysis, PieceIds, kind_of_words, said_at, saying_of
from bot.ingest.documents import Document
from bot.ingest.drafts import Drafting
from bot.ingest.joining import Spoken
from bot.ingest.quotes import FoundQuote
from bot.ingest.sayings import Saying
from bot.ingest.subjects import Subjects
from bot.models import Kind
from bot.store.build import DocumentRow, DraftRow, PieceRow, Rows, rows_of


@dataclass(frozen=True, slots=True)
class DocumentReport:
    name: str
    title: str
    passages: int
    quotes: int
    named: int  # quotes whose speaker is known
    persons: int
    topics: int
    aliases: tuple[str, ...] = ()  # other titles that lead to it


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of a document only where the whole library is."""

    position: int
    quotes: Spoken
    passages: Spoken


@dataclass(slots=True)
class Made:
    """Of all documents of a chunk."""

    rows: Rows = field(default_factory=Rows)
    reports: list[DocumentReport] = field(default_factory=lambda: [])
    about: Counter[str] = field(default_factory=lambda: Counter())  # topic or person id -> passages
    misspelt: dict[tuple[str, str], str] = field(
        default_factory=lambda: {}
    )  # person and spelling: a quote's id
    drafts: list[DraftRow] = field(default_factory=lambda: [])
    wanted: list[tuple[Analysis, list[PieceRow]]] = field(default_factory=lambda: [])
    characters: int = 0


class RowMaker:
    """Numbers pieces as they come. `misspelt`: by a speaker's name, the name that is another one."""

    def __init__(
        self, subjects: Subjects, kinds: Sequence[Kind], misspelt: Mapping[str, str], number: int = 0
    ) -> None:
        self._subjects = subjects
        self._kinds = kinds
        self._misspelt = misspelt
        self.number = number

    def make(
        self, analyses: Iterable[Analysis], told: Iterable[Told], wants: Callable[[Document], bool]
    ) -> Made:
        """`wants`: whether a document's rows are wanted for more than being written."""
        made = Made()
        drafting = Drafting(self._subjects, self._kinds)
        for analysis, known in zip(analyses, told, strict=True):
            document = analysis.document
            pieces = list(self._pieces(analysis, known, made))
            for piece in pieces:
                if piece.family == "passage":
                    made.about.update({*piece.persons, *piece.topics})
            drafting.take(analysis, pieces)
            made.rows.extend(rows_of(_document_row(document, known.position), pieces))
            made.reports.append(_report(analysis, pieces))
            made.characters += len(document.text)
            if wants(document):
                made.wanted.append((analysis, pieces))
        made.drafts = drafting.found()
        return made

    def _pieces(self, analysis: Analysis, told: Told, made: Made) -> Iterator[PieceRow]:
        """A document's passages and quotes, in the order in which they stand."""
        document = analysis.document
        text, document_id = document.text, document_id_of(document.name)
        ids = PieceIds(document_id)
        named_in = self._subjects.finder(analysis)
        quote_ids = [ids.take("quote", quote.text) for quote in analysis.quotes]
        inside = _QuotesByPlace(analysis.quotes, text)
        said, quoted = told.quotes.sayings(), told.passages.sayings()
        arounds: dict[tuple[int, int], str] = {}
        for number, passage in enumerate(analysis.passages):
            words = text[passage.start : passage.end]
            quote = inside.at(passage.start, passage.end)
            persons, topics = named_in(passage.start, passage.end)
            paragraph = arounds.setdefault(passage.around, text[slice(*passage.around)])
            yield self.row(
                document_id,
                document,
                PieceIdsAndPlace("passage", ids.take("passage", words), passage.start, passage.end),
                quote.speaker if quote else None,
                persons,
                topics,
                around=_around(paragraph, quote),
                saying=quoted.get(number),
                hypothetical=bool(quote and quote.hypothetical),
            )
        for number, quote in enumerate(analysis.quotes):
            if quote.speaker and not quote.hypothetical and (spelling := self._misspelt.get(quote.speaker)):
                whose = self._subjects.id_of(quote.speaker), spelling
                made.misspelt.setdefault(whose, quote_ids[number])
            persons, topics = named_in(quote.start, quote.end)
            yield self.row(
                document_id,
                document,
                PieceIdsAndPlace("quote", quote_ids[number], quote.start, quote.end),
                quote.speaker,
                persons,
                topics,
                quote=quote,
                saying=said.get(number),
                parent_id=quote_ids[quote.parent] if quote.parent is not None else None,
                hypothetical=quote.hypothetical,
            )

    def row(
        self,
        document_id: str,
        document: Document,
        place: PieceIdsAndPlace,
        speaker: str | None,
        persons: Sequence[str],
        topics: Sequence[str],
        *,
        quote: FoundQuote | None = None,
        saying: Saying | None = None,
        parent_id: str | None = None,
        around: str | None = None,
        hypothetical: bool = False,
    ) -> PieceRow:
        self.number += 1
        person_id = self._subjects.id_of(speaker) if speaker else None
        role = self._subjects.role_of(person_id) if person_id else None
        words = document.text[place.starts : place.ends]
        own = saying_of(words) if quote else None
        return PieceRow(
            number=self.number,
            id=place.id,
            document_id=document_id,
            family=place.family,
            starts=place.starts,
            ends=place.ends,
            text=words,
            kind=kind_of_words(document.kind, role),
            around=around,
            person_id=person_id,
            persons=tuple(persons),
            topics=tuple(topics),
            form=quote.form if quote else None,
            saying_id=saying.id if saying else own,
            words_id=own,
            altered=bool(saying and saying.altered),
            parent_id=parent_id,
            utterance=quote.utterance if quote else None,
            rule=quote.rule if quote else None,
            confidence=quote.confidence if quote else None,
            hypothetical=hypothetical,
        )


@dataclass(frozen=True, slots=True)
class PieceIdsAndPlace:
    family: str
    id: str
    starts: int
    ends: int


class _QuotesByPlace:
    """Which quote holds a passage, found without going through all quotes for each."""

    def __init__(self, quotes: Sequence[FoundQuote], text: str) -> None:
        self._text = text
        self._buckets: dict[int, list[FoundQuote]] = defaultdict(list)
        for quote in quotes:
            for bucket in range(quote.start >> 10, (quote.end >> 10) + 1):
                self._buckets[bucket].append(quote)

    def at(self, start: int, end: int) -> FoundQuote | None:
        middle = (start + end) // 2
        return said_at(self._buckets.get(middle >> 10, ()), start, end, self._text)


def _around(paragraph: str, quote: FoundQuote | None) -> str:
    """What a passage is found by besides its own words: its paragraph, and who says it."""
    return f"{paragraph}\n{quote.speaker}" if quote and quote.speaker else paragraph


def document_id_of(name: str) -> str:
    """A document keeps its id when its text is mended: it follows from the file's name."""
    return content_id("document", name)


def _document_row(document: Document, position: int) -> DocumentRow:
    return DocumentRow(
        id=document_id_of(document.name),
        position=position,
        name=document.name,
        title=document.title,
        author=document.author,
        publisher=document.publisher,
        url=document.url,
        published=document.published,
        kind=document.kind,
        spoils=document.spoils,
        language=document.language,
        encoding=document.encoding,
        head_length=document.head_length,
        title_given=document.title_given,
        text=document.text,
        places=tuple((place.starts, place.label) for place in document.places),
        turns=tuple((turn.starts, turn.ends, turn.speaker, turn.form) for turn in document.turns),
        people=tuple((person.name, person.aliases, person.role) for person in document.people),
        aliases=document.aliases,
        quoted=document.quoted,
    )


def _report(analysis: Analysis, pieces: Sequence[PieceRow]) -> DocumentReport:
    return DocumentReport(
        name=analysis.document.name,
        title=analysis.document.title,
        passages=len(analysis.passages),
        quotes=len(analysis.quotes),
        named=sum(quote.speaker is not None for quote in analysis.quotes),
        persons=len({person for piece in pieces for person in piece.persons}),
        topics=len({topic for piece in pieces for topic in piece.topics}),
        aliases=analysis.document.aliases,
    )
