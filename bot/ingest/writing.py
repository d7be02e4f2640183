"""One library written, of what was analysed: the documents' rows, and those of the library as a whole."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.ids import content_id
from bot.ingest.analysing import Shared, Taken, make_rows
from bot.ingest.analysis import Analysis, PieceIds, said_at
from bot.ingest.curated import Curated, CuratedRuling, locate, nearest_words
from bot.ingest.documents import Problem
from bot.ingest.questions import generate
from bot.ingest.questions.gathering import Gathering
from bot.ingest.rows import DocumentReport, PieceIdsAndPlace, RowMaker, document_id_of
from bot.ingest.subjects import Subjects
from bot.ingest.trivia import CuratedTrivia, prove
from bot.ingest.written import LIBRARY
from bot.models import Kind
from bot.names import key, sound
from bot.store.build import (
    DraftRow,
    EvidenceRow,
    LibraryWriter,
    NameRow,
    PieceRow,
    RulingRow,
    TopicRow,
    WorkRow,
    rows_of_pieces,
)


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
    ) -> None:
        self.kinds = kinds
        self.dismissed = dismissed
        self.curated = curated
        self.trivia = trivia
        self.subjects = subjects
        self.report = report
        # Of documents that rulings or questions name: of all the others, nothing has to be remembered.
        self.ids: dict[str, PieceIds] = {}  # of excerpts
        self.misspelt: dict[tuple[str, str], str] = {}  # by person and spelling: a quote's id
        self.piece_ids: dict[int, str] = {}  # by number
        self.kind_of: dict[int, Kind] = {}  # by number
        self.pieces_about: Counter[str] = Counter()  # topic or person id -> pieces
        self.at_place: dict[tuple[str, int, int], int] = {}
        self.by_name: dict[str, Analysis] = {}

    async def write(
        self, writer: LibraryWriter, taken: Taken, cores: int, told: Callable[[float], None]
    ) -> None:
        whole, done = max(taken.analyses.characters, 1), 0
        joined = taken.listening.join(self.curated, self.subjects, taken.roll)
        told(0.1)
        wanted, asked = self.wanted(), taken.choice.made()
        shared = Shared(self.subjects, tuple(self.kinds), joined.misspelt, asked, wanted)
        gathering = Gathering(self.curated, self.subjects)
        drafts: dict[str, DraftRow] = {}
        for made in make_rows(taken, joined, shared, cores):
            await writer.add(made.rows)
            for analysis, pieces in made.wanted:
                self.note(analysis, pieces, wanted)
                if document_id_of(analysis.document.name) in asked:
                    gathering.take(analysis, pieces)
            self.pieces_about.update(made.about)
            for whose, piece_id in made.misspelt.items():
                self.misspelt.setdefault(whose, piece_id)
            drafts.update((draft.id, draft) for draft in made.drafts)
            self.report.documents += made.reports
            done += made.characters
            told(0.1 + 0.5 * done / whole)
        self.maker = RowMaker(self.subjects, self.kinds, {}, sum(note.pieces for note in taken.notes))
        told(0.6)
        excerpts, rulings = self.rulings(self.by_name)
        questions, problems = prove(
            self.trivia,
            self.by_name,
            lambda analysis, place: self.piece_ids[self.piece_at(analysis, place, excerpts)],
        )
        self.report.problems.extend(problems)
        await writer.add(rows_of_pieces(excerpts))
        persons = self.subjects.person_rows(self.pieces_about)
        topics = self.subjects.topic_rows(self.pieces_about)
        await writer.add_persons(persons)
        await writer.add_misspelt((*whose, piece_id) for whose, piece_id in self.misspelt.items())
        await writer.add_topics(topics)
        await writer.add_rulings(rulings)
        ruled = {self.subjects.topic_id(ruling.topic) or "" for ruling in self.curated.rulings}
        await writer.add_drafts(
            one for one in drafts.values() if one.topic_id not in ruled and one.id not in self.dismissed
        )
        await writer.add_kinds(self.kinds)
        told(0.7)
        generated = generate(gathering.material(persons, rulings, self.piece_ids))
        told(0.9)
        self.report.questions = await writer.add_questions([*questions, *generated])
        await writer.add_names(self.subjects.name_rows(self.pieces_about))
        await writer.add_names(_title_names(self.report.documents))
        await writer.add_works(list(_work_rows(self.curated)))
        await writer.add_facts(
            [
                ("built_at", datetime.now(UTC).isoformat(timespec="seconds")),
                ("documents", str(len(taken.analyses))),
                ("quotes", str(sum(document.quotes for document in self.report.documents))),
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

    def note(self, analysis: Analysis, pieces: Iterable[PieceRow], wanted: Set[str]) -> None:
        """Each wanted document by its file's name, and by the key of its title if no other has it before."""
        document = analysis.document
        by_title = key(document.title)
        if by_title in wanted:
            self.by_name.setdefault(by_title, analysis)
        if document.name in wanted:
            self.by_name[document.name] = analysis
        if by_title in wanted or document.name in wanted:
            for piece in pieces:
                self.take(piece)

    def take(self, piece: PieceRow) -> int:
        self.piece_ids[piece.number] = piece.id
        self.kind_of[piece.number] = piece.kind
        return self.at_place.setdefault((piece.document_id, piece.starts, piece.ends), piece.number)

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
        ids = self.ids.setdefault(document_id, PieceIds(document_id))
        excerpt = self.maker.row(
            document_id,
            document,
            PieceIdsAndPlace("excerpt", ids.take("excerpt", document.text[slice(*place)]), *place),
            quote.speaker if quote else None,
            persons,
            topics,
            hypothetical=bool(quote and quote.hypothetical),
        )
        excerpts.append(excerpt)
        return self.take(excerpt)

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


def _title_names(documents: Iterable[DocumentReport]) -> Iterator[NameRow]:
    seen: set[tuple[str, str]] = set()
    for document in documents:
        target = document_id_of(document.name)
        others = ((alias, "title") for alias in document.aliases)
        for shown, how in ((document.title, "name"), (document.name, "alias"), *others):
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
