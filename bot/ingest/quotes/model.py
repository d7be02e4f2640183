"""What the extractor is told and what it finds: plain frozen values, offsets in code points."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whom a curated file names; such knowledge beats every guess."""

    name: str
    aliases: tuple[str, ...] = ()
    role: str = "other"  # creator | cast | character | other
    pronoun: str | None = None  # "he" | "she" | "they", where known
    apart: frozenset[str] = frozenset()  # keys (bot/names.py) of names that may look like theirs and aren't


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a document names a person."""

    start: int
    end: int
    name: str  # the person's canonical name, not the words at the place


@dataclass(frozen=True, slots=True)
class FoundPerson:
    name: str
    aliases: tuple[str, ...]  # other forms of the name that the document uses
    role: str
    mentions: tuple[Mention, ...]


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Somebody's words at one place: `text == document[start:end]`, without the outer marks."""

    start: int
    end: int
    text: str
    speaker: str | None  # canonical full name; None when unsure
    form: str  # "inline" | "block" | "nested" | "transcript"
    rule: str  # the rule that attributed it
    confidence: float
    parent: int | None  # index, in the same list, of the quote inside which it stands
    utterance: int  # parts of one utterance share the number
    hypothetical: bool = False  # words that somebody might say: nobody did
