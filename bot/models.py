"""What travels between the rooms: frozen, without behaviour that needs a database or Discord.

All offsets are code points into the document's text (the file without its head), end exclusive.
Every `text` below stands in its document at its offsets, character for character.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Verdict(StrEnum):
    """What the evidence says of a topic. The words are those that a member reads."""

    CANON = "canon"
    CONFIRMED = "confirmed"
    ENDED = "ended"
    NOT_CANON = "not canon"
    DISPUTED = "disputed"
    UNSETTLED = "unsettled"


class Kind(StrEnum):
    """The kind of source of *words*, in the order in which evidence is shown."""

    WORK = "work"
    COMPANION = "companion"
    CREATOR = "creator"
    REPORT = "report"
    FAN = "fan"


class Role(StrEnum):
    CREATOR = "creator"
    CAST = "cast"
    CHARACTER = "character"
    OTHER = "other"


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"
    ABOUT = "about"  # no ruling weighs it: it only speaks of the topic


@dataclass(frozen=True, slots=True)
class Source:
    """A document's head, as a citation needs it. None means "not given"."""

    id: str
    name: str  # the file's name
    title: str
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None  # ISO 8601: a day, a month or a year
    kind: Kind = Kind.REPORT


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What other documents have for the same saying: another speaker's name, or other words."""

    has: str
    places: tuple[str, ...]  # publishers, where known; else titles in quotation marks


@dataclass(frozen=True, slots=True)
class Piece:
    """Words at a place, with who said them: the unit of every answer."""

    id: str  # lasting: it follows from the document and the words
    text: str
    start: int
    end: int
    source: Source
    speaker: str | None = None  # None: the document's own voice, or nobody could be named
    role: Role | None = None
    kind: Kind = Kind.REPORT  # of the words, not of the file
    stance: Stance = Stance.ABOUT
    also_in: tuple[str, ...] = ()  # where else the saying stands, in full, in part or changed
    speakers: tuple[Otherwise, ...] = ()  # where they clash: this one and then the others
    wordings: tuple[Otherwise, ...] = ()  # the words of others that aren't merely fewer
    place: str | None = None  # where in the document, as people call it: "Chapter 3", "0:12:05"


@dataclass(frozen=True, slots=True)
class Ruling:
    verdict: Verdict
    scope: str
    says: str  # the curator's own words, never shown in quotation marks
    rule: str  # which rule gave the verdict
    as_of: str | None = None
    layer: str = "library"  # who ruled: "library", "server" for its own moderators, else a pack


@dataclass(frozen=True, slots=True)
class Topic:
    """Something one can ask the canon about.

    `ref` is what a button carries: a topic's id, a person's ("p" + id), or two or more persons' joined
    by "+" for a pairing that no curated file names.
    """

    ref: str
    name: str
    kind: str  # pairing | character | person | event | claim | words
    members: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of an autocomplete list, or a near name to choose from."""

    value: str  # what is sent: also understood when a member types it
    label: str  # "Korrasami: Korra & Asami Sato, pairing"


@dataclass(frozen=True, slots=True)
class LookQuote:
    text: str
    speaker: str | None
    confidence: float
    saying_id: str
    start: int


@dataclass(frozen=True, slots=True)
class LookPerson:
    name: str
    mentions: int
    curated: bool  # somebody said that there is such a person; the others were found in the text


@dataclass(frozen=True, slots=True)
class DocumentLook:
    """What would be understood of a file before anything of it is stored."""

    name: str  # the file's
    readable: bool = False  # False: `problems` say why
    title: str = ""
    author: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None
    kind: Kind = Kind.REPORT
    language: str | None = None
    text: str = ""  # the first 2,000 characters
    characters: int = 0
    passages: int = 0
    quotes_total: int = 0
    quotes_named: int = 0
    quotes: tuple[LookQuote, ...] = ()  # the first 400, without those inside others
    persons: tuple[LookPerson, ...] = ()  # most named first
    topics: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    same_as: str = ""  # the title of a document that has the very same text


@dataclass(frozen=True, slots=True)
class Replacement:
    """What would change if a document's text were replaced; with lists of at most 400 entries."""

    look: DocumentLook  # of the new text
    same: bool = False  # it is the text that the document has
    kept: int = 0  # quotes of the old text that the new one has, too
    lost: tuple[LookQuote, ...] = ()
    lost_total: int = 0
    new: tuple[LookQuote, ...] = ()
    new_total: int = 0
    rulings: tuple[tuple[str, str], ...] = ()  # topic, and its evidence that would no longer stand
    questions: tuple[str, ...] = ()  # prompts of those whose evidence would no longer stand
    corrections: tuple[str, ...] = ()  # corrected words that would no longer be there


@dataclass(frozen=True, slots=True)
class CanonAnswer:
    """What `/canon` knows. Without `topic` nothing was found; `evidence` may then hold near passages."""

    asked: str
    topic: Topic | None = None
    ruling: Ruling | None = None
    evidence: tuple[Piece, ...] = ()
    total: int = 0  # pieces of evidence in all, of which `evidence` is one page
    page: int = 0
    read_as: str | None = None  # the name that was taken for a near spelling of what was asked
    suggestions: tuple[Choice, ...] = ()
    documents: int = 0

    @property
    def found(self) -> bool:
        return self.topic is not None


@dataclass(frozen=True, slots=True)
class QuoteAnswer:
    asked: str
    person: str | None = None
    person_id: str | None = None
    about: str | None = None
    quotes: tuple[Piece, ...] = ()  # best first
    total: int = 0  # how many quotes of this person the library has, whatever `about` says
    chosen: Piece | None = None  # the one whose turn it is in this channel
    spoken_of_by: tuple[tuple[str, int], ...] = ()  # who is quoted about a person that is never quoted
    read_as: str | None = None
    is_topic: str | None = None  # the name is a topic's, not a person's
    suggestions: tuple[Choice, ...] = ()
    documents: int = 0

    @property
    def found(self) -> bool:
        return bool(self.quotes)


@dataclass(frozen=True, slots=True)
class Hit:
    piece: Piece
    marks: tuple[tuple[int, int], ...] = ()  # found words, offsets into piece.text


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    asked: str
    hits: tuple[Hit, ...] = ()
    total: int = 0
    page: int = 0
    loosened: tuple[str, ...] = ()  # words that had to be left out to find anything
    read_as: str | None = None
    suggestions: tuple[Choice, ...] = ()
    documents: int = 0


@dataclass(frozen=True, slots=True)
class Context:
    """A piece with the sentences around it, for the Context button."""

    piece: Piece
    before: str
    after: str
    starts: bool  # `before` reaches the document's first character
    ends: bool


@dataclass(frozen=True, slots=True)
class SourceCard:
    source: Source
    language: str | None = None
    spoils: tuple[str, ...] = ()
    characters: int = 0
    passages: int = 0
    quotes: int = 0
    speakers: tuple[tuple[str, int], ...] = ()  # the most quoted first
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourcesAnswer:
    asked: str | None = None
    cards: tuple[SourceCard, ...] = ()
    total: int = 0
    page: int = 0
    suggestions: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryFacts:
    """Figures of the whole library, and examples that work on it, for `/help` and `/sources`."""

    documents: int = 0
    quotes: int = 0
    persons: int = 0
    topics: int = 0
    built_at: str | None = None
    examples: Mapping[str, str] = field(default_factory=lambda: {})  # command -> an argument that answers


class Mode(StrEnum):
    """How a trivia game is played."""

    RACE = "race"  # the first right answer scores and ends the round
    TOGETHER = "together"  # all answer in secret; points by correctness and speed
    TYPED = "typed"  # answers are written into a form
    SURVIVAL = "survival"  # three lives
    SOLO = "solo"  # one member, privately
    DAILY = "daily"  # a scheduled question that stays open for a day


class Origin(StrEnum):
    CURATED = "curated"
    GENERATED = "generated"
    IMPORTED = "imported"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Question:
    """One trivia question.

    `answers` are all right, the first is the one shown; `distractors` are wrong ones for multiple choice,
    none for a question that is only typed. `level` is 1 (easy) to 3 (hard). `subjects` are the names that
    `about` is matched with. `piece_id` is the evidence that the reveal cites; imported questions have none.
    """

    id: str
    form: str  # free | who said it | finish the quote | fill the gap | which came first | verdict
    prompt: str
    answers: tuple[str, ...]
    distractors: tuple[str, ...] = ()
    level: int = 2
    origin: Origin = Origin.CURATED
    subjects: tuple[str, ...] = ()
    piece_id: str | None = None
    explanation: str | None = None
    category: str | None = None
