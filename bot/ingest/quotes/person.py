"""A person as the roster keeps them, and how one name relates to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import combining, normalize

from rapidfuzz.distance import OSA

from bot.ingest.quotes.firstnames import FEMALE_NAMES, MALE_NAMES, NICKNAMES
from bot.ingest.quotes.lexicon import CAST_NOUNS, CREATOR_NOUNS, FEMALE_TITLES, MALE_TITLES
from bot.ingest.quotes.model import KnownPerson

PERSON_SCORE = 3  # from here on the surroundings of a name say that it is a person's

_VOWELS = frozenset("aeiouy")


@dataclass(slots=True)
class Person:
    name: str
    words: tuple[str, ...]
    gender: str | None = None  # "m" | "f"
    score: int = 0
    known: KnownPerson | None = None
    count: int = 0
    against: int = 0  # mentions that speak for a place or thing: "in Avonlea"
    title: str = ""
    beside_cue: bool = False
    grouped: str = ""  # what group the text says it is: "firm", of "security firm Orrin"
    human: bool = False  # the text tells their age, or goes on with "who"
    age: int = 0
    unsure: bool = False  # a surname that two persons share, where either may be meant
    titles: set[str] = field(default_factory=lambda: set[str]())
    aliases: set[str] = field(default_factory=lambda: set[str]())
    forms: dict[str, int] = field(default_factory=lambda: dict[str, int]())  # how often each stands
    role_words: list[str] = field(default_factory=lambda: list[str]())

    @property
    def likely(self) -> bool:
        if self.known is not None:
            return True
        return self.score >= PERSON_SCORE + (4 if self.against and self.against * 5 >= self.count else 0)

    @property
    def role(self) -> str:
        """creator, cast or other, by the words beside the name; character is for curators to say."""
        if self.known is not None:
            return self.known.role
        creator = sum(1 for word in self.role_words if word in CREATOR_NOUNS)
        cast = sum(1 for word in self.role_words if word in CAST_NOUNS)
        return "other" if not creator + cast else "creator" if creator >= cast else "cast"

    @property
    def possible(self) -> bool:
        """A full name with some sign of life, or a surname that speaks: enough for whom "he" may mean."""
        named = self.score >= 1 if len(self.words) > 1 else self.beside_cue and self.score >= 2
        return named and not self.against


@dataclass(slots=True)
class Ref:
    """A mention: whom it means, and how it stands in its sentence."""

    start: int
    end: int
    full_start: int
    person: int
    before: str
    possessive: bool
    full: bool  # two words or more


def key_of(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(map(_folded, words))


@lru_cache(maxsize=65_536)  # a text names the same few again and again
def _folded(word: str) -> str:
    plain = word.rstrip(".").lower().replace("\u2019", "'").removesuffix(" jr")
    if plain.isascii():
        return plain
    return "".join(c for c in normalize("NFD", plain) if not combining(c)) or plain  # Zoé is Zoe


def same_first(one: str, other: str) -> bool:
    """Mike and Michael, J. and John, JP and Joanna; not Jim and John."""
    if one == other or NICKNAMES.get(one) == other or NICKNAMES.get(other) == one:
        return True
    if NICKNAMES.get(one, "1") == NICKNAMES.get(other, "2"):
        return True
    return one[0] == other[0] and (_is_initials(one) or _is_initials(other))


def _is_initials(word: str) -> bool:
    """`j`, `j.p`, `jp`: letters that no one could say as a word."""
    return len(word) == 1 or "." in word or (len(word) < 4 and _VOWELS.isdisjoint(word))


def misspelt(word: str, name: str) -> bool:
    """Konietzco for Konietzko: long words that begin alike and differ by a letter, longer ones by two."""
    if word[0] != name[0] or min(len(word), len(name)) < 6:
        return False
    allowed = 2 if min(len(word), len(name)) >= 9 else 1
    return 0 < OSA.distance(word, name, score_cutoff=allowed) <= allowed


def slip_of_first(one: str, other: str) -> bool:
    """Brian for Bryan before one and the same surname; not Mario and Maria, Robert and Roberta."""
    if one[:1] != other[:1] or one[-1:] != other[-1:] or min(len(one), len(other)) < 5:
        return False
    genders = {gender_of([one], ""), gender_of([other], "")}
    return genders != {"m", "f"} and OSA.distance(one, other, score_cutoff=1) == 1


def gender_of(words: Sequence[str], title: str) -> str | None:
    if title in MALE_TITLES:
        return "m"
    if title in FEMALE_TITLES:
        return "f"
    first = _folded(words[0])
    male, female = first in MALE_NAMES, first in FEMALE_NAMES
    if male == female:
        return None
    return "m" if male else "f"


def written(title: str) -> str:
    return title.capitalize() + ("." if title in ("mr", "mrs", "ms", "dr") else "")
