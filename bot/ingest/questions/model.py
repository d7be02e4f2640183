"""What questions are made from: a library's words with who said them, its persons, works and rulings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.models import Role, Verdict


@dataclass(frozen=True, slots=True)
class Someone:
    """`sure`: certainly a person, by a curated file, by quotes, or by a full name that begins as such."""

    id: str
    name: str
    role: Role = Role.OTHER
    aliases: tuple[str, ...] = ()  # other spellings that mean nobody else
    gender: str | None = None  # "he" | "she", where known
    mentions: int = 0
    quotes: int = 0
    sure: bool = False
    curated: bool = False


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a text where a person or a work is named."""

    start: int
    end: int
    id: str  # the person's, or the work's name


@dataclass(frozen=True, slots=True)
class Words:
    """A passage or a quote. Offsets of what is named in it count from its own beginning."""

    piece_id: str
    text: str
    document_id: str
    document: str  # title
    family: str  # passage | quote
    speaker: str | None = None  # a person's id
    certain: bool = False  # the speaker is attributed by a rule that hardly ever errs
    hypothetical: bool = False
    whole: bool = True  # no part of a sentence that goes on after "he said"
    persons: tuple[Named, ...] = ()
    works: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A topic with its ruling and the first piece of its evidence."""

    topic: str
    kind: str  # pairing | character | event | claim
    verdict: Verdict
    scope: str
    piece_id: str
    members: tuple[str, ...] = ()  # names of persons


@dataclass(frozen=True, slots=True)
class Dated:
    """A document whose head gives its title and when it was published."""

    title: str
    published: str  # ISO 8601: a day, a month or a year
    piece_id: str  # its first passage


@dataclass(frozen=True, slots=True)
class Titled:
    """A work under all its names."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str = "other"


@dataclass(frozen=True, slots=True)
class Material:
    words: tuple[Words, ...] = ()
    persons: tuple[Someone, ...] = ()
    works: tuple[Titled, ...] = ()
    rulings: tuple[Judged, ...] = ()
    documents: tuple[Dated, ...] = ()
