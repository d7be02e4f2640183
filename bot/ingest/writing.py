"""One library's rows, made from what was analysed; numbers and ids that later rows point to."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.ids import content_id
from bot.ingest.analysis import Analysis, PieceIds, kind_of_words, said_at, saying_of
from bot.ingest.curated import Curated, CuratedRuling, locate, nearest_words
from bot.ingest.documents import (
    Document,
    Problem,
)
from bot.ingest.drafts import Drafting
from bot.ingest.joining import join
from bot.ingest.questions import generate
from bot.ingest.questions.gathering import Gathering
from bot.ingest.quotes import FoundQuote
from bot.ingest.sayings import Saying
from bot.ingest.shelf import Shelf
from bot.ingest.subjects import Subjects
from bot.ingest.trivia import CuratedTrivia, prove
from bot.ingest.written import LIBRARY
from bot.models import Kind
from bot.names import key, sound
from bot.store.build import (
    DocumentRow,
    EvidenceRow,
    LibraryWriter,
    NameRow,
    PieceRow,
    RulingRow,
    TopicRow,
    WorkRow,
)


@dataclass(frozen=True, slots=True)
class DocumentReport:
    name: str
    title: str
    passages: int
    quotes: int
    named: int  # quotes whose speaker is known
    persons: int
    topics: int


@dataclass(slots=True)
class BuildReport:
    documents: list[DocumentReport] = field(default_factory=lambda: [])
    problems: list[Problem] = field(default_factory=lambda: [])
    persons: int = 0
    topics: int = 0
    rulings: int = 0
    questions: int = 0
    written: bool = False

    @property
    def left_out(self) -> bool:
        return any(problem.left_out for problem in self.problems)


class Writing:
    """One run's state while rows are made: numbers and ids that later rows point to."""

    def __init__(
        self,
        curated: Curated,
        trivia: CuratedTrivia,
        subjects: Subjects,
        report: BuildReport,
        kinds: Sequence[Kind],
        dismissed: Set[str],
        asked: Set[str],
    ) -> None:
        self.asked = asked  # documents from which questions are made
        self.kinds = kinds
        self.dismissed = dismissed
        self.curated = curated
        self.trivia = trivia
        self.subjects = subjects
        self.report = report
        self.number = 0
        # Of documents that rulings or questions name: of all the others, nothing has to be remembered.
        self.ids: dict[str, PieceIds] = {}
        self.misspelt: dict[tuple[str, str], str] = {}  # by person and spelling: a quote's id
        self.piece_ids: dict[int, str] = {}  # by number
        self.kind_of: dict[int, Kind] = {}  # by number
        self.pieces_about: Counter[str] = Counter()  # topic or person id -> pieces
        self.at_place: dict[tuple[str, int, int], int] = {}
        self.by_name: dict[str, Analysis] = {}

    async def write(
        self, writer: LibraryWriter, analyses: Shelf[Analysis], told: Callable[[float], None]
    ) -> None:
        whole, done = max(analyses.characters, 1), 0
        self.joined = join(self.curated, self.subjects, analyses)
        gathering, drafting = Gathering(self.curated, self.subjects), Drafting(self.subjects, self.kinds)
        wanted = self.wanted()
        titles: list[tuple[str, str, tuple[str, ...]]] = []
        quotes = 0
        for position, analysis in enumerate(analyses):
            self.note(analysis, wanted)
            pieces = list(self.pieces(analysis))
            done += len(analysis.document.text)
            told(0.4 * done / whole)
            document = analysis.document
            titles.append((document.title, document.name, document.aliases))
            quotes += len(analysis.quotes)
            if document_id_of(analysis.document.name) in self.asked:
                gathering.take(analysis, pieces)
            drafting.take(analysis, pieces)
            await writer.add_document(_document_row(analysis.document, position), pieces)
            self.report.documents.append(_document_report(analysis, pieces))
        told(0.6)
        excerpts, rulings = self.rulings(self.by_name)
        questions, problems = prove(
            self.trivia,
            self.by_name,
            lambda analysis, place: self.piece_ids[self.piece_at(analysis, place, excerpts)],
        )
        self.report.problems.extend(problems)
        await writer.add_pieces(excerpts)
        persons = self.subjects.person_rows(self.pieces_about)
        topics = self.subjects.topic_rows(self.pieces_about)
        await writer.add_persons(persons)
        await writer.add_misspelt((*whose, piece_id) for whose, piece_id in self.misspelt.items())
        await writer.add_topics(topics)
        await writer.add_rulings(rulings)
        ruled = {self.subjects.topic_id(ruling.topic) or "" for ruling in self.curated.rulings}
        await writer.add_drafts(drafting.rows(ruled, self.dismissed))
        await writer.add_kinds(self.kinds)
        told(0.7)
        generated = generate(gathering.material(persons, rulings, self.piece_ids))
        told(0.9)
        self.report.questions = await writer.add_questions([*questions, *generated])
        await writer.add_names([*self.subjects.name_rows(self.pieces_about), *_title_names(titles)])
        await writer.add_works(list(_work_rows(self.curated)))
        await writer.add_facts(
            [
                ("built_at", datetime.now(UTC).isoformat(timespec="seconds")),
                ("documents", str(len(analyses))),
                ("quotes", str(quotes)),
                ("persons", str(len(persons))),
                ("topics", str(len(topics))),
                ("questions", str(self.report.questions)),
                ("examples", json.dumps(self.examples(topics, rulings))),
            ]
        )
        self.report.persons = len(persons)
        self.report.topics = len(topics)
        self.report.rulings = len(rulings)

    def wanted(self) -> set[str]:
        """What rulings and questions call the documents where their evidence stands."""
        named = {evidence.document for ruling in self.curated.rulings for evidence in ruling.evidence}
        named |= {question.document for question in self.trivia.questions}
        return named | {key(name) for name in named}

    def note(self, analysis: Analysis, wanted: Set[str]) -> None:
        """Each wanted document by its file's name, and by the key of its title if no other has it before."""
        document = analysis.document
        by_title = key(document.title)
        if by_title in wanted:
            self.by_name.setdefault(by_title, analysis)
        if document.name in wanted:
            self.by_name[document.name] = analysis
        if by_title in wanted or document.name in wanted:
            document_id = document_id_of(document.name)
            self.ids[document_id] = PieceIds(document_id)

    def pieces(self, analysis: Analysis) -> Iterator[PieceRow]:
        """A document's passages and quotes, in the order in which they stand."""
        document = analysis.document
        text, document_id = document.text, document_id_of(document.name)
        ids = self.ids.get(document_id) or PieceIds(document_id)
        named_in = self.subjects.finder(analysis)
        quote_ids = [ids.take("quote", quote.text) for quote in analysis.quotes]
        inside = _QuotesByPlace(analysis.quotes, text)
        said = self.joined.quotes[document.name]
        for passage, saying in zip(analysis.passages, self.joined.passages[document.name], strict=True):
            words = text[passage.start : passage.end]
            quote = inside.at(passage.start, passage.end)
            persons, topics = named_in(passage.start, passage.end)
            yield self.row(
                document_id,
                document,
                PieceIdsAndPlace("passage", ids.take("passage", words), passage.start, passage.end),
                quote.speaker if quote else None,
                persons,
                topics,
                around=_around(text[slice(*passage.around)], quote),
                saying=saying,
                hypothetical=bool(quote and quote.hypothetical),
            )
        for number, quote in enumerate(analysis.quotes):
            if quote.speaker and (spelling := self.joined.misspelt.get((document.name, number))):
                whose = self.subjects.id_of(quote.speaker), spelling
                self.misspelt.setdefault(whose, quote_ids[number])
            persons, topics = named_in(quote.start, quote.end)
            yield self.row(
                document_id,
                document,
                PieceIdsAndPlace("quote", quote_ids[number], quote.start, quote.end),
                quote.speaker,
                persons,
                topics,
                quote=quote,
                saying=said[number],
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
        person_id = self.subjects.id_of(speaker) if speaker else None
        role = self.subjects.role_of(person_id) if person_id else None
        words = document.text[place.starts : place.ends]
        if place.family == "passage":
            self.pieces_about.update({*persons, *topics})
        kind = kind_of_words(document.kind, role)
        if document_id in self.ids:
            self.piece_ids[self.number] = place.id
            self.kind_of[self.number] = kind
            self.at_place.setdefault((document_id, place.starts, place.ends), self.number)
        return PieceRow(
            number=self.number,
            id=place.id,
            document_id=document_id,
            family=place.family,
            starts=place.starts,
            ends=place.ends,
            text=words,
            kind=kind,
            around=around,
            person_id=person_id,
            persons=tuple(persons),
            topics=tuple(topics),
            form=quote.form if quote else None,
            saying_id=saying.id if saying else None,
            words_id=saying_of(words) if quote else None,
            altered=bool(saying and saying.altered),
            parent_id=parent_id,
            utterance=quote.utterance if quote else None,
            rule=quote.rule if quote else None,
            confidence=quote.confidence if quote else None,
            hypothetical=hypothetical,
        )

    def rulings(self, by_name: Mapping[str, Analysis]) -> tuple[list[PieceRow], list[RulingRow]]:
        """Every ruling whose evidence stands where it says; the rest is named in the report."""
        excerpts: list[PieceRow] = []
        rulings: list[RulingRow] = []
        for ruling in self.curated.rulings:
            topic_id = self.subjects.topic_id(ruling.topic)
            if topic_id is None:
                continue  # load_curated has already said so
            evidence: list[EvidenceRow] = []
            left_aside = 0  # it stands where it says, and is of a kind that doesn't count here
            for number, wanted in enumerate(ruling.evidence):
                analysis = by_name.get(wanted.document) or by_name.get(key(wanted.document))
                if analysis is None:
                    self.refuse(ruling, wanted.line, f"there is no document called “{wanted.document}”")
                    continue
                place = locate(wanted.text, analysis.document.text)
                if place is None:
                    nearest = nearest_words(wanted.text, analysis.document.text)
                    self.refuse(
                        ruling,
                        wanted.line,
                        f"“{short(wanted.text)}” isn't in {wanted.document}. "
                        f"The nearest words there are: “{short(nearest)}”",
                    )
                    continue
                piece = self.piece_at(analysis, place, excerpts)
                if self.kind_of[piece] in self.kinds:
                    evidence.append(EvidenceRow(number, piece, wanted.stance))
                else:
                    left_aside += 1
            if left_aside and not evidence:
                self.refuse(
                    ruling, ruling.line, "its evidence is of no kind that counts here; it isn't shown"
                )
                continue
            if not evidence:
                self.refuse(ruling, ruling.line, "none of its evidence could be found, so it was left out")
                continue
            self.pieces_about[topic_id] += len(evidence)
            rulings.append(
                RulingRow(
                    content_id("ruling", topic_id),
                    topic_id,
                    ruling.verdict,
                    ruling.scope,
                    ruling.says,
                    ruling.as_of,
                    tuple(evidence),
                    ruling.layer or LIBRARY,
                )
            )
        return excerpts, rulings

    def piece_at(self, analysis: Analysis, place: tuple[int, int], excerpts: list[PieceRow]) -> int:
        """The number of the piece at a place: one that is there anyhow, or a new excerpt."""
        document = analysis.document
        document_id = document_id_of(document.name)
        if (number := self.at_place.get((document_id, *place))) is not None:
            return number
        quote = said_at(analysis.quotes, *place, document.text)
        persons, topics = self.subjects.finder(analysis)(*place)
        words = document.text[slice(*place)]
        excerpts.append(
            self.row(
                document_id,
                document,
                PieceIdsAndPlace("excerpt", self.ids[document_id].take("excerpt", words), *place),
                quote.speaker if quote else None,
                persons,
                topics,
                hypothetical=bool(quote and quote.hypothetical),
            )
        )
        return self.number

    def refuse(self, ruling: CuratedRuling, line: int, message: str) -> None:
        self.report.problems.append(
            Problem("rulings.toml", line or None, f"ruling on “{ruling.topic}”: {message}.")
        )

    def examples(self, topics: Sequence[TopicRow], rulings: Sequence[RulingRow]) -> dict[str, str]:
        """Arguments that give an answer on this very library, for `/help`."""
        ruled = {ruling.topic_id: len(ruling.evidence) for ruling in rulings}
        best = max(topics, key=lambda t: (t.kind == "pairing", ruled.get(t.id, 0), t.weight), default=None)
        speaker = self.subjects.most_quoted()
        found = {
            "canon": best.name if best else speaker,
            "quote": speaker,
            "search": best.name if best else speaker,
        }
        return {command: name for command, name in found.items() if name}


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
    )


def _document_report(analysis: Analysis, pieces: Sequence[PieceRow]) -> DocumentReport:
    return DocumentReport(
        name=analysis.document.name,
        title=analysis.document.title,
        passages=len(analysis.passages),
        quotes=len(analysis.quotes),
        named=sum(quote.speaker is not None for quote in analysis.quotes),
        persons=len({person for piece in pieces for person in piece.persons}),
        topics=len({topic for piece in pieces for topic in piece.topics}),
    )


def _title_names(titles: Iterable[tuple[str, str, tuple[str, ...]]]) -> Iterator[NameRow]:
    """`titles`: of each document its title, its name, and other titles that lead to it."""
    seen: set[tuple[str, str]] = set()
    for title, name, aliases in titles:
        target = document_id_of(name)
        for shown, how in ((title, "name"), (name, "alias"), *((alias, "title") for alias in aliases)):
            name_key = key(shown)
            if name_key and (name_key, target) not in seen:
                seen.add((name_key, target))
                yield NameRow(name_key, sound(name_key), shown, "document", target, how, 0)


def _work_rows(curated: Curated) -> Iterator[WorkRow]:
    for position, work in enumerate(curated.works):
        parts = tuple(part.name for part in work.parts)
        yield WorkRow(content_id("work", key(work.name)), position, work.name, work.kind, parts)


def short(text: str) -> str:
    """Words of a document for a line of a report."""
    return text if len(text) <= 160 else text[:159] + "…"
