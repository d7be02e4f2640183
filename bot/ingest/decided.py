"""What people decide by hand, as it is read: frozen, each with the line on which it begins."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.ingest.problems import Problem
from bot.models import Role, Stance, Verdict


class TopicKind(StrEnum):
    PAIRING = "pairing"
    CHARACTER = "character"
    EVENT = "event"
    CLAIM = "claim"


class WorkKind(StrEnum):
    SERIES = "series"
    FILM = "film"
    COMIC = "comic"
    BOOK = "book"
    GAME = "game"
    PLAY = "play"
    PODCAST = "podcast"
    GUIDE = "guide"
    OTHER = "other"


class Side(StrEnum):
    FOR = Stance.FOR.value
    AGAINST = Stance.AGAINST.value


class Pronoun(StrEnum):
    HE = "he"
    SHE = "she"
    THEY = "they"


@dataclass(frozen=True, slots=True)
class CuratedPerson:
    name: str
    aliases: tuple[str, ...]
    role: Role
    pronoun: str | None
    note: str | None
    line: int
    formerly: str | None = None  # the name that it was first known by: its id follows from that


@dataclass(frozen=True, slots=True)
class CuratedTopic:
    name: str
    kind: str
    members: tuple[str, ...]  # names of persons, never aliases
    aliases: tuple[str, ...]  # other names of it; a text that holds one speaks of the topic
    asks: tuple[str, ...]  # ways people ask for it, e.g. "was it planned from the start"
    line: int
    date: str | None = None  # of an event: the day on which it happened, ISO 8601
    formerly: str | None = None  # as of a person


@dataclass(frozen=True, slots=True)
class CuratedPart:
    name: str
    aliases: tuple[str, ...]
    number: int


@dataclass(frozen=True, slots=True)
class CuratedWork:
    name: str
    aliases: tuple[str, ...]
    kind: str
    parts: tuple[CuratedPart, ...]  # in the order in which they came out
    line: int


@dataclass(frozen=True, slots=True)
class CuratedEvidence:
    """`stance`: whether the words speak for the topic (that it is so) or against it."""

    text: str
    document: str  # a file's name, or a title
    stance: Stance
    line: int


@dataclass(frozen=True, slots=True)
class CuratedRuling:
    topic: str  # the topic's name, never an alias
    verdict: Verdict
    scope: str
    says: str
    as_of: str | None
    evidence: tuple[CuratedEvidence, ...]
    line: int
    layer: str = ""  # who ruled: see bot/ingest/written.py


@dataclass(frozen=True, slots=True)
class Curated:
    people: tuple[CuratedPerson, ...] = ()
    topics: tuple[CuratedTopic, ...] = ()
    works: tuple[CuratedWork, ...] = ()
    rulings: tuple[CuratedRuling, ...] = ()
    problems: tuple[Problem, ...] = ()
    apart: frozenset[frozenset[str]] = frozenset()  # pairs of names' keys that are not the same person
